//! What is loaded once: dictionaries and lists.

use std::borrow::Cow;

use crate::abbreviations::Abbreviations;
use crate::dictionary::{Dictionary, DictionaryError};
use crate::keys;
use crate::met::Met;
use crate::morph::{self, Analysis, Reading};

/// The dictionaries of this crate, loaded once, immutable, shared by all workers.
#[derive(Debug)]
pub struct Morphology {
    abbreviations: Abbreviations,
    dictionary: Option<Dictionary>,
    /// The words asked for before: the stages ask for the same ones again and again.
    met: Met,
}

impl Morphology {
    /// The embedded lists and tables alone: Russian words are analysed by their endings.
    pub fn embedded() -> Self {
        Self { abbreviations: Abbreviations::embedded(), dictionary: None, met: Met::default() }
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
    /// let morphology = svodka_text::Morphology::embedded();
    /// let analyses = morphology.analyses("корпорацией");
    /// assert!(analyses.iter().any(|analysis| analysis.lemma == "корпорация"));
    /// ```
    pub fn analyses(&self, word: &str) -> Cow<'_, [Analysis]> {
        self.met.analyses(keys::text(word), || morph::analyses(word, self.dictionary.as_ref()))
    }

    /// What the dictionary says a folded Russian word can be; nothing for function words and words that it does not
    /// have. Much cheaper than [`Self::analyses`], which it agrees with.
    pub fn known(&self, word: &str) -> impl Iterator<Item = Reading<'_>> {
        morph::known(word, self.dictionary.as_ref())
    }

    /// Whether there is a dictionary, and it does not have the folded word.
    pub fn is_new(&self, word: &str) -> bool {
        self.dictionary.as_ref().is_some_and(|dictionary| !dictionary.contains(word))
    }

    /// Whether the dictionary has the folded word; never without a dictionary.
    pub fn is_known(&self, word: &str) -> bool {
        self.dictionary.as_ref().is_some_and(|dictionary| dictionary.contains(word))
    }
}
