//! The reduce of a corpus run: records of all documents to entities, merged facts, the report and the exports.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use svodka_model::{Analyzed, DocumentId, Envelope, Records, Stage};
use svodka_report::{Corpus, RunSummary};
use svodka_resolve::{DuplicateCluster, Resolution};

use crate::documents::{Meter, Work, guard};
use crate::key::{Inputs, digest, digest_of_parts, key};
use crate::progress::Progress;
use crate::record::{Manifest, RunRecord};
use crate::stages::Stages;
use crate::{Error, disk};

/// Files of resolution, in the order of the members of [`Resolution`].
pub(crate) const RESOLVE_FILES: [&str; 4] =
    ["entities.jsonl", "facts.jsonl", "decisions.jsonl", "duplicates.jsonl"];

/// What the reduce needs.
pub(crate) struct Reduce<'a, S> {
    pub stages: &'a S,
    pub out: &'a Path,
    pub until: Stage,
    pub force: bool,
    pub progress: &'a dyn Progress,
    pub meter: &'a Meter,
}

/// The documents that come into resolution, with the digest of all their records.
struct Documents {
    analyzed: Vec<Analyzed>,
    digest: String,
}

impl<S: Stages> Reduce<'_, S> {
    /// Resolves and reports, and completes the record; what earlier runs left of stages that did not run is removed.
    pub(crate) fn run(&self, works: Vec<Work>, record: &mut RunRecord) -> Result<(), Error> {
        let documents = documents(works);
        let resolved = if self.until < Stage::Resolve { None } else { self.resolve(&documents, record)? };
        let Some((resolution, manifest)) = resolved else {
            return self.sweep(&["resolve", "report", "exports"], &Manifest::default());
        };
        for entity in &resolution.entities {
            *record.counts.entities.entry(entity.kind.name().to_owned()).or_default() += 1;
        }
        record.counts.merged_facts = resolution.facts.len() as u64;
        let reported =
            self.until >= Stage::Report && self.report(&documents, &resolution, &manifest, record)?;
        if reported { Ok(()) } else { self.sweep(&["report", "exports"], &Manifest::default()) }
    }

    /// Resolution with the digest of its manifest; `None` where it failed, which the record then tells.
    fn resolve(
        &self,
        documents: &Documents,
        record: &mut RunRecord,
    ) -> Result<Option<(Resolution, String)>, Error> {
        let sources: Vec<_> = documents.analyzed.iter().map(|analyzed| &analyzed.sources).collect();
        let sources = digest(&serde_json::to_vec(&sources).unwrap_or_default());
        let header = self.header(Stage::Resolve, &[("documents", &documents.digest), ("sources", &sources)]);
        if let Some(digest) = self.recall(&header)
            && let Some(resolution) = read_resolution(self.out)
        {
            return Ok(Some((resolution, digest)));
        }
        self.progress.begin(Stage::Resolve, 1);
        let start = Instant::now();
        let resolved = guard("the corpus", Stage::Resolve, || self.stages.resolve(&documents.analyzed));
        self.meter.took(Stage::Resolve, start);
        self.progress.advance(0);
        self.progress.end();
        match resolved {
            Ok(resolution) => {
                let manifest = write_resolution(self.out, &resolution)?;
                let digest = self.keep(header, manifest)?;
                Ok(Some((resolution, digest)))
            }
            Err(failure) => {
                self.progress.failed(&failure);
                record.failures.push(failure);
                Ok(None)
            }
        }
    }

    /// Site and exports; whether they are there in the end.
    fn report(
        &self,
        documents: &Documents,
        resolution: &Resolution,
        resolve_digest: &str,
        record: &mut RunRecord,
    ) -> Result<bool, Error> {
        let summary = summary(record);
        let told = (&summary.inputs, summary.files, &summary.skipped, &record.failures);
        let told = digest(&serde_json::to_vec(&told).unwrap_or_default());
        let inputs = [("documents", documents.digest.as_str()), ("resolve", resolve_digest), ("run", &told)];
        let header = self.header(Stage::Report, &inputs);
        if self.recall(&header).is_some() {
            return Ok(true);
        }
        let copies: Vec<Vec<DocumentId>> = resolution.duplicates.iter().map(members).collect();
        let corpus = Corpus {
            documents: &documents.analyzed,
            entities: &resolution.entities,
            facts: &resolution.facts,
            decisions: &resolution.decisions,
            failures: &record.failures,
            copies: &copies,
            run: &summary,
        };
        self.progress.begin(Stage::Report, 0); // nobody counts the pages beforehand
        let start = Instant::now();
        let written = guard("the corpus", Stage::Report, || self.write_report(&corpus));
        self.meter.took(Stage::Report, start);
        self.progress.end();
        match written {
            Ok(manifest) => {
                let manifest = manifest?;
                self.sweep(&["report", "exports"], &manifest)?;
                self.keep(header, manifest)?;
                Ok(true)
            }
            Err(failure) => {
                self.progress.failed(&failure);
                record.failures.push(failure);
                Ok(false)
            }
        }
    }

    /// Writes site and exports, the pages on all threads.
    fn write_report(&self, corpus: &Corpus<'_>) -> Result<Manifest, Error> {
        // Until the new manifest stands, the files count as unfinished.
        disk::remove(&manifest_file(self.out, Stage::Report))?;
        let manifest = Mutex::new(Manifest::default());
        let write = |path: &str, content: &mut svodka_report::Content<'_>| {
            let digest = disk::write_soon(&self.out.join(path), |out| content(out))?;
            manifest.lock().unwrap_or_else(PoisonError::into_inner).files.insert(path.to_owned(), digest);
            self.progress.advance(0);
            Ok::<(), Error>(())
        };
        let site = || {
            let site = svodka_report::Site::new(corpus);
            site.fixed(&mut { write })?;
            (0..site.len()).into_par_iter().try_for_each(|index| {
                let (path, bytes) = site.page(index);
                write(&path, &mut |out| out.write_all(&bytes))
            })
        };
        let (site, exports) = rayon::join(site, || svodka_report::exports(corpus, &mut { write }));
        site.and(exports)?;
        Ok(manifest.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Removes what is in these folders and not in the manifest.
    fn sweep(&self, folders: &[&str], manifest: &Manifest) -> Result<(), Error> {
        for folder in folders {
            disk::sweep(&self.out.join(folder), &|name| {
                manifest.files.contains_key(&format!("{folder}/{name}"))
            })?;
        }
        Ok(())
    }

    fn header(&self, stage: Stage, inputs: &[(&str, &str)]) -> Header {
        let inputs = inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Header { stage, key: key(self.stages.fingerprint(stage), &inputs), inputs }
    }

    /// The digest of the manifest of an earlier run, if its files are those that we would write.
    fn recall(&self, header: &Header) -> Option<String> {
        let old = (!self.force).then(|| read_manifest(self.out, header.stage)).flatten()?;
        let there = old.envelope.payload.files.keys().all(|file| self.out.join(file).is_file());
        if old.envelope.stage != header.stage || old.envelope.key != header.key || !there {
            return None;
        }
        self.meter.reused(header.stage);
        Some(old.digest)
    }

    /// Writes a manifest; gives back the digest of its file.
    fn keep(&self, header: Header, payload: Manifest) -> Result<String, Error> {
        let Header { stage, key, inputs } = header;
        self.meter.made(stage);
        let version = env!("CARGO_PKG_VERSION").to_owned();
        disk::write_json(&manifest_file(self.out, stage), &Envelope { stage, version, key, inputs, payload })
    }
}

