//! Facts of many documents to merged facts, with all their sources and what contradicts what.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{
    Analyzed, Day, Decision, DecisionKind, DocumentId, EntitySlot, Fact, FactSource, MergedFact, Slot,
    Status, Value,
};

use crate::duplicates::DuplicateCluster;
use crate::entities::Entities;
use crate::names;
use crate::union::Union;

/// Tellings of an undated fact are of one event only within this many days of publication.
const NEAR_DAYS: i32 = 200;

/// Merged facts and the decisions about them.
pub struct Merged {
    /// Sorted by relation, then first source.
    pub facts: Vec<MergedFact>,
    /// What was kept apart because it contradicts.
    pub decisions: Vec<Decision>,
}

/// One document's telling of a fact.
struct Telling {
    document: usize,
    fact: usize,
    relation: String,
    status: Status,
    slots: Vec<EntitySlot>,
    /// By slot: keys of what fills it.
    keys: BTreeMap<String, BTreeSet<String>>,
    /// Day of the document, if known.
    day: Option<Day>,
    evidence: String,
}

/// What makes two tellings one fact.
struct Identity {
    same: Vec<&'static str>,
    overlap: Vec<&'static str>,
    conflict: Vec<&'static str>,
    of: Vec<&'static str>,
}

/// How two tellings stand to each other.
enum Relation {
    Same,
    Contradict(String),
    Other,
}

/// Merges the facts of all documents.
pub fn merge(documents: &[&Analyzed], entities: &Entities, duplicates: &[DuplicateCluster]) -> Merged {
    let identities = identities();
    let tellings: Vec<Telling> = documents
        .iter()
        .enumerate()
        .flat_map(|(index, document)| tellings(index, document, entities))
        .collect();
    let mut union = Union::new(tellings.len());
    let mut conflicts: BTreeSet<(usize, usize, String)> = BTreeSet::new();
    for block in blocks(&tellings, &identities) {
        for (position, &a) in block.iter().enumerate() {
            for &b in &block[position + 1..] {
                match compare(&tellings[a], &tellings[b], &identities) {
                    Relation::Same => {
                        union.join(a, b);
                    }
                    Relation::Contradict(why) => {
                        conflicts.insert((a.min(b), a.max(b), why));
                    }
                    Relation::Other => {}
                }
            }
        }
    }
    finish(documents, &tellings, &mut union, &conflicts, duplicates)
}

fn identities() -> BTreeMap<&'static str, Identity> {
    let list = |cell: &'static str| cell.split('|').filter(|name| !name.is_empty()).collect::<Vec<_>>();
    let rows = include_str!("../data/identity.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| {
        let mut cells = row.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let relation = next();
        let [same, overlap, conflict, of] = std::array::from_fn(|_| list(next()));
        (relation, Identity { same, overlap, conflict, of })
    })
    .collect()
}

fn tellings(document: usize, analyzed: &Analyzed, entities: &Entities) -> Vec<Telling> {
    let day = analyzed.document.metadata().reference_date();
    let facts = &analyzed.records.facts.facts;
    facts
        .iter()
        .enumerate()
        .map(|(index, fact)| telling(document, index, fact, analyzed, entities, day))
        .collect()
}

fn telling(
    document: usize,
    index: usize,
    fact: &Fact,
    analyzed: &Analyzed,
    entities: &Entities,
    day: Option<Day>,
) -> Telling {
    let slots: Vec<EntitySlot> =
        fact.slots.iter().map(|slot| entity_slot(document, slot, analyzed, entities)).collect();
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for slot in &slots {
        keys.entry(slot.name.clone()).or_default().insert(slot_key(slot));
    }
    let evidence =
        fact.evidence.of(analyzed.document.text()).split_whitespace().collect::<Vec<_>>().join(" ");
    Telling {
        document,
        fact: index,
        relation: fact.relation.clone(),
        status: fact.status,
        slots,
        keys,
        day,
        evidence,
    }
}

