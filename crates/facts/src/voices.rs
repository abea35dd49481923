//! Whose words went before: "it added", «уточнили там же», «отметил собеседник» go on with the voice that was heard last.

use svodka_model::{BlockKind, Kind, Mention, Quote, Span};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, letters};

use crate::entries::{begins_entry, longest_entry};
use crate::grammar::bit;
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};

/// Bytes from the end of what was said to the words that go on with its voice.
const REACH: usize = 900;
/// Tokens from the head of a sentence to the body in which it begins.
const PLACE_REACH: usize = 3;
/// Sentences back in which somebody is heard.
const SENTENCES: usize = 3;

/// Who spoke: a mention, or words of the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    pub speaker: Option<u32>,
    pub unnamed: Option<Span>,
    /// Where what is known of it ends in the text.
    pub end: usize,
}

impl Voice {
    /// Of a mention that nobody was heard to speak as.
    pub fn named(speaker: u32) -> Self {
        Self { speaker: Some(speaker), unnamed: None, end: 0 }
    }

    /// Of words that were said, if anybody is known to have said them.
    pub fn of(quote: &Quote) -> Option<Self> {
        let voice = Self { speaker: quote.speaker, unnamed: quote.unnamed, end: quote.evidence.end() };
        (voice.speaker.is_some() || voice.unnamed.is_some()).then_some(voice)
    }

    /// What goes on with the voice: its verb or phrase, over the tokens `from..to`.
    pub fn attribution(
        self,
        speakers: &Speakers,
        cue: (usize, usize),
        from: usize,
        to: usize,
    ) -> Attribution {
        let span = speakers.cx.layer.span_of(from.min(cue.0)..to.max(cue.1));
        let unnamed = self.unnamed.filter(|_| self.speaker.is_none());
        Attribution { cue, speaker: self.speaker, unnamed, addressee: None, pronoun: true, span }
    }
}

