//! Classes of characters, without the tables of Unicode for what is frequent in English and Russian.

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

/// The small letter of a letter.
pub(crate) fn small(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        'А'..='Я' => char::from_u32(c as u32 + 0x20).expect("Cyrillic capitals have small letters 0x20 on"),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Lower case, ё as е, white space and runs of digits made uniform.
pub(crate) fn fold(text: &str) -> String {
    let text = text.trim();
    let mut folded = String::with_capacity(text.len());
    let (mut copied, mut at) = (0, 0);
    while at < text.len() {
        let same = unchanged(text.as_bytes(), at);
        if same > 0 {
            at += same;
            continue;
        }
        folded.push_str(&text[copied..at]);
        let Some(c) = text[at..].chars().next() else { break };
        fold_one(c, &mut folded);
        at += c.len_utf8();
        copied = at;
    }
    folded.push_str(&text[copied..]);
    folded
}

/// Bytes of the character at `at` if it is one that folding leaves as it is and that is told by its bytes; else 0.
fn unchanged(bytes: &[u8], at: usize) -> usize {
    let before = |back: usize| at.checked_sub(back).map_or(0, |at| bytes[at]);
    match (bytes[at], bytes.get(at + 1)) {
        (b'a'..=b'z' | b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~', _) => 1,
        (b' ', _) if matches!(before(1), b'!'..=b'~') => 1,
        (b' ', _) if matches!((before(2), before(1)), (0xD0 | 0xD1, 0x80..)) => 1,
        (0xD0, Some(0xB0..=0xBF)) | (0xD1, Some(0x80..=0x8F)) => 2,
        _ => 0,
    }
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
    let mut key = String::with_capacity(bytes.min(text.len()));
    for c in text.trim_end_matches('…').trim_end_matches("...").chars() {
        if key.len() > bytes {
            break;
        }
        match c {
            'a'..='z' | 'а'..='я' | '0'..='9' => key.push(c),
            'ё' | 'Ё' => key.push('е'),
            'A'..='Z' | 'А'..='Я' => key.push(small(c)),
            _ if !is_word(c) => {}
            _ => key.push(small(c)),
        }
    }
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
