//! Hygiene of a decoded text before it is fixed: line ends, controls, invisible characters, mojibake.

use std::fmt::Write;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use encoding_rs::{Encoding, KOI8_R, WINDOWS_1251, WINDOWS_1252};
use svodka_model::{Diagnostic, Span};

use crate::letters::{any_byte, any_pair};
use crate::{decode, russian};

/// Cleans `text`; every sort of change leaves a diagnostic with a count.
pub(crate) fn clean(text: String, diagnostics: &mut Vec<Diagnostic>) -> String {
    let text = repair_mojibake(text, diagnostics);
    if !needs_hygiene(&text) { text } else { hygiene(&text, diagnostics) }
}

/// Bytes that are looked at together.
const STRETCH: usize = 64;

fn needs_hygiene(text: &str) -> bool {
    let bytes = text.as_bytes();
    let odd = |at: usize| match bytes[at] {
        0xC2 => bytes.get(at + 1).is_some_and(|next| *next == 0xAD || *next < 0xA0),
        0xE2 => {
            bytes[at + 1..].starts_with(&[0x80, 0x8B])
                || bytes[at + 1..].starts_with(&[0x81, 0xA0])
                || line_separator(&bytes[at + 1..])
        }
        0xEF => bytes[at + 1..].starts_with(&[0xBB, 0xBF]),
        _ => true,
    };
    // Most stretches hold nothing with which something odd begins, and are passed at once.
    let may_be = |byte: u8| matches!(byte, 0..=8 | 0x0B..=0x1F | 0x7F | 0xC2 | 0xCC | 0xCD | 0xE2 | 0xEF);
    (0..bytes.len()).step_by(STRETCH).any(|from| {
        let to = bytes.len().min(from + STRETCH);
        any_byte(&bytes[from..to], may_be) && (from..to).any(|at| may_be(bytes[at]) && odd(at))
    })
}

fn line_separator(rest: &[u8]) -> bool {
    rest.starts_with(&[0x80, 0xA8]) || rest.starts_with(&[0x80, 0xA9])
}

fn hygiene(text: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let mut clean = String::with_capacity(text.len());
    let (mut controls, mut invisible, mut composed) = (0, 0, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            '\n' | '\t' => clean.push(c),
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{0B}' | '\u{0C}' => clean.push('\n'),
            '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => invisible += 1,
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => {
                controls += 1;
                if c != '\0' {
                    clean.push(' ');
                }
            }
            '\u{300}'..='\u{36F}' => match clean.chars().next_back().and_then(|base| compose(base, c)) {
                Some(letter) => {
                    clean.pop();
                    clean.push(letter);
                    composed += 1;
                }
                None => clean.push(c),
            },
            _ => clean.push(c),
        }
    }
    let mut remark = |code: &str, count: usize, what: &str| {
        if count > 0 {
            diagnostics.push(Diagnostic::new(code, format!("{count} {what}")));
        }
    };
    remark("ingest.controls", controls, "NUL or control character(s) were taken out");
    remark("ingest.invisible", invisible, "soft hyphen(s) or zero-width character(s) were taken out");
    remark("ingest.composed", composed, "letter(s) with a separate mark were composed");
    clean
}

