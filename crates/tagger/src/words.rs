//! Word types: what can be said of a word form without its context, and the features that look at one word.

use rustc_hash::FxHashMap;
use svodka_text::table::Table;
use svodka_text::{Case, Layer, Token, TokenKind, letters};

use crate::hash;
use crate::lexicon::{Clusters, Lexicon, class};

/// Number of positions from which a word is looked at: two before, itself, two after.
pub(crate) const OFFSETS: usize = 5;

/// What is known of a word form.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    /// Hash of the folded form.
    pub(crate) folded: u64,
    /// Hash of the stem.
    pub(crate) stem: u64,
    /// Index of the stem among those of [`Words`].
    pub(crate) stem_index: u32,
    /// Hash of the last three letters.
    pub(crate) ending: u64,
    /// Gazetteer classes as a phrase of one word.
    pub(crate) classes: u16,
    /// Whether the word is common in small letters.
    pub(crate) common: bool,
    /// Number of tokens of the longest phrase that begins here.
    pub(crate) longest: u8,
    /// Clusters.
    pub(crate) clusters: Clusters,
    /// Kind, capitals, length, alphabet in one number.
    pub(crate) shape: u8,
    /// Role in the sentence of a mark or a preposition.
    pub(crate) role: Role,
    /// A word that begins with a capital.
    pub(crate) capital: bool,
    /// All capitals, two letters or more.
    pub(crate) upper: bool,
    /// A word of small letters.
    pub(crate) lower: bool,
}

/// What a token does to its neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing special.
    #[default]
    Plain,
    /// Opens a quotation.
    Open,
    /// Closes a quotation.
    Close,
    /// A straight quotation mark.
    Straight,
    /// A hyphen or dash.
    Dash,
    /// A full stop.
    Stop,
    /// A comma.
    Comma,
    /// A conjunction that joins names: «и», "and".
    And,
    /// A preposition before places: «в», "in".
    In,
}

/// The word types met so far, by hash of the word as written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    index: Table<u32>,
    stems: FxHashMap<u64, u32>,
    all: Vec<Word>,
}

impl Words {
    /// The word types; the first stands for the place before and after a sentence.
    pub(crate) fn all(&self) -> &[Word] {
        &self.all
    }

    /// Number of stems.
    pub(crate) fn stems(&self) -> usize {
        self.stems.len()
    }

    /// Index of the word type of a token, and whether it is new; a new one is analysed.
    pub(crate) fn intern(&mut self, layer: &Layer, at: usize, lexicon: &Lexicon) -> (u32, bool) {
        let word = layer.word(at);
        let key = hash::text(word);
        if let Some(&index) = self.index.get(key) {
            return (index, false);
        }
        let mut info = analyse(word, layer.folded(at), &layer.tokens()[at], lexicon);
        let next = self.stems.len() as u32;
        info.stem_index = *self.stems.entry(info.stem).or_insert(next);
        (self.push(key, info), true)
    }

    /// Adds the type that stands for the place outside a sentence, which must be the first.
    pub(crate) fn push_outside(&mut self) {
        let outside = hash::text("\u{0}");
        self.push(outside, Word { folded: outside, stem: outside, ending: outside, ..Word::default() });
    }

    fn push(&mut self, key: u64, word: Word) -> u32 {
        let index = self.all.len() as u32;
        *self.index.entry(key) = index;
        self.all.push(word);
        index
    }
}

fn analyse(word: &str, folded: &str, token: &Token, lexicon: &Lexicon) -> Word {
    let mut pattern = String::new();
    let form = match token.kind {
        TokenKind::Number => {
            pattern.extend(folded.chars().take(8).map(|c| if c.is_ascii_digit() { '0' } else { c }));
            pattern.as_str()
        }
        TokenKind::Punct => punct(folded),
        TokenKind::Word => folded,
    };
    let hash_of_form = hash::text(form);
    Word {
        folded: hash_of_form,
        stem: hash::text(stem(form)),
        stem_index: 0,
        ending: hash::text(last_letters(form, 3)),
        classes: lexicon.classes(hash_of_form),
        common: lexicon.common.contains(&(hash_of_form as u32)),
        longest: lexicon.longest(hash_of_form),
        clusters: lexicon.clusters(hash_of_form),
        shape: shape(word, token),
        role: role(word, folded),
        capital: token.is_capitalized(),
        upper: token.kind == TokenKind::Word && token.case == Case::Upper,
        lower: token.kind == TokenKind::Word && token.case == Case::Lower,
    }
}

/// A mark; all quotation marks are one.
pub(crate) fn punct(mark: &str) -> &str {
    match mark {
        "«" | "»" | "“" | "”" | "„" | "‹" | "›" => "\"",
        _ => mark,
    }
}

fn role(word: &str, folded: &str) -> Role {
    match word {
        "«" | "“" | "„" | "‹" => Role::Open,
        "»" | "”" | "›" => Role::Close,
        "\"" => Role::Straight,
        "." => Role::Stop,
        "," => Role::Comma,
        _ => match folded {
            "в" | "во" | "из" | "на" | "под" | "in" | "at" | "from" | "near" => Role::In,
            "и" | "или" | "and" | "or" | "&" => Role::And,
            _ if word.chars().all(letters::is_dash) => Role::Dash,
            _ => Role::Plain,
        },
    }
}

