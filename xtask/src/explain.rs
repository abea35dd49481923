//! `explain`: what is found in one file, with the rule that made it, and what lost.

mod page;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use svodka_pipeline::Stages;

use crate::{Outcome, configuration};

/// Arguments of `explain`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file to explain.
    file: PathBuf,
    #[command(flatten)]
    configuration: configuration::Overrides,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let analyzer = configuration::analyzer(&arguments.configuration.load()?)?;
    let name = arguments.file.display().to_string();
    let bytes = fs::read(&arguments.file).with_context(|| format!("cannot read {name}"))?;
    let found = match analyzer.ingest(&name, &bytes) {
        Ok(found) => found,
        Err(refusal) => {
            println!("{name}: {} ({})", refusal.message, refusal.code);
            return Ok(Outcome::Flawed);
        }
    };
    for found in &found {
        let records = analyzer.analyze(&found.document);
        let page = page::page(found, &records);
        match io::stdout().lock().write_all(page.as_bytes()) {
            // A reader such as `head` has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(Outcome::Good),
            written => written.context("cannot write to stdout")?,
        }
    }
    Ok(Outcome::Good)
}
