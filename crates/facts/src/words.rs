//! The words of a document as lexicons see them, looked up once.

use svodka_text::Layer;

use crate::lexicon::{CommonBits, LexiconId, Lexicons, SetId};
use crate::tables::{PhraseEdge, to_u32};

/// What is known of the tokens of a document.
pub(crate) struct Words {
    /// Class set of each token.
    pub sets: Vec<SetId>,
    /// For each token, whether it is a one-word entry of the lexicons that the engine asks for again and again.
    common: Vec<CommonBits>,
    /// The phrases that begin at token `n` as far as its neighbour tells: `phrases[starts[n]..starts[n + 1]]`.
    phrases: Vec<PhraseEdge>,
    starts: Vec<u32>,
}

impl Words {
    /// Looks up all tokens of a document.
    pub fn new(lexicons: &Lexicons, layer: &Layer) -> Self {
        let tokens = layer.tokens().len();
        let sets = sets_of(lexicons, layer);
        let common = sets.iter().map(|&set| lexicons.common(set)).collect();
        let (mut phrases, mut starts) = (Vec::new(), Vec::with_capacity(tokens + 1));
        starts.push(0);
        for (token, &set) in sets.iter().enumerate() {
            lexicons.phrases_begun(set, sets.get(token + 1).copied().unwrap_or_default(), &mut phrases);
            starts.push(to_u32(phrases.len()));
        }
        Self { sets, common, phrases, starts }
    }

    /// The phrases that may begin at a token.
    #[inline]
    pub fn phrases(&self, token: usize) -> &[PhraseEdge] {
        &self.phrases[self.starts[token] as usize..self.starts[token + 1] as usize]
    }

    /// Whether a token is a one-word entry of the lexicon.
    #[inline(always)]
    pub fn is(&self, lexicons: &Lexicons, token: usize, lexicon: LexiconId) -> bool {
        match self.common[token].get(lexicon as usize / 64) {
            Some(bits) => bits >> (lexicon % 64) & 1 != 0,
            None => lexicons.is_single(self.sets[token], lexicon),
        }
    }
}

/// Words whose class set is remembered while a document is looked up, by their keys.
const REMEMBERED: usize = 512;

/// The class set of each token: many words of a document are there again and again.
fn sets_of(lexicons: &Lexicons, layer: &Layer) -> Vec<SetId> {
    let mut remembered = [None; REMEMBERED];
    let set_of = |token: usize| {
        let key = layer.key(token);
        let place = &mut remembered[(key >> 32) as usize % REMEMBERED];
        match *place {
            Some((known, set)) if known == key => set,
            _ => {
                let set = lexicons.lookup(layer.folded(token));
                *place = Some((key, set));
                set
            }
        }
    };
    (0..layer.tokens().len()).map(set_of).collect()
}
