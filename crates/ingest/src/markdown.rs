//! Markdown to a draft: headings, lists, tables, paragraphs; links as their text; front matter as metadata.

mod inline;

use svodka_model::{BlockKind, Diagnostic};

use crate::draft::Draft;
use crate::fields::{Fields, Mapping, claim};
use crate::lines::is_speech;
use crate::pieces::{self, Piece};
use inline::plain;

/// Bytes that are looked at to tell Markdown from plain text.
const SAMPLE: usize = 16 << 10;
/// Most lines of front matter.
const MOST_LINES: usize = 200;

/// Whether a text is written in Markdown: front matter, or marks that plain texts do not have.
pub(crate) fn is_markdown(text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(SAMPLE)];
    if front_matter(text).is_some_and(|(fields, _)| !fields.is_empty()) {
        return true;
    }
    let (mut headings, mut links, mut rows, mut others) = (0, 0, 0, 0);
    let mut first = true;
    let mut above = "";
    for line in text.lines() {
        let line = line.trim_end();
        // "# 1" at the top of a text may also be a number.
        headings += usize::from(heading(line).is_some() && above.is_empty());
        headings += usize::from(first && heading(line).is_some_and(|(_, text)| text.len() > 8));
        first &= line.is_empty();
        links += inline::links(line);
        rows += usize::from(is_rule_of_table(line) && above.contains('|'));
        others += usize::from(line.starts_with("```") || line.matches("**").count() >= 2);
        above = line;
    }
    rows > 0 || links >= 2 || headings >= 2 || headings + links + others.min(1) >= 2
}

/// A draft of a Markdown text.
pub(crate) fn draft(text: &str, diagnostics: Vec<Diagnostic>) -> Draft {
    let (fields, body) = front_matter(text).unwrap_or((vec![], 0));
    let skipped = text[..body].matches('\n').count();
    let mut reader = Reader::default();
    for (number, line) in text[body..].lines().enumerate() {
        reader.line(line.trim_end(), skipped + number + 1);
    }
    reader.close();
    let mut draft = pieces::draft(&reader.pieces, diagnostics);
    claim(&fields, &Mapping::new(), "front_matter", &mut draft.claims);
    draft
}

/// `name: value` lines between `---` lines (or `name = value` between `+++`), and where the text behind begins.
fn front_matter(text: &str) -> Option<(Fields, usize)> {
    let (fence, separator) = if text.starts_with("---") {
        ("---", ':')
    } else {
        text.starts_with("+++").then_some(("+++", '='))?
    };
    let mut fields: Fields = vec![];
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').take(MOST_LINES).enumerate() {
        at += line.len();
        let bare = line.trim();
        if number == 0 {
            (bare == fence).then_some(())?;
            continue;
        }
        if bare == fence {
            return Some((fields, at));
        }
        let item = bare.strip_prefix("- ").zip(fields.last().cloned());
        if let Some((item, (name, value))) = item {
            if value.is_empty() {
                fields.pop();
            }
            fields.push((name, unquoted(item)));
        } else if !bare.is_empty() && !bare.starts_with('#') {
            let (name, value) = bare.split_once(separator)?;
            let named = !name.trim().is_empty() && !name.trim().contains(char::is_whitespace);
            named.then(|| fields.push((name.trim().to_owned(), unquoted(value))))?;
        }
    }
    None
}

fn unquoted(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}

/// Rank and text of a heading: `## Text ##`.
fn heading(line: &str) -> Option<(u8, &str)> {
    let rank = line.bytes().take_while(|&byte| byte == b'#').count();
    let rest = line.get(rank..).filter(|_| (1..=6).contains(&rank))?;
    let text = rest.strip_prefix([' ', '\t'])?.trim().trim_end_matches('#').trim_end();
    (!text.is_empty()).then_some((u8::try_from(rank).unwrap_or(6), text))
}

