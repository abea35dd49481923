//! What bytes are, by their content.

use crate::error::{ErrorKind, IngestError};
use crate::fields::Mapping;
use crate::letters::any_byte;
use crate::{csv, decode, eml, feed, json, markdown, pdf, tar};

/// Bytes that archives, pages, feeds and JSON are told by.
pub(crate) const HEAD: usize = 4096;
/// Bytes that tables and Markdown are told by.
const SAMPLE: usize = 16 << 10;

/// A format that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Markdown,
    Html,
    /// RSS or Atom.
    Feed,
    /// Lines of JSON, or an array.
    Json,
    /// A table with a text column.
    Table(csv::Layout),
    Mail,
    Mailbox,
    Rtf,
    Pdf,
    /// An archive or a package in one.
    Zip,
    Gzip,
    Tar,
    Warc,
}

impl Format {
    /// Whether files of other formats may be inside.
    pub fn is_container(&self) -> bool {
        matches!(self, Self::Zip | Self::Gzip | Self::Tar | Self::Warc | Self::Mailbox)
    }
}

/// First bytes of formats that are not read, and what to call them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a RIFF sound or video"),
    (b"OggS", "an Ogg sound or video"),
    (b"ID3", "an MP3 sound"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office file"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// The format of `bytes`.
///
/// # Errors
/// `empty`, or `unsupported` for what is known and not read.
pub(crate) fn sniff(bytes: &[u8], mapping: &Mapping) -> Result<Format, IngestError> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if start.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(IngestError::new(ErrorKind::Empty, "the file is empty"));
    }
    if let Some((_, name)) = FOREIGN.iter().find(|(magic, _)| start.starts_with(magic)) {
        return Err(IngestError::new(
            ErrorKind::Unsupported,
            format!("the file is {name}, which is not read"),
        ));
    }
    if pdf::is_pdf(start) {
        return Ok(Format::Pdf);
    }
    if let Some(format) = archive(start) {
        return Ok(format);
    }
    let head = narrow(start);
    Ok(match () {
        () if start.starts_with(b"{\\rtf") => Format::Rtf,
        () if feed::is_feed(&head) => Format::Feed,
        () if is_html(&head) => Format::Html,
        () if eml::is_mailbox(start) => Format::Mailbox,
        () if eml::is_mail(start) => Format::Mail,
        () if json::is_json(&head) => Format::Json,
        () => text(bytes, &head, mapping),
    })
}

/// The archive that begins so, if it is one.
pub(crate) fn archive(bytes: &[u8]) -> Option<Format> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => Some(Format::Zip),
        () if starts(b"\x1F\x8B") => Some(Format::Gzip),
        () if starts(b"WARC/") => Some(Format::Warc),
        () if tar::is_header(bytes) => Some(Format::Tar),
        () => None,
    }
}

/// The first bytes; of UTF-16, those that are ASCII.
fn narrow(bytes: &[u8]) -> Vec<u8> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let wide = |byte: u8| matches!(byte, 0 | 0xFE | 0xFF);
    if !any_byte(head, wide) {
        return head.trim_ascii_start().to_vec();
    }
    let kept: Vec<u8> = head.iter().copied().filter(|&byte| !wide(byte)).collect();
    kept.trim_ascii_start().to_vec()
}

/// Sorts of text that only their wording tells apart.
fn text(bytes: &[u8], head: &[u8], mapping: &Mapping) -> Format {
    let separated = csv::may_be_table(bytes);
    let marked = head.starts_with(b"---")
        || head.starts_with(b"+++")
        || any_byte(head, |byte| matches!(byte, b'#' | b'[' | b'|' | b'`'));
    if !separated && !marked {
        return Format::Text;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let Ok(sample) = decode::decode(sample, None) else { return Format::Text };
    match csv::layout(&sample.text, mapping) {
        Some(layout) => Format::Table(layout),
        None if marked && markdown::is_markdown(&sample.text) => Format::Markdown,
        None => Format::Text,
    }
}

/// A document type, or tags of the frame of a page before long.
fn is_html(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"<") {
        return false;
    }
    let sample = bytes.to_ascii_lowercase();
    let has = |tag: &[u8]| sample.windows(tag.len()).any(|window| window == tag);
    let starts = [
        &b"<!doctype html"[..],
        b"<html",
        b"<head",
        b"<body",
        b"<article",
        b"<div",
        b"<p>",
        b"<p ",
        b"<h1",
        b"<table",
        b"<!--",
    ];
    let framed = has(b"<html") || has(b"<head>") || has(b"<body") || has(b"<!doctype html");
    let closed = has(b"</p>")
        || has(b"</div>")
        || has(b"</h1>")
        || has(b"</title>")
        || has(b"</table>")
        || has(b"<br");
    framed || closed && starts.iter().any(|tag| sample.starts_with(tag))
}
