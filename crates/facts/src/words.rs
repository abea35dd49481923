//! The words of a document as lexicons and grammar see them, looked up once.

use std::cell::OnceCell;
use std::num::NonZeroU32;

use svodka_text::table::Table;
use svodka_text::{Case, Layer, TokenKind};

use crate::frames::Forms;
use crate::grammar::Grammar;
use crate::lexicon::{CommonBits, Found, LexiconId, Lexicons, SetId};
use crate::looks::Looks;
use crate::program::Program;
use crate::tables::{Lists, to_u32};
use crate::triggers::{PHRASE, PHRASE_END, PIVOT};

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
        // The processor looks many words up at a time if nothing waits for one of them.
        let find = |token| match owns(layer, token) {
            true => vocabulary.possessive(program),
            false => vocabulary.find(program, layer, token),
        };
        let forms: Vec<u32> = (0..tokens).map(find).collect();
        let (mut sets, mut looks) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        let (mut common, mut begins) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        for (token, &number) in forms.iter().enumerate() {
            let form = vocabulary.form(number);
            let is = |lexicon| is_in(lexicons, form.common, form.set, lexicon);
            looks.push(form.looks.at(program, layer, token, is));
            sets.push(form.set);
            common.push(form.common);
            begins.push(form.begins);
        }
        let mut phrases = Vec::new();
        for sentence in layer.sentences() {
            let around = |token| lexicons.phrases_around(&sets, token, sentence.first, &mut phrases);
            sentence.tokens().filter(|&token| begins[token] & PIVOT != 0).for_each(around);
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
        let grammar = &self.vocabulary.grammars[self.forms[token] as usize];
        *grammar.get_or_init(|| Grammar::of(layer, layer.folded(token), forms))
    }
}

/// Whether a token is the mark alone that makes a possessive of a name in "s": "Norrland Airways' chairman", "the works'
/// General Director", and not "the shareholders' agreement".
fn owns(layer: &Layer, token: usize) -> bool {
    let tokens = layer.tokens();
    // Nearly all tokens are words: the kind is asked first.
    tokens[token].kind == TokenKind::Punct
        && matches!(layer.punct(token), Some('\'' | '’'))
        && token > 0
        && token + 1 < tokens.len()
        && !tokens[token].space_before
        && layer.folded(token - 1).ends_with('s')
        && (tokens[token - 1].case != Case::Lower || tokens[token + 1].case == Case::Title)
        && tokens[token + 1].space_before
        && tokens[token + 1].kind == TokenKind::Word
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
    /// By the key of a form one more than its number. Numbers are given as forms are met, so that what is known of the
    /// frequent ones lies together.
    numbers: Table<u32>,
    forms: Vec<Form>,
    grammars: Vec<OnceCell<Grammar>>,
    /// The number of the English possessive.
    possessive: Option<u32>,
}

/// What is known of a word form wherever it stands.
#[derive(Debug, Clone, Copy)]
struct Form {
    set: SetId,
    common: CommonBits,
    begins: u8,
    looks: Looks,
}

/// Forms that are remembered beyond one document, at most: about 3 MB.
const MOST_FORMS: usize = 50_000;

impl Vocabulary {
    /// The number of the form of a token.
    #[inline]
    fn find(&mut self, program: &Program, layer: &Layer, token: usize) -> u32 {
        let number = self.numbers.entry(layer.key(token));
        if *number == 0 {
            self.forms.push(Form::of(program, layer.folded(token)));
            self.grammars.push(OnceCell::new());
            *number = to_u32(self.forms.len());
        }
        *number - 1
    }

    /// The number of "'s".
    fn possessive(&mut self, program: &Program) -> u32 {
        *self.possessive.get_or_insert_with(|| {
            self.forms.push(Form::of(program, "'s"));
            self.grammars.push(OnceCell::new());
            to_u32(self.forms.len()) - 1
        })
    }

    /// The form of a number.
    #[inline]
    fn form(&self, number: u32) -> Form {
        self.forms[number as usize]
    }

    /// Forgets everything where it has become too much.
    pub fn trimmed(self) -> Self {
        if self.forms.len() > MOST_FORMS { Self::default() } else { self }
    }
}

impl Form {
    /// Of a folded word.
    fn of(program: &Program, word: &str) -> Self {
        let set = program.lexicons.lookup(word);
        let pivot = if program.lexicons.is_pivot(set) { PIVOT } else { 0 };
        let begins = program.triggers.begins(set) | pivot;
        Self { set, common: program.lexicons.common(set), begins, looks: Looks::of_word(program, word, set) }
    }
}
