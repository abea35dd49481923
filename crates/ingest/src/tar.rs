//! TAR: the files of an archive as a stream, in the ustar, GNU and POSIX spellings.

use std::io::{self, Read};

use crate::error::{ErrorKind, IngestError};

const BLOCK: usize = 512;
/// Longest name or set of extended attributes that is read, in bytes.
const LONGEST_NAME: u64 = 1 << 20;

/// A file in the archive; its content follows in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// As written, without any promise about its encoding.
    pub name: Vec<u8>,
    pub size: u64,
}

/// What comes next in an archive.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    File(Entry),
    /// A header that is none; reading goes on at the next one that is. The byte at which it stands.
    Damage(u64),
    End,
}

/// An archive that is read from front to back.
pub(crate) struct Tar<R> {
    stream: R,
    at: u64,
    /// Bytes of the entry's content and padding that are still to be passed over.
    left: u64,
    /// Headers are being searched for.
    lost: bool,
    /// The content of a file could not be read to its end: nothing comes behind it.
    pub broken: bool,
}

/// Whether a block is a header: its sum is right.
pub(crate) fn is_header(block: &[u8]) -> bool {
    let Some(block) = block.get(..BLOCK) else { return false };
    let sum: u64 = block
        .iter()
        .enumerate()
        .map(|(at, &byte)| u64::from(if (148..156).contains(&at) { b' ' } else { byte }))
        .sum();
    octal(&block[148..156]) == Some(sum) && block[0] != 0
}

/// A number in octal digits, or in base 256 with the first bit set.
fn octal(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|first| first & 0x80 != 0) {
        let low = field.get(field.len().checked_sub(8)?..)?;
        return low.try_into().ok().map(u64::from_be_bytes).map(|value| value & (u64::MAX >> 1));
    }
    let digits = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    let digits = digits.split('\0').next().unwrap_or("");
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

impl<R: Read> Tar<R> {
    pub fn new(stream: R) -> Self {
        Self { stream, at: 0, left: 0, lost: false, broken: false }
    }

    /// The next file. Folders, links and devices are passed over.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn next(&mut self) -> io::Result<Next> {
        let mut name: Option<Vec<u8>> = None;
        let mut size: Option<u64> = None;
        loop {
            self.pass_over()?;
            let mut block = [0; BLOCK];
            let read = self.fill(&mut block)?;
            let zero = block.iter().all(|&byte| byte == 0);
            if read < BLOCK {
                return Ok(if read == 0 || zero { Next::End } else { Next::Damage(self.at - read as u64) });
            }
            if zero || (self.lost && !is_header(&block)) {
                continue;
            }
            if !is_header(&block) {
                self.lost = true;
                return Ok(Next::Damage(self.at - BLOCK as u64));
            }
            self.lost = false;
            let own = octal(&block[124..136]).unwrap_or(0);
            match block[156] {
                b'L' => name = Some(until_nul(&self.attached(own)?).to_vec()),
                b'x' => {
                    let attributes = self.attached(own)?;
                    name = attribute(&attributes, "path").map(<[u8]>::to_vec).or(name);
                    size = attribute(&attributes, "size")
                        .and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
                }
                b'0' | 0 | b'7' => {
                    let size = size.take().unwrap_or(own);
                    self.left = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
                    let entry = Entry { name: name.take().unwrap_or_else(|| name_of(&block)), size };
                    // Old archives mark folders by their names.
                    if !entry.name.ends_with(b"/") {
                        return Ok(Next::File(entry));
                    }
                }
                // Links and devices have no content, whatever the size says; the rest is passed over with it.
                kind => {
                    let bare = matches!(kind, b'1'..=b'6');
                    self.left =
                        if bare { 0 } else { own.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64) };
                    (name, size) = (None, None);
                }
            }
        }
    }

    /// The content of the file that came last; shorter than its size where the archive is cut off.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn content(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut content = vec![];
        let read = self.stream.by_ref().take(size.min(self.left)).read_to_end(&mut content)? as u64;
        self.at += read;
        self.left -= read;
        Ok(content)
    }

    /// The content of the file that came last as a stream.
    pub fn stream(&mut self, size: u64) -> Content<'_, R> {
        Content { left: size.min(self.left), tar: self }
    }

    /// The content of an entry that says something about the next one.
    fn attached(&mut self, size: u64) -> io::Result<Vec<u8>> {
        self.left = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
        self.content(size.min(LONGEST_NAME))
    }

    fn pass_over(&mut self) -> io::Result<()> {
        let passed = io::copy(&mut self.stream.by_ref().take(self.left), &mut io::sink())?;
        self.at += passed;
        self.left = 0;
        Ok(())
    }

    fn fill(&mut self, block: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while read < block.len() {
            match self.stream.read(&mut block[read..])? {
                0 => break,
                more => read += more,
            }
        }
        self.at += read as u64;
        Ok(read)
    }
}

