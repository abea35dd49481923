//! One pass over the tokens: at each word or digit that can begin a value, the rules are asked in turn.

use rust_decimal::Decimal;
use svodka_model::{Day, Mention, Span, Value};
use svodka_text::{Layer, TokenKind};

use crate::amount::{self, Letters};
use crate::brief::briefs;
use crate::date::Context;
use crate::found::{Found, first_of};
use crate::lexicon::Lexicon;
use crate::sense::{CalendarSort as Sort, CalendarWord, NumeralClass, Sense, WordClass};
use crate::sets::Set;
use crate::view::{Memory, View};
use crate::{Error, contact, date, money, number, ordinal, percent, quantity, time};

/// Tokens for each value, about, in texts full of numbers.
const TOKENS_OF_VALUE: usize = 32;

/// Where a date without a year, or a weekday, is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Nearest to the reference date, helped by the tense of the sentence: news and releases.
    #[default]
    Nearest,
    /// On or before the reference date: histories.
    Past,
    /// On or after the reference date: what people tell an assistant or a calendar.
    Future,
}

/// A number in the text, whatever it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Where.
    pub span: Span,
    /// What it comes to.
    pub value: Decimal,
    /// The upper end of a range.
    pub max: Option<Decimal>,
    /// Whether it is an ordinal.
    pub ordinal: bool,
}

/// Finds and normalises values. Loaded once; immutable; shared by all workers.
#[derive(Debug)]
pub struct Extractor {
    lexicon: Lexicon,
    direction: Direction,
}

impl Extractor {
    /// An extractor with the embedded tables.
    ///
    /// # Errors
    /// If a table does not read as its header says.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { lexicon: Lexicon::embedded()?, direction: Direction::default() })
    }

    /// The same extractor with another rule for dates that lack a year.
    #[must_use]
    pub fn with_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// The values of a text, sorted, none overlapping another; dates are resolved against `reference`.
    pub fn extract(&self, layer: &Layer, reference: Option<Day>) -> Vec<Mention> {
        let briefs = briefs(layer, &self.lexicon);
        let context = Context { reference, direction: self.direction };
        let mut mentions = Vec::with_capacity(briefs.len() / TOKENS_OF_VALUE);
        let memory = Memory::new();
        for block in blocks(layer) {
            let view = View::new(layer, &self.lexicon, &briefs, &memory, block);
            scan(&view, context, &mut mentions);
        }
        mentions
    }

    /// All numbers of a text, in digits and words, whatever they count; parts of names are left out.
    pub fn numbers(&self, layer: &Layer) -> Vec<Number> {
        let briefs = briefs(layer, &self.lexicon);
        let mut numbers = Vec::new();
        let memory = Memory::new();
        for (start, end) in blocks(layer) {
            let view = View::new(layer, &self.lexicon, &briefs, &memory, (start, end));
            let mut at = start;
            while at < end {
                let found = bare_number(&view, at);
                at = found.as_ref().map_or(at + 1, |(_, end)| *end);
                numbers.extend(found.map(|(number, _)| number));
            }
        }
        numbers
    }
}

fn bare_number(view: &View, at: usize) -> Option<(Number, usize)> {
    if let Some((value, end)) = number::fraction(view, at) {
        let number = Number { span: view.span(at, end), value: value.normalize(), max: None, ordinal: false };
        return Some((number, end));
    }
    if view.punct(at) == Some('.')
        && !(view.tight(at) && at > view.start)
        && let Some((_, digits)) = view.integer(at + 1).filter(|_| view.tight(at + 1))
    {
        let read = number::letter_scale(view, number::number(view, at + 1)?);
        let value = read.value.checked_div(Decimal::from(10_u64.pow(u32::try_from(digits).ok()?)))?;
        return Some((
            Number { span: view.span(at, read.end), value: value.normalize(), max: None, ordinal: false },
            read.end,
        ));
    }
    if let Some((value, end)) = number::spoken_decimals(view, at) {
        return Some((
            Number { span: view.span(at, end), value: value.normalize(), max: None, ordinal: false },
            end,
        ));
    }
    let sign = view.dash(at) && view.tight(at + 1) && !view.tight(at) || view.has(at, Set::Minus);
    let first = if sign { at + 1 } else { at };
    let ordinal = || {
        let found = ordinal::digits(view, first)?;
        let Value::Ordinal(value) = &found.value else { return None };
        Some((Decimal::from(value.number), None, found.end, true))
    };
    let amount = || {
        let amount = amount::amount(view, first, Letters::Yes)?;
        Some(spaced_letter(view, &amount).unwrap_or((amount.value, amount.max, amount.end, false)))
    };
    let word = || number::number(view, first).filter(|n| n.ordinal).map(|n| (n.value, None, n.end, true));
    let (value, max, end, ordinal) = ordinal().or_else(amount).or_else(word)?;
    let value = if sign { -value } else { value };
    Some((
        Number {
            span: view.span(at, end),
            value: value.normalize(),
            max: max.map(|m| m.normalize()),
            ordinal,
        },
        end,
    ))
}

