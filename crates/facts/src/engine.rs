//! The engine: packs once, then documents to facts and quotes.

use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use smallvec::SmallVec;
use svodka_model::{BlockKind, Diagnostic, EntitiesRecord, FactsRecord, Kind, Language};
use svodka_text::{Layer, Morphology, Sentence};

use crate::PackError;
use crate::adjuncts;
use crate::agreement;
use crate::assembly;
use crate::attempts::Attempts;
use crate::candidate::Candidate;
use crate::frames;
use crate::matcher::{Fill, Match, Search};
use crate::pack;
use crate::program::{self, NamedPack, Program, Rule};
use crate::quotes;
use crate::records;
use crate::scene::{Context, Item, Scene, Scenes};
use crate::status;
use crate::triggers::{CHUNK, CLAUSE, FRAME};
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
        let cues = status::Present::of(&scene);
        for candidate in &mut candidates[first..] {
            status::apply(&scene, cues, candidate);
        }
        adjuncts::add(&scene, attempts, sentence.language, &mut candidates[first..]);
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
        // match is only about who that is ("President Ann Bell's plan"). Nor is whose people are told: "run by Bell supporters".
        let owns = |fill: &Fill| {
            let end = scene.cx.layer.tokens_in(fill.span).end;
            let words = &scene.cx.program.common;
            let beside = || [words.possessive, words.followers].iter().any(|&list| scene.cx.is(end, list));
            let head = rule.chunk == Some(fill.slot);
            end < scene.end
                && beside()
                && found.end <= end
                && fill.mention.is_some()
                && !fill.pronoun
                && !head
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
}

/// "A, director of B C": the title belongs to C, whom no comma parts from it.
fn commas(scene: &Scene, found: &Match) -> usize {
    (found.start..found.end)
        .filter(|&at| scene.item_over(at).is_none() && scene.punct(at) == Some(','))
        .count()
}

fn head_of(scene: &Scene, rule: &Rule, found: &Match) -> Option<Item> {
    let slot = rule.chunk?;
    let fill = found.fills.iter().find(|fill| fill.slot == slot)?;
    scene.items.iter().find(|item| item.span == fill.span).copied()
}

/// Whether a rule is of the language of a text.
pub(crate) fn speaks(rule: Option<Language>, text: Language) -> bool {
    text == Language::Und || rule.is_none_or(|language| language == text)
}
