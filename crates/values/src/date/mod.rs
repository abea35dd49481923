//! Dates and periods: points of the calendar, ranges of them, open periods, lengths of time.

mod decade;
mod length;
mod nth;
mod numeric;
mod point;
mod recur;
mod relative;
mod resolve;
mod year;

use svodka_model::{DateValue, Day, Precision, Qualifier, Value};

use crate::amount::{after_calendar, is_name, qualifier};
use crate::found::{Found, first_of};
use crate::number::number;
use crate::period::{self, Point, Unit};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Part, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

pub(crate) use point::month_at;
pub(crate) use resolve::Context;

/// The date, period or range that begins at `at`.
pub(crate) fn date(view: &View, at: usize, context: Context) -> Option<Found> {
    if view.digits(at).is_some() && is_name(view, at) {
        return None;
    }
    if counts_something(view, at) || closes_number(view, at) {
        return None;
    }
    first_of!(
        recur::recurring(view, at, context),
        range(view, at, context),
        relative::stretch(view, at, context),
        single(view, at, context),
        listed(view, at, context),
        length::length(view, at),
    )
}

/// Whether a plain word stands behind the number at `at` ("12 detainees"), so that no date begins there.
fn counts_something(view: &View, at: usize) -> bool {
    const GOES_ON: u64 = Sense::CALENDAR
        | Sense::NUMERAL
        | Sense::LENGTH
        | Sense::word(WordClass::And)
        | Sense::word(WordClass::Or)
        | Sense::word(WordClass::Of)
        | Sense::word(WordClass::To)
        | Sense::word(WordClass::Every)
        | Sense::word(WordClass::OrdinalEnding);
    number(view, at).is_some_and(|number| {
        view.is_word(number.end)
            && !view.tight(number.end)
            && !view.has(number.end, Set::Dates)
            && (view.mask(number.end) & GOES_ON == 0 || is_one_of(view, &number))
    })
}

/// "one of", "three of": a cardinal in words, which is no day.
fn is_one_of(view: &View, number: &crate::number::Number) -> bool {
    !number.ordinal && !number.digits && view.is(number.end, WordClass::Of).is_some()
}

/// Whether the digits at `at` end with a mark behind which no date goes on: "12%", "2,5)".
fn closes_number(view: &View, at: usize) -> bool {
    let Some(mark) = view.digits(at).and_then(|_| view.punct(at + 1)) else { return false };
    let goes_on = view.dash(at + 1) || matches!(mark, ',' | '.' | '/' | '~' | '\'' | '’' | '(');
    !goes_on && !numeric::is_dotted(view, at)
}

/// A year in digits alone, where the words around it make it one ("in 2017", "(2003)").
pub(crate) fn bare_year(view: &View, at: usize, context: Context) -> Option<Found> {
    if is_name(view, at) {
        return None;
    }
    let (point, end) = year::bare(view, at)?;
    if let Some((last, end)) = second(view, at, &point, end, context)
        && !(view.folded(end - 1).len() == 4
            && end == at + 3
            && view.has(at + 1, Set::AndWord)
            && !after_calendar(view, at, Sort::Between.bit(), |word| word == CalendarWord::Between))
    {
        let value = period::range(&point, &last)?;
        return Some(Found::new(at, end, Value::Date(value), "date.years", 960));
    }
    year::likely(view, at, end).then(|| finish(view, at, end, point, context, "date.year", 930))
}

/// Whether four digits stand there that can be a year of our time.
pub(crate) fn is_year(view: &View, at: usize) -> bool {
    year::four_digits(view, at).is_some_and(|year| (1900..=2100).contains(&year))
}

/// A length of time: "three years", "30-day", «трёх месяцев».
pub(crate) fn duration(view: &View, at: usize, context: Context) -> Option<Found> {
    length::counted(view, at, context)
}

fn single(view: &View, at: usize, context: Context) -> Option<Found> {
    let (point, end, rule) = point::point(view, at, context)?;
    Some(finish(view, at, end, point, context, rule, 970))
}

/// "18" of «18, 23 и 26 января»: the month stands behind the last of the days.
fn listed(view: &View, at: usize, context: Context) -> Option<Found> {
    let (day, mut end) = point::day_number(view, at).filter(|_| view.digits(at).is_some())?;
    let first = end;
    for _ in 0..LONGEST_LIST {
        let comma = view.punct(end) == Some(',') && !view.tight(end + 1);
        // «в ночь с 20 на 21 июля».
        let night = view.has(end, Set::Na) && view.has(at.wrapping_sub(1), Set::With);
        let next = view.is(end, WordClass::And).or_else(|| (comma || night).then_some(end + 1))?;
        if let Some((last, after, _)) = point::point(view, next, context) {
            let Unit::Day(month, last_day) = last.unit else { return None };
            let point = Point { weekday: None, ..Point::new(last.year, Unit::Day(month, day)) };
            let point = resolve::resolve(point, context, || resolve::tense(view, at, after));
            let found = Found::new(at, first, Value::Date(point.value()), "date.listed_day", 930);
            return (day < last_day && point.value().start.is_some()).then_some(found);
        }
        end = point::day_number(view, next).filter(|_| view.digits(next).is_some())?.1;
    }
    None
}

