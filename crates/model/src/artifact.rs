//! What stages write: records in envelopes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Chain, Diagnostic, Document, DocumentId, Fact, LanguageRecord, Mention, Quote};

/// A step of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Bytes to documents.
    Ingest,
    /// Language of the document and of its runs.
    Language,
    /// Mentions with values, and chains.
    Entities,
    /// Quotes and facts.
    Facts,
    /// Entities and merged facts of the corpus.
    Resolve,
    /// The site and the exports.
    Report,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Stage; 6] =
        [Stage::Ingest, Stage::Language, Stage::Entities, Stage::Facts, Stage::Resolve, Stage::Report];

    /// The name used in JSON and as folder.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Ingest => "ingest",
            Stage::Language => "language",
            Stage::Entities => "entities",
            Stage::Facts => "facts",
            Stage::Resolve => "resolve",
            Stage::Report => "report",
        }
    }
}

/// A stage's output on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Envelope<T> {
    /// Which stage.
    pub stage: Stage,
    /// Version of the program that wrote it.
    pub version: String,
    /// What the payload depends on: digest of the inputs' keys and of the stage's fingerprint.
    pub key: String,
    /// Keys or digests of what it was made from, by name.
    pub inputs: std::collections::BTreeMap<String, String>,
    /// The record.
    pub payload: T,
}

/// Output of the entities stage for one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntitiesRecord {
    /// Sorted by span, then kind.
    pub mentions: Vec<Mention>,
    /// In order of their first mention.
    pub chains: Vec<Chain>,
    /// Remarks, and the candidates that lost with the reason.
    pub diagnostics: Vec<Diagnostic>,
}

/// Output of the facts stage for one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactsRecord {
    /// In order of the text.
    pub quotes: Vec<Quote>,
    /// In order of their evidence.
    pub facts: Vec<Fact>,
    /// Remarks and near misses.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything found in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Records {
    /// Its language.
    pub language: LanguageRecord,
    /// What it names.
    pub entities: EntitiesRecord,
    /// What it tells.
    pub facts: FactsRecord,
}

/// A file (or a part of one) that a document came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct SourceRecord {
    /// The document.
    pub document: DocumentId,
    /// Path as given, parts of containers after `!/`.
    pub source: String,
    /// BLAKE3 digest of the bytes, hexadecimal.
    pub digest: String,
    /// Media type found in the content.
    pub media_type: String,
    /// Encoding of the text, by its WHATWG name.
    pub encoding: String,
    /// Number of bytes.
    pub bytes: u64,
}

/// An input that gave no document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct FailureRecord {
    /// Path as given.
    pub source: String,
    /// Stage that failed.
    pub stage: Stage,
    /// Stable name of the reason: `empty`, `binary`, `unreadable`, `too_large` ...
    pub code: String,
    /// What a person should know.
    pub message: String,
}

/// A document with everything found in it: what the corpus stages read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Analyzed {
    /// The document.
    pub document: Document,
    /// What was found in it.
    pub records: Records,
    /// The files that it came from, sorted.
    pub sources: Vec<SourceRecord>,
}
