//! A window on the text layer in which known words are numbers: all rules read the text through it.

use std::cell::Cell;

use svodka_model::{Language, Span};
use svodka_text::letters;
use svodka_text::{Case, Layer, Token, TokenKind};

use crate::amount::Amount;
use crate::lexicon::{Entry, Lexicon, Trigger, WordId, second_bit};
use crate::number::Number;
use crate::period::Point;
use crate::sense::{CalendarWord, NumeralClass, Sense, WordClass};

/// The tokens of one block, with the ids of the known words.
pub(crate) struct View<'a> {
    pub(crate) layer: &'a Layer<'a>,
    pub(crate) lexicon: &'a Lexicon,
    ids: &'a [WordId],
    /// First token of the block.
    pub(crate) start: usize,
    /// One past the last token of the block.
    pub(crate) end: usize,
    /// What was read at a token: many rules ask for the same number or date.
    pub(crate) numbers: Memo<Option<Number>>,
    pub(crate) amounts: Memo<Option<Amount>>,
    pub(crate) names: Memo<bool>,
    pub(crate) points: Memo<Option<(Point, usize, &'static str)>>,
}

/// The last answers by token.
pub(crate) struct Memo<T>([Cell<Option<(usize, T)>>; MEMO]);

const MEMO: usize = 16;

impl<T: Copy> Memo<T> {
    fn new() -> Self {
        Self([const { Cell::new(None) }; MEMO])
    }

    /// The answer for the token, computed once.
    pub(crate) fn get(&self, at: usize, compute: impl FnOnce() -> T) -> T {
        let slot = &self.0[at % MEMO];
        match slot.get() {
            Some((known, answer)) if known == at => answer,
            _ => {
                let answer = compute();
                slot.set(Some((at, answer)));
                answer
            }
        }
    }
}

/// Bytes of the longest run of digits that is read as a number.
const LONGEST_NUMBER: usize = 40;

/// The ids of all words of a layer.
pub(crate) fn word_ids(layer: &Layer, lexicon: &Lexicon) -> Vec<WordId> {
    let id = |(at, token): (usize, &Token)| match token.kind {
        TokenKind::Number if token.span.len() > 1 => 0,
        TokenKind::Number | TokenKind::Word | TokenKind::Punct => lexicon.id(layer.folded(at)),
    };
    layer.tokens().iter().enumerate().map(id).collect()
}

impl<'a> View<'a> {
    pub(crate) fn new(
        layer: &'a Layer<'a>,
        lexicon: &'a Lexicon,
        ids: &'a [WordId],
        start: usize,
        end: usize,
    ) -> Self {
        Self {
            layer,
            lexicon,
            ids,
            start,
            end,
            numbers: Memo::new(),
            amounts: Memo::new(),
            names: Memo::new(),
            points: Memo::new(),
        }
    }

