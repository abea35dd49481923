//! DOCX and ODT: paragraphs, headings, lists, tables, headers and footers, core properties.

use svodka_model::{BlockKind, Diagnostic};

use crate::dates::Order;
use crate::draft::{Claim, Draft};
use crate::pieces::{self, Piece};
use crate::structure::{one_line, outside_date};
use crate::xml::{Event, attribute, events, is_whole};

/// The XML parts of a word-processor file that are read, each empty if absent.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub body: String,
    /// Footnotes of a DOCX file.
    pub notes: String,
    pub headers: Vec<String>,
    pub footers: Vec<String>,
    pub properties: String,
    /// Page styles of an OpenDocument file.
    pub styles: String,
}

/// A draft of a DOCX file.
pub(crate) fn docx(parts: &Parts) -> Draft {
    let furniture = |files: &[String], reason: &'static str| -> Vec<Piece> {
        let read = files.iter().flat_map(|file| word(file));
        read.map(|piece| Piece { reason: Some(reason), ..piece }).collect()
    };
    let mut pieces = furniture(&parts.headers, "header");
    pieces.extend(word(&parts.body));
    pieces.extend(word(&parts.notes));
    pieces.extend(furniture(&parts.footers, "footer"));
    finish(pieces, parts)
}

/// A draft of an ODT file.
pub(crate) fn odt(parts: &Parts) -> Draft {
    let margin = |element: &str, reason: &'static str| -> Vec<Piece> {
        let mut read = open_document(&inside(&parts.styles, element));
        read.retain(|piece| !piece.text.trim().is_empty());
        read.dedup();
        read.into_iter().map(|piece| Piece { reason: Some(reason), ..piece }).collect()
    };
    let mut pieces = margin("style:header", "header");
    pieces.extend(open_document(&parts.body));
    pieces.extend(margin("style:footer", "footer"));
    finish(pieces, parts)
}

fn finish(pieces: Vec<Piece>, parts: &Parts) -> Draft {
    let told = [("text", &parts.body), ("footnotes", &parts.notes)];
    let damaged = told.into_iter().filter(|(_, xml)| !is_whole(xml));
    let diagnostic = |(part, _)| {
        let message =
            format!("the XML of the {part} is damaged; what stood behind the damage may be missing");
        Diagnostic::new("ingest.damaged_part", message)
    };
    let mut draft = pieces::draft(&pieces, damaged.map(diagnostic).collect());
    core_properties(&mut draft, &parts.properties);
    draft
}

/// What stands inside the elements of one name.
fn inside(xml: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let content = |part: &'_ str| -> Option<String> {
        let (attributes, rest) = part.split_once('>')?;
        let whole = attributes.is_empty() || attributes.starts_with(' ') && !attributes.ends_with('/');
        whole.then(|| rest.split_once(&*close).map(|(content, _)| content.to_owned()))?
    };
    xml.split(&*open).skip(1).filter_map(content).collect()
}

/// Paragraphs of a WordprocessingML file.
fn word(xml: &str) -> Vec<Piece> {
    let mut writer = Writer::default();
    let mut shown = false;
    for event in events(xml) {
        match event {
            Event::Start("w:p", _) => writer.begin(Piece::default()),
            Event::End("w:p") => writer.end(),
            Event::Start("w:pStyle", attributes) => {
                writer.style(attribute(attributes, "w:val").unwrap_or(""))
            }
            Event::Start("w:numPr", _) => writer.kind(BlockKind::ListItem),
            Event::Start("w:tr", _) => writer.begin_row(),
            Event::End("w:tr") => writer.end_row(),
            Event::End("w:tc") => writer.push("\t"),
            Event::Start("w:tab", _) => writer.push(" "),
            Event::Start("w:br" | "w:cr", _) => writer.line_break(),
            Event::Start("w:noBreakHyphen", _) => writer.push("-"),
            Event::Start("w:t", _) => shown = true,
            Event::End("w:t") => shown = false,
            Event::Text(text) if shown => writer.push(&text),
            _ => {}
        }
    }
    writer.pieces
}

/// Paragraphs of an OpenDocument file.
fn open_document(xml: &str) -> Vec<Piece> {
    let mut writer = Writer::default();
    let (mut depth, mut items, mut notes) = (0usize, 0usize, 0usize);
    for event in events(xml) {
        match event {
            Event::Start("text:h", attributes) => {
                let rank = attribute(attributes, "text:outline-level")
                    .and_then(|level| level.parse().ok())
                    .unwrap_or(2);
                depth += 1;
                writer.begin(Piece { kind: Some(BlockKind::Heading), rank: Some(rank), ..Piece::default() });
            }
            Event::Start("text:p", attributes) => {
                depth += 1;
                writer.begin(Piece { kind: (items > 0).then_some(BlockKind::ListItem), ..Piece::default() });
                writer.style(attribute(attributes, "text:style-name").unwrap_or(""));
            }
            Event::End("text:h" | "text:p") => {
                depth = depth.saturating_sub(1);
                writer.end();
            }
            Event::Start("text:list-item", _) => items += 1,
            Event::End("text:list-item") => items = items.saturating_sub(1),
            Event::Start("table:table-row", _) => writer.begin_row(),
            Event::End("table:table-row") => writer.end_row(),
            Event::End("table:table-cell") => writer.push("\t"),
            Event::Start("text:s" | "text:tab", _) => writer.push(" "),
            Event::Start("text:line-break", _) => writer.line_break(),
            Event::Start("office:annotation" | "text:tracked-changes", _) => notes += 1,
            Event::End("office:annotation" | "text:tracked-changes") => notes = notes.saturating_sub(1),
            Event::Text(text) if depth > 0 && notes == 0 => writer.push(&text),
            _ => {}
        }
    }
    writer.pieces
}

