//! Tables over class sets, made once: what is known of every word that has the same classes. All of them are compact,
//! because they are read between stages that have tables of their own.

use crate::lexicon::{ClassId, Lexicon, LexiconId, SetId, Step};

/// Rows of bits of which few are set: only the words that hold one are kept.
#[derive(Debug)]
pub(crate) struct BitTable {
    rows: Vec<Row>,
    words: Vec<u64>,
    /// Bits of a block, as a power of two.
    shift: u32,
}

/// Which blocks of a row hold bits, and where the first of them lies in the words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    present: u64,
    first: u32,
}

/// Bits of a word, as a power of two; a mask for the bit in its word.
const WORD: u32 = 6;
const IN_WORD: usize = 63;

impl BitTable {
    /// Of rows that are given as the numbers of their bits, all below `width`.
    pub fn new(width: usize, rows: impl Iterator<Item = Vec<usize>>) -> Self {
        let mut table = Self { rows: vec![], words: vec![], shift: WORD };
        while width > 64 << table.shift {
            table.shift += 1;
        }
        for bits in rows {
            let present = bits.iter().fold(0, |present, bit| present | 1 << (bit >> table.shift));
            let row = Row { present, first: to_u32(table.words.len()) };
            let blocks = present.count_ones() as usize;
            table.words.resize(table.words.len() + (blocks << (table.shift - WORD)), 0);
            for bit in bits {
                let word = table.word(row, bit);
                table.words[word] |= 1 << (bit & IN_WORD);
            }
            table.rows.push(row);
        }
        table
    }

    /// The word of a bit whose block is present.
    fn word(&self, row: Row, bit: usize) -> usize {
        let before = (row.present & ((1 << (bit >> self.shift)) - 1)).count_ones();
        let inside = (bit >> WORD) & ((1 << (self.shift - WORD)) - 1);
        row.first as usize + ((before as usize) << (self.shift - WORD)) + inside
    }

    /// The row of that number, to be asked for several bits.
    #[inline]
    pub fn row(&self, row: SetId) -> Row {
        self.rows[row as usize]
    }

    /// Whether a bit of a row is set.
    #[inline]
    pub fn holds(&self, row: Row, bit: usize) -> bool {
        row.present >> (bit >> self.shift) & 1 != 0
            && self.words[self.word(row, bit)] >> (bit & IN_WORD) & 1 != 0
    }

    /// The bits of a row, in order.
    pub fn members(&self, row: SetId) -> impl Iterator<Item = usize> {
        let (row, shift) = (self.rows[row as usize], self.shift);
        bits_of(row.present).flat_map(move |block| {
            let first = self.word(row, block << shift);
            let words = self.words[first..first + (1 << (shift - WORD))].iter();
            (block << (shift - WORD)..)
                .zip(words)
                .flat_map(|(word, &bits)| bits_of(bits).map(move |bit| word << WORD | bit))
        })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

/// A set of small numbers.
#[derive(Debug, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Adds a number.
    pub fn add(&mut self, number: u32) {
        let word = number as usize >> WORD;
        self.0.resize(self.0.len().max(word + 1), 0);
        self.0[word] |= 1 << (number as usize & IN_WORD);
    }

    /// Whether a number is in it.
    #[inline]
    pub fn has(&self, number: u32) -> bool {
        let word = self.0.get(number as usize >> WORD);
        word.is_some_and(|word| word >> (number as usize & IN_WORD) & 1 != 0)
    }
}

/// The numbers of the bits that are set, in order.
fn bits_of(word: u64) -> impl Iterator<Item = usize> {
    let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
    rest.take_while(|&rest| rest != 0).map(|rest| rest.trailing_zeros() as usize)
}

/// A list for each class set.
#[derive(Debug)]
pub(crate) struct BySet<T> {
    /// The list of set `n` is `values[starts[n]..starts[n + 1]]`.
    starts: Vec<u32>,
    values: Vec<T>,
}

impl<T: Clone> BySet<T> {
    /// The lists in the order of the sets.
    pub fn new(lists: impl Iterator<Item = Vec<T>>) -> Self {
        let (mut starts, mut values) = (vec![0], vec![]);
        for list in lists {
            values.extend(list);
            starts.push(to_u32(values.len()));
        }
        Self { starts, values }
    }

