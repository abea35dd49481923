//! What a document tells about the names in it: its capitalised words in all their forms.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::NormalizedPerson;
use super::decode::Cues;
use super::paradigm::NameParadigm;
use super::word::Word;
use crate::fold::fold_into;
use crate::token::{Script, TokenKind};
use crate::{Layer, inflect, keys};

/// What is remembered of names: kept from document to document, it changes no answer.
#[derive(Debug, Default, Clone)]
pub struct NameMemory {
    /// The names read so far, by key of all that tells how one is read.
    read: FxHashMap<u64, NormalizedPerson>,
    /// The forms of the phrases asked for so far, each on a line, by key of the phrase.
    forms: FxHashMap<u64, Box<str>>,
}

impl NameMemory {
    /// The names or phrases, at most, that are remembered beyond one document: about 5 MB each.
    const MOST: usize = 20_000;
}

/// The capitalised Russian words of a document with their counts, built once per document.
///
/// One form alone is often ambiguous («Обамы»); the forms «Обама», «Обаме» and «Обамы» together are not.
#[derive(Debug, Default, Clone)]
pub struct NameContext<'w> {
    /// Folded forms, sorted.
    forms: Vec<(&'w str, u32)>,
    /// The words of names read so far, in European and in East Asian names: names repeat.
    words: [RefCell<FxHashMap<String, Rc<Word>>>; 2],
    memory: RefCell<NameMemory>,
}

/// Gain for each form of a candidate that the document has.
const FORM: f32 = 2.5;
/// Weight of how well the frequencies of the forms fit the frequencies of the cases.
const FIT: f32 = 0.4;
/// Occurrences beyond these tell nothing new.
const ENOUGH: u32 = 6;

impl<'w> NameContext<'w> {
    /// A context without evidence.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The context of a document.
    pub fn new(layer: &'w Layer<'_>) -> Self {
        let words = layer.tokens().iter().enumerate().filter(|(_, token)| {
            token.kind == TokenKind::Word && token.script == Script::Cyrillic && token.is_capitalized()
        });
        Self::of_words(words.map(|(index, _)| layer.folded(index)))
    }

    /// The same with what was remembered in documents before.
    pub fn remembering(self, memory: NameMemory) -> Self {
        Self { memory: RefCell::new(memory), ..self }
    }

    /// What is remembered for documents to come.
    pub fn into_memory(self) -> NameMemory {
        let memory = self.memory.into_inner();
        let full = memory.read.len().max(memory.forms.len()) > NameMemory::MOST;
        if full { NameMemory::default() } else { memory }
    }

