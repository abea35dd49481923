//! From the tree to blocks of visible text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use svodka_model::BlockKind;

use crate::html::entities::decode;
use crate::html::tree::{Data, Id, Tree, is_block};
use crate::table::rows;

/// Cells longer than this make a table a layout, in bytes of the page.
const LONGEST_CELL: usize = 1200;

/// Shares of the text of a page from which on an element is not believed to be furniture: by a name that someone made up,
/// and by the name of its element.
const MOST_PERCENT: usize = 50;
const ALL_PERCENT: usize = 85;

/// A block of visible text.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub text: String,
    /// The innermost block element around it.
    pub element: Id,
    /// Byte of the page at which it begins.
    pub start: usize,
    pub kind: Option<BlockKind>,
    pub rank: Option<u8>,
    /// Characters of the text that are links.
    pub linked: usize,
    /// It follows a single line break.
    pub broken: bool,
    /// It is the headline that the page gives itself.
    pub own_title: bool,
    /// Why an element around it is no article text.
    pub chrome: Option<&'static str>,
}

/// Words of class names and ids, to reasons.
static CLASSES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut classes = BTreeMap::new();
    for row in rows(include_str!("../../data/classes.tsv")) {
        classes.extend(row[1].split(' ').map(|word| (word, row[0])));
    }
    classes
});

/// What an element around a text does to it.
#[derive(Clone, Copy)]
struct Context {
    element: Id,
    kind: Option<BlockKind>,
    rank: Option<u8>,
    chrome: Option<&'static str>,
    link: bool,
    preformatted: bool,
    /// Inside an element whose text is not shown.
    hidden: bool,
}

/// The visible blocks of a page, in order.
pub(crate) fn blocks(tree: &Tree) -> Vec<Block> {
    let weights = weights(tree);
    let mut contexts: Vec<Context> = Vec::with_capacity(tree.nodes.len());
    let mut writer = Writer { blocks: vec![], open: None, broken: false };
    for id in 0..tree.nodes.len() {
        let parent = tree.nodes[id].parent;
        let outer = contexts.get(parent).copied().unwrap_or(Context {
            element: 0,
            kind: None,
            rank: None,
            chrome: None,
            link: false,
            preformatted: false,
            hidden: false,
        });
        let context = match tree.nodes[id].data {
            Data::Element(tag) => {
                let context = enter(tree, id, tag, outer, &weights);
                writer.element(tag, &context, tree.nodes[id].start);
                context
            }
            Data::Text(raw) => {
                writer.text(raw, &outer, tree.nodes[id].start);
                outer
            }
            Data::Raw(_) => outer,
        };
        contexts.push(context);
    }
    writer.flush();
    writer.blocks
}

fn enter(tree: &Tree, id: Id, tag: &'static str, outer: Context, weights: &[usize]) -> Context {
    let mut inner = outer;
    if is_block(tag) {
        inner.element = id;
    }
    match tag {
        "a" => inner.link = true,
        "pre" => inner.preformatted = true,
        "li" | "dd" | "dt" => inner.kind = Some(BlockKind::ListItem),
        "figcaption" | "caption" => inner.kind = Some(BlockKind::Caption),
        "tr" if is_data_row(tree, id) => inner.kind = Some(BlockKind::TableRow),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            inner.kind = Some(BlockKind::Heading);
            inner.rank = Some(tag.as_bytes()[1] - b'0');
        }
        "time" => inner.hidden = outer.hidden,
        _ => {}
    }
    inner.hidden = outer.hidden || is_hidden(tree, id, tag);
    // A wrong name on an element that holds most of the text does not make it furniture.
    let whole = weights.first().copied().unwrap_or(0);
    let most = if matches!(tag, "aside" | "nav" | "footer") { ALL_PERCENT } else { MOST_PERCENT };
    if outer.chrome.is_none() && weights[id] * 100 < most * whole.max(1) {
        inner.chrome = chrome(tree, id, tag);
    }
    inner
}

fn is_hidden(tree: &Tree, id: Id, tag: &str) -> bool {
    let untold = matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "object"
            | "textarea"
            | "select"
            | "button"
            | "dialog"
            | "map"
            | "embed"
    );
    let style = || {
        tree.attribute(id, "style").is_some_and(|style| {
            let style: String =
                style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
    };
    let class = || {
        tree.attribute(id, "class").is_some_and(|class| {
            class.split_whitespace().any(|word| {
                matches!(
                    word,
                    "sr-only" | "visually-hidden" | "screen-reader-text" | "hidden" | "hide" | "d-none"
                )
            })
        })
    };
    untold
        || tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden") == Some("true")
        || style()
        || class()
}

/// Why an element is not part of an article, by its name, role, class or id.
fn chrome(tree: &Tree, id: Id, tag: &str) -> Option<&'static str> {
    match tag {
        "nav" | "menu" => return Some("navigation"),
        "footer" => return Some("footer"),
        "aside" => return Some("aside"),
        "form" | "fieldset" => return Some("form"),
        _ => {}
    }
    match tree.attribute(id, "role") {
        Some("navigation" | "menu" | "menubar" | "search") => return Some("navigation"),
        Some("complementary") => return Some("aside"),
        Some("contentinfo") => return Some("footer"),
        Some("dialog" | "alert" | "alertdialog") => return Some("popup"),
        _ => {}
    }
    let named = |name: &str| tree.attribute(id, name).and_then(by_class);
    if matches!(tag, "html" | "body" | "main" | "article" | "h1" | "p") {
        None
    } else {
        named("class").or_else(|| named("id"))
    }
}