/// Letters that some systems write as a letter and a combining mark.
fn compose(base: char, mark: char) -> Option<char> {
    const COMPOSED: &[(char, &str, &str)] = &[
        ('\u{306}', "иИуУ", "йЙўЎ"),
        ('\u{308}', "еЕіІaoueiAOUEI", "ёЁїЇäöüëïÄÖÜËÏ"),
        ('\u{301}', "aeiouyAEIOUcnszCNSZ", "áéíóúýÁÉÍÓÚćńśźĆŃŚŹ"),
        ('\u{300}', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        ('\u{302}', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        ('\u{303}', "anoANO", "ãñõÃÑÕ"),
        ('\u{30C}', "cszrenCSZREN", "čšžřěňČŠŽŘĚŇ"),
        ('\u{327}', "cCsS", "çÇşŞ"),
    ];
    let (_, from, to) = COMPOSED.iter().find(|(of, ..)| *of == mark)?;
    let index = from.chars().position(|letter| letter == base)?;
    to.chars().nth(index)
}

/// Two bytes of which some stand in each of the signs, and which are rare elsewhere.
fn is_suspicious(first: u8, second: u8) -> bool {
    (first == 0xC3)
        | ((first == 0xC2) & ((second == 0xB0) | (second == 0xB6)))
        | ((first == 0xD0) & ((second == 0x82) | (second == 0x85)))
        | ((first == 0xD1) & (second == 0x95))
        | ((first == 0x92) & (second == 0xC2))
}

/// What only a wrong reading leaves.
const SIGNS: [&str; 14] =
    ["Рѕ", "Р°", "РЅ", "Р¶", "Ð°", "Ð¾", "Ñ\u{81}", "â€", "Ã©", "Ã¼", "вЂ", "В«", "Â«", "Â "];
static SUSPICIOUS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(SIGNS).expect("few signs make a small automaton"));

fn repair_mojibake(text: String, diagnostics: &mut Vec<Diagnostic>) -> String {
    let text = repair_single_byte(text, diagnostics);
    if !any_pair(text.as_bytes(), is_suspicious) || !SUSPICIOUS.is_match(&text) {
        return text;
    }
    repair_utf_8(text, diagnostics)
}

/// Letters that are looked at to know a text in a wrong single-byte encoding, and those that must be there.
const SEEN_LETTERS: usize = 4000;
const FEWEST_LETTERS: usize = 12;

/// A Russian text in windows-1251 or KOI8-R that was read as windows-1252 and written again: «Ïðèâåò», «ðÒÉ×ÅÔ». All its
/// letters are Western ones with marks, which no language writes.
fn repair_single_byte(text: String, diagnostics: &mut Vec<Diagnostic>) -> String {
    if !any_byte(text.as_bytes(), |byte| byte == 0xC3) {
        return text;
    }
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(SEEN_LETTERS);
    let marked = letters().filter(|c| matches!(c, 'À'..='ÿ')).count();
    if marked < FEWEST_LETTERS || marked * 2 < letters().count() {
        return text;
    }
    let read = |encoding: &'static Encoding| {
        let right = |c: char| match western_byte(c) {
            Some(byte) if byte >= 0x80 => {
                encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c)
            }
            _ => c,
        };
        let right: String = text.chars().map(right).collect();
        let points = russian::score(&right[..right.floor_char_boundary(2 * SEEN_LETTERS)]);
        (points.unwrap_or(i32::MIN), right)
    };
    let best = [WINDOWS_1251, KOI8_R].map(read).into_iter().max_by_key(|(points, _)| *points);
    match best {
        Some((points, right)) if points >= decode::RUSSIAN => {
            let message = "a Russian text that had been read in a Western encoding was repaired";
            diagnostics.push(Diagnostic::new("ingest.mojibake", message.to_owned()));
            right
        }
        _ => text,
    }
}

/// The byte that a character was when it was read as windows-1252 or ISO 8859-1.
fn western_byte(c: char) -> Option<u8> {
    u8::try_from(u32::from(c)).ok().or_else(|| {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        (!unmappable).then(|| bytes.first().copied()).flatten()
    })
}

/// UTF-8 that was read as windows-1251 or windows-1252 and written again: «РџСЂРёРІРµС‚», "Russiaâ€™s".
fn repair_utf_8(text: String, diagnostics: &mut Vec<Diagnostic>) -> String {
    // The second byte of «И» is none in windows-1251, and many programs wrote a question mark for it.
    let lost = text.contains("Р?") || text.contains("Р\u{FFFD}");
    let mended = lost.then(|| text.replace("Р?", "Р\u{98}").replace("Р\u{FFFD}", "Р\u{98}"));
    let source = mended.as_deref().unwrap_or(&text);
    let mut repaired = String::with_capacity(source.len());
    let (mut count, mut foreign, mut first) = (0usize, 0usize, None);
    let mut start = 0;
    while start < source.len() {
        let rest = &source[start..];
        let ascii = rest.bytes().take_while(u8::is_ascii).count();
        let run_end = rest[ascii..].find(|c: char| c.is_ascii()).map_or(rest.len(), |at| ascii + at);
        repaired.push_str(&rest[..ascii]);
        let run = &rest[ascii..run_end];
        match reread(run) {
            Some(right) if !run.is_empty() => {
                first.get_or_insert(Span::new(repaired.len(), repaired.len() + right.len()));
                repaired.push_str(&right);
                count += 1;
            }
            _ => {
                repaired.push_str(run);
                foreign += usize::from(run.chars().nth(1).is_some());
            }
        }
        start += run_end;
    }
    // Single accidents do happen; whole texts of them do not.
    if count < 2 || foreign > count * 3 {
        return text;
    }
    let mut message = String::new();
    let _ = write!(
        message,
        "{count} word(s) of UTF-8 that had been read in a single-byte encoding were repaired"
    );
    diagnostics.push(Diagnostic::new("ingest.mojibake", message));
    repaired
}

