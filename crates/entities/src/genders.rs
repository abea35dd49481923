//! The gender of people, which tells whom a pronoun can mean: their given names, forms of address, words for women and
//! men beside them and Russian verbs of saying tell it, for all mentions of a chain.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use svodka_model::{Chain, Kind, Mention, Value};

use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::vocabulary::rows;

/// What speaks for a gender, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// The ending of a family name.
    Family,
    /// The ending of a given name that no list has.
    Given,
    /// «сообщила», or a word for a woman or man.
    Beside,
    /// A given name of the lists.
    Listed,
    /// "Ms", «господин».
    Address,
}

/// What tells a gender in one language.
#[derive(Default)]
struct Words {
    /// Words beside a name: which gender, and whether they stand right before the name only.
    beside: FxHashMap<&'static str, (char, bool)>,
    /// Endings of verbs of saying, the longest first.
    verbs: Vec<(&'static str, char)>,
}

/// English words, then Russian ones.
static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| {
    let mut words: [Words; 2] = Default::default();
    for row in rows(include_str!("../data/genders.tsv")) {
        let gender = if row[1] == "f" { 'f' } else { 'm' };
        let own = &mut words[usize::from(row[0] == "ru")];
        let told = row[3].split('|');
        match row[2] {
            "verb" => own.verbs.extend(told.map(|ending| (ending, gender))),
            place => own.beside.extend(told.map(|word| (word, (gender, place == "before")))),
        }
    }
    for own in &mut words {
        own.verbs.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
    }
    words
});

/// Tells the gender of the people of all chains, where what speaks for one is stronger than what speaks for the other.
pub fn tell(scan: &Scan<'_>, mentions: &mut [Mention], chains: &mut [Chain]) {
    for chain in chains.iter_mut().filter(|chain| chain.kind == Kind::Person) {
        let mut strongest: [Option<Evidence>; 2] = [None, None];
        for &index in &chain.mentions {
            let Some(mention) = mentions.get(index as usize) else { continue };
            hear(scan, mention, |gender, evidence| {
                let own = &mut strongest[usize::from(gender == 'f')];
                *own = (*own).max(Some(evidence));
            });
        }
        let [man, woman] = strongest;
        if man == woman {
            continue;
        }
        let gender = Some(if woman > man { 'f' } else { 'm' });
        for &index in &chain.mentions {
            if let Some(Value::Person(name)) =
                mentions.get_mut(index as usize).and_then(|mention| mention.value.as_mut())
            {
                name.gender = gender;
            }
        }
        if let Some(person) = &mut chain.person {
            person.gender = gender;
        }
    }
}

/// Tells all that speaks for a gender in and beside a mention.
fn hear(scan: &Scan<'_>, mention: &Mention, mut vote: impl FnMut(char, Evidence)) {
    let tokens = scan.layer.tokens_in(mention.span);
    if tokens.is_empty() {
        return;
    }
    let russian = scan.is_russian(tokens.start);
    if mention.nominal {
        let own = tokens.filter_map(|at| word(scan, at));
        own.for_each(|(gender, _)| vote(gender, Evidence::Beside));
        return;
    }
    if let Some(Value::Person(name)) = &mention.value {
        let listed = given(scan, tokens.clone());
        match (russian, name.gender, listed) {
            (true, Some(gender), Some(_)) if name.given.is_some() => vote(gender, Evidence::Listed),
            (true, Some(gender), _) if name.given.is_some() => vote(gender, Evidence::Given),
            (true, Some(gender), _) => vote(gender, Evidence::Family),
            (false, _, Some(gender)) if name.given.is_some() => vote(gender, Evidence::Listed),
            _ => {}
        }
    }
    beside(scan, tokens.clone(), &mut vote);
    // The subject of a verb stands in its first form.
    let verbs = &WORDS[usize::from(russian)].verbs;
    if !verbs.is_empty() && mention.norm == mention.surface {
        let around = [tokens.start.checked_sub(1), Some(tokens.end)];
        let around =
            around.into_iter().flatten().chain(russian.then(|| before_title(scan, tokens.start)).flatten());
        let said = around.filter(|&at| at < scan.len() && scan.is(at, Tag::Speech));
        for at in said {
            if let Some(&(_, gender)) = verbs.iter().find(|(ending, _)| scan.folded(at).ends_with(ending)) {
                vote(gender, Evidence::Beside);
            }
        }
    }
}

/// Words of a title, with what it is of, between a verb of saying and a name.
const MAX_TITLE: usize = 8;

/// «предупредила региональный директор фонда Матшидисо Моети»: the verb of saying before the title of a name.
fn before_title(scan: &Scan<'_>, start: usize) -> Option<usize> {
    let first = scan.start_of_sentence(start).max(start.saturating_sub(MAX_TITLE));
    let mark = |at: usize| matches!(scan.punct(at), Some(',' | '.' | ';' | ':' | '—' | '–' | '('));
    let inside = (first..start).rev().take_while(|&at| !mark(at));
    inside.into_iter().find(|&at| scan.is(at, Tag::Speech)).filter(|&at| scan.any(at + 1, &[Tag::Title]))
}

/// The verb of saying right before a Russian name, or before its title in the first form.
pub(crate) fn said_before(scan: &Scan<'_>, start: usize) -> Option<usize> {
    let near = start.checked_sub(1).filter(|&at| scan.is(at, Tag::Speech));
    near.or_else(|| before_title(scan, start)).filter(|&at| at >= scan.start_of_sentence(start))
}

/// The gender of the first given name of a mention that the lists have, unless it is given to both.
fn given(scan: &Scan<'_>, tokens: Range<usize>) -> Option<char> {
    let mut hits = tokens.clone().flat_map(|at| scan.hits_at(at));
    let known = |class: &str| matches!(class, "m" | "f");
    let (_, entry) = hits
        .find(|(hit, entry)| entry.tag == Tag::GivenName && hit.end <= tokens.end && known(&entry.class))?;
    entry.class.chars().next()
}

/// Words that tell a gender right before a name, or behind it and a comma.
fn beside(scan: &Scan<'_>, tokens: Range<usize>, vote: &mut impl FnMut(char, Evidence)) {
    let first = scan.start_of_sentence(tokens.start);
    let end = scan.end_of_sentence(tokens.start);
    if tokens.start > first {
        let stop = scan.is_punct(tokens.start - 1, '.') && tokens.start > first + 1;
        match word(scan, tokens.start - 1 - usize::from(stop)) {
            Some((gender, true)) => vote(gender, Evidence::Address),
            Some((gender, false)) if !stop => vote(gender, Evidence::Beside),
            _ => {}
        }
    }
    if tokens.end < end && scan.is_punct(tokens.end, ',') {
        let aside = (tokens.end + 1..end.min(tokens.end + 4)).take_while(|&at| scan.punct(at).is_none());
        if let Some((gender, false)) = aside.filter_map(|at| word(scan, at)).next() {
            vote(gender, Evidence::Beside);
        }
    }
}

/// What a word tells; the second part of one with a hyphen tells it with the first («г-жа»).
fn word(scan: &Scan<'_>, at: usize) -> Option<(char, bool)> {
    let words = &WORDS[usize::from(scan.is_russian(at))].beside;
    match at.checked_sub(2).filter(|_| scan.is_hyphen(at - 1)) {
        Some(first) => words.get(format!("{}-{}", scan.folded(first), scan.folded(at)).as_str()),
        None => words.get(scan.folded(at)),
    }
    .copied()
}
