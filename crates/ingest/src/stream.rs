//! Inputs that need not lie in memory: archives are read member by member, collections in portions of whole records.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use crate::collections::Tally;
use crate::container::{Member, Told, Walker, unreadable};
use crate::csv::Layout;
use crate::error::{ErrorKind, IngestError};
use crate::limit::size;
use crate::sniff::{self, Format};
use crate::{csv, eml, json};

/// Bytes of a portion: what is not larger is read as a whole.
pub(crate) const PORTION: usize = 4 << 20;

/// Bytes that can be read from any place: a file, or a slice in memory.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

impl Walker<'_, '_> {
    /// Reads an input of any size.
    pub fn source(&mut self, name: &str, mut source: &mut dyn Source) {
        let told = Told::default();
        let member = Member { name, bytes: &[], depth: 0, told: &told };
        let open = || {
            let size = source.seek(SeekFrom::End(0)).map_err(|error| unreadable(&error))?;
            source.rewind().map_err(|error| unreadable(&error))?;
            let (head, fault) = self.head(&mut source);
            fault.map_or(Ok(()), |fault| Err(unreadable(&fault)))?;
            source.rewind().map_err(|error| unreadable(&error))?;
            if head.len() >= self.portion && sniff::archive(&head) == Some(Format::Zip) {
                return self.zip(&member, BufReader::new(source));
            }
            self.flow(name, 0, &mut source, size)
        };
        if let Err(error) = open() {
            self.refuse(name, error);
        }
    }

    /// Reads a member that comes as a stream: what can be taken in portions is, everything else as a whole. `packed`
    /// are the bytes that it has where it lies.
    pub fn flow(
        &mut self,
        name: &str,
        depth: usize,
        mut stream: &mut dyn Read,
        packed: u64,
    ) -> Result<(), IngestError> {
        let (head, fault) = self.head(&mut stream);
        if fault.is_none() && head.len() < self.portion {
            self.read(name, &head, depth);
            return Ok(());
        }
        let told = Told::default();
        let member = Member { name, bytes: &head, depth, told: &told };
        let format = match sniff::sniff(&head, &self.options.fields) {
            // Of what begins with nothing but blanks only the rest can tell, or why there is none.
            Err(error) if error.kind == ErrorKind::Empty => Format::Text,
            told => told.map_err(|error| error.of(name))?,
        };
        self.admit(&format, depth).map_err(|error| error.of(name))?;
        let mut whole = head.as_slice().chain(Fault(fault)).chain(stream);
        let done = match format {
            Format::Gzip => self.gzip(&member, &mut whole, packed),
            Format::Tar => self.tar(&member, &mut whole),
            Format::Warc => self.warc(&member, BufReader::new(&mut whole)),
            _ => match Cut::of(&format, &head) {
                Some(cut) => self.portions(&member, &format, cut, &mut whole),
                None => {
                    let bytes = self.whole(&mut whole)?;
                    self.read(name, &bytes, depth);
                    return Ok(());
                }
            },
        };
        done.map_err(|error| if error.source_name.is_empty() { error.of(name) } else { error })
    }

    /// The first portion of a stream, not cut, and why there is no more of it.
    fn head(&self, stream: &mut dyn Read) -> (Vec<u8>, Option<io::Error>) {
        let mut head = vec![];
        let fault = stream.take(self.portion as u64).read_to_end(&mut head).err();
        (head, fault)
    }

    /// A stream that has to be read as a whole.
    fn whole(&self, stream: &mut dyn Read) -> Result<Vec<u8>, IngestError> {
        let mut bytes = vec![];
        let read = stream.take(self.largest() + 1).read_to_end(&mut bytes);
        match read.map_err(|error| unreadable(&error))? as u64 {
            read if read > self.largest() => {
                let message = format!("it is larger than the limit of {}", size(self.largest()));
                Err(IngestError::new(ErrorKind::TooLarge, message))
            }
            _ => Ok(bytes),
        }
    }

