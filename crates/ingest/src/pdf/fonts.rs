//! Fonts of PDF: from the codes of a shown string to letters and widths.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use crate::table::rows;

/// What stands for a glyph whose letter is not known.
pub(crate) const UNKNOWN: char = '\u{FFFD}';
/// Width of a glyph about which nothing is told, in parts of the size.
const USUAL_WIDTH: f64 = 0.5;

/// Codes and characters of the standard encoding where it differs from windows-1252.
const STANDARD: &str = "\u{27}’\u{60}‘¡¡¢¢££¤⁄¥¥¦ƒ§§¨¤©'ª“««¬‹\u{AD}›®ﬁ¯ﬂ±–²†³‡´·¶¶·•¸‚¹„º”»»¼…½‰¿¿Á`Â´ÃˆÄ˜Å¯Æ˘Ç˙È¨Ê˚Ë¸Í˝Î˛ÏˇÐ—áÆãªèŁéØêŒëºñæõıøłùøúœûß";

static GLYPHS: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
    let row = |row: Vec<&'static str>| {
        let text = row[1].strip_prefix("\\u{").and_then(|hex| hex.strip_suffix('}'));
        let hidden = text.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        (row[0], hidden.map_or_else(|| row[1].to_owned(), String::from))
    };
    rows(include_str!("../../data/pdf_glyphs.tsv")).map(row).collect()
});

static WIDTHS: LazyLock<BTreeMap<u32, [f64; 2]>> = LazyLock::new(|| {
    let number = |cell: &str| cell.parse::<f64>().unwrap_or(500.0) / 1000.0;
    rows(include_str!("../../data/pdf_widths.tsv"))
        .filter_map(|row| Some((row[0].parse().ok()?, [number(row[1]), number(row[2])])))
        .collect()
});

/// A glyph that was shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// Its letters; `None` if they are not known.
    pub text: Option<&'a str>,
    /// Width in parts of the size.
    pub width: f64,
    /// Bytes of its code.
    pub length: usize,
    /// The code 32 in one byte, to which word spacing applies.
    pub is_space: bool,
}

/// A font of a page.
pub(crate) struct Font {
    /// Codes have two or more bytes, as this map tells; one byte without it.
    codes: Option<CMap>,
    letters: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    usual: f64,
}

impl Font {
    /// Reads a font; what it lacks is guessed, so that any dictionary gives one.
    pub fn read(dict: &Dict<'_>) -> Self {
        let composite = name_of(dict, "Subtype").as_deref() == Some("Type0");
        if composite { Self::composite(dict) } else { Self::simple(dict) }
    }

