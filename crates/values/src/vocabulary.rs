//! A closed list of words with what is known of them, made for texts in which most words are not in it: a filter of bits
//! that stays in the nearest cache turns them away before the table is read, and one slot tells all of the others.

use svodka_text::keys;

use crate::lexicon::WordId;
#[cfg(doc)]
use crate::sense::CalendarSort;

/// What the tables say of a word in short.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    /// The bits of the senses of phrases that begin with it.
    pub(crate) mask: u64,
    /// The bits of the sorts of words of the calendar among them, and two more: see [`CalendarSort`].
    pub(crate) calendar: u64,
    /// Its number, from 1 on; 0 for all words that are not in the list.
    pub(crate) id: WordId,
    /// The classes of numerals that begin with it.
    pub(crate) numerals: u16,
    /// Which of the different sets of closed lists it stands in.
    pub(crate) lists: u16,
}

/// Words by their keys.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// How many words there are.
    words: WordId,
    /// Keys and words, number 0 where a slot is free; a power of two of them.
    slots: Vec<(u64, Word)>,
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
    /// Whether the word with that key (see [`keys::text`]) can be in the list.
    #[inline]
    pub(crate) fn may_have(&self, key: u64) -> bool {
        let (at, bits) = filter_bits(key);
        self.filter[at] & bits == bits
    }

    /// The word with that key, number 0 where it is not in the list.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Word {
        self.slots[self.slot(key)].1
    }

    /// The number of a word, which is added where it is not in the list.
    pub(crate) fn intern(&mut self, word: &str) -> WordId {
        if self.words as usize * 2 > self.slots.len() {
            self.grow();
        }
        let key = keys::text(word);
        let slot = self.slot(key);
        if self.slots[slot].1.id == 0 {
            self.words += 1;
            self.slots[slot] = (key, Word { id: self.words, ..Word::default() });
            let (at, bits) = filter_bits(key);
            self.filter[at] |= bits;
        }
        self.slots[slot].1.id
    }

    /// Notes what is known of each word, once all are there.
    pub(crate) fn tell(&mut self, known: impl Fn(WordId) -> Word) {
        for (_, word) in &mut self.slots {
            if word.id != 0 {
                *word = known(word.id);
            }
        }
    }

    /// The slot that holds the key, or the free one where it belongs.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = (key >> 8) as usize & last;
        loop {
            let (known, word) = &self.slots[slot];
            if word.id == 0 || *known == key {
                return slot;
            }
            slot = (slot + 1) & last;
        }
    }

    fn grow(&mut self) {
        let slots = vec![Default::default(); self.slots.len() * 2];
        for (key, word) in std::mem::replace(&mut self.slots, slots) {
            if word.id != 0 {
                let slot = self.slot(key);
                self.slots[slot] = (key, word);
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
        assert!(words.iter().zip(&ids).all(|(word, &id)| vocabulary.get(keys::text(word)).id == id));
        assert_eq!(
            (vocabulary.intern("слово 7 и ещё слова"), vocabulary.get(keys::text("слово")).id),
            (ids[7], 0)
        );
    }
}
