//! People met again: family names that stand alone, with the given names before them, and bodies that are people.

use svodka_model::{Kind, Mention, PersonName, Span, Value};
use svodka_text::Case;

use super::{Look, glued_before, honorific, known_elsewhere, names_other, unit_at};
use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::Set;
use crate::trust;

/// Single family names of the people found ("Musaev" after "Yahya Musaev"), where no other mention stands.
pub fn again(scan: &Scan<'_>, mentions: &mut Vec<Mention>) -> Vec<Candidate> {
    let families = Families::of(mentions);
    let mut found = spelled(scan, mentions);
    let respelled = |mention: &Mention| {
        let near = found.partition_point(|name| name.span.end() <= mention.span.start());
        found.get(near).is_some_and(|name| name.span.overlaps(mention.span))
    };
    mentions.retain(|mention| !respelled(mention));
    if families.by_prefix.is_empty() {
        return found;
    }
    mentions.retain(|mention| !is_family(scan, &families, mention));
    let brackets: Vec<Span> = found.iter().map(|name| name.span).collect();
    let mut next = 0;
    let mut from = 0;
    while let Some(capital) = scan.next(from, &[Tag::Capital]) {
        from = capital + 1;
        // "al-Kindi": the particle begins the family name.
        let particle = capital >= 2 && bound_particle(scan, capital - 2);
        let at = if particle { capital - 2 } else { capital };
        if glued_before(scan, at) {
            continue;
        }
        let span = scan.token(at).span;
        while mentions.get(next).is_some_and(|mention| mention.span.end() <= span.start()) {
            next += 1;
        }
        let taken = || {
            let over = mentions[next..].iter().take_while(|m| m.span.start() < span.end());
            over.into_iter().any(|m| m.span.overlaps(span))
        };
        let spelled = || {
            let near = brackets.partition_point(|name| name.end() <= span.start());
            brackets.get(near).is_some_and(|name| name.overlaps(span))
        };
        if taken() || spelled() {
            continue;
        }
        let Some(unit) = unit_at(scan, at, scan.end_of_sentence(at), !particle) else { continue };
        if unit.look == Look::Initial || !families.contains(scan.folded(unit.end - 1)) {
            continue;
        }
        let end_before = next.checked_sub(1).map_or(0, |last| mentions[last].span.end());
        let free = |&start: &usize| scan.token(start).span.start() >= end_before;
        let given = given_before(scan, unit.start).filter(free);
        let first = given.and_then(|start| given_before(scan, start).filter(free)).or(given);
        let text = |tokens| scan.span(tokens).of(scan.layer.text()).to_owned();
        let name = PersonName {
            given: first.map(|start| text(start..given.filter(|&given| given > start).unwrap_or(unit.start))),
            patronymic: given.filter(|&given| first < Some(given)).map(|start| text(start..unit.start)),
            family: Some(text(unit.start..unit.end)),
            ..PersonName::default()
        };
        let span = scan.span(first.unwrap_or(unit.start)..unit.end);
        found.push(Candidate::new(span, Kind::Person, "person.family_again", 840).value(Value::Person(name)));
    }
    found
}

/// Names of people in Latin letters in brackets behind the Russian ones: «Билл Герстенмайер (Bill Gerstenmaier)».
fn spelled(scan: &Scan<'_>, mentions: &[Mention]) -> Vec<Candidate> {
    let people = mentions.iter().filter(|mention| mention.kind == Kind::Person && !mention.nominal);
    let mut found: Vec<Candidate> = people
        .filter_map(|mention| {
            let tokens = scan.layer.tokens_in(mention.span);
            let inside = latin_in_brackets(scan, tokens.end)?;
            let russian = scan.is_russian(tokens.start);
            // The parts of the name are those of the Russian one: what is told here is only how it is spelled.
            russian.then(|| Candidate::new(scan.span(inside), Kind::Person, "person.spelled", 950))
        })
        .collect();
    found.sort_by_key(|name| name.span);
    found
}