    /// The context of folded words.
    pub fn of_words(words: impl Iterator<Item = &'w str>) -> Self {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        let alike = words.chunk_by(|a, b| a == b);
        let forms = alike.map(|forms| (forms[0], forms.len() as u32)).collect();
        Self { forms, ..Self::default() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Whether a folded word stands in the document with a capital.
    pub fn contains(&self, form: &str) -> bool {
        self.forms.binary_search_by(|(other, _)| (*other).cmp(form)).is_ok()
    }

    /// How many of the forms of a phrase in the nominative stand in the document, of those that pass a test.
    pub(crate) fn count_forms(&self, phrase: &str, test: impl Fn(&str) -> bool) -> usize {
        let forms = &mut self.memory.borrow_mut().forms;
        let forms =
            forms.entry(keys::text(phrase)).or_insert_with(|| inflect::forms(phrase).join("\n").into());
        forms.split('\n').filter(|form| test(form) && self.contains(form)).count()
    }

    /// The words that may be forms of the same name as `form`: those that share its beginning.
    pub(crate) fn relatives(&self, form: &str) -> &[(&'w str, u32)] {
        let beginning = beginning(form);
        let rest = self.from(beginning);
        let count = rest.partition_point(|(other, _)| other.starts_with(beginning));
        &rest[..count]
    }

    /// Whether it has no other word that may be a form of the same name.
    pub(crate) fn is_alone(&self, form: &str) -> bool {
        let beginning = beginning(form);
        let mut relatives = self.from(beginning).iter().take_while(|(other, _)| other.starts_with(beginning));
        relatives.all(|(other, _)| *other == form)
    }

    /// The forms from a text on, in their order.
    fn from(&self, text: &str) -> &[(&'w str, u32)] {
        &self.forms[self.forms.partition_point(|(other, _)| *other < text)..]
    }

    /// The name as read before in such a place, else as `read` reads it.
    pub(super) fn name(
        &self,
        tokens: &[&str],
        cues: Cues,
        read: impl FnOnce() -> NormalizedPerson,
    ) -> NormalizedPerson {
        let key = self.key(tokens, cues);
        if let Some(known) = self.memory.borrow().read.get(&key) {
            return known.clone();
        }
        let name = read();
        self.memory.borrow_mut().read.insert(key, name.clone());
        name
    }

    /// The key of all that tells how a name is read: its tokens, what stands around, and the other forms of its words in
    /// the document.
    fn key(&self, tokens: &[&str], cues: Cues) -> u64 {
        let beside = keys::pair(cues.hint.number(), cues.given_first.into());
        let around = cues.weights.iter().fold(beside, |key, weight| keys::pair(key, weight.to_bits().into()));
        let mut form = String::new();
        tokens.iter().fold(around, |key, token| {
            form.clear();
            fold_into(token, &mut form);
            let key = keys::pair(key, keys::text(token));
            self.relatives(&form).iter().fold(key, |key, (other, count)| {
                keys::pair(keys::pair(key, keys::text(other)), (*count).min(ENOUGH).into())
            })
        })
    }

    /// The word of a name as this document reads it; see [`Word::new`].
    pub(super) fn word(&self, text: &str, asian: bool) -> Rc<Word> {
        let known = &self.words[usize::from(asian)];
        if let Some(word) = known.borrow().get(text) {
            return Rc::clone(word);
        }
        let word = Rc::new(Word::new(text, self, asian));
        known.borrow_mut().insert(text.to_owned(), Rc::clone(&word));
        word
    }
}

/// What all forms of a name share: a form without its last letters.
fn beginning(form: &str) -> &str {
    let letters = form.chars().count();
    let kept = letters.saturating_sub(3).max(2).min(letters);
    &form[..form.char_indices().nth(kept).map_or(form.len(), |(at, _)| at)]
}

/// The forms of a document that may be of the same name as a form.
pub(super) struct Relatives<'c> {
    /// Each with the number of bytes that it begins with like the form.
    forms: Vec<(&'c str, u32, usize)>,
    /// What was told so far, by paradigm and stem: the cases of a paradigm share it.
    told: Vec<(&'static NameParadigm, usize, f32)>,
}

impl<'c> Relatives<'c> {
    pub fn of(form: &str, context: &'c NameContext<'_>) -> Self {
        let alike = |other: &str| form.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let forms = context.relatives(form).iter();
        let forms = forms.map(|(other, count)| (*other, *count, alike(other))).collect();
        Self { forms, told: Vec::new() }
    }

    /// How well they fit the form being one of a paradigm, with a stem of so many bytes: positive when they speak for it.
    pub fn support(&mut self, stem: usize, paradigm: &'static NameParadigm) -> f32 {
        let same = |told: &&(&NameParadigm, usize, f32)| told.1 == stem && std::ptr::eq(told.0, paradigm);
        if let Some(&(_, _, support)) = self.told.iter().find(same) {
            return support;
        }
        let mut support = 0.0;
        for &(other, count, alike) in &self.forms {
            let ending = if stem <= alike { other.get(stem..) } else { None };
            if let Some(likelihood) = ending.and_then(|ending| paradigm.likelihood_of(ending)) {
                support += FORM + FIT * count.min(ENOUGH) as f32 * likelihood;
            }
        }
        self.told.push((paradigm, stem, support));
        support
    }
}
