//! The test notation: `check("[Игоря Кобзева|person] видели в [Иркутске|location]")`.

use svodka_knowledge::Knowledge;
use svodka_model::{
    Block, BlockKind, Document, EntitiesRecord, Kind, Language, LanguageRecord, Locator, Metadata, Run,
    Score, Span,
};
use svodka_text::{Layer, Morphology, letters};

use crate::Recognizer;

/// The record of a text, without values.
pub fn recognize(text: &str) -> EntitiesRecord {
    static RECOGNIZER: std::sync::LazyLock<Recognizer> =
        std::sync::LazyLock::new(|| Recognizer::new(&Knowledge::embedded().expect("our own tables load")));
    let span = Span::new(0, text.len());
    let russian = text.chars().filter(|&c| letters::is_cyrillic(c)).count() * 3 > text.chars().count();
    let language = if russian { Language::Ru } else { Language::En };
    let block = Block { kind: BlockKind::Paragraph, span, locator: Locator::default(), reason: None };
    let document =
        Document::new(text.to_owned(), Metadata::default(), vec![block], vec![]).expect("one block tiles");
    let runs = vec![Run { span, language, confidence: Score::MAX }];
    let record = LanguageRecord { language, confidence: Score::MAX, code: None, runs, diagnostics: vec![] };
    let morphology = Morphology::embedded();
    let layer = Layer::new(&document, &record, &morphology);
    RECOGNIZER.recognize(&layer, Vec::new())
}

/// Checks the mentions of the kinds that the drawing uses (nominal ones aside).
pub fn check(drawn: &str) {
    let text = plain(drawn);
    let record = recognize(&text);
    let kinds: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| drawn.contains(&format!("|{}]", kind.name()))).collect();
    let mentions = record.mentions.iter().filter(|m| kinds.contains(&m.kind) && !m.nominal);
    let spans: Vec<(Span, Kind)> = mentions.map(|m| (m.span, m.kind)).collect();
    assert_eq!(draw(&text, &spans), drawn);
}

/// The text of a drawing.
fn plain(drawn: &str) -> String {
    let mut text = String::new();
    let mut rest = drawn;
    while let Some(at) = rest.find(['[', '|']) {
        text.push_str(&rest[..at]);
        rest = if rest[at..].starts_with('|') {
            &rest[at + rest[at..].find(']').expect("a closed label") + 1..]
        } else {
            &rest[at + 1..]
        };
    }
    text + rest
}

/// The drawing of a text with its mentions, nested ones inside.
fn draw(text: &str, spans: &[(Span, Kind)]) -> String {
    let mut marks: Vec<(usize, bool, usize, String)> = Vec::new();
    for (order, (span, kind)) in spans.iter().enumerate() {
        marks.push((span.start(), true, order, "[".to_owned()));
        marks.push((span.end(), false, usize::MAX - order, format!("|{}]", kind.name())));
    }
    // Ends before starts; inner ends before outer ones.
    marks.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut drawn = String::new();
    let mut at = 0;
    for (offset, _, _, mark) in marks {
        drawn.push_str(&text[at..offset]);
        drawn.push_str(&mark);
        at = offset;
    }
    drawn + &text[at..]
}
