//! Documents with runs, drawn as `language: text`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use svodka_langid::Detector;
use svodka_model::{Block, BlockKind, Document, Language, Locator, Metadata, Span};

/// A document with a block for each line; lines that begin with `#` are furniture.
fn document(text: &str) -> Document {
    let mut blocks = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        let kind = if line.starts_with('#') { BlockKind::Furniture } else { BlockKind::Paragraph };
        blocks.push(Block { kind, span, locator: Locator::default(), reason: None });
        start = span.end();
    }
    Document::new(text.to_owned(), Metadata::default(), blocks, vec![]).unwrap()
}

fn check(text: &str, whole: &str, runs: &[(&str, &str)]) {
    let document = document(text);
    let record = Detector::new().detect(&document);
    assert_eq!(
        format!("{} {}", record.language.code(), record.code.as_deref().unwrap_or("-")),
        whole,
        "{text}"
    );
    let drawn: Vec<(&str, String)> = record
        .runs
        .iter()
        .map(|run| (run.language.code(), run.span.of(text).chars().take(12).collect()))
        .collect();
    let drawn: Vec<(&str, &str)> = drawn.iter().map(|(language, text)| (*language, text.as_str())).collect();
    assert_eq!(drawn, runs, "{text}");
    let mut at = 0;
    for run in &record.runs {
        assert_eq!(run.span.start(), at);
        at = run.span.end();
    }
    assert_eq!(at, text.len());
}

const RU: &str =
    "Компания сообщила, что контракт на поставку вагонов был подписан в Москве после долгих переговоров.\n";
const EN: &str = "The company said that the contract for the carriages was signed in Moscow after long talks with the buyer.\n";
const UK: &str = "Компанія повідомила, що контракт на постачання вагонів було підписано в Києві після довгих переговорів.\n";
const DE: &str = "Das Unternehmen teilte mit, dass der Vertrag über die Lieferung der Wagen in Berlin unterzeichnet worden ist.\n";
const BG: &str = "Компанията съобщи, че договорът за доставка на вагони е подписан в София след дълги преговори с купувача.\n";

#[test]
fn one_language() {
    check(RU, "ru ru", &[("ru", "Компания соо")]);
    check(EN, "en en", &[("en", "The company ")]);
    check(UK, "und uk", &[("und", "Компанія пов")]);
    check(DE, "und de", &[("und", "Das Unterneh")]);
    check(BG, "und bg", &[("und", "Компанията с")]);
    check("", "und -", &[]);
    check("12 + 5\n", "und -", &[("und", "12 + 5\n")]);
}

#[test]
fn two_languages_by_paragraph() {
    check(&format!("{RU}{EN}"), "en en", &[("ru", "Компания соо"), ("en", "The company ")]);
    check(&format!("{RU}{RU}{UK}"), "ru ru", &[("ru", "Компания соо"), ("und", "Компанія пов")]);
    check(&format!("{EN}{EN}{DE}"), "en en", &[("en", "The company "), ("und", "Das Unterneh")]);
}

#[test]
fn a_quotation_makes_a_run_and_a_name_does_not() {
    let quoted = "Директор завода прочитал журналистам письмо партнёра на языке оригинала, которое пришло вчера вечером: “We are glad to say that the parts will be delivered before the end of the year.” На этом встреча закончилась, и гости уехали в аэропорт.\n";
    check(quoted, "ru ru", &[("ru", "Директор зав"), ("en", "“We are glad"), ("ru", " На этом вст")]);
    let named = "Завод поставит компаниям Siemens Mobility и Longjiang Turbine детали, сообщили в пресс-службе предприятия.\n";
    check(named, "ru ru", &[("ru", "Завод постав")]);
}

#[test]
fn short_and_furniture_inherit() {
    check(
        &format!("#Most popular news of the day on our site, read it all here\nИтоги\n{RU}"),
        "ru ru",
        &[("ru", "#Most popula")],
    );
}

#[test]
fn construction_is_cheap_and_the_detector_is_shared() {
    fn shared<T: Send + Sync>(_: &T) {}
    let detector = Detector::new();
    shared(&detector);
    assert_eq!(detector.detect(&document(EN)).language, Language::En);
}
