//! Russian organisations: «министерство обороны РФ», «Иркутский авиационный завод», «АО «Х»», «компания Х», «Х» alone.

use svodka_model::Kind;
use svodka_text::letters;

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;

use super::{candidate, quoted};

/// The organisations whose head, legal form or opening quote stands at a token.
pub fn at(scan: &Scan<'_>, at: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some((hit, entry)) = scan.hit(at, &[Tag::OrgHead, Tag::LegalForm]) {
        found.extend(headed(scan, hit, entry));
    }
    found
}

/// Names in quotation marks without a descriptor that tells their kind.
pub fn bare_quoted(scan: &Scan<'_>, at: usize, kind: Option<Kind>) -> Option<Candidate> {
    let (_, inside) = quoted(scan, at, 7)?;
    let first = inside.start;
    let named = scan.is_capitalized(first) && !scan.is_stop(first) || scan.is_upper(first);
    if !named
        || inside.clone().any(|i| matches!(scan.punct(i), Some(',' | '.' | '—' | '–')) && !scan.is_hyphen(i))
    {
        return None;
    }
    let words = inside.clone().filter(|&i| scan.is_word(i)).count();
    let (kind, score) = match kind {
        Some(kind) => (kind, 930),
        // Short names are names; long ones are more often titles of works or programmes.
        None => (Kind::Organization, if words <= 2 { 600 } else { 520 }),
    };
    Some(Candidate::new(scan.span(inside), kind, "organization.quoted", score))
}