fn entity_slot(document: usize, slot: &Slot, analyzed: &Analyzed, entities: &Entities) -> EntitySlot {
    let text = analyzed.document.text();
    let Some(mention) = slot.mention.and_then(|index| analyzed.records.entities.mentions.get(index as usize))
    else {
        let literal = slot
            .span
            .and_then(|span| span.get(text))
            .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "));
        return EntitySlot { name: slot.name.clone(), entity: None, value: None, text: literal };
    };
    let entity = match mention.chain {
        Some(chain) => entities.of_chain(document, chain as usize).map(str::to_owned),
        None => entities.country_of(mention).map(str::to_owned),
    };
    let value = if entity.is_some() { None } else { mention.value.clone() };
    EntitySlot { name: slot.name.clone(), entity, value, text: Some(mention.norm.clone()) }
}

/// A key under which equal fillers meet: the entity, the normalised value, or the folded text.
fn slot_key(slot: &EntitySlot) -> String {
    if let Some(entity) = &slot.entity {
        return entity.clone();
    }
    match &slot.value {
        Some(Value::Date(date)) if !date.iso.is_empty() => date.iso.clone(),
        Some(Value::Money(money)) => format!("{} {}", money.amount.normalize(), money.currency),
        Some(Value::Quantity(quantity)) => quantity.number.normalize().to_string(),
        Some(Value::Percent(percent)) => format!("{} {}", percent.number.normalize(), percent.unit),
        Some(Value::Role(role)) => {
            let prefix = [(role.former, "former "), (role.acting, "acting "), (role.deputy, "deputy ")];
            let prefix: String = prefix.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect();
            format!(
                "{prefix}{}",
                role.title.clone().unwrap_or_else(|| names::bare(slot.text.as_deref().unwrap_or_default()))
            )
        }
        _ => names::bare(slot.text.as_deref().unwrap_or_default()),
    }
}

/// Tellings of a relation that share a filler of an identifying slot.
fn blocks(tellings: &[Telling], identities: &BTreeMap<&'static str, Identity>) -> Vec<Vec<usize>> {
    let mut blocks: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (index, telling) in tellings.iter().enumerate() {
        for slot in identifying(telling, identities) {
            for key in telling.keys.get(slot).into_iter().flatten() {
                blocks.entry((telling.relation.as_str(), slot, key.as_str())).or_default().push(index);
            }
        }
    }
    // A filler that stands in very many facts (a country) identifies nothing; other slots bring equal facts together.
    blocks.into_values().filter(|block| block.len() > 1 && block.len() <= 400).collect()
}

fn identifying<'t>(telling: &'t Telling, identities: &BTreeMap<&'static str, Identity>) -> Vec<&'t str> {
    match identities.get(telling.relation.as_str()) {
        Some(identity) => {
            let names = identity.same.iter().chain(&identity.overlap);
            names.filter_map(|name| telling.keys.get_key_value(*name).map(|(key, _)| key.as_str())).collect()
        }
        None => telling.keys.keys().map(String::as_str).collect(),
    }
}

fn compare(a: &Telling, b: &Telling, identities: &BTreeMap<&'static str, Identity>) -> Relation {
    let Some(identity) = identities.get(a.relation.as_str()) else {
        return if a.keys == b.keys { Relation::Same } else { Relation::Other };
    };
    if !same_slots(a, b, &identity.same)
        || !overlapping(a, b, &identity.overlap)
        || predecessor(a) != predecessor(b)
    {
        return Relation::Other;
    }
    let timed = !matches!(a.relation.as_str(), "role" | "part_of" | "owns" | "located" | "created");
    if timed && far_apart(a, b) {
        return Relation::Other;
    }
    // "Two were killed on Saturday", "twelve were killed on Saturday": of whom or what is not told.
    let told = |slot: &&str| a.keys.contains_key(*slot) && b.keys.contains_key(*slot);
    if !identity.of.iter().all(told) && !identity.conflict.iter().any(|slot| shares(a, b, slot)) {
        return Relation::Other;
    }
    for slot in &identity.conflict {
        if let Some(why) = conflict(a, b, slot) {
            // Two dates or sums of one document are two facts, not a contradiction.
            return if a.document == b.document || !timed && *slot != "share" {
                Relation::Other
            } else {
                Relation::Contradict(why)
            };
        }
    }
    if (a.status == Status::Denied) != (b.status == Status::Denied) {
        return Relation::Contradict(format!("{} and {}", a.status.name(), b.status.name()));
    }
    Relation::Same
}

