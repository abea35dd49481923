//! Frames: a verb or noun with its arguments, found by shallow syntax instead of by patterns.
//!
//! A frame says which slot the subject fills, which the object, and which what stands behind a preposition (in Russian
//! also in a case). Where these stand in active, passive, relative and infinitive clauses, beside a participle or a
//! nominalisation, behind a coordinated verb or an aside, is the same for all verbs of a language and is told once,
//! in [`english`] and [`russian`]. The idea is that of FrameNet and VerbNet (Baker et al. 1998; Kipper et al. 2000);
//! the parser is a chunker's (Abney 1991): it knows noun phrases and their edges, no trees.

mod english;
mod form;
mod russian;

use smallvec::SmallVec;
use svodka_model::{Kind, Language, Span, Status};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, Script, TokenKind};

use crate::agreement;
use crate::entries::{begins_entry, entries_left, longest_entry};
use crate::fillers::{List, choose, connector_end, next_member, previous_member};
use crate::grammar::{DIRECT, bit};
use crate::lexicon::LexiconId;
use crate::matcher::{Fill, Match};
use crate::nouns;
use crate::pattern::{Choice, SlotId};
use crate::scene::{Item, Scene};

pub(crate) use english::beaten;
pub(crate) use form::{Form, Forms};

/// A frame, compiled.
pub(crate) struct Frame {
    /// The rule that stands for it: name, relation, scores, status.
    pub rule: usize,
    pub language: Language,
    pub verb: Vec<LexiconId>,
    pub noun: Vec<LexiconId>,
    /// The noun tells nothing behind an entry of these ("a contract for [the delivery]").
    pub not_behind: Option<LexiconId>,
    /// The verb tells nothing whose object an entry of these follows ("ordered the ship [to turn around]").
    pub not_before: Option<LexiconId>,
    /// Verbs that have the noun for their object: "signed with Orbis a contract for". The object of the frame is then what
    /// stands within the noun phrase ("a $5 million contract").
    pub light: Option<LexiconId>,
    /// What the subject of such a verb fills where it is passive ("Orbis was awarded a contract").
    pub receiver: Argument,
    /// All slots of one of these groups must be filled.
    pub requires: Vec<Vec<SlotId>>,
    /// The slot that the verb itself fills where nothing else does ("carried 12 million passengers").
    pub itself: Option<SlotId>,
    /// Without an object named the verb means something else.
    pub transitive: bool,
    pub subject: Argument,
    pub object: Argument,
    /// Arguments behind prepositions; a Russian one may ask for a case.
    pub prepositions: Vec<(LexiconId, Option<GrammaticalCase>, Argument)>,
    /// What stands behind "in" or "at", and before "where".
    pub place: Option<Argument>,
    /// Russian arguments in a case without a preposition.
    pub cases: Vec<(GrammaticalCase, Argument)>,
}

/// What one argument fills.
#[derive(Debug, Clone, Default)]
pub(crate) struct Argument {
    pub choices: Vec<Choice>,
    /// Also noun phrases that are no mention.
    pub common: Vec<(SlotId, Words)>,
}

/// Which noun phrases that are no mention fill a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// Any.
    Any,
    /// Those that hold an entry of the lexicon.
    Of(LexiconId),
    /// Runs of capitalised words: names that were not found.
    Name,
    /// A number alone: "ordered 90".
    Number,
    /// Only those behind a quantity: "produced 90 tonnes of flour".
    Goods,
}

impl Argument {
    fn takes(&self, slot: SlotId, kind: Kind) -> bool {
        self.choices.iter().any(|choice| choice.slot == Some(slot) && choice.kinds.has(kind))
    }

    /// Whether something fills this slot.
    fn fills(&self, slot: SlotId) -> bool {
        let named = self.choices.iter().any(|choice| choice.slot == Some(slot));
        named || self.common.iter().any(|&(common, _)| common == slot)
    }

    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.common.is_empty()
    }
}

/// Finds the arguments of a verb or noun.
type Finder = fn(&Scene, &Frame, &Trigger) -> Vec<Match>;

/// Steps that a search to one side takes at most.
const MAX_STEPS: usize = 40;
/// Members of a list.
const MAX_MEMBERS: usize = 12;

