//! Who speaks: verbs of saying, and the speaker and addressee beside them.

use std::cell::Cell;
use std::rc::Rc;

use svodka_model::{Kind, Mention, Span};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Script, Sentence, TokenKind, letters};

use crate::agreement;
use crate::candidate::Candidate;
use crate::entries::{begins_entry, longest_entry};
use crate::grammar::{ALL, Cases, bit};
use crate::lexicon::LexiconId;
use crate::scene::{Context, Item, Scene, Scenes};
use crate::triggers::SAYING;
use crate::voices::Voice;

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

/// Role facts that may cover one token.
const ROLES_AROUND: usize = 8;
/// Words from a title to the name behind it.
const COMPLEMENT: usize = 3;
/// Tokens on either side that are looked at in an endless sentence.
const WINDOW: usize = 300;
/// Endings of English words for those who come from somewhere.
const TOWNSMEN: [&str; 3] = ["an", "er", "ite"];

/// Whether a name is the dative or instrumental of its first form: «Лыхину» of «Лыхин».
fn is_declined(mention: &Mention) -> bool {
    let last = |text: &str| text.split(' ').next_back().map(svodka_text::fold::fold).unwrap_or_default();
    let (form, first) = (last(&mention.surface), last(&mention.norm));
    ["у", "ым", "ом"].iter().any(|ending| form.strip_suffix(ending) == Some(first.as_str()))
}

/// What is asked about speech in one document.
pub(crate) struct Speakers<'a> {
    pub cx: Context<'a>,
    pub scenes: &'a Scenes<'a>,
    /// Roles found in the document: tokens, title, person.
    pub roles: Vec<RoleFact>,
    /// Who spoke last before the words that are looked at, and the token at which these begin.
    pub(crate) heard: Cell<Option<Voice>>,
    pub(crate) opened: Cell<usize>,
    /// Whether the sentence before is looked at for its voice.
    pub(crate) looking: Cell<bool>,
}

/// Who holds which post, as some words of the document tell.
pub(crate) struct RoleFact {
    pub tokens: (usize, usize),
    pub title: Option<u32>,
    pub person: Option<u32>,
}

