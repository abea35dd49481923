//! Any text gives sorted values that do not overlap, whose spans lie on char boundaries and whose display is not empty.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use svodka_model::{Day, Language};
use svodka_text::{Layer, Morphology};
use svodka_values::Extractor;

static TOOLS: LazyLock<(Extractor, Morphology)> =
    LazyLock::new(|| (Extractor::new().expect("the embedded tables read"), Morphology::embedded()));

fuzz_target!(|input: (bool, i32, &str)| {
    let (russian, day, text) = input;
    let (extractor, morphology) = &*TOOLS;
    let language = if russian { Language::Ru } else { Language::En };
    let layer = Layer::of_text(text, language, morphology);
    let mut end = 0;
    for mention in extractor.extract(&layer, Day::from_number(day)) {
        assert!(mention.span.start() >= end, "values are sorted and do not overlap");
        assert_eq!(mention.span.get(text), Some(mention.surface.as_str()));
        assert!(mention.value.is_some() && !mention.norm.is_empty());
        end = mention.span.end();
    }
    extractor.numbers(&layer);
});
