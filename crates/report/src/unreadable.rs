//! The page of what could not be read and why, and of what was read without yield.

use std::collections::BTreeMap;

use svodka_model::{Diagnostic, Language};

use crate::Put;
use crate::catalog::Catalog;
use crate::html::Html;
use crate::shell::{self, Page, cell};
use crate::words;

/// The longest list of this page.
const SHOWN: usize = 500;

/// Documents that gave nothing.
pub(crate) struct Unread {
    /// Those in languages that we do not analyse.
    pub declined: Vec<usize>,
    /// Those analysed in which no fact and no quote was found.
    pub barren: Vec<usize>,
}

impl Unread {
    pub(crate) fn of(catalog: &Catalog<'_>) -> Self {
        let (mut declined, mut barren) = (vec![], vec![]);
        for &index in &catalog.by_date {
            let records = &catalog.document(index).records;
            if records.language.language == Language::Und {
                declined.push(index);
            } else if records.facts.facts.is_empty() && records.facts.quotes.is_empty() {
                barren.push(index);
            }
        }
        Self { declined, barren }
    }
}

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let page = Page { path: "unreadable.html", title: "Not read", section: "unreadable.html" };
    put(page.path, &shell::page(catalog, page, |h| body(h, catalog)))
}

fn body(h: &mut Html, catalog: &Catalog<'_>) {
    let unread = Unread::of(catalog);
    h.leaf("h1", &[], "What could not be read, and why");
    failures(h, catalog);
    shell::heading(h, "languages", "Documents in other languages");
    shell::note(h, "These are neither English nor Russian beyond doubt. They are listed, and not analysed.");
    listed(h, catalog, &unread.declined, "Best guess", |index| {
        let record = &catalog.document(index).records.language;
        record.code.as_deref().map_or("none".to_owned(), |code| words::language(code).to_owned())
    });
    shell::heading(h, "nothing", "Documents without any fact or quote");
    listed(h, catalog, &unread.barren, "Mentions", |index| {
        catalog.document(index).records.entities.mentions.len().to_string()
    });
    skipped(h, catalog);
    remarks(h, catalog);
}

fn failures(h: &mut Html, catalog: &Catalog<'_>) {
    shell::heading(h, "failures", "Inputs that failed");
    let failures = catalog.corpus.failures;
    if failures.is_empty() {
        return shell::note(h, "None: every input gave a document.");
    }
    shell::table(h, "rows", &["Input", "Stage", "Reason", "What happened"], |h| {
        for failure in failures.iter().take(SHOWN) {
            h.within("tr", &[], |h| {
                cell(h, "Input", |h| h.leaf("span", &[("class", "path")], &failure.source));
                cell(h, "Stage", |h| h.text(failure.stage.name()));
                cell(h, "Reason", |h| h.text(words::reason(&failure.code)));
                let message = failure.message.strip_prefix(&*failure.source);
                let message = message.and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&failure.message);
                cell(h, "What happened", |h| h.text(message));
            });
        }
    });
    if failures.len() > SHOWN {
        shell::note(
            h,
            &format!("{SHOWN} of {} shown; all of them are in run.json and under failed/.", failures.len()),
        );
    }
}

fn listed(
    h: &mut Html,
    catalog: &Catalog<'_>,
    documents: &[usize],
    column: &str,
    about: impl Fn(usize) -> String,
) {
    if documents.is_empty() {
        return shell::note(h, "None.");
    }
    shell::table(h, "rows", &["Document", "Source", column], |h| {
        for &index in documents.iter().take(SHOWN) {
            h.within("tr", &[], |h| {
                cell(h, "Document", |h| shell::document_link(h, catalog, index));
                let source = catalog.document(index).sources.first().map_or("", |source| &source.source);
                cell(h, "Source", |h| h.leaf("span", &[("class", "path")], source));
                cell(h, column, |h| h.text(&about(index)));
            });
        }
    });
    shell::rest(h, SHOWN, documents.len(), "documents.csv");
}

fn skipped(h: &mut Html, catalog: &Catalog<'_>) {
    let skipped = &catalog.corpus.run.skipped;
    if skipped.is_empty() {
        return;
    }
    shell::heading(h, "skipped", "Passed over on purpose");
    shell::table(h, "rows", &["Input", "Reason"], |h| {
        for (source, reason) in skipped.iter().take(SHOWN) {
            h.within("tr", &[], |h| {
                cell(h, "Input", |h| h.leaf("span", &[("class", "path")], source));
                cell(h, "Reason", |h| h.text(reason));
            });
        }
    });
    if skipped.len() > SHOWN {
        shell::note(h, &format!("{SHOWN} of {} shown; all of them are in run.json.", skipped.len()));
    }
}

/// Remarks of all stages, by what they are about.
fn remarks(h: &mut Html, catalog: &Catalog<'_>) {
    let mut remarks: BTreeMap<&str, (usize, usize, &Diagnostic)> = BTreeMap::new();
    for &index in &catalog.by_date {
        let analyzed = catalog.document(index);
        let records = &analyzed.records;
        let all = [
            analyzed.document.diagnostics(),
            &records.language.diagnostics,
            &records.entities.diagnostics,
            &records.facts.diagnostics,
        ];
        for remark in all.into_iter().flatten() {
            remarks.entry(&remark.code).or_insert((0, index, remark)).0 += 1;
        }
    }
    if remarks.is_empty() {
        return;
    }
    shell::heading(h, "remarks", "Remarks of the stages");
    shell::note(
        h,
        "Oddities of the input, and candidates that were left out, by kind of remark, each with one example.",
    );
    shell::table(h, "rows", &["Remark", "Times", "For example"], |h| {
        for (code, (times, document, example)) in remarks.into_iter().take(SHOWN) {
            h.within("tr", &[], |h| {
                cell(h, "Remark", |h| h.leaf("code", &[], code));
                shell::number(h, "Times", &words::grouped(&times.to_string()));
                cell(h, "For example", |h| {
                    h.text(&crate::excerpt::one_line(&example.message, 200));
                    h.text(" — ");
                    shell::document_link(h, catalog, document);
                });
            });
        }
    });
}
