//! What a page says about itself: JSON-LD, OpenGraph and other meta elements, canonical address.

use serde_json::Value;

use crate::dates::Order;
use crate::draft::{Claim, Claims, DateClaim};
use crate::html::tree::{Data, Id, Tree};
use crate::structure::{one_line, outside_date};

/// Deepest nesting of JSON-LD that is searched.
const DEEPEST: usize = 6;
/// Most nodes in, and bytes of the text of an element that shows a date.
const STAMP_NODES: usize = 12;
const LONGEST_STAMP: usize = 120;
/// Bytes of a script without a type in which JSON-LD names its vocabulary.
const CONTEXT: usize = 200;

/// All claims of a page's head.
pub(crate) fn claims(tree: &Tree) -> Claims {
    let mut claims = Claims::default();
    for id in 0..tree.nodes.len() {
        match tree.tag(id) {
            "meta" => meta(tree, id, &mut claims),
            "link" if tree.attribute(id, "rel") == Some("canonical") => {
                if let Some(address) =
                    tree.attribute(id, "href").filter(|address| address.starts_with("http"))
                {
                    url(address, "canonical", 950, &mut claims);
                }
            }
            "title" if !claims.other.contains_key("page_title") => page_title(tree, id, &mut claims),
            "time" => time(tree, id, &mut claims),
            "script" if is_json_ld(tree, id) => json_ld(tree, id, &mut claims),
            _ => published(tree, id, &mut claims),
        }
    }
    let site = claims.publishers.iter().map(|claim| claim.value.clone()).next();
    shorten_titles(&mut claims, site.as_deref());
    claims
}

fn meta(tree: &Tree, id: Id, claims: &mut Claims) {
    let name = ["property", "name", "itemprop"].iter().find_map(|name| tree.attribute(id, name));
    let (Some(name), Some(content)) = (name, tree.attribute(id, "content")) else { return };
    let content = one_line(content);
    if content.is_empty() {
        return;
    }
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "og:title" | "twitter:title" | "dc.title" | "dcterms.title" => {
            claims.titles.push(Claim::new(content, "meta", 800))
        }
        "og:site_name" | "application-name" | "dc.publisher" | "dcterms.publisher" => {
            claims.publishers.push(Claim::new(content, "meta", 850))
        }
        "og:url" => url(&content, "meta", 900, claims),
        "author" | "article:author" | "dc.creator" | "dcterms.creator" | "byl" | "sailthru.author"
            if !content.contains("://") =>
        {
            claims.bylines.push(Claim::new(content.trim_start_matches("By ").to_owned(), "meta", 780));
        }
        "keywords" | "news_keywords" | "article:tag" => {
            keywords(content.split(',').map(str::to_owned), "meta", 700, claims)
        }
        "article:published_time"
        | "og:published_time"
        | "datepublished"
        | "dc.date.issued"
        | "dcterms.created"
        | "dc.date.created"
        | "sailthru.date"
        | "parsely-pub-date"
        | "pubdate"
        | "publishdate"
        | "publish-date"
        | "article.published"
        | "cxenseparse:recs:publishtime"
        | "publication_date"
        | "originalpublicationdate" => date(&content, "meta", 930, claims),
        "date" | "dc.date" | "dcterms.date" | "article:published" => date(&content, "meta", 820, claims),
        "article:modified_time"
        | "og:updated_time"
        | "datemodified"
        | "dcterms.modified"
        | "lastmod"
        | "last-modified" => {
            date(&content, "modified", 500, claims);
        }
        "description" | "og:description" => {
            claims.other.entry("description".to_owned()).or_insert(content);
        }
        _ => {}
    }
}

/// An address, and the date in it.
pub(crate) fn url(address: &str, origin: &str, weight: u16, claims: &mut Claims) {
    claims.urls.push(Claim::new(address.to_owned(), origin, weight));
    if let Some(found) = date_in_address(address) {
        date(&found, "url", 700, claims);
    }
}

/// `/2017/06/21/`, `/2017-06-21-`, `/20170621/` in an address.
fn date_in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.to_owned())
    };
    parts.windows(3).find_map(|window| {
        let (year, month, day) = (number(window[0], 4)?, number(window[1], 2)?, number(window[2], 2)?);
        Some(format!("{year}-{month}-{day}"))
    })
}

fn date(text: &str, origin: &str, weight: u16, claims: &mut Claims) {
    let known = |date: &DateClaim, iso: &str| date.claim.origin == origin && date.claim.value.iso == iso;
    let found = outside_date(text, origin, weight, Order::MonthFirst);
    let new = found.filter(|found| !claims.dates.iter().any(|date| known(date, &found.claim.value.iso)));
    claims.dates.extend(new);
}

