#![doc = include_str!("../README.md")]

mod amount;
mod brief;
mod contact;
mod count;
mod date;
mod digits;
mod extract;
mod found;
mod lexicon;
mod money;
mod noun;
mod number;
mod ordinal;
mod percent;
mod period;
mod print;
mod quantity;
mod sense;
mod sets;
mod table;
mod time;
mod view;
mod vocabulary;

pub use extract::{Direction, Extractor, Number};

/// A data table that does not read as its header says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {problem}")]
pub struct Error {
    table: &'static str,
    line: usize,
    problem: &'static str,
}
