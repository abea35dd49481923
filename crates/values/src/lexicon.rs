//! The words that the extractor knows: each data table gives phrases their senses.

use std::str::FromStr;

use rust_decimal::Decimal;
use svodka_model::{Qualifier, Span};
use svodka_text::{keys, tokenize_into};

use crate::Error;
use crate::noun::Nouns;
use crate::sense::{CalendarSort, CalendarWord, CurrencyClass, NumeralClass, Sense, Side, WordClass};
use crate::sets::Set;
use crate::table::{Paradigms, Phrase, Row, Table};
use crate::vocabulary::{Vocabulary, Word};

macro_rules! table {
    ($name:literal) => {
        Table::new($name, include_str!(concat!("../data/", $name)))
    };
}

/// Number of a known word; 0 for all others.
pub(crate) type WordId = u32;

/// A phrase that begins with a known word.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The word after the first, 0 where there is none: most phrases are told from the text by it.
    pub(crate) second: WordId,
    /// The words after the first, and whether no blank may stand before them. A full stop is optional.
    pub(crate) rest: Box<[(WordId, bool)]>,
    /// What it means.
    pub(crate) sense: Sense,
    /// The capitals of the first word, where they matter.
    pub(crate) exact: Option<Box<str>>,
}

/// Phrases that begin with one word, beyond which they are sought by the second word.
const LONG: usize = 24;

/// Phrases that begin with one word, beyond which those that stand at a token are kept.
const FEW: usize = 2;

/// A unit of measure.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) symbol: &'static str,
    pub(crate) factor: Decimal,
    pub(crate) si: &'static str,
}

/// A sort of register number.
#[derive(Debug)]
pub(crate) struct Identifier {
    pub(crate) class: &'static str,
    pub(crate) lengths: Vec<usize>,
}

/// Whether a value can begin with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trigger {
    Never,
    /// Where one of its phrases stands, or with its own capitals; the bits of the second words of its phrases.
    InPhrase(u64),
    /// Where any known word, a number or a mark stands behind it: "last", "early".
    Leading,
    Always,
}

/// All tables, indexed by word.
#[derive(Debug)]
pub(crate) struct Lexicon {
    words: Vocabulary,
    /// The phrases that begin with each word, while the tables are read.
    lists: Vec<Vec<Entry>>,
    /// The same side by side, once they have been read.
    entries: Vec<Entry>,
    /// Where the phrases of each word begin in them.
    starts: Vec<u32>,
    triggers: Vec<Trigger>,
    /// The closed lists that each word stands in, while the tables are read.
    sets: Vec<u128>,
    /// The different ones of them, of which each word names one; the first is empty.
    lists_of_words: Vec<u128>,
    /// Id of the full stop.
    pub(crate) stop: WordId,
    /// Number of words of the longest phrase, by the bit of its sense.
    longest: [usize; 64],
    /// The same for the sorts of words of the calendar.
    longest_calendar: [usize; 64],
    pub(crate) currencies: Vec<&'static str>,
    pub(crate) units: Vec<Unit>,
    pub(crate) identifiers: Vec<Identifier>,
    pub(crate) zones: Vec<&'static str>,
    /// Lengths of time in ISO 8601 that one word names.
    pub(crate) lengths: Vec<&'static str>,
    pub(crate) ordered: Vec<&'static str>,
    pub(crate) nouns: Nouns,
}