/// Most days before the one that has the month.
const LONGEST_LIST: usize = 8;

/// Two ends that a dash or a word joins: "June 25-30", «25 по 30 июня», "from 2015 to 2020", «июль-август 2019 года».
fn range(view: &View, at: usize, context: Context) -> Option<Found> {
    let (mut first, mut last, end) = day_and_point(view, at, context)
        .or_else(|| numeric::days(view, at))
        .or_else(|| years(view, at))
        .or_else(|| {
            let (first, end, _) = point::point(view, at, context)?;
            let (last, end) = second(view, at, &first, end, context)?;
            Some((first, last, end))
        })?;
    resolve::fill(&mut first, &mut last, context, || resolve::tense(view, at, end));
    let value = period::range(&first, &last)?;
    Some(Found::new(at, end, Value::Date(value), "date.range", 970))
}

/// "25-30 июня": the first end has only its day.
fn day_and_point(view: &View, at: usize, context: Context) -> Option<(Point, Point, usize)> {
    let (day, end) = point::day_number(view, at)?;
    let joined = joint(view, at, end)?;
    let joint = skip_the(view, joined);
    let (last, end, _) = point::point(view, joint, context)?;
    let Unit::Day(month, last_day) = last.unit else { return None };
    let between = |at| after_calendar(view, at, Sort::Between.bit(), |word| word == CalendarWord::Between);
    let listed = view.is(joined - 1, WordClass::And).is_some()
        && !between(at)
        && !(at > view.start && view.has(at - 1, Set::The) && between(at - 1));
    if listed && last_day != day + 1 {
        return None;
    }
    let first = Point { weekday: None, basis: None, ..Point::new(last.year, Unit::Day(month, day)) };
    (day < last_day).then_some((first, last, end))
}

/// «2015–2018 годах», «с 2015 по 2020 год»: the word for the year stands behind the second.
fn years(view: &View, at: usize) -> Option<(Point, Point, usize)> {
    let (first, end) = year::bare(view, at).or_else(|| year::old(view, at))?;
    let slash = view.punct(end) == Some('/') && view.tight(end) && view.tight(end + 1);
    let joint = joint(view, at, end).or_else(|| slash.then_some(end + 1))?;
    let (last, end) = year::second(view, joint, first.year?)
        .filter(|(last, _)| !slash || last.year == first.year.map(|year| year + 1))?;
    (slash || end > joint + 1).then_some((first, last, end))
}

/// The second end of a range whose first ended at `at`.
fn second(view: &View, start: usize, first: &Point, at: usize, context: Context) -> Option<(Point, usize)> {
    let joint = joint(view, start, at)?;
    if let Some(((), end)) =
        view.calendar(joint, Sort::Present.bit(), |word| (word == CalendarWord::Present).then_some(()))
        && let Some(day) = context.reference
    {
        return Some((Point::exact(day, "the reference date stands for the present"), end));
    }
    if let Unit::Day(month, from) = first.unit
        && first.year.is_none()
        && let Some((day, end)) = point::day_number(view, joint).filter(|&(day, _)| day > from)
        && point::month_at(view, end).is_none()
        && point::point(view, joint, context).is_none()
    {
        let (year, end) = year::tail(view, end, context).map_or((None, end), |(year, end)| (Some(year), end));
        let last = Point::new(year.map(|year| year.number), Unit::Day(month, day));
        let sound = !view.tight(end) || !(view.is_word(end) || view.digits(end).is_some());
        return sound.then_some((last, end));
    }
    // «в этом году — 49»: two digits are a year only behind digits.
    let written = view.digits(at - 1).is_some() || view.digits(joint).is_some_and(|digits| digits.len() == 4);
    if first.unit == Unit::Year
        && written
        && let Some((last, end)) = year::second(view, joint, first.year?)
    {
        return Some((last, end));
    }
    let (last, end, _) =
        point::point(view, joint, context).or_else(|| point::point(view, skip_the(view, joint), context))?;
    let comparable = first.precision() == last.precision()
        || first.part.is_some()
        || last.part.is_some()
        || first.precision() == Precision::Year && last.precision() <= Precision::Month
        || first.precision() <= Precision::Month && last.precision() <= Precision::Month;
    comparable.then_some((last, end))
}

