//! The word index: from a folded word to the set of its classes.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use svodka_text::keys;
use svodka_text::table::Table;

use crate::lexicon::{ClassId, SetId};
use crate::tables::{BitTable, to_u32};

/// The class sets of words, and of the stems that words begin with (`stem*` matches every word that begins so).
#[derive(Debug)]
pub(crate) struct WordIndex {
    words: Keyed,
    stems: Keyed,
    /// Bytes of the longest stem.
    longest: usize,
    /// The classes of each set.
    pub sets: BitTable,
}

/// Class sets by the [key](keys) of a text.
type Keyed = Table<SetId>;

/// Numbers the distinct class sets.
struct Interner {
    known: FxHashMap<Vec<ClassId>, SetId>,
    sets: Vec<Vec<ClassId>>,
}

impl Interner {
    fn new() -> Self {
        Self { known: [(vec![], 0)].into_iter().collect(), sets: vec![vec![]] }
    }

    /// The number of a set with more classes in it.
    fn with(&mut self, set: SetId, more: impl Iterator<Item = ClassId>) -> SetId {
        let mut classes: Vec<ClassId> = self.sets[set as usize].iter().copied().chain(more).collect();
        classes.sort_unstable();
        classes.dedup();
        if let Some(&known) = self.known.get(&classes) {
            return known;
        }
        let next = to_u32(self.sets.len());
        self.known.insert(classes.clone(), next);
        self.sets.push(classes);
        next
    }

    /// The sets as bits, by new numbers, and the new number of each. Behind the empty one come those of most classes: they
    /// are those of the words that are met most, and what is known of them lies together in all tables.
    fn bits(&self) -> (BitTable, Vec<SetId>) {
        let width = self.sets.iter().filter_map(|set| set.last()).max().map_or(1, |&last| last as usize + 1);
        let mut order: Vec<usize> = (0..self.sets.len()).collect();
        order[1..].sort_by_key(|&set| Reverse(self.sets[set].len()));
        let mut numbers = vec![0; order.len()];
        (0..).zip(&order).for_each(|(number, &set)| numbers[set] = number);
        let classes = |&set: &usize| self.sets[set].iter().map(|&class| class as usize).collect();
        (BitTable::new(width, order.iter().map(classes)), numbers)
    }
}

impl WordIndex {
    /// The index of words and stems (`stem*`) with their classes.
    pub fn new(entries: &[(String, ClassId)]) -> Self {
        let (mut words, mut stems) = (Vec::with_capacity(entries.len()), Vec::new());
        for (text, class) in entries {
            match text.strip_suffix('*') {
                Some(stem) => stems.push((stem, keys::text(stem), *class)),
                None => words.push((text.as_str(), keys::text(text), *class)),
            }
        }
        let longest = stems.iter().map(|(stem, ..)| stem.len()).max().unwrap_or_default();
        let sets = BitTable::new(1, std::iter::empty());
        let mut index = Self { words: Keyed::default(), stems: Keyed::default(), longest, sets };
        let mut interner = Interner::new();
        // Short stems first: longer ones have the classes of those that they begin with.
        stems.sort_unstable_by_key(|&(stem, key, class)| (stem.len(), key, class));
        for same in stems.chunk_by(|a, b| a.1 == b.1) {
            let (stem, key, _) = same[0];
            let set = interner.with(index.of_stem(stem), same.iter().map(|&(.., class)| class));
            *index.stems.entry(key) = set;
        }
        words.sort_unstable_by_key(|&(_, key, class)| (key, class));
        for same in words.chunk_by(|a, b| a.1 == b.1) {
            let (word, key, _) = same[0];
            let set = interner.with(index.of_stem(word), same.iter().map(|&(.., class)| class));
            *index.words.entry(key) = set;
        }
        let (sets, numbers) = interner.bits();
        for (table, entries) in [(&mut index.words, &mut words), (&mut index.stems, &mut stems)] {
            entries.dedup_by_key(|&mut (_, key, _)| key);
            for &(_, key, _) in &*entries {
                let set = table.entry(key);
                *set = numbers[*set as usize];
            }
        }
        index.sets = sets;
        index
    }

    /// The class set of a folded word.
    pub fn lookup(&self, word: &str) -> SetId {
        self.words.get(keys::text(word)).copied().unwrap_or_else(|| self.of_stem(word))
    }

    /// The class set of the longest stem that a word begins with.
    fn of_stem(&self, word: &str) -> SetId {
        let longest = self.longest.min(word.len());
        let ends = (0..=longest).rev().filter(|&end| word.is_char_boundary(end));
        ends.filter_map(|end| self.stems.get(keys::text(&word[..end]))).next().copied().unwrap_or_default()
    }

    /// Whether a class is in a set.
    pub fn has(&self, set: SetId, class: ClassId) -> bool {
        self.sets.holds(self.sets.row(set), class as usize)
    }
}
