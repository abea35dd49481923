//! Slots that are filled from outside the clause: from other facts, from what is nested in a mention, from the topic.

use svodka_model::{Kind, Mention, Span};
use svodka_text::letters::is_quote;
use svodka_text::{Case, TokenKind};

use crate::candidate::{Candidate, Filled, governs, relation, same_thing};
use crate::lexicon::LexiconId;
use crate::pattern::{Kinds, SlotId};
use crate::program::{Infer, Lent, Source};
use crate::scene::{Context, called};
use crate::topic;

/// What a score loses for an inferred slot.
const INFERRED_COST: i32 = 50;
/// Facts on either side among which a role is sought.
const ROLE_WINDOW: usize = 400;
/// Facts before that may lend a slot.
const FACTS_BEFORE: usize = 16;
/// Tokens of a bracket behind a name.
const MAX_BRACKET: usize = 12;
/// Tokens between a fact and a word like "there".
const BESIDE: usize = 6;
/// Tokens between two names that are joined.
const MAX_JOINT: usize = 5;
/// Words that say what is measured.
const MAX_GOODS: usize = 3;

/// Fills the slots of facts, in the order of the packs.
pub(crate) fn infer_all(cx: Context, facts: &mut [Candidate]) {
    for infer in &cx.program.infers {
        for index in 0..facts.len() {
            let fact = &facts[index];
            // A record tells all that it has to tell.
            let inside = matches!(
                infer.source,
                Source::Nested { .. } | Source::Counted { .. } | Source::Measured { .. }
            );
            if fact.relation != infer.relation || fact.record.is_some() && !inside {
                continue;
            }
            let excluded = || infer.unless.iter().any(|&slot| fact.of(slot).next().is_some());
            let told = || {
                infer.note.as_ref().is_none_or(|note| fact.notes.contains(note))
                    && (infer.rules.is_empty() || infer.rules.contains(&fact.rule))
            };
            let firm = fact.of(infer.slot).filter(|filled| !yields(cx, infer, filled)).count();
            let counts = (infer.from..infer.below).contains(&firm);
            if !counts || excluded() || !told() {
                continue;
            }
            let slot = relation(cx.program, infer.relation).slots[&infer.slot];
            let kinds = slot.kinds;
            let refused = |filled: &Filled| {
                let named = filled.mention.is_some();
                slot.except.is_some_and(|lexicon| {
                    named && cx.layer.tokens_in(filled.span).any(|at| cx.is(at, lexicon))
                })
            };
            for filled in inferred(cx, facts, index, infer) {
                // A meeting has people, an agreement's parties are bodies.
                let kind = filled.mention.map(|mention| cx.mentions[mention as usize].kind);
                if kind.is_some_and(|kind| kinds != Kinds::default() && !kinds.has(kind)) || refused(&filled)
                {
                    continue;
                }
                let fact = &mut facts[index];
                fact.fills.retain(|own| own.slot != infer.slot || !yields(cx, infer, own));
                let same_place = fact.of(infer.slot).any(|own| governs(&cx, own, &filled));
                if !same_place && fact.add(&cx, filled) {
                    fact.score -= INFERRED_COST;
                }
            }
        }
    }
}

/// "The forum": whether a filler names nothing and yields to one that does.
fn yields(cx: Context, infer: &Infer, filled: &Filled) -> bool {
    let Some(lexicon) = infer.over else { return false };
    let unnamed = filled.mention.is_none_or(|mention| cx.mentions[mention as usize].nominal);
    let bare = |at: usize| cx.is(at, lexicon) || cx.is(at, cx.program.common.determiner);
    let mut words = cx.layer.tokens_in(filled.span);
    if !matches!(infer.source, Source::Nested { .. }) {
        return unnamed && words.all(bare);
    }
    // "Representatives of X and Y" give way to whom they name, and those of "Ruritania's ministries" do not.
    let acts = |mention: &Mention| {
        !mention.nominal && matches!(mention.kind, Kind::Person | Kind::Organization | Kind::Location)
    };
    let named = |at: usize| {
        let span = cx.token(at).span;
        inside(cx, filled.span).any(|(_, mention)| acts(mention) && mention.span.contains(span))
    };
    let common = &cx.program.common;
    let joins = |at: usize| {
        cx.punct(at).is_some() || [common.genitive, common.and].iter().any(|&list| cx.is(at, list))
    };
    unnamed
        && words.clone().any(|at| cx.is(at, lexicon))
        && words.all(|at| bare(at) || joins(at) || named(at))
}

