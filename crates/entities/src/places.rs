//! Places that describe themselves: "Irkutsk Region", «Ханты-Мансийский автономный округ», «г. Иркутск», "Lake Baikal".

use svodka_model::{Kind, LocationValue, Value};
use svodka_text::{TokenKind, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Whether a head before a name belongs to it: that of a street does, and one written with a capital as regions write
/// it («улица Чернышевского», «Республика Татарстан», but «порт Усть-Луга»).
fn belongs(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> bool {
    let regional = matches!(entry.class.as_str(), "region" | "country");
    entry.class == "street" || regional && scan.is_capitalized(hit.start)
}

/// The name without a small head before it, and without the quotation marks behind the head.
pub fn without_small_head(scan: &Scan<'_>, name: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let head = scan.hits_at(name.start).find(|(hit, entry)| {
        entry.tag == Tag::PlaceHead
            && entry.extra.contains("front")
            && hit.end < name.end
            && !belongs(scan, *hit, entry)
    });
    let Some((head, _)) = head.filter(|_| scan.is_russian(name.start)) else { return name };
    let quoted = scan.punct(head.end).is_some_and(letters::is_opening_quote)
        && scan.punct(name.end - 1).is_some_and(letters::is_closing_quote);
    let bare = if quoted { head.end + 1..name.end - 1 } else { head.end..name.end };
    if !bare.is_empty() && scan.is_capitalized(bare.start) { bare } else { name }
}

/// Whether a noun that begins a sentence heads the name of a place behind it: «Хутор Лагутники».
pub fn heads_name(scan: &Scan<'_>, at: usize) -> bool {
    at == scan.start_of_sentence(at)
        && scan.hits_at(at).any(|(hit, entry)| {
            entry.tag == Tag::PlaceHead && entry.extra.contains("front") && hit.end == at + 1
        })
        && !scan.is(at, Tag::GivenName)
}

/// Proposes places built on a head.
pub fn propose(scan: &mut Scan<'_>) {
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::PlaceHead]) {
        from = at + 1;
        let Some((hit, entry)) = scan.hit(at, &[Tag::PlaceHead]) else { continue };
        let found = if scan.is_russian(at) { russian(scan, hit, entry) } else { english(scan, hit, entry) };
        if let Some((tokens, score)) = found {
            let class = entry.class.clone();
            let value = Value::Location(LocationValue { class: Some(class), ..LocationValue::default() });
            let bare = !scan.is_russian(at) && tokens.end == hit.start;
            let rule = if bare { "location.before_noun" } else { "location.headed" };
            let candidate = Candidate::new(scan.span(tokens), Kind::Location, rule, score);
            scan.propose(candidate.value(value));
        }
    }
    for at in 0..scan.layer.sentences().len() {
        let sentence = &scan.layer.sentences()[at];
        if let Some(end) = dateline(scan, sentence.first, sentence.end) {
            let span = scan.span(sentence.first..end);
            scan.propose(Candidate::new(span, Kind::Location, "location.dateline", 850));
        }
    }
}

/// One past the place that a report begins with before its date, its agency: "Hattingen, 27 February.",
/// «ОТРАДНОЕ, 3 октября.», "SALFORD (Newsline) -".
fn dateline(scan: &Scan<'_>, first: usize, end: usize) -> Option<usize> {
    let word = |at: usize| scan.is_word(at) && scan.is_capitalized(at);
    let mut stop = first;
    while stop < end && stop - first < 5 && (word(stop) || stop > first && scan.is_hyphen(stop)) {
        stop += 1;
    }
    let known = [
        Tag::Name(Kind::Organization),
        Tag::GivenName,
        Tag::Title,
        Tag::OrgHead,
        Tag::LegalForm,
        Tag::Stop,
        Tag::DocumentHead,
    ];
    let long = stop > first && scan.word(first).chars().nth(3).is_some();
    if !long || stop >= end || scan.is_hyphen(stop - 1) || scan.any(first, &known) {
        return None;
    }
    let month = |at: usize| at < end && scan.has(at, Set::Month);
    let number = |at: usize| at < end && scan.token(at).kind == TokenKind::Number;
    let mut at = stop;
    if scan.is_punct(at, ',') {
        // "Boulder, Colorado, May 5": the region stands between.
        let behind = if at + 1 < end { scan.hit(at + 1, &[Tag::Name(Kind::Location)]) } else { None };
        let region = behind.map(|(hit, _)| hit.end);
        at = region.filter(|&end_of| end_of < end && scan.is_punct(end_of, ',')).unwrap_or(at);
        let date = month(at + 1) || number(at + 1) && month(at + 2);
        return date.then_some(stop);
    }
    let shouted = (first..stop).all(|at| scan.is_upper(at) || scan.is_hyphen(at));
    // "SALFORD (Northern Wire) -"
    let close = (at + 2..end.min(at + 6)).find(|&at| scan.is_punct(at, ')'));
    let agency = scan.is_punct(at, '(') && at + 1 < end && scan.is_capitalized(at + 1);
    let dash = |at: usize| at < end && scan.punct(at).is_some_and(|c| letters::is_dash(c) || c == '.');
    (shouted && stop - first <= 3 && agency && close.is_some_and(|at| dash(at + 1))).then_some(stop)
}

