//! What is resolved: one chain of one document, with what the document tells of it.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Analyzed, Chain, Fact, Kind, LanguageRecord, Mention, PersonName, Value};

use crate::names;

/// A chain of a document.
#[derive(Debug)]
pub struct Unit {
    /// Index of the document.
    pub document: usize,
    /// Index of the chain in it.
    pub chain: usize,
    /// What sort of thing.
    pub kind: Kind,
    /// Best name.
    pub name: String,
    /// All names by language code, most frequent first.
    pub names: BTreeMap<&'static str, Vec<String>>,
    /// Parts of a person's name.
    pub person: Option<PersonName>,
    /// Knowledge id.
    pub link: Option<String>,
    /// Keys under which units meet; what they are depends on the kind.
    pub keys: BTreeSet<String>,
    /// For people: titles held, by dictionary id or folded text.
    pub titles: BTreeSet<String>,
    /// For people: keys of the organisations and places that they are tied to.
    pub ties: BTreeSet<String>,
}

/// The units of all documents, in order.
pub fn collect(documents: &[&Analyzed]) -> Vec<Unit> {
    documents.iter().enumerate().flat_map(|(index, document)| of_document(index, document)).collect()
}

fn of_document(index: usize, analyzed: &Analyzed) -> Vec<Unit> {
    let entities = &analyzed.records.entities;
    let language = &analyzed.records.language;
    let mut units: Vec<Unit> = entities
        .chains
        .iter()
        .enumerate()
        .map(|(chain, content)| unit(index, chain, content, &entities.mentions, language))
        .collect();
    let keys: Vec<BTreeSet<String>> = units.iter().map(|unit| unit.keys.clone()).collect();
    for fact in analyzed
        .records
        .facts
        .facts
        .iter()
        .filter(|fact| matches!(fact.relation.as_str(), "role" | "appointment"))
    {
        note_role(&mut units, &keys, fact, &entities.mentions);
    }
    units
}

fn unit(
    document: usize,
    chain: usize,
    content: &Chain,
    mentions: &[Mention],
    language: &LanguageRecord,
) -> Unit {
    let members: Vec<&Mention> = content.mentions.iter().map(|&i| &mentions[i as usize]).collect();
    let named: Vec<&Mention> = members.iter().copied().filter(|mention| !mention.nominal).collect();
    let mut counts: BTreeMap<(&'static str, &str), usize> = BTreeMap::new();
    for mention in &named {
        *counts.entry((language_of(mention, language), &mention.norm)).or_default() += 1;
    }
    let mut names: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|((_, name), count)| std::cmp::Reverse((*count, name.chars().count())));
    for ((code, name), _) in ranked {
        names.entry(code).or_default().push(name.to_owned());
    }
    let link = content.link.clone();
    let keys = keys(content, &named);
    let person = content.person.clone();
    Unit {
        document,
        chain,
        kind: content.kind,
        name: content.name.clone(),
        names,
        person,
        link,
        keys,
        titles: BTreeSet::new(),
        ties: BTreeSet::new(),
    }
}

/// The language that a name is written in: by its letters, else that of its place.
fn language_of(mention: &Mention, language: &LanguageRecord) -> &'static str {
    if mention.norm.chars().any(svodka_text::letters::is_cyrillic) {
        "ru"
    } else if mention.norm.chars().any(|c| c.is_ascii_alphabetic()) {
        "en"
    } else {
        language.at(mention.span.start()).code()
    }
}

fn keys(chain: &Chain, named: &[&Mention]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if let Some(link) = &chain.link {
        keys.insert(format!("link {link}"));
    }
    match chain.kind {
        Kind::Person => {
            let family = chain.person.as_ref().and_then(|name| name.family.as_ref().or(name.given.as_ref()));
            keys.extend(family.map(|family| names::person_key(family)));
        }
        Kind::Product => keys.extend(named.iter().map(|mention| product_key(mention))),
        Kind::Event => {
            let year = named.iter().find_map(|mention| match &mention.value {
                Some(Value::Event(value)) => value.year,
                _ => None,
            });
            if let (Some(link), Some(year)) = (&chain.link, year) {
                keys.clear();
                keys.insert(format!("link {link} {year}"));
            }
            keys.extend(named.iter().map(|mention| names::bare(&mention.norm)));
        }
        _ => {
            for mention in named {
                keys.insert(names::bare(&mention.norm));
                keys.insert(names::bare(&names::without_descriptor(&mention.norm)));
            }
        }
    }
    keys.retain(|key| !key.is_empty());
    keys
}

fn product_key(mention: &Mention) -> String {
    match &mention.value {
        Some(Value::Product(value)) => {
            let family = value.family.clone().unwrap_or_else(|| mention.norm.clone());
            names::latin_bare(&format!("{family}{}", value.variant.clone().unwrap_or_default()))
        }
        _ => names::latin_bare(&mention.norm),
    }
}

/// Adds what a role fact tells of its person: titles, organisations, places.
fn note_role(units: &mut [Unit], keys: &[BTreeSet<String>], fact: &Fact, mentions: &[Mention]) {
    let chain_of = |index: u32| {
        mentions.get(index as usize).and_then(|mention| mention.chain).map(|chain| chain as usize)
    };
    let people: Vec<usize> = fact.slots("person").filter_map(|slot| chain_of(slot.mention?)).collect();
    let mut titles = BTreeSet::new();
    for slot in fact.slots("title") {
        let Some(mention) = slot.mention.and_then(|index| mentions.get(index as usize)) else { continue };
        titles.insert(match &mention.value {
            Some(Value::Role(value)) => value.title.clone().unwrap_or_else(|| names::bare(&mention.norm)),
            _ => names::bare(&mention.norm),
        });
    }
    let ties: BTreeSet<String> = fact
        .slots("organization")
        .filter_map(|slot| chain_of(slot.mention?))
        .flat_map(|chain| keys[chain].clone())
        .collect();
    for person in people {
        units[person].titles.extend(titles.iter().cloned());
        units[person].ties.extend(ties.iter().cloned());
    }
}
