//! Finding written dates in short lines: mastheads, stamps, datelines, metadata fields.
//!
//! This is not the date grammar of running text; it knows only the absolute dates that head an article.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use svodka_model::{DateValue, Day, Precision};

use crate::letters::{any_byte, is_letter, small};
use crate::table::rows;

/// How `3/4/2019` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// A date found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where in the line: date with its weekday and time.
    pub range: Range<usize>,
    pub value: DateValue,
    /// Whether the weekday that is written beside fits; `None` where none is written.
    pub weekday_fits: Option<bool>,
    /// Day and month could be the other way round.
    pub ambiguous: bool,
}

/// A yearless date has no day, but month and day.
pub(crate) fn yearless(value: &DateValue) -> Option<(u8, u8)> {
    let rest = value.iso.strip_prefix("--")?;
    let (month, day) = rest.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// A value for one day, with minutes where `time` is given.
pub(crate) fn day_value(day: Day, time: Option<&str>) -> DateValue {
    let iso = time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}"));
    let precision = if time.is_some() { Precision::Minute } else { Precision::Day };
    DateValue { iso, start: Some(day), end: Some(day), precision, qualifier: None, basis: None }
}

/// All dates of a line, left to right.
pub(crate) fn find(line: &str, order: Order) -> Vec<Found> {
    if !any_byte(line.as_bytes(), |byte| byte.is_ascii_digit()) {
        return vec![];
    }
    let scan = Scan { line, tokens: tokens(line), order };
    let mut found = vec![];
    let mut at = 0;
    while at < scan.tokens.len() {
        match scan.date_at(at) {
            Some((date, next)) => {
                found.push(date);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The date with which a line begins.
pub(crate) fn first(line: &str, order: Order) -> Option<Found> {
    let end = line.find(|c| !is_letter(c)).unwrap_or(line.len());
    let named = end == 0 || name(&line[..end]) != Token::Word;
    let begins = named && !line.starts_with(char::is_whitespace);
    begins.then(|| find(line, order).into_iter().next()).flatten().filter(|date| date.range.start == 0)
}

/// A date in a machine-readable field (ISO 8601, RFC 2822 or written out).
pub(crate) fn parse_field(text: &str, order: Order) -> Option<Found> {
    find(text.trim(), order).into_iter().find(|date| date.value.start.is_some())
}

/// The first weekday that is written out, as its number and place.
pub(crate) fn weekday(text: &str) -> Option<(u8, Range<usize>)> {
    tokens(text).into_iter().find_map(|(token, range)| match token {
        Token::Weekday(number) if text[range.clone()].chars().count() >= 5 => Some((number, range)),
        _ => None,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(u32, u8),
    Month(u8),
    Weekday(u8),
    Word,
    Mark(char),
}

type Tokens = Vec<(Token, Range<usize>)>;

static NAMES: LazyLock<HashMap<&'static str, Token>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for row in rows(include_str!("../data/calendar.tsv")) {
        let number = row[1].parse().expect("calendar numbers are numbers");
        for form in row[2].split(' ') {
            names.insert(form, if row[0] == "month" { Token::Month(number) } else { Token::Weekday(number) });
        }
    }
    names
});

/// Whether a name begins so: most words are told by their first two letters from all names.
static OPENINGS: LazyLock<[bool; 1024]> = LazyLock::new(|| {
    let mut openings = [false; 1024];
    NAMES.keys().for_each(|name| openings[opening(name)] = true);
    openings
});

/// A number made of the first two letters of a word.
fn opening(word: &str) -> usize {
    word.chars().take(2).fold(0, |sum, c| (sum * 37 + small(c) as usize) % 1024)
}

/// Bytes of the longest name, with what capitals may have more.
static LONGEST_NAME: LazyLock<usize> =
    LazyLock::new(|| 2 + NAMES.keys().map(|name| name.len()).max().unwrap_or(0));

fn tokens(line: &str) -> Tokens {
    let mut tokens = vec![];
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut extend = |test: fn(char) -> bool| {
            while let Some(&(at, next)) = chars.peek().filter(|(_, next)| test(*next)) {
                end = at + next.len_utf8();
                chars.next();
            }
            end
        };
        let token = if c.is_ascii_digit() {
            let end = extend(|next| next.is_ascii_digit());
            let digits = &line[start..end];
            Token::Number(digits.parse().unwrap_or(u32::MAX), u8::try_from(digits.len()).unwrap_or(u8::MAX))
        } else if is_letter(c) {
            let end = extend(is_letter);
            name(&line[start..end])
        } else if c.is_whitespace() {
            continue;
        } else {
            Token::Mark(c)
        };
        tokens.push((token, start..end));
    }
    tokens
}

/// What a word names.
fn name(word: &str) -> Token {
    if word.len() > *LONGEST_NAME || !OPENINGS[opening(word)] {
        return Token::Word;
    }
    let lower: String = word.chars().map(small).collect();
    NAMES.get(lower.as_str()).copied().unwrap_or(Token::Word)
}

struct Scan<'a> {
    line: &'a str,
    tokens: Tokens,
    order: Order,
}

/// Day, month and year as written; year 0 where none is; day 0 for a whole month.
struct Parts {
    year: u32,
    month: u32,
    day: u32,
    ambiguous: bool,
    next: usize,
}

impl Scan<'_> {
    fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).map(|(token, _)| *token)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |(_, range)| &self.line[range.clone()])
    }

    fn is_mark(&self, at: usize, marks: &str) -> bool {
        matches!(self.token(at), Some(Token::Mark(mark)) if marks.contains(mark))
    }

    /// Whether nothing stands between the tokens before and at `at`.
    fn touches(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].1.end == self.tokens[at].1.start
    }

    fn date_at(&self, at: usize) -> Option<(Found, usize)> {
        let (weekday, first) = match self.token(at)? {
            Token::Weekday(number) => (Some(number), self.skip(at + 1, ".,")),
            _ => (None, at),
        };
        let (time_before, first) = match self.time_at(first) {
            Some((time, next)) if weekday.is_none() => (Some(time), self.skip(next, ",|")),
            _ => (None, first),
        };
        let parts = self.parts(first)?;
        let (weekday, mut next) = match self.weekday_behind(parts.next) {
            Some((number, next)) if weekday.is_none() => (Some(number), next),
            _ => (weekday, parts.next),
        };
        let mut time = time_before;
        if time.is_none() {
            let from = self.skip_joiners(next);
            if let Some((clock, end)) = self.time_at(from) {
                time = Some(clock);
                next = end;
            }
        }
        let value = value(&parts, time.as_deref())?;
        let range = self.tokens[at].1.start..self.tokens[next - 1].1.end;
        let weekday_fits =
            weekday.zip(value.start).filter(|_| parts.day > 0).map(|(written, day)| written == day.weekday());
        Some((Found { range, value, weekday_fits, ambiguous: parts.ambiguous }, next))
    }

    fn parts(&self, at: usize) -> Option<Parts> {
        match self.token(at)? {
            Token::Number(first, digits) if digits <= 2 => self.day_first(at, first),
            Token::Number(year, 4) => self.year_first(at, year),
            Token::Month(month) => self.month_first(at, month),
            _ => None,
        }
    }

    /// `7 February 2018`, `26th of June, 2019`, `14 мар`, `07.02.2018`, `6/26/2019`, `03-Oct-2024`.
    fn day_first(&self, at: usize, day: u32) -> Option<Parts> {
        if at > 0
            && self.touches(at)
            && self.is_mark(at - 1, ".-/:№")
            && matches!(self.token(at.wrapping_sub(2)), Some(Token::Number(..)))
        {
            return None; // the middle of a longer number
        }
        let ordinal = matches!(self.word(at + 1).to_lowercase().as_str(), "st" | "nd" | "rd" | "th");
        let mut next = at + 1 + usize::from(ordinal);
        next += usize::from(self.word(next).eq_ignore_ascii_case("of"));
        if let Some(Token::Month(month)) = self.token(self.skip(next, "-.")) {
            let (year, next) = self.year_behind(self.skip(next, "-.") + 1);
            return Some(Parts { year, month: u32::from(month), day, ambiguous: false, next });
        }
        let Some(Token::Mark(mark @ ('.' | '/' | '-'))) = self.token(at + 1) else { return None };
        let (Some(Token::Number(second, 1 | 2)), Some(Token::Mark(other)), Some(Token::Number(year, digits))) =
            (self.token(at + 2), self.token(at + 3), self.token(at + 4))
        else {
            return None;
        };
        let joined = (1..=4).all(|offset| self.touches(at + offset));
        let year = if digits == 2 && mark != '-' { year + if year < 70 { 2000 } else { 1900 } } else { year };
        if other != mark || !joined || !(digits == 4 || (digits == 2 && mark == '.')) {
            return None;
        }
        let month_first = second > 12 || (mark == '/' && day <= 12 && self.order == Order::MonthFirst);
        let (day, month) = if month_first { (second, day) } else { (day, second) };
        let ambiguous = mark == '/' && day <= 12 && month <= 12 && day != month;
        Some(Parts { year, month, day, ambiguous, next: self.year_word(at + 5) })
    }

    /// `2019-06-26`, `2019/06/26`, `2019.06.26`, `20190626` is not read.
    fn year_first(&self, at: usize, year: u32) -> Option<Parts> {
        let Some(Token::Mark(mark @ ('-' | '/' | '.'))) = self.token(at + 1) else { return None };
        let (Some(Token::Number(month, 1 | 2)), Some(Token::Mark(other)), Some(Token::Number(day, 1 | 2))) =
            (self.token(at + 2), self.token(at + 3), self.token(at + 4))
        else {
            return None;
        };
        let joined = (1..=4).all(|offset| self.touches(at + offset));
        (other == mark && joined).then_some(Parts { year, month, day, ambiguous: false, next: at + 5 })
    }

    /// `June 23, 2024`, `Oct. 17`, `November 2020`.
    fn month_first(&self, at: usize, month: u8) -> Option<Parts> {
        let next = self.skip(at + 1, ".");
        match self.token(next)? {
            Token::Number(year, 4) if plausible(year) => Some(Parts {
                year,
                month: u32::from(month),
                day: 0,
                ambiguous: false,
                next: self.year_word(next + 1),
            }),
            Token::Number(day, 1 | 2) => {
                let ordinal =
                    matches!(self.word(next + 1).to_lowercase().as_str(), "st" | "nd" | "rd" | "th");
                let (year, next) = self.year_behind(next + 1 + usize::from(ordinal));
                Some(Parts { year, month: u32::from(month), day, ambiguous: false, next })
            }
            _ => None,
        }
    }

    /// A year behind day and month, over a comma or full stop; 0 where there is none.
    fn year_behind(&self, at: usize) -> (u32, usize) {
        let next = self.skip(at, ".,-");
        match self.token(next) {
            Some(Token::Number(year, 4)) if plausible(year) && !self.is_mark(next + 1, ":") => {
                (year, self.year_word(next + 1))
            }
            _ => (0, at),
        }
    }

    /// «г.», «года» behind a year.
    fn year_word(&self, at: usize) -> usize {
        match self.word(at) {
            "г" => at + 1 + usize::from(self.is_mark(at + 1, ".")),
            "года" | "год" | "року" => at + 1,
            _ => at,
        }
    }

    fn weekday_behind(&self, at: usize) -> Option<(u8, usize)> {
        let next = self.skip(at, ",(");
        match self.token(next)? {
            Token::Weekday(number) => Some((number, next + 1 + usize::from(self.is_mark(next + 1, ")")))),
            _ => None,
        }
    }

    /// `12:19 PM`, `14:05:30`, `14:20+02:00`, `09:32:14 +0300`.
    fn time_at(&self, at: usize) -> Option<(String, usize)> {
        let (Some(Token::Number(mut hour, 1 | 2)), Some(Token::Mark(':')), Some(Token::Number(minute, 2))) =
            (self.token(at), self.token(at + 1), self.token(at + 2))
        else {
            return None;
        };
        let mut next = at + 3;
        if self.is_mark(next, ":") && matches!(self.token(next + 1), Some(Token::Number(_, 2))) {
            next += 2;
            if self.is_mark(next, ".")
                && self.touches(next)
                && matches!(self.token(next + 1), Some(Token::Number(..)))
                && self.touches(next + 1)
            {
                next += 2;
            }
        }
        let half: String = self.word(next).to_lowercase();
        let dotted = (half == "a" || half == "p")
            && self.is_mark(next + 1, ".")
            && self.word(next + 2).eq_ignore_ascii_case("m");
        if half == "am" || half == "pm" || dotted {
            hour = hour % 12 + if half.starts_with('p') { 12 } else { 0 };
            next += if dotted { 3 + usize::from(self.is_mark(next + 3, ".")) } else { 1 };
        }
        if hour > 23 || minute > 59 {
            return None;
        }
        let (offset, next) = self.offset_at(next);
        Some((format!("{hour:02}:{minute:02}{offset}"), next))
    }

    /// A numeric offset or a zone name behind a time.
    fn offset_at(&self, at: usize) -> (String, usize) {
        let sign = match self.token(at) {
            Some(Token::Mark(sign @ ('+' | '-' | '−'))) if self.touches(at + 1) => {
                if sign == '+' {
                    '+'
                } else {
                    '-'
                }
            }
            _ if matches!(self.word(at), "Z" | "UTC" | "GMT") => return ("Z".to_owned(), at + 1),
            _ if matches!(self.word(at), "MSK" | "МСК" | "мск") => {
                return ("+03:00".to_owned(), at + 1);
            }
            _ => return (String::new(), at),
        };
        match (self.token(at + 1), self.token(at + 2), self.token(at + 3)) {
            (Some(Token::Number(hours, 2)), Some(Token::Mark(':')), Some(Token::Number(minutes, 2))) => {
                (format!("{sign}{hours:02}:{minutes:02}"), at + 4)
            }
            (Some(Token::Number(both, 4)), ..) => {
                (format!("{sign}{:02}:{:02}", both / 100, both % 100), at + 2)
            }
            _ => (String::new(), at),
        }
    }

    fn skip(&self, at: usize, marks: &str) -> usize {
        at + usize::from(self.is_mark(at, marks))
    }

    /// What may stand between a date and its time: marks, `at`, `T`, «в».
    fn skip_joiners(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            if self.is_mark(at, ",|-–—·•/(") || matches!(self.word(at), "at" | "T" | "в" | "At") {
                at += 1;
            }
        }
        at
    }
}

