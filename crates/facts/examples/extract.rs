//! Runs the whole chain on files and prints quotes and facts with their evidence.
//!
//! `cargo run -p svodka-facts --example extract -- FILE...`; with `--brief`, without evidence and mentions.

use svodka_facts::Engine;
use svodka_model::{Document, EntitiesRecord, FactsRecord, Slot};
use svodka_text::{Layer, Morphology};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let brief = options.iter().any(|option| option == "--brief");
    let morphology = Morphology::with_dictionary(svodka_dict_ru::DICTIONARY)?;
    let knowledge = svodka_knowledge::Knowledge::embedded()?;
    let recognizer = svodka_entities::Recognizer::new(&knowledge);
    let extractor = svodka_values::Extractor::new()?;
    let detector = svodka_langid::Detector::new();
    let engine = Engine::embedded()?;
    for file in files {
        let bytes = std::fs::read(&file)?;
        for ingested in svodka_ingest::ingest(&file, &bytes, &svodka_ingest::Options::default())? {
            let document = ingested.document;
            let language = detector.detect(&document);
            let layer = Layer::new(&document, &language, &morphology);
            let values = extractor.extract(&layer, document.metadata().reference_date());
            let entities = recognizer.recognize(&layer, values);
            let facts = engine.extract(&layer, &entities);
            println!("=== {file}");
            print(&document, &entities, &facts, brief);
        }
    }
    Ok(())
}

fn print(document: &Document, entities: &EntitiesRecord, record: &FactsRecord, brief: bool) {
    let text = document.text();
    if !brief {
        let mentions: Vec<String> = entities
            .mentions
            .iter()
            .map(|m| format!("{}{}:{}", m.kind.name(), if m.nominal { "*" } else { "" }, m.surface))
            .collect();
        println!("mentions: {}", mentions.join(" | "));
    }
    let name = |mention: u32| entities.mentions[mention as usize].norm.clone();
    for quote in &record.quotes {
        let said: Vec<&str> = quote.spans.iter().map(|span| span.of(text)).collect();
        let speaker = quote.speaker.map_or("?".to_owned(), name);
        let extra = quote.addressee.map(|to| format!(" to {}", name(to))).unwrap_or_default();
        println!(
            "QUOTE {:?} {speaker}{extra} [{}] {}: {}",
            quote.form,
            quote.provenance.score.thousandths(),
            quote.repaired.as_deref().unwrap_or(""),
            said.join(" // ")
        );
    }
    for fact in &record.facts {
        let slot = |slot: &Slot| {
            let filler =
                slot.mention.map(name).or_else(|| slot.span.map(|span| format!("“{}”", span.of(text))));
            let mark = slot.inferred.as_ref().map(|rule| format!(" <{rule}>")).unwrap_or_default();
            format!("{}={}{mark}", slot.name, filler.unwrap_or_default())
        };
        let slots: Vec<String> = fact.slots.iter().map(slot).collect();
        let by = fact.asserted_by.map(|by| format!(" BY {}", name(by))).unwrap_or_default();
        println!(
            "{} {} [{} {}] {}{by} {}",
            fact.relation.to_uppercase(),
            fact.status.name(),
            fact.provenance.rule,
            fact.provenance.score.thousandths(),
            slots.join("; "),
            fact.notes.join(", ")
        );
        if !brief {
            println!("      {}", fact.evidence.of(text).replace('\n', " "));
        }
    }
    for miss in record.diagnostics.iter().filter(|_| !brief) {
        println!("  ~ {}: {}", miss.message, miss.span.map_or("", |span| span.of(text)).replace('\n', " "));
    }
}
