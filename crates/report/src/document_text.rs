//! The text of a document: its blocks, with mentions, quotes and evidence marked.

use std::collections::BTreeMap;

use svodka_model::{Analyzed, Block, BlockKind, Kind, Mention, QuoteForm, Span};

use crate::catalog::Catalog;
use crate::document_page::{LISTED, per_cent};
use crate::excerpt::{self, one_line};
use crate::highlight::{Mark, Pen};
use crate::html::Html;
use crate::shell;
use crate::words::{self, count};

/// Switches for the marks of each kind that the document has.
pub(crate) fn legend(h: &mut Html, analyzed: &Analyzed) {
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for mention in &analyzed.records.entities.mentions {
        *kinds.entry(mention.kind).or_default() += 1;
    }
    if kinds.is_empty() {
        return;
    }
    h.within("fieldset", &[("class", "legend")], |h| {
        h.leaf("legend", &[], "Marked");
        for (kind, mentions) in kinds {
            let name = kind.name();
            h.within("label", &[], |h| {
                h.void(
                    "input",
                    &[("type", "checkbox"), ("checked", "checked"), ("id", &format!("show-{name}"))],
                );
                h.leaf("span", &[("class", &format!("m {name}"))], &words::kinds(kind).to_lowercase());
                h.leaf("span", &[("class", "other")], &format!(" {mentions}"));
            });
        }
    });
}

/// The text by blocks, with furniture folded up.
pub(crate) fn write(h: &mut Html, catalog: &Catalog<'_>, index: usize) {
    let analyzed = catalog.document(index);
    let document = &analyzed.document;
    let limit = catalog.shown(index);
    let mut pen = Pen::new(document.text(), marks(catalog, index));
    h.within("article", &[("lang", catalog.language(index))], |h| {
        let shown: Vec<&Block> =
            document.blocks().iter().take_while(|block| block.span.start() < limit).collect();
        for group in shown.chunk_by(|a, b| a.kind == b.kind && joins(a.kind)) {
            blocks(h, &mut pen, analyzed, group, limit);
        }
    });
    let rest = document.text().len() - limit;
    if rest > 0 {
        let bytes = words::grouped(&rest.to_string());
        shell::note(
            h,
            &format!(
                "The text goes on for {bytes} bytes; they are analysed like the rest, and stand in exports/records.jsonl."
            ),
        );
    }
}

/// Whether neighbouring blocks of the kind stand in one element.
fn joins(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Furniture | BlockKind::ListItem | BlockKind::TableRow)
}

fn blocks(h: &mut Html, pen: &mut Pen<'_>, analyzed: &Analyzed, group: &[&Block], limit: usize) {
    let text = analyzed.document.text();
    let kind = group[0].kind;
    match kind {
        BlockKind::Furniture => furniture(h, pen, analyzed, group, limit),
        BlockKind::TableRow => h.within("div", &[("class", "scroll")], |h| {
            h.within("table", &[("class", "quoted")], |h| {
                for block in group {
                    table_row(h, pen, text, shown(block, limit));
                }
            });
        }),
        BlockKind::ListItem => h.within("ul", &[], |h| {
            for block in group {
                write_block(h, pen, analyzed, block, "li", "", limit);
            }
        }),
        _ => {
            let (tag, class) = match kind {
                BlockKind::Title => ("p", "title"),
                BlockKind::Byline => ("p", "byline"),
                BlockKind::Dateline => ("p", "dateline"),
                BlockKind::Standfirst => ("p", "standfirst"),
                BlockKind::Heading => ("h3", ""),
                BlockKind::Caption => ("p", "caption"),
                _ => ("p", ""),
            };
            write_block(h, pen, analyzed, group[0], tag, class, limit);
        }
    }
}

fn shown(block: &Block, limit: usize) -> Span {
    Span::new(block.span.start(), block.span.end().min(limit))
}

fn write_block(
    h: &mut Html,
    pen: &mut Pen<'_>,
    analyzed: &Analyzed,
    block: &Block,
    tag: &'static str,
    class: &str,
    limit: usize,
) {
    let here = excerpt::language_at(analyzed, block.span.start());
    let language = if here == excerpt::language_at(analyzed, 0) { "" } else { here };
    h.within(tag, &[("class", class), ("lang", language)], |h| pen.write(h, shown(block, limit)));
}

fn table_row(h: &mut Html, pen: &mut Pen<'_>, text: &str, row: Span) {
    let mut at = row.start();
    h.within("tr", &[], |h| {
        for cell in cells(row.get(text).unwrap_or_default()) {
            let end = at + cell.len();
            h.within("td", &[], |h| pen.write(h, Span::new(at, end)));
            at = end;
        }
    });
}

