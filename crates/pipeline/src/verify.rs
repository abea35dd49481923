//! Reads a finished output folder with its sources again and names everything that does not fit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use svodka_model::{
    Document, DocumentId, EntitiesRecord, Envelope, FactsRecord, LanguageRecord, SourceRecord, Stage,
};

use crate::check::check_records;
use crate::gather::reason;
use crate::key::{digest, key};
use crate::open::Open;
use crate::record::{RunRecord, Sources};
use crate::run::read_json;
use crate::stages::Stages;
use crate::store::{DOCUMENT, DOCUMENT_STAGES, Store};
use crate::{Error, verify_corpus};

/// Something in an output folder that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// The artifact (as a path in the output folder) or the source.
    pub place: String,
    /// What is wrong with it.
    pub message: String,
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// What was looked at, and what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Documents looked at.
    pub documents: usize,
    /// Sources read again.
    pub sources: usize,
    /// Facts whose evidence was looked at.
    pub facts: usize,
    /// What does not fit, sorted.
    pub mismatches: Vec<Mismatch>,
}

/// Verifies the output folder `out`: sources against their digests and texts, keys against inputs, records against
/// the laws, merged facts and entities against the documents that they point into.
///
/// # Errors
/// If the folder holds no run that came to its end.
pub fn verify<S: Stages>(stages: &S, out: &Path) -> Result<Verification, Error> {
    let record = finished_run(out)?;
    let sources_file = out.join("sources.json");
    let malformed =
        |message: &str| Error::Malformed { path: sources_file.clone(), message: message.to_owned() };
    let sources: Sources = read_json(&sources_file).ok_or_else(|| malformed("it cannot be read"))?;
    let reader = Reader { stages, store: Store::open(out, record.layout)?, record: &record };

    let mut verification = Verification { documents: sources.len(), ..Verification::default() };
    let mut index = Index::new();
    let looked: Vec<Looked> = sources.par_iter().map(|(id, sources)| reader.document(id, sources)).collect();
    for (id, looked) in sources.keys().zip(looked) {
        verification.facts += looked.counts.facts;
        verification.mismatches.extend(looked.mismatches);
        index.insert(id.clone(), looked.counts);
    }
    for stage in DOCUMENT_STAGES {
        for id in reader.store.documents(stage)?.iter().filter(|id| !sources.contains_key(id)) {
            let place = format!("{}/{id}.json", stage.name());
            verification
                .mismatches
                .push(Mismatch { place, message: "sources.json does not know the document".into() });
        }
    }
    let by_file = by_file(sources.into_values().flatten());
    verification.sources = by_file.len();
    let files: Vec<Vec<Mismatch>> =
        by_file.par_iter().map(|(file, records)| reader.source(file, records)).collect();
    verification.mismatches.extend(files.into_iter().flatten());
    verification.mismatches.extend(verify_corpus::verify(out, &record, &index));
    verification.mismatches.sort();
    verification.mismatches.dedup();
    Ok(verification)
}

/// What corpus records may point at in each document.
pub(crate) type Index = BTreeMap<DocumentId, DocumentCounts>;

/// Numbers of records in a document, and digests of its artifacts' payloads.
#[derive(Debug, Default, Clone)]
pub(crate) struct DocumentCounts {
    pub mentions: usize,
    pub facts: usize,
    pub digests: Vec<String>,
    /// All stages went through it.
    pub complete: bool,
}

fn finished_run(out: &Path) -> Result<RunRecord, Error> {
    let path = out.join("run.json");
    let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
    let malformed = |message: String| Error::Malformed { path: path.clone(), message };
    let record: RunRecord = serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))?;
    if record.finished {
        Ok(record)
    } else {
        Err(malformed("the run did not come to its end; run it again".into()))
    }
}

/// The file of a source without the parts in it.
fn by_file(records: impl Iterator<Item = SourceRecord>) -> BTreeMap<String, Vec<SourceRecord>> {
    let mut by_file: BTreeMap<String, Vec<SourceRecord>> = BTreeMap::new();
    for record in records {
        let file = record.source.split("!/").next().unwrap_or_default().to_owned();
        by_file.entry(file).or_default().push(record);
    }
    by_file
}

struct Reader<'a, S> {
    stages: &'a S,
    store: Store,
    record: &'a RunRecord,
}

