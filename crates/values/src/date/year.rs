//! Years: in digits, behind months and quarters, fiscal years.

use svodka_model::Language;
use svodka_text::TokenKind;

use super::Context;
use super::decade::{century, decade};
use super::unit_at;
use crate::amount::language;
use crate::number::number;
use crate::period::{Point, Unit, neighbour};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

/// A year and the rule that gave it, where the words did not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Year {
    pub(crate) number: u16,
    pub(crate) basis: Option<&'static str>,
}

/// Four digits that can be a year of our time.
pub(crate) fn four_digits(view: &View, at: usize) -> Option<u16> {
    let (year, digits) = view.integer(at)?;
    let year = u16::try_from(year).ok().filter(|year| digits == 4 && (1600..=2199).contains(year))?;
    let next = at + 1;
    if view.punct(next) == Some('/')
        && view.tight(next)
        && view.integer(next + 1).is_some_and(|(_, digits)| digits == 4)
    {
        return None;
    }
    if view.is(next, WordClass::BeforeEra).is_some() {
        return None;
    }
    let glued = view.tight(next)
        && (view.is_word(next)
            && !is_year_word(view, next)
            && super::point::lettered_at(view, next).is_none()
            || view.digits(next).is_some());
    (!glued).then_some(year)
}

fn is_year_word(view: &View, at: usize) -> bool {
    unit_at(view, at).is_some_and(|(unit, _)| unit == CalendarUnit::Year) || view.folded(at).starts_with('\'')
}

/// The token after "года", «г.», «-го года» behind a year.
fn after_year_word(view: &View, at: usize) -> Option<usize> {
    let ending = view.dash(at) && view.tight(at) && view.is(at + 1, WordClass::OrdinalEnding).is_some();
    let at = if ending { at + 2 } else { at };
    if view.language(at.min(view.end - 1)) == Language::En {
        return None;
    }
    match unit_at(view, at) {
        Some((CalendarUnit::Year, end)) => Some(end),
        _ => ending.then_some(at),
    }
}

/// The year behind a month, quarter or the like: ", 2019", "of 2019", «2019 года», "last year", «с. г.».
pub(crate) fn tail(view: &View, at: usize, context: Context) -> Option<(Year, usize)> {
    let comma = if view.punct(at) == Some(',') { at + 1 } else { at };
    if let Some(number) = four_digits(view, comma) {
        let russian = after_year_word(view, comma + 1);
        let counts = russian.is_none() && number_goes_on(view, comma);
        return (!counts).then_some((Year { number, basis: None }, russian.unwrap_or(comma + 1)));
    }
    // "Jul '19", "Q1 19" is left alone: two digits are too often a day.
    let of = view.is(at, WordClass::Of).or_else(|| (view.has(at, Set::In)).then_some(at + 1)).unwrap_or(at);
    if of > at
        && let Some(number) = four_digits(view, of)
    {
        return Some((Year { number, basis: None }, of + 1));
    }
    // "Oct 26 15:50:06 2016", as logs have it: the year behind the time, which is a value of its own.
    let colon = |at: usize| view.punct(at) == Some(':') && view.tight(at) && view.tight(at + 1);
    if view.integer(at).is_some()
        && colon(at + 1)
        && colon(at + 3)
        && let Some(number) = four_digits(view, at + 5)
    {
        return Some((Year { number, basis: None }, at));
    }
    // "April of 87": two digits that are no day, at the end of the clause.
    let closed =
        view.token(of + 1).is_none() || view.punct(of + 1).is_some_and(|c| matches!(c, '.' | ',' | ')'));
    if of > at
        && let Some((short, 2)) = view.integer(of).filter(|&(short, _)| closed && short > 31)
    {
        return Some((Year { number: 1900 + u16::try_from(short).ok()?, basis: None }, of + 1));
    }
    if let Some(found) = worded(view, of).or_else(|| same(view, of)) {
        return Some(found);
    }
    // "of this" is a phrase of its own; what is this, the word itself tells.
    relative(view, of, context)
        .or_else(|| relative(view, at + 1, context).filter(|_| view.has(at, Set::OfWord)))
}

