//! The table of all facts: the newest as plain HTML, all of them as data for the filters of `app.js`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use svodka_model::MergedFact;

use crate::Put;
use crate::catalog::{Catalog, Telling, leading};
use crate::excerpt;
use crate::html::Html;
use crate::phrase::{self, Part};
use crate::shell::{self, Page, cell};
use crate::words::{self, count};

/// Rows that stand in the page itself.
const STATIC: usize = 100;

/// Facts in a file of data.
const CHUNK: usize = 1000;

/// Sources that a row names; the others are in the exports.
const SOURCES: usize = 8;

const COLUMNS: [&str; 5] = ["Date", "Relation", "Fact", "Evidence", "Sources"];

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let facts = newest_first(catalog, catalog.corpus.facts.iter().enumerate().map(|(index, _)| index));
    put("data/entities.js", &script("entities", &entities(catalog)))?;
    let chunks = facts.chunks(CHUNK);
    let number = chunks.len();
    for (index, chunk) in chunks.enumerate() {
        let rows: Vec<Json> =
            chunk.iter().map(|&fact| row_data(catalog, &catalog.corpus.facts[fact])).collect();
        put(&format!("data/facts-{}.js", index + 1), &script(&format!("facts_{}", index + 1), &rows))?;
    }
    let page = Page { path: "facts.html", title: "Facts", section: "facts.html" };
    put(page.path, &shell::page(catalog, page, |h| body(h, catalog, &facts, number)))
}

/// Facts in the order of the table: latest first, those without a day last.
pub(crate) fn newest_first(catalog: &Catalog<'_>, facts: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut facts: Vec<usize> = facts.collect();
    facts.sort_by_cached_key(|&index| {
        let fact = &catalog.corpus.facts[index];
        let day = catalog.when(fact, &catalog.tellings(fact)).and_then(|when| when.start);
        (std::cmp::Reverse(day), &fact.relation, &fact.id)
    });
    facts
}

fn body(h: &mut Html, catalog: &Catalog<'_>, facts: &[usize], chunks: usize) {
    h.leaf("h1", &[], "Facts");
    filters(h, catalog);
    let shown = facts.len().min(STATIC);
    h.within("p", &[("class", "note"), ("id", "shown"), ("role", "status")], |h| {
        h.text(&format!("{shown} of {}, latest first.", count(facts.len(), "fact", "facts")));
        if shown < facts.len() {
            h.text(" All of them are in ");
            h.link("../exports/facts.csv", "exports/facts.csv");
            h.text("; with scripts switched on, this page filters all of them.");
        }
    });
    h.within(
        "div",
        &[("id", "facts"), ("data-chunks", &chunks.to_string()), ("data-total", &facts.len().to_string())],
        |h| {
            table(h, catalog, &facts[..shown]);
        },
    );
    h.leaf("button", &[("id", "more"), ("type", "button"), ("hidden", "hidden")], "Show more");
}

fn filters(h: &mut Html, catalog: &Catalog<'_>) {
    let mut relations: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in catalog.corpus.facts {
        *relations.entry(&fact.relation).or_default() += 1;
    }
    let mut relations: Vec<(&str, usize)> = relations.into_iter().collect();
    relations.sort_by_key(|(name, _)| catalog.relations.order(name));
    let relations: Vec<(&str, String)> = relations
        .into_iter()
        .map(|(name, facts)| (name, format!("{} ({facts})", catalog.relations.heading(name))))
        .collect();
    let statuses: Vec<(&str, String)> =
        words::statuses().iter().map(|s| (s.name(), s.name().to_owned())).collect();
    let languages = [("en", "English".to_owned()), ("ru", "Russian".to_owned())];
    h.within("form", &[("id", "filters"), ("hidden", "hidden"), ("aria-label", "Filter the facts")], |h| {
        choice(h, "relation", "Relation", &relations);
        choice(h, "status", "Status", &statuses);
        choice(h, "language", "Language", &languages);
        input(h, "entity", "Entity", "search", "in either language");
        input(h, "from", "From", "date", "");
        input(h, "to", "To", "date", "");
        input(h, "text", "Words", "search", "in fact or evidence");
        h.within("label", &[("class", "check")], |h| {
            h.void("input", &[("type", "checkbox"), ("name", "disputed"), ("value", "1")]);
            h.text(" contradicted only");
        });
        choice(h, "order", "Order", &[("earliest", "earliest first".to_owned())]);
        h.leaf("button", &[("type", "reset")], "Clear");
        h.leaf("button", &[("id", "save"), ("type", "button"), ("hidden", "hidden")], "Save these as CSV");
    });
}