/// "2.33 k": a letter of scale that stands apart, with nothing behind it.
fn spaced_letter(view: &View, amount: &amount::Amount) -> Option<(Decimal, Option<Decimal>, usize, bool)> {
    let (scale, end) = view.numeral(amount.end, NumeralClass::Letter)?;
    let alone = amount.number.digits && amount.number.scale.is_none() && amount.max.is_none();
    let closed = view.token(end).is_none() || view.punct(end).is_some();
    (alone && closed).then(|| Some((amount.value.checked_mul(scale)?, None, end, false)))?
}

/// Token ranges of the blocks that have tokens.
fn blocks(layer: &Layer) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for sentence in layer.sentences() {
        match blocks.last_mut().filter(|_| last == Some(sentence.block)) {
            Some(block) => block.1 = sentence.end,
            None => blocks.push((sentence.first, sentence.end)),
        }
        last = Some(sentence.block);
    }
    blocks
}

/// The last sum of money, for sums that restate it.
struct LastSum {
    end: usize,
    currency: String,
}

fn scan(view: &View, context: Context, mentions: &mut Vec<Mention>) {
    let mut sum: Option<LastSum> = None;
    let mut at = view.next_opening(view.start);
    while at < view.end {
        let Some(found) = found_at(view, at, context, sum.as_ref()) else {
            at = view.next_opening(next_start(view, at));
            continue;
        };
        at = view.next_opening(found.end);
        if let Value::Money(money) = &found.value {
            sum = Some(LastSum { end: found.end, currency: money.currency.clone() });
        }
        let first = view.span(found.first, found.end).start();
        while mentions.last().is_some_and(|last| last.span.end() > first) {
            mentions.pop();
        }
        mentions.push(found.mention(view));
    }
}

/// The token where the next value may begin: behind the whole of a designation.
fn next_start(view: &View, at: usize) -> usize {
    if view.digits(at).is_some() && amount::is_name(view, at) {
        amount::end_of_name(view, at)
    } else {
        at + 1
    }
}

fn found_at(view: &View, at: usize, context: Context, sum: Option<&LastSum>) -> Option<Found> {
    let token = view.token(at)?;
    match token.kind {
        TokenKind::Number => at_digits(view, at, context, sum),
        TokenKind::Word if view.begins_value(at) => at_word(view, at, context, sum),
        TokenKind::Word if numbers_period(view, at) => {
            date::date(view, at, context).or_else(|| ordinal::roman(view, at))
        }
        TokenKind::Word => ordinal::roman(view, at),
        TokenKind::Punct => at_mark(view, at, context, sum),
    }
}

/// "12 fighters": a word in small letters that no table has stands behind the number, so that it is no date, no sum and
/// no measure.
fn counts_unknown(view: &View, at: usize) -> bool {
    number::number(view, at).is_some_and(|number| {
        let end = number.end;
        view.is_word(end) && !view.tight(end) && !view.capitalized(end) && !view.is_known(end)
    })
}

/// "XX century", «I и II кварталы», "XVIII-XX": Roman capitals behind which a word of the calendar or a joint stands.
fn numbers_period(view: &View, at: usize) -> bool {
    const GOES_ON: u64 = Sense::CALENDAR | Sense::word(WordClass::And) | Sense::word(WordClass::To);
    let goes_on = view.mask(at + 1) & GOES_ON != 0 || view.dash(at + 1);
    goes_on && ordinal::roman_at(view, at).is_some()
}

/// A letter that means a quarter or the like only in front of digits: "Q1".
fn is_lone_letter(view: &View, at: usize) -> bool {
    view.token(at).is_some_and(|token| token.span.len() == 1) && view.digits(at + 1).is_none()
}

/// "week of", "year 2019", «через год»: a word that the tables know, digits or an ending mark stands behind the unit, or
/// what counts from now before it.
fn unit_goes_on(view: &View, at: usize) -> bool {
    let ahead = |word| (word == CalendarWord::Ahead).then_some(());
    view.is_known(at + 1)
        || view.digits(at + 1).is_some()
        || view.calendar_before(at, Sort::Ahead.bit(), ahead).is_some()
}

fn at_digits(view: &View, at: usize, context: Context, sum: Option<&LastSum>) -> Option<Found> {
    let elliptic = || money::elliptic(view, at, sum.map(|sum| (sum.end, sum.currency.as_str())));
    if amount::is_name(view, at) {
        return first_of!(contact::phone(view, at), time::time(view, at));
    }
    if stands_alone(view, at) {
        return first_of!(date::bare_year(view, at, context), elliptic());
    }
    if counts_unknown(view, at) {
        return first_of!(
            quantity::age(view, at),
            date::bare_year(view, at, context),
            quantity::counted(view, at)
        );
    }
    if percent::is_sure(view, at) {
        return percent::percent(view, at);
    }
    first_of!(
        contact::phone(view, at),
        date::date(view, at, context),
        time::time(view, at),
        money(view, at, sum),
        percent::percent(view, at),
        percent::ratio(view, at),
        quantity::age(view, at),
        quantity::measure(view, at),
        date::duration(view, at, context),
        date::bare_year(view, at, context),
        ordinal::digits(view, at),
        quantity::counted(view, at),
        elliptic(),
    )
}

