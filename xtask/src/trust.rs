//! `trust`: counts how often rules are right, over the train part of our own gold: the tables that the stages score rules by.
//! Of a rule for names it is counted beside what the tagger says, with models that have not seen the texts.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use svodka_entities::{Observation, Tally};
use svodka_eval::corpus::GoldDocument;
use svodka_eval::facts;
use svodka_model::{Kind, Language, Span};
use svodka_pipeline::{Analyzer, Config};

use crate::eval::{self, Folds, reading};
use crate::{Outcome, cargo, train};

/// Arguments of `trust`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folds: Folds,
    /// Counts the rules for facts, instead of those for names.
    #[arg(long)]
    facts: bool,
}

const FACTS_HEADER: &str = "\
# How often the facts of a rule were right: rule, right, wrong. Counted by `cargo xtask trust --facts` on the train half of our gold
# of facts; facts that match a line of the gold, optional ones included, are right.
# Licence: MIT OR Apache-2.0.
";

const HEADER: &str = "\
# How often the rules for people, organisations and places are right beside what the tagger says.
# language: of the sentence. relation: what the tagger says of the words: agrees; kind (a name of another kind); inside
# (a part of a longer name); around (some of them are names); crosses; silent. certainty: whether it is sure.
# rule: name of the rule. shape: quoted (between quotation marks), or where capitals stand: none, first,
# later (behind the first word).
# sort: head of the organisation or class of the place, `-` if there is none. all: candidates of the rule; right: those
# that were right; rival: those where all that the tagger says was.
# Counted by `cargo xtask trust` over data/gold/names, train. Licence: MIT OR Apache-2.0.
language\trelation\tcertainty\trule\tshape\tsort\tall\tright\trival
";

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    if arguments.facts {
        return of_facts();
    }
    ensure!(arguments.folds.folds > 1, "the tagger must not have seen the texts: --folds 5 --corpora DIR");
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for language in [Language::En, Language::Ru] {
        let documents = reading::gold(&train::gold_folder(language).join("train"))?;
        let texts: Vec<String> = documents.iter().map(|document| document.text.clone()).collect();
        let name = format!("trust-{}", language.code());
        for fold in arguments.folds.analyzers(language, &name, &texts)? {
            let (analyzer, indices) = fold?;
            for gold in indices.into_iter().map(|index| &documents[index]) {
                let document = reading::document(&analyzer, &gold.id, &gold.text);
                for observation in analyzer.observations(&document) {
                    *tallies.entry(observation.cells()).or_default() += judge(gold, &observation);
                }
            }
        }
    }
    let file = cargo::workspace_root().join("crates/entities/data/trust.tsv");
    let mut table = HEADER.to_owned();
    for (cells, Tally { all, right, rival }) in &tallies {
        table.push_str(&format!("{cells}\t{all}\t{right}\t{rival}\n"));
    }
    fs::write(&file, table).with_context(|| format!("cannot write {}", file.display()))?;
    println!("{} rows in {}", tallies.len(), file.display());
    Ok(Outcome::Good)
}

fn judge(gold: &GoldDocument, observation: &Observation) -> Tally {
    let is_gold =
        |span: Span, kind: Kind| gold.spans.iter().any(|name| name.span == span && name.label == kind.name());
    let rivals = !observation.rivals.is_empty() && observation.rivals.iter().all(|&(s, k)| is_gold(s, k));
    Tally { all: 1, right: u32::from(is_gold(observation.span, observation.kind)), rival: u32::from(rivals) }
}

/// Counts the rules for facts.
fn of_facts() -> Result<Outcome> {
    let analyzer = Analyzer::new(&Config::default())?;
    let train = |language: &str| cargo::workspace_root().join("data/gold/facts").join(language).join("train");
    let own = ["en", "ru"].map(train);
    let mut rules: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for folder in &own {
        for document in eval::annotated(&analyzer, folder)? {
            for (rule, (right, wrong)) in facts::tally(&document.gold, &document.text, &document.records) {
                let counts = rules.entry(rule).or_default();
                *counts = (counts.0 + right, counts.1 + wrong);
            }
        }
    }
    let file = cargo::workspace_root().join("crates/facts/data/trust.tsv");
    let rows: String =
        rules.iter().map(|(rule, (right, wrong))| format!("{rule}\t{right}\t{wrong}\n")).collect();
    fs::write(&file, format!("{FACTS_HEADER}{rows}"))
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("{} rows in {}", rules.len(), file.display());
    Ok(Outcome::Good)
}
