//! Classes of characters, without the tables of Unicode for what is frequent in English and Russian.

/// Bytes that are looked at together.
const AT_ONCE: usize = 128;

/// A letter of any alphabet.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => true,
        _ => !is_mark(c) && c.is_alphabetic(),
    }
}

/// A letter or digit of any alphabet.
pub(crate) fn is_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => true,
        _ => !is_mark(c) && c.is_alphanumeric(),
    }
}

/// Frequent characters that are neither letters nor digits; in ASCII, all but letters.
fn is_mark(c: char) -> bool {
    c.is_ascii() || matches!(c, '«' | '»' | '“' | '”' | '„' | '‘' | '’' | '–' | '—' | '…' | '№' | '\u{A0}')
}

/// Whether one of the bytes passes the test. It is asked of many bytes at a time, so it must be cheap.
pub(crate) fn any_byte(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(AT_ONCE).any(|part| part.iter().fold(false, |any, &byte| any | test(byte)))
}

/// Whether one of the pairs of neighbours passes the test, likewise.
pub(crate) fn any_pair(bytes: &[u8], test: impl Fn(u8, u8) -> bool) -> bool {
    let part = |from: usize| &bytes[from..bytes.len().min(from + AT_ONCE + 1)];
    let any = |part: &[u8]| part.windows(2).fold(false, |any, pair| any | test(pair[0], pair[1]));
    (0..bytes.len()).step_by(AT_ONCE).any(|from| any(part(from)))
}

/// How many pairs of neighbours pass the test, likewise.
pub(crate) fn count_pairs(bytes: &[u8], test: impl Fn(u8, u8) -> bool) -> usize {
    let part = |from: usize| &bytes[from..bytes.len().min(from + AT_ONCE + 1)];
    let count = |part: &[u8]| part.windows(2).fold(0u8, |sum, pair| sum + u8::from(test(pair[0], pair[1])));
    (0..bytes.len()).step_by(AT_ONCE).map(|from| usize::from(count(part(from)))).sum()
}

/// The small letter of a letter.
pub(crate) fn small(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        'А'..='Я' => char::from_u32(c as u32 + 0x20).expect("Cyrillic capitals have small letters 0x20 on"),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// What folding does to a character, told by its first byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// A small letter or a mark of ASCII, which stays.
    Same,
    Digit,
    Space,
    /// A Cyrillic letter.
    Cyrillic,
    Other,
}

const BEGINS: [Begins; 256] = {
    let mut table = [Begins::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~' => Begins::Same,
            b'0'..=b'9' => Begins::Digit,
            b' ' => Begins::Space,
            0xD0 | 0xD1 => Begins::Cyrillic,
            _ => Begins::Other,
        };
        byte += 1;
    }
    table
};

/// Lower case, ё as е, white space and runs of digits made uniform.
pub(crate) fn fold(text: &str) -> String {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut folded = String::with_capacity(text.len());
    let (mut copied, mut at) = (0, 0);
    // Whether the character before was white space.
    let mut spaced = false;
    while at < bytes.len() {
        let same = match BEGINS[usize::from(bytes[at])] {
            Begins::Same => 1,
            Begins::Space if !spaced => 1,
            Begins::Cyrillic if is_small_cyrillic(bytes[at], bytes[at + 1]) => 2,
            _ => 0,
        };
        if same > 0 {
            spaced = bytes[at] == b' ';
            at += same;
            continue;
        }
        folded.push_str(&text[copied..at]);
        let Some(c) = text[at..].chars().next() else { break };
        fold_one(c, &mut folded);
        spaced = c.is_whitespace();
        at += c.len_utf8();
        copied = at;
    }
    folded.push_str(&text[copied..]);
    folded
}

/// Whether two bytes are one of the letters а to я.
fn is_small_cyrillic(first: u8, second: u8) -> bool {
    matches!((first, second), (0xD0, 0xB0..=0xBF) | (0xD1, 0x80..=0x8F))
}

fn fold_one(c: char, folded: &mut String) {
    match c {
        'A'..='Z' | 'А'..='Я' => folded.push(small(c)),
        '0'..='9' => {
            if !folded.ends_with('0') {
                folded.push('0');
            }
        }
        'ё' | 'Ё' => folded.push('е'),
        '’' => folded.push('\''),
        '‑' => folded.push('-'),
        '«' | '»' | '—' | '–' => folded.push(c),
        _ if c.is_whitespace() => {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
        _ => folded.extend(c.to_lowercase()),
    }
}

/// Letters and digits only, folded: for comparing lines.
pub(crate) fn key(text: &str) -> String {
    key_start(text, usize::MAX)
}

/// The beginning of the key of a text: all of it if it has no more bytes, else some more.
pub(crate) fn key_start(text: &str, bytes: usize) -> String {
    let text = text.trim_end_matches('…').trim_end_matches("...");
    let mut key = String::with_capacity(bytes.min(text.len()));
    let (mut copied, mut at) = (0, 0);
    let all = text.as_bytes();
    while at < all.len() && key.len() + (at - copied) <= bytes {
        let same = match BEGINS[usize::from(all[at])] {
            Begins::Same if all[at].is_ascii_lowercase() => 1,
            Begins::Digit => 1,
            Begins::Cyrillic if is_small_cyrillic(all[at], all[at + 1]) => 2,
            _ => 0,
        };
        at += same;
        if same > 0 {
            continue;
        }
        key.push_str(&text[copied..at]);
        // Between most words stands a space.
        if all[at].is_ascii() && !all[at].is_ascii_alphanumeric() {
            at += 1;
            copied = at;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        match c {
            'ё' | 'Ё' => key.push('е'),
            _ if !is_word(c) => {}
            _ => key.push(small(c)),
        }
        at += c.len_utf8();
        copied = at;
    }
    key.push_str(&text[copied..at]);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_unicode() {
        for c in (0..=0x2FFFF).filter_map(char::from_u32) {
            assert_eq!((is_letter(c), is_word(c)), (c.is_alphabetic(), c.is_alphanumeric()), "{c:?}");
        }
    }

    #[test]
    fn folds() {
        assert_eq!(fold(" Ёлка\u{A0} и  «Дом» 1204 \t5’s A‑B "), "елка и «дом» 0 0's a-b");
        assert_eq!(fold("ЦЕНА: 12.5\u{A0} Руб. Ўзбек İ"), "цена: 0.0 руб. ўзбек i̇");
        assert_eq!(key("«Ёлка» — 12, Дом..."), "елка12дом");
    }
}
