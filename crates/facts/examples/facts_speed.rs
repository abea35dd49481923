//! Measures the engine on files, repeated: how fast quotes and facts are found once mentions are known.
//!
//! `cargo run --release -p svodka-facts --example facts_speed -- FILE...`

use std::time::Instant;

use svodka_facts::Engine;
use svodka_text::{Layer, Morphology};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let engine = Engine::embedded()?;
    println!("{} rules compiled in {:.1} ms", engine.rule_count(), started.elapsed().as_secs_f64() * 1e3);
    let morphology = Morphology::embedded();
    let knowledge = svodka_knowledge::Knowledge::embedded()?;
    let recognizer = svodka_entities::Recognizer::new(&knowledge);
    let extractor = svodka_values::Extractor::new()?;
    let detector = svodka_langid::Detector::new();
    let mut documents = Vec::new();
    for file in std::env::args().skip(1) {
        for ingested in
            svodka_ingest::ingest(&file, &std::fs::read(&file)?, &svodka_ingest::Options::default())?
        {
            let language = detector.detect(&ingested.document);
            documents.push((ingested.document, language));
        }
    }
    let layers: Vec<Layer> =
        documents.iter().map(|(document, language)| Layer::new(document, language, &morphology)).collect();
    let entities: Vec<_> = layers
        .iter()
        .zip(&documents)
        .map(|(layer, (document, _))| {
            let values = extractor.extract(layer, document.metadata().reference_date());
            recognizer.recognize(layer, document, values)
        })
        .collect();
    let bytes: usize = documents.iter().map(|(document, _)| document.text().len()).sum();
    let mut seconds = 0.0;
    let mut found = 0;
    // The best of several runs of each document, so that a busy machine disturbs little.
    for ((layer, (document, _)), entities) in layers.iter().zip(&documents).zip(&entities) {
        let mut best = f64::MAX;
        for _ in 0..9 {
            let started = Instant::now();
            let record = engine.extract(layer, document, entities);
            best = best.min(started.elapsed().as_secs_f64());
            found += record.facts.len() + record.quotes.len();
        }
        seconds += best;
    }
    let found = found / 9;
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("{bytes} bytes, {found} quotes and facts, {:.2} MB/s", speed(seconds));
    Ok(())
}
