//! `eval`: what is found, measured against annotated texts. One suite for each thing that is measured.

mod chains;
mod factrueval;
mod facts;
mod folds;
mod ingest;
mod langid;
mod names;
pub(crate) mod reading;
mod sentences;
mod values;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use svodka_pipeline::Analyzer;

use crate::Outcome;
use crate::configuration::Overrides;
pub(crate) use facts::annotated;
pub(crate) use folds::Folds;

/// Name of a suite, and what it does.
type Suite = (&'static str, fn(&Arguments) -> Result<Outcome>);

/// The suites. A new one is a line here and a file beside us.
const SUITES: &[Suite] = &[
    ("ingest", ingest::run),
    ("langid", langid::run),
    ("names", names::run),
    ("facts", facts::run),
    ("factrueval", factrueval::run),
    ("values", values::run),
    ("sentences", sentences::run),
];

/// Arguments of `eval`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What to measure: ingest (pages, encodings), langid (languages), names (people, organisations, places), facts (and quotes), factrueval (all tracks of that shared task),
    /// values (dates, sums, quantities; --corpus adds public test cases), sentences (where they end; --corpus as well).
    suite: String,
    /// File or folder of annotated texts; our own gold where the suite has some.
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// Write what is found to this file, one JSON object a document, for other people's scorers.
    #[arg(long, value_name = "FILE")]
    pred: Option<PathBuf>,
    /// List what is wrong and what is missed, with context.
    #[arg(long)]
    errors: bool,
    /// A model of names to use in place of the embedded one for its language.
    #[arg(long, value_name = "FILE")]
    model: Vec<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
    #[command(flatten)]
    folds: Folds,
    /// Take the figures as the new baseline (suites over our own gold).
    #[arg(long)]
    accept: bool,
}

impl Arguments {
    /// The analyzer with the models asked for.
    fn analyzer(&self) -> Result<Analyzer> {
        let read = |file: &PathBuf| fs::read(file).with_context(|| format!("cannot read {}", file.display()));
        let models = self.model.iter().map(read).collect::<Result<Vec<_>>>()?;
        Ok(Analyzer::new(&self.overrides.load()?)?.with_models(&models)?)
    }

    /// Writes the predictions where they are wanted.
    fn write_predictions(&self, lines: &[String]) -> Result<()> {
        let Some(file) = &self.pred else { return Ok(()) };
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let suite = SUITES.iter().find(|(name, _)| *name == arguments.suite);
    let Some((_, run)) = suite else {
        let names: Vec<&str> = SUITES.iter().map(|(name, _)| *name).collect();
        bail!("the suites are {}", names.join(", "));
    };
    run(arguments)
}

/// Thousandths as a percentage with one digit behind the point.
fn percent(thousandths: u32) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}
