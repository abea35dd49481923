//! One test binary: golden texts, laws, and runs over the samples.

mod containers;
mod corpus;
mod golden;
mod laws;