/// The envelope of a manifest without version and payload.
struct Header {
    stage: Stage,
    key: String,
    inputs: Inputs,
}

/// The documents through which all stages went.
fn documents(works: Vec<Work>) -> Documents {
    let (mut analyzed, mut digests) = (vec![], vec![]);
    for work in works {
        if let (Some(language), Some(entities), Some(facts)) = (work.language, work.entities, work.facts) {
            digests.push((work.document.id().clone(), work.digests));
            let records = Records { language, entities, facts };
            analyzed.push(Analyzed { document: work.document, records, sources: work.sources });
        }
    }
    Documents {
        analyzed,
        digest: digest_of_documents(digests.iter().map(|(id, digests)| (id, digests.as_slice()))),
    }
}

/// The digest of all records of all documents, which come sorted by id.
pub(crate) fn digest_of_documents<'a>(
    documents: impl Iterator<Item = (&'a DocumentId, &'a [String])>,
) -> String {
    let parts = documents
        .flat_map(|(id, digests)| std::iter::once(id.as_str()).chain(digests.iter().map(String::as_str)));
    digest_of_parts(&parts.collect::<Vec<&str>>())
}

fn members(cluster: &DuplicateCluster) -> Vec<DocumentId> {
    cluster.members.iter().map(|member| member.document.clone()).collect()
}

