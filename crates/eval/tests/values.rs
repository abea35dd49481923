//! The value extractor on our gold sentences: span and value both right.

use svodka_eval::values::evaluate;
use svodka_model::Language;
use svodka_text::Morphology;
use svodka_values::Extractor;

fn check(gold: &str, language: Language) {
    let extractor = Extractor::new().expect("the embedded tables read");
    let score = evaluate(gold, language, &extractor, &Morphology::embedded()).expect("the gold reads");
    println!(
        "{}: {} sentences, right {}, missed {}, false {}: recall {:.1} %, precision {:.1} %",
        language.code(),
        score.sentences,
        score.right,
        score.missed,
        score.wrong,
        score.recall(),
        score.precision()
    );
    let errors = score.errors.join("\n");
    println!("{errors}");
    assert!(score.sentences >= 400);
    assert!(score.recall() >= 97.0 && score.precision() >= 97.0, "{errors}");
}

#[test]
fn english() {
    check(include_str!("../../../data/gold/values/en.txt"), Language::En);
}

#[test]
fn russian() {
    check(include_str!("../../../data/gold/values/ru.txt"), Language::Ru);
}