/// Collects paragraphs; inside a row, cells.
#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    open: Option<Piece>,
    row: Option<String>,
    /// Tables in tables: only the outermost makes rows.
    rows: usize,
}

impl Writer {
    fn begin(&mut self, piece: Piece) {
        if self.row.is_none() {
            self.end();
            self.open = Some(piece);
        }
    }

    fn end(&mut self) {
        match self.row.as_mut() {
            Some(row) if !row.ends_with(['\t', ' ']) => row.push(' '),
            Some(_) => {}
            None => self.pieces.extend(self.open.take()),
        }
    }

    fn begin_row(&mut self) {
        if self.rows == 0 {
            self.end();
            self.row = Some(String::new());
        }
        self.rows += 1;
    }

    fn end_row(&mut self) {
        self.rows = self.rows.saturating_sub(1);
        if let Some(text) = self.row.take_if(|_| self.rows == 0) {
            let text = text.trim_end().to_owned();
            // One cell is no table: layouts put the whole letter into it.
            let kind = text.contains('\t').then_some(BlockKind::TableRow);
            self.pieces.push(Piece { text, kind, ..Piece::default() });
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(row) = self.row.as_mut() {
            if text != "\t" || self.rows <= 1 {
                row.push_str(text);
            }
        } else if let Some(open) = self.open.as_mut() {
            open.text.push_str(if text == "\t" { " " } else { text });
        }
    }

    /// A line break inside a paragraph begins a new one.
    fn line_break(&mut self) {
        match self.open.clone().filter(|_| self.row.is_none()) {
            Some(open) => {
                self.end();
                self.open = Some(Piece { text: String::new(), ..open });
            }
            None => self.push(" "),
        }
    }

    fn kind(&mut self, kind: BlockKind) {
        if let Some(open) = self.open.as_mut() {
            open.kind = Some(kind);
        }
    }

    /// Named styles that mean a heading, in English and Russian versions of the programs.
    fn style(&mut self, name: &str) {
        let Some(open) = self.open.as_mut() else { return };
        let lower = name.to_lowercase();
        let rank = match lower.as_str() {
            "title" | "название" => Some(1),
            _ if lower.starts_with("heading") || lower.starts_with("заголовок") => {
                Some(lower.chars().rev().find_map(|c| c.to_digit(10)).map_or(2, |level| level.clamp(1, 6)))
            }
            _ => None,
        };
        if let Some(rank) = rank {
            open.kind = Some(BlockKind::Heading);
            open.rank = u8::try_from(rank).ok();
        } else if ["listbullet", "listnumber", "list bullet", "list number"]
            .iter()
            .any(|list| lower.starts_with(list))
        {
            open.kind = Some(BlockKind::ListItem);
        }
    }
}

/// Title, author and dates from the properties; weak, since they are often those of a template.
fn core_properties(draft: &mut Draft, xml: &str) {
    let mut name = "";
    for event in events(xml) {
        match event {
            Event::Start(start, _) => name = start,
            Event::End(_) => name = "",
            Event::Text(text) => property(draft, name, &one_line(&text)),
        }
    }
}

/// A property of a file under the name that Dublin Core has for it.
pub(crate) fn property(draft: &mut Draft, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let origin = "core_properties";
    match name {
        "dc:title" => draft.claims.titles.push(Claim::new(value.to_owned(), origin, 450)),
        "dc:creator" | "meta:initial-creator" => {
            draft.claims.bylines.push(Claim::new(value.to_owned(), origin, 350))
        }
        "dcterms:created" | "meta:creation-date" => {
            draft.claims.dates.extend(outside_date(value, origin, 400, Order::DayFirst))
        }
        "dcterms:modified" | "dc:date" => {
            draft.claims.dates.extend(outside_date(value, "modified", 300, Order::DayFirst))
        }
        _ => return,
    }
    draft.claims.other.insert(name.to_owned(), value.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(pieces: &[Piece]) -> Vec<String> {
        pieces
            .iter()
            .map(|piece| {
                format!("{:?}{} {}", piece.kind, piece.rank.unwrap_or(0), piece.text.replace('\t', "→"))
            })
            .collect()
    }

    #[test]
    fn reads_word() {
        let xml = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>За</w:t></w:r><w:r><w:t>вод</w:t></w:r></w:p>\
            <w:p><w:r><w:t>a</w:t><w:br/><w:t>b &amp; c</w:t><w:instrText>no</w:instrText></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        assert_eq!(
            drawn(&word(xml)),
            ["Some(Heading)1 Завод", "None0 a", "None0 b & c", "Some(TableRow)0 1 →2"]
        );
    }

    #[test]
    fn reads_open_document() {
        let xml = "<text:h text:outline-level=\"1\">Завод</text:h><text:p>a<text:s/>b<text:span>c</text:span></text:p>\
            <text:list><text:list-item><text:p>d</text:p></text:list-item></text:list>\
            <table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>";
        assert_eq!(
            drawn(&open_document(xml)),
            ["Some(Heading)1 Завод", "None0 a bc", "Some(ListItem)0 d", "Some(TableRow)0 1 →2"]
        );
    }
}