/// Kind, capitals, length class and alphabet of a token as one number from 1 on.
fn shape(word: &str, token: &Token) -> u8 {
    match token.kind {
        TokenKind::Number => match word.len() {
            1 | 2 => 1,
            4 if word.bytes().all(|b| b.is_ascii_digit()) => 2,
            _ => 3,
        },
        TokenKind::Punct => {
            const MARKS: &str = ".,:;()-–—«»\"“”„'’/%$€№&@+";
            let mark = MARKS.chars().position(|mark| word.starts_with(mark));
            4 + mark.unwrap_or(MARKS.chars().count()) as u8
        }
        TokenKind::Word => {
            let length = match word.chars().count() {
                1 => 0,
                2..=3 => 1,
                _ => 2,
            };
            64 + length + 3 * (token.case as u8) + 12 * (token.script as u8)
        }
    }
}

/// The last `count` characters.
fn last_letters(word: &str, count: usize) -> &str {
    let start = word.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at);
    &word[start..]
}

/// Endings of Russian inflection, the longer before those they end in.
const ENDINGS: [&str; 40] = [
    "иями", "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "иях", "ием", "иям", "ах", "ях", "ов",
    "ев", "ам", "ям", "ом", "ем", "ой", "ей", "ою", "ую", "юю", "ая", "яя", "ое", "ее", "ые", "ие", "ый",
    "ий", "ым", "им", "ых", "их", "ия", "ии", "ию",
];

/// A Russian word without its ending, as far as three letters remain; any other word whole.
fn stem(word: &str) -> &str {
    if !word.chars().next_back().is_some_and(letters::is_cyrillic) {
        return word;
    }
    let enough = |rest: &&str| rest.chars().nth(2).is_some();
    let long = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(enough));
    let short = || word.strip_suffix(['а', 'я', 'о', 'е', 'у', 'ю', 'ы', 'и', 'ь', 'й']).filter(enough);
    long.or_else(short).unwrap_or(word)
}

/// Templates of features of one word; each is told apart by the position from which the word is looked at.
mod template {
    pub(super) const FOLDED: u64 = 0;
    pub(super) const STEM: u64 = 1;
    pub(super) const SHAPE: u64 = 2;
    pub(super) const FINE: u64 = 3;
    pub(super) const COARSE: u64 = 4;
    pub(super) const CLASS: u64 = 5;
    pub(super) const CASED: u64 = 6;
    pub(super) const COMMON: u64 = 7;
    pub(super) const PREFIX: u64 = 8; // five lengths
    pub(super) const SUFFIX: u64 = 16; // five lengths
    pub(super) const SUFFIX_CASE: u64 = 24;
    pub(super) const CLASS_SHAPE: u64 = 25;
}

/// Calls `sink` with the features of a word as seen from the token two before it (`offset` 4), ... itself (2), ...
/// two after it (`offset` 0): position `offset` holds the word at distance `offset - 2`.
pub(crate) fn features(word: &Word, folded: &str, offset: usize, sink: &mut impl FnMut(u64)) {
    let distance = offset.abs_diff(2);
    let mut put =
        |template: u64, value: u64| sink(hash::feature(template * OFFSETS as u64 + offset as u64, value));
    put(template::FOLDED, word.folded);
    put(template::STEM, word.stem);
    put(template::SHAPE, u64::from(word.shape));
    for (template, cluster) in [template::FINE, template::COARSE].into_iter().zip(word.clusters) {
        if cluster != 0 {
            put(template, u64::from(cluster));
        }
    }
    for bit in (0..class::COUNT).filter(|bit| word.classes >> bit & 1 != 0) {
        put(template::CLASS, u64::from(bit));
        put(template::CLASS_SHAPE, hash::pair(u64::from(bit), u64::from(word.shape)));
    }
    if word.capital {
        put(template::COMMON, u64::from(word.common) << 8 | u64::from(word.shape));
    }
    if distance < 2 {
        affixes(word, folded, distance, put);
    }
}

fn affixes(word: &Word, folded: &str, distance: usize, mut put: impl FnMut(u64, u64)) {
    if word.shape < 64 {
        return;
    }
    let shape = u64::from(word.shape);
    for length in 1..=5 {
        let wanted = distance == 0 || matches!(length, 2 | 3);
        if wanted && let Some((at, c)) = folded.char_indices().nth(length - 1) {
            let prefix = hash::text(&folded[..at + c.len_utf8()]);
            let suffix = hash::text(last_letters(folded, length));
            if distance == 0 || length == 3 {
                put(template::PREFIX + length as u64, prefix);
            }
            put(template::SUFFIX + length as u64, suffix);
            if distance == 0 && length == 3 {
                put(template::SUFFIX_CASE, hash::pair(suffix, shape));
            }
        }
    }
    if distance == 0 {
        put(template::CASED, hash::pair(word.folded, shape));
    }
}
