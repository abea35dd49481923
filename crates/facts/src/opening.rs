//! Who acts where a sentence begins, and speaks where it goes on: "A court has freed the men, saying ...", «В мэрии рады, но
//! напоминают».

use svodka_model::Kind;

use crate::frames::Form;
use crate::scene::Scene;
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Tokens of a phrase.
const MAX_PHRASE: usize = 8;
/// Adjectives before a noun.
const ADJECTIVES: usize = 3;

impl Speakers<'_> {
    /// "Following the vote, rights groups said": behind the last comma, where an English sentence begins with a preposition or
    /// a gerund.
    pub fn behind_opening(&self, scene: &Scene, from: usize, end: usize) -> Option<usize> {
        let common = &self.cx.program.common;
        let lists = [common.preposition, common.with_gerund, self.cx.program.speech.circumstance];
        let leads = lists.iter().any(|&list| self.cx.is(from, list)) || scene.form(from) == Form::Gerund;
        let comma = (from..end).rev().find(|&at| scene.punct(at) == Some(','))?;
        (leads && comma + 1 < end).then_some(comma + 1)
    }

    /// Who acts in the sentence that a joined verb of saying ends: "A court has freed the men, saying ...", «Суд отклонил иск,
    /// указав ...».
    pub fn opening(&self, scene: &Scene, cue: (usize, usize), joint: usize) -> Option<Attribution> {
        let start = (scene.first..joint).find(|&at| !self.leads_in(at))?;
        let body = scene.item_starting(start + 1).filter(|item| item.kind == Kind::Organization);
        if let Some(body) = body.filter(|_| self.is_told_from_place(scene, cue, start))
            && let Some(speaker) = self.speaker(body)
        {
            return Some(self.found(cue, speaker, None, body));
        }
        if let Some(phrase) =
            self.opening_place(scene, cue, start).or_else(|| self.opening_plural(scene, start, joint))
        {
            return Some(self.unnamed_phrase(cue, phrase));
        }
        let head = match self.is_russian(cue.0) {
            true => self.nominative(scene, start, joint)?,
            false => start,
        };
        // "Ruritania's vice president has defended the tests, saying".
        let owner = scene
            .item_starting(start)
            .filter(|owner| self.cx.is(owner.end, self.cx.program.common.possessive));
        let opens =
            owner.is_some() || self.is_russian(cue.0) || self.cx.is(start, self.cx.program.speech.determiner);
        let goes_on = |at: usize| self.is_inside(scene, at) && !self.acts(scene, at);
        let end = (head + 1..joint.min(head + MAX_PHRASE)).find(|&at| !goes_on(at))?;
        // "The mayor, however, urged patience, noting that".
        let comma = |at: usize| at < joint && scene.punct(at) == Some(',');
        let adverb = |at: usize| {
            [self.cx.program.speech.joint, self.cx.program.speech.beside]
                .iter()
                .any(|&list| self.cx.is(at, list))
        };
        let aside = comma(end) && comma(end + 2) && adverb(end + 1);
        let verb = if aside { end + 3 } else { end };
        let acts = self.acts(scene, verb) || self.cx.is(verb, self.cx.program.speech.finite);
        if !opens || !acts || end <= head + usize::from(!self.is_russian(cue.0)) {
            return None;
        }
        let voice = self.organization(scene, end - 1).filter(|_| end <= head + 2);
        let office = || {
            let item = scene.item_ending(end).filter(|item| item.kind == Kind::Role)?;
            self.office(scene, item)
        };
        let people = || self.countryman(scene, start, end).or_else(|| self.colleague(scene, start, end));
        let known = || people().or_else(|| self.aged(scene, start, end)).or_else(office);
        if let Some(person) = known().filter(|_| voice.is_none()) {
            return Some(Voice::named(person).attribution(self, cue, start, end));
        }
        let expert = || self.expert(scene, cue, (start, end - 1, end)).filter(|_| end == start + 2);
        if let Some(known) = expert().filter(|_| voice.is_none() && !self.is_russian(start)) {
            return Some(known);
        }
        Some(voice.map_or_else(
            || self.unnamed_phrase(cue, (start, end)),
            |voice| voice.attribution(self, cue, start, end),
        ))
    }

    /// Whether a sentence begins with a place whose people act: «В мэрии сообщили», «В мэрии это подтверждать не стали, отметив
    /// лишь, что».
    fn is_told_from_place(&self, scene: &Scene, cue: (usize, usize), start: usize) -> bool {
        let converb = || {
            let acts = |at: usize| self.acts(scene, at) && self.is_plural(at);
            scene.form(cue.0) == Form::Adverbial && (start..cue.0).any(acts)
        };
        self.is_russian(cue.0)
            && (self.is_plural(cue.0) || converb())
            && self.cx.is(start, self.cx.program.common.place_preposition)
    }

    /// «В профсоюзе моряков рады, но напоминают»: the place whose people act.
    fn opening_place(&self, scene: &Scene, cue: (usize, usize), start: usize) -> Option<(usize, usize)> {
        let place = self.is_told_from_place(scene, cue, start);
        let speaks = |at: usize| self.is_head(scene, at) || self.cx.is(at, self.cx.program.speech.premises);
        let head = (start + 1..cue.0.min(start + 1 + ADJECTIVES)).find(|&at| speaks(at));
        let head = head.filter(|_| place)?;
        let stops = |&at: &usize| scene.item_over(at).is_none() && !self.is_genitive(scene, at);
        let end = (head + 1..cue.0.min(head + MAX_PHRASE)).find(stops)?;
        Some((start + 1, end))
    }

    /// "Local doctors welcomed the plant but doubt": a plural without an article, up to its verb.
    fn opening_plural(&self, scene: &Scene, start: usize, joint: usize) -> Option<(usize, usize)> {
        if self.is_russian(start) {
            return None;
        }
        let acts = |&at: &usize| self.acts(scene, at) || self.cx.is(at, self.cx.program.speech.finite);
        let end = (start + 1..joint.min(start + MAX_PHRASE)).find(acts)?;
        self.bare_plural(scene, start, end)
    }
}
