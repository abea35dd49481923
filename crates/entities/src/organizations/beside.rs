//! English firms that nobody knows, by the words beside them: "the shipping line Arctic Bridge", "the Veyron group",
//! "Carris, the bus company", "its operator, Nordhav", "a stake in Falcon Sat", "Ameropa supplied". How much each of
//! these says is counted in the table of trust.

use std::ops::Range;

use rustc_hash::FxHashMap;
use svodka_model::{Kind, Span};
use svodka_text::{fold::fold, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Hit, Tag};
use crate::scan::Scan;
use crate::sets::Set;

use super::candidate;

mod russian;

/// Words of a name, at most.
const LONGEST: usize = 5;
/// Words between the comma of an aside and its noun, at most: ", the country's third-largest clothing retailer".
const ASIDE: usize = 9;

/// What is believed of a name that several cues tell.
const CONFIRMED: u16 = 900;

/// Proposes the names beside cues.
pub fn propose(scan: &mut Scan<'_>) {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::FirmCue]) {
        from = at + 1;
        let first = scan.start_of_sentence(at);
        if scan.is_title_case(at) || scan.is_shouted(at) || scan.is_capitalized(at) && at > first {
            continue;
        }
        let hits = scan.hits_at(at).filter(|(_, entry)| entry.tag == Tag::FirmCue);
        for (hit, entry) in hits {
            match entry.class.as_str() {
                "before" => found.extend(listed(scan, hit.end)),
                "doing" => found.extend(doers(scan, hit.start)),
                "does" => found.extend(russian::doing(scan, hit)),
                who @ ("somebody" | "says") => {
                    found.extend(russian::somebody(scan, hit, who == "says"));
                }
                case @ ("of" | "with" | "in") => {
                    found.extend(russian::governed(scan, hit, case, "organization.behind_cue"));
                }
                sort if !is_ship(scan, hit) => found.extend(beside_noun(scan, hit, sort)),
                _ => {}
            }
        }
    }
    possessors(scan, &mut found);
    joined(scan, &mut found);
    drop_family_names(scan, &mut found);
    let confirmed = confirmed(scan, &found);
    scan.candidates.extend(found);
    scan.candidates.extend(confirmed);
}

/// "Medvega's director": who has officers.
fn possessors(scan: &Scan<'_>, found: &mut Vec<Candidate>) {
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Title]) {
        from = at + 1;
        // "Medvega's finance director"
        let own = (at.saturating_sub(2)..at).rev().find(|&at| matches!(scan.word(at), "'s" | "’s"));
        let Some(own) = own.filter(|&own| own > scan.start_of_sentence(at)) else { continue };
        if !scan.is_capitalized(at) && !scan.is_shouted(at) {
            found.extend(before(scan, own, "organization.possessor"));
        }
    }
}

/// "Hollins & Tarn": partners whose names make one.
fn joined(scan: &Scan<'_>, found: &mut Vec<Candidate>) {
    if !scan.layer.text().contains('&') {
        return;
    }
    for at in 1..scan.len().saturating_sub(1) {
        if !scan.is_punct(at, '&') || scan.is_title_case(at) || scan.is_shouted(at) {
            continue;
        }
        let partner = |at: usize| {
            is_part(scan, at)
                && scan.word(at).chars().nth(2).is_some()
                && !scan.is_stop(at)
                && !scan.any(at, &[Tag::Name(Kind::Location), Tag::Name(Kind::Organization), Tag::GivenName])
        };
        let end = scan.end_of_sentence(at);
        let name = run_before(scan, at).and_then(|first| run(scan, first.start, end));
        let name = name.filter(|name| name.len() == 3 && partner(at - 1) && partner(at + 1));
        let name = name.filter(|name| is_name(scan, name));
        found.extend(name.map(|name| firm(scan, name, "organization.partners")));
    }
}

