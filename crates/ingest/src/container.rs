//! Files in files: what is inside an input is read member by member, within limits.

use std::borrow::Cow;
use std::io::Read;

use svodka_model::Diagnostic;

use crate::draft::Draft;
use crate::error::{ErrorKind, IngestError};
use crate::fields::{Mapping, claim};
use crate::records::{Collection, Damage, Record};
use crate::sniff::{self, Format};
use crate::{Ingested, Options, csv, decode, eml, feed, html, json, pdf, pieces, rtf, single};

/// A member must not unpack to so many times its packed size, once it is larger than `RATIO_FROM` bytes.
pub(crate) const RATIO: u64 = 200;
pub(crate) const RATIO_FROM: u64 = 1 << 20;
/// Records without a text that are named in the remark about them.
const NAMED: usize = 5;

/// Where documents and failures go.
pub(crate) type Sink<'a> = dyn FnMut(Result<Ingested, IngestError>) + 'a;

/// Reads one input with all that is in it.
pub(crate) struct Walker<'a, 'b> {
    pub options: &'a Options,
    pub sink: &'a mut Sink<'b>,
    /// Bytes unpacked so far.
    pub unpacked: u64,
    /// Members seen so far.
    pub members: usize,
}

/// What a container says about a member.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Label of its encoding.
    pub charset: Option<String>,
    /// It was sent as a page.
    pub html: bool,
    pub fields: Vec<(String, String)>,
    /// Who says so.
    pub origin: &'static str,
    /// Part of the container, for locators.
    pub part: Option<String>,
}

/// The input, or a part of it.
pub(crate) struct Member<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// Containers around it.
    pub depth: usize,
    pub told: &'a Told,
}

impl Walker<'_, '_> {
    /// Reads `bytes`, and what they contain; every failure goes to the sink under its own name.
    pub fn read(&mut self, name: &str, bytes: &[u8], depth: usize) {
        self.visit(&Member { name, bytes, depth, told: &Told::default() });
    }

    /// Reads a member, of which its container says something.
    pub fn visit(&mut self, member: &Member<'_>) {
        if let Err(error) = self.open(member) {
            let error = if error.source_name.is_empty() { error.of(member.name) } else { error };
            (self.sink)(Err(error));
        }
    }

    fn open(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let format = match sniff::sniff(member.bytes, &self.options.fields)? {
            Format::Text | Format::Markdown if member.told.html => Format::Html,
            format => format,
        };
        if format.is_container() && member.depth > self.options.max_depth {
            let message = format!("containers are nested deeper than {}", self.options.max_depth);
            return Err(IngestError::new(ErrorKind::Bomb, message));
        }
        match format {
            Format::Zip => self.zip(member),
            Format::Gzip => self.gzip(member),
            Format::Tar => self.tar(member, member.bytes),
            Format::Warc => self.warc(member, member.bytes),
            Format::Mailbox => {
                for (number, mail) in eml::split_mailbox(member.bytes).into_iter().enumerate() {
                    self.count()?;
                    self.read(&format!("{}!/{}", member.name, number + 1), mail, member.depth + 1);
                }
                Ok(())
            }
            Format::Mail => self.mail(member),
            Format::Feed => self.feed(member),
            Format::Json => self.json(member),
            Format::Table(layout) => {
                let file = File::read(member.bytes, None)?;
                self.records(member, &file, "csv", layout.media_type(), csv::records(&file.text, &layout))
            }
            Format::Rtf => {
                let draft = pieces::draft(&rtf::pieces(member.bytes), vec![]);
                self.finish(member, draft, "application/rtf", "rtf")
            }
            Format::Pdf => {
                let draft = pdf::draft(member.bytes, self.options.max_bytes)?;
                self.finish(member, draft, "application/pdf", "pdf")
            }
            Format::Text | Format::Html | Format::Markdown => {
                let single = single(member.bytes, &format, member.told.charset.as_deref(), self.options)?;
                self.finish(member, single.draft, single.media_type, &single.encoding)
            }
        }
    }

    /// Makes a document of a draft, with what the container says about it.
    pub fn finish(
        &mut self,
        member: &Member<'_>,
        mut draft: Draft,
        media_type: &str,
        encoding: &str,
    ) -> Result<(), IngestError> {
        let told = member.told;
        claim(&told.fields, &Mapping::new(), told.origin, &mut draft.claims);
        for unit in draft.units.iter_mut().filter(|unit| unit.locator.part.is_none()) {
            unit.locator.part.clone_from(&told.part);
        }
        let ingested = crate::finish(member.name, draft, media_type, encoding, self.options)?;
        (self.sink)(Ok(ingested));
        Ok(())
    }

    fn mail(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let mail = eml::read(member.bytes)
            .ok_or_else(|| IngestError::new(ErrorKind::Damaged, "the mail cannot be read"))?;
        let body = self.finish(member, mail.draft, "message/rfc822", "utf-8");
        let empty = mail.attachments.is_empty();
        for (attachment, content) in mail.attachments {
            self.count()?;
            self.read(&format!("{}!/{}", member.name, safe(&attachment)), &content, member.depth + 1);
        }
        // A mail that only carries attachments has no text of its own, and need not.
        if empty { body } else { Ok(()) }
    }

