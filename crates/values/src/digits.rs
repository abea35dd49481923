//! Numbers in digits: groups parted by blanks, commas and full stops as the language has them, the Indian way too.

use rust_decimal::Decimal;
use svodka_model::Language;

use crate::number::scale_at;
use crate::sense::WordClass;
use crate::view::View;

/// Digits, with groups of three parted by spaces taken together.
pub(crate) fn grouped_digits(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let next = group_at(view, at + 1);
    if let Some((value, _)) = view.integer(at).filter(|_| next.is_none()) {
        return Some((value.into(), at + 1));
    }
    let first = view.digits(at)?;
    let mut joined = String::new();
    let mut end = at + 1;
    if first.len() <= 3 && first.bytes().all(|b| b.is_ascii_digit()) && !first.starts_with('0') {
        while let Some(group) = group_at(view, end) {
            if joined.is_empty() {
                joined.push_str(first);
            }
            end += 1;
            match group.split_once([',', '.']) {
                None => joined.push_str(group),
                Some((whole, decimals)) => {
                    joined.extend([whole, ".", decimals]);
                    break;
                }
            }
            if joined.len() > 28 {
                return None;
            }
        }
    }
    if !joined.is_empty() {
        return Some((Decimal::from_str_exact(&joined).ok()?, end));
    }
    let scaled = scale_at(view, at + 1).is_some();
    Some((plain_digits(first, view.language(at), scaled)?, at + 1))
}

/// "737" of "15 737 MAX jets", "15 737-800s": a name, not a number.
pub(crate) fn is_model(view: &View, at: usize) -> bool {
    let variant =
        view.dash(at + 1) && view.tight(at + 1) && view.tight(at + 2) && view.digits(at + 2).is_some();
    variant && view.digits(at.wrapping_sub(1)).is_some() || view.is(at + 1, WordClass::Variant).is_some()
}

/// A further group of three digits behind one blank; the last may have decimals.
fn group_at<'a>(view: &View<'a>, at: usize) -> Option<&'a str> {
    let digits = view.digits(at)?;
    let whole = digits.split([',', '.']).next()?;
    let separators = digits.bytes().filter(|b| matches!(b, b',' | b'.')).count();
    let blank = matches!(view.gap(at), " " | "\u{A0}" | "\u{202F}" | "\u{2009}");
    (blank && !is_model(view, at) && whole.len() == 3 && separators <= 1).then_some(digits)
}

/// One token of digits, its comma and full stop read as the language has them; `scaled` where "million" or the like
/// follows, so that a separator can only be decimal.
fn plain_digits(text: &str, language: Language, scaled: bool) -> Option<Decimal> {
    let commas = text.bytes().filter(|&b| b == b',').count();
    let stops = text.bytes().filter(|&b| b == b'.').count();
    let decimal = match (commas, stops) {
        (0, 0) => None,
        (0, 1) if language != Language::Ru || scaled || !is_grouped(text, '.') => Some('.'),
        (0, 1) => None,
        (1, 0) if language == Language::Ru || !is_grouped(text, ',') => Some(','),
        (1, 0) => None,
        (_, 0) => return (is_grouped(text, ',') || is_grouped_in_lakhs(text)).then(|| parse(text, None))?,
        (0, _) => return is_grouped(text, '.').then(|| parse(text, None))?,
        (_, 1) if text.rfind('.') > text.rfind(',') => Some('.'),
        (1, _) if text.rfind(',') > text.rfind('.') => Some(','),
        _ => return None,
    };
    if let Some(mark) = decimal {
        let (whole, _) = text.split_once(mark)?;
        let other = if mark == '.' { ',' } else { '.' };
        if whole.contains(other) && !is_grouped(whole, other) {
            return None;
        }
    }
    parse(text, decimal)
}

/// Whether `mark` parts the digits into groups of three behind a first of one to three that is not zero.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

/// "1,25,000", "12,34,56,789": the Indian way, groups of two before the last three.
fn is_grouped_in_lakhs(text: &str) -> bool {
    let Some((rest, last)) = text.rsplit_once(',') else { return false };
    let mut groups = rest.split(',');
    let first = groups.next().unwrap_or_default();
    (1..=2).contains(&first.len())
        && !first.starts_with('0')
        && last.len() == 3
        && groups.all(|group| group.len() == 2)
}

/// The digits with `decimal` as the decimal mark and all other marks left out.
fn parse(text: &str, decimal: Option<char>) -> Option<Decimal> {
    if text.len() > 30 {
        return None;
    }
    let (mut mantissa, mut scale, mut behind) = (0_i128, 0, false);
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            mantissa = 10 * mantissa + i128::from(digit);
            scale += u32::from(behind);
        }
        behind |= Some(c) == decimal;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}
