//! Circumstances of a fact: slots that are filled from the clause around its match, by the adjunct rules of its relation.

use smallvec::SmallVec;
use svodka_model::{Kind, Language, Mention, Precision, Status, Value};

use crate::apposition::in_apposition;
use crate::attempts::Attempts;
use crate::belonging::{
    is_beyond_verb, is_circumstance, is_limit, is_of_other_verb, is_of_topic, is_percent,
};
use crate::candidate::{Candidate, to_filled};
use crate::engine::speaks;
use crate::matcher::{Fill, Match, Search};
use crate::pattern::Variant;
use crate::program::{Adjunct, Program, RelationId};
use crate::scene::{Item, Scene};
use crate::triggers::Beginnings;

/// Tokens between a verb of saying and its day, at most.
const SAYING_REACH: usize = 5;
/// Tokens from a date that tells of a noun to that noun, at most.
const HEAD: usize = 4;
/// Tokens around a match in which adjuncts are sought.
const REACH: usize = 120;

/// Adds their circumstances to the facts of one sentence.
pub(crate) fn add(scene: &Scene, attempts: &Attempts, language: Language, facts: &mut [Candidate]) {
    let program = scene.cx.program;
    let named = |fact: &Candidate| {
        let relation = fact.relation;
        let mentions: Vec<u32> = fact.fills.iter().filter_map(|fill| fill.mention).collect();
        mentions.into_iter().map(move |mention| (relation, mention))
    };
    let core = facts.iter().flat_map(named).collect();
    // Where clauses begin that share a verb with the one before, and what is told within a clause.
    let aside = |fact: &Candidate| program.rules[fact.rule].aside;
    let apart = |fact: &Candidate| fact.is_gapped() || aside(fact);
    let beginnings: Vec<_> = facts
        .iter()
        .filter(|fact| apart(fact))
        .map(|fact| (fact.relation, aside(fact), fact.anchor, fact.tokens.0))
        .collect();
    let seeker = Seeker { program, attempts, scene, language, core };
    for fact in facts {
        let start = fact.tokens.0;
        let next = beginnings.iter().filter(|&&(relation, aside, anchor, at)| {
            let told_within = aside && relation == fact.relation && at > fact.anchor.0;
            at > start && (anchor == fact.anchor || told_within)
        });
        let end = next.map(|next| next.3).min().unwrap_or(scene.end);
        let start = if apart(fact) { start } else { scene.first };
        seeker.add((start, end), fact);
    }
}

/// Seeks the circumstances of one sentence's facts.
struct Seeker<'s, 'a> {
    program: &'s Program,
    attempts: &'s Attempts,
    scene: &'s Scene<'a>,
    language: Language,
    /// The mentions that stand in the core of the sentence's matches, each with its relation: they are no circumstances of
    /// another fact.
    core: Vec<(RelationId, u32)>,
}

