//! What names of people are compared by in both alphabets: keys of their transliterated words.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use svodka_model::PersonName;
use svodka_text::keys;
use svodka_text::translit::latin_key;

use super::{NOTHING, letters_key};

/// The keys of transliterated words, kept from document to document: names repeat.
#[derive(Default)]
pub struct LatinKeys {
    /// By key of the text.
    known: FxHashMap<u64, PartKey>,
}

impl LatinKeys {
    /// The words, at most, that are remembered beyond one document: about 1 MB.
    const MOST: usize = 30_000;

    fn of_part(&mut self, part: &Option<String>) -> Option<PartKey> {
        let text = part.as_ref()?;
        Some(*self.known.entry(keys::text(text)).or_insert_with(|| PartKey::of(text)))
    }

    /// The keys of the words of a name, initials left out.
    pub fn of_words(&mut self, name: &str) -> SmallVec<[u64; 4]> {
        let words = name.split(' ').filter(|word| !is_initial(word));
        words
            .map(|word| self.known.entry(keys::text(word)).or_insert_with(|| PartKey::of(word)).key)
            .filter(|&key| key != NOTHING)
            .collect()
    }

    /// The keys of the parts of a name.
    pub fn of_person(&mut self, name: &PersonName) -> PersonKeys {
        if self.known.len() > Self::MOST {
            self.known.clear();
        }
        PersonKeys {
            given: self.of_part(&name.given),
            patronymic: self.of_part(&name.patronymic),
            family: self.of_part(&name.family),
        }
    }
}

/// What a part of a person's name is compared by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PartKey {
    /// The key of its transliteration; that of no letters where nothing is left.
    pub key: u64,
    /// The first letter of its transliteration.
    first: Option<char>,
    /// Whether it is an initial.
    pub initial: bool,
}

impl PartKey {
    fn of(text: &str) -> Self {
        let latin = latin_key(text);
        Self { key: letters_key(latin.chars()), first: latin.chars().next(), initial: is_initial(text) }
    }
}

/// The parts of a person's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonKeys {
    /// The given name.
    pub given: Option<PartKey>,
    /// The patronymic.
    pub patronymic: Option<PartKey>,
    /// The family name.
    pub family: Option<PartKey>,
}

impl PersonKeys {
    /// Whether two names can belong to one person: no part contradicts, initials match.
    pub fn compatible(&self, other: &Self) -> bool {
        part_compatible(&self.given, &other.given)
            && part_compatible(&self.patronymic, &other.patronymic)
            && both(&self.family, &other.family).is_none_or(|(a, b)| a.key == b.key)
    }
}

fn both<'p>(a: &'p Option<PartKey>, b: &'p Option<PartKey>) -> Option<(&'p PartKey, &'p PartKey)> {
    a.as_ref().zip(b.as_ref())
}

fn is_initial(name: &str) -> bool {
    name.trim_end_matches('.').chars().count() == 1
}

fn part_compatible(a: &Option<PartKey>, b: &Option<PartKey>) -> bool {
    both(a, b).is_none_or(|(a, b)| match a.initial || b.initial {
        true => a.first == b.first,
        false => a.key == b.key,
    })
}
