//! The second half of the map: documents to records, artifacts on the way.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use svodka_model::{
    Document, DocumentId, EntitiesRecord, FactsRecord, FailureRecord, LanguageRecord, SourceRecord, Stage,
};

use crate::batch::{Batch, Desk, batches};
use crate::key::{self, Inputs};
use crate::open::{CHANGED, HEAVY_BYTES};
use crate::pieces::{Kinds, Piece, same_text};
use crate::progress::Progress;
use crate::recurring::digest_of;
use crate::stages::{self, Stages};
use crate::store::{DOCUMENT, DOCUMENT_STAGES, Header, Store, Stored};
use crate::summary::Summary;
use crate::waiting::Waiting;
use crate::{Error, Timings};

/// What every step of the map needs.
pub(crate) struct Map<'a, S> {
    pub stages: &'a S,
    pub store: &'a Store,
    pub progress: &'a dyn Progress,
    /// The last stage to run.
    pub until: Stage,
    /// Make everything anew.
    pub force: bool,
    pub kinds: Kinds,
    pub meter: Meter,
    pub heavy: Mutex<()>,
    /// Documents that were read and are not yet analysed.
    pub waiting: Waiting,
    /// What came out so far.
    pub summary: Mutex<Summary>,
}

/// A document with the records of the stages that ran.
pub(crate) struct Work {
    pub document: Document,
    pub sources: Vec<SourceRecord>,
    pub language: Option<LanguageRecord>,
    pub entities: Option<EntitiesRecord>,
    pub facts: Option<FactsRecord>,
    /// Digests of the artifacts' payloads, in order of the stages.
    pub digests: Vec<String>,
    /// The stage that failed on it, if one did.
    pub failure: Option<FailureRecord>,
}

/// What is known of a stage's record before it is made.
enum Asked<T> {
    /// An earlier run made it.
    Known(Stored<T>),
    /// It is to be made under this header.
    Unknown(Header),
}

/// Why a step gave nothing.
enum Stop {
    /// This document is lost, the run goes on.
    Failure(FailureRecord),
    /// The run cannot go on.
    Fatal(Error),
}

