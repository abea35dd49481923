//! Facts that need the whole analyzer: first forms of names, and what a text has named before.

use svodka_model::{Fact, Records};
use svodka_tests::{ANALYZER, from_text};

/// What fills a slot of a fact, by the name of its chain.
fn filler(records: &Records, fact: &Fact, slot: &str) -> Option<String> {
    let slot = fact.slots.iter().find(|found| found.name == slot)?;
    let chain = records.entities.mentions[slot.mention? as usize].chain?;
    Some(records.entities.chains[chain as usize].name.clone())
}

/// The fillers of these slots in the facts of a relation.
fn told(text: &str, relation: &str, slots: [&str; 2]) -> Vec<[Option<String>; 2]> {
    let records = ANALYZER.analyze(&from_text(text));
    let facts = records.facts.facts.iter().filter(|fact| fact.relation == relation);
    facts.map(|fact| slots.map(|slot| filler(&records, fact, slot))).collect()
}

fn both(one: &str, other: &str) -> [Option<String>; 2] {
    [Some(one.to_owned()), Some(other.to_owned())]
}

#[test]
fn a_foreign_name_agrees_with_its_title_in_the_instrumental() {
    let text = "Посол говорил с министром иностранных дел Турции Хаканом Фиданом.";
    assert_eq!(told(text, "role", ["person", "organization"]), [both("Хакан Фидан", "Турция")]);
}

#[test]
fn common_nouns_and_pronouns_stand_for_goods_named_before() {
    let text = "Six Su-30SM2 fighters landed at Kubinka. Algeria received these aircraft in 2020.";
    assert_eq!(told(text, "delivery", ["item", "recipient"]), [both("Su-30SM2", "Algeria")]);
    let text = "The icebreaker Sibir left Murmansk. It was built by Baltic Shipyard for Atomflot.";
    assert_eq!(told(text, "order", ["item", "buyer"]), [both("Sibir", "Atomflot")]);
    let text = "В Казань прибыли троллейбусы «Горожанин». Машины поставил «Уралмаш».";
    assert!(told(text, "delivery", ["item", "supplier"]).contains(&both("Горожанин", "Уралмаш")));
}
