//! The language of documents.

use anyhow::{Context, Result};
use svodka_eval::langid;

use super::Arguments;
use crate::Outcome;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let corpus = arguments.corpus.as_ref().context("the suite langid needs --corpus PATH")?;
    let report = langid::evaluate(corpus)?;
    print!("{report}");
    if arguments.errors {
        report.misses.iter().for_each(|miss| println!("  {miss}"));
    }
    Ok(Outcome::Good)
}
