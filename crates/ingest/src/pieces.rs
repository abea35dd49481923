//! Paragraphs of word-processor and Markdown files to a draft.

use svodka_model::{BlockKind, Diagnostic, Locator, Span};

use crate::draft::{Draft, Unit};
use crate::structure::one_line;

/// A paragraph, list item or table row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    pub kind: Option<BlockKind>,
    /// Rank of a heading.
    pub rank: Option<u8>,
    /// Why it is furniture.
    pub reason: Option<&'static str>,
    /// Line of the file, if it has lines.
    pub line: Option<u32>,
    /// Page of the file, if it has pages.
    pub page: Option<u32>,
}

/// A draft of the pieces, a blank line between them. The locator's part counts pieces without line and page from 1.
pub(crate) fn draft(pieces: &[Piece], diagnostics: Vec<Diagnostic>) -> Draft {
    let mut draft = Draft { diagnostics, ..Draft::default() };
    for (index, piece) in pieces.iter().enumerate() {
        let cells: Vec<String> = piece.text.split('\t').map(one_line).collect();
        let text = if piece.kind == Some(BlockKind::TableRow) { cells.join("\t") } else { cells.join(" ") };
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if !draft.text.is_empty() {
            draft.text.push_str("\n\n");
        }
        let start = draft.text.len();
        draft.text.push_str(text);
        let placed = piece.line.is_some() || piece.page.is_some();
        let part = (!placed).then(|| format!("paragraph {}", index + 1));
        let locator = Locator { line: piece.line, page: piece.page, part, ..Locator::default() };
        let mut unit = Unit {
            kind: piece.kind,
            rank: piece.rank,
            ..Unit::new(Span::new(start, draft.text.len()), locator)
        };
        if let Some(reason) = piece.reason {
            unit.furniture(reason);
        }
        draft.units.push(unit);
    }
    draft
}
