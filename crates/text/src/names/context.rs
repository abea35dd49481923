//! What a document tells about the names in it: its capitalised words in all their forms.

use std::collections::BTreeMap;

use super::paradigm::Reading;
use crate::Layer;
use crate::token::{Script, TokenKind};

/// The capitalised Russian words of a document with their counts, built once per document.
///
/// One form alone is often ambiguous («Обамы»); the forms «Обама», «Обаме» and «Обамы» together are not.
#[derive(Debug, Default, Clone)]
pub struct NameContext {
    /// Folded forms, sorted.
    forms: Vec<(String, u32)>,
}

/// Gain for each form of a candidate that the document has.
const FORM: f32 = 2.5;
/// Weight of how well the frequencies of the forms fit the frequencies of the cases.
const FIT: f32 = 0.4;
/// Occurrences beyond these tell nothing new.
const ENOUGH: u32 = 6;

impl NameContext {
    /// A context without evidence.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The context of a document.
    pub fn new(layer: &Layer) -> Self {
        let words = layer.tokens().iter().enumerate().filter(|(_, token)| {
            token.kind == TokenKind::Word && token.script == Script::Cyrillic && token.is_capitalized()
        });
        Self::of_words(words.map(|(index, _)| layer.folded(index)))
    }

    /// The context of folded words.
    pub fn of_words<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        Self { forms: counts.into_iter().map(|(form, count)| (form.to_owned(), count)).collect() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Whether a folded word stands in the document with a capital.
    pub fn contains(&self, form: &str) -> bool {
        self.forms.binary_search_by(|(other, _)| other.as_str().cmp(form)).is_ok()
    }

    /// The words that may be forms of the same name as `form`: those that share its beginning.
    pub(crate) fn relatives(&self, form: &str) -> &[(String, u32)] {
        let letters = form.chars().count();
        let kept = letters.saturating_sub(3).max(2).min(letters);
        let end = form.char_indices().nth(kept).map_or(form.len(), |(at, _)| at);
        let beginning = &form[..end];
        let first = self.forms.partition_point(|(other, _)| other.as_str() < beginning);
        let rest = &self.forms[first..];
        let count = rest.partition_point(|(other, _)| other.starts_with(beginning));
        &rest[..count]
    }

    /// How well the forms in the document fit a reading: positive when they speak for it.
    pub(super) fn support(relatives: &[(String, u32)], stem: &str, reading: &Reading) -> f32 {
        let mut support = 0.0;
        for (form, count) in relatives {
            let likelihood =
                form.strip_prefix(stem).map_or(0.0, |ending| reading.paradigm.likelihood_of(ending));
            if likelihood > 0.0 {
                support += FORM + FIT * (*count).min(ENOUGH) as f32 * likelihood.ln();
            }
        }
        support
    }
}
