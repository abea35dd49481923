//! The speaker before a verb of saying: "Ann Bell of Polar Yards said", "X, who has two docks, said", «Глава завода Иван Белов
//! сообщил».

use svodka_model::Kind;
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, TokenKind, letters};

use crate::entries::longest_entry;
use crate::grammar::bit;
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};

/// Tokens between a speaker and the verb, and of the longest apposition between commas.
const REACH: usize = 16;
const APPOSITION: usize = 40;
/// Tokens of a phrase of place between a name and the comma that opens an apposition.
const PLACE: usize = 9;
/// Tokens of a noun with its article and an adjective.
const NOUN: usize = 4;
/// Tokens from a bracket to a name in it.
const BRACKET: usize = 4;
/// Tokens of the title before an apposed name.
const TITLE: usize = 12;
/// Tokens from the head of a sentence to its subject.
const SUBJECT_REACH: usize = 6;

/// What an aside is told of: an office, which is a name of its own, or a common noun.
enum Apposed {
    Office,
    Noun,
}

impl Speakers<'_> {
    pub fn before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let verb = self.before_adverbs(scene, cue.0, from.max(scene.first));
        if let Some(item) = self.between_commas(scene, verb, from)
            && let Some(speaker) = self.speaker(item)
        {
            return Some(self.found(cue, speaker, self.addressee(scene, cue), item));
        }
        if let Some(item) = self.with_apposition(scene, verb, from)
            && let Some(speaker) = self.speaker(item)
        {
            if let Some(phrase) = self.speaker_for_body(scene, item, from) {
                return Some(self.unnamed_phrase(cue, phrase));
            }
            return Some(self.found(cue, speaker, self.addressee(scene, cue), item));
        }
        let items = scene.items.iter().rev().filter(|item| item.end <= cue.0 && item.start >= from);
        let mut governed = None;
        for item in items.take(6) {
            if !self.joins(scene, item.end, cue.0) || item.is_unnamed() || self.is_parted(scene, item, cue.0)
            {
                break;
            }
            // "A report, seen by the Perm Post, says".
            if self.is_told_of(scene, item, verb, from) {
                continue;
            }
            // "Union-backed mediators said".
            if scene.punct(item.end) == Some('-')
                && !self.is_russian(cue.0)
                && !self.cx.token(item.end).space_before
            {
                break;
            }
            // «Представитель Камского банка (КБ) сообщил»: the bracket belongs to the office.
            let owned = |body: &&Item| {
                let office = scene.item_ending(body.start).filter(|office| office.kind == Kind::Role);
                self.is_russian(cue.0) && office.is_some()
            };
            let item = self.before_bracket(scene, item).filter(|body| !owned(body)).unwrap_or(item);
            // «Председатель Банка России сообщил»: the office, which comes next.
            let nation = scene.item_ending(item.start).filter(|land| land.kind == Kind::Nationality);
            let title = nation.map_or(item.start, |land| land.start);
            let office = scene.item_ending(title).is_some_and(|office| office.kind == Kind::Role);
            if office && self.is_russian(cue.0) && matches!(item.kind, Kind::Organization | Kind::Location) {
                continue;
            }
            // «Очевидец, житель улицы X, рассказал»: what an aside tells of a noun.
            match self.head_of_aside(scene, item, verb, from) {
                Some(Apposed::Office) => continue,
                Some(Apposed::Noun) => break,
                None => {}
            }
            // «На видео ведомства один из них говорит»: who speaks stands between the two.
            let between = |at: usize| {
                let noun = self.is_russian(at) && scene.item_over(at).is_none();
                noun && self.cx.is(at, self.cx.program.speech.some_of)
                    && self.cx.grammar(at).may_be(GrammaticalCase::Nominative)
            };
            // «Опрошенные «Вестями» аналитики полагают»: the noun behind a name that is no subject.
            let people = |at: usize| {
                let free = scene.item_over(at).is_none_or(|other| other.is_unnamed());
                let several = self.is_plural(cue.0) && self.is_several(at);
                free && several && self.is_person_noun(at)
            };
            let told = || {
                let name = item.mention.filter(|_| item.kind == Kind::Organization && !item.pronoun);
                self.is_russian(cue.0) && name.is_some_and(|name| !self.is_nominative(name))
            };
            if (item.end..verb).any(between) || told() && (item.end..verb).any(people) {
                break;
            }
            // «Об уходе Ивана Белова сообщили»: one person is no subject of a plural.
            // «В канцелярии премьера подтвердили»: nor is one office.
            let one = match item.kind {
                Kind::Person => true,
                Kind::Role => !self.is_several(item.start),
                _ => false,
            };
            if self.is_russian(cue.0) && self.is_plural(cue.0) && one && self.is_single(scene, item) {
                continue;
            }
            // "A Fund official said": one of its people.
            if let Some(head) = self.member(scene, item, cue.0) {
                let end = self.before_adverbs(scene, cue.0, head).max(head + 1);
                return Some(self.unnamed_phrase(cue, (self.start_of_phrase(scene, head, from), end)));
            }
            // «В ВТБ «Ведомостям» подтвердили»: the place where it was said speaks, and the paper is told.
            let near = scene.items.iter().rev().find(|other| other.end <= item.start);
            if let Some(office) = near.filter(|near| self.tells_paper(scene, cue, near, item))
                && let Some(speaker) = self.speaker(office)
            {
                return Some(self.found(cue, speaker, item.mention, office));
            }
            // "Ann Bell's lawyers insist": those of a person, and not she.
            if let Some(end) = self.people_of(scene, item, cue.0) {
                return Some(self.unnamed_phrase(cue, (item.start, end)));
            }
            // "The premier's office confirmed".
            let owner = item.kind == Kind::Role && self.cx.is(item.end, self.cx.program.common.possessive);
            if owner || !self.may_speak(item) || self.is_outlet(scene, item, from) {
                continue;
            }
            if let Some(phrase) = self.aide(scene, item) {
                return Some(self.unnamed_phrase(cue, (phrase, item.end)));
            }
            let Some(speaker) = self.speaker(item).or_else(|| self.state(scene, item, cue.0)) else {
                let subject = !self.is_russian(item.start)
                    || item.mention.is_none_or(|title| self.is_nominative(title));
                if item.kind == Kind::Role && governed.is_none() && subject {
                    return Some(self.by_office_before(scene, cue, item));
                }
                continue;
            };
            let found = self.found(cue, speaker, self.addressee(scene, cue), item);
            // «Премьер Иван Белов накануне визита главы МИДа сообщил»: of an office between the speaker and the verb.
            if self.is_russian(cue.0) && self.is_of_office(scene, item) {
                governed = governed.or(Some(found));
                continue;
            }
            // «Иван Белов после визита главы МИДа сообщил»: a body that is no nominative, if nobody else speaks.
            let russian = self.is_russian(item.start);
            let nominative =
                || item.mention.is_none_or(|name| self.is_nominative(name) && !self.is_declined_short(name));
            if russian && item.kind == Kind::Organization && !self.is_governed(scene, item) && !nominative() {
                governed = governed.or(Some(found));
                continue;
            }
            // "Ann Bell of Polar Yards said": the one before the preposition.
            if item.kind == Kind::Person || !self.is_complement(scene, item) {
                let several = !russian || self.is_plural(cue.0);
                let first = if several { self.first_of_list(scene, item, from) } else { item };
                let speaker = self.speaker(first).filter(|_| first.start < item.start);
                return Some(
                    speaker.map_or(found, |speaker| self.found(cue, speaker, found.addressee, first)),
                );
            }
            // "Ann Bell of Polar Yards said", whose name was not found.
            if let Some((start, _)) =
                scene.governor(item.start).and_then(|of| self.unknown_name(scene, from, of))
            {
                return Some(self.unnamed_phrase(cue, (start, item.end)));
            }
            if let Some(phrase) = self.head_before(scene, item, from) {
                let end = self.before_adverbs(scene, cue.0, item.end);
                return Some(self.unnamed_phrase(cue, (phrase, end)));
            }
            if let Some((start, end)) = self.told_apart(scene, item, from) {
                return Some(self.unnamed_phrase(cue, (start, end)));
            }
            // «Лидер напомнил, что внёс в Думу проект, и подчеркнул»: of a place only a plural tells, or «отмечается».
            let place = |at: usize| self.cx.is(at, self.cx.program.common.place_preposition);
            let near = (scene.first.max(item.start.saturating_sub(2))..item.start).any(place);
            if !russian || near && self.is_of_place(cue.0) {
                governed = governed.or(Some(found));
            }
        }
        governed
    }

    /// What stands before an aside in front of a Russian verb, if the item only tells in it who that is.
    fn head_of_aside(&self, scene: &Scene, item: &Item, verb: usize, from: usize) -> Option<Apposed> {
        let open = self.before_aside(scene, verb, from);
        let head = open.checked_sub(1).filter(|&at| open < item.start && at >= scene.first)?;
        let named =
            scene.items.iter().any(|item| item.kind == Kind::Person && item.start > open && item.end < verb);
        if named || !self.is_russian(head) {
            return None;
        }
        let office = scene.item_ending(open).is_some_and(|office| office.kind == Kind::Role);
        // «Республиканцы, которые победили в Сенате, обещают».
        let relative =
            self.cx.is(open + 1, self.cx.program.common.relative) && scene.item_over(head).is_none();
        let noun = (relative && self.cx.grammar(head).is_noun() || self.is_head(scene, head))
            && self.cx.grammar(head).may_be(GrammaticalCase::Nominative);
        match (office, noun) {
            (true, _) => Some(Apposed::Office),
            (false, true) => Some(Apposed::Noun),
            (false, false) => None,
        }
    }

    /// Whether a name belongs to what an aside before an English verb tells of the one who speaks: "seen by X".
    fn is_told_of(&self, scene: &Scene, item: &Item, verb: usize, from: usize) -> bool {
        let comma = |at: usize| scene.punct(at) == Some(',');
        let Some(close) = verb.checked_sub(1).filter(|&at| comma(at) && !self.is_russian(verb)) else {
            return false;
        };
        let near = from.max(scene.first).max(close.saturating_sub(APPOSITION))..close;
        let open = near.rev().find(|&at| comma(at) && scene.item_over(at).is_none());
        open.is_some_and(|open| {
            item.start > open + 1 && self.cx.is(open + 1, self.cx.program.speech.source_rest)
        })
    }

    /// Where the noun for people or an office ends that belong to a person, right before the verb.
    fn people_of(&self, scene: &Scene, item: &Item, verb: usize) -> Option<usize> {
        let owns = item.kind == Kind::Person
            && !item.pronoun
            && item.end < verb
            && self.cx.is(item.end, self.cx.program.common.possessive);
        let end = self.before_adverbs(scene, verb, item.end);
        let plain =
            |at: usize| scene.is_premodifier(at) && scene.item_over(at).is_none_or(|item| item.is_unnamed());
        (owns && end > item.end + 1 && (item.end + 1..end).all(plain)).then_some(end)
    }

    /// "Kama Bank (MOEX: KAMA) said", "A. Bell (Kama Bank) replied": the name before the bracket in which another stands.
    fn before_bracket<'s>(&self, scene: &'s Scene, item: &Item) -> Option<&'s Item> {
        let mut near = (scene.first.max(item.start.saturating_sub(BRACKET))..item.start).rev();
        let edge = near.find(|&at| matches!(scene.punct(at), Some('(' | ')')))?;
        let open = scene.punct(edge) == Some('(');
        let told =
            |before: &&Item| before.kind == item.kind || before.kind == Kind::Person && !before.pronoun;
        scene.item_ending(edge).filter(|before| open && told(before))
    }

    /// «МИДа»: capitals with an ending in small letters.
    fn is_declined_short(&self, name: u32) -> bool {
        let surface = &self.cx.mentions[name as usize].surface;
        let upper = |at: usize| surface.chars().nth(at).is_some_and(char::is_uppercase);
        upper(0)
            && upper(1)
            && !surface.contains(' ')
            && surface.chars().last().is_some_and(char::is_lowercase)
    }

    /// Whether a name is no part of an enumeration, and is not one of several people by itself.
    fn is_single(&self, scene: &Scene, item: &Item) -> bool {
        let joined = |at: usize| scene.punct(at) == Some(',') || self.cx.is(at, self.cx.program.speech.joint);
        let before = (scene.first..item.start).rev().take(SUBJECT_REACH).any(joined);
        let with = item.end < scene.end && self.cx.is(item.end, self.cx.program.common.with);
        !(item.pronoun || before || with)
    }

    /// "A spokesman for the operator, Kama Lines, said": the phrase of the one who speaks for an apposed body.
    fn speaker_for_body(&self, scene: &Scene, item: &Item, from: usize) -> Option<(usize, usize)> {
        let words = &self.cx.program.speech;
        let start = from.max(scene.first);
        let comma = (start..item.end.min(start + TITLE)).find(|&at| scene.punct(at) == Some(','))?;
        let mut inside = (start + 1..comma).take_while(|&at| scene.punct(at).is_none());
        let head = inside.find(|&at| self.cx.is(at, words.anonymous) && scene.governor(at + 2).is_some())?;
        let opens = self.cx.is(start, words.determiner) && head <= start + 2;
        (item.kind == Kind::Organization && opens).then_some((start, comma))
    }

    /// "Of the pollster Demos": whether a preposition governs a body over the words of its noun phrase.
    pub fn is_complement(&self, scene: &Scene, item: &Item) -> bool {
        let over = || scene.phrase_starts(item.start).any(|start| scene.governor(start).is_some());
        self.is_governed(scene, item) || !self.is_russian(item.start) && over()
    }

    /// "A man who answered at Kama said", "teachers quoted by the Post said": the people with whom an English clause begins, and of
    /// whom the words up to a name only tell.
    fn told_apart(&self, scene: &Scene, item: &Item, from: usize) -> Option<(usize, usize)> {
        if self.is_russian(item.start) {
            return None;
        }
        let start = (from.max(scene.first)..item.start).find(|&at| !self.leads_in(at))?;
        let free =
            |at: usize| scene.item_over(at).is_none_or(|item| item.is_unnamed() || item.kind == Kind::Role);
        let tells = |&at: &usize| {
            self.cx.layer.folded(at) == "who" || self.cx.is(at, self.cx.program.speech.source_rest)
        };
        let end = (start + 1..item.start.min(start + NOUN + 1)).find(tells)?;
        let plain = (start..end).all(|at| free(at) && (at == start || scene.is_premodifier(at)));
        let people = self.cx.is(start, self.cx.program.speech.determiner) && end > start + 1
            || self.cx.layer.folded(end - 1).ends_with('s') && self.cx.token(end - 1).kind == TokenKind::Word;
        (plain && people).then_some((start, end))
    }

    /// «Источник «Вестника» в компании X», «собеседник, близкий к X»: where the phrase begins of those who speak, in Russian.
    fn head_before(&self, scene: &Scene, item: &Item, from: usize) -> Option<usize> {
        if !self.is_russian(item.start) {
            return None;
        }
        let near = from.max(scene.first).max(item.start.saturating_sub(TITLE))..item.start;
        let inside = |&at: &usize| {
            scene.item_over(at).is_some() || scene.punct(at) == Some(',') || self.goes_on(scene, at)
        };
        let head = near.rev().take_while(inside).filter(|&at| {
            self.cx.is(at, self.cx.program.speech.anonymous)
                && self.cx.grammar(at).nouns & bit(GrammaticalCase::Nominative) != 0
        });
        head.last().map(|head| self.start_of_phrase(scene, head, from))
    }

    /// «..., понтифик сказал», "..., the club said": whether a comma parts a name from the noun that is the subject.
    fn is_parted(&self, scene: &Scene, item: &Item, verb: usize) -> bool {
        let comma = |at: usize| scene.punct(at) == Some(',');
        let near = verb.checked_sub(1).filter(|&at| at > item.end && scene.item_over(at).is_none());
        near.is_some_and(|at| match self.is_russian(verb) {
            true => {
                let noun = self.cx.grammar(at);
                comma(at - 1) && noun.is_noun() && noun.nouns & bit(GrammaticalCase::Nominative) != 0
            }
            false => {
                let definite = |&at: &usize| self.cx.is(at, self.cx.program.speech.definite);
                let plain = |&at: &usize| scene.is_premodifier(at) || definite(&at);
                let the = (item.end + 1..=at).rev().take(NOUN).take_while(plain).find(definite);
                let bare = || {
                    let end = self.before_adverbs(scene, verb, item.end);
                    let first = item.end + 1;
                    // "..., lawyers for both sides confirmed".
                    let leads = |at: usize| self.cx.is(at, self.cx.program.common.preposition);
                    let led = end > first + 1 && self.is_head(scene, first) && leads(first + 1);
                    let rest = if led { first + 2 } else { first };
                    comma(item.end)
                        && end > rest
                        && end <= first + NOUN
                        && (led || self.is_head(scene, end - 1))
                        && (rest..end - 1).all(|at| scene.is_premodifier(at))
                };
                the.is_some_and(|the| the < at && comma(the - 1)) || bare()
            }
        })
    }

    /// The English noun for people between the name of a body and the verb.
    fn member(&self, scene: &Scene, item: &Item, verb: usize) -> Option<usize> {
        let words = &self.cx.program.speech;
        if self.is_russian(verb) || !matches!(item.kind, Kind::Organization | Kind::Location) {
            return None;
        }
        let head = item.end;
        let person = head < verb && scene.item_over(head).is_none_or(|item| item.kind == Kind::Role);
        // "The Treasury committee said".
        let body = || {
            let organ = [words.authority, words.body].iter().any(|&list| self.cx.is(head, list));
            organ
                && !item.nominal
                && !self.is_complement(scene, item)
                && scene.item_over(head).is_none()
                && self.cx.token(head).case == Case::Lower
        };
        (person && (self.cx.is(head, words.anonymous) || body())).then_some(head)
    }

    /// Whether a body stands right behind an office that is no nominative.
    fn is_of_office(&self, scene: &Scene, item: &Item) -> bool {
        let near = scene.first.max(item.start.saturating_sub(2))..=item.start;
        let office = near.rev().find_map(|at| scene.item_ending(at)).filter(|other| other.kind == Kind::Role);
        let office =
            office.and_then(|office| office.mention).map(|office| &self.cx.mentions[office as usize]);
        office.is_some_and(|office| {
            svodka_text::fold::fold(&office.surface) != svodka_text::fold::fold(&office.norm)
        })
    }

    /// Whom a sentence begins with, a verb of saying being joined to its verb by the conjunction at `joint`.
    pub fn subject(&self, scene: &Scene, cue: (usize, usize), joint: usize) -> Option<Attribution> {
        let mut items = scene.items.iter().take_while(|item| item.start <= scene.first + SUBJECT_REACH);
        let item = items.find(|item| {
            let acts = match item.kind {
                Kind::Person | Kind::Organization => true,
                Kind::Location => !self.is_governed(scene, item),
                _ => false,
            };
            acts && !self.in_title(scene, item) && !self.cx.is(item.end, self.cx.program.common.possessive)
        });
        // "The museum's deputy director, Ann Bell, confirms", «Производитель, фирма X, отказался»: the name behind the title.
        let common = item.is_none_or(|item| item.nominal || self.is_governed(scene, item));
        let apposed = if common { self.apposed_subject(scene, joint) } else { None };
        let item = apposed.or(item)?;
        if let Some(phrase) = self.people_beside(scene, item, joint) {
            return Some(self.unnamed_phrase(cue, phrase));
        }
        let governed = self.is_governed(scene, item) || item.is_unnamed() || !self.may_speak(item);
        // «Подрядчик — фирма X — отказался и заявил».
        let dash = |at: usize| scene.punct(at).is_some_and(letters::is_dash);
        let marked = item.start > scene.first && dash(item.start - 1) && dash(item.end);
        let end = item.end + usize::from(marked);
        let near = end < joint && !(end..joint).any(|at| scene.is_break(at));
        let country = || item.mention.filter(|_| item.kind == Kind::Location).map(|place| (place, false));
        let speaker = self.speaker(item).or_else(country).filter(|_| near && !governed)?;
        Some(self.found(cue, speaker, self.addressee(scene, cue), item))
    }

    /// "Ruritanian border officials have found a tunnel and say": the people whom a name at the head of a sentence tells of.
    fn people_beside(&self, scene: &Scene, item: &Item, joint: usize) -> Option<(usize, usize)> {
        let land = matches!(item.kind, Kind::Location | Kind::Organization) && !self.is_russian(item.start);
        let plain = |&at: &usize| {
            let office = scene.item_over(at).is_none_or(|item| item.kind == Kind::Role);
            office && scene.is_premodifier(at) && !self.acts(scene, at)
        };
        let head = (item.end..joint.min(item.end + NOUN)).take_while(plain).filter(|_| land).last()?;
        let people = self.cx.is(head, self.cx.program.speech.anonymous) && !item.nominal;
        (people && !self.is_governed(scene, item))
            .then(|| (self.start_of_phrase(scene, head, scene.first), head + 1))
    }

    /// "Remarks by the artist Ann Bell, who said", "by a commander, who says": whom the comma before "who" closes, where that is
    /// not what the sentence begins with.
    pub fn antecedent(&self, scene: &Scene, cue: (usize, usize)) -> Option<Attribution> {
        let from = scene.first;
        let who = self.before_adverbs(scene, cue.0, from).checked_sub(1).filter(|&at| at > from + 1)?;
        // "Was rejected by lawmakers who said".
        let closed = scene.punct(who - 1) == Some(',');
        let comma = if closed { who - 1 } else { who };
        let several = |at: usize| {
            self.cx.layer.folded(at).ends_with('s') && !self.cx.is(at, self.cx.program.speech.inanimate)
        };
        let people = || {
            let noun = scene.item_over(who - 1).is_none_or(|item| item.is_unnamed());
            noun && (self.is_head(scene, who - 1) || several(who - 1))
        };
        let opens = self.cx.layer.folded(who) == "who" && (closed || people());
        let item = scene.item_ending(comma).filter(|_| opens);
        // "..., said Ann Bell, who noted that".
        let said = |item: &Item| {
            let near = scene.first.max(item.start.saturating_sub(SUBJECT_REACH))..item.start;
            closed && near.into_iter().any(|at| self.cx.is(at, self.cx.program.speech.plain))
        };
        let named =
            |item: &&Item| item.kind == Kind::Person && (self.is_complement(scene, item) || said(item));
        if let Some(item) = item.filter(named) {
            return Some(self.found(cue, self.speaker(item)?, None, item));
        }
        let last = comma.checked_sub(1).filter(|&at| opens && at > from)?;
        let office = item.is_none_or(|item| item.kind == Kind::Role);
        let common = |at: usize| scene.item_over(at).is_none_or(|item| item.is_unnamed());
        let noun = item.is_some() || scene.is_premodifier(last) && common(last);
        let head = item.map_or(last, |item| item.start);
        let start = scene.phrase_starts(head).last().unwrap_or(head);
        let opens = |at: usize| self.cx.is(at, self.cx.program.speech.determiner);
        let start = start - usize::from(!opens(start) && start > from && opens(start - 1));
        let led = start > from && self.cx.is(start - 1, self.cx.program.common.preposition);
        let opened = opens(start) || !closed;
        let behind = led && opened && office && noun;
        behind.then(|| self.unnamed_phrase(cue, (start, comma)))
    }

    /// "The union's director, Ann Bell, said the ...": whether a name between commas stands right before the verb.
    pub fn is_apposed_person(&self, scene: &Scene, verb: usize) -> bool {
        let comma = verb.checked_sub(1).filter(|&at| at > scene.first && scene.punct(at) == Some(','));
        let item = comma.and_then(|comma| scene.item_ending(comma)).filter(|item| item.kind == Kind::Person);
        item.is_some_and(|item| item.start > scene.first && scene.punct(item.start - 1) == Some(','))
    }

    /// "..., the organiser, Kama Fairs, said": the name between commas behind a common noun of its own between commas.
    fn between_commas<'s>(&self, scene: &'s Scene, verb: usize, from: usize) -> Option<&'s Item> {
        let comma = |at: usize| at > from.max(scene.first) && scene.punct(at) == Some(',');
        let close = verb.checked_sub(1).filter(|&at| comma(at) && !self.is_russian(verb))?;
        let named = |item: &&Item| {
            matches!(item.kind, Kind::Person | Kind::Organization) && !item.nominal && !item.pronoun
        };
        let item = scene.item_ending(close).filter(named)?;
        let open = item.start.checked_sub(1).filter(|&at| comma(at))?;
        let inside = |&at: &usize| scene.punct(at).is_none();
        let start = (from.max(open.saturating_sub(NOUN))..open).rev().take_while(inside).last()?;
        let noun = |at: usize| scene.is_premodifier(at) || self.cx.is(at, self.cx.program.speech.definite);
        let whole = self.cx.is(start, self.cx.program.speech.definite) && (start..open).all(noun);
        (start > from && comma(start - 1) && whole).then_some(item)
    }

    /// The name between the first two commas of a sentence that begins with a common noun.
    fn apposed_subject<'s>(&self, scene: &'s Scene, joint: usize) -> Option<&'s Item> {
        let last = joint.min(scene.first + TITLE);
        let comma = (scene.first..last).find(|&at| scene.punct(at) == Some(','))?;
        let close = (comma + 1..joint).find(|&at| scene.punct(at) == Some(','))?;
        let item = scene.item_ending(close).filter(|item| item.start > comma && !item.nominal)?;
        let near = item.start <= comma + 4;
        let acts = |at: usize| !self.is_russian(at) && self.acts(scene, at);
        let near = near && !(scene.first..comma).any(acts);
        (near && matches!(item.kind, Kind::Person | Kind::Organization)).then_some(item)
    }

    /// Whether a preposition leads to the item.
    pub fn is_governed(&self, scene: &Scene, item: &Item) -> bool {
        let common = &self.cx.program.common;
        let near = (scene.first.max(item.start.saturating_sub(2))..item.start).rev();
        let mut near =
            near.skip_while(|&at| !self.cx.is(at, common.preposition) && self.cx.is(at, common.article));
        near.next().is_some_and(|at| self.cx.is(at, common.preposition))
    }

    /// "X, who has ... behind him, said": the one whose apposition a comma before the verb closes.
    pub fn with_apposition<'s>(&self, scene: &'s Scene, verb: usize, from: usize) -> Option<&'s Item> {
        let from = from.max(scene.first);
        if verb < from + 2 {
            return None;
        }
        let mark = scene.punct(verb - 1)?;
        if letters::is_dash(mark) {
            return self.between_dashes_before(scene, verb, from);
        }
        if mark != ',' {
            return None;
        }
        if let Some(apposed) = self.behind_title(scene, verb - 1, from) {
            return Some(apposed);
        }
        // "Its director, Ann Bell, a lawyer from Perm, says": the title and its comma come first.
        let apposed =
            |item: &Item| scene.item_starting(item.end + 1).is_some_and(|next| next.kind == Kind::Person);
        let title =
            |item: &&Item| item.kind == Kind::Role && (scene.punct(item.end) != Some(',') || apposed(item));
        // «Китайское агентство X, ссылаясь на ..., сообщает».
        let plain = |item: &&Item| !matches!(item.kind, Kind::Nationality | Kind::Date);
        let mut items = scene.items.iter().skip_while(|item| item.start < from).filter(plain).take(3);
        // «Адвокат Белова Пётр Орлов, который ..., заявил»: the second.
        let owner = |item: &Item| {
            let next = scene.item_starting(item.end).filter(|next| next.kind == Kind::Person);
            item.kind == Kind::Person && next.is_some()
        };
        let first = items.find(|item| !title(item) && !self.in_title(scene, item) && !owner(item))?;
        if first.end > verb {
            return None;
        }
        // "The mayor's office, asked to comment, said".
        if first.end < verb && self.cx.is(first.end, self.cx.program.common.possessive) {
            return None;
        }
        // «Его предшественник, Иван Белов, ушёл сам, считают в холдинге», «Анна Лис осторожнее: ветер крепчает, отмечает она».
        let parted = (first.end..verb)
            .any(|at| matches!(scene.punct(at), Some(':' | ';')) && scene.item_over(at).is_none());
        let alone = first.kind == Kind::Person && self.is_russian(verb) && self.is_plural(verb);
        if parted || alone {
            return None;
        }
        // «Палата в отчёте, обнародованном в пятницу, указала».
        let comma = (first.end..verb.min(first.end + PLACE)).find(|&at| scene.punct(at) == Some(','));
        let words = |at: usize| {
            scene.item_over(at).is_some()
                || self.cx.is(at, self.cx.program.common.preposition)
                || scene.is_premodifier(at)
        };
        let leads = comma.is_some_and(|comma| {
            comma == first.end
                || self.cx.is(first.end, self.cx.program.common.preposition)
                    && comma + 1 < verb
                    && (first.end..comma).all(words)
        });
        // «Первый заместитель директора «Камы» Анна Лис, которую цитирует газета, сообщила».
        let inside = |at: usize| scene.item_over(at).is_some() || scene.punct(at).is_some();
        let titled = first.kind == Kind::Person && first.start <= from + TITLE;
        let opens = first.start <= from + 5 || titled && (from..first.start).all(inside);
        let opens = opens && leads;
        let near = first.end + 1 < verb && verb - first.end <= APPOSITION;
        let speaks = |item: &Item| {
            matches!(item.kind, Kind::Person | Kind::Organization)
                && self.may_speak(item)
                && !(item.kind == Kind::Organization && self.is_governed(scene, item))
        };
        // «Президент «МикроБанка», Антонио Вила, рассказал»: the name behind the title.
        let named = |next: &&Item| {
            next.kind == Kind::Person && scene.behind_bracket(next.end) + 1 == verb && speaks(next)
        };
        // "The company at the centre of the affair, Northgate Mobile, denied": a body behind its common noun.
        let body = |next: &&Item| {
            let both = first.nominal && first.kind == Kind::Organization && next.kind == Kind::Organization;
            both && !next.nominal && next.end + 1 == verb
        };
        let apposed = || comma.and_then(|comma| scene.item_starting(comma + 1)).filter(body);
        let next = scene.item_starting(first.end + 1).filter(named).or_else(apposed);
        (opens && near && speaks(first)).then_some(next.unwrap_or(first))
    }

    /// "..., its finance chief, Ann Bell, said": the name that a comma at `close` ends, behind an office that another comma parts
    /// from what stands before it.
    fn behind_title<'s>(&self, scene: &'s Scene, close: usize, from: usize) -> Option<&'s Item> {
        let comma = |at: usize| scene.punct(at) == Some(',');
        let name = scene.item_ending(close).filter(|item| item.kind == Kind::Person && !item.pronoun)?;
        let open = name.start.checked_sub(1).filter(|&at| at > from && comma(at))?;
        let title = scene.item_ending(open).filter(|item| item.kind == Kind::Role)?;
        let start = scene.phrase_starts(title.start).last().unwrap_or(title.start);
        (start > from && comma(start - 1) && !self.is_russian(close + 1)).then_some(name)
    }

    /// «Партнёр завода — фирма X — предупредил», "X — a maker of Y — said": the name before the first dash, else the one
    /// between the two.
    fn between_dashes_before<'s>(&self, scene: &'s Scene, verb: usize, from: usize) -> Option<&'s Item> {
        let dash =
            |at: &usize| scene.punct(*at).is_some_and(letters::is_dash) && self.cx.token(*at).space_before;
        let open = (from.max(verb.saturating_sub(APPOSITION))..verb - 1).rev().find(dash)?;
        let speaks = |item: &&Item| {
            matches!(item.kind, Kind::Person | Kind::Organization)
                && !item.is_unnamed()
                && self.may_speak(item)
                && !self.is_governed(scene, item)
        };
        let before = scene.item_ending(open).filter(|item| item.start <= from + SUBJECT_REACH).filter(speaks);
        before.or_else(|| scene.item_ending(verb - 1).filter(speaks))
    }

    /// Whether an item is part of the title before a name: «глава Якутии» before «Айсен Николаев».
    pub fn in_title(&self, scene: &Scene, item: &Item) -> bool {
        let mark = scene.punct(item.end).is_some_and(letters::is_closing_quote);
        let end = item.end + usize::from(mark);
        item.kind != Kind::Person && scene.item_starting(end).is_some_and(|next| next.kind == Kind::Person)
    }

    /// Whether only what belongs to the speaker or the verb stands between the two: no full clause.
    fn joins(&self, scene: &Scene, from: usize, to: usize) -> bool {
        let words = &self.cx.program.speech;
        if to - from > REACH {
            return false;
        }
        let mut at = from;
        let opening = scene.item_ending(from).is_some_and(|item| {
            let title = item.start.checked_sub(1).and_then(|_| scene.item_ending(item.start));
            let start =
                title.filter(|title| title.kind == Kind::Role).map_or(item.start, |title| title.start);
            let comma = start > scene.first && scene.punct(start - 1) == Some(',');
            start <= scene.first + 4 || comma && item.kind == Kind::Person && !self.is_russian(item.start)
        });
        let mut free = if opening { 6 } else { 3 };
        while at < to {
            if let Some(item) = scene.item_starting(at).filter(|item| item.end <= to) {
                at = item.end;
            } else if let Some((end, _)) = longest_entry(scene, &[words.beside], at) {
                at = end;
            } else if longest_entry(scene, &[words.citing], at).is_some() {
                // «X со ссылкой на источник и документы сообщило».
                return !(at..to).any(|at| scene.is_break(at) || self.acts(scene, at));
            } else if let Some(close) = self.marked_name(scene, at, to) {
                at = close + 1;
            } else if self.is_russian(to) && self.is_medium(scene, at, to) {
                // «Директор X в ходе пресс-конференции сказал».
                return !(at..to).any(|at| scene.is_break(at) || self.acts(scene, at));
            } else if scene.behind_bracket(at) > at {
                at = scene.behind_bracket(at);
            } else if scene.punct(at) == Some(',') {
                // An apposition up to the next comma.
                let close = (at + 1..to).find(|&next| scene.punct(next) == Some(','));
                at = close.map_or(at + 1, |close| close + 1);
            } else if self.role_over(at, at + 1).is_some()
                || matches!(scene.punct(at), Some(')' | ']'))
                || scene.punct(at) == Some('-') && !self.cx.token(at).space_before
                || at + 2 >= to && at > from && self.cx.is(at, self.cx.program.common.relative)
                || at + 1 == to && at > from && self.cx.is(at, words.seat)
            {
                at += 1;
            } else if free > 0 && !scene.is_break(at) && self.cx.token(at).kind == TokenKind::Word {
                free -= 1;
                at += 1;
            } else {
                return false;
            }
        }
        true
    }
}
