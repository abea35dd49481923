//! A window on the text layer in which known words are numbers: all rules read the text through it.

use std::cell::Cell;

use rust_decimal::Decimal;
use svodka_model::{Language, Span};
use svodka_text::{Layer, Sentence, Token};

use crate::amount::Amount;
use crate::brief::Brief;
use crate::lexicon::{Entry, Lexicon, Trigger, WordId, second_bit};
use crate::number::Number;
use crate::period::Point;
use crate::sense::{CalendarSort, CalendarWord, NumeralClass, Sense, WordClass};
use crate::sets::{Ends, Set};

/// The tokens of one block, with the ids of the known words.
pub(crate) struct View<'a> {
    pub(crate) layer: &'a Layer<'a>,
    pub(crate) lexicon: &'a Lexicon,
    /// The tokens of the block in short.
    briefs: &'a [Brief],
    /// First token of the block.
    pub(crate) start: usize,
    /// One past the last token of the block.
    pub(crate) end: usize,
    /// The sentence that was asked for last.
    last_sentence: Cell<usize>,
    memory: &'a Memory,
}

/// What was read at the last tokens of a text: many rules ask for the same number or date.
pub(crate) struct Memory {
    numbers: Memo<Option<Number>>,
    amounts: Memo<Option<Amount>>,
    names: Memo<bool>,
    points: Memo<PointRead>,
    /// The phrases that stand at words with which many begin.
    phrases: [Phrases; MEMO],
}

impl Memory {
    /// Nothing was read yet.
    pub(crate) const fn new() -> Self {
        Self {
            numbers: Memo::new(),
            amounts: Memo::new(),
            names: Memo::new(),
            points: Memo::new(),
            phrases: [const { Phrases::new() }; MEMO],
        }
    }
}

/// The phrases that stand at one token, longest first.
struct Phrases {
    /// The token and how many there are; the token is `usize::MAX` at first.
    at: Cell<(usize, usize)>,
    /// What each means, and the token after it.
    found: [Cell<(Sense, usize)>; MOST_PHRASES],
}

/// Most phrases at one token that are kept.
const MOST_PHRASES: usize = 5;

