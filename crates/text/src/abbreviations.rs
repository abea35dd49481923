//! The list of abbreviations, read from its data file.

use std::collections::BTreeMap;

use crate::fold::fold;

/// How an abbreviation behaves at the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AbbreviationClass {
    /// A word follows: the stop never ends a sentence.
    Open,
    /// A number follows: the stop does not end a sentence before a number.
    Number,
    /// May stand last: the stop ends a sentence before a capital.
    Close,
}

/// Abbreviations that end in a full stop.
#[derive(Debug)]
pub struct Abbreviations(BTreeMap<String, AbbreviationClass>);

impl Abbreviations {
    /// The embedded list.
    pub fn embedded() -> Self {
        let rows = crate::tsv::rows(include_str!("../data/abbreviations.tsv"));
        let mut classes = BTreeMap::new();
        for row in rows {
            let class = match row.get(2).copied() {
                Some("open") => AbbreviationClass::Open,
                Some("number") => AbbreviationClass::Number,
                _ => AbbreviationClass::Close,
            };
            // Listed twice (п. 5; и т. п.): the milder class wins.
            classes
                .entry(row[0].to_owned())
                .and_modify(|old: &mut AbbreviationClass| *old = (*old).max(class))
                .or_insert(class);
        }
        Self(classes)
    }

    /// The class of a word before a stop, if it is an abbreviation.
    pub fn class(&self, word: &str) -> Option<AbbreviationClass> {
        if word.chars().count() > 8 { None } else { self.0.get(&fold(word)).copied() }
    }
}
