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
        ratio(u64::from(self.right), u64::from(self.predicted)).unwrap_or(1000)
    }

    /// Recall in thousandths; 1000 where there is no gold.
    pub fn recall(&self) -> u32 {
        ratio(u64::from(self.found), u64::from(self.gold)).unwrap_or(1000)
    }

    /// Harmonic mean of both in thousandths; 1000 where there is nothing to find and nothing was found.
    pub fn f1(&self) -> u32 {
        let [right, predicted, found, gold] =
            [self.right, self.predicted, self.found, self.gold].map(u64::from);
        match (predicted, gold) {
            (0, 0) => 1000,
            (0, _) | (_, 0) => 0,
            _ => ratio(2 * right * found, right * gold + found * predicted).unwrap_or(0),
        }
    }

    /// Adds the counts of another text.
    pub fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// A share in thousandths, rounded; none of nothing.
fn ratio(part: u64, whole: u64) -> Option<u32> {
    let thousandths = (part * 1000 + whole / 2).checked_div(whole)?;
    u32::try_from(thousandths).ok()
}

/// A way to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Same start, end and label.
    Strict,
    /// Any shared byte with a span of the same label on the other side.
    Relaxed,
    /// Words inside spans of the label, whatever the borders.
    Token,
}

impl Measure {
    /// All of them, the most demanding first.
    pub const ALL: [Measure; 3] = [Measure::Strict, Measure::Relaxed, Measure::Token];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Strict => "strict",
            Measure::Relaxed => "relaxed",
            Measure::Token => "token",
        }
    }

    fn count(self, text: &str, gold: &[Span], predicted: &[Span]) -> Counts {
        match self {
            Measure::Strict => count(gold, predicted, |a, b| a == b),
            Measure::Relaxed => count(gold, predicted, Span::overlaps),
            Measure::Token => {
                let words = words(text);
                count(&within(&words, gold), &within(&words, predicted), |a, b| a == b)
            }
        }
    }
}

/// Counts by measure and label; the empty label holds all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    counts: BTreeMap<(Measure, String), Counts>,
}

impl Scores {
    /// Adds one document. Repeated spans count once.
    pub fn add(&mut self, text: &str, gold: &[GoldSpan], predicted: &[GoldSpan]) {
        let gold: BTreeSet<&GoldSpan> = gold.iter().collect();
        let predicted: BTreeSet<&GoldSpan> = predicted.iter().collect();
        let labels: BTreeSet<&str> = gold.iter().chain(&predicted).map(|span| span.label.as_str()).collect();
        for label in labels {
            let of = |set: &BTreeSet<&GoldSpan>| -> Vec<Span> {
                set.iter().filter(|span| span.label == label).map(|span| span.span).collect()
            };
            let (gold, predicted) = (of(&gold), of(&predicted));
            for measure in Measure::ALL {
                let counts = measure.count(text, &gold, &predicted);
                for key in [label, ""] {
                    self.counts.entry((measure, key.to_owned())).or_default().add(counts);
                }
            }
        }
    }

    /// The counts of a label, of all for the empty one.
    pub fn of(&self, measure: Measure, label: &str) -> Counts {
        self.counts.get(&(measure, label.to_owned())).copied().unwrap_or_default()
    }

    /// The labels met, sorted.
    pub fn labels(&self) -> Vec<&str> {
        let labels: BTreeSet<&str> = self.counts.keys().map(|(_, label)| label.as_str()).collect();
        labels.into_iter().filter(|label| !label.is_empty()).collect()
    }

    /// Adds the counts of other documents.
    pub fn merge(&mut self, other: &Scores) {
        for (key, counts) in &other.counts {
            self.counts.entry(key.clone()).or_default().add(*counts);
        }
    }
}

/// The interval in which F1 lies in 95 of 100 drawings of as many documents with repetition: bounds in thousandths.
/// The drawings are always the same.
pub fn interval(documents: &[Counts], drawings: usize) -> (u32, u32) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % bound.max(1)
    };
    let mut figures: Vec<u32> = (0..drawings)
        .map(|_| {
            let mut sum = Counts::default();
            (0..documents.len()).for_each(|_| sum.add(documents[draw(documents.len())]));
            sum.f1()
        })
        .collect();
    figures.sort_unstable();
    let at = |permille: usize| figures.get(figures.len() * permille / 1000).copied().unwrap_or(0);
    (at(25), at(975))
}

fn count(gold: &[Span], predicted: &[Span], same: impl Fn(Span, Span) -> bool) -> Counts {
    let hits = |a: &[Span], b: &[Span]| a.iter().filter(|&&x| b.iter().any(|&y| same(x, y))).count();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Counts {
        right: number(hits(predicted, gold)),
        predicted: number(predicted.len()),
        found: number(hits(gold, predicted)),
        gold: number(gold.len()),
    }
}

/// The words (runs of letters, digits and underscores) and single signs of a text.
fn words(text: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || c == '_';
        let span = Span::new(at, at + c.len_utf8());
        match words.last_mut() {
            Some(last) if open && inside => *last = last.cover(span),
            _ if !c.is_whitespace() => words.push(span),
            _ => {}
        }
        open = inside;
    }
    words
}

/// The words that share a byte with a span.
fn within(words: &[Span], spans: &[Span]) -> Vec<Span> {
    words.iter().copied().filter(|word| spans.iter().any(|span| span.overlaps(*word))).collect()
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
    fn strict_wants_equal_spans_relaxed_a_shared_byte_and_token_the_words() {
        let mut scores = Scores::default();
        let gold = [span(0, 9, "PER"), span(13, 24, "ORG")];
        let predicted = [span(0, 9, "PER"), span(18, 24, "ORG"), span(26, 28, "LOC")];
        scores.add("Ann Smith of Acme Metals, NY", &gold, &predicted);
        let strict = scores.of(Measure::Strict, "");
        assert_eq!((strict.right, strict.predicted, strict.gold, strict.f1()), (1, 3, 2, 400));
        let relaxed = scores.of(Measure::Relaxed, "");
        assert_eq!((relaxed.precision(), relaxed.recall(), relaxed.f1()), (667, 1000, 800));
        let token = scores.of(Measure::Token, "ORG");
        assert_eq!((token.right, token.predicted, token.gold), (1, 1, 2));
        assert_eq!(scores.labels(), ["LOC", "ORG", "PER"]);
    }

    #[test]
    fn nothing_to_find_is_perfect_and_nothing_found_is_not() {
        assert_eq!(Counts::default().f1(), 1000);
        assert_eq!(Counts { gold: 3, ..Counts::default() }.f1(), 0);
    }

    #[test]
    fn the_interval_encloses_the_figure_and_is_always_the_same() {
        let documents: Vec<Counts> =
            (0..20).map(|i| Counts { right: 5 + i % 5, predicted: 10, found: 5 + i % 5, gold: 10 }).collect();
        let (low, high) = interval(&documents, 500);
        assert!(low < 700 && 700 < high && high - low < 150, "{low} {high}");
        assert_eq!(interval(&documents, 500), (low, high));
    }

    #[test]
    fn outermost_drops_what_lies_inside() {
        let spans = vec![span(2, 4, "LOC"), span(0, 2, "LOC"), span(0, 4, "ORG")];
        assert_eq!(outermost(spans), [span(0, 4, "ORG")]);
    }
}