/// The mentions within a span, with their numbers.
fn inside(cx: Context<'_>, span: Span) -> impl Iterator<Item = (u32, &Mention)> {
    let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
    let near = (from..).zip(&cx.mentions[from..]).take_while(move |(_, own)| own.span.start() < span.end());
    let inside = near.filter(move |(_, own)| span.contains(own.span));
    inside.filter_map(|(index, own)| Some((u32::try_from(index).ok()?, own)))
}

/// What stands in a slot, or who speaks in a first-person sentence.
fn holders(cx: Context, fact: &Candidate, slot: Option<SlotId>) -> Vec<Filled> {
    match slot {
        Some(slot) => fact.of(slot).cloned().collect(),
        None => {
            let first_person = holds_word(cx, fact, cx.program.speech.first_person);
            let speaker = fact.asserted_by.filter(|_| first_person);
            let filled = |mention: u32| Filled {
                slot: SlotId::MAX,
                mention: Some(mention),
                span: cx.mentions[mention as usize].span,
                inferred: None,
            };
            speaker.map(filled).into_iter().collect()
        }
    }
}

/// Whether the sentence of a fact holds an entry of the lexicon.
fn holds_word(cx: Context, fact: &Candidate, lexicon: LexiconId) -> bool {
    cx.layer.sentences()[fact.sentence].tokens().any(|token| cx.may_begin(token, &[lexicon]))
}

fn inferred(cx: Context, facts: &[Candidate], index: usize, infer: &Infer) -> Vec<Filled> {
    let fact = &facts[index];
    let fill =
        |source: &Filled| Filled { slot: infer.slot, inferred: Some(infer.name.clone()), ..source.clone() };
    let name = |mention: u32| Filled {
        slot: infer.slot,
        mention: Some(mention),
        span: cx.mentions[mention as usize].span,
        inferred: Some(infer.name.clone()),
    };
    match &infer.source {
        Source::Through { slot, relation, key, take } => holders(cx, fact, *slot)
            .iter()
            .filter_map(|person| {
                facts[index.saturating_sub(ROLE_WINDOW)..facts.len().min(index + ROLE_WINDOW)]
                    .iter()
                    .filter(|other| {
                        other.relation == *relation && other.of(*key).any(|own| same_thing(&cx, own, person))
                    })
                    // «Прежде он возглавлял отдел»: a post with a title before one that a verb tells; "Captain Ann Bell, CEO of
                    // Orbis": of two that stand as near the one that is held somewhere.
                    .min_by_key(|other| {
                        let held = other.of(*take).next();
                        let verbal = held.is_some_and(|held| held.mention.is_none());
                        (verbal, other.sentence.abs_diff(fact.sentence), held.is_none())
                    })
                    .and_then(|other| other.of(*take).next())
            })
            .map(fill)
            .collect(),
        Source::Preceding { slots, within, lexicon, shared } => {
            let cued = lexicon.is_none_or(|id| holds_word(cx, fact, id));
            // "A contract for two tugs was signed by X": the fact behind, of the same sentence, will do too.
            let same_sentence = facts[index + 1..].iter().take_while(|other| other.sentence == fact.sentence);
            let before = facts[..index].iter().rev().take(FACTS_BEFORE);
            let held = |lent: &Filled| fact.fills.iter().any(|own| same_thing(&cx, own, lent));
            let nearest = before.chain(same_sentence).find(|other| {
                cued && fact.sentence - other.sentence.min(fact.sentence) <= *within
                    && lent(cx, other, slots).next().is_some()
                    && (!shared || lent(cx, other, slots).any(held))
            });
            let other_side = |lent: &&Filled| !shared || !held(lent);
            nearest
                .map(|other| lent(cx, other, slots).filter(other_side).map(fill).collect())
                .unwrap_or_default()
        }
        Source::Meant { kinds, within, by, behind } => {
            meant(cx, fact, *kinds, *within, (*by, *behind)).map(name).into_iter().collect()
        }
        Source::Pair { kinds, within, lexicon } => match holds_word(cx, fact, *lexicon) {
            true => pair(cx, fact, *kinds, *within).into_iter().flatten().map(name).collect(),
            false => Vec::new(),
        },
        Source::Topic { looked, lexicon } => {
            // Whose part has been told before the verb has its subject there; "we" are not what the text is about.
            let anchor = cx.token(fact.anchor.0).span.start();
            let told = fact.of(infer.slot).any(|own| own.span.start() < anchor);
            let ours = holds_word(cx, fact, cx.program.speech.first_person);
            let cued = lexicon.is_none_or(|id| holds_word(cx, fact, id));
            let topic = if told || ours || !cued { None } else { topic::before(cx, fact, *looked) };
            topic.map(name).into_iter().collect()
        }
        Source::Counted { slot } => {
            // Money and percentages measure and do not count: "70 million euros".
            let counts = |filled: &&Filled| {
                filled.mention.is_none_or(|mention| cx.mentions[mention as usize].kind == Kind::Quantity)
            };
            let counted = fact.of(*slot).filter(counts).filter_map(|quantity| counted(cx, quantity.span));
            let literal = |span| Filled { slot: infer.slot, mention: None, span, inferred: None };
            counted.map(literal).collect()
        }
        Source::Measured { slot } => {
            let goods = fact.of(*slot).filter_map(|quantity| in_units(cx, quantity.span));
            goods.map(|span| Filled { slot: infer.slot, mention: None, span, inferred: None }).collect()
        }
        Source::Nested { slot, kinds, bracketed } => {
            // Who is of the sort that gives way and does not, as those of "Ruritania's ministries", tells nothing of who is named.
            let sent = |filled: &Filled| {
                let mut words = cx.layer.tokens_in(filled.span);
                infer.over.is_some_and(|lexicon| words.any(|at| cx.is(at, lexicon)))
            };
            let open = |filled: &&Filled| !sent(filled) || yields(cx, infer, filled);
            let fillers = fact.of(*slot).filter(open).map(|filled| filled.span);
            let outer: Vec<Span> = match bracketed {
                true => fillers.filter_map(|span| bracket_behind(cx, span)).collect(),
                false => fillers.collect(),
            };
            let nested = |span: Span| {
                let named = inside(cx, span).filter(move |(_, own)| kinds.has(own.kind) && own.span != span);
                named.map(|(mention, own)| Filled {
                    slot: infer.slot,
                    mention: Some(mention),
                    span: own.span,
                    inferred: None,
                })
            };
            outer.into_iter().flat_map(nested).collect()
        }
    }
}

