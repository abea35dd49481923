//! Measures the engine on files, repeated: how fast quotes and facts are found once mentions are known.
//!
//! `cargo run --release -p svodka-facts --example facts_speed -- [--curve] FILE...`
//!
//! Hot means that the same document was worked on right before; cold, that other memory was used since, as the stages of
//! the program do between two documents; in a row, that all documents were gone through one after the other
//! (in time of this thread, where the system tells it). The digest in brackets is that of all records, diagnostics included.
//!
//! With `--curve` also for packs several times as large: with rules whose words do not occur, which is what more
//! relations cost, and with all rules doubled word for word, which is the worst that more rules for the same words cost.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Instant;

use svodka_facts::Engine;
use svodka_text::{Layer, Morphology};

/// Times that each document is worked on, hot and cold.
const ROUNDS: usize = 9;
/// Memory that is touched before a cold run, as other stages would: it drives the tables out of the near caches.
const COLD_BYTES: usize = 4 << 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let engine = Engine::embedded()?;
    println!("{} rules compiled in {:.1} ms", engine.rule_count(), started.elapsed().as_secs_f64() * 1e3);
    let morphology = Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?;
    let knowledge = svodka_knowledge::Knowledge::embedded()?;
    let recognizer = svodka_entities::Recognizer::new(&knowledge);
    let extractor = svodka_values::Extractor::new()?;
    let detector = svodka_langid::Detector::new();
    let mut documents = Vec::new();
    for file in std::env::args().skip(1).filter(|argument| argument != "--curve") {
        let ingested =
            svodka_ingest::ingest(&file, &std::fs::read(&file)?, &svodka_ingest::Options::default());
        for ingested in ingested.unwrap_or_default() {
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
            recognizer.recognize(layer, values)
        })
        .collect();
    let bytes: usize = documents.iter().map(|(document, _)| document.text().len()).sum();
    let mut other = vec![1u8; COLD_BYTES];
    let mut measure = |engine: &Engine, label: &str| {
        let (mut hot, mut cold) = (0.0, 0.0);
        let mut found = 0;
        let mut digest = DefaultHasher::new();
        // The best of several runs of each document, so that a busy machine disturbs little.
        for (layer, entities) in layers.iter().zip(&entities) {
            let timed = || {
                let started = Instant::now();
                let record = engine.extract(layer, entities);
                (started.elapsed().as_secs_f64(), record)
            };
            let record = timed().1;
            found += record.facts.len() + record.quotes.len();
            format!("{record:?}").hash(&mut digest);
            hot += (0..ROUNDS).map(|_| timed().0).fold(f64::MAX, f64::min);
            let after_others = |_| {
                other.iter_mut().step_by(64).for_each(|byte| *byte = byte.wrapping_add(1));
                std::hint::black_box(&other);
                timed().0
            };
            cold += (0..ROUNDS).map(after_others).fold(f64::MAX, f64::min);
        }
        let all = |_| {
            let started = cpu_seconds();
            layers.iter().zip(&entities).for_each(|(layer, entities)| {
                std::hint::black_box(engine.extract(layer, entities));
            });
            cpu_seconds() - started
        };
        let row = (0..3 * ROUNDS).map(all).fold(f64::MAX, f64::min);
        let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
        println!(
            "{label}{} rules: {bytes} bytes, {found} quotes and facts ({:016x}), {:.2} MB/s, cold {:.2} MB/s, in a row {:.2} MB/s",
            engine.rule_count(),
            digest.finish(),
            speed(hot),
            speed(cold),
            speed(row)
        );
    };
    measure(&engine, "");
    if std::env::args().any(|argument| argument == "--curve") {
        for copies in [1, 3, 5] {
            let packs: Result<Vec<_>, _> = (0..copies).map(|copy| copied(copy, "zz")).collect();
            measure(&Engine::with_packs(&packs?.concat(), &morphology)?, "idle, ");
        }
        measure(&Engine::with_packs(&copied(0, "")?, &morphology)?, "doubled, ");
    }
    Ok(())
}

/// Seconds that this thread has worked.
fn cpu_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times
        .split_whitespace()
        .next()
        .and_then(|time| time.parse().ok())
        .map_or(f64::NAN, |time: f64| time / 1e9)
}

/// The rules, frames and words of our packs under another name, each word with `mark` before it.
fn copied(copy: usize, mark: &str) -> Result<Vec<(String, String)>, Box<dyn std::error::Error>> {
    let mut files: Vec<_> =
        std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut packs = Vec::new();
    for file in files {
        let mut pack: toml::Table = std::fs::read_to_string(file.path())?.parse()?;
        if !pack.contains_key("rule") && !pack.contains_key("frame") {
            continue;
        }
        pack.retain(|key, _| ["lexicon", "rule", "frame"].contains(&key));
        for (_, words) in pack.get_mut("lexicon").and_then(toml::Value::as_table_mut).into_iter().flatten() {
            each(words, |word| format!("{mark}{word}"));
        }
        for key in ["rule", "frame"] {
            for entry in pack.get_mut(key).and_then(toml::Value::as_array_mut).into_iter().flatten() {
                let Some(entry) = entry.as_table_mut() else { continue };
                entry.retain(|key, _| !["examples", "counter_examples"].contains(&key));
                for part in ["verb", "noun"] {
                    entry.get_mut(part).into_iter().for_each(|words| {
                        each(words, |word| {
                            if word.starts_with('<') { word.to_owned() } else { format!("{mark}{word}") }
                        });
                    });
                }
                entry
                    .get_mut("pattern")
                    .into_iter()
                    .for_each(|patterns| each(patterns, |text| marked(text, mark)));
            }
        }
        let name = file.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        packs.push((format!("{name}{copy}{mark}"), toml::to_string(&pack)?));
    }
    Ok(packs)
}

/// Changes a text, or each text of a list.
fn each(value: &mut toml::Value, change: impl Fn(&str) -> String) {
    match value {
        toml::Value::String(text) => *text = change(text),
        toml::Value::Array(texts) => {
            for text in texts {
                *text = change(text.as_str().unwrap_or_default()).into();
            }
        }
        _ => {}
    }
}

/// A pattern whose own words have `mark` before them.
fn marked(pattern: &str, mark: &str) -> String {
    let mut done = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let close = match c {
            '<' => rest.find('>'),
            '{' => rest.find('}'),
            _ => None,
        };
        let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let taken = close.map_or(if word > 0 { word } else { c.len_utf8() }, |close| close + 1);
        let (piece, behind) = rest.split_at(taken);
        let names_slot = behind.starts_with(':') || ['#', '.', '~'].iter().any(|mark| done.ends_with(*mark));
        if word > 0 && !names_slot && c.is_alphabetic() {
            done.push_str(mark);
        }
        done.push_str(piece);
        rest = behind;
    }
    done
}
