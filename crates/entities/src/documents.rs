//! Agreements, contracts, memoranda, decrees: a head noun with the modifiers that belong to it.

use svodka_model::{DocumentValue, Kind, Value};

use crate::candidate::Candidate;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::vocabulary::rows;

/// Words that may stand before the noun of a document.
#[derive(Debug)]
pub struct Modifiers {
    english: Vec<&'static str>,
    russian: Vec<&'static str>,
}

impl Modifiers {
    /// The embedded list.
    pub fn embedded() -> Self {
        let list = include_str!("../data/document_modifiers.tsv");
        let of = |language: &str| rows(list).filter(|row| row[0] == language).map(|row| row[1]).collect();
        Self { english: of("en"), russian: of("ru") }
    }

    fn allows(&self, folded: &str, russian: bool) -> bool {
        if russian {
            self.russian.iter().any(|stem| folded.starts_with(stem))
        } else {
            self.english.contains(&folded)
        }
    }

    /// Proposes every document.
    pub fn propose(&self, scan: &mut Scan<'_>) {
        let mut from = 0;
        while let Some(at) = scan.next(from, &[Tag::DocumentHead]) {
            from = at + 1;
            let Some((hit, entry)) = scan.hit(at, &[Tag::DocumentHead]) else { continue };
            let class = entry.class.clone();
            let norm = entry.norm.clone();
            let start = self.start(scan, at);
            let value = Value::Document(DocumentValue { class: Some(class), number: None });
            let candidate = Candidate::new(scan.span(start..hit.end), Kind::Document, "document.head", 650);
            let candidate = if start == at { candidate.norm(norm) } else { candidate };
            scan.propose(candidate.value(value));
        }
    }

    /// The first token of the modifiers before a head.
    fn start(&self, scan: &Scan<'_>, head: usize) -> usize {
        let first = scan.start_of_sentence(head);
        let russian = scan.is_russian(head);
        let mut start = head;
        while start > first && head - start < 6 {
            let before = start - 1;
            let hyphenated = before >= first + 2 && scan.is_word(before) && scan.is_hyphen(before - 1);
            if hyphenated {
                let whole = format!("{}-{}", scan.folded(before - 2), scan.folded(before));
                if self.allows(&whole, russian) {
                    start = before - 2;
                    continue;
                }
            }
            if !scan.is_word(before) || !self.allows(scan.folded(before), russian) {
                break;
            }
            start = before;
        }
        start
    }
}
