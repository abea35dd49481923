//! The map of a corpus run: files to documents, documents to records, artifacts on the way.

use std::any::Any;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
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

use crate::gather::{InputFile, reason};
use crate::key::{self, Inputs};
use crate::progress::Progress;
use crate::record::Sources;
use crate::stages::{Found, Stages, decline};
use crate::store::{DOCUMENT, Header, Store, Stored};
use crate::{Error, Timings};

/// Sources above this size are worked on one at a time, so that memory does not grow with the number of threads.
const HEAVY_BYTES: u64 = 4 << 20;

/// What every step of the map needs.
pub(crate) struct Map<'a, S> {
    pub stages: &'a S,
    pub store: &'a Store,
    pub progress: &'a dyn Progress,
    /// The last stage to run.
    pub until: Stage,
    /// Make everything anew.
    pub force: bool,
    /// Sources of earlier runs by file name, for files that did not change and lost no part.
    pub known: BTreeMap<String, Vec<SourceRecord>>,
    pub meter: Meter,
    pub heavy: Mutex<()>,
}

/// A document in a file; the document itself only if it was ingested in this run.
pub(crate) struct Piece {
    record: SourceRecord,
    document: Option<Document>,
    file: InputFile,
}

/// All pieces with one text, sorted by source: the first one's metadata count.
pub(crate) type Groups = BTreeMap<DocumentId, Vec<Piece>>;

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

/// Why a step gave nothing.
enum Stop {
    /// This document is lost, the run goes on.
    Failure(FailureRecord),
    /// The run cannot go on.
    Fatal(Error),
}

