//! Values: dates, sums, percentages, quantities, ordinals and contacts on our gold sentences, span and value both right;
//! with `--corpus` the public test cases of duckling and Recognizers-Text as well.

use std::path::Path;

use anyhow::{Context, Result};
use svodka_eval::values::{cases, evaluate};
use svodka_model::Language;
use svodka_text::Morphology;
use svodka_values::Extractor;

use super::{Arguments, reading};
use crate::{Outcome, cargo};

/// The least recall and precision on our gold, in per cent.
const REACH: f64 = 97.0;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let extractor = Extractor::new()?;
    let mut outcome = Outcome::Good;
    for language in [Language::En, Language::Ru] {
        let file =
            cargo::workspace_root().join("data/gold/values").join(language.code()).with_extension("txt");
        let score = evaluate(&reading::read(&file)?, language, &extractor, &morphology()?)
            .with_context(|| format!("in {}", file.display()))?;
        println!(
            "our gold, {}: {} sentences, {} values right, {} missed, {} false: recall {:.1} %, precision {:.1} %",
            language.code(),
            score.sentences,
            score.right,
            score.missed,
            score.wrong,
            score.recall(),
            score.precision()
        );
        if arguments.errors {
            score.errors.iter().for_each(|error| println!("{error}"));
        }
        if score.recall() < REACH || score.precision() < REACH {
            outcome = Outcome::Flawed;
        }
    }
    if let Some(corpus) = &arguments.corpus {
        public_cases(corpus, arguments.errors)?;
    }
    Ok(outcome)
}

fn morphology() -> Result<Morphology> {
    Ok(Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?)
}

fn public_cases(corpus: &Path, errors: bool) -> Result<()> {
    let file = if corpus.is_dir() { corpus.join("dev.jsonl") } else { corpus.to_owned() };
    let score = cases::run(&reading::read(&file)?, &cases::Tools::new(morphology()?)?)
        .with_context(|| format!("in {}", file.display()))?;
    let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
    for ((language, kind), (right, all)) in &score.cells {
        println!("{language} {kind}: {right}/{all} = {:.1} %", share(*right, *all));
    }
    for (language, (right, all)) in score.totals() {
        println!("{language} all: {right}/{all} = {:.1} %", share(right, all));
    }
    for ((language, reason), count) in &score.left_out {
        println!("{language} out of scope: {count:4} {reason}");
    }
    if errors {
        score.errors.iter().for_each(|error| println!("{error}"));
    }
    Ok(())
}
