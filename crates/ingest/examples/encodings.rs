//! Measures the guessing of encodings on pieces of Russian files in UTF-8: `cargo run --release --example encodings -- FILE...`.

use encoding_rs::{IBM866, ISO_8859_5, KOI8_R, WINDOWS_1251, X_MAC_CYRILLIC};
use svodka_ingest::{Options, ingest};

fn main() {
    let texts: Vec<String> =
        std::env::args().skip(1).filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    for letters in [20, 40, 100, 400, 4000] {
        let mut line = format!("{letters:5} characters:");
        for name in
            ["windows-1251", "KOI8-R", "IBM866", "ISO-8859-5", "x-mac-cyrillic", "UTF-16LE", "UTF-16BE"]
        {
            let (mut right, mut all) = (0, 0);
            for (number, text) in texts.iter().enumerate() {
                let piece: String = text.chars().skip(number % 50).take(letters).collect();
                let piece: String = piece.chars().map(plain).collect();
                let Some(bytes) = encode(&piece, name) else { continue };
                all += 1;
                let found = ingest("x", &bytes, &Options::default());
                right +=
                    usize::from(found.is_ok_and(|found| found[0].document.text().trim() == piece.trim()));
            }
            line.push_str(&format!("  {name} {right}/{all}"));
        }
        println!("{line}");
    }
}

/// `None` where the encoding lacks a character of the text.
fn encode(text: &str, name: &str) -> Option<Vec<u8>> {
    let encoding = match name {
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
