//! Reads damaged forms of files until the time is over, and keeps those that panic or take too long:
//! `cargo run --release --example damage -- SECONDS SEED OUT FILE...`.
//!
//! It is for machines where the fuzz targets cannot run. The same seed and files give the same inputs.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use svodka_ingest::{Options, from_text, ingest_each};

/// Bytes to which a small piece is repeated, to find what takes more than linear time.
const SWOLLEN: usize = 400_000;
/// Time that any input may take, and that each of its megabytes may.
const ANY: Duration = Duration::from_millis(1500);
const MEGABYTE: Duration = Duration::from_secs(4);

/// Pieces that mean something in one of the formats.
const TOKENS: &[&[u8]] = &[
    b"<",
    b"<div>",
    b"</p>",
    b"<table><tr><td>",
    b"<script type='application/ld+json'>{\"@type\":\"Article\",",
    b"<!--",
    b"<![CDATA[",
    b"]]>",
    b"&#x41;",
    b"&amp",
    b"<item>",
    b"<entry>",
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"{\\rtf1",
    b"{",
    b"}",
    b"\\par ",
    b"\\u1052?",
    b"\\'cf",
    b"\\bin99999999 ",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\u00",
    b",",
    b";",
    b"\t",
    b"|",
    b"|---|",
    b"# ",
    b"- ",
    b"---\n",
    b"```\n",
    b"](",
    b"**",
    b"From ",
    b"\nFrom a@b\nFrom: x\nMessage-ID: 1\n\n",
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    b"--x\n",
    b"=?utf-8?Q?=41?=",
    b"WARC/1.0\r\n",
    b"\r\n\r\n",
    b"Content-Length: 99999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"ffffffff\r\n",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"\x1F\x8B\x08\0",
    b"ustar",
    b"\0",
    b"%PDF-1.4\n",
    b"1 0 obj<<",
    b">>endobj\n",
    b"stream\n",
    b"endstream",
    b"/Length 99999999",
    b"/Kids[1 0 R]",
    b"BT /F 12 Tf (",
    b") Tj ET",
    b"xref\n",
    b"startxref\n0\n",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xD0",
    b"\xE2\x80",
    b"\xCC\x81",
    b"12.05.2020",
    b"5 May 2020, 12:30",
    b"MOSCOW, June 26 (TASS) - ",
    b" ago",
    b"> ",
    b"99999999999999999999",
    b"-1",
    b"\n",
    b"\n\n",
    b"  ",
    b"http://",
    b"{{",
    b"%",
];

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let mut next = || arguments.next().unwrap_or_default().to_string_lossy().into_owned();
    let (seconds, seed, out) = (next().parse().unwrap_or(60), next().parse().unwrap_or(1), next());
    let files: Vec<Vec<u8>> =
        arguments.filter_map(|path| std::fs::read(path).ok()).filter(|file| !file.is_empty()).collect();
    assert!(!files.is_empty(), "name files to damage");
    std::panic::set_hook(Box::new(|_| {}));
    let mut dice = Dice(seed);
    let (start, mut inputs, mut bytes, mut slowest) = (Instant::now(), 0u64, 0, Duration::ZERO);
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    while start.elapsed() < Duration::from_secs(seconds) {
        let input = damaged(&files, &mut dice);
        inputs += 1;
        bytes += input.len();
        let begun = busy();
        let whole = catch_unwind(AssertUnwindSafe(|| read(&input, &mut codes))).is_ok();
        let took = busy().saturating_sub(begun);
        slowest = slowest.max(took);
        let slow = took > ANY + MEGABYTE.mul_f64(input.len() as f64 / 1e6);
        if !whole || slow {
            let path = Path::new(&out).join(format!("{}-{inputs}", if whole { "slow" } else { "panic" }));
            println!("{} {took:?} {} bytes", path.display(), input.len());
            std::fs::write(path, &input).expect("the folder for finds can be written");
        }
    }
    println!("{inputs} inputs, {:.1} MB, slowest {slowest:?}; {codes:?}", bytes as f64 / 1e6);
}

/// Time that this thread has spent on a core, where the system tells it (Linux); a busy machine is no fault of an input.
fn busy() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|times| times.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Reads an input and checks what must hold; counts documents and failures by their codes.
fn read(input: &[u8], codes: &mut BTreeMap<&str, u64>) {
    let options = Options { max_unpacked: 16 << 20, ..Options::default() };
    ingest_each("input", input, &options, &mut |result| match result {
        Ok(found) => {
            let mut end = 0;
            for block in found.document.blocks() {
                assert_eq!(block.span.start(), end, "blocks leave no gap");
                end = block.span.end();
            }
            assert_eq!(end, found.document.text().len(), "blocks reach the end");
            *codes.entry("document").or_default() += 1;
        }
        Err(error) => *codes.entry(error.code()).or_default() += 1,
    });
    if let Ok(text) = std::str::from_utf8(input) {
        from_text(text);
    }
}

/// A small generator.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    /// A stretch of at most so many bytes.
    fn stretch(&mut self, bytes: &[u8], most: usize) -> std::ops::Range<usize> {
        let from = self.roll(bytes.len() + 1);
        from..(from + self.roll(most + 1)).min(bytes.len())
    }
}

fn damaged(files: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = files[dice.roll(files.len())].clone();
    for _ in 0..1 + dice.roll(8) {
        let at = dice.roll(bytes.len() + 1);
        match dice.roll(9) {
            0 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).unwrap_or(0),
            1 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            2 | 3 => drop(bytes.splice(at..at, TOKENS[dice.roll(TOKENS.len())].iter().copied())),
            4 => drop(bytes.drain(dice.stretch(&bytes.clone(), 40))),
            5 => {
                let piece = bytes[dice.stretch(&bytes, 200)].repeat(1 + dice.roll(4));
                drop(bytes.splice(at..at, piece));
            }
            6 => {
                let other = &files[dice.roll(files.len())];
                let from = dice.roll(other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            7 if dice.roll(4) == 0 => bytes.truncate(at),
            8 if dice.roll(12) == 0 => {
                let token = dice.roll(2) == 0;
                let piece = if token {
                    TOKENS[dice.roll(TOKENS.len())].to_vec()
                } else {
                    bytes[dice.stretch(&bytes, 30)].to_vec()
                };
                if !piece.is_empty() {
                    drop(bytes.splice(at..at, piece.repeat(SWOLLEN / piece.len())));
                }
            }
            _ => {}
        }
        bytes.truncate(2 * SWOLLEN);
    }
    bytes
}
