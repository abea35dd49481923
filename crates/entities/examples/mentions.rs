//! Prints the mentions and chains of a text file: `cargo run --example mentions -- FILE`.

use svodka_knowledge::Knowledge;
use svodka_model::{
    Block, BlockKind, Document, Language, LanguageRecord, Locator, Metadata, Run, Score, Span,
};
use svodka_text::{Layer, Morphology, letters};

fn main() {
    let path = std::env::args().nth(1).expect("a file to read");
    let text = std::fs::read_to_string(path).expect("a readable UTF-8 file");
    let mut blocks = Vec::new();
    let mut runs = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at += line.len();
        let cyrillic = line.chars().filter(|&c| letters::is_cyrillic(c)).count();
        let language = if cyrillic * 3 > line.chars().count() { Language::Ru } else { Language::En };
        runs.push(Run { span, language, confidence: Score::MAX });
        blocks.push(Block { kind: BlockKind::Paragraph, span, locator: Locator::default(), reason: None });
    }
    let language = LanguageRecord {
        language: runs[0].language,
        confidence: Score::MAX,
        code: None,
        runs,
        diagnostics: vec![],
    };
    let document = Document::new(text, Metadata::default(), blocks, vec![]).expect("lines tile the text");
    let clock = std::time::Instant::now();
    let knowledge = Knowledge::embedded().expect("our own tables");
    println!("knowledge {:?}", clock.elapsed());
    let recognizer = svodka_entities::Recognizer::new(&knowledge);
    println!("recognizer {:?}, {} entries", clock.elapsed(), recognizer.lexicon_len());
    let morphology = Morphology::embedded();
    let layer = Layer::new(&document, &language, &morphology);
    let record = recognizer.recognize(&layer, Vec::new());
    for mention in &record.mentions {
        let chain = mention.chain.map(|c| c.to_string()).unwrap_or_default();
        let link = mention.link.as_deref().unwrap_or("");
        println!(
            "{:12} {:>4} {:4} {} | {} | {link} | {}",
            mention.kind.name(),
            chain,
            mention.provenance.score.thousandths(),
            mention.surface,
            mention.norm,
            mention.provenance.rule
        );
    }
    for (index, chain) in record.chains.iter().enumerate() {
        println!(
            "chain {index}: {} {} x{} {:?} {:?}",
            chain.kind.name(),
            chain.name,
            chain.mentions.len(),
            chain.aliases,
            chain.person
        );
    }
}
