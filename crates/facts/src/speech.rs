//! Who speaks: verbs of saying, and the speaker and addressee beside them.

use svodka_model::{Kind, Span};
use svodka_text::{Sentence, TokenKind};

use crate::candidate::Candidate;
use crate::lexicon::LexiconId;
use crate::matcher::entries_right;
use crate::scene::{Context, Item, Scene};

/// A verb or phrase of saying with its speaker.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribution {
    /// Tokens of the cue.
    pub cue: (usize, usize),
    pub speaker: Option<u32>,
    pub addressee: Option<u32>,
    /// Whether the speaker was found through a pronoun.
    pub pronoun: bool,
    /// Bytes from the speaker to the cue.
    pub span: Span,
}

/// Tokens between a cue and its speaker, and of a clause of attribution.
const REACH: usize = 16;
/// Mentions back in which "the company" finds its name.
const NOMINAL_REACH: usize = 12;
/// Tokens on either side that are looked at in an endless sentence.
const WINDOW: usize = 300;

/// What is asked about speech in one document.
pub(crate) struct Speakers<'a> {
    pub cx: Context<'a>,
    /// Roles found in the document: tokens, title, person.
    roles: Vec<RoleFact>,
}

struct RoleFact {
    tokens: (usize, usize),
    title: Option<u32>,
    person: Option<u32>,
}

impl<'a> Speakers<'a> {
    pub fn new(cx: Context<'a>, candidates: &[Candidate]) -> Self {
        let slot = |name: &str| cx.program.slots.iter().position(|known| known == name);
        let (title, person) = (slot("title"), slot("person"));
        let fill = |candidate: &Candidate, slot: Option<usize>| {
            candidate.fills.iter().find(|fill| Some(fill.slot as usize) == slot).and_then(|fill| fill.mention)
        };
        let roles = candidates
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
        Self { cx, roles }
    }

