//! From candidates to facts: fragments find their fact, what is told twice becomes one, missing slots are inferred.

use std::collections::BTreeSet;

use svodka_model::{Diagnostic, Fact, Kind, Mention, Quote, Span, Status, Value};

use svodka_text::{Script, TokenKind};

use crate::candidate::{Candidate, Filled, governs, relation, same_thing};
use crate::inference::infer_all;
use crate::lexicon::LexiconId;
use crate::nouns;
use crate::pattern::{Kinds, SlotId};
use crate::scene::Context;

/// Sentences back in which a fragment looks for its fact.
const FRAGMENT_REACH: usize = 16;
/// What a score loses for an inferred slot that was needed, and what a doubtful fact keeps at most.
const INFERRED_COST: i32 = 50;
/// What it loses for each of those who act that is told by a common noun: whom that means is often mistaken.
const NOMINAL_COST: i32 = 60;
const DOUBTFUL_SCORE: i32 = 450;
/// A fact with a lower score is kept, and marked doubtful.
const DOUBTED_BELOW: i32 = 600;
/// Near misses reported per document.
const MAX_NEAR_MISSES: usize = 40;
/// Facts before which a twin is sought; keeps a long document linear.
const MERGE_WINDOW: usize = 150;
/// Mentions on either side among which a country's name is sought.
const COUNTRY_WINDOW: usize = 500;

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
    let mut facts = merge(cx, facts);
    drop_retold_headlines(cx, &mut facts);
    let mut near_misses = Vec::new();
    let mut complete = Vec::new();
    for mut fact in facts {
        fact.cite_fillers(&cx);
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
    drop_yielding(cx, &mut complete);
    complete.sort_by_key(|fact| (fact.evidence, fact.anchor, fact.relation));
    (complete.into_iter().map(|candidate| candidate.into_fact(cx.program)).collect(), near_misses)
}

/// Candidates of one sentence and relation that share a filler of one slot are one.
pub(crate) fn merge_in_sentence(cx: Context, candidates: &mut Vec<Candidate>, first: usize) {
    let mut kept: Vec<Candidate> = Vec::new();
    for mut candidate in candidates.drain(first..) {
        drop_told_alone(cx, &kept, &mut candidate);
        let twin = kept.iter().position(|other| is_one(cx, other, &candidate));
        match twin {
            Some(twin) => {
                let score = |candidate: &Candidate| cx.program.rules[candidate.rule].score;
                let (better, mut worse) = (&mut kept[twin], candidate);
                if score(&worse) > score(better) {
                    std::mem::swap(better, &mut worse);
                }
                better.absorb(&cx, &worse, None);
                better.tokens = (better.tokens.0.min(worse.tokens.0), better.tokens.1.max(worse.tokens.1));
            }
            None => kept.push(candidate),
        }
    }
    candidates.extend(kept);
}

/// "Belongs to A (60%) and B (40%)": the slot that a rule fills with one of several, telling what stands in the bracket behind
/// that one.
fn alone(cx: Context, candidate: &Candidate) -> Option<SlotId> {
    let rule = &cx.program.rules[candidate.rule];
    rule.each.filter(|_| rule.open)
}

/// Takes from a candidate who has been told alone, as long as others are left.
fn drop_told_alone(cx: Context, kept: &[Candidate], candidate: &mut Candidate) {
    for other in kept.iter().filter(|other| other.relation == candidate.relation) {
        let Some(slot) = alone(cx, other).filter(|&slot| candidate.of(slot).count() > 1) else { continue };
        let told = |own: &Filled| own.slot == slot && other.of(slot).any(|told| same_thing(&cx, told, own));
        candidate.fills.retain(|own| !told(own));
    }
}

