//! Lines that recur over the documents of one source: what every page of a site carries belongs to the site.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use svodka_model::{Block, BlockKind, Document};
use xxhash_rust::xxh3::xxh3_64;

use crate::letters::key;
use crate::lines::ends_sentence;

/// The part of all documents that must carry a line (one in so many).
const ONE_IN: usize = 3;
/// Most bodies that are looked at.
const MOST: usize = 4096;
/// Lengths of a line in characters; longer ones are passages, such as those that present a company.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=100;
/// From so many words on, a line with a full stop is a sentence of the body.
const SENTENCE: usize = 5;
/// Digits from which on a line holds a number that someone may look for.
const DIGITS: usize = 5;

/// What a document adds to the count of recurring lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// Digest of its body: copies of one text count once.
    pub body: u64,
    /// Digests of its short lines, sorted, each once.
    pub lines: Box<[u64]>,
}

impl Lines {
    /// The short lines of a document that may turn out to be furniture.
    pub fn of(document: &Document) -> Self {
        let lines = document.blocks().iter().filter_map(|block| candidate(block, document.text()));
        let lines: BTreeSet<u64> = lines.collect();
        Self { body: xxh3_64(body(document).as_bytes()), lines: lines.into_iter().collect() }
    }
}

/// The digest of a line, by which [`Options::recurring`](crate::Options::recurring) knows it.
pub(crate) fn digest_of_line(line: &str) -> u64 {
    xxh3_64(key(line).as_bytes())
}

/// Counts the short lines of the documents of one source (members of an archive, items of a feed, pages of a crawl),
/// to find those that recur. The order of the documents does not matter, and copies of one text count once.
///
/// A line recurs if at least four documents with different bodies carry it, and a third of all. Sentences, contacts,
/// rows of tables, bylines and datelines do not count, however often they come. Of a very large source some thousand
/// bodies are looked at, drawn by their digests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recurrence {
    /// Lines by the digest of the body below which they stand.
    bodies: BTreeMap<u64, Box<[u64]>>,
}

impl Recurrence {
    /// Fewest documents that must carry a line.
    pub const FEWEST: usize = 4;

    /// Counts a document.
    pub fn add(&mut self, Lines { body, lines }: &Lines) {
        let drawn =
            self.bodies.len() < MOST || self.bodies.last_key_value().is_some_and(|(last, _)| body <= last);
        if !drawn {
            return;
        }
        let known = self.bodies.entry(*body).or_default();
        if known.is_empty() {
            known.clone_from(lines);
        } else if known != lines {
            let both: BTreeSet<u64> = known.iter().chain(lines).copied().collect();
            *known = both.into_iter().collect();
        }
        if self.bodies.len() > MOST {
            self.bodies.pop_last();
        }
    }

    /// The lines that recur, in the form in which [`Options`](crate::Options) take them.
    pub fn lines(&self) -> BTreeSet<u64> {
        let mut carriers: BTreeMap<u64, usize> = BTreeMap::new();
        for line in self.bodies.values().flat_map(|lines| lines.iter()) {
            *carriers.entry(*line).or_default() += 1;
        }
        let recur = |on: usize| on >= Self::FEWEST && on * ONE_IN >= self.bodies.len();
        carriers.into_iter().filter(|(_, on)| recur(*on)).map(|(line, _)| line).collect()
    }
}

/// What tells a document from others: the beginning of its longest passage. Versions of one article share it.
fn body(document: &Document) -> String {
    let longest = document.blocks().iter().rev().max_by_key(|block| block.span.len());
    let text = longest.map_or("", |block| block.span.of(document.text()));
    key(&text[..text.floor_char_boundary(400)])
}

/// The digest of the line that a block is, if it may be furniture.
fn candidate(block: &Block, text: &str) -> Option<u64> {
    let kind = matches!(
        block.kind,
        BlockKind::Title
            | BlockKind::Heading
            | BlockKind::Standfirst
            | BlockKind::Paragraph
            | BlockKind::ListItem
            | BlockKind::Caption
    );
    let line = block.span.of(text).trim();
    if !kind || line.len() > 4 * LENGTHS.end() || line.contains(['\n', '@']) {
        return None;
    }
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let sentence = ends_sentence(line) && line.split_whitespace().count() >= SENTENCE;
    let fits = LENGTHS.contains(&line.chars().count()) && digits < DIGITS && !sentence;
    (fits && !key(line).is_empty()).then(|| digest_of_line(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, from_text, ingest};

    /// Releases of one office; every text differs.
    fn releases(count: usize) -> Vec<String> {
        let ships = ["ferry", "tug", "tanker", "barge", "trawler", "dredger", "icebreaker"];
        (0..count)
            .map(|number| {
                let ship = ships[number % ships.len()];
                format!(
                    "Zarya Press Desk\n\nYard delivers {ship} number {number}\n\nThe yard has handed over the {ship} to \
                     customer {number}, the company said in a statement on Wednesday.\n\nThe price was not told.\n\n\
                     Sign the petition\n\nTel. 555-01-43"
                )
            })
            .collect()
    }

    fn recurring(texts: &[String]) -> BTreeSet<u64> {
        let mut recurrence = Recurrence::default();
        texts.iter().for_each(|text| recurrence.add(&Lines::of(&from_text(text))));
        recurrence.lines()
    }

    /// Which of the lines of all texts recur.
    fn lines(texts: &[String]) -> BTreeSet<&str> {
        let recurring = recurring(texts);
        let lines = texts.iter().flat_map(|text| text.lines());
        lines.filter(|line| recurring.contains(&digest_of_line(line))).collect()
    }

    #[test]
    fn of_many_documents_the_same_are_drawn_in_any_order() {
        let texts: Vec<String> = (0..MOST + 500)
            .map(|number| format!("Line {}\n\nThe yard number {number} said that it is well.", number % 2))
            .collect();
        let mut counted = [Recurrence::default(), Recurrence::default()];
        texts.iter().for_each(|text| counted[0].add(&Lines::of(&from_text(text))));
        texts.iter().rev().for_each(|text| counted[1].add(&Lines::of(&from_text(text))));
        assert_eq!(counted[0], counted[1]);
        assert_eq!(counted[0].bodies.len(), MOST);
        assert_eq!(counted[0].lines(), BTreeSet::from(["Line 0", "Line 1"].map(digest_of_line)));
    }

    #[test]
    fn short_lines_of_many_documents_recur() {
        let expected = BTreeSet::from(["Sign the petition", "Zarya Press Desk"]);
        let mut texts = releases(6);
        assert_eq!(lines(&texts), expected);
        texts.reverse();
        assert_eq!(lines(&texts), expected);
        assert!(lines(&texts[..3]).is_empty(), "three documents are too few");
        assert!(lines(&vec![texts[0].clone(); 9]).is_empty(), "copies of one text are one document");
    }

    #[test]
    fn a_recurring_line_is_furniture_and_no_title() {
        let texts = releases(6);
        let options = Options { recurring: recurring(&texts), ..Options::default() };
        let document = ingest("x", texts[2].as_bytes(), &options).unwrap().remove(0).document;
        let title = document.metadata().title.as_ref().map(|field| field.value.as_str());
        assert_eq!(title, Some("Yard delivers tanker number 2"));
        let marked: Vec<&str> = document
            .blocks()
            .iter()
            .filter(|block| block.reason.as_deref() == Some("recurring"))
            .map(|block| block.span.of(document.text()).trim())
            .collect();
        assert_eq!(marked, ["Zarya Press Desk", "Sign the petition"]);
    }
}