/// What a fact has in the slots that lend.
fn lent<'f>(cx: Context<'f>, other: &'f Candidate, slots: &'f [Lent]) -> impl Iterator<Item = &'f Filled> {
    let of = slots.iter().filter(|lent| lent.relation == other.relation);
    of.flat_map(move |lent| {
        let called = move |filled: &&Filled| {
            let asked = |lexicon| {
                cx.layer.tokens_in(filled.span).any(|at| cx.is(at, lexicon))
                    || filled.mention.is_some_and(|mention| called::by_chain(cx, mention, lexicon))
            };
            lent.called.is_none_or(asked)
        };
        other.of(lent.slot).filter(called)
    })
}

/// "He flew to Ankara. There he met ...": what a word beside the fact means, of those that stand behind the words `behind`.
fn meant(
    cx: Context,
    fact: &Candidate,
    kinds: Kinds,
    within: usize,
    (by, behind): (LexiconId, LexiconId),
) -> Option<u32> {
    let words = &cx.program.common;
    let sentences = cx.layer.sentences();
    let here = sentences[fact.sentence].tokens();
    let near = here.start.max(fact.tokens.0.saturating_sub(BESIDE))..here.end.min(fact.tokens.1 + BESIDE);
    // "There were": no place.
    let empty = |at: usize| at < here.end && (cx.is(at, words.be) || cx.is(at, words.auxiliary));
    if !near.into_iter().any(|at| cx.is(at, by) && !empty(at + 1)) {
        return None;
    }
    let is_meant = |index: &usize| {
        let mention = &cx.mentions[*index];
        let first = cx.layer.tokens_in(mention.span).start;
        kinds.has(mention.kind) && first > 0 && cx.is(first - 1, behind)
    };
    (fact.sentence.saturating_sub(within)..fact.sentence).rev().find_map(|sentence| {
        let span = sentences[sentence].span;
        let place = |offset| cx.mentions.partition_point(|mention| mention.span.start() < offset);
        (place(span.start())..place(span.end()))
            .rev()
            .find(is_meant)
            .and_then(|index| u32::try_from(index).ok())
    })
}

