//! English organisations: "Ministry of X of Y", "X Y Plant", "JSC X", "X Ltd."

use svodka_model::Kind;
use svodka_text::{Case, fold::fold, letters};

use crate::candidate::Candidate;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;
use crate::sets::{self, Set};

use super::{candidate, quoted};

/// The organisations whose head or legal form begins at a token.
pub fn at(scan: &Scan<'_>, at: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some((hit, head)) = scan.hit(at, &[Tag::OrgHead]) {
        found.extend(headed(scan, hit, head));
    }
    if let Some((hit, form)) = scan.hit(at, &[Tag::LegalForm]) {
        found.extend(formed(scan, hit, form));
    }
    if let Some((hit, word)) = scan.hit(at, &[Tag::OrgTail]) {
        found.extend(match word.extra.as_str() {
            "front" => fronted(scan, hit),
            place => tailed(scan, hit, place == "trade"),
        });
    }
    if let Some(end) = domain_end(scan, at) {
        found.push(candidate(scan, at..end, "organization.domain", 800, None, None, Some(at..end)));
    }
    let plain = scan.is_capitalized(at) && !scan.is_shouted(at) && !scan.is_title_case(at);
    if plain && found.is_empty() && scan.any(at, &[Tag::Firm]) {
        found.push(candidate(scan, at..at + 1, "organization.compound", 760, None, None, Some(at..at + 1)));
    } else if plain && found.is_empty() && is_camel(scan, at) {
        found.push(candidate(scan, at..at + 1, "organization.camel", 700, None, None, Some(at..at + 1)));
    }
    found
}

/// "PayLoop", "SuezBridge": two words written as one; nothing that is known, and no "McKay".
fn is_camel(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.word(at);
    let second = |(index, c): (usize, char)| letters::is_upper(c).then_some(index);
    let inner = || word.char_indices().skip(1).find_map(second);
    let particle = |index: usize| sets::has(Set::FamilyPrefix, &fold(&word[..index]));
    scan.token(at).case == Case::Mixed
        && word.len() >= 5
        && scan.hits_at(at).next().is_none()
        && inner().is_some_and(|index| {
            index >= 2 && !particle(index) && word[index..].chars().any(|c| !letters::is_upper(c))
        })
}

/// One past a firm that is called by its domain: "Booking.com"; not a part of an address.
fn domain_end(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let end = scan.end_of_sentence(at);
    let glued = |at: usize| at < end && !scan.token(at).space_before;
    let free = at == scan.start_of_sentence(at)
        || scan.token(at).space_before
        || scan.punct(at - 1).is_some_and(letters::is_quote);
    let dot = scan.is_capitalized(at) && free && glued(at + 1) && scan.is_punct(at + 1, '.') && glued(at + 2);
    let domain = dot && scan.has(at + 2, Set::Domain);
    let more = glued(at + 3) && (scan.is_punct(at + 3, '/') || scan.is_punct(at + 3, '@'))
        || glued(at + 4) && scan.is_punct(at + 3, '.') && scan.is_word(at + 4);
    (domain && !more).then_some(at + 3)
}

/// A name that ends in a word which mostly names of firms have: "Asante Air"; a word of a trade leaves no doubt, unless
/// somebody's given name begins it.
fn tailed(scan: &Scan<'_>, hit: Hit, trade: bool) -> Option<Candidate> {
    let capital =
        scan.is_capitalized(hit.start) && !scan.is_shouted(hit.start) && !scan.is_title_case(hit.start);
    let mut start = if capital { name_start(scan, hit.start) } else { hit.start };
    while start < hit.start && (scan.is(start, Tag::Nationality) || scan.is_stop(start)) {
        start += 1;
    }
    let ends = hit.end >= scan.end_of_sentence(hit.start) || !scan.is_capitalized(hit.end);
    let name = start..hit.end;
    let rule = match trade && !scan.is(start, Tag::GivenName) {
        true => "organization.trade",
        false => "organization.tail",
    };
    (start < hit.start && ends).then(|| candidate(scan, name.clone(), rule, 760, None, None, Some(name)))
}

