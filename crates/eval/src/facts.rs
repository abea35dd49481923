//! Scores of facts and quotes against our gold.
//!
//! A predicted fact is right when relation and core slots agree with a gold fact that nothing else has been matched to;
//! of several the one with most slots in common is taken. `CORE` says which slots those are. Slot texts agree through
//! the chain: any mention of the thing, as written or in citation form, may hold what the reader wrote, or be held by
//! it. Literal texts agree when they share half of their words. Optional gold is neither rewarded nor held against.

use std::collections::BTreeMap;

use svodka_model::{Fact, Quote, QuoteForm, Records, Slot, Span, Status, Value};

use crate::facts_gold::{Gold, GoldFact, GoldQuote};
use crate::names::Counts;
use crate::words;

/// Names of slots, and how many of their fillers must agree.
type Group = (&'static [&'static str], usize);

/// The slots that make a fact what it is: of each group one filler must agree, where the gold fills any of the group.
/// A group with a number wants so many of the gold's fillers (or all, if it has fewer).
const CORE: &[(&str, &[Group])] = &[
    ("role", &[(&["person"], 1), (&["title"], 1)]),
    ("appointment", &[(&["person"], 1), (&["title", "organization"], 1)]),
    ("part_of", &[(&["child"], 1), (&["parent"], 1)]),
    ("owns", &[(&["owner"], 1), (&["property"], 1)]),
    ("agreement", &[(&["party", "signatory"], 2)]),
    ("order", &[(&["buyer", "seller"], 1), (&["item", "quantity", "value"], 1)]),
    ("delivery", &[(&["supplier", "recipient"], 1), (&["item", "quantity"], 1)]),
    ("meeting", &[(&["participant"], 2)]),
    ("attended", &[(&["who"], 1), (&["event"], 1)]),
    ("created", &[(&["organization"], 1)]),
    ("located", &[(&["what"], 1), (&["place"], 1)]),
    ("statistic", &[(&["measure"], 1), (&["value"], 1)]),
];

/// Slots in which one fact holds many; fillers of any other slot make a fact each, as in the gold.
const GATHERING: &[&str] = &["party", "signatory", "participant", "predecessor", "founder"];
/// Facts that one prediction may stand for.
const MAX_EXPANDED: usize = 24;

/// A fact that lacks a slot keeps at most this score.
const INCOMPLETE_SCORE: u16 = 450;

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scores {
    /// Facts by relation; the empty name holds all.
    pub facts: BTreeMap<String, Counts>,
    /// Slots of matched facts.
    pub slots: Counts,
    /// Matched facts with the right status, and all matched.
    pub status: (u32, u32),
    /// Matched facts with the right asserter (or rightly none), and all matched.
    pub asserted_by: (u32, u32),
    /// Quotes whose words and speaker agree.
    pub quotes: Counts,
    /// Quotes whose words agree, whoever speaks.
    pub quoted_words: Counts,
    /// What is wrong or missed, for people: one line each.
    pub errors: Vec<String>,
}

impl Scores {
    /// Adds another document's counts and errors.
    pub fn merge(&mut self, other: Scores) {
        for (relation, counts) in other.facts {
            self.facts.entry(relation).or_default().add(counts);
        }
        self.slots.add(other.slots);
        self.quotes.add(other.quotes);
        self.quoted_words.add(other.quoted_words);
        for (mine, others) in [(&mut self.status, other.status), (&mut self.asserted_by, other.asserted_by)] {
            *mine = (mine.0 + others.0, mine.1 + others.1);
        }
        self.errors.extend(other.errors);
    }

    fn count(&mut self, relation: &str, add: impl Fn(&mut Counts)) {
        for name in [relation, ""] {
            add(self.facts.entry(name.to_owned()).or_default());
        }
    }
}

/// Scores what was found in one document.
pub fn evaluate(gold: &Gold, text: &str, records: &Records) -> Scores {
    let mut scores = Scores::default();
    let found = Found { text, records };
    facts(gold, &found, &mut scores);
    quotes(gold, &found, &mut scores);
    scores
}