/// A name built on a head or legal form.
fn headed(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> Option<Candidate> {
    let head = (entry.tag == Tag::OrgHead).then_some(entry);
    let form = (entry.tag == Tag::LegalForm).then_some(entry);
    let start = adjectives_start(scan, hit.start, head.is_some());
    let end = scan.end_of_sentence(hit.start);
    let mut at = hit.end;
    // «АО «Концерн «Х»», «ПАО НПК «Х»», «научно-производственное объединение «Х»»: heads and forms in a row.
    while at < end {
        match scan.hit(at, &[Tag::LegalForm, Tag::OrgHead]) {
            Some((next, _)) if next.end <= end && scan.is_russian(at) => at = next.end,
            _ => break,
        }
    }
    if let Some((stop, inside)) =
        (at < end).then(|| quoted(scan, at, 9)).flatten().filter(|(_, inside)| nameable(scan, inside.start))
    {
        let stop = memorial_end(scan, stop, end);
        let start = if head.is_some() { start.min(body_start(scan, hit.start)) } else { start };
        return Some(candidate(scan, start..stop, "organization.quoted_head", 920, form, head, Some(inside)));
    }
    let Some(head) = head else {
        let stop = unquoted_name(scan, at, end)?;
        return Some(candidate(
            scan,
            start..stop,
            "organization.legal_form",
            880,
            form,
            None,
            Some(at..stop),
        ));
    };
    headed_tail(scan, head, start, hit, at, end)
}

/// A head with no quoted name: a genitive tail, an unquoted name, or adjectives alone.
fn headed_tail(
    scan: &Scan<'_>,
    head: &Entry,
    start: usize,
    hit: Hit,
    at: usize,
    end: usize,
) -> Option<Candidate> {
    let pattern = head.extra.as_str();
    if pattern.contains("genitive") || pattern.contains("adjective") || start < hit.start {
        let tail = genitive_tail(scan, at, end).filter(|_| pattern.contains("genitive") || start < hit.start);
        if let Some(stop) = tail {
            let stop = memorial_end(scan, stop, end);
            let name = Some(start..stop);
            return Some(candidate(scan, start..stop, "organization.genitive", 850, None, Some(head), name));
        }
        if start < hit.start {
            let stop = memorial_end(scan, at, end);
            return Some(candidate(
                scan,
                start..stop,
                "organization.adjective",
                820,
                None,
                Some(head),
                Some(start..stop),
            ));
        }
    }
    if pattern.contains("quoted") || pattern.contains("both") {
        let stop = unquoted_name(scan, at, end)?;
        // A descriptor in small letters stays outside a name without quotation marks.
        let first = if scan.is_capitalized(hit.start) || start < hit.start { start } else { at };
        return Some(candidate(
            scan,
            first..stop,
            "organization.unquoted_name",
            780,
            None,
            Some(head),
            Some(at..stop),
        ));
    }
    let stop = memorial_end(scan, at, end);
    (stop > at).then(|| {
        candidate(scan, start..stop, "organization.memorial", 850, None, Some(head), Some(start..stop))
    })
}

fn nameable(scan: &Scan<'_>, at: usize) -> bool {
    scan.is_capitalized(at) || scan.punct(at).is_some_and(letters::is_opening_quote) || !scan.is_word(at)
}

/// The first token of the adjectives before a head that belong to the name: from the first capitalised one.
fn adjectives_start(scan: &Scan<'_>, head: usize, is_head: bool) -> usize {
    if !is_head {
        return head;
    }
    let first = scan.start_of_sentence(head);
    let mut at = head;
    let mut start = head;
    while at > first && head - at < 8 {
        let before = at - 1;
        if at == head && scan.is_hyphen(before) {
            // «пресс-центр»: a compound noun, no adjective.
            break;
        }
        if scan.is_hyphen(before) && before > first && scan.is_word(before - 1) {
            at = before - 1;
        } else if scan.is_word(before) && endings::is_adjective(scan.folded(before)) && !scan.is_stop(before)
        {
            at = before;
        } else if scan.folded(before) == "и"
            && at < head
            && before > first
            && endings::is_adjective(scan.folded(before - 1))
        {
            // «Московский городской и областной суд»
            at = before;
            continue;
        } else {
            break;
        }
        let sentence_start = at == first
            && !scan.is_upper(at)
            && (scan.is(at, Tag::Nationality) || !endings::is_official_adjective(scan.folded(at)));
        if scan.is_capitalized(at) && !sentence_start && !scan.is(at, Tag::TitlePrefix) {
            start = at;
        }
    }
    start
}

/// The first token of the adjectives right before a head that tell the sort of body, written small or not:
/// «рыболовецкая артель», «ракетно-космическая фирма».
fn body_start(scan: &Scan<'_>, head: usize) -> usize {
    let first = scan.start_of_sentence(head);
    let mut start = head;
    while start > first && endings::is_body_adjective(scan.folded(start - 1)) {
        start -= 1;
        while start >= first + 2 && scan.is_hyphen(start - 1) && scan.is_word(start - 2) {
            start -= 2;
        }
    }
    start
}

/// The end of the genitive words behind a head: «обороны РФ», «промышленности и торговли», «по военно-техническому
/// сотрудничеству», «Иркутской области».
fn genitive_tail(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    let mut dative = false;
    while at < end && at - start < 14 {
        if let Some((hit, _)) = scan
            .hit(at, &[Tag::Name(Kind::Location), Tag::Name(Kind::Organization)])
            .filter(|(hit, entry)| hit.end <= end && !entry.ambiguous)
        {
            at = hit.end;
            continue;
        }
        let word = scan.folded(at);
        if (word == "по" || word == "при")
            && at + 1 < end
            && (at == start || !dative)
            && scan.is_word(at + 1)
            && scan.is_russian(at + 1)
        {
            let next = phrase_word(scan, at + 1, end, word == "по");
            let Some(next) = next else { break };
            dative = word == "по";
            at = next;
            continue;
        }
        if word == "и" && at > start && at + 1 < end {
            let joins = !scan.is(at + 1, Tag::OrgHead)
                && !scan.is(at + 1, Tag::LegalForm)
                && scan.hit(at + 1, &[Tag::Title]).is_none()
                && !scan.is_capitalized(at + 1);
            match phrase_word(scan, at + 1, end, dative).filter(|_| joins) {
                Some(next) => {
                    at = next;
                    continue;
                }
                None => break,
            }
        }
        let Some(next) = phrase_word(scan, at, end, dative) else { break };
        at = next;
    }
    (at > start).then_some(at)
}

/// One past a word (with its hyphenated parts) that can stand in the tail of a name.
fn phrase_word(scan: &Scan<'_>, at: usize, end: usize, dative: bool) -> Option<usize> {
    if at >= end || !scan.is_word(at) || !scan.is_russian(at) || scan.is_stop(at) {
        return None;
    }
    let mut stop = at + 1;
    while stop + 1 < end && scan.is_hyphen(stop) && scan.is_word(stop + 1) {
        stop += 2;
    }
    let last = scan.folded(stop - 1);
    let fits = if scan.is_capitalized(at) {
        // A capitalised word that is no adjective is most likely a person or the next name.
        scan.is_upper(at) && scan.word(at).chars().count() <= 5
            || endings::is_oblique_adjective(last)
            || endings::is_genitive(last)
                && !scan.is(at, Tag::GivenName)
                && scan.hit(at, &[Tag::Title]).is_none()
    } else {
        let morphology = scan.layer.morphology();
        if dative {
            endings::is_dative(morphology, last) || endings::is_genitive_word(morphology, last)
        } else {
            endings::is_genitive_word(morphology, last)
        }
    };
    fits.then_some(stop)
}

/// One past «им. Ломоносова», «имени академика Е. О. Патона» behind a name.
pub fn memorial_end(scan: &Scan<'_>, at: usize, end: usize) -> usize {
    if at >= end || !matches!(scan.folded(at), "им" | "имени") {
        return at;
    }
    let mut stop = at + 1;
    let mut named = false;
    while stop < end && stop - at < 9 {
        let dot = scan.is_punct(stop, '.') && !scan.token(stop).space_before;
        let name = scan.is_capitalized(stop);
        let rank = !named && scan.is_word(stop) && scan.hit(stop, &[Tag::Title]).is_some();
        if !(dot || name || rank || scan.is_hyphen(stop)) {
            break;
        }
        // After the name itself, a further capital belongs to what follows unless an initial came last.
        if name && named && !scan.is_punct(stop - 1, '.') && !scan.is_hyphen(stop - 1) {
            break;
        }
        named |= name && scan.word(stop).chars().count() > 1;
        stop += 1;
    }
    if named { stop } else { at }
}

/// The end of a capitalised name without quotation marks behind a head: «компания Siemens», «корпорации Ростех».
fn unquoted_name(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    while at < end && at - start < 5 {
        let name = scan.is_capitalized(at)
            && !scan.is_stop(at)
            && !scan.is(at, Tag::GivenName)
            && scan.hit(at, &[Tag::Title]).is_none();
        let joined = at > start && (scan.is_hyphen(at) || scan.is_punct(at, '&'));
        if !(name || joined) || (at > start && name && scan.is_russian(at) && !scan.is_hyphen(at - 1)) {
            break;
        }
        at += 1;
    }
    let place = scan
        .hit(start, &[Tag::Name(Kind::Location)])
        .is_some_and(|(hit, entry)| hit.end == at && !entry.ambiguous);
    let person = at == start + 1 && endings::is_surname(scan.folded(start)) && scan.is_russian(start);
    (at > start && !place && !person).then_some(at)
}
