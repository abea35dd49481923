//! Amounts: numbers and ranges of numbers, the hedges around them, and the numbers that are names.

use rust_decimal::Decimal;
use svodka_model::{Language, Qualifier};
use svodka_text::TokenKind;

use crate::number::{Number, letter_scale, number};
use crate::sense::{CalendarSort as Sort, CalendarWord, NumeralClass, Sense, Side, WordClass};
use crate::sets::Set;
use crate::view::View;

/// A number or a range of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    /// The number, or the lower end of the range.
    pub(crate) value: Decimal,
    /// The upper end of the range.
    pub(crate) max: Option<Decimal>,
    /// The token after it.
    pub(crate) end: usize,
    /// The number itself; of a range, the second.
    pub(crate) number: Number,
}

/// Which words of scale are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// "5m" is five metres.
    No,
    /// "5m" is five million: behind a currency sign.
    Yes,
}

/// The number or range that begins at `at`.
pub(crate) fn amount(view: &View, at: usize, letters: Letters) -> Option<Amount> {
    match letters {
        Letters::No => view.amount(at, || read(view, at, letters)),
        Letters::Yes => read(view, at, letters),
    }
}

fn read(view: &View, at: usize, letters: Letters) -> Option<Amount> {
    let read = |at| {
        let number = number(view, at)?;
        Some(if letters == Letters::Yes { letter_scale(view, number) } else { number })
    };
    let first = read(at).filter(|number: &Number| !number.ordinal)?;
    let single = Amount { value: first.value, max: None, end: first.end, number: first };
    let second = range_joint(view, at, first.end).and_then(|joint| {
        let second = read(joint).filter(|second| !second.ordinal)?;
        range(first, second)
    });
    Some(second.unwrap_or(single))
}

/// The range of two numbers; the first takes the scale of the second if it has none of its own ("15-18 billion").
fn range(first: Number, second: Number) -> Option<Amount> {
    let low = match (first.scale, second.scale) {
        (None, Some(scale)) if first.value < second.value.checked_div(scale)? => {
            first.value.checked_mul(scale)?
        }
        _ => first.value,
    };
    let number = Number { faint: false, ..second };
    (low < second.value).then_some(Amount { value: low, max: Some(second.value), end: second.end, number })
}

/// The token after what joins the ends of a range: a dash, "to", "or"; "and" and «до» where a preposition opened it.
pub(crate) fn range_joint(view: &View, first: usize, at: usize) -> Option<usize> {
    if view.dash(at) {
        let even = view.tight(at) == view.tight(at + 1);
        // «пять-шесть недель».
        let words = || {
            use NumeralClass::{Teen, Ten, Unit};
            view.tight(at)
                && view.is_word(first)
                && [Unit, Teen, Ten].iter().any(|&class| view.numeral(at + 1, class).is_some())
        };
        return (even && (view.token(at + 1)?.kind == TokenKind::Number || words())).then_some(at + 1);
    }
    if view.is(at, WordClass::Or).is_some() {
        return Some(at + 1);
    }
    if view.is(at, WordClass::To).is_some() {
        // "Rose in 2025 to 5.2 billion euros".
        let year = at == first + 1 && crate::date::is_year(view, first);
        let when = year && first > view.start && view.has(first - 1, Set::In);
        return (!when && !is_change(view, first)).then_some(at + 1);
    }
    let opened = |class| view.follows(first, class);
    let and = view.is(at, WordClass::And).is_some() && opened(WordClass::Between);
    let to = view.has(at, Set::UpTo) && opened(WordClass::From) && view.has(first - 1, Set::FromRange);
    (and || to).then_some(at + 1)
}

/// "raised from 18 to 20%", «повышена с 18 до 20 %»: two values, not a range.
pub(crate) fn is_change(view: &View, first: usize) -> bool {
    let from = first > view.start && view.has(first - 1, Set::From);
    let window = first.saturating_sub(CHANGE_REACH).max(view.start)..first;
    from && window.into_iter().any(|at| view.is(at, WordClass::Change).is_some())
}

/// The number whose unit stands only behind the second of the two values of a change: the token of that second value.
pub(crate) fn changed_to(view: &View, first: usize, end: usize) -> Option<usize> {
    (is_change(view, first) && view.has(end, Set::ToEnd)).then_some(end + 1)
}

