//! Tables over class sets, made once: what is known of every word that has the same classes. All of them are compact,
//! because they are read between stages that have tables of their own.

use crate::lexicon::{ClassId, Lexicon, LexiconId, Phrase, SetId, Step};

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

/// A list for each of some numbers: class sets, lexicons, tokens.
#[derive(Debug)]
pub(crate) struct Lists<T> {
    /// The list of `n` is `values[starts[n]..starts[n + 1]]`.
    starts: Vec<u32>,
    values: Vec<T>,
}

impl<T: Clone> Lists<T> {
    /// The lists in the order of their numbers.
    pub fn new(lists: impl Iterator<Item = Vec<T>>) -> Self {
        let (mut starts, mut values) = (vec![0], vec![]);
        for list in lists {
            values.extend(list);
            starts.push(to_u32(values.len()));
        }
        Self { starts, values }
    }

    /// Of values that tell the number of the list, below `count`, to which they belong.
    pub fn grouped(count: usize, values: &[T], number: impl Fn(&T) -> Option<u32>) -> Self
    where
        T: Default,
    {
        let mut starts = vec![0; count + 1];
        let numbers = || values.iter().filter_map(|value| Some((number(value)? as usize, value)));
        numbers().for_each(|(number, _)| starts[number] += 1);
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut grouped = vec![T::default(); sum as usize];
        // Each list is filled from its end.
        for (number, value) in numbers() {
            starts[number] -= 1;
            grouped[starts[number] as usize] = value.clone();
        }
        Self { starts, values: grouped }
    }

    /// Turned round: the list of each number holds the names of those `columns` that have the number.
    pub fn turned(count: usize, columns: impl Iterator<Item = (T, Vec<u32>)>) -> Self {
        let mut lists = vec![vec![]; count];
        for (column, own) in columns {
            own.into_iter().for_each(|number| lists[number as usize].push(column.clone()));
        }
        Self::new(lists.into_iter())
    }

    /// The list of a number.
    #[inline]
    pub fn of(&self, number: u32) -> &[T] {
        &self.values[self.starts[number as usize] as usize..self.starts[number as usize + 1] as usize]
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: vec![0], values: vec![] }
    }
}

/// A phrase that stands around a word, by its lexicon and its place in it. Each is looked for at the word that fewest
/// phrases hold: prepositions and articles are in too many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pivot {
    pub lexicon: LexiconId,
    pub place: u16,
    /// Words of the phrase before this one; none if that is behind a gap.
    pub before: u8,
    pub behind_gap: bool,
    /// Whether the phrase has two words and no more.
    pub pair: bool,
    /// The class of the word next to this one: of that before it, else of that behind it. [`Pivot::GAP`] where that is a
    /// gap.
    pub beside: ClassId,
}

impl Pivot {
    /// The last class, which no word has.
    pub const GAP: ClassId = ClassId::MAX;

    /// The phrases that are looked for at a word of each class set, sorted by what stands beside it.
    pub fn table(classes: &BitTable, lexicons: &[Lexicon]) -> Lists<Self> {
        let phrases = lexicons.iter().flat_map(|lexicon| &lexicon.phrases);
        let words = || phrases.clone().flat_map(|phrase| &phrase.steps).filter_map(Step::word);
        let mut held = vec![0; words().max().map_or(0, usize::from) + 1];
        words().for_each(|class| held[class as usize] += 1);
        let mut of_class = vec![vec![]; held.len()];
        for (lexicon, own) in (0..).zip(lexicons) {
            for (place, phrase) in (0..).zip(&own.phrases) {
                let words = phrase.steps.iter().enumerate().filter_map(|(at, step)| Some((at, step.word()?)));
                let rarest = words.min_by_key(|&(_, class)| held[class as usize]);
                let Some((at, class)) = rarest else { continue };
                of_class[class as usize].push(Self::of(phrase, lexicon, place, at));
            }
        }
        let of_set = |set: SetId| {
            let own = classes.members(set).filter_map(|class| of_class.get(class));
            let mut own: Vec<Self> = own.flatten().copied().collect();
            own.sort_by_key(|pivot| (pivot.before > 0, pivot.beside));
            own
        };
        Lists::new((0..to_u32(classes.len())).map(of_set))
    }

    /// Of the phrase's step of that number.
    fn of(phrase: &Phrase, lexicon: LexiconId, place: u16, at: usize) -> Self {
        let behind_gap = at > phrase.words().count();
        let before = u8::try_from(at).ok().filter(|_| !behind_gap).unwrap_or_default();
        let beside = phrase.steps.get(if before > 0 { at - 1 } else { at + 1 });
        let beside = beside.and_then(Step::word).unwrap_or(Self::GAP);
        Self { lexicon, place, before, behind_gap, pair: phrase.steps.len() == 2, beside }
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
    fn values_are_grouped_by_number() {
        let lists =
            Lists::grouped(4, &[30, 10, 31, 99, 11], |&value| Some(value / 10).filter(|&ten| ten < 9));
        let sorted = |number| {
            let mut own = lists.of(number).to_vec();
            own.sort_unstable();
            own
        };
        assert_eq!([0, 1, 2, 3].map(sorted), [vec![], vec![10, 11], vec![], vec![30, 31]]);
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
