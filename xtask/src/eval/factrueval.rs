//! The shared task factRuEval-2016: the whole pipeline over a folder in the organisers' format; what is written with
//! `--pred` is what a scorer of its three tracks reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use svodka_eval::predictions;
use svodka_knowledge::Knowledge;
use svodka_model::Language;
use svodka_pipeline::{Analyzer, Config};
use svodka_tagger::train::recipe::Recipe;

use super::{Arguments, reading};
use crate::{Outcome, train};

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let folder = arguments.corpus.as_ref().context("factrueval needs --corpus DIR")?;
    let files = reading::texts_in(folder)?;
    ensure!(!files.is_empty(), "there is no *.txt in {}", folder.display());
    let lines = match arguments.folds {
        0 | 1 => predict(&arguments.analyzer()?, &files)?,
        folds => in_folds(arguments, &files, folds)?,
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
fn in_folds(arguments: &Arguments, files: &[PathBuf], folds: usize) -> Result<Vec<String>> {
    let corpora = arguments.corpora.as_ref().context("--folds needs --corpora DIR")?;
    let recipe = Recipe::new(Language::Ru, &Knowledge::embedded()?);
    let parts = recipe.read(corpora, &train::gold_folder(Language::Ru))?;
    let mut lines = Vec::with_capacity(files.len());
    for fold in 0..folds {
        let held: Vec<PathBuf> = files.iter().skip(fold).step_by(folds).cloned().collect();
        let texts = held.iter().map(|file| reading::read(file)).collect::<Result<Vec<_>>>()?;
        let model = recipe.ship_without(&parts, &texts).model.to_bytes();
        let analyzer = Analyzer::new(&Config::default())?.with_models(&[model])?;
        lines.extend(predict(&analyzer, &held)?);
        println!("fold {}: {} documents", fold + 1, held.len());
    }
    Ok(lines)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
