//! From groups of units to entities.

use std::collections::{BTreeMap, BTreeSet};

use svodka_knowledge::Knowledge;
use svodka_model::{Analyzed, Decision, DocumentId, Entity, Kind, Mention, Value};

use crate::unit::Unit;

/// The entities, and which of them each chain became.
#[derive(Debug)]
pub struct Entities {
    /// Sorted by id.
    pub list: Vec<Entity>,
    /// By document and chain: the entity's id.
    of_chain: BTreeMap<(usize, usize), String>,
    /// By unit: the entity's id.
    of_unit: Vec<String>,
}

impl Entities {
    /// The id of the entity that a chain became.
    pub fn of_chain(&self, document: usize, chain: usize) -> Option<&str> {
        self.of_chain.get(&(document, chain)).map(String::as_str)
    }

    /// The id of the country that a nationality tells ("Israeli"), if the corpus names the country itself.
    pub fn country_of(&self, mention: &Mention) -> Option<&str> {
        let link = mention.link.as_ref().filter(|_| mention.kind == Kind::Nationality)?;
        let id = format!("{}/{link}", Kind::Location.name());
        let found = self.list.binary_search_by(|entity| entity.id.cmp(&id)).ok()?;
        Some(&self.list[found].id)
    }
}

/// Builds the entities of groups (each named by its smallest unit).
pub fn build(documents: &[&Analyzed], units: &[Unit], groups: &[usize], knowledge: &Knowledge) -> Entities {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (unit, &group) in groups.iter().enumerate() {
        members.entry(group).or_default().push(unit);
    }
    let mut list = Vec::with_capacity(members.len());
    let mut of_chain = BTreeMap::new();
    let mut of_unit = vec![String::new(); units.len()];
    for group in members.values() {
        let entity = entity(documents, units, group, knowledge);
        for &unit in group {
            of_chain.insert((units[unit].document, units[unit].chain), entity.id.clone());
            of_unit[unit].clone_from(&entity.id);
        }
        list.push(entity);
    }
    list.sort_by(|a, b| a.id.cmp(&b.id));
    Entities { list, of_chain, of_unit }
}

fn entity(documents: &[&Analyzed], units: &[Unit], group: &[usize], knowledge: &Knowledge) -> Entity {
    let kind = units[group[0]].kind;
    let link = group.iter().find_map(|&unit| units[unit].link.clone());
    let mentions = mentions(documents, units, group);
    let mut names = names(units, group);
    let mut attributes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for &unit in group {
        note_attributes(documents, &units[unit], &mut attributes);
    }
    if let Some(link) = &link {
        note_knowledge(kind, link, knowledge, &mut names, &mut attributes);
    }
    let name = display_name(units, group, &names);
    let id = id(kind, link.as_deref(), documents, units, group);
    let attributes =
        attributes.into_iter().map(|(key, values)| (key, values.into_iter().collect())).collect();
    Entity { id, kind, name, names, mentions, attributes, link }
}

/// The knowledge id where there is one, else a digest of the first member's place.
fn id(kind: Kind, link: Option<&str>, documents: &[&Analyzed], units: &[Unit], group: &[usize]) -> String {
    // Editions of one event share a knowledge row, so events carry their year as well.
    let year = (kind == Kind::Event)
        .then(|| group.iter().find_map(|&unit| event_year(documents, &units[unit])))
        .flatten();
    match (link, year) {
        (Some(link), Some(year)) => format!("{}/{link}-{year}", kind.name()),
        (Some(link), None) => format!("{}/{link}", kind.name()),
        (None, _) => {
            let first = &units[group[0]];
            let place =
                format!("{} {} {}", kind.name(), documents[first.document].document.id(), first.chain);
            let digest = blake3::hash(place.as_bytes()).to_hex();
            format!("{}/{}", kind.name(), &digest.as_str()[..12])
        }
    }
}

fn event_year(documents: &[&Analyzed], unit: &Unit) -> Option<u16> {
    let record = &documents[unit.document].records.entities;
    let members = record.chains[unit.chain].mentions.iter().map(|&i| &record.mentions[i as usize]);
    members
        .filter_map(|mention| match &mention.value {
            Some(Value::Event(value)) => value.year,
            _ => None,
        })
        .next()
}

fn mentions(documents: &[&Analyzed], units: &[Unit], group: &[usize]) -> Vec<(DocumentId, u32)> {
    let mut mentions: Vec<(DocumentId, u32)> = Vec::new();
    for &unit in group {
        let unit = &units[unit];
        let document = documents[unit.document];
        let chain = &document.records.entities.chains[unit.chain];
        mentions.extend(chain.mentions.iter().map(|&index| (document.document.id().clone(), index)));
    }
    mentions.sort();
    mentions
}

