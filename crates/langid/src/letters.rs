//! Counting letters by script in one pass over the bytes.

/// First letter of the Cyrillic blocks that we count one by one (U+0400), and how many we count.
const CYRILLIC: u32 = 0x400;
const CYRILLIC_LETTERS: usize = 0x130;

/// What letters a text is made of.
#[derive(Debug, Clone)]
pub(crate) struct Letters {
    /// Letters of the Latin alphabet, those with marks included.
    pub latin: usize,
    /// Latin letters outside `a-z`.
    pub marked_latin: usize,
    /// Letters of the Cyrillic alphabet.
    pub cyrillic: usize,
    /// Letters of other scripts.
    pub other: usize,
    /// A letter of another script, if there is one.
    pub sample: Option<char>,
    /// How often each Cyrillic letter stands; empty until the first comes.
    counts: Vec<u32>,
}

/// Bytes of the English alphabet that are counted at once.
const AT_ONCE: usize = 16;

/// The scripts that we tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Other,
}

impl Letters {
    pub fn of(text: &str) -> Self {
        let mut letters =
            Self { latin: 0, marked_latin: 0, cyrillic: 0, other: 0, sample: None, counts: vec![] };
        letters.add(text);
        letters
    }

    /// Adds the letters of `text`.
    pub fn add(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte < 0x80 {
                if let Some(latin) = ascii_letters(bytes, at) {
                    self.latin += latin;
                    at += AT_ONCE;
                    continue;
                }
                if byte | 0x20 == b'i' && touches_cyrillic(bytes, at) {
                    self.add_cyrillic('і' as u32);
                } else {
                    self.latin += usize::from(byte.is_ascii_alphabetic());
                }
                at += 1;
            } else if (0xD0..0xD5).contains(&byte) && at + 1 < bytes.len() {
                let letter = (u32::from(byte & 0x1F) << 6) | u32::from(bytes[at + 1] & 0x3F);
                self.add_cyrillic(letter);
                at += 2;
            } else {
                at += self.add_rare(text, at);
            }
        }
    }

    /// Counts a letter of the Cyrillic blocks, if it is among those that are counted.
    #[inline]
    fn add_cyrillic(&mut self, letter: u32) {
        if self.counts.is_empty() {
            self.counts.resize(CYRILLIC_LETTERS, 0);
        }
        if let Some(count) = self.counts.get_mut((letter - CYRILLIC) as usize) {
            *count += 1;
            self.cyrillic += 1;
        }
    }

    /// Counts the character at `at`, which is neither ASCII nor common Cyrillic; returns its length.
    fn add_rare(&mut self, text: &str, at: usize) -> usize {
        let Some(letter) = text[at..].chars().next() else { return 1 };
        match letter {
            'ª' | 'º' | '×' | '÷' => {}
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
                self.latin += 1;
                self.marked_latin += 1;
            }
            _ if letter.is_alphabetic() => {
                self.other += 1;
                self.sample.get_or_insert(letter);
            }
            _ => {}
        }
        letter.len_utf8()
    }

    pub fn total(&self) -> usize {
        self.latin + self.cyrillic + self.other
    }

    /// How often a Cyrillic letter (given in lower case) stands in the text, in either case.
    pub fn count(&self, lower: char) -> usize {
        let of = |letter: char| {
            let index =
                (letter as u32).checked_sub(CYRILLIC).map_or(CYRILLIC_LETTERS, |index| index as usize);
            self.counts.get(index).map_or(0, |&count| count as usize)
        };
        let upper = lower.to_uppercase().next().unwrap_or(lower);
        if upper == lower { of(lower) } else { of(lower) + of(upper) }
    }

    /// The script of most letters, if there is a letter.
    pub fn script(&self) -> Option<Script> {
        let scripts =
            [(self.other, Script::Other), (self.cyrillic, Script::Cyrillic), (self.latin, Script::Latin)];
        scripts
            .into_iter()
            .max_by_key(|&(count, _)| count)
            .filter(|&(count, _)| count > 0)
            .map(|(_, script)| script)
    }

    pub fn of_script(&self, script: Script) -> usize {
        match script {
            Script::Latin => self.latin,
            Script::Cyrillic => self.cyrillic,
            Script::Other => self.other,
        }
    }
}

/// How many letters the next bytes are, if all of them are ASCII and touch nothing else.
#[inline]
fn ascii_letters(bytes: &[u8], at: usize) -> Option<usize> {
    let part = bytes[at..].first_chunk::<AT_ONCE>()?;
    let beside = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii);
    let alone = beside(bytes.get(at.wrapping_sub(1))) && beside(bytes.get(at + AT_ONCE));
    let letters = || part.iter().fold(0u8, |count, byte| count + u8::from(byte.is_ascii_alphabetic()));
    (alone && part.is_ascii()).then(|| usize::from(letters()))
}

/// Whether a Cyrillic letter stands before or behind: a Latin i between such is typed for a Ukrainian one.
fn touches_cyrillic(bytes: &[u8], at: usize) -> bool {
    let leads = |index: usize| bytes.get(index).is_some_and(|byte| matches!(byte, 0xD0 | 0xD1));
    leads(at + 1) || (at >= 2 && leads(at - 2))
}

/// Language codes of scripts that one language (or mainly one) is written in.
pub(crate) fn code_of_script(letter: char) -> Option<&'static str> {
    let code = match letter as u32 {
        0x370..=0x3FF | 0x1F00..=0x1FFF => "el",
        0x530..=0x58F => "hy",
        0x590..=0x5FF => "he",
        0x600..=0x6FF | 0x750..=0x77F => "ar",
        0x900..=0x97F => "hi",
        0x980..=0x9FF => "bn",
        0xE00..=0xE7F => "th",
        0x10A0..=0x10FF => "ka",
        0x3040..=0x30FF => "ja",
        0x3400..=0x9FFF => "zh",
        0x1100..=0x11FF | 0xAC00..=0xD7AF => "ko",
        _ => return None,
    };
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_script() {
        let letters = Letters::of("Їжак, ёлка и Zürich 你好 ×2 \u{1F600} ҚАЗАҚ");
        assert_eq!((letters.latin, letters.marked_latin, letters.other), (6, 1, 2));
        assert_eq!(letters.cyrillic, 4 + 4 + 1 + 5);
        assert_eq!((letters.count('ї'), letters.count('қ'), letters.count('а')), (1, 2, 4));
        assert_eq!(letters.sample.and_then(code_of_script), Some("zh"));
        assert_eq!(letters.script(), Some(Script::Cyrillic));
        assert_eq!(Letters::of("12 + 5").script(), None);
    }
}
