//! An analyst's word: what is one, what is not, whatever the program thinks.

use serde::Deserialize;
use svodka_model::Kind;

/// One correction: a line of the corrections file (JSON Lines).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// `same` or `different`.
    pub decision: Verdict,
    /// Kind of the two things.
    pub kind: Kind,
    /// The one: a name as it stands in a chain.
    pub left: String,
    /// The other.
    pub right: String,
}

/// What an analyst says of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They are one.
    Same,
    /// They are two.
    Different,
}

/// All corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections(Vec<Correction>);

/// A corrections file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {source}")]
pub struct CorrectionsError {
    /// Line, from 1.
    pub line: usize,
    /// What JSON says.
    pub source: serde_json::Error,
}

impl Corrections {
    /// Reads JSON Lines such as
    /// `{"decision":"different","kind":"person","left":"I. Orlov","right":"Ivan Orlov"}`.
    ///
    /// # Errors
    /// With the line, if one is no correction.
    pub fn read(text: &str) -> Result<Self, CorrectionsError> {
        let lines =
            text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let read = |(index, line)| {
            serde_json::from_str(line).map_err(|source| CorrectionsError { line: index + 1, source })
        };
        lines.map(read).collect::<Result<_, _>>().map(Self)
    }

    /// What is said of two names of a kind.
    pub fn verdict(&self, kind: Kind, left: &str, right: &str) -> Option<Verdict> {
        let names =
            |c: &&Correction| (c.left == left && c.right == right) || (c.left == right && c.right == left);
        self.0.iter().filter(|c| c.kind == kind).find(names).map(|c| c.decision)
    }

    /// The pairs that are said to be one.
    pub fn same(&self) -> impl Iterator<Item = &Correction> {
        self.0.iter().filter(|c| c.decision == Verdict::Same)
    }
}
