//! Russian organisations: «министерство обороны РФ», «Иркутский авиационный завод», «АО «Х»», «компания Х», «Х» alone.

use svodka_model::Kind;
use svodka_text::{TokenKind, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;
use crate::sets::Set;

use super::tails::{genitive_tail, memorial_end};
use super::{candidate, quoted};

pub mod spans;

/// The organisations whose head, legal form or opening quote stands at a token.
pub fn at(scan: &Scan<'_>, at: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some((hit, entry)) = scan.hit(at, &[Tag::OrgHead, Tag::LegalForm]) {
        found.extend(headed(scan, hit, entry));
        found.extend(listed(scan, hit, &found));
    }
    if let Some((hit, word)) = scan.hit(at, &[Tag::OrgTail]).filter(|(_, word)| word.extra != "small") {
        found.extend(tailed(scan, hit, word.extra == "trade"));
    }
    if found.is_empty()
        && scan.is_capitalized(at)
        && !scan.is_shouted(at)
        && scan.any(at, &[Tag::Firm])
        // «Адвокатом» ends like «Гидроатом», and is a word.
        && endings::may_name_firm(scan.layer, scan.folded(at))
        && !scan.is(at, Tag::Name(Kind::Organization))
    {
        found.push(candidate(scan, at..at + 1, "organization.compound", 760, None, None, Some(at..at + 1)));
    }
    found
}

/// The further names in quotation marks behind the first one of a plural head: «фирмы «А», «Б» и «В»».
fn listed(scan: &Scan<'_>, hit: Hit, found: &[Candidate]) -> Vec<Candidate> {
    let Some(first) = found.last().filter(|candidate| candidate.rule == "organization.quoted_doer") else {
        return Vec::new();
    };
    let end = scan.end_of_sentence(hit.start);
    let mut listed = Vec::new();
    let mut at = scan.layer.tokens_in(first.span).end + 1;
    while lists_names(scan, at, end) {
        let Some((stop, inside)) = quoted(scan, at + 1, 9) else { break };
        listed.push(candidate(
            scan,
            inside.clone(),
            "organization.quoted_doer",
            920,
            None,
            None,
            Some(inside),
        ));
        at = stop;
    }
    listed
}

/// A name without quotation marks that ends in a word which only names of firms have: «Терминал Групп».
fn tailed(scan: &Scan<'_>, hit: Hit, trade: bool) -> Option<Candidate> {
    let first = scan.start_of_sentence(hit.start);
    let mut start = hit.start;
    while start > first && hit.start - start < 3 {
        let before = start - 1;
        let tags = [Tag::OrgHead, Tag::LegalForm, Tag::Nationality, Tag::Title, Tag::GivenName];
        let name = scan.is_capitalized(before)
            && !scan.is_stop(before)
            && !tags.into_iter().any(|tag| scan.is(before, tag))
            && !endings::is_adjective(scan.folded(before));
        if !name {
            break;
        }
        start = before;
    }
    let named = start < hit.start && scan.is_capitalized(hit.start) && !scan.is_shouted(hit.start);
    let name = start..hit.end;
    let rule = if trade { "organization.trade" } else { "organization.tail" };
    named.then(|| candidate(scan, name.clone(), rule, 820, None, None, Some(name)))
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
    let (kind, score, rule) = match kind {
        Some(Kind::Location) => (Kind::Location, 930, "location.quoted"),
        Some(Kind::Event) => (Kind::Event, 930, "event.quoted"),
        Some(kind) => (kind, 930, "organization.quoted_kind"),
        // Short names are names; long ones are more often titles of works or programmes.
        None => (Kind::Organization, if words <= 2 { 600 } else { 520 }, "organization.quoted"),
    };
    Some(Candidate::new(scan.span(inside), kind, rule, score))
}

