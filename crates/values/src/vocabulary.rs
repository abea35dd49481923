//! A closed list of words with their numbers, made for texts in which most words are not in it: a filter of bits that
//! stays in the nearest cache turns them away before the table is read.

use crate::lexicon::WordId;

/// Words and their numbers, from 1 on.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// The word of each number; the first stands for no word.
    words: Vec<Box<str>>,
    /// Keys and numbers by hash, number 0 where a slot is free; a power of two of them.
    slots: Vec<(Key, WordId)>,
    /// A bit for each hash that a word has.
    filter: Vec<u64>,
}

/// The length, the first and the last bytes of a word: all of it, up to sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Key {
    first: u64,
    last: u64,
    length: u32,
}

/// Bytes of a word that its key holds in full.
const WHOLE: u32 = 16;

/// Bits of the filter: 32 KiB.
const FILTER_BITS: u64 = 1 << 18;

/// Slots at first.
const SLOTS: usize = 1 << 10;

impl Default for Vocabulary {
    fn default() -> Self {
        let filter = usize::try_from(FILTER_BITS / 64).expect("a small constant");
        Self { words: vec![Box::default()], slots: vec![Default::default(); SLOTS], filter: vec![0; filter] }
    }
}

impl Vocabulary {
    /// The number of a word, 0 where it is not in the list.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> WordId {
        let key = Key::of(word.as_bytes());
        let hash = key.hash();
        let bit = hash % FILTER_BITS;
        if self.filter[(bit / 64) as usize] & (1 << (bit % 64)) == 0 {
            return 0;
        }
        self.slots[self.slot(word, key, hash)].1
    }

    /// The number of a word, which is added where it is not in the list.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
        let key = Key::of(word.as_bytes());
        let hash = key.hash();
        let slot = self.slot(word, key, hash);
        if self.slots[slot].1 == 0 {
            self.slots[slot] = (key, WordId::try_from(self.words.len()).expect("fewer than 2^32 words"));
            self.words.push(word.into());
            let bit = hash % FILTER_BITS;
            self.filter[(bit / 64) as usize] |= 1 << (bit % 64);
        }
        self.slots[slot].1
    }

    /// The slot that holds the word, or the free one where it belongs.
    #[inline]
    fn slot(&self, word: &str, key: Key, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (hash >> 20) as usize & last;
        loop {
            let (known, id) = self.slots[slot];
            if id == 0 || known == key && (key.length <= WHOLE || *self.words[id as usize] == *word) {
                return slot;
            }
            slot = (slot + 1) & last;
        }
    }

    fn grow(&mut self) {
        let slots = vec![Default::default(); self.slots.len() * 2];
        for (key, id) in std::mem::replace(&mut self.slots, slots) {
            if id != 0 {
                let slot = self.slot(&self.words[id as usize], key, key.hash());
                self.slots[slot] = (key, id);
            }
        }
    }
}

impl Key {
    /// Eight bytes from both ends of a long word, fewer of a short one.
    #[inline]
    fn of(word: &[u8]) -> Self {
        let (first, last) = match word.len() {
            8.. => (
                word.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)),
                word.last_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)),
            ),
            4.. => (
                word.first_chunk().map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes))),
                word.last_chunk().map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes))),
            ),
            _ => (word.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)), 0),
        };
        Self { first, last, length: u32::try_from(word.len()).unwrap_or(u32::MAX) }
    }

    #[inline]
    fn hash(self) -> u64 {
        let mixed = (self.first ^ u64::from(self.length) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ mixed >> 29 ^ self.last).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ mixed >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_numbers_while_the_table_grows() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..5_000).map(|n| format!("слово {n} и ещё слова")).collect();
        let ids: Vec<WordId> = words.iter().map(|word| vocabulary.intern(word)).collect();
        assert!(ids.iter().zip(1..).all(|(&id, wanted)| id == wanted));
        assert!(words.iter().zip(&ids).all(|(word, &id)| vocabulary.get(word) == id));
        assert_eq!((vocabulary.intern("слово 7 и ещё слова"), vocabulary.get("слово")), (ids[7], 0));
        for short in ["", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh"] {
            assert_eq!(vocabulary.get(short), 0);
        }
    }
}
