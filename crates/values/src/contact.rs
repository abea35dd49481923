//! Addresses and register numbers: e-mail, web, telephone, ИНН, ISIN, numbers of contracts.

use svodka_model::{ContactValue, Value};
use svodka_text::TokenKind;

use crate::found::Found;
use crate::sense::{Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

/// Most tokens of an address; longer ones are cut there.
const LONGEST: usize = 64;

/// `https://example.org/page`, "www.example.org": `at` is the first word.
pub(crate) fn web(view: &View, at: usize) -> Option<Found> {
    view.is(at, WordClass::Web)?;
    let scheme = view.punct(at + 1) == Some(':') && view.punct(at + 2) == Some('/') && view.tight(at + 2);
    let bare = view.has(at, Set::Www) && view.punct(at + 1) == Some('.') && view.tight(at + 2);
    if !(scheme || bare) || !view.tight(at + 1) {
        return None;
    }
    let end =
        trimmed_end(view, at, |at| !matches!(view.punct(at), Some('"' | '«' | '»' | '<' | '>' | '”' | '“')));
    (end > at + 3).then(|| found(at, end, "url", text(view, at, end)))
}

/// "press@example.org": `at` is the sign.
pub(crate) fn email(view: &View, at: usize) -> Option<Found> {
    let part = |at: usize| {
        view.is_word(at) || view.digits(at).is_some() || matches!(view.punct(at), Some('.' | '-' | '_' | '+'))
    };
    let mut first = at;
    while first > view.start && view.tight(first) && part(first - 1) && at - first < LONGEST {
        first -= 1;
    }
    while first < at && view.punct(first).is_some() {
        first += 1;
    }
    let end = trimmed_end(view, at, |at| view.punct(at) == Some('@') || part(at));
    let domain = text(view, at, end);
    (first < at && domain.contains('.'))
        .then(|| found(first, end, "email", text(view, first, end).to_lowercase()))
}

/// "rostec.ru": a bare domain; `at` is the dot before the last label.
pub(crate) fn domain(view: &View, at: usize) -> Option<Found> {
    let known = view.has(at + 1, Set::Domain);
    if !known || !view.tight(at) || !view.tight(at + 1) || view.tight(at + 2) && view.is_word(at + 2) {
        return None;
    }
    let mut first = at;
    while first > view.start
        && view.tight(first)
        && (view.is_word(first - 1)
            || view.digits(first - 1).is_some()
            || matches!(view.punct(first - 1), Some('.' | '-')))
        && at - first < LONGEST
    {
        first -= 1;
    }
    while view.punct(first).is_some() && first < at {
        first += 1;
    }
    let lower = first < at && !view.word(first)?.chars().all(char::is_uppercase);
    let end = if view.punct(at + 2) == Some('/') && view.tight(at + 2) {
        trimmed_end(view, at, |_| true)
    } else {
        at + 2
    };
    lower.then(|| found(first, end, "url", text(view, first, end).to_lowercase()))
}

/// One past the last tight token from `at` on that `part` allows, closing punctuation left out.
fn trimmed_end(view: &View, at: usize, part: impl Fn(usize) -> bool) -> usize {
    let mut end = at + 1;
    while end < view.end && view.tight(end) && part(end) && end - at < LONGEST {
        end += 1;
    }
    while end > at + 1
        && matches!(
            view.punct(end - 1),
            Some('.' | ',' | ';' | ':' | ')' | '!' | '?' | ']' | '\'' | '’' | '-' | '_' | '+')
        )
    {
        end -= 1;
    }
    end
}

/// "+7 (495) 123-45-67", "8 (800) 555-35-35": `at` is the plus or the first digits.
pub(crate) fn phone(view: &View, at: usize) -> Option<Found> {
    let plus = view.punct(at) == Some('+') && view.tight(at + 1) && view.digits(at + 1).is_some();
    let eight =
        view.digits(at) == Some("8") && (view.punct(at + 1) == Some('(') || is_toll_free(view, at + 1));
    let brackets = view.punct(at) == Some('(')
        && view.digits(at + 1).is_some_and(|d| (3..=5).contains(&d.len()))
        && view.punct(at + 2) == Some(')')
        && view.follows_phone(at);
    if !(plus || eight || brackets) {
        return None;
    }
    telephone(view, at, 10)
}

/// «8 800 555-35-35», «8-800-...».
fn is_toll_free(view: &View, at: usize) -> bool {
    let code = if view.dash(at) { at + 1 } else { at };
    let groups = |at: usize| view.dash(at) && view.integer(at + 1).is_some() || view.integer(at).is_some();
    view.digits(code) == Some("800") && groups(code + 1)
}

/// The telephone number at `at` with at least `fewest` digits.
fn telephone(view: &View, at: usize, fewest: usize) -> Option<Found> {
    let mut digits = String::new();
    let mut end = at;
    let mut last = at;
    while end < view.end && end - at < 24 {
        match view.token(end)?.kind {
            TokenKind::Number => {
                let group = view.digits(end)?;
                if group.contains(',') || digits.len() + group.len() > 15 {
                    break;
                }
                digits.extend(group.chars().filter(char::is_ascii_digit));
                last = end + 1;
            }
            TokenKind::Punct if matches!(view.punct(end), Some('(' | ')' | '+')) || view.dash(end) => {}
            _ => break,
        }
        end += 1;
    }
    if !(fewest..=15).contains(&digits.len()) {
        return None;
    }
    let plus = if view.punct(at) == Some('+') { "+" } else { "" };
    Some(found(at, last, "phone", format!("{plus}{digits}")))
}

/// «ИНН 7710123456», "ISIN RU0009029540", "tel. 123-45-67": `at` is the name of the number.
pub(crate) fn identifier(view: &View, at: usize) -> Option<Found> {
    let (index, mut next) =
        view.find(at, |sense| if let Sense::Identifier(index) = sense { Some(index) } else { None })?;
    let identifier = &view.lexicon.identifiers[index as usize];
    while matches!(view.punct(next), Some(':' | '№' | '.')) || view.dash(next) {
        next += 1;
    }
    if identifier.class == "phone" {
        return telephone(view, next, 5);
    }
    let mut end = next;
    while end == next || view.tight(end) && (view.is_word(end) || view.digits(end).is_some()) {
        view.token(end).filter(|token| token.kind != TokenKind::Punct)?;
        end += 1;
    }
    let value = text(view, next, end);
    let sound = identifier.lengths.contains(&value.chars().count())
        && value.bytes().filter(u8::is_ascii_digit).count() >= identifier.class.len().min(1);
    let letters = matches!(identifier.class, "isin" | "lei" | "swift");
    let plain = value.bytes().all(|b| b.is_ascii_digit());
    (sound && (plain || letters)).then(|| found(next, end, identifier.class, value))
}

/// "contract No. P/1234", «договор № 123/45-А», «указом № 683»: `at` is the word for the document.
pub(crate) fn document_number(view: &View, at: usize) -> Option<Found> {
    let next = view.is(at, WordClass::Document)?;
    // Up to three words may come between: «договор поставки № 5».
    let mut sign = None;
    for offset in 0..4 {
        if let Some(end) = view.is(next + offset, WordClass::Number) {
            sign = Some(end);
            break;
        }
        if !view.is_word(next + offset) {
            break;
        }
    }
    number_of_document(view, sign?)
}

/// «указом Президента от 7 мая 2018 г. № 204»: `at` is the sign, the word for the document stands before it.
pub(crate) fn dated_document(view: &View, at: usize) -> Option<Found> {
    let next = view.is(at, WordClass::Number)?;
    let first = at.saturating_sub(14).max(view.start);
    let sentence = view.layer.sentence_of(at);
    let named = (first..at)
        .any(|i| view.is(i, WordClass::Document).is_some() && view.layer.sentence_of(i) == sentence);
    let dated = at > first && (first..at).any(|i| view.has(i, Set::FromRange));
    (named && dated).then(|| number_of_document(view, next))?
}

fn number_of_document(view: &View, next: usize) -> Option<Found> {
    let mut end = next;
    while end < view.end && end - next < 16 && (end == next || view.tight(end)) {
        let joins = matches!(view.punct(end), Some('/' | '_' | '.')) || view.dash(end);
        if !(view.is_word(end)
            || view.digits(end).is_some()
            || joins
                && view.tight(end + 1)
                && view.token(end + 1).is_some_and(|t| t.kind != TokenKind::Punct))
        {
            break;
        }
        end += 1;
    }
    let value = text(view, next, end);
    value.bytes().any(|b| b.is_ascii_digit()).then(|| found(next, end, "number", value))
}

fn text(view: &View, first: usize, end: usize) -> String {
    if first >= end { String::new() } else { view.span(first, end).of(view.layer.text()).to_owned() }
}

fn found(first: usize, end: usize, class: &'static str, value: String) -> Found {
    let value = Value::Contact(ContactValue { class: class.to_owned(), value });
    Found::new(first, end, value, rule(class), 970)
}

fn rule(class: &str) -> &'static str {
    match class {
        "url" => "contact.url",
        "email" => "contact.email",
        "phone" => "contact.phone",
        "number" => "contact.document_number",
        _ => "contact.register_number",
    }
}

impl View<'_> {
    /// Whether a word like "tel." stands right before the token.
    fn follows_phone(&self, at: usize) -> bool {
        let at = if self.punct(at.wrapping_sub(1)) == Some(':') { at - 1 } else { at };
        self.find_before(Sense::IDENTIFIER, at, |sense| matches!(sense, Sense::Identifier(_)).then_some(()))
            .is_some()
    }
}
