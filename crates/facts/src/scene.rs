//! One sentence as rules see it: tokens with word classes, and mentions as units that gaps jump over.

use smallvec::{SmallVec, smallvec};
use svodka_model::{Kind, Mention, Span, Value};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, Layer, Script, Sentence, Token, TokenKind, letters};

use crate::agreement;
use crate::entries::begins_entry;
use crate::frames::Form;
use crate::grammar::Grammar;
use crate::lexicon::{LexiconId, SetId};
use crate::looks::Looks;
use crate::program::Program;
use crate::words::Words;

pub(crate) mod called;
mod goods;
mod items;
mod kept;

pub(crate) use kept::Scenes;

/// What may fill a slot: a mention, a pronoun that stands for one, or an unnamed participant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    /// Tokens, quotation marks around the name and a bracket behind it included.
    pub start: usize,
    pub end: usize,
    /// The tokens of the name or words alone.
    pub name: (usize, usize),
    pub span: Span,
    pub mention: Option<u32>,
    pub kind: Kind,
    pub nominal: bool,
    /// Filled through a pronoun.
    pub pronoun: bool,
}

impl Item {
    /// A body that is told in these tokens, and not named.
    fn of_words(start: usize, end: usize, span: Span) -> Self {
        let (name, kind) = ((start, end), Kind::Organization);
        Self { start, end, name, span, mention: None, kind, nominal: true, pronoun: false }
    }

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
    pub words: &'a Words,
    pub program: &'a Program,
}

impl Context<'_> {
    /// Whether the token is a one-word entry of the lexicon.
    #[inline(always)]
    pub fn is(&self, token: usize, lexicon: LexiconId) -> bool {
        self.words.is(&self.program.lexicons, token, lexicon)
    }

    /// What a token can be if it is a Russian word.
    #[inline]
    pub fn grammar(&self, token: usize) -> Grammar {
        self.words.grammar(self.layer, token, &self.program.forms)
    }

    /// Whether an entry of one of the lexicons may begin at the token: a phrase may have gaps that are too wide.
    #[inline]
    pub fn may_begin(&self, token: usize, lexicons: &[LexiconId]) -> bool {
        self.is_known(token)
            && (lexicons.iter().any(|&lexicon| self.is(token, lexicon))
                || self.words.begun(token).iter().any(|phrase| lexicons.contains(&phrase.lexicon)))
    }

    /// Whether any lexicon holds the word at the token, in entries of one word or of more.
    #[inline]
    pub fn is_known(&self, token: usize) -> bool {
        self.sets[token] != 0
    }

    /// What the form of a word or mark tells.
    #[inline(always)]
    pub fn looks(&self, token: usize) -> Looks {
        self.words.looks[token]
    }

    /// The mark at a token, if there is a token and it is one.
    #[inline]
    pub fn punct(&self, token: usize) -> Option<char> {
        let mark = self.words.looks.get(token).is_some_and(|looks| looks.is_mark());
        if mark { self.layer.punct(token) } else { None }
    }

    pub fn token(&self, token: usize) -> &Token {
        &self.layer.tokens()[token]
    }

    /// The gender of who acts, as the Russian past tense at a token tells it.
    pub fn gender_of_past(&self, token: usize) -> Option<char> {
        let word = self.layer.folded(token);
        self.program.past_genders.iter().find(|(_, endings)| endings.end(word)).map(|&(gender, _)| gender)
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
/// Tokens of a name in quotation marks that was not found, the marks included.
const MAX_QUOTED: usize = 7;
/// Tokens on either side of a match that belong to its clause at most.
const MAX_CLAUSE: usize = 120;

/// A sentence as rules see it.
pub(crate) struct Scene<'a> {
    pub cx: Context<'a>,
    pub first: usize,
    pub end: usize,
    pub items: Vec<Item>,
    /// By offset in the sentence: the items (plus 1) that start and end at a token.
    edges: Vec<[u16; 2]>,
}

impl<'a> Scene<'a> {
    pub fn new(cx: Context<'a>, sentence: &Sentence) -> Self {
        let (first, end) = (sentence.first, sentence.end);
        let mut scene = Self { cx, first, end, items: Vec::new(), edges: Vec::new() };
        scene.collect(sentence);
        scene.index();
        scene
    }