    /// The sentence around a token; of an endless one, what is near.
    pub fn scene_of(&self, token: usize) -> Option<Scene<'a>> {
        let sentence = self.cx.layer.sentences().get(self.cx.layer.sentence_of(token))?;
        let first = sentence.first.max(token.saturating_sub(WINDOW));
        let end = sentence.end.min(token + WINDOW);
        let span = self.cx.layer.span_of(first..end);
        Some(Scene::new(self.cx, &Sentence { first, end, span, ..*sentence }))
    }

    /// The first cue of the lexicon that begins in `from..to`.
    pub fn cue(&self, scene: &Scene, lexicon: LexiconId, from: usize, to: usize) -> Option<(usize, usize)> {
        (from.max(scene.first)..to.min(scene.end))
            .find_map(|at| entries_right(scene, &[lexicon], at).first().map(|&(end, _)| (at, end)))
    }

    /// The attribution in `from..to`: a verb of saying, or "according to", with the speaker beside it.
    pub fn attribution(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let (from, to) = (from.max(scene.first), to.min(scene.end));
        let according = self.cue(scene, words.according, from, to);
        let mut at = from;
        while let Some(cue) = self.cue(scene, words.say, at, to) {
            if according.is_some_and(|according| according.0 <= cue.0) {
                break;
            }
            if let Some(found) = self.beside(scene, cue, from, to) {
                return Some(found);
            }
            at = cue.1;
        }
        according.and_then(|cue| self.behind(scene, cue, to, true))
    }

    /// The speaker before the cue, else behind it.
    fn beside(&self, scene: &Scene, cue: (usize, usize), from: usize, to: usize) -> Option<Attribution> {
        let common = self.common_noun(scene, cue, from);
        common.or_else(|| self.before(scene, cue, from)).or_else(|| self.behind(scene, cue, to, false))
    }

    /// "..., the company said": the organisation that the sentence names first, else the one named last before it.
    fn common_noun(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let at = cue.0.checked_sub(1).filter(|&at| at >= from && self.cx.is(at, words.nominal))?;
        let named = |item: &&Item| {
            let real = item.mention.is_some_and(|index| !self.cx.mentions[index as usize].nominal);
            item.kind == Kind::Organization && real && item.end <= at
        };
        if scene.item_over(at).is_some_and(|item| item.mention.is_some()) {
            return None;
        }
        let here = scene.items.iter().find(named).and_then(|item| item.mention);
        let start = self.cx.token(scene.first).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let earlier = || {
            let near = self.cx.mentions[..before].iter().enumerate().rev().take(NOMINAL_REACH);
            let mut organizations =
                near.filter(|(_, mention)| mention.kind == Kind::Organization && !mention.nominal);
            organizations.next().and_then(|(index, _)| u32::try_from(index).ok())
        };
        let speaker = here.or_else(earlier)?;
        let span = self.cx.layer.span_of(at..cue.1);
        Some(Attribution { cue, speaker: Some(speaker), addressee: None, pronoun: true, span })
    }

    fn before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let items = scene.items.iter().rev().filter(|item| item.end <= cue.0 && item.start >= from);
        for item in items.take(6) {
            if !self.joins(scene, item.end, cue.0) {
                return None;
            }
            let Some(speaker) = self.speaker(item) else {
                if item.kind == Kind::Role {
                    return Some(Attribution { speaker: None, ..self.found(cue, (0, false), None, item) });
                }
                continue;
            };
            let addressee = self.addressee(scene, cue);
            return Some(self.found(cue, speaker, addressee, item));
        }
        None
    }

    /// Whether only what belongs to the speaker or the verb stands between the two: no full clause.
    fn joins(&self, scene: &Scene, from: usize, to: usize) -> bool {
        let words = &self.cx.program.speech;
        if to - from > REACH {
            return false;
        }
        let mut at = from;
        let mut free = 3;
        while at < to {
            if let Some(item) = scene.item_starting(at).filter(|item| item.end <= to) {
                at = item.end;
            } else if let Some(&(end, _)) = entries_right(scene, &[words.beside], at).first() {
                at = end;
            } else if scene.punct(at) == Some(',') {
                // An apposition up to the next comma.
                let close = (at + 1..to).find(|&next| scene.punct(next) == Some(','));
                at = close.map_or(at + 1, |close| close + 1);
            } else if self.roles.iter().any(|role| role.tokens.0 <= at && at < role.tokens.1) {
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

    fn behind(&self, scene: &Scene, cue: (usize, usize), to: usize, according: bool) -> Option<Attribution> {
        let his = (cue.0..cue.1).find(|&at| self.cx.is(at, self.cx.program.speech.his));
        if let Some(pronoun) = his.filter(|_| according).and_then(|at| scene.pronoun(at)) {
            return Some(self.found(cue, (pronoun.mention?, true), None, &pronoun));
        }
        if according
            && let Some(pronoun) = scene
                .items
                .iter()
                .find(|item| item.pronoun && item.start + 1 >= cue.0 && item.end <= cue.1 + 1)
        {
            return Some(self.found(cue, (pronoun.mention?, true), None, pronoun));
        }
        let limit = to.min(cue.1 + REACH);
        let mut addressee = None;
        for item in scene.items.iter().filter(|item| item.start >= cue.1) {
            if item.start >= limit
                || (cue.1..item.start).any(|at| matches!(scene.punct(at), Some('.' | ':' | ';' | '«' | '“')))
            {
                break;
            }
            if (cue.1..item.start).filter(|&at| self.cx.token(at).kind == TokenKind::Word).count() > 7 {
                break;
            }
            let Some(speaker) = self.speaker(item) else { continue };
            // «сообщил ТАСС Иванов»: the outlet stands between the verb and the speaker.
            if item.kind == Kind::Organization && !according {
                let follower = scene
                    .item_starting(item.end)
                    .filter(|next| next.kind == Kind::Person || next.kind == Kind::Role);
                if let Some(next) = follower.filter(|_| item.start == cue.1)
                    && let Some(person) = self.speaker(next)
                {
                    return Some(self.found(cue, person, item.mention, next));
                }
            }
            addressee =
                addressee.or_else(|| self.addressee(scene, cue).filter(|outlet| *outlet != speaker.0));
            return Some(self.found(cue, speaker, addressee, item));
        }
        None
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
        Attribution { cue, speaker: Some(speaker.0), addressee, pronoun: speaker.1, span }
    }

    /// Whom an item names as speaker: a person, an organisation, the holder of an office.
    fn speaker(&self, item: &Item) -> Option<(u32, bool)> {
        let mention = item.mention?;
        let inside = |role: &&RoleFact| role.tokens.0 <= item.start && item.end <= role.tokens.1;
        match item.kind {
            Kind::Person => Some((mention, item.pronoun)),
            Kind::Organization | Kind::Role | Kind::Location | Kind::Nationality => {
                if let Some(role) = self.roles.iter().find(inside) {
                    return role.person.map(|person| (person, false));
                }
                match item.kind {
                    Kind::Organization => Some((mention, false)),
                    Kind::Role => self.holder(mention).map(|person| (person, false)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The person who was last said to hold an office of that title.
    fn holder(&self, title: u32) -> Option<u32> {
        let surface = |index: u32| svodka_text::fold::fold(&self.cx.mentions[index as usize].norm);
        let asked = surface(title);
        let held = |role: &&RoleFact| role.title.is_some_and(|title| surface(title).contains(&asked));
        let before =
            self.roles.iter().rev().filter(|role| role.title.is_some_and(|own| own <= title)).find(held);
        before.or_else(|| self.roles.iter().find(held)).and_then(|role| role.person)
    }

    /// "told Sputnik": the outlet behind the verb.
    fn addressee(&self, scene: &Scene, cue: (usize, usize)) -> Option<u32> {
        let told = !entries_right(scene, &[self.cx.program.speech.told], cue.0).is_empty();
        let item = scene.item_starting(cue.1).filter(|item| item.kind == Kind::Organization)?;
        item.mention.filter(|_| told)
    }
}
