//! Who gives and who takes in the deals that a text tells: "Acme will build a tug for Neva. The customer ...".

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use svodka_model::{Kind, Mention};
use svodka_text::{Case, keys};

use super::nouns::{Side, alternatives};
use crate::endings;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::{self, Set};
use crate::vocabulary::rows;

/// Words of a phrase between a preposition and the name at its end, at most.
const PHRASE: usize = 4;
/// Words between a passive verb and its auxiliary.
const AUXILIARY: usize = 2;
/// Words behind a verb among which its object stands.
const OBJECT: usize = 9;

/// A body on a side of a deal.
pub type Party = (u32, Side);

/// The parties of the deals told in a range of tokens of one sentence.
pub fn parties(scan: &Scan<'_>, mentions: &[Mention], tokens: Range<usize>) -> SmallVec<[Party; 4]> {
    let mut found = SmallVec::new();
    for verb in tokens.clone() {
        let Some(deals) = DEALS.get(&scan.layer.key(verb)) else { continue };
        for deal in deals.iter().filter(|deal| deal.is_told(scan, verb, tokens.end)) {
            deal.parties(scan, mentions, verb, &tokens, &mut found);
        }
    }
    found
}

/// What a verb tells of those beside it.
struct Deal {
    objects: Vec<&'static str>,
    subject: Option<Side>,
    others: Vec<(&'static str, Side)>,
}

impl Deal {
    fn is_told(&self, scan: &Scan<'_>, verb: usize, end: usize) -> bool {
        let mut near = verb + 1..end.min(verb + OBJECT);
        self.objects.is_empty() || near.any(|at| self.objects.contains(&scan.folded(at)))
    }

    fn parties(
        &self,
        scan: &Scan<'_>,
        mentions: &[Mention],
        verb: usize,
        sentence: &Range<usize>,
        found: &mut SmallVec<[Party; 4]>,
    ) {
        let russian = scan.is_russian(verb);
        let auxiliary = verb.saturating_sub(AUXILIARY).max(sentence.start)..verb;
        let passive = !russian && auxiliary.into_iter().any(|at| sets::has(Set::Equating, scan.folded(at)));
        let bodies = |range: Range<usize>| {
            let span = scan.span(range);
            let from = mentions.partition_point(|mention| mention.span.start() < span.start());
            let inside = mentions[from..].iter().take_while(move |mention| mention.span.end() <= span.end());
            inside.filter(|mention| mention.kind == Kind::Organization)
        };
        if let Some(side) = self.subject.filter(|_| !passive && verb > sentence.start) {
            let mut before: SmallVec<[&Mention; 8]> = bodies(sentence.start..verb).collect();
            before.reverse();
            let subject = before.into_iter().find(|body| governor(scan, body, sentence.start).is_none());
            found.extend(subject.and_then(|body| body.chain).map(|group| (group, side)));
        }
        if verb + 1 >= sentence.end {
            return;
        }
        for body in bodies(verb + 1..sentence.end) {
            let tokens = scan.layer.tokens_in(body.span);
            let side = match governor(scan, body, verb + 1) {
                Some(at) if scan.folded(at) == "by" => self.subject,
                Some(at) => self.side(scan.folded(at)),
                None if start_of_phrase(scan, body, verb + 1) == verb + 1 && self.side("*").is_some() => {
                    self.side("*")
                }
                None if russian && may_be_dative(scan, tokens, body) => self.side("dative"),
                None => None,
            };
            found.extend(body.chain.zip(side));
        }
    }

    fn side(&self, place: &str) -> Option<Side> {
        self.others.iter().find(|(own, _)| *own == place).map(|(_, side)| *side)
    }
}

/// Where the noun phrase of a name begins: its article, adjectives and the nouns before it.
fn start_of_phrase(scan: &Scan<'_>, body: &Mention, from: usize) -> usize {
    let start = scan.layer.tokens_in(body.span).start;
    let inside = |&at: &usize| {
        let lower = scan.is_word(at) && scan.token(at).case == Case::Lower;
        lower && !sets::has(Set::Preposition, scan.folded(at))
            || scan.punct(at).is_some_and(svodka_text::letters::is_opening_quote)
            || scan.any(at, &[Tag::Nationality])
    };
    (from.max(start.saturating_sub(PHRASE))..start).rev().take_while(inside).last().unwrap_or(start)
}

/// The preposition that governs a name.
fn governor(scan: &Scan<'_>, body: &Mention, from: usize) -> Option<usize> {
    let start = start_of_phrase(scan, body, from);
    let at = start.checked_sub(1).filter(|&at| at >= from)?;
    sets::has(Set::Preposition, scan.folded(at)).then_some(at)
}

/// Whether a Russian name without a preposition can be in the dative: its first word is, or none of its words declines.
fn may_be_dative(scan: &Scan<'_>, tokens: Range<usize>, body: &Mention) -> bool {
    let mut words = tokens.clone().filter(|&at| scan.is_word(at));
    let Some(first) = words.next() else { return false };
    let before = tokens.start.checked_sub(1).map(|at| {
        if scan.punct(at).is_some_and(svodka_text::letters::is_opening_quote) {
            at.saturating_sub(1)
        } else {
            at
        }
    });
    // «Передал холдингу «Луч»»: the noun before the name tells.
    let noun = before.filter(|&at| scan.is_word(at) && scan.token(at).case == Case::Lower);
    let dative = |at: usize| endings::is_dative(scan.layer, scan.folded(at));
    dative(first) || noun.is_some_and(dative) || body.norm == body.surface && noun.is_none()
}

/// The deals by the keys of their verbs.
static DEALS: LazyLock<FxHashMap<u64, Vec<Deal>>> = LazyLock::new(|| {
    let mut deals: FxHashMap<u64, Vec<Deal>> = FxHashMap::default();
    for row in rows(include_str!("../../data/sides.tsv")) {
        let side = |name: &str| Side::parse(name).expect("the table has the sides of this module");
        for verb in alternatives(row[1]) {
            let past =
                verb.strip_suffix('+').map(|stem| ["", "а", "о", "и"].map(|end| format!("{stem}{end}")));
            for form in past.map_or_else(|| vec![verb.to_owned()], Vec::from) {
                deals.entry(keys::text(&form)).or_default().push(Deal {
                    objects: alternatives(row[2]).collect(),
                    subject: Side::parse(row[3]),
                    others: alternatives(row[4])
                        .filter_map(|other| other.split_once(':'))
                        .map(|(place, name)| (place, side(name)))
                        .collect(),
                });
            }
        }
    }
    deals
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads() {
        assert!(DEALS.contains_key(&keys::text("купила")) && DEALS.contains_key(&keys::text("sold")));
    }
}
