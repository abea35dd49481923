//! The scenes of a document, each made once: rules and quotes look at the same ones.

use std::cell::OnceCell;
use std::rc::Rc;

use super::{Context, Scene};

/// Sentences of a document whose scenes are kept, and tokens of a sentence, at most: what is longer costs memory.
const MAX_KEPT: usize = 1000;
const MAX_TOKENS: usize = 600;

/// The scenes of a document as they were before rules joined items.
pub(crate) struct Scenes<'a> {
    pub cx: Context<'a>,
    kept: Vec<OnceCell<Rc<Scene<'a>>>>,
}

impl<'a> Scenes<'a> {
    pub fn new(cx: Context<'a>) -> Self {
        let mut kept = Vec::new();
        kept.resize_with(cx.layer.sentences().len().min(MAX_KEPT), OnceCell::new);
        Self { cx, kept }
    }

    /// The scene of the sentence of that number.
    pub fn of(&self, number: usize) -> Rc<Scene<'a>> {
        let sentence = &self.cx.layer.sentences()[number];
        let make = || Rc::new(Scene::new(self.cx, sentence));
        let kept = self.kept.get(number).filter(|_| sentence.tokens().len() <= MAX_TOKENS);
        kept.map_or_else(make, |kept| Rc::clone(kept.get_or_init(make)))
    }
}
