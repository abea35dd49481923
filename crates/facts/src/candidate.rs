//! A fact in the making.

use svodka_model::{Fact, Kind, Mention, Provenance, Slot, Span, Status};
use svodka_text::fold;

use crate::matcher::{Fill, Match};
use crate::pattern::{Kinds, SlotId};
use crate::program::{Derive, Program, Relation, RelationId};
use crate::scene::{Context, Scene};

/// A slot with what fills it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filled {
    pub slot: SlotId,
    pub mention: Option<u32>,
    pub span: Span,
    /// Name of the rule that brought it from outside the clause.
    pub inferred: Option<String>,
}

/// A fact in the making.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub relation: RelationId,
    pub rule: usize,
    pub status: Status,
    pub fills: Vec<Filled>,
    /// Index of the sentence.
    pub sentence: usize,
    /// Tokens of the match, and of its anchor.
    pub tokens: (usize, usize),
    pub anchor: (usize, usize),
    pub score: i32,
    pub notes: Vec<String>,
    pub fragment: bool,
    pub in_title: bool,
    pub evidence: Span,
    pub more_evidence: Vec<Span>,
    pub asserted_by: Option<u32>,
    /// The number of the labelled record that tells it.
    pub record: Option<u32>,
}

/// A sentence longer than this is not cited whole.
const LONGEST_EVIDENCE: usize = 1500;
/// Mentions back in which the name is sought that a common noun stands for.
const NAME_REACH: usize = 400;
/// What a candidate's score loses for each step over a gap, and for a pronoun or common noun in a slot.
const GAP_COST: i32 = 12;
const PRONOUN_COST: i32 = 60;
const TITLE_COST: i32 = 40;

impl Candidate {
    /// Whether it is told by a clause that shares a verb with the one before: behind its anchor.
    pub fn is_gapped(&self) -> bool {
        self.tokens.0 >= self.anchor.1
    }

    pub fn new(scene: &Scene, rule: usize, found: &Match, sentence: usize, in_title: bool) -> Self {
        let cx = &scene.cx;
        let definition = &cx.program.rules[rule];
        let pronouns = found.fills.iter().filter(|fill| fill.pronoun).count();
        let score = i32::from(definition.trust)
            - GAP_COST * i32::try_from(found.cost.min(10)).unwrap_or(10)
            - PRONOUN_COST * i32::try_from(pronouns).unwrap_or(1)
            - if in_title { TITLE_COST } else { 0 };
        let whole = cx.layer.sentences()[sentence].span;
        let evidence = if whole.len() <= LONGEST_EVIDENCE {
            whole
        } else {
            let span = cx.layer.span_of(found.start..found.end.max(found.start + 1));
            found.fills.iter().filter(|fill| !fill.pronoun).fold(span, |span, fill| span.cover(fill.span))
        };
        let mut candidate = Self {
            relation: definition.relation,
            rule,
            status: found.status.unwrap_or(definition.status),
            fills: Vec::new(),
            sentence,
            tokens: (found.start, found.end),
            anchor: found.anchor,
            score,
            notes: definition.notes.clone(),
            fragment: definition.fragment,
            in_title,
            evidence,
            more_evidence: Vec::new(),
            asserted_by: None,
            record: None,
        };
        for fill in &found.fills {
            candidate.add(cx, to_filled(cx, fill));
        }
        candidate
    }

    /// The candidates of a match: one, or one for each filler of the slot that the rule names.
    pub fn all(scene: &Scene, rule: usize, found: &Match, sentence: usize, in_title: bool) -> Vec<Self> {
        let whole = |found: &Match| Self::new(scene, rule, found, sentence, in_title);
        let Some(each) = scene.cx.program.rules[rule].each else { return vec![whole(found)] };
        let fillers = found.fills.iter().filter(|fill| fill.slot == each);
        let with = |own: &Fill| {
            let fills = found.fills.iter().filter(|fill| fill.slot != each || *fill == own);
            whole(&Match { fills: fills.copied().collect(), ..found.clone() })
        };
        fillers.map(with).collect()
    }

    /// What follows from this fact by a rule of its own.
    pub fn derived(&self, cx: &Context, derive: &Derive) -> Self {
        let rule = &cx.program.rules[derive.rule];
        let mut fact = Self {
            relation: rule.relation,
            rule: derive.rule,
            status: derive.status,
            fills: Vec::new(),
            score: self.score.min(i32::from(rule.trust)),
            notes: derive.notes.clone(),
            fragment: false,
            ..self.clone()
        };
        for &(new, old) in &derive.slots {
            for fill in self.of(old) {
                fact.add(cx, Filled { slot: new, ..fill.clone() });
            }
        }
        fact
    }

    /// Fills of a slot.
    pub fn of(&self, slot: SlotId) -> impl Iterator<Item = &Filled> {
        self.fills.iter().filter(move |fill| fill.slot == slot)
    }

