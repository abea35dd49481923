//! Annotated corpora: one JSON object a line, offsets in code points.

use serde::Deserialize;
use svodka_model::Span;

/// A gold document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldDocument {
    /// Its name.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its annotated spans, in bytes of the text.
    pub spans: Vec<GoldSpan>,
}

/// An annotated span.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoldSpan {
    /// Where.
    pub span: Span,
    /// Its type in the corpus's own terms (`PER`, `ORG`, `LOC`, or our kinds).
    pub label: String,
}

/// A corpus that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A line is no document.
    #[error("line {line}: {source}")]
    Json {
        /// Line, from 1.
        line: usize,
        /// What JSON says.
        source: serde_json::Error,
    },
    /// A span leaves its text.
    #[error("line {line}: span {start}..{end} is outside the text")]
    Span {
        /// Line, from 1.
        line: usize,
        /// First code point.
        start: usize,
        /// One past the last code point.
        end: usize,
    },
    /// Inline notation that does not close.
    #[error("{document}: unbalanced bracket at byte {at}")]
    Bracket {
        /// Name of the document.
        document: String,
        /// Byte offset into the annotated text.
        at: usize,
    },
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    entities: Vec<LineEntity>,
}

#[derive(Deserialize)]
struct LineEntity {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    label: String,
}

/// Reads a corpus of JSON Lines.
///
/// # Errors
/// With the line, if one is no document or a span leaves its text.
pub fn read_json_lines(lines: &str) -> Result<Vec<GoldDocument>, CorpusError> {
    let documents = lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    documents.map(|(index, line)| read_line(index + 1, line)).collect()
}

fn read_line(number: usize, line: &str) -> Result<GoldDocument, CorpusError> {
    let line: Line =
        serde_json::from_str(line).map_err(|source| CorpusError::Json { line: number, source })?;
    let points = CodePoints::new(&line.text);
    let mut spans = Vec::with_capacity(line.entities.len());
    for entity in line.entities {
        let (start, end) = (entity.start, entity.end);
        let span = points.span(start, end).ok_or(CorpusError::Span { line: number, start, end })?;
        spans.push(GoldSpan { span, label: entity.label });
    }
    spans.sort();
    Ok(GoldDocument { id: line.id, text: line.text, spans })
}

/// Byte offsets of the code points of a text, and back.
pub struct CodePoints {
    offsets: Vec<usize>,
}

impl CodePoints {
    /// The code points of a text.
    pub fn new(text: &str) -> Self {
        let ends = std::iter::once(text.len());
        Self { offsets: text.char_indices().map(|(at, _)| at).chain(ends).collect() }
    }

    /// The bytes of a range of code points, if it lies inside.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let (&from, &to) = (self.offsets.get(start)?, self.offsets.get(end)?);
        (start <= end).then(|| Span::new(from, to))
    }

    /// The code points of a range of bytes (on char boundaries).
    pub fn of(&self, span: Span) -> (usize, usize) {
        let index = |byte: usize| self.offsets.partition_point(|&at| at < byte);
        (index(span.start()), index(span.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_become_bytes() {
        let line = r#"{"id":"a","text":"Для Анны.","entities":[{"start":4,"end":8,"type":"PER"}]}"#;
        let documents = read_json_lines(line).unwrap();
        assert_eq!(documents[0].spans[0].span.of(&documents[0].text), "Анны");
        assert_eq!(CodePoints::new("Для Анны.").of(documents[0].spans[0].span), (4, 8));
        assert!(read_json_lines(&line.replace("\"end\":8", "\"end\":80")).is_err());
    }
}
