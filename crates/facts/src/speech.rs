//! Who speaks: verbs of saying, and the speaker and addressee beside them.

use std::rc::Rc;

use svodka_model::{Kind, Span};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Sentence, TokenKind, letters};

use crate::agreement;
use crate::candidate::Candidate;
use crate::entries::{begins_entry, longest_entry};
use crate::grammar::bit;
use crate::lexicon::LexiconId;
use crate::scene::{Context, Item, Scene, Scenes};

/// A verb or phrase of saying with its speaker.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribution {
    /// Tokens of the cue.
    pub cue: (usize, usize),
    pub speaker: Option<u32>,
    /// Who speaks where nobody is named ("police").
    pub unnamed: Option<Span>,
    pub addressee: Option<u32>,
    /// Whether the speaker was found through a pronoun.
    pub pronoun: bool,
    /// Bytes from the speaker to the cue.
    pub span: Span,
}

/// Tokens between a cue and its speaker, and of a clause of attribution.
const REACH: usize = 16;
/// The same behind the verb, where a long title may come before the name; and the longest apposition between commas.
const REACH_BEHIND: usize = 30;
const APPOSITION: usize = 40;
/// Role facts that may cover one token.
const ROLES_AROUND: usize = 8;
/// Tokens from a verb to «источник».
const SOURCE_REACH: usize = 4;
/// Tokens from the head of a sentence to its subject.
const SUBJECT_REACH: usize = 6;
/// Tokens on either side that are looked at in an endless sentence.
const WINDOW: usize = 300;

/// What is asked about speech in one document.
pub(crate) struct Speakers<'a> {
    pub cx: Context<'a>,
    pub scenes: &'a Scenes<'a>,
    /// Roles found in the document: tokens, title, person.
    pub roles: Vec<RoleFact>,
}

/// Who holds which post, as some words of the document tell.
pub(crate) struct RoleFact {
    pub tokens: (usize, usize),
    pub title: Option<u32>,
    pub person: Option<u32>,
}

impl<'a> Speakers<'a> {
    pub fn new(cx: Context<'a>, scenes: &'a Scenes<'a>, candidates: &[Candidate]) -> Self {
        let slot = |name: &str| cx.program.slots.iter().position(|known| known == name);
        let (title, person) = (slot("title"), slot("person"));
        let fill = |candidate: &Candidate, slot: Option<usize>| {
            candidate.fills.iter().find(|fill| Some(fill.slot as usize) == slot).and_then(|fill| fill.mention)
        };
        let mut roles: Vec<RoleFact> = candidates
            .iter()
            .filter(|candidate| {
                ["role", "appointment"].contains(&cx.program.relations[candidate.relation].name.as_str())
            })
            .map(|candidate| RoleFact {
                tokens: candidate.tokens,
                title: fill(candidate, title),
                person: fill(candidate, person),
            })
            .collect();
        roles.sort_by_key(|role| role.tokens);
        Self { cx, scenes, roles }
    }