/// What a frame finds at token `at`: several matches where a list of objects makes several facts.
pub(crate) fn find(scene: &Scene, frame: &Frame, at: usize) -> Vec<Match> {
    let entry = |lexicons: &[LexiconId]| {
        longest_entry(scene, lexicons, at).map(|(end, status)| Trigger { start: at, end, status })
    };
    let (of_verb, of_noun): (Finder, Finder) = match frame.language {
        Language::Ru => (russian::of_verb, russian::of_noun),
        _ => (english::of_verb, english::of_noun),
    };
    let free = |noun: &Trigger| {
        let start = nouns::left(scene, noun.end).map_or(noun.start, |(_, start)| start);
        let ends = |lexicon| !entries_left(scene, &[lexicon], start).is_empty();
        // «Объявил о поставке», which «договор о поставке» is not.
        !frame.not_behind.is_some_and(ends) || ends(scene.cx.program.common.light_verb)
    };
    let by_verb = entry(&frame.verb).map(|verb| of_verb(scene, frame, &verb));
    let mut found = by_verb
        .filter(|found| !found.is_empty())
        .or_else(|| entry(&frame.noun).filter(free).map(|noun| of_noun(scene, frame, &noun)))
        .unwrap_or_default();
    let has = |found: &Match, slot: SlotId| found.fills.iter().any(|fill| fill.slot == slot);
    let required =
        |found: &Match| frame.requires.iter().any(|group| group.iter().all(|&slot| has(found, slot)));
    found.retain(|found| frame.requires.is_empty() || required(found));
    if let Some(slot) = frame.itself {
        for Match { anchor, fills, .. } in &mut found {
            if fills.iter().any(|fill| fill.slot == slot) {
                continue;
            }
            let span = scene.cx.layer.span_of(anchor.0..anchor.1);
            fills.push(Fill { slot, mention: None, span, pronoun: false });
            fills.sort_by_key(|fill| (fill.slot, fill.span));
        }
    }
    found
}

/// The verb or noun that was found.
#[derive(Debug, Clone, Copy)]
struct Trigger {
    start: usize,
    end: usize,
    status: Option<Status>,
}

/// The arguments of one verb as they are found.
#[derive(Debug, Default)]
struct Found {
    fills: Vec<Fill>,
    /// Objects: each member of a list with what belongs to it alone (how many, what).
    objects: Vec<SmallVec<[Fill; 2]>>,
    /// Tokens covered.
    start: usize,
    end: usize,
    steps: usize,
    /// "We" or «мы» is the subject: who that is the document tells.
    ours: bool,
    /// Objects are counted one by one: "14 locomotives and 220 wagons".
    counted: bool,
}

impl Found {
    fn new(trigger: &Trigger) -> Self {
        Self { start: trigger.start, end: trigger.end, ..Self::default() }
    }

    fn covers(&mut self, start: usize, end: usize) {
        (self.start, self.end) = (self.start.min(start), self.end.max(end));
    }

    /// All that is filled so far.
    fn all(&self) -> impl Iterator<Item = &Fill> {
        self.fills.iter().chain(self.objects.iter().flatten())
    }

    fn has(&self, slot: SlotId) -> bool {
        self.all().any(|fill| fill.slot == slot)
    }

    fn add(&mut self, fills: impl IntoIterator<Item = Fill>) {
        self.fills.extend(fills);
    }

    /// One match, or one for each object of a list if its members are counted one by one.
    fn matches(self, trigger: &Trigger) -> Vec<Match> {
        let counted = self.counted || self.objects.iter().any(|object| object.len() > 1);
        let groups: Vec<Vec<Fill>> = if counted && self.objects.len() > 1 {
            self.objects.iter().map(|object| object.to_vec()).collect()
        } else {
            vec![self.objects.iter().flatten().copied().collect()]
        };
        let whole = |objects: Vec<Fill>| {
            let mut fills: Vec<Fill> = self.fills.iter().copied().chain(objects).collect();
            fills.sort_by_key(|fill| (fill.slot, fill.span));
            fills.dedup();
            let anchor = (trigger.start, trigger.end);
            let (start, end, cost) = (self.start, self.end, self.steps.min(6));
            Match { start, end, anchor, fills, cost, status: trigger.status }
        };
        groups.into_iter().map(whole).filter(|found| found.fills.len() > usize::from(!self.ours)).collect()
    }
}

