//! Decades and centuries: "the 1990s", «90-е годы», "the nineties", «XX век».

use super::year::after_month_or_part;
use super::{ordinal_at, unit_at};
use crate::period::{Point, Unit};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, WordClass};
use crate::sets::Set;
use crate::view::View;

/// The last hundreds with "s" that name a century and not ten years.
const LAST_HUNDREDS: u32 = 1900;

/// "1990s", "1990's", "the 90s", «1990-е годы», «90-х годов», "the nineties".
pub(super) fn decade(view: &View, at: usize) -> Option<(Point, usize)> {
    if let Some(found) = decade_in_words(view, at) {
        return Some(found);
    }
    let (number, digits) = view.integer(at)?;
    let year = match digits {
        4 if (1000..=2190).contains(&number) => number,
        2 if number >= 20 => 1900 + number,
        _ => return None,
    };
    if year % 10 != 0 {
        return None;
    }
    let hyphen = view.dash(at + 1) && view.tight(at + 1);
    let ending = if hyphen { at + 2 } else { at + 1 };
    let end = view.is(ending, WordClass::Decades).filter(|_| view.tight(ending))?;
    let russian = !view.word(ending)?.is_ascii() && !view.folded(ending).starts_with(['\'', '’']);
    if russian != hyphen {
        return None;
    }
    if digits == 2 && !russian && is_age(view, at) {
        return None;
    }
    // «с 58-го места на 40-е».
    if russian && digits == 2 && view.has(at.wrapping_sub(1), Set::Na) && unit_at(view, end).is_none() {
        return None;
    }
    // "the 1800s" are a century, «1800-е» ten years.
    if !russian && digits == 4 && year % 100 == 0 && year <= LAST_HUNDREDS {
        return Some((Point::new(Some(u16::try_from(year).ok()?), Unit::Century), end));
    }
    let years = unit_at(view, end).filter(|&(unit, _)| unit == CalendarUnit::Year).map(|(_, end)| end);
    let end = years.filter(|_| russian).unwrap_or(end);
    let (year, end) = match named_century(view, end).filter(|_| digits == 2) {
        Some((first, end)) => (first + number, end),
        None => (year, end),
    };
    Some((Point::new(Some(u16::try_from(year).ok()?), Unit::Decade), end))
}

/// "in his 20s", "a man in his late 20s".
fn is_age(view: &View, at: usize) -> bool {
    let part = view.calendar_before(at, Sort::Part.bit(), |_| Some(())).map_or(at, |((), start)| start);
    view.has(part.wrapping_sub(1), Set::Possessive)
}

/// "the nineties", «девяностые годы», «в начале девяностых»: of the last century, or of the one that is named.
fn decade_in_words(view: &View, at: usize) -> Option<(Point, usize)> {
    let pick = |word| if let CalendarWord::Tens(tens) = word { Some(tens) } else { None };
    let (tens, end) = view.calendar(at, Sort::Tens.bit(), pick)?;
    let english = view.word(at)?.is_ascii();
    let years = unit_at(view, end).filter(|&(unit, _)| unit == CalendarUnit::Year).map(|(_, end)| end);
    let part = after_month_or_part(view, at);
    let named =
        if english { view.has(at.wrapping_sub(1), Set::The) || part } else { years.is_some() || part };
    let end = years.unwrap_or(end);
    let (first, end) = named_century(view, end).unwrap_or((1900, end));
    named
        .then(|| Some((Point::new(Some(u16::try_from(first).ok()? + u16::from(tens)), Unit::Decade), end)))?
}

/// «XX века», "of the 19th century" behind a decade in two digits: the year that its first is counted from.
fn named_century(view: &View, at: usize) -> Option<(u32, usize)> {
    let next = view.is(at, WordClass::Of).unwrap_or(at);
    if let Some((century, end)) = century(view, next) {
        return Some((u32::from(century.year?) - 1, end));
    }
    let last = view
        .calendar(next, Sort::Relative.bit(), |word| (word == CalendarWord::Relative(-1)).then_some(()))?
        .1;
    let (_, end) = unit_at(view, last).filter(|&(unit, _)| unit == CalendarUnit::Century)?;
    Some((1900, end))
}

/// "21st century", «XX век», "nineteenth century".
pub(super) fn century(view: &View, at: usize) -> Option<(Point, usize)> {
    let (ordinal, next) = ordinal_at(view, at)?;
    // "16th-century", and "the 19th and early 20th century", where the word stands behind the second.
    let hyphen = view.dash(next) && view.tight(next) && view.tight(next + 1);
    let (unit, end) = unit_at(view, if hyphen { next + 1 } else { next })
        .or_else(|| Some((shared_century(view, next)?, next)))?;
    let sound = unit == CalendarUnit::Century
        && view.is(end, WordClass::BeforeEra).is_none()
        && (1..=30).contains(&ordinal)
        && (next > at + 1 || view.digits(at).is_none());
    sound.then(|| Some((Point::new(Some(u16::try_from(ordinal * 100 - 99).ok()?), Unit::Century), end)))?
}

/// "and early 20th century", "to 18th centuries" behind an ordinal.
fn shared_century(view: &View, at: usize) -> Option<CalendarUnit> {
    let joint = view
        .is(at, WordClass::And)
        .or_else(|| view.is(at, WordClass::To))
        .or_else(|| view.dash(at).then_some(at + 1))?;
    let joint = super::part_at(view, joint).map_or(joint, |(_, end)| end);
    let (_, next) =
        ordinal_at(view, joint).filter(|&(_, next)| next > joint + 1 || view.digits(joint).is_none())?;
    unit_at(view, next).map(|(unit, _)| unit).filter(|&unit| unit == CalendarUnit::Century)
}
