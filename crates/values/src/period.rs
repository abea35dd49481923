//! Calendar arithmetic: what a written date covers, from which day to which, and how ISO 8601 writes it.

use svodka_model::{DateValue, Day, Precision, Qualifier};

use crate::print::{self, push_day, push_decimal, push_month, push_month_day, push_padded};
use crate::sense::{CalendarUnit, Part};

/// A date as far as the words give it. What is absent comes from the other end of a range or the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) year: Option<u16>,
    pub(crate) unit: Unit,
    pub(crate) part: Option<Part>,
    pub(crate) weekday: Option<u8>,
    /// The rule that gave the year or day, where the words did not.
    pub(crate) basis: Option<&'static str>,
    /// A fiscal year, whose ends are not those of the calendar.
    pub(crate) fiscal: bool,
}

/// What a point covers within its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Month and day.
    Day(u8, u8),
    /// A day known in full, found by arithmetic.
    Exact(Day),
    /// From one day to another, found by arithmetic.
    Days(Day, Day),
    /// The week that begins on that Monday.
    Week(Day),
    Month(u8),
    Quarter(u8),
    Half(u8),
    /// The first so many months.
    Months(u8),
    /// Spring, summer, autumn, winter: 1 to 4.
    Season(u8),
    Year,
    /// The year and the next, as fiscal years are written: "2018/19".
    TwoYears,
    /// The decade that begins with the year.
    Decade,
    /// The century that begins with the year.
    Century,
}

impl Point {
    pub(crate) fn new(year: Option<u16>, unit: Unit) -> Self {
        Self { year, unit, part: None, weekday: None, basis: None, fiscal: false }
    }

    pub(crate) fn exact(day: Day, basis: &'static str) -> Self {
        Self { basis: Some(basis), ..Self::new(Some(day.year()), Unit::Exact(day)) }
    }

    /// The days from `first` to `last`, found by the rule `basis`.
    pub(crate) fn between(first: Day, last: Day, basis: &'static str) -> Option<Self> {
        let point = Self { basis: Some(basis), ..Self::new(Some(first.year()), Unit::Days(first, last)) };
        (first <= last).then_some(point)
    }

    pub(crate) fn precision(&self) -> Precision {
        match self.unit {
            _ if self.part.is_some() => Precision::PartOfYear,
            Unit::Day(..) | Unit::Exact(_) | Unit::Days(..) => Precision::Day,
            Unit::Week(_) => Precision::Week,
            Unit::Month(_) => Precision::Month,
            Unit::Quarter(_) => Precision::Quarter,
            Unit::Half(_) => Precision::Half,
            Unit::Months(_) => Precision::PartOfYear,
            Unit::Season(_) => Precision::Season,
            Unit::Year | Unit::TwoYears => Precision::Year,
            Unit::Decade => Precision::Decade,
            Unit::Century => Precision::Century,
        }
    }

    /// First and last day, if the year is known.
    pub(crate) fn days(&self) -> Option<(Day, Day)> {
        let (first, last) = self.whole_days()?;
        match self.part {
            None => Some((first, last)),
            Some(part) => stretch(first, last, part),
        }
    }

    fn whole_days(&self) -> Option<(Day, Day)> {
        let year = self.year;
        let months =
            |first: u8, last: u8| Some((Day::new(year?, first, 1)?, Day::new(year?, last, 1)?.month_end()));
        match self.unit {
            Unit::Exact(day) => Some((day, day)),
            Unit::Days(first, last) => Some((first, last)),
            Unit::Day(month, day) => Day::new(year?, month, day).map(|day| (day, day)),
            Unit::Week(monday) => Some((monday, monday.plus(6)?)),
            Unit::Month(month) => months(month, month),
            Unit::Quarter(quarter) => months(quarter * 3 - 2, quarter * 3),
            Unit::Half(half) => months(half * 6 - 5, half * 6),
            Unit::Months(count) => months(1, count),
            Unit::Season(4) => {
                Some((Day::new(year?, 12, 1)?, Day::new(year?.checked_add(1)?, 2, 1)?.month_end()))
            }
            Unit::Season(season) => months(season * 3, season * 3 + 2),
            Unit::Year | Unit::TwoYears if self.fiscal => None,
            Unit::Year => months(1, 12),
            Unit::TwoYears => Some((Day::new(year?, 1, 1)?, Day::new(year?.checked_add(1)?, 12, 31)?)),
            Unit::Decade => Some((Day::new(year?, 1, 1)?, Day::new(year?.checked_add(9)?, 12, 31)?)),
            Unit::Century => Some((Day::new(year?, 1, 1)?, Day::new(year?.checked_add(99)?, 12, 31)?)),
        }
    }

