//! Days and weeks by their place in a longer period: "the first Monday of May", "last week of July", "20th of next
//! month", «последний день октября», "the week of October 6".

use svodka_model::{Day, Precision};

use super::point::month_at;
use super::resolve::{self, Context, Tense};
use super::year;
use super::{ordinal_at, relative, unit_at};
use crate::number::number;
use crate::period::{Point, Unit, monday, plus_months};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, WordClass};
use crate::sets::Set;
use crate::view::View;

type Read = (Point, usize, &'static str);

const BASIS: &str = "counted from the ends of the period named beside it";

/// Which day, week or weekday is counted.
#[derive(Clone, Copy)]
enum Counted {
    Day,
    Week,
    Weekday(u8),
}

/// The point at `at` that is counted within another.
pub(crate) fn nth(view: &View, at: usize, context: Context) -> Option<Read> {
    week_of(view, at, context)
        .or_else(|| week_of_year(view, at, context))
        .or_else(|| several(view, at, context))
        .or_else(|| tens_of_month(view, at, context))
        .or_else(|| {
            let (place, next) = place(view, at)?;
            let (counted, next) = counted(view, next)?;
            let inside = if view.has(next, Set::InOf) { next + 1 } else { next };
            let inside = if inside > next && view.has(inside, Set::The) { inside + 1 } else { inside };
            if inside == next && super::amount_language_is_english(view, at) {
                return None;
            }
            let (outer, end) = outer(view, inside, context)?;
            let outer = resolve::resolve(outer, context, || Tense::Unknown);
            let point = pick(place, counted, outer.days()?)?;
            Some((Point { basis: Some(BASIS), ..point }, end, "date.nth"))
        })
}

/// "the first two weeks of 2021", «последние десять дней июня»: so many days, weeks or months at an end of a period.
fn several(view: &View, at: usize, context: Context) -> Option<Read> {
    let (first, last) = (view.has(at, Set::FirstMany), view.has(at, Set::LastMany));
    let count = number(view, at + 1).filter(|number| (first || last) && !number.ordinal)?;
    let (unit, next) = unit_at(view, count.end)?;
    let count = i32::try_from(crate::amount::whole(count.value)?).ok().filter(|&count| count > 1)?;
    let english = super::amount_language_is_english(view, at);
    let next = if english { view.is(next, WordClass::Of)? } else { next };
    let (outer, end) = outer(view, next, context)?;
    let (start, stop) = resolve::resolve(outer, context, || resolve::tense(view, at, end)).days()?;
    let days = |days: i32| {
        if first { Some((start, start.plus(days - 1)?)) } else { Some((stop.plus(1 - days)?, stop)) }
    };
    let (from, to) = match unit {
        CalendarUnit::Day => days(count)?,
        CalendarUnit::Week => days(count.checked_mul(7)?)?,
        CalendarUnit::Month if last => (plus_months(stop.plus(1)?, -count)?, stop),
        _ => return None,
    };
    let inside = start <= from && to <= stop;
    inside.then(|| Some((Point::between(from, to, BASIS)?, end, "date.nth")))?
}

/// «в 20-х числах марта», «в первых числах июня»: ten days of a month, or the five at its ends.
fn tens_of_month(view: &View, at: usize, context: Context) -> Option<Read> {
    let ends = match view.has(at, Set::FirstDays) {
        true => Some(true),
        false => view.has(at, Set::LastDays).then_some(false),
    };
    let tens = || {
        let (tens, _) = view.integer(at).filter(|&(tens, _)| matches!(tens, 10 | 20))?;
        (view.dash(at + 1) && view.has(at + 2, Set::TensEnding)).then_some((tens, at + 3))
    };
    let (first, next) = match ends {
        Some(true) => (1, at + 1),
        Some(false) => (0, at + 1),
        None => tens()?,
    };
    if !view.has(next, Set::Dates) {
        return None;
    }
    let (outer, end) = outer(view, next + 1, context)?;
    let (start, stop) = resolve::resolve(outer, context, || resolve::tense(view, at, end)).days()?;
    let first = i32::try_from(first).ok()?;
    let (from, to) = match first {
        0 => (stop.plus(-4)?, stop),
        1 => (start, start.plus(4)?),
        _ => (start.plus(first - 1)?, start.plus(first + 8)?.min(stop)),
    };
    Some((Point::between(from, to, BASIS)?, end, "date.nth"))
}

/// "week 23", "week 3 of 2027": by the count of ISO 8601.
fn week_of_year(view: &View, at: usize, context: Context) -> Option<Read> {
    let (CalendarUnit::Week, next) = unit_at(view, at)? else { return None };
    let (week, _) = view.integer(next).filter(|&(week, digits)| (1..=53).contains(&week) && digits <= 2)?;
    let comma = if view.punct(next + 1) == Some(',') { next + 2 } else { next + 1 };
    let year = view.is(comma, WordClass::Of).unwrap_or(comma);
    let (year, end) = match year::bare(view, year) {
        Some((point, end)) => (point.year?, end),
        None => (context.reference?.year(), next + 1),
    };
    let first = monday(Day::new(year, 1, 4)?)?;
    let monday = first.plus(7 * (i32::try_from(week).ok()? - 1))?;
    let basis = (end == next + 1).then_some("week of the year of the reference date");
    Some((Point { basis, ..Point::new(Some(monday.year()), Unit::Week(monday)) }, end, "date.week"))
}

/// "first" is 1, "last" is -1, "second last" is -2.
fn place(view: &View, at: usize) -> Option<(i32, usize)> {
    let last = |at: usize| view.has(at, Set::Last);
    if last(at) {
        return Some((-1, at + 1));
    }
    let (n, next) = ordinal_at(view, at).filter(|&(_, next)| next > at + 1 || view.digits(at).is_none())?;
    let n = i32::try_from(n).ok().filter(|&n| n <= 53)?;
    if last(next) { Some((-n, next + 1)) } else { Some((n, next)) }
}

fn counted(view: &View, at: usize) -> Option<(Counted, usize)> {
    if let Some((weekday, end)) = super::point::weekday_at(view, at) {
        return Some((Counted::Weekday(weekday), end));
    }
    match unit_at(view, at)? {
        (CalendarUnit::Day, end) => Some((Counted::Day, end)),
        (CalendarUnit::Week, end) => Some((Counted::Week, end)),
        _ => None,
    }
}

/// The month, year or the like in which something is counted.
fn outer(view: &View, at: usize, context: Context) -> Option<(Point, usize)> {
    if let Some((month, end)) = month_at(view, at) {
        let (year, end) =
            year::tail(view, end, context).map_or((None, end), |(year, end)| (Some(year.number), end));
        return Some((Point::new(year, Unit::Month(month)), end));
    }
    if let Some(found) = year::bare(view, at) {
        return Some(found);
    }
    if view.has(at - 1, Set::The)
        && let Some((unit, end)) = unit_at(view, at)
    {
        return Some((crate::period::neighbour(context.reference?, unit, 0, BASIS)?, end));
    }
    let (point, end, _) = year::named(view, at, context).or_else(|| relative::relative(view, at, context))?;
    matches!(point.precision(), Precision::Month | Precision::Year | Precision::Quarter | Precision::Week)
        .then_some((point, end))
}

fn pick(place: i32, counted: Counted, (first, last): (Day, Day)) -> Option<Point> {
    let inside = |day: Day| (first <= day && day <= last).then_some(day);
    let days = |place: i32, step: i32, first: Day, last: Day| {
        if place > 0 {
            inside(first.plus((place - 1).checked_mul(step)?)?)
        } else {
            inside(last.plus((place + 1).checked_mul(step)?)?)
        }
    };
    match counted {
        Counted::Day => days(place, 1, first, last).map(|day| Point::exact(day, BASIS)),
        Counted::Weekday(weekday) => {
            let ahead = (i32::from(weekday) - i32::from(first.weekday())).rem_euclid(7);
            let back = (i32::from(last.weekday()) - i32::from(weekday)).rem_euclid(7);
            days(place, 7, first.plus(ahead)?, last.plus(-back)?).map(|day| Point::exact(day, BASIS))
        }
        Counted::Week => {
            // A week belongs to the period that holds its Thursday.
            let thursday = |day: Day| monday(day)?.plus(3);
            let (mut early, mut late) = (thursday(first)?, thursday(last)?);
            if early < first {
                early = early.plus(7)?;
            }
            if late > last {
                late = late.plus(-7)?;
            }
            let monday = monday(days(place, 7, early, late)?)?;
            Some(Point::new(Some(monday.year()), Unit::Week(monday)))
        }
    }
}

/// "the week of October 6", "the week beginning 4 February", "the week of the 18th": the week that holds the day; "the week
/// ended June 14": the seven days up to it.
fn week_of(view: &View, at: usize, context: Context) -> Option<Read> {
    let (CalendarUnit::Week, next) = unit_at(view, at)? else { return None };
    let ends = view.has(next, Set::Ending);
    let begins = view.has(next, Set::Beginning);
    let next = if ends || begins { next + 1 } else { next };
    let next = if (ends || begins) && view.has(next, Set::OnIn) { next + 1 } else { next };
    let next = if ends || begins { next } else { view.is(next, WordClass::Of)? };
    let (day, end) = day_in_week(view, next, context)?;
    if ends {
        return Some((Point::between(day.plus(-6)?, day, BASIS)?, end, "date.nth"));
    }
    let monday = monday(day)?;
    Some((
        Point { basis: Some(BASIS), ..Point::new(Some(monday.year()), Unit::Week(monday)) },
        end,
        "date.nth",
    ))
}

/// A day by which a week is named: "October 6", "6 October 2019", "18th".
fn day_in_week(view: &View, at: usize, context: Context) -> Option<(Day, usize)> {
    let resolved = |point: Point| Some(resolve::resolve(point, context, || Tense::Unknown).days()?.0);
    if let Some((point, end)) = super::point::plain_day(view, at, context) {
        return Some((resolved(point)?, end));
    }
    let (day, end) = super::point::day_number(view, at).filter(|&(_, end)| end > at + 1)?;
    let today = context.reference?;
    Some((Day::new(today.year(), today.month(), day)?, end))
}

/// "20th of next month", "15th day of last month", "the 21st this month".
pub(crate) fn day_of_month(view: &View, day: u8, at: usize, context: Context) -> Option<Read> {
    let next = unit_at(view, at).filter(|&(unit, _)| unit == CalendarUnit::Day).map_or(at, |(_, end)| end);
    let next = view.is(next, WordClass::Of).unwrap_or(next);
    let offset = |at: usize| {
        view.calendar(at, Sort::Relative.bit(), |word| {
            if let CalendarWord::Relative(offset) = word { Some(offset) } else { None }
        })
    };
    let (offset, next) = offset(next)
        .or_else(|| offset(next + 1).filter(|_| view.has(next, Set::The)))
        .or((next > at).then_some((0, next)))?;
    let (CalendarUnit::Month, end) = unit_at(view, next)? else { return None };
    let (first, last) =
        crate::period::neighbour(context.reference?, CalendarUnit::Month, offset.into(), BASIS)?.days()?;
    let day = Day::new(first.year(), first.month(), day).filter(|day| *day <= last)?;
    Some((Point::exact(day, BASIS), end, "date.nth"))
}

/// "on the 15th": that day of the month nearest to the reference date, where nothing follows that it could count.
pub(crate) fn day_alone(view: &View, at: usize, day: u8, end: usize, context: Context) -> Option<Read> {
    let article = usize::from(view.has(at.wrapping_sub(1), Set::The));
    let asked = at > view.start + article && view.has(at - 1 - article, Set::On);
    let closed = view.token(end).is_none()
        || view.punct(end).is_some_and(|c| matches!(c, ',' | '.' | ';' | ')'))
        || view.dash(end) && !view.tight(end)
        || view.has(end, Set::TimeFollows);
    let today = context.reference.filter(|_| asked && closed)?;
    let months = if context.direction == crate::Direction::Future { [0, 1, 2] } else { [0, -1, 1] };
    let days = months.iter().filter_map(|&months| {
        let month = plus_months(today.month_start(), months)?;
        Day::new(month.year(), month.month(), day)
    });
    let ahead = context.direction == crate::Direction::Future;
    let found = days
        .filter(|&found| !ahead || found >= today)
        .min_by_key(|found| (found.number() - today.number()).abs())?;
    Some((
        Point::exact(found, "such a day of the month nearest to the reference date"),
        end,
        "date.day_alone",
    ))
}

/// "Tuesday of next week".
pub(crate) fn weekday_of_week(
    view: &View,
    weekday: u8,
    at: usize,
    context: Context,
) -> Option<(Point, usize)> {
    let next = if view.has(at, Set::OfWord) { at + 1 } else { at };
    let next = if view.has(next, Set::The) { next + 1 } else { next };
    let (offset, next) =
        view.calendar(next, Sort::Relative.bit() | Sort::Following.bit(), |word| match word {
            CalendarWord::Relative(offset) => Some(offset),
            CalendarWord::Following => Some(1),
            _ => None,
        })?;
    let (CalendarUnit::Week, end) = unit_at(view, next)? else { return None };
    let (monday, _) =
        crate::period::neighbour(context.reference?, CalendarUnit::Week, offset.into(), BASIS)?.days()?;
    Some((Point::exact(monday.plus(i32::from(weekday) - 1)?, BASIS), end))
}

/// "Mon 13th", "Friday the 31st": the nearest month in which the day has that weekday.
pub(crate) fn weekday_and_day(
    view: &View,
    weekday: u8,
    at: usize,
    context: Context,
) -> Option<(Point, usize)> {
    let (day, end) = super::point::day_number(view, at).filter(|&(_, end)| {
        let closed = view.token(end).is_none()
            || view.punct(end).is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | ')'));
        end > at + 1 || view.digits(at).is_none() || closed
    })?;
    let reference = context.reference?;
    let months =
        (0..24).flat_map(|n| if context.direction == crate::Direction::Future { [n, n] } else { [-n, n] });
    let found = months
        .filter_map(|n| {
            let month = crate::period::plus_months(reference.month_start(), n)?;
            Day::new(month.year(), month.month(), day).filter(|day| day.weekday() == weekday)
        })
        .find(|day| context.direction != crate::Direction::Future || *day >= reference)?;
    Some((Point::exact(found, "nearest month in which the day has that weekday"), end))
}
