//! Files that hold many records (mailboxes, feeds, JSON, tables), read whole or portion by portion.

use std::borrow::Cow;

use svodka_model::Diagnostic;

use crate::container::{Member, Walker};
use crate::error::{ErrorKind, IngestError};
use crate::records::{Before, Collection, Damage, Record};
use crate::sniff::{self, Format};
use crate::{csv, decode, eml, feed, html, json};

/// Records without a text that are named in the remark about them.
const NAMED: usize = 5;

/// What was read of a collection so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub before: Before,
    /// How a file of JSON is written, once that is known.
    shape: Option<json::Shape>,
    seen: usize,
    without: Untold,
}

impl Tally {
    /// Nothing more comes: what is to be said about the collection as a whole.
    pub fn conclude(self) -> Result<(), IngestError> {
        match self.without.message(self.seen) {
            _ if self.seen == 0 => Err(IngestError::new(ErrorKind::Empty, "the file holds no record")),
            Some(message) => Err(IngestError::new(ErrorKind::Empty, message)),
            None => Ok(()),
        }
    }
}

impl Walker<'_, '_> {
    /// Reads a collection, or a portion of whole records of one that is read in order.
    pub fn portion(
        &mut self,
        member: &Member<'_>,
        format: &Format,
        tally: &mut Tally,
    ) -> Result<(), IngestError> {
        match format {
            Format::Mailbox => self.mailbox(member, tally)?,
            Format::Feed => self.feed(member, tally)?,
            Format::Table(layout) => {
                let file = File::read(member.bytes, None)?;
                let records = csv::records(&file.text, layout, tally.before);
                self.records(member, &file, "csv", layout.media_type(), records, tally)?;
            }
            _ => {
                let file = File::read(member.bytes, None)?;
                let shape = *tally.shape.get_or_insert_with(|| json::shape(&file.text));
                let options = self.options;
                let records =
                    json::records(&file.text, shape, tally.before, &options.fields, options.max_bytes);
                self.records(member, &file, "json", "application/json", records, tally)?;
            }
        }
        tally.before.records = tally.seen;
        tally.before.bytes += member.bytes.len() as u64;
        tally.before.lines += member.bytes.iter().filter(|&&byte| byte == b'\n').count();
        Ok(())
    }

    fn mailbox(&mut self, member: &Member<'_>, tally: &mut Tally) -> Result<(), IngestError> {
        for mail in eml::split_mailbox(member.bytes) {
            self.count()?;
            tally.seen += 1;
            self.read(&format!("{}!/{}", member.name, tally.seen), mail, member.depth + 1);
        }
        Ok(())
    }

    fn feed(&mut self, member: &Member<'_>, tally: &mut Tally) -> Result<(), IngestError> {
        let declared = member.told.charset.clone().or_else(|| html::declared_charset(member.bytes));
        let file = File::read(member.bytes, declared.as_deref())?;
        let atom = file.text[..file.text.floor_char_boundary(sniff::HEAD)].contains("<feed");
        let media_type = if atom { "application/atom+xml" } else { "application/rss+xml" };
        self.records(member, &file, "feed", media_type, feed::items(&file.text), tally)
    }

    /// Makes a document of each record that holds a text.
    fn records(
        &mut self,
        member: &Member<'_>,
        file: &File<'_>,
        origin: &'static str,
        media_type: &str,
        records: impl Iterator<Item = Result<Record, Damage>>,
        tally: &mut Tally,
    ) -> Result<(), IngestError> {
        let options = self.options;
        let collection =
            Collection { mapping: &options.fields, origin, diagnostics: file.diagnostics.clone() };
        for record in records {
            self.count()?;
            tally.seen += 1;
            let number = record.as_ref().map_or_else(|damage| damage.number, |record| record.number);
            let path = format!("{}!/{number}", member.name);
            let ingested = match record {
                Err(damage) => Err(IngestError::new(damage.kind, damage.message)),
                Ok(record) => match collection.draft(&record) {
                    None => {
                        tally.without.add(&record);
                        continue;
                    }
                    Some(draft) => crate::finish(&path, draft, media_type, &file.encoding, options),
                },
            };
            (self.sink)(ingested.map_err(|error| error.of(&path)));
        }
        Ok(())
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
