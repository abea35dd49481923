//! What we found, in the formats that other people's scorers read.

use serde_json::{Value as Json, json};
use svodka_model::{Chain, Fact, Kind, Mention, Records, Slot, Value};

use crate::corpus::{CodePoints, GoldSpan};

/// The field's label of a kind: `PER`, `ORG`, `LOC`; none for the others.
pub fn label(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Person => Some("PER"),
        Kind::Organization => Some("ORG"),
        Kind::Location => Some("LOC"),
        _ => None,
    }
}

/// The named people, organisations and places of a document, outermost spans, under the field's labels.
pub fn spans(records: &Records) -> Vec<GoldSpan> {
    let named = records.entities.mentions.iter().filter(|mention| !mention.nominal);
    let spans =
        named.filter_map(|m| label(m.kind).map(|label| GoldSpan { span: m.span, label: label.to_owned() }));
    crate::names::outermost(spans.collect())
}

/// A line for a span scorer: `{"id", "entities": [[start, end, type]]}`, offsets in code points.
pub fn names_line(id: &str, text: &str, records: &Records) -> Json {
    let points = CodePoints::new(text);
    let entities: Vec<Json> = spans(records)
        .iter()
        .map(|span| {
            let (start, end) = points.of(span.span);
            json!([start, end, span.label])
        })
        .collect();
    json!({"id": id, "entities": entities})
}

/// A line for a factRuEval-2016 scorer: identified entities with attributes and mentions, and facts of its four types.
/// Kinds and nesting are those of the shared task (`data/factrueval_kinds.tsv`; a place in a Latin name of a body is no
/// mention).
pub fn factrueval_line(id: &str, text: &str, records: &Records) -> Json {
    let points = CodePoints::new(text);
    let chains = &records.entities.chains;
    let entities: Vec<Json> =
        chains.iter().enumerate().filter_map(|(i, chain)| entity(i, chain, records, &points)).collect();
    // An appointment and the post that follows are one occupation.
    let mut told: Vec<Json> = Vec::new();
    for fact in records.facts.facts.iter().flat_map(|fact| facts(fact, text, records)) {
        if !told.contains(&fact) {
            told.push(fact);
        }
    }
    json!({"id": id, "entities": entities, "facts": told})
}

fn entity(index: usize, chain: &Chain, records: &Records, points: &CodePoints) -> Option<Json> {
    let label = label(chain.kind).or_else(|| other_kind(chain))?;
    let mentions: Vec<&Mention> = chain
        .mentions
        .iter()
        .map(|&i| &records.entities.mentions[i as usize])
        .filter(|m| !m.nominal && !is_in_latin_name(m, records))
        .collect();
    if mentions.is_empty() {
        return None;
    }
    let places: Vec<Json> = mentions
        .iter()
        .map(|mention| {
            let (start, end) = points.of(mention.span);
            json!({"start": start, "end": end})
        })
        .collect();
    Some(
        json!({"id": format!("e{index}"), "type": label, "attributes": attributes(chain, &mentions), "mentions": places}),
    )
}

/// The label of what the shared task takes for another kind than we do.
fn other_kind(chain: &Chain) -> Option<&'static str> {
    let link = chain.link.as_deref()?;
    let rows = include_str!("../data/factrueval_kinds.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).find(|(id, _)| *id == link).map(|(_, label)| label)
}

/// Whether a place stands in the name of an organisation in Latin letters: "Industrial and Commercial Bank of China".
fn is_in_latin_name(mention: &Mention, records: &Records) -> bool {
    let owns = |other: &Mention| other.kind == Kind::Organization && other.span.contains(mention.span);
    mention.kind == Kind::Location && mention.surface.is_ascii() && records.entities.mentions.iter().any(owns)
}

