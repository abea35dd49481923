//! The beginning of a Russian noun phrase: the words that may be inflected.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::fold::fold;
use crate::letters;

/// A word, hyphens included, of the beginning of a phrase.
pub(crate) struct Word {
    /// Byte offset in the phrase.
    pub start: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// Its folded parts, hyphens between them.
    pub parts: Vec<String>,
    /// Which part tells how the word is inflected: the last, or the one before «на» in «Ростов-на-Дону».
    pub decisive_index: usize,
}

impl Word {
    fn new(start: usize, word: &str) -> Self {
        let parts: Vec<String> = word.split('-').map(fold).collect();
        let joint = parts.iter().skip(1).position(|part| behaviour(part) == Some(Behaviour::Joins));
        let decisive_index = joint.unwrap_or(parts.len() - 1);
        Self { start, end: start + word.len(), parts, decisive_index }
    }

    /// The part that tells how the word is inflected.
    pub fn decisive(&self) -> &str {
        &self.parts[self.decisive_index]
    }

    /// Whether the part at `index` is a noun that is inflected with the decisive one, as in «члена-корреспондента».
    pub fn inflects_along(&self, index: usize) -> bool {
        index < self.decisive_index && behaviour(&self.parts[index]) == Some(Behaviour::Both)
    }
}

/// The words from the beginning of a phrase on that may be inflected: Russian words with spaces between them, up to
/// the first mark, number, abbreviation or word that is never inflected. An opening quote may stand first. Each is read
/// when it is asked for: most phrases end their inflection at the first or second.
pub(crate) fn leading_words(phrase: &str) -> impl Iterator<Item = Word> {
    let mut next = phrase.find(|c: char| !letters::is_opening_quote(c)).or(Some(phrase.len()));
    std::iter::from_fn(move || {
        let at = next.take()?;
        let rest = &phrase[at..];
        let length = rest.find(|c: char| !letters::is_letter(c) && c != '-').unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        // «Чрезвычайный и полномочный посол».
        let joins = word == "и" && at > 0;
        if after.starts_with('.') || !(joins || is_inflected(word)) {
            return None;
        }
        let spaces = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
        next = (spaces > 0).then_some(at + length + spaces);
        Some(Word::new(at, word))
    })
}

fn is_inflected(word: &str) -> bool {
    let letters = || word.chars().filter(|&c| c != '-');
    let russian = word.rsplit('-').next().is_some_and(|last| last.chars().count() > 1)
        && letters().all(letters::is_cyrillic)
        && !word.starts_with('-')
        && !word.ends_with('-');
    let acronym = letters().all(letters::is_upper);
    let behaviour = behaviour(&fold(word));
    russian && behaviour != Some(Behaviour::Stays) && (!acronym || behaviour == Some(Behaviour::Acronym))
}

/// How a word defies its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behaviour {
    /// Never inflected.
    Stays,
    /// An abbreviation in capitals that is inflected.
    Acronym,
    /// Inflected before a hyphen too.
    Both,
    /// Joins a tail to a name: «на».
    Joins,
    /// A noun although it looks like an adjective: what follows does not agree with it («сборная Бразилии»).
    Head,
    /// Met in the plural rather than the singular («власти»).
    Plural,
}

/// How a folded word defies its ending, by `data/inflection_words.tsv`.
pub(crate) fn behaviour(word: &str) -> Option<Behaviour> {
    static WORDS: LazyLock<FxHashMap<&str, Behaviour>> = LazyLock::new(|| {
        let rows = crate::tsv::rows(include_str!("../data/inflection_words.tsv"));
        rows.map(|row| {
            let behaviour = match row[1] {
                "stays" => Behaviour::Stays,
                "acronym" => Behaviour::Acronym,
                "both" => Behaviour::Both,
                "head" => Behaviour::Head,
                "plural" => Behaviour::Plural,
                _ => Behaviour::Joins,
            };
            (row[0], behaviour)
        })
        .collect()
    });
    WORDS.get(word).copied()
}