impl Speakers<'_> {
    /// Remembers who spoke last.
    pub fn hear(&self, voice: Option<Voice>) {
        self.heard.set(voice);
    }

    /// Tells where the words begin whose speaker is looked for.
    pub fn open(&self, at: usize) {
        self.opened.set(at);
    }

    /// The voice before a token: that of the sentence before in the same paragraph, else that of the last words.
    pub fn voice(&self, at: usize) -> Option<Voice> {
        let at = at.min(self.opened.get());
        let start = self.cx.token(at).span.start();
        let heard = self.heard.get().filter(|voice| voice.end <= start && start - voice.end < REACH);
        if self.looking.replace(true) {
            return heard;
        }
        let told = self.told_before(at, heard.map_or(0, |voice| voice.end));
        self.looking.set(false);
        let told = told.filter(|found| found.speaker.is_some() || found.unnamed.is_some());
        let told = told.map(|found| Voice { speaker: found.speaker, unnamed: found.unnamed, end: start });
        told.or(heard)
    }

    /// Who speaks in the sentence before a token in its paragraph, else in one of the last that begin behind `from`.
    fn told_before(&self, at: usize, from: usize) -> Option<Attribution> {
        let layer = self.cx.layer;
        let number = layer.sentence_of(at);
        let before = layer.sentences()[..number].iter().rev().take(SENTENCES);
        let mut before = before.take_while(|sentence| {
            sentence.span.start() >= from && layer.block_kind(sentence) != BlockKind::Title
        });
        self.speaker_before(at, from).or_else(|| {
            before.find_map(|sentence| {
                let scene = self.scene_of(sentence.first)?;
                let urged = || {
                    let cue = self.cue(&scene, &[self.cx.program.speech.urge], scene.first, scene.end)?;
                    self.beside(&scene, cue, scene.first, cue.1)
                };
                self.attribution(&scene, scene.first, scene.end).or_else(urged)
            })
        })
    }

    /// The same as [`Self::voice`], where a person has it.
    pub fn personal_voice(&self, at: usize) -> Option<u32> {
        self.voice(at)?.speaker.filter(|&speaker| self.cx.mentions[speaker as usize].kind == Kind::Person)
    }

    /// Whom "the expert" at a token means: the person with a post whom the text told of last, or one who spoke since.
    pub fn expert_voice(&self, scene: &Scene, at: usize) -> Option<u32> {
        let posted = scene.pronoun(at).and_then(|item| item.mention).filter(|&person| self.has_post(person));
        let start = |person: u32| self.cx.mentions[person as usize].span.start();
        let end = self.voice(at).map(|voice| voice.end);
        let since = posted.filter(|&person| end.is_none_or(|end| start(person) >= end));
        since.or_else(|| self.personal_voice_of(scene, at)).or(posted)
    }

    /// Whom a noun for an athlete or an artist means («призналась спортсменка»): who was heard last, else who was named.
    pub fn known_voice(&self, scene: &Scene, at: usize) -> Option<u32> {
        self.personal_voice_of(scene, at).or_else(|| scene.pronoun(at)?.mention)
    }

    /// "According to Ann Bell, it rained. She has seen worse, she says": whoever was heard in the sentence before, if an English
    /// pronoun may mean her.
    pub fn going_on(&self, scene: &Scene, found: Attribution) -> Attribution {
        let common = &self.cx.program.common;
        let layer = self.cx.layer;
        let Some(own) = found.speaker.filter(|_| found.pronoun && found.unnamed.is_none()) else {
            return found;
        };
        let mut tokens = layer.tokens_in(found.span);
        let Some(at) = tokens.find(|&at| self.cx.is(at, common.pronoun) && !self.is_russian(at)) else {
            return found;
        };
        let person = |index: u32| self.cx.mentions[index as usize].kind == Kind::Person;
        let gender = |index: u32| self.cx.gender(&self.cx.mentions[index as usize]);
        let hers = if self.cx.is(at, common.feminine) { 'f' } else { 'm' };
        let fits =
            |other: u32| other != own && person(other) && gender(other).is_none_or(|other| other == hers);
        if let Some(other) = self.office_before(scene).filter(|&other| fits(other)) {
            return Attribution { speaker: Some(other), ..found };
        }
        let heard = self.heard.get().filter(|voice| voice.end <= layer.span_of(at..at + 1).start());
        let (number, sentences) = (layer.sentence_of(scene.first), layer.sentences());
        let near = |voice: &Voice| {
            let said = layer.sentence_at(voice.end.saturating_sub(1));
            let block = |number: usize| sentences.get(number).map(|sentence| sentence.block);
            said.is_some_and(|said| said + 1 == number && block(said) == block(number))
        };
        let since = |voice: &Voice| self.cx.mentions[own as usize].span.start() >= voice.end;
        let known = gender(own).is_none() || gender(own) != Some(hers);
        let other = heard.filter(|voice| near(voice) && !since(voice)).and_then(|voice| voice.speaker);
        match other.filter(|&other| fits(other) && (known || gender(other).is_some())) {
            Some(other) => Attribution { speaker: Some(other), ..found },
            None => found,
        }
    }

    /// The person who was heard last, where the noun at a token does not tell that it is another by its gender.
    pub fn personal_voice_of(&self, scene: &Scene, at: usize) -> Option<u32> {
        let person = self.personal_voice(at).filter(|_| !self.is_of_others(at))?;
        // «Подчеркнула дипломат».
        if let Some(gender) = self.told_gender(scene, at)
            && self.cx.gender(&self.cx.mentions[person as usize]).is_some_and(|own| own != gender)
        {
            return self.last_of_gender(at, gender);
        }
        let woman = self.cx.is(at, self.cx.program.common.feminine);
        let other = self.cx.gender(&self.cx.mentions[person as usize]) == Some(if woman { 'm' } else { 'f' });
        let fits = !other || !self.is_russian(at) || !woman && self.cx.is(at, self.cx.program.speech.expert);
        if fits { Some(person) } else { scene.pronoun(at)?.mention }
    }

    /// «Мэрия создаст комиссию. «...», — пообещал градоначальник»: whether the paragraph tells of a body before the sentence of
    /// a Russian noun, and names nobody.
    fn is_of_others(&self, at: usize) -> bool {
        let layer = self.cx.layer;
        let number = layer.sentence_of(at.min(self.opened.get()));
        let sentences = layer.sentences();
        let before =
            sentences[..number].iter().rev().take_while(|other| other.block == sentences[number].block);
        let Some(first) = before.last().filter(|_| self.is_russian(at)) else { return false };
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < first.span.start());
        let to = sentences[number].span.start();
        let mut inside = self.cx.mentions[from..].iter().take_while(|mention| mention.span.start() < to);
        let words = self.cx.program.speech;
        let noun =
            [words.authority, words.nominal, words.body].iter().any(|&list| self.cx.is(first.first, list));
        let body = |mention: &Mention| {
            mention.kind == Kind::Organization && mention.span.start() == first.span.start()
        };
        (noun || inside.clone().any(body)) && !inside.any(|mention| mention.kind == Kind::Person)
    }

    /// The gender of the one whom a Russian noun at a token means, as the verb of saying beside it tells.
    fn told_gender(&self, scene: &Scene, at: usize) -> Option<char> {
        let around =
            [at.checked_sub(1).filter(|&at| at >= scene.first), Some(at + 1).filter(|&at| at < scene.end)];
        let says = |at: usize| {
            self.is_russian(at)
                && begins_entry(scene, &[self.cx.program.speech.say, self.cx.program.speech.utter], at)
        };
        let verb = around.into_iter().flatten().find(|&at| says(at))?;
        self.cx.gender_of_past(verb)
    }

    /// The person of a gender who was named last before a token.
    fn last_of_gender(&self, at: usize, gender: char) -> Option<u32> {
        let start = self.cx.token(at.min(self.opened.get())).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let near = self.cx.mentions[..before].iter().enumerate().rev();
        let mut near = near.take_while(|(_, mention)| start - mention.span.start() < REACH);
        let person = |mention: &Mention| mention.kind == Kind::Person && !mention.nominal;
        let found = near.find(|(_, mention)| person(mention) && self.cx.gender(mention) == Some(gender))?;
        u32::try_from(found.0).ok()
    }

    /// The same, where a body has it, or those whom the text tells without a name.
    pub fn bodily_voice(&self, at: usize) -> Option<Voice> {
        let body = |speaker: u32| self.cx.mentions[speaker as usize].kind == Kind::Organization;
        self.voice(at).filter(|voice| voice.speaker.is_none_or(body))
    }

    /// "He added" of a spokesman without a name: where nobody was named since those words were said.
    pub fn unnamed_voice(&self, scene: &Scene, cue: (usize, usize)) -> Option<Attribution> {
        let pronouns = [self.cx.program.common.pronoun, self.cx.program.speech.they];
        let pronoun = |&at: &usize| at < scene.end && pronouns.iter().any(|&list| self.cx.is(at, list));
        let at = cue.0.checked_sub(1).filter(|&at| at >= scene.first).filter(pronoun);
        // "Saying he sees": behind a verb inside of its clause an English pronoun is what begins the words.
        let last = cue.1 + 1 >= scene.end || scene.punct(cue.1 + 1).is_some() || self.is_russian(cue.0);
        let at = at.or(Some(cue.1).filter(pronoun).filter(|_| last))?;
        let voice = self.voice(at)?;
        let tokens = self.cx.layer.tokens_in(voice.unnamed.filter(|_| voice.speaker.is_none())?);
        // «Вице-премьер России подчеркнул. Он напомнил».
        let office = |at: &usize| {
            let span = self.cx.token(*at).span;
            let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
            let mut here =
                self.cx.mentions[from..].iter().take_while(|other| other.span.start() == span.start());
            self.is_russian(*at) && here.any(|other| other.kind == Kind::Role)
        };
        let layer = self.cx.layer;
        let block = |byte: usize| layer.sentence_at(byte).map(|at| layer.sentences()[at].block);
        // Whoever was named right before may hold the office, unless the same paragraph brings it in.
        let apart = |person: u32| {
            let named = block(self.cx.mentions[person as usize].span.start());
            let told = block(layer.span_of(tokens.clone()).start());
            let here = told == block(self.cx.token(at.min(self.opened.get())).span.start());
            named.map(|named| named + usize::from(!here)) < told
        };
        let other = || scene.pronoun(at).and_then(|item| item.mention).is_none_or(apart);
        let office = || tokens.clone().find(office).filter(|_| other());
        // "The mayor", "a spokeswoman"; a president is somebody with a name.
        let words = self.cx.program.speech;
        let public = |at: usize| {
            self.cx.is(at, words.public) && !self.cx.is(at, words.sovereign) && !self.is_russian(at)
        };
        let person = |&at: &usize| self.cx.is(at, words.anonymous) || public(at);
        // "A buyer for a discounter", "a third".
        let one = |&at: &usize| self.cx.is(at, self.cx.program.common.indefinite);
        let first = || Some(tokens.start + 1).filter(|&at| at < tokens.end && one(&tokens.start));
        // A name that nobody knew.
        let name = || {
            let capital = |at: usize| self.cx.token(at).case != Case::Lower;
            Some(tokens.start).filter(|_| tokens.clone().all(capital) && !self.is_russian(tokens.start))
        };
        // «Один из них», «19-летний студент».
        let living =
            |&at: &usize| self.is_russian(at) && (self.cx.is(at, words.some_of) || self.is_person_noun(at));
        let somebody = || tokens.clone().find(living).filter(|_| other());
        let head = tokens.clone().find(person).or_else(office).or_else(first).or_else(name);
        let paper = |at: usize| {
            self.is_russian(at) && [words.papers, words.medium].iter().any(|&list| self.cx.is(at, list))
        };
        let head = head.or_else(somebody).filter(|&at| !paper(at))?;
        // Who is named in the direct words themselves is nobody whom it means.
        let open = at.min(self.opened.get());
        let marked = self.cx.punct(open).is_some_and(letters::is_opening_quote);
        let named = scene.pronoun_behind(at, if marked { open } else { at }).and_then(|item| item.mention);
        let since = named.is_some_and(|person| self.cx.mentions[person as usize].span.start() >= voice.end);
        let they = self.cx.is(at, self.cx.program.speech.they);
        let fits = match they {
            true => self.are_several(tokens.start, head) && !self.names_since(voice.end, at),
            false => !since && !self.is_several(head),
        };
        fits.then(|| voice.attribution(self, cue, at, at + 1))
    }

    /// «По словам Беловой, порт закрыт. Суда, добавила она, ушли»: the one who was heard behind the last mention of whom a
    /// Russian pronoun seemed to mean, if she can be meant as well.
    pub fn heard_since(&self, cue: (usize, usize), found: Attribution) -> Option<Attribution> {
        let tokens = self.cx.layer.tokens_in(found.span);
        let pronoun = |&at: &usize| self.cx.is(at, self.cx.program.common.pronoun);
        let at = tokens.clone().find(pronoun).filter(|&at| self.is_russian(at) && tokens.len() == 2)?;
        let named = &self.cx.mentions[found.speaker? as usize];
        let voice = self.voice(at)?;
        let person =
            voice.speaker.filter(|&person| self.cx.mentions[person as usize].kind == Kind::Person)?;
        let heard = &self.cx.mentions[person as usize];
        // «Он попросил» behind the words of a man is no body that they name.
        let woman = self.cx.is(at, self.cx.program.common.feminine);
        let other = match named.kind {
            Kind::Person => heard.chain != named.chain && self.cx.gender(heard) == self.cx.gender(named),
            _ => self.cx.gender(heard) == Some(if woman { 'f' } else { 'm' }),
        };
        let spoke = voice.end > named.span.start() && voice.end <= self.cx.token(at).span.start();
        let later = heard.span.start() > named.span.start();
        let since = named.kind != Kind::Person || (later || spoke) && !heard.nominal;
        (other && since).then(|| voice.attribution(self, cue, at, at + 1))
    }

    /// Whether the words for those who spoke mean several: "officials", "police in Perm", «врачи».
    fn are_several(&self, first: usize, head: usize) -> bool {
        let one = [self.cx.program.common.indefinite, self.cx.program.speech.definite];
        match self.is_russian(head) {
            true => self.is_several(head),
            false => {
                let plural = self.cx.layer.folded(head).ends_with('s');
                plural || !one.iter().any(|&list| self.cx.is(first, list))
            }
        }
    }

    /// Whether a person or a body is named between a byte and a token.
    pub fn names_since(&self, from: usize, token: usize) -> bool {
        let to = self.cx.token(token).span.start();
        let first = self.cx.mentions.partition_point(|mention| mention.span.start() < from);
        let mut since = self.cx.mentions[first..].iter().take_while(|mention| mention.span.start() < to);
        since.any(|mention| matches!(mention.kind, Kind::Person | Kind::Organization) && !mention.nominal)
    }

    /// Whether a Russian noun is one of several: «врачи».
    pub fn is_several(&self, noun: usize) -> bool {
        let (grammar, nominative) = (self.cx.grammar(noun), bit(GrammaticalCase::Nominative));
        grammar.nouns & nominative != 0 && grammar.singular & nominative == 0
    }

    /// «По её данным» of a paper, «по его словам» of a source without a name: who was heard, where nobody was named since.
    pub fn owner(&self, scene: &Scene, cue: (usize, usize), at: usize) -> Option<Attribution> {
        let named = scene.pronoun(at).and_then(|item| item.mention);
        let voice = self.voice(at).filter(|voice| voice.unnamed.is_some() || self.bodily_voice(at).is_some());
        let start = |person: u32| self.cx.mentions[person as usize].span.start();
        let voice = voice.filter(|voice| named.is_none_or(|person| start(person) < voice.end))?;
        Some(voice.attribution(self, cue, at, at + 1))
    }

    /// «говорится в сообщении»: nobody's but that of the body that was heard.
    pub fn of_statement(&self, scene: &Scene, cue: (usize, usize), found: Attribution) -> Attribution {
        let words = self.cx.program.speech;
        if let Some(author) = self.author(scene, cue, &found) {
            return author;
        }
        // «Говорится в его отчёте».
        let hers = [words.his, words.its];
        let phrase = found.unnamed.map(|span| self.cx.layer.tokens_in(span)).filter(|tokens| {
            tokens.len() == 2
                && hers.iter().any(|&list| self.cx.is(tokens.start, list))
                && self.cx.is(tokens.start + 1, words.medium)
        });
        if let Some(tokens) = phrase {
            // «Говорится в его рапорте» behind the words of a person.
            let pronoun = || {
                let hers = self.cx.is(tokens.start, words.his) && self.is_russian(tokens.start);
                self.personal_voice(tokens.start).filter(|_| hers)?;
                scene.pronoun(tokens.start)?.mention
            };
            let person = pronoun().map(Voice::named);
            let body = || self.own_subject(scene, tokens.start).or_else(|| self.bodily_voice(scene.first));
            let voice = person.or_else(body);
            if let Some(voice) = voice {
                return voice.attribution(self, cue, tokens.start, tokens.end);
            }
        }
        if let Some(voice) = self.stated(scene, &found) {
            return voice.attribution(self, cue, cue.0, cue.1);
        }
        let alone = found.unnamed.map(|span| self.cx.layer.tokens_in(span)).filter(|tokens| {
            tokens.len() == 1
                && [words.medium, words.ruling].iter().any(|&list| self.cx.is(tokens.start, list))
                && self.is_russian(tokens.start)
        });
        let court = || {
            let ruling = alone.clone().filter(|tokens| self.cx.is(tokens.start, words.ruling))?;
            self.last_called(scene.first, words.court).map(|court| (ruling, court))
        };
        if let Some((tokens, court)) = court() {
            return Voice::named(court).attribution(self, cue, tokens.start, tokens.end);
        }
        if let Some(told) = alone.clone().and_then(|tokens| self.of_court(scene, cue, tokens.start)) {
            return told;
        }
        let voice = alone.and_then(|tokens| self.bodily_voice(tokens.start.min(scene.first)));
        voice.map_or(found, |voice| voice.attribution(self, cue, cue.0, cue.1))
    }

    /// «Письмо подписали сорок человек. «...», — говорится в нём»: the paper of the sentence before.
    pub fn of_paper(&self, scene: &Scene, cue: (usize, usize)) -> Option<Attribution> {
        let common = &self.cx.program.common;
        let words = self.cx.program.speech;
        let layer = self.cx.layer;
        if !self.cx.is(cue.0, words.impersonal) {
            return None;
        }
        let inside = |at: usize| {
            at + 1 < scene.end && self.cx.is(at, common.place_preposition) && self.cx.is(at + 1, words.in_it)
        };
        // «В нём также отмечается», «говорится в нём».
        let told = inside(cue.1) || cue.0 > scene.first + 1 && inside(scene.first);
        let number = layer.sentence_of(scene.first.min(self.opened.get())).checked_sub(1);
        let before = layer.sentences().get(number.filter(|_| told)?)?;
        let paper = before.tokens().rev().find(|&at| self.cx.is(at, words.papers))?;
        Some(self.told_before_as(cue, paper))
    }

    /// Words said with a verb by what a noun of another sentence means.
    fn told_before_as(&self, cue: (usize, usize), noun: usize) -> Attribution {
        let span = self.cx.layer.span_of(cue.0..cue.1);
        let unnamed = Some(self.cx.layer.span_of(noun..noun + 1));
        Attribution { cue, speaker: None, unnamed, addressee: None, pronoun: true, span }
    }

    /// «Суд вернул дело. «...», — говорится в постановлении»: the court without a name that acts in the sentence before.
    fn of_court(&self, scene: &Scene, cue: (usize, usize), at: usize) -> Option<Attribution> {
        let words = self.cx.program.speech;
        let layer = self.cx.layer;
        let number = layer.sentence_of(scene.first.min(self.opened.get())).checked_sub(1)?;
        let before = layer.sentences().get(number).filter(|_| self.cx.is(at, words.ruling))?;
        let court = |at: &usize| {
            self.cx.is(*at, words.court) && self.cx.grammar(*at).may_be(GrammaticalCase::Nominative)
        };
        let head = before.tokens().find(court)?;
        Some(self.told_before_as(cue, head))
    }

    /// "The yard stays open, Polar Yards said in a statement. ..., the statement said": who was heard in it.
    fn stated(&self, scene: &Scene, found: &Attribution) -> Option<Voice> {
        let words = self.cx.program.speech;
        let layer = self.cx.layer;
        let tokens = found.unnamed.map(|span| layer.tokens_in(span)).filter(|tokens| tokens.len() == 2)?;
        let noun = tokens.start + 1;
        let known = self.cx.is(tokens.start, words.definite) && self.cx.is(noun, words.medium);
        let voice = self.voice(scene.first.min(tokens.start)).filter(|_| known)?;
        let said = layer.sentences().get(layer.sentence_at(voice.end.saturating_sub(1))?)?;
        said.tokens().any(|at| at < tokens.start && layer.folded(at) == layer.folded(noun)).then_some(voice)
    }

    /// "A statement by the authority said": who made it.
    fn author(&self, scene: &Scene, cue: (usize, usize), found: &Attribution) -> Option<Attribution> {
        let words = self.cx.program.speech;
        let tokens = found.unnamed.map(|span| self.cx.layer.tokens_in(span))?;
        let by = tokens.clone().skip(1).find(|&at| self.cx.is(at, words.author))?;
        if self.is_russian(by) || !self.cx.is(by - 1, words.medium) {
            return None;
        }
        let inside = |item: &&Item| item.start > by && item.end <= tokens.end;
        let named = scene.items.iter().filter(inside).find_map(|item| Some((item, self.speaker(item)?)));
        if let Some((item, speaker)) = named {
            return Some(self.found(cue, speaker, None, item));
        }
        let definite = tokens.end == by + 3 && self.cx.is(by + 1, words.definite);
        let voice = self.organization(scene, tokens.end - 1).filter(|_| definite)?;
        Some(voice.attribution(self, cue, tokens.start, tokens.end))
    }

    /// «Там же уточнили», «..., добавили там»: where the words before were said.
    pub fn there(&self, scene: &Scene, cue: (usize, usize), from: usize) -> Option<Attribution> {
        if !self.is_plural(cue.0) {
            return None;
        }
        let there = self.cx.program.speech.there;
        let ends = |at: &usize| longest_entry(scene, &[there], *at).is_some_and(|(end, _)| end <= cue.0);
        let first = cue.0.saturating_sub(2).max(from).max(scene.first);
        let place =
            (first..cue.0).find(ends).or_else(|| longest_entry(scene, &[there], cue.1).map(|_| cue.1))?;
        let voice = self.bodily_voice(place).or_else(|| self.placed_before(place).map(Voice::named))?;
        Some(voice.attribution(self, cue, place, place + 1))
    }

    /// «В «Кузбасслесе» к этому отнеслись спокойно. Там напомнили»: the body in which the sentence before in the paragraph
    /// begins.
    fn placed_before(&self, at: usize) -> Option<u32> {
        let layer = self.cx.layer;
        let own = layer.sentence_of(at);
        let before = layer.sentences().get(own.checked_sub(1)?)?;
        let scene = self.scene_of(before.first).filter(|_| layer.sentences()[own].block == before.block)?;
        let body = |item: &&Item| item.kind == Kind::Organization && item.start <= scene.first + PLACE_REACH;
        let item = scene.items.iter().find(body)?;
        let place =
            (scene.first..item.start).any(|at| self.cx.is(at, self.cx.program.common.place_preposition));
        // «В «Каме» молчат», «Кама» молчит».
        let subject = || item.mention.is_some_and(|body| self.is_nominative(body));
        item.mention.filter(|_| place || subject())
    }
}