fn filled(choice: &Choice, item: &Item) -> Option<Fill> {
    Some(Fill { slot: choice.slot?, mention: item.mention, span: item.span, pronoun: item.pronoun })
}

/// The fills of an item and of those that stand in a list with it, and where the list ends.
fn list_right(scene: &Scene, argument: &Argument, first: Item) -> Option<(Vec<Fill>, usize)> {
    let choice = choose(scene, &argument.choices, &first)?;
    let mut fills: Vec<Fill> = filled(&choice, &first).into_iter().collect();
    let (kept, mut end, mut list) = (fills.len(), first.end, List::of(first));
    while fills.len() < MAX_MEMBERS {
        let Some((next, choice)) = next_member(scene, &argument.choices, end) else { break };
        // "From Orbis, and Tamar is waiting": another clause begins.
        let comma = fills.len() == kept && scene.punct(end) == Some(',');
        let acts = |at: usize| at < scene.end && scene.cx.is(at, scene.cx.program.common.verb_group);
        if next.end <= end || comma && acts(next.end) {
            break;
        }
        fills.extend(filled(&choice, &next));
        list.add(scene, end, next.start, &next);
        end = next.end;
    }
    if list.is_mere_comma(scene, end) {
        fills.truncate(kept);
        end = first.end;
    }
    Some((fills, end))
}

/// The same to the left, and where the list begins.
fn list_left(scene: &Scene, argument: &Argument, last: Item) -> Option<(Vec<Fill>, usize)> {
    let choice = choose(scene, &argument.choices, &last)?;
    let mut fills: Vec<Fill> = filled(&choice, &last).into_iter().collect();
    let (kept, mut first, mut list) = (fills.len(), last, List::of(last));
    while fills.len() < MAX_MEMBERS {
        let Some((before, choice)) = previous_member(scene, &argument.choices, &first) else { break };
        if before.start >= first.start {
            break;
        }
        fills.extend(filled(&choice, &before));
        list.add(scene, before.end, first.start, &before);
        first = before;
    }
    if list.is_mere_comma(scene, last.end) {
        fills.truncate(kept);
        first = last;
    }
    Some((fills, phrase_start(scene, first.start)))
}

/// Where the noun phrase of the item at `start` begins.
fn phrase_start(scene: &Scene, start: usize) -> usize {
    scene.phrase_starts(start).last().unwrap_or(start)
}

/// A name within the tokens that the argument takes.
fn inside(scene: &Scene, argument: &Argument, from: usize, end: usize) -> Option<Fill> {
    let items = scene.items.iter().filter(|item| item.start >= from && item.end <= end);
    items.rev().find_map(|item| filled(&choose(scene, &argument.choices, item)?, item))
}

/// A noun phrase without a mention as a filler, if the argument takes such.
fn common(scene: &Scene, argument: &Argument, from: usize, end: usize) -> Option<Fill> {
    let reach = |lexicon: LexiconId| {
        let free = (from..end).filter(|&at| scene.item_over(at).is_none());
        // The entry may be longer than the phrase: "memorandum of understanding". An English one is the head: no "food truck".
        let ends = free.filter_map(|at| longest_entry(scene, &[lexicon], at).map(|(to, _)| to));
        ends.filter(|&to| to >= end || scene.cx.token(end - 1).script != Script::Latin)
            .map(|to| to.max(end))
            .max()
    };
    argument.common.iter().find_map(|&(slot, words)| {
        let to = match words {
            Words::Any => end,
            Words::Of(lexicon) => reach(lexicon)?,
            Words::Name => unknown_name(scene, from, end)?,
            Words::Number => number_alone(scene, from, end)?,
            Words::Goods => return None,
        };
        if let Some(name) = apposed_product(scene, to).filter(|item| argument.takes(slot, item.kind)) {
            return Some(Fill { slot, mention: name.mention, span: name.span, pronoun: false });
        }
        let body = words != Words::Any && argument.takes(slot, Kind::Organization);
        let first = body.then(|| start_of_people(scene, from, to)).flatten().unwrap_or(from);
        let span: Span = scene.cx.layer.span_of(first..to);
        Some(Fill { slot, mention: None, span, pronoun: false })
    })
}

/// "The Lithuanian army": a body that its country's adjective names.
fn start_of_people(scene: &Scene, from: usize, to: usize) -> Option<usize> {
    let words = &scene.cx.program.common;
    let people = scene.item_ending(from).filter(|item| item.kind == Kind::Nationality)?;
    (from..to).any(|at| begins_entry(scene, &[words.national_body], at)).then_some(people.start)
}

