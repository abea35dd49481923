//! WARC: the records of a crawl as a stream, and the HTTP messages in them.

use std::io::{self, BufRead, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Longest line of a header, and most lines.
const LONGEST_LINE: u64 = 64 << 10;
const MOST_LINES: usize = 1000;

/// Media types of messages that may be documents. Everything else a crawl holds is no text for readers.
const MEDIA_TYPES: &[&str] = &[
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "text/markdown",
    "text/xml",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/pdf",
    "application/rtf",
    "text/rtf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "message/rfc822",
    "text/csv",
];

/// Header fields: names in lower case, with their values.
type Headers = Vec<(String, String)>;

fn field<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A record: its header, and its content unless that is too long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// From 1.
    pub number: usize,
    headers: Headers,
    /// `None` for one that is longer than the limit.
    pub content: Option<Vec<u8>>,
    /// The file ends inside the record.
    pub cut: bool,
}

/// A document in a record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// The media type that the server or the crawler gave, in lower case; may be empty.
    pub media_type: String,
    pub charset: Option<String>,
    /// Compression that is still to be undone, as HTTP names it.
    pub coding: Option<String>,
    pub body: Vec<u8>,
    /// Address, time and other properties, as the record names them.
    pub fields: Vec<(String, String)>,
}

/// A crawl that is read from front to back.
pub(crate) struct Warc<R> {
    stream: R,
    number: usize,
    longest: u64,
    lost: bool,
}

/// What comes next in a crawl.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Record(Record),
    /// Something that is no record stands where the record of that number should; reading goes on at the next one.
    Damage(usize),
    End,
}

impl<R: BufRead> Warc<R> {
    /// Records longer than `longest` are passed over.
    pub fn new(stream: R, longest: u64) -> Self {
        Self { stream, number: 0, longest, lost: false }
    }

    /// The next record.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn next(&mut self) -> io::Result<Next> {
        loop {
            let Some(line) = self.line()? else { return Ok(Next::End) };
            if line.starts_with("WARC/") {
                break;
            }
            if !line.is_empty() && !self.lost {
                self.lost = true;
                self.number += 1;
                return Ok(Next::Damage(self.number));
            }
        }
        self.number += 1;
        self.lost = false;
        let mut headers = vec![];
        while let Some(line) = self.line()?.filter(|line| !line.is_empty() && headers.len() < MOST_LINES) {
            if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        let Some(length) = field(&headers, "content-length").and_then(|digits| digits.parse::<u64>().ok())
        else {
            self.lost = true;
            return Ok(Next::Damage(self.number));
        };
        let mut content = vec![];
        let mut stream = self.stream.by_ref().take(length);
        let read = if length <= self.longest {
            stream.read_to_end(&mut content)? as u64
        } else {
            io::copy(&mut stream, &mut io::sink())?
        };
        let content = (length <= self.longest).then_some(content);
        Ok(Next::Record(Record { number: self.number, headers, content, cut: read < length }))
    }

    /// A line without its end; `None` at the end of the stream.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = vec![];
        let read = self.stream.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim().to_owned()))
    }
}

impl Record {
    /// Whether the record holds something that a reader was shown: an answer, a stored file, an extracted text.
    pub fn is_content(&self) -> bool {
        matches!(field(&self.headers, "warc-type"), Some("response" | "resource" | "conversion"))
    }

    /// The document in the record; `None` for answers that are none: redirects, errors, pictures, programs.
    pub fn message(self) -> Option<Message> {
        let content = self.content?;
        let own = field(&self.headers, "content-type").unwrap_or("").to_owned();
        let kept = ["warc-target-uri", "warc-date", "warc-record-id", "warc-truncated"];
        let kept = self.headers.into_iter().filter(|(name, _)| kept.contains(&name.as_str()));
        let fields: Vec<(String, String)> =
            kept.map(|(name, value)| (name, value.trim_matches(['<', '>']).to_owned())).collect();
        let message = if own.starts_with("application/http") {
            http(&content, fields)?
        } else {
            let (media_type, charset) = media_type(&own);
            Message { media_type, charset, coding: None, body: content, fields }
        };
        let wanted = MEDIA_TYPES.contains(&message.media_type.as_str())
            || (message.media_type.is_empty() && message.body.trim_ascii_start().starts_with(b"<"));
        wanted.then_some(message)
    }
}