    /// ISO 8601, with `--` in place of an unknown year.
    pub(crate) fn iso(&self) -> String {
        if self.part.is_some() {
            return self.days().map_or_else(String::new, |(first, last)| print::days(first, last));
        }
        let mut out = String::with_capacity(21);
        let year = self.year;
        let mut months = |first: u8, last: u8, year_of_last: Option<u16>| {
            push_month(&mut out, year, first);
            if last != first {
                out.push('/');
                push_month(&mut out, year_of_last, last);
            }
        };
        match self.unit {
            Unit::Exact(day) => push_day(&mut out, day),
            Unit::Days(first, last) => return print::days(first, last),
            Unit::Day(month, day) => push_month_day(&mut out, year, month, day),
            Unit::Week(monday) => return iso_week(monday),
            Unit::Month(month) => months(month, month, year),
            Unit::Quarter(quarter) => months(quarter * 3 - 2, quarter * 3, year),
            Unit::Half(half) => months(half * 6 - 5, half * 6, year),
            Unit::Months(count) => months(1, count, year),
            Unit::Season(4) => months(12, 2, year.map(|year| year + 1)),
            Unit::Season(season) => months(season * 3, season * 3 + 2, year),
            Unit::Year => self.push_years(&mut out, 1),
            Unit::TwoYears => self.push_years(&mut out, 2),
            Unit::Decade => self.push_years(&mut out, 10),
            Unit::Century => self.push_years(&mut out, 100),
        }
        out
    }

    /// Appends so many years from that of the point; nothing where nothing is known of it ("this year" without a
    /// reference date).
    fn push_years(&self, out: &mut String, count: u16) {
        let Some(first) = self.year else { return };
        push_padded(out, first.into(), 4);
        if count > 1 {
            out.push('/');
            push_padded(out, u64::from(first) + u64::from(count) - 1, 4);
        }
    }

    /// The record of this point.
    pub(crate) fn value(&self) -> DateValue {
        let days = self.days();
        let known = self.year.is_some()
            || matches!(
                self.unit,
                Unit::Day(..)
                    | Unit::Month(_)
                    | Unit::Quarter(_)
                    | Unit::Half(_)
                    | Unit::Months(_)
                    | Unit::Season(_)
            );
        DateValue {
            iso: self.iso(),
            start: days.map(|(first, _)| first),
            end: days.map(|(_, last)| last),
            precision: if known { self.precision() } else { Precision::Unresolved },
            qualifier: self.part.map(|_| Qualifier::About),
            basis: self.basis.map(str::to_owned),
        }
    }
}

/// The record of a range from one point to another.
pub(crate) fn range(first: &Point, last: &Point) -> Option<DateValue> {
    let (start, end) = (first.days(), last.days());
    if let (Some((start, _)), Some((_, end))) = (start, end)
        && start > end
    {
        return None;
    }
    let (left, right) = (first.iso(), last.iso());
    let left = left.split_once('/').map_or(left.as_str(), |(left, _)| left);
    let right = right.split_once('/').map_or(right.as_str(), |(_, right)| right);
    Some(DateValue {
        iso: [left, "/", right].concat(),
        start: start.map(|(day, _)| day),
        end: end.map(|(_, day)| day),
        precision: first.precision().min(last.precision()),
        qualifier: None,
        basis: first.basis.or(last.basis).map(str::to_owned),
    })
}

/// The record of a period between two days that was counted from the reference date.
pub(crate) fn counted(first: Day, last: Day, precision: Precision, basis: &str) -> DateValue {
    DateValue {
        iso: print::days(first, last),
        start: Some(first),
        end: Some(last),
        precision,
        qualifier: None,
        basis: Some(basis.to_owned()),
    }
}

/// The record of a length of time.
pub(crate) fn duration(
    number: rust_decimal::Decimal,
    max: Option<rust_decimal::Decimal>,
    unit: CalendarUnit,
) -> DateValue {
    let (before, times, letter) = match unit {
        CalendarUnit::Second => ("PT", 1, 'S'),
        CalendarUnit::Minute => ("PT", 1, 'M'),
        CalendarUnit::Hour => ("PT", 1, 'H'),
        CalendarUnit::Day => ("P", 1, 'D'),
        CalendarUnit::Week => ("P", 1, 'W'),
        CalendarUnit::Fortnight => ("P", 2, 'W'),
        CalendarUnit::Month => ("P", 1, 'M'),
        CalendarUnit::Quarter => ("P", 3, 'M'),
        CalendarUnit::Half => ("P", 6, 'M'),
        CalendarUnit::Year => ("P", 1, 'Y'),
        CalendarUnit::Decade => ("P", 10, 'Y'),
        CalendarUnit::Century => ("P", 100, 'Y'),
    };
    let mut iso = String::with_capacity(8);
    for number in [Some(number), max].into_iter().flatten() {
        if !iso.is_empty() {
            iso.push('/');
        }
        let product = number.checked_mul(rust_decimal::Decimal::from(times)).unwrap_or(number);
        iso.push_str(before);
        push_decimal(&mut iso, product.normalize());
        iso.push(letter);
    }
    DateValue { iso, start: None, end: None, precision: Precision::Duration, qualifier: None, basis: None }
}

