//! What a model knows of words and phrases beforehand: gazetteer classes and word clusters, by hash.

use rustc_hash::{FxHashMap, FxHashSet};
use svodka_text::table::Sketch;

use crate::hash;

/// Classes of gazetteer entries, one bit each.
pub mod class {
    /// A person's given name.
    pub const GIVEN: u16 = 1;
    /// A family name.
    pub const FAMILY: u16 = 1 << 1;
    /// A country.
    pub const COUNTRY: u16 = 1 << 2;
    /// A region.
    pub const REGION: u16 = 1 << 3;
    /// A city.
    pub const CITY: u16 = 1 << 4;
    /// Another place.
    pub const PLACE: u16 = 1 << 5;
    /// An organisation.
    pub const ORGANIZATION: u16 = 1 << 6;
    /// A word that heads the names of organisations.
    pub const ORG_HEAD: u16 = 1 << 7;
    /// A legal form.
    pub const LEGAL_FORM: u16 = 1 << 8;
    /// A job title or office.
    pub const TITLE: u16 = 1 << 9;
    /// A word that modifies titles.
    pub const TITLE_PREFIX: u16 = 1 << 10;
    /// A people or the adjective of a place.
    pub const NATIONALITY: u16 = 1 << 11;
    /// Equipment or its designation.
    pub const EQUIPMENT: u16 = 1 << 12;
    /// A forum, exhibition, exercise.
    pub const EVENT: u16 = 1 << 13;
    /// A lesser town, of which only the name is known.
    pub const TOWN: u16 = 1 << 14;
    /// Number of classes.
    pub const COUNT: u32 = 15;
}

/// The longest phrase that is looked up, in tokens.
pub(crate) const LONGEST: usize = 10;

/// The bit of a fine cluster that is a class of words made by hand: these are few, so that they are looked at together
/// with their place in the sentence.
pub(crate) const CUE: u16 = 1 << 15;

/// Clusters of a word: fine and coarse, 0 for none.
pub(crate) type Clusters = [u16; 2];

/// Gazetteer and clusters.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    /// Classes of a phrase, by the low half of its hash.
    pub(crate) phrases: FxHashMap<u32, u16>,
    /// The same hashes: most of the words that stand behind each other are no phrase.
    sketch: Sketch,
    /// Number of tokens of the longest phrase that begins with a word, by the low half of the word's hash.
    pub(crate) starts: FxHashMap<u32, u8>,
    /// Low halves of the hashes of folded words that are common in small letters.
    pub(crate) common: FxHashSet<u32>,
    /// Clusters of a folded word, by the low half of its hash.
    pub(crate) clusters: FxHashMap<u32, Clusters>,
    /// Whether there are cues among the clusters.
    pub(crate) cued: bool,
}

impl Lexicon {
    /// Sets the clusters of a word, given as the low half of its hash.
    pub(crate) fn set_clusters(&mut self, word: u32, clusters: Clusters) {
        self.cued |= clusters[0] & CUE != 0;
        self.clusters.insert(word, clusters);
    }

    /// Adds a phrase, given as its folded tokens.
    pub(crate) fn add<'a>(&mut self, tokens: impl Iterator<Item = &'a str>, class: u16) {
        let words: Vec<u64> = tokens.map(hash::text).collect();
        if words.is_empty() || words.len() > LONGEST {
            return;
        }
        let phrase = words[1..].iter().fold(words[0], |phrase, &word| hash::pair(phrase, word));
        self.add_phrase(phrase as u32, class);
        let longest = self.starts.entry(words[0] as u32).or_default();
        *longest = (*longest).max(words.len() as u8);
    }

    /// Adds classes of a phrase, given as the low half of its hash.
    pub(crate) fn add_phrase(&mut self, phrase: u32, classes: u16) {
        self.sketch.note(u64::from(phrase) << 32);
        *self.phrases.entry(phrase).or_default() |= classes;
    }

    /// Classes of a phrase.
    #[inline]
    pub(crate) fn phrase(&self, phrase: u64) -> Option<u16> {
        let may = self.sketch.may_have(phrase << 32);
        may.then(|| self.phrases.get(&(phrase as u32)).copied()).flatten()
    }

    /// Classes of a word as a phrase of its own.
    pub(crate) fn classes(&self, word: u64) -> u16 {
        self.phrase(word).unwrap_or_default()
    }

    /// Number of tokens of the longest phrase that begins with a word; 0 for none.
    pub(crate) fn longest(&self, word: u64) -> u8 {
        self.starts.get(&(word as u32)).copied().unwrap_or_default()
    }

    /// Clusters of a word.
    pub(crate) fn clusters(&self, word: u64) -> Clusters {
        self.clusters.get(&(word as u32)).copied().unwrap_or_default()
    }
}
