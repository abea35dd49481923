//! Which person, place or event a common noun means: the best fitting one within reach, and of several the one named last.

use svodka_model::{Kind, Mention, Value};
use svodka_text::Analysis;
use svodka_text::grammar::{Gender, Pos};

use super::holders::Titles;
use crate::sets::Set;

use super::{FAR, Nominal, REACH, holds_noun, is_described};

/// Words from "an" to its noun.
const BEFORE_NOUN: usize = 3;

/// How well a name can be what a noun means, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The class agrees.
    Class,
    /// The same noun, or a title that the noun tells.
    Noun,
}

/// The group of what a noun stands for.
pub fn meant(nominal: &Nominal<'_, '_>, mentions: &[Mention], titles: &Titles<'_>) -> Option<u32> {
    let scan = nominal.scan;
    let kind = nominal.noun.kind;
    let here = scan.sentence_of(nominal.hit.start)?;
    let reach = if kind == Kind::Person { REACH * 3 } else { REACH };
    let end = mentions.partition_point(|mention| mention.span.start() < nominal.start());
    let woman = kind == Kind::Person && means_woman(nominal);
    let mut best: Option<(Fit, u32)> = None;
    for mention in mentions[end.saturating_sub(FAR)..end].iter().rev() {
        if mention.kind != kind || mention.span.end() > nominal.start() {
            continue;
        }
        let Some(group) = mention.chain else { continue };
        if woman && is_man(mention) {
            continue;
        }
        let sentence = scan.sentence_of(scan.layer.tokens_in(mention.span).start).unwrap_or(here);
        if here.saturating_sub(sentence) > reach {
            break;
        }
        if let Some(fit) = fit(nominal, mention, group, titles)
            && best.is_none_or(|(known, _)| fit > known)
            && !(kind == Kind::Person && fit == Fit::Class && is_told_since(nominal, mention))
        {
            best = Some((fit, group));
        }
    }
    best.map(|(_, group)| group)
}

/// Whether a Russian noun is of the feminine alone: «чиновница», and not «министр» or «глава».
fn means_woman(nominal: &Nominal<'_, '_>) -> bool {
    let scan = nominal.scan;
    let readings = scan.layer.analyses(scan.folded(nominal.hit.start));
    let mut nouns = readings.iter().filter(|own| own.known && own.grammemes.pos == Pos::Noun).peekable();
    let feminine = |own: &Analysis| own.grammemes.gender == Some(Gender::Feminine);
    scan.is_russian(nominal.hit.start) && nouns.peek().is_some() && nouns.all(feminine)
}

fn is_man(mention: &Mention) -> bool {
    matches!(&mention.value, Some(Value::Person(name)) if name.gender == Some('m'))
}

/// "An official in Perm ... The official": whether somebody without a name is told of by the noun since a name.
fn is_told_since(nominal: &Nominal<'_, '_>, name: &Mention) -> bool {
    let scan = nominal.scan;
    let from = scan.layer.tokens_in(name.span).end;
    let noun = scan.folded(nominal.hit.end - 1);
    let indefinite = |at: usize| {
        let near = at.saturating_sub(BEFORE_NOUN).max(from)..at;
        near.into_iter().any(|at| scan.has(at, Set::Indefinite))
    };
    (from..nominal.hit.start).any(|at| scan.folded(at) == noun && indefinite(at))
}

fn fit(nominal: &Nominal<'_, '_>, mention: &Mention, group: u32, titles: &Titles<'_>) -> Option<Fit> {
    let (scan, noun) = (nominal.scan, nominal.noun);
    if noun.kind == Kind::Person && titles.iter().any(|(own, title)| *own == group && noun.lists(title)) {
        return Some(Fit::Noun);
    }
    if noun.lists("*") {
        return Some(Fit::Class);
    }
    let fits = match &mention.value {
        Some(Value::Location(value)) => value.class.as_deref().is_some_and(|class| noun.lists(class)),
        Some(Value::Event(value)) => {
            let tokens = scan.layer.tokens_in(mention.span);
            if holds_noun(scan, tokens.clone(), nominal.stem) || is_described(scan, tokens, nominal.stem) {
                return Some(Fit::Noun);
            }
            value.class.as_deref().is_some_and(|class| noun.lists(class))
        }
        _ => false,
    };
    fits.then_some(Fit::Class)
}
