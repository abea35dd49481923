//! The engine: packs once, then documents to facts and quotes.

use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use smallvec::SmallVec;
use svodka_model::{
    BlockKind, Diagnostic, EntitiesRecord, FactsRecord, Kind, Language, Mention, Precision, Status, Value,
};
use svodka_text::{Layer, Morphology, Sentence};

use crate::PackError;
use crate::agreement;
use crate::apposition::in_apposition;
use crate::assembly;
use crate::attempts::Attempts;
use crate::belonging::{
    is_beyond_verb, is_circumstance, is_limit, is_of_other_verb, is_of_topic, is_percent,
};
use crate::candidate::Candidate;
use crate::frames;
use crate::matcher::{Fill, Match, Search};
use crate::pack;
use crate::pattern::Variant;
use crate::program::{self, NamedPack, Program, Rule};
use crate::quotes;
use crate::records;
use crate::scene::{Context, Item, Scene, Scenes};
use crate::status;
use crate::triggers::{Beginnings, CHUNK, CLAUSE, FRAME};
use crate::words::{Vocabulary, Words};

/// Finds quotes and facts. Immutable: made once, shared by all workers.
pub struct Engine {
    pub(crate) program: Program,
    pub(crate) packs: Vec<NamedPack>,
    /// What was learnt of words, lent to one document at a time.
    vocabularies: Mutex<Vec<Vocabulary>>,
}

/// Times that chunk rules are run over a sentence.
const CHUNK_PASSES: usize = 3;
/// Tokens that a comma takes from the length of a chunk, where several contend.
const COMMA_COST: usize = 4;
/// Anchors of one sentence that are tried: a table that runs into one line is not searched to its end.
const MAX_ANCHORS: usize = 1000;
/// Tokens between a verb of saying and its day, at most.
const SAYING_REACH: usize = 5;
/// Tokens around a match in which adjuncts are sought.
const ADJUNCT_REACH: usize = 120;

/// Which of several matches of one relation at one anchor wins: see [`Engine::rank`].
type Rank = (usize, usize, std::cmp::Reverse<usize>, u16, std::cmp::Reverse<(usize, usize)>);

impl Engine {
    /// The engine with the packs of this crate.
    ///
    /// # Errors
    /// If a pack cannot be read; a test keeps the embedded ones in order, examples included.
    pub fn embedded() -> Result<Self, PackError> {
        Self::of(program::embedded()?)
    }

    fn of(packs: Vec<NamedPack>) -> Result<Self, PackError> {
        Ok(Self { program: Program::compile(&packs)?, packs, vocabularies: Mutex::default() })
    }

    /// The engine with the packs of this crate and further ones, given as name and TOML text. One with the name of a
    /// pack of this crate takes its place. `morphology` reads their examples.
    ///
    /// # Errors
    /// If a pack cannot be read, or an example of a further pack does not give what it says. The error names pack,
    /// rule and example.
    pub fn with_packs(further: &[(String, String)], morphology: &Morphology) -> Result<Self, PackError> {
        let mut packs = program::embedded()?;
        let mut names = Vec::with_capacity(further.len());
        for (name, text) in further {
            let pack =
                NamedPack { name: name.trim_end_matches(".toml").to_owned(), file: pack::parse(name, text)? };
            names.push(pack.name.clone());
            match packs.iter_mut().find(|known| known.name == pack.name) {
                Some(known) => *known = pack,
                None => packs.push(pack),
            }
        }
        let engine = Self::of(packs)?;
        match crate::examples::failures(&engine, morphology, |name| names.contains(name)).into_iter().next() {
            Some(failure) => Err(failure),
            None => Ok(engine),
        }
    }

    /// The examples of all packs, the embedded ones included, that do not give what they say.
    pub fn failing_examples(&self, morphology: &Morphology) -> Vec<PackError> {
        crate::examples::failures(self, morphology, |_| true)
    }

    /// Number of rules.
    pub fn rule_count(&self) -> usize {
        self.program.rules.len()
    }

    /// Finds quotes and facts in one document. Total: any input gives a record.
    pub fn extract(&self, layer: &Layer, entities: &EntitiesRecord) -> FactsRecord {
        let words = Words::new(&self.program, layer, self.lend());
        let (mentions, program) = (&entities.mentions, &self.program);
        let cx = Context { layer, mentions, sets: &words.sets, words: &words, program };
        let scenes = Scenes::new(cx);
        let (mut attempts, mut candidates) = (Attempts::default(), Vec::new());
        for index in 0..layer.sentences().len() {
            self.sentence(&scenes, index, &mut attempts, &mut candidates);
        }
        records::find(cx, &mut candidates);
        let quotes = quotes::find(cx, &scenes, &candidates);
        let (facts, near_misses) = assembly::assemble(cx, candidates, &quotes);
        let mut diagnostics: Vec<Diagnostic> = near_misses;
        diagnostics.sort();
        self.give_back(words.into_vocabulary());
        FactsRecord { quotes, facts, diagnostics }
    }