/// A point of the calendar, the token after it, and the rule.
type PointRead = Option<(Point, usize, &'static str)>;

/// The last answers by token.
struct Memo<T>([Cell<Option<(usize, T)>>; MEMO]);

const MEMO: usize = 16;

impl Phrases {
    const fn new() -> Self {
        Self { at: Cell::new((usize::MAX, 0)), found: [const { Cell::new((Sense::Stop, 0)) }; MOST_PHRASES] }
    }
}

impl<T: Copy> Memo<T> {
    const fn new() -> Self {
        Self([const { Cell::new(None) }; MEMO])
    }

    /// The answer for the token, computed once.
    fn get(&self, at: usize, compute: impl FnOnce() -> T) -> T {
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

impl<'a> View<'a> {
    pub(crate) fn new(
        layer: &'a Layer<'a>,
        lexicon: &'a Lexicon,
        briefs: &'a [Brief],
        memory: &'a Memory,
        (start, end): (usize, usize),
    ) -> Self {
        Self { layer, lexicon, briefs: &briefs[start..end], start, end, last_sentence: Cell::new(0), memory }
    }

    /// The number at the token, read once.
    pub(crate) fn number(&self, at: usize, read: impl FnOnce() -> Option<Number>) -> Option<Number> {
        if self.holds(at) { self.memory.numbers.get(at, read) } else { None }
    }

    /// The amount at the token, read once.
    pub(crate) fn amount(&self, at: usize, read: impl FnOnce() -> Option<Amount>) -> Option<Amount> {
        if self.holds(at) { self.memory.amounts.get(at, read) } else { None }
    }

    /// Whether the token is part of a name, told once.
    pub(crate) fn is_name(&self, at: usize, tell: impl FnOnce() -> bool) -> bool {
        self.holds(at) && self.memory.names.get(at, tell)
    }

    /// The point of the calendar at the token, read once.
    pub(crate) fn point(&self, at: usize, read: impl FnOnce() -> PointRead) -> PointRead {
        if self.holds(at) { self.memory.points.get(at, read) } else { None }
    }

    /// Whether the token is in this block.
    fn holds(&self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// The token, if it is in this block.
    pub(crate) fn token(&self, at: usize) -> Option<&'a Token> {
        if self.holds(at) { self.layer.tokens().get(at) } else { None }
    }

    /// The token in short; one that is not in this block is nothing.
    #[inline]
    fn brief(&self, at: usize) -> Brief {
        // One comparison for both ends.
        self.briefs.get(at.wrapping_sub(self.start)).copied().unwrap_or(Brief::NONE)
    }

    #[inline]
    fn id(&self, at: usize) -> WordId {
        self.brief(at).id
    }

    /// The first token from `at` on at which a value may begin, as far as the token alone tells.
    pub(crate) fn next_opening(&self, at: usize) -> usize {
        let tail = self.briefs.get(at - self.start..).unwrap_or_default();
        tail.iter().position(|brief| brief.is(Brief::OPENS)).map_or(self.end, |offset| at + offset)
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

    /// Whether a table has the word or mark.
    #[inline]
    pub(crate) fn is_known(&self, at: usize) -> bool {
        self.id(at) != 0
    }

    /// The digits of a number token.
    #[inline]
    pub(crate) fn digits(&self, at: usize) -> Option<&'a str> {
        if !self.brief(at).is(Brief::NUMBER) {
            return None;
        }
        let token = self.layer.tokens().get(at).filter(|token| token.span.len() <= LONGEST_NUMBER)?;
        Some(token.span.of(self.layer.text()))
    }

    /// A number token of digits alone, with how many there are.
    #[inline]
    pub(crate) fn integer(&self, at: usize) -> Option<(u32, usize)> {
        let brief = self.brief(at);
        (brief.digits > 0).then_some((brief.payload, usize::from(brief.digits)))
    }

    /// The token as written, if it is in this block.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> Option<&'a str> {
        self.token(at).map(|token| token.span.of(self.layer.text()))
    }

    /// The folded token, empty outside the block.
    #[inline]
    pub(crate) fn folded(&self, at: usize) -> &str {
        if self.token(at).is_some() { self.layer.folded(at) } else { "" }
    }

    /// Whether the token is a word of a closed list.
    #[inline]
    pub(crate) fn has(&self, at: usize, list: Set) -> bool {
        self.lexicon.sets(self.brief(at).lists) & list.bit() != 0
    }

    /// Whether the token has an ending of a list.
    #[inline]
    pub(crate) fn ends(&self, at: usize, list: Ends) -> bool {
        self.lexicon.nouns.has(self.folded(at), list)
    }

    /// Whether the token looks like a Russian adjective or participle.
    pub(crate) fn is_adjective(&self, at: usize) -> bool {
        self.lexicon.nouns.is_adjective(self.folded(at))
    }

    /// The character of a punctuation token of this block.
    #[inline]
    pub(crate) fn punct(&self, at: usize) -> Option<char> {
        let brief = self.brief(at);
        if brief.is(Brief::MARK) { char::from_u32(brief.payload) } else { None }
    }

    /// Whether the token follows the one before it without white space.
    #[inline]
    pub(crate) fn tight(&self, at: usize) -> bool {
        at > self.start && self.brief(at).is(Brief::TIGHT)
    }

    /// Whether the token is a hyphen or dash.
    #[inline]
    pub(crate) fn dash(&self, at: usize) -> bool {
        self.brief(at).is(Brief::DASH)
    }

    /// Whether the token is a word.
    #[inline]
    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.brief(at).is(Brief::WORD)
    }

    /// Whether the token is a word that begins with a capital.
    #[inline]
    pub(crate) fn capitalized(&self, at: usize) -> bool {
        self.brief(at).is(Brief::CAPITAL)
    }

    /// Whether the token is a word all in capitals.
    #[inline]
    pub(crate) fn upper(&self, at: usize) -> bool {
        self.brief(at).is(Brief::UPPER)
    }

    /// The sentence that holds the token.
    pub(crate) fn sentence(&self, at: usize) -> Option<&'a Sentence> {
        let holds = |sentence: &&Sentence| sentence.first <= at && at < sentence.end;
        let sentences = self.layer.sentences();
        sentences.get(self.last_sentence.get()).filter(holds).or_else(|| {
            let index = self.layer.sentence_of(at);
            self.last_sentence.set(index);
            sentences.get(index)
        })
    }

    /// The language of the sentence that holds the token.
    pub(crate) fn language(&self, at: usize) -> Language {
        self.sentence(at).map_or(Language::Und, |sentence| sentence.language)
    }

    /// The longest phrase at `at` whose sense is picked: what was picked, and the token after the phrase.
    #[inline(never)]
    pub(crate) fn find<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Option<(T, usize)> {
        let id = self.id(at);
        if id == 0 {
            return None;
        }
        if let Some(found) = self.phrases_at(at) {
            return found.iter().map(Cell::get).find_map(|(sense, end)| Some((pick(sense)?, end)));
        }
        let mut entries = self.lexicon.entries(id, self.id(at + 1));
        entries.find_map(|entry| Some((pick(entry.sense)?, self.matches(entry, at)?)))
    }

    /// The phrases that stand at the token, told once from the many that begin with its word; `None` where only few
    /// begin with it, or too many stand there to be kept.
    #[inline]
    fn phrases_at(&self, at: usize) -> Option<&[Cell<(Sense, usize)>]> {
        if self.brief(at).calendar & CalendarSort::MANY == 0 {
            return None;
        }
        let slot = &self.memory.phrases[at % MEMO];
        if slot.at.get().0 != at {
            self.note_phrases(at, slot);
        }
        slot.found.get(..slot.at.get().1)
    }

    fn note_phrases(&self, at: usize, slot: &Phrases) {
        let mut count = 0;
        for entry in self.lexicon.entries(self.id(at), self.id(at + 1)) {
            let Some(end) = self.matches(entry, at) else { continue };
            if let Some(free) = slot.found.get(count) {
                free.set((entry.sense, end));
            }
            count += 1;
        }
        slot.at.set((at, count));
    }

    /// The bits of the senses of phrases that begin at the token.
    #[inline]
    pub(crate) fn mask(&self, at: usize) -> u64 {
        self.brief(at).mask
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
        let begins = |&start: &usize| self.mask(start) & bits != 0;
        (first..at).filter(begins).find_map(|start| self.find_up_to(start, at, &pick))
    }

    /// The longest phrase at `start` that ends right before `at` and whose sense is picked; with its first token.
    #[inline(never)]
    fn find_up_to<T>(
        &self,
        start: usize,
        at: usize,
        pick: impl Fn(Sense) -> Option<T>,
    ) -> Option<(T, usize)> {
        if let Some(found) = self.phrases_at(start) {
            let ending = found.iter().map(Cell::get).filter(|&(_, end)| end == at);
            return ending.map(|(sense, _)| sense).find_map(&pick).map(|picked| (picked, start));
        }
        self.lexicon.entries(self.id(start), self.id(start + 1)).find_map(|entry| {
            let picked = pick(entry.sense)?;
            (self.matches(entry, start)? == at).then_some((picked, start))
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
        match entry.second {
            0 => Some(at + 1),
            word if word != self.lexicon.stop && word != self.id(at + 1) => None,
            _ => self.matches_rest(entry, at),
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
        self.sentence(at).is_some_and(|sentence| sentence.first == at)
    }

    /// Whether the token is the last of its sentence.
    fn ends_sentence(&self, at: usize) -> bool {
        self.sentence(at).is_some_and(|sentence| sentence.end == at + 1)
    }

    /// The token after a word of `class` at `at`.
    #[inline]
    pub(crate) fn is(&self, at: usize, class: WordClass) -> Option<usize> {
        if self.mask(at) & Sense::word(class) == 0 { None } else { self.end_of_word(at, class) }
    }

    fn end_of_word(&self, at: usize, class: WordClass) -> Option<usize> {
        let pick = |sense| matches!(sense, Sense::Word(found, _) if found == class).then_some(());
        self.find(at, pick).map(|(_, end)| end)
    }

    /// Whether a word of `class` ends right before `at`.
    pub(crate) fn follows(&self, at: usize, class: WordClass) -> bool {
        let pick = |sense| matches!(sense, Sense::Word(found, _) if found == class).then_some(());
        self.find_before(Sense::word(class), at, pick).is_some()
    }

    /// The calendar word at `at` of one of these sorts, if picked.
    #[inline]
    pub(crate) fn calendar<T>(
        &self,
        at: usize,
        sorts: u64,
        pick: impl Fn(CalendarWord) -> Option<T>,
    ) -> Option<(T, usize)> {
        if self.brief(at).calendar & sorts == 0 {
            return None;
        }
        self.find(at, |sense| if let Sense::Calendar(word) = sense { pick(word) } else { None })
    }

    /// The calendar word of one of these sorts right before `at`, if picked, with its first token.
    #[inline]
    pub(crate) fn calendar_before<T>(
        &self,
        at: usize,
        sorts: u64,
        pick: impl Fn(CalendarWord) -> Option<T>,
    ) -> Option<(T, usize)> {
        let first = at.saturating_sub(self.lexicon.reach_calendar(sorts)).max(self.start);
        let begins = |&start: &usize| self.brief(start).calendar & sorts != 0;
        let picked = |sense| if let Sense::Calendar(word) = sense { pick(word) } else { None };
        (first..at).filter(begins).find_map(|start| self.find_up_to(start, at, picked))
    }

    /// The value of a numeral word of `class` at `at`.
    #[inline]
    pub(crate) fn numeral(&self, at: usize, class: NumeralClass) -> Option<(Decimal, usize)> {
        if self.brief(at).numerals & class.bit() == 0 { None } else { self.numeral_there(at, class) }
    }

    fn numeral_there(&self, at: usize, class: NumeralClass) -> Option<(Decimal, usize)> {
        self.find(at, |sense| match sense {
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
