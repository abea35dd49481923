//! `ci`: everything that must hold before a change is taken.

use anyhow::Result;

use crate::{Outcome, cargo, tidy};

/// Runs all checks, also after one has failed, and says at the end which did.
pub(crate) fn run() -> Result<Outcome> {
    let mut failed = vec![];
    let mut note = |name: &'static str, outcome: Outcome| {
        if outcome != Outcome::Good {
            failed.push(name);
        }
    };
    note("test", cargo::cargo(&["test", "--release", "--workspace"], &[])?);
    note("fmt", cargo::cargo(&["fmt", "--all", "--check"], &[])?);
    let clippy = ["clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings"];
    note("clippy", cargo::cargo(&clippy, &[])?);
    let doc = ["doc", "--release", "--workspace", "--no-deps", "--document-private-items"];
    note("doc", cargo::cargo(&doc, &[("RUSTDOCFLAGS", "-D warnings")])?);
    note("tidy", tidy::run()?);
    if failed.is_empty() {
        println!("ci: all good");
        return Ok(Outcome::Good);
    }
    println!("ci: failed: {}", failed.join(", "));
    Ok(Outcome::Flawed)
}
