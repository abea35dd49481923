//! A page for each entity: its names, roles over time, facts, quotes, where it is mentioned, and with whom.

use std::collections::BTreeMap;

use svodka_model::{Day, Decision, Entity, Kind, MergedFact, Status};

use crate::catalog::Catalog;
use crate::excerpt;
use crate::facts_page;
use crate::html::Html;
use crate::identities;
use crate::phrase;
use crate::quotes::{self, Said};
use crate::shell::{self, Page, cell};
use crate::words::{self, count};

/// Facts of one relation, and quotes, on the page.
const FACTS: usize = 50;

/// Documents with snippets on the page, and snippets of one document.
const DOCUMENTS: usize = 60;
const SNIPPETS: usize = 3;

/// Others that the page names.
const TOGETHER: usize = 15;

/// Documents that name more entities than this say little about which belong together.
const CROWDED: usize = 400;

/// What is looked up once for all pages.
pub(crate) struct Shared<'a> {
    quotes: BTreeMap<usize, Vec<Said<'a>>>,
    /// For each document, its entities, ascending.
    entities: Vec<Vec<usize>>,
    decisions: BTreeMap<&'a str, Vec<&'a Decision>>,
}

impl<'a> Shared<'a> {
    pub(crate) fn new(catalog: &Catalog<'a>) -> Self {
        let mut shared = Self {
            quotes: quotes::of_entities(catalog),
            entities: vec![vec![]; catalog.corpus.documents.len()],
            decisions: BTreeMap::new(),
        };
        for (entity, documents) in catalog.documents_of.iter().enumerate() {
            for &document in documents {
                shared.entities[document].push(entity);
            }
        }
        for decision in catalog.corpus.decisions {
            shared.decisions.entry(&decision.ids.0).or_default().push(decision);
            if decision.ids.0 != decision.ids.1 {
                shared.decisions.entry(&decision.ids.1).or_default().push(decision);
            }
        }
        shared
    }
}

/// The path and the bytes of the page of an entity.
pub(crate) fn page(catalog: &Catalog<'_>, shared: &Shared<'_>, index: usize) -> (String, Vec<u8>) {
    let entity = &catalog.corpus.entities[index];
    let section = shell::list_page(entity.kind).map(|list| format!("{list}.html")).unwrap_or_default();
    let page = Page { path: catalog.file(index), title: &entity.name, section: &section };
    let together = Together::of(catalog, shared, index);
    let path = page.path.to_owned();
    (path, shell::page(catalog, page, |h| body(h, catalog, shared, &together, index)))
}

fn body(h: &mut Html, catalog: &Catalog<'_>, shared: &Shared<'_>, together: &Together, index: usize) {
    let entity = &catalog.corpus.entities[index];
    let of = words::kinds(entity.kind);
    h.within("p", &[("class", "kicker")], |h| match shell::list_page(entity.kind) {
        Some(list) => h.link(&format!("{list}.html"), of),
        None => h.text(of),
    });
    h.leaf("h1", &[("lang", words::script(&entity.name))], &entity.name);
    about(h, catalog, index, entity);
    roles(h, catalog, index);
    facts(h, catalog, index);
    if let Some(said) = shared.quotes.get(&index) {
        shell::heading(h, "quotes", "Quotes");
        quotes::list(h, catalog, said, FACTS);
    }
    h.within("div", &[("class", "columns wide")], |h| {
        h.within("section", &[], |h| mentions(h, catalog, index, entity));
        h.within("section", &[], |h| together.write(h, catalog));
    });
    if let Some(decisions) = shared.decisions.get(entity.id.as_str()) {
        shell::heading(h, "identity", "Why these names are one, and others are not");
        identities::table(h, catalog, &decisions[..decisions.len().min(FACTS)]);
        if decisions.len() > FACTS {
            shell::note(h, &format!("{FACTS} of {} shown; all in resolve/decisions.jsonl.", decisions.len()));
        }
    }
}

fn about(h: &mut Html, catalog: &Catalog<'_>, index: usize, entity: &Entity) {
    h.within("dl", &[("class", "about")], |h| {
        for (code, names) in &entity.names {
            h.leaf("dt", &[], &format!("Names, {}", words::language(code)));
            h.within("dd", &[("lang", code)], |h| {
                for (place, name) in names.iter().enumerate() {
                    h.text(if place == 0 { "" } else { " · " });
                    h.leaf("span", &[("class", "name")], name);
                }
            });
        }
        let mut attributes: Vec<((usize, String), &Vec<String>)> = entity
            .attributes
            .iter()
            .filter_map(|(name, values)| Some((words::attribute(name)?, values)))
            .collect();
        attributes.sort();
        for ((_, label), values) in attributes {
            h.leaf("dt", &[], &label);
            h.within("dd", &[], |h| attribute(h, catalog, values));
        }
        if let Some(link) = &entity.link {
            h.leaf("dt", &[], "Known as");
            h.within("dd", &[], |h| h.leaf("code", &[], link));
        }
        h.leaf("dt", &[], "Named in");
        let days: Vec<Day> =
            catalog.documents_of[index].iter().filter_map(|&document| catalog.day(document)).collect();
        let documents = count(catalog.documents_of[index].len(), "document", "documents");
        h.leaf(
            "dd",
            &[],
            &match (days.first(), days.last()) {
                (Some(first), Some(last)) if first != last => format!("{documents}, {first} to {last}"),
                (Some(day), _) => format!("{documents}, {day}"),
                _ => documents,
            },
        );
    });
}

