//! Clauses that share a verb with the one before (gapping): "The hull was built by Orbis, the engine by Tamar".

use svodka_model::Kind;

use crate::entries::longest_entry;
use crate::fillers::connector_end;
use crate::frames::{Argument, Found, Frame, Trigger, Words, bare_number, objects_right};
use crate::lexicon::LexiconId;
use crate::matcher::Fill;
use crate::scene::Scene;

use super::{is_of, prepositions};

/// "Ordered panels from Orbis and pumps from Tamar", "sent ten buses to Perm and 12 to Omsk": another object behind "and", with
/// a preposition of its own, that shares the verb and its subject with the first. Where the verb is passive or has no object,
/// its subject is another and all else too: "the steel came from Orbis, the roof from Tamar".
pub(super) fn clause(
    scene: &Scene,
    frame: &Frame,
    verb: &Trigger,
    passive: bool,
    first: &Found,
) -> Option<Found> {
    let next = connector_end(scene, behind_origin(scene, first.end)).filter(|_| first.end > verb.end)?;
    let bare = !passive && first.objects.is_empty();
    let remnant = if bare { &frame.subject } else { &frame.object };
    let mut found = Found::new(verb);
    let mut end = objects_right(scene, remnant, next, &mut found);
    if let Some(number) = bare_number(scene, remnant, next).filter(|_| found.objects.is_empty()) {
        let goods = first.objects.iter().flatten().filter(|fill| fill.slot != number.slot).copied();
        found.objects.push(goods.chain([number]).collect());
        end = next + 1;
    }
    // What stands where goods stood is goods, whatever it is called.
    let literal = || first.all().find(|fill| fill.mention.is_none() && remnant.fills(fill.slot));
    if found.objects.is_empty()
        && let Some(slot) = literal().map(|fill| fill.slot)
    {
        let any = Argument { common: vec![(slot, Words::Any)], ..Argument::default() };
        end = objects_right(scene, &any, next, &mut found);
    }
    let by = passive && end < scene.end && scene.cx.is(end, scene.cx.program.common.by);
    let governed = |(lexicon, _, _): &(LexiconId, _, _)| longest_entry(scene, &[*lexicon], end).is_some();
    if found.objects.len() != 1 || !by && !frame.prepositions.iter().any(governed) {
        return None;
    }
    prepositions(scene, frame, end, &mut found);
    let told = |fill: &Fill| found.has(fill.slot);
    if found.fills.is_empty() || !first.fills.iter().any(told) {
        return None;
    }
    let shared: Vec<Fill> = if passive || bare {
        Vec::new()
    } else {
        first.fills.iter().filter(|fill| frame.subject.fills(fill.slot) && !told(fill)).copied().collect()
    };
    found.add(shared);
    found.start = next;
    Some(found)
}

/// Behind "of Germany", which only tells where the one before comes from.
fn behind_origin(scene: &Scene, end: usize) -> usize {
    let place = scene.item_starting(end + 1).filter(|item| item.kind == Kind::Location && is_of(scene, end));
    place.map_or(end, |item| item.end)
}
