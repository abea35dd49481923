//! `schema`: JSON Schemas of all artifacts, committed under `schemas/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{Outcome, cargo};

/// Arguments of `schema`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail where a committed schema is not up to date.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let folder = cargo::workspace_root().join("schemas");
    if arguments.check {
        let complaints = drift(&folder);
        for complaint in &complaints {
            println!("{complaint}");
        }
        return Ok(if complaints.is_empty() { Outcome::Good } else { Outcome::Flawed });
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let schemas = svodka_pipeline::schemas();
    for (name, schema) in &schemas {
        let path = folder.join(name);
        fs::write(&path, schema).with_context(|| format!("cannot write {}", path.display()))?;
    }
    println!("{} schemas in {}", schemas.len(), folder.display());
    Ok(Outcome::Good)
}

/// Schemas whose file is not what the types say, and files that are no schema of ours.
pub(crate) fn drift(folder: &Path) -> Vec<String> {
    let schemas = svodka_pipeline::schemas();
    let stale = schemas.iter().filter(|(name, schema)| {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        committed.replace('\r', "") != **schema
    });
    let mut complaints: Vec<String> = stale
        .map(|(name, _)| format!("schemas/{name} is not up to date: run `cargo xtask schema`"))
        .collect();
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    complaints.extend(
        names
            .into_iter()
            .filter(|name| name.ends_with(".json") && !schemas.contains_key(name.as_str()))
            .map(|name| format!("schemas/{name} belongs to no type: remove it")),
    );
    complaints
}