    /// Makes the table of edges after items changed.
    fn index(&mut self) {
        self.edges.clear();
        self.edges.resize(self.end - self.first + 1, [0; 2]);
        for (item, number) in self.items.iter().zip(1..) {
            self.edges[item.start - self.first][0] = number;
            self.edges[item.end - self.first][1] = number;
        }
    }

    /// The scene with the items under each chunk replaced by the item that is its head, and with the brackets behind items
    /// as part of them; nothing if it is so already. Chunks are sorted and do not overlap.
    pub fn collapsed(&self, chunks: &[(usize, usize, Item)]) -> Option<Self> {
        let mut covered = 0;
        let is_final = |item: &Item| {
            let free = item.start >= covered;
            covered = covered.max(item.end);
            free && self.behind_bracket(item.end) == item.end
        };
        if chunks.is_empty() && self.items.iter().all(is_final) {
            return None;
        }
        let mut items = self.items.clone();
        for &(start, end, head) in chunks {
            items.retain(|item| item.end <= start || item.start >= end);
            items.push(Item { start, end, ..head });
        }
        items.sort_by_key(|item| item.start);
        items.iter_mut().for_each(|item| item.end = self.behind_bracket(item.end));
        let mut covered = 0;
        items.retain(|item| {
            let free = item.start >= covered;
            covered = covered.max(item.end);
            free
        });
        let mut scene = Self { items, edges: Vec::new(), ..*self };
        scene.index();
        Some(scene)
    }

    /// The item at an edge: side 0 starts there, side 1 ends there.
    #[inline]
    fn at_edge(&self, token: usize, side: usize) -> Option<&Item> {
        let numbers = self.edges.get(token.checked_sub(self.first)?)?;
        self.items.get(usize::from(numbers[side]).checked_sub(1)?)
    }

    /// The item that starts at a token.
    #[inline]
    pub fn item_starting(&self, token: usize) -> Option<&Item> {
        self.at_edge(token, 0)
    }

    /// The item that ends before a token.
    #[inline]
    pub fn item_ending(&self, token: usize) -> Option<&Item> {
        self.at_edge(token, 1)
    }

    /// The item around a token.
    pub fn item_over(&self, token: usize) -> Option<&Item> {
        let behind = self.items.partition_point(|item| item.start <= token);
        behind.checked_sub(1).map(|index| &self.items[index]).filter(|item| token < item.end)
    }

    /// Whether an earlier rule joined the name with words before it.
    pub fn is_titled(&self, item: &Item) -> bool {
        (item.start..item.name.0).any(|at| self.cx.token(at).kind == TokenKind::Word)
    }

    /// Whether an entry of the lexicon stands in what the item names.
    pub fn holds_entry(&self, item: &Item, lexicon: LexiconId) -> bool {
        (item.name.0..item.name.1).any(|at| begins_entry(self, &[lexicon], at))
    }

