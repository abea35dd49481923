//! What a mention is called: by its name, by the words of its noun phrase, by an apposition, by the other mentions of its
//! chain. So a rule can ask for a carrier or a shipyard where the name alone tells neither.

use svodka_model::Kind;
use svodka_text::TokenKind;

use crate::entries::begins_entry;
use crate::lexicon::LexiconId;

use super::{Item, MAX_ASIDE, Scene};

/// Tokens of a common noun that stands for a name, at most: a longer mention is more than a name.
const MAX_NOMINAL: usize = 6;

/// Whether an entry of the lexicon says what the item is.
pub(crate) fn is(scene: &Scene, item: &Item, lexicon: LexiconId) -> bool {
    let first = scene.phrase_starts(item.start).last().unwrap_or(item.start);
    (first..item.name.1).any(|at| begins_entry(scene, &[lexicon], at))
        || by_apposition(scene, item, lexicon)
        || by_chain(scene, item, lexicon)
}

/// "Kama, the largest carrier of the region, ...": the words behind a comma, up to the first that begins a complement.
fn by_apposition(scene: &Scene, item: &Item, lexicon: LexiconId) -> bool {
    let end = scene.behind_bracket(item.end);
    if scene.punct(end) != Some(',') {
        return false;
    }
    let mut at = end + 1;
    while at < scene.end && at < end + MAX_ASIDE / 2 {
        match scene.item_starting(at) {
            Some(inner) if matches!(inner.kind, Kind::Location | Kind::Nationality) => at = inner.end,
            Some(_) => return false,
            None if scene.cx.token(at).kind == TokenKind::Punct || scene.governor(at + 1).is_some() => {
                return false;
            }
            None if begins_entry(scene, &[lexicon], at) => return true,
            None if scene.is_premodifier(at) || scene.cx.is(at, scene.cx.program.common.article) => at += 1,
            None => return false,
        }
    }
    false
}

fn by_chain(scene: &Scene, item: &Item, lexicon: LexiconId) -> bool {
    let mentions = scene.cx.mentions;
    let Some(chain) = item.mention.and_then(|index| mentions[index as usize].chain) else { return false };
    let same = mentions.iter().filter(|mention| mention.chain == Some(chain));
    same.map(|mention| scene.cx.layer.tokens_in(mention.span))
        .filter(|tokens| tokens.len() <= MAX_NOMINAL)
        .any(|mut tokens| tokens.any(|token| scene.cx.is(token, lexicon)))
}
