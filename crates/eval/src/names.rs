//! Scores of named-entity spans: strict, relaxed and by token, as the field counts them.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::Span;

use crate::corpus::GoldSpan;

/// Hits and totals of one label or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Predictions that count as right.
    pub right: u32,
    /// All predictions.
    pub predicted: u32,
    /// Gold spans that count as found (differs from `right` in the relaxed measure).
    pub found: u32,
    /// All gold spans.
    pub gold: u32,
}

impl Counts {
    /// Precision in thousandths; 1000 where nothing was predicted.
    pub fn precision(&self) -> u32 {
        ratio(self.right, self.predicted)
    }

    /// Recall in thousandths; 1000 where there is no gold.
    pub fn recall(&self) -> u32 {
        ratio(self.found, self.gold)
    }

    /// Harmonic mean of both in thousandths.
    pub fn f1(&self) -> u32 {
        let (p, r) = (u64::from(self.precision()), u64::from(self.recall()));
        let mean = (2 * p * r + (p + r) / 2).checked_div(p + r);
        mean.and_then(|mean| u32::try_from(mean).ok()).unwrap_or(0)
    }

    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }
}

fn ratio(part: u32, whole: u32) -> u32 {
    (part * 1000 + whole / 2).checked_div(whole).unwrap_or(1000)
}

/// The scores of a set of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    /// Same start, end and label, by label; the empty label holds all.
    pub strict: BTreeMap<String, Counts>,
    /// Any shared byte with a span of the same label.
    pub relaxed: BTreeMap<String, Counts>,
}

impl Scores {
    /// Adds one document. Repeated spans count once.
    pub fn add(&mut self, gold: &[GoldSpan], predicted: &[GoldSpan]) {
        let gold: BTreeSet<&GoldSpan> = gold.iter().collect();
        let predicted: BTreeSet<&GoldSpan> = predicted.iter().collect();
        let labels: BTreeSet<&str> = gold.iter().chain(&predicted).map(|span| span.label.as_str()).collect();
        for label in labels {
            let of = |set: &BTreeSet<&GoldSpan>| -> Vec<Span> {
                set.iter().filter(|span| span.label == label).map(|span| span.span).collect()
            };
            let (gold, predicted) = (of(&gold), of(&predicted));
            let strict = count(&gold, &predicted, |a, b| a == b);
            let relaxed = count(&gold, &predicted, Span::overlaps);
            for key in [label, ""] {
                self.strict.entry(key.to_owned()).or_default().add(strict);
                self.relaxed.entry(key.to_owned()).or_default().add(relaxed);
            }
        }
    }
}

fn count(gold: &[Span], predicted: &[Span], same: impl Fn(Span, Span) -> bool) -> Counts {
    let size = |spans: &[Span]| u32::try_from(spans.len()).unwrap_or(u32::MAX);
    let hits = |a: &[Span], b: &[Span]| a.iter().filter(|&&x| b.iter().any(|&y| same(x, y))).count();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Counts {
        right: number(hits(predicted, gold)),
        predicted: size(predicted),
        found: number(hits(gold, predicted)),
        gold: size(gold),
    }
}

/// Keeps the outermost spans only; of equal spans the first label.
pub fn outermost(mut spans: Vec<GoldSpan>) -> Vec<GoldSpan> {
    spans.sort();
    let mut kept: Vec<GoldSpan> = Vec::new();
    for span in spans {
        if !kept.iter().rev().take(8).any(|outer| outer.span.contains(span.span)) {
            kept.push(span);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, label: &str) -> GoldSpan {
        GoldSpan { span: Span::new(start, end), label: label.to_owned() }
    }

    #[test]
    fn strict_wants_equal_spans_and_relaxed_a_shared_byte() {
        let mut scores = Scores::default();
        scores.add(
            &[span(0, 4, "PER"), span(6, 9, "ORG")],
            &[span(0, 4, "PER"), span(7, 9, "ORG"), span(20, 22, "LOC")],
        );
        let (strict, relaxed) = (scores.strict[""], scores.relaxed[""]);
        assert_eq!((strict.right, strict.predicted, strict.gold), (1, 3, 2));
        assert_eq!((relaxed.precision(), relaxed.recall(), relaxed.f1()), (667, 1000, 800));
    }

    #[test]
    fn outermost_drops_what_lies_inside() {
        assert_eq!(outermost(vec![span(2, 4, "LOC"), span(0, 4, "ORG")]), [span(0, 4, "ORG")]);
    }
}
