//! What all pages share: the frame with navigation, page numbers, and small pieces.

use svodka_model::{Kind, Status};

use crate::Put;
use crate::catalog::Catalog;
use crate::html::Html;
use crate::words;

/// Scripts and styles come from own files alone, and nothing from the network. `file:` is there because browsers
/// differ in whether a page opened from disk is its own origin.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' data:; \
                      base-uri 'none'; form-action 'none'";

/// Pages of the site: address and what they are called.
const NAVIGATION: [(&str, &str); 13] = [
    ("index.html", "Overview"),
    ("facts.html", "Facts"),
    ("agreements.html", "Agreements"),
    ("quotes.html", "Quotes"),
    ("statistics.html", "Figures"),
    ("documents.html", "Documents"),
    ("people.html", "People"),
    ("organizations.html", "Organisations"),
    ("places.html", "Places"),
    ("events.html", "Events"),
    ("products.html", "Products"),
    ("identities.html", "Identities"),
    ("unreadable.html", "Not read"),
];

/// The list page for entities of a kind.
pub(crate) fn list_page(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Person => "people",
        Kind::Organization => "organizations",
        Kind::Location => "places",
        Kind::Event => "events",
        Kind::Product => "products",
        _ => return None,
    })
}

/// A page: where it lies below `report/`, and its title.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    /// Path below the root of the site.
    pub path: &'a str,
    /// Title of the window.
    pub title: &'a str,
    /// Page of the navigation to which it belongs.
    pub section: &'a str,
}

/// Writes a page with what `body` writes into its main part.
pub(crate) fn page(catalog: &Catalog<'_>, page: Page<'_>, body: impl FnOnce(&mut Html)) -> Vec<u8> {
    let mut h = Html::new(if page.path.contains('/') { "../" } else { "" });
    h.open("html", &[("lang", "en")]);
    h.within("head", &[], |h| head(h, page.title));
    h.open("body", &[]);
    h.leaf("a", &[("class", "skip"), ("href", "#main")], "Skip to content");
    h.within("header", &[("class", "site")], |h| {
        h.link_with("index.html", &[("class", "brand")], "Svodka");
        h.within("nav", &[("aria-label", "Pages")], |h| {
            for (path, name) in NAVIGATION {
                let current = if path == page.section { "page" } else { "" };
                h.link_with(path, &[("aria-current", current)], name);
                h.text(" ");
            }
        });
    });
    h.within("main", &[("id", "main")], body);
    h.within("footer", &[("class", "site")], |h| {
        let documents = words::count(catalog.corpus.documents.len(), "document", "documents");
        h.text(&format!("Svodka {} · {documents} · tables for other programs: ", catalog.corpus.run.version));
        for (index, name) in ["documents", "mentions", "entities", "facts", "quotes"].iter().enumerate() {
            h.text(if index == 0 { "" } else { ", " });
            h.link(&format!("../exports/{name}.csv"), &format!("{name}.csv"));
        }
        h.text(", ");
        h.link("../exports/records.jsonl", "records.jsonl");
    });
    h.close();
    h.close();
    h.finish()
}

fn head(h: &mut Html, title: &str) {
    h.void("meta", &[("charset", "utf-8")]);
    h.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    h.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    h.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    h.void("meta", &[("name", "referrer"), ("content", "no-referrer")]);
    h.leaf("title", &[], &format!("{title} · Svodka"));
    let (style, script) = (h.path("style.css"), h.path("app.js"));
    h.void("link", &[("rel", "stylesheet"), ("href", &style)]);
    h.leaf("script", &[("src", &script), ("defer", "defer")], "");
}

/// A list that runs over several pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listing<'a> {
    /// Name of the first page without its ending; the others are `NAME-2`, `NAME-3` ...
    pub name: &'a str,
    /// Title of the window, and heading.
    pub title: &'a str,
    /// Entries on a page.
    pub size: usize,
}

/// Writes the pages of a list: at least one, `intro` on the first, then what `body` makes of each page's entries.
pub(crate) fn listing<T, E>(
    catalog: &Catalog<'_>,
    listing: Listing<'_>,
    entries: &[T],
    put: &mut Put<'_, E>,
    intro: impl Fn(&mut Html),
    body: impl Fn(&mut Html, &[T]),
) -> Result<(), E> {
    let pages = entries.len().div_ceil(listing.size).max(1);
    let path = |number: usize| match number {
        1 => format!("{}.html", listing.name),
        _ => format!("{}-{number}.html", listing.name),
    };
    let section = path(1);
    for number in 1..=pages {
        let first = (number - 1) * listing.size;
        let part = &entries[first..entries.len().min(first + listing.size)];
        let title =
            if number == 1 { listing.title.to_owned() } else { format!("{}, page {number}", listing.title) };
        let bytes = page(catalog, Page { path: &path(number), title: &title, section: &section }, |h| {
            h.leaf("h1", &[], listing.title);
            if number == 1 {
                intro(h);
            }
            pager(h, number, pages, &path);
            body(h, part);
            pager(h, number, pages, &path);
        });
        put(&path(number), &bytes)?;
    }
    Ok(())
}

