//! Cutting a document into passages that are candidates for runs of their own.

use svodka_model::{Block, BlockKind, Document, Span};

use crate::evidence::SHORT;
use crate::letters::{Letters, Script};

/// A block, or a part of a block in another script than the rest.
pub(crate) struct Passage {
    pub span: Span,
    /// Script of most letters; `None` where the passage has too few letters to count for itself.
    pub script: Option<Script>,
    pub letters: Letters,
    pub furniture: bool,
}

/// The passages of a document; they tile its text.
pub(crate) fn passages(document: &Document) -> Vec<Passage> {
    let mut passages = vec![];
    for block in document.blocks() {
        cut(document.text(), block, &mut passages);
    }
    passages
}

fn cut(text: &str, block: &Block, passages: &mut Vec<Passage>) {
    let furniture = block.kind == BlockKind::Furniture;
    let letters = Letters::of(block.span.of(text));
    let minority = letters.latin.min(letters.cyrillic);
    if furniture || minority < SHORT {
        passages.push(passage(block.span, letters, furniture));
        return;
    }
    let first = passages.len();
    for piece in pieces(text, block.span) {
        let letters = Letters::of(piece.of(text));
        let next = passage(piece, letters, false);
        match passages[first..].last_mut() {
            Some(last) if next.script.is_none() || next.script == last.script || last.script.is_none() => {
                last.span = last.span.cover(next.span);
                last.script = last.script.or(next.script);
                last.letters.add(piece.of(text));
            }
            _ => passages.push(next),
        }
    }
}

fn passage(span: Span, letters: Letters, furniture: bool) -> Passage {
    let script = letters.script().filter(|&script| {
        let count = letters.of_script(script);
        count >= SHORT && count * 10 >= letters.total() * 6
    });
    Passage { span, script, letters, furniture }
}

/// Sentence-like pieces: cut behind a line end, behind sentence marks before a space, and at quotation marks.
fn pieces(text: &str, span: Span) -> Vec<Span> {
    let inside = span.of(text);
    let mut pieces = vec![];
    let mut start = 0;
    let mut previous = ' ';
    for (at, c) in inside.char_indices() {
        let opens = matches!(c, '«' | '“' | '„');
        let behind = previous == '\n'
            || matches!(previous, '»' | '”')
            || (c == ' ' && matches!(previous, '.' | '!' | '?' | '…'));
        if (opens || behind) && at > start {
            pieces.push(Span::new(span.start() + start, span.start() + at));
            start = at;
        }
        previous = c;
    }
    if start < inside.len() {
        pieces.push(Span::new(span.start() + start, span.end()));
    }
    pieces
}