/// A name that begins with a word which mostly names of firms begin with: "Grupo Albariño".
fn fronted(scan: &Scan<'_>, hit: Hit) -> Option<Candidate> {
    let end = scan.end_of_sentence(hit.start);
    let plain = !scan.is_shouted(hit.start) && !scan.is_title_case(hit.start);
    let small = |at: usize| scan.has(at, Set::FirmParticle);
    let mut stop = hit.end;
    while stop < end && stop < hit.end + 6 {
        let next = (stop..end.min(stop + 3)).find(|&at| !small(at));
        let hyphen = scan.is_hyphen(stop) && stop + 1 < end && scan.is_capitalized(stop + 1);
        match next.filter(|&at| scan.is_capitalized(at) && !scan.is_stop(at)) {
            Some(word) => stop = word + 1,
            None if hyphen => stop += 2,
            None => break,
        }
    }
    (plain && scan.is_capitalized(hit.start) && stop > hit.end).then(|| {
        candidate(scan, hit.start..stop, "organization.front", 760, None, None, Some(hit.start..stop))
    })
}

/// A name built on a head noun.
fn headed(scan: &Scan<'_>, hit: Hit, head: &Entry) -> Option<Candidate> {
    if scan.is_shouted(hit.start) {
        return None;
    }
    if !scan.is_capitalized(hit.start) {
        return small_head(scan, hit, head);
    }
    let tail_head = head.extra.contains("tail") || head.extra.contains("both") || head.extra.is_empty();
    let of_head = head.extra.contains("of") || head.extra.contains("both");
    let start = if tail_head || of_head { name_start(scan, hit.start) } else { hit.start };
    let mut end = hit.end;
    // A head may be followed by another: "Aircraft Corporation Group".
    while let Some((next, _)) = scan
        .hit(end, &[Tag::OrgHead])
        .filter(|_| end < scan.end_of_sentence(hit.start) && scan.is_capitalized(end))
    {
        end = next.end;
    }
    let saint = start < hit.start && is_saint(scan, start);
    let of_end = if of_head && !saint { of_tail(scan, end) } else { None };
    let quoted_end = quoted_tail(scan, end);
    // "Tottori Prefecture" is no body, but "the prefecture of X" is.
    if !tail_head && of_end.is_none() && quoted_end.is_none() && hit.end == end {
        return None;
    }
    end = of_end.or(quoted_end).unwrap_or(end);
    if start == hit.start && end == hit.end {
        return None;
    }
    let (end, form) = legal_form_after(scan, end);
    let score = if of_end.is_some() || form.is_some() { 860 } else { 820 };
    let joined = of_end.is_some_and(|of_end| (hit.end..of_end).any(|at| scan.word(at) == "and"));
    // "Organization for Security and Cooperation in Europe" is known to go on.
    let known = scan.hit(start, &[Tag::Name(Kind::Organization)]).is_some_and(|(hit, _)| hit.end > end);
    let rule = match saint {
        true => "organization.saint",
        // "School of Nursing and Midwifery"
        false if joined && !known => "organization.headed_and",
        false => "organization.headed",
    };
    Some(candidate(scan, start..end, rule, score, form, Some(head), Some(start..end)))
}

/// "the government of the Perm Territory": a public body written small, with the place that it governs.
fn small_head(scan: &Scan<'_>, hit: Hit, head: &Entry) -> Option<Candidate> {
    let public = matches!(head.class.as_str(), "government" | "ministry" | "parliament");
    let end = scan.end_of_sentence(hit.start);
    if !public || hit.end + 1 >= end || scan.folded(hit.end) != "of" {
        return None;
    }
    let place = if scan.folded(hit.end + 1) == "the" { hit.end + 2 } else { hit.end + 1 };
    let (owner, _) = scan.hit(place, &[Tag::Name(Kind::Location)]).filter(|(owner, _)| owner.end <= end)?;
    Some(candidate(
        scan,
        hit.start..owner.end,
        "organization.small_head",
        800,
        None,
        Some(head),
        Some(hit.start..owner.end),
    ))
}

/// The first token of the capitalised words that end before `head`.
fn name_start(scan: &Scan<'_>, head: usize) -> usize {
    let first = scan.start_of_sentence(head);
    let mut start = head;
    while start > first {
        let before = start - 1;
        let glue = scan.is_hyphen(before)
            || scan.is_punct(before, '&') && !scan.organization_ends_at(before)
            || scan.is_punct(before, '.') && before > first && is_initial(scan, before - 1);
        let possessive = scan.is_possessive(before);
        if let Some(saint) = saint_before(scan, before).filter(|&saint| possessive && saint >= first) {
            return saint;
        }
        let word = scan.is_capitalized(before) && !possessive && !scan.is_russian(before);
        let joined = scan.folded(before) == "and" && start > first + 1 && joins_modifiers(scan, before, head);
        if !(glue || word || joined) || stops_name(scan, before) {
            break;
        }
        start = before;
    }
    strip_title(scan, start, head)
}

