//! Configuration of the analyzer from folders and files of the user.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use svodka_pipeline::{Analyzer, Config, FieldRole};

/// Where the user's own knowledge, rules and corrections are.
#[derive(clap::Args, Default)]
pub(crate) struct Overrides {
    /// Folder with rule packs (*.toml), used beside the built-in ones.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,
    /// Folder with knowledge files (*.tsv), merged over the built-in ones.
    #[arg(long, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// File with corrections of resolution: what is one, what is not.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Field or column of JSON, tables and feeds that holds the text, title, date, url, source, author or keywords,
    /// where its name is not a usual one (text=doc.body). May be given again for another role.
    #[arg(long, value_name = "ROLE=NAME", value_parser = field)]
    field: Vec<(FieldRole, String)>,
}

/// `text=doc.body`
fn field(argument: &str) -> Result<(FieldRole, String), String> {
    let names = || FieldRole::ALL.map(FieldRole::name).join(", ");
    let (role, name) = argument.split_once('=').ok_or("it is ROLE=NAME, such as text=body")?;
    match FieldRole::from_name(role) {
        _ if name.is_empty() => Err("the name of the field is missing".to_owned()),
        Some(role) => Ok((role, name.to_owned())),
        None => Err(format!("the roles are {}", names())),
    }
}

impl Overrides {
    /// Reads the files.
    pub(crate) fn load(&self) -> Result<Config> {
        let mut config = Config::default();
        if let Some(folder) = &self.rules {
            config.rules = texts_in(folder, "toml")?;
        }
        if let Some(folder) = &self.knowledge {
            config.knowledge = texts_in(folder, "tsv")?;
        }
        if let Some(file) = &self.corrections {
            config.corrections = Some((file.display().to_string(), read(file)?));
        }
        config.fields = self.field.iter().cloned().collect();
        Ok(config)
    }
}

/// Loads the analyzer for as long as the program runs: to take its tables apart at the end would only cost time.
pub(crate) fn analyzer(config: &Config) -> Result<&'static Analyzer> {
    Ok(Box::leak(Box::new(Analyzer::new(config)?)))
}

/// Names and texts of the files with that ending, sorted by name. A folder without any is a mistake.
fn texts_in(folder: &Path, ending: &str) -> Result<Vec<(String, String)>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = vec![];
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
        if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    ensure!(!files.is_empty(), "there is no *.{ending} in {}", folder.display());
    files.sort();
    files
        .iter()
        .map(|path| Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), read(path)?)))
        .collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
