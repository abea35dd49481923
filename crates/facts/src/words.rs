//! The words of a document as lexicons and grammar see them, looked up once.

use std::cell::OnceCell;
use std::num::NonZeroU32;

use svodka_text::Layer;
use svodka_text::table::Table;

use crate::frames::Forms;
use crate::grammar::Grammar;
use crate::lexicon::{CommonBits, Found, LexiconId, Lexicons, SetId};
use crate::looks::Looks;
use crate::program::Program;
use crate::tables::{Lists, to_u32};
use crate::triggers::{PHRASE, PHRASE_END};

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
    /// For each token, what its form tells.
    pub looks: Vec<Looks>,
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
        let mut looks = Vec::with_capacity(tokens);
        for token in 0..tokens {
            let Seen { set, form } = vocabulary.find(program, layer, token);
            let first = lexicons.common(set);
            let is = |lexicon| is_in(lexicons, first, set, lexicon);
            looks.push(vocabulary.looks[form as usize - 1].at(program, layer, token, is));
            forms.push(form);
            sets.push(set);
            common.push(first);
            begins.push(program.triggers.begins(set));
        }
        let mut phrases = Vec::new();
        for sentence in layer.sentences() {
            let around = |token| lexicons.phrases_around(&sets, token, sentence.first, &mut phrases);
            sentence.tokens().for_each(around);
        }
        for phrase in &phrases {
            begins[phrase.start as usize] |= program.triggers.phrase_begins(phrase.lexicon) | PHRASE;
            if let Some(end) = phrase.end {
                begins[end.get() as usize - 1] |= PHRASE_END;
            }
        }
        let begun = Lists::grouped(tokens + 1, &phrases, |phrase| Some(phrase.start));
        let ended = Lists::grouped(tokens + 1, &phrases, |phrase| phrase.end.map(NonZeroU32::get));
        Self { sets, common, begun, ended, begins, looks, forms, vocabulary }
    }

    /// What was learnt of words, for the next document.
    pub fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }

    /// The phrases that begin at a token.
    #[inline]
    pub fn begun(&self, token: usize) -> &[Found] {
        if self.begin(PHRASE, token) { self.begun.of(to_u32(token)) } else { &[] }
    }

    /// The phrases without gaps that end before a token.
    #[inline]
    pub fn ended(&self, token: usize) -> &[Found] {
        if token > 0 && self.begin(PHRASE_END, token - 1) { self.ended.of(to_u32(token)) } else { &[] }
    }

    /// Whether one of some things, given as [bits](crate::triggers::CHUNK), begins with the word at a token.
    #[inline]
    pub fn begin(&self, what: u8, token: usize) -> bool {
        self.begins[token] & what != 0
    }

    /// Whether a token is a one-word entry of the lexicon.
    #[inline(always)]
    pub fn is(&self, lexicons: &Lexicons, token: usize, lexicon: LexiconId) -> bool {
        is_in(lexicons, self.common[token], self.sets[token], lexicon)
    }

    /// What a token can be if it is a Russian word.
    #[inline]
    pub fn grammar(&self, layer: &Layer, token: usize, forms: &Forms) -> Grammar {
        let grammar = &self.vocabulary.grammars[self.forms[token] as usize - 1];
        *grammar.get_or_init(|| Grammar::of(layer, layer.folded(token), forms))
    }
}

/// Whether a word of that class set, which is an entry of these first lexicons, is one of the lexicon.
#[inline(always)]
fn is_in(lexicons: &Lexicons, common: CommonBits, set: SetId, lexicon: LexiconId) -> bool {
    match common.get(lexicon as usize / 64) {
        Some(bits) => bits >> (lexicon % 64) & 1 != 0,
        None => lexicons.is_single(set, lexicon),
    }
}

/// What was learnt of word forms, in this document and in those before: most are met again and again. It never changes an
/// answer.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    known: Table<Seen>,
    grammars: Vec<OnceCell<Grammar>>,
    looks: Vec<Looks>,
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
    fn find(&mut self, program: &Program, layer: &Layer, token: usize) -> Seen {
        let seen = self.known.entry(layer.key(token));
        if seen.form == 0 {
            let word = layer.folded(token);
            let set = program.lexicons.lookup(word);
            self.grammars.push(OnceCell::new());
            self.looks.push(Looks::of_word(program, word, set));
            *seen = Seen { set, form: to_u32(self.grammars.len()) };
        }
        *seen
    }

    /// Forgets everything where it has become too much.
    pub fn trimmed(self) -> Self {
        if self.grammars.len() > MOST_FORMS { Self::default() } else { self }
    }
}
