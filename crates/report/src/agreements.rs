//! Agreements as cards in order of time, and the sums that they name.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Day, Decimal, MergedFact, Status, Value};

use crate::Put;
use crate::catalog::{Catalog, Telling, When};
use crate::facts_page;
use crate::html::Html;
use crate::phrase::{self, Filler};
use crate::shell::{self, Listing};
use crate::words::{self, count};

const RELATION: &str = "agreement";

/// Slots of a card in order, with their English names.
const FIELDS: [(&str, &str); 10] = [
    ("party", "Parties"),
    ("signatory", "Signatories"),
    ("date", "Date"),
    ("place", "Place"),
    ("event", "Event"),
    ("subject", "Subject"),
    ("value", "Value"),
    ("duration", "Duration"),
    ("predecessor", "Predecessor"),
    ("kind", ""),
];

/// An agreement, ready to be shown.
struct Card<'a> {
    fact: &'a MergedFact,
    tellings: Vec<Telling<'a>>,
    when: Option<When>,
}

impl Card<'_> {
    fn start(&self) -> Option<Day> {
        self.when.as_ref()?.start
    }

    fn year(&self) -> String {
        self.start().map_or("Undated".to_owned(), |day| day.year().to_string())
    }
}

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let agreements = catalog.corpus.facts.iter().filter(|fact| fact.relation == RELATION);
    let mut cards: Vec<Card> = agreements
        .map(|fact| {
            let tellings = catalog.tellings(fact);
            let when = catalog.when(fact, &tellings);
            Card { fact, tellings, when }
        })
        .collect();
    cards.sort_by_key(|card| (card.start().is_none(), card.start(), &card.fact.id));
    let listing = Listing { name: "agreements", title: "Agreements", size: 100 };
    let intro = |h: &mut Html| {
        if cards.is_empty() {
            return shell::note(h, "No agreement was found.");
        }
        let number = count(cards.len(), "agreement", "agreements");
        shell::note(
            h,
            &format!("{number}, earliest first. Where no date is told, the day of the first report counts."),
        );
        sums(h, &cards);
    };
    shell::listing(catalog, listing, &cards, put, intro, |h, cards| {
        shell::narrow(h, cards.len());
        h.within("div", &[], |h| {
            for year in cards.chunk_by(|a, b| a.year() == b.year()) {
                h.leaf("h2", &[], &year[0].year());
                h.within("div", &[("class", "cards")], |h| {
                    for entry in year {
                        card(h, catalog, entry);
                    }
                });
            }
        });
    })
}

fn card(h: &mut Html, catalog: &Catalog<'_>, card: &Card<'_>) {
    let fact = card.fact;
    let fillers = catalog.fillers(fact, &card.tellings);
    h.within("article", &[("class", "card"), ("id", &format!("agreement-{}", fact.id))], |h| {
        h.within("h3", &[], |h| {
            match fillers.iter().find(|filler| filler.slot == "kind") {
                Some(kind) => h.leaf("span", &[("lang", words::script(&kind.text))], &kind.text),
                None => h.text(&catalog.relations.one(&fact.relation)),
            }
            h.text(" ");
            shell::badge(h, fact.status);
        });
        h.within("dl", &[], |h| fields(h, catalog, card, &fillers));
        facts_page::marks(h, catalog, fact, &card.tellings);
        h.within("p", &[], |h| facts_page::evidence(h, catalog, fact, &card.tellings));
        let sources = facts_page::source_count(fact, card.tellings.len());
        shell::note(h, &format!("Sources: {sources}"));
    });
}

/// The named fields, then slots that only a user's pack knows.
fn fields(h: &mut Html, catalog: &Catalog<'_>, card: &Card<'_>, fillers: &[Filler<'_>]) {
    for (name, label) in FIELDS.iter().filter(|(_, label)| !label.is_empty()) {
        field(h, catalog, fillers, name, label);
        if let Some(when) = card.when.as_ref().filter(|when| *name == "date" && when.reported) {
            h.leaf("dt", &[], "Reported");
            h.leaf("dd", &[], &when.text);
        }
    }
    let known = |name: &str| FIELDS.iter().any(|(field, _)| *field == name);
    let others: BTreeSet<&str> =
        fillers.iter().map(|filler| filler.slot).filter(|name| !known(name)).collect();
    for name in others {
        field(h, catalog, fillers, name, &words::label(name));
    }
}

fn field(h: &mut Html, catalog: &Catalog<'_>, fillers: &[Filler<'_>], name: &str, label: &str) {
    let mut fillers = fillers.iter().filter(|filler| filler.slot == name).peekable();
    if fillers.peek().is_none() {
        return;
    }
    h.leaf("dt", &[], label);
    for filler in fillers {
        h.within("dd", &[], |h| phrase::write_filler(h, filler, |entity| catalog.file(entity)));
    }
}

/// Sums by currency: how many agreements name one, and the total.
#[derive(Default)]
struct Sum {
    agreements: usize,
    total: Decimal,
}

/// The values named in agreements, by status and currency. Restatements in another currency and prices per unit are
/// not added, nor are denied agreements; of a range, the lower bound counts.
fn sums(h: &mut Html, cards: &[Card<'_>]) {
    let mut sums: BTreeMap<(Status, &str), Sum> = BTreeMap::new();
    let mut left_out = 0;
    for card in cards.iter().filter(|card| card.fact.status != Status::Denied) {
        for value in
            card.fact.slots.iter().filter(|slot| slot.name == "value").filter_map(|slot| slot.value.as_ref())
        {
            let Value::Money(money) = value else { continue };
            if money.equivalent || money.per.is_some() {
                left_out += 1;
                continue;
            }
            let sum = sums.entry((card.fact.status, &money.currency)).or_default();
            sum.agreements += 1;
            sum.total = sum.total.saturating_add(money.amount);
        }
    }
    if sums.is_empty() {
        return;
    }
    shell::heading(h, "sums", "Sums named");
    shell::table(h, "grid compact", &["Status", "Currency", "Sums", "Total"], |h| {
        for ((status, currency), sum) in &sums {
            h.within("tr", &[], |h| {
                shell::cell(h, "Status", |h| shell::badge(h, *status));
                shell::cell(h, "Currency", |h| h.text(currency));
                shell::number(h, "Sums", &sum.agreements.to_string());
                shell::number(h, "Total", &words::large(sum.total));
            });
        }
    });
    let left_out = match left_out {
        0 => String::new(),
        number => format!(
            " {} left out: the same sum in another currency, or a price per unit.",
            count(number, "value", "values")
        ),
    };
    shell::note(
        h,
        &format!(
            "As told, without conversion; of a range the lower bound. Denied agreements do not count.{left_out}"
        ),
    );
}
