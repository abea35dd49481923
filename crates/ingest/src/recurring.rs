//! Lines that recur over the documents of one source: what every page of a site carries belongs to the site.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Block, BlockKind, Document};

use crate::lines::ends_sentence;
use crate::structure::key;

/// Fewest documents that must carry a line, and the part of all documents that they must be (one in so many).
const FEWEST: usize = 4;
const ONE_IN: usize = 3;
/// Lengths of a line in characters; longer ones are passages, such as those that present a company.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=100;
/// From so many words on, a line with a full stop is a sentence of the body.
const SENTENCE: usize = 5;
/// Digits from which on a line holds a number that someone may look for.
const DIGITS: usize = 5;

/// The short lines that recur over `documents`, in the form in which [`Options`](crate::Options) take them. The
/// documents are those of one source: members of an archive, items of a feed, pages of a crawl. Their order does not
/// matter, and copies of one text count once.
///
/// A line recurs if at least four documents with different bodies carry it, and a third of all. Sentences, contacts,
/// rows of tables, bylines and datelines do not count, however often they come.
pub fn recurring<'a>(documents: impl IntoIterator<Item = &'a Document>) -> BTreeSet<String> {
    let mut bodies = BTreeSet::new();
    let mut carriers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for document in documents {
        let body = body(document);
        for block in document.blocks() {
            if let Some(line) = candidate(block, document.text()) {
                carriers.entry(line).or_default().insert(body.clone());
            }
        }
        bodies.insert(body);
    }
    carriers.retain(|_, on| on.len() >= FEWEST && on.len() * ONE_IN >= bodies.len());
    carriers.into_keys().collect()
}

/// What tells a document from others: the beginning of its longest passage. Versions of one article share it.
fn body(document: &Document) -> String {
    let longest = document.blocks().iter().rev().max_by_key(|block| block.span.len());
    let text = longest.map_or("", |block| block.span.of(document.text()));
    key(&text[..text.floor_char_boundary(400)])
}

/// The line that a block is, if it may be furniture.
fn candidate(block: &Block, text: &str) -> Option<String> {
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
    Some(key(line)).filter(|key| fits && !key.is_empty())
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

    fn lines(texts: &[String]) -> Vec<String> {
        let documents: Vec<Document> = texts.iter().map(|text| from_text(text)).collect();
        recurring(&documents).into_iter().collect()
    }

    #[test]
    fn short_lines_of_many_documents_recur() {
        let expected = ["signthepetition", "zaryapressdesk"];
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
        let documents: Vec<Document> = texts.iter().map(|text| from_text(text)).collect();
        let options = Options { recurring: recurring(&documents), ..Options::default() };
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
