//! Frames find the arguments of a verb wherever the syntax of its language puts them: one verb that no pattern knows,
//! in every construction.
#![allow(clippy::unwrap_used)]

use svodka_facts::{Engine, notation};
use svodka_text::{Layer, Morphology};

const PACK: &str = r#"
about = "Who leases what to whom"

[relation.lease]
slots.owner = { kinds = ["organization"], many = true }
slots.user = { kinds = ["organization"], many = true }
slots.item = { kinds = ["product"], many = true }
slots.quantity = { kinds = ["quantity"] }
needs = [{ slots = "owner|user" }, { slots = "item|quantity" }]
same = { slots = ["owner", "item"], count = 2 }

[lexicon]
goods = ["tug(|s)", "буксир(|ы|а|ов)"]

[[frame]]
name = "lease"
relation = "lease"
lang = "en"
verb = ["leas(e|es|ed|ing)"]
noun = ["lease"]
subject = "owner"
object = "quantity|item~goods"
with.to = "user"
examples = ["[Orbis|organization|owner] leased [tugs|-|item] to [Neva|organization|user]."]

[[frame]]
name = "lease_ru"
relation = "lease"
lang = "ru"
verb = ["сда(л|ла|ли)", "сда(ст|дут)=planned", "сдан~short", "сданн~adj", "сдать", "сдав~part"]
noun = ["сдач(а|и|у)"]
subject = "owner"
object = "quantity|item~goods"
with.dative = "user"
examples = ["[«Орбис»|organization|owner] сдал [буксиры|-|item] [заводу «Нева»|organization|user]."]
"#;

/// Sentences that all say that Orbis leases to Neva, and what else they say in the notation of examples.
const SAME: &[&str] = &[
    "Last year [Orbis|organization|owner], a yard in the north, quietly leased [two tugs|quantity|quantity] to [Neva|organization|user].",
    "[Orbis|organization|owner] (Narva) is expected to lease [tugs|-|item] to [Neva|organization|user]. => planned",
    "[Two tugs|quantity|quantity] were leased to [Neva|organization|user] by [Orbis|organization|owner].",
    "[Tugs|-|item] leased by [Orbis|organization|owner] to [Neva|organization|user] are idle.",
    "[Orbis|organization|owner], which built them, has since then leased [tugs|-|item] to [Neva|organization|user].",
    "[Orbis|organization|owner] repaired the quay and leased [tugs|-|item] to [Neva|organization|user].",
    "[Orbis|organization|owner] won a contract to lease [tugs|-|item] to [Neva|organization|user]. => planned",
    "[Orbis|organization|owner] completed the lease of [tugs|-|item] to [Neva|organization|user].",
    "The first [3,000 tonnes|quantity|quantity] of [tugs|-|item] were leased to [Neva|organization|user] by [Orbis|organization|owner].",
    "In [May 1990|date] [Orbis|organization|owner] leased [tugs|-|item] to [Neva|organization|user].",
    "[Orbis|organization|owner], a builder of ships, leased the last [two tugs|quantity|quantity] to [Neva|organization|user], a port in the [north|location].",
    "[Orbis|organization|owner] did not lease [tugs|-|item] to [Neva|organization|user]. => denied",
    "В [прошлом году|date] [«Орбис»|organization|owner], верфь на севере, тихо сдал [заводу «Нева»|organization|user] [два буксира|quantity|quantity].",
    "[Буксиры|-|item] сдал [заводу «Нева»|organization|user] [«Орбис»|organization|owner].",
    "[Буксиры|-|item] сданы [заводу «Нева»|organization|user] [верфью «Орбис»|organization|owner].",
    "[Верфь «Орбис»|organization|owner], которая их построила, сдаст [буксиры|-|item] [заводу «Нева»|organization|user]. => planned",
    "[Верфь «Орбис»|organization|owner] отремонтировала причал и сдала [заводу «Нева»|organization|user] [буксиры|-|item].",
    "[Верфь «Орбис»|organization|owner] планирует сдать [буксиры|-|item] [заводу «Нева»|organization|user]. => planned",
    "[Верфь «Орбис»|organization|owner], крупнейший грузовладелец [Якутии|location], сдала [буксиры|-|item] [заводу «Нева»|organization|user].",
    "На съезд приехала [верфь «Орбис»|organization|owner], сдавшая [буксиры|-|item] [заводу «Нева»|organization|user].",
    "[Верфь «Орбис»|organization|owner] завершила сдачу [буксиров|-|item] [заводу «Нева»|organization|user].",
];

/// Sentences in which the words stand, but nobody leases anything to anybody.
const OTHER: &[&str] = &[
    "The lease on the quay of [Neva|organization] in [the port|organization] ends.",
    "[Orbis|organization] said that it would talk to [Neva|organization] about tugs.",
    "[«Орбис»|organization] сдал отчет, буксиры стоят у [завода «Нева»|organization].",
];

#[test]
fn every_construction_gives_the_same_arguments() {
    let morphology = Morphology::with_dictionary(svodka_dict_ru::DICTIONARY).unwrap();
    let engine = Engine::with_packs(&[("lease".to_owned(), PACK.to_owned())], &morphology)
        .unwrap_or_else(|error| panic!("{error}"));
    let found = |text: &str| {
        let example = notation::parse(text).unwrap();
        let layer = Layer::new(&example.document, &example.language, &morphology);
        let record = engine.extract(&layer, &example.entities);
        let of = record.facts.into_iter().filter(|fact| fact.relation == "lease");
        let lines = of.map(|fact| {
            let mut slots: Vec<String> = fact
                .slots
                .iter()
                .map(|slot| {
                    let span = slot.mention.map_or_else(
                        || slot.span.unwrap(),
                        |mention| example.entities.mentions[mention as usize].span,
                    );
                    format!("{}={}", slot.name, span.of(layer.text()))
                })
                .collect();
            slots.sort();
            (slots, fact.status)
        });
        let mut expected: Vec<String> =
            example.expected.iter().map(|(slot, span)| format!("{slot}={}", span.of(layer.text()))).collect();
        expected.sort();
        (lines.collect::<Vec<_>>(), expected, example.status)
    };
    let mut wrong = Vec::new();
    for text in SAME {
        let (facts, expected, status) = found(text);
        let right = facts
            .iter()
            .any(|(slots, said)| *slots == expected && status.is_none_or(|status| status == *said));
        if !right || facts.len() > 1 {
            wrong.push(format!("{text}\n  found {facts:?}"));
        }
    }
    for text in OTHER {
        let (facts, ..) = found(text);
        if !facts.is_empty() {
            wrong.push(format!("{text}\n  found {facts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