    pub fn punct(&self, token: usize) -> Option<char> {
        self.cx.punct(token).filter(|_| (self.first..self.end).contains(&token))
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

    /// The token behind the words in quotation marks that open at `token`, or `token` itself: a name that was not found.
    pub fn behind_quoted(&self, token: usize) -> usize {
        if !self.punct(token).is_some_and(letters::is_opening_quote) {
            return token;
        }
        let limit = self.end.min(token + MAX_QUOTED);
        let close = (token + 1..limit).find(|&at| self.punct(at).is_some());
        let closes = |&at: &usize| self.punct(at).is_some_and(letters::is_closing_quote);
        close.filter(closes).map_or(token, |close| close + 1)
    }

    /// The token at which the words in quotation marks open that close before `token`, or `token` itself.
    pub fn before_quoted(&self, token: usize) -> usize {
        let close = token.checked_sub(1).filter(|&at| at > self.first);
        if !close.and_then(|at| self.punct(at)).is_some_and(letters::is_closing_quote) {
            return token;
        }
        let limit = self.first.max(token.saturating_sub(MAX_QUOTED));
        let open = (limit..token - 1).rev().find(|&at| self.punct(at).is_some());
        let opens = |&at: &usize| self.punct(at).is_some_and(letters::is_opening_quote);
        open.filter(opens).unwrap_or(token)
    }

    /// Whether a clause ends at the token: a mark or word that parts clauses, or a dash between spaces.
    #[inline]
    pub fn is_break(&self, token: usize) -> bool {
        let looks = self.cx.looks(token);
        let spaced = || token + 1 >= self.end || self.cx.token(token + 1).space_before;
        looks.is_break() || looks.is_spaced_dash() && spaced()
    }

    /// Whether the token can stand before the head of a noun phrase: no preposition, conjunction, auxiliary or verb.
    #[inline]
    pub fn is_premodifier(&self, token: usize) -> bool {
        self.cx.looks(token).is_premodifier()
    }

    #[inline]
    pub fn looks_like_verb(&self, token: usize) -> bool {
        self.cx.looks(token).is_like_verb()
    }

    /// The form that the word at a token is, if it is one of a verb.
    #[inline]
    pub fn form(&self, token: usize) -> Form {
        self.cx.looks(token).form()
    }

    /// Whether the token may be an English participle: "formed", "based", "taken", "owning".
    pub fn is_participle(&self, token: usize) -> bool {
        let shape = self.cx.token(token);
        shape.kind == TokenKind::Word
            && shape.script == Script::Latin
            && shape.case == Case::Lower
            && matches!(self.form(token), Form::Past | Form::Participle | Form::Gerund)
    }

    /// "Harbin-based": the token behind the adjective that a place makes.
    pub fn behind_seat(&self, item: &Item) -> Option<usize> {
        let word = item.end + 1;
        // A town of which little is known may have been taken for a body.
        let place = matches!(item.kind, Kind::Location | Kind::Organization);
        let joined = place && word < self.end && self.punct(item.end) == Some('-');
        (joined && self.cx.is(word, self.cx.program.common.based)).then_some(word + 1)
    }

    /// Where an item starts whose noun phrase begins at `token`: behind up to seven premodifiers.
    pub fn head_from(&self, token: usize) -> Option<&Item> {
        let mut at = token;
        // "Wind developer Orbis": what a body is, if one follows.
        let mut role: Option<&Item> = None;
        for _ in 0..=MAX_PREMODIFIERS {
            if at >= self.end {
                break;
            }
            if let Some(item) = self.item_starting(at) {
                let seat = self.behind_seat(item);
                if item.kind == Kind::Role && role.is_none() {
                    role = Some(item);
                    at = item.end;
                } else if seat.is_none() && !matches!(item.kind, Kind::Nationality | Kind::Quantity) {
                    let own = |role: &&Item| match item.kind {
                        Kind::Organization => false,
                        Kind::Person => !self.owns_noun(token, role),
                        _ => true,
                    };
                    return role.filter(own).or(Some(item));
                } else {
                    at = seat.unwrap_or(item.end);
                }
            } else if self.is_premodifier(at) {
                at += 1;
            } else {
                return role.or_else(|| self.apposed(token, at));
            }
        }
        role
    }

    /// «Дочь поэта Инга Козлова»: whether a role is the genitive of a noun of the phrase that begins at a token.
    fn owns_noun(&self, phrase: usize, role: &Item) -> bool {
        let noun = |at: usize| self.cx.token(at).script == Script::Cyrillic && self.cx.grammar(at).is_noun();
        role.start > phrase
            && noun(role.start - 1)
            && self.cx.grammar(role.start).may_be(GrammaticalCase::Genitive)
    }

    /// "With his Turkish counterpart, Ann Bell, ...": the name that a comma joins to a noun phrase, itself closed by a mark.
    fn apposed(&self, phrase: usize, comma: usize) -> Option<&Item> {
        let determined = comma > phrase + 1 && self.cx.is(phrase, self.cx.program.common.determiner);
        let closed = |item: &Item| item.end >= self.end || self.cx.token(item.end).kind == TokenKind::Punct;
        let named = |item: &&Item| matches!(item.kind, Kind::Person | Kind::Organization) && closed(item);
        let comma = Some(comma).filter(|&at| determined && self.punct(at) == Some(','))?;
        self.item_starting(comma + 1).filter(named)
    }

    /// The same from the right: where the noun phrase begins that a comma parts from its name.
    pub fn before_apposed(&self, item: &Item) -> Option<usize> {
        let comma = item.start.checked_sub(1).filter(|&at| at > self.first && self.punct(at) == Some(','))?;
        let word = |at: &usize| self.item_over(*at).map_or_else(|| self.is_premodifier(*at), is_nationality);
        let mut words = (self.first..comma).rev().take(MAX_PREMODIFIERS).take_while(word);
        let start = words.find(|&at| self.cx.is(at, self.cx.program.common.determiner))?;
        // "In the spring, Orbis, ..." is no apposition.
        let opens = self.governor(start) == Some(self.first);
        self.apposed(start, comma).filter(|_| !opens).map(|_| start)
    }

    /// "A $4 billion project", "a 2023 agreement": whether an item stands between an English article and the noun of which it
    /// tells.
    pub fn is_attribute(&self, item: &Item) -> bool {
        let small = |at: usize| {
            let shape = self.cx.token(at);
            shape.script == Script::Latin && shape.case == Case::Lower && self.item_starting(at).is_none()
        };
        item.start > self.first
            && item.end < self.end
            && self.begins_phrase(item.start - 1)
            && small(item.end)
            && self.is_premodifier(item.end)
    }

    /// The preposition before a noun phrase that begins at `start`.
    pub fn governor(&self, start: usize) -> Option<usize> {
        let before = start.checked_sub(1).filter(|&at| at >= self.first)?;
        self.cx.is(before, self.cx.program.common.preposition).then_some(before)
    }

    /// Where the noun phrase of the item at `start` may begin: `start` and the places before its premodifiers.
    pub fn phrase_starts(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        let head = self.item_starting(start);
        // "Aircraft maker Orbis", "his wife Ann Bell".
        let latin = self.cx.token(start).script == Script::Latin;
        let titled = head.is_some_and(|item| {
            item.kind == Kind::Organization || item.kind == Kind::Person && !item.pronoun && latin
        });
        let mut at = start;
        let mut left = MAX_PREMODIFIERS;
        std::iter::once(start).chain(std::iter::from_fn(move || {
            if left == 0
                || at == self.first
                || head.is_some_and(|item| item.pronoun)
                || self.begins_phrase(at)
            {
                return None;
            }
            left -= 1;
            at = match self.item_ending(at) {
                Some(item) if item.kind == Kind::Nationality || titled && item.kind == Kind::Role => {
                    item.start
                }
                Some(_) => return None,
                None if self.is_premodifier(at - 1) && self.agrees(at - 1, head) => at - 1,
                None => return None,
            };
            Some(at)
        }))
    }

    /// The determiner right before a token.
    pub fn before_determiner(&self, token: usize) -> Option<usize> {
        token.checked_sub(1).filter(|&at| at >= self.first && self.begins_phrase(at))
    }

    /// Whether the token is a determiner, before which no noun phrase goes on.
    fn begins_phrase(&self, token: usize) -> bool {
        token < self.end && self.cx.is(token, self.cx.program.common.determiner)
    }

    /// Whether a word can belong to the noun phrase of a name: a Russian noun only in a case of the name
    /// («завод «Луч»», and not «больницам Дербента»).
    fn agrees(&self, token: usize, head: Option<&Item>) -> bool {
        if self.cx.token(token).script != Script::Cyrillic {
            return true;
        }
        let word = self.cx.grammar(token);
        let name = || head.and_then(|item| Some(&self.cx.mentions[item.mention? as usize]));
        // «До назначения | Иван Белов»: what a person is is a singular.
        let cases =
            if head.is_some_and(|item| item.kind == Kind::Person) { word.singular } else { word.cases };
        !word.is_noun()
            || head.is_none_or(|item| self.punct(item.start).is_some())
            || name().is_none_or(|name| agreement::cases(&self.cx, name) & cases != 0)
    }

    /// Positions that a gap of at most `most` steps can reach to the right, nearest first.
    pub fn gap_right(&self, from: usize, most: u8) -> impl Iterator<Item = usize> + '_ {
        let next = |&at: &usize| {
            let over = at >= self.end || self.is_break(at);
            let behind = || match self.item_starting(at) {
                Some(item) => item.end,
                None => self.behind_bracket(at).max(at + 1),
            };
            (!over).then(behind)
        };
        std::iter::successors(Some(from), next).take(usize::from(most) + 1)
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

fn is_nationality(item: &Item) -> bool {
    item.kind == Kind::Nationality
}