fn attributes(chain: &Chain, mentions: &[&Mention]) -> Json {
    if let Some(name) = &chain.person {
        // The organisers write the words of a double given name one by one.
        let given: Vec<&str> = name.given.iter().flat_map(|given| given.split(' ')).collect();
        let one = |part: &Option<String>| part.iter().cloned().collect::<Vec<String>>();
        let parts = [
            ("firstname", json!(given)),
            ("lastname", json!(one(&name.family))),
            ("patronymic", json!(one(&name.patronymic))),
            ("nickname", json!(one(&name.nickname))),
        ];
        let known =
            parts.into_iter().filter(|(_, part)| part.as_array().is_some_and(|part| !part.is_empty()));
        return Json::Object(known.map(|(key, part)| (key.to_owned(), part)).collect());
    }
    let mut names: Vec<String> = mentions.iter().map(|mention| bare_name(mention)).collect();
    names.sort();
    names.dedup();
    json!({"name": names})
}

/// The name without descriptor and quotation marks, where the mention knows it.
fn bare_name(mention: &Mention) -> String {
    match &mention.value {
        Some(Value::Organization(value)) => value.name.clone().unwrap_or_else(|| mention.norm.clone()),
        _ => mention.norm.clone(),
    }
}

/// The note of a fact that tells how somebody came to own something.
const ACQUISITION: &str = "acquisition";
/// Titles of those who own what they are said to be the founders or owners of.
const OWNERS: [&str; 5] = ["creator", "founder", "co-founder", "owner", "co-owner"];

/// Whether a post is that of an owner.
fn owns(fact: &Fact, records: &Records) -> bool {
    let titles = fact.slots("title").filter_map(|slot| slot.mention);
    let mut values = titles.filter_map(|index| records.entities.mentions[index as usize].value.as_ref());
    values.any(|value| {
        matches!(value, Value::Role(role) if role.title.as_deref().is_some_and(|title| OWNERS.contains(&title)))
    })
}

/// The facts of the shared task that one of ours amounts to.
fn facts(fact: &Fact, text: &str, records: &Records) -> Vec<Json> {
    let arg = |role: &str, slot: &Slot| argument(role, slot, text, records);
    let all = |name: &'static str, role: &str| -> Vec<Json> {
        fact.slots(name).filter_map(|slot| arg(role, slot)).collect()
    };
    let (label, args) = match fact.relation.as_str() {
        // What the shared task calls an occupation is a post in a body: "the actress N." is none.
        "role" | "appointment" if fact.slots("organization").next().is_none() => return Vec::new(),
        // Founders and owners are what it calls owners, and hold no occupation.
        "role" if owns(fact, records) => {
            ("Ownership", [all("person", "Owner"), all("organization", "Property")].concat())
        }
        "role" | "appointment" => {
            let mut args = all("person", "Who");
            args.extend(
                fact.slots("title").filter_map(|slot| text_argument("Position", slot, text, records)),
            );
            args.extend(all("organization", "Where"));
            ("Occupation", args)
        }
        "meeting" => ("Meeting", all("participant", "Participant")),
        "agreement" => ("Deal", all("party", "Participant")),
        "order" => ("Deal", [all("buyer", "Participant"), all("seller", "Participant")].concat()),
        // A purchase is a deal of those who take part in it.
        "owns" if fact.notes.iter().any(|note| note == ACQUISITION) => {
            let sides = ["owner", "seller", "property"].map(|slot| all(slot, "Participant"));
            ("Deal", sides.concat())
        }
        "created" => ("Ownership", [all("founder", "Owner"), all("organization", "Property")].concat()),
        "owns" => ("Ownership", [all("owner", "Owner"), all("property", "Property")].concat()),
        "part_of" => ("Ownership", [all("parent", "Owner"), all("child", "Property")].concat()),
        _ => return Vec::new(),
    };
    if args.len() < 2 { Vec::new() } else { vec![json!({"type": label, "args": args})] }
}

fn argument(role: &str, slot: &Slot, text: &str, records: &Records) -> Option<Json> {
    let mention = slot.mention.map(|index| &records.entities.mentions[index as usize]);
    match mention.and_then(|mention| mention.chain) {
        Some(chain) => Some(json!({"role": role, "entity": format!("e{chain}")})),
        None => text_argument(role, slot, text, records),
    }
}

fn text_argument(role: &str, slot: &Slot, text: &str, records: &Records) -> Option<Json> {
    let span = slot.mention.map(|index| records.entities.mentions[index as usize].span).or(slot.span)?;
    Some(json!({"role": role, "text": span.of(text)}))
}
