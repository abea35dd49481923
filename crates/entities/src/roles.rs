//! Job titles and offices, with the words that modify them: "Deputy Minister of Defense Industry", «врио губернатора».
//!
//! The organisation stays outside; the subject of an office ("of Defense Industry", «обороны») is inside.

use svodka_model::{Kind, RoleValue, Value};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Words in the genitive between a Russian title and a name.
const MAX_GOVERNED: usize = 5;
/// Tokens of a country before a title, at most ("U.S." is four).
const MAX_COUNTRY: usize = 4;
/// Meanings of prefixes that hold over the country between them and their title.
const NOTED: [&str; 2] = ["former", "acting"];

/// Proposes every title.
pub fn propose(scan: &mut Scan<'_>) {
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Title]) {
        from = at + 1;
        let Some((hit, entry)) = scan.hit(at, &[Tag::Title]) else { continue };
        let role = role(scan, hit, entry, false);
        let next = role.as_ref().map_or(at + 1, |(tokens, _)| tokens.end.max(at + 1));
        // "New York City Mayor": the title may be the end of what looks like one.
        let next = if is_behind_name(scan, hit) { at + 1 } else { next };
        let short = role.as_ref().and_then(|(tokens, _)| shorter(scan, hit, tokens.end));
        for candidate in role.map(|(_, candidate)| candidate).into_iter().chain(short) {
            scan.propose(candidate);
        }
        from = next;
    }
}

/// The role that ends before the one of the longest title at a token does: «председатель правительства» yields to
/// «Правительства РФ», but «председатель» stays an office.
fn shorter(scan: &Scan<'_>, longest: Hit, end: usize) -> Option<Candidate> {
    let titles = scan.hits_at(longest.start).filter(|(_, entry)| entry.tag == Tag::Title);
    let (hit, entry) = titles.min_by_key(|(hit, _)| hit.end)?;
    // It ends before only where its own title does, or where the titles that may follow have shorter forms.
    if hit.end == longest.end && end == longest.end {
        return None;
    }
    let (tokens, candidate) = role(scan, hit, entry, true)?;
    (tokens.end < end).then_some(candidate)
}

fn role(
    scan: &Scan<'_>,
    hit: Hit,
    entry: &Entry,
    short: bool,
) -> Option<(std::ops::Range<usize>, Candidate)> {
    let mut value = RoleValue { title: Some(entry.link.clone()), ..RoleValue::default() };
    note_meaning(&mut value, &entry.link);
    let start = prefixes(scan, subject_start(scan, hit.start, &value), &mut value);
    note_before_country(scan, start, &mut value);
    let end = chained_titles(scan, after_bound(scan, hit.end), &mut value, short);
    let end = if sets::has(Set::TitleWithSubject, value.title.as_deref().unwrap_or_default()) {
        subject_end(scan, end)
    } else {
        field_end(scan, end)
    };
    if inside_name(scan, hit) || (start == hit.start && end == hit.end && !stands_as_office(scan, hit, entry))
    {
        return None;
    }
    let score = if start < hit.start || hit.end - hit.start > 1 { 800 } else { 640 };
    let rule = if start < hit.start { "role.modified_title" } else { "role.title" };
    let mut candidate =
        Candidate::new(scan.span(start..end), Kind::Role, rule, score).value(Value::Role(value));
    if start == hit.start && end == hit.end {
        candidate = candidate.norm(entry.norm.clone());
    }
    Some((start..end, candidate.link(&entry.link)))
}

/// The subject of an office before an English title: "Transport Minister", "Deputy Defense Industry Minister".
fn subject_start(scan: &Scan<'_>, title: usize, value: &RoleValue) -> usize {
    let first = scan.start_of_sentence(title);
    let governs = sets::has(Set::TitleWithSubject, value.title.as_deref().unwrap_or_default());
    if !governs || scan.is_russian(title) {
        return title;
    }
    let subject = |at: usize| scan.is_subject(at) && scan.is_capitalized(at) == scan.is_capitalized(title);
    let mut start = title;
    while start > first && subject(start - 1) {
        start -= 1;
        let joint = start > first + 1
            && (matches!(scan.folded(start - 1), "and" | "&") || scan.is_punct(start - 1, ','));
        if joint && subject(start - 2) {
            start -= 1;
        }
    }
    start
}

/// Takes the modifiers that stand before a title; returns the first token.
fn prefixes(scan: &Scan<'_>, title: usize, value: &mut RoleValue) -> usize {
    let first = scan.start_of_sentence(title);
    let mut start = title;
    'longer: while start > first {
        for length in (1..=5).rev() {
            let Some(from) = start.checked_sub(length).filter(|&from| from >= first) else { continue };
            let found = scan.hits_at(from).find(|(hit, e)| {
                e.tag == Tag::TitlePrefix
                    && (hit.end == start || hit.end + 1 == start && scan.is_punct(hit.end, '.'))
            });
            if let Some((_, entry)) = found {
                note_meaning(value, &entry.class);
                start = from;
                continue 'longer;
            }
        }
        break;
    }
    start
}

