//! Remarks on odd input.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// A remark attached to a stage's output: odd input, something left out and why, a candidate that lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Stable name of the remark, `stage.what` in snake case, e.g. `ingest.no_title`.
    pub code: String,
    /// What a person should know, in one sentence.
    pub message: String,
    /// Where, if it concerns one place.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A remark on the whole document.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), span: None }
    }

    /// A remark on one place of the text.
    pub fn at(code: &str, message: impl Into<String>, span: Span) -> Self {
        Self { code: code.to_owned(), message: message.into(), span: Some(span) }
    }
}
