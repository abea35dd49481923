//! Russian firms that nobody knows, by the words beside them: «Донбиотех построит завод», «линию поставит Кронесфиль»,
//! «договор с Аграртехом», «директор Донбиотеха»; and people, by what only people do. A name is a word that neither the
//! lists nor the dictionary have and that is not built like somebody's.

use std::ops::Range;

use svodka_model::Kind;
use svodka_text::letters::is_vowel;

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Hit, Tag};
use crate::people;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Letters of a name, at least.
const SHORTEST: usize = 4;

/// The names on both sides of what a firm does: «Донбиотех построит», «построит Донбиотех».
pub fn doing(scan: &Scan<'_>, cue: Hit) -> impl Iterator<Item = Candidate> {
    let feminine = scan.folded(cue.end - 1).ends_with("ла");
    let agrees = move |name: &Range<usize>| {
        let last = scan.folded(name.end - 1).chars().next_back();
        !feminine || !scan.is_russian(name.end - 1) || last.is_some_and(is_vowel)
    };
    let of_place = of_place(scan, cue.start).map(|name| super::firm(scan, name, "organization.of_place"));
    let found = [before(scan, cue.start), behind(scan, cue.end)].into_iter().flatten().filter(agrees);
    found.map(|name| super::firm(scan, name, "organization.doing")).chain(of_place)
}

/// «Омский бекон выкупит»: the adjective of a place that begins the sentence and the noun of a trade before what firms do.
fn of_place(scan: &Scan<'_>, end: usize) -> Option<Range<usize>> {
    let start = end.checked_sub(2).filter(|&start| start == scan.start_of_sentence(start))?;
    let adjective = scan.folded(start);
    let trade = scan.hits_at(end - 1).any(|(_, entry)| entry.tag == Tag::OrgTail && entry.extra == "small");
    let named = scan.is_capitalized(start)
        && !scan.is_capitalized(end - 1)
        && !scan.is(start, Tag::Nationality)
        && endings::is_adjective(adjective)
        && endings::is_official_adjective(adjective);
    (trade && named).then_some(start..end)
}

/// The name behind a word that governs its case: «директор Донбиотеха», «договор с Аграртехом», «доля в Аграртехе».
pub fn governed(scan: &Scan<'_>, cue: Hit, case: &str, rule: &'static str) -> Option<Candidate> {
    let name =
        behind(scan, cue.end).filter(|name| scan.is_russian(cue.start) || scan.is_russian(name.start))?;
    let endings = match case {
        "with" => Set::FirmInstrumental,
        "in" => Set::FirmPrepositional,
        _ => Set::FirmGenitive,
    };
    let last = name.end - 1;
    let fits = !scan.is_russian(last) || sets::ends(endings, scan.folded(last));
    fits.then(|| super::firm(scan, name, rule))
}

/// Who does what only people do («Чисекеди прибыл»), behind the verb too where it is one of saying.
pub fn somebody(scan: &Scan<'_>, cue: Hit, says: bool) -> Option<Candidate> {
    if !scan.is_russian(cue.start) {
        let name = super::run_before(scan, cue.start).filter(|name| super::is_name(scan, name))?;
        // "The first Sinhalese arrived"
        let before = name.start.checked_sub(1).filter(|_| name.start > scan.start_of_sentence(name.start));
        let subject =
            before.is_none_or(|at| !scan.is_word(at) || scan.has(at, Set::Clause) || scan.word(at) == "and");
        let name = Some(name).filter(|_| subject);
        return name.map(|name| people::of_tokens(scan, name, "person.doing", 700));
    }
    let name = before(scan, cue.start).or_else(|| behind(scan, cue.end).filter(|_| says))?;
    let person =
        name.len() == 1 && scan.is_russian(name.start) && !scan.any(name.start, &[Tag::Firm, Tag::OrgTail]);
    person.then(|| people::of_tokens(scan, name, "person.doing", 700))
}

/// The name that ends right before a token, no further capital before it.
fn before(scan: &Scan<'_>, end: usize) -> Option<Range<usize>> {
    let first = scan.start_of_sentence(end.checked_sub(1)?);
    let mut start = end;
    while start > first && (start == end || scan.is_hyphen(start - 1)) {
        start = if start == end { end - 1 } else { start.checked_sub(2).filter(|&at| at >= first)? };
    }
    if start > first
        && scan.is_capitalized(end - 1)
        && scan.is(end - 1, Tag::OrgTail)
        && scan.is_capitalized(start - 1)
    {
        start -= 1;
    }
    let subject =
        start == first || scan.punct(start - 1).is_some_and(|mark| mark != '.') || begins_clause(scan, start);
    (start < end && subject && is_name(scan, start..end)).then_some(start..end)
}

/// Whether the word before a name leaves it the subject: «и Донбиотех построит», but not «директор Донбиотеха построит» or «из
/// Донбиотеха сообщили».
fn begins_clause(scan: &Scan<'_>, at: usize) -> bool {
    let joint = scan.has(at - 1, Set::SubjectOpener);
    let last = scan.folded(at).chars().next_back();
    let direct = last.is_some_and(|last| !is_vowel(last)) && !scan.folded(at).ends_with("ом");
    joint
        || direct
            && !scan.is_capitalized(at - 1)
            && scan.is_word(at - 1)
            && !scan.has(at - 1, Set::Preposition)
}

/// The name that begins at a token, no further capital behind it but that of a word which ends names of firms.
fn behind(scan: &Scan<'_>, start: usize) -> Option<Range<usize>> {
    let end = scan.end_of_sentence(start.checked_sub(1)?);
    if start >= end || !scan.is_capitalized(start) {
        return None;
    }
    if !scan.is_russian(start) {
        return super::run(scan, start, end).filter(|name| super::is_name(scan, name));
    }
    let mut stop = start + 1;
    while stop + 1 < end && scan.is_hyphen(stop) {
        stop += 2;
    }
    if stop < end && scan.is_capitalized(stop) && scan.is(stop, Tag::OrgTail) {
        stop += 1;
    }
    let lone = stop >= end || !scan.is_capitalized(stop) && !scan.is_punct(stop, '.') || stop + 1 >= end;
    (lone && is_name(scan, start..stop)).then_some(start..stop)
}

/// Whether Cyrillic words with capitals can be a firm that only its neighbours tell.
fn is_name(scan: &Scan<'_>, name: Range<usize>) -> bool {
    let last = name.end - 1;
    let russian = |at: usize| scan.is_hyphen(at) || scan.is_russian(at) && scan.is_capitalized(at);
    let long = scan.word(name.start).chars().nth(SHORTEST - 1).is_some();
    let person = scan.any(name.start, &[Tag::GivenName, Tag::PatronymicEnding])
        || scan.any(last, &[Tag::FamilyEnding, Tag::PatronymicEnding, Tag::GivenName]);
    let known = |at: usize| {
        scan.hits_at(at).any(|(_, entry)| !matches!(entry.tag, Tag::OrgTail | Tag::Name(Kind::Organization)))
    };
    let new = |at: usize| scan.is_word(at) && scan.layer.morphology().is_new(scan.folded(at));
    let whole = scan.hits_at(name.start).any(|(hit, _)| hit.end >= name.end);
    long && !person
        && !whole
        && !scan.is_shouted(name.start)
        && name.clone().all(russian)
        && !name.clone().any(known)
        && name.clone().any(|at| new(at) || scan.is(at, Tag::Name(Kind::Organization)))
}
