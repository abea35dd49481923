//! Prints the blocks and metadata of files: `cargo run --example show -- FILE...`.

use svodka_ingest::{Options, ingest};
use svodka_model::Field;

fn main() {
    for path in std::env::args().skip(1) {
        println!("=== {path}");
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        match ingest(&path, &bytes, &Options::default()) {
            Ok(documents) => documents.iter().for_each(show),
            Err(error) => println!("ERROR {}: {error}", error.code()),
        }
    }
}

fn show(ingested: &svodka_ingest::Ingested) {
    let document = &ingested.document;
    println!("{} {} {}", ingested.source, ingested.media_type, ingested.encoding);
    for block in document.blocks() {
        let text = block.span.of(document.text()).trim_end().replace('\n', "/").replace('\t', "→");
        let shown: String = text.chars().take(110).collect();
        let reason = block.reason.as_deref().unwrap_or("");
        let place = match (&block.locator.page, block.locator.line) {
            (Some(page), _) => format!("p. {page}"),
            (_, line) => format!("{}:{}", line.unwrap_or(0), block.locator.column.unwrap_or(0)),
        };
        println!("  {:<10} {:<12} {:<8} {shown}", format!("{:?}", block.kind), reason, place);
    }
    let metadata = document.metadata();
    let field = |name: &str, field: &Option<Field<String>>| {
        if let Some(field) = field {
            println!(
                "  {name}: {:?} ({}, {:?}, {:?})",
                field.value,
                field.origin,
                field.confidence.thousandths(),
                field.span
            );
        }
    };
    field("title", &metadata.title);
    field("byline", &metadata.byline);
    field("publisher", &metadata.publisher);
    field("dateline", &metadata.dateline);
    field("kind", &metadata.kind);
    field("url", &metadata.url);
    for (name, date) in [("published", &metadata.published), ("dateline date", &metadata.dateline_date)] {
        if let Some(date) = date {
            println!("  {name}: {} ({}, {})", date.value.iso, date.origin, date.confidence.thousandths());
        }
    }
    for date in &metadata.other_dates {
        println!("  other date: {} ({}, {})", date.value.iso, date.origin, date.confidence.thousandths());
    }
    for (name, list) in [("agencies", &metadata.agencies), ("keywords", &metadata.keywords)] {
        if let Some(list) = list {
            println!("  {name}: {:?} ({})", list.value, list.origin);
        }
    }
    for (name, value) in &metadata.other {
        println!("  {name}: {value}");
    }
    for diagnostic in document.diagnostics() {
        println!("  ! {} {}", diagnostic.code, diagnostic.message);
    }
}
