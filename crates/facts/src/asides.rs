//! What stands around an aside that tells who speaks: "..., X said, ...", «По словам X, ...».

use svodka_model::{Kind, Language};
use svodka_text::TokenKind;

use crate::entries::{begins_entry, longest_entry};
use crate::frames::Form;
use crate::indirect::{Finder, MAX_REST, MIN_WORDS, Range, Report};
use crate::speech::Attribution;

impl Finder<'_, '_> {
    /// "His members, he went on, had offered ...", «Мастер, продолжила она, отключил сирену»: a verb that tells words only
    /// beside somebody, between two commas or between one and the end.
    pub fn interposed(&self, cue: Range, left: usize) -> Option<Report> {
        let scene = self.scene;
        let before = || self.speakers.before(scene, cue, left);
        let attribution = match self.language {
            Language::Ru => self.speakers.beside(scene, cue, left, scene.end)?,
            _ => before()?,
        };
        let person = attribution.speaker.map(|speaker| scene.cx.mentions[speaker as usize].kind)?;
        let named = self.end_of(attribution.span).max(cue.1);
        let begins = self.with_title(&attribution);
        let comma = |at: usize| scene.punct(at) == Some(',') && scene.item_over(at).is_none();
        let apart = begins > scene.first && comma(begins - 1) && (named >= self.last_word() || comma(named));
        let whole = (begins..named).all(|at| scene.punct(at).is_none() || scene.item_over(at).is_some());
        if person != Kind::Person || !apart || !whole {
            return None;
        }
        self.around(attribution, begins, named, left)
    }

    /// What stands around an aside that begins at `begins` and whose speaker and verb end at `named`.
    pub fn around(
        &self,
        attribution: Attribution,
        begins: usize,
        named: usize,
        left: usize,
    ) -> Option<Report> {
        let scene = self.scene;
        let words = &scene.cx.program.speech;
        let common = &scene.cx.program.common;
        let common_stop = |at: usize| matches!(scene.punct(at), Some(';' | ':')) && !self.is_inside_time(at);
        let right = (named..scene.end).find(|&at| common_stop(at)).unwrap_or_else(|| self.last_word());
        let parts = |&at: &usize| common_stop(at) && scene.item_over(at).is_none();
        let left = (left..begins).rev().find(parts).map_or(left, |at| at + 1);
        let comma = (named..right)
            .find(|&at| scene.punct(at) == Some(',') && scene.item_over(at).is_none())
            .unwrap_or(right);
        let comma = self.behind_aside(comma, right);
        if self.words_in((named, comma)) > MAX_REST {
            return None;
        }
        let mut start = self.content_start(left);
        // "Meanwhile, ...".
        while start < begins
            && let Some((end, _)) = longest_entry(scene, &[words.beside], start)
            && scene.punct(end) == Some(',')
        {
            start = self.content_start(end);
        }
        let mut stop = begins;
        while stop > start && self.scene.cx.token(stop - 1).kind == TokenKind::Punct {
            stop -= 1;
        }
        let leads =
            |at: usize| [words.joint, words.that, words.like].iter().any(|&list| scene.cx.is(at, list));
        // "Spokesmen for X vowed": of what stands before him.
        let governs = |at: usize| {
            self.language == Language::En
                && [common.preposition, common.article].iter().any(|&list| scene.cx.is(at, list))
        };
        if stop > start && stop == begins && governs(stop - 1) {
            return None;
        }
        // "The yard has done so, says Bell": no word that leads on.
        let closed = stop < begins && stop > start + 1 && scene.punct(stop - 2).is_none();
        let joined = stop > start && leads(stop - 1) && !(closed && self.language == Language::En);
        let before = (start, stop);
        let after = (comma + 1, right);
        if self.is_head(before, named, &attribution) {
            return None;
        }
        let mut said = Vec::new();
        // "When asked about the dock, X said ...": when it was said, and not what.
        let comma_before = (before.0..before.1).find(|&at| scene.punct(at) == Some(',')).unwrap_or(before.1);
        let acts = || {
            let infinitive = |at: usize| scene.cx.grammar(at).infinitive && scene.item_over(at).is_none();
            (before.0..comma_before).any(|at| infinitive(at) || self.speakers.acts(scene, at))
        };
        let topic = |at: usize| {
            begins_entry(scene, &[words.topic], at) && !begins_entry(scene, &[words.that], at) && !acts()
        };
        // «Об увольнениях, подчеркнула она, речи нет».
        let inside = self.language == Language::Ru && stop < begins && begins == attribution.cue.0;
        let asked = start < stop
            && (scene.cx.is(start, words.circumstance)
                || !inside && topic(start)
                || self.is_mere_place(before));
        let cites = begins_entry(scene, &[words.citing, words.later], after.0);
        // «Год назад, напоминает она, просили 2 900».
        let numbers = (after.0..after.1).any(|at| scene.cx.token(at).kind == TokenKind::Number);
        let words_after = self.words_in(after) + usize::from(numbers && self.language == Language::Ru);
        // «Медсестру, добавил врач, уволили».
        let split = self.language == Language::Ru && start < stop && words_after == 1 && comma < right;
        let goes_on =
            (words_after >= MIN_WORDS || split) && !cites && !self.is_apposition(&attribution, before, after);
        let enough = if goes_on { 1 } else { MIN_WORDS };
        if !joined && !asked && start < stop && self.words_in(before) >= enough {
            said.push(before);
        }
        if goes_on {
            said.push(after);
        }
        let end = if goes_on { right } else { named.max(attribution.cue.1) };
        (!said.is_empty()).then_some(Report { attribution, said, end })
    }