/// "X and Y will build a port. The two companies ...": the two of these kinds that the nearest sentence before joins, or the
/// only ones that it names.
fn pair(cx: Context, fact: &Candidate, kinds: Kinds, within: usize) -> Option<[u32; 2]> {
    (fact.sentence.saturating_sub(within)..fact.sentence).rev().find_map(|sentence| {
        let span = cx.layer.sentences()[sentence].span;
        let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let inside = cx.mentions[from..].iter().take_while(|mention| mention.span.start() < span.end());
        let named = (from..).zip(inside).filter(|(_, mention)| kinds.has(mention.kind));
        let mut things: Vec<Filled> = Vec::new();
        let mut joined = Vec::new();
        for index in named.filter_map(|(index, _)| u32::try_from(index).ok()) {
            let span = cx.mentions[index as usize].span;
            let filled = Filled { slot: SlotId::MAX, mention: Some(index), span, inferred: None };
            if things.iter().any(|thing| same_thing(&cx, thing, &filled)) {
                continue;
            }
            if let Some(last) = things.last().filter(|last| is_joined(cx, last.span, span)) {
                joined.extend(last.mention.zip(filled.mention));
            }
            things.push(filled);
        }
        match (joined.as_slice(), things.as_slice()) {
            (_, []) => None,
            (&[(one, other)], _) => Some(Some([one, other])),
            ([], [one, other]) => Some(one.mention.zip(other.mention).map(<[u32; 2]>::from)),
            _ => Some(None),
        }
    })?
}

/// Whether nothing but "and" and words of a noun phrase stand between two names.
fn is_joined(cx: Context, one: Span, other: Span) -> bool {
    let (from, to) = (cx.layer.tokens_in(one).end, cx.layer.tokens_in(other).start);
    let mut between = (from..to).filter(|&at| !cx.punct(at).is_some_and(is_quote));
    let words = &cx.program.common;
    let noun = |at: usize| cx.token(at).kind == TokenKind::Word && !cx.is(at, words.np_stop);
    to.saturating_sub(from) <= MAX_JOINT
        && between.next().is_some_and(|at| cx.is(at, words.and))
        && between.all(noun)
}

/// What stands in brackets right behind a name: "X (49 percent)".
fn bracket_behind(cx: Context, name: Span) -> Option<Span> {
    let end = cx.layer.tokens_in(name).end;
    let tokens = cx.layer.tokens().len();
    let open = (end..tokens.min(end + 2)).find(|&at| cx.punct(at) == Some('('))?;
    let close = (open..tokens.min(open + MAX_BRACKET)).find(|&at| cx.punct(at) == Some(')'))?;
    Some(cx.layer.span_of(open..close + 1))
}

/// What a quantity counts: its words behind the number, or what is measured in its unit.
fn counted(cx: Context, quantity: Span) -> Option<Span> {
    let (first, end) = behind_number(cx, quantity)?;
    match cx.is(first, cx.program.common.unit) {
        true => measured(cx, end),
        false => Some(cx.layer.span_of(first..end)),
    }
}

/// What is measured in the unit of a quantity, if it has one.
fn in_units(cx: Context, quantity: Span) -> Option<Span> {
    let (first, end) = behind_number(cx, quantity)?;
    cx.is(first, cx.program.common.unit).then(|| measured(cx, end)).flatten()
}

/// The words of a quantity behind its number.
fn behind_number(cx: Context, quantity: Span) -> Option<(usize, usize)> {
    let tokens = cx.layer.tokens_in(quantity);
    let is_number = |at: &usize| {
        let words = &cx.program.common;
        cx.token(*at).kind != TokenKind::Word || cx.is(*at, words.numeral) || cx.is(*at, words.of)
    };
    tokens.clone().find(|at| !is_number(at)).map(|first| (first, tokens.end))
}

/// What is measured in a unit that ends before `from`: "of wheat" behind "60 tonnes", «пшеницы» behind «60 тонн».
fn measured(cx: Context, from: usize) -> Option<Span> {
    let words = &cx.program.common;
    let tokens = cx.layer.tokens().len();
    let start = from + usize::from(from < tokens && cx.is(from, words.genitive));
    let goes_on = |&at: &usize| {
        cx.token(at).kind == TokenKind::Word
            && cx.token(at).case == Case::Lower
            && ![words.np_stop, words.preposition, words.article].into_iter().any(|stop| cx.is(at, stop))
            && !cx.program.verb_endings.end(cx.layer.folded(at))
    };
    let end = (start..tokens.min(start + MAX_GOODS)).take_while(goes_on).last()? + 1;
    Some(cx.layer.span_of(start..end))
}
