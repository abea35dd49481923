//! `tidy`: the rules of the house that no compiler checks.

mod edges;
mod files;

use anyhow::{Context, Result};

use crate::{Outcome, cargo, schema};

/// Prints what breaks a rule of the house.
pub(crate) fn run() -> Result<Outcome> {
    let root = cargo::workspace_root();
    let metadata = cargo::output(&["metadata", "--no-deps", "--format-version", "1", "--offline"])?;
    let metadata = serde_json::from_slice(&metadata).context("cargo metadata gave no JSON")?;
    let mut complaints = edges::check(&metadata);
    complaints.extend(files::check(&root)?);
    complaints.extend(schema::drift(&root.join("schemas")));
    for complaint in &complaints {
        println!("tidy: {complaint}");
    }
    println!(
        "tidy: {}",
        if complaints.is_empty() { "all good".into() } else { format!("{} complaints", complaints.len()) }
    );
    Ok(if complaints.is_empty() { Outcome::Good } else { Outcome::Flawed })
}