    fn lend(&self) -> Vocabulary {
        self.vocabularies.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, vocabulary: Vocabulary) {
        self.vocabularies.lock().unwrap_or_else(PoisonError::into_inner).push(vocabulary.trimmed());
    }

    fn sentence(
        &self,
        scenes: &Scenes,
        index: usize,
        attempts: &mut Attempts,
        candidates: &mut Vec<Candidate>,
    ) {
        let cx = scenes.cx;
        let sentence = &cx.layer.sentences()[index];
        if !self.is_triggered(cx, sentence) {
            return;
        }
        let mut scene = scenes.of(index);
        attempts.look(&scene);
        let in_title = cx.layer.block_kind(sentence) == BlockKind::Title;
        let first = candidates.len();
        // Chunks nest: "Ann Bell, head of X (part of Y)" needs "X (part of Y)" first.
        for _ in 0..CHUNK_PASSES {
            let chunks = self.chunks(attempts, &scene, sentence.language, index, in_title, candidates);
            if let Some(collapsed) = scene.collapsed(&chunks) {
                scene = Rc::new(collapsed);
                attempts.look_again(&scene);
            }
            if chunks.is_empty() {
                break;
            }
        }
        for (rule, found) in self.matches(attempts, &scene, 1, sentence.language) {
            candidates.extend(Candidate::all(&scene, rule, &found, index, in_title));
        }
        if candidates.len() == first {
            return;
        }
        assembly::merge_in_sentence(cx, candidates, first);
        // Mentions in the core of each match are not adjuncts of another relation's.
        let core: Vec<(usize, u32)> = candidates[first..]
            .iter()
            .flat_map(|candidate| {
                candidate.fills.iter().filter_map(|fill| Some((candidate.relation, fill.mention?)))
            })
            .collect();
        // Where clauses begin that share a verb with the one before, and what is told within a clause.
        let aside = |candidate: &Candidate| cx.program.rules[candidate.rule].aside;
        let gapped: Vec<_> = candidates[first..]
            .iter()
            .filter(|candidate| candidate.is_gapped() || aside(candidate))
            .map(|candidate| (candidate.relation, aside(candidate), candidate.anchor, candidate.tokens.0))
            .collect();
        let cues = status::Present::of(&scene);
        for candidate in &mut candidates[first..] {
            status::apply(&scene, cues, candidate);
            let (start, own) = (candidate.tokens.0, candidate.is_gapped() || aside(candidate));
            let after = gapped.iter().filter(|&&(relation, aside, anchor, at)| {
                let shared = anchor == candidate.anchor && at > start;
                shared || aside && relation == candidate.relation && at > candidate.anchor.0 && at > start
            });
            let within =
                (if own { start } else { scene.first }, after.map(|next| next.3).min().unwrap_or(scene.end));
            self.add_adjuncts(attempts, &scene, sentence.language, &core, within, candidate);
        }
    }

    fn is_triggered(&self, cx: Context, sentence: &Sentence) -> bool {
        let triggers = &self.program.triggers;
        let word = sentence.tokens().any(|token| cx.words.begin(CHUNK | CLAUSE | FRAME, token));
        word || {
            let from = cx.mentions.partition_point(|mention| mention.span.start() < sentence.span.start());
            cx.mentions[from..]
                .iter()
                .take_while(|mention| mention.span.start() < sentence.span.end())
                .any(|mention| triggers.begin_at(0, mention.kind) || triggers.begin_at(1, mention.kind))
        }
    }

    /// All matches of a stage: for each anchor and relation the one that fills most.
    fn matches(
        &self,
        attempts: &mut Attempts,
        scene: &Scene,
        stage: usize,
        language: Language,
    ) -> Vec<(usize, Match)> {
        let triggers = &self.program.triggers;
        let own = if stage == 0 { CHUNK } else { CLAUSE | FRAME };
        let is_anchor = |&at: &usize| {
            let item = || scene.item_starting(at).is_some_and(|item| triggers.begin_at(stage, item.kind));
            scene.cx.words.begin(own, at) || item()
        };
        let mut search = Search::new(scene);
        let mut all = Vec::new();
        for at in (scene.first..scene.end).filter(is_anchor).take(MAX_ANCHORS) {
            let from = all.len();
            search.clear();
            attempts.collect(scene, stage, at);
            while let Some(attempt) = attempts.draw() {
                let variant = &self.program.variants[attempt.variant as usize];
                let definition = &self.program.rules[variant.rule as usize];
                if speaks(definition.language, language)
                    && let Some(found) = attempts.matched(&mut search, attempt, variant, at)
                    && agreement::holds(scene, &definition.agree, &found)
                    && agreement::has_subject(scene, &definition.subject, &found)
                    && !self.refuses(scene, definition, &found)
                {
                    self.keep_best(scene, &mut all, from, variant.rule as usize, found);
                }
            }
            if stage == 1 && scene.cx.words.begin(FRAME, at) {
                self.frames_at(scene, at, language, from, &mut all);
            }
        }
        all
    }

