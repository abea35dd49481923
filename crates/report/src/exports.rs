//! The tables and records for other programs. Each row names its evidence: document, bytes, text.

use std::io::{self, Write};

use svodka_model::{Analyzed, Field, Quote, Span, Value};

use crate::Sink;
use crate::catalog::Catalog;
use crate::csv::row;
use crate::excerpt;
use crate::phrase;
use crate::words;

type Out<'a> = dyn Write + 'a;

/// A table: its name, its columns, and what writes the rows.
type Table = (&'static str, &'static [&'static str], fn(&Catalog<'_>, &mut Out<'_>) -> io::Result<()>);

const DOCUMENTS: [&str; 21] = [
    "document",
    "title",
    "published",
    "published_origin",
    "published_confidence",
    "language",
    "language_code",
    "kind",
    "publisher",
    "byline",
    "dateline",
    "agencies",
    "keywords",
    "url",
    "sources",
    "digests",
    "media_type",
    "encoding",
    "mentions",
    "quotes",
    "facts",
];
const MENTIONS: [&str; 15] = [
    "document",
    "mention",
    "kind",
    "surface",
    "norm",
    "nominal",
    "value",
    "value_json",
    "entity",
    "entity_name",
    "rule",
    "score",
    "start",
    "end",
    "evidence",
];
const ENTITIES: [&str; 14] = [
    "entity",
    "kind",
    "name",
    "names_en",
    "names_ru",
    "other_names",
    "link",
    "attributes",
    "documents",
    "mentions",
    "facts",
    "first_document",
    "first_date",
    "evidence",
];
const FACTS: [&str; 23] = [
    "fact",
    "relation",
    "status",
    "words",
    "slots",
    "date",
    "date_basis",
    "told_by",
    "independent_sources",
    "contradicts",
    "notes",
    "document",
    "title",
    "published",
    "told_status",
    "asserted_by",
    "rule",
    "score",
    "language",
    "start",
    "end",
    "evidence",
    "more_evidence",
];
const QUOTES: [&str; 16] = [
    "document",
    "quote",
    "title",
    "published",
    "form",
    "speaker",
    "speaker_entity",
    "addressee",
    "text",
    "cue",
    "repaired",
    "rule",
    "score",
    "start",
    "end",
    "evidence",
];

const TABLES: [Table; 5] = [
    ("documents", &DOCUMENTS, documents),
    ("mentions", &MENTIONS, mentions),
    ("entities", &ENTITIES, entities),
    ("facts", &FACTS, facts),
    ("quotes", &QUOTES, quotes),
];

pub(crate) fn files<E>(catalog: &Catalog<'_>, sink: &mut Sink<'_, E>) -> Result<(), E> {
    for (name, columns, rows) in TABLES {
        sink(&format!("exports/{name}.csv"), &mut |out| {
            out.write_all("\u{FEFF}".as_bytes())?;
            row(out, columns)?;
            rows(catalog, out)
        })?;
    }
    sink("exports/records.jsonl", &mut |out| records(catalog, out))
}

/// One document with all its records a line.
fn records(catalog: &Catalog<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for analyzed in catalog.corpus.documents {
        serde_json::to_writer(&mut *out, analyzed)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn documents(catalog: &Catalog<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for analyzed in catalog.corpus.documents {
        let (document, records) = (&analyzed.document, &analyzed.records);
        let metadata = document.metadata();
        let text = |field: &Option<Field<String>>| {
            field.as_ref().map(|field| field.value.clone()).unwrap_or_default()
        };
        let list = |field: &Option<Field<Vec<String>>>| {
            field.as_ref().map(|field| field.value.join("; ")).unwrap_or_default()
        };
        let sources = |part: fn(&svodka_model::SourceRecord) -> &str| {
            analyzed.sources.iter().map(part).collect::<Vec<_>>().join("; ")
        };
        let published = metadata.published.as_ref();
        let cells: [String; DOCUMENTS.len()] = [
            document.id().to_string(),
            text(&metadata.title),
            published.map(|field| field.value.iso.clone()).unwrap_or_default(),
            published.map(|field| field.origin.clone()).unwrap_or_default(),
            published.map(|field| field.confidence.thousandths().to_string()).unwrap_or_default(),
            records.language.language.code().to_owned(),
            records.language.code.clone().unwrap_or_default(),
            text(&metadata.kind),
            text(&metadata.publisher),
            text(&metadata.byline),
            text(&metadata.dateline),
            list(&metadata.agencies),
            list(&metadata.keywords),
            text(&metadata.url),
            sources(|source| &source.source),
            sources(|source| &source.digest),
            sources(|source| &source.media_type),
            sources(|source| &source.encoding),
            records.entities.mentions.len().to_string(),
            records.facts.quotes.len().to_string(),
            records.facts.facts.len().to_string(),
        ];
        write(out, &cells)?;
    }
    Ok(())
}

fn mentions(catalog: &Catalog<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for (index, analyzed) in catalog.corpus.documents.iter().enumerate() {
        for (number, mention) in (0..).zip(&analyzed.records.entities.mentions) {
            let entity = catalog.entity_of(index, number).map(|entity| &catalog.corpus.entities[entity]);
            let cells: [String; MENTIONS.len()] = [
                analyzed.document.id().to_string(),
                number.to_string(),
                mention.kind.name().to_owned(),
                mention.surface.clone(),
                mention.norm.clone(),
                if mention.nominal { "yes" } else { "" }.to_owned(),
                mention.value.as_ref().and_then(words::value).unwrap_or_default(),
                mention.value.as_ref().map(json).unwrap_or_default(),
                entity.map(|entity| entity.id.clone()).unwrap_or_default(),
                entity.map(|entity| entity.name.clone()).unwrap_or_default(),
                mention.provenance.rule.to_string(),
                mention.provenance.score.thousandths().to_string(),
                mention.span.start().to_string(),
                mention.span.end().to_string(),
                excerpt::snippet(analyzed, mention.span).concat(),
            ];
            write(out, &cells)?;
        }
    }
    Ok(())
}

fn json(value: &Value) -> String {
    serde_json::to_string(value).expect("values have no map with keys that are not strings")
}

fn entities(catalog: &Catalog<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for (index, entity) in catalog.corpus.entities.iter().enumerate() {
        let names = |code: &str| entity.names.get(code).map(|names| names.join("; ")).unwrap_or_default();
        let others = entity.names.iter().filter(|(code, _)| !["en", "ru"].contains(&code.as_str()));
        let others: Vec<String> =
            others.map(|(code, names)| format!("{code}: {}", names.join("; "))).collect();
        let attributes: Vec<String> =
            entity.attributes.iter().map(|(name, values)| format!("{name}={}", values.join(", "))).collect();
        let first = catalog.documents_of[index].first().copied();
        let cells: [String; ENTITIES.len()] = [
            entity.id.clone(),
            entity.kind.name().to_owned(),
            entity.name.clone(),
            names("en"),
            names("ru"),
            others.join("; "),
            entity.link.clone().unwrap_or_default(),
            attributes.join("; "),
            catalog.documents_of[index].len().to_string(),
            entity.mentions.len().to_string(),
            catalog.facts_of[index].len().to_string(),
            first.map(|document| catalog.document(document).document.id().to_string()).unwrap_or_default(),
            first.and_then(|document| catalog.day(document)).map(|day| day.to_string()).unwrap_or_default(),
            first.and_then(|document| first_mention(catalog, index, document)).unwrap_or_default(),
        ];
        write(out, &cells)?;
    }
    Ok(())
}

/// The first mention of an entity in a document, with the words around it.
fn first_mention(catalog: &Catalog<'_>, entity: usize, document: usize) -> Option<String> {
    let analyzed = catalog.document(document);
    let mentions = (0..).zip(&analyzed.records.entities.mentions);
    let (_, mention) =
        mentions.into_iter().find(|(number, _)| catalog.entity_of(document, *number) == Some(entity))?;
    Some(excerpt::snippet(analyzed, mention.span).concat())
}

/// A row for each telling of each fact; a fact with three sources has three rows with one id.
fn facts(catalog: &Catalog<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for merged in catalog.corpus.facts {
        let tellings = catalog.tellings(merged);
        let words = phrase::plain(&catalog.phrase(merged, &tellings));
        let slot = |slot: &svodka_model::EntitySlot| {
            let entity = slot.entity.as_ref().map(|id| format!(" [{id}]")).unwrap_or_default();
            format!("{}={}{entity}", slot.name, catalog.filler(slot).text)
        };
        let slots = merged.slots.iter().map(slot).collect::<Vec<_>>().join("; ");
        let when = catalog.when(merged, &tellings);
        for telling in &tellings {
            let analyzed = catalog.document(telling.document);
            let fact = telling.fact;
            let basis = when.as_ref().map_or("", |when| if when.reported { "reported" } else { "told" });
            let asserted =
                fact.asserted_by.map(|mention| catalog.named(telling.document, mention).text.into_owned());
            let mut notes = merged.notes.clone();
            notes.extend(fact.notes.iter().filter(|note| !merged.notes.contains(note)).cloned());
            let cells: [String; FACTS.len()] = [
                merged.id.clone(),
                merged.relation.clone(),
                merged.status.name().to_owned(),
                words.clone(),
                slots.clone(),
                when.as_ref().map(|when| when.text.clone()).unwrap_or_default(),
                basis.to_owned(),
                tellings.len().to_string(),
                merged.independent_sources.to_string(),
                merged.contradicts.join("; "),
                notes.join("; "),
                analyzed.document.id().to_string(),
                catalog.title(telling.document),
                published(catalog, telling.document),
                fact.status.name().to_owned(),
                asserted.unwrap_or_default(),
                fact.provenance.rule.to_string(),
                fact.provenance.score.thousandths().to_string(),
                excerpt::language_at(analyzed, fact.evidence.start()).to_owned(),
                fact.evidence.start().to_string(),
                fact.evidence.end().to_string(),
                under(analyzed, fact.evidence),
                fact.more_evidence
                    .iter()
                    .map(|span| under(analyzed, *span))
                    .collect::<Vec<_>>()
                    .join(" […] "),
            ];
            write(out, &cells)?;
        }
    }
    Ok(())
}

fn quotes(catalog: &Catalog<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for (index, analyzed) in catalog.corpus.documents.iter().enumerate() {
        for (number, quote) in analyzed.records.facts.quotes.iter().enumerate() {
            let named = |mention: Option<u32>| {
                mention.map(|mention| catalog.named(index, mention).text.into_owned()).unwrap_or_default()
            };
            let speaker = quote.speaker.and_then(|mention| catalog.entity_of(index, mention));
            let cells: [String; QUOTES.len()] = [
                analyzed.document.id().to_string(),
                number.to_string(),
                catalog.title(index),
                published(catalog, index),
                form(quote).to_owned(),
                quote.unnamed.map_or_else(|| named(quote.speaker), |words| under(analyzed, words)),
                speaker.map(|entity| catalog.corpus.entities[entity].id.clone()).unwrap_or_default(),
                named(quote.addressee),
                quote.spans.iter().map(|span| under(analyzed, *span)).collect::<Vec<_>>().join(" … "),
                quote.cue.map(|cue| under(analyzed, cue)).unwrap_or_default(),
                quote.repaired.clone().unwrap_or_default(),
                quote.provenance.rule.to_string(),
                quote.provenance.score.thousandths().to_string(),
                quote.evidence.start().to_string(),
                quote.evidence.end().to_string(),
                under(analyzed, quote.evidence),
            ];
            write(out, &cells)?;
        }
    }
    Ok(())
}

fn form(quote: &Quote) -> &'static str {
    match quote.form {
        svodka_model::QuoteForm::Direct => "direct",
        svodka_model::QuoteForm::Indirect => "indirect",
    }
}

fn published(catalog: &Catalog<'_>, document: usize) -> String {
    catalog.day(document).map(|day| day.to_string()).unwrap_or_default()
}

/// The text under a span, as it stands there.
fn under(analyzed: &Analyzed, span: Span) -> String {
    span.get(analyzed.document.text()).unwrap_or_default().to_owned()
}

fn write(out: &mut Out<'_>, cells: &[String]) -> io::Result<()> {
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    row(out, &cells)
}