/// The reason that a class name or id gives, word by word.
fn by_class(names: &str) -> Option<&'static str> {
    names.split_ascii_whitespace().take(12).find_map(|name| {
        if name.len() > 60 {
            return None;
        }
        let whole: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        CLASSES
            .get(whole.as_str())
            .copied()
            .or_else(|| words(name).iter().find_map(|word| CLASSES.get(word.as_str()).copied()))
    })
}

/// `mainNav_item-2` is main, nav, item, 2.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && lower) {
            words.push(String::new());
        }
        lower = c.is_ascii_lowercase();
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

/// Bytes of running text below each node: text in paragraphs and long text elsewhere.
fn weights(tree: &Tree) -> Vec<usize> {
    let mut weights = vec![0; tree.nodes.len()];
    for id in (1..tree.nodes.len()).rev() {
        if let Data::Text(raw) = tree.nodes[id].data {
            let length = raw.trim().len();
            weights[id] = if length > 40 { length } else { 0 };
        }
        if matches!(tree.tag(id), "script" | "style" | "noscript" | "template" | "head") {
            weights[id] = 0;
        }
        weights[tree.nodes[id].parent] += weights[id];
    }
    weights
}

/// Whether a row belongs to a table of data: short cells without blocks, and more than one.
fn is_data_row(tree: &Tree, row: Id) -> bool {
    let below = tree.below(row);
    let mut cells = 0;
    for id in below.clone().take(400) {
        match tree.tag(id) {
            "td" | "th" => cells += 1,
            "table" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "article" | "section" | "form" => {
                return false;
            }
            _ => {}
        }
    }
    let text: usize = below
        .filter_map(
            |id| if let Data::Text(raw) = tree.nodes[id].data { Some(raw.trim().len()) } else { None },
        )
        .sum();
    cells >= 2 && text <= LONGEST_CELL
}

struct Writer {
    blocks: Vec<Block>,
    open: Option<Block>,
    broken: bool,
}

impl Writer {
    fn element(&mut self, tag: &str, context: &Context, start: usize) {
        let in_row = context.kind == Some(BlockKind::TableRow);
        match tag {
            "br" if in_row => self.push(" ", context, start),
            "br" => {
                self.broken = self.open.is_some();
                self.flush();
            }
            // Cells of a row are parted by tabs, and hold no blocks of their own.
            "td" | "th" if in_row => {
                if let Some(open) = self.open.as_mut() {
                    open.text.truncate(open.text.trim_end_matches(' ').len());
                    open.text.push('\t');
                }
            }
            "tr" => self.close(),
            _ if is_block(tag) && !in_row => self.close(),
            _ if is_block(tag) => self.push(" ", context, start),
            _ => {}
        }
    }

    fn text(&mut self, raw: &str, context: &Context, start: usize) {
        if context.hidden {
            return;
        }
        let element = context.element;
        let row = context.kind == Some(BlockKind::TableRow);
        if self.open.as_ref().is_some_and(|open| {
            if row { open.kind != Some(BlockKind::TableRow) } else { open.element != element }
        }) {
            self.close();
        }
        let lead = raw.len() - raw.trim_ascii_start().len();
        let decoded = decode(raw);
        if context.preformatted {
            for (number, line) in decoded.split('\n').enumerate() {
                if number > 0 {
                    self.broken = self.open.is_some();
                    self.flush();
                }
                self.push(line, context, start + lead);
            }
        } else {
            self.push(&decoded, context, start + lead);
        }
    }

    /// Adds text, its white space made single.
    fn push(&mut self, text: &str, context: &Context, start: usize) {
        if context.hidden {
            return;
        }
        if self.open.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.open = Some(Block {
                text: String::new(),
                element: context.element,
                start,
                kind: context.kind,
                rank: context.rank,
                linked: 0,
                broken: self.broken,
                own_title: false,
                chrome: context.chrome,
            });
            self.broken = false;
        }
        let Some(open) = self.open.as_mut() else { return };
        let before = open.text.len();
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                open.text.push(c);
            } else if !open.text.is_empty() && !open.text.ends_with([' ', '\t']) {
                open.text.push(' ');
            }
        }
        if context.link {
            open.linked += open.text[before..].chars().count();
        }
        open.chrome = open.chrome.and(context.chrome);
    }

    fn flush(&mut self) {
        if let Some(mut block) = self.open.take() {
            block.text.truncate(block.text.trim_end().len());
            if !block.text.is_empty() {
                self.blocks.push(block);
            }
        }
    }

    /// Ends a block for good: what follows stands apart.
    fn close(&mut self) {
        self.flush();
        self.broken = false;
    }
}
