//! What the elements of patterns refer to: lists of lexicons and of choices, each kept once, so that an element is small.

use std::collections::BTreeMap;

use crate::lexicon::LexiconId;
use crate::pattern::Choice;

/// Index of a list of lexicons, and of a list of choices, in the [`Pool`].
pub(crate) type ListId = u16;
pub(crate) type ChoicesId = u16;

/// What the elements of patterns refer to, each list once.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    lists: Interned<LexiconId>,
    choices: Interned<Choice>,
}

impl Pool {
    /// The number of a list of lexicons, which is added if it is new.
    pub fn add_list(&mut self, lexicons: Vec<LexiconId>) -> Result<ListId, String> {
        self.lists.id(lexicons)
    }

    /// The number of a list of choices, which is added if it is new.
    pub fn add_choices(&mut self, choices: Vec<Choice>) -> Result<ChoicesId, String> {
        self.choices.id(choices)
    }

    /// The lexicons of a list.
    #[inline]
    pub fn lexicons(&self, id: ListId) -> &[LexiconId] {
        &self.lists.lists[id as usize]
    }

    /// The choices of a slot.
    #[inline]
    pub fn choices(&self, id: ChoicesId) -> &[Choice] {
        &self.choices.lists[id as usize]
    }
}

#[derive(Debug)]
struct Interned<T> {
    lists: Vec<Vec<T>>,
    known: BTreeMap<Vec<T>, u16>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { lists: Vec::new(), known: BTreeMap::new() }
    }
}

impl<T: Clone + Ord> Interned<T> {
    fn id(&mut self, list: Vec<T>) -> Result<u16, String> {
        if let Some(&known) = self.known.get(&list) {
            return Ok(known);
        }
        let next = u16::try_from(self.lists.len()).map_err(|_| "too many different lists".to_owned())?;
        self.lists.push(list.clone());
        self.known.insert(list, next);
        Ok(next)
    }
}
