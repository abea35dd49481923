//! What may fill a slot, and the enumerations in which fillers stand.

use svodka_model::Kind;

use crate::apposition::{before_aside, behind_aside};
use crate::entries::{begins_entry, entries_left, longest_entry};
use crate::pattern::{Choice, Kinds};
use crate::scene::{Item, Scene, called};

/// Tokens between a product and the next of its list, at most.
const MAX_GOODS: usize = 5;

/// What joins the members of an enumeration that is being read.
pub(crate) struct List {
    members: usize,
    joined: bool,
}

impl List {
    pub fn of(first: Item) -> Self {
        Self { members: 1, joined: first.kind == Kind::Person }
    }

    /// Adds a member; `from..to` stands between it and the one before.
    pub fn add(&mut self, scene: &Scene, from: usize, to: usize, member: &Item) {
        let comma = from > scene.first && (from - 1..to).any(|at| scene.punct(at) == Some(','));
        let and = (from..to).any(|at| begins_entry(scene, &[scene.cx.program.common.and], at));
        self.members += 1;
        self.joined |= !comma || and || !matches!(member.kind, Kind::Organization | Kind::Location);
    }

    /// Two bodies with nothing but a comma between them: "to Norland, the company said", «по данным «Паруса», «Круг» ...». Where
    /// the list goes on behind its last known member, which ends at `end`, it is one: «Луч», «Круг» и местный завод».
    pub fn is_mere_comma(&self, scene: &Scene, end: usize) -> bool {
        self.members == 2 && !self.joined && and_end(scene, end).is_none()
    }
}

/// The kinds of mentions that a filler of the slot may begin with: its own, and what may stand before its head.
pub(crate) fn heads(choices: &[Choice]) -> Kinds {
    let mut kinds = choices.iter().fold(Kinds::default(), |all, choice| all.union(choice.kinds));
    [Kind::Nationality, Kind::Quantity, Kind::Location].into_iter().for_each(|kind| kinds.add(kind));
    kinds
}

pub(crate) fn choose(scene: &Scene, choices: &[Choice], item: &Item) -> Option<Choice> {
    choices.iter().copied().find(|choice| {
        choice.kinds.has(item.kind)
            && !(choice.named && item.nominal)
            && (choice.unnamed || !item.is_unnamed())
            && (!choice.titled || scene.is_titled(item))
            && (item.pronoun || !choice.except.is_some_and(|lexicon| scene.holds_entry(item, lexicon)))
            && choice.holds.is_none_or(|lexicon| called::is(scene, item, lexicon))
    })
}

/// Whether a place is asked for as one who acts, but stands behind a preposition of place ("a company from Harbin") or is
/// a seat ("the Harbin-based company").
pub(crate) fn is_mere_place(scene: &Scene, choice: &Choice, item: &Item) -> bool {
    let words = &scene.cx.program.common;
    let before = |at: usize| at.checked_sub(1).filter(|&at| at >= scene.first);
    let skip_article = |at: usize| if scene.cx.is(at, words.article) { before(at) } else { Some(at) };
    let placed = || before(item.start).and_then(skip_article);
    choice.kinds.has(Kind::Organization)
        && (scene.behind_seat(item).is_some()
            || item.kind == Kind::Location
                && placed().is_some_and(|at| scene.cx.is(at, words.place_preposition)))
}

/// Tokens of an aside between an "and" and its member, and of a title before a member, at most.
const MAX_ASIDE: usize = 6;
const MAX_TITLE: usize = 6;

/// "Ann Bell [of Norland] and Ivan Belov": whom or which body a place or body in `kind`'s list only belongs to.
fn owner<'s>(scene: &'s Scene, item: &Item, kind: Kind) -> Option<&'s Item> {
    let of = scene.phrase_starts(item.start).find_map(|start| scene.governor(start))?;
    let joined = scene.cx.is(of, scene.cx.program.common.genitive);
    scene.item_ending(of).filter(|owner| joined && owner.kind == kind && is_complement(item, kind))
}

/// Whether an item behind "of" says where a person or body is from.
fn is_complement(item: &Item, of: Kind) -> bool {
    item.kind == Kind::Location && of == Kind::Organization
        || matches!(item.kind, Kind::Location | Kind::Organization) && of == Kind::Person
}

/// "X and Norland's Y": the body or person that a place owns.
fn owned<'s>(scene: &'s Scene, place: &Item) -> Option<&'s Item> {
    let owns = place.kind == Kind::Location
        && place.end < scene.end
        && scene.cx.is(place.end, scene.cx.program.common.possessive);
    let item = scene.head_from(place.end + 1).filter(|_| owns)?;
    matches!(item.kind, Kind::Organization | Kind::Person).then_some(item)
}

/// Where the place begins that owns an item.
fn home(scene: &Scene, item: &Item) -> Option<usize> {
    let possessive = item.start.checked_sub(1).filter(|&at| at > scene.first)?;
    let place = scene.item_ending(possessive)?;
    let owns = scene.cx.is(possessive, scene.cx.program.common.possessive);
    (owns && place.kind == Kind::Location).then_some(place.start)
}

/// The same to the right: where the complement of the person or body that ends at `end` ends.
fn behind_complement(scene: &Scene, end: usize) -> Option<usize> {
    let kind = scene.item_ending(end)?.kind;
    let of = end < scene.end && scene.cx.is(end, scene.cx.program.common.genitive);
    let item = scene.head_from(end + 1).filter(|item| of && is_complement(item, kind))?;
    let next = and_end(scene, item.end).and_then(|after| scene.head_from(after));
    next.filter(|next| next.kind == kind).map(|_| item.end)
}

