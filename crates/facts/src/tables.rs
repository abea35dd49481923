//! Tables over class sets, made once: what is known of every word that has the same classes.

use crate::lexicon::{ClassId, Lexicon, LexiconId, SetId, Step};

/// Which columns (lexicons) meet a class set: a bit for each pair.
#[derive(Debug, Default)]
pub(crate) struct SetTable {
    bits: Vec<u64>,
    /// Words of a row; a row is a class set.
    width: usize,
}

impl SetTable {
    /// Of all class sets and columns, the pairs where one of the column's classes is in the set.
    pub fn new(sets: &[Box<[u64]>], columns: impl Iterator<Item = Vec<ClassId>>) -> Self {
        let (mut owners, mut count): (Vec<Vec<usize>>, usize) = (vec![], 0);
        for (column, classes) in columns.enumerate() {
            for class in classes {
                owners.resize(owners.len().max(class as usize + 1), vec![]);
                owners[class as usize].push(column);
            }
            count = column + 1;
        }
        let width = count.div_ceil(64);
        let mut bits = vec![0; sets.len() * width];
        for (row, set) in bits.chunks_mut(width.max(1)).zip(sets) {
            for &column in members_of(set).filter_map(|class| owners.get(class)).flatten() {
                row[column / 64] |= 1 << (column % 64);
            }
        }
        Self { bits, width }
    }

    /// Whether a column meets a set.
    pub fn holds(&self, set: SetId, column: usize) -> bool {
        self.bits[set as usize * self.width + column / 64] >> (column % 64) & 1 != 0
    }

    /// For each of `columns`, the sets that it meets.
    pub fn by_column(&self, columns: usize) -> Vec<Vec<SetId>> {
        let mut sets = vec![vec![]; columns];
        for (row, set) in self.bits.chunks(self.width.max(1)).zip(0..) {
            members_of(row).for_each(|column| sets[column].push(set));
        }
        sets
    }
}

/// The numbers of the bits of a set.
pub(crate) fn members_of(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter()
        .enumerate()
        .filter(|(_, word)| **word != 0)
        .flat_map(|(at, &word)| (0..64).filter(move |bit| word >> bit & 1 != 0).map(move |bit| at * 64 + bit))
}

/// For each class set, the phrases that such a word begins (or ends).
#[derive(Debug)]
pub(crate) struct PhraseTable {
    /// Phrases of set `n` are `phrases[starts[n]..starts[n + 1]]`, sorted; each by its lexicon and its place in it.
    starts: Vec<u32>,
    phrases: Vec<(LexiconId, u16)>,
}

impl PhraseTable {
    /// The table for the step of each phrase that `end` chooses.
    pub fn new(sets: &[Box<[u64]>], lexicons: &[Lexicon], end: impl Fn(&[Step]) -> Option<&Step>) -> Self {
        let mut of_class: Vec<Vec<(LexiconId, u16)>> = vec![];
        for (id, lexicon) in (0..).zip(lexicons) {
            for (phrase, number) in lexicon.phrases.iter().zip(0..) {
                let Some(&Step::Word(class)) = end(&phrase.steps) else { continue };
                of_class.resize(of_class.len().max(class as usize + 1), vec![]);
                of_class[class as usize].push((id, number));
            }
        }
        let (mut starts, mut phrases) = (vec![0], vec![]);
        for set in sets {
            let from = phrases.len();
            phrases.extend(members_of(set).filter_map(|class| of_class.get(class)).flatten());
            phrases[from..].sort_unstable();
            starts.push(u32::try_from(phrases.len()).expect("lexicons are small"));
        }
        Self { starts, phrases }
    }

    /// The places in a lexicon of the phrases of a set.
    pub fn of(&self, set: SetId, id: LexiconId) -> impl Iterator<Item = usize> {
        let all = &self.phrases[self.starts[set as usize] as usize..self.starts[set as usize + 1] as usize];
        all.iter().filter(move |phrase| phrase.0 == id).map(|phrase| phrase.1 as usize)
    }
}
