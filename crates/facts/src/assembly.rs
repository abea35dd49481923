//! From candidates to facts: fragments find their fact, what is told twice becomes one, missing slots are inferred.

use svodka_model::{Diagnostic, Fact, Kind, Mention, Quote, Span, Status, Value};

use svodka_text::{Case, Script, TokenKind};

use crate::candidate::{Candidate, Filled, governs, relation, same_thing};
use crate::lexicon::LexiconId;
use crate::pattern::{Kinds, SlotId};
use crate::program::{Infer, Source};
use crate::scene::Context;
use crate::topic;

/// Sentences back in which a fragment looks for its fact.
const FRAGMENT_REACH: usize = 16;
/// What a score loses for an inferred slot that was needed, and what a doubtful fact keeps at most.
const INFERRED_COST: i32 = 50;
const DOUBTFUL_SCORE: i32 = 450;
/// A fact with a lower score is kept, and marked doubtful.
const DOUBTED_BELOW: i32 = 600;
/// Near misses reported per document.
const MAX_NEAR_MISSES: usize = 40;
/// Facts before which a twin is sought; keeps a long document linear.
const MERGE_WINDOW: usize = 150;
/// Mentions on either side among which a country's name is sought.
const COUNTRY_WINDOW: usize = 500;
/// Facts on either side among which a role is sought.
const ROLE_WINDOW: usize = 400;
/// Facts before that may lend a slot.
const FACTS_BEFORE: usize = 16;
/// Tokens of a bracket behind a name.
const MAX_BRACKET: usize = 12;
/// Words that say what is measured.
const MAX_GOODS: usize = 3;

/// Makes the facts of a document, sorted by evidence, and diagnostics for candidates that lacked a slot.
pub(crate) fn assemble(
    cx: Context,
    candidates: Vec<Candidate>,
    quotes: &[Quote],
) -> (Vec<Fact>, Vec<Diagnostic>) {
    let mut candidates = candidates;
    for candidate in &mut candidates {
        assert_by_speaker(cx, candidate, quotes);
    }
    let candidates = attach_fragments(cx, candidates);
    let mut facts = merge(cx, candidates);
    infer_all(cx, &mut facts);
    derive_all(cx, &mut facts);
    let facts = merge(cx, facts);
    let mut near_misses = Vec::new();
    let mut complete = Vec::new();
    for mut fact in facts {
        name_countries(cx, &mut fact);
        drop_governed_places(cx, &mut fact);
        match lacking(cx, &mut fact) {
            None => complete.push(fact),
            Some(message) if near_misses.len() < MAX_NEAR_MISSES => {
                near_misses.push(Diagnostic::at("facts.near_miss", message, fact.evidence));
            }
            Some(_) => {}
        }
    }
    complete.sort_by_key(|fact| (fact.evidence, fact.anchor, fact.relation));
    (complete.into_iter().map(|candidate| candidate.into_fact(cx.program)).collect(), near_misses)
}

/// Candidates of one sentence and relation that share a filler of one slot are one.
pub(crate) fn merge_in_sentence(cx: Context, candidates: &mut Vec<Candidate>, first: usize) {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates.drain(first..) {
        let twin = kept.iter().position(|other| is_one(cx, other, &candidate));
        match twin {
            Some(twin) => {
                let score = |candidate: &Candidate| cx.program.rules[candidate.rule].score;
                let (mut better, worse) = if score(&candidate) > score(&kept[twin]) {
                    (candidate, kept[twin].clone())
                } else {
                    (kept[twin].clone(), candidate)
                };
                better.absorb(&cx, &worse, None);
                better.tokens = (better.tokens.0.min(worse.tokens.0), better.tokens.1.max(worse.tokens.1));
                kept[twin] = better;
            }
            None => kept.push(candidate),
        }
    }
    candidates.extend(kept);
}