/// The member of an enumeration behind token `end`.
pub(crate) fn next_member(scene: &Scene, choices: &[Choice], end: usize) -> Option<(Item, Choice)> {
    let end = behind_complement(scene, end).unwrap_or(end);
    let after = behind_aside(scene, end)
        .and_then(|end| and_end(scene, end))
        .or_else(|| connector_end(scene, end))
        .or_else(|| connector_end(scene, behind_goods(scene, end)?))?;
    let and = scene.punct(after - 1).is_none();
    let after = behind_repeated(scene, end, after).filter(|_| and).unwrap_or(after);
    // "Presidents A and B, the late pope C": where no words may stand before the first, none may before the others.
    let tight = choices.iter().all(|choice| choice.tight);
    let bare = || scene.item_starting(after).filter(|item| !scene.is_titled(item));
    let item = if tight { bare() } else { scene.head_from(after) }?;
    let item = *owned(scene, item).unwrap_or(item);
    let comma = scene.punct(end) == Some(',') && after == end + 1;
    let joins =
        |last: &Item| is_place(last) == is_place(&item) || acts_for_place(last) || acts_for_place(&item);
    if comma && scene.item_ending(end).is_some_and(|last| !joins(last)) {
        return None;
    }
    Some((item, choose(scene, choices, &item)?))
}

fn is_place(item: &Item) -> bool {
    item.kind == Kind::Location
}

/// "The government of Norland", "the city of Brno": a place that a noun before it makes somebody who acts.
fn acts_for_place(item: &Item) -> bool {
    is_place(item) && item.start < item.name.0
}

/// "by X and, on the Japanese side, by Y": where the next member begins behind the preposition that
/// the last one has too.
fn behind_repeated(scene: &Scene, end: usize, after: usize) -> Option<usize> {
    let preposition = |at: usize| at < scene.end && scene.cx.is(at, scene.cx.program.common.preposition);
    let mut at = after;
    if scene.punct(at) == Some(',') {
        let aside = at + 1..scene.end.min(at + 1 + MAX_ASIDE);
        at = aside.clone().find(|&at| scene.punct(at) == Some(','))? + 1;
    }
    let member = scene.item_ending(end).filter(|_| preposition(at))?;
    let word = scene.cx.layer.folded(at);
    let before = scene.first.max(member.start.saturating_sub(MAX_TITLE))..member.start;
    let own = before.rev().take_while(|&at| scene.punct(at).is_none()).find(|&at| preposition(at))?;
    (scene.cx.layer.folded(own) == word).then_some(at + 1)
}

/// "Su-30 [multipurpose fighters] and Yak-130": where the words end that say what a product is.
fn behind_goods(scene: &Scene, end: usize) -> Option<usize> {
    scene.item_ending(end).filter(|item| item.kind == Kind::Product)?;
    let goes_on =
        |at: &usize| *at < scene.end && scene.item_starting(*at).is_none() && scene.is_premodifier(*at);
    let words = (end..end + MAX_GOODS).take_while(goes_on).count();
    (words > 0).then_some(end + words)
}

/// The token behind an "and" that may follow a comma.
fn and_end(scene: &Scene, at: usize) -> Option<usize> {
    let after_comma = if scene.punct(at) == Some(',') { at + 1 } else { at };
    longest_entry(scene, &[scene.cx.program.common.and], after_comma).map(|(next, _)| next)
}

pub(crate) fn connector_end(scene: &Scene, at: usize) -> Option<usize> {
    let after_comma = if matches!(scene.punct(at), Some(',' | ';')) { at + 1 } else { at };
    // A chunk may have taken the comma that closes its apposition.
    let closed = at > scene.first && scene.punct(at - 1) == Some(',');
    and_end(scene, after_comma).or((after_comma > at || closed).then_some(after_comma))
}

/// The member of an enumeration before `item`.
pub(crate) fn previous_member(scene: &Scene, choices: &[Choice], item: &Item) -> Option<(Item, Choice)> {
    let and = scene.cx.program.common.and;
    // "Ann Bell and his wife Eve".
    let whose = scene.phrase_starts(item.start).last().and_then(|start| scene.before_determiner(start));
    let starts = scene.phrase_starts(item.start).chain(whose);
    for start in starts.chain(scene.before_apposed(item)).chain(home(scene, item)) {
        let before_and = entries_left(scene, &[and], start).first().copied();
        let at = before_and.unwrap_or(start);
        let at = if at > scene.first && scene.punct(at - 1) == Some(',') { at - 1 } else { at };
        if at == start {
            continue;
        }
        let aside = || before_aside(scene, before_and.map(|_| at)?).and_then(|open| scene.item_ending(open));
        let before = *aside()
            .or_else(|| scene.item_ending(at))
            .or_else(|| scene.item_ending(before_and.unwrap_or(start)))?;
        let before = before_and.and_then(|_| owner(scene, &before, item.kind)).copied().unwrap_or(before);
        if before_and.is_none()
            && before.kind != item.kind
            && !acts_for_place(&before)
            && !acts_for_place(item)
        {
            return None;
        }
        // "In Moscow, X and Y": what a preposition governs is no member.
        let governed = before.kind != item.kind
            && scene.phrase_starts(before.start).any(|start| scene.governor(start).is_some());
        return if governed { None } else { Some((before, choose(scene, choices, &before)?)) };
    }
    None
}
