//! The words of a text in lower case, and the frequent words of languages.

use rustc_hash::FxHashMap;

/// Stands inside a word without being part of it.
const SOFT_HYPHEN: char = '\u{AD}';

/// Bytes of the longest word that may be a frequent one.
const LONGEST: usize = 18;

/// Frequent words and the languages that have them.
#[derive(Default)]
pub(crate) struct Frequent {
    /// Word -> bit set of languages.
    words: FxHashMap<&'static [u8], u32>,
    /// Marks of the words: most other words are told from them by theirs.
    marks: Marks,
}

/// A bit for each mark.
struct Marks([u64; 64]);

impl Default for Marks {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Frequent {
    /// Adds a word of a language.
    pub fn add(&mut self, word: &'static str, language: usize) {
        let word = word.as_bytes();
        *self.words.entry(word).or_insert(0) |= 1 << language;
        let (at, bit) = mark(word);
        self.marks.0[at] |= bit;
    }

    /// The languages that have a word, as a bit set.
    pub fn languages(&self, word: &[u8]) -> u32 {
        let (at, bit) = mark(word);
        if self.marks.0[at] & bit == 0 { 0 } else { self.words.get(word).copied().unwrap_or(0) }
    }
}

/// A number of twelve bits made of the length and three bytes of a word, as the place of a bit.
fn mark(word: &[u8]) -> (usize, u64) {
    let byte = |at: usize| word.get(at).map_or(0, |&byte| usize::from(byte));
    let mark = word.len() * 389 + byte(1) * 31 + byte(3) * 7 + byte(word.len().saturating_sub(1)) * 59;
    (mark >> 6 & 63, 1 << (mark & 63))
}

/// A word in lower case, as far as it may be a frequent one: what is beyond is not kept.
struct Lower {
    bytes: [u8; 2 * LONGEST],
    len: usize,
}

impl Lower {
    #[inline]
    fn push(&mut self, byte: u8) {
        if let Some(free) = self.bytes.get_mut(self.len) {
            *free = byte;
            self.len += 1;
        }
    }

    /// Appends the first character of a text if it is a letter; returns its length, or 0.
    fn push_rare(&mut self, text: &str) -> usize {
        let letter =
            |c: &char| *c == SOFT_HYPHEN || matches!(c, '\u{C0}'..='\u{24F}' | '\u{400}'..='\u{52F}');
        let Some(c) = text.chars().next().filter(letter) else { return 0 };
        if c != SOFT_HYPHEN {
            let mut bytes = [0; 4];
            c.to_lowercase().for_each(|c| c.encode_utf8(&mut bytes).bytes().for_each(|byte| self.push(byte)));
        }
        c.len_utf8()
    }
}

/// Tells each word of a text in lower case, or nothing in place of one too long to be frequent.
pub(crate) fn for_words(text: &str, mut tell: impl FnMut(Option<&[u8]>)) {
    let bytes = text.as_bytes();
    let mut lower = Lower { bytes: [0; 2 * LONGEST], len: 0 };
    let (mut at, mut start) = (0, 0);
    while at <= bytes.len() {
        // The letters that nearly all texts are made of, without the tables of the standard library.
        let length = match bytes.get(at) {
            Some(byte) if byte.is_ascii_alphabetic() => {
                lower.push(byte | 0x20);
                1
            }
            Some(0xD0) => {
                let [first, second] = match bytes[at + 1] {
                    small @ 0xB0..=0xBF => [0xD0, small],
                    capital @ 0x90..=0x9F => [0xD0, capital + 0x20],
                    capital @ 0xA0..=0xAF => [0xD1, capital - 0x20],
                    capital => [0xD1, capital + 0x10],
                };
                lower.push(first);
                lower.push(second);
                2
            }
            Some(0xD1) if bytes[at + 1] < 0xA0 => {
                lower.push(0xD1);
                lower.push(bytes[at + 1]);
                2
            }
            Some(0x80..) => lower.push_rare(&text[at..]),
            _ => 0,
        };
        at += length;
        if length == 0 {
            if start < at {
                tell((at - start <= LONGEST).then_some(&lower.bytes[..lower.len]));
                lower.len = 0;
            }
            at += match bytes.get(at) {
                Some(0x80..) => text[at..].chars().next().map_or(1, char::len_utf8),
                _ => 1,
            };
            start = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_in_lower_case() {
        let mut words = vec![];
        let text = "«ЁЖ» и Їжак, re\u{AD}port’s Größe 12ABc–Ўзбек, достопримечательность ж";
        for_words(text, |word| words.push(word.map(|word| String::from_utf8(word.to_vec()).unwrap())));
        let told: Vec<&str> = words.iter().map(|word| word.as_deref().unwrap_or("-")).collect();
        assert_eq!(told, ["ёж", "и", "їжак", "report", "s", "größe", "abc", "ўзбек", "-", "ж"]);
    }

    #[test]
    fn cyrillic_is_lowered_as_the_standard_library_does() {
        for c in ('\u{400}'..='\u{52F}').chain('\u{C0}'..='\u{24F}') {
            let lower: String = c.to_lowercase().collect();
            for_words(&c.to_string(), |word| assert_eq!(word, Some(lower.as_bytes()), "{c}"));
        }
    }
}