/// «Губернатор края Иван Белов», "Captain Ann Bell": titles with the name right behind them or behind a short complement.
fn apposed(cx: Context<'_>) -> impl Iterator<Item = RoleFact> + '_ {
    let pairs = cx.mentions.iter().zip(cx.mentions.iter().skip(1)).enumerate();
    pairs.filter_map(move |(index, (title, name))| {
        let named = title.kind == Kind::Role && name.kind == Kind::Person && !name.nominal;
        let agree = || agreement::cases(&cx, title) & agreement::cases(&cx, name) != 0;
        if !named || title.span.end() > name.span.start() || !agree() {
            return None;
        }
        let (title, name) = (cx.layer.tokens_in(title.span), cx.layer.tokens_in(name.span));
        let complement = |at: usize| {
            let word = cx.layer.folded(at);
            let verb = cx.program.verb_endings.end(word) || cx.is(at, cx.program.speech.say);
            cx.token(at).kind == TokenKind::Word && !verb
        };
        let near = name.start - title.end <= COMPLEMENT && (title.end..name.start).all(complement);
        let index = u32::try_from(index).ok()?;
        near.then_some(RoleFact {
            tokens: (title.start, name.end),
            title: Some(index),
            person: Some(index + 1),
        })
    })
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
        let known: Vec<u32> = roles.iter().filter_map(|role| role.title).collect();
        roles.extend(apposed(cx).filter(|role| role.title.is_none_or(|title| !known.contains(&title))));
        roles.sort_by_key(|role| role.tokens);
        let (heard, opened, looking) = (Cell::new(None), Cell::new(0), Cell::new(false));
        Self { cx, scenes, roles, heard, opened, looking }
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

    /// The sentence before that of a token, in the same paragraph.
    pub fn scene_before(&self, token: usize) -> Option<Rc<Scene<'a>>> {
        let layer = self.cx.layer;
        let number = layer.sentence_of(token);
        let before = layer.sentences().get(number.checked_sub(1)?)?;
        let near = before.block == layer.sentences().get(number)?.block;
        self.scene_of(before.first).filter(|_| near)
    }

    /// The first cue of the lexicons, words of saying, that begins in `from..to`, outside of names.
    pub fn cue(
        &self,
        scene: &Scene,
        lexicons: &[LexiconId],
        from: usize,
        to: usize,
    ) -> Option<(usize, usize)> {
        let mut cues =
            (from.max(scene.first)..to.min(scene.end)).filter(|&at| self.cx.words.begin(SAYING, at));
        cues.find_map(|at| self.cue_at(scene, lexicons, at))
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
        while let Some(cue) = self.cue(scene, &[words.say, words.utter, words.plural], at, to) {
            if according.is_some_and(|according| according.0 <= cue.0) {
                break;
            }
            // "Released a report".
            if self.is_noun(cue, from) {
                at = cue.1;
                continue;
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
        let cited = || self.cited(scene, cue, to).or_else(|| self.quoted_by(scene, cue, from));
        if let Some(known) = cited().or_else(|| self.antecedent(scene, cue)) {
            return Some(known);
        }
        let found = self.next_to(scene, cue, from, to).map(|found| self.going_on(scene, found));
        let by_pronoun = found.is_none_or(|found| found.pronoun && found.unnamed.is_none());
        let unnamed = if by_pronoun { self.unnamed_voice(scene, cue) } else { None };
        let meant = || if by_pronoun { self.noun_meant(scene, cue, found) } else { None };
        unnamed.or_else(|| self.heard_since(cue, found?)).or_else(meant).or(found)
    }

    fn next_to(&self, scene: &Scene, cue: (usize, usize), from: usize, to: usize) -> Option<Attribution> {
        if let Some(found) = self.there(scene, cue, from).or_else(|| self.pair(scene, cue, from)) {
            return Some(found);
        }
        if let Some(found) = self.pair_behind(scene, cue).or_else(|| self.of_paper(scene, cue)) {
            return Some(found);
        }
        let meant = self.last_named(scene, cue, from).or_else(|| self.part_of_many(scene, cue, from));
        if let Some(found) = meant.or_else(|| self.aged_before(scene, cue, from)) {
            return Some(found);
        }
        let known = || self.common_noun(scene, cue, from).or_else(|| self.before(scene, cue, from));
        let named = || self.unknown_before(scene, cue, from).or_else(known);
        let told = || self.titled_before(scene, cue, from);
        // «В сообщении отмечается»: the body that was heard.
        let stated = || Some(self.of_statement(scene, cue, self.unnamed_before(scene, cue, from)?));
        let before = || named().or_else(stated).or_else(told);
        // "assured the workers": whom a verb tells.
        let tells = !self.is_russian(cue.0) && begins_entry(scene, &[self.cx.program.speech.told], cue.0);
        let stated = || Some(self.of_statement(scene, cue, self.unnamed_behind(scene, cue, to)?));
        let unnamed = || if tells { None } else { stated() };
        let unknown = || if tells { None } else { self.unknown_behind(scene, cue, to) };
        // "Clearly, she believes the waitress": who is meant stands before the verb, whoever it is.
        let mine =
            cue.0 > from.max(scene.first) && self.cx.is(cue.0 - 1, self.cx.program.common.subject_pronoun);
        let behind = || {
            if mine {
                return None;
            }
            let near = if self.is_russian(cue.0) { None } else { unknown() };
            let named = near.or_else(|| self.behind(scene, cue, to)).or_else(unnamed);
            named.or_else(|| self.titled_behind(scene, cue, to)).or_else(unknown)
        };
        let closed = self.with_apposition(scene, cue.0, from).is_some_and(|item| item.kind == Kind::Person)
            || self.is_apposed_person(scene, cue.0);
        // "A driver told Kama Bank that", "Ruritania's prosecutor says Ivan Belov fled": who stands behind is told, or told of.
        let english = !self.is_russian(cue.0);
        let teller = || self.stranger_beside(scene, cue, from, cue.1).filter(|_| english);
        if !closed && self.verb_first(scene, cue, from) {
            return behind().or_else(before);
        }
        // "Declined to comment but told the Post that": who the sentence is about.
        let joint = cue.0.checked_sub(1).filter(|&at| {
            english && tells && at > scene.first && self.cx.is(at, self.cx.program.speech.joint)
        });
        let joined = || self.subject(scene, cue, joint?);
        let told = || before().or_else(joined).or_else(|| if tells { teller() } else { None });
        told().or_else(|| {
            let found = behind()?;
            teller().or(Some(found))
        })
    }

    /// The speaker of «Об этом сообщил X»: a person behind the verb, or before it, then a body, then whom the text tells
    /// without a name.
    pub fn behind_or_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let behind = self.behind(scene, cue, scene.end);
        let before = self.before(scene, cue, from);
        let person = |found: &Attribution| {
            found.speaker.is_some_and(|speaker| self.cx.mentions[speaker as usize].kind == Kind::Person)
        };
        let named = behind.filter(person).or(before.filter(person)).or(behind);
        // «Об этом «Вестям» рассказали в прокуратуре»: nobody whom the text names is the subject of the plural.
        let place = || self.unnamed_behind(scene, cue, scene.end).filter(|_| self.is_plural(cue.0));
        let unnamed = || self.unnamed_behind(scene, cue, scene.end);
        named.or_else(place).or(before).or_else(unnamed)
    }

    fn verb_first(&self, scene: &Scene, cue: (usize, usize), from: usize) -> bool {
        let words = &self.cx.program.speech;
        let Some(before) = cue.0.checked_sub(1).filter(|&at| at >= from.max(scene.first)) else {
            return true;
        };
        // The mark that closes a name does not open a clause.
        let named = scene.item_ending(cue.0).is_some();
        let opens = self.cx.is(before, words.like)
            || !named
                && self
                    .cx
                    .layer
                    .punct(before)
                    .is_some_and(|c| !matches!(c, ')' | '.') || letters::is_dash(c));
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
        // "Unite, the union, believes the yard should": what is believed.
        let acts = || {
            let near = scene.head_from(cue.1).filter(|item| item.start <= cue.1 + 2 && item.end < scene.end);
            near.is_some_and(|item| self.cx.is(item.end, words.finite))
        };
        opens && (self.is_russian(cue.0) || follows() && !acts())
    }

    /// Whether an English word of saying stands right behind an article, so that it is a noun.
    fn is_noun(&self, cue: (usize, usize), from: usize) -> bool {
        let behind = cue.0.checked_sub(1).filter(|&at| at >= from && !self.is_russian(cue.0));
        behind.is_some_and(|at| self.cx.is(at, self.cx.program.common.indefinite)) && cue.1 == cue.0 + 1
    }

    pub fn is_russian(&self, token: usize) -> bool {
        !self.cx.layer.folded(token).is_ascii()
    }

    pub fn found(
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

    /// Whether a name can be the subject: not in «ответил Лыхину глава района», not in «рассказал «Ведомостям» директор».
    pub fn may_speak(&self, item: &Item) -> bool {
        // «Ответил ему директор».
        let common = &self.cx.program.common;
        let subject = [common.pronoun, common.subject_pronoun];
        if item.pronoun && item.kind == Kind::Person && self.is_russian(item.start) {
            return item.end > item.start + 1 || subject.iter().any(|&list| self.cx.is(item.start, list));
        }
        let Some(mention) = item.mention.filter(|_| !item.pronoun) else { return true };
        let mention = &self.cx.mentions[mention as usize];
        match item.kind {
            Kind::Person => {
                let titled = || self.title_cases(item, mention);
                let nominative = |cases: Cases| cases & bit(GrammaticalCase::Nominative) != 0;
                let russian = self.cx.token(item.name.0).script == Script::Cyrillic;
                match mention.nominal {
                    true => !russian || nominative(agreement::cases(&self.cx, mention)),
                    false => {
                        // «Коллега министра Роман Левыкин»: the title before it is another's.
                        let cases = agreement::cases(&self.cx, mention);
                        let genitive = bit(GrammaticalCase::Genitive);
                        let sure = cases & genitive == 0 && nominative(cases);
                        let own = || {
                            agreement::may_be_subject(&self.cx, mention)
                                && !is_declined(mention)
                                && !self.is_relation(item, mention)
                        };
                        titled().map_or_else(own, |title| nominative(title) || sure && own())
                    }
                }
            }
            Kind::Organization => !self.is_told(item, mention),
            _ => true,
        }
    }

    /// «Отец Ивана Белова»: whether a name belongs to the noun that is the subject.
    fn is_relation(&self, item: &Item, mention: &Mention) -> bool {
        let nominative = bit(GrammaticalCase::Nominative);
        let noun = |at: &usize| {
            let lower =
                self.cx.token(*at).script == Script::Cyrillic && self.cx.token(*at).kind == TokenKind::Word;
            lower && self.cx.grammar(*at).nouns & nominative != 0
        };
        item.start.checked_sub(1).filter(noun).is_some()
            && agreement::cases(&self.cx, mention) & nominative == 0
    }

    /// «Министр Василе Лунгу», «президента Зеппа Блаттера»: the title tells the case of a name, where it tells any.
    pub fn title_cases(&self, item: &Item, mention: &Mention) -> Option<Cases> {
        let role = self.role_over(item.start, item.end).filter(|role| role.tokens.0 < item.start)?;
        let title = &self.cx.mentions[role.title? as usize];
        let near =
            title.span.start() < mention.span.start() && self.cx.token(item.start).script == Script::Cyrillic;
        let cases = agreement::cases(&self.cx, title);
        (near && cases != ALL && cases != 0).then_some(cases)
    }

    /// Whether a body stands in the dative: whom one tells.
    fn is_told(&self, item: &Item, mention: &Mention) -> bool {
        if self.cx.token(item.name.0).script != Script::Cyrillic {
            return false;
        }
        let cases = agreement::cases(&self.cx, mention);
        let has = |case| cases & bit(case) != 0;
        // «По новому заводу», and not «в письме заводу».
        let preposition = |at: usize| self.cx.is(at, self.cx.program.common.preposition);
        let place = item.start > 0 && preposition(item.start - 1)
            || item.start > 1 && preposition(item.start - 2) && !self.cx.grammar(item.start - 1).is_noun();
        has(GrammaticalCase::Dative) && !has(GrammaticalCase::Nominative) && !place
    }

    /// Whom an item names as speaker: a person, an organisation, the holder of an office.
    pub fn speaker(&self, item: &Item) -> Option<(u32, bool)> {
        let mention = item.mention?;
        match item.kind {
            Kind::Person => {
                let townsman = || self.personal_voice(item.start).filter(|_| self.is_townsman(item));
                if let Some(person) = townsman() {
                    return Some((person, true));
                }
                let here = || self.voice_here(item.start).filter(|_| item.nominal && !self.is_near(mention));
                Some((here().or_else(|| self.titled_noun(item)).unwrap_or(mention), item.pronoun))
            }
            Kind::Organization | Kind::Role | Kind::Location | Kind::Nationality => {
                if let Some(role) = self.role_over(item.start, item.end) {
                    let body = (item.kind == Kind::Organization).then_some(mention);
                    return role.person.or(body).map(|speaker| (speaker, false));
                }
                match item.kind {
                    // "The Conservative said": one of them.
                    Kind::Organization if self.is_partisan(item.start, item.end) => {
                        let person = self.personal_voice(item.start)?;
                        Some((person, true))
                    }
                    Kind::Organization => Some((mention, item.pronoun)),
                    Kind::Role if self.is_indefinite(item) => None,
                    Kind::Role => self.holder(mention).map(|person| (person, false)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// "The Ohioan": one who was named, by where he is from, taken for a name.
    fn is_townsman(&self, item: &Item) -> bool {
        let alone = item.end == item.start + 1 && !item.pronoun && !item.nominal && item.start > 0;
        let from = || TOWNSMEN.iter().any(|ending| self.cx.layer.folded(item.start).ends_with(ending));
        alone && self.cx.is(item.start - 1, self.cx.program.speech.definite) && from()
    }

    /// "The Conservative": a member of a party, who was named.
    pub fn is_partisan(&self, start: usize, end: usize) -> bool {
        let words = &self.cx.program.speech;
        let definite = start > 0 && self.cx.is(start - 1, words.definite);
        end == start + 1 && definite && self.cx.is(start, words.partisan)
    }

    /// A country, or its capital, that speaks as a state: "Ruritania says". It stands right before the verb, behind no preposition.
    pub fn state(&self, scene: &Scene, item: &Item, verb: usize) -> Option<(u32, bool)> {
        // "Lebanon and Syria say", and not "families in Iraq and Afghanistan say".
        let joined = item.start > scene.first && self.cx.is(item.start - 1, self.cx.program.common.and);
        let first = self.first_of_list(scene, item, scene.first);
        if joined && first.start == item.start {
            return None;
        }
        let mention = first.mention?;
        // "Ruritania, which sells its ships, says".
        let aside = !self.is_russian(item.start)
            && verb > item.end + 2
            && scene.punct(item.end) == Some(',')
            && scene.punct(verb - 1) == Some(',')
            && (self.cx.is(item.end + 1, self.cx.program.common.relative)
                || longest_entry(scene, &[self.cx.program.speech.beside], item.end + 1)
                    .is_some_and(|(end, _)| end + 1 == verb))
            && item.start <= scene.first + 1;
        let verb = if aside { item.end } else { verb };
        // «Вашингтон в ответ сообщил», "Perm on Tuesday said".
        let mut at = item.end;
        while at < verb {
            let dated = || scene.item_over(at).filter(|item| item.kind == Kind::Date).map(|item| item.end);
            let Some(end) = longest_entry(scene, &[self.cx.program.speech.beside], at)
                .map(|entry| entry.0)
                .or_else(dated)
            else {
                break;
            };
            at = end;
        }
        let beside = at >= verb;
        // «В Кремле подчеркнули».
        if item.kind == Kind::Location && beside && scene.holds_entry(item, self.cx.program.speech.seats) {
            return Some((mention, false));
        }
        let capital = || scene.holds_entry(item, self.cx.program.speech.capitals);
        // «В Киеве уверены»: of the plural no name is the subject.
        let placed = item.start > scene.first
            && self.cx.is(item.start - 1, self.cx.program.common.place_preposition)
            && self.is_plural(verb);
        if item.kind == Kind::Location && beside && placed && capital() {
            return Some((mention, false));
        }
        // "Perm said": a town that speaks right behind the head of an English clause.
        let town = || {
            item.start <= scene.first
                && verb == item.end
                && self.cx.is(verb, self.cx.program.speech.plain)
                && !self.is_russian(item.start)
        };
        let is_state = item.kind == Kind::Location
            && (is_country(&self.cx.mentions[mention as usize])
                || capital()
                || town()
                || scene.holds_entry(item, self.cx.program.speech.body))
            && beside
            && (!self.is_russian(item.start) || self.is_nominative(mention))
            && !self.is_complement(scene, first);
        is_state.then_some((mention, false))
    }

    pub fn is_nominative(&self, mention: u32) -> bool {
        let cases = agreement::cases(&self.cx, &self.cx.mentions[mention as usize]);
        cases & bit(GrammaticalCase::Nominative) != 0
    }

    /// The role fact that covers these tokens.
    pub fn role_over(&self, start: usize, end: usize) -> Option<&RoleFact> {
        let behind = self.roles.partition_point(|role| role.tokens.0 <= start);
        self.roles[behind.saturating_sub(ROLES_AROUND)..behind].iter().find(|role| end <= role.tokens.1)
    }
}

/// Whether a mention is linked to a country, by its code of two letters.
pub(crate) fn is_country(mention: &Mention) -> bool {
    let code = |link: &String| link.len() == 2 && link.bytes().all(|byte| byte.is_ascii_uppercase());
    mention.link.as_ref().is_some_and(code)
}
