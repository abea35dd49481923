//! Speed on one core: `bench FILE...`. Files whose names begin in `ru` are Russian, all others English; blank lines
//! part blocks, U+001E parts documents. As in the program, each layer is new: no word has been looked up before.

use std::time::Instant;

use svodka_model::{Block, BlockKind, Document, Language, LanguageRecord, Locator, Metadata, Score, Span};
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

/// Bytes of text that one round reads at least.
const ROUND: usize = 400_000;

/// Rounds, of which the best counts.
const ROUNDS: usize = 40;

/// Seconds that this process has run, so that other work on the machine does not count.
fn cpu_seconds() -> f64 {
    let nanoseconds = std::fs::read_to_string("/proc/self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn document(text: &str) -> Result<Document, Box<dyn std::error::Error>> {
    let mut at = 0;
    let mut blocks = Vec::new();
    for block in text.split_inclusive("\n\n") {
        let span = Span::new(at, at + block.len());
        let locator = Locator::default();
        blocks.push(Block { kind: BlockKind::Paragraph, span, locator, reason: None });
        at = span.end();
    }
    Ok(Document::new(text.to_owned(), Metadata::default(), blocks, Vec::new())?)
}

fn record(language: Language) -> LanguageRecord {
    let (runs, diagnostics) = (Vec::new(), Vec::new());
    LanguageRecord { language, confidence: Score::MAX, code: None, runs, diagnostics }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = cpu_seconds();
    let extractor = Extractor::new()?;
    println!("start-up {:.1} ms", (cpu_seconds() - start) * 1e3);
    let morphology = Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?;
    let mut documents = Vec::new();
    for path in std::env::args().skip(1) {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let language = if name.starts_with("ru") { Language::Ru } else { Language::En };
        // What is not UTF-8 is left out.
        let text = String::from_utf8(std::fs::read(&path)?).unwrap_or_default();
        for text in text.split('\u{1e}').filter(|text| !text.is_empty()) {
            documents.push((document(text)?, record(language)));
        }
    }
    let bytes: usize = documents.iter().map(|(document, _)| document.text().len()).sum();
    if bytes == 0 {
        return Err("texts are wanted".into());
    }
    let repeats = ROUND.div_ceil(bytes);
    let mut best = f64::INFINITY;
    let mut count = 0;
    for _ in 0..ROUNDS {
        let mut seconds = 0.0;
        for _ in 0..repeats {
            let layers: Vec<Layer> = documents
                .iter()
                .map(|(document, language)| Layer::new(document, language, &morphology))
                .collect();
            let start = cpu_seconds();
            let values: Vec<_> =
                layers.iter().map(|layer| extractor.extract(layer, "2019-06-26".parse().ok())).collect();
            seconds += cpu_seconds() - start;
            count = values.iter().map(Vec::len).sum();
        }
        best = best.min(seconds);
    }
    let speed = (bytes * repeats) as f64 / 1e6 / best;
    println!("{bytes} bytes, {count} values, {speed:.1} MB/s");
    Ok(())
}
