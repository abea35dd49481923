//! `run.json` and the other records that speak about a run as a whole.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use svodka_model::{DocumentId, FailureRecord, SourceRecord, Stage};

/// `sources.json`: where each document came from, sorted.
pub type Sources = BTreeMap<DocumentId, Vec<SourceRecord>>;

/// How artifacts of documents are laid out on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One file per document and stage: `entities/ID.json`.
    #[default]
    Files,
    /// One JSON Lines file per stage: `entities.jsonl`, sorted by document.
    Shards,
}

/// Something that was passed over on purpose.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    /// Path as given.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// A document that a reader of the run should know of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// The document.
    pub document: DocumentId,
    /// Its first source.
    pub source: String,
    /// What is to be known of it.
    pub note: String,
}

/// Numbers of things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Files found under the inputs.
    pub files: u64,
    /// Documents with different texts.
    pub documents: u64,
    /// Bytes of their texts.
    pub text_bytes: u64,
    /// Documents by language.
    pub languages: BTreeMap<String, u64>,
    /// Mentions by kind.
    pub mentions: BTreeMap<String, u64>,
    /// Chains of mentions.
    pub chains: u64,
    /// Quotes.
    pub quotes: u64,
    /// Facts by relation.
    pub facts: BTreeMap<String, u64>,
    /// Entities of the corpus by kind.
    pub entities: BTreeMap<String, u64>,
    /// Merged facts of the corpus.
    pub merged_facts: u64,
    /// Inputs that failed.
    pub failures: u64,
}

/// What took how long; the only part of a run's output that differs between equal runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timings {
    /// Number of threads.
    pub jobs: u32,
    /// Milliseconds from start to end.
    pub total_ms: u64,
    /// By stage: milliseconds summed over threads.
    pub stage_ms: BTreeMap<String, u64>,
    /// By stage: artifacts made in this run.
    pub made: BTreeMap<String, u64>,
    /// By stage: artifacts of an earlier run that were still good.
    pub reused: BTreeMap<String, u64>,
}

/// `run.json`: what ran on what, and what came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunRecord {
    /// Version of the program.
    pub version: String,
    /// Whether the run came to its end; `false` is what an interrupted run leaves behind.
    pub finished: bool,
    /// The inputs as given, sorted.
    pub inputs: Vec<String>,
    /// How artifacts are laid out.
    pub layout: Layout,
    /// The last stage that ran.
    pub until: Stage,
    /// Fingerprint of each stage: version, code, embedded data and configuration.
    pub fingerprints: BTreeMap<String, String>,
    /// Digests of the configuration's files by name.
    pub configuration: BTreeMap<String, String>,
    /// What came out, in numbers.
    pub counts: Counts,
    /// Inputs that gave no document, and documents on which a stage failed; sorted.
    pub failures: Vec<FailureRecord>,
    /// What was passed over on purpose, sorted.
    pub skipped: Vec<Skipped>,
    /// Analysed documents in which no fact and no quote was found.
    pub zero_yield: Vec<Listed>,
    /// Documents in a language that we do not analyse.
    pub undetermined: Vec<Listed>,
    /// What took how long.
    pub timings: Timings,
}

/// A list of output files with their digests; written last, it says that they are complete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// BLAKE3 digest of each file by its path in the output folder.
    pub files: BTreeMap<String, String>,
}