/// How many facts of each rule were right and how many wrong, those that are doubtful by their score included; what lacks a slot
/// says nothing of its rule. A fact that matches a line of the gold, an optional one too, is right.
pub fn tally(gold: &Gold, text: &str, records: &Records) -> BTreeMap<String, (u32, u32)> {
    let found = Found { text, records };
    let complete = |fact: &&Fact| fact.provenance.score.thousandths() > INCOMPLETE_SCORE;
    let (pairs, wrong) = matching(gold, &found, complete);
    let mut tally: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (own, _) in &pairs {
        tally.entry(own.fact.provenance.rule.to_string()).or_default().0 += 1;
    }
    for own in &wrong {
        tally.entry(own.fact.provenance.rule.to_string()).or_default().1 += 1;
    }
    tally
}

/// A predicted fact with the texts that each filler may go by.
struct Predicted<'a> {
    fact: &'a Fact,
    slots: Vec<(String, Filler)>,
}

/// What a slot may be called: names of the chain, or a literal text.
#[derive(Clone)]
struct Filler {
    names: Vec<String>,
    literal: bool,
}

impl Filler {
    fn agrees(&self, gold: &str) -> bool {
        let same = |name: &String| {
            if self.literal { words::share_half(name, gold) } else { words::one_holds_other(name, gold) }
        };
        self.names.iter().any(same)
    }
}

struct Found<'a> {
    text: &'a str,
    records: &'a Records,
}

impl Found<'_> {
    /// All that a mention is called in the document.
    fn names(&self, mention: u32) -> Filler {
        let mentions = &self.records.entities.mentions;
        let own = &mentions[mention as usize];
        let chain = own.chain.and_then(|chain| self.records.entities.chains.get(chain as usize));
        let mut names = vec![own.surface.clone(), own.norm.clone()];
        if let Some(chain) = chain {
            names.push(chain.name.clone());
            names.extend(chain.aliases.iter().cloned());
            let others = chain.mentions.iter().map(|&other| &mentions[other as usize]);
            names.extend(others.filter(|other| !other.nominal).map(|other| other.surface.clone()));
        }
        names.sort();
        names.dedup();
        Filler { names, literal: own.chain.is_none() }
    }

    fn filler(&self, slot: &Slot) -> Option<Filler> {
        self.named_or_told(slot.mention, slot.span)
    }

    fn speaker(&self, quote: &Quote) -> Option<Filler> {
        self.named_or_told(quote.speaker, quote.unnamed)
    }

    /// The speaker as the text has it, a question mark where there is none.
    fn speaker_told(&self, quote: &Quote) -> &str {
        let named =
            quote.speaker.map(|mention| self.records.entities.mentions[mention as usize].surface.as_str());
        named.or_else(|| quote.unnamed.map(|span| span.of(self.text))).unwrap_or("?")
    }

    fn named_or_told(&self, mention: Option<u32>, words: Option<Span>) -> Option<Filler> {
        let told = |span: Span| Filler { names: vec![span.of(self.text).to_owned()], literal: true };
        mention.map(|mention| self.names(mention)).or_else(|| words.map(told))
    }

    /// A fact as one line of gold would tell it: one for each combination of fillers that do not gather.
    fn expand<'f>(&self, fact: &'f Fact) -> Vec<Predicted<'f>> {
        let mut combinations: Vec<Vec<(String, Filler)>> = vec![Vec::new()];
        let mut names: Vec<&str> = fact.slots.iter().map(|slot| slot.name.as_str()).collect();
        names.dedup();
        for name in names {
            let fillers: Vec<Filler> = fact.slots(name).filter_map(|slot| self.filler(slot)).collect();
            let gathered: Vec<Vec<Filler>> = if GATHERING.contains(&name) {
                vec![fillers]
            } else {
                fillers.into_iter().map(|filler| vec![filler]).collect()
            };
            combinations = combinations
                .iter()
                .flat_map(|head| {
                    gathered.iter().map(move |tail| {
                        let tail = tail.iter().map(|filler| (name.to_owned(), filler.clone()));
                        head.iter().cloned().chain(tail).collect()
                    })
                })
                .take(MAX_EXPANDED)
                .collect();
        }
        let marks = self.marks(fact);
        combinations
            .into_iter()
            .map(|mut slots: Vec<(String, Filler)>| {
                // Of an appointment the gold marks only its direction, which `marks` tells.
                slots.retain(|(name, _)| name != "change" || fact.relation != "appointment");
                slots.extend(marks.iter().cloned());
                Predicted { fact, slots }
            })
            .collect()
    }

    /// The slots that the gold fills with a mark and not with words of the text.
    fn marks(&self, fact: &Fact) -> Vec<(String, Filler)> {
        let word = |name: &str, value: &str| {
            (name.to_owned(), Filler { names: vec![value.to_owned()], literal: true })
        };
        let change = fact.notes.iter().find(|note| ["in", "out"].contains(&note.as_str()));
        let former = fact.slots("title").any(|slot| {
            let mention = slot.mention.map(|index| &self.records.entities.mentions[index as usize]);
            mention.is_some_and(|mention| matches!(&mention.value, Some(Value::Role(role)) if role.former))
        });
        let change = change.filter(|_| fact.relation == "appointment").map(|note| word("change", note));
        change.into_iter().chain((former && fact.relation == "role").then(|| word("former", "yes"))).collect()
    }
}

