//! A trained model and its file.
//!
//! The file is little-endian: magic, version, language, size of the table; notes (sources, licences, figures) as
//! text; transitions; calibration; lexicon (phrases, their first words, common words, clusters); then for each row of the table the set of labels with a weight other
//! than 0, and after all sets the weights.

use svodka_model::Language;

use crate::labels::{KINDS, LABELS};
use crate::lexicon::Lexicon;
use crate::trellis::Transitions;
use crate::{Error, Sums, hash};

const MAGIC: &[u8; 4] = b"SVTG";
const VERSION: u16 = 1;

/// The weights of one feature, a lane for each label.
pub(crate) type Row = [i8; 16];

/// Steps from margin to score: a margin of at least the first has at least the second, in thousandths.
pub(crate) type Calibration = Vec<(i32, u16)>;

/// A trained model of one language.
#[derive(Debug, Clone)]
pub struct Model {
    /// The language.
    pub(crate) language: Language,
    /// The table has 2^`bits` rows.
    pub(crate) bits: u32,
    pub(crate) rows: Vec<Row>,
    pub(crate) transitions: Transitions<i16>,
    pub(crate) lexicon: Lexicon,
    /// For each kind.
    pub(crate) calibration: [Calibration; KINDS.len()],
    pub(crate) notes: String,
}

impl Model {
    /// What it was trained on, under which licences, and its figures.
    pub fn notes(&self) -> &str {
        &self.notes
    }

    /// Language of the model.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The score, in thousandths, of a name of the kind at `kind` that wins by `margin`.
    pub(crate) fn score(&self, kind: usize, margin: i32) -> u16 {
        let steps = &self.calibration[kind];
        let above = steps.partition_point(|&(from, _)| from <= margin);
        if above == 0 { 0 } else { steps[above - 1].1 }
    }

    /// The row of a feature.
    #[inline]
    pub(crate) fn row(&self, feature: u64) -> u32 {
        hash::row(feature, self.bits) as u32
    }

    /// The summed weights of rows. Not inlined, so that the compiler sees what it needs for vector instructions: all
    /// labels of a row are added at once.
    #[inline(never)]
    pub(crate) fn sum(&self, rows: &[u32]) -> Sums {
        let mut sums = [0i16; 16];
        for &row in rows {
            for (sum, weight) in sums.iter_mut().zip(&self.rows[row as usize]) {
                *sum = sum.saturating_add(i16::from(*weight));
            }
        }
        sums
    }

    /// Writes the model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.push(language_byte(self.language));
        out.push(self.bits as u8);
        put_len(&mut out, self.notes.len());
        out.extend(self.notes.as_bytes());
        for row in &self.transitions.scores {
            row[..LABELS].iter().for_each(|&weight| out.extend(i32::from(weight).to_le_bytes()));
        }
        for steps in &self.calibration {
            put_len(&mut out, steps.len());
            for (margin, score) in steps {
                out.extend(margin.to_le_bytes());
                out.extend(score.to_le_bytes());
            }
        }
        put_lexicon(&mut out, &self.lexicon);
        put_rows(&mut out, &self.rows);
        out
    }

    /// Reads a model.
    ///
    /// # Errors
    /// If the bytes are no model, or one of another version, or cut off.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Input { bytes };
        if input.take(4)? != MAGIC {
            return Err(Error::NoModel);
        }
        let version = u16::from_le_bytes(input.array()?);
        if version != VERSION {
            return Err(Error::Version { found: version, known: VERSION });
        }
        let language = language_of(input.array::<1>()?[0])?;
        let bits = u32::from(input.array::<1>()?[0]);
        if !(8..=22).contains(&bits) {
            return Err(Error::NoModel);
        }
        let length = input.len()?;
        let notes = String::from_utf8(input.take(length)?.to_vec()).map_err(|_| Error::NoModel)?;
        let mut scores = [[0; 16]; LABELS];
        for row in &mut scores {
            for weight in &mut row[..LABELS] {
                *weight = narrow(i32::from_le_bytes(input.array()?));
            }
        }
        let mut calibration: [Calibration; KINDS.len()] = Default::default();
        for steps in &mut calibration {
            for _ in 0..input.len()? {
                steps.push((i32::from_le_bytes(input.array()?), u16::from_le_bytes(input.array()?)));
            }
        }
        let lexicon = input.lexicon()?;
        let rows = input.rows(1 << bits)?;
        let transitions = Transitions::new(scores);
        Ok(Self { language, bits, rows, transitions, lexicon, calibration, notes })
    }
}

/// A weight of the file, as far as it is not beyond all others.
pub(crate) fn narrow(weight: i32) -> i16 {
    i16::try_from(weight).unwrap_or(if weight < 0 { i16::MIN } else { i16::MAX })
}

fn language_byte(language: Language) -> u8 {
    match language {
        Language::En => 1,
        Language::Ru => 2,
        Language::Und => 0,
    }
}

fn language_of(byte: u8) -> Result<Language, Error> {
    match byte {
        1 => Ok(Language::En),
        2 => Ok(Language::Ru),
        _ => Err(Error::NoModel),
    }
}

