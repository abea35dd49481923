//! The shared task factRuEval-2016: the whole pipeline over a folder in the organisers' format; what is written with
//! `--pred` is what a scorer of its three tracks reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use svodka_eval::predictions;
use svodka_model::Language;
use svodka_pipeline::Analyzer;

use super::{Arguments, reading};
use crate::Outcome;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let folder = arguments.corpus.as_ref().context("factrueval needs --corpus DIR")?;
    let files = reading::texts_in(folder)?;
    ensure!(!files.is_empty(), "there is no *.txt in {}", folder.display());
    let lines = match arguments.folds.folds {
        0 | 1 => predict(&arguments.analyzer()?, &files)?,
        _ => in_folds(arguments, &files)?,
    };
    println!("{} documents", lines.len());
    arguments.write_predictions(&lines)?;
    Ok(Outcome::Good)
}

/// A line for each document.
fn predict(analyzer: &Analyzer, files: &[PathBuf]) -> Result<Vec<String>> {
    let mut lines = Vec::with_capacity(files.len());
    for file in files {
        let name = stem(file);
        let text = reading::read(file)?;
        let records = analyzer.analyze(&reading::document(analyzer, &name, &text));
        lines.push(predictions::factrueval_line(&name, &text, &records).to_string());
    }
    Ok(lines)
}

/// Each document is read with a model that was trained without it.
fn in_folds(arguments: &Arguments, files: &[PathBuf]) -> Result<Vec<String>> {
    let texts = files.iter().map(|file| reading::read(file)).collect::<Result<Vec<_>>>()?;
    let mut lines = Vec::with_capacity(files.len());
    for fold in arguments.folds.analyzers(Language::Ru, "factrueval", &texts)? {
        let (analyzer, indices) = fold?;
        let held: Vec<PathBuf> = indices.iter().map(|&index| files[index].clone()).collect();
        lines.extend(predict(&analyzer, &held)?);
    }
    Ok(lines)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
