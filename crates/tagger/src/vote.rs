//! One kind for one name: where a document's mentions of the same words were given different kinds, the doubtful
//! ones follow the sure ones.

use rustc_hash::FxHashMap;
use svodka_text::Layer;

use crate::Tagged;
use crate::labels::KINDS;
use crate::{hash, train};

/// How many times the margins of one kind must exceed those of another.
const DECISIVE: i64 = 2;

/// Of each kind: sum of the margins, and the highest score.
type Votes = [(i64, u16); KINDS.len()];

/// Gives names the kind that the same words have elsewhere in the document, where that won by far more.
pub(crate) fn vote(layer: &Layer, names: &mut [Tagged]) {
    let mut votes: FxHashMap<u64, Votes> = FxHashMap::default();
    for name in names.iter() {
        let Some(index) = train::kind_index(name.kind) else { continue };
        let (margins, score) = &mut votes.entry(key(layer, name)).or_default()[index];
        *margins += i64::from(name.margin);
        *score = name.score.max(*score);
    }
    for name in names {
        let Some(index) = train::kind_index(name.kind) else { continue };
        let votes = &votes[&key(layer, name)];
        let own = votes[index].0;
        for (&kind, &(margins, score)) in KINDS.iter().zip(votes) {
            if margins > DECISIVE * own {
                name.kind = kind;
                name.score = score;
            }
        }
    }
}

fn key(layer: &Layer, name: &Tagged) -> u64 {
    name.tokens.clone().fold(0, |key, at| hash::pair(key, layer.key(at)))
}
