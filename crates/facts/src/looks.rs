//! What is asked of the form of a word or mark again and again, told once for each token.

use svodka_text::{Case, Layer, TokenKind, letters};

use crate::frames::Form;
use crate::lexicon::{LexiconId, SetId};
use crate::program::Program;

/// Bits of a token: what its letters tell, and what they tell in its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Looks(u16);

/// The number of its [`Form`].
const FORM: u16 = 0b1111;
/// It ends like a verb, and like an adverb.
const VERB: u16 = 1 << 4;
const ADVERB: u16 = 1 << 5;
/// It is a mark, stands before the head of a noun phrase, ends a clause; it is a dash that may end one.
const MARK: u16 = 1 << 6;
const PREMODIFIER: u16 = 1 << 7;
const BREAK: u16 = 1 << 8;
const DASH: u16 = 1 << 9;

/// Bytes of the shortest word that ends like a verb, less one.
const SHORT: usize = 5;

impl Looks {
    /// What the letters of a folded word of that class set tell.
    pub fn of_word(program: &Program, word: &str, set: SetId) -> Self {
        let mut looks = {
            let is = |lexicon| program.lexicons.is_single(set, lexicon);
            program.forms.of(word, &program.common, is) as u16
        };
        if word.len() > SHORT && program.verb_endings.end(word) {
            looks |= VERB;
        }
        if program.adverb_endings.end(word) {
            looks |= ADVERB;
        }
        Self(looks)
    }

    /// The same with what they tell in the place of a token; `is` asks for its lexicons.
    #[inline]
    pub fn at(self, program: &Program, layer: &Layer, token: usize, is: impl Fn(LexiconId) -> bool) -> Self {
        let (words, shape) = (&program.common, &layer.tokens()[token]);
        let bit = |bit: u16, set: bool| if set { bit } else { 0 };
        let more = match shape.kind {
            TokenKind::Number => PREMODIFIER | bit(BREAK, is(words.clause_break)),
            TokenKind::Word => {
                let premodifies = !is(words.np_stop)
                    && (shape.case != Case::Lower || !self.is_like_verb() || is(words.np_word));
                bit(PREMODIFIER, premodifies) | bit(BREAK, is(words.clause_break))
            }
            TokenKind::Punct => MARK | layer.punct(token).map_or(0, |mark| of_mark(mark, shape.space_before)),
        };
        Self(self.0 | more)
    }

    /// Which form of a verb it is, if it is one of a verb.
    pub fn form(self) -> Form {
        Form::ALL[usize::from(self.0 & FORM)]
    }

    /// Whether it ends like a verb.
    pub fn is_like_verb(self) -> bool {
        self.0 & VERB != 0
    }

    /// Whether it ends like an adverb.
    pub fn is_like_adverb(self) -> bool {
        self.0 & ADVERB != 0
    }

    /// Whether it is a mark.
    pub fn is_mark(self) -> bool {
        self.0 & MARK != 0
    }

    /// Whether it can stand before the head of a noun phrase: no preposition, conjunction, auxiliary or verb.
    pub fn is_premodifier(self) -> bool {
        self.0 & PREMODIFIER != 0
    }

    /// Whether it ends a clause wherever it stands.
    pub fn is_break(self) -> bool {
        self.0 & BREAK != 0
    }

    /// Whether it is a dash that ends a clause if white space follows.
    pub fn is_spaced_dash(self) -> bool {
        self.0 & DASH != 0
    }
}

fn of_mark(mark: char, space_before: bool) -> u16 {
    match mark {
        ';' | ':' => BREAK,
        '«' | '“' | '‘' => PREMODIFIER,
        _ if letters::is_dash(mark) => {
            if space_before {
                DASH
            } else {
                PREMODIFIER
            }
        }
        _ => 0,
    }
}
