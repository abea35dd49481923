//! The words that the extractor knows: each data table gives phrases their senses.

use std::str::FromStr;

use rust_decimal::Decimal;
use svodka_model::{Qualifier, Span};
use svodka_text::tokenize_into;

use crate::Error;
use crate::noun::Nouns;
use crate::sense::{CalendarWord, CurrencyClass, NumeralClass, Sense, Side, WordClass};
use crate::table::{Paradigms, Phrase, Row, Table};
use crate::vocabulary::Vocabulary;

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
    /// The words after the first, and whether no blank may stand before them. A full stop is optional.
    pub(crate) rest: Box<[(WordId, bool)]>,
    /// What it means.
    pub(crate) sense: Sense,
    /// The capitals of the first word, where they matter.
    pub(crate) exact: Option<Box<str>>,
}

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
    entries: Vec<Vec<Entry>>,
    triggers: Vec<Trigger>,
    /// Ids of the words of one byte: most marks, and letters that stand alone.
    bytes: [WordId; 128],
    masks: Vec<u64>,
    /// Id of the full stop.
    pub(crate) stop: WordId,
    /// Number of words of the longest phrase, by the bit of its sense.
    longest: [usize; 64],
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
            entries: vec![Vec::new()],
            triggers: Vec::new(),
            bytes: [0; 128],
            masks: Vec::new(),
            stop: 0,
            longest: [1; 64],
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
        let exact = phrase.exact.as_deref().map(Box::from);
        let entries = &mut self.entries[*first as usize];
        let known =
            entries.iter().any(|entry| *entry.rest == *rest && entry.sense == sense && entry.exact == exact);
        if !known {
            entries.push(Entry { rest: rest.into(), sense, exact });
        }
    }

    /// The id of a folded word.
    fn intern(&mut self, word: &str) -> WordId {
        let id = self.words.intern(word);
        if id as usize == self.entries.len() {
            self.entries.push(Vec::new());
        }
        id
    }

    /// Longest phrases first; words that can begin a value are marked.
    fn finish(&mut self) {
        for entries in &mut self.entries {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        self.masks = self
            .entries
            .iter()
            .map(|list| list.iter().fold(0, |mask, entry| mask | entry.sense.bit()))
            .collect();
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
        self.triggers = self.entries.iter().map(trigger).collect();
        for byte in 0..128_u8 {
            let word = char::from(byte).to_string();
            self.bytes[usize::from(byte)] = self.words.get(&word);
        }
    }

    /// The id of a folded word, 0 where it is unknown.
    #[inline]
    pub(crate) fn id(&self, folded: &str) -> WordId {
        match folded.as_bytes() {
            [byte @ 0..128] => self.bytes[usize::from(*byte)],
            _ => self.words.get(folded),
        }
    }

    /// The value of one folded numeral word of that class.
    pub(crate) fn numeral(&self, folded: &str, class: NumeralClass) -> Option<Decimal> {
        self.entries(self.id(folded)).iter().find_map(|entry| match entry.sense {
            Sense::Numeral(found, value) if found == class && entry.rest.is_empty() => Some(value),
            _ => None,
        })
    }

    /// The phrases that begin with a word, longest first.
    #[inline]
    pub(crate) fn entries(&self, id: WordId) -> &[Entry] {
        &self.entries[id as usize]
    }

    /// The bits of all senses of phrases that begin with the word.
    #[inline]
    pub(crate) fn mask(&self, id: WordId) -> u64 {
        self.masks[id as usize]
    }

    /// Number of words of the longest phrase whose sense has one of these bits.
    #[inline]
    pub(crate) fn reach(&self, bits: u64) -> usize {
        if bits.is_power_of_two() {
            return self.longest[bits.trailing_zeros() as usize];
        }
        self.longest.iter().copied().max().unwrap_or(1)
    }

    /// Whether a value can begin with the word.
    #[inline]
    pub(crate) fn trigger(&self, id: WordId) -> Trigger {
        self.triggers[id as usize]
    }
}

/// The bit by which a second word of a phrase is told from most others.
#[inline]
pub(crate) fn second_bit(word: WordId) -> u64 {
    1 << (word % 64)
}

fn index_of(list: &mut Vec<&'static str>, item: &'static str) -> u16 {
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
