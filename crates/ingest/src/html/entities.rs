//! Character references.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::table::rows;

/// Longest name of a reference.
const LONGEST: usize = 33;

struct Named {
    name: &'static str,
    text: String,
    bare: bool,
}

static NAMED: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let character = |hex: &str| {
        u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect("entities.tsv holds code points")
    };
    let read = |row: Vec<&'static str>| Named {
        name: row[0],
        text: row[1].split(' ').map(character).collect(),
        bare: row.len() > 2,
    };
    // The file has no header row of its own besides the comment.
    rows(concat!("name\tcodes\n", include_str!("../../data/entities.tsv"))).map(read).collect()
});

/// `text` with its character references replaced.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = reference(rest, &mut decoded);
        if length == 0 {
            decoded.push('&');
            rest = &rest[1..];
        } else {
            rest = &rest[length..];
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Writes the character of the reference at the beginning of `text`; returns its length, 0 for none.
fn reference(text: &str, decoded: &mut String) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return numeric(text, decoded);
    }
    let name_end =
        1 + bytes[1..].iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = &text[1..name_end];
    if let Some(named) = lookup(name).filter(|_| bytes.get(name_end) == Some(&b';')) {
        decoded.push_str(&named.text);
        return name_end + 1;
    }
    for end in (2..=name.len().min(7)).rev() {
        if let Some(named) = name.get(..end).and_then(lookup).filter(|named| named.bare) {
            decoded.push_str(&named.text);
            return 1 + end;
        }
    }
    0
}

fn lookup(name: &str) -> Option<&'static Named> {
    NAMED.binary_search_by(|named| named.name.cmp(name)).ok().map(|index| &NAMED[index])
}

fn numeric(text: &str, decoded: &mut String) -> usize {
    let hex = text[2..].starts_with(['x', 'X']);
    let start = if hex { 3 } else { 2 };
    let digits = text[start..]
        .bytes()
        .take(8)
        .take_while(|byte| if hex { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() })
        .count();
    let Ok(code) = u32::from_str_radix(&text[start..start + digits], if hex { 16 } else { 10 }) else {
        return 0;
    };
    // Codes 128 to 159 mean windows-1252, by long custom.
    let character = match code {
        0x80..=0x9F => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next(),
        0 => None,
        _ => char::from_u32(code),
    };
    decoded.push(character.unwrap_or('\u{FFFD}'));
    start + digits + usize::from(text[start + digits..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_references() {
        for (text, expected) in [
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("&laquo;Заря&raquo; &mdash; &#1040;&#x411;", "«Заря» — АБ"),
            ("&copy 2024 &reg; &bogus; AT&T &", "© 2024 ® &bogus; AT&T &"),
            ("&#150;&#0;&#xFFFFFFFF;", "–\u{FFFD}\u{FFFD}"),
            ("&comma;&NotEqualTilde;&notit;", ",≂̸¬it;"),
            ("&amp;nbsp;", "&nbsp;"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
