//! A page for each document: its text with mentions, quotes and evidence marked, and beside it what was found.

use std::collections::BTreeMap;

use svodka_model::{Analyzed, DateValue, Document, DocumentId, Field, Kind, Language};

use crate::catalog::Catalog;
use crate::document_text;
use crate::excerpt::one_line;
use crate::facts_page;
use crate::html::Html;
use crate::phrase;
use crate::quotes::{self, Said};
use crate::shell::{self, Page};
use crate::words::{self, count};

/// Facts and quotes listed beside the text; the others are marked in it and stand in the exports.
pub(crate) const LISTED: usize = 300;

/// Names listed of each kind.
const NAMES: usize = 40;

/// Copies and versions of each document that has some.
pub(crate) type Copies<'a> = BTreeMap<&'a DocumentId, &'a [DocumentId]>;

pub(crate) fn copies<'a>(catalog: &Catalog<'a>) -> Copies<'a> {
    let groups = catalog.corpus.copies.iter();
    groups.flat_map(|group| group.iter().map(|id| (id, group.as_slice()))).collect()
}

/// The path and the bytes of the page of a document.
pub(crate) fn page(catalog: &Catalog<'_>, copies: &Copies<'_>, index: usize) -> (String, Vec<u8>) {
    let group = copies.get(catalog.corpus.documents[index].document.id()).copied().unwrap_or_default();
    let (path, title) = (catalog.page(index), catalog.title(index));
    let page = Page { path: &path, title: &title, section: "documents.html" };
    let bytes = shell::page(catalog, page, |h| body(h, catalog, index, group));
    (path, bytes)
}

fn body(h: &mut Html, catalog: &Catalog<'_>, index: usize, copies: &[DocumentId]) {
    let analyzed = catalog.document(index);
    h.within("p", &[("class", "kicker")], |h| h.link("documents.html", "Documents"));
    h.leaf("h1", &[("lang", catalog.language(index))], &catalog.title(index));
    metadata(h, catalog, index, copies);
    h.within("div", &[("class", "sheet")], |h| {
        h.within("div", &[("class", "text")], |h| {
            document_text::legend(h, analyzed);
            document_text::write(h, catalog, index);
        });
        h.within("aside", &[("aria-label", "What was found")], |h| {
            facts(h, catalog, index);
            quotes_of(h, catalog, index);
            names(h, catalog, index);
            remarks(h, analyzed);
        });
    });
}

// --- Metadata ---

fn metadata(h: &mut Html, catalog: &Catalog<'_>, index: usize, copies: &[DocumentId]) {
    let analyzed = catalog.document(index);
    let metadata = analyzed.document.metadata();
    h.within("dl", &[("class", "about")], |h| {
        field(h, "Published", &metadata.published, |h, date| h.text(&date_words(date)));
        field(h, "Dateline", &metadata.dateline, |h, place| {
            h.leaf("span", &[("lang", words::script(place))], place)
        });
        field(h, "Dateline date", &metadata.dateline_date, |h, date| h.text(&date_words(date)));
        for (label, text) in
            [("Publisher", &metadata.publisher), ("Byline", &metadata.byline), ("Kind", &metadata.kind)]
        {
            field(h, label, text, |h, text| h.leaf("span", &[("lang", words::script(text))], text));
        }
        for (label, list) in [("Agencies", &metadata.agencies), ("Keywords", &metadata.keywords)] {
            field(h, label, list, |h, list| h.text(&list.join(", ")));
        }
        field(h, "Address", &metadata.url, |h, url| address(h, url));
        h.leaf("dt", &[], "Language");
        h.leaf("dd", &[], &languages(analyzed));
        for source in &analyzed.sources {
            h.leaf("dt", &[], "Source");
            h.within("dd", &[], |h| {
                h.leaf("span", &[("class", "path")], &source.source);
                let bytes = words::grouped(&source.bytes.to_string());
                origin(h, &format!("{}, {}, {bytes} bytes", source.media_type, source.encoding));
            });
        }
        related(h, catalog, index, copies);
    });
    let missing = [("title", metadata.title.is_none()), ("publication date", metadata.published.is_none())];
    let missing: Vec<&str> =
        missing.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect();
    if !missing.is_empty() {
        shell::note(h, &format!("Not found in the source: {}.", missing.join(", ")));
    }
    if !metadata.other_dates.is_empty() || !metadata.other.is_empty() {
        more(h, metadata);
    }
}

fn field<T>(h: &mut Html, label: &str, field: &Option<Field<T>>, show: impl FnOnce(&mut Html, &T)) {
    let Some(field) = field else { return };
    h.leaf("dt", &[], label);
    h.within("dd", &[], |h| {
        show(h, &field.value);
        origin(h, &format!("{}, {}", words::plain(&field.origin), per_cent(field.confidence.thousandths())));
    });
}