/// Whether two matches in one sentence tell one fact: they overlap, or share what identifies the relation.
fn is_one(cx: Context, a: &Candidate, b: &Candidate) -> bool {
    if a.relation != b.relation || a.fragment != b.fragment || conflicts(cx, a, b) {
        return false;
    }
    let another = |one: &Candidate, other: &Candidate| {
        let slot = alone(cx, one).filter(|&slot| other.of(slot).next().is_some());
        slot.is_some_and(|slot| !one.of(slot).any(|x| other.of(slot).any(|y| same_thing(&cx, x, y))))
    };
    if another(a, b) || another(b, a) {
        return false;
    }
    let same = &relation(cx.program, a.relation).same;
    let sole = &relation(cx.program, a.relation).sole;
    let is_twice =
        |fill: &Filled| sole.contains(&fill.slot) && b.of(fill.slot).any(|own| own.span == fill.span);
    if a.fills.iter().any(is_twice) {
        return true;
    }
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
        let reach = cx.program.rules[fragment.rule].within.unwrap_or(FRAGMENT_REACH);
        let from = whole.partition_point(|fact: &Candidate| fact.sentence + reach < fragment.sentence);
        let to = whole.partition_point(|fact: &Candidate| fact.sentence <= fragment.sentence + 1);
        let near = &mut whole[from..to];
        if near.iter().any(told) {
            continue;
        }
        let fits = |fact: &Candidate| {
            fact.relation == fragment.relation
                && !fact.in_title
                && fact.sentence.abs_diff(fragment.sentence) <= reach
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
    let rule = relation(cx.program, a.relation);
    let differ = |slot: SlotId| {
        a.of(slot).any(|x| b.of(slot).next().is_some() && !b.of(slot).any(|y| agree(cx, x, y)))
    };
    // A memorandum is no contract.
    let sort = |fact: &Candidate, slot: SlotId, sorts: &[LexiconId]| {
        let mut tokens = fact.of(slot).flat_map(|fill| cx.layer.tokens_in(fill.span));
        tokens.find_map(|at| sorts.iter().position(|&sort| cx.is(at, sort)))
    };
    let apart = |(slot, sorts): &(SlotId, Vec<LexiconId>)| {
        let (one, other) = (sort(a, *slot, sorts), sort(b, *slot, sorts));
        one.is_some() && other.is_some() && one != other
    };
    rule.conflict.iter().any(|&slot| differ(slot)) || rule.apart.iter().any(apart)
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
                let (lead, mut other) = (&mut kept[index], candidate);
                if lead.in_title && !other.in_title {
                    std::mem::swap(lead, &mut other);
                }
                if other.in_title && !lead.in_title && other.status != lead.status {
                    lead.notes.push(format!("headline says {}", other.status.name()));
                }
                lead.absorb(&cx, &other, None);
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
    // Each record tells of a thing of its own.
    let records = a.record.is_some() && b.record.is_some() && a.record != b.record;
    if rule.same.is_empty() || records {
        return a.fills.len() == b.fills.len()
            && a.fills.iter().all(|x| b.of(x.slot).any(|y| same_thing(&cx, x, y)));
    }
    let of_a = || a.fills.iter().filter(|fill| rule.same.contains(&fill.slot));
    let of_b = || b.fills.iter().filter(|fill| rule.same.contains(&fill.slot));
    let headline = a.in_title != b.in_title;
    let one = |x: &Filled, y: &Filled| {
        same_thing(&cx, x, y)
            || governs(&cx, x, y)
            || headline && x.slot == y.slot && is_called_alike(cx, x, y)
    };
    let shared = of_b().filter(|x| of_a().any(|y| one(x, y))).count();
    let needed = match rule.same_count {
        // A headline names fewer of them.
        _ if headline => 1,
        0 => of_a().count().max(of_b().count()),
        count => count,
    };
    shared >= needed.max(1)
}

/// A headline says "gets nine trains" where the text tells of their order: what is told of the same goods, and as many, tells
/// it better.
fn drop_retold_headlines(cx: Context, facts: &mut Vec<Candidate>) {
    let goods = |fill: &Filled| {
        let kind = fill.mention.map(|index| cx.mentions[index as usize].kind);
        matches!(kind, None | Some(Kind::Product | Kind::Quantity))
    };
    let retells = |headline: &Candidate, fact: &Candidate| {
        let same = &relation(cx.program, headline.relation).same;
        let told = |x: &Filled| fact.of(x.slot).any(|y| same_thing(&cx, x, y));
        let shared = |x: &&Filled| same.contains(&x.slot) && goods(x) && told(x);
        fact.relation != headline.relation && headline.fills.iter().filter(shared).count() > 1
    };
    let (headlines, body): (Vec<_>, Vec<_>) = facts.drain(..).partition(|fact| fact.in_title);
    let told = |headline: &Candidate| body.iter().any(|fact| retells(headline, fact));
    facts.extend(headlines.into_iter().filter(|headline| !told(headline)));
    facts.extend(body);
}

/// "The price was 5 million" behind an order, "raised its stake to 76 percent": what tells more of another fact is no fact of its own.
fn drop_yielding(cx: Context, facts: &mut Vec<Candidate>) {
    let yields = |fact: &Candidate| relation(cx.program, fact.relation).yields;
    let is_share = |mention: u32| cx.mentions[mention as usize].kind == Kind::Percent;
    let mut told: BTreeSet<(Option<SlotId>, u32)> = BTreeSet::new();
    for fact in facts.iter().filter(|fact| yields(fact).is_none()) {
        let firm = fact.score >= DOUBTED_BELOW;
        let fillers = fact.fills.iter().filter(|fill| firm || fill.inferred.is_some());
        for (slot, mention) in fillers.filter_map(|fill| Some((fill.slot, fill.mention?))) {
            told.insert((Some(slot).filter(|_| !is_share(mention)), mention));
        }
    }
    facts.retain(|fact| {
        let Some(slot) = yields(fact) else { return true };
        let mut fillers = fact.of(slot).filter_map(|fill| fill.mention);
        !fillers.any(|mention| told.contains(&(Some(slot), mention)) || told.contains(&(None, mention)))
    });
}

/// «Новые трапы» and «восемь трапов»: whether the words of two Russian fillers, of which one is no mention, share a noun.
fn is_called_alike(cx: Context, a: &Filled, b: &Filled) -> bool {
    let nouns = |fill: &Filled| cx.layer.tokens_in(fill.span).filter(|&at| cx.grammar(at).is_noun());
    let alike = |x: usize, y: usize| nouns::are_forms(cx.layer.folded(x), cx.layer.folded(y));
    (a.mention.is_none() || b.mention.is_none()) && nouns(a).any(|x| nouns(b).any(|y| alike(x, y)))
}

/// Adds the facts that follow from others, where these tell whom they are about.
fn derive_all(cx: Context, facts: &mut Vec<Candidate>) {
    for derive in &cx.program.derives {
        let follows = |fact: &&Candidate| {
            fact.relation == derive.from
                && fact.status == derive.status
                && derive.note.as_ref().is_none_or(|note| fact.notes.contains(note))
        };
        let about = cx.program.relations[cx.program.rules[derive.rule].relation].same.first();
        let told = |fact: &Candidate| about.is_none_or(|&slot| fact.of(slot).next().is_some());
        let new = facts.iter().filter(follows).map(|fact| fact.derived(&cx, derive));
        let new: Vec<Candidate> = new.filter(told).collect();
        // What follows may itself have consequences: the derivations behind see it.
        facts.extend(new);
    }
    facts.sort_by_key(|fact| (fact.sentence, fact.anchor));
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

/// «Больницы получат томографы»: whether a slot for somebody is filled by a common noun, and none by a name.
fn names_nobody(cx: Context, fact: &Candidate) -> bool {
    let slots = &relation(cx.program, fact.relation).slots;
    let named = |fill: &Filled| {
        let kind = fill.mention.map(|index| cx.mentions[index as usize].kind);
        matches!(kind, Some(Kind::Person | Kind::Organization | Kind::Location | Kind::Event | Kind::Product))
    };
    // "The Lithuanian army", which no other country has.
    let national = |fill: &Filled| {
        let tokens = cx.layer.tokens_in(fill.span);
        let from = cx.mentions.partition_point(|mention| mention.span.start() < fill.span.start());
        let adjective = cx.mentions.get(from).filter(|mention| fill.span.contains(mention.span));
        adjective.is_some_and(|mention| mention.kind == Kind::Nationality)
            && tokens.into_iter().any(|at| cx.is(at, cx.program.common.national_body))
    };
    let unnamed =
        |fill: &Filled| fill.mention.is_none() && slots.get(&fill.slot).is_some_and(|slot| slot.unnamed);
    // Behind a label the words of a name are one, known or not.
    fact.record.is_none()
        && fact.fills.iter().any(unnamed)
        && !fact.fills.iter().any(|fill| named(fill) || national(fill))
}

/// How many of those who act are told by a common noun ("the yard").
fn nominals(cx: Context, fact: &Candidate) -> i32 {
    let acts = |kind: Kind| matches!(kind, Kind::Organization | Kind::Person | Kind::Location);
    let mentions = fact.fills.iter().filter_map(|fill| Some(&cx.mentions[fill.mention? as usize]));
    mentions.filter(|mention| mention.nominal && acts(mention.kind)).map(|_| 1).sum()
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
    if names_nobody(cx, fact) {
        if fact.in_title {
            return Some(format!("{} almost fired: a headline that names nobody", rule.name));
        }
        fact.score = fact.score.min(DOUBTFUL_SCORE);
    }
    if fact.status == Status::Signed && fact.notes.iter().any(|note| note == "reported") {
        fact.score -= INFERRED_COST;
    }
    fact.score -= NOMINAL_COST * nominals(cx, fact);
    if fact.score < DOUBTED_BELOW && !fact.notes.iter().any(|note| note == "doubtful") {
        fact.notes.push("doubtful".to_owned());
    }
    None
}
