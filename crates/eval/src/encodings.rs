//! How often the encoding of a Russian text is guessed right: pieces of texts, written in each encoding and read again.

use std::fmt;

use encoding_rs::{Encoding, IBM866, ISO_8859_5, KOI8_R, WINDOWS_1251, X_MAC_CYRILLIC};
use svodka_ingest::{Options, ingest};

/// Lengths of the pieces in characters.
const LENGTHS: [usize; 5] = [20, 40, 100, 400, 4000];
/// Pieces of each length that are tried in each encoding.
const PIECES: usize = 60;
/// Names of the encodings; those of two bytes have no mark. UTF-8 is what they are compared with.
const NAMES: [&str; 7] =
    ["windows-1251", "KOI8-R", "IBM866", "ISO-8859-5", "x-mac-cyrillic", "UTF-16LE", "UTF-16BE"];

/// An encoding, pieces read right, pieces tried.
pub type Cell = (&'static str, usize, usize);

/// Pieces read right, of all, by length and encoding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EncodingsReport {
    /// Length in characters, and a cell for each encoding.
    pub rows: Vec<(usize, Vec<Cell>)>,
}

impl EncodingsReport {
    /// Pieces read right and pieces tried.
    pub fn total(&self) -> (usize, usize) {
        let cells = || self.rows.iter().flat_map(|(_, cells)| cells);
        (cells().map(|cell| cell.1).sum(), cells().map(|cell| cell.2).sum())
    }
}

impl fmt::Display for EncodingsReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (right, all) = self.total();
        writeln!(f, "encodings: {right} of {all} pieces read right ({:.1} %)", percent(right, all))?;
        for (length, cells) in &self.rows {
            write!(f, "  {length:5} characters:")?;
            for (name, right, all) in cells {
                write!(f, "  {name} {right}/{all}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// Measures on pieces of Russian `texts`, chosen by a seeded generator.
pub fn evaluate(texts: &[String]) -> EncodingsReport {
    let texts: Vec<Vec<char>> = texts.iter().map(|text| text.chars().map(plain).collect()).collect();
    let mut random = Random(0x5EED);
    let mut report = EncodingsReport::default();
    for length in LENGTHS {
        let long: Vec<&Vec<char>> = texts.iter().filter(|text| text.len() >= length).collect();
        let mut cells: Vec<Cell> = NAMES.iter().map(|name| (*name, 0, 0)).collect();
        for _ in 0..if long.is_empty() { 0 } else { PIECES } {
            let text = long[random.below(long.len())];
            let start = random.below(text.len() - length + 1);
            let piece: String = text[start..start + length].iter().collect();
            if !is_russian(&piece) {
                continue;
            }
            let expected = text_of(piece.as_bytes());
            for (name, right, all) in &mut cells {
                let Some(bytes) = encode(&piece, name) else { continue };
                *all += 1;
                *right += usize::from(text_of(&bytes) == expected);
            }
        }
        report.rows.push((length, cells));
    }
    report
}

/// A piece is fair if it holds Russian words at all.
fn is_russian(piece: &str) -> bool {
    let letters = piece.chars().filter(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')).count();
    letters * 2 >= piece.chars().count()
}

/// The text as it is ingested; cleaning is the same for all encodings.
fn text_of(bytes: &[u8]) -> Option<String> {
    let mut found = ingest("piece", bytes, &Options::default()).ok()?;
    Some(found.remove(0).document.text().trim().to_owned())
}

/// `None` where the encoding lacks a character of the text.
fn encode(text: &str, name: &str) -> Option<Vec<u8>> {
    let encoding: &'static Encoding = match name {
        "UTF-16LE" => return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "UTF-16BE" => return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "windows-1251" => WINDOWS_1251,
        "KOI8-R" => KOI8_R,
        "IBM866" => IBM866,
        "ISO-8859-5" => ISO_8859_5,
        _ => X_MAC_CYRILLIC,
    };
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

/// Quotation marks and dashes that all the encodings have.
fn plain(c: char) -> char {
    match c {
        '«' | '»' | '“' | '”' | '„' => '"',
        '–' | '—' => '-',
        _ => c,
    }
}

/// A small generator of numbers (xorshift), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_read_right() {
        let text = "Завод передал заказчику паром, который был заложен в прошлом году. ".repeat(8);
        let report = evaluate(&[text]);
        let (right, all) = report.total();
        assert!(all > 1000 && right * 100 >= all * 95, "{report}");
        assert_eq!(
            report,
            evaluate(&["Завод передал заказчику паром, который был заложен в прошлом году. ".repeat(8)])
        );
    }
}