    fn feed(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let declared = member.told.charset.clone().or_else(|| html::declared_charset(member.bytes));
        let file = File::read(member.bytes, declared.as_deref())?;
        let atom = file.text[..file.text.floor_char_boundary(sniff::HEAD)].contains("<feed");
        let media_type = if atom { "application/atom+xml" } else { "application/rss+xml" };
        self.records(member, &file, "feed", media_type, feed::items(&file.text))
    }

    fn json(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let file = File::read(member.bytes, None)?;
        let records = json::records(&file.text, &self.options.fields, self.options.max_bytes);
        self.records(member, &file, "json", "application/json", records)
    }

    /// Makes a document of each record that holds a text.
    fn records(
        &mut self,
        member: &Member<'_>,
        file: &File<'_>,
        origin: &'static str,
        media_type: &str,
        records: impl Iterator<Item = Result<Record, Damage>>,
    ) -> Result<(), IngestError> {
        let options = self.options;
        let collection =
            Collection { mapping: &options.fields, origin, diagnostics: file.diagnostics.clone() };
        let (mut seen, mut without) = (0usize, Untold::default());
        for record in records {
            self.count()?;
            seen += 1;
            let number = record.as_ref().map_or_else(|damage| damage.number, |record| record.number);
            let path = format!("{}!/{number}", member.name);
            let ingested = match record {
                Err(damage) => Err(IngestError::new(damage.kind, damage.message)),
                Ok(record) => match collection.draft(&record) {
                    None => {
                        without.add(&record);
                        continue;
                    }
                    Some(draft) => crate::finish(&path, draft, media_type, &file.encoding, options),
                },
            };
            (self.sink)(ingested.map_err(|error| error.of(&path)));
        }
        match without.message(seen) {
            _ if seen == 0 => Err(IngestError::new(ErrorKind::Empty, "the file holds no record")),
            Some(message) => Err(IngestError::new(ErrorKind::Empty, message)),
            None => Ok(()),
        }
    }

    /// Largest member in bytes: a container of texts may be larger than a text.
    pub fn largest(&self) -> u64 {
        (self.options.max_bytes as u64).saturating_mul(4)
    }

    /// Unpacks a stream within the limits.
    pub fn unpack(&mut self, stream: impl Read, packed: u64) -> Result<Vec<u8>, IngestError> {
        let left = self.options.max_unpacked.saturating_sub(self.unpacked);
        let by_ratio = (packed.saturating_mul(RATIO)).max(RATIO_FROM);
        let limit = left.min(by_ratio).min(self.largest());
        let mut bytes = vec![];
        stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > limit {
            let message = format!("the packed data unpacks to more than {limit} bytes from {packed}");
            return Err(IngestError::new(ErrorKind::Bomb, message));
        }
        Ok(bytes)
    }

    /// Counts a member; no more are read once a limit of the whole input is reached.
    pub fn count(&mut self) -> Result<(), IngestError> {
        self.members += 1;
        let message = match () {
            () if self.members > self.options.max_members => {
                format!("more than {} members", self.options.max_members)
            }
            () if self.unpacked >= self.options.max_unpacked => {
                format!("the members unpack to more than {} bytes", self.options.max_unpacked)
            }
            () => return Ok(()),
        };
        Err(IngestError::new(ErrorKind::Bomb, message))
    }
}

/// The text of a file that holds many.
struct File<'a> {
    text: Cow<'a, str>,
    encoding: String,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> File<'a> {
    fn read(bytes: &'a [u8], declared: Option<&str>) -> Result<Self, IngestError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let nul = bytes.iter().take(sniff::HEAD).any(|&byte| byte == 0);
        match std::str::from_utf8(bytes) {
            Ok(text) if !nul => {
                Ok(Self { text: Cow::Borrowed(text), encoding: "UTF-8".to_owned(), diagnostics: vec![] })
            }
            _ => {
                let decoded = decode::decode(bytes, declared)?;
                let text = Cow::Owned(decoded.text);
                Ok(Self { text, encoding: decoded.encoding, diagnostics: decoded.diagnostics })
            }
        }
    }
}

/// Records in which no text was found.
#[derive(Default)]
struct Untold {
    count: usize,
    numbers: Vec<String>,
    names: String,
}

impl Untold {
    fn add(&mut self, record: &Record) {
        self.count += 1;
        if self.numbers.len() < NAMED {
            self.numbers.push(record.number.to_string());
        }
        if self.names.is_empty() {
            let names: Vec<&str> = record.fields.iter().take(12).map(|(name, _)| name.as_str()).collect();
            self.names = names.join(", ");
        }
    }

    fn message(&self, of: usize) -> Option<String> {
        let more = if self.count > self.numbers.len() { " ..." } else { "" };
        (self.count > 0).then(|| {
            let (count, numbers) = (self.count, self.numbers.join(", "));
            format!("{count} of {of} record(s) have no text: {numbers}{more} (fields: {})", self.names)
        })
    }
}

/// A stream that cannot be read on.
pub(crate) fn unreadable(error: &std::io::Error) -> IngestError {
    if error.kind() == std::io::ErrorKind::QuotaExceeded {
        return IngestError::new(ErrorKind::Bomb, error.to_string());
    }
    IngestError::new(ErrorKind::Damaged, format!("the packed data cannot be read: {error}"))
}

/// A member's name that cannot be mistaken for a path outside its container.
pub(crate) fn safe(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
    parts.collect::<Vec<_>>().join("/")
}