/// Where a name ends that was not found: capitalised words, or words in quotation marks, that are all of the noun phrase.
fn unknown_name(scene: &Scene, from: usize, end: usize) -> Option<usize> {
    let free = |at: usize| scene.item_over(at).is_none();
    let quoted = scene.behind_quoted(from);
    if quoted > from {
        return (quoted == end && (from..end).all(free)).then_some(end);
    }
    let capital = |at: usize| {
        let shape = scene.cx.token(at);
        shape.kind != TokenKind::Word || shape.case != Case::Lower
    };
    let word = scene.cx.token(from).kind == TokenKind::Word;
    let all = word && (from..end).all(|at| free(at) && capital(at));
    // The first word of a sentence is always capitalised.
    (all && (from > scene.first || end > from + 1)).then_some(end)
}

/// Where a number ends that counts nothing that is told: "received 12 in May", "of 14 that it ordered", and not "the first hull".
fn number_alone(scene: &Scene, from: usize, end: usize) -> Option<usize> {
    let words = &scene.cx.program.common;
    let ordinal = scene.cx.is(from, words.before_number);
    let date = || scene.item_starting(end).is_some_and(|item| item.kind == Kind::Date);
    let governs = |at: usize| scene.cx.is(at, words.preposition) && !scene.cx.is(at, words.genitive);
    let clause = |at: usize| scene.cx.is(at, words.relative);
    let ends = || end >= scene.end || scene.punct(end).is_some() || governs(end) || clause(end) || date();
    ((from..end).all(|at| is_number(scene, at)) && !ordinal && ends()).then_some(end)
}

/// Digits that stand for so many of what was told: "and 40 to Perm", "of 14 that it ordered".
fn bare_number(scene: &Scene, argument: &Argument, at: usize) -> Option<Fill> {
    let &(slot, _) = argument.common.iter().find(|(_, words)| *words == Words::Number)?;
    let digits = at < scene.end && scene.cx.token(at).kind == TokenKind::Number;
    (digits && number_alone(scene, at, at + 1).is_some()).then(|| Fill {
        slot,
        mention: None,
        span: scene.cx.layer.span_of(at..at + 1),
        pronoun: false,
    })
}

/// A number in digits or words.
fn is_number(scene: &Scene, at: usize) -> bool {
    let shape = scene.cx.token(at);
    scene.item_over(at).is_none()
        && (shape.kind == TokenKind::Number || scene.cx.is(at, scene.cx.program.common.numeral))
}

/// "The lead tanker, Arktika, ...": the name that a comma joins to a noun phrase.
fn apposed_product<'s>(scene: &'s Scene, end: usize) -> Option<&'s Item> {
    let comma = scene.punct(end) == Some(',');
    scene.item_starting(end + 1).filter(|item| comma && item.kind == Kind::Product)
}

