//! Speakers told by any noun beside a verb of saying: "one driver said", «признался старый рыбак».

use svodka_model::{Kind, Mention};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, Script, TokenKind};

use crate::entries::{begins_entry, longest_entry};
use crate::frames::Form;
use crate::grammar::{DIRECT, bit};
use crate::scene::{Item, Scene};
use crate::speech::{Attribution, Speakers};
use crate::voices::Voice;

/// Tokens from a verb to the head of the phrase, and of the phrase.
const REACH: usize = 12;
const MAX_PHRASE: usize = 8;
/// Tokens of a phrase with its relative clause.
const REACH_RELATIVE: usize = 24;
/// Tokens back in which a noun is looked for that may have been told of.
const NEW: usize = 800;
/// Mentions back among which the other of two is looked for.
const OTHERS: usize = 60;
/// Adjectives before a noun.
const ADJECTIVES: usize = 3;

impl Speakers<'_> {
    /// Who speaks in the clause `from..to` of a direct quote, where no known name, office or body does.
    pub fn stranger(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let (from, to) = (from.max(scene.first), to.min(scene.end));
        let cue = self.cue(scene, &[words.say, words.utter, words.plural], from, to)?;
        self.stranger_beside(scene, cue, from, to)
    }

    /// The same for a verb that was found.
    pub fn stranger_beside(
        &self,
        scene: &Scene,
        cue: (usize, usize),
        from: usize,
        to: usize,
    ) -> Option<Attribution> {
        let end = self.before_adverbs(scene, cue.0, from.max(scene.first));
        let near = from.max(scene.first).max(end.saturating_sub(REACH));
        let to = to.min(scene.end);
        if let Some(other) = Some(cue.1).filter(|&at| at < to).and_then(|at| self.other_one(at)) {
            return Some(Voice::named(other).attribution(self, cue, cue.1, cue.1 + 1));
        }
        let phrase = match self.is_russian(cue.0) {
            true => self.noun_before(scene, near, end, cue.0).or_else(|| self.noun_behind(scene, cue.1, to)),
            false => {
                let relative = || self.with_relative(scene, from.max(scene.first), end);
                let behind = || self.article_behind(scene, cue.1, to);
                let bare = || {
                    let first = from.max(scene.first);
                    let led = || self.behind_opening(scene, first, end);
                    self.bare_plural(scene, first, end).or_else(|| self.bare_plural(scene, led()?, end))
                };
                let owned = || self.owned_before(scene, near, end);
                let before = self.article_before(scene, near, end).or_else(owned);
                before.or_else(relative).or_else(bare).or_else(behind)
            }
        };
        let (start, end) = phrase?;
        // "Released figures saying".
        if scene.form(cue.0) == Form::Gerund && (start..end).any(|at| self.acts(scene, at)) {
            return None;
        }
        if let Some(heard) = self.interlocutor(cue, (start, end)) {
            return Some(heard);
        }
        if let Some(voice) = self.hidden_countryman(scene, start, end) {
            return Some(voice.attribution(self, cue, start, end));
        }
        let known = self.countryman(scene, start, end).or_else(|| self.colleague(scene, start, end));
        let known = known.or_else(|| self.aged(scene, start, end));
        let titled = || {
            let definite = end == start + 2 && self.cx.is(start, self.cx.program.speech.definite);
            self.told_of(self.cx.layer.folded(end - 1), start).filter(|_| definite)
        };
        let known = known.or_else(titled);
        // "The couple say".
        let several = !matches!(scene.form(cue.0), Form::Past | Form::Gerund)
            && !self.cx.layer.folded(cue.0).ends_with('s');
        let introduced = || self.introduced_by(scene, start, end).filter(|_| !several);
        if let Some(person) = known.or_else(introduced) {
            return Some(Voice::named(person).attribution(self, cue, start, end));
        }
        let expert = if end == start + 1 { self.expert(scene, cue, (start, start, end)) } else { None };
        let same = || self.goes_on_speaking(scene, cue, (start, end));
        expert.or_else(same).or_else(|| Some(self.unnamed_phrase(cue, (start, end))))
    }

    /// «Анна Лис спросила министра, ... «...», — пообещал тот»: who was named or heard before the one who spoke last.
    pub fn other_one(&self, start: usize) -> Option<u32> {
        let one = self.cx.is(start, self.cx.program.speech.that_one);
        let voice = self.personal_voice(start).filter(|_| one)?;
        let chain = self.cx.mentions[voice as usize].chain;
        let from = self.cx.token(start.min(self.opened.get())).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < from);
        let woman =
            self.cx.is(start, self.cx.program.common.feminine) || self.cx.layer.folded(start).ends_with('а');
        let gender = if woman { 'f' } else { 'm' };
        let near = self.cx.mentions[..before].iter().enumerate().rev().take(OTHERS);
        let mut people = near.filter(|(_, other)| {
            let same = chain.is_some() && other.chain == chain;
            other.kind == Kind::Person && !other.nominal && !same
        });
        let fits = |other: &Mention| self.cx.gender(other).is_none_or(|told| told == gender);
        let (index, _) = people.find(|(_, other)| fits(other))?;
        u32::try_from(index).ok().filter(|&other| other != voice)
    }

    /// «..., — сказал Иван Белов. «...», — добавил снабженец»: with a verb that goes on with what was said, a Russian noun alone
    /// means the person who was heard last in the paragraph.
    pub fn goes_on_speaking(
        &self,
        scene: &Scene,
        cue: (usize, usize),
        (start, end): (usize, usize),
    ) -> Option<Attribution> {
        let words = &self.cx.program.speech;
        let bodies = [words.nominal, words.body, words.authority, words.premises];
        let goes_on = || begins_entry(scene, &[words.going_on], cue.0);
        let again = || {
            self.is_person_noun(start)
                && ![words.replies, words.ask].iter().any(|&list| begins_entry(scene, &[list], cue.0))
                && self.still(start, start).is_some()
        };
        let alone = end == start + 1
            && (goes_on() || again())
            && self.stands_alone(scene, (start, start, end))
            && !bodies.iter().any(|&list| self.cx.is(start, list));
        let person = self.personal_voice(start).filter(|_| alone && !self.is_plural(cue.0))?;
        let layer = self.cx.layer;
        let block = |byte: usize| layer.sentence_at(byte).map(|at| layer.sentences()[at].block);
        let heard = self.voice(start)?.end;
        let here = self.cx.token(start.min(self.opened.get())).span.start();
        let near = block(heard.saturating_sub(1)) == block(here);
        let gender = self.cx.gender(&self.cx.mentions[person as usize]);
        let told = self.cx.gender_of_past(cue.0);
        let fits = gender.is_none() || told.is_none() || gender == told;
        (near && fits).then(|| Voice::named(person).attribution(self, cue, start, end))
    }

    /// "Ann Bell told the Post she would not sell. "...," the old hotelier said": the one who spoke in the sentence before, if
    /// the noun is new to the text.
    pub fn still(&self, start: usize, head: usize) -> Option<u32> {
        let layer = self.cx.layer;
        let voice = self.voice(start)?;
        let said = layer.sentence_at(voice.end.saturating_sub(1))?;
        let (number, sentences) = (layer.sentence_of(start.min(self.opened.get())), layer.sentences());
        let near = number <= said + 1 && sentences.get(number)?.block == sentences.get(said)?.block;
        let person =
            voice.speaker.filter(|&speaker| self.cx.mentions[speaker as usize].kind == Kind::Person)?;
        let new = (start.saturating_sub(NEW)..start).all(|at| layer.folded(at) != layer.folded(head));
        (near && new).then_some(person)
    }

    /// Who acts in the sentence before a colon and the direct words, whatever the verb: «Коллеги прислали телеграмму: ...»,
    /// "The governor's spokesman brushed the charge aside: ...".
    pub fn acting(&self, scene: &Scene, from: usize, to: usize) -> Option<Attribution> {
        let from = from.max(scene.first);
        let start = (from..to).find(|&at| scene.item_starting(at).is_some() || !self.leads_in(at))?;
        let first = scene.item_starting(start);
        let opens = first.is_some_and(|item| item.kind != Kind::Date && item.kind != Kind::Quantity)
            || self.cx.is(start, self.cx.program.speech.determiner)
            || self.nominative(scene, start, to).is_some();
        let verb = (start + 1..to.min(start + REACH)).find(|&at| self.acts(scene, at)).filter(|_| opens)?;
        let cue = (verb, verb + 1);
        let inside = || scene.items.iter().filter(|item| item.start >= start && item.end <= verb);
        if !(start..verb).all(|at| scene.item_over(at).is_some() || self.is_inside(scene, at)) {
            return None;
        }
        let speaks = |item: &&Item| self.may_speak(item) && !self.is_governed(scene, item);
        let nominative = |item: &Item| {
            !self.is_russian(item.start) || item.mention.is_some_and(|name| self.is_nominative(name))
        };
        // «Белову поддержал директор Иван Петров: ...»: the one behind the verb.
        if first.is_some_and(|item| item.kind == Kind::Person && !nominative(item)) {
            return None;
        }
        let last = scene.item_ending(to).filter(|item| item.kind == Kind::Person && item.start > verb);
        let titled = |item: &&Item| {
            let name = item.mention.map(|name| &self.cx.mentions[name as usize]);
            let cases = name.and_then(|name| self.title_cases(item, name));
            cases.is_some_and(|cases| cases & bit(GrammaticalCase::Nominative) != 0)
        };
        if self.is_russian(verb) && last.is_some_and(|item| titled(&item)) {
            return None;
        }
        // «Слухи опровергла городская полиция: ...».
        let body = self.nominative(scene, verb + 1, to).filter(|&at| at + 1 == to && self.is_body_word(at));
        if self.is_russian(verb) && body.is_some() {
            return Some(self.unnamed_phrase(cue, (verb + 1, to)));
        }
        let named = inside().filter(speaks).find(|item| item.kind == Kind::Person && item.end == verb);
        if let Some(item) = named.or(first.filter(speaks).filter(|item| item.end == verb))
            && let Some(speaker) = self.speaker(item)
        {
            return Some(self.found(cue, speaker, None, item));
        }
        let nominative = first.is_none_or(|item| item.kind != Kind::Person)
            && (!self.is_russian(start) || self.may_open(start));
        nominative.then(|| self.unnamed_phrase(cue, (start, verb)))
    }

    /// What may stand before the subject of a clause: a mark, "also", "but".
    pub fn leads_in(&self, at: usize) -> bool {
        self.cx.token(at).kind == TokenKind::Punct
            || self.cx.is(at, self.cx.program.speech.beside)
            || self.cx.is(at, self.cx.program.speech.joint)
    }

    /// Where the subject of a clause may begin: behind "also", «при этом», «в свою очередь».
    pub fn behind_lead(&self, scene: &Scene, from: usize, to: usize) -> usize {
        let mut at = from;
        while at < to {
            match longest_entry(scene, &[self.cx.program.speech.beside], at) {
                Some((end, _)) if end <= to => at = end,
                _ if self.leads_in(at) => at += 1,
                // «4 мая дирекция объявила», «в мае дирекция объявила».
                _ => match self.behind_time(scene, at).filter(|&end| end <= to) {
                    Some(end) => at = end,
                    None => break,
                },
            }
        }
        at
    }

    /// Behind a date, or a preposition and a date, in Russian.
    fn behind_time(&self, scene: &Scene, at: usize) -> Option<usize> {
        let led = at + usize::from(self.cx.is(at, self.cx.program.common.preposition));
        let date = scene.item_starting(led).filter(|item| item.kind == Kind::Date)?;
        self.is_russian(date.end - 1).then_some(date.end)
    }

    fn is_body_word(&self, at: usize) -> bool {
        let words = &self.cx.program.speech;
        self.cx.is(at, words.body) || self.cx.is(at, words.nominal)
    }

    /// Whether the first word of a Russian phrase can be in the nominative.
    fn may_open(&self, at: usize) -> bool {
        let cases = self.cx.grammar(at).cases;
        cases == 0 || cases & bit(GrammaticalCase::Nominative) != 0
    }

    /// Whether a finite verb stands at a token.
    pub fn acts(&self, scene: &Scene, at: usize) -> bool {
        let plain = self.cx.token(at).case == Case::Lower && scene.item_over(at).is_none();
        let past = || scene.form(at) == Form::Past && !self.is_hyphened(scene, at);
        plain && if self.is_russian(at) { self.is_verb(at) } else { past() }
    }

    /// "Government-backed".
    fn is_hyphened(&self, scene: &Scene, at: usize) -> bool {
        at > scene.first && scene.punct(at - 1) == Some('-') && !self.cx.token(at).space_before
    }

    /// "One driver", "a resident of the village" that ends at `end`.
    fn article_before(&self, scene: &Scene, from: usize, end: usize) -> Option<(usize, usize)> {
        // No object of another verb: "the man who reported the call said".
        let free = |at: usize| at == from || self.leads_in(at - 1);
        let opens = |&at: &usize| self.cx.is(at, self.cx.program.speech.determiner) && free(at);
        let start = (from..end).rev().take_while(|&at| self.is_inside(scene, at)).find(opens)?;
        (start + 1 < end && end - start <= MAX_PHRASE).then_some((start, end))
    }

    /// "Ruritania's nuclear power chief" that ends at `end`, from the head of the clause on.
    fn owned_before(&self, scene: &Scene, from: usize, end: usize) -> Option<(usize, usize)> {
        let common = &self.cx.program.common;
        let owner = (from..end)
            .rev()
            .take_while(|&at| self.is_inside(scene, at) || self.cx.is(at, common.possessive));
        let mark = owner.into_iter().find(|&at| self.cx.is(at, common.possessive))?;
        let item = scene.item_ending(mark)?;
        let free =
            item.start <= from || self.leads_in(item.start - 1) || self.cx.is(item.start - 1, common.article);
        let start = item.start - usize::from(item.start > from && self.cx.is(item.start - 1, common.article));
        let head = mark + 1 < end && scene.item_over(end - 1).is_none_or(|item| item.kind == Kind::Role);
        let plain = (mark + 1..end).all(|at| scene.is_premodifier(at) || scene.item_over(at).is_some());
        let person = !self.cx.is(end - 1, self.cx.program.speech.inanimate);
        (free && head && plain && person && end - start <= MAX_PHRASE).then_some((start, end))
    }

    /// "Residents of nearby villages", "shipping lawyers": a plural without an article, from the head of the clause to `end`.
    pub fn bare_plural(&self, scene: &Scene, from: usize, end: usize) -> Option<(usize, usize)> {
        let start = (from..end).find(|&at| !self.leads_in(at))?;
        let common = &self.cx.program.common;
        let whole = (start..end).all(|at| self.is_inside(scene, at));
        let stop = (start..end).find(|&at| self.cx.is(at, common.preposition)).unwrap_or(end);
        // "Passengers stranded in the port".
        let head = (start..stop).rev().find(|&at| scene.form(at) != Form::Past)?;
        let noun = scene.item_over(head).is_none_or(|item| item.kind == Kind::Role || item.is_unnamed())
            && self.cx.token(head).kind == TokenKind::Word
            && (scene.form(head) == Form::Finite || head == start && self.is_head(scene, head))
            && !self.cx.is(head, self.cx.program.speech.inanimate);
        let plain = |at: usize| {
            scene.item_over(at).is_some()
                || self.is_owners_mark(scene, at)
                || scene.is_premodifier(at) && !self.cx.is(at, common.determiner)
        };
        let opens = self.cx.token(start).case != Case::Lower || start == from || self.leads_in(start - 1);
        let short = end - start <= MAX_PHRASE;
        (whole && noun && opens && short && (start..head).all(plain)).then_some((start, end))
    }

    /// "A fisherman who helped in the rescue", from the head of the clause to the verb.
    fn with_relative(&self, scene: &Scene, from: usize, end: usize) -> Option<(usize, usize)> {
        let start = (from..end).find(|&at| !self.leads_in(at))?;
        // "Rebels holding the town".
        let opens = |at: usize| {
            self.cx.is(at, self.cx.program.common.relative)
                || scene.form(at) == Form::Gerund && self.is_head(scene, at - 1)
        };
        let relative = (start + 1..end.min(start + MAX_PHRASE)).find(|&at| opens(at))?;
        // "Officers who saw the site said".
        let plural = || {
            scene.form(relative - 1) == Form::Finite
                && scene.item_over(relative - 1).is_none()
                && (start..relative - 1).all(|at| scene.is_premodifier(at))
        };
        let opens = self.cx.is(start, self.cx.program.speech.determiner) && start + 1 < relative || plural();
        let closed = relative - usize::from(scene.punct(relative - 1) == Some(','));
        let whole = (start..closed).all(|at| self.is_inside(scene, at));
        (opens && whole && end - start <= REACH_RELATIVE).then_some((start, closed))
    }

    /// Who is meant by "according to the insurers", «по данным страховщиков», whatever the noun: the phrase up to `end`.
    pub fn any_source(&self, scene: &Scene, cue: (usize, usize), end: usize) -> Option<Attribution> {
        let start = cue.1;
        let ends = scene.punct(end) == Some(',') || end + 1 >= scene.end && end > start + 1;
        let short = start < end && end - start <= MAX_PHRASE && ends;
        // «По данным на 2016 год».
        let dated = self.is_russian(cue.0) && self.cx.is(start, self.cx.program.common.preposition);
        let norm = dated || (start..end).any(|at| self.cx.is(at, self.cx.program.speech.norms));
        let whole = (start..end).all(|at| self.is_inside(scene, at));
        let people = !self.is_russian(cue.0) || begins_entry(scene, &[self.cx.program.speech.opinion], cue.0);
        if !short || !whole || norm || !people {
            return None;
        }
        // «По словам спортсменки».
        let known = if end == start + 1 { self.expert(scene, cue, (start, start, end)) } else { None };
        known.or_else(|| Some(self.unnamed_phrase(cue, (start, end))))
    }

    fn article_behind(&self, scene: &Scene, start: usize, to: usize) -> Option<(usize, usize)> {
        let opens = start + 1 < to && self.cx.is(start, self.cx.program.speech.determiner);
        let end = self.end_of_phrase(scene, start + 1, to);
        // "Said a search had begun": what was said.
        let relative = self.cx.program.common.relative;
        let inside = |&at: &usize| scene.punct(at).is_none() && !self.cx.is(at, relative);
        let clause =
            (end..scene.end).take_while(inside).any(|at| self.cx.is(at, self.cx.program.speech.finite));
        (opens && !clause && end > start + 1).then_some((start, end))
    }

    /// «Водитель автобуса», from the head of the clause to `end`.
    fn noun_before(&self, scene: &Scene, from: usize, end: usize, verb: usize) -> Option<(usize, usize)> {
        let start = Some(self.behind_lead(scene, from, end)).filter(|&at| at < end)?;
        // «Завхоз гимназии, пожилой мужчина, назвавшийся Иванычем, рассказал».
        let end = self.before_aside(scene, end, start);
        let end = self.before_aside(scene, (end + 1).min(self.cx.layer.tokens().len()), start).min(end);
        // «На вопросы издания отправитель ответил».
        let asked = begins_entry(scene, &[self.cx.program.speech.topic], start);
        let subject = |at: usize| {
            let direct = DIRECT | bit(GrammaticalCase::Genitive);
            self.cx.grammar(at).nouns & direct == bit(GrammaticalCase::Nominative)
        };
        let lone = (end > start + 1 && asked && subject(end - 1)).then(|| end - 1);
        let start = lone.unwrap_or(start);
        // «В профсоюзе медиков предупреждают»: a plural without a subject.
        let place = self.cx.is(start, self.cx.program.common.place_preposition) && self.is_of_place(verb);
        let (start, head) = match place {
            true => (start + 1, start + 1),
            // «Центризбирком Азербайджана заявляет».
            false if self.is_new_word(start) && self.is_unknown(scene, start) => (start, start),
            false => (start, self.nominative(scene, start, end)?),
        };
        if head >= end {
            return None;
        }
        let whole = (head + 1..end).all(|at| self.is_inside(scene, at));
        (whole && end - start <= MAX_PHRASE).then_some((start, end))
    }

    /// Whether a Russian noun of the masculine can only be the subject, and so is alive.
    pub fn is_living(&self, at: usize) -> bool {
        let grammar = self.cx.grammar(at);
        self.is_russian(at)
            && grammar.is_noun()
            && grammar.nouns & DIRECT == bit(GrammaticalCase::Nominative)
            && self.cx.program.masculine_endings.end(self.cx.layer.folded(at))
    }

    /// The same of any noun for a person whose form tells: «водитель», «благотворительница», and not «газета».
    pub fn is_person_noun(&self, at: usize) -> bool {
        let woman = || {
            let nominative = self.cx.grammar(at).may_be(GrammaticalCase::Nominative);
            nominative && self.cx.program.woman_endings.end(self.cx.layer.folded(at))
        };
        let words = self.cx.program.speech;
        let bodies = [words.nominal, words.body, words.authority, words.inanimate];
        let several =
            || self.is_several(at) && self.cx.grammar(at).nouns & DIRECT == bit(GrammaticalCase::Nominative);
        (self.is_living(at) || woman() || several()) && !bodies.iter().any(|&list| self.cx.is(at, list))
    }

    /// Whether a Russian verb is a singular and a noun is none.
    pub fn differs(&self, verb: usize, noun: usize) -> bool {
        let grammar = self.cx.grammar(verb);
        grammar.singular_verb && !grammar.plural_verb && self.is_several(noun)
    }

    fn noun_behind(&self, scene: &Scene, from: usize, to: usize) -> Option<(usize, usize)> {
        let leads =
            [self.cx.program.speech.beside, self.cx.program.speech.us, self.cx.program.speech.audience];
        let start = (from..to).find(|&at| !leads.iter().any(|&list| self.cx.is(at, list)))?;
        // «рассказали «Вестям» два участника рынка»: behind those who are told.
        let told = scene.item_starting(start).filter(|item| !self.may_speak(item) && item.end < to);
        let start = told.map_or(start, |item| item.end);
        let people = |at: usize| {
            let free = scene.item_over(at).is_none_or(|item| item.kind == Kind::Role || item.is_unnamed());
            free && self.cx.grammar(at).may_be(GrammaticalCase::Genitive)
        };
        if start + 1 < to && self.cx.is(start, self.cx.program.speech.both) && people(start + 1) {
            return Some((start, self.end_of_phrase(scene, start + 2, to)));
        }
        // «плачет у закрытых дверей одна из клиенток».
        let place = self.cx.is(start, self.cx.program.common.preposition);
        let one = |&at: &usize| begins_entry(scene, &[self.cx.program.speech.anonymous], at);
        let start = if place { (start + 1..to.min(start + MAX_PHRASE)).find(one)? } else { start };
        if place {
            return Some((start, self.end_of_phrase(scene, start + 1, to)));
        }
        // «Обрисовал схему турок»: behind an object of one word.
        let object = |at: usize| {
            let cases = self.cx.grammar(at).nouns;
            let accusative = bit(GrammaticalCase::Accusative);
            cases & DIRECT == accusative && scene.item_over(at).is_none()
        };
        let start = start + usize::from(start + 1 < to && object(start));
        let head = self.nominative(scene, start, to)?;
        // «Описал товар финн»: the noun that can only be the subject.
        let cases = |at: usize| self.cx.grammar(at).nouns;
        let only = |at: usize| {
            cases(at) & (DIRECT | bit(GrammaticalCase::Genitive)) == bit(GrammaticalCase::Nominative)
        };
        let national = |at: usize| scene.item_starting(at).is_some_and(|item| item.kind == Kind::Nationality);
        let subject = |at: usize| at < to && (only(at) || national(at) && self.cx.grammar(at).is_noun());
        let object = cases(head) & DIRECT == DIRECT && !national(head);
        let start = if object && subject(head + 1) { head + 1 } else { start };
        Some((start, self.end_of_phrase(scene, head.max(start) + 1, to)))
    }

    /// The noun that can be a subject behind adjectives that can be its own; of adjectives alone, the last.
    pub fn nominative(&self, scene: &Scene, start: usize, to: usize) -> Option<usize> {
        let mut last = None;
        for at in start..to.min(start + ADJECTIVES + 1) {
            let token = self.cx.token(at);
            if token.kind != TokenKind::Word
                || token.script != Script::Cyrillic
                || scene.item_over(at).is_some_and(|item| {
                    let unnamed = item.is_unnamed()
                        && item.start == at
                        && !self.cx.is(at, self.cx.program.speech.audience);
                    item.kind != Kind::Nationality && !unnamed
                })
            {
                break;
            }
            let (grammar, subject) = (self.cx.grammar(at), bit(GrammaticalCase::Nominative));
            if grammar.nouns & subject != 0 {
                return Some(at);
            }
            if grammar.adjectives & subject == 0 {
                break;
            }
            last = Some(at);
        }
        last
    }

    /// Where a noun phrase ends whose head ends at `from`.
    pub fn end_of_phrase(&self, scene: &Scene, from: usize, to: usize) -> usize {
        let last = to.min(from + MAX_PHRASE);
        let of = |at: usize| self.cx.is(at, self.cx.program.common.genitive);
        let stops = |&at: &usize| {
            let told = self.is_russian(at) && self.cx.is(at, self.cx.program.speech.audience);
            told || !self.is_inside(scene, at)
                || self.cx.is(at, self.cx.program.common.preposition) && !of(at)
        };
        (from..last).find(stops).unwrap_or(last)
    }

    pub fn is_inside(&self, scene: &Scene, at: usize) -> bool {
        let common = &self.cx.program.common;
        let verb =
            [self.cx.program.speech.finite, common.subject_pronoun].iter().any(|&list| self.cx.is(at, list));
        // "Engineers asked by this newspaper".
        let article = || {
            self.cx.is(at, self.cx.program.speech.definite)
                && at + 1 < scene.end
                && scene.is_premodifier(at + 1)
        };
        let past = || self.cx.is(at, common.past_form) && !self.is_hyphened(scene, at);
        self.goes_on(scene, at) && !past() && (!verb || article())
    }
}