/// Where a second place begins that the first lies in, without a comma between: "San Rafael CA", "Paris France".
pub fn outer_place(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> Option<usize> {
    let places = |at: usize| scan.hits_at(at).filter(|(_, entry)| entry.tag == Tag::Name(Kind::Location));
    let whole = |at: usize| places(at).any(|(hit, _)| hit.end == tokens.end);
    let last = tokens.end - 1;
    if tokens.len() < 2 || scan.is_russian(last) || whole(tokens.start) {
        return None;
    }
    let code = scan.is_capitalized(last) && scan.has(last, Set::StateCode);
    if code && scan.word(last).len() == 2 {
        return Some(last);
    }
    let outer = places(tokens.start).find(|(hit, _)| hit.end < tokens.end && whole(hit.end));
    outer.map(|(hit, _)| hit.end)
}

/// Proposes known places in small letters where the writer spares the capitals: "i live in mexico". A text shows it by its
/// "i".
pub fn propose_small(scan: &mut Scan<'_>) {
    let small_i = |at: usize| scan.token(at).span.len() == 1 && scan.word(at) == "i";
    let followed = |at: usize| at + 1 < scan.len() && scan.is_word(at + 1) && !scan.is_capitalized(at + 1);
    if !(0..scan.len()).any(|at| small_i(at) && followed(at)) {
        return;
    }
    for at in 0..scan.len() {
        let small = scan.is_word(at) && !scan.is_capitalized(at) && scan.folded(at).is_ascii();
        if !small || scan.has(at, Set::SmallHomonym) {
            continue;
        }
        let end = scan.end_of_sentence(at);
        let lexicon = scan.lexicon;
        let Some((end, entry)) = lexicon.place_in_small(scan.layer, at..end) else { continue };
        let long = scan.span(at..end).len() >= 4;
        let known = long && matches!(entry.class.as_str(), "country" | "region" | "city") && !entry.ambiguous;
        if known {
            let candidate = Candidate::new(scan.span(at..end), Kind::Location, "location.small", 700);
            scan.propose(candidate.norm(entry.norm.clone()).link(&entry.link));
        }
    }
}

type Found = Option<(std::ops::Range<usize>, u16)>;

fn english(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> Found {
    if scan.is_shouted(hit.start) {
        return None;
    }
    let end = scan.end_of_sentence(hit.start);
    let capital = scan.is_capitalized(hit.start);
    if entry.extra.contains("of") && capital && hit.end < end && scan.folded(hit.end) == "of" {
        let from =
            if hit.end + 1 < end && scan.folded(hit.end + 1) == "the" { hit.end + 2 } else { hit.end + 1 };
        let stop = capital_run(scan, from, end);
        if stop > from {
            return Some((hit.start..stop, 830));
        }
    }
    if entry.extra.contains("front") && capital {
        let stop = capital_run(scan, hit.end, end);
        if stop > hit.end && stop - hit.end <= 2 {
            return Some((hit.start..stop, 800));
        }
    }
    if entry.extra.contains("bare") && !capital && !scan.is_title_case(hit.start) {
        let start = run_start(scan, hit.start);
        let named = |at: usize| scan.any(at, &[Tag::Name(Kind::Location), Tag::Nationality, Tag::GivenName]);
        // A capital at the beginning of a sentence proves nothing.
        let free = start < hit.start && start > scan.start_of_sentence(hit.start) && !named(start);
        return free.then_some((start..hit.start, 800));
    }
    if entry.extra.contains("tail") {
        let start = run_start(scan, hit.start);
        let small = entry.extra.contains("small");
        if start < hit.start && (capital || small) && !scan.is_title_case(hit.start) {
            // Beside a small head, one capitalised word at the beginning of a sentence proves nothing.
            let weak = !capital
                && start == scan.start_of_sentence(hit.start)
                && scan.hit(start, &[Tag::Name(Kind::Location)]).is_none();
            return (!weak).then_some((start..hit.end, if capital { 830 } else { 800 }));
        }
    }
    None
}

fn capital_run(scan: &Scan<'_>, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end
        && (scan.is_capitalized(at) && !scan.is_stop(at) && !sets::ends(Set::Possessive, scan.folded(at))
            || at > start && scan.is_hyphen(at))
    {
        at += 1;
    }
    at
}

fn run_start(scan: &Scan<'_>, head: usize) -> usize {
    let first = scan.start_of_sentence(head);
    let mut start = head;
    while start > first && head - start < 6 {
        let before = start - 1;
        let word = scan.is_capitalized(before)
            && !scan.is_russian(before)
            && !scan.is_stop(before)
            && !scan.is_possessive(before);
        let glue = scan.is_hyphen(before)
            || scan.is_punct(before, '.') && before > first && scan.folded(before - 1) == "st";
        if !(word || glue) || scan.is(before, Tag::Title) || scan.is(before, Tag::OrgHead) {
            break;
        }
        start = before;
    }
    start
}

fn russian(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> Found {
    let end = scan.end_of_sentence(hit.start);
    if entry.extra.contains("front") {
        let mut at = hit.end;
        if at < end && scan.is_punct(at, '.') && !scan.token(at).space_before {
            at += 1;
        }
        let abbreviation =
            entry.norm.chars().count() <= 3 && scan.word(hit.start).chars().all(char::is_lowercase);
        let needs_dot = abbreviation && entry.norm != "пгт" && at == hit.end;
        if at < end && !needs_dot {
            // A small head stays outside the name, and so do the quotation marks.
            let small = !belongs(scan, hit, entry);
            if let Some(stop) = quoted_place(scan, at, end) {
                return Some(if small { (at + 1..stop - 1, 870) } else { (hit.start..stop, 870) });
            }
            let stop = russian_name(scan, at, end);
            // A year before «г.» makes it a year.
            let year = entry.norm == "г"
                && hit.start > 0
                && scan.word(hit.start - 1).bytes().all(|b| b.is_ascii_digit());
            if stop > at && !year {
                return Some((if small { at } else { hit.start }..stop, 840));
            }
        }
    }
    if entry.extra.contains("tail") {
        let start = adjectives_start(scan, hit.start);
        if start < hit.start {
            return Some((start..hit.end, 850));
        }
    }
    None
}

fn quoted_place(scan: &Scan<'_>, at: usize, end: usize) -> Option<usize> {
    scan.punct(at).filter(|&c| letters::is_opening_quote(c))?;
    let close = (at + 2..end.min(at + 7)).find(|&i| scan.punct(i).is_some_and(letters::is_closing_quote))?;
    scan.is_capitalized(at + 1).then_some(close + 1)
}

/// One capitalised name with its hyphenated parts, or a known name.
fn russian_name(scan: &Scan<'_>, at: usize, end: usize) -> usize {
    if let Some((hit, _)) = scan.hit(at, &[Tag::Name(Kind::Location)]) {
        return hit.end;
    }
    if !scan.is_capitalized(at) || scan.is_stop(at) || scan.is(at, Tag::GivenName) {
        return at;
    }
    let mut stop = at + 1;
    while stop + 1 < end && scan.is_hyphen(stop) && scan.is_word(stop + 1) {
        stop += 2;
    }
    // «Нижний Тагил», «Великие Луки»: an adjective is followed by its noun.
    if endings::is_adjective(scan.folded(at))
        && stop < end
        && scan.is_capitalized(stop)
        && scan.token(stop).space_before
    {
        stop += 1;
    }
    stop
}

/// The first capitalised adjective before a head, hyphenated parts included.
fn adjectives_start(scan: &Scan<'_>, head: usize) -> usize {
    let first = scan.start_of_sentence(head);
    let (mut at, mut start) = (head, head);
    while at > first && head - at < 6 {
        let before = at - 1;
        if scan.is_hyphen(before) && before > first {
            at = before - 1;
        } else if scan.is_word(before) && endings::is_adjective(scan.folded(before)) && !scan.is_stop(before)
        {
            at = before;
        } else {
            break;
        }
        if scan.is_capitalized(at) && !scan.is(at, Tag::TitlePrefix) {
            start = at;
        }
    }
    start
}