/// The token after "the".
fn skip_the(view: &View, at: usize) -> usize {
    if view.has(at, Set::The) { at + 1 } else { at }
}

/// "slipped from mid-2023 to 2026", «перенесён с июня на октябрь»: two dates, not a period.
fn is_moved(view: &View, start: usize) -> bool {
    let from = start > view.start && view.has(start - 1, Set::From);
    let clause = (start.saturating_sub(MOVED).max(view.start)..start).rev();
    from && clause
        .take_while(|&at| view.punct(at).is_none())
        .any(|at| view.is(at, WordClass::Moved).is_some())
}

/// How many tokens before a date the word for its being moved is looked for.
const MOVED: usize = 8;

/// The token after what joins the ends of a range.
fn joint(view: &View, start: usize, at: usize) -> Option<usize> {
    if is_moved(view, start) {
        return None;
    }
    if view.dash(at) || view.punct(at) == Some('~') {
        // "November 18 -19."
        let uneven = || {
            let closed = view.token(at + 2).is_none() || view.punct(at + 2).is_some();
            point::month_at(view, start).is_some() && view.tight(at + 1) && closed
        };
        let even = view.tight(at) == view.tight(at + 1) || view.is_word(at + 1);
        return (even || uneven()).then_some(at + 1);
    }
    if let Some(((), next)) = view.calendar(at, Sort::Until.bit() | Sort::To.bit(), |word| {
        matches!(word, CalendarWord::To | CalendarWord::Until).then_some(())
    }) {
        return Some(next);
    }
    let next = view.is(at, WordClass::And)?;
    let between = after_calendar(view, start, Sort::Between.bit(), |word| word == CalendarWord::Between);
    // "25 and 26 June", "June 25 and 26" are read as the two days together.
    let days = point::day_number(view, start).is_some_and(|(_, end)| end == at) || {
        let day = |at: usize| point::day_number(view, at).filter(|&(_, end)| end == at + 1);
        let next_day =
            day(next).is_some_and(|(last, _)| day(at - 1).is_some_and(|(first, _)| first + 1 == last));
        point::month_at(view, start).is_some_and(|(_, end)| end == at - 1) && next_day
    };
    (between || days).then_some(next)
}

/// «22 апреля (первый тур) и 6 мая (второй тур) 2012 года»: the year stands behind the last day of a list, behind short
/// brackets too.
fn shared_year(view: &View, at: usize, first: &Point, context: Context) -> Option<Point> {
    let Unit::Day(..) = first.unit else { return None };
    if first.year.is_some() || first.weekday.is_some() {
        return None;
    }
    let behind = |at: usize| {
        let next = skip_bracket(view, at);
        let (year, _) = year::tail(view, next, context).filter(|_| next > at)?;
        year.basis.is_none().then_some(year.number)
    };
    if let Some(year) = behind(at) {
        return Some(Point { year: Some(year), ..*first });
    }
    let next = skip_bracket(view, at);
    let comma = view.punct(next) == Some(',') && !view.tight(next + 1);
    let next = view.is(next, WordClass::And).or_else(|| comma.then_some(next + 1))?;
    let (last, end, _) = point::point(view, next, context)?;
    let Unit::Day(..) = last.unit else { return None };
    let year = match last.year {
        Some(year) if last.basis.is_none() => year,
        Some(_) => return None,
        None => behind(end)?,
    };
    let dated = Point { year: Some(year), ..*first };
    let order = dated.days()? < Point { year: Some(year), ..last }.days()?;
    order.then_some(dated)
}

/// The token after a short bracket that opens at `at`, or `at`.
fn skip_bracket(view: &View, at: usize) -> usize {
    if view.punct(at) != Some('(') {
        return at;
    }
    (at + 1..at + 7).find(|&at| view.punct(at) == Some(')')).map_or(at, |end| end + 1)
}

/// The record of one point, resolved, and opened by the preposition before it.
fn finish(
    view: &View,
    at: usize,
    end: usize,
    point: Point,
    context: Context,
    rule: &'static str,
    score: u16,
) -> Found {
    let point = shared_year(view, end, &point, context).unwrap_or(point);
    // «опубликует доклад за первый квартал»: what is reported on is over.
    let before = at.wrapping_sub(1);
    let reported = (view.has(before, Set::Za)
        || view.has(before, Set::For) && view.has(at.wrapping_sub(2), Set::Reported))
        && matches!(point.unit, Unit::Month(_) | Unit::Quarter(_) | Unit::Half(_) | Unit::Months(_));
    let tense = || if reported { resolve::Tense::Past } else { resolve::tense(view, at, end) };
    let point = resolve::resolve(point, context, tense);
    let mut value = point.value();
    if value.precision != Precision::Unresolved && !view.folded(end).starts_with('\'') {
        value = opened(view, at, end, value);
    }
    if value.qualifier.is_none() {
        value.qualifier = qualifier(view, at, end).filter(|&hedge| hedge == Qualifier::About);
    }
    Found::new(at, end, Value::Date(value), rule, score)
}

