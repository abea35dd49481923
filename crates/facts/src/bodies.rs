//! Organisations that speak by a common noun: "the company said", «сообщили в министерстве».

use svodka_model::{Kind, Span, Value};

use crate::lexicon::LexiconId;
use crate::scene::Scene;
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Tokens from an owner's "'s" to what he owns.
const OWNER_REACH: usize = 4;
/// Mentions back in which "the company" finds its name.
const NOMINAL_REACH: usize = 24;
/// Tokens from the head of a sentence to its subject.
const SUBJECT_REACH: usize = 4;
/// Tokens of "the labour ministry".
const BODY_PHRASE: usize = 5;
/// Heads of names of newspapers, channels and agencies.
const PRESS: [&str; 6] =
    ["media", "newspaper", "magazine", "news-agency", "television-channel", "publishing-house"];
/// Letters of "ministry" that a ministry's name shares with it.
const STEM: usize = 6;

impl Speakers<'_> {
    /// "..., the company said": the organisation that the sentence names first, else the one named last before it.
    pub fn common_noun(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let from = from.max(scene.first);
        let mut at = cue.0.checked_sub(1).filter(|&at| at >= from)?;
        while at > from && self.cx.is(at, self.cx.program.speech.beside) && cue.0 - at < 3 {
            at -= 1;
        }
        // "Ruritania's arms agency" is none that was named.
        let owned = (from.max(at.saturating_sub(OWNER_REACH))..at)
            .any(|at| self.cx.is(at, self.cx.program.common.possessive));
        // «Двое сотрудников службы рассказали»: whose people speak.
        let people = at > from && self.cx.is(at - 1, self.cx.program.speech.anonymous) && self.is_russian(at);
        let people = people || !self.is_russian(at) && self.is_of_people(scene, at, from);
        // "..., it was announced" is nobody's.
        let parted = at > from
            && (scene.punct(at - 1) == Some(',') || self.cx.is(at - 1, self.cx.program.speech.joint));
        let opens = at == from || parted && at + 1 == cue.0;
        // "In a statement it said".
        let near = at + 1 == self.before_adverbs(scene, cue.0, from).max(at + 1);
        let medium = at > from && near && self.cx.is(at - 1, self.cx.program.speech.medium);
        let it = (opens || medium) && self.cx.is(at, self.cx.program.common.it);
        // "Kama Bank and Polar Yards have joined forces, they said".
        let closed = cue.1 >= scene.end
            || scene.punct(cue.1).is_some()
            || self.cx.is(cue.1, self.cx.program.common.preposition);
        let they = closed && !self.is_russian(at) && self.cx.is(at, self.cx.program.speech.they);
        if they && at > from && at + 1 == cue.0 && scene.punct(at - 1) == Some(',') {
            return Some(self.own_subject(scene, at)?.attribution(self, cue, at, at + 1));
        }
        let voice = match it {
            true => {
                let last = || self.last_body(scene.first, at, true).map(Voice::named);
                let own = self.own_subject(scene, at).or_else(|| self.subject_before(at));
                own.or_else(|| self.bodily_voice(at)).or_else(last)
            }
            false => self.organization(scene, at),
        };
        // «Глава регулятора предупредил».
        let governor = at.checked_sub(1).filter(|&before| {
            before >= from && self.cx.is(before, self.cx.program.common.preposition) || self.is_plural(cue.0)
        });
        let voice = voice.filter(|_| !owned && !people && self.may_lead(at, governor))?;
        Some(voice.attribution(self, cue, at, at + 1))
    }

    /// "Polar Yards has bought two docks, it said": the body that its own sentence begins with.
    pub fn own_subject(&self, scene: &Scene, at: usize) -> Option<Voice> {
        let item = scene.items.iter().find(|item| matches!(item.kind, Kind::Organization | Kind::Person))?;
        let opens =
            item.end < at && item.start <= scene.first + SUBJECT_REACH && !self.is_governed(scene, item);
        let body = item.mention.filter(|&index| opens && self.is_body(index))?;
        Some(Voice::named(body))
    }

    /// "The labour ministry welcomed the deal. "...," it said": the body without a name that the sentence before the words
    /// begins with.
    fn subject_before(&self, at: usize) -> Option<Voice> {
        let words = &self.cx.program.speech;
        let scene = self.scene_before(at.min(self.opened.get()))?;
        let start = scene.first;
        let near = start + 1..scene.end.min(start + BODY_PHRASE);
        let owner = |at: usize| {
            self.cx.is(at, self.cx.program.common.possessive) || matches!(scene.punct(at), Some('\'' | '’'))
        };
        let plain = |at: usize| scene.item_over(at).is_none_or(|item| item.is_unnamed());
        let mut near = near.take_while(|&at| plain(at) && (scene.is_premodifier(at) || owner(at)));
        let paper = |at: usize| self.cx.is(at, words.paper);
        let head = near.find(|&at| {
            !owner(at + 1) && self.is_head(&scene, at) && (paper(at) || !self.cx.is(at, words.anonymous))
        })?;
        let article = self.cx.is(start, self.cx.program.common.article);
        let opens = self.cx.is(start, words.definite) || article && paper(head);
        // "The fund, Ridgeback Capital, has six per cent".
        let apposed = scene
            .item_starting(head + 2)
            .filter(|item| scene.punct(head + 1) == Some(',') && scene.punct(item.end) == Some(',') && opens);
        if let Some(body) = apposed.and_then(|item| item.mention).filter(|&body| self.is_body(body)) {
            return Some(Voice::named(body));
        }
        let named = scene.head_from(head + 1).is_some() || self.organization(&scene, head).is_some();
        let layer = self.cx.layer;
        let unnamed = Some(layer.span_of(start..head + 1)).filter(|_| opens && !named)?;
        let end = layer.span_of(start..scene.end).end();
        Some(Voice { speaker: None, unnamed: Some(unnamed), end })
    }

    /// "A spokesman for the British company": whether a noun belongs to the people who speak for it, in English.
    fn is_of_people(&self, scene: &Scene, noun: usize, from: usize) -> bool {
        let inside = |&at: &usize| scene.is_premodifier(at) || scene.item_over(at).is_some();
        let start = (from..noun).rev().take_while(inside).last().unwrap_or(noun);
        let governor = scene.governor(start).filter(|&at| at > from);
        governor.is_some_and(|at| self.cx.is(at - 1, self.cx.program.speech.anonymous))
    }

    /// What "company" at a token stands for, where that is no mention of its own.
    pub fn organization(&self, scene: &Scene, at: usize) -> Option<Voice> {
        let words = &self.cx.program.speech;
        let it = at == scene.first && self.cx.is(at, self.cx.program.common.it);
        let (any, own) = (it || self.cx.is(at, words.nominal), self.cx.is(at, words.body));
        if !any && !own || scene.item_over(at).is_some_and(|item| item.mention.is_some()) {
            return None;
        }
        let here = scene.items.iter().filter(|item| item.end <= at);
        let mut here = here.filter_map(|item| item.mention);
        let here =
            here.find(|&index| self.is_body(index) && self.suits(at, self.cx.mentions[index as usize].span));
        if let Some(index) = here.filter(|_| any) {
            return Some(Voice::named(index));
        }
        // «По сведениям газеты»: the body that was heard, if its name does not tell that it is something else.
        let paper = |voice: &Voice| voice.speaker.is_some_and(|body| self.may_be_press(body));
        let heard = match any {
            true => self.bodily_voice(at),
            false if self.cx.is(at, words.press) => self.bodily_voice(at).filter(paper),
            false => None,
        };
        let span =
            |voice: &Voice| voice.unnamed.or_else(|| Some(self.cx.mentions[voice.speaker? as usize].span));
        // "A ministry official": people are no body.
        let body = |span: Span| {
            let mut tokens = self.cx.layer.tokens_in(span);
            tokens.any(|at| {
                [words.nominal, words.body, words.authority].iter().any(|&list| self.cx.is(at, list))
            })
        };
        let goes_on = |voice: &Voice| {
            let told = span(voice).filter(|&span| self.suits(at, span));
            told.is_some_and(|span| voice.unnamed.is_none() || body(span))
        };
        // "The paper" of a study is no firm.
        let fits = |&body: &u32| !self.cx.is(at, words.paper) || self.may_be_press(body);
        let last = || self.last_body(scene.first, at, any).filter(fits).map(Voice::named);
        heard.filter(goes_on).or_else(last)
    }

    /// Whether a noun for bodies can mean the one that is named so: «ведомство» an authority, «компания» none.
    fn suits(&self, noun: usize, name: Span) -> bool {
        let words = &self.cx.program.speech;
        let mut tokens = self.cx.layer.tokens_in(name);
        let mut authority = || tokens.any(|at| self.cx.is(at, words.authority));
        match (self.cx.is(noun, words.official), self.cx.is(noun, words.body)) {
            (true, _) => authority(),
            (false, true) => true,
            (false, false) => !self.cx.is(noun, words.nominal) || !authority(),
        }
    }

    /// What kind of body a name tells of, if it does.
    fn head(&self, index: u32) -> Option<&str> {
        match &self.cx.mentions[index as usize].value {
            Some(Value::Organization(body)) => body.head.as_deref(),
            _ => None,
        }
    }

    /// Whether a body is a paper, or has a name that tells nothing of what it is: no firm.
    fn may_be_press(&self, index: u32) -> bool {
        let firm = match &self.cx.mentions[index as usize].value {
            Some(Value::Organization(body)) => body.legal_form.is_some(),
            _ => false,
        };
        self.head(index).map_or(!firm, is_press)
    }

    fn is_body(&self, index: u32) -> bool {
        let mention = &self.cx.mentions[index as usize];
        let first = self.cx.layer.tokens_in(mention.span).start;
        let bracketed = first > 0 && self.cx.punct(first - 1) == Some('(');
        mention.kind == Kind::Organization && !mention.nominal && !bracketed
    }

    /// The organisation before the sentence that is called by the noun at `at`; else, with `any`, of the sentence that
    /// named one last, the first.
    pub fn last_body(&self, sentence: usize, at: usize, any: bool) -> Option<u32> {
        let start = self.cx.token(sentence).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let near = (before.saturating_sub(NOMINAL_REACH)..before)
            .rev()
            .filter_map(|index| u32::try_from(index).ok());
        let suits = |&index: &u32| self.suits(at, self.cx.mentions[index as usize].span);
        let bodies: Vec<u32> = near.filter(|&index| self.is_body(index)).filter(suits).collect();
        let word = self.cx.layer.folded(at);
        let it = self.cx.is(at, self.cx.program.common.it) || self.cx.is(at, self.cx.program.speech.its);
        let stem: String = word.chars().take(STEM).collect();
        let press = self.cx.is(at, self.cx.program.speech.press);
        let called = |&&index: &&u32| {
            press && self.head(index).is_some_and(is_press)
                || svodka_text::fold::fold(&self.cx.mentions[index as usize].surface).contains(&stem)
        };
        let place = |index: u32| self.cx.layer.sentence_at(self.cx.mentions[index as usize].span.start());
        let last = *bodies.first()?;
        let same = bodies.iter().copied().take_while(|&index| place(index) == place(last)).last();
        let named = if it { None } else { bodies.iter().find(called).copied() };
        named.or(same.filter(|_| any))
    }

    /// The organisation named last before a sentence that has a word of the lexicon in its name.
    pub fn last_called(&self, sentence: usize, lexicon: LexiconId) -> Option<u32> {
        let start = self.cx.token(sentence).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let near =
            (before.saturating_sub(NOMINAL_REACH)..before).rev().filter_map(|at| u32::try_from(at).ok());
        let called = |index: u32| {
            let mut tokens = self.cx.layer.tokens_in(self.cx.mentions[index as usize].span);
            tokens.any(|at| self.cx.is(at, lexicon))
        };
        near.into_iter().find(|&index| self.is_body(index) && called(index))
    }

    pub fn is_nominal(&self, scene: &Scene, at: usize) -> bool {
        let words = &self.cx.program.speech;
        // «пресс-службе».
        let joined = scene.punct(at.saturating_sub(1)) == Some('-') && !self.cx.token(at).space_before;
        (self.cx.is(at, words.nominal) || self.cx.is(at, words.body))
            && !joined
            && scene.item_over(at).is_none()
            && scene.head_from(at + 1).is_none()
    }
}

fn is_press(head: &str) -> bool {
    PRESS.contains(&head)
}