impl<S: Stages> Map<'_, S> {
    /// Takes all documents, which come sorted, through the stages. Counts what came out; the records themselves are
    /// given back only if a corpus stage is to come.
    pub(crate) fn analyze(&self, pieces: &mut [Piece<'_>]) -> Result<Vec<Work>, Error> {
        let groups = pieces.chunk_by_mut(same_text).collect();
        let works: Vec<Vec<Work>> = batches(groups, rayon::current_num_threads())
            .into_par_iter()
            .with_max_len(1)
            .map(|batch| self.analyze_batch(batch))
            .collect::<Result<_, Error>>()?;
        Ok(works.into_iter().flatten().collect())
    }

    /// Waits until a heavy source may be worked on.
    pub(crate) fn turn(&self, bytes: u64) -> Option<std::sync::MutexGuard<'_, ()>> {
        (bytes > HEAVY_BYTES).then(|| self.heavy.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn analyze_batch(&self, batch: Batch<'_, '_>) -> Result<Vec<Work>, Error> {
        let _turn = self.turn(batch.bytes);
        let mut works = Vec::with_capacity(batch.groups.len());
        for group in batch.groups {
            let mut failure = None;
            let work = self.tried(self.open(group), &mut failure)?;
            works.extend(work);
            if let Some(failure) = failure {
                self.progress.advance(0);
                self.summary().failures.push(failure);
            }
        }
        self.stages_after_ingest(&mut works)?;
        let mut summary = self.summary();
        for work in &works {
            self.progress.advance(work.document.text().len() as u64);
            summary.add(work);
        }
        Ok(if self.until >= Stage::Resolve { works } else { vec![] })
    }

    fn summary(&self) -> std::sync::MutexGuard<'_, Summary> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a step gave; where only this document is lost, the reason goes to `failure`.
    fn tried<T>(
        &self,
        step: Result<T, Stop>,
        failure: &mut Option<FailureRecord>,
    ) -> Result<Option<T>, Error> {
        match step {
            Ok(made) => Ok(Some(made)),
            Err(Stop::Failure(reason)) => {
                self.progress.failed(&reason);
                *failure = Some(reason);
                Ok(None)
            }
            Err(Stop::Fatal(error)) => Err(error),
        }
    }

    fn open(&self, group: &mut [Piece<'_>]) -> Result<Work, Stop> {
        let sources: Vec<SourceRecord> = group.iter().map(Piece::record).collect();
        // Of the copies nobody asks again.
        group[1..].iter_mut().for_each(|copy| copy.document = None);
        let stored = self.document(&mut group[0], &sources[0])?;
        Ok(Work {
            document: stored.payload,
            sources,
            language: None,
            entities: None,
            facts: None,
            digests: vec![stored.digest],
            failure: None,
        })
    }

    /// The document of a group by way of its first piece: from its artifact, from this run, or from the file again.
    fn document(&self, first: &mut Piece<'_>, record: &SourceRecord) -> Result<Stored<Document>, Stop> {
        let recurring = (!first.recurring.is_empty()).then(|| digest_of(&first.recurring));
        let mut inputs = vec![("source", record.source.as_str()), ("bytes", record.digest.as_str())];
        inputs.extend(recurring.as_deref().map(|recurring| ("recurring", recurring)));
        let header = self.header(Stage::Ingest, &first.id, &inputs);
        let waiting = first.document.take();
        if let Some(stored) = self.recall(&header, &first.id) {
            return Ok(stored);
        }
        let waiting = waiting.filter(|_| first.recurring.is_empty());
        let waiting = waiting.and_then(|ticket| self.waiting.take(ticket).ok());
        let document = waiting
            .or_else(|| self.read_again(first))
            .ok_or_else(|| Stop::Failure(failure(&record.source, Stage::Ingest, "changed", CHANGED)))?;
        self.keep(header, &first.id, document)
    }

    /// The stages on a few documents, each on all of them before the next.
    fn stages_after_ingest(&self, works: &mut [Work]) -> Result<(), Error> {
        if self.until < Stage::Language {
            return Ok(());
        }
        for work in &mut *works {
            let made = self.step(Stage::Language, &work.document, &work.sources, &mut work.digests, || {
                self.stages.language(&work.document)
            });
            work.language = self.tried(made, &mut work.failure)?;
        }
        if self.until < Stage::Entities {
            return Ok(());
        }
        let mut desks: Vec<Desk<'_, S>> = works.iter_mut().filter_map(Desk::new).collect();
        let mut asked = Vec::with_capacity(desks.len());
        for Desk { document, sources, language, layer, digests, .. } in &desks {
            let layer = || layer.get_or_init(|| self.stages.layer(document, language));
            let known = self.ask(Stage::Entities, document, digests);
            let values = match known {
                Asked::Known(_) => Ok(vec![]),
                Asked::Unknown(_) => self.timed(Stage::Entities, sources, || {
                    stages::values(self.stages, document, language, layer)
                }),
            };
            asked.push(values.map(|values| (known, values)));
        }
        for (desk, asked) in desks.iter_mut().zip(asked) {
            let Desk { document, sources, language, layer, entities, digests, failure, .. } = desk;
            let layer = || layer.get_or_init(|| self.stages.layer(document, language));
            let made = asked.and_then(|(asked, values)| {
                self.answer(asked, document, sources, digests, || {
                    stages::entities(self.stages, language, values, layer)
                })
            });
            **entities = self.tried(made, failure)?;
        }
        if self.until < Stage::Facts {
            return Ok(());
        }
        for desk in &mut desks {
            let Desk { document, sources, language, layer, entities, facts, digests, failure } = desk;
            let Some(entities) = &**entities else { continue };
            let layer = || layer.get_or_init(|| self.stages.layer(document, language));
            let made = self.step(Stage::Facts, document, sources, digests, || {
                stages::facts(self.stages, document, language, entities, layer)
            });
            **facts = self.tried(made, failure)?;
        }
        Ok(())
    }

    /// One stage on one document: the artifact of an earlier run if its key is the expected one, else `make`.
    fn step<T: Serialize + DeserializeOwned>(
        &self,
        stage: Stage,
        document: &Document,
        sources: &[SourceRecord],
        digests: &mut Vec<String>,
        make: impl FnOnce() -> T,
    ) -> Result<T, Stop> {
        let asked = self.ask(stage, document, digests);
        self.answer(asked, document, sources, digests, make)
    }

    /// Whether the artifact of a stage is there already. Its inputs are the artifacts before it.
    fn ask<T: DeserializeOwned>(&self, stage: Stage, document: &Document, digests: &[String]) -> Asked<T> {
        let before = DOCUMENT_STAGES.iter().zip(digests);
        let inputs: Vec<(&str, &str)> =
            before.map(|(stage, digest)| (stage.name(), digest.as_str())).collect();
        let header = self.header(stage, document.id(), &inputs);
        self.recall(&header, document.id()).map_or(Asked::Unknown(header), Asked::Known)
    }

    /// The record of a stage, by `make` where it is not there; the digests are extended by its own.
    fn answer<T: Serialize>(
        &self,
        asked: Asked<T>,
        document: &Document,
        sources: &[SourceRecord],
        digests: &mut Vec<String>,
        make: impl FnOnce() -> T,
    ) -> Result<T, Stop> {
        let stored = match asked {
            Asked::Known(stored) => stored,
            Asked::Unknown(header) => {
                let payload = self.timed(header.stage, sources, make)?;
                self.keep(header, document.id(), payload)?
            }
        };
        digests.push(stored.digest);
        Ok(stored.payload)
    }

    /// Runs a stage on a document, by the clock.
    fn timed<T>(&self, stage: Stage, sources: &[SourceRecord], make: impl FnOnce() -> T) -> Result<T, Stop> {
        let start = Instant::now();
        let source = sources.first().map_or("", |record| record.source.as_str());
        let made = guard(source, stage, make).map_err(Stop::Failure)?;
        self.meter.took(stage, start);
        Ok(made)
    }

    fn header(&self, stage: Stage, id: &DocumentId, inputs: &[(&str, &str)]) -> Header {
        let mut named: Inputs =
            inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        named.insert(DOCUMENT.to_owned(), id.to_string());
        Header { stage, key: key::key(self.stages.fingerprint(stage), &named), inputs: named }
    }

    fn recall<T: DeserializeOwned>(&self, header: &Header, id: &DocumentId) -> Option<Stored<T>> {
        let stored = (!self.force).then(|| self.store.load(header.stage, id, &header.key)).flatten()?;
        self.meter.reused(header.stage);
        Some(stored)
    }

    fn keep<T: Serialize>(&self, header: Header, id: &DocumentId, payload: T) -> Result<Stored<T>, Stop> {
        self.meter.made(header.stage);
        let digest = self.store.write(&header, id, &payload).map_err(Stop::Fatal)?;
        Ok(Stored { payload, digest })
    }
}

/// Runs a stage; a panic becomes a failure of this source.
pub(crate) fn guard<T>(source: &str, stage: Stage, work: impl FnOnce() -> T) -> Result<T, FailureRecord> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let message = format!("an error in the program ({}): {}", stage.name(), words_of(&*panic));
        failure(source, stage, "panic", &message)
    })
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it gave no reason")
}

