//! What resolution decided: which names are one, which were kept apart, and why.

use svodka_model::{Decision, DecisionKind};

use crate::Put;
use crate::catalog::{Catalog, leading};
use crate::html::Html;
use crate::shell::{self, Listing, cell};
use crate::words;

/// What decisions on facts are of.
const FACT: &str = "fact";

/// Contradictions that the page lists.
const DISPUTES: usize = 200;

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let mut decisions: Vec<&Decision> = catalog.corpus.decisions.iter().collect();
    decisions.sort_by_key(|decision| std::cmp::Reverse(decision.decision));
    let (disputes, decisions): (Vec<&Decision>, Vec<&Decision>) = decisions
        .into_iter()
        .partition(|decision| decision.kind == FACT && decision.decision == DecisionKind::Apart);
    let apart = decisions.iter().filter(|decision| decision.decision == DecisionKind::Apart).count();
    let listing = Listing { name: "identities", title: "Identities", size: 250 };
    let intro = |h: &mut Html| {
        let merged = decisions.len() - apart;
        shell::note(
            h,
            &format!(
                "Names that looked alike: {apart} pairs were kept apart, {merged} were merged. The full list is in \
             resolve/decisions.jsonl; a corrections file overrides what is wrong here."
            ),
        );
        contradictions(h, catalog, &disputes);
        if !disputes.is_empty() {
            shell::heading(h, "names", "Names");
        }
    };
    shell::listing(catalog, listing, &decisions, put, intro, |h, decisions| table(h, catalog, decisions))
}

/// Pairs of facts that cannot both be true as told.
fn contradictions(h: &mut Html, catalog: &Catalog<'_>, disputes: &[&Decision]) {
    if disputes.is_empty() {
        return;
    }
    shell::heading(h, "contradictions", "Facts that contradict each other");
    shell::table(h, "rows", &["One", "Other", "In what"], |h| {
        for decision in disputes.iter().take(DISPUTES) {
            h.within("tr", &[], |h| {
                cell(h, "One", |h| side(h, catalog, &decision.left, &decision.ids.0));
                cell(h, "Other", |h| side(h, catalog, &decision.right, &decision.ids.1));
                cell(h, "In what", |h| h.text(&decision.reasons.join("; ")));
            });
        }
    });
    if disputes.len() > DISPUTES {
        shell::note(h, &format!("{DISPUTES} of {} shown; all in resolve/decisions.jsonl.", disputes.len()));
    }
}

/// A table of decisions.
pub(crate) fn table(h: &mut Html, catalog: &Catalog<'_>, decisions: &[&Decision]) {
    if decisions.is_empty() {
        return;
    }
    shell::table(h, "rows", &["Decision", "Of", "One", "Other", "Why"], |h| {
        for decision in decisions {
            h.within("tr", &[], |h| {
                let (class, word) = match decision.decision {
                    DecisionKind::Merged => ("badge merged", "merged"),
                    DecisionKind::Apart => ("badge apart", "kept apart"),
                };
                cell(h, "Decision", |h| h.leaf("span", &[("class", class)], word));
                cell(h, "Of", |h| h.text(&words::plain(&decision.kind)));
                cell(h, "One", |h| side(h, catalog, &decision.left, &decision.ids.0));
                cell(h, "Other", |h| side(h, catalog, &decision.right, &decision.ids.1));
                cell(h, "Why", |h| h.text(&decision.reasons.join("; ")));
            });
        }
    });
}

/// One side of a decision: a link to its entity, or to the evidence of its fact.
fn side(h: &mut Html, catalog: &Catalog<'_>, name: &str, id: &str) {
    let language = ("lang", words::script(name));
    let merged = catalog.merged(id).map(|index| &catalog.corpus.facts[index]);
    let evidence = merged
        .and_then(|fact| leading(fact, &catalog.tellings(fact)).map(|telling| catalog.evidence(*telling)));
    match (catalog.entity(id), evidence) {
        (Some(entity), _) => h.link_with(catalog.file(entity), &[language], name),
        (None, Some(evidence)) => h.link_with(&evidence, &[language], name),
        (None, None) => h.leaf("span", &[language], name),
    }
}