impl<S: Stages> Map<'_, S> {
    /// Reads and ingests all files, and groups what they hold by text.
    pub(crate) fn read(&self, files: &[InputFile]) -> (Groups, Vec<FailureRecord>) {
        let read: Vec<(Vec<Piece>, Vec<FailureRecord>)> = files
            .par_iter()
            .with_max_len(1)
            .map(|file| {
                let _turn = self.turn(file.bytes);
                let (pieces, failures) =
                    self.read_file(file).unwrap_or_else(|failure| (vec![], vec![failure]));
                failures.iter().for_each(|failure| self.progress.failed(failure));
                self.progress.advance(file.bytes);
                (pieces, failures)
            })
            .collect();
        let (mut groups, mut failures) = (Groups::new(), vec![]);
        for (pieces, failed) in read {
            failures.extend(failed);
            for piece in pieces {
                groups.entry(piece.record.document.clone()).or_default().push(piece);
            }
        }
        for group in groups.values_mut() {
            group.sort_by(|a, b| a.record.cmp(&b.record));
        }
        (groups, failures)
    }

    /// Takes all documents through the stages, in order of their ids.
    pub(crate) fn analyze(&self, groups: Groups) -> Result<Vec<Result<Work, FailureRecord>>, Error> {
        let groups: Vec<(DocumentId, Vec<Piece>)> = groups.into_iter().collect();
        groups
            .into_par_iter()
            .with_max_len(1)
            .map(|(id, group)| {
                let bytes = group.first().map_or(0, |piece| piece.file.bytes);
                let _turn = self.turn(bytes);
                let work = self.analyze_one(&id, group);
                self.progress.advance(bytes);
                match work {
                    Ok(work) => Ok(Ok(work)),
                    Err(Stop::Failure(failure)) => Ok(Err(failure)),
                    Err(Stop::Fatal(error)) => Err(error),
                }
            })
            .collect()
    }

    /// Waits until a heavy source may be worked on.
    fn turn(&self, bytes: u64) -> Option<std::sync::MutexGuard<'_, ()>> {
        (bytes > HEAVY_BYTES).then(|| self.heavy.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The pieces of a file, and the failures of those of its parts that gave none.
    fn read_file(&self, file: &InputFile) -> Result<(Vec<Piece>, Vec<FailureRecord>), FailureRecord> {
        let bytes = self.bytes_of(file)?;
        let digest = key::digest(&bytes);
        let known = self.known.get(&file.name).filter(|records| !records.is_empty());
        if let Some(records) = known.filter(|records| records.iter().all(|record| record.digest == digest)) {
            let piece =
                |record: &SourceRecord| Piece { record: record.clone(), document: None, file: file.clone() };
            return Ok((records.iter().map(piece).collect(), vec![]));
        }
        let (found, failures) = self.ingest(file, &bytes)?;
        let piece = |found: Found| Piece {
            record: SourceRecord {
                document: found.document.id().clone(),
                source: found.source,
                digest: digest.clone(),
                media_type: found.media_type,
                encoding: found.encoding,
                bytes: bytes.len() as u64,
            },
            document: Some(found.document),
            file: file.clone(),
        };
        Ok((found.into_iter().map(piece).collect(), failures))
    }

    fn bytes_of(&self, file: &InputFile) -> Result<Vec<u8>, FailureRecord> {
        let failure = |code: &str, message: &str| failure(&file.name, Stage::Ingest, code, message);
        let limit = self.stages.max_bytes();
        let too_large = |bytes| {
            let mib = |bytes: u64| bytes.div_ceil(1 << 20);
            let message = format!("{} MiB are above the limit of {} MiB a source", mib(bytes), mib(limit));
            failure("too_large", &message)
        };
        if file.bytes > limit {
            return Err(too_large(file.bytes));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(file.bytes).unwrap_or(0));
        File::open(&file.path)
            .and_then(|open| open.take(limit + 1).read_to_end(&mut bytes))
            .map_err(|error| failure("unreadable", &reason(&error)))?;
        if bytes.len() as u64 > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
    }

    fn ingest(
        &self,
        file: &InputFile,
        bytes: &[u8],
    ) -> Result<(Vec<Found>, Vec<FailureRecord>), FailureRecord> {
        let start = Instant::now();
        let results = guard(&file.name, Stage::Ingest, || self.stages.ingest_each(&file.name, bytes))?;
        self.meter.took(Stage::Ingest, start);
        if results.is_empty() {
            return Err(failure(&file.name, Stage::Ingest, "empty", "nothing in it is a document"));
        }
        let (mut found, mut failures) = (vec![], vec![]);
        for result in results {
            match result {
                Ok(document) => found.push(document),
                Err(why) => failures.push(failure(&why.source, Stage::Ingest, &why.code, &why.message)),
            }
        }
        // A source names each of its documents once, however often it repeats the text.
        found.sort_by(|a, b| (a.document.id(), &a.source).cmp(&(b.document.id(), &b.source)));
        Ok((found, failures))
    }

    fn analyze_one(&self, id: &DocumentId, mut group: Vec<Piece>) -> Result<Work, Stop> {
        let sources = group.iter().map(|piece| piece.record.clone()).collect();
        let stored = self.document(id, group.swap_remove(0))?;
        let mut work = Work {
            document: stored.payload,
            sources,
            language: None,
            entities: None,
            facts: None,
            digests: vec![stored.digest],
            failure: None,
        };
        match self.stages_after_ingest(&mut work) {
            Err(Stop::Failure(failure)) => {
                self.progress.failed(&failure);
                work.failure = Some(failure);
            }
            other => other?,
        }
        Ok(work)
    }

    /// The document of a group by way of its first piece: from its artifact, from this run, or from the file again.
    fn document(&self, id: &DocumentId, first: Piece) -> Result<Stored<Document>, Stop> {
        let Piece { record, document, file } = first;
        let inputs = [("source", record.source.as_str()), ("bytes", record.digest.as_str())];
        let header = self.header(Stage::Ingest, id, &inputs);
        if let Some(stored) = self.recall(&header, id) {
            return Ok(stored);
        }
        let document = document.or_else(|| self.read_again(&file, &record)).ok_or_else(|| {
            let failure =
                failure(&record.source, Stage::Ingest, "changed", "the file changed while it was read");
            self.progress.failed(&failure);
            Stop::Failure(failure)
        })?;
        self.keep(header, id, document)
    }

    fn read_again(&self, file: &InputFile, record: &SourceRecord) -> Option<Document> {
        let bytes = self.bytes_of(file).ok().filter(|bytes| key::digest(bytes) == record.digest)?;
        let found = self.stages.ingest(&file.name, &bytes).ok()?;
        found.into_iter().find(|found| found.source == record.source).map(|found| found.document)
    }

    fn stages_after_ingest(&self, work: &mut Work) -> Result<(), Stop> {
        let Work { document, sources, language, entities, facts, digests, .. } = work;
        let (id, source) = (document.id(), sources.first().map_or("", |record| record.source.as_str()));
        if self.until < Stage::Language {
            return Ok(());
        }
        let mut inputs = vec![("ingest", digests[0].clone())];
        let stored = self.step(Stage::Language, id, source, &inputs, || self.stages.language(document))?;
        digests.push(stored.digest.clone());
        inputs.push(("language", stored.digest));
        let language = &*language.insert(stored.payload);
        if self.until < Stage::Entities {
            return Ok(());
        }

        let declined = decline(language);
        let layer = OnceCell::new();
        let layer = || layer.get_or_init(|| self.stages.layer(document, language));
        let stored = self.step(Stage::Entities, id, source, &inputs, || match &declined {
            Some((nothing, _)) => nothing.clone(),
            None => self.stages.entities(layer(), document),
        })?;
        digests.push(stored.digest.clone());
        inputs.push(("entities", stored.digest));
        let entities = &*entities.insert(stored.payload);
        if self.until < Stage::Facts {
            return Ok(());
        }

        let stored = self.step(Stage::Facts, id, source, &inputs, || match &declined {
            Some((_, nothing)) => nothing.clone(),
            None => self.stages.facts(layer(), document, entities),
        })?;
        digests.push(stored.digest);
        *facts = Some(stored.payload);
        Ok(())
    }

    /// One stage on one document: the artifact of an earlier run if its key is the expected one, else `make`.
    fn step<T: Serialize + DeserializeOwned>(
        &self,
        stage: Stage,
        id: &DocumentId,
        source: &str,
        inputs: &[(&str, String)],
        make: impl FnOnce() -> T,
    ) -> Result<Stored<T>, Stop> {
        let inputs: Vec<(&str, &str)> = inputs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let header = self.header(stage, id, &inputs);
        if let Some(stored) = self.recall(&header, id) {
            return Ok(stored);
        }
        let start = Instant::now();
        let payload = guard(source, stage, make).map_err(Stop::Failure)?;
        self.meter.took(stage, start);
        self.keep(header, id, payload)
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

/// The sources of all groups.
pub(crate) fn sources_of(groups: &Groups) -> Sources {
    let records = |group: &Vec<Piece>| group.iter().map(|piece| piece.record.clone()).collect();
    groups.iter().map(|(id, group)| (id.clone(), records(group))).collect()
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
