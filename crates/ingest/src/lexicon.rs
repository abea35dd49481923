//! Knowledge about the furniture, labels and bylines of articles, read from the data files.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::letters::{fold, is_word, small};
use crate::table::rows;

/// Longest line, in bytes, that is compared with whole-line phrases and beginnings.
const SHORT: usize = 320;
/// Longest line, in bytes, that is searched for phrases anywhere.
const MODERATE: usize = 800;

/// What a line of furniture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Furniture {
    pub reason: &'static str,
    /// It heads a section of furniture.
    pub section: bool,
}

/// A label with what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    pub what: &'static str,
    pub value: &'static str,
}

/// The data files, indexed.
pub(crate) struct Lexicon {
    lines: BTreeMap<&'static str, Furniture>,
    /// By first word.
    prefixes: BTreeMap<&'static str, Vec<(&'static str, &'static str)>>,
    anywhere: AhoCorasick,
    anywhere_reasons: Vec<&'static str>,
    tails: Vec<(&'static str, &'static str)>,
    labels: BTreeMap<&'static str, Vec<Label>>,
    /// Letters and digits with which labels begin.
    label_starts: HashSet<&'static str>,
    /// Bytes of the longest label.
    longest_label: usize,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// The lexicon; read at first use.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    fn read() -> Self {
        let mut lines = BTreeMap::new();
        let mut prefixes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let (mut phrases, mut anywhere_reasons, mut tails) = (vec![], vec![], vec![]);
        for row in rows(include_str!("../data/furniture.tsv")) {
            let [reason, place, phrase] = row[..] else { panic!("furniture.tsv has three columns: {row:?}") };
            match place {
                "line" | "section" => {
                    lines.insert(phrase, Furniture { reason, section: place == "section" });
                }
                "tail" => tails.push((phrase, reason)),
                "prefix" => prefixes.entry(first_word(phrase)).or_default().push((phrase, reason)),
                _ => {
                    phrases.push(phrase);
                    anywhere_reasons.push(reason);
                }
            }
        }
        let anywhere = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(phrases);
        let mut labels: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows(include_str!("../data/labels.tsv")) {
            for form in row[2].split("; ") {
                labels.entry(form).or_default().push(Label { what: row[0], value: row[1] });
            }
        }
        let anywhere = anywhere.expect("furniture.tsv makes a small automaton");
        let start = |form: &&'static str| form.split(|c: char| !is_word(c)).next().unwrap_or("");
        let label_starts = labels.keys().map(start).collect();
        let longest_label = labels.keys().map(|form| form.len()).max().unwrap_or(0);
        Self { lines, prefixes, anywhere, anywhere_reasons, tails, labels, label_starts, longest_label }
    }

    /// Whether a line is furniture by its words.
    pub fn furniture(&self, line: &str) -> Option<Furniture> {
        if line.len() > MODERATE {
            return None;
        }
        let folded = fold(line);
        if line.len() <= SHORT {
            let bare = trim(&folded);
            let known = self
                .lines
                .get(bare)
                .or_else(|| self.lines.get(bare.trim_end_matches([' ', '(', '0']).trim_start_matches("0 ")));
            if let Some(known) = known {
                return Some(*known);
            }
            let greeting = line.len() <= 160 && line.trim_end().ends_with([',', '!']);
            if let Some(reason) = self
                .prefix(folded.trim_start_matches(|c: char| !is_word(c) && c != '©' && c != '('))
                .filter(|&reason| reason != "salutation" || greeting)
            {
                return Some(Furniture { reason, section: false });
            }
        }
        let found = self.anywhere.find(&folded)?;
        Some(Furniture { reason: self.anywhere_reasons[found.pattern().as_usize()], section: false })
    }

    /// Whether a text begins with the label of a credit.
    pub fn begins_credit(&self, text: &str) -> bool {
        let start =
            text[..text.floor_char_boundary(80)].trim_start_matches(|c: char| !is_word(c) && c != '(');
        start.starts_with(|c: char| c.is_uppercase() || c == '(')
            && self.prefix(&fold(start)) == Some("credit")
    }

    fn prefix(&self, folded: &str) -> Option<&'static str> {
        let folded = folded.strip_prefix('(').unwrap_or(folded);
        let starts = |phrase: &str| {
            folded
                .strip_prefix(phrase)
                .is_some_and(|rest| phrase.ends_with([':', '©', '-']) || !rest.starts_with(is_word))
        };
        let candidates = self.prefixes.get(first_word(folded))?;
        candidates.iter().find(|(phrase, _)| starts(phrase)).map(|(_, reason)| *reason)
    }

    /// Furniture glued to the end of a text: where it starts, and why.
    pub fn tail(&self, text: &str) -> Option<(usize, &'static str)> {
        let mut window = text.len().saturating_sub(60);
        while !text.is_char_boundary(window) {
            window += 1;
        }
        let end = &text[window..];
        let last = end.chars().next_back().map(small)?;
        for (phrase, reason) in self.tails.iter().filter(|(phrase, _)| phrase.ends_with(last)) {
            let letters = phrase.chars().count();
            let Some((start, _)) = end.char_indices().rev().nth(letters - 1) else { continue };
            if fold(&end[start..]) == *phrase && end[start..].starts_with(char::is_uppercase) {
                return Some((window + start, reason));
            }
        }
        None
    }

    /// What a word or phrase means as a label, in one of the given senses.
    pub fn label(&self, phrase: &str, senses: &[&str]) -> Option<Label> {
        self.labels(phrase).iter().find(|label| senses.contains(&label.what)).copied()
    }

    /// All that a word or phrase means as a label.
    pub fn labels(&self, phrase: &str) -> &[Label] {
        // Marks at the edges, digits and capitals outside the alphabets may make it shorter when folded.
        if phrase.len() > 2 * self.longest_label {
            return &[];
        }
        self.labels.get(trim(&fold(phrase))).map_or(&[], Vec::as_slice)
    }

    /// Whether a line begins with the first word of a label.
    pub fn begins_as_label(&self, line: &str) -> bool {
        let start = line.trim_start_matches(|c: char| !is_word(c));
        let end = start.find(|c: char| !is_word(c)).unwrap_or(start.len());
        self.label_starts.contains(fold(&start[..end]).as_str())
    }
}

