//! Who speaks in an aside that closes a sentence, whose words stand before it: "..., the authors warn", "..., records show",
//! "The bank is sure that rates will fall, Ann Bell said"; and who stands behind "by".

use svodka_model::{Kind, Language};
use svodka_text::{Case, TokenKind};

use crate::entries::{begins_entry, entries_right};
use crate::frames::Form;
use crate::indirect::{Finder, MIN_WORDS, Range, Report};
use crate::scene::Scene;
use crate::speech::{Attribution, Speakers};
use crate::triggers::SAYING;

/// Tokens from a verb to "to" and the verb of saying behind it.
const RISES: usize = 6;
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

    /// "This was announced by Ann Bell": who stands behind "by", where the words before are meant.
    pub fn this_by(&self, cue: Range, from: usize) -> Option<Attribution> {
        let scene = self.scene;
        let common = &scene.cx.program.common;
        let passive = from < cue.0 && (from..cue.0).all(|at| scene.cx.is(at, common.verb_group));
        let by = Some(cue.1).filter(|&at| at < scene.end && scene.cx.is(at, common.by))?;
        let known = passive && scene.form(cue.0) == Form::Past;
        let found = self.speakers.behind(scene, (cue.0, by + 1), scene.end).filter(|_| known)?;
        Some(Attribution { cue, ..found })
    }

    /// "She emerged to announce that trains would run", "rang the paper to complain that": whom the sentence begins with.
    pub fn rises_to_say(&self, cue: Range) -> Option<Report> {
        let scene = self.scene;
        let to = cue.0.checked_sub(1).filter(|&at| at > scene.first && scene.cx.layer.folded(at) == "to")?;
        if self.language != Language::En {
            return None;
        }
        let near = scene.first.max(to.saturating_sub(RISES))..to;
        let inside = |&at: &usize| scene.punct(at).is_none() && !scene.is_break(at);
        let rises = |&at: &usize| begins_entry(scene, &[scene.cx.program.speech.rises], at);
        let verb = near.rev().take_while(inside).find(rises)?;
        let passive = scene.cx.is(verb - 1, scene.cx.program.common.be);
        let verb = (verb, verb + 1);
        let stranger = || self.speakers.stranger_beside(scene, verb, scene.first, verb.0);
        let named = || self.speakers.before(scene, verb, scene.first);
        let attribution = stranger().or_else(named).filter(|_| !passive)?;
        let attribution = Attribution { cue, ..attribution };
        let said = self.with_that(cue).or_else(|| self.without_that(cue, &attribution))?;
        Some(Report { attribution, said: vec![said], end: said.1 })
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
        // "Data from Kama Bank showed".
        let things = scene.cx.is(comma + 1, words.inanimate) && scene.cx.is(comma + 2, words.author);
        if (comma + 1..cue.0).any(governed) && !things {
            return None;
        }
        let plain = |at: usize| scene.is_premodifier(at) && scene.item_over(at).is_none();
        let named = |at: usize| things && (at == comma + 2 || scene.item_over(at).is_some());
        let plain = (comma + 1..cue.0).all(|at| plain(at) || named(at));
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

impl Speakers<'_> {
    /// "Analysts at Kama Bank had a message: sell. "...," they wrote": the plural with which the sentence before the words begins.
    pub fn plural_before(&self, cue: Range, open: usize) -> Option<Attribution> {
        let before = self.scene_before(open).filter(|_| !self.is_russian(cue.0))?;
        let phrase = self.head_phrase(&before, before.end, true)?;
        Some(Attribution { pronoun: true, ..self.unnamed_phrase(cue, phrase) })
    }

    /// "Ruritania's wealth fund will sell, it announced", "Auditors disagreed. They say that": the words without a name with which
    /// the clause before, or the sentence before, begins, where an English pronoun stands before the verb.
    pub fn pronoun_subject(&self, scene: &Scene, cue: Range) -> Option<Attribution> {
        let (words, common) = (&scene.cx.program.speech, &scene.cx.program.common);
        let end = self.before_adverbs(scene, cue.0, scene.first);
        let pronoun = end.checked_sub(1).filter(|&at| at >= scene.first && !self.is_russian(cue.0))?;
        let they = scene.cx.is(pronoun, words.they);
        if !they && !scene.cx.is(pronoun, common.it) {
            return None;
        }
        let apart = pronoun > scene.first && matches!(scene.punct(pronoun - 1), Some(',' | ':' | ';'));
        // "In two letters they accuse".
        let led = scene.cx.is(scene.first, common.preposition) && pronoun - scene.first <= RISES;
        let opens = led && !apart || (scene.first..pronoun).all(|at| self.leads_in(at));
        let unnamed = match (opens, apart) {
            (true, _) => {
                let before = self.scene_before(scene.first)?;
                self.head_phrase(&before, before.end, they)?
            }
            (false, true) => self.head_phrase(scene, pronoun, they)?,
            _ => return None,
        };
        let unnamed = Some(scene.cx.layer.span_of(unnamed.0..unnamed.1));
        let span = scene.cx.layer.span_of(pronoun..cue.1);
        Some(Attribution { cue, speaker: None, unnamed, addressee: None, pronoun: true, span })
    }

    /// The words without a name with which an English sentence begins, up to its verb, if "they", or "it", may stand for them.
    fn head_phrase(&self, scene: &Scene, to: usize, they: bool) -> Option<Range> {
        let words = &scene.cx.program.speech;
        let first = (scene.first..to).find(|&at| !self.leads_in(at))?;
        let last = to.min(first + MAX_SUBJECT);
        let acts = |&at: &usize| scene.cx.is(at, words.finite) || self.acts(scene, at);
        let whole = || {
            let verb = (first + 1..last).find(acts)?;
            let found = self.stranger_beside(scene, (verb, verb + 1), first, verb)?;
            let tokens = scene.cx.layer.tokens_in(found.unnamed.filter(|_| found.speaker.is_none())?);
            Some((tokens.start, tokens.end))
        };
        // "Prosecutors want a trial".
        let people = || {
            let plain = |at: usize| scene.is_premodifier(at) || scene.cx.is(at, words.determiner);
            let head = (first..last)
                .take_while(|&at| plain(at))
                .find(|&at| scene.cx.is(at, words.anonymous) && scene.cx.layer.folded(at).ends_with('s'))?;
            Some((first, head + 1))
        };
        let phrase = whole().or_else(|| if they { people() } else { None })?;
        let of = (phrase.0..phrase.1).find(|&at| scene.cx.is(at, scene.cx.program.common.preposition));
        let head = of.unwrap_or(phrase.1) - 1;
        let several = scene.cx.layer.folded(head).ends_with('s');
        let bodies = [words.nominal, words.body, words.authority, words.hearing, words.anonymous];
        let body = || bodies.iter().any(|&list| scene.cx.is(head, list));
        (if they { several } else { !several && body() }).then_some(phrase)
    }
}
