//! Times of day: 12:19, 5:30 p.m., 14:00 MSK, «в 10 часов утра».

use svodka_model::{TimeValue, Value};

use crate::amount::is_name;
use crate::found::Found;
use crate::print::push_padded;
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

/// The time of day that begins at `at`.
pub(crate) fn time(view: &View, at: usize) -> Option<Found> {
    let plain = view.is_word(at + 1) && !view.tight(at + 1) && !view.has(at + 1, Set::AfterHour);
    let clock_word = Sense::CALENDAR | Sense::ZONE | Sense::NUMERAL;
    if view.integer(at).is_some() && plain && view.mask(at + 1) & clock_word == 0 {
        return None;
    }
    let last = ends_range(view, at);
    if view.digits(at).is_some() && is_name(view, at) && !last || follows_score(view, at) {
        return None;
    }
    let (mut hour, minute, second, mut end, mut sure) = clock(view, at)
        .or_else(|| military(view, at))
        .or_else(|| spoken(view, at))
        .or_else(|| named(view, at))
        .or_else(|| bare_hour(view, at))?;
    let half = half_day(view, end);
    if let Some((pm, after)) = half {
        hour = match (pm, hour) {
            (true, 1..=11) => hour + 12,
            (false, 12) => 0,
            _ => hour,
        };
        end = after;
    }
    if half.is_none()
        && !sure
        && let Some(other) = range_end(view, at, end)
    {
        sure = true;
        if let Some(pm) = other.pm {
            hour = match (pm, hour) {
                (true, 1..=11) if (hour, minute) <= (other.hour % 12, other.minute) => hour + 12,
                (false, 12) => 0,
                _ => hour,
            };
        }
    }
    sure |= last && end == at + 3;
    let zoned = last && zone(view, end).is_some();
    if !sure && half.is_none() && !zoned && bare_hour(view, at).is_some_and(|bare| bare.3 == end) {
        return None;
    }
    let zone = zone(view, end);
    if let Some((_, after)) = &zone {
        end = *after;
    }
    let cue = view
        .calendar_before(at, Sort::BOUNDS | Sort::During.bit(), |word| {
            matches!(
                word,
                CalendarWord::During
                    | CalendarWord::Until
                    | CalendarWord::By
                    | CalendarWord::Since
                    | CalendarWord::After
                    | CalendarWord::Before
            )
            .then_some(())
        })
        .is_some()
        || view.has(at.wrapping_sub(1), Set::At);
    if !(sure || half.is_some() || zone.is_some() || cue && end > at + 1) {
        return None;
    }
    let mut iso = String::with_capacity(8);
    for (part, mark) in [(Some(hour), ""), (Some(minute), ":"), (second, ":")] {
        let Some(part) = part else { continue };
        iso.push_str(mark);
        push_padded(&mut iso, part.into(), 2);
    }
    let value = TimeValue { iso, zone: zone.map(|(zone, _)| zone.to_owned()) };
    Some(Found::new(at, end, Value::Time(value), "time.clock", 960))
}

/// The time at the other end of a range.
struct RangeEnd {
    hour: u32,
    minute: u32,
    pm: Option<bool>,
}

/// "9:30 [- 11:00]", "5 [to 6pm]", "between 10 [and 11:30]": the time behind what joins the ends of a range, if one of
/// the two is surely a time.
fn range_end(view: &View, at: usize, end: usize) -> Option<RangeEnd> {
    let before = at.wrapping_sub(1);
    let joins = view.dash(end)
        || view.has(end, Set::TimeTo)
        || view.has(before, Set::Between) && view.has(end, Set::AndWord);
    let next = end + 1;
    let (hour, minute, _, after, _) = clock(view, next)
        .or_else(|| spoken(view, next))
        .or_else(|| bare_hour(view, next))
        .filter(|_| joins)?;
    let pm = half_day(view, after).map(|(pm, _)| pm);
    let (first_colon, second_colon) = (end == at + 3, after >= next + 3);
    let asked = view.has(before, Set::TimeFrom);
    let worded = after == next + 2 && view.digits(next + 1).is_none();
    let zoned = first_colon && zone(view, after).is_some();
    let sound = pm.is_some()
        || first_colon && (second_colon || worded)
        || (second_colon || worded && view.has(end, Set::UpTo)) && asked
        || zoned;
    sound.then_some(RangeEnd { hour, minute, pm })
}

