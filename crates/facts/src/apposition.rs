//! Appositions between commas: "Kama (KLT), the largest carrier of its kind, and Volga".

use svodka_model::Kind;
use svodka_text::grammar::Pos;
use svodka_text::{Script, TokenKind};

use crate::entries::begins_entry;
use crate::lexicon::LexiconId;
use crate::scene::{Item, Scene};

/// Tokens of an apposition, at most.
const MAX_APPOSITION: usize = 20;

/// "Kama, the largest carrier of the region, ...": whether an entry of the lexicon stands among the words behind the comma
/// of an item, up to the first that begins a complement.
pub(crate) fn holds_entry(scene: &Scene, item: &Item, lexicon: LexiconId) -> bool {
    let end = scene.behind_bracket(item.end);
    if scene.punct(end) != Some(',') {
        return false;
    }
    let mut at = end + 1;
    while at < scene.end && at < end + MAX_APPOSITION {
        match scene.item_starting(at) {
            Some(inner) if matches!(inner.kind, Kind::Location | Kind::Nationality) => at = inner.end,
            Some(_) => return false,
            None if scene.cx.token(at).kind == TokenKind::Punct || scene.governor(at + 1).is_some() => {
                return false;
            }
            None if begins_entry(scene, &[lexicon], at) => return true,
            None if scene.is_premodifier(at) || scene.cx.is(at, scene.cx.program.common.article) => at += 1,
            None => return false,
        }
    }
    false
}

/// Whether a noun phrase begins at a token whose head is a name; behind a Russian noun it is a genitive.
fn begins_with_name(scene: &Scene, at: usize) -> bool {
    let noun = |at: usize| scene.cx.token(at).script == Script::Cyrillic && scene.cx.grammar(at).is_noun();
    scene.head_from(at).is_some_and(|item| !item.nominal && !(at..item.start).any(noun))
}

/// "Kama (KLT), the largest carrier of its kind, and Volga": the comma that closes the apposition of the item before `end`.
pub(crate) fn behind_aside(scene: &Scene, end: usize) -> Option<usize> {
    if scene.punct(end) != Some(',') || begins_with_name(scene, end + 1) {
        return None;
    }
    let close = (end + 1..scene.end.min(end + MAX_APPOSITION)).find(|&at| scene.punct(at) == Some(','))?;
    is_apposition(scene, end + 1, close).then_some(close)
}

/// The same for the comma that closes the apposition: where the item ends that it belongs to.
pub(crate) fn before_aside(scene: &Scene, close: usize) -> Option<usize> {
    let first = scene.first.max(close.saturating_sub(MAX_APPOSITION));
    if scene.punct(close) != Some(',') {
        return None;
    }
    let open = (first..close).rev().find(|&at| scene.punct(at) == Some(','))?;
    (!begins_with_name(scene, open + 1) && is_apposition(scene, open + 1, close)).then_some(open)
}

/// Whether a token stands in an apposition between commas.
pub(crate) fn in_apposition(scene: &Scene, at: usize) -> bool {
    let open = (scene.first.max(at.saturating_sub(MAX_APPOSITION))..at)
        .rev()
        .find(|&at| scene.punct(at) == Some(','));
    let body = |item: &Item| matches!(item.kind, Kind::Organization | Kind::Person);
    open.filter(|&open| scene.item_ending(open).is_some_and(body))
        .and_then(|open| behind_aside(scene, open))
        .is_some_and(|close| at < close)
}

/// Whether these words say what a name is: no verb and no break of the clause is among them.
fn is_apposition(scene: &Scene, from: usize, to: usize) -> bool {
    let words = &scene.cx.program.common;
    let other = [words.relative, words.be, words.past_form, words.verb_group, words.and];
    let is_other = |at: usize| {
        scene.is_break(at) || other.iter().any(|&lexicon| scene.cx.is(at, lexicon)) || is_verb(scene, at)
    };
    to > from + 1
        && opens_noun_phrase(scene, from)
        && (from..to).all(|at| scene.item_over(at).is_some() || !is_other(at))
}

/// "A", "the", "one of"; a Russian noun or adjective.
fn opens_noun_phrase(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    match scene.cx.token(at).script {
        Script::Cyrillic => matches!(scene.cx.grammar(at).first, Some(Pos::Noun | Pos::Adjective)),
        _ => scene.cx.is(at, words.article) || scene.cx.is(at + 1, words.genitive),
    }
}

/// A verb, and not the participle before a preposition ("based in Harbin").
fn is_verb(scene: &Scene, at: usize) -> bool {
    match scene.cx.token(at).script {
        Script::Cyrillic => matches!(scene.cx.grammar(at).first, Some(Pos::Verb | Pos::Short)),
        _ => scene.looks_like_verb(at) && scene.governor(at + 2).is_none(),
    }
}