impl Lexicon {
    pub(crate) fn embedded() -> Result<Self, Error> {
        let mut lexicon = Self {
            words: Vocabulary::default(),
            lists: vec![Vec::new()],
            entries: Vec::new(),
            starts: Vec::new(),
            triggers: Vec::new(),
            sets: Vec::new(),
            lists_of_words: vec![0],
            stop: 0,
            longest: [1; 64],
            longest_calendar: [1; 64],
            currencies: Vec::new(),
            units: Vec::new(),
            identifiers: Vec::new(),
            zones: Vec::new(),
            lengths: Vec::new(),
            ordered: Vec::new(),
            nouns: Nouns::embedded()?,
        };
        lexicon.stop = lexicon.intern(".");
        let paradigms = Paradigms::load(&table!("paradigms.tsv"))?;
        lexicon.load(&table!("numerals.tsv"), &paradigms, 2, |_, row| {
            let class = NumeralClass::parse(row.text(0)).ok_or_else(|| row.error("unknown class"))?;
            Ok(Sense::Numeral(class, row.parse(1)?))
        })?;
        lexicon.load(&table!("currencies.tsv"), &paradigms, 3, |lexicon, row| {
            let code = index_of(&mut lexicon.currencies, row.text(0));
            let class = CurrencyClass::parse(row.text(2)).ok_or_else(|| row.error("unknown class"))?;
            Ok(Sense::Currency { code, minor: row.text(1) != "1", class })
        })?;
        lexicon.load(&table!("units.tsv"), &paradigms, 3, |lexicon, row| {
            lexicon.units.push(Unit { symbol: row.text(0), factor: row.parse(1)?, si: row.text(2) });
            Ok(Sense::Unit(u16::try_from(lexicon.units.len() - 1).map_err(|_| row.error("too many units"))?))
        })?;
        lexicon.load(&table!("calendar.tsv"), &paradigms, 2, |_, row| {
            let word =
                CalendarWord::parse(row.text(0), row.text(1)).ok_or_else(|| row.error("unknown sense"))?;
            Ok(Sense::Calendar(word))
        })?;
        lexicon.load(&table!("qualifiers.tsv"), &paradigms, 2, |_, row| {
            let qualifier = qualifier(row.text(0)).ok_or_else(|| row.error("unknown qualifier"))?;
            Ok(Sense::Qualifier(qualifier, if row.text(1) == "after" { Side::After } else { Side::Before }))
        })?;
        lexicon.load(&table!("words.tsv"), &paradigms, 2, |lexicon, row| {
            let class = WordClass::parse(row.text(0)).ok_or_else(|| row.error("unknown sense"))?;
            let value = match class {
                WordClass::Ordered | WordClass::PerNoun => index_of(&mut lexicon.ordered, row.text(1)),
                _ => row.parse(1).unwrap_or(0),
            };
            Ok(Sense::Word(class, value))
        })?;
        lexicon.load(&table!("stops.tsv"), &paradigms, 1, |_, _| Ok(Sense::Stop))?;
        lexicon.load(&table!("identifiers.tsv"), &paradigms, 2, |lexicon, row| {
            let lengths = row.text(1).split(',').map(usize::from_str).collect::<Result<_, _>>();
            let lengths = lengths.map_err(|_| row.error("not a list of numbers"))?;
            lexicon.identifiers.push(Identifier { class: row.text(0), lengths });
            Ok(Sense::Identifier(
                u16::try_from(lexicon.identifiers.len() - 1).map_err(|_| row.error("too many"))?,
            ))
        })?;
        lexicon.load(&table!("zones.tsv"), &paradigms, 1, |lexicon, row| {
            Ok(Sense::Zone(index_of(&mut lexicon.zones, row.text(0))))
        })?;
        lexicon.load(&table!("lengths.tsv"), &paradigms, 1, |lexicon, row| {
            Ok(Sense::Length(index_of(&mut lexicon.lengths, row.text(0))))
        })?;
        lexicon.load_sets(&paradigms)?;
        lexicon.finish();
        Ok(lexicon)
    }

    fn load(
        &mut self,
        table: &Table,
        paradigms: &Paradigms,
        forms: usize,
        mut sense: impl FnMut(&mut Self, &Row) -> Result<Sense, Error>,
    ) -> Result<(), Error> {
        for row in table.rows() {
            let sense = sense(self, &row)?;
            let phrases = paradigms.phrases(&row, forms)?;
            if phrases.is_empty() {
                return Err(row.error("no forms"));
            }
            let capitals = matches!(sense, Sense::Currency { class: CurrencyClass::Code, .. });
            for mut phrase in phrases {
                if capitals {
                    phrase.exact = Some(phrase.text.to_uppercase());
                }
                self.add(&phrase, sense);
            }
        }
        Ok(())
    }