/// Takes out what somebody's family name is in the same text: behind a given name, initials or a form of address.
fn drop_family_names(scan: &Scan<'_>, found: &mut Vec<Candidate>) {
    if found.is_empty() {
        return;
    }
    let text = scan.layer.text();
    let mut names: FxHashMap<&str, bool> = found.iter().map(|name| (name.span.of(text), false)).collect();
    let russian: Vec<(&str, String)> = names
        .keys()
        .filter(|name| name.starts_with(letters::is_cyrillic) && !name.contains(' '))
        .map(|name| (*name, fold(name)))
        .collect();
    let mut from = 1;
    while let Some(at) = scan.next(from, &[Tag::Capital]) {
        from = at + 1;
        let initial = || scan.is_punct(at - 1, '.') && at > 1 && scan.word(at - 2).chars().count() == 1;
        let somebody = || initial() || scan.is(at - 1, Tag::GivenName) || scan.has(at - 1, Set::Honorific);
        if let Some(family) = names.get_mut(scan.word(at)) {
            *family |= somebody();
        } else if !russian.is_empty() && scan.is_russian(at) && somebody() {
            for (name, _) in russian.iter().filter(|(_, word)| endings::same_family(word, scan.folded(at))) {
                names.insert(name, true);
            }
        }
    }
    found.retain(|name| name.kind == Kind::Person || !names[name.span.of(text)]);
    // Who arrives or thanks in one sentence signs in another.
    let people = found.iter().filter(|name| name.kind == Kind::Person).map(|name| fold(name.span.of(text)));
    let people: Vec<String> = people.collect();
    let person = |name: &Candidate| {
        let word = fold(name.span.of(text));
        people.iter().any(|person| endings::same_family(person, &word))
    };
    if !people.is_empty() {
        found.retain(|name| name.kind == Kind::Person || !person(name));
    }
}

/// Those of the candidates, once more, that cues speak for at several places of the text.
fn confirmed(scan: &Scan<'_>, found: &[Candidate]) -> Vec<Candidate> {
    let text = scan.layer.text();
    let mut places: FxHashMap<&str, Vec<Span>> = FxHashMap::default();
    let firms = || found.iter().filter(|name| name.kind == Kind::Organization);
    for candidate in firms() {
        let spans = places.entry(candidate.span.of(text)).or_default();
        if spans.len() < 2 && !spans.contains(&candidate.span) {
            spans.push(candidate.span);
        }
    }
    let several = firms().filter(|candidate| places[candidate.span.of(text)].len() > 1);
    let again = |candidate: &Candidate| {
        let rule = "organization.cued_again".into();
        Candidate { rule, score: CONFIRMED, ..candidate.clone() }
    };
    let mut again: Vec<Candidate> = several.map(again).collect();
    again.dedup_by_key(|candidate| candidate.span);
    again
}

/// The names right behind a noun, behind its comma, right before it, and before the comma of the aside that it ends.
fn beside_noun(scan: &Scan<'_>, hit: Hit, sort: &str) -> impl Iterator<Item = Candidate> {
    let rules = match sort {
        "agent" => ["organization.behind_agent", "organization.named_agent", "", "organization.told_agent"],
        "sight" => ["organization.behind_sight", "", "organization.before_sight", ""],
        _ => [
            "organization.behind_noun",
            "organization.named",
            "organization.before_noun",
            "organization.told",
        ],
    };
    let [right_behind, aside, right_before, told] = rules;
    let wanted = |rule: &'static str| (!rule.is_empty()).then_some(rule);
    let found = [
        wanted(right_behind).and_then(|rule| behind(scan, hit.end, rule)),
        wanted(aside).and_then(|rule| behind_comma(scan, hit.end, rule)),
        wanted(right_before).and_then(|rule| before(scan, hit.start, rule)).filter(|name| {
            // The first word of a sentence has its capital anyway.
            scan.layer.tokens_in(name.span).start > scan.start_of_sentence(hit.start)
        }),
        wanted(told).and_then(|rule| before_aside(scan, hit.start, rule)),
    ];
    found.into_iter().flatten()
}

/// Whether the noun is the last of a longer one for a thing: "the bulk carrier Lady Victoria".
fn is_ship(scan: &Scan<'_>, noun: Hit) -> bool {
    let first = scan.start_of_sentence(noun.start).max(noun.start.saturating_sub(3));
    let mut hits = (first..=noun.start).flat_map(|at| scan.hits_at(at));
    hits.any(|(hit, entry)| hit.end == noun.end && entry.tag == Tag::ProductHead)
}

fn firm(scan: &Scan<'_>, name: Range<usize>, rule: &'static str) -> Candidate {
    candidate(scan, name.clone(), rule, 700, None, None, Some(name))
}

