//! Whether a day or a place told beside a fact belongs to another verb of its clause: "supplies gas under an accord signed
//! in May", «поставляет газ по соглашению, подписанному в мае».

use svodka_model::{Kind, Precision, Value};
use svodka_text::{Case, Script, TokenKind};

use crate::candidate::Candidate;
use crate::entries::longest_entry;
use crate::frames::Form;
use crate::matcher::Fill;
use crate::scene::{Context, Scene};

/// Tokens before a verb among which an "and" joins it to the one before.
const BESIDE: usize = 2;
/// Tokens behind a day at the head of a clause among which its verb stands.
const AHEAD: usize = 6;
/// The slot of what is talked of; tokens behind "Tuesday's" among which a report stands.
const TOPIC: &str = "subject";
const REPORT: usize = 9;
/// Tokens of "by comparison".
const COMPARED: usize = 3;
/// Tokens from the comma before "which" to the verb of its clause, at most.
const RELATIVE: usize = 6;
/// Tokens of a relative clause in which a day is told, at most.
const MAX_RELATIVE: usize = 30;
/// How a span of time without a beginning is written.
const UNBOUNDED: &str = "../";

/// Whether another verb than that of the candidate has the tokens `start..end` for its adjunct: they stand beyond the relative
/// clause of the candidate; it stands right before them, or before them and right behind the candidate as a participle, or is a
/// Russian participle right behind them that a comma parts from its noun.
pub(crate) fn is_of_other_verb(scene: &Scene, candidate: &Candidate, (start, end): (usize, usize)) -> bool {
    if is_beyond_relative(scene, candidate.anchor, start)
        || is_within_relative(scene, candidate.anchor, start)
    {
        return true;
    }
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
    // "Received two boats ordered from Orbis in May": the participle tells of the noun before it.
    let next = candidate.tokens.1;
    let reduced = next < start && scene.is_participle(next) && other(next);
    reduced
        || behind_aside
        || before.is_some_and(other)
        || opens && clause_behind(scene, end).is_some_and(other)
}

/// "Orbis, which employs 200 people, was sold in May": whether a comma ends the relative clause of the anchor before a token.
fn is_beyond_relative(scene: &Scene, anchor: (usize, usize), at: usize) -> bool {
    let comma = |at: usize| scene.punct(at) == Some(',');
    let relative = |at: usize| scene.cx.is(at, scene.cx.program.common.relative);
    let mut inside = (scene.first.max(anchor.0.saturating_sub(RELATIVE))..anchor.0).rev();
    let open = inside.find(|&at| comma(at)).filter(|&open| relative(open + 1));
    open.is_some() && (anchor.1..at).any(|at| comma(at) && scene.item_over(at).is_none())
}

/// "Asked the party, which won in May, to reject the deal": whether a token stands in a relative clause that the anchor does
/// not, unless it is told of the anchor itself ("a deal, which was sealed in May").
fn is_within_relative(scene: &Scene, anchor: (usize, usize), at: usize) -> bool {
    let comma = |at: &usize| scene.punct(*at) == Some(',') && scene.item_over(*at).is_none();
    let near = scene.first.max(at.saturating_sub(MAX_RELATIVE))..at;
    let Some(open) = near.rev().find(comma) else { return false };
    let behind = open + 1 + usize::from(scene.cx.is(open + 1, scene.cx.program.common.preposition));
    let relative = behind < at && scene.cx.is(behind, scene.cx.program.common.relative);
    relative && anchor.1 != open && !(open..at).contains(&anchor.0)
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

/// Whether a filler is the year or span of what is talked of, and not of the talk: "discussed the results of the port in 2023";
/// or the day of a report that tells a figure: "Tuesday's report says sales fell".
pub(crate) fn is_of_topic(scene: &Scene, candidate: &Candidate, mention: Option<u32>) -> bool {
    let program = scene.cx.program;
    let Some(mention) = mention.map(|index| &scene.cx.mentions[index as usize]) else { return false };
    let Some(Value::Date(date)) = &mention.value else { return false };
    let tokens = scene.cx.layer.tokens_in(mention.span);
    let reported = || {
        let owned = tokens.end + 1..scene.end.min(tokens.end + REPORT);
        let owns = tokens.end < scene.end && scene.cx.is(tokens.end, program.common.possessive);
        owns && owned.into_iter().any(|at| scene.cx.is(at, program.speech.medium))
    };
    let long = matches!(
        date.precision,
        Precision::Quarter | Precision::Half | Precision::PartOfYear | Precision::Year | Precision::Decade
    );
    let behind_topic = || {
        // Whom a figure is of is no topic.
        let names = |index: u32| {
            matches!(scene.cx.mentions[index as usize].kind, Kind::Organization | Kind::Location)
        };
        let topic = candidate
            .fills
            .iter()
            .filter(|fill| program.slot_name(fill.slot) == TOPIC && !fill.mention.is_some_and(names));
        let start = scene.governor(tokens.start).unwrap_or(tokens.start);
        let ends = |span: svodka_model::Span| scene.cx.layer.tokens_in(span).end == start;
        topic.into_iter().any(|fill| ends(fill.span))
    };
    // «По сравнению с прошлым годом».
    let compared = || {
        let start = scene.governor(tokens.start).unwrap_or(tokens.start);
        (scene.first.max(start.saturating_sub(COMPARED))..start).any(|at| {
            longest_entry(scene, &[program.common.compared], at).is_some_and(|(end, _)| end >= start)
        })
    };
    reported() || compared() || long && behind_topic()
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
