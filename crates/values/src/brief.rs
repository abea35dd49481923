//! What the rules ask of a token again and again, worked out once for each: its number as a known word, the senses of
//! that, what a mark or a number is, and whether a value can begin there at all.

use svodka_text::{Case, Layer, Token, TokenKind, letters};

use crate::lexicon::{Lexicon, WordId};
use crate::sense::{CalendarSort, Sense};
use crate::vocabulary::Word;

/// A token in short.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brief {
    /// The bits of the senses of phrases that begin with the word.
    pub(crate) mask: u64,
    /// The bits of the sorts of words of the calendar among them, with [`CalendarSort::OPENS`] and
    /// [`CalendarSort::MANY`].
    pub(crate) calendar: u64,
    /// The number of the word, 0 where it is not known.
    pub(crate) id: WordId,
    /// What a number of digits alone comes to; the character of a mark.
    pub(crate) payload: u32,
    /// The classes of numerals that begin with the word.
    pub(crate) numerals: u16,
    /// The closed lists that the word stands in: see [`Lexicon::sets`].
    pub(crate) lists: u16,
    /// How many digits such a number has, 0 for all else.
    pub(crate) digits: u8,
    flags: u8,
}

/// Digits of the longest number that fits.
const DIGITS: usize = 9;

impl Brief {
    /// A token that is not there.
    pub(crate) const NONE: Self =
        Self { mask: 0, calendar: 0, id: 0, payload: 0, numerals: 0, lists: 0, digits: 0, flags: 0 };

    /// No white space before it.
    pub(crate) const TIGHT: u8 = 1;
    pub(crate) const WORD: u8 = 1 << 1;
    pub(crate) const NUMBER: u8 = 1 << 2;
    pub(crate) const MARK: u8 = 1 << 3;
    /// A hyphen or dash.
    pub(crate) const DASH: u8 = 1 << 4;
    /// A word that begins with a capital.
    pub(crate) const CAPITAL: u8 = 1 << 5;
    /// A word of capitals alone.
    pub(crate) const UPPER: u8 = 1 << 6;
    /// A value may begin here, as far as the token alone tells.
    pub(crate) const OPENS: u8 = 1 << 7;

    /// Whether it has one of the flags.
    #[inline]
    pub(crate) fn is(self, flags: u8) -> bool {
        self.flags & flags != 0
    }
}

/// The tokens of a layer in short. In two passes, each without branches that no one can foresee: what the tokens
/// themselves tell, and what the tables tell of the few that the filter lets through.
pub(crate) fn briefs(layer: &Layer, lexicon: &Lexicon) -> Vec<Brief> {
    let tokens = layer.tokens();
    let mut briefs = Vec::with_capacity(tokens.len());
    let mut known = vec![0_usize; tokens.len()];
    let mut count = 0;
    for (at, token) in tokens.iter().enumerate() {
        let long_number = token.kind == TokenKind::Number && token.span.len() > 1;
        known[count] = at;
        count += usize::from(lexicon.may_know(layer.key(at)) & !long_number);
        let joined = || tokens.get(at + 1).is_some_and(|next| !next.space_before);
        briefs.push(brief(layer.text(), token, joined));
    }
    for &at in &known[..count] {
        let Word { mask, calendar, id, numerals, lists } = lexicon.word(layer.key(at));
        let brief = &mut briefs[at];
        let opens = brief.is(Brief::WORD) && calendar & CalendarSort::OPENS != 0
            || brief.is(Brief::MARK) && mask & Sense::CURRENCY != 0 && !brief.is(Brief::DASH);
        brief.flags |= if opens { Brief::OPENS } else { 0 };
        *brief = Brief { mask, calendar, id, numerals, lists, ..*brief };
    }
    briefs
}

/// What the token itself tells; `joined` where no white space stands behind it.
#[inline]
fn brief(text: &str, token: &Token, joined: impl Fn() -> bool) -> Brief {
    let flag = |flag: u8, holds: bool| if holds { flag } else { 0 };
    let mut brief = Brief { flags: flag(Brief::TIGHT, !token.space_before), ..Brief::NONE };
    match token.kind {
        TokenKind::Word => {
            brief.flags |= Brief::WORD
                | flag(Brief::CAPITAL, token.case != Case::Lower)
                | flag(Brief::UPPER, token.case == Case::Upper)
                | flag(Brief::OPENS, can_be_roman(text, token));
        }
        TokenKind::Number => {
            brief.flags |= Brief::NUMBER | Brief::OPENS;
            let digits = token.span.of(text);
            (brief.payload, brief.digits) = whole(digits.as_bytes()).unwrap_or_default();
        }
        TokenKind::Punct => {
            let mark = token.span.of(text).chars().next().unwrap_or_default();
            brief.flags |= Brief::MARK
                | flag(Brief::DASH, letters::is_dash(mark))
                | flag(Brief::OPENS, can_open(mark, !token.space_before, joined()));
            brief.payload = mark.into();
        }
    }
    brief
}

/// Whether the capitals of the word let it be a Roman number.
fn can_be_roman(text: &str, token: &Token) -> bool {
    // The first byte of the letters, Latin or Cyrillic.
    let letter =
        matches!(text.as_bytes().get(token.span.start()), Some(b'I' | b'V' | b'X' | b'L' | b'C' | 0xD0));

    let capitals = (token.case == Case::Upper) & (token.span.len() <= 16);
    letter & (capitals | (token.case == Case::Title) & (token.span.len() <= 2))
}

/// Whether a value can begin at the mark, or around it; `tight` and `joined` where no white space stands before and
/// behind it.
fn can_open(mark: char, tight: bool, joined: bool) -> bool {
    match mark {
        '.' => tight && joined,
        '-' | '−' => !tight && joined,
        _ => matches!(mark, '@' | '№' | '+' | '(' | '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛'),
    }
}

/// The value of digits alone, and how many there are.
fn whole(digits: &[u8]) -> Option<(u32, u8)> {
    let mut value = 0;
    for digit in digits {
        value = 10 * value + u32::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    (digits.len() <= DIGITS).then_some((value, u8::try_from(digits.len()).ok()?))
}
