//! Why bytes did not become a document.

use std::fmt;

/// What went wrong; the code is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No bytes, or no letters.
    Empty,
    /// Not a text.
    Binary,
    /// A format that we know and do not read.
    Unsupported,
    /// Protected by a password.
    Encrypted,
    /// Pictures of text, or glyphs without Unicode.
    NeedsOcr,
    /// Cut off or damaged beyond reading.
    Damaged,
    /// Larger than the limit.
    TooLarge,
    /// A container that unpacks to suspiciously much, or is nested too deeply.
    Bomb,
}

impl ErrorKind {
    /// The stable name: `empty`, `binary`, `unsupported`, `encrypted`, `needs_ocr`, `damaged`, `too_large`, `bomb`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary => "binary",
            Self::Unsupported => "unsupported",
            Self::Encrypted => "encrypted",
            Self::NeedsOcr => "needs_ocr",
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
            Self::Bomb => "bomb",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An input, or a part of one, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{source_name}: {message}")]
pub struct IngestError {
    /// What went wrong.
    pub kind: ErrorKind,
    /// Which input, with its path inside a container (`dump.zip!/a/b.txt`).
    pub source_name: String,
    /// For people.
    pub message: String,
}

impl IngestError {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, source_name: String::new(), message: message.into() }
    }

    pub(crate) fn of(self, source_name: &str) -> Self {
        Self { source_name: source_name.to_owned(), ..self }
    }

    /// The stable name of what went wrong, see [`ErrorKind::code`].
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }
}
