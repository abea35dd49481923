//! What is loaded once: dictionaries and lists.

use crate::abbreviations::Abbreviations;
use crate::dictionary::{Dictionary, DictionaryError};
use crate::morph::{self, Analysis};

/// The dictionaries of this crate, loaded once, immutable, shared by all workers.
#[derive(Debug)]
pub struct Morphology {
    abbreviations: Abbreviations,
    dictionary: Option<Dictionary>,
}

impl Morphology {
    /// The embedded lists and tables alone: Russian words are analysed by their endings.
    pub fn embedded() -> Self {
        Self { abbreviations: Abbreviations::embedded(), dictionary: None }
    }

    /// With a dictionary of Russian in the format of `svodka-dict-ru`. The bytes are read in place.
    ///
    /// # Errors
    /// If the bytes are no such dictionary.
    pub fn with_dictionary(bytes: &'static [u8]) -> Result<Self, DictionaryError> {
        Ok(Self { dictionary: Some(Dictionary::open(bytes)?), ..Self::embedded() })
    }

    /// The list of abbreviations.
    pub fn abbreviations(&self) -> &Abbreviations {
        &self.abbreviations
    }

    /// The analyses of a folded Russian word: those of the dictionary; if it has none, those that the ending allows.
    ///
    /// ```
    /// let analyses = svodka_text::Morphology::embedded().analyses("корпорацией");
    /// assert!(analyses.iter().any(|analysis| analysis.lemma == "корпорация"));
    /// ```
    pub fn analyses(&self, word: &str) -> Vec<Analysis> {
        morph::analyses(word, self.dictionary.as_ref())
    }

    /// Whether the dictionary has the folded word; never without a dictionary.
    pub fn is_known(&self, word: &str) -> bool {
        self.dictionary.as_ref().is_some_and(|dictionary| dictionary.contains(word))
    }
}