/// "Former Norse president", «бывший норвежский министр»: what stands before the adjective of a country, or its name, tells
/// of the title behind it.
fn note_before_country(scan: &Scan<'_>, title: usize, value: &mut RoleValue) {
    let first = scan.start_of_sentence(title);
    let before = |end: usize, tells: &dyn Fn(&Entry) -> bool| {
        (first.max(end.saturating_sub(MAX_COUNTRY))..end).find_map(|from| {
            let mut hits = scan.hits_at(from).filter(|(hit, entry)| hit.end == end && tells(entry));
            hits.next().map(|(hit, entry)| (hit.start, entry.class.clone()))
        })
    };
    let country = |entry: &Entry| matches!(entry.tag, Tag::Nationality | Tag::Name(Kind::Location));
    let noted = |entry: &Entry| entry.tag == Tag::TitlePrefix && NOTED.contains(&entry.class.as_str());
    let Some((start, _)) = before(title, &country) else { return };
    if let Some((_, class)) = before(start, &noted) {
        note_meaning(value, &class);
    }
}

/// Behind what is bound to a title: "president-elect".
fn after_bound(scan: &Scan<'_>, end: usize) -> usize {
    let bound = end < scan.len() && scan.is_hyphen(end);
    let suffix = || scan.hits_at(end).find(|(_, entry)| entry.tag == Tag::TitlePrefix);
    bound.then(suffix).flatten().map_or(end, |(suffix, _)| suffix.end)
}

/// Whether the first word of an English title of several, with its capital, may be the last of a name before it.
fn is_behind_name(scan: &Scan<'_>, hit: Hit) -> bool {
    hit.end - hit.start > 1
        && hit.start > scan.start_of_sentence(hit.start)
        && scan.is_capitalized(hit.start)
        && scan.is_capitalized(hit.start - 1)
        && !scan.is_russian(hit.start)
}

fn note_meaning(value: &mut RoleValue, meaning: &str) {
    value.former |= meaning == "former";
    value.acting |= meaning.starts_with("acting");
    value.deputy |= meaning.contains("deputy") || meaning.starts_with("vice");
}

/// «заместитель председателя правления», "deputy head": a deputy of a further title.
fn chained_titles(scan: &Scan<'_>, mut at: usize, value: &mut RoleValue, short: bool) -> usize {
    let end = if at > 0 { scan.end_of_sentence(at - 1) } else { scan.len() };
    while at < end {
        let glued = scan.token(at - 1).space_before || scan.token(at).space_before;
        let titles = scan.hits_at(at).filter(|(_, entry)| entry.tag == Tag::Title);
        let next =
            if short { titles.min_by_key(|(hit, _)| hit.end) } else { titles.max_by_key(|(hit, _)| hit.end) };
        match next {
            Some((next, entry))
                if glued
                    && scan.is_russian(at) == scan.is_russian(at - 1)
                    && next.end <= end
                    && value.deputy =>
            {
                value.title = Some(entry.link.clone());
                at = next.end;
            }
            _ => break,
        }
    }
    at
}

/// "Executive Vice President, Customer Support, of Orbis": the field of an English post behind a comma, up to another mark
/// or whose post it is.
fn field_end(scan: &Scan<'_>, at: usize) -> usize {
    let end = if at > 0 { scan.end_of_sentence(at - 1) } else { scan.len() };
    let subject = |at: usize| at < end && scan.is_capitalized(at) && scan.is_subject(at);
    let joint = |at: usize| at < end && (scan.folded(at) == "and" || scan.is_punct(at, '&'));
    if at + 1 >= end || !scan.is_punct(at, ',') || !subject(at + 1) || !scan.is_capitalized(at - 1) {
        return at;
    }
    let mut stop = at + 2;
    while subject(stop) || joint(stop) && subject(stop + 1) {
        stop += 1;
    }
    let closed = stop >= end || !scan.is_word(stop) || matches!(scan.folded(stop), "of" | "at" | "for");
    if closed { stop } else { at }
}