    /// Turned round: the list of each set holds the numbers of those `columns` that have the set.
    pub fn turned(sets: usize, columns: impl Iterator<Item = (T, Vec<SetId>)>) -> Self {
        let mut lists = vec![vec![]; sets];
        for (column, own) in columns {
            own.into_iter().for_each(|set| lists[set as usize].push(column.clone()));
        }
        Self::new(lists.into_iter())
    }

    /// The list of a set.
    #[inline]
    pub fn of(&self, set: SetId) -> &[T] {
        &self.values[self.starts[set as usize] as usize..self.starts[set as usize + 1] as usize]
    }
}

impl<T> Default for BySet<T> {
    fn default() -> Self {
        Self { starts: vec![0], values: vec![] }
    }
}

/// A phrase at whose edge a word may stand, by its lexicon and its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PhraseEdge {
    /// The class of the word beside the edge; [`PhraseEdge::GAP`] where that is a gap.
    pub beside: ClassId,
    pub lexicon: LexiconId,
    pub place: u16,
}

impl PhraseEdge {
    /// The last class, which no word has.
    pub const GAP: ClassId = ClassId::MAX;

    /// The edges of the phrases that a word of each class set begins, sorted by what stands beside them; or, with
    /// `reversed`, of those that it ends, sorted by lexicon.
    pub fn table(classes: &BitTable, lexicons: &[Lexicon], reversed: bool) -> BySet<Self> {
        let mut of_class: Vec<Vec<Self>> = vec![];
        for (lexicon, own) in (0..).zip(lexicons) {
            for (place, phrase) in (0..).zip(&own.phrases) {
                let steps = &phrase.steps;
                let (edge, beside) = match reversed {
                    true => (steps.last(), steps.iter().rev().nth(1)),
                    false => (steps.first(), steps.get(1)),
                };
                let Some(&Step::Word(class)) = edge else { continue };
                let beside = if let Some(&Step::Word(beside)) = beside { beside } else { Self::GAP };
                of_class.resize(of_class.len().max(class as usize + 1), vec![]);
                of_class[class as usize].push(Self { lexicon, place, beside });
            }
        }
        let of_set = |set: SetId| {
            let own = classes.members(set).filter_map(|class| of_class.get(class));
            let mut edges: Vec<Self> = own.flatten().copied().collect();
            match reversed {
                true => edges.sort_unstable_by_key(|edge| (edge.lexicon, edge.place)),
                false => edges.sort_unstable(),
            }
            edges
        };
        BySet::new((0..to_u32(classes.len())).map(of_set))
    }

    /// Whether a word may stand beside the edge that is of the classes which `fit`.
    #[inline]
    pub fn goes_on(&self, fit: impl Fn(ClassId) -> bool) -> bool {
        self.beside == Self::GAP || fit(self.beside)
    }
}

/// A number of rows or words.
pub(crate) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).expect("packs hold fewer than 4 billion entries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_added() {
        let mut bits = Bits::default();
        [3, 64, 3, 200].into_iter().for_each(|number| bits.add(number));
        let held: Vec<u32> = (0..300).filter(|&number| bits.has(number)).collect();
        assert_eq!(held, [3, 64, 200]);
    }

    #[test]
    fn bits_are_kept_in_narrow_and_wide_tables() {
        for width in [1, 64, 65, 4096, 4097, 70_000] {
            let rows = [vec![], vec![0], vec![width - 1], (0..width).step_by(7).collect()];
            let table = BitTable::new(width, rows.iter().cloned());
            for (row, bits) in (0..).zip(&rows) {
                assert_eq!(&table.members(row).collect::<Vec<_>>(), bits, "{width}");
                assert!(
                    (0..width).all(|bit| table.holds(table.row(row), bit) == bits.contains(&bit)),
                    "{width}"
                );
            }
        }
    }
}
