//! Files in files: what is inside an input is read member by member, within limits.

use std::io::{Cursor, Read};

use crate::collections::Tally;
use crate::draft::Draft;
use crate::error::{ErrorKind, IngestError};
use crate::fields::{Mapping, claim};
use crate::limit::size;
use crate::sniff::{self, Format};
use crate::{Ingested, Options, eml, pdf, rtf, single, stream};

/// A member must not unpack to so many times its packed size, once it is larger than `RATIO_FROM` bytes.
pub(crate) const RATIO: u64 = 200;
pub(crate) const RATIO_FROM: u64 = 1 << 20;
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
    /// Streams are taken in portions of at least so many bytes.
    pub portion: usize,
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

impl<'a, 'b> Walker<'a, 'b> {
    pub fn new(options: &'a Options, sink: &'a mut Sink<'b>) -> Self {
        Self { options, sink, unpacked: 0, members: 0, portion: stream::PORTION }
    }
}

impl Walker<'_, '_> {
    /// Reads `bytes`, and what they contain; every failure goes to the sink under its own name.
    pub fn read(&mut self, name: &str, bytes: &[u8], depth: usize) {
        self.visit(&Member { name, bytes, depth, told: &Told::default() });
    }

    /// Reads a member, of which its container says something.
    pub fn visit(&mut self, member: &Member<'_>) {
        if let Err(error) = self.open(member) {
            self.refuse(member.name, error);
        }
    }

    /// Tells of a failure, under the name of the member unless it has one.
    pub fn refuse(&mut self, name: &str, error: IngestError) {
        let error = if error.source_name.is_empty() { error.of(name) } else { error };
        (self.sink)(Err(error));
    }

    fn open(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let format = match sniff::sniff(member.bytes, &self.options.fields)? {
            Format::Text | Format::Markdown if member.told.html => Format::Html,
            format => format,
        };
        self.admit(&format, member.depth)?;
        match format {
            Format::Zip => self.zip(member, Cursor::new(member.bytes)),
            Format::Gzip => self.gzip(member, &mut &*member.bytes, member.bytes.len() as u64),
            Format::Tar => self.tar(member, member.bytes),
            Format::Warc => self.warc(member, member.bytes),
            Format::Mailbox | Format::Json | Format::Table(_) | Format::Feed => {
                let mut tally = Tally::default();
                self.portion(member, &format, &mut tally)?;
                tally.conclude()
            }
            Format::Mail => self.mail(member),
            Format::Rtf => self.finish(member, rtf::draft(member.bytes), "application/rtf", "rtf"),
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

    /// Refuses a container that lies too deep.
    pub fn admit(&self, format: &Format, depth: usize) -> Result<(), IngestError> {
        if format.is_container() && depth > self.options.max_depth {
            let message = format!("containers are nested deeper than {}", self.options.max_depth);
            return Err(IngestError::new(ErrorKind::Bomb, message));
        }
        Ok(())
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
            let message =
                format!("the packed data unpacks to more than {} from {}", size(limit), size(packed));
            return Err(IngestError::new(ErrorKind::Bomb, message));
        }
        Ok(bytes)
    }

    /// Counts a member; no more are read once a limit of the whole input is reached.
    pub fn count(&mut self) -> Result<(), IngestError> {
        self.members += 1;
        let message = match () {
            () if self.members > self.options.max_members => {
                format!("more than {} members; the rest is not read", self.options.max_members)
            }
            () if self.unpacked >= self.options.max_unpacked => {
                format!(
                    "the members unpack to more than {}; the rest is not read",
                    size(self.options.max_unpacked)
                )
            }
            () => return Ok(()),
        };
        Err(IngestError::new(ErrorKind::Bomb, message))
    }
}

/// A stream that cannot be read on.
pub(crate) fn unreadable(error: &std::io::Error) -> IngestError {
    // What we found wrong ourselves is told in our words.
    if let Some(own) = error.get_ref().and_then(|inner| inner.downcast_ref::<IngestError>()) {
        return own.clone();
    }
    IngestError::new(ErrorKind::Damaged, format!("the packed data cannot be read: {error}"))
}

/// A member's name that cannot be mistaken for a path outside its container.
pub(crate) fn safe(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
    parts.collect::<Vec<_>>().join("/")
}
