//! What is resolved: one chain of one document, with what the document tells of it.

use std::collections::{BTreeMap, BTreeSet};

use svodka_knowledge::{Knowledge, Organization};
use svodka_model::{Analyzed, Chain, Fact, Kind, LanguageRecord, Mention, PersonName, Value};

use crate::common::{self, LocalNames};
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
    /// Of [`Unit::keys`], by language, those of names written in full, not of abbreviations.
    pub full: BTreeMap<&'static str, BTreeSet<String>>,
    /// For events: the year of the edition, as far as told.
    pub edition: Option<Option<u16>>,
    /// For people: titles held, by dictionary id or folded text.
    pub titles: BTreeSet<String>,
    /// For people: keys of the organisations and places that they are tied to.
    pub ties: BTreeSet<String>,
    /// For organisations: the country of the knowledge row, else the one that the document names most.
    pub country: Option<String>,
}

/// The units of all documents, in order.
pub fn collect(documents: &[&Analyzed], knowledge: &Knowledge) -> Vec<Unit> {
    let known = Known {
        rows: knowledge.organizations.iter().map(|row| (row.id.as_str(), row)).collect(),
        local: LocalNames::new(knowledge),
    };
    documents.iter().enumerate().flat_map(|(index, document)| of_document(index, document, &known)).collect()
}

/// What the knowledge files tell of organisations.
struct Known<'k> {
    /// Their rows by id.
    rows: BTreeMap<&'k str, &'k Organization>,
    local: LocalNames,
}

fn of_document(index: usize, analyzed: &Analyzed, known: &Known) -> Vec<Unit> {
    let entities = &analyzed.records.entities;
    let language = &analyzed.records.language;
    let main_country = common::main_country(analyzed);
    let mut units: Vec<Unit> = entities
        .chains
        .iter()
        .enumerate()
        .map(|(chain, content)| unit(index, chain, content, &entities.mentions, language, known))
        .collect();
    for unit in units.iter_mut().filter(|unit| unit.kind == Kind::Organization) {
        let row = unit.link.as_deref().and_then(|link| known.rows.get(link));
        let country = row.map(|row| row.country.clone()).filter(|country| !country.is_empty());
        unit.country = country.or_else(|| main_country.clone());
    }
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
    known: &Known,
) -> Unit {
    let members: Vec<&Mention> = content.mentions.iter().map(|&i| &mentions[i as usize]).collect();
    let mut named: Vec<&Mention> = members.iter().copied().filter(|mention| !mention.nominal).collect();
    if content.kind == Kind::Organization {
        let local =
            |mention: &&Mention| mention.link.is_none() && known.local.has(&names::bare(&mention.norm));
        if !named.iter().all(local) {
            named.retain(|mention| !local(mention));
        }
    }
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
    let link =
        content.link.clone().filter(|link| !is_namesake(&named, known.rows.get(link.as_str()).copied()));
    let edition = (content.kind == Kind::Event).then(|| edition(&named));
    let mut keys = keys(content, link.as_deref(), &named);
    if content.kind == Kind::Organization {
        keys.retain(|key| !known.local.has(key));
    }
    let mut full: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for (code, names) in &names {
        let written_out = names.iter().filter(|name| !names::is_abbreviation(name));
        let keys =
            written_out.flat_map(|name| [names::bare(name), names::bare(&names::without_descriptor(name))]);
        full.entry(code).or_default().extend(keys);
    }
    full.retain(|_, keys| !keys.is_empty());
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
        full,
        edition,
        titles: BTreeSet::new(),
        ties: BTreeSet::new(),
        country: None,
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

/// Whether a chain bears only the abbreviation of a known organisation, while its names in full share no word with
/// those of that one: АО «Сибирские авиационные системы» (САС) is not the Court of Arbitration for Sport.
fn is_namesake(named: &[&Mention], row: Option<&Organization>) -> bool {
    let Some(row) = row else { return false };
    let abbreviated = named
        .iter()
        .filter(|mention| mention.link.is_some())
        .all(|mention| names::is_abbreviation(&mention.norm));
    let full: Vec<&str> = named
        .iter()
        .map(|mention| mention.norm.as_str())
        .filter(|name| !names::is_abbreviation(name) && name.split_whitespace().count() > 1)
        .collect();
    if !abbreviated || full.is_empty() {
        return false;
    }
    let known = [&row.name_en, &row.name_ru].into_iter();
    let known =
        known.chain(&row.aliases_en).chain(&row.aliases_ru).chain(&row.former_en).chain(&row.former_ru);
    let known: BTreeSet<String> = known.flat_map(|name| names::stems(name)).collect();
    full.into_iter().flat_map(names::stems).all(|stem| !known.contains(&stem))
}

fn keys(chain: &Chain, link: Option<&str>, named: &[&Mention]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if let Some(link) = link {
        keys.insert(format!("link {link}"));
    }
    match chain.kind {
        Kind::Person => {
            let family = chain.person.as_ref().and_then(|name| name.family.as_ref().or(name.given.as_ref()));
            keys.extend(family.map(|family| names::person_key(family)));
        }
        Kind::Product => keys.extend(named.iter().map(|mention| product_key(mention))),
        Kind::Event => {
            if let (Some(link), Some(year)) = (link, edition(named)) {
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

/// The year of an event, as far as its names tell.
fn edition(named: &[&Mention]) -> Option<u16> {
    named.iter().find_map(|mention| match &mention.value {
        Some(Value::Event(value)) => value.year,
        _ => None,
    })
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