/// The name that begins at a token.
fn behind(scan: &Scan<'_>, at: usize, rule: &'static str) -> Option<Candidate> {
    let mut at = at;
    let end = scan.end_of_sentence(at.checked_sub(1)?);
    while at < end && (scan.is(at, Tag::Nationality) || scan.word(at) == "the") {
        at += 1;
    }
    // "Bought from Romania's Astra".
    if at + 2 < end && scan.is(at, Tag::Name(Kind::Location)) && matches!(scan.word(at + 1), "'s" | "’s") {
        at += 2;
    }
    let name = run(scan, at, end)?;
    is_name(scan, &name).then(|| firm(scan, name, rule))
}

/// The name that begins at a token, and those that a list joins to it: "talks with Quimsal and Eletrocarga".
fn listed(scan: &Scan<'_>, at: usize) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = behind(scan, at, "organization.behind_cue").into_iter().collect();
    let mut end = found.first().map(|name| scan.layer.tokens_in(name.span).end);
    while let Some(joint) = end.filter(|&end| joins(scan, end)) {
        let next = behind(scan, joint + 1, "organization.behind_cue_too");
        end = next.as_ref().map(|name| scan.layer.tokens_in(name.span).end);
        // "With Quimsal, Petro said": behind a comma only a list that goes on.
        let goes_on = !scan.is_punct(joint, ',')
            || end.is_some_and(|end| joins(scan, end) && (scan.is_word(end) || scan.is_capitalized(end + 1)));
        found.extend(next.filter(|_| goes_on));
    }
    found
}

/// The name that ends before what it does, with what is joined to it ("DNB and Kexim will finance") or told of it ("Maresol,
/// which lost").
fn doers(scan: &Scan<'_>, at: usize) -> Vec<Candidate> {
    let told = at.checked_sub(2).filter(|&comma| scan.is_punct(comma, ',') && scan.word(at - 1) == "which");
    if let Some(comma) = told.filter(|&comma| comma > scan.start_of_sentence(at)) {
        return before(scan, comma, "organization.which").into_iter().collect();
    }
    let mut found: Vec<Candidate> = before(scan, at, "organization.doing").into_iter().collect();
    let start = found.first().map(|name| scan.layer.tokens_in(name.span).start);
    let joint = start
        .and_then(|start| start.checked_sub(1))
        .filter(|&joint| joint > scan.start_of_sentence(at) && matches!(scan.word(joint), "and" | "or"));
    found.extend(joint.and_then(|joint| before(scan, joint, "organization.doing_too")));
    found
}

/// Whether a token joins a name to the one before it.
fn joins(scan: &Scan<'_>, at: usize) -> bool {
    at + 1 < scan.end_of_sentence(at) && (matches!(scan.word(at), "and" | "or") || scan.is_punct(at, ','))
}

/// "its operator, Nordhav, said": the name behind a comma, up to another or the end.
fn behind_comma(scan: &Scan<'_>, at: usize, rule: &'static str) -> Option<Candidate> {
    let end = scan.end_of_sentence(at.checked_sub(1)?);
    if at + 1 >= end || !scan.is_punct(at, ',') {
        return None;
    }
    let name = run(scan, at + 1, end)?;
    let closed = name.end < end && [',', '.', '('].into_iter().any(|mark| scan.is_punct(name.end, mark));
    (closed && is_name(scan, &name)).then(|| firm(scan, name, rule))
}

/// The name that ends before a token.
fn before(scan: &Scan<'_>, at: usize, rule: &'static str) -> Option<Candidate> {
    let name = run_before(scan, at)?;
    is_name(scan, &name).then(|| firm(scan, name, rule))
}

/// "Carris, the bus company": the name before the comma that an aside begins with.
fn before_aside(scan: &Scan<'_>, noun: usize, rule: &'static str) -> Option<Candidate> {
    let first = scan.start_of_sentence(noun);
    let within = |at: &usize| {
        let place = || scan.any(*at, &[Tag::Name(Kind::Location), Tag::Nationality]);
        let small = scan.is_word(*at) && !scan.is_capitalized(*at);
        small && !matches!(scan.word(*at), "and" | "of" | "for" | "with" | "by" | "from")
            || scan.is_hyphen(*at)
            || place()
    };
    let start = (first..noun).rev().take(ASIDE).take_while(within).last()?;
    let comma = start.checked_sub(1).filter(|&comma| comma > first && scan.is_punct(comma, ','))?;
    let owned = |at: usize| scan.any(at, &[Tag::Name(Kind::Location), Tag::Nationality]);
    let told = matches!(scan.word(start), "a" | "an" | "the" | "its" | "their" | "one") || owned(start);
    let name = run_before(scan, comma).filter(|_| told)?;
    // "Alba Reflectors of Dundee, a subsidiary": where it sits is not what it is called.
    let seated = name.start > first + 1 && scan.word(name.start - 1) == "of";
    let whose = seated.then(|| run_before(scan, name.start - 1)).flatten();
    let name = whose.filter(|whose| whose.len() > 1).unwrap_or(name);
    is_name(scan, &name).then(|| firm(scan, name, rule))
}

