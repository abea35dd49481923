//! Whether a day or a place told beside a fact belongs to another verb of its clause: "supplies gas under an accord signed
//! in May", «поставляет газ по соглашению, подписанному в мае».

use svodka_model::{Kind, Value};
use svodka_text::{Case, Script, TokenKind};

use crate::candidate::Candidate;
use crate::frames::Form;
use crate::matcher::Fill;
use crate::scene::{Context, Scene};

/// Tokens before a verb among which an "and" joins it to the one before.
const BESIDE: usize = 2;
/// Tokens behind a day at the head of a clause among which its verb stands.
const AHEAD: usize = 6;
/// How a span of time without a beginning is written.
const UNBOUNDED: &str = "../";

/// Whether another verb than that of the candidate has the tokens `start..end` for its adjunct: it stands right before them,
/// or is a Russian participle right behind them that a comma parts from its noun.
pub(crate) fn is_of_other_verb(scene: &Scene, candidate: &Candidate, (start, end): (usize, usize)) -> bool {
    if !is_verb(scene, candidate.anchor.0) {
        return false;
    }
    let other = |at: usize| {
        let ours = (candidate.tokens.0..candidate.tokens.1).contains(&at);
        let span = scene.cx.token(at).span;
        let filler = candidate.fills.iter().any(|fill| fill.span.contains(span));
        !ours && !filler && !(candidate.anchor.0..candidate.anchor.1).contains(&at) && is_verb(scene, at)
    };
    // "Three were killed and two wounded on Monday": one day of both.
    let joined = |at: usize| {
        let words = &scene.cx.program.common;
        (scene.first.max(at.saturating_sub(BESIDE))..at).any(|at| scene.cx.is(at, words.and))
    };
    let start = scene.governor(start).unwrap_or(start);
    let before = start.checked_sub(1).filter(|&at| at >= scene.first && !joined(at));
    let opens =
        before.is_some_and(|at| scene.punct(at) == Some(',') || scene.cx.is(at, scene.cx.program.common.but));
    // "The group, owned by X, completed the purchase in May": the verb behind the aside.
    let comma = (candidate.tokens.1..start).rev().find(|&at| scene.punct(at) == Some(','));
    let behind_aside = comma.is_some_and(|comma| (comma..start).any(other));
    behind_aside || before.is_some_and(other) || opens && clause_behind(scene, end).is_some_and(other)
}

/// «принадлежит холдингу, в мае он обработал»: the verb that follows before the next mark.
fn clause_behind(scene: &Scene, from: usize) -> Option<usize> {
    let near = from..scene.end.min(from + AHEAD);
    let mut clause = near.take_while(|&at| scene.item_over(at).is_some() || scene.punct(at).is_none());
    clause.find(|&at| is_verb(scene, at))
}

/// Whether a filler is a day that only bounds what it tells: "until 2040", «до 2028 года».
pub(crate) fn is_limit(cx: &Context, fill: &Fill) -> bool {
    let value = fill.mention.and_then(|index| cx.mentions[index as usize].value.as_ref());
    matches!(value, Some(Value::Date(date)) if date.iso.starts_with(UNBOUNDED))
}

/// Whether a verb stands between a match and what is told behind it: "has 640 employees and reported sales of $2 million, 3
/// per cent less".
pub(crate) fn is_beyond_verb(scene: &Scene, candidate: &Candidate, start: usize) -> bool {
    (candidate.tokens.1..start).any(|at| is_verb(scene, at))
}

/// Whether a filler is a share or a change.
pub(crate) fn is_percent(cx: &Context, fill: &Fill) -> bool {
    fill.mention.is_some_and(|index| cx.mentions[index as usize].kind == Kind::Percent)
}

/// Whether a filler tells when or where.
pub(crate) fn is_circumstance(cx: &Context, fill: &Fill) -> bool {
    let kind = fill.mention.map(|index| cx.mentions[index as usize].kind);
    matches!(kind, Some(Kind::Date | Kind::Location | Kind::Event))
}

/// Whether the token is a verb in any form that can have adjuncts.
fn is_verb(scene: &Scene, at: usize) -> bool {
    let shape = scene.cx.token(at);
    if shape.kind != TokenKind::Word || shape.case != Case::Lower || scene.item_over(at).is_some() {
        return false;
    }
    match shape.script {
        Script::Latin => matches!(scene.form(at), Form::Past | Form::Participle),
        _ => {
            let grammar = scene.cx.grammar(at);
            let participle = matches!(scene.form(at), Form::Active | Form::Attribute);
            grammar.verbal || participle && grammar.cases != 0 && !grammar.is_noun()
        }
    }
}
