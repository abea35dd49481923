//! Who said what: quotes by speaker.

use std::collections::BTreeMap;

use svodka_model::{Quote, QuoteForm};

use crate::Put;
use crate::catalog::Catalog;
use crate::excerpt;
use crate::html::Html;
use crate::shell::{self, Listing};
use crate::words::{self, count};

/// Quotes shown of one speaker.
const SHOWN: usize = 20;

/// A quote and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'a> {
    /// Index of the document.
    pub document: usize,
    /// Index into its quotes.
    pub index: usize,
    /// The quote.
    pub quote: &'a Quote,
}

/// Who speaks: an entity, someone known in one document alone, someone without a name, or nobody that could be told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker {
    Entity(usize),
    Named(String),
    Unnamed,
    Unknown,
}

/// All quotes by speaker, each speaker's by date.
fn by_speaker<'a>(catalog: &Catalog<'a>) -> BTreeMap<Speaker, Vec<Said<'a>>> {
    let mut speakers: BTreeMap<Speaker, Vec<Said>> = BTreeMap::new();
    for &document in &catalog.by_date {
        for (index, quote) in catalog.corpus.documents[document].records.facts.quotes.iter().enumerate() {
            let speaker = match quote.speaker {
                None if quote.unnamed.is_some() => Speaker::Unnamed,
                None => Speaker::Unknown,
                Some(mention) => match catalog.entity_of(document, mention) {
                    Some(entity) => Speaker::Entity(entity),
                    None => Speaker::Named(catalog.named(document, mention).text.into_owned()),
                },
            };
            speakers.entry(speaker).or_default().push(Said { document, index, quote });
        }
    }
    speakers
}

/// For each entity that speaks, its quotes by date.
pub(crate) fn of_entities<'a>(catalog: &Catalog<'a>) -> BTreeMap<usize, Vec<Said<'a>>> {
    let entity =
        |(speaker, quotes)| if let Speaker::Entity(entity) = speaker { Some((entity, quotes)) } else { None };
    by_speaker(catalog).into_iter().filter_map(entity).collect()
}

pub(crate) fn pages<E>(catalog: &Catalog<'_>, put: &mut Put<'_, E>) -> Result<(), E> {
    let mut speakers: Vec<(Speaker, Vec<Said>)> = by_speaker(catalog).into_iter().collect();
    speakers.sort_by_key(|(speaker, quotes)| {
        let name = if let Speaker::Entity(entity) = speaker {
            catalog.corpus.entities[*entity].name.as_str()
        } else {
            ""
        };
        (*speaker >= Speaker::Unnamed, std::cmp::Reverse(quotes.len()), name, speaker.clone())
    });
    let quotes: usize = speakers.iter().map(|(_, quotes)| quotes.len()).sum();
    let listing = Listing { name: "quotes", title: "Quotes", size: 50 };
    let intro = |h: &mut Html| {
        let of = count(speakers.len(), "speaker", "speakers");
        shell::note(h, &format!("{} by {of}, those quoted most first.", count(quotes, "quote", "quotes")));
    };
    shell::listing(catalog, listing, &speakers, put, intro, |h, speakers| {
        shell::narrow(h, speakers.len());
        h.within("div", &[], |h| {
            for (speaker, quotes) in speakers {
                section(h, catalog, speaker, quotes);
            }
        });
    })
}

fn section(h: &mut Html, catalog: &Catalog<'_>, speaker: &Speaker, quotes: &[Said<'_>]) {
    h.within("section", &[("class", "part")], |h| {
        h.within("h2", &[], |h| {
            match speaker {
                Speaker::Entity(entity) => shell::entity_link(h, catalog, *entity),
                Speaker::Named(name) => h.leaf("span", &[("lang", words::script(name))], name),
                Speaker::Unnamed => h.text("Sources without a name"),
                Speaker::Unknown => h.text("Speaker not told"),
            }
            h.text(" ");
            h.leaf("span", &[("class", "other")], &count(quotes.len(), "quote", "quotes"));
        });
        list(h, catalog, quotes, SHOWN);
    });
}

/// Quotes with their form, addressee and place; the first `limit` of them.
pub(crate) fn list(h: &mut Html, catalog: &Catalog<'_>, quotes: &[Said<'_>], limit: usize) {
    for said in quotes.iter().take(limit) {
        h.within("figure", &[("class", "quote")], |h| {
            words_of(h, catalog, *said);
            h.within("figcaption", &[], |h| {
                about(h, catalog, *said);
                let place =
                    catalog.place(said.document, said.quote.evidence, &format!("q{}", said.index + 1));
                if let Some(day) = catalog.day(said.document) {
                    h.leaf("span", &[("class", "date")], &day.to_string());
                    h.text(" ");
                }
                h.link_with(
                    &place,
                    &[("class", "source"), ("lang", catalog.language(said.document))],
                    &catalog.title(said.document),
                );
            });
        });
    }
    shell::rest(h, limit, quotes.len(), "quotes.csv");
}

/// The words of a quote.
pub(crate) fn words_of(h: &mut Html, catalog: &Catalog<'_>, said: Said<'_>) {
    let analyzed = catalog.document(said.document);
    let start = said.quote.spans.first().unwrap_or(&said.quote.evidence).start();
    let class = if said.quote.form == QuoteForm::Direct { "direct" } else { "indirect" };
    let language = excerpt::language_at(analyzed, start);
    h.leaf("blockquote", &[("class", class), ("lang", language)], &catalog.quoted(said.document, said.quote));
}

/// What is to be known of a quote, as tags.
pub(crate) fn about(h: &mut Html, catalog: &Catalog<'_>, said: Said<'_>) {
    let quote = said.quote;
    h.leaf("span", &[("class", "tag")], if quote.form == QuoteForm::Direct { "direct" } else { "reported" });
    h.text(" ");
    if let Some(words) = quote.unnamed {
        let analyzed = catalog.document(said.document);
        let language = excerpt::language_at(analyzed, words.start());
        h.leaf("span", &[("class", "tag"), ("lang", language)], words.of(analyzed.document.text()));
        h.text(" ");
    }
    if let Some(mention) = quote.addressee {
        h.within("span", &[("class", "tag")], |h| {
            h.text("to ");
            crate::phrase::write_filler(h, &catalog.named(said.document, mention), |entity| {
                catalog.file(entity)
            });
        });
        h.text(" ");
    }
    if let Some(how) = &quote.repaired {
        h.leaf("span", &[("class", "tag"), ("title", how)], "repaired");
        h.text(" ");
    }
}
