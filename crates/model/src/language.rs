//! The language of a document and of its runs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Diagnostic, Score, Span};

/// A language that we analyse, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
    /// Undetermined: another language, or too little text to tell.
    Und,
}

impl Language {
    /// ISO 639 code: `en`, `ru`, `und`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Und => "und",
        }
    }
}

/// A stretch of text in one language. Runs tile the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// Where.
    pub span: Span,
    /// In which language.
    pub language: Language,
    /// How sure, in thousandths.
    pub confidence: Score,
}

/// Output of the language stage for one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LanguageRecord {
    /// Language of the document. `und` documents are counted and listed, not analysed further.
    pub language: Language,
    /// How sure, in thousandths.
    pub confidence: Score,
    /// ISO 639-1 code of the best guess, which for `und` may be a language that we do not analyse (`uk`).
    pub code: Option<String>,
    /// Stretches of one language; they tile the text.
    pub runs: Vec<Run>,
    /// Remarks.
    pub diagnostics: Vec<Diagnostic>,
}

impl LanguageRecord {
    /// Language of the run that holds the byte at `offset`; the document's language where no run does.
    pub fn at(&self, offset: usize) -> Language {
        let next = self.runs.partition_point(|run| run.span.end() <= offset);
        self.runs
            .get(next)
            .filter(|run| run.span.contains_offset(offset))
            .map_or(self.language, |run| run.language)
    }
}
