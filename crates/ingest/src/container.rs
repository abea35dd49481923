//! Files in files: archives, word-processor packages, mails with attachments; within limits.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::error::{ErrorKind, IngestError};
use crate::office::Parts;
use crate::sniff::{self, Format};
use crate::{Ingested, Options, decode, eml, office, pieces, rtf, single};

/// A member must not unpack to so many times its packed size, once it is larger than `RATIO_FROM` bytes.
const RATIO: u64 = 200;
const RATIO_FROM: u64 = 1 << 20;

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

impl Walker<'_, '_> {
    /// Reads `bytes`, and what they contain; every failure goes to the sink under its own name.
    pub fn read(&mut self, name: &str, bytes: &[u8], depth: usize) {
        if let Err(error) = self.open(name, bytes, depth) {
            (self.sink)(Err(error.of(name)));
        }
    }

    fn open(&mut self, name: &str, bytes: &[u8], depth: usize) -> Result<(), IngestError> {
        let format = sniff::sniff(bytes)?;
        if matches!(format, Format::Zip | Format::Gzip) && depth > self.options.max_depth {
            let message = format!("containers are nested deeper than {}", self.options.max_depth);
            return Err(IngestError::new(ErrorKind::Bomb, message));
        }
        match format {
            Format::Zip => self.zip(name, bytes, depth),
            Format::Gzip => {
                let packed = bytes.len() as u64;
                let inner = self.unpack(MultiGzDecoder::new(bytes), packed)?;
                self.read(&format!("{name}!/{}", inner_name(name)), &inner, depth + 1);
                Ok(())
            }
            Format::Mailbox => {
                for (number, mail) in eml::split_mailbox(bytes).into_iter().enumerate() {
                    self.read(&format!("{name}!/{}", number + 1), mail, depth + 1);
                }
                Ok(())
            }
            Format::Mail => self.mail(name, bytes, depth),
            Format::Rtf => {
                let draft = pieces::draft(&rtf::pieces(bytes), vec![]);
                self.finish(name, draft, "application/rtf", "rtf")
            }
            Format::Text | Format::Html => {
                let ingested = single(name, bytes, format, self.options)?;
                (self.sink)(Ok(ingested));
                Ok(())
            }
        }
    }

    fn finish(
        &mut self,
        name: &str,
        draft: crate::draft::Draft,
        media_type: &str,
        encoding: &str,
    ) -> Result<(), IngestError> {
        let ingested = crate::finish(name, draft, media_type, encoding, self.options)?;
        (self.sink)(Ok(ingested));
        Ok(())
    }

    fn mail(&mut self, name: &str, bytes: &[u8], depth: usize) -> Result<(), IngestError> {
        let mail = eml::read(bytes)
            .ok_or_else(|| IngestError::new(ErrorKind::Damaged, "the mail cannot be read"))?;
        let body = self.finish(name, mail.draft, "message/rfc822", "utf-8");
        let empty = mail.attachments.is_empty();
        for (attachment, content) in mail.attachments {
            self.count()?;
            self.read(&format!("{name}!/{}", safe(&attachment)), &content, depth + 1);
        }
        // A mail that only carries attachments has no text of its own, and need not.
        if empty { body } else { Ok(()) }
    }

