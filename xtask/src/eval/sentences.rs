//! Sentence boundaries on our hard cases; with `--corpus` public ones as well.

use anyhow::{Context, Result};
use svodka_eval::sentences::{Tally, cases, evaluate, public_cases};
use svodka_model::Language;
use svodka_text::Morphology;

use super::{Arguments, reading};
use crate::{Outcome, cargo};

/// The least share of right ends on our cases, in per cent.
const REACH: f64 = 98.0;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let morphology = Morphology::embedded();
    let mut outcome = Outcome::Good;
    for language in [Language::En, Language::Ru] {
        let folder = cargo::workspace_root().join("data/gold/sentences");
        let file = reading::read(&folder.join(language.code()).with_extension("txt"))?;
        let own = evaluate(&cases(&file), language, &morphology);
        show("our cases", language, &own, arguments.errors);
        if own.share() < REACH {
            outcome = Outcome::Flawed;
        }
        if let Some(corpus) = &arguments.corpus {
            let public = public_cases(corpus, language)
                .with_context(|| format!("cannot read {}", corpus.display()))?;
            let public = evaluate(&public, language, &morphology);
            show("public cases", language, &public, arguments.errors);
            show("both", language, &own.and(public), false);
        }
    }
    Ok(outcome)
}

fn show(what: &str, language: Language, tally: &Tally, errors: bool) {
    println!(
        "{}, {what}: {} texts, {} of {} ends of sentences right, {:.1} %",
        language.code(),
        tally.cases,
        tally.right,
        tally.all,
        tally.share()
    );
    if errors {
        tally.errors.iter().for_each(|error| println!("{error}"));
    }
}
