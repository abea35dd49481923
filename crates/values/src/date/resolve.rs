//! Filling in what the words leave out, from the other end of a range or from the reference date.

use svodka_model::Day;
use svodka_text::grammar::{Pos, Tense as VerbTense};

use crate::Direction;
use crate::period::{Point, Unit};
use crate::sense::{CalendarSort as Sort, CalendarWord, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

/// Against what dates are resolved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context {
    pub(crate) reference: Option<Day>,
    pub(crate) direction: Direction,
}

/// Whether a sentence speaks of what was or of what is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Unknown,
}

/// How many tokens around a date are read for its tense.
const WINDOW: usize = 20;

const NEAREST: &str = "year nearest to the reference date";
const NEXT: &str = "next such date from the reference date on";
const LAST: &str = "last such date up to the reference date";
const WEEKDAY: &str = "year in which the date has that weekday";

/// The tense around `first..end`, by the words that tell it; those nearer win.
pub(crate) fn tense(view: &View, first: usize, end: usize) -> Tense {
    // "wheat for December delivery".
    if view.has(first.wrapping_sub(1), Set::For) && view.has(end, Set::Delivered) {
        return Tense::Future;
    }
    // "parliament set February 25 for the vote".
    if view.has(first.wrapping_sub(1), Set::SetsDay) && view.has(end, Set::For) {
        return Tense::Future;
    }
    let bounded = bounded_tense(view, first);
    if bounded == Some(Tense::Past) {
        return Tense::Past;
    }
    let Some(sentence) = view.sentence(first) else { return Tense::Unknown };
    let read = |at: usize| {
        if view.is(at, WordClass::Future).is_some() {
            Some(Tense::Future)
        } else if view.is(at, WordClass::Past).is_some() && !is_passive(view, at) || is_past_verb(view, at) {
            Some(Tense::Past)
        } else {
            verb_tense(view, at)
        }
    };
    let before = (sentence.first.max(first.saturating_sub(WINDOW))..first)
        .rev()
        .find_map(|at| Some((first - at, read(at)?)));
    let told = before.is_some_and(|(_, tense)| tense == Tense::Past);
    let after = (end..sentence.end.min(end + WINDOW))
        .take_while(|&at| !(opens_clause(view, at) || told && parts_clauses(view, at)))
        .find_map(|at| Some((at - end + 1, read(at)?)));
    if let Some(bounded) = bounded {
        // «до 7 апреля было выдано»: what follows tells; a verb before says only when the bound was set.
        return after.map_or(bounded, |(_, tense)| tense);
    }
    match (before, after) {
        (Some((near, tense)), Some((far, other))) => {
            if far < near {
                other
            } else {
                tense
            }
        }
        (Some((_, tense)), None) | (None, Some((_, tense))) => tense,
        (None, None) => Tense::Unknown,
    }
}

/// Whether another clause begins at the token, whose verb says nothing of the date before it.
fn opens_clause(view: &View, at: usize) -> bool {
    view.mask(at) & Sense::word(WordClass::Clause) != 0
}

/// "visited Iraq on Saturday, and will also visit": what parts the verb that governs the date from the next.
fn parts_clauses(view: &View, at: usize) -> bool {
    view.mask(at) & Sense::word(WordClass::Parts) != 0 || matches!(view.punct(at), Some(',' | ';'))
}

/// "since May" is past, "until May" is yet to come.
fn bounded_tense(view: &View, at: usize) -> Option<Tense> {
    use CalendarWord::{Before, By, Since, Until};
    let pick = |word| match word {
        Since => Some(Tense::Past),
        Until | By | Before => Some(Tense::Future),
        _ => None,
    };
    let (tense, word) = view.calendar_before(
        at,
        Sort::Since.bit() | Sort::Until.bit() | Sort::By.bit() | Sort::Before.bit(),
        pick,
    )?;
    // "not until August", "in the 12 months through September": what was.
    let over = word > view.start
        && ((word.saturating_sub(DENIED).max(view.start)..word).any(|at| view.has(at, Set::Not))
            || view.has(word, Set::Through) && unit_before(view, word));
    let tense = if over { Tense::Past } else { tense };
    (tense == Tense::Future || over || view.has(at - 1, Set::SinceWord)).then_some(tense)
}

