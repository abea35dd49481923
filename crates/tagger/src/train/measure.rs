//! Strict scores: a name is right if its tokens and its kind are.

use std::collections::BTreeSet;
use std::fmt;

use svodka_model::Kind;
use svodka_text::Morphology;

use crate::labels::KINDS;
use crate::train::calibrate::Judged;
use crate::train::{Annotated, kind_index};
use crate::{Tagged, Tagger};

/// Counts of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Names found and right.
    pub right: usize,
    /// Names found.
    pub found: usize,
    /// Names of the gold.
    pub gold: usize,
}

impl Counts {
    /// The harmonic mean of precision and recall, in percent.
    pub fn f1(&self) -> f64 {
        200.0 * self.right as f64 / ((self.found + self.gold) as f64).max(1.0)
    }

    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// Counts of persons, organisations and locations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// By kind, in that order.
    pub kinds: [Counts; KINDS.len()],
}

impl Figures {
    /// All kinds together.
    pub fn all(&self) -> Counts {
        let mut all = Counts::default();
        self.kinds.iter().for_each(|counts| all.add(*counts));
        all
    }

    /// Adds the counts of another text.
    pub fn add(&mut self, other: &Figures) {
        self.kinds.iter_mut().zip(other.kinds).for_each(|(counts, other)| counts.add(other));
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [person, organization, location] = self.kinds.map(|counts| counts.f1());
        let all = self.all();
        let ratio = |part: usize, whole: usize| 100.0 * part as f64 / (whole as f64).max(1.0);
        write!(
            out,
            "PER {person:.1} ORG {organization:.1} LOC {location:.1} all {:.1} (precision {:.1}, recall {:.1}, {} names)",
            all.f1(),
            ratio(all.right, all.found),
            ratio(all.right, all.gold),
            all.gold
        )
    }
}

/// Tags the documents and counts. All are taken to be in the language of the tagger's first model.
pub fn measure(tagger: &Tagger, documents: &[Annotated]) -> Figures {
    let mut figures = Figures::default();
    each(tagger, documents, |gold, found| {
        for (kind, counts) in KINDS.into_iter().zip(&mut figures.kinds) {
            counts.gold += gold.iter().filter(|name| name.2 == kind).count();
            counts.found += found.iter().filter(|name| name.kind == kind).count();
            counts.right +=
                found.iter().filter(|name| name.kind == kind && gold.contains(&key(name))).count();
        }
    });
    figures
}

/// Tags the documents and tells of each name found whether it is right.
pub fn judge(tagger: &Tagger, documents: &[Annotated]) -> Vec<Judged> {
    let mut judged = Vec::new();
    each(tagger, documents, |gold, found| {
        judged.extend(found.iter().map(|name| Judged {
            kind: name.kind,
            score: name.score,
            margin: name.margin,
            right: gold.contains(&key(name)),
        }));
    });
    judged
}

/// Tags the documents and draws each sentence with a name that is wrong (`{-...}`) or missed (`{+...}`).
pub fn errors(tagger: &Tagger, documents: &[Annotated]) -> Vec<String> {
    let Some(model) = tagger.models().first() else { return Vec::new() };
    let (morphology, mut scratch, mut drawn) = (Morphology::embedded(), tagger.scratch(), Vec::new());
    for document in documents {
        document.with_layer(model.language(), &morphology, |layer, names| {
            let gold: BTreeSet<Key> =
                names.iter().map(|(tokens, kind)| (tokens.start, tokens.end, *kind)).collect();
            let found = tagger.tag(layer, &mut scratch);
            let found: BTreeSet<Key> =
                found.iter().filter(|name| kind_index(name.kind).is_some()).map(key).collect();
            for (sentence, index) in layer.sentences().iter().zip(0..) {
                let mut text = String::new();
                let wrong =
                    gold.symmetric_difference(&found).filter(|name| layer.sentence_of(name.0) == index);
                for name in wrong {
                    let sign = if gold.contains(name) { '+' } else { '-' };
                    let surface = layer.span_of(name.0..name.1).of(layer.text());
                    text.push_str(&format!("{{{sign}{surface}|{}}} ", name.2.name()));
                }
                if !text.is_empty() {
                    drawn.push(format!("{text}<- {}", sentence.span.of(layer.text())));
                }
            }
        });
    }
    drawn
}

type Key = (usize, usize, Kind);

fn key(name: &Tagged) -> Key {
    (name.tokens.start, name.tokens.end, name.kind)
}

fn each(tagger: &Tagger, documents: &[Annotated], mut count: impl FnMut(&BTreeSet<Key>, &[Tagged])) {
    let Some(model) = tagger.models().first() else { return };
    let morphology = Morphology::embedded();
    let mut scratch = tagger.scratch();
    for document in documents {
        document.with_layer(model.language(), &morphology, |layer, names| {
            let known = names.iter().filter(|(_, kind)| kind_index(*kind).is_some());
            let gold = known.map(|(tokens, kind)| (tokens.start, tokens.end, *kind)).collect();
            let mut found = tagger.tag(layer, &mut scratch);
            found.retain(|name| kind_index(name.kind).is_some());
            count(&gold, &found);
        });
    }
}
