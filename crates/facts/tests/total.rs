//! Extraction is total: odd marks, endless lines, nothing at all.
#![allow(clippy::unwrap_used)]

use svodka_facts::{Engine, notation};
use svodka_model::FactsRecord;
use svodka_text::{Layer, Morphology};

fn extract(text: &str) -> FactsRecord {
    let engine = Engine::embedded().unwrap();
    let example = notation::parse(text).unwrap();
    let morphology = Morphology::embedded();
    let layer = Layer::new(&example.document, &example.language, &morphology);
    let record = engine.extract(&layer, &example.entities);
    let source = example.document.text();
    let spans = record
        .facts
        .iter()
        .flat_map(|fact| std::iter::once(fact.evidence).chain(fact.slots.iter().filter_map(|s| s.span)));
    let quoted = record
        .quotes
        .iter()
        .flat_map(|quote| quote.spans.iter().copied().chain([quote.evidence]).chain(quote.cue));
    assert!(spans.chain(quoted).all(|span| span.get(source).is_some()));
    record
}

#[test]
fn odd_texts_give_records() {
    for text in [
        "",
        " ",
        "«",
        "»",
        "“”",
        "\"",
        "\"\"\"",
        "— ",
        "—",
        "-",
        ":",
        "«««»»",
        "said",
        "подписали",
        "— , — сказал",
        "«, — сказал он. —",
        "[A|person]:",
        "[A|person] said",
        "said [A|person]",
        "according to",
        "according to [A|person]",
        "(",
        ")(",
        ", , ,",
        "[A|organization] and",
        "and [A|organization] signed",
        "signed an agreement with",
        "е\u{301}«ё\u{FEFF}» said [Я|person].",
        "\u{200D}\u{1F600} «\u{1F600}», said [A|person]",
        "Краны закупят порты",
        "[A|role]",
        "[A|role] [B|role] [C|person], [D|role],",
    ] {
        extract(text);
    }
}

#[test]
fn endless_lines_come_to_an_end() {
    let parts = [
        "[Rosatom|organization] and [NPCIL|organization] signed an agreement with [Ann Bell|person], ",
        "“we build,” said [Ann Bell|person] who said that ",
        "«мы строим», — сказал [Белов|person], подписали соглашение и ",
        "[director|role] of [Rosatom|organization] ",
        "( « “ — ",
    ];
    for part in parts {
        extract(&part.repeat(2400));
    }
}
