//! Where a body is from, by the words before it: which of several "the Chilean company" means.

use std::ops::Range;

use svodka_model::{Kind, Mention, Value};
use svodka_text::Case;

use crate::lexicon::Tag;
use crate::nominals::{called, near};
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Words between where a body is from and its name.
const MAX_NOUNS: usize = 2;

/// Where a body is from, as its noun is told: «российская компания», "the Vilnius-based carrier".
#[derive(Debug, Clone, Copy)]
pub struct Origin<'m> {
    pub country: &'m str,
    /// The token at which its words begin.
    pub start: usize,
}

/// What stands right before a noun for where its body is from.
pub fn origin<'m>(scan: &Scan<'_>, mentions: &'m [Mention], noun: usize) -> Option<Origin<'m>> {
    let place = |mention: &'m Mention, country: Option<&'m str>| {
        Some(Origin { country: country?, start: scan.layer.tokens_in(mention.span).start })
    };
    if let Some(adjective) = ending(scan, mentions, noun, Kind::Nationality) {
        return place(adjective, adjective.link.as_deref());
    }
    let hyphen = noun.checked_sub(2).filter(|&at| scan.is_hyphen(at))?;
    let seat = ending(scan, mentions, hyphen, Kind::Location)?;
    if sets::has(Set::Seated, scan.folded(noun - 1)) { place(seat, country_of(seat)) } else { None }
}

/// The same for a name: «индийская Bharat Drives», "the Danish brewer Holsted", "Kazakhstan's Dala Power", "Vindby of
/// Denmark", "Minsk Invest".
pub fn named_origin<'m>(
    scan: &'m Scan<'_>,
    mentions: &'m [Mention],
    tokens: Range<usize>,
) -> Option<&'m str> {
    let name = tokens.start;
    let quoted = name > 0 && scan.punct(name - 1).is_some_and(svodka_text::letters::is_opening_quote);
    let name = name - usize::from(quoted);
    let owner = || {
        let possessive = name.checked_sub(1).filter(|&at| scan.is_possessive(at))?;
        country_of(ending(scan, mentions, possessive, Kind::Location)?)
    };
    let noun = |&at: &usize| scan.is_word(at) && scan.token(at).case == Case::Lower;
    let nouns = (name.saturating_sub(MAX_NOUNS)..name).rev().take_while(noun);
    let mut starts = std::iter::once(name).chain(nouns);
    let behind = || {
        let place = tokens.end + 1;
        let of = place < scan.end_of_sentence(name) && scan.has(tokens.end, Set::Preposition);
        let start = if of { scan.token(place).span.start() } else { return None };
        let mut here = near(mentions, scan.token(place).span).map(|(_, mention)| mention);
        country_of(here.find(|mention| mention.kind == Kind::Location && mention.span.start() == start)?)
    };
    let inside = || {
        let mut places = tokens.clone().filter_map(|at| scan.hit(at, &[Tag::Name(Kind::Location)]));
        places.find(|(hit, entry)| hit.end <= tokens.end && !entry.ambiguous && !entry.extra.is_empty())
    };
    let told = starts.find_map(|at| origin(scan, mentions, at)).map(|origin| origin.country);
    let known =
        || called::known(scan, tokens.clone())?.extra.split(' ').next().filter(|country| !country.is_empty());
    told.or_else(owner)
        .or_else(behind)
        .or_else(known)
        .or_else(|| inside().map(|(_, entry)| entry.extra.as_str()))
}

fn country_of(place: &Mention) -> Option<&str> {
    match &place.value {
        Some(Value::Location(value)) => value.country.as_deref(),
        _ => None,
    }
}

/// The mention of that kind that ends right before a token.
fn ending<'m>(scan: &Scan<'_>, mentions: &'m [Mention], at: usize, kind: Kind) -> Option<&'m Mention> {
    let last = scan.token(at.checked_sub(1)?).span;
    let mut here = near(mentions, last).map(|(_, mention)| mention);
    here.find(|mention| mention.kind == kind && mention.span.end() == last.end())
}