/// Names by language, those of more documents first, then longer ones.
fn names(units: &[Unit], group: &[usize]) -> BTreeMap<String, Vec<String>> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for &unit in group {
        for (code, names) in &units[unit].names {
            for name in names {
                *counts.entry((code, name)).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|((_, name), count)| std::cmp::Reverse((*count, name.chars().count())));
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for ((code, name), _) in ranked {
        names.entry(code.to_owned()).or_default().push(name.to_owned());
    }
    names
}

/// The fullest name that units chose as theirs: the most frequent, then the longest.
fn display_name(units: &[Unit], group: &[usize], names: &BTreeMap<String, Vec<String>>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &unit in group {
        *counts.entry(&units[unit].name).or_default() += 1;
    }
    // English names come first for readers of both languages.
    let english =
        |name: &str| names.get("en").is_some_and(|list| list.iter().any(|n| n == name)) || name.is_ascii();
    let best = counts.iter().max_by_key(|(name, count)| (english(name), **count, name.chars().count()));
    best.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
}

fn note_attributes(
    documents: &[&Analyzed],
    unit: &Unit,
    attributes: &mut BTreeMap<String, BTreeSet<String>>,
) {
    if let Some(name) = &unit.person {
        let parts = [
            ("given", &name.given),
            ("patronymic", &name.patronymic),
            ("family", &name.family),
            ("nickname", &name.nickname),
        ];
        for (key, part) in parts {
            if let Some(part) = part {
                attributes.entry(key.to_owned()).or_default().insert(part.clone());
            }
        }
        if let Some(gender) = name.gender {
            attributes.entry("gender".to_owned()).or_default().insert(gender.to_string());
        }
    }
    let record = &documents[unit.document].records.entities;
    for &index in &record.chains[unit.chain].mentions {
        let values: Vec<(&str, Option<String>)> = match &record.mentions[index as usize].value {
            Some(Value::Organization(value)) => {
                vec![("legal_form", value.legal_form.clone()), ("head", value.head.clone())]
            }
            Some(Value::Location(value)) => {
                vec![
                    ("code", value.code.clone()),
                    ("country", value.country.clone()),
                    ("class", value.class.clone()),
                ]
            }
            Some(Value::Product(value)) => {
                vec![("class", value.class.clone()), ("family", value.family.clone())]
            }
            Some(Value::Event(value)) => {
                vec![
                    ("class", value.class.clone()),
                    ("year", value.year.map(|y| y.to_string())),
                    ("edition", value.edition.map(|e| e.to_string())),
                ]
            }
            _ => Vec::new(),
        };
        for (key, value) in values {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                attributes.entry(key.to_owned()).or_default().insert(value);
            }
        }
    }
    if !unit.titles.is_empty() {
        attributes.entry("role".to_owned()).or_default().extend(unit.titles.iter().cloned());
    }
}

/// Adds what the knowledge row tells: names in both languages, parent, country, former names.
fn note_knowledge(
    kind: Kind,
    link: &str,
    knowledge: &Knowledge,
    names: &mut BTreeMap<String, Vec<String>>,
    attributes: &mut BTreeMap<String, BTreeSet<String>>,
) {
    let mut add_name = |code: &str, name: &str| {
        let list = names.entry(code.to_owned()).or_default();
        if !name.is_empty() && !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    };
    let mut note = |key: &str, value: &str| {
        if !value.is_empty() {
            attributes.entry(key.to_owned()).or_default().insert(value.to_owned());
        }
    };
    match kind {
        Kind::Organization => {
            let Some(row) = knowledge.organization(link) else { return };
            add_name("en", &row.name_en);
            add_name("ru", &row.name_ru);
            note("country", &row.country);
            note("parent", &row.parent);
            note("sector", &row.sector);
            note("organization_kind", &row.kind);
            row.former_en.iter().chain(&row.former_ru).for_each(|name| note("former_name", name));
        }
        Kind::Location => {
            if let Some(row) = knowledge.country(link) {
                add_name("en", &row.name_en);
                add_name("ru", &row.name_ru);
            } else if let Some(row) = knowledge.region(link) {
                add_name("en", &row.name_en);
                add_name("ru", &row.name_ru);
            }
        }
        _ => {}
    }
    names.retain(|_, list| !list.is_empty());
}

/// Puts the entities' ids and the units' documents into decisions made over unit indices.
pub fn name_decisions(decisions: &mut [Decision], units: &[Unit], entities: &Entities) {
    for decision in decisions {
        let id = |index: &str| {
            let unit: usize = index.parse().expect("decisions hold unit indices until here");
            debug_assert!(unit < units.len());
            entities.of_unit[unit].clone()
        };
        decision.ids = (id(&decision.ids.0), id(&decision.ids.1));
    }
}