/// A name built on a head or legal form.
fn headed(scan: &Scan<'_>, hit: Hit, entry: &Entry) -> Option<Candidate> {
    let head = (entry.tag == Tag::OrgHead).then_some(entry);
    let form = (entry.tag == Tag::LegalForm).then_some(entry);
    let start = adjectives_start(scan, hit.start, head.is_some());
    let start = head.and_then(|head| numbered_start(scan, hit.start, head)).unwrap_or(start);
    let end = scan.end_of_sentence(hit.start);
    let mut at = hit.end;
    // «АО «Концерн «Х»», «ПАО НПК «Х»», «научно-производственное объединение «Х»»: heads and forms in a row.
    while at < end {
        match scan.hit(at, &[Tag::LegalForm, Tag::OrgHead]) {
            // «Дочерняя компания госкорпорации «Х»» is another body than the corporation.
            Some((_, owner))
                if head.is_some() && owner.tag == Tag::OrgHead && is_declined(scan, at, owner) =>
            {
                return None;
            }
            Some((next, _)) if next.end <= end && scan.is_russian(at) => at = next.end,
            _ => break,
        }
    }
    // «суда «Ростов Великий»»: ships rather than courts.
    if scan.is(hit.end - 1, Tag::ProductHead)
        && scan.punct(at.min(end - 1)).is_some_and(letters::is_opening_quote)
    {
        return None;
    }
    if let Some((stop, inside)) =
        (at < end).then(|| quoted(scan, at, 9)).flatten().filter(|(_, inside)| nameable(scan, inside.start))
    {
        if form.is_none() && at == hit.end && heads_places(scan, hit) {
            return None;
        }
        let doer = head.is_some_and(|head| head.extra.contains("outside"));
        if doer || lists_names(scan, stop, end) && is_plural(scan, hit) {
            return Some(candidate(
                scan,
                inside.clone(),
                "organization.quoted_doer",
                920,
                None,
                head,
                Some(inside),
            ));
        }
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

/// A tail that ends in a known place behind other words («комитет по транспорту Омской области»), or in one alone, which
/// behind a body that every state has needs no further proof: «парламент Крыма».
fn tail_rule(scan: &Scan<'_>, head: &Entry, proper: bool, start: usize, stop: usize) -> &'static str {
    let known = |at: usize| {
        scan.hit(at, &[Tag::Name(Kind::Location)])
            .is_some_and(|(hit, entry)| hit.end == stop && !entry.ambiguous)
    };
    match (start..stop).find(|&at| known(at)) {
        Some(at) if at == start && head.extra.contains("state") => "organization.state",
        // «центр Таганрога», «предприятия области»: a noun in small letters and a place make no name by themselves.
        Some(at) if at == start && !proper => "organization.owned_small",
        Some(at) if at == start => "organization.owned",
        Some(_) => "organization.genitive_owned",
        None => "organization.genitive",
    }
}

/// Whether the head at a token stands in another form than its first.
fn is_declined(scan: &Scan<'_>, at: usize, head: &Entry) -> bool {
    svodka_text::fold::fold(&head.norm).split([' ', '-']).next() != Some(scan.folded(at))
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
        if let Some(tail) = tail {
            let seat = abroad(scan, head, tail, end);
            let stop = memorial_end(scan, seat, end);
            let rule = match (stop > seat, seat > tail) {
                (true, _) => "organization.memorial",
                (_, true) => "organization.mission",
                _ => tail_rule(scan, head, scan.is_capitalized(start), at, tail),
            };
            if !(start..stop).any(|at| scan.is_capitalized(at)) {
                return None;
            }
            let name = Some(start..stop);
            return Some(candidate(scan, start..stop, rule, 850, None, Some(head), name));
        }
        // «Суэцкий канал»: where the noun heads places as well, adjectives alone make no organisation.
        if start < hit.start && heads_places(scan, hit) {
            return None;
        }
        if start < hit.start {
            let stop = memorial_end(scan, at, end);
            // The capital of a sentence's first word proves nothing.
            let first = start == scan.start_of_sentence(start);
            let rule = match first {
                _ if !scan.is_word(start) => "organization.numbered",
                // «Якутский ГОК», «Омский НПЗ»
                _ if head.norm.chars().all(letters::is_upper) => "organization.acronym_head",
                true => "organization.adjective_first",
                false => "organization.adjective",
            };
            return Some(candidate(scan, start..stop, rule, 820, None, Some(head), Some(start..stop)));
        }
    }
    if is_name_alone(scan, head, hit) {
        let acronym = scan.is_upper(hit.start);
        return Some(candidate(
            scan,
            start..at,
            if acronym { "organization.short_acronym" } else { "organization.short" },
            800,
            None,
            Some(head),
            Some(start..at),
        ));
    }
    if pattern.contains("quoted") || pattern.contains("both") {
        let stop = unquoted_name(scan, at, end)?;
        // A descriptor in small letters stays outside a name without quotation marks.
        let first = if start < hit.start || keeps_head(scan, hit.start) { start } else { at };
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

/// «Минздрав», «Госдума»: a head that the table itself writes with a capital is a name alone.
fn is_name_alone(scan: &Scan<'_>, head: &Entry, hit: Hit) -> bool {
    // «Дума», «Сенат» within a sentence: there is one of them where it is spoken of.
    let house = head.extra.contains("house")
        && hit.start > scan.start_of_sentence(hit.start)
        && !scan.is_title_case(hit.start);
    let capital = house || head.norm.chars().next().is_some_and(letters::is_upper);
    // «МЧС», «МИД», but not «КБ».
    let acronym = head.norm.chars().all(letters::is_upper);
    let state = head.extra.contains("state") || head.class == "ministry" || head.class == "agency";
    capital
        && (!acronym || state && head.norm.chars().count() > 2)
        && hit.end == hit.start + 1
        && scan.is_capitalized(hit.start)
        && !scan.is_shouted(hit.start)
}

/// Whether a noun heads places in the first place («полигон», «канал»), not bodies and their buildings alike («театр»).
fn heads_places(scan: &Scan<'_>, hit: Hit) -> bool {
    scan.hits_at(hit.end - 1)
        .any(|(place, entry)| place.end == hit.end && entry.tag == Tag::PlaceHead && entry.class != "venue")
}

/// «посольство России в Китае»: the seat of a mission belongs to its name.
fn abroad(scan: &Scan<'_>, head: &Entry, at: usize, end: usize) -> usize {
    let mission = matches!(head.link.as_str(), "embassy" | "consulate" | "mission");
    let seat = mission && at + 1 < end && matches!(scan.folded(at), "в" | "во" | "на");
    let place = seat.then(|| scan.hit(at + 1, &[Tag::Name(Kind::Location)])).flatten();
    place.map_or(at, |(hit, _)| hit.end)
}

/// Whether further names in quotation marks follow: «фирмы «А» и «Б»».
fn lists_names(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    let joins = at + 1 < end && (matches!(scan.folded(at), "и" | "или") || scan.is_punct(at, ','));
    joins && scan.punct(at + 1).is_some_and(letters::is_opening_quote) && nameable(scan, at + 2)
}

/// Whether a head may stand in the plural.
fn is_plural(scan: &Scan<'_>, hit: Hit) -> bool {
    let last = scan.folded(hit.end - 1);
    ["ы", "и", "а", "ов", "ей", "ам", "ям", "ами", "ями", "ах", "ях", "ий"]
        .iter()
        .any(|ending| last.ends_with(ending))
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

/// The number that a works, unit, hospital or school has for a name: «35-го судоремонтного завода», «58-я армия».
fn numbered_start(scan: &Scan<'_>, head: usize, entry: &Entry) -> Option<usize> {
    if !matches!(entry.class.as_str(), "plant" | "military" | "hospital" | "school") {
        return None;
    }
    let first = scan.start_of_sentence(head);
    let adjective = |&at: &usize| scan.is_word(at) && endings::is_adjective(scan.folded(at));
    let adjectives = (first..head).rev().take_while(adjective).count();
    let ending = (head - adjectives).checked_sub(1).filter(|&ending| ending >= first + 2)?;
    let ordinal = scan.token(ending - 2).kind == TokenKind::Number
        && scan.is_hyphen(ending - 1)
        && scan.word(ending).chars().count() <= 2
        && scan.is_russian(ending);
    (ordinal && (adjectives > 0 || entry.class != "plant")).then_some(ending - 2)
}

/// The first token of the adjectives right before a head that tell the sort of body, written small or not:
/// «рыболовецкая артель», «ракетно-космическая фирма».
pub fn body_start(scan: &Scan<'_>, head: usize) -> usize {
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

/// Whether a head before a name without quotation marks belongs to it: one with a capital that it does not owe to the
/// beginning of a sentence («Стартап | Нейрофлот»), or that names are made with («Группа ГАЗ», «Банк ПСБ»).
fn keeps_head(scan: &Scan<'_>, head: usize) -> bool {
    let owed = head == scan.start_of_sentence(head) && !scan.has(head, Set::KeptHead);
    scan.is_capitalized(head) && !owed
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
    let person = at == start + 1 && scan.is_russian(start) && scan.ends_like(start, Tag::FamilyEnding);
    (at > start && !place && !person).then_some(at)
}