/// "in 2019, the", "51 billion.": a number too long for a day, an hour or an age, behind which nothing stands that it
/// could count or be measured in.
fn stands_alone(view: &View, at: usize) -> bool {
    let Some(amount) = amount::amount(view, at, Letters::No).filter(|amount| amount.max.is_none()) else {
        return false;
    };
    let long = amount.number.scale.is_some() || view.integer(at).is_some_and(|(_, digits)| digits > 3);
    let end = amount.end;
    let closed = match view.punct(end) {
        Some(mark) => matches!(mark, ',' | '.' | ';' | ')' | '»' | '!' | '?') && !view.tight(end + 1),
        None if view.is_word(end) => {
            view.mask(end) & !Sense::STOP == 0
                && view.is_stop(end)
                && !view.capitalized(end)
                && !view.has(end, Set::In)
                && !view.has(end, Set::ToEnd)
        }
        None => view.token(end).is_none(),
    };
    long && closed && (view.punct(end).is_some() || !view.tight(end))
}

fn at_word(view: &View, at: usize, context: Context, sum: Option<&LastSum>) -> Option<Found> {
    let mask = view.mask(at);
    let any = |bits: u64| mask & bits != 0;
    let article = any(Sense::word(WordClass::Article));
    if article && view.mask(at + 1) & (Sense::NUMERAL | Sense::CALENDAR | Sense::LENGTH) == 0 {
        // "A$45 million".
        return (view.tight(at + 1) && any(Sense::CURRENCY)).then(|| money(view, at, sum))?;
    }
    let contacts = Sense::IDENTIFIER | Sense::word(WordClass::Web) | Sense::word(WordClass::Document);
    if any(contacts)
        && let Some(found) = contact_at(view, at)
    {
        return Some(found);
    }
    if any(Sense::word(WordClass::Share))
        && let Some(found) = percent::share(view, at)
    {
        return Some(found);
    }
    if any(Sense::word(WordClass::Minus)) {
        return quantity::negative(view, at).or_else(|| percent::negative(view, at));
    }
    if any(Sense::word(WordClass::Leading))
        && let Some(found) = quantity::leading(view, at)
    {
        return Some(found);
    }
    if any(Sense::word(WordClass::Every))
        && let Some(found) = date::date(view, at, context)
    {
        return Some(found);
    }
    if any(Sense::word(WordClass::Another))
        && let Some(found) = date::duration(view, at, context)
    {
        return Some(found);
    }
    let counts = article || any(Sense::NUMERAL);
    if counts && !any(Sense::LENGTH) && counts_unknown(view, at) {
        return first_of!(ordinal::words(view, at), quantity::counted(view, at), ordinal::roman(view, at));
    }
    if !counts
        && view
            .calendar(at, Sort::Unit.bit(), |word| matches!(word, CalendarWord::Unit(_)).then_some(()))
            .is_some()
        && view.token(at)?.span.len() > 2
    {
        if !unit_goes_on(view, at) {
            return None;
        }
        return date::duration(view, at, context).or_else(|| date::date(view, at, context));
    }
    let dated = counts || any(Sense::CALENDAR | Sense::LENGTH) && !is_lone_letter(view, at);
    if dated || numbers_period(view, at) {
        let found = date::date(view, at, context).or_else(|| time::time(view, at));
        if found.is_some() {
            return found;
        }
    }
    if (counts || any(Sense::LENGTH))
        && let Some(found) = ordinal::in_years(view, at)
    {
        return Some(found);
    }
    if (counts || any(Sense::CURRENCY))
        && let Some(found) = money(view, at, sum)
    {
        return Some(found);
    }
    if counts {
        return first_of!(
            percent::percent(view, at),
            quantity::age(view, at),
            quantity::measure(view, at),
            date::duration(view, at, context),
            ordinal::words(view, at),
            quantity::counted(view, at),
            ordinal::roman(view, at),
        );
    }
    ordinal::roman(view, at)
}

fn contact_at(view: &View, at: usize) -> Option<Found> {
    contact::web(view, at)
        .or_else(|| contact::identifier(view, at))
        .or_else(|| contact::document_number(view, at))
}

fn at_mark(view: &View, at: usize, context: Context, sum: Option<&LastSum>) -> Option<Found> {
    match view.punct(at)? {
        '@' => contact::email(view, at),
        '№' => contact::dated_document(view, at),
        '.' => contact::domain(view, at),
        '+' | '(' => contact::phone(view, at),
        '-' | '−' if view.tight(at + 1) && !view.tight(at) => {
            quantity::negative(view, at).or_else(|| percent::negative(view, at))
        }
        '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛' => at_digits(view, at, context, sum),
        _ => money(view, at, sum),
    }
}

fn money(view: &View, at: usize, sum: Option<&LastSum>) -> Option<Found> {
    money::money(view, at, sum.map(|sum| (sum.end, sum.currency.as_str())))
}
