//! Records of a collection (items of feeds, JSON objects, rows of tables) to drafts.

use svodka_model::{BlockKind, Diagnostic, Locator};

use crate::draft::Draft;
use crate::error::ErrorKind;
use crate::fields::{FieldRole, Fields, Mapping, Sorted, claim, title};
use crate::{clean, html, text};

/// From this length on, in bytes, a value may be the text though its name does not say so.
const LONG_VALUE: usize = 200;
/// Bytes of a text that are searched for its headline.
const OPENING: usize = 2000;

/// A record that may be a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// From 1.
    pub number: usize,
    /// Line of the file at which it begins, from 1.
    pub line: Option<u32>,
    pub fields: Fields,
}

/// What of a collection came before the portion at hand.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Before {
    pub bytes: u64,
    pub lines: usize,
    pub records: usize,
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Of the record.
    pub number: usize,
    pub kind: ErrorKind,
    pub message: String,
}

/// What a record is drafted with.
pub(crate) struct Collection<'a> {
    pub mapping: &'a Mapping,
    /// Who names the fields: `feed`, `json`, `csv`.
    pub origin: &'static str,
    /// Remarks about the file as a whole.
    pub diagnostics: Vec<Diagnostic>,
}

impl Collection<'_> {
    /// A draft of a record: its headline, then its text. `None` if no field holds a text.
    pub fn draft(&self, record: &Record) -> Option<Draft> {
        let sorted = Sorted::new(&record.fields, self.mapping);
        let mut diagnostics = self.diagnostics.clone();
        let body = match sorted.of(FieldRole::Text) {
            told if !told.is_empty() => told.join("\n\n"),
            _ => match sorted.of(FieldRole::Summary) {
                told if !told.is_empty() => told.join("\n\n"),
                _ => longest(record, &mut diagnostics)?.to_owned(),
            },
        };
        let mut draft = draft_of(body, title(&sorted).as_deref(), diagnostics);
        for unit in &mut draft.units {
            let part = Some(format!("record {}", record.number));
            unit.locator = Locator { line: record.line, part, ..Locator::default() };
        }
        claim(&record.fields, self.mapping, self.origin, &mut draft.claims);
        Some(draft)
    }
}

/// The longest value that reads like a text.
fn longest<'a>(record: &'a Record, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a str> {
    let (name, value) = record.fields.iter().rev().max_by_key(|(_, value)| value.len())?;
    let spaces = value.bytes().filter(u8::is_ascii_whitespace).count();
    if value.len() < LONG_VALUE || spaces * 40 < value.len() {
        return None;
    }
    let message = format!("the text was taken from the field {name:?}, the longest");
    diagnostics.push(Diagnostic::new("ingest.text_field_guessed", message));
    Some(value)
}

/// A draft of plain text or a piece of HTML, with the headline above it unless it stands there.
fn draft_of(body: String, title: Option<&str>, mut diagnostics: Vec<Diagnostic>) -> Draft {
    let mut body = clean::clean(body, &mut diagnostics);
    let markup = html::is_fragment(&body);
    if !markup && body.contains('&') {
        body = html::decode_entities(&body).into_owned();
    }
    let opening = &body[..body.floor_char_boundary(OPENING)];
    let opening = if markup { html::plain(opening) } else { opening.to_owned() };
    let title = title.filter(|title| !letters(&opening).starts_with(&letters(title)));
    let title = title.map(|title| clean::clean(title.to_owned(), &mut vec![]));
    if markup {
        return html::fragment(title.as_deref(), &body, diagnostics);
    }
    let Some(title) = title else { return text::draft(body, diagnostics) };
    let mut draft = text::draft(format!("{title}\n\n{body}"), diagnostics);
    if let Some(first) = draft.units.first_mut() {
        (first.kind, first.rank) = (Some(BlockKind::Heading), Some(1));
    }
    draft
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
