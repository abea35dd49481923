//! Makes the report of an earlier run again, from its records: `cargo run -p svodka-report --example from_run -- RUN OUT`.
//!
//! For work on the report itself: nothing is analysed, so a change shows at once.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use svodka_model::{Analyzed, DocumentId, Envelope, Records, SourceRecord};
use svodka_report::{Content, Corpus, RunSummary};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [run, out] = &paths[..] else {
        return Err("two paths are needed: the run, and where to write".into());
    };
    let record: serde_json::Value = read(&run.join("run.json"))?;
    let summary = RunSummary {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        inputs: serde_json::from_value(record["inputs"].clone())?,
        ..RunSummary::default()
    };
    let corpus = Corpus {
        documents: &documents(run)?,
        entities: &read_lines(&run.join("resolve/entities.jsonl"))?,
        facts: &read_lines(&run.join("resolve/facts.jsonl"))?,
        decisions: &read_lines(&run.join("resolve/decisions.jsonl"))?,
        failures: &serde_json::from_value::<Vec<_>>(record["failures"].clone())?,
        copies: &[],
        run: &summary,
    };
    let mut write = |path: &str, content: &mut Content<'_>| -> io::Result<()> {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap_or(out))?;
        let mut file = BufWriter::new(File::create(path)?);
        content(&mut file)?;
        file.flush()
    };
    svodka_report::pages(&corpus, &mut write)?;
    svodka_report::exports(&corpus, &mut write)?;
    println!("{}", out.join("report/index.html").display());
    Ok(())
}

/// The documents of a run whose artifacts lie in files, sorted by id.
fn documents(run: &Path) -> Result<Vec<Analyzed>> {
    let sources: BTreeMap<DocumentId, Vec<SourceRecord>> = read(&run.join("sources.json"))?;
    let document = |(id, sources)| {
        let records = Records {
            language: payload(run, "language", &id)?,
            entities: payload(run, "entities", &id)?,
            facts: payload(run, "facts", &id)?,
        };
        Ok(Analyzed { document: payload(run, "ingest", &id)?, records, sources })
    };
    sources.into_iter().map(document).collect()
}

fn payload<T: DeserializeOwned>(run: &Path, stage: &str, id: &DocumentId) -> Result<T> {
    let envelope: Envelope<T> = read(&run.join(stage).join(format!("{id}.json")))?;
    Ok(envelope.payload)
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_reader(BufReader::new(file))?)
}

/// A value a line.
fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
