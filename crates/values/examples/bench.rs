//! Speed on one core: `bench FILE...`. Files whose names begin in `ru` are Russian, all others English; blank lines
//! part blocks, U+001E parts documents. As in the program, each layer is new, and other work has driven the tables out
//! of the near caches before the values of the next documents are read. Says too how fast the same documents are read
//! again and again.

use std::hint::black_box;
use std::time::Instant;

use svodka_model::{Block, BlockKind, Document, Language, LanguageRecord, Locator, Metadata, Score, Span};
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

/// Documents between two looks at the clock.
const CHUNK: usize = 256;

/// Chunks in a round: the clock ticks slowly, and the best of short rounds would be those that it cut short.
const CHUNKS: usize = 8;

/// Rounds, of which the best counts.
const ROUNDS: usize = 6;

/// Bytes of other memory that are written before each round.
const OTHER: usize = 8 << 20;

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

/// Megabytes of text a second, the best of some rounds. With `other`, the layers of each round are new and that memory
/// is written to before it; without, the same layers are read again and again.
fn speed(extractor: &Extractor, layers: &dyn Fn() -> Vec<Layer<'static>>, mut other: Option<Vec<u8>>) -> f64 {
    let mut best = f64::INFINITY;
    let mut made = layers();
    let bytes: usize = made.iter().map(|layer| layer.text().len()).sum();
    for _ in 0..ROUNDS {
        let mut seconds = 0.0;
        for _ in 0..CHUNKS {
            if let Some(other) = &mut other {
                made = layers();
                other.iter_mut().for_each(|byte| *byte = byte.wrapping_add(1));
                black_box(other);
            }
            let start = cpu_seconds();
            let values: Vec<_> =
                made.iter().map(|layer| extractor.extract(layer, "2019-06-26".parse().ok())).collect();
            seconds += cpu_seconds() - start;
            black_box(values);
        }
        best = best.min(seconds);
    }
    (bytes * CHUNKS) as f64 / 1e6 / best
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = cpu_seconds();
    let extractor = Extractor::new()?;
    println!("start-up {:.1} ms", (cpu_seconds() - start) * 1e3);
    let morphology: &Morphology =
        Box::leak(Box::new(Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?));
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
    if documents.is_empty() {
        return Err("texts are wanted".into());
    }
    let documents: &[(Document, LanguageRecord)] = Vec::leak(documents);
    let layers = || -> Vec<Layer<'static>> {
        let all = documents.iter().cycle().take(CHUNK.max(documents.len()));
        all.map(|(document, language)| Layer::new(document, language, morphology)).collect()
    };
    let reference = "2019-06-26".parse().ok();
    let few = &layers()[..documents.len()];
    let count: usize = few.iter().map(|layer| extractor.extract(layer, reference).len()).sum();
    let bytes: usize = few.iter().map(|layer| layer.text().len()).sum();
    let new = speed(&extractor, &layers, Some(vec![0; OTHER]));
    let again = speed(&extractor, &layers, None);
    println!("{bytes} bytes, {count} values, {new:.1} MB/s, again {again:.1} MB/s");
    Ok(())
}
