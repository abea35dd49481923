//! PDF with a text layer: pages to lines, lines to paragraphs, properties to metadata.

mod content;
mod fonts;
mod layout;
mod paragraphs;
mod search;

use std::panic::{AssertUnwindSafe, catch_unwind};

use encoding_rs::{WINDOWS_1251, WINDOWS_1252};
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::object::DateTime;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use svodka_model::Diagnostic;

use crate::clean;
use crate::dates::Order;
use crate::decode;
use crate::draft::{Claim, Draft};
use crate::error::{ErrorKind, IngestError};
use crate::pieces;
use crate::structure::{one_line, outside_date};
use content::{Budget, Fonts};
use fonts::UNKNOWN;

/// Most pages of a file, and most operators on all of them together.
const PAGES: usize = 10_000;
const OPERATORS: usize = 50_000_000;
/// Most bytes that one stream of a file may unpack to.
const STREAM: usize = 64 << 20;
/// From this share on, in hundredths, glyphs without letters make a page unreadable.
const UNREADABLE: usize = 20;
/// Pages that a remark names.
const NAMED: usize = 10;

/// Whether a file is a PDF; some have a few bytes of rubbish before their first line.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(5).position(|window| window == b"%PDF-").is_some_and(|at| at == 0 || !head[..at].is_ascii())
}

/// A draft of a PDF.
///
/// # Errors
/// `encrypted`, `needs_ocr`, `damaged`, `too_large`, `bomb`, `empty`.
pub(crate) fn draft(bytes: &[u8], max_text: usize) -> Result<Draft, IngestError> {
    if unpacks_to_too_much(bytes) {
        let message = format!("a stream of the file unpacks to more than {} MiB", STREAM >> 20);
        return Err(IngestError::new(ErrorKind::Bomb, message));
    }
    if search::is_endless(bytes) {
        let message = "the file is so damaged that the search for its parts would take too long";
        return Err(IngestError::new(ErrorKind::Damaged, message));
    }
    // The library is not ours: its panics are its findings about a damaged file.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, max_text)));
    read.unwrap_or_else(|_| Err(IngestError::new(ErrorKind::Damaged, "the file cannot be read as PDF")))
}

fn read(bytes: &[u8], max_text: usize) -> Result<Draft, IngestError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            IngestError::new(ErrorKind::Encrypted, "the file is protected by a password")
        }
        LoadPdfError::Decryption(_) => {
            IngestError::new(ErrorKind::Encrypted, "the file is encrypted in a way that is not read")
        }
        LoadPdfError::Invalid => IngestError::new(ErrorKind::Damaged, "the file cannot be read as PDF"),
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES {
        let message = format!("the file has {} pages, more than the limit of {PAGES}", pages.len());
        return Err(IngestError::new(ErrorKind::TooLarge, message));
    }
    let (mut fonts, mut budget) = (Fonts::new(), Budget { operators: OPERATORS, text: max_text.max(1) });
    let (mut lines, mut survey) = (vec![], Survey::default());
    for (number, page) in (1u32..).zip(pages.iter()) {
        let sheet = content::read(page, &mut fonts, &mut budget);
        if budget.is_spent() {
            return Err(IngestError::new(
                ErrorKind::TooLarge,
                format!("the text of the file is too large (page {number})"),
            ));
        }
        survey.page(number, &sheet);
        lines.extend(layout::lines(sheet, number));
    }
    survey.verdict()?;
    let mut diagnostics = survey.remarks();
    for line in &mut lines {
        line.text = clean::clean(std::mem::take(&mut line.text).replace('\n', " "), &mut vec![]);
        // A sign before a line is a bullet, whatever its font calls it.
        if let Some(rest) = line.text.strip_prefix(UNKNOWN).filter(|rest| rest.starts_with(' ')) {
            line.text = format!("•{rest}");
        }
    }
    repair_cyrillic(&mut lines, &mut diagnostics);
    let mut draft = pieces::draft(&paragraphs::pieces(lines), diagnostics);
    properties(&mut draft, &pdf);
    Ok(draft)
}

/// What the pages were like.
#[derive(Default)]
struct Survey {
    pages: usize,
    /// Pages that hold pictures and no letters, and those whose glyphs have no letters.
    pictures: Vec<u32>,
    unreadable: Vec<u32>,
    glyphs: usize,
    unknown: usize,
}

impl Survey {
    fn page(&mut self, number: u32, sheet: &content::Sheet) {
        self.pages += 1;
        self.glyphs += sheet.glyphs;
        self.unknown += sheet.unknown;
        if sheet.glyphs == 0 && sheet.pictures > 0 {
            self.pictures.push(number);
        } else if sheet.unknown * 100 > sheet.glyphs * UNREADABLE {
            self.unreadable.push(number);
        }
    }

    /// An error if nothing of the file can be read.
    fn verdict(&self) -> Result<(), IngestError> {
        let error = |kind, message: &str| Err(IngestError::new(kind, message));
        match () {
            () if self.glyphs == 0 && !self.pictures.is_empty() => {
                error(ErrorKind::NeedsOcr, "the file holds pictures of pages and no text: it needs OCR")
            }
            () if self.pages == 0 => error(ErrorKind::Damaged, "the file has no pages that can be read"),
            () if self.unknown * 2 > self.glyphs => {
                error(ErrorKind::NeedsOcr, "the fonts of the file do not tell their letters: it needs OCR")
            }
            () => Ok(()),
        }
    }