/// "9:30 - 11:00", "from 7 to 7:30", "1-3 pm": whether a range of times may end in the second.
fn ends_range(view: &View, at: usize) -> bool {
    let words = view.has(at.wrapping_sub(1), Set::TimeToAnd);
    if at < view.start + 2 || !words && !view.dash(at - 1) {
        return false;
    }
    let number = |at: usize| view.integer(at).is_some_and(|(n, digits)| n < 60 && digits <= 2);
    let first = at - 2;
    let colon = first >= view.start + 2 && view.punct(first - 1) == Some(':') && number(first - 2);
    let before = if colon { first.wrapping_sub(3) } else { first.wrapping_sub(1) };
    let asked = view.has(before, Set::TimeOpened);
    let words = words && (!view.has(at - 1, Set::AndWord) || view.has(before, Set::Between));
    let half =
        half_day(view, at + 1).or_else(|| half_day(view, at + 3)).is_some() || zone(view, at + 1).is_some();
    number(first) && (view.dash(at - 1) || words) && (colon || asked || half)
}

/// "5" of "5 to 6pm": an hour only where a range goes on with a time.
fn bare_hour(view: &View, at: usize) -> Option<Clock> {
    let (hour, _) = view.integer(at).filter(|&(hour, digits)| hour < 24 && digits <= 2)?;
    Some((hour, 0, None, at + 1, false))
}

/// "0500 GMT", "1830 hours", "330 p.m.".
fn military(view: &View, at: usize) -> Option<Clock> {
    let (number, _) = view.integer(at).filter(|&(_, digits)| matches!(digits, 3 | 4))?;
    let (hour, minute) = (number / 100, number % 100);
    if half_day(view, at + 1).is_some() && (1..=12).contains(&hour) && minute < 60 {
        return Some((hour, minute, None, at + 1, true));
    }
    view.digits(at).filter(|digits| digits.len() == 4)?;
    let hours =
        view.has(at + 1, Set::Hours) && view.digits(at)?.starts_with(['0', '1', '2']) && minute % 5 == 0;
    let zoned = zone(view, at + 1).is_some() && !view.tight(at + 1);
    let at_sign = view.has(at.wrapping_sub(1), Set::AtTime);
    let end = if hours && at_sign { at + 2 } else { at + 1 };
    (hour < 24 && minute < 60 && (hours && at_sign || zoned)).then_some((hour, minute, None, end, true))
}

type Clock = (u32, u32, Option<u32>, usize, bool);

/// "12:19", "9:30:15".
fn clock(view: &View, at: usize) -> Option<Clock> {
    let (hour, digits) = view.integer(at).filter(|&(hour, digits)| hour < 24 && digits <= 2)?;
    let part = |at: usize| {
        let colon = view.punct(at) == Some(':') && view.tight(at) && view.tight(at + 1);
        view.integer(at + 1).filter(|&(n, digits)| colon && digits == 2 && n < 60).map(|(n, _)| n)
    };
    let minute = part(at + 1)?;
    let second = part(at + 3);
    let end = if second.is_some() { at + 5 } else { at + 3 };
    if view.punct(end) == Some(':') && view.tight(end) && view.tight(end + 1) {
        return None;
    }
    // "15:28-46" are verses: the other end of a range of times has its own colon.
    let verses = view.dash(end) && view.tight(end) && view.tight(end + 1) && second.is_none();
    let colon = view.punct(end + 2) == Some(':') || half_day(view, end + 2).is_some();
    if verses && view.integer(end + 1).is_some() && !colon {
        return None;
    }
    let sure = stands_apart(view, at) && !alone_in_brackets(view, at, end);
    Some((hour, minute, second, end, sure && (digits == 2 || after_day(view, at))))
}

