//! Plain text to a draft.

use svodka_model::{Diagnostic, Span};

use crate::draft::Draft;
use crate::{letters, lines, mail};

/// Mixed words that are reported one by one.
const REPORTED: usize = 5;

/// A draft of a plain text, which is kept as it is.
pub(crate) fn draft(text: String, diagnostics: Vec<Diagnostic>) -> Draft {
    let mut draft = Draft { text, diagnostics, ..Draft::default() };
    let body = mail::headers(&mut draft);
    let units = lines::units(&draft.text, body);
    draft.units.extend(units);
    draft
}

/// Reports words that mix Latin and Cyrillic letters: look-alikes that hide a name from a search.
pub(crate) fn report_look_alikes(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    if text.is_ascii() {
        return;
    }
    let bytes = text.as_bytes();
    if !has_mixed_pair(bytes) {
        return;
    }
    let (mut start, mut latin, mut cyrillic) = (0, false, false);
    let mut mixed = vec![];
    let mut at = 0;
    while at <= bytes.len() {
        let (letter, length) = match bytes.get(at) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                latin = true;
                (true, 1)
            }
            Some(0xD0 | 0xD1) => {
                cyrillic = true;
                (true, 2)
            }
            _ => (false, 1),
        };
        if !letter {
            if latin && cyrillic {
                mixed.push(Span::new(start, at));
            }
            (latin, cyrillic) = (false, false);
            start = at + length;
        }
        at += length;
    }
    for span in mixed.iter().take(REPORTED) {
        let message = format!("{:?} mixes Latin and Cyrillic letters", span.of(text));
        diagnostics.push(Diagnostic::at("ingest.look_alike", message, *span));
    }
    if mixed.len() > REPORTED {
        let message = format!("{} words mix Latin and Cyrillic letters in all", mixed.len());
        diagnostics.push(Diagnostic::new("ingest.look_alike", message));
    }
}

/// Whether a Latin letter stands beside what may be a Cyrillic one.
fn has_mixed_pair(bytes: &[u8]) -> bool {
    letters::any_pair(bytes, |first, second| {
        (first.is_ascii_alphabetic() & (second | 1 == 0xD1))
            | (second.is_ascii_alphabetic() & (first & 0xC0 == 0x80))
    })
}
