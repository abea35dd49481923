//! Draws the values of lines of text in the notation of the gold files: `draw en|ru [YYYY-MM-DD] < text`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::BufRead;

use svodka_model::Language;
use svodka_text::Morphology;
use svodka_values::Extractor;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let language =
        if arguments.first().is_some_and(|code| code == "ru") { Language::Ru } else { Language::En };
    let reference = arguments.get(1).map(|day| day.parse()).transpose()?;
    let (extractor, morphology) = (Extractor::new()?, Morphology::embedded());
    for line in std::io::stdin().lock().lines() {
        let case = support::Case { line: 0, reference, text: line?, expected: Vec::new() };
        let values = support::drawn(&extractor, &morphology, &case, language);
        println!("{}", support::written(&case.text, &values));
    }
    Ok(())
}
