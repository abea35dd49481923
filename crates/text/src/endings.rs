//! Sets of word endings, asked in a time that does not grow with their number.

use rustc_hash::FxHashSet;

/// A set of endings.
///
/// ```
/// let endings: svodka_text::EndingSet = ["ова", "ов", "ский"].into_iter().collect();
/// assert!(endings.end("иванова"));
/// assert!(!endings.end("москва"));
/// assert_eq!(endings.of("иванова").collect::<Vec<_>>(), ["ова"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct EndingSet {
    endings: FxHashSet<Box<str>>,
    /// Characters of the longest.
    longest: usize,
}

impl EndingSet {
    /// The endings that `word` has, the shortest first.
    pub fn of<'e>(&'e self, word: &str) -> impl Iterator<Item = &'e str> {
        let starts = word.char_indices().rev().map(|(at, _)| at).take(self.longest);
        starts.filter_map(|at| self.endings.get(&word[at..])).map(AsRef::as_ref)
    }

    /// Whether `word` has one of the endings.
    pub fn end(&self, word: &str) -> bool {
        self.of(word).next().is_some()
    }
}

impl<S: Into<Box<str>>> FromIterator<S> for EndingSet {
    fn from_iter<I: IntoIterator<Item = S>>(endings: I) -> Self {
        let endings: FxHashSet<Box<str>> = endings.into_iter().map(Into::into).collect();
        // The greatest of a set: the order in which it is walked does not matter.
        let longest = endings.iter().map(|ending| ending.chars().count()).max().unwrap_or(0);
        Self { endings, longest }
    }
}

impl<S: Into<Box<str>>> Extend<S> for EndingSet {
    fn extend<I: IntoIterator<Item = S>>(&mut self, more: I) {
        for ending in more {
            let ending = ending.into();
            self.longest = self.longest.max(ending.chars().count());
            self.endings.insert(ending);
        }
    }
}
