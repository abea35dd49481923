//! Measures ingestion of files, each alone or all of them many times over:
//! `cargo run --release --example ingest_speed -- [--rounds N] FILE...`.

use std::time::Instant;

use svodka_ingest::{Options, ingest};

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let mut rounds = None;
    if arguments.peek().is_some_and(|argument| argument == "--rounds") {
        arguments.next();
        rounds = arguments.next().and_then(|rounds| rounds.parse::<usize>().ok());
    }
    let files = arguments.filter_map(|path| Some((std::fs::read(&path).ok()?, path)));
    match rounds {
        None => files.for_each(|(bytes, path)| println!("{path}: {}", speed(&[(bytes, path.clone())]))),
        Some(rounds) => {
            let files: Vec<_> = files.collect();
            (0..rounds).for_each(|_| println!("{}", speed(&files)));
        }
    }
}

/// Ingests all files once.
fn speed(files: &[(Vec<u8>, String)]) -> String {
    let (mut bytes, mut blocks) = (0, 0);
    let start = Instant::now();
    for (content, path) in files {
        bytes += content.len();
        let options = Options { max_bytes: 1 << 30, ..Options::default() };
        let documents = ingest(path, content, &options).unwrap_or_default();
        blocks += documents.iter().map(|ingested| ingested.document.blocks().len()).sum::<usize>();
    }
    let seconds = start.elapsed().as_secs_f64();
    format!("{seconds:.3} s, {:.1} MB/s, {blocks} blocks", bytes as f64 / 1e6 / seconds)
}
