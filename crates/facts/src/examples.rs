//! Packs are checked against their own examples.

use std::collections::BTreeSet;

use svodka_model::{Fact, FactsRecord, Span};
use svodka_text::{Layer, Morphology};

use crate::notation::{self, Example};
use crate::pack::{FrameDef, RecordDef, RuleDef};
use crate::{Engine, PackError};

/// The examples of the packs whose name is `wanted` that do not give what they say.
pub(crate) fn failures(
    engine: &Engine,
    morphology: &Morphology,
    wanted: impl Fn(&String) -> bool,
) -> Vec<PackError> {
    let mut failures = Vec::new();
    for pack in engine.packs.iter().filter(|pack| wanted(&pack.name)) {
        let rules = pack.file.rule.iter().map(Promise::from);
        let rules = rules.chain(pack.file.frame.iter().map(Promise::from));
        for promise in rules.chain(pack.file.record.iter().map(Promise::from)) {
            check(engine, morphology, &pack.name, &promise, &mut failures);
        }
    }
    failures
}

/// What a rule or frame promises.
struct Promise<'a> {
    name: &'a str,
    relation: &'a str,
    /// Others may find all its examples.
    shared: bool,
    examples: &'a [String],
    counter_examples: &'a [String],
}

impl<'a> From<&'a RuleDef> for Promise<'a> {
    fn from(rule: &'a RuleDef) -> Self {
        let RuleDef { name, relation, fragment, examples, counter_examples, .. } = rule;
        Self { name, relation, shared: *fragment, examples, counter_examples }
    }
}

impl<'a> From<&'a FrameDef> for Promise<'a> {
    fn from(frame: &'a FrameDef) -> Self {
        let FrameDef { name, relation, examples, counter_examples, .. } = frame;
        // Patterns may find the same; what a frame alone finds is told by the tests of frames.
        Self { name, relation, shared: true, examples, counter_examples }
    }
}

impl<'a> From<&'a RecordDef> for Promise<'a> {
    fn from(record: &'a RecordDef) -> Self {
        let RecordDef { name, relation, examples, counter_examples, .. } = record;
        Self { name, relation, shared: false, examples, counter_examples }
    }
}

fn check(
    engine: &Engine,
    morphology: &Morphology,
    pack: &str,
    rule: &Promise,
    failures: &mut Vec<PackError>,
) {
    let mut fail = |example: &str, found: String| {
        let (pack, rule) = (pack.to_owned(), rule.name.to_owned());
        failures.push(PackError::Example { pack, rule, example: example.to_owned(), found });
    };
    let full_name = format!("{pack}.{}", rule.name);
    let mut fired = rule.shared || rule.examples.is_empty();
    for text in rule.examples {
        match run(engine, morphology, text) {
            Err(reason) => fail(text, reason),
            Ok((example, record)) => {
                let of_relation = || record.facts.iter().filter(|fact| fact.relation == rule.relation);
                if !of_relation().any(|fact| fits(fact, &example)) {
                    fail(text, format!("found {}", describe(&record, &example)));
                }
                fired |= of_relation().any(|fact| fact.provenance.rule == full_name);
            }
        }
    }
    if !fired {
        fail(&rule.examples.join("; "), "other rules find all of it, this one never fires".to_owned());
    }
    for text in rule.counter_examples {
        match run(engine, morphology, text) {
            Err(reason) => fail(text, reason),
            Ok((example, record)) if record.facts.iter().any(|fact| fact.relation == rule.relation) => {
                fail(text, format!("should find nothing, found {}", describe(&record, &example)));
            }
            Ok(_) => {}
        }
    }
}

fn run(engine: &Engine, morphology: &Morphology, text: &str) -> Result<(Example, FactsRecord), String> {
    let example = notation::parse(text)?;
    let layer = Layer::new(&example.document, &example.language, morphology);
    let record = engine.extract(&layer, &example.entities);
    drop(layer);
    Ok((example, record))
}

/// Whether a fact has exactly the expected mentions in its slots (further literal spans are allowed), and the status.
fn fits(fact: &Fact, example: &Example) -> bool {
    let expected: BTreeSet<(&str, Span)> =
        example.expected.iter().map(|(slot, span)| (slot.as_str(), *span)).collect();
    let found = slots(fact, example);
    let all: BTreeSet<(&str, Span)> = found.iter().map(|&(slot, span, _)| (slot, span)).collect();
    let mentions =
        found.iter().filter(|slot| slot.2).all(|&(slot, span, _)| expected.contains(&(slot, span)));
    expected.is_subset(&all) && mentions && example.status.is_none_or(|status| status == fact.status)
}

fn slots<'f>(fact: &'f Fact, example: &Example) -> Vec<(&'f str, Span, bool)> {
    fact.slots
        .iter()
        .filter_map(|slot| {
            let of_mention = slot.mention.and_then(|index| example.entities.mentions.get(index as usize));
            let span = of_mention.map(|mention| mention.span).or(slot.span)?;
            Some((slot.name.as_str(), span, of_mention.is_some()))
        })
        .collect()
}

fn describe(record: &FactsRecord, example: &Example) -> String {
    let text = example.document.text();
    let facts: Vec<String> = record
        .facts
        .iter()
        .map(|fact| {
            let slots: Vec<String> = slots(fact, example)
                .iter()
                .map(|(name, span, _)| format!("{name} {:?}", span.of(text)))
                .collect();
            format!(
                "{} ({}, {}): {}",
                fact.relation,
                fact.status.name(),
                fact.provenance.rule,
                slots.join(", ")
            )
        })
        .collect();
    let misses: Vec<&str> = record.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    match (facts.is_empty(), misses.is_empty()) {
        (true, true) => "nothing".to_owned(),
        (true, false) => misses.join("; "),
        _ => facts.join("; "),
    }
}