/// Whether every identifying slot that both fill shares a filler, and at least one does; roles need all of theirs.
fn same_slots(a: &Telling, b: &Telling, slots: &[&str]) -> bool {
    let mut shared = 0;
    for slot in slots {
        match (a.keys.get(*slot), b.keys.get(*slot)) {
            (Some(x), Some(y)) if x.intersection(y).next().is_some() => shared += 1,
            (Some(_), Some(_)) => return false,
            (None, None) => {}
            _ if matches!(a.relation.as_str(), "role" | "part_of" | "owns" | "statistic" | "located") => {
                return false;
            }
            _ => {}
        }
    }
    // Agreements and meetings are identified by who takes part.
    shared >= 1 && (shared >= 2 || slots.len() < 2 || a.relation == "appointment")
        || matches!(a.relation.as_str(), "agreement" | "meeting")
}

fn overlapping(a: &Telling, b: &Telling, slots: &[&str]) -> bool {
    if slots.is_empty() {
        return true;
    }
    let fillers = |telling: &Telling| -> BTreeSet<String> {
        slots.iter().filter_map(|slot| telling.keys.get(*slot)).flatten().cloned().collect()
    };
    let (x, y) = (fillers(a), fillers(b));
    x.intersection(&y).count() >= 2
}

fn predecessor(telling: &Telling) -> bool {
    telling.keys.contains_key("predecessor") && !telling.keys.contains_key("party")
}

/// Whether the two are told so far apart in time that they cannot be of one event, unless they name the same date.
fn far_apart(a: &Telling, b: &Telling) -> bool {
    let dates = |telling: &Telling| telling.keys.get("date").cloned().unwrap_or_default();
    if dates(a).intersection(&dates(b)).next().is_some() {
        return false;
    }
    match (a.day, b.day) {
        (Some(x), Some(y)) => (x.number() - y.number()).abs() > NEAR_DAYS,
        _ => false,
    }
}

/// Whether a filler of the slot is the same in both.
fn shares(a: &Telling, b: &Telling, slot: &str) -> bool {
    matches!((a.keys.get(slot), b.keys.get(slot)), (Some(x), Some(y)) if x.intersection(y).next().is_some())
}

/// How the fillers of a slot contradict, if they do.
fn conflict(a: &Telling, b: &Telling, slot: &str) -> Option<String> {
    let (x, y) = (a.keys.get(slot)?, b.keys.get(slot)?);
    let compatible = x.iter().any(|left| {
        y.iter().any(|right| {
            left == right
                || slot == "date" && (left.starts_with(right.as_str()) || right.starts_with(left.as_str()))
        })
    });
    let (left, right) = (x.iter().next()?, y.iter().next()?);
    // Sums in different currencies are not comparable.
    let currency = |key: &str| key.rsplit_once(' ').map(|(_, currency)| currency.to_owned());
    let comparable = slot != "value" || currency(left) == currency(right);
    (!compatible && comparable).then(|| format!("{slot}: {left} against {right}"))
}

