//! `pipeline`: files and folders to records, a report and tables.

use std::path::PathBuf;

use anyhow::Result;
use svodka_model::Stage;
use svodka_pipeline::{Config, Layout, RunOptions, RunRecord, run as run_corpus};

use crate::{Outcome, configuration, progress};

/// Arguments of `pipeline`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files and folders to read.
    #[arg(default_value = "data/samples")]
    inputs: Vec<PathBuf>,
    /// Folder to write to.
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
    /// Number of threads; one for each core unless given.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
    /// Last stage to run.
    #[arg(long, value_name = "STAGE", default_value = "report", value_parser = stage)]
    until: Stage,
    /// One file for each document and stage, or one JSON Lines file for each stage.
    #[arg(long, value_name = "LAYOUT", default_value = "files", value_parser = ["files", "shards"])]
    layout: String,
    /// Make everything anew, whatever an earlier run left.
    #[arg(long)]
    force: bool,
    /// Refuse files above this many MiB, unless they are archives or collections, and single texts above a quarter of it.
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    max_mib: u64,
    #[command(flatten)]
    configuration: configuration::Overrides,
}

fn stage(name: &str) -> Result<Stage, String> {
    let names = Stage::ALL.map(Stage::name).join(", ");
    Stage::ALL.into_iter().find(|stage| stage.name() == name).ok_or_else(|| format!("the stages are {names}"))
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let config = Config { max_bytes: arguments.max_mib << 20, ..arguments.configuration.load()? };
    let analyzer = configuration::analyzer(&config)?;
    let options = RunOptions {
        inputs: arguments.inputs.clone(),
        out: arguments.out.clone(),
        jobs: arguments.jobs,
        until: arguments.until,
        layout: if arguments.layout == "shards" { Layout::Shards } else { Layout::Files },
        force: arguments.force,
    };
    let record = run_corpus(analyzer, &options, &*progress::on_stderr())?;
    print!("{}", summary(&record, &arguments.out));
    Ok(if record.failures.is_empty() { Outcome::Good } else { Outcome::Flawed })
}

/// What a person wants to know at the end.
fn summary(record: &RunRecord, out: &std::path::Path) -> String {
    let counts = &record.counts;
    let languages: Vec<String> =
        counts.languages.iter().map(|(code, number)| format!("{number} {code}")).collect();
    let mut lines =
        vec![format!("{} files, {} documents ({})", counts.files, counts.documents, languages.join(", "))];
    let sum = |map: &std::collections::BTreeMap<String, u64>| map.values().sum::<u64>();
    if record.until >= Stage::Entities {
        lines.push(format!("{} mentions in {} chains", sum(&counts.mentions), counts.chains));
    }
    if record.until >= Stage::Facts {
        lines.push(format!("{} facts, {} quotes", sum(&counts.facts), counts.quotes));
    }
    if record.until >= Stage::Resolve {
        lines.push(format!("{} entities, {} merged facts", sum(&counts.entities), counts.merged_facts));
    }
    let listed = [
        (counts.failures, "failed: see failed/"),
        (record.undetermined.len() as u64, "in a language that is not analysed: see run.json"),
        (record.zero_yield.len() as u64, "without any fact or quote: see run.json"),
        (record.skipped.len() as u64, "passed over: see run.json"),
    ];
    lines.extend(
        listed.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")),
    );
    let report = out.join("report").join("index.html");
    lines.push(format!("{}", if record.until == Stage::Report { report.display() } else { out.display() }));
    lines.join("\n") + "\n"
}
