//! `verify`: an output folder against its sources and the laws.

use std::path::PathBuf;

use anyhow::Result;
use svodka_pipeline::{Config, verify};

use crate::{Outcome, configuration};

/// Arguments of `verify`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The output folder of a run.
    #[arg(default_value = "out")]
    out: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let analyzer = configuration::analyzer(&Config::default())?;
    let found = verify(analyzer, &arguments.out)?;
    for mismatch in &found.mismatches {
        println!("{mismatch}");
    }
    println!(
        "{}: {} documents, {} sources, {} facts looked at; {} mismatches",
        arguments.out.display(),
        found.documents,
        found.sources,
        found.facts,
        found.mismatches.len()
    );
    Ok(if found.mismatches.is_empty() { Outcome::Good } else { Outcome::Flawed })
}
