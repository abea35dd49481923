//! The declension table of Russian: from the ending of a nominative to its other forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::endings::EndingMap;
use crate::grammar::{Gender, GrammaticalCase, Number, Pos};
use crate::letters;

/// The table of `data/declension.tsv`, read once.
static DECLENSION: LazyLock<Vec<Paradigm>> = LazyLock::new(|| {
    crate::tsv::rows(include_str!("../data/declension.tsv")).map(|row| Paradigm::parse(&row)).collect()
});

/// The paradigms by the last letter of the nominative.
static BY_LAST_LETTER: LazyLock<BTreeMap<char, Vec<&'static Paradigm>>> = LazyLock::new(|| {
    let mut by_letter: BTreeMap<char, Vec<&'static Paradigm>> = BTreeMap::new();
    for paradigm in DECLENSION.iter() {
        let last = *paradigm.ending.letters.last().expect("the table gives an ending");
        for letter in ('а'..='я').filter(|&letter| match_letter(last, letter).is_some()) {
            by_letter.entry(letter).or_default().push(paradigm);
        }
    }
    by_letter
});

/// A form that a paradigm gives to an ending.
pub(crate) type Use = (&'static Paradigm, Number, GrammaticalCase);

/// What each ending can be.
static USES: LazyLock<FxHashMap<&'static str, Vec<Use>>> = LazyLock::new(|| {
    let mut uses: FxHashMap<&str, Vec<Use>> = FxHashMap::default();
    for paradigm in DECLENSION.iter() {
        for number in Number::ALL {
            for case in GrammaticalCase::ALL {
                for ending in paradigm.endings(number, case) {
                    uses.entry(ending).or_default().push((paradigm, number, case));
                }
            }
        }
    }
    uses
});

/// The ways to take a folded form apart into a stem and an ending of some paradigm, with what the ending can be.
pub(crate) fn splits(form: &str) -> impl Iterator<Item = (&str, &'static [Use])> {
    let ends = form.char_indices().rev().map(|(at, _)| at).take(5);
    [form.len()]
        .into_iter()
        .chain(ends)
        .filter(|&at| at > 0)
        .filter_map(|at| USES.get(&form[at..]).map(|uses| (&form[..at], uses.as_slice())))
}

/// How words with one ending are declined.
#[derive(Debug)]
pub(crate) struct Paradigm {
    /// Noun or adjective.
    pub pos: Pos,
    /// Genders of the words it holds for; empty when it begins from a plural.
    pub genders: Vec<Gender>,
    ending: Ending,
    /// Endings by number and case; each may have variants, none when there is no such form.
    endings: [[Vec<&'static str>; 6]; 2],
    /// By number: whether the accusative is the nominative of things and the genitive of the living.
    by_animacy: [bool; 2],
}

impl Paradigm {
    fn parse(row: &[&'static str]) -> Self {
        let genders = row[1].chars().filter_map(|c| match c {
            'm' => Some(Gender::Masculine),
            'f' => Some(Gender::Feminine),
            'n' => Some(Gender::Neuter),
            _ => None,
        });
        Self {
            pos: if row[0] == "adj" { Pos::Adjective } else { Pos::Noun },
            genders: genders.collect(),
            ending: Ending::parse(row[2], row[3]),
            endings: [endings(&row[4..10]), endings(&row[10..16])],
            by_animacy: [row[7] == "A", row[13] == "A"],
        }
    }

    /// The number of the nominative that it begins from.
    pub fn number(&self) -> Number {
        if self.genders.is_empty() { Number::Plural } else { Number::Singular }
    }

    /// The ending of the nominative that it begins from.
    pub fn nominative(&self) -> &'static str {
        self.endings(self.number(), GrammaticalCase::Nominative).first().copied().unwrap_or_default()
    }

    /// Whether a noun of this paradigm can stand with an adjective of the other.
    pub fn agrees(&self, other: &Self) -> bool {
        self.genders.iter().any(|gender| other.genders.contains(gender))
            || self.number() == Number::Plural && other.number() == Number::Plural
    }

    /// Weight of the match with a folded nominative, none if it does not fit.
    pub fn fits(&self, word: &str) -> Option<usize> {
        self.ending.fits(word)
    }

    /// The stem of a nominative that fits.
    pub fn stem<'w>(&self, word: &'w str) -> &'w str {
        self.ending.stem(word)
    }

    /// Whether the accusative is the nominative of things and the genitive of the living.
    pub fn accusative_by_animacy(&self, number: Number) -> bool {
        self.by_animacy[number as usize]
    }

    /// Endings of a case, with variants. The accusative of living and lifeless things is given by both.
    pub fn endings(&self, number: Number, case: GrammaticalCase) -> &[&'static str] {
        &self.endings[number as usize][case as usize]
    }
}

