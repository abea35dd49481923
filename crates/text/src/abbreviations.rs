//! What tells the end of a sentence from a stop within: abbreviations and words that begin sentences.

use std::collections::{BTreeMap, BTreeSet};

/// What an abbreviation says about the stop behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abbreviation {
    /// A word follows: the stop never ends a sentence before a capital or a number.
    pub open: bool,
    /// A number follows: the stop does not end a sentence before a number.
    pub number: bool,
    /// Near the beginning of a sentence more follows.
    pub time: bool,
    /// Behind a number like `time`, otherwise like `open`.
    pub unit: bool,
    /// Folded words that follow within a sentence.
    pub joins: Vec<&'static str>,
}

/// Abbreviations that end in a full stop, and words that begin sentences.
#[derive(Debug)]
pub struct Abbreviations {
    list: BTreeMap<&'static str, Abbreviation>,
    starters: BTreeSet<&'static str>,
}

impl Abbreviations {
    /// The embedded lists.
    pub fn embedded() -> Self {
        let mut list: BTreeMap<&str, Abbreviation> = BTreeMap::new();
        for row in crate::tsv::rows(include_str!("../data/abbreviations.tsv")) {
            let own = list.entry(row[0]).or_default();
            match row[2] {
                "open" => own.open = true,
                "number" => own.number = true,
                "time" => own.time = true,
                "unit" => own.unit = true,
                _ => {}
            }
            own.joins.extend(row.get(3).into_iter().flat_map(|joins| joins.split('/')));
        }
        let starters = crate::tsv::rows(include_str!("../data/sentence_starters.tsv")).map(|row| row[0]);
        Self { list, starters: starters.collect() }
    }

    /// The abbreviation before a stop: folded, with its inner stops, without spaces.
    pub fn get(&self, word: &str) -> Option<&Abbreviation> {
        self.list.get(word)
    }

    /// Whether a folded word often begins a sentence.
    pub fn is_starter(&self, word: &str) -> bool {
        self.starters.contains(word)
    }
}
