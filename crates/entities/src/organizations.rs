//! Organisations that describe themselves: heads, legal forms, quoted names, acronyms.
//!
//! Boundaries follow the guideline: the legal form or descriptor that stands next to the name is inside, outer
//! quotation marks are outside, the owner ("of the Irkutsk Region", «РФ») is inside and a mention of its own.

use svodka_model::{Kind, OrganizationValue, Value};
use svodka_text::letters;

use crate::candidate::Candidate;
use crate::lexicon::{CaseRule, Entry, Tag};
use crate::scan::Scan;

mod beside;
pub mod english;
pub mod russian;
pub mod tails;

/// Proposes organisations of both languages, and the acronyms that stand in brackets behind them.
pub fn propose(scan: &mut Scan<'_>) {
    const TAGS: [Tag; 6] = [Tag::OrgHead, Tag::LegalForm, Tag::OrgTail, Tag::Dotted, Tag::Firm, Tag::Mixed];
    let mut from = 0;
    while let Some(at) = scan.next(from, &TAGS) {
        from = at + 1;
        let found = if scan.is_russian(at) { russian::at(scan, at) } else { english::at(scan, at) };
        for candidate in found {
            scan.propose(candidate);
        }
    }
    beside::propose(scan);
    bracketed_acronyms(scan);
    unknown_acronyms(scan);
}

/// A candidate with the parts of the name that are known.
fn candidate(
    scan: &Scan<'_>,
    tokens: std::ops::Range<usize>,
    rule: &'static str,
    score: u16,
    form: Option<&Entry>,
    head: Option<&Entry>,
    name: Option<std::ops::Range<usize>>,
) -> Candidate {
    let name = name.filter(|name| !name.is_empty());
    let known = name.clone().and_then(|name| {
        scan.hit_where(name.start, |e| e.tag == Tag::Name(Kind::Organization))
            .filter(|(hit, _)| hit.end == name.end)
    });
    let name = name.map(|name| scan.span(name).of(scan.layer.text()).to_owned());
    let value = OrganizationValue {
        legal_form: form.map(|entry| entry.link.clone()),
        head: head.map(|entry| entry.link.clone()),
        name,
        group: false,
    };
    let value =
        OrganizationValue { name: known.map(|(_, entry)| entry.norm.clone()).or(value.name), ..value };
    let link = known.map_or("", |(_, entry)| entry.link.as_str());
    Candidate::new(scan.span(tokens), Kind::Organization, rule, score)
        .value(Value::Organization(value))
        .link(link)
}

/// One past the closing mark of a quoted name that opens at `at`, and the tokens between the marks. Marks nest; one
/// closing mark may close two («Концерн «Заря»).
pub fn quoted(scan: &Scan<'_>, at: usize, longest: usize) -> Option<(usize, std::ops::Range<usize>)> {
    let end = scan.end_of_sentence(at).min(at + 2 + longest);
    let open = scan.punct(at).filter(|&c| letters::is_opening_quote(c))?;
    if at + 1 >= end || scan.token(at + 1).space_before {
        return None;
    }
    let directed = matches!(open, '«' | '“' | '„' | '‘');
    let mut depth = 1;
    let mut last_close = None;
    for i in at + 1..end {
        match scan.punct(i) {
            Some(c) if directed && (c == open || c == '«') => depth += 1,
            Some(c) if letters::is_closing_quote(c) && !(c == '’' && open != '‘') => {
                depth -= 1;
                last_close = Some(i);
                if depth == 0 {
                    break;
                }
            }
            Some('!' | '?' | ';' | ':') => return None,
            _ => {}
        }
    }
    let close = last_close?;
    (close > at + 1).then_some((close + 1, at + 1..close))
}

/// "(FSMTC)" right behind an organisation names it again.
fn bracketed_acronyms(scan: &mut Scan<'_>) {
    let mut ends: Vec<usize> = scan
        .candidates
        .iter()
        .filter(|c| c.kind == Kind::Organization && c.score >= 600)
        .map(|c| scan.layer.tokens_in(c.span).end)
        .collect();
    ends.sort_unstable();
    ends.dedup();
    for end in ends {
        // A closing quotation mark may stand between the name and the bracket.
        let open = if end < scan.len() && scan.punct(end).is_some_and(letters::is_closing_quote) {
            end + 1
        } else {
            end
        };
        if open + 2 >= scan.len() || !scan.is_punct(open, '(') {
            continue;
        }
        let inside = open + 1;
        let Some(close) = (inside..scan.len().min(inside + 5)).find(|&i| scan.is_punct(i, ')')) else {
            continue;
        };
        let acronym = scan.is_word(inside)
            && scan.is_capitalized(inside)
            && (scan.is_upper(inside) || close == inside + 1);
        let person = scan.begins_name(inside, &[Kind::Location, Kind::Person]);
        if acronym && !person && !scan.is_stop(inside) {
            let score = if scan.is_upper(inside) { 860 } else { 560 };
            let candidate =
                Candidate::new(scan.span(inside..close), Kind::Organization, "organization.bracketed", score);
            scan.propose(candidate);
        }
    }
}

/// A word of capitals that no list knows is most often an organisation.
fn unknown_acronyms(scan: &mut Scan<'_>) {
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Capital]) {
        from = at + 1;
        if !scan.is_upper(at) || scan.is_shouted(at) || !(3..=7).contains(&scan.word(at).chars().count()) {
            continue;
        }
        let glued = at + 1 < scan.len()
            && !scan.token(at + 1).space_before
            && !scan.layer.punct(at + 1).is_some_and(|c| {
                matches!(
                    c,
                    '.' | ',' | ')' | ';' | ':' | '»' | '”' | '"' | '\'' | '’' | '!' | '?' | '/' | ']'
                )
            });
        let known = crate::events::roman(scan.word(at)).is_some()
            || scan.hits_at(at).any(|(_, entry)| !matches!(entry.tag, Tag::GivenName));
        let after_hyphen =
            at > 0 && !scan.token(at).space_before && scan.layer.punct(at - 1).is_some_and(letters::is_dash);
        if glued || known || after_hyphen {
            continue;
        }
        let candidate =
            Candidate::new(scan.span(at..at + 1), Kind::Organization, "organization.acronym", 520);
        scan.propose(candidate);
    }
}

/// Adds the acronyms that are not organisations to the lexicon, as stop words.
pub fn add_acronyms(lexicon: &mut crate::lexicon::Lexicon) {
    for row in crate::vocabulary::rows(include_str!("../data/acronyms.tsv")) {
        let entry = Entry {
            tag: Tag::Stop,
            norm: row[1].to_owned(),
            link: String::new(),
            class: "acronym".to_owned(),
            extra: String::new(),
            ambiguous: false,
        };
        lexicon.add(entry, [(row[1], CaseRule::Upper)]);
    }
}