/// The first half, the middle half or the second half of a period.
fn stretch(first: Day, last: Day, part: Part) -> Option<(Day, Day)> {
    if first.month() == last.month() && first.year() == last.year() && first != last {
        let day = |day: u8| Day::new(first.year(), first.month(), day);
        return match part {
            Part::Early => Some((first, day(15)?)),
            Part::Mid => Some((day(10)?, day(20)?)),
            Part::Late => Some((day(16)?, last)),
        };
    }
    let months =
        i32::from(last.year() - first.year()) * 12 + i32::from(last.month()) - i32::from(first.month()) + 1;
    let at = |months: i32| plus_months(first, months);
    match part {
        Part::Early => Some((first, at((months / 2).max(1))?.plus(-1)?)),
        Part::Mid => Some((at(months / 4)?, at(months - months / 4)?.plus(-1)?)),
        Part::Late => Some((at(months / 2)?, last)),
    }
}

/// The day so many months later, cut to the end of a shorter month.
pub(crate) fn plus_months(day: Day, months: i32) -> Option<Day> {
    let total = i32::from(day.year())
        .checked_mul(12)?
        .checked_add(i32::from(day.month()) - 1)?
        .checked_add(months)?;
    let year = u16::try_from(total.div_euclid(12)).ok()?;
    let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
    (1..=9999).contains(&year).then_some(())?;
    Day::new(year, month, day.day().min(Day::days_in_month(year, month)))
}

/// The Monday of the day's week.
pub(crate) fn monday(day: Day) -> Option<Day> {
    day.plus(1 - i32::from(day.weekday()))
}

/// "2018-W11": the week belongs to the year of its Thursday.
fn iso_week(monday: Day) -> String {
    let Some(thursday) = monday.plus(3) else { return String::new() };
    let first = Day::new(thursday.year(), 1, 1).map_or(0, Day::number);
    format!("{:04}-W{:02}", thursday.year(), (thursday.number() - first) / 7 + 1)
}

/// The period of `unit` that lies `offset` periods from the one that holds `day`.
pub(crate) fn neighbour(day: Day, unit: CalendarUnit, offset: i32, basis: &'static str) -> Option<Point> {
    let shifted = |months: i32| plus_months(day.month_start(), months.checked_mul(offset)?);
    let year = |offset: i32| {
        u16::try_from(i32::from(day.year()).checked_add(offset)?).ok().filter(|y| (1..=9999).contains(y))
    };
    let point = match unit {
        CalendarUnit::Day => return day.plus(offset).map(|day| Point::exact(day, basis)),
        CalendarUnit::Week => {
            let monday = monday(day)?.plus(offset.checked_mul(7)?)?;
            Point::new(Some(monday.year()), Unit::Week(monday))
        }
        CalendarUnit::Fortnight => return neighbour(day, CalendarUnit::Week, offset.checked_mul(2)?, basis),
        CalendarUnit::Month => {
            shifted(1).map(|day| Point::new(Some(day.year()), Unit::Month(day.month())))?
        }
        CalendarUnit::Quarter => {
            shifted(3).map(|day| Point::new(Some(day.year()), Unit::Quarter((day.month() - 1) / 3 + 1)))?
        }
        CalendarUnit::Half => {
            shifted(6).map(|day| Point::new(Some(day.year()), Unit::Half((day.month() - 1) / 6 + 1)))?
        }
        CalendarUnit::Year => Point::new(Some(year(offset)?), Unit::Year),
        CalendarUnit::Decade => Point::new(Some(year(offset.checked_mul(10)?)? / 10 * 10), Unit::Decade),
        CalendarUnit::Century => {
            Point::new(Some((year(offset.checked_mul(100)?)? - 1) / 100 * 100 + 1), Unit::Century)
        }
        CalendarUnit::Second | CalendarUnit::Minute | CalendarUnit::Hour => return None,
    };
    Some(Point { basis: Some(basis), ..point })
}