/// How nominatives of a paradigm end, and what is taken off to get the stem.
#[derive(Debug)]
pub(crate) struct Ending {
    letters: Vec<char>,
    drop: usize,
}

impl Ending {
    /// From the cells of a table: letters and sets of letters, number of letters to drop.
    pub fn parse(letters: &str, drop: &str) -> Self {
        let drop = drop.parse().expect("the table gives a number of letters");
        Self { letters: letters.chars().collect(), drop }
    }

    /// Weight of the match with a folded nominative: letters count two, sets of letters one; none if it does not fit.
    pub fn fits(&self, word: &str) -> Option<usize> {
        let mut weight = 0;
        let mut rest = word.chars().rev();
        for &expected in self.letters.iter().rev() {
            weight += match_letter(expected, rest.next()?)?;
        }
        (word.chars().count() > self.drop).then_some(weight)
    }

    /// Whether it is written `-` in the table and fits no nominative.
    pub fn is_never(&self) -> bool {
        self.letters == ['-']
    }

    /// The stem of a nominative that fits.
    pub fn stem<'w>(&self, word: &'w str) -> &'w str {
        word.char_indices().rev().take(self.drop).last().map_or(word, |(at, _)| &word[..at])
    }
}

/// The endings of six cells of a table.
pub(crate) fn endings(cells: &[&'static str]) -> [Vec<&'static str>; 6] {
    let variants = |cell: &'static str| -> Vec<&'static str> {
        cell.split('/').map(|ending| if ending == "0" { "" } else { ending }).collect()
    };
    std::array::from_fn(|case| match cells[case] {
        "-" => Vec::new(),
        "N" => variants(cells[0]),
        "A" => [variants(cells[0]), variants(cells[1])].concat(),
        cell => variants(cell),
    })
}

fn match_letter(expected: char, c: char) -> Option<usize> {
    let (matches, weight) = match expected {
        'C' => (is_consonant(c), 1),
        'K' => (matches!(c, 'г' | 'к' | 'х'), 1),
        'H' => (matches!(c, 'ж' | 'ш' | 'ч' | 'щ'), 1),
        'S' => (is_consonant(c) && !matches!(c, 'г' | 'к' | 'х' | 'ж' | 'ш' | 'ч' | 'щ'), 1),
        'V' => (letters::is_vowel(c), 1),
        _ => (expected == c, 2),
    };
    matches.then_some(weight)
}

/// Whether a folded letter is a Russian consonant (й is none for declension).
pub(crate) fn is_consonant(c: char) -> bool {
    letters::is_cyrillic(c) && !letters::is_vowel(c) && !matches!(c, 'й' | 'ь' | 'ъ')
}

/// The paradigm of a part of speech that fits a folded nominative best, with the weight of the match; of equals the
/// first in the table.
fn best(word: &str, pos: Pos, agrees: impl Fn(&Paradigm) -> bool) -> Option<(usize, &'static Paradigm)> {
    let candidates = BY_LAST_LETTER.get(&word.chars().next_back()?)?;
    let own = candidates.iter().filter(|paradigm| paradigm.pos == pos && agrees(paradigm));
    let fitting = own.filter_map(|paradigm| Some((paradigm.fits(word)?, *paradigm)));
    fitting.reduce(|best, other| if other.0 > best.0 { other } else { best })
}

/// The paradigm of a folded nominative that looks like an adjective rather than a noun.
pub(crate) fn adjective(word: &str) -> Option<&'static Paradigm> {
    let (weight, paradigm) = best(word, Pos::Adjective, |_| true)?;
    let noun = best(word, Pos::Noun, |_| true).map_or(0, |(weight, _)| weight);
    (weight > noun).then_some(paradigm)
}

/// The paradigm of a folded nominative as a noun; one that agrees with `adjective`, if that is given.
pub(crate) fn noun(word: &str, adjective: Option<&Paradigm>) -> Option<&'static Paradigm> {
    let agrees = |paradigm: &Paradigm| adjective.is_none_or(|adjective| paradigm.agrees(adjective));
    best(word, Pos::Noun, agrees).map(|(_, paradigm)| paradigm)
}

/// The nominative of an adjective in another column of `data/adjective_gender.tsv` (1 feminine, 2 neuter, 3 plural).
pub(crate) fn agreeing(masculine: &str, column: usize) -> Option<String> {
    static ROWS: LazyLock<EndingMap<Vec<&'static str>>> = LazyLock::new(|| {
        let mut rows = EndingMap::default();
        crate::tsv::rows(include_str!("../data/adjective_gender.tsv"))
            .for_each(|row| rows.insert(row[0], row));
        rows
    });
    let longest = ROWS.of(masculine.chars().rev()).last()?;
    Some([&masculine[..masculine.len() - longest[0].len()], longest[column]].concat())
}
