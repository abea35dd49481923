//! Speakers without a name: "police said", "three sources familiar with the matter", «сообщили в полиции».

use svodka_model::{Kind, Span};
use svodka_text::Script;
use svodka_text::grammar::Pos;

use crate::matcher::entries_right;
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};

/// Tokens between a verb of saying and the head of the phrase, on either side.
const REACH_BEFORE: usize = 12;
const REACH_BEHIND: usize = 4;
/// Tokens of a phrase behind a verb.
const MAX_PHRASE: usize = 10;

impl Speakers<'_> {
    /// The phrase that ends before the verb.
    pub fn unnamed_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let from = from.max(scene.first);
        let end = self.before_adverbs(scene, cue.0, from);
        let inside = |&at: &usize| self.goes_on(scene, at) && !self.cx.is(at, self.cx.program.speech.finite);
        let mut words = (from.max(end.saturating_sub(REACH_BEFORE))..end).rev().take_while(inside);
        let head = words.find(|&at| self.is_head(scene, at))?;
        if head + 1 < end && !self.leads_on(head + 1) {
            return None;
        }
        let start = self.start_of_phrase(scene, head, from);
        if let Some(known) = self.expert(scene, cue, (start, head, end)) {
            return Some(known);
        }
        scene.governor(start).is_none().then(|| self.unnamed(cue, (start, end)))
    }

    /// The one person of whom "the expert" or «эксперт» speaks: who was named last. Of `phrase` (start, head, end) nothing
    /// but an article may belong to the noun.
    fn expert(
        &self,
        scene: &Scene,
        cue: (usize, usize),
        phrase: (usize, usize, usize),
    ) -> Option<Attribution> {
        let (start, head, end) = phrase;
        let english = self.cx.token(head).script == Script::Latin;
        let definite = !english || head > scene.first && self.cx.layer.folded(head - 1) == "the";
        let alone = head.saturating_sub(start) <= usize::from(english) && end <= head + 1;
        if !self.cx.is(head, self.cx.program.speech.expert) || !definite || !alone {
            return None;
        }
        let person = scene.pronoun(head)?.mention;
        let span = self.cx.layer.span_of(head.min(cue.0)..(head + 1).max(cue.1));
        Some(Attribution { cue, speaker: person, unnamed: None, addressee: None, pronoun: true, span })
    }

    /// Whether a word behind the head goes on with the phrase: "officials in Perm", "sources close to the talks", a Russian
    /// genitive.
    fn leads_on(&self, at: usize) -> bool {
        let word = self.cx.layer.folded(at);
        self.cx.is(at, self.cx.program.common.preposition)
            || self.cx.is(at, self.cx.program.speech.source_rest)
            || self.cx.token(at).script == Script::Cyrillic && !self.cx.program.verb_endings.end(word)
    }

    /// Where the phrase of a head begins: with its article and the name that owns it, in Russian with its adjectives.
    fn start_of_phrase(&self, scene: &Scene, head: usize, from: usize) -> usize {
        if self.cx.token(head).script == Script::Cyrillic {
            let adjective = |&at: &usize| {
                let forms = self.cx.layer.analyses(self.cx.layer.folded(at));
                forms.first().is_some_and(|form| form.grammemes.pos == Pos::Adjective)
            };
            return (from..head).rev().take_while(adjective).last().unwrap_or(head);
        }
        let start = scene.phrase_starts(head).last().unwrap_or(head);
        let owner = scene.item_ending(start).filter(|_| self.cx.is(start, self.cx.program.common.possessive));
        owner.map_or(start, |owner| owner.start)
    }

    /// The phrase that begins behind the verb, or behind "according to".
    pub fn unnamed_behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let common = &self.cx.program.common;
        let to = to.min(scene.end);
        let start = (cue.1..to).find(|&at| {
            !self.cx.is(at, common.place_preposition)
                && entries_right(scene, &[self.cx.program.speech.beside], at).is_empty()
        })?;
        let leads =
            |&at: &usize| at == start || scene.is_premodifier(at - 1) || self.cx.is(at - 1, common.article);
        let head =
            (start..to.min(start + REACH_BEHIND)).take_while(leads).find(|&at| self.is_head(scene, at))?;
        let last = to.min(start + MAX_PHRASE);
        let words = &self.cx.program.speech;
        let stops = |&at: &usize| !self.goes_on(scene, at) || self.cx.is(at, words.finite);
        let end = (head + 1..last).find(stops).unwrap_or(last);
        // "Reported that the firm would buy": what was said, and not who said it.
        if let Some(known) = self.expert(scene, cue, (start, head, end)) {
            return Some(known);
        }
        let clause = !entries_right(scene, &[words.that], start).is_empty()
            || end < last && self.cx.is(end, words.finite);
        (!clause).then(|| self.unnamed(cue, (start, end)))
    }

    /// The noun phrase of an item.
    pub fn phrase_of(&self, scene: &Scene, item: &Item) -> Span {
        self.cx.layer.span_of(self.start_of_phrase(scene, item.start, scene.first)..item.end)
    }

    fn unnamed(&self, cue: (usize, usize), phrase: (usize, usize)) -> Attribution {
        let unnamed = self.cx.layer.span_of(phrase.0..phrase.1);
        let span = unnamed.cover(self.cx.layer.span_of(cue.0..cue.1));
        Attribution { cue, speaker: None, unnamed: Some(unnamed), addressee: None, pronoun: false, span }
    }

    /// A noun for those who speak, that is no part of a name.
    pub fn is_head(&self, scene: &Scene, at: usize) -> bool {
        let words = &self.cx.program.speech;
        let noun =
            [words.anonymous, words.nominal, words.body].into_iter().any(|lexicon| self.cx.is(at, lexicon));
        noun && scene.item_over(at).is_none_or(|item| item.mention.is_none())
    }

    /// Whether the phrase goes on over the token: no mark, no clause of its own.
    fn goes_on(&self, scene: &Scene, at: usize) -> bool {
        let named = scene.item_over(at).is_some();
        let said =
            !entries_right(scene, &[self.cx.program.speech.say, self.cx.program.speech.that], at).is_empty();
        named || scene.punct(at).is_none() && !scene.is_break(at) && !said
    }

    /// Where what stands before "also", "on Monday" ends.
    fn before_adverbs(&self, scene: &Scene, verb: usize, from: usize) -> usize {
        let mut end = verb;
        loop {
            let dated = scene.item_ending(end).filter(|item| item.kind == Kind::Date && item.start > from);
            match dated {
                Some(date) => end = date.start,
                None if end > from + 1 && self.cx.is(end - 1, self.cx.program.speech.beside) => end -= 1,
                None => return end,
            }
        }
    }
}
