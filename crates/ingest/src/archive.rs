//! Archives and compressed files: their members are read one by one, each failure by itself.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use crate::container::{Member, RATIO, RATIO_FROM, Told, Walker, safe, unreadable};
use crate::error::{ErrorKind, IngestError};
use crate::limit::Limited;
use crate::office::Parts;
use crate::sniff::{Format, HEAD};
use crate::tar::{self, Tar};
use crate::warc::{self, Warc};
use crate::{decode, office, sniff};

impl Walker<'_, '_> {
    /// A compressed file; archives and crawls in it are streamed.
    pub fn gzip(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let bytes = member.bytes;
        let mut head = vec![];
        // Damage shows again when the whole is read.
        let _ = MultiGzDecoder::new(bytes).take(HEAD as u64).read_to_end(&mut head);
        let format = sniff::archive(&head);
        if !matches!(format, Some(Format::Tar | Format::Warc)) {
            let inner = self.unpack(MultiGzDecoder::new(bytes), bytes.len() as u64)?;
            self.read(&format!("{}!/{}", member.name, inner_name(member.name)), &inner, member.depth + 1);
            return Ok(());
        }
        let left = self.options.max_unpacked.saturating_sub(self.unpacked);
        let by_ratio = (bytes.len() as u64).saturating_mul(RATIO).max(RATIO_FROM);
        let mut stream = Limited::new(MultiGzDecoder::new(bytes), left.min(by_ratio));
        let result = if format == Some(Format::Tar) {
            self.tar(member, &mut stream)
        } else {
            self.warc(member, BufReader::new(&mut stream))
        };
        self.unpacked += stream.passed();
        result
    }

    /// A TAR archive.
    pub fn tar(&mut self, member: &Member<'_>, stream: impl Read) -> Result<(), IngestError> {
        let mut archive = Tar::new(stream);
        loop {
            let entry = match archive.next().map_err(|error| unreadable(&error))? {
                tar::Next::End => return Ok(()),
                tar::Next::Damage(at) => {
                    let message = format!("the archive is damaged at byte {at}");
                    (self.sink)(Err(IngestError::new(ErrorKind::Damaged, message).of(member.name)));
                    continue;
                }
                tar::Next::File(entry) => entry,
            };
            self.count()?;
            let path = format!("{}!/{}", member.name, safe(&member_name(&entry.name)));
            if is_litter(&path) {
                continue;
            }
            if entry.size > self.largest() {
                let message =
                    format!("the member has {} bytes, more than the limit of {}", entry.size, self.largest());
                (self.sink)(Err(IngestError::new(ErrorKind::TooLarge, message).of(&path)));
                continue;
            }
            let content = archive.content(entry.size).map_err(|error| unreadable(&error).of(&path))?;
            if (content.len() as u64) < entry.size {
                let message = "the archive ends inside the member".to_owned();
                (self.sink)(Err(IngestError::new(ErrorKind::Damaged, message).of(&path)));
                return Ok(());
            }
            self.read(&path, &content, member.depth + 1);
        }
    }

    /// A crawl: each page that was answered.
    pub fn warc(&mut self, member: &Member<'_>, stream: impl std::io::BufRead) -> Result<(), IngestError> {
        let mut crawl = Warc::new(stream, self.largest());
        let mut pages = 0;
        loop {
            let record = match crawl.next().map_err(|error| unreadable(&error))? {
                warc::Next::End if pages == 0 => {
                    return Err(IngestError::new(ErrorKind::Empty, "the crawl holds no page"));
                }
                warc::Next::End => return Ok(()),
                warc::Next::Damage(number) => {
                    let path = format!("{}!/{number}", member.name);
                    let message = format!("record {number} is damaged");
                    (self.sink)(Err(IngestError::new(ErrorKind::Damaged, message).of(&path)));
                    pages += 1;
                    continue;
                }
                warc::Next::Record(record) => record,
            };
            self.count()?;
            if record.is_content() {
                pages += usize::from(self.page(member, record));
            }
        }
    }

    /// One record of a crawl; whether it was a page, well or badly.
    fn page(&mut self, crawl: &Member<'_>, record: warc::Record) -> bool {
        let number = record.number;
        let path = format!("{}!/{number}", crawl.name);
        let fault = match () {
            () if record.cut => Some((ErrorKind::Damaged, "the crawl ends inside the record".to_owned())),
            () if record.content.is_none() => {
                Some((ErrorKind::TooLarge, format!("the record has more than {} bytes", self.largest())))
            }
            () => None,
        };
        if let Some((kind, message)) = fault {
            (self.sink)(Err(IngestError::new(kind, message).of(&path)));
            return true;
        }
        let Some(message) = record.message() else { return false };
        let body = match warc::decoder(message.coding.as_deref().unwrap_or(""), &message.body) {
            Ok(None) => Ok(Cow::Borrowed(message.body.as_slice())),
            Ok(Some(stream)) => self.unpack(stream, message.body.len() as u64).map(Cow::Owned),
            Err(coding) => {
                let message = format!("the page is compressed with {coding}, which is not read");
                Err(IngestError::new(ErrorKind::Unsupported, message))
            }
        };
        let told = Told {
            charset: message.charset,
            html: matches!(message.media_type.as_str(), "text/html" | "application/xhtml+xml"),
            fields: message.fields,
            origin: "warc",
            part: Some(format!("record {number}")),
        };
        match body {
            Ok(bytes) => {
                self.visit(&Member { name: &path, bytes: &bytes, depth: crawl.depth + 1, told: &told });
            }
            Err(error) => (self.sink)(Err(error.of(&path))),
        }
        true
    }

    /// A ZIP archive, or a package in one.
    pub fn zip(&mut self, member: &Member<'_>) -> Result<(), IngestError> {
        let damaged = |error: zip::result::ZipError| {
            IngestError::new(ErrorKind::Damaged, format!("the archive cannot be read: {error}"))
        };
        let mut archive = ZipArchive::new(Cursor::new(member.bytes)).map_err(damaged)?;
        let names: Vec<String> =
            archive.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).collect();
        let has = |part: &str| names.iter().any(|name| name == part);
        if has("word/document.xml") {
            let parts = self.docx_parts(&mut archive, &names)?;
            return self.finish(
                member,
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
                member,
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
            self.member(member.name, &mut archive, index, member.depth);
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
            if folder || is_litter(&path) {
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
}

/// Names without the UTF-8 flag are in the code page of the writer's system, for Russian ones mostly CP866.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => decode::decode(raw, None)
            .map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), |decoded| decoded.text),
    }
}

/// `a.txt` in `x/a.txt.gz`.
fn inner_name(name: &str) -> &str {
    let last = name.rsplit('/').next().unwrap_or(name);
    last.strip_suffix(".gz").filter(|inner| !inner.is_empty()).unwrap_or(last)
}

/// What systems leave in archives beside the files.
fn is_litter(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or(path);
    path.contains("__MACOSX/") || last == ".DS_Store" || last == "Thumbs.db" || last.starts_with("._")
}
