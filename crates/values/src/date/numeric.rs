//! Dates in digits: 07.02.2018, 6/25/2019, 2019-06-26T12:19, 25.06.

use svodka_model::Language;

use crate::amount::language;
use crate::period::{Point, Unit};
use crate::view::View;

/// The date in digits at `at`.
pub(crate) fn numeric(view: &View, at: usize) -> Option<(Point, usize)> {
    dotted(view, at).or_else(|| parted(view, at)).or_else(|| month_and_year(view, at))
}

/// Whether the token is of three numbers with full stops between.
pub(crate) fn is_dotted(view: &View, at: usize) -> bool {
    view.integer(at).is_none() && view.digits(at).is_some_and(|digits| digits.split('.').count() == 3)
}

/// One token: "07.02.2018", "07.02.18", "2018.02.07"; «07.02.2018 г.» leaves the «г.» to the caller.
fn dotted(view: &View, at: usize) -> Option<(Point, usize)> {
    let mut parts = view.digits(at)?.split('.');
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some()
        || view.tight(at + 1) && (view.is_word(at + 1) && !view.folded(at + 1).starts_with('г'))
    {
        return None;
    }
    let short = a.len() <= 2 && b.len() == 2 && c.len() == 2 && a.len() == 2;
    let point = if a.len() == 4 {
        of_parts(year(a)?, small(b)?, small(c)?)
    } else if c.len() == 4 || short {
        // Full stops part day, month, year in every country that uses them.
        of_parts(year(c)?, small(b)?, small(a)?)
    } else {
        None
    };
    point.map(|point| (point, at + 1))
}

/// "14.-15.10.2013", "14./15.10.2018", «14–15.10.2013»: two days of one month.
pub(crate) fn days(view: &View, at: usize) -> Option<(Point, Point, usize)> {
    let (day, _) = view.integer(at).filter(|&(day, digits)| digits <= 2 && day > 0)?;
    let stop = view.punct(at + 1) == Some('.') && view.tight(at + 1);
    let joint = if stop { at + 2 } else { at + 1 };
    let joined = view.dash(joint) || stop && view.punct(joint) == Some('/');
    let (last, end) = dotted(view, joint + 1).filter(|_| joined)?;
    let Unit::Day(month, last_day) = last.unit else { return None };
    let day = u8::try_from(day).ok().filter(|&day| day < last_day)?;
    Some((Point::new(last.year, Unit::Day(month, day)), last, end))
}

/// Three tokens of digits parted by "/" or "-".
fn parted(view: &View, at: usize) -> Option<(Point, usize)> {
    let mark =
        |at: usize| view.punct(at).filter(|&c| matches!(c, '/' | '-' | '‑' | '–')).filter(|_| view.tight(at));
    let (first, second) = (mark(at + 1)?, mark(at + 3)?);
    let part = |at: usize| view.integer(at).filter(|_| view.tight(at)).and_then(|_| view.digits(at));
    let (a, b, c) = (view.integer(at).and_then(|_| view.digits(at))?, part(at + 2)?, part(at + 4)?);
    let end = at + 5;
    let glued = view.tight(end)
        && (view.digits(end).is_some()
            || view.is_word(end) && !view.upper(end)
            || mark(end).is_some() && view.digits(end + 1).is_some());
    if first != second || glued {
        return None;
    }
    if a.len() == 4 && b.len() <= 2 && c.len() <= 2 {
        return of_parts(year(a)?, small(b)?, small(c)?).map(|point| (point, end));
    }
    if a.len() > 2 || b.len() > 2 || !(c.len() == 4 || c.len() == 2 && first == '/') {
        return None;
    }
    let (a, b, year) = (small(a)?, small(b)?, year(c)?);
    let day_first = language(view, at) == Language::Ru || a > 12 || first != '/';
    let point = if day_first { of_parts(year, b, a) } else { of_parts(year, a, b) };
    point.or_else(|| of_parts(year, b, a)).map(|point| (point, end))
}

/// "02/2013", "12-2015".
fn month_and_year(view: &View, at: usize) -> Option<(Point, usize)> {
    let (month, digits) = view.integer(at)?;
    let mark = view.punct(at + 1).filter(|_| view.tight(at + 1) && view.tight(at + 2))?;
    let sound = mark == '/' || mark == '-' && digits == 2;
    let year = super::year::four_digits(view, at + 2).filter(|year| sound && (1900..=2100).contains(year))?;
    let open = view.tight(at + 3) && (view.dash(at + 3) || view.punct(at + 3) == Some('/'));
    let month = u8::try_from(month).ok().filter(|month| !open && (1..=12).contains(month))?;
    Some((Point::new(Some(year), Unit::Month(month)), at + 3))
}

fn of_parts(year: u16, month: u8, day: u8) -> Option<Point> {
    let point = Point::new(Some(year), Unit::Day(month, day));
    point.days().map(|_| point)
}

fn small(digits: &str) -> Option<u8> {
    digits.parse().ok()
}

/// Four digits as they are; two digits within eighty years before and twenty after 2000.
fn year(digits: &str) -> Option<u16> {
    let number: u16 = digits.parse().ok()?;
    match digits.len() {
        4 => (1000..=2999).contains(&number).then_some(number),
        2 => Some(if number < 50 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}