    /// Keeps a match, unless there is a better one of its relation among those of the same anchor, from `from` on.
    fn keep_best(
        &self,
        scene: &Scene,
        all: &mut Vec<(usize, Match)>,
        from: usize,
        rule: usize,
        found: Match,
    ) {
        let rules = &self.program.rules;
        let rival = all[from..].iter().position(|(other, _)| {
            rules[*other].relation == rules[rule].relation && rules[*other].fragment == rules[rule].fragment
        });
        match rival.map(|rival| from + rival) {
            None => all.push((rule, found)),
            Some(rival) if self.rank(scene, rule, &found) > self.rank(scene, all[rival].0, &all[rival].1) => {
                all[rival] = (rule, found);
            }
            Some(_) => {}
        }
    }

    /// What frames find at a token, where no rule found more.
    fn frames_at(
        &self,
        scene: &Scene,
        at: usize,
        language: Language,
        first: usize,
        all: &mut Vec<(usize, Match)>,
    ) {
        let frames = self.program.triggers.frames(scene.cx.sets[at], scene.cx.words.begun(at));
        for frame in frames.iter().map(|&index| &self.program.frames[index as usize]) {
            if !speaks(Some(frame.language), language) {
                continue;
            }
            let definition = &self.program.rules[frame.rule];
            let relation = definition.relation;
            let mut found = frames::find(scene, frame, at);
            found.retain(|found| !self.refuses(scene, definition, found));
            let best = found.iter().map(|found| self.rank(scene, frame.rule, found)).max();
            let rivals = |rule: usize| {
                self.program.rules[rule].relation == relation && !self.program.rules[rule].fragment
            };
            let known = all[first..].iter().filter(|(rule, _)| rivals(*rule));
            let Some(best) = best else { continue };
            // Of equals the frame wins: it looks for the subject with more care.
            let size = |rank: Rank| (rank.0, rank.1);
            if known
                .map(|(rule, found)| size(self.rank(scene, *rule, found)))
                .max()
                .is_some_and(|known| known > size(best))
            {
                continue;
            }
            let others = all.split_off(first).into_iter().filter(|(rule, _)| !rivals(*rule));
            let own = found.into_iter().map(|found| (frame.rule, found));
            all.extend(others.chain(own).collect::<Vec<_>>());
        }
    }

    /// Whether a match fills a slot with words that the relation excepts, or two slots with one.
    fn refuses(&self, scene: &Scene, rule: &Rule, found: &Match) -> bool {
        let slots = &self.program.relations[rule.relation].slots;
        // Nobody is two things in a fact: owner and property, child and parent.
        let chain = |fill: &Fill| {
            let mention = &scene.cx.mentions[fill.mention? as usize];
            mention.chain.filter(|_| matches!(mention.kind, Kind::Organization | Kind::Person))
        };
        let twice = |fill: &Fill| {
            let other = |other: &Fill| other.slot != fill.slot && chain(other) == chain(fill);
            chain(fill).is_some() && found.fills.iter().any(other)
        };
        if found.fills.iter().any(twice) {
            return true;
        }
        // "Met the leader of Ruritania's army": the owner of what the match does not reach is nothing in it, unless the
        // match is only about who that is ("President Ann Bell's plan").
        let owns = |fill: &Fill| {
            let end = scene.cx.layer.tokens_in(fill.span).end;
            let possessive = end < scene.end && scene.cx.is(end, scene.cx.program.common.possessive);
            let head = rule.chunk == Some(fill.slot);
            possessive && found.end <= end && fill.mention.is_some() && !fill.pronoun && !head
        };
        if found.fills.iter().any(owns) {
            return true;
        }
        let mut literals = found.fills.iter().filter(|fill| fill.mention.is_none());
        literals.any(|fill| {
            let except = slots.get(&fill.slot).and_then(|slot| slot.except);
            let before = slots.get(&fill.slot).and_then(|slot| slot.not_before);
            let tokens = || scene.cx.layer.tokens_in(fill.span);
            let head = |at: usize| at < scene.end && before.is_some_and(|lexicon| scene.cx.is(at, lexicon));
            except.is_some_and(|lexicon| tokens().any(|at| scene.cx.is(at, lexicon))) || head(tokens().end)
        })
    }

