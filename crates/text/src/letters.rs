//! Letter classes by table: `char::is_alphanumeric` and its like run at 60 to 80 MB/s on Cyrillic, a table at
//! several hundred.

/// What a character is to the tokenizer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A letter, or a mark that belongs to the letter before it (combining mark, soft hyphen, zero-width joiner).
    Letter,
    /// A decimal digit.
    Digit,
    /// White space.
    Space,
    /// Anything else.
    Other,
}

const LETTER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const SPACE: u8 = 8;
const CYRILLIC: u8 = 16;
const MARK: u8 = 32;

const TABLE_LEN: usize = 0x530;

/// Flags of the characters up to the end of the Cyrillic blocks.
static TABLE: [u8; TABLE_LEN] = table();

const fn table() -> [u8; TABLE_LEN] {
    let mut table = [0; TABLE_LEN];
    let mut c = 0;
    while c < TABLE_LEN {
        table[c] = flags(c);
        c += 1;
    }
    table
}

const fn flags(c: usize) -> u8 {
    match c {
        0x30..=0x39 => DIGIT,
        0x09..=0x0D | 0x20 | 0x85 | 0xA0 => SPACE,
        0x41..=0x5A => LETTER | UPPER,
        0x61..=0x7A | 0xAA | 0xB5 | 0xBA => LETTER,
        0xD7 | 0xF7 => 0,
        0xAD => MARK,
        0xC0..=0xDE => LETTER | UPPER,
        0xDF..=0xFF => LETTER,
        // Latin Extended-A and -B: capitals alternate with small letters.
        0x139..=0x148 | 0x179..=0x17E => LETTER | if c % 2 == 1 { UPPER } else { 0 },
        0x178 => LETTER | UPPER,
        0x100..=0x24F => LETTER | if c.is_multiple_of(2) { UPPER } else { 0 },
        0x250..=0x2AF => LETTER,
        0x300..=0x36F | 0x483..=0x489 => MARK,
        0x386 | 0x388..=0x38F | 0x391..=0x3AB => LETTER | UPPER,
        0x390 | 0x3AC..=0x3FF => LETTER,
        0x400..=0x42F => LETTER | UPPER | CYRILLIC,
        0x430..=0x45F => LETTER | CYRILLIC,
        0x4C0 => LETTER | UPPER | CYRILLIC,
        0x4C1..=0x4CE => LETTER | CYRILLIC | if c % 2 == 1 { UPPER } else { 0 },
        0x460..=0x52F => LETTER | CYRILLIC | if c.is_multiple_of(2) { UPPER } else { 0 },
        _ => 0,
    }
}

/// The class of a character.
#[inline]
pub fn class(c: char) -> Class {
    match TABLE.get(c as usize) {
        Some(&flags) if flags & (LETTER | MARK) != 0 => Class::Letter,
        Some(&flags) if flags & DIGIT != 0 => Class::Digit,
        Some(&flags) if flags & SPACE != 0 => Class::Space,
        Some(_) => Class::Other,
        None => class_beyond(c),
    }
}

fn class_beyond(c: char) -> Class {
    match c {
        '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => Class::Letter,
        c if c.is_whitespace() => Class::Space,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether a character is a capital letter.
#[inline]
pub fn is_upper(c: char) -> bool {
    match TABLE.get(c as usize) {
        Some(flags) => flags & UPPER != 0,
        None => c.is_uppercase(),
    }
}

/// Whether a character is a letter proper (marks and invisible characters are not).
#[inline]
pub fn is_letter(c: char) -> bool {
    match TABLE.get(c as usize) {
        Some(flags) => flags & LETTER != 0,
        None => c.is_alphabetic(),
    }
}

/// Whether a character is a Cyrillic letter.
#[inline]
pub fn is_cyrillic(c: char) -> bool {
    TABLE.get(c as usize).is_some_and(|flags| flags & CYRILLIC != 0)
}

/// Whether a folded letter is a Russian vowel.
pub fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

/// Whether a character is an opening or closing quotation mark (straight ones are both).
pub fn is_quote(c: char) -> bool {
    is_opening_quote(c) || is_closing_quote(c)
}

/// Whether a character can open a quotation.
pub fn is_opening_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '«' | '“' | '„' | '‘' | '‚' | '‹' | '”')
}

/// Whether a character can close a quotation.
pub fn is_closing_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '»' | '”' | '“' | '’' | '›')
}

/// Whether a character is a hyphen or dash.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_standard_library_on_english_and_russian() {
        for c in ('A'..='Z')
            .chain('a'..='z')
            .chain('А'..='я')
            .chain(['ё', 'Ё', 'é', 'É', 'ß', 'І', 'ї', 'Ў', 'қ', 'Қ'])
        {
            assert_eq!((class(c), is_upper(c)), (Class::Letter, c.is_uppercase()), "{c}");
        }
        for c in ('!'..='/').chain(['«', '—', '№', '×', '€']) {
            assert_eq!(class(c), Class::Other, "{c}");
        }
        assert_eq!(class('\u{A0}'), Class::Space);
    }
}
