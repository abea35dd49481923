//! Figures as small tables by subject, with their periods.

use svodka_model::{EntitySlot, MergedFact, Status};

use crate::Put;
use crate::catalog::Catalog;
use crate::facts_page;
use crate::html::Html;
use crate::phrase;
use crate::shell::{self, Listing, cell};
use crate::words::{self, count};

const RELATION: &str = "statistic";

/// Rows of one subject.
const SHOWN: usize = 100;

/// The slots of a figure that have a column of their own.
const COLUMNS: [(&str, &str); 3] = [("measure", "Measure"), ("value", "Value"), ("period", "Period")];

/// What orders figures: those without a subject last; then subject, measure, period.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    subject: (bool, String, Option<usize>),
    measure: String,
    period: String,
}

/// A figure with its place in the order.
struct Figure<'a> {
    key: Key,
    fact: &'a MergedFact,
}

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let mut figures: Vec<Figure> = catalog
        .corpus
        .facts
        .iter()
        .filter(|fact| fact.relation == RELATION)
        .map(|fact| Figure { key: key(catalog, fact), fact })
        .collect();
    figures.sort_by(|a, b| a.key.cmp(&b.key).then(a.fact.id.cmp(&b.fact.id)));
    let subjects: Vec<&[Figure]> = figures.chunk_by(|a, b| a.key.subject == b.key.subject).collect();
    let listing = Listing { name: "statistics", title: "Figures", size: 60 };
    let intro = |h: &mut Html| {
        let figures = count(figures.len(), "figure", "figures");
        let subjects = count(subjects.len(), "subject", "subjects");
        shell::note(
            h,
            &format!(
                "{figures} about {subjects}. Figures stand as told: they are neither added nor converted."
            ),
        );
    };
    shell::listing(catalog, listing, &subjects, put, intro, |h, subjects| {
        shell::narrow(h, subjects.len());
        h.within("div", &[], |h| {
            for figures in subjects {
                subject(h, catalog, figures);
            }
        });
    })
}

fn key(catalog: &Catalog<'_>, fact: &MergedFact) -> Key {
    let text = |name: &str| {
        filler(fact, name).map(|slot| catalog.filler(slot).text.into_owned()).unwrap_or_default()
    };
    let subject = filler(fact, "subject");
    let entity = subject.and_then(|slot| catalog.filler(slot).entity);
    let (measure, period) = (text("measure").to_lowercase(), text("period"));
    Key { subject: (subject.is_none(), text("subject"), entity), measure, period }
}

fn filler<'a>(fact: &'a MergedFact, name: &str) -> Option<&'a EntitySlot> {
    fact.slots.iter().find(|slot| slot.name == name)
}

fn subject(h: &mut Html, catalog: &Catalog<'_>, figures: &[Figure<'_>]) {
    h.within("section", &[("class", "part")], |h| {
        h.within("h2", &[], |h| match filler(figures[0].fact, "subject") {
            Some(slot) => phrase::write_filler(h, &catalog.filler(slot), |entity| catalog.file(entity)),
            None => h.text("No subject told"),
        });
        let columns: Vec<&str> = COLUMNS.iter().map(|(_, label)| *label).chain(["Evidence"]).collect();
        shell::table(h, "rows figures", &columns, |h| {
            for figure in figures.iter().take(SHOWN) {
                row(h, catalog, figure.fact);
            }
        });
        shell::rest(h, SHOWN, figures.len(), "facts.csv");
    });
}

fn row(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact) {
    let tellings = catalog.tellings(fact);
    h.within("tr", &[], |h| {
        for (name, label) in COLUMNS {
            cell(h, label, |h| {
                for (index, slot) in fact.slots.iter().filter(|slot| slot.name == name).enumerate() {
                    h.text(if index == 0 { "" } else { ", " });
                    phrase::write_filler(h, &catalog.filler(slot), |entity| catalog.file(entity));
                }
                if name == "value" {
                    rest(h, catalog, fact);
                }
                if name == "period" && filler(fact, "period").is_none() {
                    let when = catalog.when(fact, &tellings).map(|when| format!("reported {}", when.text));
                    h.leaf("span", &[("class", "tag")], &when.unwrap_or_else(|| "not told".to_owned()));
                }
            });
        }
        cell(h, "Evidence", |h| {
            facts_page::evidence(h, catalog, fact, &tellings);
            facts_page::marks(h, catalog, fact, &tellings);
        });
    });
}

/// Slots without a column of their own, and the status where the figure is not one of the past.
fn rest(h: &mut Html, catalog: &Catalog<'_>, fact: &MergedFact) {
    let known = |name: &str| name == "subject" || COLUMNS.iter().any(|(column, _)| *column == name);
    for slot in fact.slots.iter().filter(|slot| !known(&slot.name)) {
        h.within("div", &[], |h| {
            h.leaf("span", &[("class", "other")], &format!("{} ", words::plain(&slot.name)));
            phrase::write_filler(h, &catalog.filler(slot), |entity| catalog.file(entity));
        });
    }
    if fact.status != Status::Completed {
        h.text(" ");
        shell::badge(h, fact.status);
    }
}
