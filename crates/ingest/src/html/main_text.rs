//! Which of a page's blocks are the article.

use svodka_model::BlockKind;

use crate::html::blocks::Block;
use crate::html::tree::{Id, Tree};

/// Share of the good text, in percent, that a child must hold for the search to go down into it.
const DOMINANT: usize = 70;
/// Largest share of the good text, in percent, and height of a card.
const CARD_SHARE: usize = 12;
const CARD_DEPTH: usize = 4;
/// Characters of a line that may head a list of links.
const LONGEST_HEADING: usize = 80;
/// Characters of a good paragraph.
const GOOD: usize = 80;

/// Sets `chrome` on every block that is not of the article.
pub(crate) fn mark(tree: &Tree, blocks: &mut [Block]) {
    let good = sums(tree, blocks);
    mark_cards(tree, blocks, &good);
    let good = sums(tree, blocks);
    let main = main_element(tree, &good);
    let article = article_around(tree, main);
    for block in blocks.iter_mut() {
        let beside = block.element < main || tree.nodes[block.element].parent == tree.nodes[main].parent;
        let part = |article| beside && is_good(block) && is_within(tree, block.element, article);
        let outside = !is_within(tree, block.element, main) && !article.is_some_and(part);
        let reason = block.chrome.or_else(|| if outside { Some("outside_main") } else { links(block) });
        block.chrome = reason;
    }
    mark_empty_sections(blocks);
}

/// A heading, or a line with a colon, under which there is nothing but links heads no part of the article.
fn mark_empty_sections(blocks: &mut [Block]) {
    let mut links = false;
    let mut ended = true;
    for block in blocks.iter_mut().rev() {
        match block.chrome {
            Some("links" | "related") => links = true,
            Some(_) => {}
            None => {
                let heads = (block.rank.is_some_and(|rank| rank > 1) || block.text.ends_with(':'))
                    && !block.own_title
                    && block.text.chars().count() <= LONGEST_HEADING;
                if heads && ended && links {
                    block.chrome = Some("related");
                } else {
                    ended = heads && block.rank.is_some();
                }
                links = false;
            }
        }
    }
}

/// The good text below each node.
fn sums(tree: &Tree, blocks: &[Block]) -> Vec<usize> {
    let mut good = vec![0usize; tree.nodes.len()];
    for block in blocks {
        good[block.element] += goodness(block);
    }
    for id in (1..tree.nodes.len()).rev() {
        good[tree.nodes[id].parent] += good[id];
    }
    good
}

/// A heading that is a link heads a card for another article; so all of the card is furniture. The card is the
/// largest element around the heading with a small share of the good text.
fn mark_cards(tree: &Tree, blocks: &mut [Block], good: &[usize]) {
    let mut cards: Vec<(Id, Id)> = vec![];
    for block in blocks.iter() {
        let linked = block.linked * 10 >= block.text.chars().count() * 8;
        if block.rank.is_none() || block.own_title || !linked || block.chrome.is_some() {
            continue;
        }
        let mut card = block.element;
        for _ in 0..CARD_DEPTH {
            let parent = tree.nodes[card].parent;
            if parent == 0 || good[parent] * 100 > good[0] * CARD_SHARE {
                break;
            }
            card = parent;
        }
        cards.push((card, tree.below(card).end));
    }
    cards.sort_unstable();
    let mut reach = 0;
    let mut next = 0;
    for block in blocks.iter_mut() {
        while next < cards.len() && cards[next].0 <= block.element {
            reach = reach.max(cards[next].1);
            next += 1;
        }
        if block.element < reach && !block.own_title {
            block.chrome = block.chrome.or(Some("related"));
        }
    }
}

/// Whether a block is a passage of the text: long, of whole sentences, and with few links.
pub(super) fn is_good(block: &Block) -> bool {
    block.chrome.is_none() && block.rank.is_none() && block.kind.is_none() && is_passage(block)
}

/// The same by its text alone, whatever it is called.
pub(super) fn is_passage(block: &Block) -> bool {
    let chars = block.text.chars().count();
    chars >= GOOD && block.linked * 4 <= chars && ends_passage(&block.text)
}

fn ends_passage(text: &str) -> bool {
    text.trim_end_matches(['"', '»', '”', ')', '’']).ends_with(['.', '!', '?', '…', ':'])
}

/// How much running text a block is: its length where it reads like sentences, little otherwise.
fn goodness(block: &Block) -> usize {
    let chars = block.text.chars().count();
    if block.chrome.is_some() || chars < 30 || block.linked * 2 > chars || block.rank.is_some() {
        return 0;
    }
    let sentence = ends_passage(&block.text);
    let plain = chars - block.linked.min(chars);
    match block.kind {
        Some(BlockKind::ListItem | BlockKind::TableRow | BlockKind::Caption) => plain / 4,
        _ if chars >= GOOD && sentence => plain,
        _ if chars >= GOOD => plain / 2,
        _ => plain / 4,
    }
}

/// From the root down, as long as one child holds most of the good text.
fn main_element(tree: &Tree, good: &[usize]) -> Id {
    let mut best_child = vec![0; tree.nodes.len()];
    for id in 1..tree.nodes.len() {
        let parent = tree.nodes[id].parent;
        if best_child[parent] == 0 || good[id] > good[best_child[parent]] {
            best_child[parent] = id;
        }
    }
    let mut main = 0;
    loop {
        let child = best_child[main];
        let paragraph = matches!(tree.tag(child), "p" | "li" | "blockquote" | "td" | "pre")
            && !matches!(tree.tag(child), "td");
        if child == 0 || good[child] * 100 < good[main] * DOMINANT || paragraph {
            return main;
        }
        main = child;
    }
}

/// The innermost element around `id` that is called an article.
fn article_around(tree: &Tree, mut id: Id) -> Option<Id> {
    while id > 0 {
        if tree.tag(id) == "article" {
            return Some(id);
        }
        id = tree.nodes[id].parent;
    }
    None
}

pub(crate) fn is_within(tree: &Tree, mut id: Id, ancestor: Id) -> bool {
    while id > ancestor {
        id = tree.nodes[id].parent;
    }
    id == ancestor
}

/// A block that is nothing but links is a menu or a list of other articles.
pub(super) fn links(block: &Block) -> Option<&'static str> {
    let chars = block.text.chars().count();
    let mostly = block.linked * 10 >= chars * 8;
    let list = block.kind == Some(BlockKind::ListItem);
    (mostly && block.rank != Some(1) && (list || chars < 120)).then_some("links")
}
