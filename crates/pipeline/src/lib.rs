#![doc = include_str!("../README.md")]

mod analyzer;
mod batch;
mod check;
mod config;
mod corpus;
mod disk;
mod documents;
mod error;
mod gather;
pub mod key;
mod known;
mod open;
mod pieces;
mod progress;
mod read;
mod record;
mod recurring;
mod run;
mod schema;
mod stages;
mod store;
mod summary;
mod verify;
mod verify_corpus;
mod waiting;

pub use analyzer::Analyzer;
pub use batch::DOCUMENTS as BATCH_DOCUMENTS;
pub use check::check_records;
pub use config::Config;
pub use error::Error;
pub use gather::{Gathered, InputFile, gather};
pub use progress::{Progress, Silent};
pub use record::{Counts, Layout, Listed, Manifest, RunRecord, Skipped, Sources, Timings};
pub use run::{RunOptions, run};
pub use schema::schemas;
pub use stages::{Found, Lines, Refusal, Source, Stages};
pub use svodka_ingest::FieldRole;
pub use verify::{Mismatch, Verification, verify};

#[cfg(test)]
mod toy;