fn plausible(year: u32) -> bool {
    (1900..=2100).contains(&year)
}

fn value(parts: &Parts, time: Option<&str>) -> Option<DateValue> {
    let (month, day) = (u8::try_from(parts.month).ok()?, u8::try_from(parts.day).ok()?);
    if parts.year == 0 {
        // A leap year, so that 29 February passes.
        Day::new(2000, month, day)?;
        let iso = format!("--{month:02}-{day:02}");
        return Some(DateValue {
            iso,
            start: None,
            end: None,
            precision: Precision::Day,
            qualifier: None,
            basis: None,
        });
    }
    let year = u16::try_from(parts.year).ok().filter(|&year| plausible(u32::from(year)))?;
    if day == 0 {
        let first = Day::new(year, month, 1)?;
        let iso = format!("{year:04}-{month:02}");
        return Some(DateValue {
            iso,
            start: Some(first),
            end: Some(first.month_end()),
            precision: Precision::Month,
            qualifier: None,
            basis: None,
        });
    }
    Some(day_value(Day::new(year, month, day)?, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[&str]) {
        let found = find(line, Order::MonthFirst);
        let drawn: Vec<String> = found
            .iter()
            .map(|date| {
                let weekday =
                    date.weekday_fits.map_or("", |fits| if fits { " weekday" } else { " wrong weekday" });
                format!("{}{}{}", date.value.iso, weekday, if date.ambiguous { " ambiguous" } else { "" })
            })
            .collect();
        assert_eq!(drawn, expected, "{line}");
    }

    #[test]
    fn reads_mastheads_and_stamps() {
        check("Sunday, June 23, 2024", &["2024-06-23 weekday"]);
        check("Monday, June 23, 2024", &["2024-06-23 wrong weekday"]);
        check("07.02.2018 Press release", &["2018-02-07"]);
        check("Wed 26th June 2019 | 12:19 PM", &["2019-06-26T12:19 weekday"]);
        check("UrduPoint News / Sputnik - 25th June, 2019", &["2019-06-25"]);
        check("12 апреля 2021, 14:05", &["2021-04-12T14:05"]);
        check("14:05, 12 апреля 2021 г.", &["2021-04-12T14:05"]);
        check("МОСКВА, 14 марта 2019 г. — РИА", &["2019-03-14"]);
        check("САНКТ-ПЕТЕРБУРГ, 10 апр —", &["--04-10"]);
        check("Oct. 17, 2018 --", &["2018-10-17"]);
        check("Posted by admin on 03-Oct-2024 at 08:45 | 3 comments", &["2024-10-03T08:45"]);
        check("Statistical bulletin No. 11, November 2020", &["2020-11"]);
        check("date 2019-06-26 site.com", &["2019-06-26"]);
        check("München, 9. Juli 2025 –", &["2025-07-09"]);
        check("ОДЕСА, 20 липня 2021 року.", &["2021-07-20"]);
    }

    #[test]
    fn reads_fields() {
        check("2017-06-21T14:20:00+02:00", &["2017-06-21T14:20+02:00"]);
        check("2020-01-05T00:00:00.000Z", &["2020-01-05T00:00Z"]);
        check("Mon, 12 Aug 2024 09:32:14 +0300", &["2024-08-12T09:32+03:00 weekday"]);
    }

    #[test]
    fn knows_what_is_ambiguous_or_no_date() {
        check("6/4/2019", &["2019-06-04 ambiguous"]);
        check("26/4/2019", &["2019-04-26"]);
        assert_eq!(find("6/4/2019", Order::DayFirst)[0].value.iso, "2019-04-06");
        check("31.02.2019 and 45.13.2020, 12 30, 5.3", &[]);
    }
}
