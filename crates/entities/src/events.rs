//! Forums, exhibitions, exercises: known ones with edition and year, and those that describe themselves.

use svodka_model::{EventValue, Kind, Value};
use svodka_text::{TokenKind, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::organizations::russian;
use crate::scan::Scan;

/// Proposes events beyond the bare known names.
pub fn propose(scan: &mut Scan<'_>) {
    for at in 0..scan.len() {
        if let Some(candidate) = known_with_year(scan, at).or_else(|| dated_name(scan, at)) {
            scan.propose(candidate);
        }
        if let Some(candidate) = described(scan, at) {
            scan.propose(candidate);
        }
    }
}

/// A known event with its year and edition: ПМЭФ-2024, "MAKS 2019", "XXVII St. Petersburg International Economic Forum".
fn known_with_year(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let (hit, entry) = scan.hit(at, &[Tag::Name(Kind::Event)])?;
    let glued = entry.norm.ends_with('-');
    let (end, year) = year_after(scan, if glued { hit.end - 1 } else { hit.end });
    if glued && year.is_none() {
        return None;
    }
    let (start, edition) = edition_before(scan, at);
    // Авиасалон МАКС-2025: the noun of the class stays outside.
    let start = if start == at { without_head(scan, at..hit.end) } else { start };
    if end == hit.end && start == at {
        return None;
    }
    let value = Value::Event(EventValue { edition, year, class: Some(entry.class.clone()) });
    let norm = match year {
        Some(year) => format!("{}-{year}", entry.norm.trim_end_matches('-')),
        None => entry.norm.clone(),
    };
    let candidate = Candidate::new(scan.span(start..end), Kind::Event, "event.known_edition", 960);
    Some(candidate.norm(norm).value(value).link(&entry.link))
}

/// The first token of a known name without the noun of its class: «авиасалон МАКС».
pub fn without_head(scan: &Scan<'_>, tokens: std::ops::Range<usize>) -> usize {
    let head = scan.is_russian(tokens.start) && scan.is(tokens.start, Tag::EventHead) && tokens.len() > 1;
    tokens.start + usize::from(head && scan.is_capitalized(tokens.start + 1))
}

/// The end and value of a year behind a name: `-2024`, ` 2024`.
fn year_after(scan: &Scan<'_>, at: usize) -> (usize, Option<u16>) {
    let end = if at > 0 { scan.end_of_sentence(at - 1) } else { scan.len() };
    let year_at = |i: usize| (i < end).then(|| year(scan.word(i))).flatten();
    if at < end && scan.is_hyphen(at) && year_at(at + 1).is_some() {
        return (at + 2, year_at(at + 1));
    }
    match year_at(at) {
        Some(year) => (at + 1, Some(year)),
        None => (at, None),
    }
}

fn year(word: &str) -> Option<u16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten().filter(|year| (1900..2100).contains(year))
}

/// The start and value of an edition before a name: `XXVII`, `5th`, `12-й`.
fn edition_before(scan: &Scan<'_>, at: usize) -> (usize, Option<u32>) {
    let first = scan.start_of_sentence(at);
    let before = |n: usize| at.checked_sub(n).filter(|&i| i >= first);
    if let Some(i) = before(1).filter(|&i| scan.is_word(i)) {
        if let Some(number) = roman(scan.word(i)) {
            return (i, Some(number));
        }
        // "5th" is 5 | th, «12-й» is 12 | - | й.
        let suffix = matches!(scan.folded(i), "st" | "nd" | "rd" | "th") && !scan.token(i).space_before;
        if let Some(number) = before(2).filter(|_| suffix).and_then(|j| scan.word(j).parse().ok()) {
            return (at - 2, Some(number));
        }
        if matches!(scan.folded(i), "й" | "я" | "го" | "ом" | "ый" | "ого" | "ая" | "ой") {
            let hyphen = before(2).is_some_and(|j| scan.is_hyphen(j));
            if let Some(number) = before(3).filter(|_| hyphen).and_then(|j| scan.word(j).parse().ok()) {
                return (at - 3, Some(number));
            }
        }
    }
    (at, None)
}

/// The value of a Roman numeral in capitals (Latin letters, or the Cyrillic Х and І that stand for them).
pub fn roman(word: &str) -> Option<u32> {
    let digit = |c: char| match c {
        'I' | 'І' => Some(1),
        'V' => Some(5),
        'X' | 'Х' => Some(10),
        'L' => Some(50),
        'C' | 'С' => Some(100),
        _ => None,
    };
    let digits: Vec<u32> = word.chars().map(digit).collect::<Option<_>>()?;
    let value = digits.iter().enumerate().fold(0i64, |sum, (i, &d)| {
        let smaller = digits.get(i + 1).is_some_and(|&next| next > d);
        if smaller { sum - i64::from(d) } else { sum + i64::from(d) }
    });
    u32::try_from(value).ok().filter(|&v| v > 0 && digits.len() <= 8)
}