fn first_word(folded: &str) -> &str {
    folded.split([' ', ':', ',', '.', '-']).find(|word| !word.is_empty()).unwrap_or("")
}

fn trim(folded: &str) -> &str {
    folded.trim_matches(|c: char| !is_word(c) && c != '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_furniture() {
        let reason = |line: &str| lexicon().furniture(line).map(|furniture| furniture.reason);
        assert_eq!(reason("QR code:"), Some("navigation"));
        assert_eq!(reason("» Читайте также:"), Some("related"));
        assert_eq!(reason("Ещё новости"), Some("related"));
        assert_eq!(reason("2 minutes ago"), Some("age"));
        assert_eq!(reason("Comments (12)"), Some("comments"));
        assert_eq!(reason("Фото: Иван Петров / ТАСС"), Some("credit"));
        assert_eq!(reason("© 2024 Port Review. Contact"), Some("copyright"));
        assert_eq!(reason("This website uses cookies to improve your experience."), Some("cookies"));
        assert_eq!(reason("Share of exports rose"), None);
        assert_eq!(reason("Photography is booming"), None);
        assert_eq!(reason("Rossiya Segodnya is an official media partner of the forum."), None);
    }

    #[test]
    fn sees_glued_tails() {
        let tail =
            |text: &str| lexicon().tail(text).map(|(start, reason)| (text[start..].to_owned(), reason));
        assert_eq!(
            tail("It affects shared interests.Most Popular"),
            Some(("Most Popular".to_owned(), "related"))
        );
        assert_eq!(tail("договор подписан. Читайте также"), Some(("Читайте также".to_owned(), "related")));
        assert_eq!(tail("This is the most popular"), None);
    }
}
