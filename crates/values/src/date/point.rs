//! One point or period of the calendar.

use rust_decimal::Decimal;
use svodka_model::Language;

use super::nth;
use super::relative;
use super::resolve::{self, Context};
use super::year;
use super::{numeric, ordinal_at, part_at, unit_at};
use crate::amount::whole;
use crate::number::number;
use crate::period::{Point, Unit};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Part, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

type Read = (Point, usize, &'static str);

/// The point at `at`, its end and the rule.
pub(crate) fn point(view: &View, at: usize, context: Context) -> Option<Read> {
    view.point(at, || read(view, at, context))
}

fn read(view: &View, at: usize, context: Context) -> Option<Read> {
    let (calendar, numeric) = (view.mask(at) & Sense::CALENDAR != 0, is_numeric(view, at));
    if !calendar && !numeric {
        return None;
    }
    if let Some(found) = weekday(view, at, context) {
        return Some(found);
    }
    if let Some((part, next)) = part_at(view, at) {
        return parted(view, part, next, context);
    }
    // Long numbers and decimals are no days, no places and no quarters.
    let long = view.digits(at).is_some() && view.integer(at).is_none_or(|(_, digits)| digits > 2);
    let (point, end, rule) = day(view, at, context)
        .or_else(|| (!long).then(|| nth::nth(view, at, context))?)
        .or_else(|| (!long).then(|| part_of_year(view, at, context))?)
        .or_else(|| calendar.then(|| month(view, at, context))?)
        .or_else(|| calendar.then(|| season(view, at, context))?)
        .or_else(|| year::named(view, at, context))
        .or_else(|| calendar.then(|| relative::relative(view, at, context))?)?;
    if let Some(week) = commencing(view, at, &point, context) {
        return Some((week, end, "date.nth"));
    }
    if point.precision() == svodka_model::Precision::Day
        && let Some((weekday, after)) = trailing_weekday(view, end)
    {
        return Some((Point { weekday: Some(weekday), ..point }, after, rule));
    }
    Some((point, end, rule))
}

/// Whether digits, a numeral word or Roman capitals stand there, or an article, which can stand for "one".
fn is_numeric(view: &View, at: usize) -> bool {
    const WORDS: u64 = Sense::NUMERAL | Sense::word(WordClass::Article);
    view.digits(at).is_some() || view.mask(at) & WORDS != 0 || view.capitalized(at)
}

/// "w/c 4 February": the week that begins there.
fn commencing(view: &View, at: usize, point: &Point, context: Context) -> Option<Point> {
    let marked = at >= view.start + 3
        && view.has(at - 1, Set::WeekC)
        && view.punct(at - 2) == Some('/')
        && view.has(at - 3, Set::WeekW);
    let day = resolve::resolve(*point, context, || resolve::Tense::Unknown).days().filter(|_| marked)?.0;
    let monday = crate::period::monday(day)?;
    Some(Point { basis: point.basis, ..Point::new(Some(monday.year()), Unit::Week(monday)) })
}

/// "early 2019", "the end of June", «начало XXI века», «конец года».
fn parted(view: &View, part: crate::sense::Part, at: usize, context: Context) -> Option<Read> {
    let next = view.is(at, WordClass::Of).unwrap_or(at);
    if part_at(view, next).is_some() {
        return None;
    }
    let inner = point(view, next, context)
        .or_else(|| point(view, super::skip_the(view, next), context))
        .or_else(|| year::bare(view, next).map(|(point, end)| (point, end, "date.year")));
    let (mut inner, end, _) = inner.or_else(|| {
        if view.has(at - 1, Set::End) && view.has(at.saturating_sub(3), Set::YearWord) {
            let year = crate::period::neighbour(
                context.reference?,
                CalendarUnit::Year,
                0,
                "year of the reference date",
            )?;
            return Some((year, at, "date.part"));
        }
        let next = if view.has(next, Set::The) { next + 1 } else { next };
        let (unit, end) = unit_at(view, next)?;
        let long = matches!(
            unit,
            CalendarUnit::Year
                | CalendarUnit::Month
                | CalendarUnit::Quarter
                | CalendarUnit::Week
                | CalendarUnit::Century
                | CalendarUnit::Decade
        );
        let point =
            crate::period::neighbour(context.reference?, unit, 0, "period that holds the reference date")?;
        // "mid-decade" is said of any.
        let vague = unit == CalendarUnit::Decade && view.dash(at.wrapping_sub(1));
        // "in the early years of his rule".
        let vague = vague || view.word(next).is_some_and(|word| word.is_ascii() && word.ends_with('s'));
        (long && !vague).then_some((point, end, "date.part"))
    })?;
    if inner.part.is_some() || inner.precision() == svodka_model::Precision::Day {
        return None;
    }
    inner.part = Some(part);
    Some((inner, end, "date.part"))
}

/// The weekday at `at`: alone, or in front of a date.
fn weekday(view: &View, at: usize, context: Context) -> Option<Read> {
    let (weekday, end) = weekday_at(view, at)?;
    let mut next = if view.punct(end) == Some(',') { end + 1 } else { end };
    if view.has(next, Set::The) {
        next += 1;
    }
    if let Some((point, end)) = nth::weekday_of_week(view, weekday, end, context) {
        return Some((point, end, "date.weekday"));
    }
    if let Some((point, end, rule)) = day(view, next, context) {
        return Some((Point { weekday: Some(weekday), ..point }, end, rule));
    }
    // «первое воскресенье проката»: a place among such days.
    if at > view.start && number(view, at - 1).is_some_and(|number| number.ordinal && number.end == at) {
        return None;
    }
    let assistant = context.direction == crate::Direction::Future;
    if is_name_of_weekday(view, at) && !assistant {
        return None;
    }
    if let Some((point, end)) = nth::weekday_and_day(view, weekday, next, context) {
        return Some((point, end, "date.weekday_day"));
    }
    let tense = match resolve::tense(view, at, end) {
        resolve::Tense::Unknown if is_scheduled(view, at) => resolve::Tense::Future,
        tense => tense,
    };
    let point = resolve::weekday(weekday, context, tense)
        .unwrap_or(Point { weekday: Some(weekday), ..Point::new(None, Unit::Year) });
    Some((point, end, "date.weekday"))
}

/// "the party votes Thursday", "they play on Friday": the present right before a weekday, in a sentence without other
/// tense, is yet to come.
fn is_scheduled(view: &View, at: usize) -> bool {
    let verb = if view.has(at.wrapping_sub(1), Set::On) { at.wrapping_sub(2) } else { at.wrapping_sub(1) };
    view.has(verb, Set::Scheduled)
}

pub(crate) fn weekday_at(view: &View, at: usize) -> Option<(u8, usize)> {
    let pick = |word| if let CalendarWord::Weekday(weekday) = word { Some(weekday) } else { None };
    view.calendar(at, Sort::Weekday.bit(), pick)
}

/// «среда», «среды» are also an environment: only the accusative «среду» and «по средам» are days.
fn is_name_of_weekday(view: &View, at: usize) -> bool {
    let word = view.folded(at);
    let lower = !view.capitalized(at);
    // "The Sunday Telegraph".
    let title = view.has(at.wrapping_sub(1), Set::The)
        && view.capitalized(at - 1)
        && view.token(at + 1).is_some_and(|token| token.case == svodka_text::Case::Title)
        && !lower
        && month_at(view, at + 1).is_none();
    let paper = !lower && view.capitalized(at + 1) && view.is(at + 1, WordClass::Brand).is_some();
    let surname = !lower && !word.is_ascii() && !view.first_of_sentence(at) && !view.upper(at);
    // "Thu said he raised birds": a short form is followed by a date or closes its phrase.
    let spoken = !lower
        && word.len() <= 4
        && word.is_ascii()
        && view.is_word(at + 1)
        && !view.tight(at + 1)
        && (view.mask(at + 1) & (Sense::CALENDAR | Sense::NUMERAL | Sense::STOP) == 0
            || view.is(at + 1, WordClass::Past).is_some());
    surname
        || spoken
        || title
        || paper
        || view.has(at, Set::Surroundings)
        || lower && word.is_ascii() && word.len() <= 5
        || view.has(at, Set::ShortDays) && view.punct(at + 1) != Some('.')
}

/// "June 25 (Tuesday)", «25 июня, вторник».
fn trailing_weekday(view: &View, at: usize) -> Option<(u8, usize)> {
    let open = view.punct(at)?;
    let next = if view.has(at + 1, Set::V) && open == ',' { at + 2 } else { at + 1 };
    let (weekday, end) = weekday_at(view, next).filter(|_| matches!(open, '(' | ','))?;
    match open {
        '(' => (view.punct(end) == Some(')')).then_some((weekday, end + 1)),
        _ => (view.language(at) == Language::Ru && !is_name_of_weekday(view, next)).then_some((weekday, end)),
    }
}

/// A day of a month without its weekday.
pub(crate) fn plain_day(view: &View, at: usize, context: Context) -> Option<(Point, usize)> {
    day(view, at, context).map(|(point, end, _)| (point, end))
}

/// A day of a month in any order.
fn day(view: &View, at: usize, context: Context) -> Option<Read> {
    if view.mask(at) & Sense::CALENDAR == 0 && !is_numeric(view, at) {
        return None;
    }
    if let Some((point, end)) = numeric::numeric(view, at) {
        let end = unit_at(view, end)
            .filter(|&(unit, _)| unit == CalendarUnit::Year && view.language(at) == Language::Ru)
            .map_or(end, |(_, end)| end);
        return Some((point, end, "date.numeric"));
    }
    if let Some((month, next)) = any_month_at(view, at) {
        let slash = view.punct(next) == Some('/') && view.tight(next) && view.tight(next + 1);
        let comma = view.punct(next) == Some(',') && view.punct(next + 2) == Some(',');
        let comma = comma && year::four_digits(view, next + 3).is_some();
        let next = if view.has(next, Set::The) || slash || comma { next + 1 } else { next };
        let (day, end) = day_number(view, next)?;
        let counted = view.tight(end) && (view.is_word(end) || view.punct(end) == Some('%'));
        if counted || view.language(at) == Language::Ru && view.word(at).is_some_and(|word| !word.is_ascii())
        {
            return None;
        }
        return dated(view, month, day, end, context, "date.month_day_year");
    }
    let (day, next) = day_number(view, at)?;
    let ordinal = view.digits(at).is_none() || next > at + 1 || view.has(next, Set::OfWord);
    if let Some(found) = nth::day_of_month(view, day, next, context).filter(|_| ordinal) {
        return Some(found);
    }
    let named = view.has(at.wrapping_sub(1), Set::The) || next > at + 1;
    if named && let Some(found) = nth::day_alone(view, at, day, next, context) {
        return Some(found);
    }
    let next = view.is(next, WordClass::Of).unwrap_or(next);
    let joins =
        |at: usize| (view.dash(at) || view.punct(at) == Some('/')) && view.tight(at) && view.tight(at + 1);
    let hyphen = joins(next);
    let (month, end) = any_month_at(view, if hyphen { next + 1 } else { next })?;
    // "06-Apr, 06-Mar": what a spreadsheet made of the scores 6-4, 6-3.
    let padded = hyphen && view.digits(at).is_some_and(|digits| digits.starts_with('0'));
    if padded && !(view.dash(end) || view.integer(end).is_some()) {
        return None;
    }
    let end = if hyphen && joins(end) && year::four_digits(view, end + 1).is_some() { end + 1 } else { end };
    dated(view, month, day, end, context, "date.day_month_year")
}

fn dated(view: &View, month: u8, day: u8, end: usize, context: Context, rule: &'static str) -> Option<Read> {
    let (year, end) = year::tail(view, end, context).map_or((None, end), |(year, end)| (Some(year), end));
    let mut point = Point::new(year.map(|year| year.number), Unit::Day(month, day));
    point.basis = year.and_then(|year| year.basis);
    let leap = Point { year: point.year.or(Some(2000)), ..point };
    leap.days().map(|_| (point, end, rule))
}

/// The day of a month: 1 to 31, in digits with or without an ending, or as an ordinal word.
pub(crate) fn day_number(view: &View, at: usize) -> Option<(u8, usize)> {
    let (day, end) = if view.digits(at).is_some() {
        let (_, digits) = view.integer(at).filter(|&(_, digits)| digits <= 2)?;
        let (day, end) = ordinal_at(view, at)?;
        (day, if digits <= 2 { end } else { at + 1 })
    } else {
        let number = number(view, at)
            .filter(|number| {
                number.ordinal
                    || view.word(at).is_some_and(str::is_ascii) && month_at(view, number.end).is_some()
            })
            .filter(|number| number.value < Decimal::from(32) && number.value == number.value.trunc())?;
        (u32::try_from(number.value).ok()?, number.end)
    };
    let day = u8::try_from(day).ok()?;
    (1..=31).contains(&day).then_some((day, end))
}

pub(crate) fn month_at(view: &View, at: usize) -> Option<(u8, usize)> {
    let pick = |word| if let CalendarWord::Month(month) = word { Some(month) } else { None };
    view.calendar(at, Sort::Month.bit(), pick)
}

/// A month beside a day, where small letters will do ("2nd of march").
fn any_month_at(view: &View, at: usize) -> Option<(u8, usize)> {
    month_at(view, at).or_else(|| {
        let pick = |word| if let CalendarWord::MonthDay(month) = word { Some(month) } else { None };
        view.calendar(at, Sort::MonthDay.bit(), pick)
    })
}

/// "in may", in small letters, at the end of its clause.
fn lower_month(view: &View, at: usize) -> Option<(u8, usize)> {
    let closed = view.token(at + 1).is_none()
        || view.punct(at + 1).is_some_and(|c| matches!(c, '.' | ',' | '?' | '!'));
    let asked = view.has(at.wrapping_sub(1), Set::BeforeMonth);
    any_month_at(view, at).filter(|_| asked && closed)
}

/// "June 2019", «в июне прошлого года», "in June".
fn month(view: &View, at: usize, context: Context) -> Option<Read> {
    let (month, end) = month_at(view, at).or_else(|| lower_month(view, at))?;
    // "07-May" behind "06-Jan" in a list of scores: the day before it was no day either.
    if view.tight(at) && view.dash(at - 1) && view.tight(at - 1) && view.digits(at.wrapping_sub(2)).is_some()
    {
        return None;
    }
    if let Some((year, end)) = year::tail(view, end, context) {
        let point = Point { basis: year.basis, ..Point::new(Some(year.number), Unit::Month(month)) };
        return Some((point, end, "date.month_year"));
    }
    let russian = view.word(at).is_some_and(|word| !word.is_ascii());
    let sound = if russian {
        !view.capitalized(at)
            || view
                .calendar_before(at, Sort::During.bit(), |word| (word == CalendarWord::During).then_some(()))
                .is_some()
    } else {
        introduced(view, at) || at == view.start && end == view.end
    };
    let name = view.word(at).is_some_and(|word| word.chars().count() < 4)
        && !view.has(at, Set::ShortMonth)
        && view.punct(at + 1) != Some('.')
        && !view.dash(at + 1)
        && !view.has(at + 1, Set::To)
        && lower_month(view, at).is_none();
    (sound && !name).then_some((Point::new(None, Unit::Month(month)), end, "date.month"))
}

/// Whether a preposition or the like makes the English word a month: "in May", not "May".
fn introduced(view: &View, at: usize) -> bool {
    use CalendarWord::{After, Before, Between, By, During, Part, Relative, Since, To, Until};
    let before =
        view.calendar_before(at, Sort::Relative.bit() | Sort::Part.bit() | Sort::PREPOSITIONS, |word| {
            matches!(
                word,
                During | Since | Until | By | After | Before | Between | To | Part(_) | Relative(_)
            )
            .then_some(())
        });
    before.is_some()
        || view.has(at.wrapping_sub(1), Set::OfAndFor)
        || owned(view, at)
        || view.dash(at.wrapping_sub(1))
        || view.dash(at + 1) && month_at(view, at + 2).is_some()
        || view.has(at + 1, Set::To) && month_at(view, at + 2).is_some()
}

/// "at its September meeting", "the bank's June report".
fn owned(view: &View, at: usize) -> bool {
    let before = view.has(at.wrapping_sub(1), Set::Owner);
    before
        && view.token(at + 1).is_some_and(|token| token.case == svodka_text::Case::Lower)
        && !view.is_stop(at + 1)
}

/// «летом 2019 года», "in the summer of 2019"; «за лето» is the last one.
fn season(view: &View, at: usize, context: Context) -> Option<Read> {
    let pick = |word| if let CalendarWord::Season(season) = word { Some(season) } else { None };
    let (season, end) = view.calendar(at, Sort::Season.bit(), pick)?;
    if view.has(at.wrapping_sub(1), Set::Za) && year::tail(view, end, context).is_none() {
        return Some((Point::new(None, Unit::Season(season)), end, "date.season"));
    }
    let (year, end) = year::tail(view, end, context)?;
    Some((
        Point { basis: year.basis, ..Point::new(Some(year.number), Unit::Season(season)) },
        end,
        "date.season",
    ))
}

/// Quarters, halves and so many months of a year.
fn part_of_year(view: &View, at: usize, context: Context) -> Option<Read> {
    if let Some((point, end)) = half_of_month(view, at, context) {
        return Some((point, end, "date.half_of_month"));
    }
    let (unit, end, alone) = lettered(view, at).or_else(|| worded(view, at)).or_else(|| months(view, at))?;
    let hyphen = view.dash(end)
        && view.tight(end)
        && view.tight(end + 1)
        && year::four_digits(view, end + 1).is_some();
    let end = if hyphen { end + 1 } else { end };
    // "the first half of the year".
    let (end, alone) = match of_the_year(view, end) {
        (after, true) if after > end => (after, true),
        _ => (end, alone),
    };
    match year::tail(view, end, context).or_else(|| short_year(view, end)) {
        Some((year, end)) => Some((
            Point { basis: year.basis, ..Point::new(Some(year.number), unit) },
            end,
            "date.part_of_year",
        )),
        None => alone.then_some((Point::new(None, unit), end, "date.part_of_year")),
    }
}

/// "the second half of May", «в первой половине июня 2019 года».
fn half_of_month(view: &View, at: usize, context: Context) -> Option<(Point, usize)> {
    let (Unit::Half(half), next, _) = worded(view, at)? else { return None };
    let next = if view.has(next, Set::OfWord) { next + 1 } else { next };
    let (month, end) = month_at(view, next)?;
    let (year, end) =
        year::tail(view, end, context).map_or((None, end), |(year, end)| (Some(year.number), end));
    let part = if half == 1 { Part::Early } else { Part::Late };
    Some((Point { part: Some(part), ..Point::new(year, Unit::Month(month)) }, end))
}

/// "Q119" is not read; "Q1'19", "1Q19", "1H 19" are.
fn short_year(view: &View, at: usize) -> Option<(year::Year, usize)> {
    let mark = matches!(view.punct(at), Some('\'' | '’' | '/')) && view.tight(at + 1);
    let at = if mark { at + 1 } else { at };
    let (number, digits) = view.integer(at).filter(|_| mark || view.tight(at))?;
    (digits == 2).then_some((year::Year { number: 2000 + u16::try_from(number).ok()?, basis: None }, at + 1))
}

/// "Q1", "H2" without a year of their own.
pub(crate) fn lettered_at(view: &View, at: usize) -> Option<(Unit, usize)> {
    lettered(view, at).map(|(unit, end, _)| (unit, end))
}

/// "Q1", "1Q", "H1", "1H", "9M".
fn lettered(view: &View, at: usize) -> Option<(Unit, usize, bool)> {
    let letter = |at: usize| {
        view.calendar(at, Sort::Quarter.bit() | Sort::HalfYear.bit() | Sort::NineMonths.bit(), |word| {
            matches!(word, CalendarWord::Quarter | CalendarWord::HalfYear | CalendarWord::NineMonths)
                .then_some(word)
        })
        .map(|(word, _)| word)
    };
    let unit = |word: CalendarWord, n: u32| match (word, u8::try_from(n).ok()?) {
        (CalendarWord::Quarter, n @ 1..=4) => Some(Unit::Quarter(n)),
        (CalendarWord::HalfYear, n @ 1..=2) => Some(Unit::Half(n)),
        (CalendarWord::NineMonths, n @ (3 | 6 | 9)) => Some(Unit::Months(n)),
        _ => None,
    };
    if let Some((n, 1)) = view.integer(at) {
        let word = letter(at + 1).filter(|_| view.tight(at + 1))?;
        return unit(word, n).map(|unit| (unit, at + 2, word != CalendarWord::NineMonths));
    }
    let word = letter(at).filter(|word| *word != CalendarWord::NineMonths)?;
    let (n, _) = view.integer(at + 1).filter(|&(_, digits)| digits == 1 && view.tight(at + 1))?;
    unit(word, n).map(|unit| (unit, at + 2, word == CalendarWord::Quarter))
}

/// "the first quarter", «I полугодие», «третьем квартале».
fn worded(view: &View, at: usize) -> Option<(Unit, usize, bool)> {
    if view.has(at, Set::LastFinal)
        && let Some((unit, end)) = unit_at(view, at + 1)
        && view.is(end, WordClass::Of).is_some()
    {
        return match unit {
            CalendarUnit::Quarter => Some((Unit::Quarter(4), end, false)),
            CalendarUnit::Half => Some((Unit::Half(2), end, false)),
            _ => None,
        };
    }
    let (n, next) = ordinal_at(view, at)?;
    let hyphen = view.dash(next) && view.tight(next) && view.tight(next + 1);
    let (unit, end) = unit_at(view, if hyphen { next + 1 } else { next })?;
    let n = u8::try_from(n).ok().filter(|_| view.is(end, WordClass::InRow).is_none())?;
    match unit {
        CalendarUnit::Quarter if (1..=4).contains(&n) => {
            let plain = next == at + 1 && view.digits(at).is_some();
            let alone = !plain || view.has(next, Set::QuarterWord);
            Some((Unit::Quarter(n), end, alone))
        }
        CalendarUnit::Half if (1..=2).contains(&n) => {
            // «первая половина сезона» is no half of a year.
            let russian = view.word(next).is_some_and(|word| !word.is_ascii());
            Some((Unit::Half(n), end, russian && !view.has(next, Set::HalfOf)))
        }
        _ => None,
    }
}

/// "first nine months of 2019", «девять месяцев 2019 года», «11 месяцев».
fn months(view: &View, at: usize) -> Option<(Unit, usize, bool)> {
    let first = view.has(at, Set::First);
    let start = if first { at + 1 } else { at };
    let number = number(view, start).filter(|number| !number.ordinal && number.scale.is_none())?;
    let (unit, end) = unit_at(view, number.end)?;
    let count = u8::try_from(whole(number.value)?).ok().filter(|n| (2..=11).contains(n))?;
    let (end, alone) = if first { of_the_year(view, end) } else { (end, false) };
    (unit == CalendarUnit::Month).then_some((Unit::Months(count), end, alone))
}

/// "the first nine months [of the year]", «первые три месяца года»: the token after it, and whether no other noun
/// follows whose months they would be.
fn of_the_year(view: &View, at: usize) -> (usize, bool) {
    let of = view.has(at, Set::OfWord) && view.has(at + 1, Set::The);
    let year = if of { at + 2 } else { at };
    if (of && view.has(year, Set::YearWord) || view.has(year, Set::YearOf)) && !view.capitalized(year) {
        return (year + 1, true);
    }
    let closed = view.token(at).is_none_or(|token| token.kind == svodka_text::TokenKind::Punct);
    (at, closed || view.is_stop(at) && view.is(at, WordClass::Of).is_none())
}