/// «Армия-2019», "ARMY-2019": a capitalised name with a year behind a hyphen.
fn dated_name(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    if !scan.is_capitalized(at) || at + 2 >= scan.end_of_sentence(at) || !scan.is_hyphen(at + 1) {
        return None;
    }
    let year = year(scan.word(at + 2))?;
    let first = scan.start_of_sentence(at);
    let mut start = at;
    while start > first
        && scan.is_capitalized(start - 1)
        && !scan.is_stop(start - 1)
        && at - start < 4
        && scan.is(start - 1, Tag::EventHead) == scan.is_russian(start - 1)
    {
        start -= 1;
    }
    let start = if scan.is_russian(at) { at } else { start };
    let value = Value::Event(EventValue { year: Some(year), ..EventValue::default() });
    Some(Candidate::new(scan.span(start..at + 3), Kind::Event, "event.dated_name", 800).value(value))
}

/// An event that describes itself: a head with capitalised words around it.
fn described(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let (hit, entry) = scan.hit(at, &[Tag::EventHead])?;
    if scan.is_shouted(at) {
        return None;
    }
    let (start, end) = if scan.is_russian(at) {
        russian_frame(scan, hit.start, hit.end)
    } else {
        english_frame(scan, hit.start, hit.end)
    }?;
    let (start, edition) = edition_before(scan, start);
    let (end, year) = year_after(scan, end);
    let end = if scan.is_russian(at) { end } else { of_tail(scan, end) };
    let value = Value::Event(EventValue { edition, year, class: Some(entry.class.clone()) });
    let score = if edition.is_some() || year.is_some() { 860 } else { 720 };
    Some(Candidate::new(scan.span(start..end), Kind::Event, "event.described", score).value(value))
}

/// Capitalised words before a capitalised English head, and a capitalised name with a year after it.
fn english_frame(scan: &Scan<'_>, head: usize, end: usize) -> Option<(usize, usize)> {
    if !scan.is_capitalized(head) || scan.is_title_case(head) {
        return None;
    }
    let first = scan.start_of_sentence(head);
    let mut start = head;
    while start > first {
        let before = start - 1;
        let name = (scan.is_capitalized(before) && !scan.is_stop(before))
            || scan.is_hyphen(before)
            || scan.is_punct(before, '.') && before > first && scan.folded(before - 1) == "st";
        let joined = matches!(scan.folded(before), "and" | "&" | "for")
            && before > first
            && scan.is_capitalized(before - 1)
            && !scan.is_stop(before - 1);
        if !(name || joined) {
            break;
        }
        start = before;
    }
    if start == head {
        return None;
    }
    let mut stop = end;
    let sentence_end = scan.end_of_sentence(head);
    // "Forum ARMY-2019": the short name behind the head belongs to it.
    if stop + 2 < sentence_end
        && scan.is_capitalized(stop)
        && scan.is_hyphen(stop + 1)
        && year(scan.word(stop + 2)).is_some()
    {
        stop += 3;
    }
    Some((start, stop))
}

/// The end of "of Unmanned Aviation" behind an English head, and of a year behind that.
fn of_tail(scan: &Scan<'_>, at: usize) -> usize {
    let end = scan.end_of_sentence(at - 1);
    let mut stop = at + 1;
    if at >= end || !matches!(scan.folded(at), "of" | "on" | "for") {
        return at;
    }
    while stop < end && scan.is_capitalized(stop) && !scan.is_stop(stop) {
        stop += 1;
    }
    if stop == at + 1 { at } else { year_after(scan, stop).0 }
}

/// A Russian head with a capitalised adjective before it or a quoted name after it.
fn russian_frame(scan: &Scan<'_>, head: usize, end: usize) -> Option<(usize, usize)> {
    let first = scan.start_of_sentence(head);
    let mut start = head;
    while start > first && head - start < 6 {
        let before = start - 1;
        let adjective =
            scan.is_word(before) && endings::is_adjective(scan.folded(before)) && !scan.is_stop(before);
        if !(adjective || scan.is_hyphen(before) && start - 1 > first && scan.is_word(before - 1)) {
            break;
        }
        start = before;
    }
    let quoted = quoted_name(scan, end);
    let capital = (start..head).any(|i| scan.is_capitalized(i) && i != first);
    // Begin with the first capitalised adjective: «крупнейший Международный форум».
    let first_capital = (start..head).find(|&i| scan.is_capitalized(i));
    match (quoted, capital) {
        // форум «Армия-2024»: the name alone.
        (Some(close), _) => Some((end + 1, close - 1)),
        (None, true) => {
            let tail = russian::genitive_tail(scan, end, scan.end_of_sentence(head));
            Some((first_capital.unwrap_or(start), tail.unwrap_or(end)))
        }
        _ => None,
    }
}

/// One past the closing quote of a short quoted name that begins at a token.
fn quoted_name(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let end = scan.end_of_sentence(at.checked_sub(1)?);
    if at >= end || !scan.punct(at).is_some_and(letters::is_opening_quote) {
        return None;
    }
    let capital =
        at + 1 < end && (scan.is_capitalized(at + 1) || scan.token(at + 1).kind == TokenKind::Number);
    let close = (at + 2..end.min(at + 12)).find(|&i| scan.punct(i).is_some_and(letters::is_closing_quote))?;
    capital.then_some(close + 1)
}