/// «ноября того же года», "May of that year", "June of the same year": the last year named before it.
fn same(view: &View, at: usize) -> Option<(Year, usize)> {
    // "of that" is a phrase of its own.
    let at = if at > 0 && view.has(at - 1, Set::That) { at - 1 } else { at };
    let ((), end) =
        view.calendar(at, Sort::SameYear.bit(), |word| (word == CalendarWord::SameYear).then_some(()))?;
    let number = told(view, at, SAME)?;
    Some((Year { number, basis: Some("the year named before it") }, end))
}

/// How many tokens back a year is looked for.
const SAME: usize = 80;

/// The last year in four digits among so many tokens before `at`.
pub(crate) fn told(view: &View, at: usize, reach: usize) -> Option<u16> {
    (at.saturating_sub(reach).max(view.start)..at).rev().find_map(|at| four_digits(view, at))
}

/// «две тысячи девятнадцатого года», "two thousand and five".
fn worded(view: &View, at: usize) -> Option<(Year, usize)> {
    if let Some(year) = number(view, at).filter(|number| !number.ordinal && !number.digits)
        && let Some(number) = crate::amount::whole(year.value).filter(|year| (1900..2100).contains(year))
        && language(view, at) == Language::En
    {
        return Some((Year { number: u16::try_from(number).ok()?, basis: None }, year.end));
    }
    let number = number(view, at)
        .filter(|number| number.ordinal && number.value >= rust_decimal::Decimal::ONE_THOUSAND)?;
    let end = after_year_word(view, number.end)?;
    let number = u16::try_from(number.value).ok().filter(|year| (1000..2200).contains(year))?;
    Some((Year { number, basis: None }, end))
}

/// "last year", «прошлого года», «с. г.», "of the year".
fn relative(view: &View, at: usize, context: Context) -> Option<(Year, usize)> {
    let reference = context.reference;
    let shift =
        |offset: i8| reference.and_then(|day| u16::try_from(i32::from(day.year()) + i32::from(offset)).ok());
    let pick = |word| if let CalendarWord::FixedYear(offset) = word { Some(offset) } else { None };
    if let Some((offset, end)) = view.calendar(at, Sort::FixedYear.bit(), pick) {
        return Some((Year { number: shift(offset)?, basis: Some("year of the reference date") }, end));
    }
    let pick = |word| if let CalendarWord::Relative(offset) = word { Some(offset) } else { None };
    let (offset, next) = view.calendar(at, Sort::Relative.bit(), pick)?;
    let (unit, end) = unit_at(view, next)?;
    let basis = match offset {
        -1 => "year before that of the reference date",
        0 => "year of the reference date",
        _ => "counted in years from the reference date",
    };
    (unit == CalendarUnit::Year).then(|| Some((Year { number: shift(offset)?, basis: Some(basis) }, end)))?
}

/// Whether the four digits count something: "2000 people", "1500 roubles" behind a month.
fn number_goes_on(view: &View, at: usize) -> bool {
    view.find(at + 1, |sense| {
        matches!(sense, Sense::Currency { .. } | Sense::Unit(_) | Sense::Word(WordClass::Percent, _))
            .then_some(())
    })
    .is_some()
        || view.numeral(at + 1, crate::sense::NumeralClass::Scale).is_some()
}