/// How many slots of the gold a prediction fills rightly; none if a core group disagrees.
fn agreement(predicted: &Predicted, gold: &GoldFact) -> Option<usize> {
    if predicted.fact.relation != gold.relation {
        return None;
    }
    let (_, groups) = CORE.iter().find(|(relation, _)| *relation == gold.relation)?;
    let agrees = |(name, value): &&(String, String)| {
        predicted.slots.iter().any(|(own, filler)| may_fill(own, name) && filler.agrees(value))
    };
    let mut any = false;
    for (names, count) in *groups {
        let wanted: Vec<_> = gold.slots.iter().filter(|(name, _)| names.contains(&name.as_str())).collect();
        let right = wanted.iter().copied().filter(agrees).count();
        if right < wanted.len().min(*count) {
            return None;
        }
        any |= right > 0;
    }
    any.then(|| gold.slots.iter().filter(agrees).count())
}

/// Whether a slot of ours may hold what a reader put into a slot of the gold: a growth is a value too, and what is
/// measured may stand with the number ("640 people").
fn may_fill(own: &str, gold: &str) -> bool {
    own == gold || matches!((own, gold), ("change", "value") | ("value", "measure"))
}

/// Facts with the lines of the gold that they match, best first, and the facts that match none.
fn matching<'f, 'g>(
    gold: &'g Gold,
    found: &'f Found,
    counts: impl Fn(&&Fact) -> bool,
) -> (Vec<(Predicted<'f>, &'g GoldFact)>, Vec<Predicted<'f>>) {
    let known = |fact: &&Fact| CORE.iter().any(|(relation, _)| *relation == fact.relation);
    let facts = found.records.facts.facts.iter().filter(known).filter(counts);
    let mut predicted: Vec<Option<Predicted>> = facts.flat_map(|fact| found.expand(fact)).map(Some).collect();
    let mut matches = Vec::new();
    for optional in [false, true] {
        let wanted = gold.facts.iter().filter(|fact| fact.optional == optional).collect::<Vec<_>>();
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (at, own) in predicted.iter().enumerate() {
            let Some(own) = own else { continue };
            let agreeing = wanted.iter().enumerate();
            pairs.extend(agreeing.filter_map(|(to, gold)| Some((agreement(own, gold)?, at, to))));
        }
        pairs.sort_by_key(|&(slots, at, to)| (std::cmp::Reverse(slots), at, to));
        let mut taken = vec![false; wanted.len()];
        for (_, at, to) in pairs {
            if !taken[to]
                && let Some(own) = predicted[at].take()
            {
                taken[to] = true;
                matches.push((own, wanted[to]));
            }
        }
    }
    (matches, predicted.into_iter().flatten().collect())
}

