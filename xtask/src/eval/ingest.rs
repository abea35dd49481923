//! Ingestion: main text of pages, segments, days of publication, and the guessing of encodings.

use std::fs;

use anyhow::{Context, Result};
use svodka_eval::{encodings, ingest};

use super::Arguments;
use crate::{Outcome, cargo};

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    if let Some(corpus) = &arguments.corpus {
        let report = ingest::evaluate(corpus)?;
        print!("{report}");
        if arguments.errors {
            report.misses.iter().for_each(|miss| println!("  {miss}"));
        }
    }
    print!("{}", encodings::evaluate(&russian_samples()?));
    Ok(Outcome::Good)
}

/// The Russian texts that come with the program.
fn russian_samples() -> Result<Vec<String>> {
    let folder = cargo::workspace_root().join("data/samples");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>())
        .with_context(|| format!("cannot read {}", folder.display()))?;
    paths.sort();
    let russian = |path: &std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ru-"))
    };
    Ok(paths.iter().filter(|path| russian(path)).filter_map(|path| fs::read_to_string(path).ok()).collect())
}
