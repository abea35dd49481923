//! Equipment and other products by designation: Su-30SM, Як-130, Project 22220, A320neo.

use svodka_knowledge::Knowledge;
use svodka_model::{Kind, ProductValue, Value};
use svodka_text::{Case, TokenKind};

use crate::candidate::Candidate;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Prefixes of designations with what may follow them.
#[derive(Debug, Default)]
pub struct Designations {
    rows: Vec<Prefix>,
}

#[derive(Debug)]
struct Prefix {
    latin: String,
    cyrillic: String,
    class: String,
    numbers: Vec<String>,
}

impl Designations {
    /// The prefixes of the knowledge tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        let rows = knowledge.designations.iter().map(|row| Prefix {
            latin: row.prefix_en.clone(),
            cyrillic: row.prefix_ru.clone(),
            class: row.class.clone(),
            numbers: row.numbers.clone(),
        });
        Self { rows: rows.collect() }
    }

    fn find(&self, prefix: &str, number: &str) -> Option<&Prefix> {
        self.rows.iter().find(|row| {
            let same = row.latin == prefix || (!row.cyrillic.is_empty() && row.cyrillic == prefix);
            same && (row.numbers.is_empty() || row.numbers.iter().any(|n| n == "*" || n == number))
        })
    }

    /// Proposes every designation.
    pub fn propose(&self, scan: &mut Scan<'_>) {
        for at in 0..scan.len() {
            if scan.token(at).kind != TokenKind::Number
                || at == 0
                || !scan.word(at).bytes().all(|b| b.is_ascii_digit())
            {
                continue;
            }
            if let Some(candidate) = self.designation(scan, at).or_else(|| project(scan, at)) {
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
        if scan.token(prefix).case == Case::Lower || letters.chars().count() > 6 {
            return None;
        }
        let looks_like_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        if known.is_none() && (looks_like_year || !hyphen || !plausible_prefix(letters) || number.len() > 5) {
            return None;
        }
        let end = self.variant_end(scan, at + 1);
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

    /// The end of the variant letters glued behind the number: SM, МК2, -2, neo; not the English plural s.
    fn variant_end(&self, scan: &Scan<'_>, mut at: usize) -> usize {
        let end = scan.end_of_sentence(at - 1);
        while at < end && !scan.token(at).space_before {
            let next_glued = at + 1 < end && !scan.token(at + 1).space_before;
            match scan.token(at).kind {
                TokenKind::Word if scan.word(at) != "s" && scan.word(at).chars().count() <= 4 => at += 1,
                TokenKind::Number if scan.word(at).len() <= 4 => at += 1,
                TokenKind::Punct
                    if scan.is_hyphen(at) && next_glued && scan.token(at + 1).kind == TokenKind::Number =>
                {
                    at += 2
                }
                _ => break,
            }
        }
        at
    }
}

fn join(prefix: &str, number: &str, hyphen: bool) -> String {
    if hyphen { format!("{prefix}-{number}") } else { format!("{prefix}{number}") }
}

/// Whether unknown letters look like those of a designation: one to four capitals, or МиГ and the like.
fn plausible_prefix(letters: &str) -> bool {
    let count = letters.chars().count();
    (1..=4).contains(&count) && letters.chars().next().is_some_and(char::is_uppercase)
}

/// "Project 22220", «проекта 11356М».
fn project(scan: &Scan<'_>, at: usize) -> Option<Candidate> {
    let before = at.checked_sub(1).filter(|&i| i >= scan.start_of_sentence(at))?;
    if !sets::has(Set::ProjectWord, scan.folded(before)) || scan.word(at).len() < 3 {
        return None;
    }
    let end = scan.end_of_sentence(at);
    let variant = at + 1 < end && !scan.token(at + 1).space_before && scan.is_word(at + 1);
    let stop = if variant { at + 2 } else { at + 1 };
    let family = format!("Project {}", scan.word(at));
    let word = if scan.is_russian(before) { "проект" } else { "Project" };
    let norm = format!("{word} {}", scan.span(at..stop).of(scan.layer.text()));
    let variant = variant.then(|| scan.word(at + 1).to_owned());
    let value =
        Value::Product(ProductValue { family: Some(family), variant, class: Some("ship".to_owned()) });
    Some(
        Candidate::new(scan.span(before..stop), Kind::Product, "product.project", 900)
            .norm(norm)
            .value(value),
    )
}
