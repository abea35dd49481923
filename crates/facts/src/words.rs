//! The words of a document as lexicons and grammar see them, looked up once.

use std::cell::OnceCell;
use std::num::NonZeroU32;

use svodka_text::Layer;
use svodka_text::table::Table;

use crate::frames::Forms;
use crate::grammar::Grammar;
use crate::lexicon::{CommonBits, Found, LexiconId, Lexicons, SetId};
use crate::program::Program;
use crate::tables::{Lists, to_u32};

/// What is known of the tokens of a document.
pub(crate) struct Words {
    /// Class set of each token.
    pub sets: Vec<SetId>,
    /// For each token, whether it is a one-word entry of the lexicons that the engine asks for again and again.
    common: Vec<CommonBits>,
    /// By token, the phrases that begin there, and those without gaps that end before it.
    begun: Lists<Found>,
    ended: Lists<Found>,
    /// For each token, the bits of what begins there.
    begins: Vec<u8>,
    /// Where each token stands in the vocabulary.
    forms: Vec<u32>,
    vocabulary: Vocabulary,
}

impl Words {
    /// Looks up all tokens of a document.
    pub fn new(program: &Program, layer: &Layer, mut vocabulary: Vocabulary) -> Self {
        let (lexicons, tokens) = (&program.lexicons, layer.tokens().len());
        let (mut forms, mut sets) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        let (mut common, mut begins) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        for token in 0..tokens {
            let Seen { set, form } = vocabulary.find(lexicons, layer, token);
            forms.push(form);
            sets.push(set);
            common.push(lexicons.common(set));
            begins.push(program.triggers.begins(set));
        }
        let mut phrases = Vec::new();
        for sentence in layer.sentences() {
            let around = |token| lexicons.phrases_around(&sets, token, sentence.first, &mut phrases);
            sentence.tokens().for_each(around);
        }
        for phrase in &phrases {
            begins[phrase.start as usize] |= program.triggers.phrase_begins(phrase.lexicon);
        }
        let begun = Lists::grouped(tokens + 1, &phrases, |phrase| Some(phrase.start));
        let ended = Lists::grouped(tokens + 1, &phrases, |phrase| phrase.end.map(NonZeroU32::get));
        Self { sets, common, begun, ended, begins, forms, vocabulary }
    }

    /// What was learnt of words, for the next document.
    pub fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }

    /// The phrases that begin at a token.
    #[inline]
    pub fn begun(&self, token: usize) -> &[Found] {
        self.begun.of(to_u32(token))
    }

    /// The phrases without gaps that end before a token.
    #[inline]
    pub fn ended(&self, token: usize) -> &[Found] {
        self.ended.of(to_u32(token))
    }

    /// Whether one of some things, given as [bits](crate::triggers::CHUNK), begins with the word at a token.
    #[inline]
    pub fn begin(&self, what: u8, token: usize) -> bool {
        self.begins[token] & what != 0
    }

    /// Whether a token is a one-word entry of the lexicon.
    #[inline(always)]
    pub fn is(&self, lexicons: &Lexicons, token: usize, lexicon: LexiconId) -> bool {
        match self.common[token].get(lexicon as usize / 64) {
            Some(bits) => bits >> (lexicon % 64) & 1 != 0,
            None => lexicons.is_single(self.sets[token], lexicon),
        }
    }

    /// What a token can be if it is a Russian word.
    #[inline]
    pub fn grammar(&self, layer: &Layer, token: usize, forms: &Forms) -> Grammar {
        let grammar = &self.vocabulary.grammars[self.forms[token] as usize - 1];
        *grammar.get_or_init(|| Grammar::of(layer, layer.folded(token), forms))
    }
}

/// What was learnt of word forms, in this document and in those before: most are met again and again. It never changes an
/// answer.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    known: Table<Seen>,
    grammars: Vec<OnceCell<Grammar>>,
}

/// A word form that was seen before.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    set: SetId,
    /// Its number, from 1 on.
    form: u32,
}

/// Forms that are remembered beyond one document, at most: about 2 MB.
const MOST_FORMS: usize = 50_000;

impl Vocabulary {
    /// The form of a token.
    #[inline]
    fn find(&mut self, lexicons: &Lexicons, layer: &Layer, token: usize) -> Seen {
        let seen = self.known.entry(layer.key(token));
        if seen.form == 0 {
            self.grammars.push(OnceCell::new());
            *seen = Seen { set: lexicons.lookup(layer.folded(token)), form: to_u32(self.grammars.len()) };
        }
        *seen
    }

    /// Forgets everything where it has become too much.
    pub fn trimmed(self) -> Self {
        if self.grammars.len() > MOST_FORMS { Self::default() } else { self }
    }
}