fn keywords(words: impl Iterator<Item = String>, origin: &str, weight: u16, claims: &mut Claims) {
    let words: Vec<String> = words.map(|word| one_line(&word)).filter(|word| !word.is_empty()).collect();
    match claims.keywords.iter_mut().find(|claim| claim.origin == origin) {
        Some(known) => words.into_iter().for_each(|word| {
            if !known.value.contains(&word) {
                known.value.push(word)
            }
        }),
        None if !words.is_empty() => claims.keywords.push(Claim::new(words, origin, weight)),
        None => {}
    }
}

fn page_title(tree: &Tree, id: Id, claims: &mut Claims) {
    let title = tree.text_of(id);
    if !title.is_empty() {
        claims.titles.push(Claim::new(title.clone(), "page_title", 550));
        claims.other.insert("page_title".to_owned(), title);
    }
}

/// Names that microdata, RDFa and microformats give the day of publication, and that of the last change.
const PUBLISHED: &[&str] = &["datePublished", "schema:datePublished", "pubdate", "dt-published", "published"];
const MODIFIED: &[&str] = &["dateModified", "schema:dateModified", "dt-updated", "updated", "modified"];

/// Whether an element is given one of these names.
fn is(tree: &Tree, id: Id, names: &[&str]) -> bool {
    let mut named =
        tree.attributes(id).filter(|(name, _)| matches!(*name, "itemprop" | "property" | "class"));
    let known = |word: &str| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    named.any(|(_, value)| value.split_ascii_whitespace().any(known))
}

/// An element that is named the day of publication: what it holds for programs, else its text.
fn published(tree: &Tree, id: Id, claims: &mut Claims) {
    if !is(tree, id, PUBLISHED) {
        return;
    }
    let told = ["content", "datetime", "title"].iter().find_map(|name| tree.attribute(id, name));
    let told = told.filter(|told| told.contains(|c: char| c.is_ascii_digit())).map(str::to_owned);
    let shown = || (tree.below(id).len() <= STAMP_NODES).then(|| tree.text_of(id));
    if let Some(stamp) = told.or_else(shown).filter(|stamp| stamp.len() <= LONGEST_STAMP) {
        date(&stamp, "microdata", 870, claims);
    }
}

fn time(tree: &Tree, id: Id, claims: &mut Claims) {
    let published = tree.attribute(id, "pubdate").is_some() || is(tree, id, PUBLISHED);
    let modified = !published && is(tree, id, MODIFIED);
    let shown = || (tree.below(id).len() <= STAMP_NODES).then(|| tree.text_of(id));
    let Some(stamp) = tree.attribute(id, "datetime").map(str::to_owned).or_else(shown) else { return };
    let first = !claims.dates.iter().any(|date| date.claim.origin == "time");
    match (published, modified) {
        (true, _) => date(&stamp, "time", 870, claims),
        (_, true) => date(&stamp, "modified", 500, claims),
        _ if first => date(&stamp, "time", 780, claims),
        _ => {}
    }
}

/// The text of the article where the page keeps it for its scripts: in JSON-LD, or as a template. The longest.
pub(crate) fn hidden_body(tree: &Tree) -> Option<String> {
    let scripts = (0..tree.nodes.len()).filter(|&id| tree.tag(id) == "script");
    let bodies = scripts.filter_map(|id| {
        let Some(Data::Raw(raw)) = tree.nodes.get(id + 1).map(|node| &node.data) else { return None };
        match tree.attribute(id, "type")?.to_ascii_lowercase().as_str() {
            "application/ld+json" if raw.contains("\"articleBody\"") => article_body(&parsed(raw)?, 0),
            "text/template"
                if raw.contains("<p") && !["{{", "<%", "${"].iter().any(|mark| raw.contains(mark)) =>
            {
                Some((*raw).to_owned())
            }
            _ => None,
        }
    });
    bodies.max_by_key(String::len)
}

fn article_body(value: &Value, depth: usize) -> Option<String> {
    let inner = |values: &mut dyn Iterator<Item = &Value>| {
        values.filter_map(|value| article_body(value, depth + 1)).max_by_key(String::len)
    };
    match value {
        _ if depth > DEEPEST => None,
        Value::Array(values) => inner(&mut values.iter()),
        Value::Object(object) => match object.get("articleBody") {
            Some(Value::String(body)) => Some(body.clone()),
            _ => inner(&mut object.values()),
        },
        _ => None,
    }
}

/// The JSON of a script. Line ends inside strings are forbidden and common.
fn parsed(raw: &str) -> Option<Value> {
    let text = raw.trim().trim_start_matches("<!--").trim_end_matches("-->").trim_end_matches(';');
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&text).ok()
}