    /// The token, if it is in this block.
    pub(crate) fn token(&self, at: usize) -> Option<&'a Token> {
        if at < self.start || at >= self.end { None } else { self.layer.tokens().get(at) }
    }

    fn id(&self, at: usize) -> WordId {
        if at < self.start || at >= self.end { 0 } else { self.ids[at] }
    }

    /// Whether a phrase with which a value can begin stands here.
    pub(crate) fn begins_value(&self, at: usize) -> bool {
        match self.lexicon.trigger(self.id(at)) {
            Trigger::Never => false,
            Trigger::Always => true,
            Trigger::InPhrase(seconds) if seconds & second_bit(self.id(at + 1)) == 0 => false,
            // «в конце XIX века»: capitals can be a numeral.
            Trigger::Leading => self.id(at + 1) != 0 || !self.is_word(at + 1) || self.upper(at + 1),
            Trigger::InPhrase(_) => self.find(at, |sense| sense.begins_value().then_some(())).is_some(),
        }
    }

    /// The digits of a number token.
    pub(crate) fn digits(&self, at: usize) -> Option<&'a str> {
        let number = |token: &&Token| token.kind == TokenKind::Number && token.span.len() <= LONGEST_NUMBER;
        self.token(at).filter(number).map(|token| token.span.of(self.layer.text()))
    }

    /// A number token of digits alone, with how many there are.
    pub(crate) fn integer(&self, at: usize) -> Option<(u32, usize)> {
        let digits = self.digits(at)?;
        (digits.len() <= 9 && !digits.contains(['.', ',']))
            .then(|| digits.parse().ok().map(|n| (n, digits.len())))?
    }

    /// The token as written, if it is in this block.
    pub(crate) fn word(&self, at: usize) -> Option<&'a str> {
        self.token(at).map(|token| token.span.of(self.layer.text()))
    }

    /// The folded token, empty outside the block.
    pub(crate) fn folded(&self, at: usize) -> &str {
        if self.token(at).is_some() { self.layer.folded(at) } else { "" }
    }

    /// The character of a punctuation token of this block.
    pub(crate) fn punct(&self, at: usize) -> Option<char> {
        self.token(at)?;
        self.layer.punct(at)
    }

    /// Whether the token follows the one before it without white space.
    pub(crate) fn tight(&self, at: usize) -> bool {
        at > self.start && self.token(at).is_some_and(|token| !token.space_before)
    }

    /// Whether the token is a hyphen or dash.
    pub(crate) fn dash(&self, at: usize) -> bool {
        self.punct(at).is_some_and(letters::is_dash)
    }

    /// Whether the token is a word.
    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether the token is a word that begins with a capital.
    pub(crate) fn capitalized(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_capitalized)
    }

    /// Whether the token is a word all in capitals.
    pub(crate) fn upper(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == TokenKind::Word && token.case == Case::Upper)
    }

    /// The language of the sentence that holds the token.
    pub(crate) fn language(&self, at: usize) -> Language {
        let sentence = self.layer.sentence_of(at);
        self.layer.sentences().get(sentence).map_or(Language::Und, |sentence| sentence.language)
    }

    /// The longest phrase at `at` whose sense is picked: what was picked, and the token after the phrase.
    pub(crate) fn find<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<(T, usize)> {
        let id = self.id(at);
        if id == 0 {
            return None;
        }
        self.lexicon.entries(id).iter().find_map(|entry| Some((pick(entry.sense)?, self.matches(entry, at)?)))
    }

    /// The bits of the senses of phrases that begin at the token.
    #[inline]
    pub(crate) fn mask(&self, at: usize) -> u64 {
        self.lexicon.mask(self.id(at))
    }

    /// As [`View::find`], where the senses picked have these bits.
    #[inline]
    pub(crate) fn find_in<T>(
        &self,
        bits: u64,
        at: usize,
        pick: impl Fn(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        if self.mask(at) & bits == 0 { None } else { self.find(at, pick) }
    }

    /// The longest phrase that ends right before `at` and whose sense, with one of these bits, is picked; with its
    /// first token.
    pub(crate) fn find_before<T>(
        &self,
        bits: u64,
        at: usize,
        pick: impl Fn(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        let first = at.saturating_sub(self.lexicon.reach(bits)).max(self.start);
        (first..at).find_map(|start| {
            let id = self.id(start);
            if self.lexicon.mask(id) & bits == 0 {
                return None;
            }
            self.lexicon.entries(id).iter().find_map(|entry| {
                let picked = pick(entry.sense)?;
                (self.matches(entry, start)? == at).then_some((picked, start))
            })
        })
    }

    /// The token after the phrase, if it stands at `at`.
    #[inline]
    fn matches(&self, entry: &Entry, at: usize) -> Option<usize> {
        if let Some(exact) = &entry.exact
            && self.word(at) != Some(exact)
        {
            return None;
        }
        match entry.rest.first() {
            None => Some(at + 1),
            Some(&(word, _)) if word != self.lexicon.stop && word != self.id(at + 1) => None,
            Some(_) => self.matches_rest(entry, at),
        }
    }

    fn matches_rest(&self, entry: &Entry, at: usize) -> Option<usize> {
        let mut next = at + 1;
        for (index, &(word, tight)) in entry.rest.iter().enumerate() {
            let joined = !tight && word != self.lexicon.stop || self.tight(next);
            // The full stop that ends the sentence is not part of an abbreviation before it, but for "a.m.", «л. с.».
            let last = word == self.lexicon.stop && index + 1 == entry.rest.len();
            let closes = last
                && !entry.rest[..index].contains(&(word, true))
                && self.ends_sentence(next)
                && !(matches!(entry.sense, Sense::Numeral(..)) && self.is_measured(next + 1));
            if self.id(next) == word && joined && !closes {
                next += 1;
            } else if word != self.lexicon.stop {
                return None;
            }
        }
        Some(next)
    }

    /// Whether a unit, a currency or digits stand there: behind «тыс.» they go on with the number («84 тыс. МВт»).
    fn is_measured(&self, at: usize) -> bool {
        let pick = |sense| matches!(sense, Sense::Unit(_) | Sense::Currency { .. }).then_some(());
        self.digits(at).is_some() || self.find(at, pick).is_some()
    }

    /// Whether the token is the first of its sentence.
    pub(crate) fn first_of_sentence(&self, at: usize) -> bool {
        let sentence = self.layer.sentences().get(self.layer.sentence_of(at));
        sentence.is_some_and(|sentence| sentence.first == at)
    }

    /// Whether the token is the last of its sentence.
    fn ends_sentence(&self, at: usize) -> bool {
        let sentence = self.layer.sentences().get(self.layer.sentence_of(at));
        sentence.is_some_and(|sentence| sentence.end == at + 1)
    }

    /// The token after a word of `class` at `at`.
    pub(crate) fn is(&self, at: usize, class: WordClass) -> Option<usize> {
        self.find_in(Sense::word(class), at, |sense| {
            matches!(sense, Sense::Word(found, _) if found == class).then_some(())
        })
        .map(|(_, end)| end)
    }

    /// Whether a word of `class` ends right before `at`.
    pub(crate) fn follows(&self, at: usize, class: WordClass) -> bool {
        let pick = |sense| matches!(sense, Sense::Word(found, _) if found == class).then_some(());
        self.find_before(Sense::word(class), at, pick).is_some()
    }

    /// The calendar word at `at`, if picked.
    pub(crate) fn calendar<T>(
        &self,
        at: usize,
        pick: impl Fn(CalendarWord) -> Option<T>,
    ) -> Option<(T, usize)> {
        self.find_in(
            Sense::CALENDAR,
            at,
            |sense| if let Sense::Calendar(word) = sense { pick(word) } else { None },
        )
    }

    /// The calendar word right before `at`, if picked.
    pub(crate) fn calendar_before<T>(
        &self,
        at: usize,
        pick: impl Fn(CalendarWord) -> Option<T>,
    ) -> Option<(T, usize)> {
        self.find_before(Sense::CALENDAR, at, |sense| {
            if let Sense::Calendar(word) = sense { pick(word) } else { None }
        })
    }

    /// The value of a numeral word of `class` at `at`.
    pub(crate) fn numeral(&self, at: usize, class: NumeralClass) -> Option<(rust_decimal::Decimal, usize)> {
        self.find_in(Sense::NUMERAL, at, |sense| match sense {
            Sense::Numeral(found, value) if found == class => Some(value),
            _ => None,
        })
    }

    /// Whether the token is a function word.
    pub(crate) fn is_stop(&self, at: usize) -> bool {
        self.find_in(Sense::STOP, at, |sense| (sense == Sense::Stop).then_some(())).is_some()
    }

    /// The span of a non-empty range of tokens.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        self.layer.span_of(first..end)
    }

    /// White space between the token and the one before it, as written.
    pub(crate) fn gap(&self, at: usize) -> &'a str {
        match (at.checked_sub(1).and_then(|before| self.token(before)), self.token(at)) {
            (Some(before), Some(token)) => &self.layer.text()[before.span.end()..token.span.start()],
            _ => "",
        }
    }
}
