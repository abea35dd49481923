//! The first page: what the corpus holds, at a glance.

use std::collections::BTreeMap;

use svodka_model::{Day, Kind, Language};

use crate::Put;
use crate::catalog::Catalog;
use crate::html::Html;
use crate::shell::{self, Page};
use crate::unreadable::Unread;
use crate::words::{self, count};

/// How many things of a kind, and documents, the overview lists.
const TOP: usize = 12;

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let page = Page { path: "index.html", title: "Overview", section: "index.html" };
    put(page.path, &shell::page(catalog, page, |h| body(h, catalog)))
}

fn body(h: &mut Html, catalog: &Catalog<'_>) {
    h.leaf("h1", &[], "Overview");
    summary(h, catalog);
    h.within("div", &[("class", "columns wide")], |h| {
        h.within("section", &[], |h| timeline(h, catalog));
        h.within("section", &[], |h| languages(h, catalog));
    });
    h.within("div", &[("class", "columns wide")], |h| {
        h.within("section", &[], |h| facts(h, catalog));
        h.within("section", &[], |h| unread(h, catalog));
    });
    h.within("div", &[("class", "columns")], |h| {
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_entity()) {
            top(h, catalog, kind);
        }
    });
    documents(h, catalog);
}

fn summary(h: &mut Html, catalog: &Catalog<'_>) {
    let corpus = catalog.corpus;
    let quotes: usize = corpus.documents.iter().map(|document| document.records.facts.quotes.len()).sum();
    let numbers = [
        ("documents.html", count(corpus.documents.len(), "document", "documents")),
        ("facts.html", count(corpus.facts.len(), "fact", "facts")),
        ("people.html", count(corpus.entities.len(), "entity", "entities")),
        ("quotes.html", count(quotes, "quote", "quotes")),
        ("unreadable.html", count(corpus.failures.len(), "input not read", "inputs not read")),
    ];
    h.within("ul", &[("class", "totals")], |h| {
        for (path, text) in numbers {
            let (number, noun) = text.split_once(' ').unwrap_or((&text, ""));
            h.within("li", &[], |h| {
                h.leaf("strong", &[], number);
                h.text(" ");
                h.link(path, noun);
            });
        }
    });
    if !corpus.run.inputs.is_empty() {
        shell::note(h, &format!("Read from {}", corpus.run.inputs.join(", ")));
    }
}

/// Documents over time: a bar for each month, or for each year of a long span.
fn timeline(h: &mut Html, catalog: &Catalog<'_>) {
    shell::heading(h, "time", "Documents over time");
    let days: Vec<Day> = catalog.by_date.iter().filter_map(|&document| catalog.day(document)).collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return shell::note(h, "No document has a date.");
    };
    let months = (usize::from(last.year()) - usize::from(first.year())) * 12 + 12;
    let yearly = months > 72;
    let slot = |day: &Day| match yearly {
        true => usize::from(day.year()),
        false => usize::from(day.year()) * 12 + usize::from(day.month()) - 1,
    };
    let name =
        |slot: usize| if yearly { slot.to_string() } else { format!("{}-{:02}", slot / 12, slot % 12 + 1) };
    let mut bars: BTreeMap<usize, usize> = BTreeMap::new();
    for day in &days {
        *bars.entry(slot(day)).or_default() += 1;
    }
    // Short spans get room behind, so that bars do not swell.
    let (from, to) = (slot(first), slot(last).max(slot(first) + 5));
    let most = bars.values().copied().max().unwrap_or(1);
    let width = (to - from + 1) * 10;
    let label = format!("{} dated {} to {}", count(days.len(), "document", "documents"), first, last);
    let view = format!("0 0 {width} 60");
    let attributes = [
        ("class", "timeline"),
        ("viewBox", &*view),
        ("preserveAspectRatio", "none"),
        ("role", "img"),
        ("aria-label", &*label),
    ];
    h.within("svg", &attributes, |h| {
        for (slot, documents) in &bars {
            let height = (documents * 56).div_ceil(most).max(3);
            let (x, y) = ((slot - from) * 10 + 1, 60 - height);
            let [x, y, height] = [x, y, height].map(|number| number.to_string());
            h.within("g", &[], |h| {
                h.leaf(
                    "title",
                    &[],
                    &format!("{}: {}", name(*slot), count(*documents, "document", "documents")),
                );
                h.void("rect", &[("x", &x), ("y", &y), ("width", "8"), ("height", &height)]);
            });
        }
    });
    h.within("p", &[("class", "axis")], |h| {
        h.leaf("span", &[], &name(from));
        h.leaf("span", &[], &name(to));
    });
    let undated = catalog.by_date.len() - days.len();
    let dated = format!("{label}, by {}", if yearly { "year" } else { "month" });
    shell::note(
        h,
        &if undated == 0 {
            dated
        } else {
            format!("{dated}; {} without a date", words::grouped(&undated.to_string()))
        },
    );
}

