//! Chains within a document against those that a reader wrote down beside the texts of our gold (`*.chains`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use svodka_eval::chains_gold::{self, KINDS};
use svodka_eval::coref::{self, Chains};
use svodka_eval::corpus::GoldDocument;
use svodka_eval::names::Counts;
use svodka_model::{Kind, Records};

use super::{percent, reading};

/// Pairs of mentions that both sides found, over the documents that have chains.
#[derive(Default)]
pub(super) struct Chained {
    documents: usize,
    pairs: BTreeMap<Kind, Counts>,
    /// What differs, a line a document.
    differences: Vec<String>,
}

impl Chained {
    /// Adds a document, if the folder has its chains.
    pub(super) fn add(&mut self, folder: &Path, gold: &GoldDocument, records: &Records) -> Result<()> {
        let file = folder.join(format!("{}.chains", gold.id));
        if !file.is_file() {
            return Ok(());
        }
        let chains = chains_gold::read(&reading::read(&file)?, gold)
            .with_context(|| format!("in {}", file.display()))?;
        let mut differences = BTreeSet::new();
        for kind in KINDS {
            let wanted: &Chains = &chains[&kind];
            let found = coref::found(records, &[kind]);
            self.pairs.entry(kind).or_default().add(coref::pairs(wanted, &found));
            differences.extend(coref::differences(&gold.text, wanted, &found));
        }
        self.documents += 1;
        if !differences.is_empty() {
            let told: Vec<String> = differences.into_iter().collect();
            self.differences.push(format!("{}: {}", gold.id, told.join("; ")));
        }
        Ok(())
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.pairs.values().for_each(|counts| total.add(*counts));
        total
    }

    /// Precision and recall in thousandths for the baseline; nothing where no document has chains.
    pub(super) fn figures(&self) -> Vec<(String, u32)> {
        let total = self.total();
        let figures = [("chains precision", total.precision()), ("chains recall", total.recall())];
        let told = figures.into_iter().filter(|_| self.documents > 0);
        told.map(|(name, figure)| (name.to_owned(), figure)).collect()
    }

    pub(super) fn print(&self, with_errors: bool) {
        if self.documents == 0 {
            return;
        }
        if with_errors {
            self.differences.iter().for_each(|line| println!("chains {line}"));
        }
        let line = |name: &str, counts: Counts| {
            format!(
                "{name} {} / {} of {}",
                percent(counts.precision()),
                percent(counts.recall()),
                counts.gold
            )
        };
        let kinds = self.pairs.iter().map(|(kind, counts)| line(kind.name(), *counts));
        let told: Vec<String> = kinds.chain([line("all", self.total())]).collect();
        println!(
            "pairs in one chain over {} documents, precision / recall: {}",
            self.documents,
            told.join(", ")
        );
    }
}