/// Values of an attribute; those that are ids of entities, or of known organisations, become links.
fn attribute(h: &mut Html, catalog: &Catalog<'_>, values: &[String]) {
    for (place, value) in values.iter().enumerate() {
        h.text(if place == 0 { "" } else { " · " });
        match catalog.entity(value).or_else(|| catalog.entity(&format!("organization/{value}"))) {
            Some(entity) => shell::entity_link(h, catalog, entity),
            None => h.leaf("span", &[("lang", words::script(value))], value),
        }
    }
}

/// A row of the table of roles: when the first and the last document tell it.
struct Held<'a> {
    facts: Vec<&'a MergedFact>,
    first: Option<Day>,
    last: Option<Day>,
    documents: usize,
}

/// Who held which office, by the dates of the documents that say so.
fn roles(h: &mut Html, catalog: &Catalog<'_>, index: usize) {
    let person = catalog.corpus.entities[index].kind == Kind::Person;
    let mut held: BTreeMap<[String; 3], Held> = BTreeMap::new();
    let facts = catalog.facts_of[index].iter().map(|&fact| &catalog.corpus.facts[fact]);
    for fact in facts.filter(|fact| fact.relation == "role" && fact.status != Status::Denied) {
        let told = |name: &str| slot_text(catalog, fact, name);
        let key = [told("person"), told("title").to_lowercase(), told("organization")];
        let days: Vec<Day> =
            catalog.tellings(fact).iter().filter_map(|telling| catalog.day(telling.document)).collect();
        let entry = held.entry(key).or_insert(Held { facts: vec![], first: None, last: None, documents: 0 });
        entry.first = entry.first.into_iter().chain(days.first().copied()).min();
        entry.last = entry.last.max(days.last().copied());
        entry.documents += fact.sources.len();
        entry.facts.push(fact);
    }
    if held.is_empty() {
        return;
    }
    let mut held: Vec<Held> = held.into_values().collect();
    held.sort_by_key(|held| (held.first.is_none(), held.first, held.last));
    shell::heading(h, "roles", if person { "Roles over time" } else { "People over time" });
    let who: &[&str] = if person { &["title", "organization"] } else { &["person", "title"] };
    let columns = if person {
        ["Title", "Organisation", "Told", "Sources"]
    } else {
        ["Person", "Title", "Told", "Sources"]
    };
    shell::table(h, "rows", &columns, |h| {
        for held in held.iter().take(FACTS) {
            h.within("tr", &[], |h| {
                for (name, column) in who.iter().zip(columns) {
                    cell(h, column, |h| slot(h, catalog, held.facts[0], name));
                }
                cell(h, "Told", |h| {
                    h.leaf("span", &[("class", "date")], &span_of_days(held.first, held.last))
                });
                cell(h, "Sources", |h| evidence_links(h, catalog, held));
            });
        }
    });
    shell::rest(h, FACTS, held.len(), "facts.csv");
}

fn slot_text(catalog: &Catalog<'_>, fact: &MergedFact, name: &str) -> String {
    let slots = fact.slots.iter().filter(|slot| slot.name == name);
    slots.map(|slot| catalog.filler(slot).text.into_owned()).collect::<Vec<_>>().join("; ")
}

fn slot(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact, name: &str) {
    for (place, slot) in fact.slots.iter().filter(|slot| slot.name == name).enumerate() {
        h.text(if place == 0 { "" } else { ", " });
        phrase::write_filler(h, &catalog.filler(slot), |entity| catalog.file(entity));
    }
}

fn span_of_days(first: Option<Day>, last: Option<Day>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(day), _) | (_, Some(day)) => day.to_string(),
        _ => "undated".to_owned(),
    }
}

fn evidence_links(h: &mut Html, catalog: &Catalog<'_>, held: &Held<'_>) {
    h.text(&count(held.documents, "source", "sources"));
    let mut tellings: Vec<_> = held.facts.iter().flat_map(|fact| catalog.tellings(fact)).collect();
    tellings.truncate(4);
    for (place, telling) in tellings.into_iter().enumerate() {
        h.text(if place == 0 { ": " } else { ", " });
        let analyzed = catalog.document(telling.document);
        let evidence = excerpt::evidence(analyzed.document.text(), telling.fact);
        h.link_with(&catalog.evidence(telling), &[("title", &evidence)], &format!("evidence {}", place + 1));
    }
}

