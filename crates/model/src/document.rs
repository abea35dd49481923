//! An ingested source: a text fixed for ever, cut into blocks, with metadata.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DateValue, Diagnostic, Score, Span};

/// Identity of a document: the first 16 hexadecimal digits of the BLAKE3 digest of its text.
///
/// Equal text from two files is one document with two sources, and a host that has only text gets the same id.
///
/// A corpus holds many: the digits lie in the value itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct DocumentId([u8; ID_DIGITS]);

/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 16;

impl DocumentId {
    /// The id of a text.
    pub fn of_text(text: &str) -> Self {
        let digest = blake3::hash(text.as_bytes()).to_hex();
        let digits = digest.as_bytes().first_chunk().expect("a digest has 64 digits");
        Self(*digits)
    }

    /// The id as hexadecimal digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are ASCII")
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DocumentId").field(&self.as_str()).finish()
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for DocumentId {
    type Error = DocumentError;

    fn try_from(id: String) -> Result<Self, DocumentError> {
        let hex = id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match <[u8; ID_DIGITS]>::try_from(id.as_bytes()) {
            Ok(digits) if hex => Ok(Self(digits)),
            _ => Err(DocumentError::Id(id)),
        }
    }
}

impl From<DocumentId> for String {
    fn from(id: DocumentId) -> Self {
        id.as_str().to_owned()
    }
}

/// What a structural piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// A line that gives only place, agency, date.
    Dateline,
    /// A lead or summary under the headline.
    Standfirst,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table, cells parted by tabs.
    TableRow,
    /// Words under a picture.
    Caption,
    /// What is not content: menus, share buttons, "Related news", blank lines at the edges.
    Furniture,
}

/// Why a block was marked as furniture: a stable name (`share`, `related`, `credit`, `recurring`, `blank` ...).
pub type Reason = String;

/// Where a block was in its source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Locator {
    /// Line, from 1.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
    /// Page, from 1.
    pub page: Option<u32>,
    /// Part of a container: a mail part, a record, a table.
    pub part: Option<String>,
}

/// A structural piece of the text. The blocks of a document tile its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where; separators (line ends) belong to the block before them.
    pub span: Span,
    /// Where it was in the source.
    pub locator: Locator,
    /// For furniture: why.
    pub reason: Option<Reason>,
}

/// A metadata value, where it came from, and how sure we are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the text, if it does.
    pub span: Option<Span>,
    /// Which source said so: `first_line`, `masthead`, `json_ld`, `meta`, `mail_header`, `inferred` ...
    pub origin: String,
    /// How sure, in thousandths.
    pub confidence: Score,
}

/// What is known about the document as a whole. Absent = `None`, with a diagnostic on the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Metadata {
    /// The headline.
    pub title: Option<Field<String>>,
    /// Publication date (to the minute where known).
    pub published: Option<Field<DateValue>>,
    /// The author as written; `Staff Correspondent` and the like carry origin `generic`.
    pub byline: Option<Field<String>>,
    /// The site or body that published it.
    pub publisher: Option<Field<String>>,
    /// Place of the dateline as written ("PATRIOT PARK").
    pub dateline: Option<Field<String>>,
    /// Date of the dateline.
    pub dateline_date: Option<Field<DateValue>>,
    /// News agencies named in the dateline or credit line.
    pub agencies: Option<Field<Vec<String>>>,
    /// `press release`, `news`, `interview` ... as the source calls it.
    pub kind: Option<Field<String>>,
    /// Tags and keywords.
    pub keywords: Option<Field<Vec<String>>>,
    /// Canonical address.
    pub url: Option<Field<String>>,
    /// Candidates for the publication date that lost, best first, with the reason as `origin` suffix.
    #[serde(default)]
    pub other_dates: Vec<Field<DateValue>>,
    /// Other headers and properties as the source gives them (mail headers, core properties).
    #[serde(default)]
    pub other: BTreeMap<String, String>,
}

impl Metadata {
    /// The day against which relative dates of the text are resolved: the dateline's, else the publication's.
    pub fn reference_date(&self) -> Option<crate::Day> {
        let day = |field: &Option<Field<DateValue>>| field.as_ref().and_then(|f| f.value.start);
        day(&self.dateline_date).or_else(|| day(&self.published))
    }
}