    /// "The yard's owner, the trader Igor Orlov, vowed after the vote to": whether the words before the one who speaks tell only
    /// what he is, as they have no verb and the sentence goes on behind the verb.
    fn is_head(&self, (start, stop): Range, named: usize, attribution: &Attribution) -> bool {
        let scene = self.scene;
        let mut name = self.start_of(attribution.span) + 1..attribution.cue.0;
        let closed = name.any(|at| scene.punct(at) == Some(','));
        let acts =
            |at: usize| scene.cx.is(at, scene.cx.program.speech.finite) || self.speakers.acts(scene, at);
        let plain = |at: usize| {
            scene.item_over(at).is_some() || scene.form(at) != Form::Finite || scene.is_premodifier(at)
        };
        self.language == Language::En
            && closed
            && named < self.last_word()
            && scene.punct(named).is_none()
            && scene.cx.is(start, scene.cx.program.speech.determiner)
            && !(start..stop).any(acts)
            && (start..stop).all(plain)
    }

    /// "..., said Igor Orlov, a trader in Perm", "said Ann Bell, who heads the bank": whether what follows the one who speaks
    /// behind an English verb, or "according to" behind what was said, tells who she is.
    fn is_apposition(&self, attribution: &Attribution, before: Range, (first, end): Range) -> bool {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        let behind = self.start_of(attribution.span) >= attribution.cue.0 && attribution.speaker.is_some();
        let source = begins_entry(scene, &[scene.cx.program.speech.according], attribution.cue.0);
        let opens = source && self.words_in(before) < MIN_WORDS;
        if self.language != Language::En || !behind || opens || first >= end {
            return false;
        }
        let relative = |at: usize| scene.cx.is(at, common.relative);
        let title = scene.item_starting(first).is_some_and(|item| item.kind == Kind::Role);
        let opens = title
            || [common.article, scene.cx.program.speech.its].iter().any(|&list| scene.cx.is(first, list));
        let acts =
            |at: usize| scene.cx.is(at, scene.cx.program.speech.finite) || self.speakers.acts(scene, at);
        let clause = (first..end).take_while(|&at| !relative(at) && scene.punct(at).is_none()).any(acts);
        relative(first) || opens && !clause
    }

    /// "At 4:20": whether a colon stands between two numbers.
    fn is_inside_time(&self, colon: usize) -> bool {
        let number = |at: usize| self.scene.cx.token(at).kind == TokenKind::Number;
        let inside = colon > self.scene.first && colon + 1 < self.scene.end;
        inside && number(colon - 1) && number(colon + 1)
    }

    /// "In an interview with the paper": a phrase behind an English preposition that holds no verb.
    pub fn is_mere_place(&self, (first, end): Range) -> bool {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        let verb = |at: usize| {
            scene.item_over(at).is_none()
                && (scene.cx.is(at, scene.cx.program.speech.finite)
                    || scene.cx.is(at, common.subject_pronoun)
                    || scene.form(at) == Form::Past)
        };
        let place =
            scene.cx.is(first, common.preposition) && !begins_entry(scene, &[common.approximate], first);
        self.language == Language::En && place && !(first..end).any(verb)
    }

    /// «..., знакомый с ходом переговоров, ...», ", who heads the unit, ...": where what a comma brings in about the
    /// speaker ends; the comma itself where it brings in nothing of the sort.
    fn behind_aside(&self, comma: usize, right: usize) -> usize {
        let scene = self.scene;
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let at = comma + 1;
        if at + 1 >= right || scene.item_over(at).is_some() {
            return comma;
        }
        let relative = scene.cx.is(at, common.relative)
            || scene.cx.is(at, common.preposition) && scene.cx.is(at + 1, words.oblique);
        let attribute = || scene.cx.is(at, words.source_rest);
        if !relative && !attribute() {
            return comma;
        }
        let closes = |&at: &usize| scene.punct(at) == Some(',') && scene.item_over(at).is_none();
        (at..right).find(closes).unwrap_or(right)
    }
}