fn facts(gold: &Gold, found: &Found, scores: &mut Scores) {
    let sure = |fact: &&Fact| !fact.notes.iter().any(|note| note == "doubtful");
    let (matches, wrong) = matching(gold, found, sure);
    let is_matched = |line: &GoldFact| matches.iter().any(|(_, gold)| std::ptr::eq(*gold, line));
    for (own, line) in matches.iter().filter(|(_, line)| !line.optional) {
        scores.count(&own.fact.relation, |counts| {
            *counts = Counts {
                right: counts.right + 1,
                predicted: counts.predicted + 1,
                found: counts.found + 1,
                gold: counts.gold + 1,
            };
        });
        matched(own, line, found, scores);
    }
    for line in gold.facts.iter().filter(|line| !line.optional && !is_matched(line)) {
        scores.count(&line.relation, |counts| counts.gold += 1);
        scores.errors.push(format!("missed {}", told(line)));
    }
    for own in wrong {
        scores.count(&own.fact.relation, |counts| counts.predicted += 1);
        scores.errors.push(format!("wrong  {}", shown(&own, found)));
    }
}

fn matched(own: &Predicted, gold: &GoldFact, found: &Found, scores: &mut Scores) {
    let right = |name: &str, filler: &Filler| {
        gold.slots.iter().any(|(wanted, value)| may_fill(name, wanted) && filler.agrees(value))
    };
    let is_found = |name: &str, value: &str| {
        own.slots.iter().any(|(filled, filler)| may_fill(filled, name) && filler.agrees(value))
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    scores.slots.add(Counts {
        right: number(own.slots.iter().filter(|(name, filler)| right(name, filler)).count()),
        predicted: number(own.slots.len()),
        found: number(gold.slots.iter().filter(|(name, value)| is_found(name, value)).count()),
        gold: number(gold.slots.len()),
    });
    let status = own.fact.status == gold.status || settled(own.fact.status) && settled(gold.status);
    scores.status = (scores.status.0 + u32::from(status), scores.status.1 + 1);
    if !status {
        scores.errors.push(format!("status {} of {}", own.fact.status.name(), told(gold)));
    }
    let by = match (own.fact.asserted_by, &gold.by) {
        (None, None) => true,
        (Some(speaker), Some(wanted)) => found.names(speaker).agrees(wanted),
        _ => false,
    };
    scores.asserted_by = (scores.asserted_by.0 + u32::from(by), scores.asserted_by.1 + 1);
    if !by {
        let says = own
            .fact
            .asserted_by
            .map_or("nobody", |mention| found.records.entities.mentions[mention as usize].surface.as_str());
        scores.errors.push(format!("by     {says} of {}", told(gold)));
    }
}

/// Signed and completed differ by relation, not by how far a thing has come.
fn settled(status: Status) -> bool {
    matches!(status, Status::Signed | Status::Completed)
}

fn quotes(gold: &Gold, found: &Found, scores: &mut Scores) {
    let quotes = &found.records.facts.quotes;
    let mut taken = vec![false; quotes.len()];
    for optional in [false, true] {
        for wanted in gold.quotes.iter().filter(|quote| quote.optional == optional) {
            let here = |index: &usize| {
                !taken[*index] && quotes[*index].spans.iter().any(|span| holds(found.text, *span, wanted))
            };
            let same_form = |index: &usize| quotes[*index].form != wanted.form;
            let found_at = (0..quotes.len()).filter(here).min_by_key(same_form);
            let speaker = found_at.is_some_and(|at| match (found.speaker(&quotes[at]), &wanted.speaker) {
                (Some(own), Some(speaker)) => own.agrees(speaker),
                (own, speaker) => own.is_none() && speaker.is_none(),
            });
            if let Some(at) = found_at {
                taken[at] = true;
            }
            if optional {
                continue;
            }
            let hit = u32::from(found_at.is_some());
            let right = u32::from(speaker);
            scores.quoted_words.add(Counts { right: hit, predicted: hit, found: hit, gold: 1 });
            scores.quotes.add(Counts { right, predicted: hit, found: right, gold: 1 });
            if !speaker {
                let what = if hit == 1 { "speaker of" } else { "missed" };
                let instead = found_at.map(|at| format!(" | found {}", found.speaker_told(&quotes[at])));
                scores.errors.push(format!(
                    "{what} quote {} | {}{}",
                    wanted.speaker.as_deref().unwrap_or("?"),
                    wanted.text,
                    instead.unwrap_or_default()
                ));
            }
        }
    }
    for (quote, _) in quotes.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        let speaker = found.speaker_told(quote);
        let said = quote.spans.first().map_or("", |span| span.of(found.text));
        let form = if quote.form == QuoteForm::Direct { "direct" } else { "indirect" };
        scores.quoted_words.predicted += 1;
        scores.quotes.predicted += 1;
        scores
            .errors
            .push(format!("wrong  quote {form} {speaker} | {}", said.chars().take(80).collect::<String>()));
    }
}