/// A field with a choice; the first option chooses nothing.
fn choice(h: &mut Html, name: &str, label: &str, options: &[(&str, String)]) {
    h.within("label", &[], |h| {
        h.leaf("span", &[], label);
        h.within("select", &[("name", name)], |h| {
            h.leaf("option", &[("value", "any")], if name == "order" { "latest first" } else { "any" });
            for (value, text) in options {
                h.leaf("option", &[("value", value)], text);
            }
        });
    });
}

fn input(h: &mut Html, name: &str, label: &str, sort: &str, hint: &str) {
    h.within("label", &[], |h| {
        h.leaf("span", &[], label);
        h.void("input", &[("name", name), ("type", sort), ("placeholder", hint)]);
    });
}

/// A table of facts as plain HTML. `app.js` draws rows of the same shape.
pub(crate) fn table(h: &mut Html, catalog: &Catalog<'_>, facts: &[usize]) {
    shell::table(h, "rows facts", &COLUMNS, |h| {
        for &fact in facts {
            row(h, catalog, &catalog.corpus.facts[fact]);
        }
    });
}

fn row(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact) {
    let tellings = catalog.tellings(fact);
    h.within("tr", &[], |h| {
        cell(h, COLUMNS[0], |h| match catalog.when(fact, &tellings) {
            Some(when) => {
                h.leaf("span", &[("class", "date")], &when.text);
                if when.reported {
                    h.leaf("span", &[("class", "tag")], "reported");
                }
            }
            None => h.text("—"),
        });
        cell(h, COLUMNS[1], |h| shell::relation(h, catalog, &fact.relation, fact.status));
        cell(h, COLUMNS[2], |h| {
            phrase::write(h, &catalog.phrase(fact, &tellings), |entity| catalog.file(entity));
            marks(h, catalog, fact, &tellings);
        });
        cell(h, COLUMNS[3], |h| evidence(h, catalog, fact, &tellings));
        cell(h, COLUMNS[4], |h| sources(h, catalog, fact, &tellings));
    });
}

/// What a reader should be warned of: remarks, who says so, contradictions.
pub(crate) fn marks(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact, tellings: &[Telling<'_>]) {
    let disputing = contradictions(catalog, fact);
    let asserted = asserted_by(catalog, tellings);
    if fact.notes.is_empty() && disputing.is_empty() && asserted.is_empty() {
        return;
    }
    h.within("div", &[("class", "marks")], |h| {
        for name in asserted {
            h.within("span", &[("class", "tag")], |h| {
                h.text("says ");
                h.leaf("span", &[("lang", words::script(&name))], &name);
            });
            h.text(" ");
        }
        for note in &fact.notes {
            h.leaf("span", &[("class", "tag")], words::remark(note));
            h.text(" ");
        }
        for (path, title) in disputing {
            h.link_with(&path, &[("class", "tag disputed"), ("title", &title)], "contradicted");
            h.text(" ");
        }
    });
}

/// Who says so, where every telling stands in someone's words.
fn asserted_by(catalog: &Catalog<'_>, tellings: &[Telling<'_>]) -> Vec<String> {
    let by = |telling: &Telling| {
        Some(catalog.named(telling.document, telling.fact.asserted_by?).text.into_owned())
    };
    let names: Option<BTreeSet<String>> = tellings.iter().map(by).collect();
    names.unwrap_or_default().into_iter().collect()
}

/// For each fact that contradicts this one, where its evidence stands, and its words.
fn contradictions(catalog: &Catalog<'_>, fact: &MergedFact) -> Vec<(String, String)> {
    let others =
        fact.contradicts.iter().filter_map(|id| catalog.merged(id)).map(|index| &catalog.corpus.facts[index]);
    others
        .filter_map(|other| {
            let tellings = catalog.tellings(other);
            let telling = *leading(other, &tellings)?;
            let words = phrase::plain(&catalog.phrase(other, &tellings));
            Some((catalog.evidence(telling), format!("{}: {words}", other.status.name())))
        })
        .collect()
}