    /// Adds a filler, unless the slot holds the same thing already, or holds one and takes no more.
    pub fn add(&mut self, cx: &Context, filled: Filled) -> bool {
        let slot = relation(cx.program, self.relation).slots.get(&filled.slot);
        let many = slot.is_some_and(|rule| rule.many);
        let twin = self.fills.iter().position(|own| own.slot == filled.slot && same_thing(cx, own, &filled));
        if let Some(twin) = twin {
            // A name is worth more than a common noun, what is said more than what is inferred.
            let better = |filled: &Filled| (filled.inferred.is_none(), !is_nominal(cx, filled));
            if better(&filled) > better(&self.fills[twin]) {
                self.fills[twin] = filled;
            }
            return false;
        }
        // "A joint venture" yields to its name.
        let unnamed = |own: &&mut Filled| own.slot == filled.slot && own.mention.is_none();
        let names =
            !many && slot.is_some_and(|rule| rule.kinds != Kinds::default()) && !is_nominal(cx, &filled);
        if let Some(own) = self.fills.iter_mut().find(unnamed).filter(|_| names) {
            *own = filled;
            return true;
        }
        let used = self.fills.iter().any(|own| own.mention.is_some() && own.mention == filled.mention);
        if used || !many && self.of(filled.slot).next().is_some() {
            return false;
        }
        // "The country imports beef from Norland": nobody deals with himself, so the common noun means another.
        if let Some(other) = self.fills.iter().position(|own| acts_on_itself(cx, self.relation, own, &filled))
        {
            if is_nominal(cx, &filled) || !is_nominal(cx, &self.fills[other]) {
                return false;
            }
            self.fills.remove(other);
        }
        self.fills.push(filled);
        true
    }

    /// Takes over what another candidate tells of the same thing.
    pub fn absorb(&mut self, cx: &Context, other: &Candidate, inferred: Option<&str>) {
        // A headline calls things otherwise ("South Africa" for the railway of South Africa).
        let headline = other.in_title && !self.in_title;
        let welcome = |fill: &Filled| {
            let mut own = self.of(fill.slot).peekable();
            own.peek().is_none() || own.any(|own| same_thing(cx, own, fill))
        };
        let fills = other.fills.iter().filter(|fill| !headline || welcome(fill));
        for fill in fills.cloned().collect::<Vec<_>>() {
            let mut fill = fill;
            if fill.inferred.is_none() {
                fill.inferred = inferred.map(str::to_owned);
            }
            self.add(cx, fill);
        }
        for span in std::iter::once(other.evidence).chain(other.more_evidence.iter().copied()) {
            if span != self.evidence && !self.more_evidence.contains(&span) {
                self.more_evidence.push(span);
            }
        }
        for note in &other.notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
        self.score = self.score.max(other.score);
        // Told once in the text's own voice, it is no longer only a speaker's word; a headline is no voice of its own.
        self.asserted_by = self.asserted_by.filter(|_| other.asserted_by.is_some() || other.in_title);
    }

    /// Cites the sentences too that name what pronouns and common nouns stand for, and what came from outside the clause.
    pub fn cite_fillers(&mut self, cx: &Context) {
        for fill in &self.fills {
            let span = fill.mention.map_or(fill.span, |index| named(cx, index).span);
            let cited = |evidence: &Span| evidence.contains(span);
            if std::iter::once(&self.evidence).chain(&self.more_evidence).any(cited) {
                continue;
            }
            let sentence = cx.layer.sentence_at(span.start()).map(|index| cx.layer.sentences()[index].span);
            let whole = sentence.filter(|whole| whole.contains(span) && whole.len() <= LONGEST_EVIDENCE);
            self.more_evidence.push(whole.unwrap_or(span));
        }
    }

    /// The record.
    pub fn into_fact(mut self, program: &Program) -> Fact {
        let slot = |fill: Filled| Slot {
            name: program.slot_name(fill.slot).to_owned(),
            mention: fill.mention,
            span: if fill.mention.is_none() { Some(fill.span) } else { None },
            inferred: fill.inferred,
        };
        let mut slots: Vec<(Span, Slot)> =
            self.fills.into_iter().map(|fill| (fill.span, slot(fill))).collect();
        slots.sort_by(|a, b| (&a.1.name, a.0).cmp(&(&b.1.name, b.0)));
        self.more_evidence.sort_unstable();
        self.notes.sort_unstable();
        self.notes.dedup();
        let score = u16::try_from(self.score.clamp(0, 1000)).unwrap_or(0);
        Fact {
            relation: relation(program, self.relation).name.clone(),
            status: self.status,
            slots: slots.into_iter().map(|(_, slot)| slot).collect(),
            asserted_by: self.asserted_by,
            evidence: self.evidence,
            more_evidence: self.more_evidence,
            notes: self.notes,
            provenance: Provenance::new(program.rules[self.rule].name.clone(), score),
        }
    }
}