fn facts(h: &mut Html, catalog: &Catalog<'_>, index: usize) {
    let mut relations: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &fact in &catalog.facts_of[index] {
        relations.entry(&catalog.corpus.facts[fact].relation).or_default().push(fact);
    }
    if relations.is_empty() {
        return;
    }
    shell::heading(h, "facts", "Facts");
    let mut relations: Vec<(&str, Vec<usize>)> = relations.into_iter().collect();
    relations.sort_by_key(|(relation, _)| catalog.relations.order(relation));
    for (relation, facts) in relations {
        h.leaf("h3", &[], &catalog.relations.heading(relation));
        let facts = facts_page::newest_first(catalog, facts.into_iter());
        facts_page::table(h, catalog, &facts[..facts.len().min(FACTS)]);
        shell::rest(h, FACTS, facts.len(), "facts.csv");
    }
}

fn mentions(h: &mut Html, catalog: &Catalog<'_>, index: usize, entity: &Entity) {
    shell::heading(h, "mentions", "Mentions");
    let mut by_document: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (id, mention) in &entity.mentions {
        if let Some(document) = catalog.document_index(id) {
            by_document.entry(document).or_default().push(*mention);
        }
    }
    for &document in catalog.documents_of[index].iter().take(DOCUMENTS) {
        let mentions = by_document.get(&document).map_or(&[][..], Vec::as_slice);
        h.within("article", &[("class", "mentions")], |h| {
            h.within("h3", &[], |h| {
                if let Some(day) = catalog.day(document) {
                    h.leaf("span", &[("class", "date")], &day.to_string());
                    h.text(" ");
                }
                shell::document_link(h, catalog, document);
            });
            for &mention in mentions.iter().take(SNIPPETS) {
                snippet(h, catalog, document, mention);
            }
            if mentions.len() > SNIPPETS {
                shell::note(h, &format!("{} more in this document", mentions.len() - SNIPPETS));
            }
        });
    }
    shell::rest(h, DOCUMENTS, catalog.documents_of[index].len(), "mentions.csv");
}

fn snippet(h: &mut Html, catalog: &Catalog<'_>, document: usize, mention: u32) {
    let analyzed = catalog.document(document);
    let Some(found) = analyzed.records.entities.mentions.get(mention as usize) else { return };
    let [before, name, after] = excerpt::snippet(analyzed, found.span);
    h.within(
        "p",
        &[("class", "snippet"), ("lang", excerpt::language_at(analyzed, found.span.start()))],
        |h| {
            h.text(&before);
            h.within("mark", &[("class", found.kind.name())], |h| {
                h.link(&catalog.place(document, found.span, &format!("m{mention}")), &name);
            });
            h.text(&after);
        },
    );
}

/// Those that the same documents name.
struct Together {
    /// Entity and number of documents, most first.
    others: Vec<(usize, usize)>,
    /// Documents that were left out.
    crowded: usize,
}

impl Together {
    /// Counts the company of an entity; `counts` holds a zero for each entity, before and after.
    fn of(catalog: &Catalog<'_>, shared: &Shared<'_>, index: usize) -> Self {
        let (crowds, rooms): (Vec<&Vec<usize>>, Vec<_>) = catalog.documents_of[index]
            .iter()
            .map(|&document| &shared.entities[document])
            .partition(|entities| entities.len() > CROWDED);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for &other in rooms.into_iter().flatten().filter(|&&other| other != index) {
            *counts.entry(other).or_default() += 1;
        }
        let mut others: Vec<_> = counts.into_iter().collect();
        let name = |other: usize| &catalog.corpus.entities[other].name;
        others.sort_by_key(|&(other, documents)| (std::cmp::Reverse(documents), name(other), other));
        Self { others, crowded: crowds.len() }
    }

    fn write(&self, h: &mut Html, catalog: &Catalog<'_>) {
        if self.others.is_empty() {
            return;
        }
        shell::heading(h, "together", "Named together with");
        h.within("ol", &[("class", "ranking")], |h| {
            for &(other, documents) in self.others.iter().take(TOGETHER) {
                let kind = catalog.corpus.entities[other].kind.name();
                h.within("li", &[], |h| {
                    h.within("span", &[], |h| {
                        shell::entity_link(h, catalog, other);
                        h.leaf("span", &[("class", "other")], &format!(" {kind}"));
                    });
                    h.leaf("span", &[("class", "number")], &documents.to_string());
                });
            }
        });
        let left_out = match self.crowded {
            0 => String::new(),
            crowded => format!(
                " {} left out that name more than {CROWDED}.",
                count(crowded, "document", "documents")
            ),
        };
        let all = count(self.others.len(), "other", "others");
        shell::note(h, &format!("Number of documents that name both; {all} in all.{left_out}"));
    }
}