    /// The glyph that begins at a byte of a string.
    pub fn glyph(&self, bytes: &[u8], at: usize) -> Shown<'_> {
        let (code, cid, length) = self.code(bytes, at);
        let text = self.letters.get(&code).map(String::as_str);
        let width = self.widths.get(&cid).copied().unwrap_or(self.usual);
        Shown { text, width, length, is_space: length == 1 && code == 32 }
    }

    /// The code at a byte, the number of its glyph, and its length.
    fn code(&self, bytes: &[u8], at: usize) -> (u32, u32, usize) {
        let Some(map) = &self.codes else { return (u32::from(bytes[at]), u32::from(bytes[at]), 1) };
        let mut code = 0;
        for (length, &byte) in (1u8..=4).zip(&bytes[at..]) {
            code = code << 8 | u32::from(byte);
            if let Some(cid) = map.lookup_cid_code(code, length) {
                return (code, cid, usize::from(length));
            }
        }
        (u32::MAX, u32::MAX, 2.min(bytes.len() - at))
    }

    fn simple(dict: &Dict<'_>) -> Self {
        let to_unicode = to_unicode(dict);
        let face = name_of(dict, "BaseFont").unwrap_or_default();
        let fallback = encoding(dict, &face);
        let mut letters = BTreeMap::new();
        for code in 0..=255u8 {
            let told = to_unicode.as_ref().and_then(|map| map.lookup_bf_string(u32::from(code)));
            let text = told.map(text_of).or_else(|| fallback.get(&code).cloned());
            if let Some(text) = text {
                letters.insert(u32::from(code), readable(&text, &face));
            }
        }
        let scale = match name_of(dict, "Subtype").as_deref() {
            Some("Type3") => dict.get::<[f64; 6]>("FontMatrix").map_or(0.001, |matrix| matrix[0].abs()),
            _ => 0.001,
        };
        let first = dict.get::<u32>("FirstChar").unwrap_or(0);
        let told = dict.get::<Array<'_>>("Widths");
        let mut widths: BTreeMap<u32, f64> = told
            .iter()
            .flat_map(|array| array.iter::<f64>())
            .take(256)
            .enumerate()
            .map(|(index, width)| (first.saturating_add(index as u32), width * scale))
            .collect();
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
        let missing = descriptor.and_then(|descriptor| descriptor.get::<f64>("MissingWidth"));
        let usual = missing.map(|width| width * scale).filter(|width| *width > 0.0);
        if widths.is_empty() {
            widths = standard_widths(&face);
        }
        Self { codes: None, letters, widths, usual: usual.unwrap_or(USUAL_WIDTH) }
    }

    fn composite(dict: &Dict<'_>) -> Self {
        let face = name_of(dict, "BaseFont").unwrap_or_default();
        let descendants = dict.get::<Array<'_>>("DescendantFonts");
        let descendant = descendants.and_then(|array| array.iter::<Dict<'_>>().next()).unwrap_or_default();
        let own = dict.get::<Stream<'_>>("Encoding").and_then(|stream| stream.decoded_data().ok());
        let codes = own.and_then(|data| CMap::parse(&data, |_| None)).unwrap_or_else(CMap::identity_h);
        let mut letters = BTreeMap::new();
        if let Some(map) = to_unicode(dict) {
            for code in 0..=0xFFFF {
                if let Some(text) = map.lookup_bf_string(code) {
                    letters.insert(code, readable(&text_of(text), &face));
                }
            }
        }
        let usual = descendant.get::<f64>("DW").unwrap_or(1000.0) / 1000.0;
        let widths = descendant.get::<Array<'_>>("W").map(|array| cid_widths(&array)).unwrap_or_default();
        Self { codes: Some(codes), letters, widths, usual }
    }
}

/// Widths of a composite font: `first [w w w]` or `first last w`.
fn cid_widths(array: &Array<'_>) -> BTreeMap<u32, f64> {
    let mut widths = BTreeMap::new();
    let (mut first, mut last) = (None, None);
    for object in array.iter::<Object<'_>>() {
        match (object, first, last) {
            (Object::Array(list), Some(from), None) => {
                for (index, width) in list.iter::<f64>().take(1 << 16).enumerate() {
                    widths.insert(from + index as u32, width / 1000.0);
                }
                first = None;
            }
            (Object::Number(number), None, _) => first = Some(cid(number.as_i64())),
            (Object::Number(number), Some(_), None) => last = Some(cid(number.as_i64())),
            (Object::Number(width), Some(from), Some(to)) => {
                widths.extend((from..=to).map(|cid| (cid, width.as_f64() / 1000.0)));
                (first, last) = (None, None);
            }
            _ => (first, last) = (None, None),
        }
    }
    widths
}

fn cid(number: i64) -> u32 {
    u32::try_from(number.clamp(0, 0xFFFF)).unwrap_or(0)
}

fn name_of(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<Name<'_>>(key).map(|name| String::from_utf8_lossy(&name).into_owned())
}

fn to_unicode(dict: &Dict<'_>) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>("ToUnicode")?;
    CMap::parse(&stream.decoded_data().ok()?, |_| None)
}

fn text_of(text: BfString) -> String {
    match text {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    }
}