/// The relation of that index.
pub(crate) fn relation(program: &Program, id: RelationId) -> &Relation {
    &program.relations[id]
}

/// Words that are (or lie in) a mention of a document become that mention.
pub(crate) fn to_filled(cx: &Context, fill: &Fill) -> Filled {
    let mention = fill.mention.or_else(|| mention_at(cx.mentions, fill.span));
    let span = mention
        .map_or(fill.span, |index| if fill.pronoun { fill.span } else { cx.mentions[index as usize].span });
    let inferred = fill.pronoun.then(|| "pronoun".to_owned());
    Filled { slot: fill.slot, mention, span, inferred }
}

/// The mention that covers a literal span and begins with it or ends with it.
fn mention_at(mentions: &[Mention], span: Span) -> Option<u32> {
    let from = mentions.partition_point(|mention| mention.span.start() + 200 < span.start());
    mentions[from..]
        .iter()
        .take_while(|mention| mention.span.start() <= span.start())
        .position(|mention| {
            mention.span.contains(span)
                && (mention.span.start() == span.start() || mention.span.end() == span.end())
        })
        .and_then(|index| u32::try_from(from + index).ok())
}

/// A mention, or for a common noun the name before it that it stands for.
fn named<'c>(cx: &'c Context, index: u32) -> &'c Mention {
    let mention = &cx.mentions[index as usize];
    let before = &cx.mentions[(index as usize).saturating_sub(NAME_REACH)..index as usize];
    let name = |other: &&Mention| other.chain == mention.chain && !other.nominal;
    let stands = mention.nominal && mention.chain.is_some();
    before.iter().rfind(name).filter(|_| stands).unwrap_or(mention)
}

/// Whether two fillers of different slots for those who act are one chain, of which one is called by a common noun.
fn acts_on_itself(cx: &Context, id: RelationId, a: &Filled, b: &Filled) -> bool {
    let slots = &relation(cx.program, id).slots;
    let acts = |filled: &Filled| {
        slots.get(&filled.slot).is_some_and(|slot| slot.kinds.has(svodka_model::Kind::Organization))
    };
    let chain = |filled: &Filled| filled.mention.and_then(|index| cx.mentions[index as usize].chain);
    let nominal = || a.inferred.is_some() || b.inferred.is_some() || is_nominal(cx, a) || is_nominal(cx, b);
    a.slot != b.slot && acts(a) && acts(b) && chain(a).is_some() && chain(a) == chain(b) && nominal()
}

fn is_nominal(cx: &Context, filled: &Filled) -> bool {
    filled.mention.is_none_or(|index| cx.mentions[index as usize].nominal)
}

/// Whether two fillers name one thing: one chain, one entry of the knowledge, one name, one value.
pub(crate) fn same_thing(cx: &Context, a: &Filled, b: &Filled) -> bool {
    let mention = |filled: &Filled| filled.mention.map(|index| &cx.mentions[index as usize]);
    let text = |filled: &Filled| filled.span.of(cx.layer.text());
    // Of a place the value tells the class and the country, not which it is.
    let told = |mention: &Mention| mention.kind != Kind::Location && mention.value.is_some();
    match (mention(a), mention(b)) {
        (Some(a), Some(b)) => {
            (a.chain.is_some() && a.chain == b.chain)
                || (a.link.is_some() && a.link == b.link)
                || (a.kind == b.kind && told(a) && a.value == b.value)
                || (a.kind == b.kind && fold::same(&a.norm, &b.norm))
        }
        (None, None) => fold::same(text(a), text(b)),
        (Some(mention), None) => fold::same(&mention.surface, text(b)),
        (None, Some(mention)) => fold::same(&mention.surface, text(a)),
    }
}

/// Whether one is a place and the other the body that governs it («Иркутская область», «правительство Иркутской области»).
pub(crate) fn governs(cx: &Context, a: &Filled, b: &Filled) -> bool {
    let inside = |place: &Filled, body: &Filled| {
        let (Some(place), Some(body)) = (place.mention, body.mention) else { return false };
        let (place, body) = (&cx.mentions[place as usize], &cx.mentions[body as usize]);
        if place.kind != Kind::Location || body.kind != Kind::Organization {
            return false;
        }
        body.surface.contains(place.surface.as_str())
            || cx.mentions[cx.mentions.partition_point(|m| m.span.start() < body.span.start())..]
                .iter()
                .take_while(|m| m.span.start() < body.span.end())
                .any(|m| {
                    m.kind == Kind::Location
                        && (m.chain.is_some() && m.chain == place.chain || m.norm == place.norm)
                })
    };
    inside(a, b) || inside(b, a)
}