/// The words with capitals from a token on, with what joins them.
fn run(scan: &Scan<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    let mut at = start;
    while at < end && at - start < 2 * LONGEST {
        let particle = at > start && scan.has(at, Set::FirmParticle);
        let joint = at > start && (scan.is_hyphen(at) || scan.is_punct(at, '&') || particle);
        let next = if joint { at + 1 } else { at };
        let form = next < end && scan.is_upper(next) && scan.is(next, Tag::LegalForm);
        if next >= end || !is_part(scan, next) || next > start && scan.is_stop(next) && !form {
            break;
        }
        at = next + 1;
    }
    // "Bought by Larkfield plc".
    let form = at > start && at < end && scan.is(at, Tag::LegalForm) && !scan.is_stop(at);
    (at > start).then_some(start..if form { at + 1 } else { at })
}

/// The words with capitals that end before a token.
fn run_before(scan: &Scan<'_>, end: usize) -> Option<Range<usize>> {
    let first = scan.start_of_sentence(end.checked_sub(1)?);
    let mut start = end;
    while start > first && end - start < 2 * LONGEST {
        let joint = start < end
            && (scan.is_hyphen(start - 1)
                || scan.is_punct(start - 1, '&')
                || scan.has(start - 1, Set::FirmParticle) && !scan.is_capitalized(start - 1));
        let Some(next) = start.checked_sub(if joint { 2 } else { 1 }).filter(|&next| next >= first) else {
            break;
        };
        if !is_part(scan, next) || scan.is_stop(next) {
            break;
        }
        start = next;
    }
    while start < end && (scan.is(start, Tag::Nationality) || scan.is_hyphen(start)) {
        start += 1;
    }
    (start < end).then_some(start..end)
}

/// Whether a word can be a part of a firm's name: Latin, with a capital.
fn is_part(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_capitalized(at) && !scan.is_russian(at) && !scan.is_possessive(at)
}

/// Whether words with capitals can be a firm that only its neighbours tell: no title, no given name before a family
/// name, nothing known.
fn is_name(scan: &Scan<'_>, name: &Range<usize>) -> bool {
    let at = name.start;
    let whole =
        |tags: &[Tag]| scan.hits_at(at).any(|(hit, entry)| hit.end >= name.end && tags.contains(&entry.tag));
    let known = [
        Tag::Name(Kind::Location),
        Tag::Name(Kind::Event),
        Tag::Name(Kind::Product),
        Tag::Nationality,
        Tag::OrgHead,
        Tag::LegalForm,
        Tag::EventHead,
        Tag::DocumentHead,
    ];
    let person = name.len() > 1 && scan.is(at, Tag::GivenName);
    let title = scan.hit(at, &[Tag::Title]).is_some() || scan.has(at, Set::GroupAdjective);
    // "A spokesman for Energy Minister Ann Bell".
    let titled = name.clone().skip(1).any(|at| {
        let behind = scan.hit(at, &[Tag::Title]).map(|(hit, _)| hit.end);
        behind.is_some_and(|end| end < name.end && scan.is(end, Tag::GivenName))
    });
    let short = name.len() == 1 && scan.word(at).chars().nth(2).is_none();
    let headed = || name.clone().skip(1).any(|at| scan.is(at, Tag::OrgHead));
    let of_country = at > 0 && scan.is(at - 1, Tag::Nationality) && headed();
    let family = scan.len() > name.end && scan.has(name.end, Set::FamilyNoun);
    !whole(&known)
        && !of_country
        && !family
        && !person
        && !title
        && !titled
        && !scan.is_stop(at)
        && !short
        && name.len() <= LONGEST
}