/// Characters of a simple font by the encoding that it names, or that fonts of its sort have.
fn encoding(dict: &Dict<'_>, face: &str) -> BTreeMap<u8, String> {
    let named = name_of(dict, "Encoding");
    let detailed = dict.get::<Dict<'_>>("Encoding");
    let base = named.or_else(|| detailed.as_ref().and_then(|dict| name_of(dict, "BaseEncoding")));
    let mut letters = match base.as_deref() {
        Some("MacRomanEncoding") => single_bytes(MACINTOSH),
        Some(_) => single_bytes(WINDOWS_1252),
        None if is_symbols(face) => BTreeMap::new(),
        // Codes of a subset without any encoding are arbitrary.
        None if detailed.is_none() && is_subset(face) => BTreeMap::new(),
        None => standard(),
    };
    let differences = detailed.and_then(|dict| dict.get::<Array<'_>>("Differences"));
    let mut code = 0i64;
    for object in differences.iter().flat_map(|array| array.iter::<Object<'_>>()) {
        match object {
            Object::Number(number) => code = number.as_i64(),
            Object::Name(name) => {
                if let Ok(code) = u8::try_from(code) {
                    let text = std::str::from_utf8(&name).ok().and_then(glyph_text);
                    match text {
                        Some(text) => letters.insert(code, text),
                        None => letters.remove(&code),
                    };
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    letters
}

fn single_bytes(encoding: &'static encoding_rs::Encoding) -> BTreeMap<u8, String> {
    let decode = |byte: u8| encoding.decode_without_bom_handling(&[byte]).0.into_owned();
    (32..=255).map(|byte| (byte, decode(byte))).collect()
}

fn standard() -> BTreeMap<u8, String> {
    let mut letters = single_bytes(WINDOWS_1252);
    let mut chars = STANDARD.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if let Ok(code) = u8::try_from(u32::from(from)) {
            letters.insert(code, to.to_string());
        }
    }
    letters
}

/// `ABCDEF+Name`
fn is_subset(face: &str) -> bool {
    face.as_bytes().get(6) == Some(&b'+')
}

/// Whether a font holds signs instead of letters.
fn is_symbols(face: &str) -> bool {
    ["Symbol", "Dingbats", "Wingdings", "Webdings"].iter().any(|name| face.contains(name))
}

/// The text of a glyph by its name.
fn glyph_text(name: &str) -> Option<String> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if name.contains('_') {
        return name.split('_').map(glyph_text).collect();
    }
    if let Some(text) = GLYPHS.get(name) {
        return Some(text.clone());
    }
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    match name.strip_prefix("uni").or_else(|| name.strip_prefix('u')) {
        _ if name.len() == 1 => Some(name.to_owned()),
        Some(digits) if (4..=6).contains(&digits.len()) => hex(digits),
        _ => None,
    }
}

/// Ligatures as letters, signs of symbol fonts as bullets; the private places of symbol fonts as what they stand for.
fn readable(text: &str, face: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            '\u{F020}'..='\u{F07E}' if !is_symbols(face) => {
                plain.extend(char::from_u32(u32::from(c) - 0xF000));
            }
            '\u{E000}'..='\u{F8FF}' => plain.push('•'),
            '\0' => plain.push(UNKNOWN),
            _ if c.is_control() => plain.push(' '),
            _ => plain.push(c),
        }
    }
    plain
}

/// Widths of the fonts that need not tell them.
fn standard_widths(face: &str) -> BTreeMap<u32, f64> {
    let serif = face.contains("Times") || face.contains("Serif");
    let of = |(&code, widths): (&u32, &[f64; 2])| {
        (code, if face.contains("Courier") { 0.6 } else { widths[usize::from(serif)] })
    };
    WIDTHS.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_mean_letters() {
        let text = |name: &str| glyph_text(name).unwrap_or_default();
        assert_eq!(text("afii10017"), "А");
        assert_eq!(text("uni0416"), "Ж");
        assert_eq!(text("f_i.alt"), "fi");
        assert_eq!(text("q"), "q");
        assert_eq!(text("space"), " ");
        assert_eq!(text("g123"), "");
    }

    #[test]
    fn the_standard_encoding_differs_where_it_does() {
        let letters = standard();
        assert_eq!(
            [&letters[&b'A'], &letters[&b'\''], &letters[&0xAA], &letters[&0xAE]],
            ["A", "’", "“", "ﬁ"]
        );
    }
}