fn put_len(out: &mut Vec<u8>, length: usize) {
    out.extend(u32::try_from(length).expect("models are far below 4 GiB").to_le_bytes());
}

fn put_lexicon(out: &mut Vec<u8>, lexicon: &Lexicon) {
    let mut phrases: Vec<_> = lexicon.phrases.iter().collect();
    phrases.sort_unstable();
    put_len(out, phrases.len());
    for (hash, classes) in phrases {
        out.extend(hash.to_le_bytes());
        out.extend(classes.to_le_bytes());
    }
    let mut starts: Vec<_> = lexicon.starts.iter().filter(|&(_, &longest)| longest > 1).collect();
    starts.sort_unstable();
    put_len(out, starts.len());
    for (hash, longest) in starts {
        out.extend(hash.to_le_bytes());
        out.push(*longest);
    }
    let mut common: Vec<_> = lexicon.common.iter().collect();
    common.sort_unstable();
    put_len(out, common.len());
    common.iter().for_each(|hash| out.extend(hash.to_le_bytes()));
    let mut clusters: Vec<_> = lexicon.clusters.iter().collect();
    clusters.sort_unstable();
    put_len(out, clusters.len());
    for (hash, [fine, coarse]) in clusters {
        out.extend(hash.to_le_bytes());
        out.extend(fine.to_le_bytes());
        out.extend(coarse.to_le_bytes());
    }
}

fn put_rows(out: &mut Vec<u8>, rows: &[Row]) {
    let weights =
        |row: &Row| row[..LABELS].iter().copied().enumerate().filter(|&(_, w)| w != 0).collect::<Vec<_>>();
    for row in rows {
        let set = weights(row).iter().fold(0u16, |set, &(label, _)| set | 1 << label);
        out.extend(set.to_le_bytes());
    }
    for row in rows {
        out.extend(weights(row).iter().map(|&(_, weight)| weight as u8));
    }
}

/// What is left of the bytes of a model.
struct Input<'a> {
    bytes: &'a [u8],
}

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Error::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        Ok(self.take(N)?.try_into().expect("just as many bytes were taken"))
    }

    /// A count, which cannot exceed the bytes that are left.
    fn len(&mut self) -> Result<usize, Error> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        if length > self.bytes.len() { Err(Error::Truncated) } else { Ok(length) }
    }

    fn lexicon(&mut self) -> Result<Lexicon, Error> {
        let mut lexicon = Lexicon::default();
        let count = self.len()?;
        lexicon.phrases.reserve(count);
        for _ in 0..count {
            lexicon.add_phrase(u32::from_le_bytes(self.array()?), u16::from_le_bytes(self.array()?));
        }
        for _ in 0..self.len()? {
            lexicon.starts.insert(u32::from_le_bytes(self.array()?), self.array::<1>()?[0]);
        }
        for _ in 0..self.len()? {
            lexicon.common.insert(u32::from_le_bytes(self.array()?));
        }
        let count = self.len()?;
        lexicon.clusters.reserve(count);
        for _ in 0..count {
            let word = u32::from_le_bytes(self.array()?);
            let clusters = [u16::from_le_bytes(self.array()?), u16::from_le_bytes(self.array()?)];
            lexicon.set_clusters(word, clusters);
        }
        Ok(lexicon)
    }

    fn rows(&mut self, count: usize) -> Result<Vec<Row>, Error> {
        let sets = self.take(2 * count)?;
        let mut rows = vec![[0; 16]; count];
        for (row, set) in rows.iter_mut().zip(sets.chunks_exact(2)) {
            let mut set = u16::from_le_bytes([set[0], set[1]]);
            let weights = self.take(set.count_ones() as usize)?;
            for &weight in weights {
                row[set.trailing_zeros() as usize] = weight as i8;
                set &= set - 1;
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_file() {
        let mut model = Model {
            language: Language::Ru,
            bits: 8,
            rows: vec![[0; 16]; 256],
            transitions: Transitions::new([[0; 16]; LABELS]),
            lexicon: Lexicon::default(),
            calibration: [vec![(0, 400), (30, 900)], vec![], vec![]],
            notes: "note".into(),
        };
        model.rows[7][3] = -5;
        model.rows[7][12] = 127;
        model.transitions.scores[4][1] = -30_000;
        model.lexicon.add(["новый", "уренгой"].into_iter(), 16);
        model.lexicon.clusters.insert(3, [1, 2]);
        let bytes = model.to_bytes();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!((&read.rows, &read.transitions.scores), (&model.rows, &model.transitions.scores));
        assert_eq!((&read.lexicon.phrases, read.to_bytes()), (&model.lexicon.phrases, bytes.clone()));
        assert_eq!([-1, 0, 29, 30].map(|margin| read.score(0, margin)), [0, 400, 400, 900]);
        for cut in [0, 5, 20, bytes.len() - 1] {
            assert!(Model::from_bytes(&bytes[..cut]).is_err());
        }
    }
}
