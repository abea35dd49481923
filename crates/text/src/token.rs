//! Words, numbers and marks.

use svodka_model::Span;

use crate::letters::{self, Class};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A run of letters, apostrophes between letters included; also the English possessive `'s`.
    Word,
    /// A run of digits, with full stops and commas between digits included: `7,500`, `07.02.2018`.
    Number,
    /// Any other single character.
    Punct,
}

/// How a word is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// No capital, or no word.
    Lower,
    /// Only the first letter is a capital.
    Title,
    /// Two letters or more, all capitals.
    Upper,
    /// Otherwise: `iPhone`, `МиГ`, `РЖДшный`.
    Mixed,
}

/// The alphabet of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Latin letters (and any that are not Cyrillic).
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Both: look-alike letters or «СМСка».
    Mixed,
    /// No letters.
    None,
}

/// A word, number or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: TokenKind,
    /// Capitalisation, of words.
    pub case: Case,
    /// Alphabet, of words.
    pub script: Script,
    /// Whether white space stands between this and the token before (true for the first of a block).
    pub space_before: bool,
    /// The character, of marks.
    pub mark: Option<char>,
}

impl Token {
    /// Whether this is a word that begins with a capital.
    pub fn is_capitalized(&self) -> bool {
        self.kind == TokenKind::Word && self.case != Case::Lower
    }
}

/// Appends the tokens of `text[span]` to `tokens`. Every character that is not white space is in exactly one token.
pub fn tokenize_into(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let slice = span.of(text);
    let mut space_before = true;
    let mut at = 0;
    while let Some(c) = slice[at..].chars().next() {
        let mut end = at + c.len_utf8();
        let first = letters::class(c);
        if first == Class::Space {
            space_before = true;
            at = end;
            continue;
        }
        let mut word = WordShape::default();
        let kind = match first {
            Class::Letter => {
                word.add(c);
                end = take_letters(slice, end, &mut word);
                TokenKind::Word
            }
            Class::Digit => {
                end = take_digits(slice, end);
                TokenKind::Number
            }
            _ if is_apostrophe(c) && !space_before && possessive(slice, end) && ends_in_word(tokens) => {
                end += 1;
                word.add('s');
                TokenKind::Word
            }
            _ => TokenKind::Punct,
        };
        let span = Span::new(span.start() + at, span.start() + end);
        let mark = (kind == TokenKind::Punct).then_some(c);
        tokens.push(Token { span, kind, case: word.case(), script: word.script(), space_before, mark });
        space_before = false;
        at = end;
    }
}

fn take_letters(slice: &str, mut end: usize, word: &mut WordShape) -> usize {
    let mut rest = slice[end..].chars();
    loop {
        let before = rest.clone();
        match rest.next() {
            Some(c) if letters::class(c) == Class::Letter => {
                word.add(c);
                end += c.len_utf8();
            }
            Some(c) if is_apostrophe(c) && inside_word(before.as_str()) => end += c.len_utf8(),
            _ => return end,
        }
    }
}

fn take_digits(slice: &str, mut end: usize) -> usize {
    let bytes = slice.as_bytes();
    loop {
        match bytes.get(end) {
            Some(b'0'..=b'9') => end += 1,
            Some(b'.' | b',') if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => end += 2,
            _ => return end,
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Whether the apostrophe that `rest` begins with stands between letters and opens no possessive `'s`.
fn inside_word(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    let after = chars.next();
    let possessive = matches!(after, Some('s' | 'S')) && !chars.next().is_some_and(letters::is_letter);
    after.is_some_and(letters::is_letter) && !possessive
}

/// Whether an `s` that ends a word stands at `at`.
fn possessive(slice: &str, at: usize) -> bool {
    let mut chars = slice[at..].chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(letters::is_letter)
}

/// Whether the tokens end in a word or number, or in an abbreviation: "the U.N.'s".
fn ends_in_word(tokens: &[Token]) -> bool {
    let is_word = |token: &Token| token.kind != TokenKind::Punct;
    match tokens {
        [.., word, stop] if stop.mark == Some('.') => is_word(word) && !stop.space_before,
        [.., last] => is_word(last),
        [] => false,
    }
}

/// Counts of a word's letters by case and alphabet.
#[derive(Default)]
struct WordShape {
    letters: u32,
    upper: u32,
    cyrillic: u32,
    first_upper: bool,
}

impl WordShape {
    fn add(&mut self, c: char) {
        if !letters::is_letter(c) {
            return;
        }
        let upper = letters::is_upper(c);
        self.first_upper |= upper && self.letters == 0;
        self.letters += 1;
        self.upper += u32::from(upper);
        self.cyrillic += u32::from(letters::is_cyrillic(c));
    }

    fn case(&self) -> Case {
        match self.upper {
            0 => Case::Lower,
            1 if self.first_upper => Case::Title,
            n if n == self.letters => Case::Upper,
            _ => Case::Mixed,
        }
    }

    fn script(&self) -> Script {
        match (self.letters, self.cyrillic) {
            (0, _) => Script::None,
            (_, 0) => Script::Latin,
            (all, cyrillic) if all == cyrillic => Script::Cyrillic,
            _ => Script::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str) {
        let text: String = expected.replace('|', "");
        let mut tokens = Vec::new();
        tokenize_into(&text, Span::new(0, text.len()), &mut tokens);
        let mut drawn = String::new();
        let mut at = 0;
        for token in &tokens {
            drawn.push_str(&text[at..token.span.start()]);
            if !token.space_before {
                drawn.push('|');
            }
            drawn.push_str(token.span.of(&text));
            at = token.span.end();
        }
        assert_eq!(drawn, expected);
    }

    #[test]
    fn words_numbers_and_marks() {
        check("Su|-|30|SM fighters|, 7,500 of them|.");
        check("Russia|'s O'Brien doesn't|; the Smiths|' house");
        check("07.02.2018 «|РТ|-|Биотехпром|»|, 12|:|19|.");
        check("$|15 billion (|12,5|%|)");
        check("Кот|-|д’Ивуар|…");
        check("the 1990|'s");
        check("U|.|N|.|'s talks|, Acme Inc|.|’s offer");
    }

    #[test]
    fn case_and_script() {
        let shape = |text: &str| {
            let mut tokens = Vec::new();
            tokenize_into(text, Span::new(0, text.len()), &mut tokens);
            (tokens[0].case, tokens[0].script)
        };
        assert_eq!(shape("МиГ"), (Case::Mixed, Script::Cyrillic));
        assert_eq!(shape("ОАК"), (Case::Upper, Script::Cyrillic));
        assert_eq!(shape("Pоссия"), (Case::Title, Script::Mixed));
        assert_eq!(shape("A"), (Case::Title, Script::Latin));
    }
}
