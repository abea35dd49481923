//! Forums, exhibitions, exercises: known ones with edition and year, and those that describe themselves.

use svodka_model::{EventValue, Kind, Value};
use svodka_text::{Case, TokenKind, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Entry, Tag};
use crate::organizations::tails;
use crate::scan::Scan;
use crate::sets::Set;

/// Proposes events beyond the bare known names.
pub fn propose(scan: &mut Scan<'_>) {
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Capital, Tag::Name(Kind::Event), Tag::EventHead]) {
        from = at + 1;
        let dated = || dated_name(scan, at).or_else(|| dated_venue(scan, at));
        if let Some(candidate) = known_with_year(scan, at).or_else(dated) {
            scan.propose(candidate);
        }
        let described = described(scan, at).or_else(|| exercise(scan, at)).or_else(|| before_small(scan, at));
        if let Some(candidate) = described {
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
    let start = if scan.is_russian(at) { start } else { year_before(scan, start) };
    if end == hit.end && start == at {
        return None;
    }
    let value = Value::Event(EventValue { edition, year, class: Some(entry.class.clone()) });
    let candidate = Candidate::new(scan.span(start..end), Kind::Event, "event.known_edition", 960);
    Some(candidate.norm(norm_of(entry, year)).value(value).link(&entry.link))
}

/// The name of a known event of a year.
fn norm_of(entry: &Entry, year: Option<u16>) -> String {
    match year {
        Some(year) => format!("{}-{year}", entry.norm.trim_end_matches('-')),
        None => entry.norm.clone(),
    }
}

/// The known event that a longer name is one of, with its year: "10th ARMY-2024 International Forum", "52nd Paris Air
/// Show"; but not "SPIEF Regional Conference".
fn known_within<'s>(scan: &Scan<'s>, tokens: std::ops::Range<usize>) -> Option<(&'s Entry, Option<u16>)> {
    tokens.clone().find_map(|at| {
        let (hit, entry) = scan.hit(at, &[Tag::Name(Kind::Event)])?;
        let glued = entry.norm.ends_with('-');
        let (end, year) = year_after(scan, if glued { hit.end - 1 } else { hit.end });
        let whole = hit.end == tokens.end && !glued || end == tokens.end;
        (whole || year.is_some() && end < tokens.end).then_some((entry, year))
    })
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
    let dash = at < end && scan.punct(at).is_some_and(letters::is_dash);
    // «форум — 2026»; but «форум — 2026 участников».
    let free = |i: usize| i >= end || !scan.is_word(i);
    if dash && year_at(at + 1).is_some() && (scan.is_hyphen(at) || free(at + 2)) {
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

/// "at ADAS 2024", "during Africa Oil Week 2024": a name of capitals with a year, at which something happens.
fn dated_venue(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let first = scan.start_of_sentence(at);
    if at == first || !scan.is_capitalized(at) || scan.is_stop(at) || !scan.has(at - 1, Set::EventPreposition)
    {
        return None;
    }
    let name = scan.is_upper(at) || scan.token(at).case == Case::Title;
    let end = dated_name_end(scan, at).filter(|_| name)?;
    let year = year(scan.word(end - 1));
    let place = scan.hit(at, &[Tag::Name(Kind::Location)]).is_some_and(|(hit, _)| hit.end + 1 >= end);
    let value = Value::Event(EventValue { year, ..EventValue::default() });
    (!place).then(|| Candidate::new(scan.span(at..end), Kind::Event, "event.dated_name", 800).value(value))
}

/// What stands around a head.
struct Frame {
    start: usize,
    end: usize,
    /// It is a name in quotation marks right behind the head, or Latin words behind a Russian one: the name alone.
    bare: Option<u16>,
}

/// An event that describes itself: a head with capitalised words around it.
fn described(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let (hit, entry) = scan.hit(at, &[Tag::EventHead])?;
    if scan.is_shouted(at) {
        return None;
    }
    let russian = scan.is_russian(at);
    let frame = if russian {
        russian_frame(scan, hit.start, hit.end)
    } else {
        english_frame(scan, hit.start, hit.end)
    }?;
    let (start, edition) = edition_before(scan, frame.start);
    let (end, year) = year_after(scan, frame.end);
    let (end, year) = if russian || year.is_some() { (end, year) } else { of_tail(scan, end) };
    let start = if russian || edition.is_some() { start } else { year_before(scan, start) };
    if !russian && frame.start == hit.start && end == hit.end {
        return None;
    }
    let known = known_within(scan, start..end);
    let year = year.or(known.and_then(|(_, year)| year));
    let class = known.map_or(entry, |(known, _)| known).class.clone();
    let value = Value::Event(EventValue { edition, year, class: Some(class) });
    let dated = edition.is_some() || year.is_some();
    let body = scan
        .hits_at(start)
        .any(|(known, entry)| known.end >= frame.end && entry.tag == Tag::Name(Kind::Organization));
    let score = match frame.bare {
        Some(score) => score,
        None if body => 720,
        None if dated || entry.extra == "yes" || !russian && happens(scan, frame.start..end) => SURE,
        // A congress of a trade meets, a congress of a people governs.
        None if !russian
            && entry.extra == "trade"
            && is_of_trade(scan, frame.start..hit.start, hit.start) =>
        {
            SURE
        }
        None => 720,
    };
    let candidate = Candidate::new(scan.span(start..end), Kind::Event, "event.described", score).value(value);
    Some(match known {
        Some((known, _)) => candidate.norm(norm_of(known, year)).link(&known.link),
        None => candidate,
    })
}

/// Score of an event whose words allow nothing else.
const SURE: u16 = 980;

/// Whether a name of several words has none in it that congresses which are bodies have.
fn is_of_trade(scan: &Scan<'_>, words: std::ops::Range<usize>, head: usize) -> bool {
    let body = |at: usize| scan.has(at, Set::CongressBody) || scan.is(at, Tag::Nationality);
    words.len() > 1 && !(scan.folded(head) == "congress" && words.into_iter().any(body))
}

/// Whether the words around an English name tell of a thing that happens: "at the European Oncology Congress", "the Rail
/// Congress opens".
fn happens(scan: &Scan<'_>, name: std::ops::Range<usize>) -> bool {
    let first = scan.start_of_sentence(name.start);
    // "at this year's", "during the 5th annual".
    let passed =
        |&at: &usize| scan.is_word(at) && !scan.is_capitalized(at) && !scan.has(at, Set::EventPreposition);
    let before = (first..name.start).rev().take(4).find(|at| !passed(at));
    let at_it = before.is_some_and(|at| scan.has(at, Set::EventPreposition));
    at_it || name.end < scan.end_of_sentence(name.start) && scan.has(name.end, Set::TakingPlace)
}

/// The name alone before a noun in small letters: "at the TIBO forum", "the Innoprom exhibition".
fn before_small(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let (hit, entry) = scan.hit(at, &[Tag::EventHead]).filter(|(_, entry)| entry.extra == "yes")?;
    let first = scan.start_of_sentence(at);
    let name = |at: usize| {
        scan.is_capitalized(at)
            && !scan.is_russian(at)
            && !scan.is_stop(at)
            && !scan.any(at, &[Tag::Title, Tag::GivenName, Tag::OrgHead, Tag::Nationality, Tag::EventHead])
    };
    if scan.is_russian(at) || scan.is_capitalized(at) || entry.class == "games" {
        return None;
    }
    let count = (first..at).rev().take(4).take_while(|&at| name(at)).count();
    let start = at - count;
    let article = start > first && matches!(scan.word(start - 1), "the" | "at" | "this" | "its");
    let known =
        scan.any(start, &[Tag::Name(Kind::Location), Tag::Name(Kind::Organization), Tag::Name(Kind::Person)]);
    if count == 0 || !article || known || scan.has(at - 1, Set::GroupAdjective) {
        return None;
    }
    let (end, year) = year_after(scan, hit.end);
    let end = if year.is_some() { end } else { at };
    let value = Value::Event(EventValue { class: Some(entry.class.clone()), year, ..EventValue::default() });
    Some(Candidate::new(scan.span(start..end), Kind::Event, "event.before_noun", 850).value(value))
}

/// The name alone behind an English noun that things so called seldom stand without: "the exercise Northern Forge 25".
fn exercise(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let head = !scan.is_russian(at) && scan.has(at, Set::NamedExercise);
    let from = at + 1;
    let end = scan.end_of_sentence(at);
    let name = |at: usize| {
        scan.is_capitalized(at)
            && !scan.is_stop(at)
            && !scan.any(at, &[Tag::Title, Tag::GivenName, Tag::Name(Kind::Location), Tag::OrgHead])
    };
    if !head || scan.is_title_case(at) && !scan.is_shouted(at) {
        return None;
    }
    let stop = (from..end.min(from + 4)).find(|&at| !name(at)).unwrap_or(end.min(from + 4));
    let number = |at: usize| scan.token(at).kind == TokenKind::Number && scan.token(at).space_before;
    let numbered = stop > from && stop < end && number(stop);
    // In capitals only the number tells where the name ends.
    if stop == from || scan.is_shouted(at) && !numbered {
        return None;
    }
    let value = Value::Event(EventValue { class: Some("exercise".to_owned()), ..EventValue::default() });
    let span = scan.span(from..stop + usize::from(numbered));
    Some(Candidate::new(span, Kind::Event, "event.described", 850).value(value))
}

/// Capitalised words before a capitalised English head, and a capitalised name with a year after it.
fn english_frame(scan: &Scan<'_>, head: usize, end: usize) -> Option<Frame> {
    if !scan.is_capitalized(head) {
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
        // "Army-2023 International Forum": the short name with its year before the frame belongs to it.
        let dated = before >= first + 2
            && year(scan.word(before)).is_some()
            && scan.is_hyphen(before - 1)
            && scan.is_capitalized(before - 2);
        if dated {
            start = before - 2;
            break;
        }
        if !(name || joined || is_group_of_people(scan, first, before)) {
            break;
        }
        start = before;
    }
    let stop = dated_name_end(scan, end).unwrap_or(end);
    // In a headline every word has a capital: only a number tells where the name begins or ends.
    let dated = stop > end || year_after(scan, stop).1.is_some();
    let numbered = edition_before(scan, start).1.is_some() || start > first && dated;
    if scan.is_title_case(head) && !numbered {
        return None;
    }
    Some(Frame { start, end: stop, bare: None })
}

/// "Third" before a name, and the "'s" of "Children's Forum", where no place or body owns it.
fn is_group_of_people(scan: &Scan<'_>, first: usize, at: usize) -> bool {
    let owner = |at: usize| {
        scan.is_capitalized(at)
            && !scan.is_stop(at)
            && !scan.any(at, &[Tag::Name(Kind::Location), Tag::Name(Kind::Organization), Tag::GivenName])
    };
    let possessive = scan.is_possessive(at) && at > first && owner(at - 1);
    possessive || at > first && scan.is_capitalized(at) && scan.has(at, Set::OrdinalWord)
}

/// The end of a short name with a year right behind a head: "Forum ARMY-2019", "Exhibition Aero India 2019".
fn dated_name_end(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let end = scan.end_of_sentence(at.checked_sub(1)?);
    let stop = (at..end.min(at + 4)).find(|&i| !scan.is_capitalized(i) || scan.is_stop(i)).unwrap_or(end);
    let (after, year) = if stop > at { year_after(scan, stop) } else { (stop, None) };
    year.map(|_| after)
}

/// The end of "of Unmanned Aviation" behind an English head, with a year behind that.
fn of_tail(scan: &Scan<'_>, at: usize) -> (usize, Option<u16>) {
    let end = scan.end_of_sentence(at - 1);
    if at >= end || !matches!(scan.folded(at), "of" | "on" | "for") {
        return (at, None);
    }
    let article = at + 1 < end && scan.word(at + 1) == "the";
    let from = at + 1 + usize::from(article);
    let mut stop = from;
    while stop < end && scan.is_capitalized(stop) && !scan.is_stop(stop) {
        stop += 1;
    }
    if stop == from { (at, None) } else { year_after(scan, stop) }
}

/// The start of a name whose year stands before it: "the 2014 Winter Olympics".
fn year_before(scan: &Scan<'_>, at: usize) -> usize {
    let first = scan.start_of_sentence(at);
    let dated = at >= first + 2 && scan.folded(at - 2) == "the" && year(scan.word(at - 1)).is_some();
    at - usize::from(dated)
}

/// A Russian head with a capitalised adjective before it or a quoted name after it.
fn russian_frame(scan: &Scan<'_>, head: usize, end: usize) -> Option<Frame> {
    if let Some(frame) = named_behind(scan, end) {
        return Some(frame);
    }
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
    let tail = tails::genitive_tail(scan, end, scan.end_of_sentence(head));
    // Begin with the first capitalised adjective: «крупнейший Международный форум».
    let capital = (start..head).find(|&i| scan.is_capitalized(i));
    let inner = (start..head).any(|i| scan.is_capitalized(i) && i != first);
    // «Кубок Гагарина», «XIX Конференция по …»: the head itself has the capital.
    let own = head > first
        && scan.is_capitalized(head)
        && !scan.is_title_case(head)
        && (tail.is_some() || edition_before(scan, head).1.is_some());
    let start = match capital {
        Some(start) if inner => start,
        _ if own => head,
        _ => return None,
    };
    Some(Frame { start, end: tail.unwrap_or(end), bare: None })
}

/// The name alone behind a Russian head: форум «Армия-2024», учение Casarex 2025, фестиваль сыра «Адыгея-Чиз».
fn named_behind(scan: &Scan<'_>, end: usize) -> Option<Frame> {
    let sentence_end = scan.end_of_sentence(end.checked_sub(1)?);
    let known = |at: usize, stop: usize| {
        scan.hits_at(at).any(|(hit, entry)| hit.end >= stop && entry.tag == Tag::Name(Kind::Organization))
    };
    if let Some(close) = quoted_name(scan, end) {
        let body = known(end + 1, close - 1);
        return Some(Frame { start: end + 1, end: close - 1, bare: Some(if body { 720 } else { 985 }) });
    }
    let latin =
        |at: usize| at < sentence_end && scan.is_capitalized(at) && !scan.is_russian(at) && !scan.is_stop(at);
    let stop = (end..sentence_end.min(end + 5)).find(|&at| !latin(at)).unwrap_or(sentence_end);
    if stop > end {
        return (!known(end, stop)).then_some(Frame { start: end, end: stop, bare: Some(850) });
    }
    // The noun of what it is about stands between.
    let about = (end..sentence_end.min(end + 2)).take_while(|&at| {
        scan.is_word(at)
            && scan.is_russian(at)
            && !scan.is_capitalized(at)
            && !scan.any(at, &[Tag::OrgHead, Tag::ProductHead])
            && endings::is_genitive_word(scan.layer, scan.folded(at))
    });
    let open = end + about.count();
    let close = quoted_name(scan, open).filter(|&close| open > end && !known(open + 1, close - 1))?;
    Some(Frame { start: open + 1, end: close - 1, bare: Some(900) })
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