    fn remarks(&self) -> Vec<Diagnostic> {
        let remark = |pages: &[u32], what: &str| {
            let named: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
            let more = if pages.len() > NAMED { " ..." } else { "" };
            let message = format!("{} page(s) need OCR, {what}: {}{more}", pages.len(), named.join(", "));
            (!pages.is_empty()).then(|| Diagnostic::new("ingest.needs_ocr", message))
        };
        let pictures = remark(&self.pictures, "they are pictures");
        let unreadable = remark(&self.unreadable, "their fonts do not tell their letters");
        let unknown = (self.unknown > 0).then(|| {
            let message = format!(
                "{} of {} glyphs have no letter, {UNKNOWN} stands for them",
                self.unknown, self.glyphs
            );
            Diagnostic::new("ingest.unknown_glyphs", message)
        });
        [pictures, unreadable, unknown].into_iter().flatten().collect()
    }
}

/// Whether some compressed stream is a bomb. The library unpacks without a limit, hence this look before.
fn unpacks_to_too_much(bytes: &[u8]) -> bool {
    // Deflate packs a thousandfold at best.
    if bytes.len() * 1032 < STREAM {
        return false;
    }
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        at += found + b"stream".len();
        let data = bytes[at..].trim_ascii_start();
        if is_zlib(data) && unpacked(data, 1) > STREAM {
            return true;
        }
    }
    false
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == wanted[0]) {
        if bytes[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [head, flags, ..] if head & 0x0F == 8 && (u16::from(*head) << 8 | u16::from(*flags)) % 31 == 0)
}

/// Bytes that a compressed stream unpacks to, counted up to the limit; what is compressed twice counts as unpacked twice.
fn unpacked(data: &[u8], depth: usize) -> usize {
    let mut stream = Decompress::new(true);
    let mut buffer = vec![0; 64 << 10];
    let mut inner = vec![];
    loop {
        let (read, written) = (stream.total_in() as usize, stream.total_out());
        let status = stream.decompress(&data[read..], &mut buffer, FlushDecompress::None);
        let fresh = (stream.total_out() - written) as usize;
        if depth > 0 && (written > 0 || is_zlib(&buffer[..fresh])) && inner.len() as u64 == written {
            inner.extend_from_slice(&buffer[..fresh]);
        }
        let total = stream.total_out() as usize;
        let stuck = fresh == 0 && stream.total_in() as usize == read;
        if total > STREAM || stuck || !matches!(status, Ok(Status::Ok)) {
            let nested = if inner.is_empty() { 0 } else { unpacked(&inner, depth - 1) };
            return total.max(nested);
        }
    }
}

/// Old programs called Cyrillic fonts Western: «Çàâîä» is «Завод».
fn repair_cyrillic(lines: &mut [layout::Line], diagnostics: &mut Vec<Diagnostic>) {
    let (mut western, mut letters) = (0usize, 0usize);
    for c in lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphabetic()) {
        letters += 1;
        western += usize::from(matches!(c, 'À'..='ÿ'));
    }
    if western * 10 < letters * 6 {
        return;
    }
    let reread = |text: &str| {
        let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
        (!unmappable).then(|| WINDOWS_1251.decode_without_bom_handling(&bytes).0.into_owned())
    };
    for line in lines {
        if let Some(text) = reread(&line.text) {
            line.text = text;
        }
    }
    let message = "the fonts call themselves Western and hold Cyrillic letters, which were repaired";
    diagnostics.push(Diagnostic::new("ingest.mojibake", message));
}

/// Title, author and dates from the properties; weak, since they are often those of a template or a program.
fn properties(draft: &mut Draft, pdf: &Pdf) {
    let origin = "pdf_properties";
    let told = pdf.metadata();
    let text =
        |bytes: &Option<Box<[u8]>>| bytes.as_deref().and_then(text_string).filter(|text| !is_file_name(text));
    if let Some(title) = text(&told.title) {
        draft.claims.other.insert("pdf:title".to_owned(), title.clone());
        draft.claims.titles.push(Claim::new(title, origin, 400));
    }
    if let Some(author) = text(&told.author) {
        draft.claims.other.insert("pdf:author".to_owned(), author.clone());
        draft.claims.bylines.push(Claim::new(author, origin, 300));
    }
    let day = |date: &DateTime| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    for (date, name, origin, weight) in [
        (&told.creation_date, "pdf:created", origin, 400),
        (&told.modification_date, "pdf:modified", "modified", 300),
    ] {
        if let Some(day) = date.as_ref().map(day) {
            draft.claims.dates.extend(outside_date(&day, origin, weight, Order::DayFirst));
            draft.claims.other.insert(name.to_owned(), day);
        }
    }
}

/// A string of the properties: UTF-16 with its mark, or some eight-bit encoding.
fn text_string(bytes: &[u8]) -> Option<String> {
    let text = decode::decode(bytes, None).ok()?.text;
    Some(one_line(&text)).filter(|text| !text.is_empty())
}

/// Titles that programs make up: `Microsoft Word - x.doc`, `untitled`, `C:\x.indd`.
fn is_file_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    let ending = lower.rsplit_once('.').is_some_and(|(_, ending)| {
        (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    ending || lower.starts_with("microsoft ") || lower == "untitled" || !text.contains(char::is_alphabetic)
}
