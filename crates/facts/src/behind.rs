//! The speaker behind a verb of saying or a phrase for the source: "said the head of X, Ann Bell", «сообщили в полиции»,
//! "according to X".

use svodka_model::Kind;
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{TokenKind, letters};

use crate::entries::{begins_entry, longest_entry};
use crate::grammar::bit;
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Tokens behind "according to" that may name the source, and behind a verb, where a long title may come first.
const REACH: usize = 16;
const REACH_BEHIND: usize = 30;
/// Tokens from a verb to «источник».
const SOURCE_REACH: usize = 6;
/// Tokens of a name between marks with the marks.
const MARKED_NAME: usize = 7;
/// Tokens of an office and the body that it belongs to.
const MAX_OFFICE: usize = 12;

impl Speakers<'_> {
    /// The speaker behind the verb: the first person of the clause, else the organisation that stands right there.
    pub fn behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let limit = self.clause_behind(scene, cue, to);
        let hidden = (cue.1..limit.min(cue.1 + SOURCE_REACH))
            .find(|&at| self.cx.is(at, self.cx.program.speech.sources));
        if let Some(head) = hidden.filter(|_| self.is_russian(cue.0)) {
            if let Some(heard) = self.interlocutor(cue, (head, head + 1)) {
                return Some(heard);
            }
            return Some(self.unnamed_at(scene, cue, head, limit));
        }
        if begins_entry(scene, &[self.cx.program.speech.citing], cue.1) {
            return self.behind_source(scene, cue, limit);
        }
        let mut body: Option<(&Item, (u32, bool))> = None;
        let comma = self.comma(scene, cue.1, limit);
        for item in scene.items.iter().filter(|item| item.start >= cue.1 && item.start < limit) {
            let aside = item.start > comma;
            // «..., сказал директор, он не знает».
            let next = item.pronoun && self.is_russian(cue.0);
            if aside && (body.is_some() || next) && !self.is_apposition(scene, comma, item) {
                break;
            }
            if item.is_unnamed() && body.is_none() {
                // "Said the treasurer of the club, Ann Bell".
                let of = item.start > cue.1 + 1 && self.is_governed(scene, item) && !self.is_russian(cue.0);
                if self.is_audience(item) || of {
                    continue;
                }
                return None;
            }
            let Some(speaker) = self.speaker(item).filter(|_| self.may_speak(item)) else { continue };
            // "Reaffirmed the Alliance's resolve".
            if item.end < limit && self.cx.is(item.end, self.cx.program.common.possessive) {
                continue;
            }
            if self.is_outlet(scene, item, cue.1) || self.is_told_behind(scene, cue, item) {
                continue;
            }
            // «сказал адвокат бизнесмена Ивана Белова».
            if item.kind == Kind::Person
                && let Some(start) = self.aide(scene, item).filter(|&start| start >= cue.1)
            {
                return Some(self.unnamed_phrase(cue, (start, item.end)));
            }
            if item.kind == Kind::Person || self.cx.mentions[speaker.0 as usize].kind == Kind::Person {
                let outlet = body.and_then(|(outlet, _)| outlet.mention.filter(|_| outlet.start == cue.1));
                let addressee = outlet.or_else(|| self.addressee(scene, cue));
                // "Says its director, Ann Bell, and": with the name that stands behind the office.
                let named = |other: &&Item| {
                    other.mention == Some(speaker.0) && other.start >= item.end && other.end <= limit
                };
                let item = scene.items.iter().find(named).unwrap_or(item);
                return Some(self.found(cue, speaker, addressee, item));
            }
            // "Said the dockers in a message on Facebook".
            let russian = self.is_russian(cue.0);
            if body.is_none() && !aside && !russian && item.start > cue.1 + 1 && self.is_governed(scene, item)
            {
                break;
            }
            if body.is_none() && !aside && self.leads_to(scene, cue.1, item.start) {
                // «сказал представитель перевозчика X».
                if let Some(start) = self.aide(scene, item).filter(|&start| start >= cue.1) {
                    return Some(self.unnamed_phrase(cue, (start, item.end)));
                }
                body = Some((item, speaker));
            }
        }
        let common = || {
            let at = (cue.1..limit.min(cue.1 + 4)).find(|&at| self.is_nominal(scene, at))?;
            // «сообщает пресс-служба флотилии»: of another body.
            if self.is_russian(at) && at + 1 < limit && self.is_genitive(scene, at + 1) {
                return None;
            }
            let voice = self.organization(scene, at)?;
            Some(voice.attribution(self, cue, at, at + 1))
        };
        let office = || self.office_behind(scene, cue, limit);
        body.map(|(item, speaker)| self.found(cue, speaker, None, item)).or_else(common).or_else(office)
    }

    /// «пояснил инженер завода», "said a student": an office of nobody who was named.
    fn office_behind(&self, scene: &Scene, cue: (usize, usize), limit: usize) -> Option<Attribution> {
        let mut items = scene.items.iter().filter(|item| item.start >= cue.1 && item.start < limit);
        // «Пожаловалась корреспонденту»: whom one tells.
        let told = |item: &Item| {
            let title = item.mention.filter(|_| self.is_russian(item.start));
            title.is_some_and(|title| !self.is_nominative(title))
        };
        let item = items.find(|item| item.kind == Kind::Role && !told(item))?;
        let leads = self.leads_to(scene, cue.1, item.start) && !self.is_governed(scene, item);
        leads.then(|| self.by_office(scene, cue, item, limit))
    }

    /// Who speaks by an office: whom it stands for, else the words of the text.
    pub fn by_office(&self, scene: &Scene, cue: (usize, usize), item: &Item, to: usize) -> Attribution {
        if let Some(heard) = self.interlocutor(cue, (item.start, item.end)) {
            return heard;
        }
        match self.office(scene, item) {
            Some(person) => self.found(cue, (person, !self.is_certain(scene, item)), None, item),
            None => {
                let start = self.start_of_phrase(scene, item.start, cue.0);
                let start = if start < cue.1 && cue.1 <= item.start { cue.1 } else { start };
                self.unnamed_phrase(cue, (start, self.end_of_phrase(scene, item.end, to)))
            }
        }
    }

    /// The same before the verb: with all that stands between the two, if that belongs to the office.
    pub fn by_office_before(&self, scene: &Scene, cue: (usize, usize), item: &Item) -> Attribution {
        if let Some(heard) = self.interlocutor(cue, (item.start, item.end)) {
            return heard;
        }
        if let Some(person) = self.office(scene, item) {
            return self.found(cue, (person, !self.is_certain(scene, item)), None, item);
        }
        let start = self.start_of_phrase(scene, item.start, scene.first);
        let end = self.before_adverbs(scene, cue.0, item.end - 1).max(item.end);
        let end = (item.end..end).find(|&at| self.is_medium(scene, at, end)).unwrap_or(end);
        let inside = |at: usize| self.goes_on(scene, at) && !self.acts(scene, at);
        let whole = (item.end..end).all(inside) && end - start <= MAX_OFFICE;
        self.unnamed_phrase(cue, (start, if whole { end } else { item.end }))
    }

    /// «сообщила со ссылкой на своих дипломатов газета X»: who is named last before the clause ends, and not right behind the
    /// preposition.
    fn behind_source(&self, scene: &Scene, cue: (usize, usize), limit: usize) -> Option<Attribution> {
        let comma = self.comma(scene, cue.1, limit);
        let mut inside = scene.items.iter().rev().filter(|item| item.start >= cue.1 && item.end <= comma);
        let item = inside.find(|item| {
            matches!(item.kind, Kind::Person | Kind::Organization)
                && self.may_speak(item)
                && !self.is_governed(scene, item)
        })?;
        Some(self.found(cue, self.speaker(item)?, None, item))
    }

    /// The first comma in `from..to` outside of brackets, or `to`.
    pub fn comma(&self, scene: &Scene, from: usize, to: usize) -> usize {
        let mut at = from;
        while at < to && scene.punct(at) != Some(',') {
            at = scene.behind_bracket(at).max(at + 1);
        }
        at.min(to)
    }

    /// Where the clause of a verb of saying ends behind it.
    pub fn clause_behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> usize {
        let words = &self.cx.program.speech;
        let limit = to.min(scene.end).min(cue.1 + REACH_BEHIND);
        let ends = |at: usize| {
            let quoted =
                matches!(scene.punct(at), Some('«' | '“' | '"')) && scene.item_starting(at).is_none();
            quoted && scene.item_over(at).is_none() && !self.is_marked_name(scene, at, limit)
                || matches!(scene.punct(at), Some('.' | '!' | '?')) && scene.item_over(at).is_none()
                || scene.is_break(at) && scene.item_over(at).is_none()
                || at > cue.1 && begins_entry(scene, &[words.citing], at)
        };
        (cue.1..limit).find(|&at| ends(at)).unwrap_or(limit)
    }

    /// Whether a few words between marks open at a token that are no speech: «компании «Периметр»».
    fn is_marked_name(&self, scene: &Scene, open: usize, limit: usize) -> bool {
        self.marked_name(scene, open, limit).is_some()
    }

    /// The mark that closes them.
    pub fn marked_name(&self, scene: &Scene, open: usize, limit: usize) -> Option<usize> {
        scene.punct(open).filter(|&mark| letters::is_opening_quote(mark))?;
        let last = limit.min(open + MARKED_NAME);
        let close = (open + 1..last).find(|&at| scene.punct(at).is_some_and(letters::is_closing_quote))?;
        let joined = open > scene.first && scene.cx.token(open - 1).kind == TokenKind::Word;
        let hyphen = |at: usize| scene.punct(at) == Some('-') && !scene.cx.token(at).space_before;
        let plain = (open + 1..close).all(|at| scene.cx.token(at).kind != TokenKind::Punct || hyphen(at));
        (joined && plain).then_some(close)
    }

    /// "said the head of X, Ann Bell, ...": the item right behind the comma, itself closed by a mark.
    pub fn is_apposition(&self, scene: &Scene, comma: usize, item: &Item) -> bool {
        let closed = item.end >= scene.end || self.cx.token(item.end).kind == TokenKind::Punct;
        matches!(item.kind, Kind::Person | Kind::Organization) && item.start == comma + 1 && closed
    }

    /// Whether a verb leads to its subject: through words of its noun phrase, times, «в» and «на».
    fn leads_to(&self, scene: &Scene, from: usize, to: usize) -> bool {
        let common = &self.cx.program.common;
        let russian = from > scene.first && self.is_russian(from - 1);
        let mut at = from;
        while at < to {
            if let Some(item) = scene.item_starting(at).filter(|item| item.end <= to) {
                at = item.end;
            } else if russian && self.cx.is(at, common.place_preposition) || scene.is_premodifier(at) {
                at += 1;
            } else if let Some((end, _)) = longest_entry(scene, &[self.cx.program.speech.beside], at) {
                at = end;
            } else {
                return false;
            }
        }
        true
    }

    /// The source of "according to X", «по его словам», "in X's words".
    pub fn source(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let to = to.min(scene.end);
        if let Some(cited) = self.cited(scene, cue, to) {
            return Some(cited);
        }
        let his = (cue.0..to.min(cue.1 + 1)).find(|&at| self.cx.is(at, words.his));
        if let Some(at) = his {
            if let Some(heard) = self.owner(scene, (cue.0, cue.1.max(at + 1)), at) {
                return Some(heard);
            }
            // "He denied the reports: according to him, ...": the pronoun that the sentence begins with.
            let common = &self.cx.program.common;
            let woman = |at: usize| self.cx.is(at, common.feminine);
            let first = |&first: &usize| {
                first < at
                    && !self.is_russian(at)
                    && self.cx.is(first, common.pronoun)
                    && woman(first) == woman(at)
            };
            let at = Some(scene.first).filter(first).unwrap_or(at);
            // «Согласно её обзору»: of the body that was named last.
            let Some(pronoun) = scene.pronoun(at) else {
                // Not «её начальника».
                let office = scene.item_starting(at + 1).is_some_and(|item| item.kind == Kind::Role);
                let hers = self.is_russian(at) && !office;
                let body = self.last_body(scene.first, at, true).filter(|_| hers)?;
                return Some(Voice::named(body).attribution(self, cue, at, at + 1));
            };
            // «Омбудсмен не согласился: по его словам, ...».
            let opens = |item: &&Item| {
                item.kind == Kind::Person && item.nominal && item.start <= scene.first + 1 && item.end < cue.0
            };
            let subject = scene.items.first().filter(opens).filter(|item| self.may_speak(item));
            let mention = subject.and_then(|item| item.mention).or(pronoun.mention)?;
            return Some(self.found((cue.0, cue.1.max(at + 1)), (mention, true), None, &pronoun));
        }
        // "In its opinion": of the body that was heard or named last.
        let its = (cue.0..cue.1.min(to)).find(|&at| self.cx.is(at, words.its));
        if let Some(at) = its {
            let last = || self.last_body(scene.first, at, true).map(Voice::named);
            return Some(self.bodily_voice(at).or_else(last)?.attribution(self, cue, at, at + 1));
        }
        let limit = to.min(cue.1 + REACH);
        let end = (cue.1..limit)
            .find(|&at| scene.item_over(at).is_none() && (scene.punct(at) == Some(',') || scene.is_break(at)))
            .unwrap_or(limit);
        // "According to Kama's rival Orbis".
        let owns = |item: &Item| item.end < end && self.cx.is(item.end, self.cx.program.common.possessive);
        let inside = scene.items.iter().filter(|item| item.start >= cue.0 && item.start < end);
        let mut named: Vec<_> = inside.filter_map(|item| Some((item, self.speaker(item)?))).take(8).collect();
        if named.len() > 1 && owns(named[0].0) {
            named.remove(0);
        }
        // «Со слов дежурного ЕДДС»: one of its people.
        let genitive = bit(GrammaticalCase::Genitive) | bit(GrammaticalCase::Accusative);
        let living = |at: usize| {
            let cases = self.cx.grammar(at).cases;
            let alive = cases & genitive == genitive && cases & bit(GrammaticalCase::Nominative) == 0;
            let free = scene.item_over(at).is_none_or(|item| item.is_unnamed());
            self.is_russian(at) && alive && free
        };
        if let [(item, _)] = named.as_slice()
            && item.kind == Kind::Organization
            && item.start == cue.1 + 1
            && living(cue.1)
        {
            return Some(self.unnamed_phrase(cue, (cue.1, item.end)));
        }
        // «По словам канадца», «по словам руководителя предприятия».
        if self.is_russian(cue.0)
            && let Some(known) = self.known_source(scene, cue, end)
        {
            return Some(known);
        }
        let person = named.iter().find(|(item, _)| item.kind == Kind::Person);
        let hidden = |item: &Item| (cue.1..item.start).any(|at| self.cx.is(at, words.sources));
        if person.is_none() && named.first().is_some_and(|(item, _)| hidden(item)) {
            return self.unnamed_behind(scene, cue, end);
        }
        if let Some(&(item, speaker)) = person.or(named.first()) {
            let after = scene.item_starting(end + 1).filter(|_| scene.punct(end) == Some(','));
            let after = after.filter(|next| person.is_none() && self.is_apposition(scene, end, next));
            let next = after.and_then(|next| Some((next, self.speaker(next)?)));
            let (item, speaker) = next.unwrap_or((item, speaker));
            return Some(self.found(cue, speaker, None, item));
        }
        // "According to the regulator, Ofgas, ...".
        let apposed = scene.item_starting(end + 1).filter(|_| scene.punct(end) == Some(','));
        if let Some(item) = apposed.filter(|item| self.is_apposition(scene, end, item))
            && let Some(speaker) = self.speaker(item)
        {
            return Some(self.found(cue, speaker, None, item));
        }
        // Not "the guest book".
        let whole = |item: &Item| {
            item.end == end
                || self.cx.is(item.end, self.cx.program.common.preposition)
                || self.is_russian(cue.0)
        };
        let inside = |item: &Item| item.start >= cue.1 && item.end <= end;
        let mut offices = scene.items.iter().filter(|item| inside(item) && whole(item));
        if let Some(item) = offices.find(|item| item.kind == Kind::Role) {
            return Some(self.by_office(scene, cue, item, end));
        }
        let is_common = |at: &usize| self.cx.is(*at, words.nominal) || self.cx.is(*at, words.body);
        let common = (cue.1..end.min(cue.1 + 3)).find(is_common);
        let Some((at, voice)) = common.and_then(|at| Some((at, self.organization(scene, at)?))) else {
            return self.unnamed_behind(scene, cue, end).or_else(|| self.any_source(scene, cue, end));
        };
        Some(voice.attribution(self, cue, at, at + 1))
    }

    /// The person for whom the words behind a Russian phrase up to `end` stand: one of a people, or the holder of an office
    /// in a body that is called by a common noun.
    fn known_source(&self, scene: &Scene, cue: (usize, usize), end: usize) -> Option<Attribution> {
        let first = scene.item_starting(cue.1)?;
        let person = match first.kind {
            Kind::Nationality if first.end == end => self.countryman(scene, cue.1, end)?,
            Kind::Nationality => self.colleague(scene, cue.1, end)?,
            Kind::Role
                if scene.item_starting(first.end).is_some_and(|body| body.nominal && body.end == end) =>
            {
                self.office(scene, first)?
            }
            _ => return None,
        };
        Some(self.found(cue, (person, true), None, first))
    }

    /// The first person named in `from..to`, whatever the verb: «..., — вздохнул Иванов».
    pub fn somebody(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let cue = (from, (from + 1).min(to));
        let limit = self.clause_behind(scene, (from, from), to);
        let people = scene.items.iter().filter(|item| item.start >= from && item.end <= limit);
        let item = people.into_iter().find(|item| item.kind == Kind::Person && self.may_speak(item))?;
        let speaker = self.speaker(item)?;
        Some(self.found(cue, speaker, None, item))
    }

    /// The tokens of an office with the body before it.
    fn office_phrase(&self, scene: &Scene, office: &Item, from: usize) -> (usize, usize) {
        let owner = scene.item_ending(office.start).filter(|owner| owner.start >= from);
        (owner.map_or(office.start, |owner| owner.start), office.end)
    }

    /// Who is named last in `from..to` before a colon, without a verb: a person, else an office or a body.
    pub fn named(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        if let Some(subject) = self.acting(scene, from, to) {
            return Some(subject);
        }
        let inside = scene.items.iter().rev().filter(|item| item.start >= from && item.end <= to);
        let bare = |found: Attribution, item: &Item| Attribution { span: item.span, ..found };
        // "The Kama Bank chief: ...": an office without its name.
        let office = inside.clone().find(|item| item.end == to && item.kind == Kind::Role);
        if let Some(item) = office.filter(|item| self.speaker(item).is_none()) {
            let phrase = self.unnamed_phrase((item.start, item.end), self.office_phrase(scene, item, from));
            return Some(bare(phrase, item));
        }
        let speaking: Vec<_> = inside.filter_map(|item| Some((item, self.speaker(item)?))).collect();
        let person = speaking.iter().find(|(item, _)| item.kind == Kind::Person);
        let &(item, speaker) = person.or(speaking.first())?;
        Some(bare(self.found((item.start, item.end), speaker, None, item), item))
    }
}
