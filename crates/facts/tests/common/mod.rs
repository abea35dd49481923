//! Quotes in the inline notation: what the tests of quotes share.

use std::sync::LazyLock;

use svodka_facts::{Engine, notation};
use svodka_model::QuoteForm;
use svodka_text::{Layer, Morphology};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());
static MORPHOLOGY: LazyLock<Morphology> =
    LazyLock::new(|| Morphology::with_dictionary(svodka_dict_ru::DICTIONARY).unwrap());

/// Checks the quotes of a text: what is said (spans joined by ` / `), speaker, form.
pub fn check(text: &str, expected: &[(&str, &str, QuoteForm)]) {
    let example = notation::parse(text).unwrap();
    let layer = Layer::new(&example.document, &example.language, &MORPHOLOGY);
    let record = ENGINE.extract(&layer, &example.entities);
    let source = example.document.text();
    let found: Vec<(String, String, QuoteForm)> = record
        .quotes
        .iter()
        .map(|quote| {
            let said: Vec<&str> = quote.spans.iter().map(|span| span.of(source)).collect();
            let named = quote.speaker.map(|index| example.entities.mentions[index as usize].surface.as_str());
            let unnamed = quote.unnamed.map(|span| span.of(source));
            let speaker = named.or(unnamed).unwrap_or("");
            (said.join(" / "), speaker.to_owned(), quote.form)
        })
        .collect();
    let expected: Vec<(String, String, QuoteForm)> =
        expected.iter().map(|&(said, who, form)| (said.to_owned(), who.to_owned(), form)).collect();
    assert_eq!(found, expected, "{source}");
}