pub(crate) fn failure(source: &str, stage: Stage, code: &str, message: &str) -> FailureRecord {
    let message =
        if message.starts_with(source) { message.to_owned() } else { format!("{source}: {message}") };
    FailureRecord { source: source.to_owned(), stage, code: code.to_owned(), message }
}

/// Counts work by stage, from any thread.
#[derive(Default)]
pub(crate) struct Meter {
    nanoseconds: [AtomicU64; Stage::ALL.len()],
    made: [AtomicU64; Stage::ALL.len()],
    reused: [AtomicU64; Stage::ALL.len()],
}

impl Meter {
    pub(crate) fn took(&self, stage: Stage, since: Instant) {
        let nanoseconds = u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[stage as usize].fetch_add(nanoseconds, Ordering::Relaxed);
    }

    pub(crate) fn made(&self, stage: Stage) {
        self.made[stage as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn reused(&self, stage: Stage) {
        self.reused[stage as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// What was counted, for `run.json`.
    pub(crate) fn timings(&self, jobs: u32, start: Instant, until: Stage) -> Timings {
        let by_stage = |counters: &[AtomicU64], unit: u64| {
            let stages = Stage::ALL.into_iter().filter(|stage| *stage <= until);
            stages
                .map(|stage| {
                    (stage.name().to_owned(), counters[stage as usize].load(Ordering::Relaxed) / unit)
                })
                .collect()
        };
        Timings {
            jobs,
            total_ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            stage_ms: by_stage(&self.nanoseconds, 1_000_000),
            made: by_stage(&self.made, 1),
            reused: by_stage(&self.reused, 1),
        }
    }
}
