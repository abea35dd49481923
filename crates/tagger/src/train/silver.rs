//! Silver marks: the names that another tagger found in a corpus of which only some names are marked.
//!
//! Its persons and places are believed; where it saw an organisation, or a place that may be part of one, the
//! learner is left free, since its guidelines are not ours.

use std::collections::BTreeMap;

use svodka_model::{Kind, Span};

use crate::train::{Annotated, Name};

/// Marks by document id, offsets in code points.
#[derive(Debug, Clone, Default)]
pub struct Silver {
    marks: BTreeMap<String, Vec<(usize, usize, Option<Kind>)>>,
}

impl Silver {
    /// Reads marks: id, start, end, type (PER, ORG, LOC, NONE for a document without names), tab between them.
    /// Lines that begin with # are comments.
    pub fn read(table: &str) -> Self {
        let mut silver = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(id), Some(start), Some(end)) = (cells.next(), cells.next(), cells.next()) else { continue };
            let kind = match cells.next() {
                Some("PER") => Some(Kind::Person),
                Some("ORG") => Some(Kind::Organization),
                Some("LOC") => Some(Kind::Location),
                _ => None,
            };
            let marks = silver.marks.entry(id.to_owned()).or_default();
            if let (Ok(start), Ok(end)) = (start.parse(), end.parse()) {
                marks.push((start, end, kind));
            }
        }
        silver
    }

    /// Completes the names of a document; `offsets` are the byte offsets of its code points. `None` if a mark
    /// leaves the text.
    pub(super) fn complete(&self, id: &str, document: &mut Annotated, offsets: &[usize]) -> Option<()> {
        for &(start, end, kind) in self.marks.get(id).into_iter().flatten() {
            let (Some(kind), span) = (kind, Span::new(*offsets.get(start)?, *offsets.get(end)?)) else { continue };
            if document.names.iter().any(|name| name.span.overlaps(span)) {
                continue;
            }
            let before = description_before(&document.text, span.start());
            match kind {
                Kind::Person => document.names.push(Name { span, kind }),
                Kind::Location if before == span.start() => document.names.push(Name { span, kind }),
                _ => {
                    let after = words_after(&document.text, span.end(), 4);
                    let end = if kind == Kind::Organization { after } else { span.end() };
                    document.free.push(Span::new(before, end));
                }
            }
        }
        Some(())
    }
}

/// Start of the (at most three) words of small letters, prepositions aside, that stand right before `at`.
fn description_before(text: &str, at: usize) -> usize {
    let mut start = at;
    for _ in 0..3 {
        let before = text[..start].trim_end_matches([' ', '«', '"']);
        let word = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |end| {
            end + before[end..].chars().next().map_or(0, char::len_utf8)
        });
        let is_noun = before[word..].chars().count() > 3 && before[word..].chars().all(char::is_lowercase);
        if !is_noun {
            break;
        }
        start = word;
    }
    start
}

/// End of the `count` words after `at`.
fn words_after(text: &str, at: usize, count: usize) -> usize {
    text[at..].match_indices(' ').nth(count).map_or(text.len(), |(end, _)| at + end)
}