    fn zip(&mut self, name: &str, bytes: &[u8], depth: usize) -> Result<(), IngestError> {
        let damaged = |error: zip::result::ZipError| {
            IngestError::new(ErrorKind::Damaged, format!("the archive cannot be read: {error}"))
        };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let names: Vec<String> =
            archive.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).collect();
        let has = |part: &str| names.iter().any(|name| name == part);
        if has("word/document.xml") {
            let parts = self.docx_parts(&mut archive, &names)?;
            return self.finish(
                name,
                office::docx(&parts, vec![]),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "UTF-8",
            );
        }
        if has("content.xml") && has("mimetype") {
            let parts = Parts {
                body: self.part(&mut archive, "content.xml")?,
                properties: self.part(&mut archive, "meta.xml")?,
                ..Parts::default()
            };
            return self.finish(
                name,
                office::odt(&parts, vec![]),
                "application/vnd.oasis.opendocument.text",
                "UTF-8",
            );
        }
        if has("[Content_Types].xml") {
            return Err(IngestError::new(
                ErrorKind::Unsupported,
                "the file is an Office file other than a text document",
            ));
        }
        for index in 0..archive.len() {
            self.count()?;
            self.member(name, &mut archive, index, depth);
        }
        Ok(())
    }

    /// Reads one member of an archive; its failure does not end the others.
    fn member(
        &mut self,
        archive_name: &str,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        depth: usize,
    ) {
        let opened = match archive.by_index_raw(index) {
            Ok(member) => Ok((
                member_name(member.name_raw()),
                member.is_dir(),
                member.encrypted(),
                member.compressed_size(),
            )),
            Err(error) => Err(IngestError::new(ErrorKind::Damaged, error.to_string())),
        };
        let read = opened.and_then(|(member, folder, encrypted, packed)| {
            let path = format!("{archive_name}!/{}", safe(&member));
            if folder || path.contains("__MACOSX/") || path.ends_with(".DS_Store") {
                return Ok(None);
            }
            if encrypted {
                return Err(
                    IngestError::new(ErrorKind::Encrypted, "the member is protected by a password").of(&path)
                );
            }
            let unpacked = match archive.by_index(index) {
                Ok(file) => self.unpack(file, packed).map_err(|error| error.of(&path))?,
                Err(error) => return Err(IngestError::new(ErrorKind::Damaged, error.to_string()).of(&path)),
            };
            Ok(Some((path, unpacked)))
        });
        match read {
            Ok(Some((path, unpacked))) => self.read(&path, &unpacked, depth + 1),
            Ok(None) => {}
            Err(error) if error.source_name.is_empty() => {
                (self.sink)(Err(error.of(&format!("{archive_name}!/#{index}"))))
            }
            Err(error) => (self.sink)(Err(error)),
        }
    }

    fn docx_parts(
        &mut self,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        names: &[String],
    ) -> Result<Parts, IngestError> {
        let mut parts = Parts {
            body: self.part(archive, "word/document.xml")?,
            properties: self.part(archive, "docProps/core.xml")?,
            ..Parts::default()
        };
        let mut sorted: Vec<&String> = names.iter().filter(|name| name.ends_with(".xml")).collect();
        sorted.sort();
        for name in sorted {
            if name.starts_with("word/header") {
                parts.headers.push(self.part(archive, name)?);
            } else if name.starts_with("word/footer") {
                parts.footers.push(self.part(archive, name)?);
            } else if name == "word/footnotes.xml" {
                parts.body.push_str(&self.part(archive, name)?);
            }
        }
        Ok(parts)
    }

    /// A part of a package as text; empty if it is absent.
    fn part(&mut self, archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, IngestError> {
        let Ok(file) = archive.by_name(name) else { return Ok(String::new()) };
        let packed = file.compressed_size();
        let bytes = self.unpack(file, packed)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Unpacks a stream within the limits.
    fn unpack(&mut self, stream: impl Read, packed: u64) -> Result<Vec<u8>, IngestError> {
        let left = self.options.max_unpacked.saturating_sub(self.unpacked);
        let by_ratio = (packed.saturating_mul(RATIO)).max(RATIO_FROM);
        let limit = left.min(by_ratio).min(self.options.max_bytes as u64 * 4);
        let mut bytes = vec![];
        stream.take(limit + 1).read_to_end(&mut bytes).map_err(|error| {
            IngestError::new(ErrorKind::Damaged, format!("the packed data cannot be read: {error}"))
        })?;
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > limit {
            let message = format!("the packed data unpacks to more than {limit} bytes from {packed}");
            return Err(IngestError::new(ErrorKind::Bomb, message));
        }
        Ok(bytes)
    }

    fn count(&mut self) -> Result<(), IngestError> {
        self.members += 1;
        if self.members > self.options.max_members {
            return Err(IngestError::new(
                ErrorKind::Bomb,
                format!("more than {} members", self.options.max_members),
            ));
        }
        Ok(())
    }
}

/// Names without the UTF-8 flag are in the code page of the writer's system, for Russian ones mostly CP866.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => decode::decode(raw, None)
            .map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), |decoded| decoded.text),
    }
}

/// A member's name that cannot be mistaken for a path outside its container.
fn safe(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..");
    parts.collect::<Vec<_>>().join("/")
}

/// `a.txt` in `x/a.txt.gz`.
fn inner_name(name: &str) -> &str {
    let last = name.rsplit('/').next().unwrap_or(name);
    last.strip_suffix(".gz").unwrap_or(last)
}