fn origin(h: &mut Html, text: &str) {
    h.text(" ");
    h.leaf("span", &[("class", "other")], text);
}

/// Thousandths as a percentage.
pub(crate) fn per_cent(thousandths: u16) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10).replace(".0 %", " %")
}

fn date_words(date: &DateValue) -> String {
    words::date(date).unwrap_or_else(|| "not resolved".to_owned())
}

/// Addresses of the web become links; what else a document calls its address stays text.
fn address(h: &mut Html, url: &str) {
    if url.starts_with("https://") || url.starts_with("http://") {
        h.leaf("a", &[("href", url), ("rel", "external noopener noreferrer")], url);
    } else {
        h.text(url);
    }
}

/// The language of the document, and of its runs where they differ.
fn languages(analyzed: &Analyzed) -> String {
    let record = &analyzed.records.language;
    let mut bytes: BTreeMap<Language, usize> = BTreeMap::new();
    for run in &record.runs {
        *bytes.entry(run.language).or_default() += run.span.len();
    }
    let whole: usize = bytes.values().sum::<usize>().max(1);
    let confidence = per_cent(record.confidence.thousandths());
    match (record.language, &record.code) {
        (Language::Und, Some(code)) => {
            format!("{} (best guess, {confidence}); not analysed", words::language(code))
        }
        (Language::Und, None) => "undetermined; not analysed".to_owned(),
        (language, _) if bytes.len() < 2 => format!("{} ({confidence})", words::language(language.code())),
        _ => {
            let part = |(language, bytes): (&Language, &usize)| {
                format!(
                    "{} {}",
                    words::language(language.code()),
                    per_cent(u16::try_from(bytes * 1000 / whole).unwrap_or(1000))
                )
            };
            bytes.iter().map(part).collect::<Vec<_>>().join(", ")
        }
    }
}

fn related(h: &mut Html, catalog: &Catalog<'_>, index: usize, copies: &[DocumentId]) {
    for other in copies.iter().filter_map(|id| catalog.document_index(id)).filter(|&other| other != index) {
        h.leaf("dt", &[], "Near copy");
        h.within("dd", &[], |h| shell::document_link(h, catalog, other));
    }
}

fn more(h: &mut Html, metadata: &svodka_model::Metadata) {
    h.within("details", &[], |h| {
        h.leaf("summary", &[], "More metadata");
        h.within("dl", &[("class", "about")], |h| {
            for date in &metadata.other_dates {
                h.leaf("dt", &[], "Other date");
                h.within("dd", &[], |h| {
                    h.text(&date_words(&date.value));
                    origin(h, &words::plain(&date.origin));
                });
            }
            for (name, value) in &metadata.other {
                h.leaf("dt", &[], name);
                h.leaf("dd", &[], &one_line(value, 500));
            }
        });
    });
}

// --- What was found ---

fn facts(h: &mut Html, catalog: &Catalog<'_>, index: usize) {
    let facts = &catalog.document(index).records.facts.facts;
    shell::heading(h, "facts", &count(facts.len(), "fact", "facts"));
    h.within("ol", &[("class", "found")], |h| {
        for (place, fact) in facts.iter().take(LISTED).enumerate() {
            let number = place + 1;
            h.within("li", &[("id", &format!("fact-{number}"))], |h| {
                shell::relation(h, catalog, &fact.relation, fact.status);
                h.within("div", &[], |h| {
                    phrase::write(h, &catalog.local_phrase(index, fact), |entity| catalog.file(entity));
                });
                h.within("div", &[("class", "marks")], |h| {
                    let places = std::iter::once((fact.evidence, format!("e{number}")));
                    let more = fact
                        .more_evidence
                        .iter()
                        .enumerate()
                        .map(|(i, span)| (*span, format!("e{number}-{}", i + 1)));
                    for (i, (span, anchor)) in places.chain(more).enumerate() {
                        let text = if i == 0 { "evidence".to_owned() } else { format!("evidence {}", i + 1) };
                        h.link_with(&catalog.place(index, span, &anchor), &[("class", "source")], &text);
                        h.text(" ");
                    }
                    standing(h, catalog, index, place);
                });
            });
        }
    });
    shell::rest(h, LISTED, facts.len(), "facts.csv");
}