/// One ingested source.
///
/// Invariants, checked by [`Document::new`] and on deserialization: the id is the digest of the text; the blocks
/// tile the text on char boundaries; metadata spans lie inside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Raw")]
pub struct Document {
    id: DocumentId,
    text: String,
    metadata: Metadata,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

/// A document whose invariants do not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Not an id of ours.
    #[error("{0:?} is not a document id (16 hexadecimal digits)")]
    Id(String),
    /// The id is not that of the text.
    #[error("document {0} has another text than its id says")]
    Digest(DocumentId),
    /// The blocks leave a gap, overlap, or cut a character.
    #[error("blocks do not tile the text at byte {0}")]
    Tiling(usize),
    /// A span of the metadata or of a diagnostic is not inside the text.
    #[error("span {0:?} is not inside the text")]
    Span(Span),
}

impl Document {
    /// A document of these parts.
    ///
    /// # Errors
    /// If the blocks do not tile the text, or a span leaves it.
    pub fn new(
        text: String,
        metadata: Metadata,
        blocks: Vec<Block>,
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Self, DocumentError> {
        let mut at = 0;
        for block in &blocks {
            if block.span.start() != at || block.span.is_empty() || block.span.get(&text).is_none() {
                return Err(DocumentError::Tiling(at));
            }
            at = block.span.end();
        }
        if at != text.len() {
            return Err(DocumentError::Tiling(at));
        }
        let spans = metadata_spans(&metadata).into_iter().chain(diagnostics.iter().filter_map(|d| d.span));
        if let Some(outside) = spans.into_iter().find(|span| span.get(&text).is_none()) {
            return Err(DocumentError::Span(outside));
        }
        Ok(Self { id: DocumentId::of_text(&text), text, metadata, blocks, diagnostics })
    }

    /// Digest of the text.
    pub fn id(&self) -> &DocumentId {
        &self.id
    }

    /// The text, fixed for ever; all spans point into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is known about the document as a whole.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Its structural pieces, which tile the text.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Remarks of ingestion.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Index of the block that holds the byte at `offset` (the last block for the end of the text).
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let next = self.blocks.partition_point(|block| block.span.end() <= offset);
        (!self.blocks.is_empty()).then(|| next.min(self.blocks.len() - 1))
    }
}

fn metadata_spans(metadata: &Metadata) -> Vec<Span> {
    let texts = [
        &metadata.title,
        &metadata.byline,
        &metadata.publisher,
        &metadata.dateline,
        &metadata.kind,
        &metadata.url,
    ];
    let lists = [&metadata.agencies, &metadata.keywords];
    let dates = [&metadata.published, &metadata.dateline_date];
    let mut spans: Vec<Span> = texts.iter().filter_map(|f| f.as_ref()?.span).collect();
    spans.extend(lists.iter().filter_map(|f| f.as_ref()?.span));
    spans.extend(dates.iter().filter_map(|f| f.as_ref()?.span));
    spans.extend(metadata.other_dates.iter().filter_map(|f| f.span));
    spans
}

/// A document as it stands in JSON, before its invariants are checked.
#[derive(Deserialize, JsonSchema)]
struct Raw {
    id: DocumentId,
    text: String,
    metadata: Metadata,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
}

impl TryFrom<Raw> for Document {
    type Error = DocumentError;

    fn try_from(raw: Raw) -> Result<Self, DocumentError> {
        let document = Document::new(raw.text, raw.metadata, raw.blocks, raw.diagnostics)?;
        if document.id == raw.id { Ok(document) } else { Err(DocumentError::Digest(raw.id)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(start: usize, end: usize) -> Block {
        Block {
            kind: BlockKind::Paragraph,
            span: Span::new(start, end),
            locator: Locator::default(),
            reason: None,
        }
    }

    fn document(text: &str, blocks: Vec<Block>) -> Result<Document, DocumentError> {
        Document::new(text.to_owned(), Metadata::default(), blocks, vec![])
    }

    #[test]
    fn blocks_must_tile() {
        assert!(document("абв", vec![block(0, 2), block(2, 6)]).is_ok());
        assert!(document("", vec![]).is_ok());
        for blocks in
            [vec![block(0, 2)], vec![block(0, 1), block(1, 6)], vec![block(0, 4), block(2, 6)], vec![]]
        {
            assert!(document("абв", blocks).is_err());
        }
    }

    #[test]
    fn json_checks_the_digest() {
        let json = serde_json::to_string(&document("text", vec![block(0, 4)]).unwrap()).unwrap();
        assert!(serde_json::from_str::<Document>(&json).is_ok());
        assert!(
            serde_json::from_str::<Document>(&json.replace("\"text\":\"text\"", "\"text\":\"next\""))
                .is_err()
        );
    }

    #[test]
    fn finds_the_block_of_an_offset() {
        let document = document("abcd", vec![block(0, 2), block(2, 4)]).unwrap();
        assert_eq!([0, 1, 2, 3, 4].map(|at| document.block_at(at).unwrap()), [0, 0, 1, 1, 1]);
    }
}