    /// The closed lists of single words.
    fn load_sets(&mut self, paradigms: &Paradigms) -> Result<(), Error> {
        for row in table!("sets.tsv").rows() {
            let set = Set::parse(row.text(0)).ok_or_else(|| row.error("unknown list"))?;
            for phrase in paradigms.phrases(&row, 1)? {
                let id = self.intern(&phrase.text) as usize;
                self.sets.resize(self.sets.len().max(self.lists.len()), 0);
                self.sets[id] |= set.bit();
            }
        }
        Ok(())
    }

    fn add(&mut self, phrase: &Phrase, sense: Sense) {
        let mut words: Vec<(WordId, bool)> = Vec::new();
        if phrase.text.chars().all(|c| matches!(c, 'a'..='z' | 'а'..='я')) {
            // One word: most phrases are, and need no tokenizer.
            words.push((self.intern(&phrase.text), false));
        } else {
            let mut tokens = Vec::new();
            tokenize_into(&phrase.text, Span::new(0, phrase.text.len()), &mut tokens);
            for token in &tokens {
                words.push((self.intern(token.span.of(&phrase.text)), !token.space_before));
            }
        }
        let Some(((first, _), rest)) = words.split_first() else { return };
        let longest = &mut self.longest[sense.bit().trailing_zeros() as usize];
        *longest = words.len().max(*longest);
        if let Sense::Calendar(word) = sense {
            let longest = &mut self.longest_calendar[word.sort() as usize];
            *longest = words.len().max(*longest);
        }
        let exact = phrase.exact.as_deref().map(Box::from);
        let entries = &mut self.lists[*first as usize];
        let known =
            entries.iter().any(|entry| *entry.rest == *rest && entry.sense == sense && entry.exact == exact);
        if !known {
            let second = rest.first().map_or(0, |&(word, _)| word);
            entries.push(Entry { second, rest: rest.into(), sense, exact });
        }
    }

    /// The id of a folded word.
    fn intern(&mut self, word: &str) -> WordId {
        let id = self.words.intern(word);
        if id as usize == self.lists.len() {
            self.lists.push(Vec::new());
        }
        id
    }

    /// Longest phrases first; words that can begin a value are marked.
    fn finish(&mut self) {
        for entries in &mut self.lists {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
            if entries.len() > LONG {
                // One second word rules out the others; phrases of one word stay behind all.
                entries.sort_by_key(|entry| entry.second.wrapping_sub(1));
            }
        }
        let stop = self.stop;
        let trigger = |list: &Vec<Entry>| {
            let begins = || list.iter().filter(|entry| entry.sense.begins_value());
            let alone = |entry: &&Entry| entry.rest.is_empty() && entry.exact.is_none();
            if begins().next().is_none() {
                return Trigger::Never;
            }
            if begins().filter(alone).any(|entry| !entry.sense.leads()) {
                return Trigger::Always;
            }
            if begins().any(|entry| alone(&entry)) {
                return Trigger::Leading;
            }
            Trigger::InPhrase(begins().fold(0, |bits, entry| match entry.rest.first() {
                Some(&(second, _)) if second != stop => bits | second_bit(second),
                _ => u64::MAX,
            }))
        };
        self.triggers = self.lists.iter().map(trigger).collect();
        self.sets.resize(self.lists.len(), 0);
        let mut words = Vec::with_capacity(self.lists.len());
        let sets = std::mem::take(&mut self.sets);
        for ((list, trigger), sets) in self.lists.iter().zip(&self.triggers).zip(sets) {
            let id = WordId::try_from(words.len()).expect("as many words as numbers");
            words.push(in_short(id, list, *trigger, index_of(&mut self.lists_of_words, sets)));
        }
        self.words.tell(|id| words[id as usize]);
        for list in std::mem::take(&mut self.lists) {
            self.starts.push(u32::try_from(self.entries.len()).expect("fewer than 2^32 phrases"));
            self.entries.extend(list);
        }
        self.starts.push(u32::try_from(self.entries.len()).expect("fewer than 2^32 phrases"));
    }

