//! Measures the engine on files, repeated: how fast quotes and facts are found once mentions are known.
//!
//! `cargo run --release -p svodka-facts --example facts_speed -- [--curve] FILE...`
//!
//! With `--curve` also for packs several times as large: with rules whose words do not occur, which is what more
//! relations cost, and with all rules doubled word for word, which is the worst that more rules for the same words cost.

use std::time::Instant;

use svodka_facts::Engine;
use svodka_text::{Layer, Morphology};

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
    let measure = |engine: &Engine, label: &str| {
        let mut seconds = 0.0;
        let mut found = 0;
        // The best of several runs of each document, so that a busy machine disturbs little.
        for ((layer, (document, _)), entities) in layers.iter().zip(&documents).zip(&entities) {
            let mut best = f64::MAX;
            for round in 0..9 {
                let started = Instant::now();
                let record = engine.extract(layer, document, entities);
                best = best.min(started.elapsed().as_secs_f64());
                found += if round == 0 { record.facts.len() + record.quotes.len() } else { 0 };
            }
            seconds += best;
        }
        let speed = bytes as f64 / 1e6 / seconds;
        println!(
            "{label}{} rules: {bytes} bytes, {found} quotes and facts, {speed:.2} MB/s",
            engine.rule_count()
        );
    };
    measure(&engine, "");
    if std::env::args().any(|argument| argument == "--curve") {
        for copies in [1, 3, 5] {
            let packs: Result<Vec<_>, _> = (0..copies).flat_map(|copy| copied(copy, "zz")).collect();
            measure(&Engine::with_packs(&packs?, &morphology)?, "idle, ");
        }
        let packs: Result<Vec<_>, _> = copied(0, "").collect();
        measure(&Engine::with_packs(&packs?, &morphology)?, "doubled, ");
    }
    Ok(())
}

/// The packs with rules.
const PACKS: &[(&str, &str)] = &[
    ("role", include_str!("../rules/role.toml")),
    ("structure", include_str!("../rules/structure.toml")),
    ("agreement", include_str!("../rules/agreement.toml")),
    ("trade", include_str!("../rules/trade.toml")),
    ("gathering", include_str!("../rules/gathering.toml")),
    ("statistic", include_str!("../rules/statistic.toml")),
];

/// The rules and words of our packs under another name, each word with `mark` before it.
fn copied(copy: usize, mark: &str) -> impl Iterator<Item = Result<(String, String), toml::ser::Error>> + '_ {
    PACKS.iter().map(move |(name, text)| {
        let mut pack: toml::Table = text.parse().unwrap_or_default();
        pack.retain(|key, _| ["lexicon", "rule"].contains(&key));
        if let Some(lexicon) = pack.get_mut("lexicon").and_then(toml::Value::as_table_mut) {
            for (_, words) in lexicon.iter_mut() {
                for word in words.as_array_mut().into_iter().flatten() {
                    *word = format!("{mark}{}", word.as_str().unwrap_or_default()).into();
                }
            }
        }
        for rule in pack.get_mut("rule").and_then(toml::Value::as_array_mut).into_iter().flatten() {
            if let Some(rule) = rule.as_table_mut() {
                rule.retain(|key, _| !["examples", "counter_examples"].contains(&key));
                match rule.get_mut("pattern") {
                    Some(toml::Value::String(pattern)) => *pattern = marked(pattern, mark),
                    Some(toml::Value::Array(patterns)) => {
                        for pattern in patterns {
                            *pattern = marked(pattern.as_str().unwrap_or_default(), mark).into();
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok((format!("{name}{copy}{mark}"), toml::to_string(&pack)?))
    })
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
