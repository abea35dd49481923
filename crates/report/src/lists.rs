//! The lists of all documents and of all entities of a kind.

use svodka_model::Kind;

use crate::Put;
use crate::catalog::Catalog;
use crate::html::Html;
use crate::overview::ranked;
use crate::shell::{self, Listing, cell};
use crate::words::{self, count};

/// Entries on a page.
const SIZE: usize = 400;

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    documents(catalog, put)?;
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_entity()) {
        entities(catalog, kind, put)?;
    }
    Ok(())
}

fn documents<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let listing = Listing { name: "documents", title: "Documents", size: SIZE };
    let intro = |h: &mut Html| {
        shell::note(
            h,
            &format!("{}, earliest first.", count(catalog.by_date.len(), "document", "documents")),
        );
    };
    shell::listing(catalog, listing, &catalog.by_date, put, intro, |h, documents| {
        shell::narrow(h, documents.len());
        shell::table(h, "rows", &["Date", "Document", "Publisher", "Language", "Facts", "Quotes"], |h| {
            for &document in documents {
                document_row(h, catalog, document);
            }
        });
    })
}

fn document_row(h: &mut Html, catalog: &Catalog<'_>, document: usize) {
    let analyzed = catalog.document(document);
    let records = &analyzed.records;
    h.within("tr", &[], |h| {
        let day = catalog.day(document).map_or("undated".to_owned(), |day| day.to_string());
        cell(h, "Date", |h| h.leaf("span", &[("class", "date")], &day));
        cell(h, "Document", |h| {
            shell::document_link(h, catalog, document);
            if catalog.is_copied(document) {
                h.text(" ");
                h.leaf("span", &[("class", "tag")], "near copy");
            }
        });
        let publisher = analyzed.document.metadata().publisher.as_ref().map_or("", |field| &field.value);
        cell(h, "Publisher", |h| h.leaf("span", &[("lang", words::script(publisher))], publisher));
        let code = records.language.code.as_deref().unwrap_or(records.language.language.code());
        cell(h, "Language", |h| h.text(words::language(code)));
        shell::number(h, "Facts", &records.facts.facts.len().to_string());
        shell::number(h, "Quotes", &records.facts.quotes.len().to_string());
    });
}

fn entities<E>(catalog: &Catalog<'_>, kind: Kind, put: &mut Put<'_, E>) -> Result<(), E> {
    let Some(name) = shell::list_page(kind) else { return Ok(()) };
    let entities = ranked(catalog, kind);
    let listing = Listing { name, title: words::kinds(kind), size: SIZE };
    let intro = |h: &mut Html| {
        shell::note(
            h,
            &format!(
                "{}, those that most documents name first.",
                count(entities.len(), "entity", "entities")
            ),
        );
    };
    shell::listing(catalog, listing, &entities, put, intro, |h, entities| {
        if entities.is_empty() {
            return;
        }
        shell::narrow(h, entities.len());
        shell::table(h, "rows", &["Name", "Other names", "Documents", "Mentions", "Facts"], |h| {
            for &entity in entities {
                entity_row(h, catalog, entity);
            }
        });
    })
}

fn entity_row(h: &mut Html, catalog: &Catalog<'_>, entity: usize) {
    h.within("tr", &[], |h| {
        cell(h, "Name", |h| shell::entity_link(h, catalog, entity));
        cell(h, "Other names", |h| {
            for (index, (code, name)) in catalog.other_names(entity).take(4).enumerate() {
                h.text(if index == 0 { "" } else { " · " });
                h.leaf("span", &[("lang", code)], name);
            }
        });
        shell::number(h, "Documents", &catalog.documents_of[entity].len().to_string());
        shell::number(h, "Mentions", &catalog.corpus.entities[entity].mentions.len().to_string());
        shell::number(h, "Facts", &catalog.facts_of[entity].len().to_string());
    });
}