/// Whether two matches in one sentence tell one fact: they overlap, or share what identifies the relation.
fn is_one(cx: Context, a: &Candidate, b: &Candidate) -> bool {
    if a.relation != b.relation || a.fragment != b.fragment || conflicts(cx, a, b) {
        return false;
    }
    let same = &relation(cx.program, a.relation).same;
    let singles_agree = |slot: SlotId| {
        let many = relation(cx.program, a.relation).slots.get(&slot).is_some_and(|rule| rule.many);
        many || a.of(slot).next().is_none_or(|x| b.of(slot).next().is_none_or(|y| same_thing(&cx, x, y)))
    };
    let shared =
        a.fills.iter().any(|x| same.contains(&x.slot) && b.of(x.slot).any(|y| same_thing(&cx, x, y)));
    let overlap = a.tokens.0 < b.tokens.1 && b.tokens.0 < a.tokens.1;
    shared && overlap && a.fills.iter().all(|fill| singles_agree(fill.slot))
}

fn assert_by_speaker(cx: Context, candidate: &mut Candidate, quotes: &[Quote]) {
    let at = cx.token(candidate.anchor.0).span.start();
    let near = quotes.partition_point(|quote| quote.spans.first().is_some_and(|span| span.start() <= at));
    let quote = quotes[near.saturating_sub(8)..near]
        .iter()
        .find(|quote| quote.spans.iter().any(|span| span.contains_offset(at)));
    candidate.asserted_by = quote.and_then(|quote| quote.speaker);
    if quote.is_some_and(|quote| quote.unnamed.is_some()) {
        candidate.notes.push("reported".to_owned());
    }
}

/// Fragments ("the document was signed by X") go to the nearest fact before them, else to the next one.
fn attach_fragments(cx: Context, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let (fragments, mut whole): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|candidate| candidate.fragment);
    whole.sort_by_key(|candidate| (candidate.sentence, candidate.anchor));
    let mut alone = Vec::new();
    for fragment in fragments {
        let told = |fact: &Candidate| {
            let overlap = fact.tokens.0 < fragment.tokens.1 && fragment.tokens.0 < fact.tokens.1;
            fact.relation == fragment.relation && fact.sentence == fragment.sentence && overlap
        };
        let from =
            whole.partition_point(|fact: &Candidate| fact.sentence + FRAGMENT_REACH < fragment.sentence);
        let to = whole.partition_point(|fact: &Candidate| fact.sentence <= fragment.sentence + 1);
        let near = &mut whole[from..to];
        if near.iter().any(told) {
            continue;
        }
        let fits = |fact: &Candidate| {
            fact.relation == fragment.relation
                && !fact.in_title
                && fact.sentence.abs_diff(fragment.sentence) <= FRAGMENT_REACH
                && fact.sentence <= fragment.sentence + 1
                && !conflicts(cx, fact, &fragment)
                && !contradicts(cx, fact, &fragment)
        };
        let nearest = near.iter_mut().filter(|fact| fits(fact)).min_by_key(|fact| {
            let behind = fact.sentence > fragment.sentence;
            (behind, fact.sentence.abs_diff(fragment.sentence), std::cmp::Reverse(fact.anchor))
        });
        match nearest {
            Some(fact) => {
                let rule = &cx.program.rules[fragment.rule].name;
                fact.absorb(&cx, &fragment, (fact.sentence != fragment.sentence).then_some(rule));
            }
            None => alone.push(fragment),
        }
    }
    whole.extend(alone);
    whole.sort_by_key(|candidate| (candidate.sentence, candidate.anchor));
    whole
}

/// Whether a slot that takes one filler holds different ones.
fn contradicts(cx: Context, a: &Candidate, b: &Candidate) -> bool {
    let slots = &relation(cx.program, a.relation).slots;
    // What is only called differently ("contract", "document") does not contradict.
    let single = |slot: SlotId| !slots[&slot].many && slots[&slot].kinds != Kinds::default();
    a.fills.iter().any(|x| single(x.slot) && x.mention.is_some() && b.of(x.slot).any(|y| !agree(cx, x, y)))
}

/// Whether the two differ in a slot by which facts are told apart.
fn conflicts(cx: Context, a: &Candidate, b: &Candidate) -> bool {
    relation(cx.program, a.relation)
        .conflict
        .iter()
        .any(|&slot| a.of(slot).any(|x| b.of(slot).next().is_some() && !b.of(slot).any(|y| agree(cx, x, y))))
}

