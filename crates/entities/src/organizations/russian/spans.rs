//! How much of a span that was found otherwise is the name of a Russian body.

use std::ops::Range;

use svodka_model::Kind;
use svodka_text::letters;

use crate::endings;
use crate::lexicon::{Entry, Tag};
use crate::scan::Scan;
use crate::sets::Set;

use super::{body_start, keeps_head};

/// The name that a span found otherwise is the greater part of: with the adjectives that tell the sort of body before a
/// quoted name, and to the end of the noun phrase that a rule saw begin at the same word, where the span breaks off
/// behind an adjective or the acronym of a head, or before «и».
pub fn whole(scan: &Scan<'_>, tokens: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    // «пресс-[службы МЧС]»: no name begins within a word in small letters.
    if start > 1 && scan.is_hyphen(start - 1) && !scan.is_capitalized(start) {
        start -= 2;
    }
    let quoted = (start..end).find(|&at| scan.punct(at).is_some_and(letters::is_opening_quote));
    if quoted.is_some() && scan.is(start, Tag::OrgHead) {
        start = body_start(scan, start);
    }
    if let Some(quote) = quoted.filter(|&quote| quote > start && quote + 2 < end) {
        let before =
            |tag: Tag| scan.hits_at(quote - 1).find(|(hit, entry)| hit.end == quote && entry.tag == tag);
        if before(Tag::ProductHead).is_some() {
            return start..start;
        }
        if before(Tag::OrgHead).is_some_and(|(_, entry)| entry.extra.contains("outside")) {
            return quote + 1..end - 1;
        }
    }
    if let Some(quote) = quoted.filter(|&quote| quote > start && is_origin(scan, start..quote)) {
        let close = scan.punct(end - 1).is_some_and(letters::is_closing_quote);
        return quote + 1..end - usize::from(close);
    }
    if quoted.is_some() {
        start = sort_start(scan, start, end);
    } else {
        end = subject_end(scan, start..end);
    }
    let sentence = scan.end_of_sentence(start);
    let last = scan.folded(end - 1);
    // «Ростовский НИИ | радиосвязи»
    let acronym = scan.is_upper(end - 1) && end > start + 1 && scan.is(end - 1, Tag::OrgHead);
    let cut = acronym || !scan.is_capitalized(end - 1) && endings::is_oblique_adjective(last);
    if cut || end < sentence && scan.folded(end) == "и" && !scan.is_capitalized(end - 1) {
        let first = scan.token(start).span.start();
        let longer = scan.candidates.iter().filter(|candidate| {
            candidate.kind == Kind::Organization && candidate.span.start() == first && candidate.score >= 800
        });
        end = longer.map(|candidate| scan.layer.tokens_in(candidate.span).end).max().unwrap_or(end).max(end);
    }
    start..end
}

/// Whether nothing but adjectives that tell whence a body comes stands before its quoted name: «российская | «Заря»».
fn is_origin(scan: &Scan<'_>, tokens: Range<usize>) -> bool {
    let heads = [Tag::OrgHead, Tag::LegalForm, Tag::PlaceHead];
    tokens.into_iter().all(|at| {
        let adjective = !scan.is_capitalized(at) && endings::is_adjective(scan.folded(at));
        scan.is(at, Tag::Nationality) || adjective && !scan.any(at, &heads)
    })
}

/// Where a body with a name in quotation marks begins: behind adjectives in small letters that tell whence it comes rather
/// than what it is, «гонконгская | компания «Цзяхуа»».
fn sort_start(scan: &Scan<'_>, start: usize, end: usize) -> usize {
    let outside = |&at: &usize| {
        let word = scan.folded(at);
        let country = scan.is(at, Tag::Nationality) && at == scan.start_of_sentence(at);
        country
            || !scan.is_capitalized(at)
                && scan.is_word(at)
                && !scan.is_hyphen(at + 1)
                && endings::is_adjective(word)
                && !endings::is_body_adjective(word)
    };
    let bare = start + (start..end).take_while(outside).count();
    if bare < end && scan.is(bare, Tag::OrgHead) { bare } else { start }
}

