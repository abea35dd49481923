//! Facts and quotes of the whole pipeline against our own gold.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use svodka_eval::facts::{self, Scores};
use svodka_eval::names::Counts;
use svodka_eval::{facts_gold, inline};
use svodka_model::Records;
use svodka_pipeline::Analyzer;

use super::{Arguments, percent, reading};
use crate::{Outcome, cargo};

/// Languages of our own gold.
const LANGUAGES: [&str; 2] = ["en", "ru"];

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let analyzer = arguments.analyzer()?;
    let folders: Vec<PathBuf> = match &arguments.corpus {
        Some(folder) => vec![folder.clone()],
        None => LANGUAGES
            .iter()
            .map(|language| cargo::workspace_root().join("data/gold/facts").join(language).join("dev"))
            .collect(),
    };
    for folder in folders {
        let (scores, documents) = of_folder(&analyzer, &folder)?;
        if arguments.errors {
            scores.errors.iter().for_each(|line| println!("{line}"));
        }
        println!("\n{}: {documents} documents", folder.display());
        print(&scores);
    }
    Ok(Outcome::Good)
}

/// An annotated text.
pub(crate) struct Annotated {
    name: String,
    pub(crate) gold: facts_gold::Gold,
    pub(crate) text: String,
    pub(crate) records: Records,
}

/// The texts lie under `names` where the facts lie under `facts`.
fn text_of(file: &Path) -> PathBuf {
    let parts: Vec<_> = file.components().collect();
    let cut = parts.iter().rposition(|part| part.as_os_str() == "facts");
    let named = |at: usize| if Some(at) == cut { "names".as_ref() } else { parts[at].as_os_str() };
    (0..parts.len()).map(named).collect()
}

/// The texts of a folder with their gold and what is found in them.
pub(crate) fn annotated(analyzer: &Analyzer, folder: &Path) -> Result<Vec<Annotated>> {
    let files = reading::texts_in(
        &fs::canonicalize(folder).with_context(|| format!("cannot read {}", folder.display()))?,
    )?;
    ensure!(!files.is_empty(), "there is no *.txt in {}", folder.display());
    let read = |file: &PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = inline::read(&name, &reading::read(&text_of(file))?)?.text;
        let gold = facts_gold::read(&reading::read(file)?, &text)
            .with_context(|| format!("in {}", file.display()))?;
        let records = analyzer.analyze(&reading::document(analyzer, &name, &text));
        Ok(Annotated { name, gold, text, records })
    };
    files.iter().map(read).collect()
}

fn of_folder(analyzer: &Analyzer, folder: &Path) -> Result<(Scores, usize)> {
    let documents = annotated(analyzer, folder)?;
    let mut all = Scores::default();
    for Annotated { name, gold, text, records } in &documents {
        let mut scores = facts::evaluate(gold, text, records);
        scores.errors.iter_mut().for_each(|line| line.insert_str(0, &format!("{name} ")));
        all.merge(scores);
    }
    Ok((all, documents.len()))
}

fn print(scores: &Scores) {
    println!("{:<14} {:>6} {:>6} {:>6} {:>6} {:>6}", "", "P", "R", "F1", "gold", "found");
    let relations = scores.facts.iter().filter(|(name, _)| !name.is_empty());
    relations.for_each(|(name, counts)| row(name, counts));
    row("all facts", &scores.facts.get("").copied().unwrap_or_default());
    row("slots", &scores.slots);
    row("quotes", &scores.quotes);
    row("quoted words", &scores.quoted_words);
    for (name, (right, all)) in [("status", scores.status), ("asserted by", scores.asserted_by)] {
        println!("{name:<14} {:>20} of {all}", percent(share(right, all)));
    }
}

fn row(name: &str, counts: &Counts) {
    let [precision, recall, f1] = [counts.precision(), counts.recall(), counts.f1()].map(percent);
    println!("{name:<14} {precision:>6} {recall:>6} {f1:>6} {:>6} {:>6}", counts.gold, counts.predicted);
}

/// A share in thousandths.
fn share(part: u32, whole: u32) -> u32 {
    (part * 1000 + whole / 2).checked_div(whole).unwrap_or(1000)
}