    /// More slots, then more fillers, then fewer commas in a chunk, then the score, fewer steps, and the rule that was
    /// written first.
    fn rank(&self, scene: &Scene, rule: usize, found: &Match) -> Rank {
        // A span fills one slot in the end.
        let mut spans: SmallVec<[_; 8]> = found.fills.iter().map(|fill| (fill.span, fill.slot)).collect();
        spans.sort_unstable();
        spans.dedup_by_key(|(span, _)| *span);
        let mut slots: SmallVec<[_; 8]> = spans.iter().map(|&(_, slot)| slot).collect();
        slots.sort_unstable();
        slots.dedup();
        let definition = &self.program.rules[rule];
        let commas = if definition.chunk.is_some() { commas(scene, found) } else { 0 };
        let score = definition.score;
        (slots.len(), spans.len(), std::cmp::Reverse(commas), score, std::cmp::Reverse((found.cost, rule)))
    }

    /// Matches of chunk rules that do not contradict each other, and what later rules see in their place.
    fn chunks(
        &self,
        attempts: &mut Attempts,
        scene: &Scene,
        language: Language,
        sentence: usize,
        in_title: bool,
        candidates: &mut Vec<Candidate>,
    ) -> Vec<(usize, usize, Item)> {
        let mut matches = self.matches(attempts, scene, 0, language);
        let weight =
            |found: &Match| (found.end - found.start).saturating_sub(COMMA_COST * commas(scene, found));
        matches.sort_by_key(|(rule, found)| (std::cmp::Reverse(weight(found)), found.cost, *rule));
        let mut chunks: Vec<(usize, usize, Item)> = Vec::new();
        for (rule, found) in matches {
            if self.program.rules[rule].open {
                candidates.extend(Candidate::all(scene, rule, &found, sentence, in_title));
                continue;
            }
            let Some(head) = head_of(scene, &self.program.rules[rule], &found) else { continue };
            let rival = |chunk: &&mut (usize, usize, Item)| chunk.0 < found.end && found.start < chunk.1;
            match chunks.iter_mut().find(rival) {
                None => chunks.push((found.start, found.end, head)),
                // Another post of the same person.
                Some(chunk) if chunk.2.mention == head.mention => {
                    (chunk.0, chunk.1) = (chunk.0.min(found.start), chunk.1.max(found.end));
                }
                Some(_) => continue,
            }
            candidates.extend(Candidate::all(scene, rule, &found, sentence, in_title));
        }
        chunks.sort_by_key(|chunk| (chunk.0, std::cmp::Reverse(chunk.1)));
        let mut covered = 0;
        chunks.retain(|chunk| {
            let free = chunk.0 >= covered;
            covered = covered.max(chunk.1);
            free
        });
        chunks
    }

