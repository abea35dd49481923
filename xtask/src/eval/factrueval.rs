//! The shared task factRuEval-2016: the whole pipeline over a folder in the organisers' format; what is written with
//! `--pred` is what a scorer of its three tracks reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use svodka_eval::names::Counts;
use svodka_eval::{coref, predictions};
use svodka_model::{Kind, Language};
use svodka_pipeline::Analyzer;

use super::{Arguments, percent, reading};
use crate::Outcome;

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let folder = arguments.corpus.as_ref().context("factrueval needs --corpus DIR")?;
    let files = reading::texts_in(folder)?;
    ensure!(!files.is_empty(), "there is no *.txt in {}", folder.display());
    let mut output = Output::default();
    match arguments.folds.folds {
        0 | 1 => output.predict(&arguments.analyzer()?, &files)?,
        _ => output.in_folds(arguments, &files)?,
    }
    println!("{} documents", output.lines.len());
    let pairs = output.pairs;
    println!(
        "pairs of mentions in one chain: precision {}, recall {}, F1 {} ({} in the gold)",
        percent(pairs.precision()),
        percent(pairs.recall()),
        percent(pairs.f1()),
        pairs.gold
    );
    arguments.write_predictions(&output.lines)?;
    Ok(Outcome::Good)
}

/// Kinds of the shared task.
const NAMED: [Kind; 3] = [Kind::Person, Kind::Organization, Kind::Location];

/// What is found.
#[derive(Default)]
struct Output {
    /// A line for each document.
    lines: Vec<String>,
    /// Pairs of mentions in one chain, where the folder has the layer of coreference.
    pairs: Counts,
}

impl Output {
    fn predict(&mut self, analyzer: &Analyzer, files: &[PathBuf]) -> Result<()> {
        for file in files {
            let name = stem(file);
            let text = reading::read(file)?;
            let records = analyzer.analyze(&reading::document(analyzer, &name, &text));
            self.lines.push(predictions::factrueval_line(&name, &text, &records).to_string());
            let layer = |ending: &str| reading::read(&file.with_extension(ending));
            if let (Ok(spans), Ok(objects), Ok(chains)) = (layer("spans"), layer("objects"), layer("coref")) {
                let gold = coref::read(&text, &spans, &objects, &chains);
                self.pairs.add(coref::pairs(&gold, &coref::found(&records, &NAMED)));
            }
        }
        Ok(())
    }

    /// Each document is read with a model that was trained without it.
    fn in_folds(&mut self, arguments: &Arguments, files: &[PathBuf]) -> Result<()> {
        let texts = files.iter().map(|file| reading::read(file)).collect::<Result<Vec<_>>>()?;
        for fold in arguments.folds.analyzers(Language::Ru, "factrueval", &texts)? {
            let (analyzer, indices) = fold?;
            let held: Vec<PathBuf> = indices.iter().map(|&index| files[index].clone()).collect();
            self.predict(&analyzer, &held)?;
        }
        Ok(())
    }
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