/// "(21:46)": behind no day it is a verse, a minute of play or the length of a song.
fn alone_in_brackets(view: &View, at: usize, end: usize) -> bool {
    let brackets = at > view.start && view.punct(at - 1) == Some('(') && view.punct(end) == Some(')');
    let day = Sort::Weekday.bit() | Sort::Day.bit() | Sort::Month.bit();
    let dated = || {
        let before = at - 1;
        view.calendar_before(before, day, |_| Some(())).is_some()
            || view.digits(before.wrapping_sub(1)).is_some()
    };
    brackets && !dated()
}

/// "Thursday 8:00", "tomorrow 3:30".
fn after_day(view: &View, at: usize) -> bool {
    let pick = |word| matches!(word, CalendarWord::Weekday(_) | CalendarWord::Day(_)).then_some(());
    let ordinal = at >= view.start + 3
        && view.is(at - 1, WordClass::OrdinalEnding).is_some()
        && view.tight(at - 1)
        && super::date::month_at(view, at - 3).is_some();
    view.calendar_before(at, Sort::Weekday.bit() | Sort::Day.bit(), pick).is_some() || ordinal
}

/// "0:1 – 01:23 Semin": the minute of a goal behind a score.
fn follows_score(view: &View, at: usize) -> bool {
    at > view.start + 3
        && view.dash(at - 1)
        && view.punct(at - 3) == Some(':')
        && view.integer(at - 2).is_some_and(|(_, digits)| digits == 1)
}

/// Whether no word that is neither a date nor a preposition stands right before the time: a score has one.
fn stands_apart(view: &View, at: usize) -> bool {
    at == view.start
        || !view.is_word(at - 1)
        || after_day(view, at)
        || view.calendar_before(at, Sort::ALL, |_| Some(())).is_some()
        || view.is_stop(at - 1)
}

/// "5 p.m.", "9 o'clock", «15 часов 30 минут», «10 часов утра», «14.00».
fn spoken(view: &View, at: usize) -> Option<Clock> {
    if let Some((hour, minute)) = dotted(view, at) {
        return Some((hour, minute, None, at + 1, true));
    }
    let number = crate::number::number(view, at).filter(|n| !n.ordinal && n.scale.is_none())?;
    let hour = u32::try_from(crate::amount::whole(number.value)?).ok().filter(|&hour| hour <= 24)?;
    let russian = view.word(number.end).is_some_and(|word| !word.is_ascii());
    let before = at.wrapping_sub(1);
    let asked = !russian
        || view.has(before, Set::AtHour)
            && (view.has(before, Set::AtAge) || !view.has(number.end, Set::DayWord));
    if half_day(view, number.end).is_some() && (1..=12).contains(&hour) && asked {
        return Some((hour, 0, None, number.end, false));
    }
    if view.has(number.end, Set::Oclock) && hour > 0 {
        return Some((hour, 0, None, number.end + 1, true));
    }
    let unit = |at: usize, wanted: CalendarUnit| {
        view.calendar(at, Sort::Unit.bit(), |word| (word == CalendarWord::Unit(wanted)).then_some(()))
            .map(|(_, end)| end)
    };
    // «с 10 до 14 часов».
    let set =
        || (at.saturating_sub(5).max(view.start)..at).any(|at| view.is(at, WordClass::Future).is_some());
    let asked = view.has(before, Set::HourAsked) || view.has(before, Set::Na) && hour >= 6 && set();
    let span = asked
        || view.has(before, Set::UpTo)
            && at >= view.start + 3
            && (at.saturating_sub(5).max(view.start)..at - 2)
                .any(|first| view.has(first, Set::With) && view.digits(first + 1).is_some());
    let end =
        unit(number.end, CalendarUnit::Hour).filter(|_| hour < 24 && view.has(number.end, Set::HourWord))?;
    if let Some((minute, _)) = view.integer(end).filter(|&(n, _)| n < 60)
        && let Some(end) = unit(end + 1, CalendarUnit::Minute)
        && (view.has(at.wrapping_sub(1), Set::HourBefore)
            || zone(view, end).is_some()
            || names_time(view, end))
    {
        return Some((hour, minute, None, end, true));
    }
    (span || half_day(view, end).is_some() || zone(view, end).is_some()).then_some((hour, 0, None, end, span))
}

