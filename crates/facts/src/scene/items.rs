//! The items of a sentence as they are first seen: mentions, pronouns and unnamed participants.

use svodka_model::{Kind, Mention};
use svodka_text::grammar::{GrammaticalCase, Pos};
use svodka_text::{Case, Script, Sentence};

use crate::agreement;
use crate::entries::entries_left;
use crate::grammar::bit;
use crate::lexicon::LexiconId;

use super::{Item, MAX_PREMODIFIERS, Scene};

/// Tokens before an "it" that may be a subject ("In May it ..."), and before the subject of a sentence; sentences back.
const IT_REACH: usize = 3;
const SUBJECT_REACH: usize = 5;
const SUBJECTS_BACK: usize = 3;
/// Tokens from a pronoun within which the verb that it is the object of stands.
const OBJECT_REACH: usize = 6;
/// Bytes back in which a pronoun finds the person that it stands for.
const PRONOUN_REACH: usize = 900;
/// Items of one sentence; what a longer one holds beyond is not looked at (tables run into one line).
const MAX_ITEMS: usize = 2000;

impl Scene<'_> {
    /// Collects the items.
    pub(super) fn collect(&mut self, sentence: &Sentence) {
        self.collect_mentions(sentence);
        self.join_possessive_places();
        self.join_governed_places();
        self.collect_unnamed();
    }

    fn collect_mentions(&mut self, sentence: &Sentence) {
        let mentions = self.cx.mentions;
        let from = mentions.partition_point(|mention| mention.span.start() < sentence.span.start());
        let mut covered = sentence.span.start();
        for (index, mention) in mentions.iter().enumerate().skip(from) {
            if mention.span.start() >= sentence.span.end() || self.items.len() >= MAX_ITEMS {
                break;
            }
            let inside = mention.span.start() < covered || mention.span.end() > sentence.span.end();
            if inside || matches!(mention.kind, Kind::Document | Kind::Ordinal | Kind::Contact | Kind::Time) {
                continue;
            }
            let tokens = self.cx.layer.tokens_in(mention.span);
            let told_of_another = || {
                self.is_part_of_adjective(mention.kind, tokens.start, tokens.end)
                    || self.is_apposed_office(index, tokens.start)
                    || mention.kind == Kind::Quantity && self.is_dimension(tokens.start, tokens.end)
            };
            if tokens.is_empty() || told_of_another() {
                continue;
            }
            covered = mention.span.end();
            let (start, end) = self.with_quotes(tokens.start, tokens.end);
            self.items.push(Item {
                start,
                end,
                name: (tokens.start, tokens.end),
                span: mention.span,
                mention: u32::try_from(index).ok(),
                kind: mention.kind,
                nominal: mention.nominal,
                pronoun: false,
            });
        }
    }

    /// "Ann Bell, [the director] of X": behind a name and a comma, an office and not somebody who acts.
    fn is_apposed_office(&self, index: usize, first: usize) -> bool {
        let mention = &self.cx.mentions[index];
        let office = || {
            let inside = self.cx.mentions[index + 1..].iter();
            let mut inside = inside.take_while(|other| mention.span.contains(other.span));
            inside.any(|other| other.kind == Kind::Role)
        };
        let name = |item: &Item| item.kind == Kind::Person && !item.nominal && item.end + 1 == first;
        mention.nominal
            && mention.kind == Kind::Person
            && first > self.first
            && self.cx.punct(first - 1) == Some(',')
            && self.items.last().is_some_and(name)
            && office()
    }

    /// "Scientology-related", "pro-Syrian": a name that makes an adjective; one of a seat ("Harbin-based") or an owner is looked
    /// at elsewhere.
    fn is_part_of_adjective(&self, kind: Kind, start: usize, end: usize) -> bool {
        let hyphen = |at: usize| {
            let inside = at > self.first && at + 1 < self.end;
            let glued = |at: usize| !self.cx.token(at).space_before;
            inside && self.cx.punct(at) == Some('-') && glued(at) && glued(at + 1)
        };
        let small = |at: usize| {
            let shape = self.cx.token(at);
            shape.script == Script::Latin && shape.case == Case::Lower
        };
        let names = matches!(kind, Kind::Nationality | Kind::Location | Kind::Organization | Kind::Person);
        let prefixed = || start > self.first + 1 && hyphen(start - 1) && small(start - 2);
        let words = &self.cx.program.common;
        let seat = || self.cx.is(end + 1, words.based) || self.cx.is(end + 1, words.owned_by);
        names && (hyphen(end) && small(end + 1) && !seat() || prefixed())
    }

    /// "A [97-metre] ship", «кран массой [130 тонн]»: a quantity that says what something is like, and not how much of it.
    fn is_dimension(&self, first: usize, end: usize) -> bool {
        let words = &self.cx.program.common;
        let joined = |at: usize| self.cx.punct(at) == Some('-') && !self.cx.token(at).space_before;
        let mut before = first;
        while before > self.first && self.cx.is(before - 1, words.approximate) {
            before -= 1;
        }
        let measured = || before > self.first && self.cx.is(before - 1, words.dimension);
        (first + 1..end).any(joined) && end < self.end && self.is_premodifier(end) || measured()
    }

    /// "India's HAL", "India's state aircraft maker HAL": the place belongs to the noun phrase of the organisation, as
    /// "Indian" would.
    fn join_possessive_places(&mut self) {
        let possessive = self.cx.program.common.possessive;
        for index in 1..self.items.len() {
            let (place, body) = (self.items[index - 1], self.items[index]);
            // "Ruritania's Ann Bell", but no office between the two.
            let person = body.kind == Kind::Person && body.start == place.end + 1;
            let joined = place.kind == Kind::Location
                && (person || body.kind == Kind::Organization)
                && place.end < body.start
                && body.start - place.end <= MAX_PREMODIFIERS
                && self.cx.is(place.end, possessive)
                && (place.end + 1..body.start).all(|at| self.is_premodifier(at));
            if joined {
                self.items[index].start = place.start;
            }
        }
        let starts: Vec<usize> = self.items.iter().skip(1).map(|item| item.start).collect();
        let mut next = starts.into_iter().map(Some).chain([None]);
        self.items.retain(|item| next.next().flatten() != Some(item.start));
    }

    /// "The city of Brno", "the army of Nepal": the place with the noun that says what it is, or who acts for it; not behind another
    /// name ("the West Bank town of Jericho").
    fn join_governed_places(&mut self) {
        let nouns = self.cx.program.common.place_of;
        let mut last = self.first;
        for index in 0..self.items.len() {
            let item = self.items[index];
            let owned = (item.start > self.first).then(|| self.start_of_owner(item.start, nouns)).flatten();
            if item.kind == Kind::Location
                && let Some(start) = owned.filter(|&start| start > last || last == self.first)
            {
                self.items[index].start = start;
            }
            last = item.end;
        }
    }

    /// Where an entry of the lexicon begins that ends, with an article behind it or without, before a token.
    fn start_of_owner(&self, at: usize, nouns: LexiconId) -> Option<usize> {
        let article = self.cx.is(at - 1, self.cx.program.common.article);
        let end = if article { at - 1 } else { at };
        entries_left(self, &[nouns], end).first().copied()
    }

    fn with_quotes(&self, start: usize, end: usize) -> (usize, usize) {
        let mark = |at: usize| self.cx.punct(at);
        let opened = start > self.first
            && mark(start - 1).is_some_and(svodka_text::letters::is_opening_quote)
            && !self.cx.token(start).space_before;
        let closed = end < self.end
            && mark(end).is_some_and(svodka_text::letters::is_closing_quote)
            && !self.cx.token(end).space_before;
        if opened && closed { (start - 1, end + 1) } else { (start, end) }
    }

    /// Pronouns and unnamed participants, where no mention stands.
    fn collect_unnamed(&mut self) {
        let words = &self.cx.program.common;
        let mut found = Vec::new();
        let mut next_item = 0;
        let mut at = self.first;
        while at < self.end {
            while self.items.get(next_item).is_some_and(|item| item.end <= at) {
                next_item += 1;
            }
            if self.items.get(next_item).is_some_and(|item| item.start <= at) {
                at = self.items[next_item].end;
                continue;
            }
            let set = self.cx.sets[at];
            if set != 0 && found.len() < MAX_ITEMS {
                let near = at <= self.first + IT_REACH;
                let dated = near && self.items.iter().any(|item| item.end == at && item.kind == Kind::Date);
                let opens = at == self.first
                    || dated
                    || near
                        && (self.cx.punct(at - 1) == Some(',')
                            || at == self.first + 1 && self.cx.is(self.first, words.there));
                if (opens && self.cx.is(at, words.it)
                    || (at == self.first || dated) && self.cx.is(at, words.pronoun))
                    && let Some(body) = self.body_pronoun(at)
                {
                    found.push(body);
                } else if let Some(goods) = self.goods(at) {
                    found.push(goods);
                } else if self.cx.is(at, words.pronoun) {
                    found.extend(self.own_body(at).or_else(|| self.pronoun(at)));
                } else if self.cx.is(at, words.oblique) || self.is_object_pronoun(at) {
                    found.extend(self.oblique_pronoun(at));
                } else if (self.cx.is(at, words.unnamed) || self.cx.is(at, words.body)) && !self.is_saying(at)
                {
                    let item = self.unnamed(at, next_item);
                    at = item.end - 1;
                    found.push(item);
                }
            }
            at += 1;
        }
        self.items.extend(found);
        self.items.sort_by_key(|item| (item.start, std::cmp::Reverse(item.end)));
        let mut covered = self.first;
        self.items.retain(|item| {
            let free = item.start >= covered || item.mention.is_some() && !item.pronoun;
            covered = if free { item.end.max(covered) } else { covered };
            free
        });
    }

    /// «В понедельник его принял губернатор», «его в мае сменил Белов»: before a verb or a preposition it is no possessive.
    fn is_object_pronoun(&self, at: usize) -> bool {
        let words = &self.cx.program.common;
        let verb = |at: usize| at < self.end && self.cx.is(at, words.takes_person);
        let beside = at + 1 < self.end && self.cx.is(at + 1, words.preposition);
        self.cx.token(at).script == Script::Cyrillic
            && self.cx.is(at, self.cx.program.goods.object)
            && (verb(at + 1) || beside && (at + 2..at + OBJECT_REACH).any(verb))
    }

    /// "The board states that": a verb, and no countries.
    fn is_saying(&self, at: usize) -> bool {
        let words = &self.cx.program.speech;
        at + 1 < self.end && self.cx.is(at, words.say) && self.cx.is(at + 1, words.that)
    }

    /// A personal pronoun stands for the person that its sentence, or one of those before it, is about: the first that
    /// can be a subject; for the person named last where there is none.
    pub fn pronoun(&self, at: usize) -> Option<Item> {
        self.pronoun_behind(at, at)
    }

    /// The same of a pronoun behind words that begin at the token `from`: who is named in them is nobody whom it means.
    pub fn pronoun_behind(&self, at: usize, from: usize) -> Option<Item> {
        let layer = self.cx.layer;
        let span = self.cx.token(at).span;
        let start = self.cx.token(from).span.start();
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < start);
        let near = |mention: &Mention| span.start() - mention.span.start() < PRONOUN_REACH;
        let common = &self.cx.program.common;
        let other_gender = if self.cx.is(at, common.feminine) { 'm' } else { 'f' };
        // "The leader", «африканист» may be a woman.
        let tells = self.cx.grammar(at).first.is_some_and(|pos| pos != Pos::Noun)
            || [common.pronoun, common.feminine, self.cx.program.speech.his]
                .iter()
                .any(|&list| self.cx.is(at, list));
        let person = |mention: &Mention| mention.kind == Kind::Person && !mention.nominal;
        let woman = |mention: &Mention| person(mention) && self.cx.gender(mention) == Some('f');
        let reached = || self.cx.mentions[..before].iter().rev().take_while(|mention| near(mention));
        // Somebody whose gender nothing tells is more likely a man: "she" means a woman where one is told of.
        let known_woman = other_gender == 'm' && reached().any(woman) && !self.is_told_anew(before, at);
        let fits = |mention: &Mention| {
            if known_woman {
                woman(mention)
            } else {
                person(mention) && !(tells && self.cx.gender(mention) == Some(other_gender))
            }
        };
        let persons = self.cx.mentions[..before].iter().enumerate().rev();
        let mut persons =
            persons.take_while(|(_, mention)| near(mention)).filter(|(_, mention)| fits(mention)).peekable();
        let &(last, nearest) = persons.peek()?;
        let own = layer.sentence_of(at);
        if self.opens_with_somebody_else(own, at) {
            return None;
        }
        let mut subject: Option<(usize, usize)> = None;
        // "Ann Bell's office says she": hers is the next best.
        let mut owner = None;
        for (index, mention) in persons {
            let tokens = layer.tokens_in(mention.span);
            let sentence = layer.sentence_of(tokens.start);
            if own - sentence > SUBJECTS_BACK || subject.or(owner).is_some_and(|(of, _)| of > sentence) {
                break;
            }
            let of_own = sentence == own && self.owns(tokens.end);
            match self.may_be_subject(mention, tokens.start) {
                true if self.is_of_title(index, tokens.end) => {}
                true if of_own => owner = Some((sentence, index)),
                true if !self.owns(tokens.end) => subject = Some((sentence, index)),
                _ => {}
            }
        }
        let subject = subject.or(owner).filter(|&(of, _)| !self.is_alone(nearest, of, at));
        let mention = u32::try_from(subject.map_or(last, |(_, index)| index)).ok();
        Some(Item { mention, kind: Kind::Person, pronoun: true, ..Item::of_words(at, at + 1, span) })
    }

    /// "Ann Bell left. The botanist Camille Ortez doubts it. "...," she says": whether the sentence of a pronoun, or the one before
    /// it in the paragraph, names last, as its subject, somebody whose gender nothing tells, and no other who may be a woman.
    fn is_told_anew(&self, before: usize, pronoun: usize) -> bool {
        let layer = self.cx.layer;
        let person = |mention: &&Mention| mention.kind == Kind::Person && !mention.nominal;
        let man = |other: &&Mention| self.cx.gender(other) == Some('m');
        let people = self.cx.mentions[..before].iter().rev().filter(person);
        let mut people = people.skip_while(man);
        let Some(last) = people.next() else { return false };
        let token = layer.tokens_in(last.span).start;
        let (named, own) = (layer.sentence_of(token), layer.sentence_of(pronoun));
        let (Some(sentence), Some(now)) = (layer.sentences().get(named), layer.sentences().get(own)) else {
            return false;
        };
        let mut beside = people.take_while(|other| other.span.end() > sentence.span.start());
        let alone = beside.all(|other| man(&other));
        let hers = |at: usize| {
            let words = &self.cx.program;
            self.cx.is(at, words.common.pronoun) || self.cx.is(at, words.speech.his)
        };
        self.cx.gender(last).is_none()
            && named + 1 >= own
            && sentence.block == now.block
            && alone
            && (self.may_be_subject(last, token) || self.leads_clause(sentence.first, token))
            && !(sentence.first..token).any(hers)
    }

    /// "For Bell, the walkout is about respect": whether a name stands behind the preposition with which its sentence begins.
    fn leads_clause(&self, first: usize, name: usize) -> bool {
        name == first + 1 && self.cx.is(first, self.cx.program.common.preposition)
    }

    /// «Кредит дал «Круг»: он его и выдал»: a nominative pronoun stands for the body that is the subject of a clause before it, if
    /// no person is named there and nobody speaks.
    fn own_body(&self, at: usize) -> Option<Item> {
        let speaks = |at: usize| at < self.end && self.cx.is(at, self.cx.program.speech.say);
        let person = || self.items.iter().any(|item| item.end <= at && item.kind == Kind::Person);
        let russian = self.cx.token(at).script == Script::Cyrillic;
        if at == self.first || !russian || speaks(at - 1) || speaks(at + 1) || person() {
            return None;
        }
        let subject = |&index: &usize| {
            let mention = &self.cx.mentions[index];
            let token = self.cx.layer.tokens_in(mention.span).start;
            mention.kind == Kind::Organization && self.may_be_subject(mention, token)
        };
        let (own, mark) = self.named_before(at);
        (own..mark).rev().find(subject).map(|index| self.standing_for(at, index))
    }

    /// The mentions of the sentence before the mark, or the «и», that is next to the left of a token.
    fn named_before(&self, at: usize) -> (usize, usize) {
        let before = |token: usize| {
            let start = self.cx.token(token).span.start();
            self.cx.mentions.partition_point(|mention| mention.span.start() < start)
        };
        let and = self.cx.program.common.and;
        let parts = |at: usize| self.is_break(at) || self.punct(at) == Some(',') || self.cx.is(at, and);
        let mark = (self.first..at).rev().find(|&at| parts(at)).unwrap_or(self.first);
        (before(self.first), before(mark))
    }

    /// The pronoun at a token, for a mention.
    pub(super) fn standing_for(&self, at: usize, index: usize) -> Item {
        let (mention, kind) = (u32::try_from(index).ok(), self.cx.mentions[index].kind);
        Item { mention, kind, pronoun: true, ..Item::of_words(at, at + 1, self.cx.token(at).span) }
    }

    /// «Возить грузы будет «Круг», контракт с ним продлен»: a pronoun in an oblique case stands for the body or person named
    /// last, before a mark or «и» of its own sentence, else in the sentence before.
    fn oblique_pronoun(&self, at: usize) -> Option<Item> {
        let layer = self.cx.layer;
        let named =
            |&index: &usize| matches!(self.cx.mentions[index].kind, Kind::Organization | Kind::Person);
        let (own, mark) = self.named_before(at);
        let index = (own..mark).rev().find(named).or_else(|| {
            let number = layer.sentence_of(self.first);
            let last = layer.sentences().get(number.checked_sub(1)?)?;
            let told = last.block == layer.sentences()[number].block;
            let from = self.cx.mentions.partition_point(|mention| mention.span.start() < last.span.start());
            (from..own).rev().find(named).filter(|_| told)
        })?;
        let mention = &self.cx.mentions[index];
        let other_gender = if self.cx.is(at, self.cx.program.common.feminine) { 'm' } else { 'f' };
        let fits = mention.kind != Kind::Person || self.cx.gender(mention) != Some(other_gender);
        fits.then(|| self.standing_for(at, index))
    }

    /// «Второй была Анна Лис из Перми. «...», — сказала она», "Second came Bell's rival Ann Lis": whether a paragraph names somebody
    /// though no subject, and means nobody whom another paragraph told of.
    fn is_alone(&self, nearest: &Mention, subject: usize, pronoun: usize) -> bool {
        let layer = self.cx.layer;
        let sentences = layer.sentences();
        let own = sentences[layer.sentence_of(pronoun)].block;
        let begins = sentences[sentences.partition_point(|sentence| sentence.block < own)].first;
        let near = sentences[layer.sentence_of(layer.tokens_in(nearest.span).start)].block == own;
        let goes_on = (begins..pronoun).any(|at| self.cx.is(at, self.cx.program.common.pronoun));
        let (start, end) = (self.cx.token(begins).span.start(), self.cx.token(pronoun).span.start());
        let index = |offset| self.cx.mentions.partition_point(|mention| mention.span.start() < offset);
        let other = |mention: &Mention| mention.kind == Kind::Person && mention.chain != nearest.chain;
        let alone = !self.cx.mentions[index(start)..index(end)].iter().any(other);
        near && sentences[subject].block != own && !goes_on && alone
    }

    /// «Адвокат Белова Анна Лис»: whether a name belongs to the title of the Russian name right behind it.
    fn is_of_title(&self, index: usize, end: usize) -> bool {
        let near = |other: usize| self.cx.mentions.get(other);
        let title = index.checked_sub(1).and_then(near).filter(|title| title.kind == Kind::Role);
        let next = near(index + 1).filter(|next| next.kind == Kind::Person && !next.nominal);
        let starts = |next: &Mention| self.cx.layer.tokens_in(next.span).start == end;
        let titled = |title: &Mention| {
            self.cx.layer.tokens_in(title.span).end
                == self.cx.layer.tokens_in(self.cx.mentions[index].span).start
        };
        title.is_some_and(titled) && next.is_some_and(starts) && self.cx.token(end).script == Script::Cyrillic
    }

    /// "A Ruritanian diplomat says he": the sentence is about somebody who has no name and has not been told of.
    fn opens_with_somebody_else(&self, sentence: usize, pronoun: usize) -> bool {
        let layer = self.cx.layer;
        let first = layer.sentences()[sentence].first;
        let end = pronoun.min(first + MAX_PREMODIFIERS);
        let inside = |mention: &&Mention| layer.tokens_in(mention.span).start < end;
        let from = layer.span_of(first..first + 1).start();
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < from);
        let mut mentions = self.cx.mentions[from..].iter().take_while(inside);
        let person = |mention: &Mention| matches!(mention.kind, Kind::Role | Kind::Person);
        self.cx.is(first, self.cx.program.common.indefinite)
            && mentions.clone().any(person)
            && !mentions.any(|mention| mention.kind == Kind::Person && !mention.nominal)
    }

    /// Whether something is the possession of the name that ends there.
    fn owns(&self, end: usize) -> bool {
        end < self.cx.layer.tokens().len() && self.cx.is(end, self.cx.program.common.possessive)
    }

    /// Whether no preposition governs a person; a Russian name can be in the nominative.
    pub(super) fn may_be_subject(&self, mention: &Mention, token: usize) -> bool {
        let words = &self.cx.program.common;
        let layer = self.cx.layer;
        let first = layer.sentences()[layer.sentence_of(token)].first;
        // Over the words of its noun phrase.
        let mut before = (first.max(token.saturating_sub(MAX_PREMODIFIERS))..token).rev();
        let governed = before
            .find(|&at| {
                self.cx.is(at, words.preposition)
                    || !self.is_premodifier(at) && !self.cx.is(at, words.article)
            })
            .is_some_and(|at| self.cx.is(at, words.preposition));
        let nominative = bit(GrammaticalCase::Nominative);
        !governed && agreement::cases(&self.cx, mention) & nominative != 0
    }

    /// "It", and a «он» or «она» with no person near, at the head of a sentence: the organisation that the sentence before
    /// begins with.
    fn body_pronoun(&self, at: usize) -> Option<Item> {
        let layer = self.cx.layer;
        let number = layer.sentence_of(self.first);
        let own = layer.sentences().get(number)?;
        let it = self.cx.program.common.it;
        for sentence in layer.sentences()[..number].iter().rev().take(SUBJECTS_BACK) {
            if sentence.block != own.block {
                return None;
            }
            let from =
                self.cx.mentions.partition_point(|mention| mention.span.start() < sentence.span.start());
            let inside = || {
                let end = sentence.span.end();
                self.cx.mentions[from..]
                    .iter()
                    .enumerate()
                    .take_while(move |(_, mention)| mention.span.start() < end)
            };
            if !self.cx.is(at, it) && inside().any(|(_, mention)| mention.kind == Kind::Person) {
                return None;
            }
            let subject = inside().find(|(_, mention)| {
                let first = layer.tokens_in(mention.span).start;
                let governed =
                    first > sentence.first && self.cx.is(first - 1, self.cx.program.common.preposition);
                mention.kind == Kind::Organization && first <= sentence.first + SUBJECT_REACH && !governed
            });
            if let Some((offset, _)) = subject {
                let span = self.cx.token(at).span;
                let mention = u32::try_from(from + offset).ok();
                return Some(Item { mention, pronoun: true, ..Item::of_words(at, at + 1, span) });
            }
            if !self.cx.is(sentence.first, it) {
                return None;
            }
        }
        None
    }

    /// "customers from 53 countries", «представители министерств»: the head with what belongs to it.
    fn unnamed(&self, head: usize, next_item: usize) -> Item {
        let words = &self.cx.program.common;
        let lower_bound = if next_item > 0 { self.items[next_item - 1].end } else { self.first };
        let mut start = head;
        while start > lower_bound.max(self.first) && head - start < 4 && self.leads_to(start - 1) {
            start -= 1;
            // "say the delegation": no noun phrase goes on before its article.
            if self.cx.is(start, words.article) {
                break;
            }
        }
        // "The bank's management": the owner is a name of its own.
        while start < head && self.cx.is(start, words.possessive) {
            start += 1;
        }
        if let Some(before) = next_item.checked_sub(1).map(|before| self.items[before])
            && before.end == start
            && before.kind == Kind::Nationality
        {
            start = before.start;
        }
        let mut end = head + 1;
        let mut item = next_item;
        let mut governed = false;
        while end < self.end && end - head < 12 {
            while self.items.get(item).is_some_and(|i| i.start < end) {
                item += 1;
            }
            let complement = |i: &&Item| {
                i.start == end
                    && !matches!(i.kind, Kind::Person | Kind::Event)
                    && (governed || i.kind != Kind::Date)
                    && (i.kind != Kind::Organization || !self.cx.is(head, words.body))
                    && (governed || self.may_complement(head, i))
            };
            if let Some(inside) = self.items.get(item).filter(complement) {
                end = self.last_of_list(item, inside.end);
                governed = false;
            } else if self.cx.is(end, words.of) {
                governed = true;
                end += 1;
            } else if self.is_complement_word(end, governed)
                || self.items.get(item).is_none_or(|next| next.start > end + 1) && self.is_plain_genitive(end)
            {
                end += 1;
            } else {
                break;
            }
        }
        while end > head + 1 && self.cx.is(end - 1, words.of) {
            end -= 1;
        }
        let span = self.cx.layer.span_of(start..end);
        Item::of_words(start, end, span)
    }

    /// «Клиентам | шесть вертолётов», «клиентам | завод «Луч» поставил»: behind a Russian noun a name is its genitive, and behind a
    /// dative no number is.
    fn may_complement(&self, head: usize, item: &Item) -> bool {
        let cases = self.cx.grammar(head).cases;
        match (item.kind, item.mention) {
            _ if self.cx.token(head).script != Script::Cyrillic => true,
            (Kind::Quantity, _) => cases != bit(GrammaticalCase::Dative),
            (Kind::Organization | Kind::Location, Some(mention)) => {
                let own = agreement::cases(&self.cx, &self.cx.mentions[mention as usize]);
                own & bit(GrammaticalCase::Genitive) != 0
            }
            _ => true,
        }
    }

    /// Whether a word may belong to the noun behind it: of Russian ones no noun does («переговоры представителей»).
    fn leads_to(&self, token: usize) -> bool {
        let (program, word) = (self.cx.program, self.cx.layer.folded(token));
        self.is_premodifier(token)
            && (self.cx.token(token).script != Script::Cyrillic
                || self.cx.is(token, program.common.article)
                || program.adjective_endings.end(word) && !program.noun_endings.end(word))
    }

    /// "officials of the Foreign and Defence Ministries of Ruritania [and Northland]": where the list ends that begins with
    /// the item of that number.
    fn last_of_list(&self, first: usize, end: usize) -> usize {
        let kind = self.items[first].kind;
        let (mut last, mut end) = (end, end);
        for next in self.items[first + 1..].iter().take_while(|next| next.kind == kind) {
            let and = end + 1 == next.start && self.cx.is(end, self.cx.program.common.and);
            if !and && (end + 1 != next.start || self.punct(end) != Some(',')) {
                break;
            }
            end = next.end;
            if and {
                last = end;
            }
        }
        last
    }

    /// A small word that belongs to a noun before it: behind a preposition, or a Russian genitive.
    fn is_complement_word(&self, token: usize, governed: bool) -> bool {
        let word = self.cx.layer.folded(token);
        let genitive = || self.cx.program.genitive_endings.end(word);
        self.is_premodifier(token) && self.cx.token(token).case == Case::Lower && (governed || genitive())
    }

    /// «завода», «отрасли»: a noun of the dictionary that can be a genitive singular, and says not what a name behind it is.
    fn is_plain_genitive(&self, token: usize) -> bool {
        let (shape, word) = (self.cx.token(token), self.cx.grammar(token));
        let small =
            shape.script == Script::Cyrillic && shape.case == Case::Lower && self.is_premodifier(token);
        small && word.known && word.is_noun() && word.singular & bit(GrammaticalCase::Genitive) != 0
    }
}