/// One past the words that can belong to a name: it ends before a noun that can only be subject or object and has no
/// adjective before it, «Госдуму | законопроект».
fn subject_end(scan: &Scan<'_>, tokens: Range<usize>) -> usize {
    let stands_alone = |&at: &usize| {
        let before = scan.folded(at - 1);
        scan.is_word(at)
            && !scan.is_capitalized(at)
            && scan.is_word(at - 1)
            && (before.chars().count() > 3 || scan.is_capitalized(at - 1))
            && !endings::is_adjective(before)
            && !(at + 1 < tokens.end && scan.is_hyphen(at + 1))
            && endings::is_direct_only(scan.layer, scan.folded(at))
    };
    // «Тверьспецстройка | по заказу», «Кузбассразреза | карьер Топкинский»
    let breaks = |&at: &usize| {
        let name = scan.is_capitalized(at - 1) && !endings::is_adjective(scan.folded(at - 1));
        let reason = || scan.folded(at) == "по" && scan.has(at + 1, Set::Circumstance);
        let field = |entry: &Entry| entry.tag == Tag::PlaceHead && entry.class == "field";
        let place = || scan.is_capitalized(at + 1) && scan.hits_at(at).any(|(_, entry)| field(entry));
        name && at + 1 < tokens.end && (reason() || place())
    };
    (tokens.start + 1..tokens.end).find(|at| stands_alone(at) || breaks(at)).unwrap_or(tokens.end)
}

/// Where a name without quotation marks begins behind what says what sort of body it is («фонда | Сколтинвест», «Испанская |
/// Frigocosta»): a noun in small letters stays outside before a foreign word or one that the dictionary has not.
pub fn unquoted_start(scan: &Scan<'_>, tokens: &Range<usize>) -> usize {
    let origin = tokens.len() > 1 && scan.is(tokens.start, Tag::Nationality);
    if origin && scan.is_capitalized(tokens.start + 1) && !scan.is_russian(tokens.start + 1) {
        return tokens.start + 1;
    }
    let head = scan.hit(tokens.start, &[Tag::OrgHead]).filter(|(hit, head)| {
        let taught = matches!(head.class.as_str(), "institute" | "university" | "school" | "hospital");
        hit.end < tokens.end && head.extra.contains("quoted") && !taught && !keeps_head(scan, hit.start)
    });
    let Some((hit, _)) = head else { return tokens.start };
    let word = |at: usize| scan.is_word(at) && scan.is_capitalized(at);
    let new = |at: usize| {
        !scan.is_russian(at)
            || scan.layer.morphology().is_new(scan.folded(at))
                && !scan.any(at, &[Tag::FamilyEnding, Tag::Name(Kind::Location)])
                && !endings::is_adjective(scan.folded(at))
    };
    let glued = |at: usize| scan.is_hyphen(at) || at > hit.end && scan.is_hyphen(at - 1);
    let bare = word(hit.end)
        && (hit.end + 1..tokens.end).all(|at| glued(at) || word(at) && !scan.is_russian(at))
        && (hit.end..tokens.end).any(new);
    if bare { hit.end } else { tokens.start }
}

/// The «и» between two bodies, each with a capital of its own: «Ангарским цементом | и | Тимлюйским заводом».
pub fn second_body(scan: &Scan<'_>, tokens: &Range<usize>) -> Option<usize> {
    let quote = |at: usize| scan.punct(at).is_some_and(letters::is_quote);
    let and = tokens.clone().find(|&at| scan.folded(at) == "и")?;
    let apart = and > tokens.start
        && and + 1 < tokens.end
        && scan.is_capitalized(tokens.start)
        && scan.is_capitalized(and + 1)
        && !endings::is_adjective(scan.folded(and - 1))
        && !scan.any(and + 1, &[Tag::Name(Kind::Location), Tag::GivenName])
        && !scan.any(tokens.start, &[Tag::OrgHead])
        && !tokens.clone().any(quote);
    apart.then_some(and)
}
