//! Verification of what the corpus stages wrote: manifests, entities, merged facts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use svodka_model::{DocumentId, Entity, EntitySlot, MergedFact, Stage};
use svodka_resolve::Resolution;

use crate::corpus::{OldManifest, digest_of_documents, read_manifest, read_resolution};
use crate::disk;
use crate::key::{digest, key};
use crate::record::RunRecord;
use crate::verify::{DocumentCounts, Index, Mismatch};

/// What does not fit in the corpus records of an output folder.
pub(crate) fn verify(out: &Path, record: &RunRecord, documents: &Index) -> Vec<Mismatch> {
    let mut check = Check { out, record, documents, mismatches: vec![] };
    let failed = |stage| {
        record.failures.iter().any(|failure| failure.stage == stage && failure.source == "the corpus")
    };
    if record.until >= Stage::Resolve && !failed(Stage::Resolve) {
        let resolve = check.manifest(Stage::Resolve, &["resolve"]);
        match read_resolution(out) {
            Some(resolution) => check.resolution(&resolution),
            None => check.wrong("resolve/", "its files cannot be read"),
        }
        if record.until >= Stage::Report && !failed(Stage::Report) {
            let report = check.manifest(Stage::Report, &["report", "exports"]);
            let from = report.as_ref().and_then(|report| report.envelope.inputs.get("resolve"));
            if report.is_some() && from != resolve.as_ref().map(|resolve| &resolve.digest) {
                check.wrong(
                    "report/manifest.json",
                    "it was made from another resolution than the one that is there",
                );
            }
        }
    }
    check.mismatches
}

struct Check<'a> {
    out: &'a Path,
    record: &'a RunRecord,
    documents: &'a Index,
    mismatches: Vec<Mismatch>,
}

impl Check<'_> {
    fn wrong(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.mismatches.push(Mismatch { place: place.into(), message: message.into() });
    }

    /// A manifest must fit its inputs, its files, and nothing else may lie in its folders.
    fn manifest(&mut self, stage: Stage, folders: &[&str]) -> Option<OldManifest> {
        let place = format!("{}/manifest.json", stage.name());
        let Some(manifest) = read_manifest(self.out, stage) else {
            self.wrong(place, "it is missing or cannot be read");
            return None;
        };
        let envelope = &manifest.envelope;
        let fingerprint = self.record.fingerprints.get(stage.name()).map_or("", String::as_str);
        if envelope.stage != stage || envelope.key != key(fingerprint, &envelope.inputs) {
            self.wrong(&place, "its key is not that of its inputs and of the run");
        }
        let whole = self.documents.iter().filter(|(_, counts)| counts.complete);
        let documents = digest_of_documents(whole.map(|(id, counts)| (id, counts.digests.as_slice())));
        if envelope.inputs.get("documents") != Some(&documents) {
            self.wrong(&place, "it was made from other records than those that are there");
        }
        for (file, expected) in &envelope.payload.files {
            match fs::read(self.out.join(file)) {
                Ok(bytes) if digest(&bytes) == *expected => {}
                Ok(_) => self.wrong(file, "its bytes are not those that the run wrote"),
                Err(error) => self.wrong(file, crate::gather::reason(&error)),
            }
        }
        for folder in folders {
            self.strangers(folder, &place, &manifest);
        }
        Some(manifest)
    }

    fn strangers(&mut self, folder: &str, manifest_file: &str, manifest: &OldManifest) {
        let files = disk::files_below(&self.out.join(folder)).unwrap_or_default();
        for file in files {
            let name = file.strip_prefix(self.out).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            if name != manifest_file && !manifest.envelope.payload.files.contains_key(&name) {
                self.wrong(name, "the run did not write it");
            }
        }
    }

    fn resolution(&mut self, resolution: &Resolution) {
        let entities: BTreeSet<&str> = resolution.entities.iter().map(|entity| entity.id.as_str()).collect();
        let facts: BTreeSet<&str> = resolution.facts.iter().map(|fact| fact.id.as_str()).collect();
        for (what, ids, number) in
            [("entities", &entities, resolution.entities.len()), ("facts", &facts, resolution.facts.len())]
        {
            if ids.len() != number {
                self.wrong(format!("resolve/{what}.jsonl"), "two lines have one id");
            }
        }
        for entity in &resolution.entities {
            self.entity(entity);
        }
        for fact in &resolution.facts {
            self.fact(fact, &entities, &facts);
        }
        for member in resolution.duplicates.iter().flat_map(|cluster| &cluster.members) {
            self.document("resolve/duplicates.jsonl", "a cluster", &member.document, 0, |_| 1);
        }
    }

    fn entity(&mut self, entity: &Entity) {
        let what = format!("entity {}", entity.id);
        for (document, mention) in &entity.mentions {
            self.document("resolve/entities.jsonl", &what, document, *mention, |counts| counts.mentions);
        }
    }

    fn fact(&mut self, fact: &MergedFact, entities: &BTreeSet<&str>, facts: &BTreeSet<&str>) {
        let (place, what) = ("resolve/facts.jsonl", format!("fact {}", fact.id));
        if fact.sources.is_empty() {
            self.wrong(place, format!("{what} has no source"));
        }
        for source in &fact.sources {
            self.document(place, &what, &source.document, source.fact, |counts| counts.facts);
        }
        for EntitySlot { name, entity, value, text } in &fact.slots {
            if entity.as_deref().is_some_and(|entity| !entities.contains(entity)) {
                self.wrong(place, format!("{what}: slot {name} names an entity that there is not"));
            }
            if entity.is_none() && value.is_none() && text.is_none() {
                self.wrong(place, format!("{what}: slot {name} is empty"));
            }
        }
        for other in fact.contradicts.iter().filter(|other| !facts.contains(other.as_str())) {
            self.wrong(place, format!("{what} contradicts {other}, which there is not"));
        }
    }

    /// A document that is pointed at must be there, and have that many records.
    fn document(
        &mut self,
        place: &str,
        what: &str,
        id: &DocumentId,
        index: u32,
        number: impl Fn(&DocumentCounts) -> usize,
    ) {
        match self.documents.get(id).map(number) {
            None => self.wrong(place, format!("{what} points to document {id}, which there is not")),
            Some(number) if index as usize >= number => {
                self.wrong(place, format!("{what} points to record {index} of {number} in document {id}"));
            }
            Some(_) => {}
        }
    }
}