fn languages(h: &mut Html, catalog: &Catalog<'_>) {
    shell::heading(h, "languages", "Languages");
    let mut languages: BTreeMap<(Language, &str), usize> = BTreeMap::new();
    for document in catalog.corpus.documents {
        let record = &document.records.language;
        let code = if record.language == Language::Und {
            record.code.as_deref().unwrap_or("und")
        } else {
            record.language.code()
        };
        *languages.entry((record.language, code)).or_default() += 1;
    }
    h.within("ul", &[("class", "plain")], |h| {
        for ((language, code), documents) in languages {
            h.within("li", &[], |h| {
                h.text(&format!("{}: {}", words::language(code), count(documents, "document", "documents")));
                if language == Language::Und {
                    h.text(", ");
                    h.link("unreadable.html#languages", "not analysed");
                }
            });
        }
    });
}

/// Facts by relation and status, each number a filter of the table.
fn facts(h: &mut Html, catalog: &Catalog<'_>) {
    shell::heading(h, "facts", "Facts");
    let mut table: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut disputed = 0;
    for fact in catalog.corpus.facts {
        *table.entry(&fact.relation).or_default().entry(fact.status.name()).or_default() += 1;
        disputed += usize::from(!fact.contradicts.is_empty());
    }
    if table.is_empty() {
        return shell::note(h, "No fact was found.");
    }
    let told = |status: &&str| table.values().any(|by_status| by_status.contains_key(status));
    let statuses: Vec<&str> = words::statuses().iter().map(|status| status.name()).filter(told).collect();
    let columns: Vec<&str> = ["Relation", "all"].into_iter().chain(statuses.iter().copied()).collect();
    let mut rows: Vec<(&&str, &BTreeMap<&str, usize>)> = table.iter().collect();
    rows.sort_by_key(|(relation, _)| catalog.relations.order(relation));
    shell::table(h, "grid compact", &columns, |h| {
        for (relation, by_status) in rows {
            h.within("tr", &[], |h| {
                h.leaf("th", &[("scope", "row")], &catalog.relations.heading(relation));
                let all: usize = by_status.values().sum();
                h.within("td", &[("data-label", "all"), ("class", "number")], |h| {
                    h.link(&format!("facts.html?relation={}", address(relation)), &all.to_string());
                });
                for status in &statuses {
                    h.within("td", &[("data-label", status), ("class", "number")], |h| {
                        match by_status.get(*status) {
                            Some(facts) => h.link(
                                &format!("facts.html?relation={}&status={status}", address(relation)),
                                &facts.to_string(),
                            ),
                            None => h.text("·"),
                        }
                    });
                }
            });
        }
    });
    if disputed > 0 {
        h.within("p", &[("class", "note")], |h| {
            h.link("facts.html?disputed=1", &count(disputed, "fact", "facts"));
            h.text(if disputed == 1 {
                " is contradicted by another: "
            } else {
                " are contradicted by others: "
            });
            h.link("identities.html", "side by side");
            h.text(".");
        });
    }
}

