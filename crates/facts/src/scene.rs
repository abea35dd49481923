//! One sentence as rules see it: tokens with word classes, and mentions as units that gaps jump over.

use smallvec::{SmallVec, smallvec};
use svodka_model::{Kind, Mention, Span, Value};
use svodka_text::{Case, Layer, Sentence, Token, TokenKind};

use crate::entries::begins_entry;
use crate::lexicon::{CommonBits, LexiconId, SetId};
use crate::program::Program;

/// What may fill a slot: a mention, a pronoun that stands for one, or an unnamed participant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    /// Tokens, quotation marks around the name and a bracket behind it included.
    pub start: usize,
    pub end: usize,
    pub span: Span,
    pub mention: Option<u32>,
    pub kind: Kind,
    pub nominal: bool,
    /// Filled through a pronoun.
    pub pronoun: bool,
}

impl Item {
    pub fn is_unnamed(&self) -> bool {
        self.mention.is_none()
    }
}

/// What a document gives to its scenes.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub layer: &'a Layer<'a>,
    pub mentions: &'a [Mention],
    /// Class set of each token of the document.
    pub sets: &'a [SetId],
    /// For each token, whether it is a one-word entry of the lexicons that the engine asks for again and again.
    pub common: &'a [CommonBits],
    pub program: &'a Program,
}

impl Context<'_> {
    /// Whether the token is a one-word entry of the lexicon.
    #[inline]
    pub fn is(&self, token: usize, lexicon: LexiconId) -> bool {
        match self.common[token].get(lexicon as usize / 64) {
            Some(bits) => bits >> (lexicon % 64) & 1 != 0,
            None => self.program.lexicons.is_single(self.sets[token], lexicon),
        }
    }

    pub fn token(&self, token: usize) -> &Token {
        &self.layer.tokens()[token]
    }

    /// `m` or `f`, where the name of a person tells.
    pub fn gender(&self, mention: &Mention) -> Option<char> {
        match &mention.value {
            Some(Value::Person(name)) => name.gender,
            _ => None,
        }
    }
}

/// Longest run of words before a name that belongs to its noun phrase ("the Russian state arms exporter X").
const MAX_PREMODIFIERS: usize = 7;
/// Longest bracket behind a name that is skipped with it, and longest apposition between commas, in tokens.
const MAX_ASIDE: usize = 40;
/// Tokens on either side of a match that belong to its clause at most.
const MAX_CLAUSE: usize = 120;
/// Tokens before an "it" that may be a subject ("In May it ..."), and before the subject of a sentence; sentences back.
const IT_REACH: usize = 3;
const SUBJECT_REACH: usize = 5;
const SUBJECTS_BACK: usize = 3;
/// Bytes back in which a pronoun finds the person that it stands for.
const PRONOUN_REACH: usize = 900;
/// Items of one sentence; what a longer one holds beyond is not looked at (tables run into one line).
const MAX_ITEMS: usize = 2000;

/// A sentence as rules see it.
pub(crate) struct Scene<'a> {
    pub cx: Context<'a>,
    pub first: usize,
    pub end: usize,
    pub items: Vec<Item>,
    /// Item (plus 1) that starts or ends at a token, by offset in the sentence.
    starts: Vec<u32>,
    ends: Vec<u32>,
    breaks: Vec<bool>,
}