fn finish(
    documents: &[&Analyzed],
    tellings: &[Telling],
    union: &mut Union,
    conflicts: &BTreeSet<(usize, usize, String)>,
    duplicates: &[DuplicateCluster],
) -> Merged {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for telling in 0..tellings.len() {
        groups.entry(union.root(telling)).or_default().push(telling);
    }
    let mut facts: Vec<(usize, MergedFact)> =
        groups.iter().map(|(&root, group)| (root, merged(documents, tellings, group, duplicates))).collect();
    let place: BTreeMap<usize, usize> = facts.iter().enumerate().map(|(at, (root, _))| (*root, at)).collect();
    let mut decisions = Vec::new();
    for (a, b, why) in conflicts {
        let (x, y) = (union.root(*a), union.root(*b));
        if x == y {
            continue;
        }
        let (left, right) = (facts[place[&x]].1.id.clone(), facts[place[&y]].1.id.clone());
        facts[place[&x]].1.contradicts.push(right.clone());
        facts[place[&y]].1.contradicts.push(left.clone());
        decisions.push(Decision {
            decision: DecisionKind::Apart,
            kind: "fact".to_owned(),
            left: tellings[*a].evidence.clone(),
            right: tellings[*b].evidence.clone(),
            ids: (left, right),
            reasons: vec![format!("they contradict each other in {why}")],
        });
    }
    for (_, fact) in &mut facts {
        fact.contradicts.sort();
        fact.contradicts.dedup();
    }
    let mut facts: Vec<MergedFact> = facts.into_iter().map(|(_, fact)| fact).collect();
    facts.sort_by(|a, b| (&a.relation, &a.sources, &a.id).cmp(&(&b.relation, &b.sources, &b.id)));
    Merged { facts, decisions }
}

fn merged(
    documents: &[&Analyzed],
    tellings: &[Telling],
    group: &[usize],
    duplicates: &[DuplicateCluster],
) -> MergedFact {
    let first = &tellings[group[0]];
    let mut sources: Vec<FactSource> = group
        .iter()
        .map(|&index| FactSource {
            document: documents[tellings[index].document].document.id().clone(),
            fact: u32::try_from(tellings[index].fact).expect("fewer facts than 2^32"),
        })
        .collect();
    sources.sort();
    let mut slots: Vec<EntitySlot> = Vec::new();
    let mut seen = BTreeSet::new();
    for &index in group {
        for slot in &tellings[index].slots {
            if seen.insert((slot.name.clone(), slot_key(slot))) {
                slots.push(slot.clone());
            }
        }
    }
    slots.sort_by(|a, b| (&a.name, &a.entity, &a.text).cmp(&(&b.name, &b.entity, &b.text)));
    // The latest telling knows how far it has come; among equals the firmest status.
    let latest =
        group.iter().max_by_key(|&&index| (tellings[index].day, std::cmp::Reverse(tellings[index].status)));
    let status = latest.map_or(first.status, |&index| tellings[index].status);
    let mut notes: Vec<String> = group
        .iter()
        .flat_map(|&i| documents[tellings[i].document].records.facts.facts[tellings[i].fact].notes.clone())
        .collect();
    notes.sort();
    notes.dedup();
    let content = format!(
        "{} {} {:?} {:?}",
        first.relation,
        status.name(),
        slots.iter().map(|s| (&s.name, slot_key(s))).collect::<Vec<_>>(),
        sources
    );
    let id = format!("{}/{}", first.relation, &blake3::hash(content.as_bytes()).to_hex().as_str()[..12]);
    let independent_sources = independent(&sources, duplicates);
    MergedFact {
        id,
        relation: first.relation.clone(),
        status,
        slots,
        sources,
        independent_sources,
        contradicts: Vec::new(),
        notes,
    }
}

/// The number of documents among the sources, copies of one text counted once.
fn independent(sources: &[FactSource], duplicates: &[DuplicateCluster]) -> u32 {
    let cluster =
        |id: &DocumentId| duplicates.iter().position(|c| c.members.iter().any(|m| &m.document == id));
    let origins: BTreeSet<(Option<usize>, Option<&DocumentId>)> = sources
        .iter()
        .map(|source| match cluster(&source.document) {
            Some(cluster) => (Some(cluster), None),
            None => (None, Some(&source.document)),
        })
        .collect();
    u32::try_from(origins.len()).expect("fewer sources than 2^32")
}