/// One object: how many, and what. Gives its fills and where it ends.
fn object_right(scene: &Scene, argument: &Argument, from: usize) -> Option<(SmallVec<[Fill; 2]>, usize)> {
    let words = &scene.cx.program.common;
    let mut at = from;
    let mut fills = SmallVec::new();
    while at < scene.end && scene.cx.is(at, words.article) && scene.item_starting(at).is_none() {
        at += 1;
    }
    // "The first 3,000 tonnes", «последние три самолета», "up to 66 boats".
    let counted = |at: usize| {
        let quantity = |item: &Item| item.kind == Kind::Quantity;
        at < scene.end && (scene.item_starting(at).is_some_and(quantity) || is_number(scene, at))
    };
    let before = longest_entry(scene, &[words.before_number, words.approximate], at);
    at = before.map(|(end, _)| end).filter(|&end| counted(end)).unwrap_or(at);
    if let Some(found) = part_of_number(scene, argument, at) {
        return Some(found);
    }
    if let Some(item) = scene.item_starting(at).filter(|item| item.kind == Kind::Quantity)
        && let Some(choice) = choose(scene, &argument.choices, item)
    {
        fills.extend(filled(&choice, item));
        at = item.end;
        if at < scene.end && scene.cx.is(at, words.genitive) {
            at += 1;
        }
        let product = |item: &&Item| item.kind == Kind::Product;
        // «2 млн тонн грузов»: goods may be the genitive of the number.
        let goods = argument.common.iter().find(|(_, words)| *words == Words::Goods).map(|&(slot, _)| slot);
        let genitive = |at: usize| goods.is_some() && scene.cx.grammar(at).may_be(GrammaticalCase::Genitive);
        let phrase = || nouns::right(scene, behind_amount(scene, at), false);
        let counted = || phrase().filter(|&(noun, _)| at > item.end || genitive(noun));
        let named = |first: usize, end: usize| {
            let span = scene.cx.layer.span_of(first..end);
            common(scene, argument, first, end)
                .or_else(|| goods.map(|slot| Fill { slot, mention: None, span, pronoun: false }))
        };
        if let Some(item) = scene.head_from(at).filter(product)
            && let Some(choice) = choose(scene, &argument.choices, item)
        {
            fills.extend(filled(&choice, item));
            at = item.end;
        } else if let Some((first, end)) = counted()
            && let Some(fill) = named(first, end)
        {
            fills.push(fill);
            at = end;
        }
        return Some((fills, goods_end(scene, at)));
    }
    let head = |at: usize| scene.head_from(at).or_else(|| scene.item_starting(at));
    let mut named = head(at);
    // "Met Orbis's chairman Ann Bell": the owner is no object.
    while let Some(owner) =
        named.filter(|item| item.end < scene.end && scene.cx.is(item.end, words.possessive))
    {
        at = owner.end + 1;
        named = head(at);
    }
    // «Продал долю холдингу»: what only the verb can govern says nothing of the noun before it.
    let noun = named.filter(|item| item.start > at && is_governed_alone(scene, item));
    if let Some((fill, end)) =
        noun.and_then(|item| Some((common(scene, argument, at, item.start)?, item.start)))
    {
        fills.push(fill);
        return Some((fills, end));
    }
    if let Some(item) = named.filter(|item| !is_modifier(scene, item))
        && let Some(choice) = choose(scene, &argument.choices, item)
    {
        fills.extend(number_before(scene, argument, at, item));
        fills.extend(filled(&choice, item));
        return Some((fills, goods_end(scene, item.end)));
    }
    // "Insurer Delta": the noun only says what the body or person is.
    let titles = |item: &Item| item.start > at && matches!(item.kind, Kind::Organization | Kind::Person);
    if named.is_some_and(|item| titles(item) && !is_modifier(scene, item)) {
        return None;
    }
    let (first, end) = nouns::right(scene, behind_amount(scene, at), false)?;
    // "A batch of helicopters".
    let of = end < scene.end && scene.cx.is(end, words.genitive) && scene.cx.is(end - 1, words.lot);
    if let Some(goods) = of.then(|| object_right(scene, argument, end + 1)).flatten() {
        return Some(goods);
    }
    fills.push(common(scene, argument, first, end)?);
    Some((fills, end))
}

/// "Five H160 helicopters": how many of a product, in words of the text.
fn number_before(scene: &Scene, argument: &Argument, from: usize, item: &Item) -> Option<Fill> {
    let &(slot, _) = argument.common.iter().find(|(_, words)| *words == Words::Number)?;
    let end = (from..item.start).find(|&at| !is_number(scene, at)).unwrap_or(item.start);
    let ordinal = scene.cx.is(from, scene.cx.program.common.before_number);
    let counts = item.kind == Kind::Product && end > from && !ordinal;
    counts.then(|| Fill { slot, mention: None, span: scene.cx.layer.span_of(from..end), pronoun: false })
}

/// "Four of the ten locomotives": how many, and of what.
fn part_of_number(scene: &Scene, argument: &Argument, from: usize) -> Option<(SmallVec<[Fill; 2]>, usize)> {
    let words = &scene.cx.program.common;
    let &(slot, _) = argument.common.iter().find(|(_, words)| *words == Words::Number)?;
    let of = (from..scene.end).find(|&at| !is_number(scene, at)).filter(|&at| at > from)?;
    let whole = (of + 1..scene.end).find(|&at| !scene.cx.is(at, words.determiner))?;
    if !scene.cx.is(of, words.genitive) {
        return None;
    }
    let quantity = scene.item_starting(whole).filter(|item| item.kind == Kind::Quantity);
    let number = |at: usize| scene.cx.token(at).kind == TokenKind::Number || scene.cx.is(at, words.numeral);
    let noun = (whole..scene.end).find(|&at| !number(at)).filter(|&at| at > whole)?;
    let end = match quantity {
        Some(item) => item.end,
        None => nouns::right(scene, noun, false)?.1,
    };
    let goods = common(scene, argument, noun, end)?;
    let number = Fill { slot, mention: None, span: scene.cx.layer.span_of(from..of), pronoun: false };
    Some((SmallVec::from_iter([number, goods]), end))
}

