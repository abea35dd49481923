//! Silver marks: the names that another tagger found in a corpus of which only some names are marked.
//!
//! Its guidelines are not ours, so such a corpus is to be a domain with weights of its own.

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
            let (Some(id), Some(start), Some(end)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
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
            let (Some(kind), span) = (kind, Span::new(*offsets.get(start)?, *offsets.get(end)?)) else {
                continue;
            };
            if document.names.iter().any(|name| name.span.overlaps(span)) {
                continue;
            }
            document.names.push(Name { span, kind });
        }
        Some(())
    }
}