    /// The sentence around a token; of an endless one, what is near.
    pub fn scene_of(&self, token: usize) -> Option<Rc<Scene<'a>>> {
        let number = self.cx.layer.sentence_of(token);
        let sentence = self.cx.layer.sentences().get(number)?;
        let first = sentence.first.max(token.saturating_sub(WINDOW));
        let end = sentence.end.min(token + WINDOW);
        if (first, end) == (sentence.first, sentence.end) {
            return Some(self.scenes.of(number));
        }
        let span = self.cx.layer.span_of(first..end);
        Some(Rc::new(Scene::new(self.cx, &Sentence { first, end, span, ..*sentence })))
    }

    /// The first cue of the lexicons that begins in `from..to`, outside of names.
    pub fn cue(
        &self,
        scene: &Scene,
        lexicons: &[LexiconId],
        from: usize,
        to: usize,
    ) -> Option<(usize, usize)> {
        (from.max(scene.first)..to.min(scene.end)).find_map(|at| self.cue_at(scene, lexicons, at))
    }

    /// The longest cue of the lexicons that begins at a token which is no part of a name.
    pub fn cue_at(&self, scene: &Scene, lexicons: &[LexiconId], at: usize) -> Option<(usize, usize)> {
        let (end, _) = longest_entry(scene, lexicons, at)?;
        let named = scene.item_over(at).is_some_and(|item| item.mention.is_some() && item.start < at);
        (!named).then_some((at, end))
    }

    /// The attribution in `from..to`: a verb of saying, or "according to", with the speaker beside it.
    pub fn attribution(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let (from, to) = (from.max(scene.first), to.min(scene.end));
        let according = self.cue(scene, &[words.according], from, to);
        let mut at = from;
        while let Some(cue) = self.cue(scene, &[words.say, words.utter], at, to) {
            if according.is_some_and(|according| according.0 <= cue.0) {
                break;
            }
            if let Some(found) = self.beside(scene, cue, from, to) {
                return Some(found);
            }
            at = cue.1;
        }
        according.and_then(|cue| self.source(scene, cue, to))
    }

    /// The speaker before the cue, else behind it; where the verb comes first («..., сообщил X», "..., said X") the
    /// other way round.
    pub fn beside(&self, scene: &Scene, cue: (usize, usize), from: usize, to: usize) -> Option<Attribution> {
        let known = || self.common_noun(scene, cue, from).or_else(|| self.before(scene, cue, from));
        let named = || self.unknown_before(scene, cue, from).or_else(known);
        let told = || self.titled_before(scene, cue, from);
        let before = || named().or_else(|| self.unnamed_before(scene, cue, from)).or_else(told);
        // "assured the workers": whom a verb tells.
        let tells = !self.is_russian(cue.0) && begins_entry(scene, &[self.cx.program.speech.told], cue.0);
        let unnamed = || if tells { None } else { self.unnamed_behind(scene, cue, to) };
        let unknown = || self.unknown_behind(scene, cue, to);
        let behind = || {
            let near = if self.is_russian(cue.0) { None } else { unknown() };
            let named = near.or_else(|| self.behind(scene, cue, to)).or_else(unnamed);
            named.or_else(|| self.titled_behind(scene, cue, to)).or_else(unknown)
        };
        let closed = self.with_apposition(scene, cue.0, from).is_some_and(|item| item.kind == Kind::Person);
        if !closed && self.verb_first(scene, cue, from) {
            behind().or_else(before)
        } else {
            before().or_else(behind)
        }
    }

    /// The speaker of «Об этом сообщил X»: a person behind the verb, or before it, then a body.
    pub fn behind_or_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let behind = self.behind(scene, cue, scene.end);
        let before = self.before(scene, cue, from);
        let person = |found: &Attribution| {
            found.speaker.is_some_and(|speaker| self.cx.mentions[speaker as usize].kind == Kind::Person)
        };
        behind.filter(person).or(before.filter(person)).or(behind).or(before)
    }

    fn verb_first(&self, scene: &Scene, cue: (usize, usize), from: usize) -> bool {
        let words = &self.cx.program.speech;
        let Some(before) = cue.0.checked_sub(1).filter(|&at| at >= from.max(scene.first)) else {
            return true;
        };
        let opens = self.cx.is(before, words.like)
            || self.cx.layer.punct(before).is_some_and(|c| !matches!(c, ')' | '.') || letters::is_dash(c));
        let told = || begins_entry(scene, &[words.told], cue.0);
        let article =
            cue.1 + usize::from(cue.1 < scene.end && self.cx.is(cue.1, self.cx.program.common.article));
        let ends = |at: usize| {
            at >= scene.end || scene.punct(at).is_some() || self.cx.is(at, self.cx.program.common.preposition)
        };
        let labels = begins_entry(scene, &[words.label], cue.0);
        let common = || article < scene.end && !labels && self.is_head(scene, article) && ends(article + 1);
        let follows = || {
            !told()
                && (scene.head_from(cue.1).is_some_and(|item| !item.pronoun)
                    || common()
                    || self.unknown_behind(scene, cue, scene.end).is_some())
        };
        opens && (self.is_russian(cue.0) || follows())
    }

    pub fn is_russian(&self, token: usize) -> bool {
        !self.cx.layer.folded(token).is_ascii()
    }

    fn before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        if let Some(item) = self.with_apposition(scene, cue.0, from)
            && let Some(speaker) = self.speaker(item)
        {
            return Some(self.found(cue, speaker, self.addressee(scene, cue), item));
        }
        let items = scene.items.iter().rev().filter(|item| item.end <= cue.0 && item.start >= from);
        let mut governed = None;
        for item in items.take(6) {
            if !self.joins(scene, item.end, cue.0) || item.is_unnamed() {
                break;
            }
            if !self.may_speak(item) || self.is_outlet(scene, item, from) {
                continue;
            }
            if let Some(phrase) = self.aide(scene, item) {
                return Some(self.unnamed_phrase(cue, (phrase, item.end)));
            }
            let Some(speaker) = self.speaker(item).or_else(|| self.state(scene, item, cue.0)) else {
                if item.kind == Kind::Role {
                    let nobody = self.found(cue, (0, false), None, item);
                    let speaker = self.office(scene, item);
                    let unnamed = if speaker.is_none() { Some(self.phrase_of(scene, item)) } else { None };
                    return Some(Attribution { speaker, unnamed, pronoun: speaker.is_some(), ..nobody });
                }
                continue;
            };
            let found = self.found(cue, speaker, self.addressee(scene, cue), item);
            // «В ВТБ «Ведомостям» подтвердили»: the place where it was said speaks, and the paper is told.
            let near = scene.items.iter().rev().find(|other| other.end <= item.start);
            if let Some(office) = near.filter(|near| self.tells_paper(scene, cue, near, item))
                && let Some(speaker) = self.speaker(office)
            {
                return Some(self.found(cue, speaker, item.mention, office));
            }
            // "Ann Bell of Polar Yards said": the one before the preposition.
            if item.kind == Kind::Person || !self.is_governed(scene, item) {
                return Some(found);
            }
            governed = governed.or(Some(found));
        }
        governed
    }

    /// Whom a sentence begins with, a verb of saying being joined to its verb by the conjunction at `joint`.
    pub fn subject(&self, scene: &Scene, cue: (usize, usize), joint: usize) -> Option<Attribution> {
        let mut items = scene.items.iter().take_while(|item| item.start <= scene.first + SUBJECT_REACH);
        let item = items.find(|item| {
            matches!(item.kind, Kind::Person | Kind::Organization) && !self.in_title(scene, item)
        })?;
        let governed = self.is_governed(scene, item) || item.is_unnamed() || !self.may_speak(item);
        let near = item.end < joint && !(item.end..joint).any(|at| scene.is_break(at));
        let speaker = self.speaker(item).filter(|_| near && !governed)?;
        Some(self.found(cue, speaker, self.addressee(scene, cue), item))
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
    fn with_apposition<'s>(&self, scene: &'s Scene, verb: usize, from: usize) -> Option<&'s Item> {
        if verb < from.max(scene.first) + 2 || scene.punct(verb - 1) != Some(',') {
            return None;
        }
        let title = |item: &&Item| item.kind == Kind::Role && scene.punct(item.end) != Some(',');
        let mut items = scene.items.iter().skip_while(|item| item.start < from).take(3);
        let first = items.find(|item| !title(item) && !self.in_title(scene, item))?;
        let opens = first.start <= from.max(scene.first) + 5 && scene.punct(first.end) == Some(',');
        let near = first.end + 1 < verb && verb - first.end <= APPOSITION;
        (opens && near && matches!(first.kind, Kind::Person | Kind::Organization) && self.may_speak(first))
            .then_some(first)
    }

    /// Whether an item is part of the title before a name: «глава Якутии» before «Айсен Николаев».
    fn in_title(&self, scene: &Scene, item: &Item) -> bool {
        item.kind != Kind::Person
            && scene.item_starting(item.end).is_some_and(|next| next.kind == Kind::Person)
    }

    /// Whether only what belongs to the speaker or the verb stands between the two: no full clause.
    fn joins(&self, scene: &Scene, from: usize, to: usize) -> bool {
        let words = &self.cx.program.speech;
        if to - from > REACH {
            return false;
        }
        let mut at = from;
        let opening = scene.item_ending(from).is_some_and(|item| item.start <= scene.first + 4);
        let mut free = if opening { 6 } else { 3 };
        while at < to {
            if let Some(item) = scene.item_starting(at).filter(|item| item.end <= to) {
                at = item.end;
            } else if let Some((end, _)) = longest_entry(scene, &[words.beside], at) {
                at = end;
            } else if scene.punct(at) == Some(',') {
                // An apposition up to the next comma.
                let close = (at + 1..to).find(|&next| scene.punct(next) == Some(','));
                at = close.map_or(at + 1, |close| close + 1);
            } else if self.role_over(at, at + 1).is_some()
                || matches!(scene.punct(at), Some(')' | ']'))
                || at + 2 >= to && at > from && self.cx.is(at, self.cx.program.common.relative)
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

    /// The speaker behind the verb: the first person of the clause, else the organisation that stands right there.
    fn behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> Option<Attribution> {
        let limit = self.clause_behind(scene, cue, to);
        let hidden = (cue.1..limit.min(cue.1 + SOURCE_REACH))
            .find(|&at| self.cx.is(at, self.cx.program.speech.sources));
        if let Some(head) = hidden.filter(|_| self.is_russian(cue.0)) {
            return Some(self.unnamed_at(scene, cue, head, limit));
        }
        let mut body: Option<(&Item, (u32, bool))> = None;
        let comma = self.comma(scene, cue.1, limit);
        for item in scene.items.iter().filter(|item| item.start >= cue.1 && item.start < limit) {
            let aside = item.start > comma;
            if aside && body.is_some() && !self.is_apposition(scene, comma, item) {
                break;
            }
            if item.is_unnamed() && body.is_none() {
                if self.is_audience(item) {
                    continue;
                }
                return None;
            }
            let Some(speaker) = self.speaker(item).filter(|_| self.may_speak(item)) else { continue };
            if self.is_outlet(scene, item, cue.1) {
                continue;
            }
            if item.kind == Kind::Person || self.cx.mentions[speaker.0 as usize].kind == Kind::Person {
                let outlet = body.and_then(|(outlet, _)| outlet.mention.filter(|_| outlet.start == cue.1));
                let addressee = outlet.or_else(|| self.addressee(scene, cue));
                return Some(self.found(cue, speaker, addressee, item));
            }
            if body.is_none() && !aside && self.leads_to(scene, cue.1, item.start) {
                body = Some((item, speaker));
            }
        }
        let common = || {
            let at = (cue.1..limit.min(cue.1 + 4)).find(|&at| self.is_nominal(scene, at))?;
            let span = self.cx.layer.span_of(cue.0..at + 1);
            let speaker = self.organization(scene, at);
            speaker.map(|_| Attribution { cue, speaker, unnamed: None, addressee: None, pronoun: true, span })
        };
        body.map(|(item, speaker)| self.found(cue, speaker, None, item)).or_else(common)
    }

    /// The first comma in `from..to` outside of brackets, or `to`.
    fn comma(&self, scene: &Scene, from: usize, to: usize) -> usize {
        let mut at = from;
        while at < to && scene.punct(at) != Some(',') {
            at = scene.behind_bracket(at).max(at + 1);
        }
        at.min(to)
    }

    /// Where the clause of a verb of saying ends behind it.
    fn clause_behind(&self, scene: &Scene, cue: (usize, usize), to: usize) -> usize {
        let words = &self.cx.program.speech;
        let limit = to.min(scene.end).min(cue.1 + REACH_BEHIND);
        let ends = |at: usize| {
            let quoted =
                matches!(scene.punct(at), Some('«' | '“' | '"')) && scene.item_starting(at).is_none();
            quoted && scene.item_over(at).is_none()
                || matches!(scene.punct(at), Some('.' | '!' | '?')) && scene.item_over(at).is_none()
                || scene.is_break(at) && scene.item_over(at).is_none()
                || begins_entry(scene, &[words.citing], at)
        };
        (cue.1..limit).find(|&at| ends(at)).unwrap_or(limit)
    }

    /// "said the head of X, Ann Bell, ...": the item right behind the comma, itself closed by a mark.
    fn is_apposition(&self, scene: &Scene, comma: usize, item: &Item) -> bool {
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
        let his = (cue.0..to.min(cue.1 + 1)).find(|&at| self.cx.is(at, words.his));
        if let Some(at) = his {
            let pronoun = scene.pronoun(at)?;
            return Some(self.found((cue.0, cue.1.max(at + 1)), (pronoun.mention?, true), None, &pronoun));
        }
        let limit = to.min(cue.1 + REACH);
        let end = (cue.1..limit)
            .find(|&at| scene.item_over(at).is_none() && (scene.punct(at) == Some(',') || scene.is_break(at)))
            .unwrap_or(limit);
        let inside = scene.items.iter().filter(|item| item.start >= cue.0 && item.start < end);
        let named: Vec<_> = inside.filter_map(|item| Some((item, self.speaker(item)?))).take(8).collect();
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
        let mut offices = scene.items.iter().filter(|item| item.start >= cue.1 && item.end <= end);
        if let Some(item) = offices.find(|item| item.kind == Kind::Role) {
            let speaker = self.office(scene, item)?;
            return Some(self.found(cue, (speaker, true), None, item));
        }
        let is_common = |at: &usize| self.cx.is(*at, words.nominal) || self.cx.is(*at, words.body);
        let common = (cue.1..end.min(cue.1 + 3)).find(is_common);
        let Some((at, speaker)) = common.and_then(|at| Some((at, self.organization(scene, at)?))) else {
            return self.unnamed_behind(scene, cue, end);
        };
        let span = self.cx.layer.span_of(cue.0..at + 1);
        Some(Attribution { cue, speaker: Some(speaker), unnamed: None, addressee: None, pronoun: true, span })
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

    /// Who is named last in `from..to` before a colon, without a verb: a person, else an office or a body.
    pub fn named(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let inside = scene.items.iter().rev().filter(|item| item.start >= from && item.end <= to);
        let speaking: Vec<_> = inside.filter_map(|item| Some((item, self.speaker(item)?))).collect();
        let person = speaking.iter().find(|(item, _)| item.kind == Kind::Person);
        let &(item, speaker) = person.or(speaking.first())?;
        Some(Attribution { span: item.span, ..self.found((item.start, item.end), speaker, None, item) })
    }

    fn found(
        &self,
        cue: (usize, usize),
        speaker: (u32, bool),
        addressee: Option<u32>,
        item: &Item,
    ) -> Attribution {
        let span = self.cx.layer.span_of(cue.0..cue.1).cover(item.span);
        let addressee = addressee.filter(|&outlet| outlet != speaker.0);
        Attribution { cue, speaker: Some(speaker.0), unnamed: None, addressee, pronoun: speaker.1, span }
    }

    /// Whether a person's name can be the subject: «ответил Лыхину глава района».
    fn may_speak(&self, item: &Item) -> bool {
        let Some(mention) = item.mention.filter(|_| item.kind == Kind::Person && !item.pronoun) else {
            return true;
        };
        let mention = &self.cx.mentions[mention as usize];
        mention.nominal || agreement::may_be_subject(&self.cx, mention)
    }

    /// Whom an item names as speaker: a person, an organisation, the holder of an office.
    fn speaker(&self, item: &Item) -> Option<(u32, bool)> {
        let mention = item.mention?;
        match item.kind {
            Kind::Person => Some((self.titled_noun(item).unwrap_or(mention), item.pronoun)),
            Kind::Organization | Kind::Role | Kind::Location | Kind::Nationality => {
                if let Some(role) = self.role_over(item.start, item.end) {
                    let body = (item.kind == Kind::Organization).then_some(mention);
                    return role.person.or(body).map(|speaker| (speaker, false));
                }
                match item.kind {
                    Kind::Organization => Some((mention, item.pronoun)),
                    Kind::Role => self.holder(mention).map(|person| (person, false)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A country that speaks as a state: "Ruritania says". It stands right before the verb, behind no preposition.
    fn state(&self, scene: &Scene, item: &Item, verb: usize) -> Option<(u32, bool)> {
        let mention = item.mention?;
        let country = |link: &String| link.len() == 2 && link.bytes().all(|byte| byte.is_ascii_uppercase());
        let beside = (item.end..verb).all(|at| {
            begins_entry(scene, &[self.cx.program.speech.beside], at)
                || scene.item_over(at).is_some_and(|item| item.kind == Kind::Date)
        });
        let is_state = item.kind == Kind::Location
            && self.cx.mentions[mention as usize].link.as_ref().is_some_and(country)
            && beside
            && (!self.is_russian(item.start) || self.is_nominative(mention))
            && !self.is_governed(scene, item);
        is_state.then_some((mention, false))
    }

    fn is_nominative(&self, mention: u32) -> bool {
        let cases = agreement::cases(&self.cx, &self.cx.mentions[mention as usize]);
        cases & bit(GrammaticalCase::Nominative) != 0
    }

    /// The role fact that covers these tokens.
    pub fn role_over(&self, start: usize, end: usize) -> Option<&RoleFact> {
        let behind = self.roles.partition_point(|role| role.tokens.0 <= start);
        self.roles[behind.saturating_sub(ROLES_AROUND)..behind].iter().find(|role| end <= role.tokens.1)
    }
}