impl<'a> Scene<'a> {
    pub fn new(cx: Context<'a>, sentence: &Sentence) -> Self {
        let (first, end) = (sentence.first, sentence.end);
        let mut scene = Self {
            cx,
            first,
            end,
            items: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            breaks: Vec::new(),
        };
        scene.breaks = (first..end).map(|token| scene.breaks_clause(token)).collect();
        scene.collect_mentions(sentence);
        scene.join_possessive_places();
        scene.collect_unnamed();
        scene.index();
        scene
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
            if tokens.is_empty() || self.is_apposed_office(index, tokens.start) {
                continue;
            }
            covered = mention.span.end();
            let (start, end) = self.with_quotes(tokens.start, tokens.end);
            self.items.push(Item {
                start,
                end,
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
            && self.cx.layer.punct(first - 1) == Some(',')
            && self.items.last().is_some_and(name)
            && office()
    }

    /// "India's HAL", "India's state aircraft maker HAL": the place belongs to the noun phrase of the organisation, as
    /// "Indian" would.
    fn join_possessive_places(&mut self) {
        let possessive = self.cx.program.common.possessive;
        for index in 1..self.items.len() {
            let (place, body) = (self.items[index - 1], self.items[index]);
            let joined = place.kind == Kind::Location
                && body.kind == Kind::Organization
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

    fn with_quotes(&self, start: usize, end: usize) -> (usize, usize) {
        let mark = |at: usize| self.cx.layer.punct(at);
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
                let opens = at == self.first
                    || at <= self.first + IT_REACH
                        && (self.cx.layer.punct(at - 1) == Some(',')
                            || self.items.iter().any(|item| item.end == at && item.kind == Kind::Date));
                if opens
                    && (self.cx.is(at, words.it) || at == self.first && self.cx.is(at, words.pronoun))
                    && let Some(body) = self.body_pronoun(at)
                {
                    found.push(body);
                } else if self.cx.is(at, words.pronoun) {
                    found.extend(self.pronoun(at));
                } else if self.cx.is(at, words.unnamed) || self.cx.is(at, words.body) {
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

    /// A personal pronoun stands for the person named last before it.
    pub fn pronoun(&self, at: usize) -> Option<Item> {
        let span = self.cx.token(at).span;
        let before = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let near = |mention: &Mention| span.start() - mention.span.start() < PRONOUN_REACH;
        let other_gender = if self.cx.is(at, self.cx.program.common.feminine) { 'm' } else { 'f' };
        let fits = |mention: &Mention| {
            mention.kind == Kind::Person && !mention.nominal && self.cx.gender(mention) != Some(other_gender)
        };
        let antecedent = self.cx.mentions[..before]
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, mention)| near(mention))
            .find_map(|(index, mention)| fits(mention).then_some(index))?;
        let mention = u32::try_from(antecedent).ok();
        Some(Item { start: at, end: at + 1, span, mention, kind: Kind::Person, nominal: true, pronoun: true })
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
                let kind = Kind::Organization;
                return Some(Item {
                    start: at,
                    end: at + 1,
                    span,
                    mention,
                    kind,
                    nominal: true,
                    pronoun: true,
                });
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
        while start > lower_bound.max(self.first) && head - start < 4 && self.is_premodifier(start - 1) {
            start -= 1;
            // "say the delegation": no noun phrase goes on before its article.
            if self.cx.is(start, words.article) {
                break;
            }
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
                    && i.kind != Kind::Person
                    && (i.kind != Kind::Organization || !self.cx.is(head, words.body))
            };
            if let Some(inside) = self.items.get(item).filter(complement) {
                end = self.last_of_list(item, inside.end);
                governed = false;
            } else if self.cx.is(end, words.of) {
                governed = true;
                end += 1;
            } else if self.is_complement_word(end, governed) {
                end += 1;
            } else {
                break;
            }
        }
        while end > head + 1 && self.cx.is(end - 1, words.of) {
            end -= 1;
        }
        let span = self.cx.layer.span_of(start..end);
        Item { start, end, span, mention: None, kind: Kind::Organization, nominal: true, pronoun: false }
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

    /// Rebuilds the tables after items changed.
    fn index(&mut self) {
        let len = self.end - self.first;
        self.starts = vec![0; len + 1];
        self.ends = vec![0; len + 1];
        for (index, item) in self.items.iter().enumerate() {
            let number = u32::try_from(index + 1).expect("items of a sentence are few");
            self.starts[item.start - self.first] = number;
            self.ends[item.end - self.first] = number;
        }
    }

    /// Replaces the items under each chunk by the item that is its head. Chunks are sorted and do not overlap.
    pub fn collapse(&mut self, chunks: &[(usize, usize, Item)]) {
        for &(start, end, head) in chunks {
            self.items.retain(|item| item.end <= start || item.start >= end);
            self.items.push(Item { start, end, ..head });
        }
        self.items.sort_by_key(|item| item.start);
        for index in 0..self.items.len() {
            self.items[index].end = self.behind_bracket(self.items[index].end);
        }
        let mut covered = 0;
        self.items.retain(|item| {
            let free = item.start >= covered;
            covered = covered.max(item.end);
            free
        });
        self.index();
    }

    pub fn item_starting(&self, token: usize) -> Option<&Item> {
        let number = *self.starts.get(token.checked_sub(self.first)?)?;
        number.checked_sub(1).map(|index| &self.items[index as usize])
    }

    pub fn item_ending(&self, token: usize) -> Option<&Item> {
        let number = *self.ends.get(token.checked_sub(self.first)?)?;
        number.checked_sub(1).map(|index| &self.items[index as usize])
    }

    /// The item around a token.
    pub fn item_over(&self, token: usize) -> Option<&Item> {
        let behind = self.items.partition_point(|item| item.start <= token);
        behind.checked_sub(1).map(|index| &self.items[index]).filter(|item| token < item.end)
    }

    /// Whether an earlier rule joined the name with words before it.
    pub fn is_titled(&self, item: &Item) -> bool {
        let name = self.cx.layer.tokens_in(item.span).start;
        (item.start..name).any(|at| self.cx.token(at).kind == TokenKind::Word)
    }

    /// Whether an entry of the lexicon stands in what the item names.
    pub fn holds_entry(&self, item: &Item, lexicon: LexiconId) -> bool {
        let mut tokens = self.cx.layer.tokens_in(item.span);
        tokens.any(|at| begins_entry(self, &[lexicon], at))
    }

    pub fn punct(&self, token: usize) -> Option<char> {
        self.cx.layer.punct(token).filter(|_| (self.first..self.end).contains(&token))
    }

    /// The token behind the bracket that opens at `token`, or `token` itself.
    pub fn behind_bracket(&self, token: usize) -> usize {
        if self.punct(token) != Some('(') {
            return token;
        }
        let limit = self.end.min(token + MAX_ASIDE);
        (token..limit).find(|&at| self.punct(at) == Some(')')).map_or(token, |close| close + 1)
    }

    /// The token at which the bracket opens that closes before `token`, or `token` itself.
    pub fn before_bracket(&self, token: usize) -> usize {
        if token == self.first || self.punct(token - 1) != Some(')') {
            return token;
        }
        let limit = self.first.max(token.saturating_sub(MAX_ASIDE));
        (limit..token).rev().find(|&at| self.punct(at) == Some('(')).unwrap_or(token)
    }

    fn breaks_clause(&self, token: usize) -> bool {
        match self.cx.layer.punct(token) {
            Some(';' | ':') => true,
            Some(mark) if svodka_text::letters::is_dash(mark) => {
                self.cx.token(token).space_before
                    && (token + 1 >= self.end || self.cx.token(token + 1).space_before)
            }
            Some(_) => false,
            None => self.cx.is(token, self.cx.program.common.clause_break),
        }
    }

    pub fn is_break(&self, token: usize) -> bool {
        self.breaks[token - self.first]
    }

    /// Whether the token can stand before the head of a noun phrase: no preposition, conjunction, auxiliary or verb.
    pub fn is_premodifier(&self, token: usize) -> bool {
        let words = &self.cx.program.common;
        let shape = self.cx.token(token);
        match shape.kind {
            TokenKind::Number => true,
            TokenKind::Punct => self.cx.layer.punct(token).is_some_and(|c| {
                matches!(c, '«' | '“' | '‘') || svodka_text::letters::is_dash(c) && !shape.space_before
            }),
            TokenKind::Word => {
                !self.cx.is(token, words.np_stop)
                    && (shape.case != Case::Lower
                        || self.cx.is(token, words.np_word)
                        || !self.looks_like_verb(token))
            }
        }
    }

    pub fn looks_like_verb(&self, token: usize) -> bool {
        let word = self.cx.layer.folded(token);
        word.len() > 5 && self.cx.program.verb_endings.end(word)
    }

    /// "Harbin-based": the token behind the adjective that a place makes.
    pub fn behind_seat(&self, item: &Item) -> Option<usize> {
        let word = item.end + 1;
        let joined = item.kind == Kind::Location && word < self.end && self.punct(item.end) == Some('-');
        (joined && self.cx.is(word, self.cx.program.common.based)).then_some(word + 1)
    }

    /// Where an item starts whose noun phrase begins at `token`: behind up to seven premodifiers.
    pub fn head_from(&self, token: usize) -> Option<&Item> {
        let mut at = token;
        for _ in 0..=MAX_PREMODIFIERS {
            if at >= self.end {
                return None;
            }
            if let Some(item) = self.item_starting(at) {
                let seat = self.behind_seat(item);
                if seat.is_none() && !matches!(item.kind, Kind::Nationality | Kind::Quantity) {
                    return Some(item);
                }
                at = seat.unwrap_or(item.end);
            } else if self.is_premodifier(at) {
                at += 1;
            } else {
                return None;
            }
        }
        None
    }

    /// The preposition before a noun phrase that begins at `start`.
    pub fn governor(&self, start: usize) -> Option<usize> {
        let before = start.checked_sub(1).filter(|&at| at >= self.first)?;
        self.cx.is(before, self.cx.program.common.preposition).then_some(before)
    }

    /// Where the noun phrase of the item at `start` may begin: `start` and the places before its premodifiers.
    pub fn phrase_starts(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = start;
        let mut left = MAX_PREMODIFIERS;
        std::iter::once(start).chain(std::iter::from_fn(move || {
            if left == 0 || at == self.first {
                return None;
            }
            left -= 1;
            at = match self.item_ending(at) {
                Some(item) if item.kind == Kind::Nationality => item.start,
                Some(_) => return None,
                None if self.is_premodifier(at - 1) => at - 1,
                None => return None,
            };
            Some(at)
        }))
    }

    /// Positions that a gap of at most `most` steps can reach to the right, nearest first.
    pub fn gap_right(&self, from: usize, most: u8) -> SmallVec<[usize; 16]> {
        let mut positions = smallvec![from];
        let mut at = from;
        for _ in 0..most {
            if at >= self.end || self.is_break(at) {
                break;
            }
            at = match self.item_starting(at) {
                Some(item) => item.end,
                None => self.behind_bracket(at).max(at + 1),
            };
            positions.push(at);
        }
        positions
    }

    /// The same to the left; an apposition between commas counts as one step.
    pub fn gap_left(&self, from: usize, most: u8) -> SmallVec<[usize; 16]> {
        let mut positions = smallvec![from];
        let mut at = from;
        for _ in 0..most {
            if at <= self.first || self.is_break(at - 1) {
                break;
            }
            if self.punct(at - 1) == Some(',') {
                positions.push(at - 1);
                positions.extend(self.before_apposition(at - 1));
            }
            at = match self.item_ending(at) {
                Some(item) => item.start,
                None => self.before_bracket(at).min(at - 1),
            };
            if positions.last() != Some(&at) {
                positions.push(at);
            }
        }
        positions
    }

    /// For the comma at `comma`, the comma before it that opens the aside.
    pub fn before_apposition(&self, comma: usize) -> Option<usize> {
        let limit = self.first.max(comma.saturating_sub(MAX_ASIDE / 2));
        (limit..comma).rev().find(|&at| self.punct(at) == Some(','))
    }

    /// The clause around the tokens `start..end`.
    pub fn clause(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.first.max(start.saturating_sub(MAX_CLAUSE));
        let to = self.end.min(end + MAX_CLAUSE);
        let first = (from..start).rev().find(|&at| self.is_break(at)).map_or(from, |at| at + 1);
        let last = (end..to).find(|&at| self.is_break(at)).unwrap_or(to);
        (first, last)
    }
}
