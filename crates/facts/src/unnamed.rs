//! Speakers without a name: "police said", "three sources familiar with the matter", «сообщили в полиции».

use svodka_model::Kind;
use svodka_text::grammar::{GrammaticalCase, Pos};
use svodka_text::{Case, Script, TokenKind, letters};

use crate::entries::{begins_entry, longest_entry};
use crate::frames::Form;
use crate::grammar::bit;
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Tokens between a verb of saying and the head of the phrase, on either side.
const REACH_BEFORE: usize = 12;
const REACH_BEHIND: usize = 4;
/// Tokens from a preposition to the paper or talk in which something was said.
const MEDIUM_REACH: usize = 5;
/// Tokens from one who speaks for a body to the noun of the body.
const REACH_FOR: usize = 8;
/// Tokens of «собеседник агентства в».
const OWNER: usize = 3;
/// Words of a name that nobody knew.
const MAX_NAME: usize = 5;
/// Tokens of what stands between commas behind a noun.
const MAX_ASIDE: usize = 16;
/// Tokens of a phrase that stands for an adverb.
const MAX_ADVERB: usize = 4;
/// Tokens of a phrase behind a verb.
const MAX_PHRASE: usize = 10;

impl Speakers<'_> {
    /// The phrase that ends before the verb.
    pub fn unnamed_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let from = self.behind_lead(scene, from.max(scene.first), cue.0);
        let end = self.before_adverbs(scene, cue.0, from);
        let end = self.before_aside(scene, end, from);
        // "One said", "others say".
        let alone =
            end.checked_sub(1).filter(|&at| at >= from && self.cx.is(at, self.cx.program.speech.some));
        if let Some(at) = alone.filter(|&at| at == from || scene.punct(at - 1).is_some()) {
            return Some(self.unnamed_phrase(cue, (at, at + 1)));
        }
        let inside = |&at: &usize| {
            self.goes_on(scene, at) && !self.cx.is(at, self.cx.program.speech.finite)
                || at + 1 == end && self.is_head(scene, at)
        };
        let last = self.before_marks(scene, end, from);
        let words = (from.max(last.saturating_sub(REACH_BEFORE))..last).rev().take_while(inside);
        // «В дирекции фонда сообщили».
        let seat = |at: usize| {
            at > from
                && self.cx.is(at - 1, self.cx.program.common.place_preposition)
                && self.cx.is(at, self.cx.program.speech.premises)
                && self.is_plural(cue.0)
        };
        let heads = || words.clone().filter(|&at| self.is_head(scene, at) || seat(at));
        // "A draft seen by this newspaper": no noun behind a preposition.
        let leads = |&at: &usize| {
            !self.is_russian(at) && scene.governor(self.start_of_phrase(scene, at, from)).is_none()
        };
        let head = heads().find(leads).or_else(|| heads().find(|&at| seat(at))).or_else(|| heads().next())?;
        if head + 1 < last && !self.leads_on(head + 1) {
            return None;
        }
        if let Some(heard) = self.interlocutor(cue, (from, end)) {
            return Some(heard);
        }
        // «Сообщения опровергла полиция».
        if self.is_russian(head) && self.differs(cue.0, head) {
            return None;
        }
        let start = self.start_of_phrase(scene, head, from);
        let start = self.speaker_for(scene, start, from).unwrap_or(start);
        if let Some(person) = self.colleague(scene, start, head + 1) {
            return Some(Voice::named(person).attribution(self, cue, start, head + 1));
        }
        if let Some(known) = self.expert(scene, cue, (start, head, end)) {
            return Some(known);
        }
        // «В пресс-службе сообщили»: a plural without a subject.
        let place = |at: usize| {
            self.cx.is(at, self.cx.program.common.place_preposition)
                && at <= scene.first + 1
                && self.is_of_place(cue.0)
        };
        let free = scene.governor(start).is_none_or(place);
        (free && self.may_lead(head, scene.governor(start))).then(|| self.unnamed_phrase(cue, (start, end)))
    }

    /// "Vontrag, a broker, said", "Sajad, who sells nets, said": a name that nobody knew before an aside, at the head of the
    /// clause `(from, open)`.
    fn unknown_apposed(
        &self,
        scene: &Scene,
        (from, open): (usize, usize),
        close: usize,
    ) -> Option<(usize, usize)> {
        let common = &self.cx.program.common;
        let tells = open + 2 < close
            && self.cx.token(open + 1).script == Script::Latin
            && [common.indefinite, common.relative].iter().any(|&list| self.cx.is(open + 1, list));
        let near = from.max(open.saturating_sub(MAX_NAME))..open;
        let start = near.rev().take_while(|&at| self.is_unknown(scene, at)).last()?;
        (tells && start == from).then_some((start, open))
    }

    /// "A spokeswoman for the carmakers' association": where the phrase begins of the one who speaks for others.
    fn speaker_for(&self, scene: &Scene, start: usize, from: usize) -> Option<usize> {
        if self.cx.token(start).script == Script::Cyrillic {
            return None;
        }
        let near = from.max(start.saturating_sub(REACH_FOR))..start;
        let apostrophe = |at: usize| matches!(scene.punct(at), Some('\'' | '’'));
        let inside = |&at: &usize| scene.item_over(at).is_some() || apostrophe(at) || self.goes_on(scene, at);
        let head = near.rev().take_while(inside).find(|&at| {
            self.cx.is(at, self.cx.program.speech.anonymous) && scene.governor(at + 2).is_some()
        })?;
        Some(self.start_of_phrase(scene, head, from))
    }

    /// Whether a Russian noun can be the subject, or the place that speaks: not «издания» in «на запрос издания ответили».
    pub fn may_lead(&self, head: usize, governor: Option<usize>) -> bool {
        let grammar = self.cx.grammar(head);
        let cases = grammar.nouns | grammar.adjectives;
        let nominative = cases & bit(GrammaticalCase::Nominative) != 0;
        self.cx.token(head).script != Script::Cyrillic || governor.is_some() || cases == 0 || nominative
    }

    /// Where the aside begins that a comma at `end` closes: «собеседники «Вымпела», знакомые с решением, утверждают».
    pub fn before_aside(&self, scene: &Scene, end: usize, from: usize) -> usize {
        if end <= from + 2 || scene.punct(end - 1) != Some(',') {
            return end;
        }
        let near = from.max(end.saturating_sub(MAX_ASIDE))..end - 1;
        near.rev().find(|&at| scene.punct(at) == Some(',')).unwrap_or(end)
    }

    /// Where a name between marks begins that ends at `end`, or `end`: «представитель «Вымпела»».
    fn before_marks(&self, scene: &Scene, end: usize, from: usize) -> usize {
        let mark = |at: usize| scene.punct(at);
        if end <= from || !mark(end - 1).is_some_and(letters::is_closing_quote) {
            return end;
        }
        let near = from.max(end.saturating_sub(MAX_NAME + 2))..end - 1;
        near.rev().find(|&at| mark(at).is_some_and(letters::is_opening_quote)).unwrap_or(end)
    }

    /// The one person of whom "the expert" or «эксперт» speaks: who was named last. Of `phrase` (start, head, end) nothing
    /// but an article may belong to the noun.
    pub fn expert(
        &self,
        scene: &Scene,
        cue: (usize, usize),
        phrase: (usize, usize, usize),
    ) -> Option<Attribution> {
        let head = phrase.1;
        let found = |person: u32| {
            let span = self.cx.layer.span_of(head.min(cue.0)..(head + 1).max(cue.1));
            Attribution { cue, speaker: Some(person), unnamed: None, addressee: None, pronoun: true, span }
        };
        if self.cx.is(head, self.cx.program.speech.interlocutor) {
            return self.interlocutor(cue, (head, head + 1));
        }
        // «Добавили спортсменки»: several.
        if !self.stands_alone(scene, phrase) || self.is_russian(cue.0) && self.is_plural(cue.0) {
            return None;
        }
        // "The driver said" of a driver who was named.
        if let Some(told) = self.titled(scene, cue, head) {
            return Some(told);
        }
        if let Some(party) = self.party(phrase.0, head) {
            return Some(found(party));
        }
        if self.cx.is(head, self.cx.program.speech.artist) {
            return self.known_voice(scene, head).map(found);
        }
        if !self.cx.is(head, self.cx.program.speech.expert) {
            return None;
        }
        self.expert_voice(scene, head).map(found)
    }

    /// «Собеседник», «собеседница издания»: the person or the source without a name who was heard last.
    pub fn interlocutor(&self, cue: (usize, usize), phrase: (usize, usize)) -> Option<Attribution> {
        let (start, end) = phrase;
        // «Другой собеседник».
        if start > 0 && self.cx.is(start - 1, self.cx.program.speech.some_of) {
            return None;
        }
        // «Собеседник на рынке» has not been heard yet.
        // Nor has «собеседник агентства в мэрии», but «собеседник агентства в среду» has.
        let last = (end + 1).min(start + OWNER).min(self.cx.layer.tokens().len());
        let dated = |at: usize| {
            let span = self.cx.token(at).span;
            let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
            self.cx.mentions.get(from).is_some_and(|next| next.kind == Kind::Date && next.span.contains(span))
        };
        let placed =
            (start + 1..last).any(|at| self.cx.is(at, self.cx.program.common.preposition) && !dated(at + 1));
        if placed || !self.cx.is(start, self.cx.program.speech.interlocutor) {
            return None;
        }
        // «Дипломат, пожелавший остаться неназванным», and not a body.
        let words = &self.cx.program.speech;
        let bodies =
            [words.nominal, words.body, words.authority, words.premises, words.inanimate, words.medium];
        let body = |at: usize| bodies.iter().any(|&list| self.cx.is(at, list));
        let hidden = |voice: &Voice| {
            let mut tokens = voice.unnamed.map(|span| self.cx.layer.tokens_in(span)).unwrap_or_default();
            let russian = !tokens.is_empty() && self.is_russian(tokens.start);
            let source = tokens.clone().any(|at| self.cx.is(at, words.sources));
            source || russian && !tokens.is_empty() && !tokens.any(body)
        };
        let person = self.personal_voice(start).map(Voice::named);
        let voice = person.or_else(|| self.voice(start).filter(hidden))?;
        Some(voice.attribution(self, cue, start, end))
    }

    /// Whether nothing but a definite article belongs to the noun of a phrase (start, head, end): "the expert", «эксперт».
    pub fn stands_alone(&self, scene: &Scene, (start, head, end): (usize, usize, usize)) -> bool {
        let english = self.cx.token(head).script == Script::Latin;
        let definite =
            !english || head > scene.first && self.cx.is(head - 1, self.cx.program.speech.definite);
        let aside = !english
            && head + 1 < scene.end
            && [self.cx.program.common.place_preposition, self.cx.program.common.with]
                .iter()
                .any(|&list| self.cx.is(head + 1, list));
        // «инженер, проходивший практику»: told of with a clause of his own.
        let clause = |at: usize| {
            scene.punct(at) == Some(',')
                && at + 1 < scene.end
                && matches!(scene.form(at + 1), Form::Active | Form::Attribute)
        };
        let owns =
            !english && end == head + 1 && end < scene.end && (self.is_genitive(scene, end) || clause(end));
        // «Чешский специалист».
        let national =
            |&at: &usize| !english && scene.item_over(at).is_some_and(|item| item.kind == Kind::Nationality);
        let start = (start..head).find(|at| !national(at)).unwrap_or(head);
        let alone = head.saturating_sub(start) <= usize::from(english) && (end <= head + 1 || aside);
        definite && alone && !owns
    }

    /// «чиновник ведомства сообщил»: a common noun behind another one that can be a genitive.
    pub fn is_genitive(&self, scene: &Scene, at: usize) -> bool {
        let noun = scene.punct(at).is_none() && scene.item_over(at).is_none();
        noun && !self.cx.is(at, self.cx.program.common.preposition)
            && self.cx.grammar(at).may_be(GrammaticalCase::Genitive)
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
    pub fn start_of_phrase(&self, scene: &Scene, head: usize, from: usize) -> usize {
        if self.cx.token(head).script == Script::Cyrillic {
            let adjective = |&at: &usize| self.cx.grammar(at).first == Some(Pos::Adjective);
            let start = (from..head).rev().take_while(adjective).last().unwrap_or(head);
            // «пресс-службе», «топ-менеджер».
            let joined = start >= from + 2
                && scene.punct(start - 1) == Some('-')
                && !self.cx.token(start).space_before
                && !self.cx.token(start - 1).space_before;
            return if joined { start - 2 } else { start };
        }
        // "The agency quotes local residents as saying": a verb before them.
        let words = &self.cx.program.speech;
        let said = |&at: &usize| at < head && begins_entry(scene, &[words.say, words.utter], at);
        let start = scene.phrase_starts(head).take_while(|at| !said(at)).last().unwrap_or(head);
        // "The yard's lawyers", "Northland army officials".
        let owner = scene.item_ending(start).filter(|owner| {
            let body = matches!(owner.kind, Kind::Organization | Kind::Location);
            self.cx.is(start, self.cx.program.common.possessive) || body && owner.start >= from
        });
        owner.map_or(start, |owner| owner.start)
    }

    /// The phrase that begins behind the verb, or behind "according to".
    pub fn unnamed_behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let common = &self.cx.program.common;
        let to = to.min(scene.end);
        // «рассказал «Вечеру» представитель завода»: behind whom was told.
        let is_told = |item: &&Item| !self.may_speak(item) || self.is_told_behind(scene, cue, item);
        let us = cue.1 < to && self.cx.is(cue.1, self.cx.program.speech.us);
        let told =
            scene.item_starting(cue.1).filter(is_told).map_or(cue.1 + usize::from(us), |item| item.end);
        let start = (told..to).find(|&at| {
            !self.cx.is(at, common.place_preposition)
                && !begins_entry(scene, &[self.cx.program.speech.beside], at)
        })?;
        // «Говорится в её релизе».
        let hers = |at: usize| {
            [self.cx.program.speech.his, self.cx.program.speech.its].iter().any(|&list| self.cx.is(at, list))
        };
        let leads = |&at: &usize| {
            at == start
                || scene.is_premodifier(at - 1)
                || self.cx.is(at - 1, common.article)
                || at == start + 1 && hers(start)
        };
        // "Recalled one, a chemist".
        let alone = start == cue.1 && self.cx.is(start, self.cx.program.speech.some);
        if alone && (start + 1 >= scene.end || scene.punct(start + 1).is_some()) {
            return Some(self.unnamed_phrase(cue, (start, start + 1)));
        }
        // «сообщили в городском аэропорту».
        let place = start > told && self.cx.is(start - 1, common.place_preposition) && self.is_plural(cue.0);
        let speaks =
            |at: usize| self.is_head(scene, at) || place && self.cx.is(at, self.cx.program.speech.premises);
        let head = (start..to.min(start + REACH_BEHIND)).take_while(leads).find(|&at| speaks(at))?;
        // «рекомендуют туристам»: whom one tells.
        let source = begins_entry(scene, &[self.cx.program.speech.according], cue.0);
        if !source && !self.may_lead(head, start.checked_sub(1).filter(|&at| at >= told)) {
            return None;
        }
        let last = to.min(start + MAX_PHRASE);
        let words = &self.cx.program.speech;
        let medium = |at: usize| self.is_medium(scene, at, last);
        let stops = |&at: &usize| !self.goes_on(scene, at) || self.cx.is(at, words.finite) || medium(at);
        let end = (head + 1..last).find(stops).unwrap_or(last);
        // «Портал «Вести края»».
        let end = self.marked_name(scene, end, scene.end).map_or(end, |close| close + 1);
        if let Some(heard) = self.interlocutor(cue, (start, end)) {
            return Some(heard);
        }
        // "Reported that the firm would buy": what was said, and not who said it.
        if let Some(known) = self.expert(scene, cue, (start, head, end)) {
            return Some(known);
        }
        let clause = begins_entry(scene, &[words.that], start) || end < last && self.cx.is(end, words.finite);
        // "Said one of them, Ilinca".
        let name = self.unknown_after(scene, end).filter(|_| !self.is_russian(cue.0));
        (!clause).then(|| self.unnamed_phrase(cue, name.unwrap_or((start, end))))
    }

    /// Whether a phrase begins at a token that tells how something was said, and not who said it: "in a statement", «в разговоре
    /// с ...».
    pub fn is_medium(&self, scene: &Scene, at: usize, to: usize) -> bool {
        let medium = |at: usize| begins_entry(scene, &[self.cx.program.speech.medium], at);
        self.cx.is(at, self.cx.program.common.preposition) && (at + 1..to.min(at + MEDIUM_REACH)).any(medium)
    }

    /// The phrase with the head at `head`, behind the verb.
    pub fn unnamed_at(&self, scene: &Scene, cue: (usize, usize), head: usize, to: usize) -> Attribution {
        let last = to.min(head + MAX_PHRASE);
        let end = (head + 1..last).find(|&at| !self.goes_on(scene, at)).unwrap_or(last);
        self.unnamed_phrase(cue, (head, end))
    }

    pub fn unnamed_phrase(&self, cue: (usize, usize), phrase: (usize, usize)) -> Attribution {
        let unnamed = self.cx.layer.span_of(phrase.0..phrase.1);
        let span = unnamed.cover(self.cx.layer.span_of(cue.0..cue.1));
        Attribution { cue, speaker: None, unnamed: Some(unnamed), addressee: None, pronoun: false, span }
    }

    /// A name that nobody knew for one, right before the verb: "..., Satkaliyev revealed".
    pub fn unknown_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let from = from.max(scene.first);
        let end = self.before_adverbs(scene, cue.0, from);
        let open = self.before_aside(scene, end, from);
        // "Its director, Brother Anselm Kodjo, said".
        let name = open + 1..end.saturating_sub(1);
        let unknown = || name.clone().all(|at| self.is_unknown(scene, at));
        if open < end && name.len() > 1 && name.len() <= MAX_NAME && unknown() {
            return Some(self.unnamed_phrase(cue, (name.start, name.end)));
        }
        if let Some(name) = self.unknown_apposed(scene, (from, open), end) {
            return Some(self.unnamed_phrase(cue, name));
        }
        let start = (from.max(end.saturating_sub(MAX_NAME))..end)
            .rev()
            .take_while(|&at| self.is_unknown(scene, at))
            .last()?;
        // "The Conservative": one of them, who was named.
        if start > from && self.is_partisan(start, end) {
            let person = Voice::named(self.personal_voice(start)?);
            return Some(person.attribution(self, cue, start - 1, end));
        }
        // One capital at the head of a sentence is no name; what goes on with a name belongs to it.
        // "the Department of Social Services": only the end of a name.
        if start > from && self.cx.is(start - 1, self.cx.program.common.preposition) {
            return None;
        }
        let name = |item: &Item| !matches!(item.kind, Kind::Role | Kind::Nationality | Kind::Date);
        // "Xu warned": one capital right before the verb, and not "Nobody said".
        let bare = || {
            let lists = [self.cx.program.speech.complement, self.cx.program.speech.negation];
            let verb = scene.form(cue.0) == Form::Past || self.cx.is(cue.0, self.cx.program.speech.plain);
            verb && end == cue.0
                && !self.is_russian(start)
                && !lists.iter().any(|&list| self.cx.is(start, list))
        };
        let alone = !scene.item_ending(start).is_some_and(name)
            && (end - start > usize::from(start == scene.first) || bare());
        alone.then(|| self.unnamed_phrase(cue, (start, end)))
    }

    /// Two or more words of a name that nobody knew, which end at `end`.
    pub fn unknown_name(&self, scene: &Scene, from: usize, end: usize) -> Option<(usize, usize)> {
        let near = from.max(scene.first).max(end.saturating_sub(MAX_NAME))..end;
        let start = near.rev().take_while(|&at| self.is_unknown(scene, at)).last()?;
        (end - start > 1).then_some((start, end))
    }

    /// The same right behind the verb: "..., said Satkaliyev".
    pub fn unknown_behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let to = to.min(scene.end);
        let article = cue.1 < to && self.cx.is(cue.1, self.cx.program.common.article);
        let first = cue.1 + usize::from(article);
        let last = (first..to.min(first + MAX_NAME)).take_while(|&at| self.is_unknown(scene, at)).last()?;
        let last = self.end_of_unknown(scene, last, to);
        let closed = last + 1 >= to || scene.punct(last + 1).is_some();
        // "H. E. Bell".
        let initial = last == first && self.cx.token(first).span.len() == 1;
        let whole =
            scene.item_starting(last + 1).is_none() && (last > first || closed && !article) && !initial;
        whole.then(|| self.unnamed_phrase(cue, (first, last + 1)))
    }

    /// "Friends of the Neva", "Hill and Sons": the last word of a name that "of", "for" or "and" carry on, in English.
    fn end_of_unknown(&self, scene: &Scene, last: usize, to: usize) -> usize {
        let common = &self.cx.program.common;
        let joins = |at: usize| {
            at < to
                && (self.cx.is(at, common.preposition) || self.cx.is(at, common.and))
                && !self.is_russian(at)
        };
        let capital = |at: usize| {
            at < to && self.cx.token(at).kind == TokenKind::Word && self.cx.token(at).case != Case::Lower
        };
        if !joins(last + 1) {
            return last;
        }
        let article = usize::from(last + 2 < to && self.cx.is(last + 2, common.article));
        let next = last + 2 + article;
        let dated = scene.item_over(next).is_some_and(|item| item.kind == Kind::Date);
        let end = (next..to.min(next + MAX_NAME)).take_while(|&at| capital(at) && !dated).last();
        let closed = |end: usize| end + 1 >= to || scene.punct(end + 1).is_some();
        end.filter(|&end| closed(end)).unwrap_or(last)
    }

    /// The same between a comma at `comma` and another mark.
    fn unknown_after(&self, scene: &Scene, comma: usize) -> Option<(usize, usize)> {
        let first = comma + 1;
        let last =
            (first..scene.end.min(first + MAX_NAME)).take_while(|&at| self.is_unknown(scene, at)).last()?;
        let closed = last + 1 >= scene.end || scene.punct(last + 1).is_some();
        (closed && scene.punct(comma) == Some(',')).then_some((first, last + 1))
    }

    /// Whether an adverb between commas ends at `end`.
    fn closes_adverb(&self, scene: &Scene, end: usize, from: usize) -> bool {
        let comma = |at: usize| scene.punct(at) == Some(',');
        let adverb = |at: usize| {
            self.cx.is(at, self.cx.program.speech.beside) || self.cx.is(at, self.cx.program.speech.joint)
        };
        end > from + 3 && comma(end - 1) && adverb(end - 2) && comma(end - 3)
    }

    /// A Russian word with a capital that no dictionary has: «Амато предложил», «Центризбирком считает».
    pub fn is_new_word(&self, at: usize) -> bool {
        let token = self.cx.token(at);
        token.kind == TokenKind::Word
            && token.script == Script::Cyrillic
            && token.case != Case::Lower
            && !self.cx.layer.morphology().is_known(self.cx.layer.folded(at))
            && ![self.cx.program.speech.expert, self.cx.program.speech.artist, self.cx.program.speech.there]
                .iter()
                .any(|&list| self.cx.is(at, list))
    }

    /// A capitalised word that is no part of a mention.
    pub fn is_unknown(&self, scene: &Scene, at: usize) -> bool {
        let common = &self.cx.program.common;
        let token = self.cx.token(at);
        token.kind == TokenKind::Word
            && token.case != Case::Lower
            && scene.item_over(at).is_none()
            && ![common.subject_pronoun, common.np_stop, common.article, common.preposition, common.unnamed]
                .into_iter()
                .any(|words| self.cx.is(at, words))
            && !self.is_head(scene, at)
            && !begins_entry(scene, &[self.cx.program.speech.beside], at)
    }

    /// A noun for those who speak, that is no part of a name.
    pub fn is_head(&self, scene: &Scene, at: usize) -> bool {
        let words = &self.cx.program.speech;
        let office = self.is_russian(at) && self.cx.is(at, words.authority);
        let noun = office || begins_entry(scene, &[words.anonymous, words.nominal, words.body], at);
        let source = self.cx.is(at, words.sources);
        let free = |item: &Item| {
            item.mention.is_none() || item.kind == Kind::Quantity || source && item.kind == Kind::Role
        };
        noun && scene.item_over(at).is_none_or(free)
    }

    /// "The tenants' board": the apostrophe of several who own what follows.
    pub fn is_owners_mark(&self, scene: &Scene, at: usize) -> bool {
        matches!(scene.punct(at), Some('\'' | '’'))
            && at > scene.first
            && at + 1 < scene.end
            && !self.cx.token(at).space_before
            && self.cx.layer.folded(at - 1).ends_with('s')
            && self.cx.token(at + 1).case == Case::Lower
    }

    /// Whether the phrase goes on over the token: no mark, no clause of its own.
    pub fn goes_on(&self, scene: &Scene, at: usize) -> bool {
        let named = scene.item_over(at).is_some();
        let said = begins_entry(scene, &[self.cx.program.speech.say, self.cx.program.speech.that], at);
        // «пресс-служба».
        let hyphen = scene.punct(at) == Some('-') && !self.cx.token(at).space_before;
        let numbered = scene.punct(at) == Some('№');
        let free = scene.punct(at).is_none() && !scene.is_break(at) && !said;
        named || hyphen || numbered || self.is_owners_mark(scene, at) || free
    }

    /// Where a phrase like «в один голос» begins that ends at `end`.
    fn phrase_beside(&self, scene: &Scene, end: usize, from: usize) -> Option<usize> {
        let ends = |&start: &usize| {
            let entry = longest_entry(scene, &[self.cx.program.speech.beside], start);
            entry.is_some_and(|(last, _)| last == end)
        };
        (2..=MAX_ADVERB).filter_map(|words| end.checked_sub(words)).find(|start| *start > from && ends(start))
    }

    /// Where what stands before "also", "on Monday", ", meanwhile," ends.
    pub fn before_adverbs(&self, scene: &Scene, verb: usize, from: usize) -> usize {
        let mut end = verb;
        // "Are warning".
        if end > from + 1
            && scene.form(verb) == Form::Gerund
            && self.cx.is(end - 1, self.cx.program.common.be)
        {
            end -= 1;
        }
        // "An official there said".
        let words = &self.cx.program.speech;
        let beside = |at: usize| [words.beside, words.there].iter().any(|&list| self.cx.is(at, list));
        loop {
            let dated = scene.item_ending(end).filter(|item| item.kind == Kind::Date && item.start > from);
            match dated {
                Some(date) => end = date.start,
                None if self.closes_adverb(scene, end, from) => end -= 3,
                None if end > from + 1 && beside(end - 1) => end -= 1,
                None => match self.phrase_beside(scene, end, from) {
                    Some(start) => end = start,
                    None => return end,
                },
            }
        }
    }
}