/// What stands in the brackets that open at a token, if it can be a person's name in Latin letters.
fn latin_in_brackets(scan: &Scan<'_>, open: usize) -> Option<std::ops::Range<usize>> {
    const LONGEST: usize = 8;
    let end = scan.end_of_sentence(open.checked_sub(1)?);
    if open >= end || !scan.is_punct(open, '(') {
        return None;
    }
    let close = (open + 1..end.min(open + 2 + LONGEST)).find(|&at| scan.is_punct(at, ')'))?;
    let name = |at: usize| scan.is_capitalized(at) && !scan.is_russian(at) && !scan.is_upper(at);
    let small = |at: usize| scan.is_hyphen(at) || scan.is_punct(at, '.') || scan.has(at, Set::Particle);
    let names = (open + 1..close).filter(|&at| name(at)).count();
    let fits = (open + 1..close).all(|at| name(at) || small(at));
    (fits && names >= 2).then_some(open + 1..close)
}

/// Whether a doubtful body or place is the family name of somebody, alone or behind a given name: "D'Souza-Rao said".
fn is_family(scan: &Scan<'_>, families: &Families, mention: &Mention) -> bool {
    let doubtful = mention.provenance.score.thousandths() < DOUBTFUL
        && mention.provenance.rule == trust::TAGGED_EN
        && matches!(mention.kind, Kind::Organization | Kind::Location);
    if !doubtful {
        return false;
    }
    let tokens = scan.layer.tokens_in(mention.span);
    let unit = unit_at(scan, tokens.start, tokens.end, true).filter(|unit| unit.look != Look::Initial);
    let alone = unit.is_some_and(|unit| unit.end == tokens.end);
    let named = tokens.len() == 2 && given_before(scan, tokens.start + 1) == Some(tokens.start);
    (alone || named) && families.contains(scan.folded(tokens.end - 1))
}

/// Bodies and places scored below this may be people met before.
const DOUBTFUL: u16 = 700;

/// Whether a particle stands at a token that a hyphen binds to the capitalised word behind it.
fn bound_particle(scan: &Scan<'_>, at: usize) -> bool {
    scan.has(at, Set::Particle)
        && scan.token(at).case == Case::Lower
        && at + 2 < scan.end_of_sentence(at)
        && scan.is_hyphen(at + 1)
        && scan.is_capitalized(at + 2)
}

/// The word before the family name of somebody met before that can only be the given name: "Aital Neustroev".
fn given_before(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).filter(|&before| before >= scan.start_of_sentence(at))?;
    let plain = scan.token(before).case == Case::Title
        && !scan.is_shouted(before)
        && !scan.is_title_case(before)
        && !glued_before(scan, before)
        && !scan.is_stop(before)
        && scan.is_russian(before) == scan.is_russian(at);
    let unit = unit_at(scan, before, at, true).filter(|unit| plain && unit.end == at)?;
    let other = names_other(scan, &unit)
        || known_elsewhere(scan, &unit)
        || unit.look != Look::Given && is_first_common(scan, before);
    (unit.look != Look::Initial && !other && !honorific(scan, before, before)).then_some(unit.start)
}

/// Whether a word is a common one of Russian that has its capital from the beginning of the sentence.
fn is_first_common(scan: &Scan<'_>, at: usize) -> bool {
    at == scan.start_of_sentence(at)
        && scan.is_russian(at)
        && endings::is_common_word(scan.layer, scan.folded(at))
}

/// Family names of the people of a document, folded, by their first three letters.
struct Families {
    by_prefix: rustc_hash::FxHashMap<String, Vec<String>>,
}

impl Families {
    fn of(mentions: &[Mention]) -> Self {
        let mut by_prefix: rustc_hash::FxHashMap<String, Vec<String>> = rustc_hash::FxHashMap::default();
        for mention in mentions {
            let Some(Value::Person(PersonName { family: Some(family), .. })) = &mention.value else {
                continue;
            };
            let last = family.rsplit([' ', '-']).next().unwrap_or(family);
            let folded = svodka_text::fold::fold(last);
            if folded.chars().count() >= 3 {
                let known = by_prefix.entry(prefix(&folded).to_owned()).or_default();
                if !known.contains(&folded) {
                    known.push(folded);
                }
            }
        }
        Self { by_prefix }
    }

    fn contains(&self, word: &str) -> bool {
        self.by_prefix
            .get(prefix(word))
            .is_some_and(|names| names.iter().any(|name| endings::same_family(name, word)))
    }
}

/// The first three letters.
fn prefix(word: &str) -> &str {
    &word[..word.char_indices().nth(3).map_or(word.len(), |(at, _)| at)]
}
