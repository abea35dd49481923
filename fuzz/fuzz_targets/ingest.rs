//! Any bytes give documents or errors, and blocks tile the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svodka_ingest::{Options, ingest_each};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { max_unpacked: 16 << 20, ..Options::default() };
    ingest_each("input", bytes, &options, &mut |result| {
        let Ok(found) = result else { return };
        let document = found.document;
        let mut end = 0;
        for block in document.blocks() {
            assert_eq!(block.span.start(), end, "blocks leave no gap");
            end = block.span.end();
        }
        assert_eq!(end, document.text().len(), "blocks reach the end");
    });
});