/// An answer that succeeded.
fn http(content: &[u8], fields: Vec<(String, String)>) -> Option<Message> {
    let end = content.windows(4).position(|end| end == b"\r\n\r\n").map(|at| (at, 4));
    let (at, length) = end.or_else(|| content.windows(2).position(|end| end == b"\n\n").map(|at| (at, 2)))?;
    let head = String::from_utf8_lossy(&content[..at]);
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?;
    if !status.starts_with('2') {
        return None;
    }
    let headers: Headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = &content[at + length..];
    let chunked = field(&headers, "transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
    // Some crawlers keep the header and undo the chunks.
    let body = chunked.then(|| unchunk(body)).flatten().unwrap_or_else(|| body.to_vec());
    let (media_type, charset) = media_type(field(&headers, "content-type").unwrap_or(""));
    let coding = field(&headers, "content-encoding").map(str::to_ascii_lowercase);
    Some(Message { media_type, charset, coding, body, fields })
}

/// `text/html; charset="utf-8"`
fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or("").to_ascii_lowercase();
    let charset = parts
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, label)| label.trim().trim_matches(['"', '\'']).to_owned());
    (media_type, charset)
}

/// Chunks put together; `None` if there are none.
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = vec![];
    loop {
        let end = body.iter().take(100).position(|&byte| byte == b'\n')?;
        let digits = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let length = usize::from_str_radix(digits, 16).ok()?;
        body = &body[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        if body.len() <= length {
            whole.extend_from_slice(body); // cut off: what there is
            return Some(whole);
        }
        whole.extend_from_slice(&body[..length]);
        body = body[length..].trim_ascii_start();
    }
}

/// A stream that undoes a compression of HTTP; `None` where nothing is to be undone.
///
/// # Errors
/// The name of a compression that we do not know.
pub(crate) fn decoder<'a>(coding: &str, body: &'a [u8]) -> Result<Option<Box<dyn Read + 'a>>, String> {
    // Many crawlers keep the header and undo the compression.
    match coding {
        "" | "identity" => Ok(None),
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => Ok(Some(Box::new(MultiGzDecoder::new(body)))),
        "deflate" if body.first().is_some_and(|first| first & 0x0F == 8) => {
            Ok(Some(Box::new(ZlibDecoder::new(body))))
        }
        "deflate" if std::str::from_utf8(body).is_err() => Ok(Some(Box::new(DeflateDecoder::new(body)))),
        "br" | "zstd" | "compress" if std::str::from_utf8(body).is_err() => Err(coding.to_owned()),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, content: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Type: application/http; msgtype=response\r\n\
             WARC-Target-URI: <http://a.example/>\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n",
            content.len()
        )
    }

    fn drawn(bytes: &[u8]) -> Vec<String> {
        let mut warc = Warc::new(bytes, 1000);
        let mut drawn = vec![];
        loop {
            drawn.push(match warc.next().unwrap() {
                Next::End => return drawn,
                Next::Damage(number) => format!("{number} damaged"),
                Next::Record(record) if record.cut => format!("{} cut", record.number),
                Next::Record(record) if record.content.is_none() => format!("{} large", record.number),
                Next::Record(record) if !record.is_content() => format!("{} other", record.number),
                Next::Record(record) => match (record.number, record.message()) {
                    (number, None) => format!("{number} none"),
                    (number, Some(message)) => {
                        format!("{number} {} {}", message.media_type, String::from_utf8_lossy(&message.body))
                    }
                },
            });
        }
    }

    #[test]
    fn reads_records() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=windows-1251\r\n\r\n<p>a";
        let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x\r\ncde\r\n0\r\n\r\n";
        let bytes = [
            record("warcinfo", "software: x"),
            record("response", page),
            record("request", "GET / HTTP/1.1\r\n\r\n"),
            record("response", chunked),
            record("response", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>no"),
            record("response", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\u{1}"),
            record("response", &"x".repeat(1001)),
        ];
        assert_eq!(
            drawn(bytes.concat().as_bytes()),
            ["1 other", "2 text/html <p>a", "3 other", "4 text/plain abcde", "5 none", "6 none", "7 large"]
        );
    }

    #[test]
    fn finds_its_way_behind_damage() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a";
        let bad = record("response", page).replace("Content-Length", "Content-Size");
        let whole = [record("response", page), bad, record("response", page)].concat();
        assert_eq!(drawn(&whole.as_bytes()[..whole.len() - 5]), ["1 text/html <p>a", "2 damaged", "3 cut"]);
    }

    #[test]
    fn undoes_compression() {
        assert!(decoder("gzip", b"<p>").unwrap().is_none() && decoder("br", b"\xFF\xFE").is_err());
        assert!(decoder("gzip", b"\x1F\x8B").unwrap().is_some());
    }
}
