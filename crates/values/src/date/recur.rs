//! What recurs: "every Monday", "every two weeks", "each year", "on Fridays", "the 19th of every month", «каждые три дня»,
//! «по понедельникам». The value is a repeating interval of ISO 8601: `R/P1W`, `R/2019-07-01/P1W` with the first such day.

use rust_decimal::Decimal;
use svodka_model::{DateValue, Day, Precision, Value};

use super::point::{day_number, weekday_at};
use super::resolve::Context;
use super::unit_at;
use crate::found::Found;
use crate::number::number;
use crate::period::{duration, plus_months};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

const BASIS: &str = "recurs; the first such day from the reference date on";

/// The recurrence that begins at `at`.
pub(crate) fn recurring(view: &View, at: usize, context: Context) -> Option<Found> {
    every(view, at, context)
        .or_else(|| weekdays(view, at, context))
        .or_else(|| day_of_each(view, at, context))
}

/// "every [other|two|third] week", "each Monday".
fn every(view: &View, at: usize, context: Context) -> Option<Found> {
    let next = view.is(at, WordClass::Every)?;
    let (count, next) = match number(view, next) {
        Some(number) => (number.value, number.end),
        None if view.has(next, Set::Other) => (Decimal::TWO, next + 1),
        None => (Decimal::ONE, next),
    };
    if let Some((weekday, end)) = weekday_at(view, next) {
        // «каждое второе воскресенье месяца»: once a month.
        let month = view.is(end, WordClass::Of).unwrap_or(end);
        let month = if view.has(month, Set::The) { month + 1 } else { month };
        let ordinal = number(view, next - 1).is_some_and(|number| number.ordinal);
        if let Some((CalendarUnit::Month, end)) = unit_at(view, month).filter(|_| ordinal) {
            return Some(found(at, end, CalendarUnit::Month, Decimal::ONE, None));
        }
        return Some(found(
            at,
            end,
            CalendarUnit::Week,
            count,
            first(context, |day| day.weekday() == weekday),
        ));
    }
    // «каждые полгода».
    if let Some((length, end)) =
        view.find_in(
            Sense::LENGTH,
            next,
            |sense| if let Sense::Length(length) = sense { Some(length) } else { None },
        )
    {
        let iso = view.lexicon.lengths[length as usize];
        return Some(record(at, end, iso, None));
    }
    let (unit, end) = unit_at(view, next)?;
    let clock = matches!(unit, CalendarUnit::Hour | CalendarUnit::Minute | CalendarUnit::Second);
    // "each half", "every minute counts" tell no time.
    let named =
        unit != CalendarUnit::Half && !(clock && count == Decimal::ONE) && !view.has(end, Set::OfWord);
    named.then(|| found(at, end, unit, count, None))
}

/// "Mondays", «по понедельникам».
fn weekdays(view: &View, at: usize, context: Context) -> Option<Found> {
    // "on Friday nights".
    if let Some((weekday, end)) = weekday_at(view, at)
        && view.is(end, WordClass::DayParts).is_some()
    {
        let on = first(context, |day| day.weekday() == weekday);
        return Some(found(at, end, CalendarUnit::Week, Decimal::ONE, on));
    }
    let (weekday, end) = view.calendar(at, Sort::Weekdays.bit(), |word| {
        if let CalendarWord::Weekdays(weekday) = word { Some(weekday) } else { None }
    })?;
    let russian = view.word(at).is_some_and(|word| !word.is_ascii());
    let asked = if russian { follows_po(view, at) } else { view.capitalized(at) };
    asked.then(|| {
        found(at, end, CalendarUnit::Week, Decimal::ONE, first(context, |day| day.weekday() == weekday))
    })
}

/// «по понедельникам, средам и четвергам»: «по» stands before the first.
fn follows_po(view: &View, at: usize) -> bool {
    let weekdays = |word| matches!(word, CalendarWord::Weekdays(_)).then_some(());
    let mut first = at;
    while first >= view.start + 2
        && (view.punct(first - 1) == Some(',') || view.is(first - 1, WordClass::And).is_some())
        && view.calendar(first - 2, Sort::Weekdays.bit(), weekdays).is_some()
    {
        first -= 2;
    }
    view.has(first.wrapping_sub(1), Set::Po)
}

/// "the 19th of every month", «5-го числа каждого месяца».
fn day_of_each(view: &View, at: usize, context: Context) -> Option<Found> {
    let named = (at + 1..at + 6).any(|i| view.mask(i) & Sense::word(WordClass::Every) != 0);
    if !named {
        return None;
    }
    let (day, next) = day_number(view, at)?;
    let next =
        if view.has(next, Set::DateOf) { next + 1 } else { view.is(next, WordClass::Of).unwrap_or(next) };
    let (CalendarUnit::Month, end) = unit_at(view, view.is(next, WordClass::Every)?)? else { return None };
    let on = context.reference.and_then(|today| {
        (0..3).find_map(|months| {
            let month = plus_months(today.month_start(), months)?;
            Day::new(month.year(), month.month(), day).filter(|&found| found >= today)
        })
    });
    Some(found(at, end, CalendarUnit::Month, Decimal::ONE, on))
}

/// The first day from the reference date on that fits, within a week.
fn first(context: Context, fits: impl Fn(Day) -> bool) -> Option<Day> {
    let today = context.reference?;
    (0..7).filter_map(|days| today.plus(days)).find(|&day| fits(day))
}

fn found(at: usize, end: usize, unit: CalendarUnit, count: Decimal, on: Option<Day>) -> Found {
    record(at, end, &duration(count, None, unit).iso, on)
}

fn record(at: usize, end: usize, period: &str, on: Option<Day>) -> Found {
    let value = DateValue {
        iso: on.map_or_else(|| format!("R/{period}"), |day| format!("R/{day}/{period}")),
        start: on,
        end: None,
        precision: Precision::Duration,
        qualifier: None,
        basis: on.map(|_| BASIS.to_owned()),
    };
    Found::new(at, end, Value::Date(value), "date.recurring", 930)
}