/// What looking at one document gave.
#[derive(Default)]
struct Looked {
    counts: DocumentCounts,
    mismatches: Vec<Mismatch>,
}

impl Looked {
    fn wrong(&mut self, place: &str, message: impl Into<String>) {
        self.mismatches.push(Mismatch { place: place.to_owned(), message: message.into() });
    }
}

impl<S: Stages> Reader<'_, S> {
    /// A source must still have its bytes, and still give its documents.
    fn source(&self, file: &str, records: &[SourceRecord]) -> Vec<Mismatch> {
        let wrong = |message: String| vec![Mismatch { place: file.to_owned(), message }];
        let mut open = match Open::new(Path::new(file)) {
            Ok(open) => open,
            Err(error) => return wrong(reason(&error)),
        };
        let digest = open.digest.to_string();
        if records.iter().any(|record| record.digest != digest) {
            return wrong("its bytes are not those that were ingested".into());
        }
        let (mut texts, mut refused) = (BTreeSet::new(), None);
        self.stages.ingest_each(file, &mut *open.source, &BTreeSet::new(), &mut |result| match result {
            Ok(found) => drop(texts.insert(found.document.id().clone())),
            Err(refusal) => drop(refused.get_or_insert(refusal.message)),
        });
        if let Some(message) = refused.filter(|_| texts.is_empty()) {
            return wrong(message);
        }
        let lost = records.iter().find(|record| !texts.contains(&record.document));
        lost.map_or(vec![], |record| {
            wrong(format!("it no longer gives the text of document {}", record.document))
        })
    }

    fn document(&self, id: &DocumentId, sources: &[SourceRecord]) -> Looked {
        let mut looked = Looked::default();
        let document: Option<Document> = self.artifact(Stage::Ingest, id, &mut looked);
        let language: Option<LanguageRecord> = self.artifact(Stage::Language, id, &mut looked);
        let entities: Option<EntitiesRecord> = self.artifact(Stage::Entities, id, &mut looked);
        let facts: Option<FactsRecord> = self.artifact(Stage::Facts, id, &mut looked);
        looked.counts.mentions = entities.as_ref().map_or(0, |record| record.mentions.len());
        looked.counts.facts = facts.as_ref().map_or(0, |record| record.facts.len());
        looked.counts.complete = facts.is_some();
        if sources.is_empty() {
            looked.wrong("sources.json", format!("document {id} has no source"));
        }
        let Some(document) = document else { return looked };
        if document.id() != id {
            looked.wrong(&format!("ingest/{id}.json"), format!("it holds document {}", document.id()));
        }
        for complaint in check_records(&document, language.as_ref(), entities.as_ref(), facts.as_ref()) {
            looked.wrong(&format!("document {id}"), complaint);
        }
        looked
    }

    /// The payload of an artifact, its digest noted; complaints where it is missing or does not fit its inputs.
    fn artifact<T: DeserializeOwned>(&self, stage: Stage, id: &DocumentId, looked: &mut Looked) -> Option<T> {
        if stage > self.record.until {
            return None;
        }
        let place = format!("{}/{id}.json", stage.name());
        let Some(line) = self.store.line(stage, id) else {
            if !self.failed(id) {
                looked.wrong(&place, "it is missing");
            }
            return None;
        };
        let envelope: Envelope<&RawValue> = match serde_json::from_str(&line) {
            Ok(envelope) => envelope,
            Err(error) => {
                looked.wrong(&place, error.to_string());
                return None;
            }
        };
        let fingerprint = self.record.fingerprints.get(stage.name()).map_or("", String::as_str);
        if envelope.stage != stage || envelope.key != key(fingerprint, &envelope.inputs) {
            looked.wrong(&place, "its key is not that of its inputs and of the run");
        }
        if envelope.inputs.get(DOCUMENT).map(String::as_str) != Some(id.as_str()) {
            looked.wrong(&place, "it belongs to another document");
        }
        for (before, digest) in DOCUMENT_STAGES.iter().zip(&looked.counts.digests.clone()) {
            let named = envelope.inputs.get(before.name());
            if named.is_some_and(|named| named != digest) {
                let message =
                    format!("it was made from another {} record than the one that is there", before.name());
                looked.wrong(&place, message);
            }
        }
        looked.counts.digests.push(digest(envelope.payload.get().as_bytes()));
        match serde_json::from_str(envelope.payload.get()) {
            Ok(payload) => Some(payload),
            Err(error) => {
                looked.wrong(&place, error.to_string());
                None
            }
        }
    }

    /// Whether the run itself says that a stage failed on this document.
    fn failed(&self, id: &DocumentId) -> bool {
        let sources = self.record.failures.iter().filter(|failure| failure.code == "panic");
        let line = self.store.line(Stage::Ingest, id).unwrap_or_default();
        let envelope: Option<Envelope<&RawValue>> = serde_json::from_str(&line).ok();
        let source = envelope.and_then(|envelope| envelope.inputs.get("source").cloned());
        sources.into_iter().any(|failure| Some(&failure.source) == source.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::toy::Toy;
    use crate::{Layout, RunOptions, Silent, run};

    /// The complaints about a good output folder after `spoil(in, out)`.
    fn complaints(layout: Layout, spoil: impl FnOnce(&Path, &Path)) -> String {
        let folder = tempfile::tempdir().unwrap();
        let (input, out) = (folder.path().join("in"), folder.path().join("out"));
        fs::create_dir(&input).unwrap();
        fs::write(input.join("a.txt"), "Toy met Joy\n===\nnobody else").unwrap();
        fs::write(input.join("b.txt"), "goes BOOM here").unwrap();
        let toy = Toy::new("1");
        let options =
            RunOptions { inputs: vec![input.clone()], out: out.clone(), layout, ..RunOptions::default() };
        run(&toy, &options, &Silent).unwrap();
        spoil(&input, &out);
        let verification = verify(&toy, &out).unwrap();
        assert_eq!((verification.documents, verification.sources), (3, 2));
        verification.mismatches.iter().map(|mismatch| format!("{mismatch}\n")).collect()
    }

    fn edit(path: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn of(out: &Path, stage: &str, text: &str) -> PathBuf {
        out.join(stage).join(format!("{}.json", DocumentId::of_text(text)))
    }

    #[test]
    fn a_good_folder_passes_in_both_layouts() {
        assert_eq!(complaints(Layout::Files, |_, _| ()), "");
        assert_eq!(complaints(Layout::Shards, |_, _| ()), "");
    }

    /// Spoils an output folder, given the folders of input and output.
    type Spoil<'a> = &'a dyn Fn(&Path, &Path);

    #[test]
    fn tampering_is_found() {
        let text = "Toy met Joy\n";
        let cases: [(&str, Spoil); 12] = [
            ("its bytes are not those", &|input, _| edit(&input.join("a.txt"), "met", "saw")),
            ("no such file", &|input, _| fs::remove_file(input.join("b.txt")).unwrap()),
            ("another text", &|_, out| edit(&of(out, "ingest", text), "Toy met", "Boy met")),
            ("under its span", &|_, out| {
                edit(&of(out, "entities", text), "\"surface\":\"Toy\"", "\"surface\":\"Boy\"")
            }),
            ("made from another entities record", &|_, out| {
                edit(&of(out, "entities", text), "\"score\":900", "\"score\":901")
            }),
            ("its key is not", &|_, out| edit(&of(out, "language", text), "\"key\":\"", "\"key\":\"0")),
            ("facts/", &|_, out| fs::remove_file(of(out, "facts", text)).unwrap()),
            ("made from other records", &|_, out| {
                edit(&of(out, "facts", text), "\"score\":800", "\"score\":801")
            }),
            ("resolve/entities.jsonl: its bytes", &|_, out| {
                edit(&out.join("resolve/entities.jsonl"), "Toy", "Boy")
            }),
            ("did not write it", &|_, out| fs::write(out.join("report/new.html"), "x").unwrap()),
            ("index.html: there is no such file", &|_, out| {
                fs::remove_file(out.join("report/index.html")).unwrap()
            }),
            ("does not know", &|_, out| {
                fs::write(of(out, "facts", "x"), "{}").unwrap();
            }),
        ];
        for (expected, spoil) in cases {
            let found = complaints(Layout::Files, spoil);
            assert!(found.contains(expected), "{expected}: {found}");
        }
        let found = complaints(Layout::Shards, |_, out| edit(&out.join("entities.jsonl"), ":900", ":901"));
        assert!(found.contains("made from another entities record"), "{found}");
    }

    #[test]
    fn an_unfinished_run_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(verify(&Toy::new("1"), folder.path()).is_err());
    }
}