    /// Fills further slots from the clause, as far as it is `within` these tokens.
    fn add_adjuncts(
        &self,
        attempts: &Attempts,
        scene: &Scene,
        language: Language,
        core: &[(usize, u32)],
        within: (usize, usize),
        candidate: &mut Candidate,
    ) {
        let relation = candidate.relation;
        let mut search = Search::new(scene);
        let mine = self.program.adjuncts_of(relation);
        for adjunct in mine.iter().filter(|adjunct| speaks(adjunct.language, language)) {
            let met = |variant: &&Variant| attempts.meets(&variant.needs);
            let variants: SmallVec<[&Variant; 8]> = adjunct.variants.iter().filter(met).collect();
            if variants.is_empty() {
                continue;
            }
            let (from, to) = if adjunct.sentence {
                let reach = |token: usize| token.saturating_sub(ADJUNCT_REACH).max(scene.first);
                (reach(candidate.tokens.0), (candidate.tokens.1 + ADJUNCT_REACH).min(scene.end))
            } else {
                scene.clause(candidate.tokens.0, candidate.tokens.1)
            };
            let (from, to) = (from.max(within.0), to.min(within.1));
            // Behind the match first, then before it.
            let places = (candidate.anchor.1.max(from)..to).chain((from..candidate.anchor.0.min(to)).rev());
            'places: for at in places.filter(|&at| may_begin(scene, &adjunct.begins, at)) {
                for variant in &variants {
                    let Some(found) =
                        search.from(variant, at).filter(|found| found.end <= to.max(candidate.tokens.1))
                    else {
                        continue;
                    };
                    // "Kama, the largest carrier in Norland, signed": where it carries is not where it signed.
                    if in_apposition(scene, at) {
                        continue;
                    }
                    let taken =
                        |span: svodka_model::Span| candidate.fills.iter().any(|own| own.span.overlaps(span));
                    // "They met on Tuesday and will sign": a day before the anchor is not that of a plan.
                    let of_plan = matches!(candidate.status, Status::Planned | Status::Discussed)
                        && at < candidate.anchor.0;
                    let is_duration = |fill: &Fill| {
                        let asked = self.program.slot_name(fill.slot) == "duration";
                        let mention = fill.mention.map(|index| &scene.cx.mentions[index as usize]);
                        mention.is_some_and(|mention| {
                            mention.kind == Kind::Date
                                && mention.value.is_some()
                                && is_duration(mention) != asked
                        })
                    };
                    let elsewhere = |fill: &Fill| {
                        let is_date = fill
                            .mention
                            .is_some_and(|index| scene.cx.mentions[index as usize].kind == Kind::Date);
                        is_date
                            && core
                                .iter()
                                .any(|&(other, used)| other != relation && Some(used) == fill.mention)
                    };
                    let is_day = |fill: &Fill| {
                        fill.mention.is_some_and(|index| scene.cx.mentions[index as usize].kind == Kind::Date)
                    };
                    let said_then = is_behind_saying(scene, found.start, candidate.anchor);
                    let elsewhere_told = found.fills.iter().any(|fill| is_circumstance(&scene.cx, fill))
                        && is_of_other_verb(scene, candidate, (found.start, found.end));
                    let of_next_verb = found.fills.iter().any(|fill| is_percent(&scene.cx, fill))
                        && is_beyond_verb(scene, candidate, found.start);
                    let done = matches!(candidate.status, Status::Completed | Status::Signed);
                    let bound = done
                        && found.fills.iter().any(|fill| {
                            is_limit(&scene.cx, fill) && self.program.slot_name(fill.slot) == "date"
                        });
                    let of_topic = found.fills.iter().any(|fill| is_of_topic(scene, candidate, fill.mention));
                    if elsewhere_told || of_next_verb || bound || of_topic {
                        continue;
                    }
                    if found.fills.iter().any(|fill| {
                        taken(fill.span)
                            || elsewhere(fill)
                            || is_duration(fill)
                            || (of_plan || said_then) && is_day(fill)
                    }) {
                        continue;
                    }
                    let known: Vec<_> = candidate.fills.iter().map(|fill| fill.slot).collect();
                    // "The engines come from Orbis, the pumps from Tamar": whom another fact has adds nothing to this one.
                    let of_other = |fill: &Fill| {
                        let held = |&(_, used): &(_, u32)| Some(used) == fill.mention;
                        known.contains(&fill.slot) && core.iter().any(held)
                    };
                    if found.fills.iter().any(of_other) {
                        continue;
                    }
                    let many = |slot| self.program.relations[adjunct.relation].slots[&slot].many;
                    if found.fills.iter().any(|fill| known.contains(&fill.slot) && !many(fill.slot)) {
                        break 'places;
                    }
                    for fill in &found.fills {
                        let filled = crate::candidate::to_filled(&scene.cx, fill);
                        candidate.add(&scene.cx, filled);
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
}

/// "A, director of B C": the title belongs to C, whom no comma parts from it.
fn commas(scene: &Scene, found: &Match) -> usize {
    (found.start..found.end)
        .filter(|&at| scene.item_over(at).is_none() && scene.punct(at) == Some(','))
        .count()
}

fn may_begin(scene: &Scene, begins: &Beginnings, at: usize) -> bool {
    begins.anywhere
        || begins.sets.has(scene.cx.sets[at])
        || scene.cx.words.begun(at).iter().any(|phrase| begins.phrases.has(phrase.lexicon.into()))
        || scene.item_starting(at).is_some_and(|item| begins.items.has(item.kind))
}

fn head_of(scene: &Scene, rule: &Rule, found: &Match) -> Option<Item> {
    let slot = rule.chunk?;
    let fill = found.fills.iter().find(|fill| fill.slot == slot)?;
    scene.items.iter().find(|item| item.span == fill.span).copied()
}

/// "two weeks after ..." is not when something happened.
fn is_duration(mention: &Mention) -> bool {
    matches!(&mention.value, Some(Value::Date(date)) if date.precision == Precision::Duration)
}

fn speaks(rule: Option<Language>, text: Language) -> bool {
    text == Language::Und || rule.is_none_or(|language| language == text)
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