impl Seeker<'_, '_> {
    /// Fills further slots of a fact from its clause, as far as it is `within` these tokens.
    fn add(&self, within: (usize, usize), candidate: &mut Candidate) {
        let scene = self.scene;
        let mut search = Search::new(scene);
        let mine = self.program.adjuncts_of(candidate.relation);
        for adjunct in mine.iter().filter(|adjunct| speaks(adjunct.language, self.language)) {
            let met = |variant: &&Variant| self.attempts.meets(&variant.needs);
            let variants: SmallVec<[&Variant; 8]> = adjunct.variants.iter().filter(met).collect();
            if variants.is_empty() {
                continue;
            }
            let (from, to) = self.reach(adjunct, candidate);
            let (from, to) = (from.max(within.0), to.min(within.1));
            // What a Russian sentence begins with, then behind the match, then before it.
            let head = self.head(adjunct, candidate).filter(|&at| at >= from);
            let behind = candidate.anchor.1.max(from)..to;
            let places = head.into_iter().chain(behind).chain((from..candidate.anchor.0.min(to)).rev());
            'places: for at in places.filter(|&at| may_begin(scene, &adjunct.begins, at)) {
                for variant in &variants {
                    let within = |found: &Match| found.end <= to.max(candidate.tokens.1);
                    let Some(found) = search.from(variant, at).filter(within) else { continue };
                    if !self.belongs(candidate, &found) {
                        continue;
                    }
                    let many = |slot| self.program.relations[adjunct.relation].slots[&slot].many;
                    if found.fills.iter().any(|fill| is_filled(candidate, fill) && !many(fill.slot)) {
                        break 'places;
                    }
                    for fill in &found.fills {
                        candidate.add(&scene.cx, to_filled(&scene.cx, fill));
                    }
                    break;
                }
            }
        }
        // What is talked of may be told behind its year.
        let told: Vec<_> = candidate.fills.iter().filter_map(|fill| fill.mention).collect();
        let of_topic: Vec<u32> =
            told.into_iter().filter(|&mention| is_of_topic(scene, candidate, Some(mention))).collect();
        let stays = |mention: Option<u32>| mention.is_none_or(|mention| !of_topic.contains(&mention));
        candidate.fills.retain(|fill| stays(fill.mention));
    }

    /// «В Ташкенте подписан договор о станции в Самарканде»: where a Russian sentence begins if no mark stands from there to the
    /// fact.
    fn head(&self, adjunct: &Adjunct, candidate: &Candidate) -> Option<usize> {
        let scene = self.scene;
        let first = scene.first;
        let russian = self.language == Language::Ru && first < candidate.anchor.0;
        let marked = |at: usize| scene.punct(at).is_some() && scene.item_over(at).is_none();
        (russian && may_begin(scene, &adjunct.begins, first) && !(first..candidate.anchor.0).any(marked))
            .then_some(first)
    }

    /// The tokens among which an adjunct is sought: the clause of the match, or most of the sentence.
    fn reach(&self, adjunct: &Adjunct, candidate: &Candidate) -> (usize, usize) {
        let (scene, (start, end)) = (self.scene, candidate.tokens);
        match adjunct.sentence {
            true => (start.saturating_sub(REACH).max(scene.first), (end + REACH).min(scene.end)),
            false => scene.clause(start, end),
        }
    }

    /// Whether what was found is a circumstance of this fact and of nothing else.
    fn belongs(&self, candidate: &Candidate, found: &Match) -> bool {
        let (scene, cx) = (self.scene, &self.scene.cx);
        let any = |tells: &dyn Fn(&Fill) -> bool| found.fills.iter().any(tells);
        // "Kama, the largest carrier in Norland, signed": where it carries is not where it signed.
        let of_apposition = in_apposition(scene, found.start);
        let of_other_verb = any(&|fill| is_circumstance(cx, fill))
            && is_of_other_verb(scene, candidate, (found.start, found.end));
        let of_next_verb = any(&|fill| is_percent(cx, fill)) && is_beyond_verb(scene, candidate, found.start);
        let of_topic = any(&|fill| is_of_topic(scene, candidate, fill.mention));
        let taken = any(&|fill| candidate.fills.iter().any(|own| own.span.overlaps(fill.span)));
        let of_other_fact = any(&|fill| self.is_of_other_fact(candidate, fill));
        // "The largest in the country's history": a place that owns something.
        let owns = any(&|fill| {
            let end = cx.layer.tokens_in(fill.span).end;
            let place = fill.mention.is_some_and(|index| cx.mentions[index as usize].kind == Kind::Location);
            place && end < scene.end && cx.is(end, cx.program.common.possessive)
        });
        let of_other_time =
            self.is_of_other_time(candidate, found) || any(&|fill| self.is_of_noun(candidate, fill));
        let of_other = of_other_verb || of_next_verb || of_other_fact || of_other_time;
        !(of_apposition || of_other || of_topic || taken || owns)
    }

    /// "The engines come from Orbis, the pumps from Tamar": whom another fact has adds nothing to this one; nor is its day
    /// that of this one.
    fn is_of_other_fact(&self, candidate: &Candidate, fill: &Fill) -> bool {
        let held = |&(_, used): &(_, u32)| Some(used) == fill.mention;
        let held_elsewhere = |core: &(RelationId, u32)| core.0 != candidate.relation && held(core);
        is_filled(candidate, fill) && self.core.iter().any(held)
            || self.is_date(fill) && self.core.iter().any(held_elsewhere)
    }

    /// Whether a date was found that tells no time of this fact.
    fn is_of_other_time(&self, candidate: &Candidate, found: &Match) -> bool {
        let before = found.start < candidate.anchor.0;
        // "They met on Tuesday and will sign": a day before the anchor is not that of a plan.
        let of_plan = before && matches!(candidate.status, Status::Planned | Status::Discussed);
        let of_saying = || is_behind_saying(self.scene, found.start, candidate.anchor);
        let done = matches!(candidate.status, Status::Completed | Status::Signed);
        found.fills.iter().any(|fill| {
            let slot = self.program.slot_name(fill.slot);
            let bound = done && slot == "date" && is_limit(&self.scene.cx, fill);
            let mention = fill.mention.map(|index| &self.scene.cx.mentions[index as usize]);
            let other_sort = mention.is_some_and(|mention| {
                mention.kind == Kind::Date
                    && mention.value.is_some()
                    && is_duration(mention) != (slot == "duration")
            });
            bound || other_sort || self.is_date(fill) && (of_plan || of_saying())
        })
    }

    /// "Delivered under a 2023 agreement", and not "met at the May 5 forum": whether a date tells of a noun other than the one that
    /// told the fact.
    fn is_of_noun(&self, candidate: &Candidate, fill: &Fill) -> bool {
        let scene = self.scene;
        let start = scene.cx.layer.tokens_in(fill.span).start;
        let placed = |item: &Item| {
            let place = scene.cx.program.common.place_preposition;
            scene.governor(item.start - 1).is_some_and(|at| scene.cx.is(at, place))
        };
        let told = |item: &Item| (item.end..item.end + HEAD).contains(&candidate.anchor.0);
        let attribute = |item: &&Item| self.is_date(fill) && scene.is_attribute(item);
        let item = scene.item_starting(start).filter(attribute);
        item.is_some_and(|item| !placed(item) && !told(item))
    }

    fn is_date(&self, fill: &Fill) -> bool {
        fill.mention.is_some_and(|index| self.scene.cx.mentions[index as usize].kind == Kind::Date)
    }
}

