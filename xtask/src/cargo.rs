//! Calls of cargo, and `test`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::Outcome;

/// Arguments of `test`.
#[derive(clap::Args)]
pub(crate) struct TestArguments {
    /// Passed on to `cargo test`: a filter, `-p PACKAGE`, or options for the test runner behind `--`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// `cargo test` with the profile of the program, so that its build is reused.
pub(crate) fn test(arguments: &TestArguments) -> Result<Outcome> {
    let chosen = arguments.rest.iter().any(|argument| argument == "-p" || argument == "--package");
    let mut all = vec!["test", "--release"];
    if !chosen {
        all.push("--workspace");
    }
    all.extend(arguments.rest.iter().map(String::as_str));
    cargo(&all, &[])
}

/// Runs cargo in the workspace; whether it was content.
pub(crate) fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Outcome> {
    let status = command(arguments)
        .envs(environment.iter().copied())
        .status()
        .with_context(|| format!("cannot run cargo {}", arguments.join(" ")))?;
    Ok(if status.success() { Outcome::Good } else { Outcome::Flawed })
}

/// Runs cargo in the workspace and gives back what it prints.
pub(crate) fn output(arguments: &[&str]) -> Result<Vec<u8>> {
    let output =
        command(arguments).output().with_context(|| format!("cannot run cargo {}", arguments.join(" ")))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "cargo {}: {}", arguments.join(" "), errors.trim());
    Ok(output.stdout)
}

fn command(arguments: &[&str]) -> Command {
    // The cargo that started us, so that the toolchain stays the same.
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace_root());
    command
}

/// The folder of the workspace: where cargo says that our manifest is, else where we are.
pub(crate) fn workspace_root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    manifest.as_deref().and_then(Path::parent).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