fn summary(record: &RunRecord) -> RunSummary {
    RunSummary {
        version: record.version.clone(),
        inputs: record.inputs.clone(),
        files: record.counts.files,
        skipped: record
            .skipped
            .iter()
            .map(|skipped| (skipped.source.clone(), skipped.reason.clone()))
            .collect(),
    }
}

/// A manifest on disk.
pub(crate) struct OldManifest {
    pub envelope: Envelope<Manifest>,
    /// Digest of its file.
    pub digest: String,
}

/// Where the manifest of a corpus stage stands.
pub(crate) fn manifest_file(out: &Path, stage: Stage) -> PathBuf {
    out.join(stage.name()).join("manifest.json")
}

/// The manifest of a corpus stage, if there is a whole one.
pub(crate) fn read_manifest(out: &Path, stage: Stage) -> Option<OldManifest> {
    let bytes = fs::read(manifest_file(out, stage)).ok()?;
    Some(OldManifest { envelope: serde_json::from_slice(&bytes).ok()?, digest: digest(&bytes) })
}

fn write_resolution(out: &Path, resolution: &Resolution) -> Result<Manifest, Error> {
    let folder = out.join(Stage::Resolve.name());
    // Until the new manifest stands, the files count as unfinished.
    disk::remove(&manifest_file(out, Stage::Resolve))?;
    let digests = [
        disk::write_lines(&folder.join(RESOLVE_FILES[0]), &resolution.entities)?,
        disk::write_lines(&folder.join(RESOLVE_FILES[1]), &resolution.facts)?,
        disk::write_lines(&folder.join(RESOLVE_FILES[2]), &resolution.decisions)?,
        disk::write_lines(&folder.join(RESOLVE_FILES[3]), &resolution.duplicates)?,
    ];
    disk::sweep(&folder, &|name| RESOLVE_FILES.contains(&name))?;
    let path = |file| format!("{}/{file}", Stage::Resolve.name());
    Ok(Manifest { files: RESOLVE_FILES.into_iter().map(path).zip(digests).collect() })
}

/// The resolution on disk, if all of it can be read.
pub(crate) fn read_resolution(out: &Path) -> Option<Resolution> {
    let folder = out.join(Stage::Resolve.name());
    Some(Resolution {
        entities: read_lines(&folder.join(RESOLVE_FILES[0]))?,
        facts: read_lines(&folder.join(RESOLVE_FILES[1]))?,
        decisions: read_lines(&folder.join(RESOLVE_FILES[2]))?,
        duplicates: read_lines(&folder.join(RESOLVE_FILES[3]))?,
    })
}

fn read_lines<T: DeserializeOwned>(path: &Path) -> Option<Vec<T>> {
    fs::read_to_string(path).ok()?.lines().map(|line| serde_json::from_str(line).ok()).collect()
}