    /// Whether the filter lets a folded word with that key through; most that no table has it does not.
    #[inline]
    pub(crate) fn may_know(&self, key: u64) -> bool {
        self.words.may_have(key)
    }

    /// The folded word with that key (see [`keys::text`]), number 0 where it is unknown.
    #[inline]
    pub(crate) fn word(&self, key: u64) -> Word {
        self.words.get(key)
    }

    /// The value of one folded numeral word of that class.
    pub(crate) fn numeral(&self, folded: &str, class: NumeralClass) -> Option<Decimal> {
        self.entries(self.word(keys::text(folded)).id, 0).find_map(|entry| match entry.sense {
            Sense::Numeral(found, value) if found == class && entry.rest.is_empty() => Some(value),
            _ => None,
        })
    }

    /// The phrases that begin with a word, if `second` stands behind it: longest first.
    #[inline]
    pub(crate) fn entries(&self, id: WordId, second: WordId) -> impl Iterator<Item = &Entry> {
        let id = id as usize;
        let all = &self.entries[self.starts[id] as usize..self.starts[id + 1] as usize];
        let (some, alone) = if all.len() > LONG { with_second(all, second) } else { (all, &[][..]) };
        some.iter().chain(alone)
    }

    /// The closed lists that a word stands in, by [`Word::lists`].
    #[inline]
    pub(crate) fn sets(&self, lists: u16) -> u128 {
        self.lists_of_words[usize::from(lists)]
    }

    /// Number of words of the longest phrase whose sense has one of these bits.
    #[inline]
    pub(crate) fn reach(&self, bits: u64) -> usize {
        if bits.is_power_of_two() {
            return self.longest[bits.trailing_zeros() as usize];
        }
        self.longest.iter().copied().max().unwrap_or(1)
    }

    /// Number of words of the longest phrase whose sense is a word of the calendar of one of these sorts.
    #[inline]
    pub(crate) fn reach_calendar(&self, sorts: u64) -> usize {
        if sorts.is_power_of_two() {
            return self.longest_calendar[sorts.trailing_zeros() as usize];
        }
        self.reach(Sense::CALENDAR)
    }

    /// Whether a value can begin with the word.
    #[inline]
    pub(crate) fn trigger(&self, id: WordId) -> Trigger {
        self.triggers[id as usize]
    }
}

/// What the phrases that begin with a word tell of it.
fn in_short(id: WordId, list: &[Entry], trigger: Trigger, lists: u16) -> Word {
    let opens = if trigger == Trigger::Never { 0 } else { CalendarSort::OPENS };
    let many = if list.len() > FEW { CalendarSort::MANY } else { 0 };
    let mut word = Word { mask: 0, calendar: opens | many, id, numerals: 0, lists };
    for entry in list {
        word.mask |= entry.sense.bit();
        match entry.sense {
            Sense::Numeral(class, _) => word.numerals |= class.bit(),
            Sense::Calendar(calendar) => word.calendar |= calendar.sort().bit(),
            _ => {}
        }
    }
    word
}

/// The bit by which a second word of a phrase is told from most others.
#[inline]
pub(crate) fn second_bit(word: WordId) -> u64 {
    1 << (word % 64)
}

/// The phrases of a long list whose second word is that one, and those of one word.
fn with_second(all: &[Entry], second: WordId) -> (&[Entry], &[Entry]) {
    let alone = all.partition_point(|entry| entry.second != 0);
    let (longer, alone) = all.split_at(alone);
    let first = longer.partition_point(|entry| entry.second < second);
    let end = longer.partition_point(|entry| entry.second <= second);
    (&longer[first..end], alone)
}

fn index_of<T: PartialEq>(list: &mut Vec<T>, item: T) -> u16 {
    let at = list.iter().position(|known| *known == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn qualifier(name: &str) -> Option<Qualifier> {
    Some(match name {
        "about" => Qualifier::About,
        "over" => Qualifier::Over,
        "under" => Qualifier::Under,
        "up_to" => Qualifier::UpTo,
        "at_least" => Qualifier::AtLeast,
        _ => return None,
    })
}
