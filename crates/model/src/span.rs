//! Half-open ranges of UTF-8 bytes.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of **UTF-8 byte** offsets into a document's text.
///
/// Invariant: `start <= end`. Whether both ends lie on char boundaries depends on the text;
/// [`Span::get`] checks it. Ordered by start, then *longer first*, which is the order of every sequence of
/// spans in our records. Texts are limited to 4 GiB.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "[u32; 2]", into = "[u32; 2]")]
#[schemars(with = "[u32; 2]")]
pub struct Span {
    start: u32,
    end: u32,
}

/// A span whose end lies before its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("span ends at {end}, before its start {start}")]
pub struct SpanError {
    /// The start that was asked for.
    pub start: u32,
    /// The end that was asked for.
    pub end: u32,
}

impl Span {
    /// The span from byte `start` up to byte `end`.
    ///
    /// # Panics
    /// If `start > end` or an offset exceeds 4 GiB; both are errors of the calling code.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span ends at {end}, before its start {start}");
        let offset = |at: usize| u32::try_from(at).expect("texts are limited to 4 GiB at ingestion");
        Self { start: offset(start), end: offset(end) }
    }

    /// First byte.
    #[inline]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    #[inline]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, for slicing.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The text under the span, or `None` where it leaves the text or cuts a character.
    #[inline]
    pub fn get(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// The text under the span.
    ///
    /// # Panics
    /// If the span leaves the text or cuts a character; use [`Span::get`] for spans from outside.
    #[inline]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies wholly inside (equal spans contain each other).
    #[inline]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains_offset(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    /// Whether the two share at least one byte.
    #[inline]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span moved right by `bytes`.
    pub fn shift(self, bytes: usize) -> Span {
        Span::new(self.start() + bytes, self.end() + bytes)
    }

    /// The span without white space at its edges; empty at its start where nothing else is inside.
    pub fn trim(self, text: &str) -> Span {
        let inside = self.of(text);
        let start = self.start() + (inside.len() - inside.trim_start().len());
        let end = (self.start() + inside.trim_end().len()).max(start);
        Span::new(start, end)
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl TryFrom<[u32; 2]> for Span {
    type Error = SpanError;

    fn try_from([start, end]: [u32; 2]) -> Result<Self, SpanError> {
        if start <= end { Ok(Self { start, end }) } else { Err(SpanError { start, end }) }
    }
}

impl From<Span> for [u32; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_by_start_then_longer_first() {
        let mut spans = [Span::new(3, 4), Span::new(0, 2), Span::new(0, 5)];
        spans.sort();
        assert_eq!(spans, [Span::new(0, 5), Span::new(0, 2), Span::new(3, 4)]);
    }

    #[test]
    fn json_goes_through_the_constructor() {
        assert_eq!(serde_json::from_str::<Span>("[2,7]").unwrap(), Span::new(2, 7));
        assert!(serde_json::from_str::<Span>("[7,2]").is_err());
        assert_eq!(serde_json::to_string(&Span::new(2, 7)).unwrap(), "[2,7]");
    }

    #[test]
    fn half_open_at_both_ends() {
        let span = Span::new(2, 4);
        assert!(!span.overlaps(Span::new(4, 6)) && !span.contains_offset(4) && span.contains_offset(2));
        assert_eq!(Span::new(0, 3).get("аб"), None);
    }

    #[test]
    fn trims_white_space_only() {
        assert_eq!(Span::new(0, 12).trim("  слон  "), Span::new(2, 10));
        assert_eq!(Span::new(0, 3).trim("   "), Span::new(3, 3));
    }
}