/// How a fact stands: who says it, remarks, who else tells it, what contradicts it, which rule found it.
fn standing(h: &mut Html, catalog: &Catalog<'_>, index: usize, place: usize) {
    let fact = &catalog.document(index).records.facts.facts[place];
    match catalog.merged_of(index, place).map(|merged| &catalog.corpus.facts[merged]) {
        Some(merged) => {
            let here = catalog
                .tellings(merged)
                .into_iter()
                .filter(|telling| telling.document == index && telling.index == place);
            facts_page::marks(h, catalog, merged, &here.collect::<Vec<_>>());
            for telling in
                catalog.tellings(merged).into_iter().filter(|telling| telling.document != index).take(4)
            {
                h.within("div", &[("class", "also")], |h| {
                    h.text("also in ");
                    h.link_with(
                        &catalog.evidence(telling),
                        &[("lang", catalog.language(telling.document))],
                        &catalog.title(telling.document),
                    );
                });
            }
        }
        None => {
            for note in &fact.notes {
                h.leaf("span", &[("class", "tag")], words::remark(note));
                h.text(" ");
            }
        }
    }
    let how = format!("{} {}", fact.provenance.rule, per_cent(fact.provenance.score.thousandths()));
    h.leaf("div", &[("class", "rule")], &how);
}

fn quotes_of(h: &mut Html, catalog: &Catalog<'_>, index: usize) {
    let all = &catalog.document(index).records.facts.quotes;
    if all.is_empty() {
        return;
    }
    shell::heading(h, "quotes", &count(all.len(), "quote", "quotes"));
    for (place, quote) in all.iter().take(LISTED).enumerate() {
        let said = Said { document: index, index: place, quote };
        h.within("figure", &[("class", "quote")], |h| {
            h.within("figcaption", &[], |h| {
                match quote.speaker {
                    Some(speaker) => {
                        phrase::write_filler(h, &catalog.named(index, speaker), |entity| catalog.file(entity))
                    }
                    None if quote.unnamed.is_some() => {}
                    None => h.text("Speaker not told"),
                }
                h.text(" ");
                quotes::about(h, catalog, said);
                h.link_with(
                    &catalog.place(index, quote.evidence, &format!("q{}", place + 1)),
                    &[("class", "source")],
                    "in the text",
                );
            });
            quotes::words_of(h, catalog, said);
        });
    }
    shell::rest(h, LISTED, all.len(), "quotes.csv");
}

/// The entities of the document by kind.
fn names(h: &mut Html, catalog: &Catalog<'_>, index: usize) {
    let mentions = &catalog.document(index).records.entities.mentions;
    let mut kinds: BTreeMap<Kind, BTreeMap<usize, usize>> = BTreeMap::new();
    for number in 0..u32::try_from(mentions.len()).unwrap_or(u32::MAX) {
        if let Some(entity) = catalog.entity_of(index, number) {
            let kind = catalog.corpus.entities[entity].kind;
            *kinds.entry(kind).or_default().entry(entity).or_default() += 1;
        }
    }
    for (kind, entities) in kinds {
        let mut entities: Vec<(usize, usize)> = entities.into_iter().collect();
        entities.sort_by_key(|&(entity, mentions)| (std::cmp::Reverse(mentions), entity));
        shell::heading(h, kind.name(), words::kinds(kind));
        h.within("ul", &[("class", "names")], |h| {
            for &(entity, mentions) in entities.iter().take(NAMES) {
                h.within("li", &[], |h| {
                    shell::entity_link(h, catalog, entity);
                    if mentions > 1 {
                        h.leaf("span", &[("class", "other")], &format!(" {mentions}"));
                    }
                });
            }
        });
        shell::rest(h, NAMES, entities.len(), "mentions.csv");
    }
}

fn remarks(h: &mut Html, analyzed: &Analyzed) {
    let document: &Document = &analyzed.document;
    let records = &analyzed.records;
    let all: Vec<_> = [
        document.diagnostics(),
        &records.language.diagnostics,
        &records.entities.diagnostics,
        &records.facts.diagnostics,
    ]
    .into_iter()
    .flatten()
    .collect();
    if all.is_empty() {
        return;
    }
    h.within("details", &[], |h| {
        h.leaf("summary", &[], &count(all.len(), "remark", "remarks"));
        h.within("ul", &[("class", "plain")], |h| {
            for remark in all.iter().take(LISTED) {
                h.within("li", &[], |h| {
                    h.leaf("code", &[], &remark.code);
                    h.text(&format!(" {}", one_line(&remark.message, 300)));
                    if let Some(text) = remark.span.and_then(|span| span.get(document.text())) {
                        h.text(": ");
                        h.leaf("q", &[("lang", words::script(text))], &one_line(text, 160));
                    }
                });
            }
        });
        shell::rest(h, LISTED, all.len(), "records.jsonl");
    });
}