/// «13 часов 30 минут (среднеевропейское время, UTC+1)»: a bracket that says of which place the time is.
fn names_time(view: &View, at: usize) -> bool {
    let inside = (at + 1..at + 5).take_while(|&at| view.punct(at) != Some(')'));
    view.punct(at) == Some('(')
        && inside.into_iter().any(|at| view.has(at, Set::TimeWord) || view.mask(at) & Sense::ZONE != 0)
}

/// «в 14.00», "6.45 am": a full stop between hour and minute, where a preposition, a zone or "am" asks for a time.
fn dotted(view: &View, at: usize) -> Option<(u32, u32)> {
    let (hour, minute) = view.digits(at)?.split_once('.')?;
    let sound = hour.len() <= 2 && minute.len() == 2;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let english = view.word(at + 1).is_some_and(str::is_ascii);
    let marked = zone(view, at + 1).is_some() || english && half_day(view, at + 1).is_some();
    let day = |word| matches!(word, CalendarWord::Weekday(_)).then_some(());
    let closed = view.token(at + 1).is_none()
        || view.punct(at + 1).is_some()
        || view.calendar(at + 1, Sort::Weekday.bit(), day).is_some();
    let before = at.wrapping_sub(1);
    let on_day = || view.has(before, Set::Na) && view.calendar(at + 1, Sort::Weekday.bit(), day).is_some();
    let step = match () {
        () if view.has(before, Set::AtAge) || on_day() => 5,
        () if view.has(before, Set::At) => 15,
        () => 60,
    };
    let asked = marked || closed && step < 60 && minute % step == 0;
    (sound && hour < 24 && minute < 60 && asked).then_some((hour, minute))
}

/// "noon", «полночь».
fn named(view: &View, at: usize) -> Option<Clock> {
    let (hour, end) = view.calendar(at, Sort::Clock.bit(), |word| {
        if let CalendarWord::Clock(hour) = word { Some(hour) } else { None }
    })?;
    Some((hour.into(), 0, None, end, true))
}

fn half_day(view: &View, at: usize) -> Option<(bool, usize)> {
    // "3:15p".
    let minutes =
        view.tight(at) && at >= view.start + 3 && view.punct(at - 2) == Some(':') && !view.tight(at + 1);
    if minutes && view.has(at, Set::HalfLetter) {
        return Some((view.has(at, Set::Pm), at + 1));
    }
    view.calendar(
        at,
        Sort::HalfDay.bit(),
        |word| if let CalendarWord::HalfDay(pm) = word { Some(pm) } else { None },
    )
}

fn zone<'a>(view: &View<'a>, at: usize) -> Option<(&'a str, usize)> {
    let bracket = view.punct(at) == Some('(');
    let start = if bracket { at + 1 } else { at };
    let (zone, end) = view
        .find_in(Sense::ZONE, start, |sense| if let Sense::Zone(zone) = sense { Some(zone) } else { None })?;
    let lexicon = view.lexicon;
    let word = view.word(start)?;
    let capital = view.capitalized(start) || !word.is_ascii() || end > start + 1 || word.len() > 2;
    let end = if bracket { (view.punct(end) == Some(')')).then_some(end + 1)? } else { end };
    capital.then(|| (lexicon.zones[zone as usize], end))
}
