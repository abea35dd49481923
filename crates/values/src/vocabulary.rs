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
    /// Two bits for each hash that a word has.
    filter: Vec<u64>,
}

/// The first and the last bytes of a word: all of it, up to sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Key {
    /// The first eight bytes, zeros behind those of a shorter word.
    first: u64,
    /// The last eight bytes of a word of more than eight.
    last: u64,
    length: u32,
}

/// Bytes of a word that its key holds in full.
const WHOLE: u32 = 16;

/// Words of sixty-four bits in the filter: 32 KiB.
const FILTER_WORDS: u64 = 1 << 12;

/// Slots at first.
const SLOTS: usize = 1 << 10;

impl Default for Vocabulary {
    fn default() -> Self {
        let filter = vec![0; usize::try_from(FILTER_WORDS).expect("a small constant")];
        Self { words: vec![Box::default()], slots: vec![Default::default(); SLOTS], filter }
    }
}

impl Vocabulary {
    /// The number of a word, 0 where it is not in the list.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> WordId {
        self.get_within(word, 0, word.len())
    }

    /// The number of the word that stands in `text` from `start` up to `end`.
    #[inline]
    pub(crate) fn get_within(&self, text: &str, start: usize, end: usize) -> WordId {
        let key = Key::within(text.as_bytes(), start, end);
        let hash = key.hash();
        let (at, bits) = filter_bits(hash);
        if self.filter[at] & bits != bits {
            return 0;
        }
        self.slots[self.slot(&text[start..end], key, hash)].1
    }

    /// The number of a word, which is added where it is not in the list.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if self.words.len() * 2 > self.slots.len() {
            self.grow();
        }
        let key = Key::within(word.as_bytes(), 0, word.len());
        let hash = key.hash();
        let slot = self.slot(word, key, hash);
        if self.slots[slot].1 == 0 {
            self.slots[slot] = (key, WordId::try_from(self.words.len()).expect("fewer than 2^32 words"));
            self.words.push(word.into());
            let (at, bits) = filter_bits(hash);
            self.filter[at] |= bits;
        }
        self.slots[slot].1
    }

    /// The slot that holds the word, or the free one where it belongs.
    #[inline]
    fn slot(&self, word: &str, key: Key, hash: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (hash >> 8) as usize & last;
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
    /// The key of `text[start..end]`. Bytes around the word are read with it and masked out, which is faster than to
    /// ask how long it is.
    #[inline]
    fn within(text: &[u8], start: usize, end: usize) -> Self {
        let length = end - start;
        let eight = |at: usize| text[at..].first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        let first = match eight(start) {
            Some(bytes) if length < 8 => bytes & ((1 << (8 * length)) - 1),
            Some(bytes) => bytes,
            None => text[start..end].iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte)),
        };
        let last = if length > 8 { eight(end - 8).unwrap_or_default() } else { 0 };
        Self { first, last, length: u32::try_from(length).unwrap_or(u32::MAX) }
    }

    #[inline]
    fn hash(self) -> u64 {
        let mixed = self.first ^ self.last.rotate_left(23) ^ u64::from(self.length) << 59;
        let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 32
    }
}

/// Where the filter keeps a hash: which of its words, and which bits of that.
#[inline]
fn filter_bits(hash: u64) -> (usize, u64) {
    ((hash >> 52) as usize, 1 << (hash >> 46 & 63) | 1 << (hash >> 40 & 63))
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
