//! Photo credits fused with running text: what belongs to the picture is parted from the body.
//!
//! «Фото: Имя Фамилия/ТАСС МОСКВА, 14 марта. Завод сообщил ...» and "... of the year. Photo by Name Surname / Agency" come
//! from pages whose captions lost their elements. The name of a credit has no mark at its end: it ends where a sentence
//! begins.

use svodka_model::{BlockKind, Diagnostic};

use crate::dateline;
use crate::dates::Order;
use crate::draft::{Draft, Unit};
use crate::lexicon::lexicon;
use crate::lines::ends_sentence;

/// Longest credit, in bytes.
const LONGEST: usize = 160;
/// Shortest body behind or before a credit, in bytes: less is the caption of the picture.
const BODY: usize = 80;
/// Bytes within which a label ends.
const LABEL: usize = 40;
/// What ends the label of a credit.
const LABEL_ENDS: [&str; 5] = [": ", " by ", "© ", " - ", " — "];
/// What stands between a photographer and an agency.
const BETWEEN: [char; 5] = ['/', '|', ',', '©', '\\'];

/// Makes credits at the beginning and at the end of paragraphs units of their own.
pub(crate) fn part(draft: &mut Draft, order: Order) {
    let mut units = Vec::with_capacity(draft.units.len());
    for unit in std::mem::take(&mut draft.units) {
        let running = matches!(unit.kind, None | Some(BlockKind::Paragraph));
        if !running || unit.span.len() < BODY {
            units.push(unit);
            continue;
        }
        let mut rest = unit;
        if let Some(end) = leading(rest.span.of(&draft.text), order) {
            let (credit, body) = rest.halves(rest.span.start() + end, &draft.text);
            units.push(fused(credit, &draft.text, &mut draft.diagnostics));
            rest = body;
        }
        match trailing(rest.span.of(&draft.text)) {
            Some(start) => {
                let (body, credit) = rest.halves(rest.span.start() + start, &draft.text);
                units.extend([body, fused(credit, &draft.text, &mut draft.diagnostics)]);
            }
            None => units.push(rest),
        }
    }
    draft.units = units;
}

fn fused(mut credit: Unit, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Unit {
    let message = format!("{:?} is a credit fused with the text", credit.span.of(text));
    diagnostics.push(Diagnostic::at("ingest.fused_credit", message, credit.span));
    credit.furniture("credit");
    credit
}

/// Where a credit at the beginning ends, if body follows.
fn leading(text: &str, order: Order) -> Option<usize> {
    let window = &text[..text.floor_char_boundary(LONGEST)];
    if !lexicon().begins_credit(window) {
        return None;
    }
    let label = &window[..window.floor_char_boundary(LABEL)];
    let start = LABEL_ENDS.iter().filter_map(|end| Some(label.find(end)? + end.len())).min()?;
    let (mut names, mut agency, mut behind) = (0, false, false);
    let mut end = start;
    for word in window[start..].split_inclusive(' ') {
        end += word.len();
        let word = word.trim();
        let bare = word.trim_matches(BETWEEN);
        let named = bare.is_empty() || bare.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"'));
        if !named || word.ends_with(['.', '!', '?', ';', ':']) && bare.chars().count() > 2 {
            return None;
        }
        // The word behind a mark is the agency, or its beginning.
        agency |= behind || bare.contains(BETWEEN) || is_acronym(bare);
        behind = word.ends_with(BETWEEN);
        names += usize::from(!bare.is_empty());
        if (names >= 2 || agency) && !behind && begins_body(&text[end..], order) {
            return Some(end);
        }
    }
    None
}

/// `ТАСС`, `AFP`.
fn is_acronym(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.']);
    word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
}

/// Whether a sentence of the body begins: a capital before a small word, or a dateline.
fn begins_body(text: &str, order: Order) -> bool {
    let mut words = text.split_whitespace().map(|word| word.trim_start_matches(['«', '"', '“']));
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let place = || first.ends_with([',', '.']) || is_acronym(first);
    text.len() >= BODY
        && first.starts_with(char::is_uppercase)
        && ends_sentence(text.trim_end())
        && (second.starts_with(char::is_lowercase) || place() && dateline::read(text, order).is_some())
}

/// Where a credit behind the last sentence begins.
fn trailing(text: &str) -> Option<usize> {
    let window = text.ceil_char_boundary(text.len().saturating_sub(LONGEST));
    let begins = |(at, mark): (usize, &str)| {
        let at = window + at + mark.len();
        let at = at + text[at..].len() - text[at..].trim_start_matches(['»', '"', '”', ')', ' ', '\n']).len();
        (at >= BODY && at < text.len() && lexicon().begins_credit(&text[at..])).then_some(at)
    };
    text[window..].match_indices(['.', '!', '?', '…']).filter_map(begins).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY_EN: &str = "The yard has handed over the ferry to the customer, its head said on Tuesday at a meeting in the port.";
    const BODY_RU: &str =
        "МОСКВА, 14 марта. Верфь передала заказчику паром, сообщил её глава во вторник на совещании в порту.";

    #[test]
    fn credits_before_the_body_end_where_a_sentence_begins() {
        let cut = |credit: &str, body: &str| {
            let text = format!("{credit} {body}");
            let end = leading(&text, Order::DayFirst);
            assert_eq!(end.map(|end| text[..end].trim_end()), Some(credit), "{text}");
        };
        cut("Photo: John Marsh/Reuters", BODY_EN);
        cut("Photo by John Marsh / Onega Works", BODY_EN);
        cut("Photo: John Marsh", BODY_EN);
        cut("Фото: Иван Петров/ТАСС", BODY_RU);
        cut("Фото: ТАСС", BODY_RU);
        cut("Фото: Иван Петров, РИА Новости", BODY_RU);
    }

    #[test]
    fn captions_stay_whole() {
        for text in [
            "Photo: The yard has handed over the ferry to the customer, its head said on Tuesday at a meeting.",
            "Photo: John Marsh stands before the ferry that the yard has handed over to the customer in the port.",
            "Фото: Иван Петров / ТАСС",
            BODY_EN,
        ] {
            assert_eq!(leading(text, Order::MonthFirst), None, "{text}");
        }
    }

    #[test]
    fn credits_behind_the_body_are_seen() {
        for credit in ["Photo by John Marsh / Onega Works", "Фото: пресс-служба верфи", "(Photo: Reuters)"]
        {
            let text = format!("{BODY_EN} {credit}");
            assert_eq!(trailing(&text).map(|at| &text[at..]), Some(credit));
        }
        assert_eq!(trailing(&format!("{BODY_EN} Photographers came in great numbers.")), None);
        assert_eq!(trailing("Short. Photo: Reuters"), None);
    }
}
