//! Dates counted from the reference date: "last week", "two years ago", «в минувшую пятницу», «за последние три года».

use rust_decimal::Decimal;
use svodka_model::{DateValue, Day, Precision, Value};

use super::length::goes_on;
use super::point::{month_at, weekday_at};
use super::resolve::{self, Context, Tense};
use super::{reference, unit_at};
use crate::Direction;
use crate::amount::{Amount, Letters, amount, whole};
use crate::found::Found;
use crate::period::{self, Point, Unit, neighbour, plus_months};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

type Read = (Point, usize, &'static str);

const LAST: &str = "period before that of the reference date";
const THIS: &str = "period that holds the reference date";
const NEXT: &str = "period after that of the reference date";
pub(super) const COUNTED: &str = "counted from the reference date";

/// A point that only the reference date can place; unresolved without one.
pub(crate) fn relative(view: &View, at: usize, context: Context) -> Option<Read> {
    if let Some((offset, end)) = view.calendar(at, Sort::Day.bit(), |word| {
        if let CalendarWord::Day(offset) = word { Some(offset) } else { None }
    }) {
        if names_medium(view, at, end) {
            return None;
        }
        let point = reference(context).and_then(|day| Some(Point::exact(day.plus(offset.into())?, COUNTED)));
        return Some((point.unwrap_or(Point::new(None, Unit::Year)), end, "date.relative_day"));
    }
    if let Some((later, next)) = view.calendar(at, Sort::RestOf.bit(), |word| {
        if let CalendarWord::RestOf(later) = word { Some(later) } else { None }
    }) {
        return rest_of(view, later, next, context);
    }
    if let Some(((), end)) =
        view.calendar(at, Sort::ToDate.bit(), |word| (word == CalendarWord::ToDate).then_some(()))
    {
        let day = reference(context)?;
        let first = Day::new(day.year(), 1, 1)?;
        return Some((
            Point::between(first, day, "from the first of January to the reference date")?,
            end,
            "date.to_date",
        ));
    }
    if let Some(found) = after_told_year(view, at, context).or_else(|| weekend(view, at, context)) {
        return Some(found);
    }
    let following = || {
        following_at(view, at, context).filter(|(_, looks)| *looks != Tense::Past).map(|(next, _)| (1, next))
    };
    if let Some((offset, next)) = relative_at(view, at).or_else(following)
        && let Some((point, end)) = neighbouring(view, offset, next, context)
    {
        return Some((point, end, "date.relative"));
    }
    let (offset, next) = view.calendar(at, Sort::Stretch.bit(), |word| {
        if let CalendarWord::Stretch(offset) = word { Some(offset) } else { None }
    })?;
    let (weekday, end) = weekday_at(view, next)?;
    let day = reference(context)?;
    if offset > 0 {
        let (point, end) = neighbouring(view, offset, next, context)?;
        return Some((point, end, "date.relative_weekday"));
    }
    let back = (i32::from(day.weekday()) - i32::from(weekday) - 1).rem_euclid(7) + 1;
    Some((
        Point::exact(day.plus(-back)?, "last such weekday before the reference date"),
        end,
        "date.relative_weekday",
    ))
}

/// "USA Today", «МИА «Россия сегодня»»: behind a name, with a capital or before the closing quotation mark of both.
fn names_medium(view: &View, at: usize, end: usize) -> bool {
    let name = at > view.start && view.capitalized(at - 1) && !view.tight(at) && !view.gap(at).contains('\n');
    let capital = view.capitalized(at) && !crate::count::in_headline(view, at);
    let quoted = at >= view.start + 2
        && matches!(view.punct(at - 2), Some('«' | '"' | '“'))
        && matches!(view.punct(end), Some('»' | '"' | '”'));
    name && (capital || quoted)
}

/// "over the weekend", «на выходных»: the last or the next, as the sentence looks back or ahead.
fn weekend(view: &View, at: usize, context: Context) -> Option<Read> {
    let ((), end) =
        view.calendar(at, Sort::Weekend.bit(), |word| (word == CalendarWord::Weekend).then_some(()))?;
    let before = if view.has(at.wrapping_sub(1), Set::The) { at - 1 } else { at };
    let asked = view.has(before.wrapping_sub(1), Set::OverWeekend);
    let tense = match context.direction {
        Direction::Nearest => resolve::tense(view, at, end),
        Direction::Past => Tense::Past,
        Direction::Future => return None,
    };
    let day = context
        .reference
        .filter(|_| asked && (before < at || view.word(at).is_some_and(|word| !word.is_ascii())))?;
    let saturday = period::monday(day)?.plus(5)?;
    let (saturday, basis) = match tense {
        Tense::Past if saturday > day => (saturday.plus(-7)?, LAST),
        Tense::Past => (saturday, THIS),
        _ => (saturday, NEXT),
    };
    Some((Point::between(saturday, saturday.plus(1)?, basis)?, end, "date.weekend"))
}

/// "3.7 percent in 2008 and about the same the following year", «на следующий год»: the year after the one that the
/// sentence named before it.
fn after_told_year(view: &View, at: usize, context: Context) -> Option<Read> {
    let next = next_in_story(view, at)?;
    let (CalendarUnit::Year, end) = unit_at(view, next)? else { return None };
    if context.direction != Direction::Nearest || is_plural(view, next) {
        return None;
    }
    let sentence = view.sentence(at)?;
    let told = super::year::told(view, at, at - sentence.first)?;
    let point = Point {
        basis: Some("the year after the one named before it"),
        ..Point::new(Some(told + 1), Unit::Year)
    };
    Some((point, end, "date.following"))
}

/// The token after "following" or, behind «на», «следующий».
fn next_in_story(view: &View, at: usize) -> Option<usize> {
    let following =
        view.calendar(at, Sort::Following.bit(), |word| (word == CalendarWord::Following).then_some(()));
    let next =
        || (view.has(at, Set::NextWord) && view.has(at.wrapping_sub(1), Set::Na)).then_some(((), at + 1));
    following.or_else(next).map(|((), next)| next)
}

fn relative_at(view: &View, at: usize) -> Option<(i8, usize)> {
    if next_in_story(view, at).is_some() && resolve::tense(view, at, at + 2) == Tense::Past {
        return None;
    }
    let found = view.calendar(at, Sort::Relative.bit(), |word| {
        if let CalendarWord::Relative(offset) = word { Some(offset) } else { None }
    })?;
    // «произошло это осенью».
    if view.has(at, Set::This) && !view.folded(at + 1).ends_with(['о', 'е']) {
        return None;
    }
    // «прошлых лет», «предыдущие десятилетия»: many, and no one says which.
    let many = view.ends(at, Ends::AdjectivePlural);
    let weekend = view
        .calendar(found.1, Sort::Weekend.bit(), |word| (word == CalendarWord::Weekend).then_some(()))
        .is_some();
    (!many || view.has(at, Set::These) || weekend).then_some(found)
}

/// "following": the token after it, and whether the sentence looks back or ahead. In a story it counts from the last
/// day told.
fn following_at(view: &View, at: usize, context: Context) -> Option<(usize, Tense)> {
    let ((), next) =
        view.calendar(at, Sort::Following.bit(), |word| (word == CalendarWord::Following).then_some(()))?;
    let looks =
        if context.direction == Direction::Nearest { resolve::tense(view, at, next) } else { Tense::Future };
    Some((next, looks))
}

/// "last week", "this June", «прошлым летом», "next Friday".
fn neighbouring(view: &View, offset: i8, at: usize, context: Context) -> Option<(Point, usize)> {
    let basis = match offset {
        ..0 => LAST,
        0 => THIS,
        _ => NEXT,
    };
    let unresolved = Point::new(None, Unit::Year);
    if let Some(((), end)) =
        view.calendar(at, Sort::Weekend.bit(), |word| (word == CalendarWord::Weekend).then_some(()))
    {
        let point = reference(context).and_then(|day| {
            let saturday = period::monday(day)?.plus(7 * i32::from(offset) + 5)?;
            Point::between(saturday, saturday.plus(1)?, basis)
        });
        return Some((point.unwrap_or(unresolved), end));
    }
    if let Some((weekday, end)) = weekday_at(view, at) {
        let point = reference(context).and_then(|day| {
            let monday = period::monday(day)?.plus(7 * i32::from(offset))?;
            Some(Point::exact(
                monday.plus(i32::from(weekday) - 1)?,
                "weekday of the week before, of, or after the reference date",
            ))
        });
        return Some((point.unwrap_or(unresolved), end));
    }
    let yearless = month_at(view, at).map(|(month, end)| (Unit::Month(month), end)).or_else(|| {
        view.calendar(at, Sort::Season.bit(), |word| {
            if let CalendarWord::Season(season) = word { Some(Unit::Season(season)) } else { None }
        })
    });
    if let Some((unit, end)) = yearless {
        // «предстоящего летом этого года»: the two words do not agree.
        let instrumental = view.folded(at).ends_with(['м', 'й', 'ю']) && matches!(unit, Unit::Season(_));
        let agrees = view.ends(at - 1, Ends::AdjectiveInstrumental);
        if instrumental && !agrees {
            return None;
        }
        let direction = match offset {
            ..0 => Direction::Past,
            0 => Direction::Nearest,
            _ => Direction::Future,
        };
        let inner = Point::new(None, unit);
        let point = reference(context).and_then(|day| {
            let year = Point { year: Some(day.year()), basis: Some(basis), ..inner };
            match offset {
                0 => Some(year),
                _ => {
                    let within = year.days().is_some_and(|(first, last)| first <= day && day <= last);
                    let day = if within { plus_months(day, if offset < 0 { -4 } else { 4 })? } else { day };
                    let moved = Context { reference: Some(day), direction };
                    Some(Point { basis: Some(basis), ..resolve::resolve(inner, moved, || Tense::Unknown) })
                }
            }
        });
        return Some((point.unwrap_or(inner), end));
    }
    let (unit, end) = unit_at(view, at)?;
    // "the last half of the century", "the last quarter of 2008".
    if matches!(unit, CalendarUnit::Half | CalendarUnit::Quarter) && view.is(end, WordClass::Of).is_some() {
        return None;
    }
    if matches!(unit, CalendarUnit::Day | CalendarUnit::Hour | CalendarUnit::Minute | CalendarUnit::Second)
        || is_plural(view, at)
    {
        return None;
    }
    let point = reference(context).and_then(|day| neighbour(day, unit, offset.into(), basis));
    if unit == CalendarUnit::Week
        && let Some((weekday, after)) = weekday_at(view, if view.has(end, Set::On) { end + 1 } else { end })
        && let Some(day) = point.and_then(|week| week.days()?.0.plus(i32::from(weekday) - 1))
    {
        return Some((Point::exact(day, basis), after));
    }
    let working = view.has(at, Set::Working);
    if working && let Some((monday, _)) = point.and_then(|week| week.days()) {
        return Some((Point::between(monday, monday.plus(4)?, basis)?, end));
    }
    Some((point.unwrap_or(unresolved), end))
}

/// "earlier this year", "later this week": up to the reference date, or from it on.
fn rest_of(view: &View, later: bool, at: usize, context: Context) -> Option<Read> {
    let the = (view.has(at, Set::The) && view.has(at - 1, Set::OfWord)).then_some((0, at + 1));
    let year = |day: Day| super::year::four_digits(view, at).filter(|&year| year == day.year());
    let (point, end) = match context.reference.and_then(year) {
        Some(year) => (Point::new(Some(year), Unit::Year), at + 1),
        None => {
            let (0, next) = relative_at(view, at).or(the)? else { return None };
            neighbouring(view, 0, next, context)?
        }
    };
    let cut = context.reference.zip(point.days()).and_then(|(day, (first, last))| {
        let basis = "part of that period before or after the reference date";
        if later { Point::between(day, last, basis) } else { Point::between(first, day, basis) }
    });
    Some((cut.unwrap_or(point), end, "date.rest_of"))
}

/// "last years", «прошлых лет» name no period.
pub(super) fn is_plural(view: &View, at: usize) -> bool {
    let word = view.folded(at);
    word.is_ascii() && word.ends_with('s') || view.has(at, Set::PluralUnit)
}

/// "the past three years", «за последние 12 месяцев», "next five days".
pub(crate) fn stretch(view: &View, at: usize, context: Context) -> Option<Found> {
    let direction = |at| {
        let ahead = || following_at(view, at, context).filter(|(_, looks)| *looks == Tense::Future);
        view.calendar(at, Sort::Stretch.bit(), |word| {
            if let CalendarWord::Stretch(offset) = word { Some(offset) } else { None }
        })
        .or_else(|| ahead().map(|(next, _)| (1, next)))
    };
    // "will last six months".
    if view.has(at, Set::LastWord) && at > view.start && view.is(at - 1, WordClass::Verbal).is_some() {
        return None;
    }
    if let Some(found) =
        direction(at).and_then(|(offset, next)| named_length(view, at, next, offset, context))
    {
        return Some(found);
    }
    if let Some(found) = direction(at).and_then(|(offset, next)| whole_unit(view, at, next, offset, context))
    {
        return Some(found);
    }
    let (offset, amount, next) = match direction(at) {
        Some((offset, next)) => {
            let amount = amount(view, next, Letters::No)?;
            (offset, amount, amount.end)
        }
        // "5 past years", «пять последних лет».
        None => {
            let amount = amount(view, at, Letters::No).filter(|amount| !amount.number.faint)?;
            let (offset, next) = direction(amount.end)?;
            let singular = view.word(next).is_some_and(|word| word.is_ascii() && !word.ends_with('s'));
            (!singular).then_some((offset, amount, next))?
        }
    };
    let (unit, end) = unit_at(view, next)?;
    // "the last three months of 2004", «последние три месяца 2004 года»: counted within the year.
    let inside = view.is(end, WordClass::Of).unwrap_or(end);
    let inside = if view.has(inside, Set::The) { inside + 1 } else { inside };
    if super::year::four_digits(view, inside).is_some() || month_at(view, inside).is_some() && inside > end {
        return None;
    }
    if offset > 0 && is_told(view, at, end, context) {
        return None;
    }
    if let Some(value) = working_days(view, next, &amount, offset, context) {
        return Some(Found::new(at, end, Value::Date(value), "date.stretch", 950));
    }
    let value = counted_stretch(&amount, unit, offset, context)
        .unwrap_or_else(|| period::duration(amount.value, amount.max, unit));
    let (value, end) = stretched(view, &value, end, unit, offset).unwrap_or((value, end));
    Some(Found::new(at, end, Value::Date(value), "date.stretch", 950))
}

/// "For the next two years he was ...", "elected in 1944, he ruled for the next fifteen years": a story that opens with
/// the stretch or names a year before it; it does not count from the reference date.
fn is_told(view: &View, at: usize, end: usize, context: Context) -> bool {
    let opens = (at.saturating_sub(2)..=at).any(|first| view.first_of_sentence(first));
    let dated = || {
        let reach = view.sentence(at).map_or(0, |sentence| at - sentence.first);
        let told = super::year::told(view, at, reach);
        told.zip(context.reference).is_some_and(|(told, reference)| told < reference.year())
    };
    (opens || dated())
        && context.direction == Direction::Nearest
        && resolve::tense(view, at, end) == Tense::Past
}

/// "the last 3 months [and 2 weeks]": smaller units widen the stretch.
fn stretched(
    view: &View,
    value: &DateValue,
    at: usize,
    unit: CalendarUnit,
    offset: i8,
) -> Option<(DateValue, usize)> {
    let (first, last) = (value.start?, value.end?);
    let mark = view.is(at, WordClass::And).or((view.punct(at) == Some(',')).then_some(at + 1));
    let amount = amount(view, mark.unwrap_or(at), Letters::No).filter(|amount| amount.max.is_none())?;
    let (smaller, end) = unit_at(view, amount.end).filter(|&(smaller, _)| goes_on(unit, smaller))?;
    let count = i32::try_from(whole(amount.value)?).ok()?;
    let (first, last) = if offset < 0 {
        (shifted(first, smaller, count.checked_neg()?)?, last)
    } else {
        (first, shifted(last, smaller, count)?)
    };
    let wider = period::counted(first, last, precision(smaller)?, COUNTED);
    Some(stretched(view, &wider, end, smaller, offset).unwrap_or((wider, end)))
}

/// "the previous 4 business days", «последние три рабочих дня»: Mondays to Fridays.
fn working_days(view: &View, at: usize, amount: &Amount, offset: i8, context: Context) -> Option<DateValue> {
    let worked = view.has(at, Set::BusinessDay);
    let count =
        whole(amount.value).filter(|&count| worked && amount.max.is_none() && (1..1000).contains(&count))?;
    let step = i32::from(offset.signum());
    let mut days =
        (1..).map_while(|n| reference(context)?.plus(step.checked_mul(n)?)).filter(|day| day.weekday() < 6);
    let nearest = days.next()?;
    let farthest = if count == 1 { nearest } else { days.nth(usize::try_from(count).ok()? - 2)? };
    Some(period::counted(nearest.min(farthest), nearest.max(farthest), Precision::Day, COUNTED))
}

/// "over the last year", "in the past decade": the twelve months or ten years up to the reference date, where "last
/// year" alone is the year of the calendar.
fn whole_unit(view: &View, at: usize, next: usize, offset: i8, context: Context) -> Option<Found> {
    let framed = at >= view.start + 2 && view.has(at - 1, Set::The) && view.has(at - 2, Set::Framing);
    let (unit, end) = unit_at(view, next).filter(|_| framed && (offset < 0 || !view.has(at - 2, Set::In)))?;
    let whole =
        matches!(unit, CalendarUnit::Year | CalendarUnit::Month | CalendarUnit::Week | CalendarUnit::Decade);
    let number = crate::number::Number {
        value: Decimal::ONE,
        end: next,
        ordinal: false,
        digits: false,
        scale: None,
        faint: false,
    };
    let amount = Amount { value: Decimal::ONE, max: None, end: next, number };
    let value =
        counted_stretch(&amount, unit, offset, context).filter(|_| whole && !is_plural(view, next))?;
    Some(Found::new(at, end, Value::Date(value), "date.stretch", 930))
}

/// «последние полгода», "the past half-century": a length of time in one word.
fn named_length(view: &View, at: usize, next: usize, offset: i8, context: Context) -> Option<Found> {
    let pick = |sense| if let Sense::Length(length) = sense { Some(length) } else { None };
    let (length, end) = view.find_in(Sense::LENGTH, next, pick)?;
    let length = view.lexicon.lengths[length as usize].strip_prefix('P')?;
    let (count, unit) = length.split_at_checked(length.len() - 1)?;
    let unit = match unit {
        "D" => CalendarUnit::Day,
        "W" => CalendarUnit::Week,
        "M" => CalendarUnit::Month,
        "Y" => CalendarUnit::Year,
        _ => return None,
    };
    let value = count.parse().ok()?;
    let number =
        crate::number::Number { value, end: next, ordinal: false, digits: false, scale: None, faint: false };
    let value = counted_stretch(&Amount { value, max: None, end: next, number }, unit, offset, context)?;
    (!view.is_adjective(next)).then(|| Found::new(at, end, Value::Date(value), "date.stretch", 930))
}

/// «полтора года»: years that are not whole, in months.
fn in_months(value: Decimal, unit: CalendarUnit) -> (Decimal, CalendarUnit) {
    match value.checked_mul(Decimal::from(12)) {
        Some(months) if unit == CalendarUnit::Year && !value.fract().is_zero() => {
            (months, CalendarUnit::Month)
        }
        _ => (value, unit),
    }
}

/// Years of the longest stretch that is counted from the reference date.
const LONGEST: i32 = 100;

/// The days from so many units before the reference date up to the day before it, or after it.
fn counted_stretch(amount: &Amount, unit: CalendarUnit, offset: i8, context: Context) -> Option<DateValue> {
    let day = reference(context)?;
    let (value, unit) = in_months(amount.max.unwrap_or(amount.value), unit);
    let count = i32::try_from(whole(value)?).ok()?;
    let precision = precision(unit)?;
    // "they remained for the next 1,000 years": history, not counted from the reference date.
    if unit == CalendarUnit::Year && count > LONGEST {
        return None;
    }
    if unit == CalendarUnit::Quarter {
        return whole_quarters(day, count, offset);
    }
    let (first, last) = if offset < 0 {
        (shifted(day, unit, count.checked_neg()?)?, day.plus(-1)?)
    } else {
        (day.plus(1)?, shifted(day, unit, count)?)
    };
    Some(period::counted(first, last, precision, COUNTED))
}

/// Quarters are those of the calendar: the last three before the one that holds the reference date.
fn whole_quarters(day: Day, count: i32, offset: i8) -> Option<DateValue> {
    let quarter = |offset: i32| neighbour(day, CalendarUnit::Quarter, offset, COUNTED)?.days();
    let (first, last) = if offset < 0 { (count.checked_neg()?, -1) } else { (1, count) };
    Some(period::counted(quarter(first)?.0, quarter(last)?.1, Precision::Quarter, COUNTED))
}

pub(super) fn shifted(day: Day, unit: CalendarUnit, count: i32) -> Option<Day> {
    let months = |each: i32| plus_months(day, count.checked_mul(each)?);
    match unit {
        CalendarUnit::Day => day.plus(count),
        CalendarUnit::Week => day.plus(count.checked_mul(7)?),
        CalendarUnit::Fortnight => day.plus(count.checked_mul(14)?),
        CalendarUnit::Month => months(1),
        CalendarUnit::Quarter => months(3),
        CalendarUnit::Half => months(6),
        CalendarUnit::Year => months(12),
        CalendarUnit::Decade => months(120),
        CalendarUnit::Century => months(1200),
        CalendarUnit::Second | CalendarUnit::Minute | CalendarUnit::Hour => None,
    }
}

pub(super) fn precision(unit: CalendarUnit) -> Option<Precision> {
    Some(match unit {
        CalendarUnit::Day => Precision::Day,
        CalendarUnit::Week | CalendarUnit::Fortnight => Precision::Week,
        CalendarUnit::Month => Precision::Month,
        CalendarUnit::Quarter => Precision::Quarter,
        CalendarUnit::Half => Precision::Half,
        CalendarUnit::Year => Precision::Year,
        CalendarUnit::Decade => Precision::Decade,
        CalendarUnit::Century => Precision::Century,
        CalendarUnit::Second | CalendarUnit::Minute | CalendarUnit::Hour => return None,
    })
}
