//! What a mention is called: by its name, by the words of its noun phrase, by an apposition, by the other mentions of its
//! chain. So a rule can ask for a carrier or a shipyard where the name alone tells neither.

use crate::apposition;
use crate::entries::begins_entry;
use crate::lexicon::LexiconId;

use super::{Context, Item, Scene};

/// Tokens of a common noun that stands for a name, at most: a longer mention is more than a name.
const MAX_NOMINAL: usize = 6;

/// Whether an entry of the lexicon says what the item is.
pub(crate) fn is(scene: &Scene, item: &Item, lexicon: LexiconId) -> bool {
    let first = scene.phrase_starts(item.start).last().unwrap_or(item.start);
    (first..item.name.1).any(|at| begins_entry(scene, &[lexicon], at))
        || apposition::holds_entry(scene, item, lexicon)
        || item.mention.is_some_and(|mention| by_chain(scene.cx, mention, lexicon))
}

/// Whether an entry of the lexicon stands in one of the mentions of its chain.
pub(crate) fn by_chain(cx: Context, mention: u32, lexicon: LexiconId) -> bool {
    let Some(chain) = cx.mentions[mention as usize].chain else { return false };
    let same = cx.mentions.iter().filter(|mention| mention.chain == Some(chain));
    same.map(|mention| cx.layer.tokens_in(mention.span))
        .filter(|tokens| tokens.len() <= MAX_NOMINAL)
        .any(|mut tokens| tokens.any(|token| cx.is(token, lexicon)))
}
