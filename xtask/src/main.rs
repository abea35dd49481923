//! The program: one file per command, and here only the way to them.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use clap::{Parser, Subcommand};

mod bench;
mod cargo;
mod ci;
mod configuration;
mod eval;
mod explain;
mod pipeline;
mod progress;
mod schema;
mod tidy;
mod train;
mod trust;
mod verify;

/// Svodka turns folders of English and Russian press releases and news into a register that can be cited.
#[derive(Parser)]
#[command(name = "cargo xtask", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Turn files and folders into records, a report and tables.
    Pipeline(pipeline::Arguments),
    /// Show what is found in one file, with the rule that made it, and what lost.
    Explain(explain::Arguments),
    /// Read an output folder with its sources again and fail on any mismatch.
    Verify(verify::Arguments),
    /// Measure what is found against annotated texts.
    Eval(eval::Arguments),
    /// Train a model of names.
    Train(train::Arguments),
    /// Count how far the rules for names are to be believed beside the tagger.
    Trust(trust::Arguments),
    /// Measure the speed of each stage and of all together.
    Bench(bench::Arguments),
    /// Write the JSON Schemas of all artifacts, or check that they are up to date.
    Schema(schema::Arguments),
    /// Check the rules of the house: levels, headers, data files, schemas.
    Tidy,
    /// Run all tests of the workspace.
    Test(cargo::TestArguments),
    /// Everything that must hold before a change is taken: tests, format, lints, documentation, tidy.
    Ci,
}

/// How a command ended, for the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    /// All good.
    Good,
    /// It came to its end, and something was found wrong.
    Flawed,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Pipeline(arguments) => pipeline::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Trust(arguments) => trust::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Tidy => tidy::run(),
        Command::Test(arguments) => cargo::test(&arguments),
        Command::Ci => ci::run(),
    };
    match outcome {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Flawed) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Arguments::command().debug_assert();
    }
}