/// The hedge around `first..end`.
pub(crate) fn qualifier(view: &View, first: usize, end: usize) -> Option<Qualifier> {
    let before = view.find_before(Sense::QUALIFIER, first, |sense| match sense {
        Sense::Qualifier(qualifier, Side::Before) => Some(qualifier),
        _ => None,
    });
    let after = || {
        view.find_in(Sense::QUALIFIER, end, |sense| match sense {
            Sense::Qualifier(qualifier, Side::After) => Some(qualifier),
            _ => None,
        })
        // «четыре сета и более четырёх часов»: the words hedge the number behind them.
        .filter(|&(_, next)| {
            number(view, next).is_none()
                && ![NumeralClass::Fraction, NumeralClass::Denominator]
                    .iter()
                    .any(|&class| view.numeral(next, class).is_some())
        })
    };
    let surplus = |at: usize| {
        view.find_in(Sense::word(WordClass::Surplus), at, |sense| match sense {
            Sense::Word(WordClass::Surplus, kind) => Some(kind),
            _ => None,
        })
    };
    if let Some((kind, _)) = (first..end).find_map(surplus) {
        return Some(match kind {
            0 => Qualifier::Over,
            1 => Qualifier::About,
            _ => Qualifier::AtLeast,
        });
    }
    if let Some((qualifier, start)) = before
        && !(qualifier == Qualifier::UpTo && reaches(view, start))
        && !(start + 1 == first
            && !view.has(start, Set::AboutWord)
            && start > view.start
            && view.is(start - 1, WordClass::Phrasal).is_some())
    {
        return Some(qualifier);
    }
    let apart = view
        .has(first.wrapping_sub(1), Set::Governing)
        .then(|| {
            view.find_before(Sense::QUALIFIER, first - 1, |sense| match sense {
                Sense::Qualifier(Qualifier::UpTo, _) => None,
                Sense::Qualifier(qualifier, Side::Before) => Some(qualifier),
                _ => None,
            })
        })
        .flatten();
    apart.map(|(qualifier, _)| qualifier).or_else(|| after().map(|(qualifier, _)| qualifier))
}

/// How many tokens before «до» a verb of change may stand: «снизил ключевую ставку на 25 базисных пунктов, до».
const CHANGE_REACH: usize = 12;

/// «вырос до», «с 10 до»: the word says where a change ended, not a bound.
fn reaches(view: &View, at: usize) -> bool {
    if !view.has(at, Set::UpTo) {
        return false;
    }
    (at.saturating_sub(CHANGE_REACH).max(view.start)..at).any(|i| view.is(i, WordClass::Change).is_some())
        || at >= view.start + 2 && (at.saturating_sub(3).max(view.start)..at).any(|i| view.has(i, Set::With))
        || (at.saturating_sub(4).max(view.start)..at).any(|i| view.has(i, Set::FromRange))
}

/// Whether the digits at `at` belong to a name: "Su-30", "A320", "No. 5", «проект 11356».
pub(crate) fn is_name(view: &View, at: usize) -> bool {
    view.is_name(at, || stands_in_name(view, at))
}

fn stands_in_name(view: &View, at: usize) -> bool {
    if view.tight(at) && at > view.start {
        let before = at - 1;
        let times = view.is(before, WordClass::Times).is_some()
            && view.tight(before)
            && view.digits(before.wrapping_sub(1)).is_some();
        if times {
            return false;
        }
        if view.is_word(before) || matches!(view.punct(before), Some('/' | '_' | '@' | '\\')) {
            return true;
        }
        if view.punct(before) == Some(':')
            && view.tight(before)
            && view.digits(before.wrapping_sub(1)).is_some()
        {
            return true;
        }
        let glued = view.dash(before) && view.tight(before) && before > view.start;
        if glued
            && (view.is_word(before - 1) && !ends_clock(view, before - 1)
                || view.digits(before - 1).is_some())
        {
            return true;
        }
    }
    // «вложит в проект 120 млн рублей»: what is scaled is counted.
    view.digits(at).is_some()
        && view.numeral(at + 1, NumeralClass::Scale).is_none()
        && (view.follows(at, WordClass::Label)
            || at > view.start && view.capitalized(at - 1) && view.follows(at, WordClass::LabelCapital))
}

/// "10am-noon", "9 p.m.": the word ends a time of day, not a name.
fn ends_clock(view: &View, at: usize) -> bool {
    let half = view
        .calendar(at, Sort::HalfDay.bit(), |word| matches!(word, CalendarWord::HalfDay(_)).then_some(()))
        .is_some();
    half && at > view.start && view.digits(at - 1).is_some()
}

/// The token after the designation that the number at `at` stands in: "30SM", "11356-R", "320neo".
pub(crate) fn end_of_name(view: &View, at: usize) -> usize {
    let mut end = at + 1;
    let limit = view.end.min(at + 12);
    while end < limit && view.tight(end) {
        let joins = view.dash(end) || matches!(view.punct(end), Some('/' | '_'));
        if joins && view.tight(end + 1) && (view.is_word(end + 1) || view.digits(end + 1).is_some()) {
            end += 2;
        } else if view.is_word(end) || view.digits(end).is_some() {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Whether a calendar word stands right before `at`.
pub(crate) fn after_calendar(
    view: &View,
    at: usize,
    sorts: u64,
    pick: impl Fn(CalendarWord) -> bool,
) -> bool {
    view.calendar_before(at, sorts, |word| pick(word).then_some(())).is_some()
}

/// The language at a token, English where it is undetermined.
pub(crate) fn language(view: &View, at: usize) -> Language {
    if view.language(at) == Language::Ru { Language::Ru } else { Language::En }
}

/// The number without trailing zeros.
pub(crate) fn tidy(number: Decimal) -> Decimal {
    number.normalize()
}

/// The number as an integer, if it is one.
pub(crate) fn whole(number: Decimal) -> Option<i64> {
    let integer = i64::try_from(number).ok()?;
    (Decimal::from(integer) == number).then_some(integer)
}