/// A name for the query part of an address.
fn address(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The entities of a kind that most documents name.
fn top(h: &mut Html, catalog: &Catalog<'_>, kind: Kind) {
    let Some(list) = shell::list_page(kind) else { return };
    let entities = ranked(catalog, kind);
    if entities.is_empty() {
        return;
    }
    h.within("section", &[], |h| {
        shell::heading(h, list, words::kinds(kind));
        h.within("ol", &[("class", "ranking")], |h| {
            for &entity in entities.iter().take(TOP) {
                let documents = catalog.documents_of[entity].len().to_string();
                h.within("li", &[], |h| {
                    h.within("span", &[], |h| both_names(h, catalog, entity));
                    h.leaf("span", &[("class", "number")], &documents);
                });
            }
        });
        if entities.len() > TOP {
            let all = format!("all {}", words::grouped(&entities.len().to_string()));
            h.within("p", &[("class", "note")], |h| h.link(&format!("{list}.html"), &all));
        }
    });
}

/// An entity's name as a link, and behind it its best name in the other alphabet.
fn both_names(h: &mut Html, catalog: &Catalog<'_>, entity: usize) {
    shell::entity_link(h, catalog, entity);
    let name = &catalog.corpus.entities[entity].name;
    let other = catalog.other_names(entity).find(|(_, other)| words::script(other) != words::script(name));
    if let Some((code, other)) = other {
        h.leaf("span", &[("class", "other"), ("lang", code)], &format!(" {other}"));
    }
}

/// Entities of a kind, those that most documents name first.
pub(crate) fn ranked(catalog: &Catalog<'_>, kind: Kind) -> Vec<usize> {
    let entities = catalog.corpus.entities;
    let mut ranked: Vec<usize> = (0..entities.len()).filter(|&index| entities[index].kind == kind).collect();
    ranked.sort_by_key(|&index| {
        let entity = &entities[index];
        (std::cmp::Reverse((catalog.documents_of[index].len(), entity.mentions.len())), &entity.name, index)
    });
    ranked
}

fn documents(h: &mut Html, catalog: &Catalog<'_>) {
    shell::heading(h, "documents", "Latest documents");
    let dated = catalog.by_date.iter().rev().filter(|&&document| catalog.day(document).is_some());
    let undated = catalog.by_date.iter().filter(|&&document| catalog.day(document).is_none());
    h.within("ul", &[("class", "dated")], |h| {
        for &document in dated.chain(undated).take(TOP) {
            h.within("li", &[], |h| {
                h.leaf(
                    "span",
                    &[("class", "date")],
                    &catalog.day(document).map_or("undated".to_owned(), |day| day.to_string()),
                );
                h.text(" ");
                shell::document_link(h, catalog, document);
            });
        }
    });
    if catalog.by_date.len() > TOP {
        h.within("p", &[("class", "note")], |h| h.link("documents.html", "all documents"));
    }
}

fn unread(h: &mut Html, catalog: &Catalog<'_>) {
    shell::heading(h, "unread", "Not read, or without yield");
    let unread = Unread::of(catalog);
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for failure in catalog.corpus.failures {
        *codes.entry(&failure.code).or_default() += 1;
    }
    h.within("ul", &[("class", "plain")], |h| {
        for (code, inputs) in codes {
            h.within("li", &[], |h| {
                h.link("unreadable.html#failures", &count(inputs, "input", "inputs"));
                h.text(&format!(": {}", words::reason(code)));
            });
        }
        let lines = [
            (unread.declined.len(), "in a language that is not analysed", "languages"),
            (unread.barren.len(), "without any fact or quote", "nothing"),
        ];
        for (documents, what, anchor) in lines {
            h.within("li", &[], |h| {
                h.link(&format!("unreadable.html#{anchor}"), &count(documents, "document", "documents"));
                h.text(&format!(" {what}"));
            });
        }
    });
}
