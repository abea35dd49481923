//! Several who speak as one: "the two companies said", «обе стороны отметили», "Ann Bell and Igor Orlov said". The first of
//! them stands for all.

use svodka_model::{Kind, Mention};

use crate::scene::{Item, Scene};
use crate::speech::{self, Attribution, Speakers};
use crate::voices::Voice;

/// Tokens of "the two Finnish companies" before the noun.
const BEFORE_NOUN: usize = 3;
/// Sentences back in which the two are named.
const SENTENCES: usize = 3;

impl Speakers<'_> {
    /// "The two companies said": the first of those whom the sentence, or the last one that names two, names.
    pub fn pair(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let from = from.max(scene.first);
        let end = self.before_adverbs(scene, cue.0, from);
        let head = end.checked_sub(1).filter(|&head| head > from)?;
        let kinds = [
            (words.two_bodies, &[Kind::Organization][..]),
            (words.two_people, &[Kind::Person][..]),
            (words.two_sides, &[Kind::Organization, Kind::Location][..]),
        ];
        let (_, kinds) = kinds.into_iter().find(|(list, _)| self.cx.is(head, *list))?;
        let near = from.max(head.saturating_sub(BEFORE_NOUN))..head;
        let start = near.rev().find(|&at| self.cx.is(at, words.both))?;
        let start = start - usize::from(start > from && self.cx.is(start - 1, words.definite));
        let first = self.first_of_two(start, kinds)?;
        Some(Voice::named(first).attribution(self, cue, start, end))
    }

    /// «Заявили в обеих компаниях»: the same behind a Russian verb.
    pub fn pair_behind(&self, scene: &Scene, cue: (usize, usize)) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let place = cue.1 < scene.end && self.cx.is(cue.1, self.cx.program.common.place_preposition);
        let start = cue.1 + usize::from(place);
        let both = self.is_russian(cue.0) && start + 1 < scene.end && self.cx.is(start, words.both);
        if !both || !self.cx.is(start + 1, words.two_bodies) {
            return None;
        }
        let first = self.first_of_two(start, &[Kind::Organization])?;
        Some(Voice::named(first).attribution(self, cue, start, start + 2))
    }

    /// The first of the two or more whom the sentence before a token names, or else the last sentence that names two.
    fn first_of_two(&self, at: usize, kinds: &[Kind]) -> Option<u32> {
        let layer = self.cx.layer;
        let last = layer.sentence_of(at);
        // A place is a side where it is a country.
        let named = |mention: &Mention| {
            let side = mention.kind != Kind::Location || speech::is_country(mention);
            kinds.contains(&mention.kind) && !mention.nominal && side
        };
        for sentence in layer.sentences()[..=last].iter().rev().take(SENTENCES + 1) {
            let end = sentence.span.end().min(self.cx.token(at).span.start());
            let from =
                self.cx.mentions.partition_point(|mention| mention.span.start() < sentence.span.start());
            let inside = self.cx.mentions[from..].iter().enumerate();
            let inside = inside.take_while(|(_, mention)| mention.span.start() < end);
            let found: Vec<(usize, &Mention)> = inside.filter(|(_, mention)| named(mention)).collect();
            let Some(&(first, one)) = found.first() else { continue };
            // A place alone is no side of a deal where bodies are named.
            let (first, one) =
                found.iter().copied().find(|(_, mention)| mention.kind == kinds[0]).unwrap_or((first, one));
            if found.iter().any(|(_, other)| other.chain != one.chain && !one.span.overlaps(other.span)) {
                return u32::try_from(from + first).ok();
            }
        }
        None
    }

    /// "Ann Bell and Igor Orlov said": the first of the names that "and" and commas join up to an item, where they open the
    /// clause.
    pub fn first_of_list<'s>(&self, scene: &'s Scene, last: &'s Item, from: usize) -> &'s Item {
        let from = from.max(scene.first);
        let mut first = last;
        while let Some(item) = self.joined_before(scene, first, last) {
            first = item;
        }
        // "On Wednesday the two said".
        let article = first.start > from && self.cx.is(first.start - 1, self.cx.program.common.article);
        let start = first.start - usize::from(article);
        let date = scene.item_ending(start).filter(|item| item.kind == Kind::Date && !self.is_russian(start));
        let opens = first.start <= from + 1
            || scene.punct(first.start - 1) == Some(',')
            || date.is_some_and(|date| date.start <= from + 1);
        if opens && self.may_speak(first) { first } else { last }
    }

    /// The name of the same kind that "and" joins before an item of a list, or a comma before one that "and" ended.
    fn joined_before<'s>(&self, scene: &'s Scene, item: &Item, last: &Item) -> Option<&'s Item> {
        let joint = item.start.checked_sub(1).filter(|&at| at > scene.first)?;
        let and = |at: usize| self.cx.is(at, self.cx.program.common.and);
        let comma = item.start < last.start && scene.punct(joint) == Some(',');
        let before = scene.item_ending(joint).filter(|_| and(joint) || comma)?;
        let alike = before.kind == item.kind && !before.pronoun && !before.nominal;
        let kinds = [Kind::Person, Kind::Organization, Kind::Location];
        (alike && kinds.contains(&before.kind)).then_some(before)
    }
}
