//! One test binary: golden texts, laws, and runs over the samples.

#![allow(clippy::unwrap_used)] // a test may fail where it stands

mod containers;
mod corpus;
mod damage;
mod facts;
mod golden;
mod laws;
mod names;
mod resolution;
