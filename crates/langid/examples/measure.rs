//! Measures the detector on a JSON Lines file of `{"lang", "kind", "text"}`:
//! `cargo run --release --example measure -- FILE [--errors]`.

use std::collections::BTreeMap;
use std::time::Instant;

use svodka_langid::Detector;
use svodka_model::{Block, BlockKind, Document, Language, Locator, Metadata, Span};

#[derive(Default)]
struct Tally {
    all: usize,
    en: usize,
    ru: usize,
}

fn document(text: &str) -> Document {
    let span = Span::new(0, text.len());
    let block = Block { kind: BlockKind::Paragraph, span, locator: Locator::default(), reason: None };
    Document::new(text.to_owned(), Metadata::default(), vec![block], vec![])
        .expect("one block tiles the text")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a path is needed")?;
    let show_errors = std::env::args().any(|argument| argument == "--errors");
    let detector = Detector::new();
    let mut tallies: BTreeMap<(String, String), Tally> = BTreeMap::new();
    let (mut bytes, mut seconds) = (0, 0.0);
    for line in std::fs::read_to_string(path)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let document = document(&field("text"));
        let start = Instant::now();
        let record = detector.detect(&document);
        seconds += start.elapsed().as_secs_f64();
        bytes += document.text().len();
        let tally = tallies.entry((field("kind"), field("lang"))).or_default();
        tally.all += 1;
        tally.en += usize::from(record.language == Language::En);
        tally.ru += usize::from(record.language == Language::Ru);
        let wrong = match field("lang").as_str() {
            code @ ("en" | "ru") => record.language.code() != code,
            _ => record.language != Language::Und,
        };
        if wrong && show_errors && field("kind") == "sentences" {
            println!("{} -> {:?} {:?}: {}", field("lang"), record.code, record.confidence, document.text());
        }
    }
    let mut accepted: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((kind, lang), tally) in &tallies {
        println!("{kind:12} {lang}  {:5} lines  en {:5}  ru {:5}", tally.all, tally.en, tally.ru);
        if lang != "en" && lang != "ru" {
            let sum = accepted.entry(kind).or_default();
            *sum = (sum.0 + tally.en + tally.ru, sum.1 + tally.all);
        }
    }
    for (kind, (wrong, all)) in accepted {
        println!("{kind}: others accepted {wrong} of {all} = {:.2} %", 100.0 * wrong as f64 / all as f64);
    }
    println!("{:.2} MB/s", bytes as f64 / 1e6 / seconds);
    Ok(())
}
