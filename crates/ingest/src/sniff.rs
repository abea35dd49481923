//! What bytes are, by their content.

use crate::eml;
use crate::error::{ErrorKind, IngestError};

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Html,
    Mail,
    Mailbox,
    Rtf,
    /// An archive or a package in one.
    Zip,
    Gzip,
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
    (b"%PDF-", "a PDF file"),
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
pub(crate) fn sniff(bytes: &[u8]) -> Result<Format, IngestError> {
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
    let starts = |magic: &[u8]| start.starts_with(magic);
    Ok(match () {
        () if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => Format::Zip,
        () if starts(b"\x1F\x8B") => Format::Gzip,
        () if starts(b"{\\rtf") => Format::Rtf,
        () if is_html(start) => Format::Html,
        () if eml::is_mailbox(start) => Format::Mailbox,
        () if eml::is_mail(start) => Format::Mail,
        () => Format::Text,
    })
}

/// A document type, or tags of the frame of a page before long.
fn is_html(bytes: &[u8]) -> bool {
    let sample: Vec<u8> = bytes
        .iter()
        .take(4096)
        .filter(|byte| **byte != 0 && **byte != 0xFE && **byte != 0xFF)
        .map(u8::to_ascii_lowercase)
        .collect();
    let sample = sample.trim_ascii_start();
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
    (sample.starts_with(b"<") && starts.iter().any(|tag| sample.starts_with(tag)) && (framed || closed))
        || (framed && sample.starts_with(b"<"))
}