/// The line under the head of a table: `|---|:--:|`.
fn is_rule_of_table(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// The text of a list item: `- text`, `12. text`; a dash may also open speech.
fn item(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if (1..=9).contains(&digits) {
        line[digits..].strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+'])
    }?;
    rest.strip_prefix([' ', '\t']).map(str::trim).filter(|_| digits > 0 || !is_speech(line))
}

/// A line of three or more `-`, `*` or `_`.
fn is_break(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    bare.len() >= 3 && ['-', '*', '_'].into_iter().any(|mark| bare.chars().all(|c| c == mark))
}

/// `[id]: https://...` and `[^1]: note` (which is kept).
fn is_link_target(line: &str) -> bool {
    line.starts_with('[')
        && !line.starts_with("[^")
        && line.split_once("]:").is_some_and(|(_, rest)| rest.contains("://") || rest.trim().starts_with('/'))
}

/// Puts lines together to pieces.
#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    open: Option<Piece>,
    /// The fence of the code that is open.
    fence: Option<&'static str>,
    in_table: bool,
    in_comment: bool,
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) {
        let place = u32::try_from(number).ok();
        let bare = line.trim_start();
        if let Some(fence) = self.fence {
            if bare.starts_with(fence) {
                self.fence = None;
            } else {
                self.begin(Piece { text: bare.to_owned(), line: place, ..Piece::default() });
            }
            self.close();
            return;
        }
        if self.in_comment || bare.starts_with("<!--") {
            self.close();
            self.in_comment = !bare.contains("-->");
            return;
        }
        if !bare.contains('|') {
            self.in_table = false;
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| bare.starts_with(fence)) {
            self.close();
            self.fence = Some(fence);
        } else if bare.is_empty() || is_link_target(bare) {
            self.close();
        } else if let Some((rank, text)) = heading(bare) {
            self.close();
            self.heading(rank, text.to_owned(), place);
        } else if is_rule_of_table(bare) && self.open.as_ref().is_some_and(|open| open.text.contains('|')) {
            self.in_table = true;
            if let Some(open) = self.open.take() {
                self.row(&open.text, open.line);
            }
        } else if self.in_table {
            self.row(bare, place);
        } else if let Some(rank) = self.underline(bare) {
            if let Some(open) = self.open.take() {
                self.heading(rank, open.text, open.line);
            }
        } else if is_break(bare) {
            self.close();
        } else if let Some(text) = item(bare) {
            self.begin(Piece {
                text: text.to_owned(),
                kind: Some(BlockKind::ListItem),
                line: place,
                ..Piece::default()
            });
        } else {
            self.paragraph(bare, place);
        }
    }

    /// Rank of the heading that a line of `=` or `-` makes of the paragraph above it.
    fn underline(&self, line: &str) -> Option<u8> {
        let open = self.open.as_ref().filter(|open| open.kind.is_none() && open.text.len() < 300)?;
        let all = |mark: u8| line.bytes().all(|byte| byte == mark);
        match () {
            () if open.text.is_empty() => None,
            () if all(b'=') => Some(1),
            () if all(b'-') => Some(2),
            () => None,
        }
    }

    fn heading(&mut self, rank: u8, text: String, line: Option<u32>) {
        self.begin(Piece {
            text,
            kind: Some(BlockKind::Heading),
            rank: Some(rank),
            line,
            ..Piece::default()
        });
        self.close();
    }

    fn row(&mut self, line: &str, place: Option<u32>) {
        self.close();
        let inside = line.trim().trim_start_matches('|');
        let inside = inside.strip_suffix('|').unwrap_or(inside);
        let cells: Vec<String> = inside.split('|').map(plain).collect();
        let text = cells.join("\t");
        self.pieces.push(Piece { text, kind: Some(BlockKind::TableRow), line: place, ..Piece::default() });
    }

    /// A line of running text goes on with what is open.
    fn paragraph(&mut self, line: &str, place: Option<u32>) {
        let text = line.trim_start_matches(['>', ' ']);
        match &mut self.open {
            Some(open) if !text.is_empty() => {
                open.text.push(' ');
                open.text.push_str(text);
            }
            _ => self.begin(Piece { text: text.to_owned(), line: place, ..Piece::default() }),
        }
    }

    fn begin(&mut self, piece: Piece) {
        self.close();
        self.open = Some(piece);
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let picture = open.text.starts_with("![") && open.kind.is_none();
            let kind = if picture { Some(BlockKind::Caption) } else { open.kind };
            self.pieces.push(Piece { text: plain(&open.text), kind, ..open });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<String> {
        let draft = draft(text, vec![]);
        let draw = |unit: &crate::draft::Unit| {
            let kind = unit.kind.map_or("P".to_owned(), |kind| format!("{kind:?}"));
            let rank = unit.rank.map(|rank| rank.to_string()).unwrap_or_default();
            format!(
                "{}:{kind}{rank} {}",
                unit.locator.line.unwrap_or(0),
                unit.span.of(&draft.text).replace('\t', "→")
            )
        };
        draft.units.iter().map(draw).collect()
    }

    #[test]
    fn reads_blocks() {
        let text = "# Ferry *handed* over\n\nThe yard\nsaid so.\n\n- one\n  more\n- two\n\n> Quoted\n> text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSmall\n-----\n***\n```\ncode | x\n```\n![Photo](p.jpg)\n\n<!-- no\nno -->\nEnd";
        assert_eq!(
            drawn(text),
            [
                "1:Heading1 Ferry handed over",
                "3:P The yard said so.",
                "6:ListItem one more",
                "8:ListItem two",
                "10:P Quoted text",
                "13:TableRow a→b",
                "15:TableRow 1→2",
                "17:Heading2 Small",
                "21:P code | x",
                "23:Caption Photo",
                "27:P End"
            ]
        );
    }

    #[test]
    fn reads_front_matter() {
        let text = "---\ntitle: \"Ferry\"\ndate: 2024-08-12\ntags:\n  - sea\n  - yard\n---\nText.";
        let draft = draft(text, vec![]);
        assert_eq!((draft.text.as_str(), draft.units[0].locator.line), ("Text.", Some(8)));
        assert_eq!(draft.claims.titles[0].value, "Ferry");
        assert_eq!(draft.claims.dates[0].claim.value.iso, "2024-08-12");
        assert_eq!(draft.claims.keywords[0].value, ["sea", "yard"]);
    }

    #[test]
    fn tells_markdown_from_plain_text() {
        for text in [
            "---\ntitle: x\n---\n",
            "# The heading of it\n\nText with [a link](http://a.example).",
            "## One thing\n\nText.\n\n## Other\n",
            "a | b\n--|--\n1 | 2",
        ] {
            assert!(is_markdown(text), "{text}");
        }
        for text in [
            "Ferry handed over\n\nThe yard [1] said (so).\n\n- one\n- two\n",
            "---\n\nTIME: noon --- and so on",
            "# 5\n\nText.",
            "Цена *без НДС* | 5\n***\nТекст",
        ] {
            assert!(!is_markdown(text), "{text}");
        }
    }
}
