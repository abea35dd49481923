//! A document in the making: the text, its units, and what the source claims about itself.

use std::collections::BTreeMap;

use svodka_model::{
    Block, BlockKind, DateValue, Diagnostic, Document, Field, Locator, Metadata, Score, Span,
};

/// A future block: its content without the separators around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub span: Span,
    /// What it is, once known.
    pub kind: Option<BlockKind>,
    pub reason: Option<String>,
    pub locator: Locator,
    /// Rank of a heading in the mark-up, 1 to 6.
    pub rank: Option<u8>,
    /// A blank line (or the mark-up's equivalent) stands before it.
    pub apart: bool,
}

impl Unit {
    pub fn new(span: Span, locator: Locator) -> Self {
        Self { span, kind: None, reason: None, locator, rank: None, apart: true }
    }

    /// The parts before and behind a byte of the text; the second stands on the same line.
    pub fn halves(&self, at: usize, text: &str) -> (Unit, Unit) {
        let head = Unit { span: Span::new(self.span.start(), at).trim(text), ..self.clone() };
        let span = Span::new(at, self.span.end()).trim(text);
        let columns = text[self.span.start()..span.start()].chars().count();
        let column = self.locator.column.map(|column| column + u32::try_from(columns).unwrap_or(0));
        (
            head,
            Unit { span, locator: Locator { column, ..self.locator.clone() }, apart: false, ..self.clone() },
        )
    }

    pub fn furniture(&mut self, reason: &str) {
        self.kind = Some(BlockKind::Furniture);
        self.reason = Some(reason.to_owned());
    }

    pub fn is(&self, kind: BlockKind) -> bool {
        self.kind == Some(kind)
    }

    pub fn is_furniture(&self) -> bool {
        self.is(BlockKind::Furniture)
    }
}

/// A value that some source claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim<T> {
    pub value: T,
    pub span: Option<Span>,
    pub origin: String,
    /// Thousandths.
    pub weight: u16,
}

impl<T> Claim<T> {
    pub fn new(value: T, origin: &str, weight: u16) -> Self {
        Self { value, span: None, origin: origin.to_owned(), weight }
    }

    pub fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    pub fn field(self) -> Field<T> {
        Field { value: self.value, span: self.span, origin: self.origin, confidence: Score::new(self.weight) }
    }
}

/// A claim to the publication date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateClaim {
    pub claim: Claim<DateValue>,
    pub weekday_fits: Option<bool>,
    pub ambiguous: bool,
    /// Why it can never win (a crawl stamp, a date of change).
    pub barred: Option<&'static str>,
}

/// Everything claimed about the document, strongest not yet chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Claims {
    pub titles: Vec<Claim<String>>,
    pub dates: Vec<DateClaim>,
    pub bylines: Vec<Claim<String>>,
    pub publishers: Vec<Claim<String>>,
    pub kinds: Vec<Claim<String>>,
    pub keywords: Vec<Claim<Vec<String>>>,
    pub agencies: Vec<Claim<Vec<String>>>,
    pub places: Vec<Claim<String>>,
    pub urls: Vec<Claim<String>>,
    pub dateline_date: Option<DateClaim>,
    pub other: BTreeMap<String, String>,
}

/// A document in the making. Units are sorted and do not overlap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub text: String,
    pub units: Vec<Unit>,
    pub claims: Claims,
    pub diagnostics: Vec<Diagnostic>,
}

impl Draft {
    pub fn content(&self, index: usize) -> &str {
        self.units[index].span.of(&self.text)
    }

    /// Splits a unit at a byte of the text, if both parts hold something.
    pub fn split(&mut self, index: usize, at: usize) {
        let (head, tail) = self.units[index].halves(at, &self.text);
        if !head.span.is_empty() && !tail.span.is_empty() {
            self.units[index] = head;
            self.units.insert(index + 1, tail);
        }
    }

    /// The finished document: units become blocks, each with the separators behind it.
    pub fn finish(self, metadata: Metadata) -> Document {
        let mut blocks: Vec<Block> = Vec::with_capacity(self.units.len() + 1);
        let first = self.units.first().map_or(self.text.len(), |unit| unit.span.start());
        if self.text[..first].contains('\n') || (self.units.is_empty() && first > 0) {
            let locator = Locator { line: Some(1), column: Some(1), ..Locator::default() };
            let (span, reason) = (Span::new(0, first), Some("blank".to_owned()));
            blocks.push(Block { kind: BlockKind::Furniture, span, locator, reason });
        }
        let mut units = self.units.into_iter().peekable();
        while let Some(unit) = units.next() {
            let start = if blocks.is_empty() { 0 } else { unit.span.start() };
            let end = units.peek().map_or(self.text.len(), |next| next.span.start());
            blocks.push(Block {
                kind: unit.kind.unwrap_or(BlockKind::Paragraph),
                span: Span::new(start, end),
                locator: unit.locator,
                reason: unit.reason,
            });
        }
        Document::new(self.text, metadata, blocks, self.diagnostics)
            .expect("units are sorted, apart and inside the text")
    }
}
