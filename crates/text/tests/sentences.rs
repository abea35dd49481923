//! Sentences of blocks that are not running text. Boundaries in running text are measured on `data/gold/sentences`
//! (`svodka_eval::sentences`).

use svodka_model::Language;
use svodka_text::{Layer, Morphology};

#[test]
fn sentences_end_with_the_cells_of_a_row() {
    use svodka_model::{Block, BlockKind, Document, LanguageRecord, Locator, Metadata, Score, Span};
    let text = "Kama Yard\tTwo tugs. Spare parts\t5 million | 2024";
    let span = Span::new(0, text.len());
    let row = Block { kind: BlockKind::TableRow, span, locator: Locator::default(), reason: None };
    let document = Document::new(text.to_owned(), Metadata::default(), vec![row], vec![]).unwrap();
    let language = LanguageRecord {
        language: Language::En,
        confidence: Score::MAX,
        code: None,
        runs: vec![],
        diagnostics: vec![],
    };
    let morphology = Morphology::embedded();
    let layer = Layer::new(&document, &language, &morphology);
    let sentences: Vec<&str> = layer.sentences().iter().map(|sentence| sentence.span.of(text)).collect();
    assert_eq!(sentences, ["Kama Yard", "Two tugs.", "Spare parts", "5 million |", "2024"]);
}
