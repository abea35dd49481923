#![doc = include_str!("../README.md")]

mod archive;
mod clean;
mod collections;
mod container;
mod court;
mod credits;
mod csv;
mod dateline;
mod dates;
mod decode;
mod draft;
mod eml;
mod error;
mod feed;
mod fields;
mod head;
mod html;
mod json;
mod lead;
mod letters;
mod lexicon;
mod limit;
mod lines;
mod mail;
mod markdown;
mod office;
mod pdf;
mod pieces;
mod records;
mod recurring;
mod rtf;
mod russian;
mod sniff;
mod stamp;
mod stream;
mod structure;
mod table;
mod tail;
mod tar;
mod text;
mod warc;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Day, Diagnostic, Document};

use crate::container::Walker;
use crate::draft::Draft;
pub use crate::error::{ErrorKind, IngestError};
pub use crate::fields::FieldRole;
pub use crate::recurring::{Lines, Recurrence};
use crate::sniff::Format;
pub use crate::stream::Source;

/// Limits and context of ingestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Largest single text or page in bytes. Larger ones are refused as `too_large`.
    pub max_bytes: usize,
    /// Most bytes that one input may unpack to, all members together; beyond it is a `bomb`.
    pub max_unpacked: u64,
    /// Most members of one input.
    pub max_members: usize,
    /// Deepest nesting of containers.
    pub max_depth: usize,
    /// The day of the run; dates after it cannot be publication dates. `None` = unknown.
    pub today: Option<Day>,
    /// Names of fields and columns by role, for JSON and tables whose names are not the usual ones. A dot leads
    /// into nested fields (`article.body`).
    pub fields: BTreeMap<FieldRole, String>,
    /// Digests of lines that recur over the documents of the source, as [`Recurrence`] finds them: they are furniture.
    pub recurring: BTreeSet<u64>,
}

impl Default for Options {
    /// 32 MiB a text, 2 GiB and 1,000,000 members a container, four deep, no day, the usual names of fields.
    fn default() -> Self {
        Self {
            max_bytes: 32 << 20,
            max_unpacked: 2 << 30,
            max_members: 1_000_000,
            max_depth: 4,
            today: None,
            fields: BTreeMap::new(),
            recurring: BTreeSet::new(),
        }
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
/// Members of a container that cannot be read are passed over if others can; [`ingest_each`] tells of them.
///
/// # Errors
/// If nothing could be read: see [`ErrorKind`].
pub fn ingest(name: &str, bytes: &[u8], options: &Options) -> Result<Vec<Ingested>, IngestError> {
    let (mut documents, mut failure) = (vec![], None);
    ingest_each(name, bytes, options, &mut |result| match result {
        Ok(ingested) => documents.push(ingested),
        Err(error) => {
            failure.get_or_insert(error);
        }
    });
    match failure {
        Some(error) if documents.is_empty() => Err(error),
        None if documents.is_empty() => {
            Err(IngestError::new(ErrorKind::Empty, "the container is empty").of(name))
        }
        _ => Ok(documents),
    }
}

/// Reads the documents in `bytes` one by one: each document and each failure goes to `sink` as it comes, so that
/// a large container need not lie in memory as documents.
pub fn ingest_each(
    name: &str,
    bytes: &[u8],
    options: &Options,
    sink: &mut dyn FnMut(Result<Ingested, IngestError>),
) {
    Walker::new(options, sink).read(name, bytes, 0);
}

/// Reads the documents in a file of any size, as [`ingest_each`] does. What is larger than a few MiB is not taken into
/// memory as a whole: archives are read member by member, collections (mailboxes, lines and arrays of JSON, tables,
/// crawls) some records at a time. Other formats may have up to four times [`Options::max_bytes`].
pub fn ingest_source(
    name: &str,
    source: &mut dyn Source,
    options: &Options,
    sink: &mut dyn FnMut(Result<Ingested, IngestError>),
) {
    Walker::new(options, sink).source(name, source);
}

/// A document of a text that is there already. The text is kept to the byte.
pub fn from_text(text: &str) -> Document {
    structure::finish(text::draft(text.to_owned(), vec![]), &Options::default())
}

/// A text or page that was read, not yet a document.
struct Single {
    draft: Draft,
    media_type: &'static str,
    encoding: String,
}

/// Reads a text or page; `charset` is what its container says about it.
fn single(
    bytes: &[u8],
    format: &Format,
    charset: Option<&str>,
    options: &Options,
) -> Result<Single, IngestError> {
    if bytes.len() > options.max_bytes {
        let message = limit::too_much("text", bytes.len(), options.max_bytes);
        return Err(IngestError::new(ErrorKind::TooLarge, message));
    }
    let own = || if *format == Format::Html { html::declared_charset(bytes) } else { None };
    let declared = charset.map(str::to_owned).or_else(own);
    let mut decoded = decode::decode(bytes, declared.as_deref())?;
    if *format == Format::Text && csv::may_be_table(bytes) {
        let columns = csv::columns_without_text(&decoded.text, &options.fields);
        decoded.diagnostics.extend(columns.map(|names| {
            let message = format!(
                "a table read as one text: no column is known to hold texts ({}); name the one that does",
                names[..names.len().min(12)].join(", ")
            );
            Diagnostic::new("ingest.no_text_column", message)
        }));
    }
    let text = clean::clean(decoded.text, &mut decoded.diagnostics);
    let (draft, media_type) = match format {
        Format::Html => (html::draft(&text, decoded.diagnostics), "text/html"),
        Format::Markdown => (markdown::draft(&text, decoded.diagnostics), "text/markdown"),
        _ => (text::draft(text, decoded.diagnostics), "text/plain"),
    };
    Ok(Single { draft, media_type, encoding: decoded.encoding })
}

/// A document of a draft, unless it is empty or too large.
fn finish(
    name: &str,
    mut draft: Draft,
    media_type: &str,
    encoding: &str,
    options: &Options,
) -> Result<Ingested, IngestError> {
    if draft.text.trim().is_empty() {
        return Err(IngestError::new(ErrorKind::Empty, "the file holds no text"));
    }
    if draft.text.len() > options.max_bytes {
        let message = limit::too_much("text", draft.text.len(), options.max_bytes);
        return Err(IngestError::new(ErrorKind::TooLarge, message));
    }
    text::report_look_alikes(&draft.text, &mut draft.diagnostics);
    let document = structure::finish(draft, options);
    let (source, media_type, encoding) = (name.to_owned(), media_type.to_owned(), encoding.to_owned());
    Ok(Ingested { document, source, media_type, encoding })
}
