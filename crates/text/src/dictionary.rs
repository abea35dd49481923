//! Reading a morphological dictionary in place: the format of `svodka-dict-ru`.

use thiserror::Error;

use crate::grammar::{Gender, GrammaticalCase, Number, Pos, Proper, Tense};
use crate::morph::Grammemes;

/// Why bytes are no dictionary.
#[derive(Debug, Error)]
pub enum DictionaryError {
    /// They do not begin with the signature of the format, or end too early.
    #[error("not a dictionary of this version, or cut off")]
    Format,
    /// The automaton in them is damaged.
    #[error("the word automaton is damaged: {0}")]
    Automaton(#[from] fst::Error),
}

/// A dictionary: forms with lemmas and grammemes. It borrows its bytes; only the small tables are unpacked.
pub(crate) struct Dictionary {
    words: fst::Map<&'static [u8]>,
    rules: Vec<Rule>,
    /// Where the set with each number begins in `sets`.
    starts: Vec<u32>,
    sets: &'static [u8],
}

/// How to get from a form to its lemma, and what the form is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    /// Letters to take off the end.
    pub cut: usize,
    /// Letters to add then.
    pub add: &'static str,
    pub grammemes: Grammemes,
}

const SIGNATURE: &[u8] = b"SVDICT1\n";
/// Longest form that is looked up, in letters.
const LONGEST: usize = 64;

impl Dictionary {
    /// Opens a dictionary.
    pub fn open(bytes: &'static [u8]) -> Result<Self, DictionaryError> {
        let mut reader = Reader(bytes.strip_prefix(SIGNATURE).ok_or(DictionaryError::Format)?);
        let (count, adds) = reader.section()?;
        let adds = Reader(adds).items(count, |reader| {
            let length = reader.take(1)?[0];
            str::from_utf8(reader.take(usize::from(length))?).map_err(|_| DictionaryError::Format)
        })?;
        let (count, rules) = reader.section()?;
        let rules = Reader(rules).items(count, |reader| {
            let cut = usize::from(reader.take(1)?[0]);
            let add = adds.get(usize::from(reader.u16()?)).copied().ok_or(DictionaryError::Format)?;
            Ok(Rule { cut, add, grammemes: unpack(reader.u16()?) })
        })?;
        let (count, sets) = reader.section()?;
        let mut at = 0;
        let starts = Reader(sets).items(count, |reader| {
            let start = at;
            let length = reader.take(1)?[0];
            reader.take(2 * usize::from(length))?;
            at += 1 + 2 * u32::from(length);
            Ok(start)
        })?;
        let (_, words) = reader.section()?;
        Ok(Self { words: fst::Map::new(words)?, rules, starts, sets })
    }

    /// The rules for a folded form; none if it is unknown.
    pub fn rules<'a>(&'a self, form: &str) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let set = encode(form).and_then(|(key, length)| self.words.get(&key[..length])).and_then(|number| {
            let start = *self.starts.get(usize::try_from(number).ok()?)? as usize;
            let length = 2 * usize::from(self.sets[start]);
            Some(&self.sets[start + 1..start + 1 + length])
        });
        let numbers =
            set.unwrap_or_default().chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        numbers.filter_map(|number| self.rules.get(usize::from(number)))
    }

    /// Whether a folded form is in the dictionary.
    pub fn contains(&self, form: &str) -> bool {
        encode(form).is_some_and(|(key, length)| self.words.contains_key(&key[..length]))
    }
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Dictionary of {} forms", self.words.len())
    }
}

/// One byte a letter; none for forms with other letters than Russian ones, or too long.
fn encode(form: &str) -> Option<([u8; LONGEST], usize)> {
    let mut key = [0; LONGEST];
    let mut length = 0;
    for c in form.chars() {
        *key.get_mut(length)? = match c {
            'а'..='я' => (u32::from(c) - u32::from('а') + 1) as u8,
            '-' => 33,
            _ => return None,
        };
        length += 1;
    }
    Some((key, length))
}

/// The grammemes of the sixteen bits of the format.
fn unpack(bits: u16) -> Grammemes {
    let pos = match bits & 7 {
        0 => Pos::Noun,
        1 | 2 => Pos::Adjective,
        3 | 4 => Pos::Short,
        5 => Pos::Verb,
        6 => Pos::Infinitive,
        _ => Pos::Other,
    };
    let index = |shift: u16, mask: u16| usize::from(bits >> shift & mask).checked_sub(1);
    Grammemes {
        pos,
        participle: matches!(bits & 7, 2 | 4),
        case: index(3, 7).and_then(|case| GrammaticalCase::ALL.get(case).copied()),
        number: if bits >> 6 & 1 == 1 { Number::Plural } else { Number::Singular },
        gender: index(7, 3)
            .and_then(|gender| [Gender::Masculine, Gender::Feminine, Gender::Neuter].get(gender).copied()),
        animate: index(9, 3).map(|animacy| animacy == 0),
        tense: index(11, 3)
            .and_then(|tense| [Tense::Past, Tense::Present, Tense::Future].get(tense).copied()),
        proper: index(13, 7).and_then(|proper| {
            let all =
                [Proper::Given, Proper::Family, Proper::Patronymic, Proper::Place, Proper::Organization];
            all.get(proper).copied()
        }),
    }
}

/// Takes numbers and sections off the front of bytes.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, count: usize) -> Result<&'static [u8], DictionaryError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(DictionaryError::Format)?;
        self.0 = rest;
        Ok(taken)
    }

    fn u16(&mut self) -> Result<u16, DictionaryError> {
        let bytes = self.take(2)?;
        Ok(u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn u32(&mut self) -> Result<usize, DictionaryError> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    }

    /// Number of items and bytes of the next section.
    fn section(&mut self) -> Result<(usize, &'static [u8]), DictionaryError> {
        let (count, length) = (self.u32()?, self.u32()?);
        Ok((count, self.take(length)?))
    }

    fn items<T>(
        mut self,
        count: usize,
        read: impl FnMut(&mut Self) -> Result<T, DictionaryError>,
    ) -> Result<Vec<T>, DictionaryError> {
        let mut read = read;
        (0..count).map(|_| read(&mut self)).collect()
    }
}
