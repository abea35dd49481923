//! A closed list of words with their numbers, made for texts in which most words are not in it: a filter of bits that
//! stays in the nearest cache turns them away before the table is read.

use svodka_text::keys;

use crate::lexicon::WordId;

/// Words and their numbers, from 1 on.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// How many words there are.
    words: WordId,
    /// Keys of words and numbers, number 0 where a slot is free; a power of two of them.
    slots: Vec<(u64, WordId)>,
    /// Two bits for each key that a word has.
    filter: Vec<u64>,
}

/// Words of sixty-four bits in the filter: 16 KiB.
const FILTER_WORDS: usize = 1 << 11;

/// Slots at first.
const SLOTS: usize = 1 << 10;

impl Default for Vocabulary {
    fn default() -> Self {
        Self { words: 0, slots: vec![Default::default(); SLOTS], filter: vec![0; FILTER_WORDS] }
    }
}

impl Vocabulary {
    /// The number of the word with that key (see [`keys::text`]), 0 where it is not in the list.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> WordId {
        let (at, bits) = filter_bits(key);
        if self.filter[at] & bits != bits {
            return 0;
        }
        self.slots[self.slot(key)].1
    }

    /// The number of a word, which is added where it is not in the list.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if self.words as usize * 2 > self.slots.len() {
            self.grow();
        }
        let key = keys::text(word);
        let slot = self.slot(key);
        if self.slots[slot].1 == 0 {
            self.words += 1;
            self.slots[slot] = (key, self.words);
            let (at, bits) = filter_bits(key);
            self.filter[at] |= bits;
        }
        self.slots[slot].1
    }

    /// The slot that holds the key, or the free one where it belongs.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (key >> 8) as usize & last;
        loop {
            let (known, id) = self.slots[slot];
            if id == 0 || known == key {
                return slot;
            }
            slot = (slot + 1) & last;
        }
    }

    fn grow(&mut self) {
        let slots = vec![Default::default(); self.slots.len() * 2];
        for (key, id) in std::mem::replace(&mut self.slots, slots) {
            if id != 0 {
                let slot = self.slot(key);
                self.slots[slot] = (key, id);
            }
        }
    }
}

/// Where the filter keeps a key: which of its words, and which bits of that.
#[inline]
fn filter_bits(key: u64) -> (usize, u64) {
    ((key >> 53) as usize, 1 << (key >> 46 & 63) | 1 << (key >> 40 & 63))
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
        assert!(words.iter().zip(&ids).all(|(word, &id)| vocabulary.get(keys::text(word)) == id));
        assert_eq!(
            (vocabulary.intern("слово 7 и ещё слова"), vocabulary.get(keys::text("слово"))),
            (ids[7], 0)
        );
    }
}
