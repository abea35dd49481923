//! Who is meant by words for one or some of those who were told of: "the latter", «тот», "two of the people", "the accountant".

use svodka_model::Kind;
use svodka_text::grammar::{GrammaticalCase, Pos};
use svodka_text::{Case, TokenKind};

use crate::entries::begins_entry;
use crate::scene::Scene;
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Tokens of "two of the people".
const PART: usize = 5;

impl Speakers<'_> {
    /// "Two of the people said", "most of them say", "in a report two experts say": some of many, or people that are counted, right
    /// before the verb.
    pub fn part_of_many(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let words = self.cx.program.speech;
        let from = from.max(scene.first);
        let end = self.before_adverbs(scene, cue.0, from);
        let counts = |&at: &usize| {
            self.cx.token(at).kind == TokenKind::Number
                || [words.both, words.some].iter().any(|&list| self.cx.is(at, list))
        };
        let head = (from..end).rev().take(PART).find(counts).filter(|&head| head + 1 < end)?;
        let several = self.cx.layer.folded(end - 1).ends_with('s') || self.cx.is(end - 1, words.sources);
        let people = several && self.is_head(scene, end - 1);
        let told = match self.cx.is(head + 1, self.cx.program.common.genitive) {
            true => {
                let them = end == head + 3 && self.cx.is(head + 2, words.asked_one);
                them || end == head + 4 && self.cx.is(head + 2, words.definite) && several
            }
            false => people && (head + 1..end).all(|at| scene.is_premodifier(at)),
        };
        // "Was cleared after three judges found".
        let opens = head == from
            || self.leads_in(head - 1)
            || self.cx.is(head - 1, self.cx.program.common.conjunction)
            || begins_entry(scene, &[words.moment], head - 1);
        (told && opens && !self.is_russian(head)).then(|| self.unnamed_phrase(cue, (head, end)))
    }

    /// "The latter said", «Последний, впрочем, оговорился», «Та рассказывала»: the one whom the sentence before names last and
    /// who did not speak there.
    pub fn last_named(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let words = self.cx.program.speech;
        let start = self.behind_lead(scene, from.max(scene.first), cue.0);
        let at = start + usize::from(start < cue.0 && self.cx.is(start, words.definite));
        let latter = at < cue.0 && self.cx.is(at, words.latter);
        let that = at == start && at < cue.0 && self.cx.is(at, words.that_one);
        // «Тот факт», «тот, кто».
        let noun = || {
            self.cx.grammar(at + 1).is_noun()
                || scene.punct(at + 1) == Some(',') && self.opens_relative(at + 2)
        };
        let between = || {
            let named = |kind| matches!(kind, Kind::Person | Kind::Organization | Kind::Role);
            scene
                .items
                .iter()
                .any(|item| item.start > at && item.end <= cue.0 && named(item.kind) && !item.pronoun)
        };
        let comma = |at: &usize| scene.punct(*at) == Some(',');
        let aside =
            Some(at + 1).filter(comma).and_then(|open| (open + 1..cue.0.min(open + PART)).find(comma));
        let clause = self.behind_lead(scene, aside.unwrap_or(at + 1), cue.0)..cue.0;
        let parted = clause.into_iter().any(|at| scene.punct(at) == Some(','));
        if !latter && !that || noun() || parted || between() {
            return None;
        }
        let russian = self.is_russian(at);
        let layer = self.cx.layer;
        let number = layer.sentence_of(scene.first);
        let before = layer.sentences().get(number.checked_sub(1)?)?;
        if before.block != layer.sentences().get(number)?.block {
            return None;
        }
        let voice = self.personal_voice(at).map(|person| self.cx.mentions[person as usize].chain);
        let woman = self.cx.layer.folded(at).ends_with(['а', 'я']);
        let other = if woman { 'm' } else { 'f' };
        let fits = |index: &u32| {
            let mention = &self.cx.mentions[*index as usize];
            match mention.kind {
                Kind::Person => {
                    let spoke = voice.is_some_and(|chain| chain.is_some() && chain == mention.chain);
                    !(mention.nominal || spoke || russian && self.cx.gender(mention) == Some(other))
                }
                Kind::Role => that && voice.is_none_or(|_| self.holder(*index).is_none()),
                Kind::Organization => !russian && !mention.nominal,
                _ => false,
            }
        };
        let first = self.cx.mentions.partition_point(|mention| mention.span.start() < before.span.start());
        let last = self.cx.mentions.partition_point(|mention| mention.span.start() < before.span.end());
        let named = (first..last).rev().filter_map(|index| u32::try_from(index).ok()).find(fits);
        match named {
            Some(index) if self.cx.mentions[index as usize].kind == Kind::Role => {
                let unnamed = Some(self.cx.mentions[index as usize].span);
                let span = layer.span_of(start..cue.1);
                Some(Attribution { cue, speaker: None, unnamed, addressee: None, pronoun: true, span })
            }
            Some(index) => Some(Voice::named(index).attribution(self, cue, start, at + 1)),
            None => {
                let person = self.other_one(at).filter(|_| that)?;
                Some(Voice::named(person).attribution(self, cue, start, at + 1))
            }
        }
    }

    fn opens_relative(&self, at: usize) -> bool {
        let words = &self.cx.program;
        [words.common.relative, words.speech.question].iter().any(|&list| self.cx.is(at, list))
    }

    /// "The accountant denied this. He kept a notebook, he said": the holder of the office with which the sentence before begins.
    pub fn office_before(&self, scene: &Scene) -> Option<u32> {
        let before = self.scene_before(scene.first)?;
        let start = before.first;
        let noun = before.item_starting(start).filter(|item| item.kind == Kind::Person && item.nominal);
        if let Some(noun) = noun.filter(|_| !self.is_russian(start)) {
            return noun.mention;
        }
        let item = before.item_starting(start + 1).filter(|item| item.kind == Kind::Role)?;
        let alone =
            before.item_starting(item.end).is_none() && self.cx.is(start, self.cx.program.speech.definite);
        self.holder(item.mention?).filter(|_| alone && !self.is_russian(start))
    }

    /// «Курьером оказался студент. На допросе он заявил»: the noun for somebody without a name in the sentence before, where a
    /// Russian pronoun means nobody whom the paragraph names.
    pub fn noun_meant(
        &self,
        scene: &Scene,
        cue: (usize, usize),
        found: Option<Attribution>,
    ) -> Option<Attribution> {
        let pronoun = |at: &usize| self.is_russian(*at) && self.cx.is(*at, self.cx.program.common.pronoun);
        let before = self.before_adverbs(scene, cue.0, scene.first).checked_sub(1);
        let beside = [before.filter(|&at| at >= scene.first), Some(cue.1).filter(|&at| at < scene.end)];
        let at = beside.into_iter().flatten().find(pronoun)?;
        let layer = self.cx.layer;
        let told = self.scene_before(at.min(self.opened.get()))?;
        let block = |byte: usize| layer.sentence_at(byte).map(|number| layer.sentences()[number].block);
        let start = told.cx.token(told.first).span.start();
        let here = |person: u32| block(self.cx.mentions[person as usize].span.start()) == block(start);
        if found.and_then(|found| found.speaker).is_some_and(here)
            || told.items.iter().any(|item| item.kind == Kind::Person && !item.nominal && !item.pronoun)
        {
            return None;
        }
        let woman = self.cx.is(at, self.cx.program.common.feminine);
        let somebody = |&at: &usize| {
            let free = told.item_over(at).is_none_or(|item| item.kind == Kind::Role || item.is_unnamed());
            free && self.cx.token(at).case == Case::Lower
                && self.is_person_noun(at)
                && !self.is_several(at)
                && woman == self.cx.program.woman_endings.end(layer.folded(at))
        };
        // The first word has a capital.
        let first =
            || Some(told.first).filter(|&at| self.is_living(at) && !woman && told.item_over(at).is_some());
        let head = first().or_else(|| (told.first..told.end).find(somebody))?;
        let phrase =
            (self.start_of_phrase(&told, head, told.first), self.end_of_phrase(&told, head + 1, told.end));
        let unnamed = Some(layer.span_of(phrase.0..phrase.1));
        let span = layer.span_of(at.min(cue.0)..cue.1.max(at + 1));
        Some(Attribution { cue, speaker: None, unnamed, addressee: None, pronoun: true, span })
    }

    /// "The 54-year-old said", right before the verb.
    pub fn aged_before(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        let end = self.before_adverbs(scene, cue.0, from.max(scene.first));
        let item = scene.item_ending(end).filter(|item| item.kind == Kind::Quantity && item.start > from)?;
        let start = item.start - 1;
        let person = self.aged(scene, start, end)?;
        Some(Voice::named(person).attribution(self, cue, start, end))
    }

    /// Whom a word for a party of a trial means: «пояснил свидетель» behind his words.
    pub fn party(&self, start: usize, head: usize) -> Option<u32> {
        let words = self.cx.program.speech;
        let person = self.still(start, head).filter(|_| self.cx.is(head, words.party))?;
        let chain = self.cx.mentions[person as usize].chain;
        let hers = |other: u32| {
            other == person || chain.is_some() && self.cx.mentions[other as usize].chain == chain
        };
        let of_court = |title: u32| {
            let mut tokens = self.cx.layer.tokens_in(self.cx.mentions[title as usize].span);
            tokens.any(|at| self.cx.is(at, words.courtly) || self.cx.is(at, words.agent))
        };
        let held =
            self.roles.iter().filter(|role| role.person.is_some_and(hers)).filter_map(|role| role.title);
        held.into_iter().all(|title| !of_court(title)).then_some(person)
    }

    /// «..., утверждает Иван Белов. «...», — возмущается чиновник»: the person who was heard last in the paragraph, where a
    /// Russian noun can mean anybody.
    pub fn voice_here(&self, noun: usize) -> Option<u32> {
        let words = self.cx.program.speech;
        let any = [words.expert, words.artist].iter().any(|&list| self.cx.is(noun, list));
        // «Другой аналитик».
        let other = |at: usize| {
            let grammar = self.cx.grammar(at);
            grammar.first == Some(Pos::Adjective) && grammar.may_be(GrammaticalCase::Nominative)
        };
        if !any || !self.is_russian(noun) || noun.checked_sub(1).is_some_and(other) {
            return None;
        }
        let layer = self.cx.layer;
        let open = noun.min(self.opened.get());
        let start = self.cx.token(open).span.start();
        let heard = self.heard.get().filter(|voice| voice.end <= start);
        let told = if self.looking.replace(true) {
            None
        } else {
            let told = self.speaker_before(open, heard.map_or(0, |voice| voice.end));
            self.looking.set(false);
            told
        };
        let block = |byte: usize| layer.sentence_at(byte).map(|at| layer.sentences()[at].block);
        let near = |voice: &Voice| {
            block(voice.end.saturating_sub(1)) == block(start) && !self.names_since(voice.end, open)
        };
        let person = told.map_or_else(|| heard.filter(near)?.speaker, |told| told.speaker)?;
        let mention = &self.cx.mentions[person as usize];
        let woman = self.cx.is(noun, self.cx.program.common.feminine);
        let fits = mention.kind == Kind::Person && !(woman && self.cx.gender(mention) == Some('m'));
        fits.then_some(person)
    }

    /// Whether the person for whom a noun stands is named before it in its paragraph.
    pub fn is_near(&self, noun: u32) -> bool {
        let layer = self.cx.layer;
        let mention = &self.cx.mentions[noun as usize];
        let block = |byte: usize| layer.sentence_at(byte).map(|at| layer.sentences()[at].block);
        let here = block(mention.span.start());
        let before = self.cx.mentions[..noun as usize].iter().rev();
        let mut inside = before.take_while(|other| block(other.span.start()) == here);
        inside.any(|other| !other.nominal && other.chain.is_some() && other.chain == mention.chain)
    }

    /// "Ann Bell, who milks cows, blamed him. "...," said the 66-year-old": the subject of the sentence before the words that a token
    /// belongs to, in the same paragraph, if it names no other person.
    pub fn sole_person_before(&self, at: usize) -> Option<u32> {
        let scene = self.scene_before(at.min(self.opened.get()))?;
        let mut people = scene.items.iter().filter(|item| item.kind == Kind::Person && !item.nominal);
        let first = people.next().filter(|item| self.may_speak(item) && !self.is_governed(&scene, item))?;
        let mention = first.mention.filter(|&name| !first.pronoun && self.is_nominative(name))?;
        people.next().is_none().then_some(mention)
    }
}