    fn portions(
        &mut self,
        member: &Member<'_>,
        format: &Format,
        cut: Cut<'_>,
        stream: &mut dyn Read,
    ) -> Result<(), IngestError> {
        let longest = usize::try_from(self.largest()).unwrap_or(usize::MAX);
        let mut portions =
            Portions { stream, cut, held: vec![], size: self.portion, longest, first: true, fault: None };
        let mut tally = Tally::default();
        while let Some(bytes) = portions.next().map_err(|error| unreadable(&error))? {
            self.portion(&Member { bytes: &bytes, ..*member }, format, &mut tally)?;
        }
        tally.conclude()
    }
}

/// A fault that was met in reading ahead, for who reads there in turn: what is whole before it is kept.
pub(crate) struct Fault(pub Option<io::Error>);

impl Read for Fault {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Where a collection may be cut in two.
#[derive(Clone, Copy)]
enum Cut<'a> {
    Lines,
    Elements,
    Rows(&'a Layout),
    Mails,
}

impl<'a> Cut<'a> {
    /// Where a collection of that format may be cut; `None` where it may not.
    fn of(format: &'a Format, head: &[u8]) -> Option<Self> {
        // In UTF-16 the byte of a line feed may be half of a letter.
        let wide = head.iter().take(sniff::HEAD).any(|&byte| byte == 0);
        match format {
            _ if wide => None,
            Format::Mailbox => Some(Self::Mails),
            Format::Table(layout) => Some(Self::Rows(layout)),
            Format::Json => match json::shape(&String::from_utf8_lossy(head)) {
                json::Shape::Lines => Some(Self::Lines),
                json::Shape::Array => Some(Self::Elements),
                json::Shape::Value => None,
            },
            _ => None,
        }
    }

    /// The end of the last record of which it is certain that it is whole.
    fn end(self, bytes: &[u8], first: bool) -> Option<usize> {
        match self {
            Self::Lines => bytes.iter().rposition(|&byte| byte == b'\n').map(|at| at + 1),
            Self::Elements => json::end_of_elements(bytes, first),
            Self::Rows(layout) => csv::end_of_rows(bytes, layout),
            Self::Mails => eml::start_of_last_mail(bytes),
        }
    }
}

/// The portions of a stream.
struct Portions<'a> {
    stream: &'a mut dyn Read,
    cut: Cut<'a>,
    /// Read, and not yet given.
    held: Vec<u8>,
    /// Bytes of a portion, and of one that holds a single long record.
    size: usize,
    longest: usize,
    first: bool,
    /// Why nothing more can be read, once what is whole was given.
    fault: Option<io::Error>,
}

