//! Measures ingestion of files: `cargo run --release --example ingest_speed -- FILE...`.

use std::time::Instant;

use svodka_ingest::{Options, ingest};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let start = Instant::now();
        let result = ingest(&path, &bytes, &Options { max_bytes: 1 << 30, ..Options::default() });
        let seconds = start.elapsed().as_secs_f64();
        let blocks = result.map(|documents| {
            documents.iter().map(|ingested| ingested.document.blocks().len()).sum::<usize>()
        });
        println!("{path}: {seconds:.3} s, {:.1} MB/s, {blocks:?} blocks", bytes.len() as f64 / 1e6 / seconds);
    }
}