/// Links to the first, the neighbouring and the last pages.
fn pager(h: &mut Html, current: usize, pages: usize, path: &dyn Fn(usize) -> String) {
    if pages == 1 {
        return;
    }
    h.within("nav", &[("class", "pager"), ("aria-label", "Pages of this list")], |h| {
        let mut last = 0;
        for number in
            (1..=pages).filter(|&number| number == 1 || number == pages || number.abs_diff(current) < 3)
        {
            h.text(if number == last + 1 { " " } else { " … " });
            let here = if number == current { "page" } else { "" };
            h.link_with(&path(number), &[("aria-current", here)], &number.to_string());
            last = number;
        }
    });
}

/// A table with a heading row; on narrow screens each row becomes a card whose cells carry their column's name.
pub(crate) fn table(h: &mut Html, class: &str, columns: &[&str], rows: impl FnOnce(&mut Html)) {
    h.within("div", &[("class", "scroll")], |h| {
        h.within("table", &[("class", class)], |h| {
            h.within("thead", &[], |h| {
                h.within("tr", &[], |h| {
                    for column in columns {
                        h.leaf("th", &[("scope", "col")], column);
                    }
                });
            });
            h.within("tbody", &[], rows);
        });
    });
}

/// A cell of a table, with its column's name for narrow screens.
pub(crate) fn cell(h: &mut Html, column: &str, body: impl FnOnce(&mut Html)) {
    h.within("td", &[("data-label", column)], body);
}

/// A cell with a number, or with text that is set like one.
pub(crate) fn number(h: &mut Html, column: &str, text: &str) {
    h.leaf("td", &[("data-label", column), ("class", "number")], text);
}

/// What a fact is called, with its status where that says something.
pub(crate) fn relation(h: &mut Html, catalog: &Catalog<'_>, relation: &str, status: Status) {
    h.leaf("span", &[("class", "relation")], &catalog.relations.one(relation));
    if catalog.relations.tells(relation, status) {
        h.text(" ");
        badge(h, status);
    }
}

/// A status as a badge.
pub(crate) fn badge(h: &mut Html, status: Status) {
    h.leaf("span", &[("class", &format!("badge {}", status.name()))], status.name());
}

/// A remark of ours in small type.
pub(crate) fn note(h: &mut Html, text: &str) {
    h.leaf("p", &[("class", "note")], text);
}

/// A heading of a section with its anchor.
pub(crate) fn heading(h: &mut Html, id: &str, text: &str) {
    h.leaf("h2", &[("id", id)], text);
}

/// A document's headline as a link to its page.
pub(crate) fn document_link(h: &mut Html, catalog: &Catalog<'_>, document: usize) {
    h.link_with(&catalog.page(document), &[("lang", catalog.language(document))], &catalog.title(document));
}

/// An entity's name as a link to its page.
pub(crate) fn entity_link(h: &mut Html, catalog: &Catalog<'_>, entity: usize) {
    let name = &catalog.corpus.entities[entity].name;
    h.link_with(catalog.file(entity), &[("lang", words::script(name))], name);
}

/// Says how many entries of a longer list are shown, and where all of them are.
pub(crate) fn rest(h: &mut Html, shown: usize, all: usize, export: &str) {
    if all > shown {
        h.within("p", &[("class", "note")], |h| {
            h.text(&format!("{shown} of {all} shown; all in "));
            h.link(&format!("../exports/{export}"), &format!("exports/{export}"));
            h.text(".");
        });
    }
}

/// A field that narrows the rows, parts or cards of the element behind it; `app.js` shows it.
pub(crate) fn narrow(h: &mut Html, entries: usize) {
    if entries < 8 {
        return;
    }
    h.within("form", &[("class", "narrow"), ("hidden", "hidden")], |h| {
        h.within("label", &[], |h| {
            h.leaf("span", &[], "Find on this page");
            h.void("input", &[("type", "search"), ("name", "narrow")]);
        });
    });
}
