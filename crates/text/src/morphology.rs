//! What is loaded once: dictionaries and lists.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::abbreviations::Abbreviations;
use crate::dictionary::{Dictionary, DictionaryError};
use crate::morph::{self, Analysis, Reading};

/// Who tells the analyses of Russian words: the dictionaries, or the layer of a document, which remembers them.
pub trait Analyses {
    /// The analyses of a folded Russian word; see [`Morphology::analyses`].
    fn analyses_of(&self, folded: &str) -> Arc<[Analysis]>;
}

/// The dictionaries of this crate, loaded once, immutable, shared by all workers.
#[derive(Debug)]
pub struct Morphology {
    abbreviations: Abbreviations,
    dictionary: Option<Dictionary>,
    /// What layers remember of the words that they met, lent to one layer at a time: it never changes an answer.
    met: Mutex<Vec<Met>>,
}

/// The analyses of the words met, by [key](crate::keys).
pub(crate) type Met = FxHashMap<u64, Arc<[Analysis]>>;

/// The words met, at most, that are remembered beyond one document: about 10 MB.
const MOST_MET: usize = 30_000;

impl Morphology {
    /// The embedded lists and tables alone: Russian words are analysed by their endings.
    pub fn embedded() -> Self {
        Self { abbreviations: Abbreviations::embedded(), dictionary: None, met: Mutex::default() }
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

    /// What the dictionary says a folded Russian word can be; nothing for function words and words that it does not
    /// have. Much cheaper than [`Self::analyses`], which it agrees with.
    pub fn known(&self, word: &str) -> impl Iterator<Item = Reading<'_>> {
        morph::known(word, self.dictionary.as_ref())
    }

    /// Whether the dictionary has the folded word; never without a dictionary.
    pub fn is_known(&self, word: &str) -> bool {
        self.dictionary.as_ref().is_some_and(|dictionary| dictionary.contains(word))
    }

    /// What another layer met before, to be given back with [`Morphology::give_back`].
    pub(crate) fn lend(&self) -> Met {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Takes what a layer met.
    pub(crate) fn give_back(&self, mut met: Met) {
        if met.len() > MOST_MET {
            met.clear();
        }
        self.met.lock().unwrap_or_else(PoisonError::into_inner).push(met);
    }
}

impl Analyses for Morphology {
    fn analyses_of(&self, folded: &str) -> Arc<[Analysis]> {
        self.analyses(folded).into()
    }
}