/// "of Defense Industry", "for Foreign Affairs"; «обороны», «промышленности и торговли».
fn subject_end(scan: &Scan<'_>, at: usize) -> usize {
    let end = if at > 0 { scan.end_of_sentence(at - 1) } else { scan.len() };
    if at >= end {
        return at;
    }
    if !scan.is_russian(at - 1) {
        if !matches!(scan.folded(at), "of" | "for") {
            return at;
        }
        let mut stop = at + 1;
        let named = scan.begins_name(stop.min(end - 1), &[Kind::Location, Kind::Organization]);
        if named || stop < end && scan.folded(stop) == "the" {
            return at;
        }
        let subject = |i: usize| i < end && scan.is_subject(i);
        loop {
            let joint = stop < end
                && (scan.is_punct(stop, ',')
                    || scan.is_punct(stop, '&')
                    || scan.is_hyphen(stop)
                    || scan.folded(stop) == "and");
            match () {
                () if subject(stop) => stop += 1,
                () if joint && stop > at + 1 && subject(stop + 1) => stop += 2,
                () if joint
                    && stop > at + 1
                    && scan.is_punct(stop, ',')
                    && stop + 1 < end
                    && scan.folded(stop + 1) == "and"
                    && subject(stop + 2) =>
                {
                    stop += 3
                }
                () => break,
            }
        }
        return if stop > at + 1 { stop } else { at };
    }
    let mut stop = at;
    while stop < end {
        let word = scan.folded(stop);
        let subject = |i: usize| {
            scan.is_word(i)
                && !scan.is_capitalized(i)
                && !scan.is_stop(i)
                && endings::is_genitive_word(scan.layer, scan.folded(i))
                && !scan.hits_at(i).any(|(_, e)| matches!(e.tag, Tag::OrgHead | Tag::PlaceHead | Tag::Title))
        };
        let joined = word == "и" && stop > at && stop + 1 < end && subject(stop + 1);
        if !(subject(stop) || joined || word == "по" && stop == at) || stop - at > 8 {
            break;
        }
        stop += 1;
    }
    stop
}

/// Whether the title is part of a longer known name ("President Hotel", "General Electric").
fn inside_name(scan: &Scan<'_>, hit: Hit) -> bool {
    let known = |at: usize| {
        scan.hits_at(at).any(|(name, entry)| {
            matches!(entry.tag, Tag::Name(_)) && name.start <= hit.start && name.end > hit.end
        })
    };
    let first = scan.start_of_sentence(hit.start);
    (first.max(hit.start.saturating_sub(3))..=hit.start).any(known)
        || hit.end < scan.end_of_sentence(hit.start)
            && scan.is_capitalized(hit.end)
            && scan.is_capitalized(hit.start)
            && (scan.is(hit.end, Tag::OrgHead)
                || scan.is(hit.end, Tag::PlaceHead) && scan.is_capitalized(hit.end))
            && !scan.is_russian(hit.start)
}

/// Whether genitives behind a Russian title lead to a name.
fn governs_name(scan: &Scan<'_>, from: usize, end: usize) -> bool {
    let genitive = |at: &usize| {
        scan.is_word(*at)
            && !scan.is_capitalized(*at)
            && endings::is_genitive_word(scan.layer, scan.folded(*at))
    };
    let words = (from..end.min(from + MAX_GOVERNED)).take_while(genitive).count();
    let next = from + words;
    let quoted = || scan.punct(next).is_some_and(svodka_text::letters::is_opening_quote);
    words > 0 && next < end && (scan.is_capitalized(next) || quoted())
}

/// Whether a bare title is used as one: unambiguous, or beside a name, an organisation, "of".
fn stands_as_office(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> bool {
    if entry.extra == "plural" {
        return false;
    }
    if !sets::has(Set::OrdinaryTitle, &entry.link) && hit.end - hit.start == 1 && !scan.is_russian(hit.start)
    {
        return true;
    }
    if hit.end - hit.start > 1 {
        return true;
    }
    let (first, end) = (scan.start_of_sentence(hit.start), scan.end_of_sentence(hit.start));
    let after = hit.end < end
        && (matches!(scan.folded(hit.end), "of" | "at" | "for")
            || scan.is_capitalized(hit.end)
            || scan.punct(hit.end).is_some_and(svodka_text::letters::is_opening_quote)
            || scan.is_russian(hit.start)
                && scan.hits_at(hit.end).any(|(_, e)| {
                    matches!(e.tag, Tag::OrgHead | Tag::LegalForm | Tag::PlaceHead | Tag::Nationality)
                }));
    // «Глава профильного комитета Госдумы», «начальник ледовой службы Анна Белл».
    let governs = scan.is_russian(hit.start) && governs_name(scan, hit.end, end);
    // "Its director, Ann Bell".
    let apposed = hit.end + 1 < end && scan.is_punct(hit.end, ',') && scan.is_capitalized(hit.end + 1);
    let before =
        hit.start > first && (scan.is_punct(hit.start - 1, ',') || scan.is_possessive(hit.start - 1));
    after
        || before
        || governs
        || apposed
        || (!sets::has(Set::OrdinaryTitle, &entry.link) && scan.is_russian(hit.start))
}