/// "St. Brendan | 's Medical Center": where the saint begins that a body is named after, with the stop or without.
fn saint_before(scan: &Scan<'_>, own: usize) -> Option<usize> {
    let name = own.checked_sub(1).filter(|&name| scan.is_capitalized(name))?;
    let dotted = name.checked_sub(1).filter(|&dot| scan.is_punct(dot, '.')).unwrap_or(name);
    dotted.checked_sub(1).filter(|&saint| is_saint(scan, saint))
}

fn is_saint(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_capitalized(at) && matches!(scan.folded(at), "st" | "saint")
}

fn is_initial(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_capitalized(at) && (scan.word(at).len() == 1 || scan.folded(at) == "st")
}

/// "Aviation and Space Agency": both sides of "and" are plain capitalised words, and the head follows closely.
fn joins_modifiers(scan: &Scan<'_>, and: usize, head: usize) -> bool {
    let names = [Kind::Organization, Kind::Person, Kind::Location];
    head - and <= 3
        && scan.is_capitalized(and - 1)
        && !scan.is_stop(and - 1)
        && (and > scan.start_of_sentence(and) + 1)
        && !scan.begins_name(and - 1, &names)
        && !scan.is(and - 1, Tag::OrgHead)
        && !scan.is(and - 1, Tag::LegalForm)
        && !scan.is(and - 1, Tag::GivenName)
}

/// Words that begin sentences and headlines do not belong to names.
fn stops_name(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_stop(at) || scan.is(at, Tag::LegalForm) && scan.word(at).len() > 4
}

/// Leaves a title that stands before the name outside ("President Baltic Shipyard").
fn strip_title(scan: &Scan<'_>, start: usize, head: usize) -> usize {
    match scan.hit(start, &[Tag::Title]) {
        Some((title, _)) if title.end < head && !scan.is(start, Tag::OrgHead) && !is_general(scan, start) => {
            title.end
        }
        _ => start,
    }
}

/// "General" and "Chief" are titles and also ordinary first words of names.
fn is_general(scan: &Scan<'_>, at: usize) -> bool {
    matches!(scan.folded(at), "general" | "chief" | "main" | "state" | "executive")
}

/// The end of "of X", "for X", "on X and Y" behind a head.
fn of_tail(scan: &Scan<'_>, mut at: usize) -> Option<usize> {
    let end = scan.end_of_sentence(at.checked_sub(1)?);
    let mut stop = None;
    for _ in 0..4 {
        let preposition =
            at < end && matches!(scan.folded(at), "of" | "for" | "on" | "to" | "in" | "against" | "under");
        // After the first link only "of" and "for" go on: "Ministry of Defence in Moscow" ends early.
        if !preposition || (stop.is_some() && !matches!(scan.folded(at), "of" | "for")) {
            break;
        }
        if matches!(scan.folded(at), "in" | "to" | "under") && (stop.is_some() || scan.folded(at) == "in") {
            break;
        }
        let mut next = at + 1;
        if next < end && scan.folded(next) == "the" {
            next += 1;
        }
        let Some(phrase) = phrase_end(scan, next, end) else { break };
        stop = Some(phrase);
        at = phrase;
    }
    stop
}

/// The end of a capitalised phrase, with "and" where it joins plain words and not names.
fn phrase_end(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = word_run(scan, start, end)?;
    let names = [Kind::Organization, Kind::Location, Kind::Person];
    loop {
        let comma = at + 1 < end && scan.is_punct(at, ',') && scan.is_capitalized(at + 1);
        let joined =
            at < end && matches!(scan.folded(at), "and" | "&") || comma && list_ends_in_and(scan, at, end);
        if !joined {
            return Some(at);
        }
        let next = at + 1;
        let first_is_name = scan
            .hit_where(start, |entry| matches!(entry.tag, Tag::Name(Kind::Location | Kind::Organization)))
            .is_some_and(|(hit, _)| hit.end >= at);
        let starts_name = next < end
            && (scan.begins_name(next, &names)
                || scan.is(next, Tag::OrgHead)
                || scan.is(next, Tag::LegalForm)
                || scan.is(next, Tag::GivenName)
                || scan.hit(next, &[Tag::Title]).is_some());
        match word_run(scan, next, end) {
            Some(run)
                if !first_is_name
                    && !starts_name
                    && !contains_head(scan, next, run)
                    && !followed_by_name_end(scan, run, end) =>
            {
                at = run
            }
            _ => return Some(at),
        }
    }
}