/// Whether a fact has something in the slot of a fill.
fn is_filled(candidate: &Candidate, fill: &Fill) -> bool {
    candidate.fills.iter().any(|own| own.slot == fill.slot)
}

/// Whether one of an adjunct's variants may begin at a token.
fn may_begin(scene: &Scene, begins: &Beginnings, at: usize) -> bool {
    begins.anywhere
        || begins.sets.has(scene.cx.sets[at])
        || scene.cx.words.begun(at).iter().any(|phrase| begins.phrases.has(phrase.lexicon.into()))
        || scene.item_starting(at).is_some_and(|item| begins.items.has(item.kind))
}

/// "two weeks after ..." is not when something happened.
fn is_duration(mention: &Mention) -> bool {
    matches!(&mention.value, Some(Value::Date(date)) if date.precision == Precision::Duration)
}

/// "The yard, the ministry said in a letter on Monday, has delivered": the day of the saying, if that is not told.
fn is_behind_saying(scene: &Scene, at: usize, anchor: (usize, usize)) -> bool {
    let says = |at: usize| scene.cx.is(at, scene.cx.program.speech.say);
    let mut words = (scene.first.max(at.saturating_sub(SAYING_REACH))..at).rev();
    let verb = words.find(|&at| says(at) || !is_between(scene, at)).filter(|&at| says(at));
    verb.is_some_and(|verb| !(anchor.0..anchor.1).contains(&verb))
}

/// Whether a word may stand between a verb of saying and its day: "in a letter".
fn is_between(scene: &Scene, at: usize) -> bool {
    let words = &scene.cx.program.common;
    scene.item_over(at).is_none() && scene.punct(at).is_none() && !scene.cx.is(at, words.and)
}
