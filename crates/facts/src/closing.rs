//! Who speaks in an aside that closes a sentence, whose words stand before it: "..., the authors warn", "..., records show",
//! "The bank is sure that rates will fall, Ann Bell said"; and who stands behind "by".

use svodka_model::{Kind, Language};
use svodka_text::{Case, TokenKind};

use crate::entries::{begins_entry, entries_right};
use crate::frames::Form;
use crate::indirect::{Finder, MIN_WORDS, Range, Report};
use crate::speech::Attribution;
use crate::triggers::SAYING;

/// Tokens of one who speaks behind a comma, with title and article.
const MAX_SUBJECT: usize = 10;

impl Finder<'_, '_> {
    /// "It was denied by the bank that rates would rise": who stands behind "by".
    pub fn said_by(&self, cue: Range) -> Option<Attribution> {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        let group = |&at: &usize| scene.cx.is(at, common.verb_group);
        let verb = (scene.first..cue.0).rev().take_while(group).last()?;
        let it = verb.checked_sub(1).filter(|&at| at >= scene.first && scene.cx.is(at, common.it));
        let passive = it.is_some() && scene.cx.is(cue.0 - 1, common.be) && scene.form(cue.0) == Form::Past;
        let by = Some(cue.1).filter(|&at| passive && at < scene.end && scene.cx.is(at, common.by))?;
        let item = scene.head_from(by + 1)?;
        let attribution = self.speakers.found(cue, self.speakers.speaker(item)?, None, item);
        self.with_that(cue).map(|_| attribution)
    }

    /// Where an attribution begins, with the title of the one who speaks.
    pub fn with_title(&self, attribution: &Attribution) -> usize {
        let scene = self.scene;
        let begins = self.start_of(attribution.span).min(attribution.cue.0);
        let role = scene.item_starting(begins).and_then(|item| self.speakers.role_over(item.start, item.end));
        let begins = role.map_or(begins, |role| role.tokens.0.clamp(scene.first, begins));
        let title = scene.item_ending(begins).filter(|item| item.kind == Kind::Role);
        let begins = title.map_or(begins, |title| title.start);
        scene.phrase_starts(begins).last().unwrap_or(begins)
    }

    /// With the article before it.
    fn with_article(&self, begins: usize) -> usize {
        let article = |at: usize| self.scene.cx.is(at, self.scene.cx.program.common.article);
        begins - usize::from(begins > self.scene.first && article(begins - 1))
    }

    /// Behind the name of whom one tells: "told the Perm Post".
    fn behind_told_name(&self, from: usize) -> usize {
        let scene = self.scene;
        let first =
            from + usize::from(from < scene.end && scene.cx.is(from, scene.cx.program.common.article));
        let name = |&at: &usize| {
            let token = scene.cx.token(at);
            token.kind == TokenKind::Word && token.case != Case::Lower
                || scene.cx.is(at, scene.cx.program.speech.outlet)
        };
        first + (first..scene.end).take_while(name).count()
    }

    /// "The bank is sure that rates will fall, Ann Bell said": the words of an aside behind a comma hold those of the verb
    /// before it, if another speaks there.
    pub fn outer(&self, report: &Report, left: usize) -> Option<Report> {
        let (scene, inner) = (self.scene, &report.attribution);
        let &[(first, end)] = report.said.as_slice() else { return None };
        if self.language != Language::En || first < inner.cue.1 {
            return None;
        }
        let verbs = (first + MIN_WORDS..end).filter(|&at| scene.cx.words.begin(SAYING, at));
        verbs.into_iter().find_map(|at| {
            let cue = self.speakers.cue_at(scene, &[scene.cx.program.speech.say], at)?;
            let outer = self.report(cue, left).filter(|_| !self.is_taken(at))?;
            let around = outer.said.first()?.0 < inner.cue.0;
            let begins = self.with_article(self.with_title(&outer.attribution));
            let short = begins < cue.0 && cue.0 - begins <= MAX_SUBJECT;
            let apart = begins > first && scene.punct(begins - 1) == Some(',') && self.is_closed(cue);
            let plain = (begins..cue.0).all(|at| scene.punct(at).is_none() || scene.item_over(at).is_some());
            let whole = short && plain && !scene.cx.is(cue.0, scene.cx.program.speech.refuse);
            let apart = apart && whole;
            let other = outer.attribution.speaker != inner.speaker || inner.speaker.is_none();
            (around && apart && other).then_some(outer)
        })
    }

    /// "..., labour groups report", "..., minutes showed": whatever noun stands between the last comma and a verb with nothing
    /// behind it.
    pub fn closing_subject(&self, cue: Range) -> Option<Attribution> {
        let scene = self.scene;
        if self.language != Language::En || !self.is_closed(cue) {
            return None;
        }
        let near = scene.first.max(cue.0.saturating_sub(MAX_SUBJECT))..cue.0;
        let comma =
            near.rev().find(|&at| scene.punct(at).is_some()).filter(|&at| scene.punct(at) == Some(','))?;
        let words = &scene.cx.program.speech;
        let common = &scene.cx.program.common;
        let governed = |at: usize| scene.cx.is(at, common.preposition) && !scene.cx.is(at, common.genitive);
        if (comma + 1..cue.0).any(governed) {
            return None;
        }
        let plain = (comma + 1..cue.0).all(|at| scene.is_premodifier(at) && scene.item_over(at).is_none());
        let short = plain && begins_entry(scene, &[words.closing], cue.0) && cue.0 > comma + 1;
        let bare = || short.then(|| self.speakers.unnamed_phrase(cue, (comma + 1, cue.0)));
        self.speakers.stranger_beside(scene, cue, comma + 1, cue.1).or_else(bare)
    }

    /// "..., the authors warn": an English plural right behind its subject and a comma, with nothing but a time or place behind.
    pub fn is_plural_aside(&self, cue: Range, attribution: &Attribution) -> bool {
        let scene = self.scene;
        let begins = self.with_article(self.start_of(attribution.span).min(cue.0));
        let opened = begins < cue.0 && begins > scene.first && scene.punct(begins - 1) == Some(',');
        let refuses = scene.cx.is(cue.0, scene.cx.program.speech.refuse);
        self.language == Language::En
            && begins_entry(scene, &[scene.cx.program.speech.plural, scene.cx.program.speech.closing], cue.0)
            && opened
            && !refuses
            && self.is_closed(cue)
    }

    /// Whether nothing stands behind a verb but a mark, a time or a place.
    fn is_closed(&self, cue: Range) -> bool {
        let scene = self.scene;
        let to = || scene.cx.layer.folded(cue.1) == "to";
        let told = || begins_entry(scene, &[scene.cx.program.speech.told], cue.0);
        let audience = entries_right(scene, &[scene.cx.program.speech.audience], cue.1);
        if let Some(&(end, _)) = audience.first().filter(|_| told()) {
            return end >= self.last_word()
                || scene.punct(end).is_some()
                || scene.cx.is(end, scene.cx.program.common.preposition);
        }
        let behind = if told() { self.behind_told_name(cue.1) } else { cue.1 };
        let cue = (cue.0, behind);
        cue.1 >= self.last_word()
            || scene.punct(cue.1).is_some()
            || scene.item_over(cue.1).is_some_and(|item| item.kind == Kind::Date)
            || scene.cx.is(cue.1, scene.cx.program.common.preposition) && !to()
    }
}
