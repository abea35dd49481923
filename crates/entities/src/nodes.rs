//! Where the words of names lead in the lexicon, and what is remembered of the words met.

use svodka_text::table::Table;

use crate::lexicon::{CaseRule, Tag, number};
use crate::sets::Sets;

/// An entry that ends with a word.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Index of the entry.
    pub entry: u32,
    /// What it is good for.
    pub tag: Tag,
    /// Which of its tokens must be capitalised.
    pub rule: CaseRule,
}

/// Where words lead: most that end a name end one alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Node {
    /// The terminal entered last; none where names only begin so.
    last: Option<Terminal>,
    /// One more than the place of the terminal before it in the links, or 0.
    before: u32,
    /// A bit for each word behind with which longer names begin so; other words may share it.
    onward: u32,
}

impl Node {
    /// Adds a terminal; the same entry once only, whose forms come one after the other.
    pub fn enter(&mut self, terminal: Terminal, links: &mut Vec<(Terminal, u32)>) {
        if self.last.is_some_and(|last| last.entry == terminal.entry) {
            return;
        }
        if let Some(last) = self.last.replace(terminal) {
            links.push((last, self.before));
            self.before = number(links.len());
        }
    }

    /// Whether names neither end nor go on so.
    pub fn is_none(&self) -> bool {
        self.last.is_none() && self.onward == 0
    }

    /// Notes that a longer name goes on with the word of a key.
    pub fn lead_to(&mut self, word: u64) {
        self.onward |= bit(word);
    }

    /// Whether a longer name may go on with the word of a key.
    #[inline]
    pub fn may_lead_to(&self, word: u64) -> bool {
        self.onward & bit(word) != 0
    }

    /// Its terminals, the latest first.
    pub fn terminals(self, links: &[(Terminal, u32)]) -> impl Iterator<Item = Terminal> {
        let mut at = self.before;
        self.last.into_iter().chain(std::iter::from_fn(move || {
            let (terminal, before) = links[at.checked_sub(1)? as usize];
            at = before;
            Some(terminal)
        }))
    }
}

#[inline]
fn bit(word: u64) -> u32 {
    1 << (word >> 59)
}

/// What the lexicon knows of one word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// Where it leads.
    pub node: Node,
    /// The sets that it belongs to.
    pub sets: Sets,
    /// The bits of the tags that its ending tells, see [`Tag::bit`].
    pub endings: u64,
}

/// The words met that may begin names, belong to sets or end like names, near at hand: kept from document to document, they change no hit.
#[derive(Default)]
pub struct Met(Table<Word>);

impl Met {
    /// The words, at most, that are remembered: about 3 MB.
    const MOST: usize = 40_000;

    /// The word of a key, which `look_up` tells if it was not met before.
    #[inline]
    pub fn word(&mut self, key: u64, look_up: impl FnOnce() -> Word) -> Word {
        match self.0.get(key) {
            Some(&word) => word,
            None => self.meet(key, look_up()),
        }
    }

    fn meet(&mut self, key: u64, word: Word) -> Word {
        if self.0.len() == Self::MOST {
            self.0 = Table::default();
        }
        *self.0.entry(key) = word;
        word
    }
}
