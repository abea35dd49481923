//! The extractor on the gold sentences: span and value both right.

mod support;

use svodka_model::Language;
use svodka_text::Morphology;
use svodka_values::Extractor;

/// Right, missed and false values of a gold file, and the sentences that differ.
fn measure(file: &str, language: Language) -> (usize, usize, usize, String) {
    let (extractor, morphology) =
        (Extractor::new().expect("the embedded tables read"), Morphology::embedded());
    let (mut right, mut missed, mut wrong, mut differing) = (0, 0, 0, String::new());
    for case in support::read(file) {
        let found = support::drawn(&extractor, &morphology, &case, language);
        let hits = found.iter().filter(|value| case.expected.contains(value)).count();
        right += hits;
        missed += case.expected.len() - hits;
        wrong += found.len() - hits;
        if found != case.expected {
            let drawn = support::written(&case.text, &found);
            let expected = support::written(&case.text, &case.expected);
            differing.push_str(&format!(
                "{}: {expected}
    {drawn}
",
                case.line
            ));
        }
    }
    (right, missed, wrong, differing)
}

fn check(file: &str, language: Language) {
    let (right, missed, wrong, differing) = measure(file, language);
    let recall = 1000 * right / (right + missed).max(1);
    let precision = 1000 * right / (right + wrong).max(1);
    println!(
        "{} right {right}, missed {missed}, false {wrong}: recall {recall} ‰, precision {precision} ‰",
        language.code()
    );
    println!("{differing}");
    assert!(recall >= 970 && precision >= 970, "recall {recall} ‰, precision {precision} ‰\n{differing}");
}

#[test]
fn english() {
    check(include_str!("../../../data/gold/values/en.txt"), Language::En);
}

#[test]
fn russian() {
    check(include_str!("../../../data/gold/values/ru.txt"), Language::Ru);
}