/// How many tokens before "until" a "not" is looked for: "was not declared the winner until January".
const DENIED: usize = 6;

/// Whether a unit of the calendar stands right before the token.
fn unit_before(view: &View, at: usize) -> bool {
    view.calendar_before(at, Sort::Unit.bit(), |word| matches!(word, CalendarWord::Unit(_)).then_some(()))
        .is_some()
}

/// "attended", «подписали»: endings of the past.
fn is_past_verb(view: &View, at: usize) -> bool {
    let word = view.folded(at);
    if word.is_ascii() {
        // "United" is no verb.
        let name = view.capitalized(at) && !view.first_of_sentence(at);
        let ending = word.ends_with("ed") && !word.ends_with("eed");
        return word.len() > 4 && ending && !name && !is_passive(view, at) && !is_attribute(view, at);
    }
    let participle = word.len() > 14 && view.ends(at, Ends::ShortParticiple);
    participle || word.len() > 8 && can_be_verb(word) && view.ends(at, Ends::Past)
}

/// "will be fully indexed": the participle has the tense of the verb before it.
fn is_passive(view: &View, at: usize) -> bool {
    (at.saturating_sub(2)..at).any(|before| view.has(before, Set::Be))
}

/// "a nationally syndicated show", "the proposed law": a participle behind an article tells no time.
fn is_attribute(view: &View, at: usize) -> bool {
    let adverb = view.ends(at.wrapping_sub(1), Ends::Adverb);
    let before = if adverb { at.wrapping_sub(2) } else { at.wrapping_sub(1) };
    view.has(before, Set::Determiner)
}

/// What the dictionary says of a Russian verb: «потеряли» is past, «достроят» is yet to come.
fn verb_tense(view: &View, at: usize) -> Option<Tense> {
    let word = view.folded(at);
    if word.len() < 6 || !can_be_verb(word) || view.is_stop(at) {
        return None;
    }
    let known = view.layer.morphology().known(word).map(|reading| reading.grammemes());
    let mut tenses = known.map(|grammemes| match (grammemes.pos, grammemes.tense) {
        (Pos::Verb, Some(VerbTense::Past)) => Some(Tense::Past),
        (Pos::Verb, Some(VerbTense::Future)) => Some(Tense::Future),
        _ => None,
    });
    let first = tenses.next()??;
    tenses.all(|other| other == Some(first)).then_some(first)
}

/// Whether a Russian word ends as finite verbs do, so that most words need not be looked up.
fn can_be_verb(word: &str) -> bool {
    let mut letters = word.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    match last {
        Some('а' | 'о' | 'и') => before == Some('л'),
        Some('е') => before == Some('т'),
        Some('я') => before == Some('с'),
        Some('ь') => matches!(before, Some('с' | 'ш')),
        Some(c) => matches!(c, 'л' | 'т' | 'м' | 'у' | 'ю' | 'б' | 'г' | 'з' | 'к' | 'п' | 'р' | 'с' | 'х'),
        None => false,
    }
}

