//! Law 3: the same text in another container gives the same facts.

use std::collections::BTreeSet;

use svodka_model::{Block, BlockKind, Document};
use svodka_tests::{ANALYZER, draw_fact, draw_quote, ingest, samples};

/// The facts and quotes of a document, in words.
fn findings(document: &Document) -> BTreeSet<String> {
    let records = ANALYZER.analyze(document);
    let text = document.text();
    let facts = records.facts.facts.iter().map(|fact| draw_fact(text, &records, fact));
    let quotes = records.facts.quotes.iter().map(|quote| draw_quote(text, &records, quote));
    facts.chain(quotes).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A saved page with the document's content, and the menus that pages have.
fn page(document: &Document) -> String {
    let text = document.text();
    let content: Vec<&Block> =
        document.blocks().iter().filter(|block| block.kind != BlockKind::Furniture).collect();
    let mut body = String::new();
    for block in content {
        let inside = escape(block.span.of(text).trim());
        match block.kind {
            BlockKind::Title => body.push_str(&format!("<h1>{inside}</h1>\n")),
            BlockKind::Heading => body.push_str(&format!("<h2>{inside}</h2>\n")),
            _ => body.push_str(&format!("<p>{inside}</p>\n")),
        }
    }
    let title = document.metadata().title.as_ref().map_or(String::new(), |field| escape(&field.value));
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\n\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li></ul></nav>\n\
         <main><article>\n{body}</article></main>\n<footer><a href=\"/about\">About</a></footer></body></html>"
    )
}

#[test]
fn text_and_page_give_the_same_facts() {
    let (mut compared, mut alike, mut differing) = (0, 0, Vec::new());
    for path in samples() {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        // Plain releases in one language: what a page of the same text would hold.
        let plain = name.ends_with(".txt")
            && (name.starts_with("en-0")
                || name.starts_with("ru-0")
                || name.starts_with("en-1")
                || name.starts_with("ru-1"));
        if !plain {
            continue;
        }
        let text = ingest(&name, &std::fs::read(&path).unwrap());
        let page = ingest("page.html", page(&text).as_bytes());
        let (own, other) = (findings(&text), findings(&page));
        compared += own.len();
        alike += own.intersection(&other).count();
        differing.extend(own.symmetric_difference(&other).map(|line| format!("{name}: {line}")));
    }
    assert!(compared > 100, "too few findings to compare: {compared}");
    let share = alike * 1000 / compared;
    assert!(share >= 950, "{share} of 1000 findings survive the page; not:\n{}", differing.join("\n"));
}
