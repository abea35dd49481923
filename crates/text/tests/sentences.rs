//! Sentence boundaries on the hard cases of `data/gold/sentences`: one case a line, `|` where a sentence ends.

use svodka_model::Language;
use svodka_text::{Layer, Morphology};

/// Boundaries found and expected, and the cases that went wrong.
fn score<'c>(
    cases: impl Iterator<Item = (String, Vec<usize>, &'c str)>,
    language: Language,
) -> (usize, usize, Vec<String>) {
    let morphology = Morphology::embedded();
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (text, expected, _) in cases {
        let layer = Layer::of_text(&text, language, &morphology);
        let count = layer.sentences().len();
        let found: Vec<usize> =
            layer.sentences().iter().take(count.saturating_sub(1)).map(|own| own.span.end()).collect();
        let same = found.iter().filter(|end| expected.contains(end)).count();
        let union = found.len() + expected.len() - same;
        right += same + 1;
        all += union + 1;
        if union != same {
            wrong.push(layer.sentences().iter().map(|own| own.span.of(&text)).collect::<Vec<_>>().join("|"));
        }
    }
    (right, all, wrong)
}

/// A case without its marks, and where its sentences but the last end.
fn case(line: &str) -> (String, Vec<usize>, &str) {
    let line_text = line.replace("\\n", "\n");
    let mut text = String::new();
    let mut ends = Vec::new();
    for piece in line_text.split_inclusive(['|', '¦']) {
        let sentence = piece.trim_end_matches(['|', '¦']);
        text.push_str(sentence);
        if sentence.len() < piece.len() {
            ends.push(text.trim_end().len());
            text.push_str(if piece.ends_with('|') { " " } else { "" });
        }
    }
    (text, ends, line)
}

fn check(file: &str, language: Language) {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (right, all, wrong) = score(lines.map(case), language);
    let share = 100.0 * right as f64 / all as f64;
    println!("{right} of {all} boundaries and ends right: {share:.1} %\n{}", wrong.join("\n"));
    assert!(share >= 98.0, "{share:.1} % of the boundaries are right\n{}", wrong.join("\n"));
}

#[test]
fn english() {
    check(include_str!("../../../data/gold/sentences/en.txt"), Language::En);
}

#[test]
fn russian() {
    check(include_str!("../../../data/gold/sentences/ru.txt"), Language::Ru);
}

/// The cases of a file of JSON Lines with `lang`, `text` and `sentences`, named by `SVODKA_SENTENCE_CASES`.
#[test]
#[ignore = "needs a corpus from outside"]
fn outside_cases() {
    let path = std::env::var("SVODKA_SENTENCE_CASES").expect("SVODKA_SENTENCE_CASES names a file");
    let file = std::fs::read_to_string(path).expect("the file can be read");
    let cases: Vec<serde_json::Value> =
        file.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let case = |case: &serde_json::Value| {
        let text = case["text"].as_str().unwrap_or_default().to_owned();
        let mut ends = Vec::new();
        let mut at = 0;
        for sentence in case["sentences"].as_array().into_iter().flatten().filter_map(|own| own.as_str()) {
            let found = text[at..].find(sentence).map(|start| at + start + sentence.len());
            at = found.unwrap_or(at);
            ends.extend(found);
        }
        ends.pop();
        (text, ends, "")
    };
    for (code, language) in [("en", Language::En), ("ru", Language::Ru)] {
        let own = cases.iter().filter(|own| own["lang"] == code && own["literal"] != false);
        let (right, all, wrong) = score(own.map(case), language);
        println!(
            "{code}: {right} of {all} = {:.1} %\n{}",
            100.0 * right as f64 / all as f64,
            wrong.join("\n")
        );
    }
}

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
