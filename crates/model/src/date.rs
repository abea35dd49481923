//! Calendar days without time or zone.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A day of the proleptic Gregorian calendar, written `YYYY-MM-DD` (ISO 8601). Years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// A day that no calendar has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day of the calendar (YYYY-MM-DD)")]
pub struct DayError(pub String);

impl Day {
    /// The given day, or `None` where the calendar has none such.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let known = (1..=9999).contains(&year) && (1..=12).contains(&month);
        (known && (1..=Self::days_in_month(year, month)).contains(&day)).then_some(Self { year, month, day })
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Number of days in a month (`month` in 1 to 12).
    pub fn days_in_month(year: u16, month: u8) -> u8 {
        match month {
            4 | 6 | 9 | 11 => 30,
            2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Days since 0001-01-01, which is day 0.
    pub fn number(self) -> i32 {
        let (year, month) = if self.month > 2 {
            (i32::from(self.year), i32::from(self.month) - 3)
        } else {
            (i32::from(self.year) - 1, i32::from(self.month) + 9)
        };
        // Count from 1 March, so that the leap day is the last of its year.
        year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + i32::from(self.day) - 307
    }

    /// The day with the given [`Day::number`], or `None` outside years 1 to 9999.
    pub fn from_number(number: i32) -> Option<Self> {
        if !(0..=3_652_058).contains(&number) {
            return None;
        }
        let n = number + 306;
        let era = n / 146_097;
        let of_era = n % 146_097;
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        Day::new(
            u16::try_from(era * 400 + year_of_era + carry).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// The day `days` later (earlier where negative), or `None` outside years 1 to 9999.
    pub fn plus(self, days: i32) -> Option<Self> {
        Self::from_number(self.number().checked_add(days)?)
    }

    /// Day of the week, Monday = 1 to Sunday = 7 (ISO 8601).
    pub fn weekday(self) -> u8 {
        u8::try_from(self.number().rem_euclid(7) + 1).expect("a remainder of 7 fits")
    }

    /// First day of this day's month.
    pub fn month_start(self) -> Self {
        Self { day: 1, ..self }
    }

    /// Last day of this day's month.
    pub fn month_end(self) -> Self {
        Self { day: Self::days_in_month(self.year, self.month), ..self }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let parse = || {
            let bytes = text.as_bytes();
            if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
                return None;
            }
            let part = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
            Day::new(part(0, 4)?, u8::try_from(part(5, 7)?).ok()?, u8::try_from(part(8, 10)?).ok()?)
        };
        parse().ok_or_else(|| DayError(text.to_owned()))
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_without_gap_over_all_years() {
        assert_eq!(Day::new(1, 1, 1).unwrap().number(), 0);
        let mut previous = None;
        for number in (0..=3_652_058).step_by(97).chain([3_652_058]) {
            let day = Day::from_number(number).unwrap();
            assert_eq!(day.number(), number);
            assert!(previous < Some(day));
            previous = Some(day);
        }
        assert_eq!(previous, Day::new(9999, 12, 31));
    }

    #[test]
    fn knows_weekdays_and_leap_years() {
        assert_eq!("2024-06-23".parse::<Day>().unwrap().weekday(), 7);
        assert_eq!("2019-06-26".parse::<Day>().unwrap().weekday(), 3);
        assert!(
            Day::new(2023, 2, 29).is_none()
                && Day::new(2024, 2, 29).is_some()
                && Day::new(1900, 2, 29).is_none()
        );
        assert_eq!(Day::new(2024, 2, 28).unwrap().plus(2), Day::new(2024, 3, 1));
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in ["2024-13-01", "2024-1-01", "дддд-дд", "2024-02-30", ""] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