/// The content of a file in the archive.
pub(crate) struct Content<'a, R> {
    tar: &'a mut Tar<R>,
    left: u64,
}

impl<R: Read> Read for Content<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = match self.tar.stream.read(&mut buffer[..most]) {
            Ok(0) if most > 0 => Err(io::Error::other(IngestError::new(
                ErrorKind::Damaged,
                "the archive ends inside the member",
            ))),
            read => read,
        };
        self.tar.broken |= read.is_err();
        let read = read?;
        self.tar.at += read as u64;
        self.tar.left -= read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|&byte| byte == 0).next().unwrap_or(bytes)
}

/// The name in a header, behind its prefix in the ustar format.
fn name_of(block: &[u8]) -> Vec<u8> {
    let name = until_nul(&block[..100]);
    let prefix = if &block[257..263] == b"ustar\0" { until_nul(&block[345..500]) } else { b"" };
    if prefix.is_empty() { name.to_vec() } else { [prefix, b"/", name].concat() }
}

/// An extended attribute: `LENGTH NAME=VALUE\n`.
fn attribute<'a>(attributes: &'a [u8], wanted: &str) -> Option<&'a [u8]> {
    let mut rest = attributes;
    while let Some(space) = rest.iter().position(|&byte| byte == b' ') {
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let record = rest.get(space + 1..length)?;
        let (name, value) = record.split_at(record.iter().position(|&byte| byte == b'=')?);
        if name == wanted.as_bytes() {
            return Some(value[1..].trim_ascii_end());
        }
        rest = &rest[length..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut block = vec![0; BLOCK];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        block[156] = kind;
        block[257..263].copy_from_slice(b"ustar\0");
        block[148..156].fill(b' ');
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        block.extend_from_slice(content);
        block.resize(block.len().div_ceil(BLOCK) * BLOCK, 0);
        block
    }

    fn drawn(bytes: &[u8]) -> Vec<String> {
        let mut tar = Tar::new(bytes);
        let mut drawn = vec![];
        loop {
            match tar.next().unwrap() {
                Next::End => return drawn,
                Next::Damage(at) => drawn.push(format!("damage at {at}")),
                Next::File(entry) => {
                    let content = tar.content(entry.size).unwrap();
                    let (name, content) =
                        (String::from_utf8_lossy(&entry.name), String::from_utf8_lossy(&content));
                    drawn.push(format!("{name} {}: {content}", entry.size));
                }
            }
        }
    }

    #[test]
    fn reads_names_and_passes_over_what_is_no_file() {
        let long = "d/".repeat(80) + "a.txt";
        let pax = format!("{} path=п.txt\n", "00 path=п.txt\n".len());
        let bytes = [
            block("dir/", b'5', b""),
            block("././@LongLink", b'L', format!("{long}\0").as_bytes()),
            block("cut", b'0', b"one"),
            block("x", b'x', pax.as_bytes()),
            block("other", b'0', b"two"),
            block("link", b'2', b""),
            block("b.txt", 0, b"three"),
            vec![0; 2 * BLOCK],
        ];
        assert_eq!(
            drawn(&bytes.concat()),
            [format!("{long} 3: one"), "п.txt 3: two".into(), "b.txt 5: three".into()]
        );
    }

    #[test]
    fn finds_its_way_behind_damage() {
        let mut bytes =
            [block("a", b'0', b"one"), block("b", b'0', b"two"), block("c", b'0', b"three")].concat();
        bytes[2 * BLOCK + 3] ^= 0x55;
        assert_eq!(drawn(&bytes), ["a 3: one", "damage at 1024", "c 5: three"]);
        assert_eq!(drawn(&bytes[..BLOCK + 2]), ["a 3: on"]);
    }
}
