//! Bytes to text: which encoding, and what was odd about it.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, X_MAC_CYRILLIC,
};
use svodka_model::Diagnostic;

use crate::error::{ErrorKind, IngestError};
use crate::letters::any_byte;
use crate::russian::{self, Class};

/// Bytes that guesses are made from.
const SAMPLE: usize = 64 * 1024;
/// Mean points from which a decoding is taken for Russian.
pub(crate) const RUSSIAN: i32 = -5;
/// Points by which another encoding must beat the declared one.
const MARGIN: i32 = 12;

/// A decoded text.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub text: String,
    /// Name of the encoding as the WHATWG gives it.
    pub encoding: String,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes `bytes`. `declared` is the label that the source gives itself.
///
/// # Errors
/// `binary` where the bytes are no text.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, IngestError> {
    let mut diagnostics = vec![];
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(read(encoding, &bytes[mark..], diagnostics));
    }
    if let Some(encoding) = utf_16(bytes) {
        diagnostics.push(Diagnostic::new(
            "ingest.encoding_guessed",
            format!("read as {} by its byte pattern", encoding.name()),
        ));
        return Ok(read(encoding, bytes, diagnostics));
    }
    if is_binary(bytes) {
        return Err(IngestError::new(ErrorKind::Binary, "the file holds no text (too many control bytes)"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name().to_owned(), diagnostics });
    }
    if mostly_utf_8(bytes) {
        return Ok(read(UTF_8, bytes, diagnostics));
    }
    let (encoding, remark) =
        single_byte(bytes, declared.and_then(|label| Encoding::for_label(label.as_bytes())));
    diagnostics.extend(remark);
    Ok(read(encoding, bytes, diagnostics))
}

fn read(encoding: &'static Encoding, bytes: &[u8], mut diagnostics: Vec<Diagnostic>) -> Decoded {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    if errors {
        let count = text.matches('\u{FFFD}').count();
        let message = format!("{count} place(s) are not valid {}; they read \u{FFFD}", encoding.name());
        diagnostics.push(Diagnostic::new("ingest.invalid_bytes", message));
    }
    let has_ukrainian = || text.contains(['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є']);
    let encoding = if encoding == KOI8_U && !has_ukrainian() { KOI8_R } else { encoding };
    Decoded { encoding: encoding.name().to_owned(), text: text.into_owned(), diagnostics }
}

/// UTF-16 without a mark: every second byte is NUL (ASCII) or 0x04 (Cyrillic).
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if !any_byte(sample, |byte| matches!(byte, 0 | 4)) {
        return None;
    }
    let pairs = sample.len() / 2;
    let like = |high: usize| {
        sample.chunks_exact(2).filter(move |pair| match pair[high] {
            0 => matches!(pair[1 - high], 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0 | 0xAB | 0xBB),
            4 => pair[1 - high] <= 0x5F,
            0x20 => matches!(pair[1 - high], 0x13..=0x26),
            _ => false,
        })
    };
    let marked = |high: usize| like(high).filter(|pair| pair[high] != 0x20).count();
    [(1, UTF_16LE), (0, UTF_16BE)]
        .into_iter()
        .find(|&(high, _)| pairs >= 4 && like(high).count() * 20 >= pairs * 19 && marked(high) * 2 > pairs)
        .map(|(_, encoding)| encoding)
}

/// More than one control byte in twenty, or many NULs.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = |byte: u8| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    any_byte(sample, control) && sample.iter().filter(|&&byte| control(byte)).count() * 20 > sample.len()
}

/// Valid UTF-8, or UTF-8 with few broken places.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    if error.error_len().is_none() {
        return true; // only the last character is cut off
    }
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes[..bytes.len().min(1 << 20)].utf8_chunks() {
        good += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 3 && bad * 4 < good
}

/// Encodings in which Russian is written, with the classes of their bytes. All of them have a character for every byte.
static CANDIDATES: LazyLock<[(&'static Encoding, [Class; 256]); 5]> = LazyLock::new(|| {
    [WINDOWS_1251, KOI8_U, IBM866, ISO_8859_5, X_MAC_CYRILLIC].map(|encoding| {
        let character = |byte: u8| encoding.decode_without_bom_handling(&[byte]).0.chars().next();
        let class = |byte| character(byte).map_or(0, russian::class);
        (encoding, std::array::from_fn(|byte| u8::try_from(byte).map_or(0, class)))
    })
});

