//! Any text gives lawful records, and the same ones when it is analysed again.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svodka_pipeline::{Analyzer, Config, check_records};

static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::new(&Config::default()).expect("the embedded configuration loads"));

fuzz_target!(|text: &str| {
    let document = svodka_ingest::from_text(text);
    let records = ANALYZER.analyze(&document);
    let broken = check_records(
        &document,
        Some(&records.language),
        Some(&records.entities),
        Some(&records.facts),
    );
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(records, ANALYZER.analyze(&document), "analysing twice gives the same");
});