/// Whether the comma at `at` begins a list of plain words that ends in "and" ("of Trade, Industry and Energy").
fn list_ends_in_and(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    let Some(run) = word_run(scan, at + 1, end) else { return false };
    run - at <= 4
        && run < end
        && (scan.folded(run) == "and" || scan.is_punct(run, ',') && list_ends_in_and(scan, run, end))
}

fn contains_head(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| scan.is(i, Tag::OrgHead) || scan.is(i, Tag::LegalForm))
}

/// A legal form behind the run makes it a name of its own.
fn followed_by_name_end(scan: &Scan<'_>, run: usize, end: usize) -> bool {
    run < end && scan.is(run, Tag::LegalForm)
}

/// The end of a run of capitalised words, hyphens between them included.
fn word_run(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    while at < end {
        let word = scan.is_capitalized(at)
            && !scan.is_russian(at)
            && (at == start || !scan.is_stop(at))
            && !scan.is_possessive(at);
        let hyphen = at > start && scan.is_hyphen(at) && at + 1 < end && scan.is_word(at + 1);
        if hyphen {
            at += 2;
        } else if word {
            at += 1;
        } else {
            break;
        }
    }
    (at > start && !scan.is_stop(start)).then_some(at)
}

/// A quoted name right behind a head: `Concern "Sea"`, 'State Company Rosvooruzhenie'.
fn quoted_tail(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if at >= scan.end_of_sentence(at.checked_sub(1)?) {
        return None;
    }
    let (end, inside) = quoted(scan, at, 6)?;
    scan.is_capitalized(inside.start).then_some(end)
}

/// A legal form behind a name, with or without a comma: "X, Inc.", "X JSC". The stop of "Ltd." stays outside at the
/// end of a sentence only.
fn legal_form_after<'a>(scan: &Scan<'a>, at: usize) -> (usize, Option<&'a Entry>) {
    let end = if at > 0 { scan.end_of_sentence(at - 1) } else { scan.len() };
    let from = if at < end && scan.is_punct(at, ',') { at + 1 } else { at };
    let Some((hit, entry)) = (from < end).then(|| scan.hit(from, &[Tag::LegalForm])).flatten() else {
        return (at, None);
    };
    if hit.end > end || entry.class == "before" || scan.is_russian(from) {
        return (at, None);
    }
    let stop = hit.end < end
        && scan.is_punct(hit.end, '.')
        && !scan.token(hit.end).space_before
        && hit.end + 1 < end;
    (if stop { hit.end + 1 } else { hit.end }, Some(entry))
}

/// A name that a legal form stands next to.
fn formed(scan: &Scan<'_>, hit: Hit, form: &Entry) -> Option<Candidate> {
    let end = scan.end_of_sentence(hit.start);
    if scan.is_shouted(hit.start) && scan.word(hit.start).len() > 3 {
        return None;
    }
    if form.class != "before" {
        let start = name_start(scan, if comma_before(scan, hit.start) { hit.start - 1 } else { hit.start });
        let name_end = if comma_before(scan, hit.start) { hit.start - 1 } else { hit.start };
        if start < name_end {
            let (stop, _) = legal_form_after(scan, name_end);
            return Some(candidate(
                scan,
                start..stop.max(hit.end),
                "organization.legal_form",
                900,
                Some(form),
                None,
                Some(start..name_end),
            ));
        }
    }
    if form.class == "after" {
        return None;
    }
    let mut at = hit.end;
    // "JSC Concern Sea", "OAO NPO X": heads and forms may follow each other.
    while at < end && scan.is_capitalized(at) && (scan.is(at, Tag::LegalForm) || scan.is(at, Tag::OrgHead)) {
        at += 1;
    }
    if let Some((stop, inside)) = (at < end).then(|| quoted(scan, at, 7)).flatten() {
        return Some(candidate(
            scan,
            hit.start..stop,
            "organization.legal_form",
            910,
            Some(form),
            None,
            Some(inside),
        ));
    }
    let stop = word_run(scan, at, end)?;
    Some(candidate(
        scan,
        hit.start..stop,
        "organization.legal_form",
        890,
        Some(form),
        None,
        Some(hit.end..stop),
    ))
}

fn comma_before(scan: &Scan<'_>, at: usize) -> bool {
    at > scan.start_of_sentence(at) && scan.is_punct(at - 1, ',')
}