/// The point with its year or day, as far as the reference date tells it.
pub(crate) fn resolve(point: Point, context: Context, tense: impl Fn() -> Tense) -> Point {
    if point.year.is_some() {
        return point;
    }
    let Some(reference) = context.reference else { return point };
    let tense = match context.direction {
        Direction::Nearest => tense(),
        Direction::Past => Tense::Past,
        Direction::Future => Tense::Future,
    };
    let year = i32::from(reference.year());
    let candidates = |years: i32| (-years..=years).filter_map(move |offset| dated(point, year + offset));
    if let Some(weekday) = point.weekday {
        let fits =
            candidates(6).filter(|point| point.days().is_some_and(|(day, _)| day.weekday() == weekday));
        if let Some(point) = fits.min_by_key(|point| distance(point, reference)) {
            return Point { basis: Some(WEEKDAY), ..point };
        }
    }
    let strict = context.direction != Direction::Nearest;
    let nearest = candidates(1).min_by_key(|point| distance(point, reference));
    if let Some(point) = nearest
        .filter(|point| !strict && distance(point, reference) < 100 && !contradicts(point, reference, tense))
    {
        return Point { basis: Some(NEAREST), ..point };
    }
    let wanted = match tense {
        Tense::Future => candidates(1)
            .filter(|point| point.days().is_some_and(|(_, end)| end >= reference))
            .min_by_key(start),
        Tense::Past => candidates(1)
            .filter(|point| point.days().is_some_and(|(first, _)| first <= reference))
            .max_by_key(start),
        Tense::Unknown => None,
    };
    match (wanted, tense) {
        (Some(point), Tense::Future) => Point { basis: Some(NEXT), ..point },
        (Some(point), _) => Point { basis: Some(LAST), ..point },
        (None, _) => nearest.map_or(point, |point| Point { basis: Some(NEAREST), ..point }),
    }
}

/// Whether the tense says that the period nearest to the reference date is not meant: "will meet in May", in June.
/// A day may lie a little off, for releases are written before and after the day they speak of.
fn contradicts(point: &Point, reference: Day, tense: Tense) -> bool {
    let slack = match (point.unit, tense) {
        (Unit::Day(..), _) => 20,
        (_, Tense::Future) => 10,
        _ => 0,
    };
    let Some((first, last)) = point.days() else { return false };
    match tense {
        Tense::Past => first.number() - reference.number() > slack,
        Tense::Future => reference.number() - last.number() > slack,
        Tense::Unknown => false,
    }
}

fn start(point: &Point) -> Option<Day> {
    point.days().map(|(first, _)| first)
}

/// The point in that year, if the calendar has it.
fn dated(point: Point, year: i32) -> Option<Point> {
    let point = Point { year: Some(u16::try_from(year).ok()?), ..point };
    point.days().map(|_| point)
}

/// Days between the reference date and the period, 0 inside it; ties go to the past.
fn distance(point: &Point, reference: Day) -> i32 {
    match point.days() {
        Some((first, _)) if first > reference => first.number() - reference.number(),
        Some((_, last)) if last < reference => reference.number() - last.number(),
        _ => 0,
    }
}

/// Gives both ends of a range their years.
pub(crate) fn fill(first: &mut Point, last: &mut Point, context: Context, tense: impl Fn() -> Tense) {
    if first.year.is_none() && last.year.is_none() {
        *last = resolve(*last, context, tense);
    }
    match (first.year, last.year) {
        (None, Some(year)) => {
            first.year = Some(year);
            first.basis = last.basis;
            if first.days().zip(last.days()).is_some_and(|(a, b)| a.0 > b.1) {
                first.year = year.checked_sub(1);
            }
        }
        (Some(year), None) => {
            last.year = Some(year);
            if first.days().zip(last.days()).is_some_and(|(a, b)| a.0 > b.1) {
                last.year = year.checked_add(1);
            }
        }
        _ => {}
    }
}

/// The weekday nearest to the reference date in the direction that the tense gives.
pub(crate) fn weekday(weekday: u8, context: Context, tense: Tense) -> Option<Point> {
    let reference = context.reference?;
    let back = (i32::from(reference.weekday()) - i32::from(weekday)).rem_euclid(7);
    let forward = (7 - back) % 7;
    let tense = match context.direction {
        Direction::Nearest => tense,
        Direction::Past => Tense::Past,
        Direction::Future => Tense::Future,
    };
    // An assistant's "Tuesday" said on a Tuesday is the next one.
    let forward = if forward == 0 && context.direction == Direction::Future { 7 } else { forward };
    if tense == Tense::Future {
        Some(Point::exact(reference.plus(forward)?, "next such weekday from the reference date on"))
    } else {
        Some(Point::exact(reference.plus(-back)?, "last such weekday up to the reference date"))
    }
}
