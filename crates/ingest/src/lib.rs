#![doc = include_str!("../README.md")]

mod clean;
mod court;
mod dateline;
mod dates;
mod decode;
mod draft;
mod error;
mod head;
mod html;
mod lexicon;
mod lines;
mod mail;
mod russian;
mod sniff;
mod stamp;
mod structure;
mod table;
mod tail;
mod text;

use svodka_model::{Day, Document};

pub use crate::error::{ErrorKind, IngestError};
use crate::sniff::Format;

/// Limits and context of ingestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Largest single text or page in bytes. Larger ones are refused as `too_large`.
    pub max_bytes: usize,
    /// The day of the run; dates after it cannot be publication dates. `None` = unknown.
    pub today: Option<Day>,
}

impl Default for Options {
    /// 32 MiB a text, no day.
    fn default() -> Self {
        Self { max_bytes: 32 << 20, today: None }
    }
}

/// A document and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingested {
    /// The document.
    pub document: Document,
    /// Name of the input, with the path inside a container (`dump.zip!/a/b.txt`).
    pub source: String,
    /// Media type of the part that became the document: `text/plain`, `text/html` ...
    pub media_type: String,
    /// Encoding in which it was read, as the WHATWG names it.
    pub encoding: String,
}

/// Reads the documents in `bytes`. The format is told by content; `name` only names the source.
///
/// # Errors
/// If nothing could be read: see [`ErrorKind`].
pub fn ingest(name: &str, bytes: &[u8], options: &Options) -> Result<Vec<Ingested>, IngestError> {
    single(name, bytes, options).map(|ingested| vec![ingested]).map_err(|error| error.of(name))
}

/// A document of a text that is there already. The text is kept to the byte.
pub fn from_text(text: &str) -> Document {
    structure::finish(text::draft(text.to_owned(), vec![]), None)
}

fn single(name: &str, bytes: &[u8], options: &Options) -> Result<Ingested, IngestError> {
    let format = sniff::sniff(bytes)?;
    if bytes.len() > options.max_bytes {
        let message = format!("the text has {} bytes, more than the limit of {}", bytes.len(), options.max_bytes);
        return Err(IngestError::new(ErrorKind::TooLarge, message));
    }
    let declared = if format == Format::Html { html::declared_charset(bytes) } else { None };
    let mut decoded = decode::decode(bytes, declared.as_deref())?;
    let text = clean::clean(decoded.text, &mut decoded.diagnostics);
    let (mut draft, media_type) = match format {
        Format::Text => (text::draft(text, decoded.diagnostics), "text/plain"),
        Format::Html => (html::draft(&text, decoded.diagnostics), "text/html"),
    };
    if draft.text.trim().is_empty() {
        return Err(IngestError::new(ErrorKind::Empty, "the file holds no text"));
    }
    text::report_look_alikes(&draft.text, &mut draft.diagnostics);
    Ok(Ingested {
        document: structure::finish(draft, options.today),
        source: name.to_owned(),
        media_type: media_type.to_owned(),
        encoding: decoded.encoding,
    })
}