/// A year that its own words make one: «2019 год», "the year 2020", "1990s", "XXI век", "FY2019", "Q1 2019".
pub(crate) fn named(view: &View, at: usize, context: Context) -> Option<(Point, usize, &'static str)> {
    if let Some((point, end)) = fiscal(view, at, context) {
        return Some((point, end, "date.fiscal_year"));
    }
    if let Some((point, end)) = decade(view, at) {
        return Some((point, end, "date.decade"));
    }
    if let Some((point, end)) = century(view, at) {
        return Some((point, end, "date.century"));
    }
    if let Some((year, digits)) = view.integer(at)
        && let Some(end) = after_year_word(view, at + 1)
    {
        // «5079 год»: so many years would be «лет».
        let singular = view.has(end - 1, Set::Year) && (year % 10 != 1 || year % 100 == 11);
        let last = if singular { 9999 } else { 2999 };
        if digits == 2 {
            return short(view, at, end, context);
        }
        let year = u16::try_from(year).ok().filter(|year| (100..=last).contains(year))?;
        let named = unit_at(view, end - 1).is_some() || unit_at(view, end.saturating_sub(2)).is_some();
        if (at + 1..end).any(|i| view.has(i, Set::Ages)) || !named && !stands_for_year(view, at, end) {
            return None;
        }
        return Some((Point::new(Some(year), Unit::Year), end, "date.year"));
    }
    let asked = || view.has(at.wrapping_sub(1), Set::BeforeYear);
    let counts = |end: usize| crate::count::head(view, end, rust_decimal::Decimal::TWO).is_some();
    if let Some((year, end)) = worded(view, at)
        .filter(|&(_, end)| language(view, at) == Language::Ru || asked() && end > at + 2 && !counts(end))
    {
        return Some((Point::new(Some(year.number), Unit::Year), end, "date.year"));
    }
    if let Some(number) = four_digits(view, at) {
        let joint = if view.dash(at + 1) && view.tight(at + 1) { at + 2 } else { at + 1 };
        if let Some((unit, end)) =
            super::point::lettered_at(view, joint).filter(|_| view.digits(joint).is_none())
        {
            return Some((Point::new(Some(number), unit), end, "date.part_of_year"));
        }
    }
    let ((), next) =
        view.calendar(at, Sort::Year.bit(), |word| (word == CalendarWord::Year).then_some(()))?;
    let year = four_digits(view, next)?;
    Some((Point::new(Some(year), Unit::Year), next + 1, "date.year"))
}

/// «в границах 67-го года»: a year of this century or the last, where nothing follows whose year it could be («на 67-м
/// году жизни»).
fn short(view: &View, at: usize, end: usize, context: Context) -> Option<(Point, usize, &'static str)> {
    let (year, _) = view.integer(at)?;
    let alone = view.token(end).is_none_or(|token| token.kind == TokenKind::Punct) || view.is_stop(end);
    let ending = end == at + 4 && unit_at(view, end - 1).is_some() && !view.has(end - 1, Set::Ages);
    let now = u32::from(context.reference?.year());
    let first =
        if now / 100 * 100 + year <= now { now / 100 * 100 } else { (now / 100).checked_sub(1)? * 100 };
    let point = Point {
        basis: Some("the last year before the reference date that ends in these digits"),
        ..Point::new(Some(u16::try_from(first + year).ok()?), Unit::Year)
    };
    (alone && ending && year >= 10).then_some((point, end, "date.year"))
}

/// «в 2013-м», «2009-й — год Дарвина», but not «430-й годовщине» and «2000-й вертолёт»: digits with an ending that stand
/// alone, or behind a preposition in a case that such ordinals seldom have.
fn stands_for_year(view: &View, at: usize, end: usize) -> bool {
    let alone = view.token(end).is_none_or(|token| token.kind == TokenKind::Punct) || view.is_stop(end);
    let placed = view.has(end - 1, Set::YearEnding) && after_preposition(view, at);
    four_digits(view, at).is_some() && (alone || placed && !crate::ordinal::is_ordered(view, end))
}

