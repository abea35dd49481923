//! Any text has runs that tile it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svodka_langid::Detector;

static DETECTOR: LazyLock<Detector> = LazyLock::new(Detector::new);

fuzz_target!(|text: &str| {
    let document = svodka_ingest::from_text(text);
    let record = DETECTOR.detect(&document);
    let mut end = 0;
    for run in &record.runs {
        assert_eq!(run.span.start(), end, "runs leave no gap");
        end = run.span.end();
    }
    assert!(record.runs.is_empty() || end == text.len(), "runs reach the end");
});