/// Whether a Russian name can stand in the dative or instrumental only.
fn is_governed_alone(scene: &Scene, item: &Item) -> bool {
    let own = item.mention.map(|index| agreement::cases(&scene.cx, &scene.cx.mentions[index as usize]));
    own.is_some_and(|own| own & (DIRECT | bit(GrammaticalCase::Genitive)) == 0)
}

/// "A $5 million five-year Finnish contract": behind what stands in a noun phrase before its own words.
fn behind_amount(scene: &Scene, from: usize) -> usize {
    let amount =
        |item: &&Item| matches!(item.kind, Kind::Money | Kind::Date | Kind::Percent | Kind::Nationality);
    let goes_on = |at: usize| at < scene.end && scene.is_premodifier(at);
    let mut at = from;
    while let Some(item) = scene.item_starting(at).filter(amount).filter(|item| goes_on(item.end)) {
        at = item.end;
    }
    at
}

/// "Boeing aircraft": the name of a body or place that only says whose or which.
fn is_modifier(scene: &Scene, item: &Item) -> bool {
    let words = &scene.cx.program.common;
    let latin = || scene.cx.token(item.end).script == Script::Latin;
    matches!(item.kind, Kind::Organization | Kind::Location)
        && item.end < scene.end
        && scene.item_starting(item.end).is_none()
        && scene.cx.token(item.end).kind == TokenKind::Word
        && scene.cx.token(item.end).case == Case::Lower
        && latin()
        && ![words.adverb, words.article, words.determiner, words.numeral]
            .iter()
            .any(|&no| scene.cx.is(item.end, no))
        && scene.is_premodifier(item.end)
}

/// Where the words end that say what a product is ("Mi-171E [transport helicopters]").
fn goods_end(scene: &Scene, at: usize) -> usize {
    let named = scene.item_ending(at).is_some_and(|item| item.kind == Kind::Product);
    if named { nouns::right(scene, at, false).map_or(at, |(_, end)| end) } else { at }
}

/// Whether an object is a percentage.
fn is_share(scene: &Scene, fills: &[Fill]) -> bool {
    let mentions = fills.iter().filter_map(|fill| fill.mention);
    mentions.into_iter().any(|mention| scene.cx.mentions[mention as usize].kind == Kind::Percent)
}

/// Whether an object is a quantity.
fn is_counted(scene: &Scene, fills: &[Fill]) -> bool {
    let mentions = fills.iter().filter_map(|fill| fill.mention);
    mentions.into_iter().any(|mention| scene.cx.mentions[mention as usize].kind == Kind::Quantity)
}

/// The objects from `from` on, and where they end.
fn objects_right(scene: &Scene, argument: &Argument, from: usize, found: &mut Found) -> usize {
    let mut end = from;
    let mut next = from;
    while found.objects.len() < MAX_MEMBERS {
        let Some((fills, to)) = object_right(scene, argument, next) else { break };
        // "A holds 51% and B 49%" is no list.
        if found.objects.first().is_some_and(|first| is_share(scene, first) != is_share(scene, &fills)) {
            break;
        }
        found.counted |= is_counted(scene, &fills);
        found.objects.push(fills);
        end = to;
        let Some(after) = connector_end(scene, to).filter(|&after| !acts_next(scene, to, after)) else {
            break;
        };
        next = after;
    }
    found.covers(from, end);
    end
}

/// «О том, что «Луч» покупает «Круг», «Север» узнал»: whether the name behind a comma has a Russian verb of its own.
fn acts_next(scene: &Scene, comma: usize, after: usize) -> bool {
    let verb = |at: usize| at < scene.end && scene.item_over(at).is_none() && scene.cx.grammar(at).verbal;
    scene.punct(comma) == Some(',') && scene.head_from(after).is_some_and(|item| verb(item.end))
}