/// "fiscal 2019", "FY2018/19", "last fiscal year", «2019 финансовый год».
fn fiscal(view: &View, at: usize, context: Context) -> Option<(Point, usize)> {
    let basis = "fiscal year as named; its first and last day are not written";
    if let Some((offset, next)) = view.calendar(at, Sort::Relative.bit(), |word| {
        if let CalendarWord::Relative(offset) = word { Some(offset) } else { None }
    }) && let Some(((), end)) =
        view.calendar(next, Sort::Fiscal.bit(), |word| (word == CalendarWord::Fiscal).then_some(()))
    {
        let point = neighbour(context.reference?, CalendarUnit::Year, offset.into(), basis)?;
        return Some((Point { fiscal: true, ..point }, end));
    }
    if let Some(year) = four_digits(view, at)
        && let Some(((), end)) =
            view.calendar(at + 1, Sort::Fiscal.bit(), |word| (word == CalendarWord::Fiscal).then_some(()))
    {
        let point = Point::new(Some(year), Unit::Year);
        return Some((Point { fiscal: true, basis: Some(basis), ..point }, end));
    }
    let ((), next) =
        view.calendar(at, Sort::Fiscal.bit(), |word| (word == CalendarWord::Fiscal).then_some(()))?;
    let (year, digits) = view.integer(next)?;
    let year = match digits {
        2 => 2000 + year,
        4 => year,
        _ => return None,
    };
    let year = u16::try_from(year).ok().filter(|year| (1900..=2199).contains(year))?;
    let short = |at: usize| {
        view.integer(at).is_some_and(|(n, digits)| {
            digits == 2 && n == (u32::from(year) + 1) % 100 || n == u32::from(year) + 1
        })
    };
    let joined =
        (view.punct(next + 1) == Some('/') || view.dash(next + 1)) && view.tight(next + 1) && short(next + 2);
    let (unit, end) = if joined { (Unit::TwoYears, next + 3) } else { (Unit::Year, next + 1) };
    Some((Point { fiscal: true, basis: Some(basis), ..Point::new(Some(year), unit) }, end))
}

/// A year in digits alone.
pub(crate) fn bare(view: &View, at: usize) -> Option<(Point, usize)> {
    let year = four_digits(view, at)?;
    Some((Point::new(Some(year), Unit::Year), at + 1))
}

/// A year in digits alone before the modern age: only where the other end of a range says that it is one.
pub(crate) fn old(view: &View, at: usize) -> Option<(Point, usize)> {
    let (year, digits) = view.integer(at)?;
    let year = u16::try_from(year).ok().filter(|year| digits == 4 && (1000..1600).contains(year))?;
    Some((Point::new(Some(year), Unit::Year), at + 1))
}

/// The second of two years: "2015-2020", "2018/19", «2015—2020 гг.».
pub(crate) fn second(view: &View, at: usize, first: u16) -> Option<(Point, usize)> {
    // «1970–1980-е годы».
    if let Some((point, end)) =
        decade(view, at).filter(|(point, _)| point.year > Some(first) && first.is_multiple_of(10))
    {
        return Some((point, end));
    }
    let old =
        || old(view, at).filter(|_| after_year_word(view, at + 1).is_some()).and_then(|(old, _)| old.year);
    if let Some(year) = four_digits(view, at).or_else(old).filter(|&year| year > first) {
        let end = after_year_word(view, at + 1).unwrap_or(at + 1);
        return Some((Point::new(Some(year), Unit::Year), end));
    }
    // "1992 - 97".
    let spaced = || {
        view.dash(at - 1)
            && !view.tight(at - 1)
            && (view.punct(at + 1).is_some_and(|c| matches!(c, '.' | ',' | ')'))
                || view.is_stop(at + 1)
                || view.is(at + 1, WordClass::Yearly).is_some())
    };
    let (short, digits) = view.integer(at).filter(|_| view.tight(at) || spaced())?;
    let short = u16::try_from(short).ok()?;
    // "2008 - 9": one digit, of the year that follows.
    let (short, digits) = match digits {
        1 if short == first % 10 + 1 && !view.tight(at + 1) => (first % 100 + 1, 2),
        _ => (short, digits),
    };
    let sound = digits == 2
        && short > first % 100
        && !(view.tight(at + 1) && (view.is_word(at + 1) || view.dash(at + 1)));
    let end = after_year_word(view, at + 1).unwrap_or(at + 1);
    sound.then(|| (Point::new(Some(first / 100 * 100 + short), Unit::Year), end))
}

