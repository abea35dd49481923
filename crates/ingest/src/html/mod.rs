//! HTML to a draft: what a reader sees, the article told from the furniture of the page.

mod blocks;
mod entities;
mod main_text;
mod page;
mod tree;

use svodka_model::{BlockKind, Diagnostic, Locator, Span};

use crate::draft::{Draft, Unit};
use crate::html::blocks::Block;
use crate::html::tree::Tree;
use crate::lines::ends_sentence;

/// The charset that a page declares in its first bytes.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let sample = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = sample.find("charset=").or_else(|| sample.find("encoding="))?;
    let value = sample[at..].split_once('=')?.1.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

/// A draft of a page. Text outside the article stays, marked as furniture.
pub(crate) fn draft(page: &str, mut diagnostics: Vec<Diagnostic>) -> Draft {
    let tree = Tree::parse(page);
    let mut blocks = blocks::blocks(&tree);
    main_text::mark(&tree, &mut blocks);
    let claims = page::claims(&tree);
    let titles: Vec<String> = claims.titles.iter().map(|claim| claim.value.to_lowercase()).collect();
    keep_head(&mut blocks, &titles);
    if blocks.iter().all(|block| block.chrome.is_some()) {
        blocks.iter_mut().filter(|block| block.chrome == Some("outside_main")).for_each(|block| block.chrome = None);
        diagnostics.push(Diagnostic::new("ingest.no_main_text", "no article was found on the page"));
    }
    let mut draft = Draft { claims, diagnostics, ..Draft::default() };
    let mut locators = Locators::new(page);
    for block in &blocks {
        append(&mut draft, block, locators.at(block.start));
    }
    draft
}

/// The headline often stands outside the element that holds the text; so do the lines under it.
fn keep_head(blocks: &mut [Block], titles: &[String]) {
    let is_title = |block: &Block| {
        let text = block.text.to_lowercase();
        block.text.chars().count() >= 4 && (titles.contains(&text) || (block.rank == Some(1) && titles.iter().any(|title| title.contains(&text) || text.contains(title.as_str()))))
    };
    let first = blocks.iter().position(|block| block.chrome.is_none()).unwrap_or(blocks.len());
    let Some(title) = blocks.iter().position(|block| block.rank.is_some() && is_title(block)).filter(|&title| title < first + 8) else { return };
    if blocks[title].chrome.is_some_and(|reason| reason == "outside_main" || reason == "links") {
        blocks[title].chrome = None;
    }
    // What stands between headline and text is kept if it is short: a byline, a date, a standfirst.
    if title < first && first - title <= 12 {
        for block in &mut blocks[title + 1..first] {
            if block.chrome == Some("outside_main") && block.text.chars().count() < 300 {
                block.chrome = None;
            }
        }
    }
}

/// Appends a block to the text. A line break inside a sentence does not end its paragraph.
fn append(draft: &mut Draft, block: &Block, locator: Locator) {
    let goes_on = block.broken
        && block.text.starts_with(char::is_lowercase)
        && draft.units.last().is_some_and(|last| last.kind.is_none() && block.kind.is_none() && !ends_sentence(last.span.of(&draft.text)));
    if !draft.text.is_empty() {
        draft.text.push_str(if block.broken { "\n" } else { "\n\n" });
    }
    let start = draft.text.len();
    draft.text.push_str(&block.text);
    let span = Span::new(start, draft.text.len());
    if let Some(last) = draft.units.last_mut().filter(|_| goes_on) {
        last.span = last.span.cover(span);
        return;
    }
    let mut unit = Unit { kind: block.kind, rank: block.rank, apart: !block.broken, ..Unit::new(span, locator) };
    if let Some(reason) = block.chrome {
        unit.furniture(reason);
    } else if unit.is(BlockKind::Heading) && block.text.chars().count() > 300 {
        unit.kind = None;
    }
    draft.units.push(unit);
}

/// Lines and columns of ascending bytes of the page.
struct Locators<'a> {
    page: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl<'a> Locators<'a> {
    fn new(page: &'a str) -> Self {
        Self { page, at: 0, line: 1, line_start: 0 }
    }

    fn at(&mut self, byte: usize) -> Locator {
        let byte = self.page.floor_char_boundary(byte.max(self.at));
        for (offset, _) in self.page[self.at..byte].match_indices('\n') {
            self.line += 1;
            self.line_start = self.at + offset + 1;
        }
        self.at = byte;
        // A column beyond any screen says nothing, and counting it would take time.
        let before = &self.page[self.line_start..byte];
        let column = (before.len() < 10_000).then(|| u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX));
        Locator { line: Some(self.line), column, ..Locator::default() }
    }
}