/// The cells of a row, each with the white space behind it: they are parted by tabs, or by several spaces.
fn cells(row: &str) -> Vec<&str> {
    let mut cells = vec![];
    let mut start = 0;
    let mut gap = 0;
    for (at, c) in row.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let between = &row[gap..at];
        let parted = between.contains('\t') || between.chars().nth(1).is_some();
        if parted && !row[start..gap].trim().is_empty() {
            cells.push(&row[start..at]);
            start = at;
        }
        gap = at + c.len_utf8();
    }
    cells.push(&row[start..]);
    cells
}

/// What is not content, folded up. Blank lines are only written, not counted.
fn furniture(h: &mut Html, pen: &mut Pen<'_>, analyzed: &Analyzed, group: &[&Block], limit: usize) {
    let text = analyzed.document.text();
    let full: Vec<&&Block> = group
        .iter()
        .filter(|block| block.span.get(text).is_some_and(|line| !line.trim().is_empty()))
        .collect();
    if full.is_empty() {
        return;
    }
    let mut reasons: Vec<String> =
        full.iter().map(|block| words::plain(block.reason.as_deref().unwrap_or("not content"))).collect();
    reasons.sort();
    reasons.dedup();
    h.within("details", &[("class", "furniture")], |h| {
        let blocks = count(full.len(), "block", "blocks");
        h.leaf("summary", &[("lang", "en")], &format!("Not content: {} ({blocks})", reasons.join(", ")));
        for block in full {
            h.within("p", &[("title", block.reason.as_deref().unwrap_or_default())], |h| {
                pen.write(h, shown(block, limit))
            });
        }
    });
}

/// All marks of a document: evidence outside, then quotes, then mentions. Of equal spans the first is outside and
/// ends last, so facts come in falling order for their numbers to rise.
fn marks(catalog: &Catalog<'_>, index: usize) -> Vec<(Span, Mark)> {
    let analyzed = catalog.document(index);
    let records = &analyzed.records;
    let mut marks = vec![];
    for (place, fact) in records.facts.facts.iter().enumerate().rev() {
        let number = place + 1;
        let reference = Some(number).filter(|_| place < LISTED);
        let id = format!("e{number}");
        marks.push((fact.evidence, Mark { class: "ev".into(), id, reference, ..Mark::default() }));
        for (more, &span) in fact.more_evidence.iter().enumerate() {
            let id = format!("e{number}-{}", more + 1);
            marks.push((span, Mark { class: "ev".into(), id, reference, ..Mark::default() }));
        }
    }
    for (place, quote) in records.facts.quotes.iter().enumerate() {
        let id = format!("q{}", place + 1);
        marks.push((quote.evidence, Mark { class: "qe".into(), id, ..Mark::default() }));
        let form = if quote.form == QuoteForm::Direct { "said" } else { "said indirect" };
        for &span in &quote.spans {
            let named = quote.speaker.map(|speaker| catalog.named(index, speaker).text.into_owned());
            let unnamed = quote.unnamed.map(|words| words.of(analyzed.document.text()).to_owned());
            let title = named.or(unnamed).unwrap_or_default();
            marks.push((span, Mark { class: form.into(), title, ..Mark::default() }));
        }
    }
    for (place, mention) in records.entities.mentions.iter().enumerate() {
        marks.push((mention.span, mention_mark(catalog, index, place, mention)));
    }
    marks
}

fn mention_mark(catalog: &Catalog<'_>, document: usize, place: usize, mention: &Mention) -> Mark {
    let number = u32::try_from(place).expect("a text of 4 GiB holds fewer mentions");
    let entity = catalog.entity_of(document, number);
    let name = catalog.named(document, number).text;
    let how = format!("{} {}", mention.provenance.rule, per_cent(mention.provenance.score.thousandths()));
    let nominal = if mention.nominal { " nominal" } else { "" };
    Mark {
        class: format!("m {}{nominal}", mention.kind.name()),
        id: format!("m{place}"),
        title: format!("{}: {} ({how})", mention.kind.name(), one_line(&name, 120)),
        target: entity.map(|entity| catalog.file(entity).to_owned()),
        reference: None,
    }
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_end_at_tabs_and_wide_gaps() {
        assert_eq!(cells("год\tвыпуск 1\t\n"), ["год\t", "выпуск 1\t\n"]);
        assert_eq!(
            cells("  Fish and seafood    812.7  \u{a0}+3.4"),
            ["  Fish and seafood    ", "812.7  \u{a0}", "+3.4"]
        );
        assert_eq!(cells("one cell\n"), ["one cell\n"]);
        assert_eq!(cells(""), [""]);
    }
}
