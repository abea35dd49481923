//! Who is told and does not speak: the paper of an interview, the journalists, the addressee of a verb.

use svodka_model::Kind;
use svodka_text::grammar::Pos;
use svodka_text::letters;

use crate::entries::{begins_entry, entries_right};
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};

/// Tokens from «в интервью» to the name of the paper.
const OUTLET_REACH: usize = 6;
/// Tokens from "quoted by" to "as saying".
const QUOTED_REACH: usize = 9;
/// Tokens from «цитирует» to the one whose words they are.
const CITED_REACH: usize = 4;
/// Tokens from an office to the name of who holds it.
const TITLED: usize = 6;
/// Tokens from the head of a sentence to the place that speaks.
const SUBJECT_REACH: usize = 6;

impl Speakers<'_> {
    /// Those who are told: «рассказал журналистам директор».
    pub fn is_audience(&self, item: &Item) -> bool {
        (item.start..item.end).any(|at| self.cx.is(at, self.cx.program.speech.audience))
    }

    /// The paper of «в интервью газете X», which is told and does not tell; `from` bounds the look back.
    pub fn is_outlet(&self, scene: &Scene, item: &Item, from: usize) -> bool {
        let from = from.max(scene.first);
        let mut near = from.max(item.start.saturating_sub(OUTLET_REACH))..item.start;
        let interview = |at: usize| {
            entries_right(scene, &[self.cx.program.speech.interview], at)
                .iter()
                .any(|&(end, _)| end <= item.start && (end..item.start).all(|at| scene.punct(at).is_none()))
        };
        // «корреспонденту ТАСС»: whose reporter is told.
        let reporter = || item.start > from && self.cx.is(item.start - 1, self.cx.program.speech.audience);
        item.kind == Kind::Organization && (reporter() || near.any(interview))
    }

    /// Whether «в ВТБ» at the head of a sentence speaks to the paper right behind it: the verb is a plural without subject.
    pub fn tells_paper(&self, scene: &Scene, cue: (usize, usize), office: &Item, paper: &Item) -> bool {
        let body = |item: &Item| item.kind == Kind::Organization;
        let opens = office.start <= scene.first + SUBJECT_REACH && self.is_governed(scene, office);
        let alone = paper.end == cue.0 && office.end == paper.start && !self.is_governed(scene, paper);
        body(office) && body(paper) && opens && alone && self.is_plural(cue.0)
    }

    /// «сообщили ТАСС в оперативных службах»: no name alone is the subject of a plural, if more follows that may speak.
    pub fn is_told_behind(&self, scene: &Scene, cue: (usize, usize), item: &Item) -> bool {
        let more = item.end < scene.end
            && (self.cx.is(item.end, self.cx.program.common.place_preposition)
                || self.is_head(scene, item.end));
        let mark = |at: usize| scene.punct(at).is_some_and(letters::is_closing_quote);
        let end = item.end + usize::from(mark(item.end));
        // «Рассказал «Вестям», что».
        let clause = scene.punct(end) == Some(',')
            && begins_entry(scene, &[self.cx.program.speech.that], end + 1)
            && self.is_russian(cue.0)
            && cue.0 > scene.first
            && !scene.cx.is(cue.0 - 1, self.cx.program.speech.like);
        let near = item.start == cue.1 || item.start == cue.1 + 1 && scene.punct(cue.1).is_some();
        item.kind == Kind::Organization
            && (item.start == cue.1 && self.is_plural(cue.0) && more || near && clause)
    }

    /// «Цитирует его агентство», «приводит слова Ивана Белова пресс-служба»: whose words somebody else tells.
    pub fn cited(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        if !begins_entry(scene, &[words.cites], cue.0) {
            return None;
        }
        let end = to.min(scene.end).min(cue.1 + CITED_REACH);
        let from = cue.0 + 1;
        if let Some(at) = (from..end).find(|&at| self.cx.is(at, words.his)) {
            let pronoun = scene.pronoun(at)?;
            return Some(self.found((cue.0, at + 1), (pronoun.mention?, true), None, &pronoun));
        }
        let mut people = scene.items.iter().filter(|item| item.start >= from && item.start < end);
        // «Слова белорусского президента».
        let adjective = |item: &Item| {
            let next = scene.item_starting(item.end);
            item.kind == Kind::Nationality && next.is_some_and(|next| next.kind == Kind::Role)
        };
        let item = people.find(|item| {
            let person = matches!(item.kind, Kind::Person | Kind::Nationality | Kind::Role);
            person && !adjective(item) && item.mention.is_some_and(|name| !self.is_nominative(name))
        })?;
        // «Слова директора авиакомпании Анны Лис»: the name behind the office.
        let titled = |other: &&Item| {
            let plain = (item.end..other.start)
                .all(|at| scene.punct(at).is_none_or(letters::is_opening_quote) && !self.is_verb(at));
            other.kind == Kind::Person && other.start >= item.end && other.start <= item.end + TITLED && plain
        };
        let behind = || {
            let name = scene.items.iter().find(titled).filter(|_| item.kind == Kind::Role)?;
            name.mention.filter(|&name| !self.is_nominative(name)).map(|_| name)
        };
        if let Some(name) = behind().filter(|_| self.speaker(item).is_none()) {
            return Some(self.found(cue, self.speaker(name)?, None, name));
        }
        if item.kind == Kind::Role && self.speaker(item).is_none() {
            let heard = self.personal_voice_of(scene, item.start);
            let heard = heard.map(|person| self.found(cue, (person, true), None, item));
            return Some(heard.unwrap_or_else(|| self.by_office(scene, cue, item, end)));
        }
        // «Цитирует финна пресс-служба».
        if item.kind == Kind::Nationality {
            return Some(self.found(cue, (self.countryman(scene, item.start, item.end)?, true), None, item));
        }
        Some(self.found(cue, self.speaker(item)?, None, item))
    }

    /// "Was quoted by the paper as saying": who is quoted, and not who quotes.
    pub fn quoted_by(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let common = &self.cx.program.common;
        if self.is_russian(cue.0) || !self.cx.is(cue.0, self.cx.program.speech.like) {
            return None;
        }
        let near = from.max(scene.first).max(cue.0.saturating_sub(QUOTED_REACH))..cue.0;
        // "The report quotes the flight engineer as saying".
        let quotes =
            |&at: &usize| self.cx.is(at, self.cx.program.speech.quoting) && !self.cx.is(at + 1, common.by);
        if let Some(verb) = near.clone().rev().find(quotes).filter(|&verb| verb + 1 < cue.0) {
            let whole =
                (verb + 1..cue.0).all(|at| scene.punct(at).is_none() || scene.item_over(at).is_some());
            let named = scene.item_ending(cue.0).filter(|item| item.kind != Kind::Role && item.start > verb);
            let known = named.and_then(|item| Some(self.found(cue, self.speaker(item)?, None, item)));
            return known.or_else(|| Some(self.unnamed_phrase(cue, (verb + 1, cue.0)))).filter(|_| whole);
        }
        let by = near.rev().find(|&at| self.cx.is(at, common.by))?;
        let verb = by.checked_sub(1).filter(|&at| at > scene.first && self.cx.is(at - 1, common.be))?;
        let found = self.before(scene, (verb, verb + 1), from)?;
        Some(Attribution { cue, ..found })
    }

    /// Whether a verb, or a short form like «уверены», stands in the plural.
    pub fn is_plural(&self, at: usize) -> bool {
        // «Не исключили».
        let at = at + usize::from(self.cx.is(at, self.cx.program.speech.negation));
        let grammar = self.cx.grammar(at);
        let short = grammar.first == Some(Pos::Short) && self.cx.layer.folded(at).ends_with('ы');
        grammar.plural_verb || short
    }

    /// Whether a place can speak with a verb: «в мэрии сообщили», «в письме отмечается».
    pub fn is_of_place(&self, at: usize) -> bool {
        self.is_plural(at) || self.cx.is(at, self.cx.program.speech.impersonal)
    }

    /// "told Sputnik": the outlet behind the verb.
    pub fn addressee(&self, scene: &Scene, cue: (usize, usize)) -> Option<u32> {
        let told = begins_entry(scene, &[self.cx.program.speech.told], cue.0);
        let outlet = |at: &usize| {
            self.cx.is(*at, self.cx.program.common.article) || self.cx.is(*at, self.cx.program.speech.outlet)
        };
        let at = (cue.1..scene.end).find(|at| scene.item_starting(*at).is_some() || !outlet(at))?;
        let item = scene.item_starting(at).filter(|item| item.kind == Kind::Organization)?;
        item.mention.filter(|_| told)
    }
}