/// Whether two fillers can be one: the same thing, or dates of which one is finer.
fn agree(cx: Context, a: &Filled, b: &Filled) -> bool {
    let value = |filled: &Filled| filled.mention.and_then(|index| cx.mentions[index as usize].value.as_ref());
    match (value(a), value(b)) {
        (Some(Value::Date(x)), Some(Value::Date(y))) => {
            x.iso.starts_with(&y.iso) || y.iso.starts_with(&x.iso)
        }
        _ => same_thing(&cx, a, b),
    }
}

/// Facts that tell the same become one; the body wins over the headline.
fn merge(cx: Context, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let from = kept.len().saturating_sub(MERGE_WINDOW);
        let twin = (from..kept.len()).rev().find(|&index| tells_the_same(cx, &kept[index], &candidate));
        match twin {
            None => kept.push(candidate),
            Some(index) => {
                let candidate_leads = kept[index].in_title && !candidate.in_title;
                let (mut lead, other) = if candidate_leads {
                    (candidate, kept[index].clone())
                } else {
                    (kept[index].clone(), candidate)
                };
                if other.in_title && !lead.in_title && other.status != lead.status {
                    lead.notes.push(format!("headline says {}", other.status.name()));
                }
                lead.absorb(&cx, &other, None);
                kept[index] = lead;
            }
        }
    }
    kept
}

fn tells_the_same(cx: Context, a: &Candidate, b: &Candidate) -> bool {
    if a.relation != b.relation || (a.status != b.status && a.in_title == b.in_title) || conflicts(cx, a, b) {
        return false;
    }
    let rule = relation(cx.program, a.relation);
    if rule.same.is_empty() {
        return a.fills.len() == b.fills.len()
            && a.fills.iter().all(|x| b.of(x.slot).any(|y| same_thing(&cx, x, y)));
    }
    let identity = |candidate: &Candidate| -> Vec<Filled> {
        candidate.fills.iter().filter(|fill| rule.same.contains(&fill.slot)).cloned().collect()
    };
    let (of_a, of_b) = (identity(a), identity(b));
    let shared =
        of_b.iter().filter(|x| of_a.iter().any(|y| same_thing(&cx, x, y) || governs(&cx, x, y))).count();
    let needed = match rule.same_count {
        // A headline names fewer of them.
        _ if a.in_title != b.in_title => 1,
        0 => of_a.len().max(of_b.len()),
        count => count,
    };
    shared >= needed.max(1)
}

fn infer_all(cx: Context, facts: &mut [Candidate]) {
    for infer in &cx.program.infers {
        for index in 0..facts.len() {
            let fact = &facts[index];
            let excluded = || infer.unless.iter().any(|&slot| fact.of(slot).next().is_some());
            let counts = || (infer.from..infer.below).contains(&fact.of(infer.slot).count());
            if fact.relation != infer.relation || excluded() || !counts() {
                continue;
            }
            let kinds = relation(cx.program, infer.relation).slots[&infer.slot].kinds;
            for filled in inferred(cx, facts, index, infer) {
                // A meeting has people, an agreement's parties are bodies.
                let kind = filled.mention.map(|mention| cx.mentions[mention as usize].kind);
                if kind.is_some_and(|kind| kinds != Kinds::default() && !kinds.has(kind)) {
                    continue;
                }
                let fact = &mut facts[index];
                let same_place = fact.of(infer.slot).any(|own| governs(&cx, own, &filled));
                if !same_place && fact.add(&cx, filled) {
                    fact.score -= INFERRED_COST;
                }
            }
        }
    }
}

