//! Prints what was taken for furniture in texts that are all body, and the share of it:
//! `cargo run --example audit -- FILE...`.

use svodka_ingest::{Options, ingest};
use svodka_model::BlockKind;

fn main() {
    let (mut all, mut lost, mut titles, mut files) = (0, 0, 0, 0);
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let Ok(documents) = ingest(&path, &bytes, &Options::default()) else { continue };
        for document in documents.iter().map(|ingested| &ingested.document) {
            files += 1;
            titles += usize::from(document.metadata().title.is_some());
            for block in document.blocks() {
                let text = block.span.of(document.text()).trim();
                all += text.chars().count();
                if block.kind == BlockKind::Furniture {
                    lost += text.chars().count();
                    println!("{path} {:?}: {text}", block.reason);
                }
            }
        }
    }
    println!("{files} documents, {titles} with a title, {lost} of {all} characters are furniture");
}