/// The evidence of the leading telling, linked to its place.
pub(crate) fn evidence(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact, tellings: &[Telling<'_>]) {
    let Some(first) = leading(fact, tellings) else { return h.text("—") };
    let analyzed = catalog.document(first.document);
    let span = first.fact.evidence;
    let language = excerpt::language_at(analyzed, span.start());
    h.leaf(
        "q",
        &[("class", "evidence"), ("lang", language)],
        &excerpt::evidence(analyzed.document.text(), first.fact),
    );
    h.text(" ");
    h.link_with(&catalog.evidence(*first), &[("class", "source")], &catalog.title(first.document));
}

fn sources(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact, tellings: &[Telling<'_>]) {
    h.text(&source_count(fact, tellings.len()));
    if tellings.len() > 1 {
        h.within("details", &[], |h| {
            h.leaf("summary", &[], "list");
            h.within("ul", &[("class", "plain")], |h| {
                for telling in tellings.iter().take(SOURCES) {
                    h.within("li", &[], |h| {
                        h.link(&catalog.evidence(*telling), &source_name(catalog, fact, *telling))
                    });
                }
            });
            shell::rest(h, SOURCES, tellings.len(), "facts.csv");
        });
    }
}

pub(crate) fn source_count(fact: &MergedFact, tellings: usize) -> String {
    match fact.independent_sources as usize {
        independent if independent < tellings => format!("{tellings} ({independent} independent)"),
        _ => tellings.to_string(),
    }
}

/// A source by its day and headline, and by the status that it tells where that is another.
fn source_name(catalog: &Catalog<'_>, fact: &MergedFact, telling: Telling<'_>) -> String {
    let day = catalog.day(telling.document).map(|day| format!("{day} ")).unwrap_or_default();
    let status = telling.fact.status;
    let status = if status == fact.status { String::new() } else { format!(" ({})", status.name()) };
    format!("{day}{}{status}", catalog.title(telling.document))
}

/// Names of entities by index: page, name, and all names to search in. Entities without facts are left empty.
fn entities(catalog: &Catalog<'_>) -> Vec<Json> {
    let entity = |index: usize| {
        let entity = &catalog.corpus.entities[index];
        if catalog.facts_of[index].is_empty() {
            return json!(0);
        }
        let others: Vec<&str> = catalog.other_names(index).map(|(_, name)| name).take(12).collect();
        json!([catalog.file(index), entity.name, others.join(" · ")])
    };
    (0..catalog.corpus.entities.len()).map(entity).collect()
}

/// A fact as `app.js` reads it. The names are short because there may be a hundred thousand of them.
fn row_data(catalog: &Catalog<'_>, fact: &MergedFact) -> Json {
    let tellings = catalog.tellings(fact);
    let words: Vec<Json> = catalog.phrase(fact, &tellings).iter().map(part_data).collect();
    let languages: BTreeSet<&str> = tellings
        .iter()
        .map(|telling| {
            excerpt::language_at(catalog.document(telling.document), telling.fact.evidence.start())
        })
        .collect();
    let mut row = json!({
        "r": fact.relation, "n": catalog.relations.one(&fact.relation), "s": fact.status.name(), "l": languages,
        "w": words, "c": source_count(fact, tellings.len()),
    });
    if !catalog.relations.tells(&fact.relation, fact.status) {
        row["h"] = json!(1);
    }
    if let Some(when) = catalog.when(fact, &tellings) {
        row["d"] = json!([when.text, when.start, when.end, when.reported]);
    }
    if let Some(first) = leading(fact, &tellings) {
        let analyzed = catalog.document(first.document);
        let span = first.fact.evidence;
        let evidence = excerpt::evidence(analyzed.document.text(), first.fact);
        row["e"] = json!([
            evidence,
            excerpt::language_at(analyzed, span.start()),
            catalog.evidence(*first),
            catalog.title(first.document)
        ]);
    }
    if tellings.len() > 1 {
        let source =
            |telling: &Telling| json!([catalog.evidence(*telling), source_name(catalog, fact, *telling)]);
        row["o"] = tellings.iter().take(SOURCES).map(source).collect();
    }
    let lists = [
        ("a", json!(asserted_by(catalog, &tellings))),
        ("m", fact.notes.iter().map(|note| words::remark(note)).collect()),
        ("x", json!(contradictions(catalog, fact))),
    ];
    for (name, list) in lists {
        if list != json!([]) {
            row[name] = list;
        }
    }
    row
}

fn part_data(part: &Part<'_>) -> Json {
    match part {
        Part::Glue(text) => json!(text),
        Part::Slot(filler) => match filler.entity {
            Some(entity) => json!([entity, filler.hint]),
            None => json!([filler.text, filler.hint]),
        },
    }
}

/// A script that sets one property of the global `svodka`, one entry a line. What could end a script or a line of it
/// is written as an escape, though the file is never put into a page.
fn script(name: &str, entries: &[Json]) -> Vec<u8> {
    let mut out = format!("(globalThis.svodka ??= {{}}).{name} = [");
    for entry in entries {
        out.push('\n');
        out.push_str(&entry.to_string());
        out.push(',');
    }
    out.push_str("\n];\n");
    let escapes = [
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ];
    escapes.iter().fold(out, |out, (character, escape)| out.replace(*character, escape)).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_leave_its_script() {
        let bytes =
            script("facts_1", &[json!(["</script><script>alert(1)</script>", "<!--", "\u{2028}'\"\\"])]);
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let json =
            text.split_once('=').unwrap().1.split_once("= ").unwrap().1.trim_end().trim_end_matches(';');
        let json = json.replace(",\n]", "\n]");
        let back: Json = serde_json::from_str(&json).unwrap();
        assert_eq!(back, json!([["</script><script>alert(1)</script>", "<!--", "\u{2028}'\"\\"]]));
    }
}
