//! Chains against annotated ones (the coreference layer of factRuEval-2016, our own gold): pairs of mentions that name
//! one thing.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{Kind, Records, Span};

use crate::corpus::CodePoints;
use crate::names::Counts;

/// Mentions of things, by thing.
pub type Chains = Vec<Vec<Span>>;

/// Reads the chains of a document from the organisers' three files: `.spans` (id, tag, start, length ...), `.objects`
/// (id, type, spans `# ...`) and `.coref` (blocks that begin with a thing and its objects). Offsets count code points
/// of the text. Lines of another form are passed over.
pub fn read(text: &str, spans: &str, objects: &str, coref: &str) -> Chains {
    let points = CodePoints::new(text);
    let spans: BTreeMap<&str, Span> = spans
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let (start, length): (usize, usize) = (cells.get(2)?.parse().ok()?, cells.get(3)?.parse().ok()?);
            Some((*cells.first()?, points.span(start, start + length)?))
        })
        .collect();
    let objects: BTreeMap<&str, Span> = objects
        .lines()
        .filter_map(|line| {
            let (cells, _) = line.split_once('#')?;
            let mut cells = cells.split_whitespace();
            let id = cells.next()?;
            let own = cells.skip(1).filter_map(|span| spans.get(span)).copied().reduce(Span::cover)?;
            Some((id, own))
        })
        .collect();
    coref
        .split("\n\n")
        .filter_map(|block| {
            let ids = block.trim_start().lines().next()?.split_whitespace().skip(1);
            let own: Vec<Span> = ids.filter_map(|id| objects.get(id)).copied().collect();
            (!own.is_empty()).then_some(own)
        })
        .collect()
}

/// The chains of some kinds that we found, nominal mentions left out.
pub fn found(records: &Records, kinds: &[Kind]) -> Chains {
    let named = records.entities.chains.iter().filter(|chain| kinds.contains(&chain.kind));
    named
        .map(|chain| {
            let mentions = chain.mentions.iter().map(|&index| &records.entities.mentions[index as usize]);
            mentions.filter(|mention| !mention.nominal).map(|mention| mention.span).collect()
        })
        .collect()
}

/// Pairs of mentions in one chain, among the mentions that both sides have (the same words, or words that overlap with
/// no better partner): `right` of the `predicted` ones are in one gold chain; `found` of the `gold` ones in one of ours.
pub fn pairs(gold: &Chains, predicted: &Chains) -> Counts {
    let gold_of = numbered(gold);
    let found_of = numbered(predicted);
    let partners = partners(&gold_of, &found_of);
    let mut counts = Counts::default();
    for (index, one) in partners.iter().enumerate() {
        for other in &partners[..index] {
            let (together, should) = (one.ours == other.ours, one.theirs == other.theirs);
            counts.predicted += u32::from(together);
            counts.gold += u32::from(should);
            counts.right += u32::from(together && should);
        }
    }
    counts.found = counts.right;
    counts
}

/// The surfaces of pairs that only one side has, each pair once: `+` those that we missed, `-` those that we made.
pub fn differences(text: &str, gold: &Chains, predicted: &Chains) -> BTreeSet<String> {
    let partners = partners(&numbered(gold), &numbered(predicted));
    let mut told = BTreeSet::new();
    for (index, one) in partners.iter().enumerate() {
        for other in &partners[..index] {
            let sign = match (one.ours == other.ours, one.theirs == other.theirs) {
                (false, true) => '+',
                (true, false) => '-',
                _ => continue,
            };
            told.insert(format!("{sign}{} = {}", other.span.of(text), one.span.of(text)));
        }
    }
    told
}

/// Each mention with the number of its chain, by place.
fn numbered(chains: &Chains) -> Vec<(Span, usize)> {
    let mut mentions: Vec<(Span, usize)> = chains
        .iter()
        .enumerate()
        .flat_map(|(chain, spans)| spans.iter().map(move |&span| (span, chain)))
        .collect();
    mentions.sort();
    mentions
}

/// A mention that both sides have.
struct Partner {
    /// Where we found it.
    span: Span,
    /// Number of our chain.
    ours: usize,
    /// Number of the gold chain.
    theirs: usize,
}

/// The mentions that both sides have, one to one.
fn partners(gold: &[(Span, usize)], found: &[(Span, usize)]) -> Vec<Partner> {
    let mut taken = BTreeSet::new();
    let mut partners = Vec::new();
    for exact in [true, false] {
        for (index, &(span, ours)) in found.iter().enumerate() {
            let free = gold.iter().enumerate().filter(|(at, _)| !taken.contains(&(true, *at)));
            let fits = |other: Span| if exact { other == span } else { other.overlaps(span) };
            let partner = free
                .filter(|(_, (other, _))| !taken.contains(&(false, index)) && fits(*other))
                .min_by_key(|(_, (other, _))| other.len().abs_diff(span.len()));
            if let Some((at, &(_, theirs))) = partner {
                taken.extend([(true, at), (false, index)]);
                partners.push(Partner { span, ours, theirs });
            }
        }
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_chains() {
        let text = "Анна Лис и Лис";
        let spans = "1 name 0 4 7 1  # 7 Анна\n2 surname 5 3 8 1  # 8 Лис\n3 surname 11 3 9 1  # 9 Лис\n";
        let objects = "10 Person 1 2 # Анна Лис\n11 Person 3 # Лис\n";
        let chains = read(text, spans, objects, "1 10 11\nfirstname Анна\nlastname Лис\n\n");
        let surfaces: Vec<&str> = chains[0].iter().map(|span| span.of(text)).collect();
        assert_eq!(surfaces, ["Анна Лис", "Лис"]);
    }

    #[test]
    fn pairs_count_what_both_sides_have() {
        let spans: Vec<Span> = (0..5).map(|i| Span::new(i * 10, i * 10 + 5)).collect();
        let gold = vec![vec![spans[0], spans[1], spans[2]], vec![spans[3]]];
        let predicted = vec![vec![spans[0], Span::new(11, 15)], vec![spans[2], spans[3], spans[4]]];
        let counts = pairs(&gold, &predicted);
        assert_eq!((counts.right, counts.predicted, counts.gold), (1, 2, 3));
    }
}
