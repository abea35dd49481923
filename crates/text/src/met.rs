//! What is remembered of the words met: for all documents and all threads, without a lock.
//!
//! A word is analysed once and its analyses stay where they are, so that whoever asks later borrows them. The memory is
//! bounded: the words met first are kept, and these are mostly the frequent ones; what finds no place is analysed anew. Nothing
//! of that changes an answer.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::morph::Analysis;

/// The analyses of words, by [key](crate::keys).
#[derive(Debug)]
pub(crate) struct Met(Box<[Place]>);

/// Where a word, given by its key, stands with its analyses once it was met.
type Place = OnceLock<(u64, Box<[Analysis]>)>;

impl Met {
    /// The places are two to the power of this; full they take about 20 MB.
    const BITS: u32 = 16;
    /// A word stands in one of so many places in a row.
    const NEAR: usize = 4;

    /// The analyses of the word of a key, which `analyse` makes where they are not remembered.
    pub fn analyses(&self, key: u64, analyse: impl FnOnce() -> Vec<Analysis>) -> Cow<'_, [Analysis]> {
        let first = (key >> (64 - Self::BITS)) as usize;
        let mut analyse = Some(analyse);
        for place in first..first + Self::NEAR {
            let (word, analyses) = self.0[place & (self.0.len() - 1)].get_or_init(|| {
                let analyse = analyse.take().expect("a place that is filled here is that of the key");
                (key, analyse().into())
            });
            if *word == key {
                return Cow::Borrowed(analyses);
            }
        }
        Cow::Owned(analyse.expect("no place was filled here")())
    }
}

impl Default for Met {
    fn default() -> Self {
        Self((0..1 << Self::BITS).map(|_| Place::new()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Morphology;

    #[test]
    fn words_are_analysed_once_while_there_is_room() {
        let met = Met::default();
        let analyse = || Morphology::embedded().analyses("корпорацией").into_owned();
        let expected = analyse();
        for key in 1..=2 * Met::NEAR as u64 {
            assert_eq!(*met.analyses(key, analyse), expected);
            let kept = matches!(met.analyses(key, Vec::new), Cow::Borrowed(again) if again == expected);
            assert_eq!(kept, key <= Met::NEAR as u64);
        }
    }
}