impl Portions<'_> {
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut wanted = self.size.max(self.held.len());
        loop {
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
            let missing = wanted - self.held.len();
            let over = match self.stream.take(missing as u64).read_to_end(&mut self.held) {
                Ok(read) => read < missing,
                Err(fault) => {
                    self.fault = Some(fault);
                    false
                }
            };
            if over {
                return Ok((!self.held.is_empty()).then(|| std::mem::take(&mut self.held)));
            }
            if let Some(end) = self.cut.end(&self.held, self.first) {
                self.first = false;
                let rest = self.held.split_off(end);
                return Ok(Some(std::mem::replace(&mut self.held, rest)));
            }
            if wanted >= self.longest {
                let message = format!("a record is larger than the limit of {}", size(self.longest as u64));
                return Err(io::Error::other(IngestError::new(ErrorKind::TooLarge, message)));
            }
            wanted = wanted.saturating_mul(2).min(self.longest);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::Options;

    /// Sources with texts and places, and failures, in order.
    fn outcomes(bytes: &[u8], portion: usize, options: &Options) -> Vec<String> {
        let mut outcomes = vec![];
        let mut sink = |result: Result<crate::Ingested, IngestError>| {
            outcomes.push(match result {
                Err(error) => format!("{error}"),
                Ok(found) => format!(
                    "{} {:?} {:?}",
                    found.source,
                    found.document.text(),
                    found.document.blocks().first().map(|block| &block.locator)
                ),
            });
        };
        Walker { portion, ..Walker::new(options, &mut sink) }.source("x", &mut Cursor::new(bytes));
        outcomes
    }

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
        writer.write_all(content).unwrap();
        writer.finish().unwrap()
    }

    fn zip(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    /// A text of its own for each number, of changing length, with marks that could be taken for borders.
    fn text(number: usize) -> String {
        let more = "Паром \u{201C}Заря\u{201D}, [то есть] {второй}; and so on. ".repeat(number % 5);
        format!("Ferry {number} was handed over, the yard said. {more}From the yard.")
    }

    fn collections() -> Vec<Vec<u8>> {
        let joined = |record: &dyn Fn(usize) -> String, between: &str| {
            (0..40).map(record).collect::<Vec<_>>().join(between)
        };
        let object = |number: usize| serde_json::json!({"text": text(number), "n": number}).to_string();
        let broken = |number: usize| if number == 17 { "{\"text\":".to_owned() } else { object(number) };
        let row = |number: usize| format!("{number},\"{}\n\"\"said\"\" 5\"\" he\"", text(number));
        let mail = |number: usize| {
            let body = text(number);
            format!(
                "From a@b Mon\nFrom: a@b.example\nMessage-ID: <{number}>\n\n{body}\n\nFrom here on\n{body}\n"
            )
        };
        vec![
            joined(&broken, "\n").into_bytes(),
            format!("[{}]", joined(&object, ",\n ")).into_bytes(),
            format!("[{}]", joined(&object, ", ")).into_bytes(),
            format!("id,text\n{}\n\n\"open,1", joined(&row, "\n")).into_bytes(),
            joined(&mail, "\n").into_bytes(),
        ]
    }

    #[test]
    fn portions_give_what_the_whole_gives() {
        let options = Options::default();
        for bytes in collections() {
            let whole = outcomes(&bytes, PORTION, &options);
            assert!(whole.len() >= 40, "{whole:?}");
            for portion in [1000, 1357, 3000] {
                assert_eq!(outcomes(&bytes, portion, &options), whole);
            }
            for packed in [gzip(&bytes), zip("a", &bytes), gzip(&zip("a.gz", &gzip(&bytes)))] {
                assert_eq!(outcomes(&packed, 1000, &options), outcomes(&packed, PORTION, &options));
            }
        }
    }

    #[test]
    fn what_is_whole_before_the_damage_is_kept() {
        let lines = collections().swap_remove(0);
        let packed = gzip(&lines);
        for portion in [1000, PORTION] {
            let cut = outcomes(&packed[..packed.len() * 2 / 3], portion, &Options::default());
            assert!(
                cut.len() > 5 && cut.last().is_some_and(|last| last.contains("cannot be read")),
                "{cut:?}"
            );
        }
    }

    #[test]
    fn blanks_and_damage_at_the_start_are_not_emptiness() {
        let options = Options::default();
        let blank = format!("{}One ferry.", "\n".repeat(2000));
        assert!(outcomes(blank.as_bytes(), 1000, &options)[0].contains("One ferry."));
        let mut packed = gzip(b"One ferry.");
        packed[10] = 0xFF; // no such kind of block
        let told = outcomes(&packed, 1000, &options);
        assert!(told.len() == 1 && told[0].contains("cannot be read"), "{told:?}");
    }

    #[test]
    fn limits_hold_for_streams() {
        let small = Options { max_bytes: 600, ..Options::default() };
        let text = "A ferry. ".repeat(1000);
        assert_eq!(outcomes(text.as_bytes(), 1000, &small), ["x: it is larger than the limit of 2400 bytes"]);
        let line = serde_json::json!({"text": text}).to_string();
        let lines = format!("{{\"text\": \"One ferry.\"}}\n{line}\n{{\"text\": \"Two.\"}}\n");
        let told = outcomes(lines.as_bytes(), 1000, &small);
        assert!(told[0].starts_with("x!/1 ") && told[1].contains("a record is larger"), "{told:?}");
        let bomb = zip("a.txt", &vec![b'a'; 8 << 20]);
        assert!(
            outcomes(&bomb, 1000, &Options::default())[0]
                .starts_with("x!/a.txt: the packed data unpacks to more")
        );
    }
}