/// Adds the facts that follow from others.
fn derive_all(cx: Context, facts: &mut Vec<Candidate>) {
    let mut derived = Vec::new();
    for derive in &cx.program.derives {
        let follows = |fact: &&Candidate| {
            fact.relation == derive.from
                && fact.status == derive.status
                && derive.note.as_ref().is_none_or(|note| fact.notes.contains(note))
        };
        derived.extend(facts.iter().filter(follows).map(|fact| fact.derived(&cx, derive)));
    }
    facts.extend(derived);
    facts.sort_by_key(|fact| (fact.sentence, fact.anchor));
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

/// Whether the sentence of a fact holds a word of the lexicon.
fn holds_word(cx: Context, fact: &Candidate, lexicon: LexiconId) -> bool {
    cx.layer.sentences()[fact.sentence].tokens().any(|token| cx.is(token, lexicon))
}

fn inferred(cx: Context, facts: &[Candidate], index: usize, infer: &Infer) -> Vec<Filled> {
    let fact = &facts[index];
    let fill =
        |source: &Filled| Filled { slot: infer.slot, inferred: Some(infer.name.clone()), ..source.clone() };
    match &infer.source {
        Source::Through { slot, relation, key, take } => holders(cx, fact, *slot)
            .iter()
            .filter_map(|person| {
                facts[index.saturating_sub(ROLE_WINDOW)..facts.len().min(index + ROLE_WINDOW)]
                    .iter()
                    .filter(|other| {
                        other.relation == *relation && other.of(*key).any(|own| same_thing(&cx, own, person))
                    })
                    .min_by_key(|other| other.sentence.abs_diff(fact.sentence))
                    .and_then(|other| other.of(*take).next())
            })
            .map(fill)
            .collect(),
        Source::Preceding { slots, within, lexicon } => {
            let cued = lexicon.is_none_or(|id| holds_word(cx, fact, id));
            // "A contract for two tugs was signed by X": the fact behind, of the same sentence, will do too.
            let same_sentence = facts[index + 1..].iter().take_while(|other| other.sentence == fact.sentence);
            let before = facts[..index].iter().rev().take(FACTS_BEFORE);
            let nearest = before.chain(same_sentence).find(|other| {
                cued && fact.sentence - other.sentence.min(fact.sentence) <= *within
                    && slots.iter().any(|&(relation, slot)| {
                        other.relation == relation && other.of(slot).next().is_some()
                    })
            });
            let fillers = nearest.map(|other| {
                let of = slots.iter().filter(|&&(relation, _)| other.relation == relation);
                of.flat_map(|&(_, slot)| other.of(slot)).map(fill).collect()
            });
            fillers.unwrap_or_default()
        }
        Source::Topic { kinds, within, lexicon } => {
            // Whose part has been told before the verb has its subject there; "we" are not what the text is about.
            let anchor = cx.token(fact.anchor.0).span.start();
            let told = fact.of(infer.slot).any(|own| own.span.start() < anchor);
            let ours = holds_word(cx, fact, cx.program.speech.first_person);
            let cued = lexicon.is_none_or(|id| holds_word(cx, fact, id));
            let topic = if told || ours || !cued { None } else { topic::before(cx, fact, *kinds, *within) };
            let filled = topic.map(|mention| Filled {
                slot: infer.slot,
                mention: Some(mention),
                span: cx.mentions[mention as usize].span,
                inferred: Some(infer.name.clone()),
            });
            filled.into_iter().collect()
        }
        Source::Counted { slot } => {
            let counted = fact.of(*slot).filter_map(|quantity| counted(cx, quantity.span));
            let literal = |span| Filled { slot: infer.slot, mention: None, span, inferred: None };
            counted.map(literal).collect()
        }
        Source::Nested { slot, kinds, bracketed } => {
            let fillers = fact.of(*slot).map(|filled| filled.span);
            let outer: Vec<Span> = match bracketed {
                true => fillers.filter_map(|span| bracket_behind(cx, span)).collect(),
                false => fillers.collect(),
            };
            let inside = |span: Span| {
                let from = cx.mentions.partition_point(|mention| mention.span.start() < span.start());
                cx.mentions[from..]
                    .iter()
                    .enumerate()
                    .take_while(move |(_, mention)| mention.span.start() < span.end())
                    .filter(move |(_, mention)| {
                        kinds.has(mention.kind) && span.contains(mention.span) && mention.span != span
                    })
                    .map(move |(offset, mention)| Filled {
                        slot: infer.slot,
                        mention: u32::try_from(from + offset).ok(),
                        span: mention.span,
                        inferred: None,
                    })
            };
            outer.into_iter().flat_map(inside).collect()
        }
    }
}

/// What stands in brackets right behind a name: "X (49 percent)".
fn bracket_behind(cx: Context, name: Span) -> Option<Span> {
    let end = cx.layer.tokens_in(name).end;
    let tokens = cx.layer.tokens().len();
    let open = (end..tokens.min(end + 2)).find(|&at| cx.layer.punct(at) == Some('('))?;
    let close = (open..tokens.min(open + MAX_BRACKET)).find(|&at| cx.layer.punct(at) == Some(')'))?;
    Some(cx.layer.span_of(open..close + 1))
}

/// An adjective of a country ("Azeri") yields to the country's name, where the document has it.
fn name_countries(cx: Context, fact: &mut Candidate) {
    for fill in &mut fact.fills {
        let Some(adjective) = fill.mention.map(|index| &cx.mentions[index as usize]) else { continue };
        if adjective.kind != Kind::Nationality || adjective.link.is_none() {
            continue;
        }
        let names = |other: &Mention| other.kind == Kind::Location && other.link == adjective.link;
        let near = |other: &Mention| other.span.start().abs_diff(adjective.span.start());
        let here = cx.mentions.partition_point(|other| other.span < adjective.span);
        let window = here.saturating_sub(COUNTRY_WINDOW)..cx.mentions.len().min(here + COUNTRY_WINDOW);
        let country = window.filter(|&at| names(&cx.mentions[at])).min_by_key(|&at| near(&cx.mentions[at]));
        if let Some(country) = country {
            fill.mention = u32::try_from(country).ok();
            fill.span = cx.mentions[country].span;
            fill.inferred = Some("country".to_owned());
        }
    }
}

/// The word that a noun phrase is about: the last in English, the first in Russian.
fn head_word(cx: Context, span: Span) -> usize {
    let tokens = cx.layer.tokens_in(span);
    let mut words = tokens.clone().filter(|&at| cx.token(at).kind == TokenKind::Word);
    let first = words.next().unwrap_or(tokens.start);
    if cx.token(first).script == Script::Cyrillic { first } else { words.next_back().unwrap_or(first) }
}

/// What a quantity counts: its words behind the number.
fn counted(cx: Context, quantity: Span) -> Option<Span> {
    let tokens = cx.layer.tokens_in(quantity);
    let is_number = |at: &usize| {
        let words = &cx.program.common;
        cx.token(*at).kind != TokenKind::Word || cx.is(*at, words.numeral) || cx.is(*at, words.of)
    };
    let first = tokens.clone().find(|at| !is_number(at))?;
    match cx.is(first, cx.program.common.unit) {
        true => measured(cx, tokens.end),
        false => Some(cx.layer.span_of(first..tokens.end)),
    }
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

/// «Иркутская область», inferred through a role, yields to «правительство Иркутской области».
fn drop_governed_places(cx: Context, fact: &mut Candidate) {
    let is_place =
        |fill: &Filled| fill.mention.is_some_and(|index| cx.mentions[index as usize].kind == Kind::Location);
    let doomed: Vec<usize> = (0..fact.fills.len())
        .filter(|&at| {
            let place = &fact.fills[at];
            is_place(place) && fact.of(place.slot).any(|body| governs(&cx, place, body))
        })
        .collect();
    for at in doomed.into_iter().rev() {
        fact.fills.remove(at);
    }
}

/// What a candidate lacks to be a fact; marks the doubtful ones.
fn lacking(cx: Context, fact: &mut Candidate) -> Option<String> {
    let rule = &cx.program.rules[fact.rule];
    for need in &relation(cx.program, fact.relation).needs {
        let holds = |(slot, lexicon)| fact.of(slot).any(|fill| cx.is(head_word(cx, fill.span), lexicon));
        if !need.when.is_none_or(holds) {
            continue;
        }
        let found = fact.fills.iter().filter(|fill| need.slots.contains(&fill.slot)).count();
        if found < need.doubtful {
            let (names, count) = (&need.names, need.count);
            return Some(format!("{} almost fired: {names} has {found} of {count}", rule.name));
        }
        if found < need.count {
            fact.notes.push("doubtful".to_owned());
            fact.score = fact.score.min(DOUBTFUL_SCORE);
        }
    }
    if fact.status == Status::Signed && fact.notes.iter().any(|note| note == "reported") {
        fact.score -= INFERRED_COST;
    }
    if fact.score < DOUBTED_BELOW && !fact.notes.iter().any(|note| note == "doubtful") {
        fact.notes.push("doubtful".to_owned());
    }
    None
}