/// "since 2001", «до 2030 года», "by June", "after 2016": the period is open on one side.
fn opened(view: &View, at: usize, end: usize, value: DateValue) -> DateValue {
    use CalendarWord::{After, Before, By, Since, To, Until};
    let pick = |word| matches!(word, Since | Until | By | After | Before).then_some(word);
    let through = || {
        let (_, start) = view.calendar_before(at, Sort::To.bit(), |word| (word == To).then_some(()))?;
        let dative = (at..end).any(|i| view.has(i, Set::YearDative))
            || point::month_at(view, end - 1).is_some() && view.folded(end - 1).ends_with(['ю', 'у']);
        (view.has(start, Set::Po) && !dative).then_some((Until, start))
    };
    let through_article = || {
        view.calendar_before(at - 1, Sort::BOUNDS, pick)
            .filter(|&(word, _)| view.has(at - 1, Set::The) && word == Since)
    };
    let Some((word, start)) = view
        .calendar_before(at, Sort::BOUNDS, pick)
        .or_else(through)
        .or_else(|| (at > view.start).then(through_article)?)
    else {
        return value;
    };
    // «перенести с августа на октябрь».
    let moved = || (end + 1..end + 3).any(|at| point::month_at(view, at).is_some());
    if word == Since && (view.has(end, Set::Na) && moved() || is_moved(view, at)) {
        return value;
    }
    // «по сравнению с прошлым годом»: the instrumental.
    let instrumental = || view.ends(end - 1, Ends::Instrumental);
    if word == Since && view.has(start, Set::With) && instrumental() {
        return value;
    }
    if word == Until && view.has(start.wrapping_sub(1), Set::Not) {
        return value;
    }
    if view.has(start, Set::UpTo) && (start.saturating_sub(3)..start).any(|i| view.has(i, Set::Outset)) {
        return value;
    }
    let (left, right) = match value.iso.split_once('/') {
        Some((left, right)) => (left.to_owned(), right.to_owned()),
        None => (value.iso.clone(), value.iso.clone()),
    };
    if left.is_empty() || right.is_empty() {
        return value;
    }
    match word {
        Since => DateValue { iso: format!("{left}/.."), end: None, ..value },
        After => {
            DateValue { iso: format!("{right}/.."), end: None, qualifier: Some(Qualifier::Over), ..value }
        }
        Before if matches!(part_at(view, at), Some((Part::Late, _))) => {
            DateValue { iso: format!("../{right}"), start: None, ..value }
        }
        Before => {
            DateValue { iso: format!("../{left}"), start: None, qualifier: Some(Qualifier::Under), ..value }
        }
        _ => DateValue { iso: format!("../{right}"), start: None, ..value },
    }
}

/// Words of a part of a period in front of it: "early", "the end of", «середина».
fn part_at(view: &View, at: usize) -> Option<(Part, usize)> {
    let (part, end) = view.calendar(at, Sort::Part.bit(), |word| {
        if let CalendarWord::Part(part) = word { Some(part) } else { None }
    })?;
    let hyphen = view.dash(end) && view.tight(end) && view.tight(end + 1);
    Some((part, if hyphen { end + 1 } else { end }))
}

/// A unit of the calendar at `at`.
fn unit_at(view: &View, at: usize) -> Option<(CalendarUnit, usize)> {
    view.calendar(
        at,
        Sort::Unit.bit(),
        |word| if let CalendarWord::Unit(unit) = word { Some(unit) } else { None },
    )
}

/// A small ordinal in digits, words or Roman capitals.
fn ordinal_at(view: &View, at: usize) -> Option<(u32, usize)> {
    if let Some((value, _)) = view.integer(at) {
        let hyphen = view.dash(at + 1) && view.tight(at + 1);
        let ending = if hyphen { at + 2 } else { at + 1 };
        return Some(match view.is(ending, WordClass::OrdinalEnding).filter(|_| view.tight(ending)) {
            Some(end) => (value, end),
            None => (value, at + 1),
        });
    }
    if let Some(value) = crate::ordinal::roman_at(view, at) {
        return Some((value, at + 1));
    }
    let number = number(view, at).filter(|number| number.ordinal)?;
    Some((u32::try_from(number.value).ok()?, number.end))
}

/// The reference date, for rules that count from it.
fn reference(context: Context) -> Option<Day> {
    context.reference
}

/// Whether the words at `at` are English.
fn amount_language_is_english(view: &View, at: usize) -> bool {
    crate::amount::language(view, at) == svodka_model::Language::En
}
