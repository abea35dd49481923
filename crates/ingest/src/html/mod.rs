//! HTML to a draft: what a reader sees, the article told from the furniture of the page.

mod blocks;
mod entities;
mod heads;
mod main_text;
mod page;
mod tree;

pub(crate) use entities::decode as decode_entities;
pub(crate) use page::url as claim_url;

use svodka_model::{BlockKind, Diagnostic, Locator, Span};

use crate::draft::{Draft, Unit};
use crate::html::blocks::Block;
use crate::html::tree::Tree;
use crate::letters::key;
use crate::lines::ends_sentence;

/// The charset that a page declares in its first bytes.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let sample = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = sample.find("charset=").or_else(|| sample.find("encoding="))?;
    let value = sample[at..].split_once('=')?.1.trim_start_matches(['"', '\'', ' ']);
    let end =
        value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

/// A draft of a page. Text outside the article stays, marked as furniture.
pub(crate) fn draft(page: &str, mut diagnostics: Vec<Diagnostic>) -> Draft {
    let tree = Tree::parse(page);
    let mut blocks = blocks::blocks(&tree);
    let claims = page::claims(&tree);
    heads::mark(&mut blocks, &claims);
    main_text::mark(&tree, &mut blocks);
    if blocks.iter().all(|block| block.chrome.is_some()) {
        blocks
            .iter_mut()
            .filter(|block| block.chrome == Some("outside_main"))
            .for_each(|block| block.chrome = None);
        diagnostics.push(Diagnostic::new("ingest.no_main_text", "no article was found on the page"));
    }
    heads::keep(&mut blocks);
    let hidden = hidden_article(&tree, &mut blocks);
    if hidden.is_some() {
        let message = "the text was taken from what the page keeps for its scripts";
        diagnostics.push(Diagnostic::new("ingest.hidden_text", message));
    }
    let mut draft = Draft { claims, diagnostics, ..Draft::default() };
    let mut locators = Locators::new(page);
    for block in &blocks {
        append(&mut draft, block, locators.at(block.start));
    }
    if let Some(body) = hidden {
        let tree = Tree::parse(&body);
        for block in &blocks::blocks(&tree) {
            append(&mut draft, block, Locator::default());
        }
    }
    draft
}

/// Characters from which on a hidden text is an article.
const HIDDEN: usize = 500;
/// Bytes by which a paragraph is known again.
const OPENING: usize = 80;
/// Paragraphs that are looked for in a hidden text.
const COMPARED: usize = 20;

/// The article that a page shows by script only, as HTML, if what it shows without is much shorter; that becomes furniture
/// then, the headline excepted.
fn hidden_article(tree: &Tree, blocks: &mut [Block]) -> Option<String> {
    let is_shown = |block: &&mut Block| block.chrome.is_none() && block.rank != Some(1) && !block.own_title;
    let shown: usize = blocks.iter_mut().filter(is_shown).map(|block| block.text.chars().count()).sum();
    let body = page::hidden_body(tree)?;
    let body = if is_fragment(&body) {
        body
    } else {
        let paragraphs = body.lines().filter(|line| !line.trim().is_empty());
        paragraphs.map(|line| format!("<p>{}</p>", line.replace('<', "&lt;"))).collect()
    };
    let told = Tree::parse(&body).text_of(0);
    let length = told.chars().count();
    if length < HIDDEN || length < 2 * shown {
        return None;
    }
    // Where a page shows an article, and its paragraphs are no part of the hidden text, that is another one.
    let told = key(&told);
    let good = |block: &&Block| block.chrome.is_none() && main_text::is_good(block);
    let paragraphs = || blocks.iter().filter(good).take(COMPARED);
    let part = |block: &&Block| told.contains(&key(&block.text[..block.text.floor_char_boundary(OPENING)]));
    let article = paragraphs().map(|block| block.text.chars().count()).sum::<usize>() >= HIDDEN;
    if article && paragraphs().filter(part).count() * 2 < paragraphs().count() {
        return None;
    }
    blocks.iter_mut().filter(is_shown).for_each(|block| block.chrome = Some("outside_main"));
    Some(body)
}

/// Tags of which one makes a text a piece of HTML.
const INNER_TAGS: &[&str] = &[
    "</p>",
    "<p>",
    "<p ",
    "<br",
    "</a>",
    "</div>",
    "</span>",
    "</li>",
    "</b>",
    "</i>",
    "</em>",
    "</strong>",
    "</h1>",
    "</h2>",
    "</h3>",
    "</h4>",
    "</td>",
    "<img ",
    "</blockquote>",
    "</figure>",
    "</html>",
];

/// Whether a text is a piece of HTML, such as feeds carry.
pub(crate) fn is_fragment(text: &str) -> bool {
    let opens = |tag: &str, rest: &[u8]| {
        rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    };
    text.match_indices('<').any(|(at, _)| INNER_TAGS.iter().any(|tag| opens(tag, &text.as_bytes()[at..])))
}

/// The text of a short piece of HTML, such as a headline.
pub(crate) fn plain(fragment: &str) -> String {
    if !fragment.contains(['<', '&']) {
        return fragment.to_owned();
    }
    if is_fragment(fragment) {
        Tree::parse(fragment).text_of(0)
    } else {
        decode_entities(fragment).into_owned()
    }
}

/// A draft of a piece of HTML that is all article, under a headline.
pub(crate) fn fragment(title: Option<&str>, fragment: &str, diagnostics: Vec<Diagnostic>) -> Draft {
    let tree = Tree::parse(fragment);
    let mut draft = Draft { diagnostics, ..Draft::default() };
    if let Some(title) = title {
        let kind = Some(BlockKind::Heading);
        let span = Span::new(0, title.len());
        title.clone_into(&mut draft.text);
        draft.units.push(Unit { kind, rank: Some(1), ..Unit::new(span, Locator::default()) });
    }
    let mut blocks = blocks::blocks(&tree);
    if blocks.iter().any(|block| main_text::links(block).is_none()) {
        for block in &mut blocks {
            block.chrome = block.chrome.or_else(|| main_text::links(block));
        }
    }
    for block in &blocks {
        append(&mut draft, block, Locator::default());
    }
    draft
}

/// Appends a block to the text. A line break inside a sentence does not end its paragraph.
fn append(draft: &mut Draft, block: &Block, locator: Locator) {
    let goes_on = block.broken
        && block.text.starts_with(char::is_lowercase)
        && draft.units.last().is_some_and(|last| {
            last.kind.is_none() && block.kind.is_none() && !ends_sentence(last.span.of(&draft.text))
        });
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
    let mut unit =
        Unit { kind: block.kind, rank: block.rank, apart: !block.broken, ..Unit::new(span, locator) };
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
    column: u32,
}

impl<'a> Locators<'a> {
    fn new(page: &'a str) -> Self {
        Self { page, at: 0, line: 1, column: 1 }
    }

    fn at(&mut self, byte: usize) -> Locator {
        let byte = self.page.floor_char_boundary(byte.max(self.at));
        let passed = &self.page[self.at..byte];
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        match passed.rfind('\n') {
            Some(last) => {
                self.line += u32::try_from(passed.bytes().filter(|&byte| byte == b'\n').count()).unwrap_or(0);
                self.column = 1 + count(&passed[last + 1..]);
            }
            None => self.column = self.column.saturating_add(count(passed)),
        }
        self.at = byte;
        Locator { line: Some(self.line), column: Some(self.column), ..Locator::default() }
    }
}
