//! What came out of a run in numbers, and the documents that a reader should know of.

use std::collections::BTreeMap;

use svodka_model::{DocumentId, FailureRecord, Language, Stage};

use crate::documents::Work;
use crate::record::{Counts, Listed, RunRecord};
use crate::store::DOCUMENT_STAGES;

/// Counts documents as they are done, in any order.
#[derive(Default)]
pub(crate) struct Summary {
    counts: Counts,
    zero_yield: Vec<Listed>,
    undetermined: Vec<Listed>,
    pub failures: Vec<FailureRecord>,
    /// Documents with an artifact of each stage.
    artifacts: BTreeMap<Stage, Vec<DocumentId>>,
}

impl Summary {
    /// Counts a document.
    pub(crate) fn add(&mut self, work: &Work) {
        let id = work.document.id();
        for (stage, _) in DOCUMENT_STAGES.iter().zip(&work.digests) {
            self.artifacts.entry(*stage).or_default().push(id.clone());
        }
        self.failures.extend(work.failure.clone());
        let counts = &mut self.counts;
        counts.documents += 1;
        counts.text_bytes += work.document.text().len() as u64;
        let listed = |note: String| Listed {
            document: id.clone(),
            source: work.sources.first().map(|record| record.source.clone()).unwrap_or_default(),
            note,
        };
        let Some(language) = &work.language else { return };
        *counts.languages.entry(language.language.code().to_owned()).or_default() += 1;
        if language.language == Language::Und {
            let guess = language.code.as_deref().unwrap_or("none");
            self.undetermined.push(listed(format!("best guess: {guess}")));
        }
        let Some(entities) = &work.entities else { return };
        counts.chains += entities.chains.len() as u64;
        for mention in &entities.mentions {
            *counts.mentions.entry(mention.kind.name().to_owned()).or_default() += 1;
        }
        let Some(facts) = &work.facts else { return };
        counts.quotes += facts.quotes.len() as u64;
        for fact in &facts.facts {
            *counts.facts.entry(fact.relation.clone()).or_default() += 1;
        }
        if language.language != Language::Und && facts.facts.is_empty() && facts.quotes.is_empty() {
            self.zero_yield.push(listed(format!("{} mentions", entities.mentions.len())));
        }
    }

    /// Fills in the counts and lists of the record, the latter in order of the documents; gives back, sorted, which artifacts
    /// belong to the run.
    pub(crate) fn tell(mut self, record: &mut RunRecord) -> BTreeMap<Stage, Vec<DocumentId>> {
        self.zero_yield.sort();
        self.undetermined.sort();
        self.artifacts.values_mut().for_each(|documents| documents.sort_unstable());
        let (files, failures) = (record.counts.files, record.counts.failures);
        record.counts = Counts { files, failures, ..self.counts };
        (record.zero_yield, record.undetermined) = (self.zero_yield, self.undetermined);
        record.failures.extend(self.failures);
        self.artifacts
    }
}
