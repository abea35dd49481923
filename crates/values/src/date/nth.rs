//! Days and weeks by their place in a longer period: "the first Monday of May", "last week of July", "20th of next
//! month", «последний день октября», "the week of October 6".

use svodka_model::{Day, Precision};

use super::point::month_at;
use super::resolve::{self, Context, Tense};
use super::year;
use super::{ordinal_at, relative, unit_at};
use crate::period::{Point, Unit, monday};
use crate::sense::{CalendarUnit, CalendarWord, WordClass};
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
    week_of(view, at, context).or_else(|| {
        let (place, next) = place(view, at)?;
        let (counted, next) = counted(view, next)?;
        let inside = if matches!(view.folded(next), "in" | "of") { next + 1 } else { next };
        let inside = if inside > next && view.folded(inside) == "the" { inside + 1 } else { inside };
        if inside == next && super::amount_language_is_english(view, at) {
            return None;
        }
        let (outer, end) = outer(view, inside, context)?;
        let outer = resolve::resolve(outer, context, || Tense::Unknown);
        let point = pick(place, counted, outer.days()?)?;
        Some((Point { basis: Some(BASIS), ..point }, end, "date.nth"))
    })
}

/// "first" is 1, "last" is -1, "second last" is -2.
fn place(view: &View, at: usize) -> Option<(i32, usize)> {
    let last = |at: usize| view.folded(at) == "last" || view.folded(at).starts_with("последн");
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
    if view.folded(at - 1) == "the"
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

/// "the week of October 6".
fn week_of(view: &View, at: usize, context: Context) -> Option<Read> {
    let (CalendarUnit::Week, next) = unit_at(view, at)? else { return None };
    let next = view.is(next, WordClass::Of)?;
    let (month, day) = month_at(view, next)?;
    let (day, end) = super::point::day_number(view, day)?;
    let point = resolve::resolve(Point::new(None, Unit::Day(month, day)), context, || Tense::Unknown);
    let monday = monday(point.days()?.0)?;
    Some((
        Point { basis: Some(BASIS), ..Point::new(Some(monday.year()), Unit::Week(monday)) },
        end,
        "date.nth",
    ))
}

/// "20th of next month", "15th day of last month", "the 21st this month".
pub(crate) fn day_of_month(view: &View, day: u8, at: usize, context: Context) -> Option<Read> {
    let next = unit_at(view, at).filter(|&(unit, _)| unit == CalendarUnit::Day).map_or(at, |(_, end)| end);
    let next = view.is(next, WordClass::Of).unwrap_or(next);
    let offset = |at: usize| {
        view.calendar(at, |word| if let CalendarWord::Relative(offset) = word { Some(offset) } else { None })
    };
    let (offset, next) = offset(next)
        .or_else(|| offset(next + 1).filter(|_| view.folded(next) == "the"))
        .or((next > at).then_some((0, next)))?;
    let (CalendarUnit::Month, end) = unit_at(view, next)? else { return None };
    let (first, last) =
        crate::period::neighbour(context.reference?, CalendarUnit::Month, offset.into(), BASIS)?.days()?;
    let day = Day::new(first.year(), first.month(), day).filter(|day| *day <= last)?;
    Some((Point::exact(day, BASIS), end, "date.nth"))
}

/// "Tuesday of next week".
pub(crate) fn weekday_of_week(
    view: &View,
    weekday: u8,
    at: usize,
    context: Context,
) -> Option<(Point, usize)> {
    let next = if view.folded(at) == "of" { at + 1 } else { at };
    let (offset, next) = view
        .calendar(next, |word| if let CalendarWord::Relative(offset) = word { Some(offset) } else { None })?;
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
