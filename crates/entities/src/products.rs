//! Equipment and other products: by designation (Su-30SM, Як-130, Project 22220, A320neo), beside the noun of their
//! class (`described`), and what the tagger takes for a name of none of its kinds.

mod described;

use rustc_hash::FxHashMap;
use svodka_knowledge::Knowledge;
use svodka_model::{Kind, ProductValue, Value};
use svodka_text::{Case, TokenKind, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::Set;

pub use described::propose;

/// Prefixes of designations with what may follow them.
#[derive(Debug, Default)]
pub struct Designations {
    rows: Vec<Prefix>,
    /// By prefix, in both alphabets: the indices of its rows, ascending.
    by_prefix: FxHashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Prefix {
    latin: String,
    class: String,
    numbers: Vec<String>,
}

impl Designations {
    /// The prefixes of the knowledge tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        let mut designations = Self::default();
        for (index, row) in knowledge.designations.iter().enumerate() {
            for prefix in [&row.prefix_en, &row.prefix_ru] {
                designations.by_prefix.entry(prefix.clone()).or_default().push(index);
            }
            designations.rows.push(Prefix {
                latin: row.prefix_en.clone(),
                class: row.class.clone(),
                numbers: row.numbers.clone(),
            });
        }
        designations
    }

    fn find(&self, prefix: &str, number: &str) -> Option<&Prefix> {
        let rows = self.by_prefix.get(prefix)?.iter().map(|&index| &self.rows[index]);
        let fits =
            |row: &&Prefix| row.numbers.is_empty() || row.numbers.iter().any(|n| n == "*" || n == number);
        rows.into_iter().find(fits)
    }

    /// Proposes every designation.
    pub fn propose(&self, scan: &mut Scan<'_>) {
        let mut from = 1;
        while let Some(at) = scan.next(from, &[Tag::Figure]) {
            from = at + 1;
            if !scan.word(at).bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            if let Some(candidate) = project(scan, at).or_else(|| self.designation(scan, at)) {
                scan.propose(candidate);
            }
        }
    }

    /// A designation whose number stands at `at`.
    fn designation(&self, scan: &Scan<'_>, at: usize) -> Option<Candidate> {
        let start = scan.start_of_sentence(at);
        let glued = !scan.token(at).space_before;
        let prefix = if glued && at >= start + 2 && scan.is_hyphen(at - 1) && scan.is_word(at - 2) {
            at - 2
        } else if glued && scan.is_word(at - 1) {
            at - 1
        } else {
            return None;
        };
        let hyphen = prefix + 2 == at;
        let letters = scan.word(prefix);
        let number = scan.word(at);
        let known = self.find(letters, number);
        if scan.token(prefix).case == Case::Lower {
            return None;
        }
        let looks_like_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        if known.is_none() && (looks_like_year || !hyphen || !plausible_prefix(letters) || number.len() > 5) {
            return None;
        }
        // «ТЭЦ-3», «М-5»: stations and roads are numbered too.
        let numbered = [Tag::PlaceHead, Tag::OrgHead].into_iter().any(|tag| scan.is(prefix, tag));
        let road = matches!(letters, "М" | "А" | "Р" | "Е" | "M" | "A" | "E") && number.len() <= 3;
        if known.is_none() && (numbered || road) {
            return None;
        }
        // «Москва-24», "Paks-2": what a known place, organisation or person carries is no designation.
        let kinds = [Tag::Name(Kind::Location), Tag::Name(Kind::Organization), Tag::GivenName];
        if known.is_none() && letters.chars().count() > 4 && scan.hit(prefix, &kinds).is_some() {
            return None;
        }
        let end = glued_end(scan, at + 1);
        let end = described::with_quoted_part(scan, end, scan.end_of_sentence(at));
        let (class, score) =
            known.map_or((None, 620), |row| (Some(row.class.clone()), if hyphen { 930 } else { 760 }));
        let family =
            known.map_or_else(|| format!("{letters}-{number}"), |row| join(&row.latin, number, hyphen));
        let variant = (end > at + 1)
            .then(|| scan.span(at + 1..end).of(scan.layer.text()).trim_start_matches('-').to_owned());
        let norm = scan.span(prefix..end).of(scan.layer.text()).to_owned();
        let value = Value::Product(ProductValue { family: Some(family), variant, class });
        let rule = if known.is_some() { "product.designation" } else { "product.designation_like" };
        Some(Candidate::new(scan.span(prefix..end), Kind::Product, rule, score).norm(norm).value(value))
    }
}

/// The end of what is glued behind a designation or a part of it: SM, МК2, -2, neo, -90ВД; not the English plural s.
pub fn glued_end(scan: &Scan<'_>, mut at: usize) -> usize {
    let end = scan.end_of_sentence(at - 1);
    while at < end && !scan.token(at).space_before {
        let letters = |at: usize| scan.word(at) != "s" && scan.word(at).chars().nth(5).is_none();
        match scan.token(at).kind {
            TokenKind::Word if letters(at) && !scan.is_possessive(at) => at += 1,
            TokenKind::Number if scan.word(at).len() <= 6 => at += 1,
            TokenKind::Punct if scan.is_hyphen(at) && at + 1 < end && variant(scan, at + 1) => at += 2,
            _ => break,
        }
    }
    at
}

/// Whether what stands behind a hyphen tells the variant: a number, or letters that do not begin a word («КамАЗ-компания»).
fn variant(scan: &Scan<'_>, at: usize) -> bool {
    match scan.token(at).kind {
        TokenKind::Number => !(scan.word(at).len() == 4 && scan.word(at).starts_with("20")),
        TokenKind::Word => scan.is_capitalized(at) && scan.word(at).chars().count() <= 4,
        _ => false,
    }
}

/// Below this, what the tagger takes for another name is not used: English words with a capital mean less.
fn tagged_floor(scan: &Scan<'_>, tokens: &std::ops::Range<usize>) -> u16 {
    let digit = tokens.clone().any(|at| scan.token(at).kind == TokenKind::Number);
    let word = |at: usize| scan.is(at, Tag::Nationality) || scan.is_stop(at);
    match (scan.is_russian(tokens.start), tokens.len() > 1) {
        // The U of "U.S.-led" is no name either.
        _ if tokens.len() == 1 && (word(tokens.start) || scan.word(tokens.start).chars().count() == 1) => {
            u16::MAX
        }
        (true, _) => 600,
        (false, true) => {
            if digit {
                600
            } else {
                700
            }
        }
        (false, false) => 870,
    }
}

/// What the tagger takes for a name, but for none of a person, an organisation or a place: an event if something in it
/// says so, else a product.
pub fn of_tagger(scan: &Scan<'_>, tokens: std::ops::Range<usize>, score: u16) -> Option<Candidate> {
    let named = tokens.clone().any(|at| scan.is_capitalized(at));
    // A part of what stands in quotation marks is no name, nor is an adjective alone.
    let mark = |at: usize| scan.punct(at).is_some_and(letters::is_quote);
    let (before, behind) =
        (tokens.start > 0 && mark(tokens.start - 1), tokens.end < scan.len() && mark(tokens.end));
    let adjective = tokens.len() == 1
        && scan.is_russian(tokens.start)
        && endings::is_adjective(scan.folded(tokens.start));
    if before != behind || adjective && !before || score < tagged_floor(scan, &tokens) {
        return None;
    }
    let mut tokens = tokens.start..glued_end(scan, tokens.end);
    // "Infosfera-Kazan": firms are called after their places.
    let hyphen =
        tokens.end + 1 < scan.len() && scan.is_hyphen(tokens.end) && !scan.token(tokens.end).space_before;
    if hyphen && !before && scan.begins_name(tokens.end + 1, &[Kind::Location]) {
        return None;
    }
    // "the Spanish Afrosiyob trains": whose it is stays outside.
    if tokens.len() > 1 && scan.is(tokens.start, Tag::Nationality) {
        tokens.start += 1;
    }
    // "Oasis Grain DMCC": a legal form makes it a body.
    if tokens.len() > 1 && !before && scan.is(tokens.end - 1, Tag::LegalForm) {
        let span = scan.span(tokens);
        return Some(Candidate::new(span, Kind::Organization, "organization.tagged", score));
    }
    let year = |at: usize| scan.word(at).len() == 4 && scan.word(at).starts_with("20");
    let happens = |at: usize| scan.is(at, Tag::EventHead) || scan.has(at, Set::Happening);
    let event = tokens.clone().any(|at| year(at) || happens(at) || scan.begins_name(at, &[Kind::Event]));
    let (kind, rule) = if event { (Kind::Event, "event.tagged") } else { (Kind::Product, "product.tagged") };
    named.then(|| Candidate::new(scan.span(tokens), kind, rule, score))
}

fn join(prefix: &str, number: &str, hyphen: bool) -> String {
    if hyphen { format!("{prefix}-{number}") } else { format!("{prefix}{number}") }
}

/// Whether unknown letters look like those of a designation: capitals, МиГ and the like, or a word ("Kowsar-2").
fn plausible_prefix(letters: &str) -> bool {
    letters.chars().count() <= 12 && letters.chars().next().is_some_and(char::is_uppercase)
}

/// "Project 22220", «проекта 11356М», "Project CNF11CPD", «проекта Т-40».
fn project(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let first = scan.start_of_sentence(at);
    let mut start = at;
    while start > first && !scan.token(start).space_before {
        start -= 1;
    }
    let before = start.checked_sub(1).filter(|&i| i >= first)?;
    let named = start == at && scan.word(at).len() >= 3 || start < at && scan.is_capitalized(start);
    if !scan.has(before, Set::ProjectWord) || !named {
        return None;
    }
    let stop = glued_end(scan, at + 1);
    // «вложит в проект 120 млн рублей»
    if stop < scan.len() && scan.has(stop, Set::Magnitude) {
        return None;
    }
    let text = scan.layer.text();
    let number = scan.span(start..at + 1).of(text);
    let word = if scan.is_russian(before) { "проект" } else { "Project" };
    let norm = format!("{word} {}", scan.span(start..stop).of(text));
    let variant = (stop > at + 1).then(|| scan.span(at + 1..stop).of(text).to_owned());
    let value = Value::Product(ProductValue {
        family: Some(format!("Project {number}")),
        variant,
        class: Some("ship".to_owned()),
    });
    Some(
        Candidate::new(scan.span(before..stop), Kind::Product, "product.project", 900)
            .norm(norm)
            .value(value),
    )
}
