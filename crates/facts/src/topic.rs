//! What a text is about at a place: whom the sentences before have for their subject. A fact that leaves one of its
//! parties out («контракт подписан с «Лучом»») means that one.

use svodka_model::BlockKind;
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Script, TokenKind};

use crate::agreement;
use crate::candidate::{Candidate, Filled, same_thing};
use crate::grammar::bit;
use crate::pattern::Kinds;
use crate::scene::Context;

/// Words between a preposition and the name that it governs.
const PHRASE: usize = 4;

/// What is looked for: mentions of these kinds, at most `within` sentences back. With `here`, what stands before the fact in
/// its own sentence is looked at first; with `any`, what cannot be a subject will do too; with `only`, nothing where its
/// sentence names another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looked {
    pub kinds: Kinds,
    pub within: usize,
    pub here: bool,
    pub any: bool,
    pub only: bool,
}

/// The first mention of the kinds that can be a subject, in the nearest sentence before the fact's that has one. Nothing if the
/// fact holds it already.
pub(crate) fn before(cx: Context, fact: &Candidate, looked: Looked) -> Option<u32> {
    let Looked { kinds, within, here, any, only } = looked;
    let sentences = cx.layer.sentences();
    let behind = if here { fact.sentence + 1 } else { fact.sentence };
    let anchor = cx.token(fact.anchor.0).span.start();
    // The agency of a dateline is nobody that the text is about.
    let told = |index: &usize| {
        !matches!(cx.layer.block_kind(&sentences[*index]), BlockKind::Dateline | BlockKind::Byline)
    };
    let topic = (fact.sentence.saturating_sub(within)..behind).rev().filter(told).find_map(|index| {
        let span = sentences[index].span;
        let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let end = if index == fact.sentence { anchor } else { span.end() };
        let inside = cx.mentions[from..].iter().take_while(|mention| mention.span.start() < end);
        let mut numbered = (from..).zip(inside).filter(|(_, mention)| kinds.has(mention.kind));
        let (index, first) = numbered.find(|(index, _)| any || may_be_subject(cx, *index))?;
        let alone = !only || numbered.all(|(_, mention)| mention.chain == first.chain);
        u32::try_from(index).ok().filter(|_| alone)
    })?;
    let filled =
        Filled { slot: 0, mention: Some(topic), span: cx.mentions[topic as usize].span, inferred: None };
    (!fact.fills.iter().any(|own| same_thing(&cx, own, &filled))).then_some(topic)
}

/// Whether no preposition governs a mention, nothing that it is part of, and a Russian one can be in the nominative.
fn may_be_subject(cx: Context, index: usize) -> bool {
    let mention = &cx.mentions[index];
    let tokens = cx.layer.tokens_in(mention.span);
    let Some(first) = tokens.clone().find(|&at| cx.token(at).kind == TokenKind::Word) else { return false };
    let words = &cx.program.common;
    let quoted = tokens.start > 0 && matches!(cx.layer.punct(tokens.start - 1), Some('«' | '“' | '"'));
    let start = tokens.start - usize::from(quoted);
    let governed = (start.saturating_sub(PHRASE)..start)
        .rev()
        .take_while(|&at| {
            let verb = cx.grammar(at).verbal || cx.program.verb_endings.end(cx.layer.folded(at));
            cx.token(at).kind == TokenKind::Word && !verb
        })
        .any(|at| cx.is(at, words.preposition));
    let owns = tokens.end < cx.layer.tokens().len() && cx.is(tokens.end, words.possessive);
    let nominative = cx.token(first).script != Script::Cyrillic
        || cx.punct(tokens.start).is_some()
        || agreement::cases(&cx, mention) & bit(GrammaticalCase::Nominative) != 0;
    !governed && !owns && nominative
}