/// Whether the first words of a gold quote stand in (or around) what was found.
fn holds(text: &str, span: Span, wanted: &GoldQuote) -> bool {
    text.match_indices(wanted.text.as_str()).any(|(at, words)| Span::new(at, at + words.len()).overlaps(span))
}

fn told(gold: &GoldFact) -> String {
    let slots: Vec<String> = gold.slots.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let by = gold.by.as_ref().map(|by| format!(" | by={by}")).unwrap_or_default();
    format!("{} {} | {}{by}", gold.relation, gold.status.name(), slots.join(" | "))
}

fn shown(own: &Predicted, found: &Found) -> String {
    let name = |slot: &Slot| {
        let span =
            slot.mention.map(|index| found.records.entities.mentions[index as usize].span).or(slot.span);
        format!("{}={}", slot.name, span.map_or("", |span| span.of(found.text)))
    };
    let slots: Vec<String> = own.fact.slots.iter().map(name).collect();
    let rule = &own.fact.provenance;
    format!(
        "{} {} | {} | {} {}",
        own.fact.relation,
        own.fact.status.name(),
        slots.join(" | "),
        rule.rule,
        rule.score.thousandths()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use svodka_model::{
        EntitiesRecord, FactsRecord, Kind, Language, LanguageRecord, Mention, Provenance, Score,
    };

    fn records(text: &str, facts: Vec<Fact>) -> Records {
        let provenance = Provenance::new("test", 900);
        let mention = |surface: &str, kind| {
            let start = text.find(surface).unwrap();
            Mention::new(text, Span::new(start, start + surface.len()), kind, provenance.clone())
        };
        let mentions = vec![
            mention("Oleg Brandt", Kind::Person),
            mention("director", Kind::Role),
            mention("Polar Yards", Kind::Organization),
        ];
        let entities = EntitiesRecord { mentions, chains: Vec::new(), diagnostics: Vec::new() };
        let language = LanguageRecord {
            language: Language::En,
            confidence: Score::MAX,
            code: None,
            runs: Vec::new(),
            diagnostics: Vec::new(),
        };
        Records {
            language,
            entities,
            facts: FactsRecord { quotes: Vec::new(), facts, diagnostics: Vec::new() },
        }
    }

    fn role(status: Status) -> Fact {
        let slots = vec![Slot::mention("person", 0), Slot::mention("title", 1)];
        Fact {
            relation: "role".to_owned(),
            status,
            slots,
            asserted_by: None,
            evidence: Span::new(0, 5),
            more_evidence: Vec::new(),
            notes: Vec::new(),
            provenance: Provenance::new("role.test", 900),
        }
    }

    #[test]
    fn core_slots_decide_and_optional_lines_are_neutral() {
        let text = "Oleg Brandt, director of Polar Yards, came. Anna left.";
        let gold = |lines: &str| crate::facts_gold::read(lines, text).unwrap();
        let found = records(text, vec![role(Status::Completed), role(Status::Completed)]);
        let line = "role completed | person=Brandt | title=director | organization=Polar Yards";
        let scores = evaluate(&gold(line), text, &found);
        let all = scores.facts[""];
        assert_eq!((all.right, all.predicted, all.gold), (1, 2, 1), "{:?}", scores.errors);
        assert_eq!((scores.slots.found, scores.slots.gold, scores.status), (2, 3, (1, 1)));
        let scores = evaluate(&gold(&format!("{line}\n?{line}")), text, &found);
        assert_eq!((scores.facts[""].right, scores.facts[""].predicted), (1, 1));
        let scores = evaluate(&gold("role completed | person=Anna | title=director"), text, &found);
        assert_eq!((scores.facts[""].right, scores.facts[""].gold), (0, 1));
    }
}
