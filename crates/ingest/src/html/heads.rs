//! What stands above an article on its page: the headline, and what lies between it and the text.

use svodka_model::BlockKind;

use crate::dates::Order;
use crate::draft::Claims;
use crate::html::blocks::Block;
use crate::html::main_text::is_passage;
use crate::letters::key;
use crate::stamp;

/// Blocks between headline and text of which short ones are kept whatever they are, and what is short: a byline, a date,
/// a standfirst.
const BETWEEN: usize = 12;
const SHORT: usize = 300;
/// Blocks behind the headline in which what is called a teaser is the article's own.
const TEASER: usize = 4;
/// Blocks above and below the headline in which its day may stand.
const ABOVE: usize = 3;
const BELOW: usize = 4;

/// Marks the headings that say what the head of the page says; without such, the only one of the first rank.
pub(super) fn mark(blocks: &mut [Block], claims: &Claims) {
    let titles: Vec<String> =
        claims.titles.iter().map(|claim| key(&claim.value)).filter(|title| !title.is_empty()).collect();
    for block in blocks.iter_mut().filter(|block| block.rank.is_some() && block.text.chars().count() >= 4) {
        let text = key(&block.text);
        let part = |title: &String| title.contains(&text) || text.contains(title.as_str());
        block.own_title = !text.is_empty()
            && (titles.contains(&text) || (block.rank == Some(1) && titles.iter().any(part)));
    }
    let first_rank = |block: &&mut Block| block.rank == Some(1) && block.chrome.is_none();
    if !blocks.iter().any(|block| block.own_title) && blocks.iter_mut().filter(first_rank).count() == 1 {
        blocks.iter_mut().filter(first_rank).for_each(|block| block.own_title = true);
    }
    teaser(blocks);
}

/// A passage called a teaser next to the headline leads into this article, and to no other.
fn teaser(blocks: &mut [Block]) {
    let titles = blocks.iter().enumerate().filter(|(_, block)| block.own_title && block.rank == Some(1));
    let Some((title, _)) = titles.min_by_key(|(at, block)| (block.chrome.is_some(), *at)) else { return };
    let end = blocks.len().min(title + 1 + TEASER);
    let next = &mut blocks[title + 1..end];
    let heading = next.iter().position(|block| block.rank.is_some()).unwrap_or(next.len());
    for block in next[..heading].iter_mut().filter(|block| block.chrome == Some("related")) {
        if block.linked == 0 && is_passage(block) {
            block.chrome = None;
        }
    }
}

/// The headline often stands outside the element that holds the text; so do the lines under it.
pub(super) fn keep(blocks: &mut [Block]) {
    let first = blocks.iter().position(|block| block.chrome.is_none()).unwrap_or(blocks.len());
    let before = |at: &usize| *at < first + 8;
    let titles = || (0..blocks.len()).filter(|&at| blocks[at].own_title).filter(before);
    let Some(title) = titles().find(|&at| blocks[at].rank == Some(1)).or_else(|| titles().next()) else {
        return;
    };
    blocks[title].chrome = None;
    dated(blocks, title);
    if title >= first {
        return;
    }
    let between = first - title;
    let mut led = false;
    for block in &mut blocks[title + 1..first] {
        let lead = is_lead(block);
        led |= lead;
        let short = block.text.chars().count() < SHORT && block.chrome == Some("outside_main");
        if lead || (short && (led || between <= BETWEEN)) {
            block.chrome = None;
        }
    }
}

/// A passage between headline and text, whatever the elements around it are called.
fn is_lead(block: &Block) -> bool {
    let told = matches!(block.kind, None | Some(BlockKind::Paragraph | BlockKind::Caption));
    matches!(block.chrome, Some("outside_main" | "picture")) && told && is_passage(block)
}

/// The stamp next to the headline: right above it, below it, or further above.
fn dated(blocks: &mut [Block], title: usize) {
    let mut above = (title.saturating_sub(ABOVE)..title).rev();
    let nearest = above.next();
    let below = title + 1..blocks.len().min(title + 1 + BELOW);
    let stamped = |at: &usize| {
        let stamp = stamp::read(&blocks[*at].text, Order::DayFirst);
        stamp.is_some_and(|stamp| stamp.dates.iter().any(|(found, _)| found.value.start.is_some()))
    };
    if let Some(at) = nearest.into_iter().chain(below).chain(above).find(stamped) {
        blocks[at].chrome = None;
    }
}