/// Whether a script is JSON-LD, by its type; without a type, by its first words.
fn is_json_ld(tree: &Tree, id: Id) -> bool {
    match (tree.attribute(id, "type"), tree.nodes.get(id + 1).map(|node| &node.data)) {
        (Some(kind), _) => kind.eq_ignore_ascii_case("application/ld+json"),
        (None, Some(Data::Raw(raw))) => {
            let raw = raw.trim_start();
            raw.starts_with(['{', '[']) && raw[..raw.floor_char_boundary(CONTEXT)].contains("\"@context\"")
        }
        _ => false,
    }
}

fn json_ld(tree: &Tree, id: Id, claims: &mut Claims) {
    let Some(Data::Raw(raw)) = tree.nodes.get(id + 1).map(|node| &node.data) else { return };
    if let Some(value) = parsed(raw) {
        search(&value, 0, claims);
    }
}

fn search(value: &Value, depth: usize, claims: &mut Claims) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Array(values) => values.iter().for_each(|value| search(value, depth + 1, claims)),
        Value::Object(object) => {
            if is_article(&object.get("@type").cloned().unwrap_or_default()) {
                article(value, claims);
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"] {
                object.get(name).into_iter().for_each(|inner| search(inner, depth + 1, claims));
            }
        }
        _ => {}
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => ["Article", "Posting", "Report", "Release", "Analysis", "Review"]
            .iter()
            .any(|word| kind.contains(word)),
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn article(value: &Value, claims: &mut Claims) {
    let text = |name: &str| {
        value.get(name).and_then(Value::as_str).map(|text| one_line(&crate::html::entities::decode(text)))
    };
    if let Some(title) = text("headline").or_else(|| text("name")).filter(|title| !title.is_empty()) {
        claims.titles.push(Claim::new(title, "json_ld", 850));
    }
    if let Some(published) = text("datePublished") {
        date(&published, "json_ld", 950, claims);
    }
    if let Some(modified) = text("dateModified") {
        date(&modified, "modified", 500, claims);
    }
    let authors = names(value.get("author").or_else(|| value.get("creator")));
    if !authors.is_empty() {
        claims.bylines.push(Claim::new(authors.join(", "), "json_ld", 860));
    }
    if let Some(publisher) = names(value.get("publisher")).into_iter().next() {
        claims.publishers.push(Claim::new(publisher, "json_ld", 900));
    }
    match value.get("keywords") {
        Some(Value::String(words)) => keywords(words.split(',').map(str::to_owned), "json_ld", 800, claims),
        Some(Value::Array(words)) => {
            keywords(words.iter().filter_map(|word| word.as_str().map(str::to_owned)), "json_ld", 800, claims)
        }
        _ => {}
    }
}

/// Names of people or bodies: strings, objects with a name, or lists of these.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(name)) if !name.contains("://") => vec![one_line(name)],
        Some(Value::Array(values)) => values.iter().flat_map(|value| names(Some(value))).collect(),
        Some(Value::Object(object)) => names(object.get("name")),
        _ => vec![],
    }
}

/// Takes the site's name off the page title: "Headline | Site", "Site - Headline".
fn shorten_titles(claims: &mut Claims, site: Option<&str>) {
    let others: Vec<String> = claims
        .titles
        .iter()
        .filter(|claim| claim.origin != "page_title")
        .map(|claim| claim.value.clone())
        .collect();
    for claim in
        claims.titles.iter_mut().filter(|claim| claim.origin == "page_title" || claim.origin == "meta")
    {
        let separators = [" | ", " — ", " – ", " - ", " :: ", " • ", " · ", " » ", " « "];
        let Some((at, separator)) =
            separators.iter().filter_map(|separator| Some((claim.value.rfind(separator)?, *separator))).max()
        else {
            continue;
        };
        let (head, tail) = (claim.value[..at].trim(), claim.value[at + separator.len()..].trim());
        let is_site = |part: &str| {
            site.is_some_and(|site| part.eq_ignore_ascii_case(site)) || crate::stamp::is_site(part)
        };
        let short = |part: &str, rest: &str| {
            part.chars().count() * 2 < rest.chars().count() && claim.origin == "page_title"
        };
        let shortened = if is_site(tail)
            || others.iter().any(|other| other == head)
            || (!is_site(head) && short(tail, head))
        {
            head.to_owned()
        } else if is_site(head) || others.iter().any(|other| other == tail) {
            tail.to_owned()
        } else {
            continue;
        };
        claim.value = shortened;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses() {
        assert_eq!(date_in_address("https://a.example/2017/06/21/x").as_deref(), Some("2017-06-21"));
        assert_eq!(date_in_address("https://a.example/news/2017-06-21-x").as_deref(), Some("2017-06-21"));
        assert_eq!(date_in_address("https://a.example/news/20170621"), None);
    }
}
