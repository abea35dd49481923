//! Archives and compressed files: their members are read one by one, each failure by itself.

use std::borrow::Cow;
use std::io::{BufReader, Read, Seek};

use flate2::read::MultiGzDecoder;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{ZipArchive, ZipReadOptions};

use crate::container::{Member, RATIO, RATIO_FROM, Told, Walker, safe, unreadable};
use crate::draft::Draft;
use crate::error::{ErrorKind, IngestError};
use crate::limit::{Limited, size};
use crate::office::Parts;
use crate::sniff::{Format, HEAD};
use crate::stream::Fault;
use crate::tar::{self, Tar};
use crate::warc::{self, Warc};
use crate::{decode, office, sniff};

/// Most members of an archive that may be the file of a word processor.
const PACKAGE: usize = 4096;
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ODT: &str = "application/vnd.oasis.opendocument.text";

/// The file of a word processor.
struct Package {
    draft: Draft,
    media_type: &'static str,
}

impl Walker<'_, '_> {
    /// A compressed file, which is read as it is unpacked; `packed` are its bytes.
    pub fn gzip(
        &mut self,
        member: &Member<'_>,
        stream: &mut dyn Read,
        packed: u64,
    ) -> Result<(), IngestError> {
        let mut stream = self.limited(MultiGzDecoder::new(BufReader::new(stream)), packed);
        let mut head = vec![];
        let fault = stream.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
        let mut whole = head.as_slice().chain(Fault(fault)).chain(&mut stream);
        // An archive and its compression count as one, and what is whole before the damage is kept.
        let result = match sniff::archive(&head) {
            Some(Format::Tar) => self.tar(member, &mut whole),
            Some(Format::Warc) => self.warc(member, BufReader::new(&mut whole)),
            _ => {
                let name = format!("{}!/{}", member.name, inner_name(member.name));
                self.flow(&name, member.depth + 1, &mut whole, packed)
            }
        };
        self.unpacked += stream.passed();
        result
    }

    /// A stream that is unpacked, within the limits.
    fn limited<R: Read>(&self, stream: R, packed: u64) -> Limited<R> {
        let left = self.options.max_unpacked.saturating_sub(self.unpacked);
        Limited::new(stream, left.min(packed.saturating_mul(RATIO).max(RATIO_FROM)))
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
            let mut content = archive.stream(entry.size);
            if let Err(error) = self.flow(&path, member.depth + 1, &mut content, entry.size) {
                self.refuse(&path, error);
                if archive.broken {
                    return Ok(());
                }
            }
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
                Some((ErrorKind::TooLarge, format!("the record has more than {}", size(self.largest()))))
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
    pub fn zip(&mut self, member: &Member<'_>, source: impl Read + Seek) -> Result<(), IngestError> {
        let damaged = |error: ZipError| {
            IngestError::new(ErrorKind::Damaged, format!("the archive cannot be read: {error}"))
        };
        // The list of a large archive would not fit into memory.
        let mut archive = ZipIterable::try_new(source, Config::default()).map_err(damaged)?;
        let few = archive.len() <= PACKAGE;
        let files = archive.files().map_err(damaged)?;
        if few && let Some(read) = self.package(member, files.reader_mut())? {
            return self.finish(member, read.draft, read.media_type, "UTF-8");
        }
        for index in 0usize.. {
            let Some(entry) = files.next() else { break };
            self.count()?;
            match entry {
                Ok(entry) => self.member(member, entry, files.reader_mut()),
                Err(error) => self.refuse(&format!("{}!/#{index}", member.name), damaged(error)),
            }
        }
        Ok(())
    }

    /// The file of a word processor that an archive is, if it is one.
    fn package(
        &mut self,
        member: &Member<'_>,
        source: impl Read + Seek,
    ) -> Result<Option<Package>, IngestError> {
        // What is damaged is told of member by member.
        let Ok(mut archive) = ZipArchive::new(source) else { return Ok(None) };
        let has = |part: &str| archive.index_for_name(part).is_some();
        if has("word/document.xml") {
            let draft = office::docx(&self.docx_parts(&mut archive)?);
            return Ok(Some(Package { draft, media_type: DOCX }));
        }
        if has("content.xml") && has("mimetype") {
            let parts = Parts {
                body: self.part(&mut archive, "content.xml")?,
                properties: self.part(&mut archive, "meta.xml")?,
                styles: self.part(&mut archive, "styles.xml")?,
                ..Parts::default()
            };
            return Ok(Some(Package { draft: office::odt(&parts), media_type: ODT }));
        }
        if has("[Content_Types].xml") {
            let message = "the file is an Office file other than a text document";
            return Err(IngestError::new(ErrorKind::Unsupported, message).of(member.name));
        }
        Ok(None)
    }

    /// Reads one member of an archive; its failure does not end the others.
    fn member<R: Read + Seek>(&mut self, archive: &Member<'_>, entry: ZipFileEntry<'_>, source: &mut R) {
        let path = format!("{}!/{}", archive.name, safe(&member_name(entry.name_raw())));
        if entry.is_dir() || is_litter(&path) {
            return;
        }
        if entry.encrypted() {
            let message = "the member is protected by a password";
            return self.refuse(&path, IngestError::new(ErrorKind::Encrypted, message));
        }
        let packed = entry.compressed_size();
        let damaged = |error: ZipError| IngestError::new(ErrorKind::Damaged, error.to_string());
        let file = entry.with_reader(source, ZipReadOptions::default()).map_err(damaged);
        let result = file.and_then(|file| {
            let mut stream = self.limited(file, packed);
            let result = self.flow(&path, archive.depth + 1, &mut stream, packed);
            self.unpacked += stream.passed();
            result
        });
        if let Err(error) = result {
            self.refuse(&path, error);
        }
    }

    fn docx_parts<R: Read + Seek>(&mut self, archive: &mut ZipArchive<R>) -> Result<Parts, IngestError> {
        let names: Vec<String> =
            archive.file_names().filter_map(|name| name.ok().map(Cow::into_owned)).collect();
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
                parts.notes = self.part(archive, name)?;
            }
        }
        Ok(parts)
    }

    /// A part of a package as text; empty if it is absent.
    fn part<R: Read + Seek>(
        &mut self,
        archive: &mut ZipArchive<R>,
        name: &str,
    ) -> Result<String, IngestError> {
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
