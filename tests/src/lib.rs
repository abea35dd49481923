//! What the tests share: one analyzer, the samples, and the drawing of a document's records.

pub mod writers;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use svodka_model::{Document, Fact, Mention, Quote, Records, Slot};
use svodka_pipeline::{Analyzer, Config, Stages};

/// The analyzer with its default configuration, loaded once.
pub static ANALYZER: LazyLock<Analyzer> =
    LazyLock::new(|| Analyzer::new(&Config::default()).expect("the embedded configuration loads"));

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this package lies in the repository").to_path_buf()
}

/// The sample documents, sorted.
pub fn samples() -> Vec<PathBuf> {
    let folder = root().join("data/samples");
    let entries = std::fs::read_dir(&folder).expect("the samples are in the repository");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

/// The first document of a source.
///
/// # Panics
/// If the source cannot be ingested.
pub fn ingest(name: &str, bytes: &[u8]) -> Document {
    let mut found = ANALYZER.ingest(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    found.remove(0).document
}

/// A bare text as a document.
pub fn from_text(text: &str) -> Document {
    svodka_ingest::from_text(text)
}

/// A document's metadata, mentions, quotes and facts as a text that a linguist can read and review as a diff.
pub fn draw(document: &Document, records: &Records) -> String {
    let mut drawn = String::new();
    let metadata = document.metadata();
    let date = metadata.published.as_ref().map_or("-", |field| field.value.iso.as_str());
    let title = metadata.title.as_ref().map_or("-", |field| field.value.as_str());
    writeln!(drawn, "language {}\ntitle {title}\npublished {date}\n", records.language.language.code())
        .expect(INFALLIBLE);
    for block in document.blocks() {
        let label = block.reason.as_ref().map_or(String::new(), |reason| format!(" ({reason})"));
        let kind = serde_json_name(block.kind);
        writeln!(drawn, "{kind}{label}").expect(INFALLIBLE);
        let inside: Vec<&Mention> =
            records.entities.mentions.iter().filter(|mention| block.span.contains(mention.span)).collect();
        writeln!(drawn, "    {}", underlined(document.text(), block.span, &inside)).expect(INFALLIBLE);
    }
    for quote in &records.facts.quotes {
        writeln!(drawn, "{}", draw_quote(document.text(), records, quote)).expect(INFALLIBLE);
    }
    for fact in &records.facts.facts {
        writeln!(drawn, "{}", draw_fact(document.text(), records, fact)).expect(INFALLIBLE);
    }
    drawn
}

const INFALLIBLE: &str = "writing to a string cannot fail";

fn serde_json_name(kind: svodka_model::BlockKind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// The text of a block with its mentions in brackets: `[Igor Savin|person 3]` (the number is the chain).
fn underlined(text: &str, block: svodka_model::Span, mentions: &[&Mention]) -> String {
    let mut marks: Vec<(usize, bool, usize, String)> = Vec::new();
    for (order, mention) in mentions.iter().enumerate() {
        let chain = mention.chain.map_or(String::new(), |chain| format!(" {chain}"));
        let norm =
            if mention.norm == mention.surface { String::new() } else { format!(" = {}", mention.norm) };
        marks.push((mention.span.start(), true, order, "[".to_owned()));
        marks.push((
            mention.span.end(),
            false,
            usize::MAX - order,
            format!("|{}{chain}{norm}]", mention.kind.name()),
        ));
    }
    marks.sort_by_key(|mark| (mark.0, mark.1, mark.2));
    let mut drawn = String::new();
    let mut at = block.start();
    for (offset, _, _, mark) in marks {
        drawn.push_str(&text[at..offset]);
        drawn.push_str(&mark);
        at = offset;
    }
    drawn.push_str(&text[at..block.end()]);
    drawn.trim_end().replace('\n', "\n    ")
}

/// One line for a quote.
pub fn draw_quote(text: &str, records: &Records, quote: &Quote) -> String {
    let speaker = quote.speaker.map_or("-", |index| records.entities.mentions[index as usize].norm.as_str());
    let said: Vec<&str> = quote.spans.iter().map(|span| span.of(text)).collect();
    format!("QUOTE {:?} by {speaker}: {}", quote.form, said.join(" / "))
}

/// One line for a fact.
pub fn draw_fact(text: &str, records: &Records, fact: &Fact) -> String {
    let slots: Vec<String> =
        fact.slots.iter().map(|slot| format!("{}={}", slot.name, filler(text, records, slot))).collect();
    let by = fact
        .asserted_by
        .map_or(String::new(), |index| format!(" says {}", records.entities.mentions[index as usize].norm));
    format!("FACT {} {} {}{by}", fact.relation, fact.status.name(), slots.join("; "))
}

fn filler(text: &str, records: &Records, slot: &Slot) -> String {
    match (slot.mention, slot.span) {
        (Some(index), _) => records.entities.mentions[index as usize].norm.clone(),
        (None, Some(span)) => span.of(text).split_whitespace().collect::<Vec<_>>().join(" "),
        (None, None) => String::new(),
    }
}
