//! How fast documents are judged, and which of them are slow: each file given is a text whose blocks are its paragraphs.

#![allow(clippy::print_stdout, reason = "an example")]

use std::time::Instant;

use svodka_langid::Detector;
use svodka_model::{Block, BlockKind, Document, Locator, Metadata, Span};

/// Rounds over all texts; of each text the fastest counts.
const ROUNDS: usize = 5;
/// Microseconds from which a text is named.
const SLOW: f64 = 200.0;

fn main() {
    let detector = Detector::new();
    let texts = std::env::args().skip(1).filter_map(|path| {
        let text = std::fs::read_to_string(&path).ok()?;
        Some((path, document(text)?))
    });
    let (mut bytes, mut total, mut slow, mut all) = (0, 0.0, 0, 0);
    for (path, document) in texts {
        let mut best = f64::MAX;
        let mut record = detector.detect(&document);
        for _ in 0..ROUNDS {
            let start = Instant::now();
            record = detector.detect(&document);
            best = best.min(start.elapsed().as_secs_f64() * 1e6);
        }
        if best > SLOW {
            slow += 1;
            println!("{best:6.0} us {:6} bytes {} {path}", document.text().len(), record.language.code());
        }
        (bytes, total, all) = (bytes + document.text().len(), total + best, all + 1);
    }
    println!("{:.1} MB/s, {slow} of {all} texts are slow", bytes as f64 / total);
}

fn document(text: String) -> Option<Document> {
    let mut blocks = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        blocks.push(Block { kind: BlockKind::Paragraph, span, locator: Locator::default(), reason: None });
        start += line.len();
    }
    Document::new(text, Metadata::default(), blocks, vec![]).ok()
}
