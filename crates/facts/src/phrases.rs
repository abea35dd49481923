//! Phrases that rules capture word by word: adjectives before a noun, and what goes on to the end of a clause.

use svodka_model::Kind;

use crate::matcher::MAX_MEMBERS;
use crate::scene::Scene;

/// Tokens of adjectives before a captured noun.
const MAX_ADJECTIVES: usize = 5;
/// Tokens of a phrase slot.
const MAX_PHRASE: usize = 30;

/// Where the adjectives (in English also nouns) begin that stand before the noun at `at`.
pub(crate) fn adjectives_before(scene: &Scene, at: usize) -> usize {
    let words = &scene.cx.program.common;
    let mut start = at;
    let floor = scene.item_over(at).map_or(scene.first, |item| item.start);
    while start > floor && at - start < MAX_ADJECTIVES {
        let word = scene.cx.layer.folded(start - 1);
        let cyrillic = scene.cx.token(start - 1).script == svodka_text::Script::Cyrillic;
        let fits = scene.is_premodifier(start - 1)
            && scene.item_ending(start).is_none()
            && !scene.cx.is(start - 1, words.article)
            && !scene.cx.is(start - 1, words.preposition)
            && (!cyrillic || scene.cx.program.adjective_endings.end(word))
            && !(cyrillic && scene.cx.program.noun_endings.end(word));
        if !fits {
            break;
        }
        start -= 1;
    }
    while start < at && scene.punct(start).is_some() {
        start += 1;
    }
    start
}

/// Where the phrase that begins at `at` ends: before what closes a clause, a word of `common.phrase_stop`, or a date,
/// sum or event that belongs to the verb.
fn phrase_end(scene: &Scene, at: usize) -> usize {
    let words = &scene.cx.program.common;
    let item = scene.item_starting(at);
    let other = item.is_some_and(|item| matches!(item.kind, Kind::Date | Kind::Event));
    if other || item.is_none() && scene.cx.is(at, words.phrase_stop) {
        return at;
    }
    let mut end = at;
    while end < scene.end && end - at < MAX_PHRASE {
        if let Some(item) = scene.item_starting(end) {
            let other = matches!(item.kind, Kind::Date | Kind::Money | Kind::Event);
            if end > at && other && !scene.is_attribute(item) {
                break;
            }
            end = item.end;
            continue;
        }
        let stop = scene.is_break(end)
            || scene.cx.is(end, words.phrase_stop) && end > at
            || matches!(scene.punct(end), Some('.' | '!' | '?' | '(' | ')' | '…' | ']'))
            || scene.punct(end).is_some_and(|c| matches!(c, '»' | '”' | '"'))
            || scene.punct(end) == Some(',') && !continues_list(scene, end);
        if stop {
            break;
        }
        end += 1;
    }
    // Prepositions, conjunctions and commas at the edge belong to what follows.
    while end > at
        && scene.item_ending(end).is_none()
        && (scene.cx.is(end - 1, words.np_stop) || scene.punct(end - 1) == Some(','))
    {
        end -= 1;
    }
    end
}

/// The phrase that begins at `at`, cut at the commas and conjunctions of a list if `many` are wanted.
pub(crate) fn phrases(scene: &Scene, at: usize, many: bool) -> Vec<(usize, usize)> {
    let end = phrase_end(scene, at);
    if end == at {
        return Vec::new();
    }
    let commas: Vec<usize> = (at..end)
        .filter(|&comma| many && matches!(scene.punct(comma), Some(',' | ';')))
        .filter(|&comma| scene.item_over(comma).is_none())
        .collect();
    let mut members = Vec::new();
    let mut from = at;
    for to in commas.into_iter().chain([end]) {
        if from < to {
            members.push((from, to));
        }
        from = to + 1;
        if from < end && scene.cx.is(from, scene.cx.program.common.and) {
            from += 1;
        }
    }
    members.truncate(MAX_MEMBERS);
    members
}

/// Whether the comma parts members of a list: a conjunction follows soon.
fn continues_list(scene: &Scene, comma: usize) -> bool {
    let words = &scene.cx.program.common;
    (comma + 1..scene.end.min(comma + 9))
        .take_while(|&at| !scene.is_break(at) && !scene.cx.is(at, words.phrase_stop))
        .take_while(|&at| !matches!(scene.punct(at), Some('.' | '(' | ')')))
        .any(|at| scene.cx.is(at, words.and) && at > comma + 1)
}