fn reread(run: &str) -> Option<String> {
    let western = || run.chars().map(western_byte).collect::<Option<Vec<u8>>>();
    [encode_all(WINDOWS_1251, run), western()].into_iter().flatten().find_map(|right| {
        let right = String::from_utf8(right).ok()?;
        let sensible = |c: char| matches!(c, 'А'..='я' | 'Ё' | 'ё' | 'À'..='ÿ' | '–'..='…' | '№' | '\u{A0}' | '©' | '§' | '°' | '«' | '»' | '€' | 'І' | 'Ї' | 'Є' | 'і' | 'ї' | 'є');
        right.chars().all(sensible).then_some(right)
    })
}

fn encode_all(encoding: &'static Encoding, run: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = encoding.encode(run);
    (!unmappable).then(|| bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dirty: &str, expected: &str, codes: &[&str]) {
        let mut diagnostics = vec![];
        assert_eq!(clean(dirty.to_owned(), &mut diagnostics), expected);
        let found: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
        assert_eq!(found, codes);
    }

    #[test]
    fn leaves_clean_text_alone() {
        check("Ёлка — «дерево».\n\tA café.", "Ёлка — «дерево».\n\tA café.", &[]);
    }

    #[test]
    fn mends_line_ends_and_invisible_characters() {
        check("a\r\nb\rc", "a\nb\nc", &[]);
        check(
            "Рос\u{AD}тех\u{200B} и\u{306}од \0x\u{1}",
            "Ростех йод x ",
            &["ingest.controls", "ingest.invisible", "ingest.composed"],
        );
    }

    #[test]
    fn every_sign_of_mojibake_is_met() {
        for sign in SIGNS {
            assert!(any_pair(sign.as_bytes(), is_suspicious), "{sign}");
        }
    }

    #[test]
    fn repairs_mojibake() {
        let wrong_bytes = |encoding: &'static Encoding, bytes: &[u8]| {
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        };
        let wrong = |encoding: &'static Encoding, text: &str| wrong_bytes(encoding, text.as_bytes());
        let text = "Привет, как дела у компании «Заря»?";
        check(&wrong(WINDOWS_1251, text), text, &["ingest.mojibake"]);
        check(&wrong(WINDOWS_1252, text), text, &["ingest.mojibake"]);
        let latin = |text: &str| text.bytes().map(char::from).collect::<String>();
        check(&latin(text), text, &["ingest.mojibake"]);
        let lost = wrong(WINDOWS_1251, "И вот Иван и Илья").replace('\u{98}', "?");
        check(&lost, "И вот Иван и Илья", &["ingest.mojibake"]);
        for encoding in [WINDOWS_1251, KOI8_R] {
            let (bytes, _, _) = encoding.encode("Верфь сообщила, что второй паром передан заказчику.");
            let read = wrong_bytes(WINDOWS_1252, &bytes);
            check(&read, "Верфь сообщила, что второй паром передан заказчику.", &["ingest.mojibake"]);
        }
        let french = "Été à Orléans, où Noël fut fêté près de la forêt.";
        check(french, french, &[]);
        let text = "Russia’s “best” café";
        check(&wrong(WINDOWS_1252, text), text, &["ingest.mojibake"]);
    }
}