/// Whether the words around four digits make them a year and not a count.
pub(crate) fn likely(view: &View, at: usize, end: usize) -> bool {
    if in_list(view, at) || in_brackets(view, at, end) || heads_figure(view, at, end) {
        return true;
    }
    let named = view.capitalized(end) && !view.upper(end);
    // "the 1885 boundaries": no one counts them with an article and without a comma.
    let dated = after_determiner(view, at) && four_digits(view, at).is_some_and(|year| year % 10 != 0);
    let since = if named || dated { 1700 } else { 1900 };
    let Some(year) = four_digits(view, at).filter(|year| (since..=2100).contains(year)) else {
        return view
            .calendar_before(at, Sort::Since.bit() | Sort::During.bit(), |word| {
                matches!(word, CalendarWord::During | CalendarWord::Since).then_some(())
            })
            .is_some();
    };
    if (end..end + 2).any(|at| view.is(at, WordClass::Yearly).is_some()) {
        return true;
    }
    let opened = at > view.start && matches!(view.punct(at - 1), Some('(' | '['));
    let closed = view.token(end).is_none_or(|token| token.kind == TokenKind::Punct);
    if opened && closed || language(view, at) == Language::Ru {
        return opened && closed;
    }
    let counts = crate::count::head(view, end, year.into()).is_some_and(|head| head.end <= end + 3);
    if after_preposition(view, at) {
        return !(year.is_multiple_of(100) && counts);
    }
    after_month_or_part(view, at)
        || after_determiner(view, at) && !year.is_multiple_of(100)
        || closed && !counts && after_plain_word(view, at)
}

/// «в 1995 и 2002 году»: the word for the year stands behind the last.
fn in_list(view: &View, at: usize) -> bool {
    let mut next = at + 1;
    for _ in 0..6 {
        let comma = view.punct(next) == Some(',') && !view.tight(next + 1);
        let Some(year) = view.is(next, WordClass::And).or_else(|| comma.then_some(next + 1)) else {
            return false;
        };
        if four_digits(view, year).is_none() {
            return false;
        }
        if after_year_word(view, year + 1).is_some() {
            return four_digits(view, at).is_some();
        }
        next = year + 1;
    }
    false
}

/// "Output: 2022 – 310 kt; 2023 – 335 kt": a year in a list of figures.
fn heads_figure(view: &View, at: usize, end: usize) -> bool {
    let opens = at == view.start || matches!(view.punct(at - 1), Some(':' | ';'));
    let figure = view.dash(end) && !view.tight(end) && !view.tight(end + 1) && view.digits(end + 1).is_some();
    let closed = crate::number::number(view, end + 1).is_some_and(|number| view.mask(number.end) != 0);
    let modern = four_digits(view, at).is_some_and(|year| (1900..=2100).contains(&year));
    opens && figure && closed && modern
}

/// "(1880)".
fn in_brackets(view: &View, at: usize, end: usize) -> bool {
    let brackets = at > view.start && view.punct(at - 1) == Some('(') && view.punct(end) == Some(')');
    brackets && four_digits(view, at).is_some_and(|year| (1700..=2100).contains(&year))
}

fn after_preposition(view: &View, at: usize) -> bool {
    use CalendarWord::{After, Before, Between, By, During, Since, To, Until};
    let pick =
        |word| matches!(word, During | Since | Until | By | After | Before | Between | To).then_some(());
    view.calendar_before(at, Sort::PREPOSITIONS, pick).is_some()
}

pub(super) fn after_month_or_part(view: &View, at: usize) -> bool {
    let pick = |word| matches!(word, CalendarWord::Month(_) | CalendarWord::Part(_)).then_some(());
    view.calendar_before(at, Sort::Month.bit() | Sort::Part.bit(), pick).is_some()
}

/// "the 2019 results", "Russia's 2018 exports".
fn after_determiner(view: &View, at: usize) -> bool {
    at > view.start && view.has(at - 1, Set::YearDeterminer)
}

/// A word in small letters that hedges nothing: "back 2011," but not "about 2000,".
fn after_plain_word(view: &View, at: usize) -> bool {
    let hedged = || {
        view.find_before(Sense::QUALIFIER, at, |sense| matches!(sense, Sense::Qualifier(..)).then_some(()))
            .is_some()
    };
    at > view.start
        && view.is_word(at - 1)
        && !view.capitalized(at - 1)
        && view.folded(at - 1).len() > 1
        && !hedged()
}