/// The encoding of bytes that are not UTF-8: the declared one unless another reads clearly better as Russian.
fn single_byte(bytes: &[u8], declared: Option<&'static Encoding>) -> (&'static Encoding, Option<Diagnostic>) {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let points = |encoding: &'static Encoding| {
        let (text, errors) = encoding.decode_without_bom_handling(sample);
        let penalty = if errors { 20 } else { 0 };
        russian::score(&text).unwrap_or(i32::MIN / 2) - penalty
    };
    let russian = |classes| russian::score_bytes(sample, classes).unwrap_or(i32::MIN / 2);
    let scored = CANDIDATES.iter().rev().map(|(encoding, classes)| (russian(classes), *encoding));
    let (best_points, best) = scored.max_by_key(|&(points, _)| points).expect("there are candidates");
    if let Some(declared) = declared.filter(|&declared| declared != UTF_8) {
        let beaten = best_points >= RUSSIAN && best_points > points(declared) + MARGIN;
        let message = || format!("declared {}, but reads as {}", declared.name(), best.name());
        return if beaten {
            (best, Some(Diagnostic::new("ingest.wrong_charset", message())))
        } else {
            (declared, None)
        };
    }
    let encoding = if best_points >= RUSSIAN { best } else { guess(sample) };
    (encoding, Some(Diagnostic::new("ingest.encoding_guessed", format!("read as {}", encoding.name()))))
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RELEASE: &str =
        "Компания «Заря» подписала договор на поставку 12 вагонов. Об этом сообщили в среду.";

    fn check(encoding: &'static Encoding, text: &str) {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{} cannot write {text}", encoding.name());
        assert_eq!(decode(&bytes, None).unwrap().text, text, "{}", encoding.name());
    }

    fn utf_16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn reads_russian_encodings_long_and_short() {
        for encoding in [WINDOWS_1251, X_MAC_CYRILLIC] {
            check(encoding, RELEASE);
            check(encoding, &RELEASE.to_uppercase());
        }
        let plain = RELEASE.replace(['«', '»'], "\"");
        for encoding in [WINDOWS_1251, KOI8_R, IBM866, ISO_8859_5, X_MAC_CYRILLIC] {
            check(encoding, &plain);
            check(encoding, &plain.to_uppercase());
            check(encoding, "Подписано соглашение");
        }
    }

    #[test]
    fn reads_utf_16_without_mark() {
        for (text, big) in
            [(RELEASE, false), (RELEASE, true), ("A signed deal", false), ("A signed deal", true)]
        {
            assert_eq!(decode(&utf_16_bytes(text, big), None).unwrap().text, text);
        }
    }

    #[test]
    fn leaves_western_text_western() {
        check(encoding_rs::WINDOWS_1252, "Herr Müller und Frau Schröder prüfen die Größe der Brücke.");
        assert_eq!(
            decode(b"The company\x92s chief said \x93yes\x94.", None).unwrap().text,
            "The company’s chief said “yes”."
        );
    }

    #[test]
    fn forgives_some_broken_bytes_and_refuses_binary() {
        let mut bytes = RELEASE.as_bytes().to_vec();
        bytes.insert(20, 0xFF);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(
            (decoded.encoding.as_str(), decoded.diagnostics[0].code.as_str()),
            ("UTF-8", "ingest.invalid_bytes")
        );
        let noise: Vec<u8> = (0..4000u32).map(|n| (n * n % 251) as u8).collect();
        assert_eq!(decode(&noise, None).unwrap_err().code(), "binary");
    }

    #[test]
    fn mistrusts_a_wrong_label() {
        let (bytes, ..) = WINDOWS_1251.encode(RELEASE);
        let decoded = decode(&bytes, Some("iso-8859-1")).unwrap();
        assert_eq!(
            (decoded.encoding.as_str(), decoded.diagnostics[0].code.as_str()),
            ("windows-1251", "ingest.wrong_charset")
        );
        assert_eq!(decode(&bytes, Some("windows-1251")).unwrap().diagnostics, vec![]);
    }
}
