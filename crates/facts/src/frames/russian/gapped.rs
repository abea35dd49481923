//! Clauses whose verb is that of the clause before (gapping): «Краны поставит «Кировец», конвейеры — «Тяжмаш»».

use svodka_model::Kind;

use crate::matcher::Match;
use crate::scene::Scene;

use super::asides::is_dash;
use super::units::{Unit, left_units, opens_clause, right_units};
use super::{Found, Frame, Trigger, arguments, is_finite};

/// Tokens from the end of a clause to the comma, and from there to the dash.
const REACH: usize = 9;
/// Clauses that share a verb.
const MAX_CLAUSES: usize = 4;

/// What the clauses tell that stand behind that of the verb and have a dash for it.
pub(super) fn clauses(
    scene: &Scene,
    frame: &Frame,
    verb: &Trigger,
    passive: bool,
    first: &Found,
) -> Vec<Match> {
    let mut told = Vec::new();
    let mut from = first.end.max(verb.end);
    while let Some((comma, dash)) = gap(scene, from).filter(|_| told.len() < MAX_CLAUSES) {
        let mut units = left_units(scene, frame, dash);
        units.retain(|unit| unit.start > comma);
        let before = units.len();
        units.extend(right_units(scene, frame, dash + 1));
        let mut found = Found::new(&Trigger { start: comma + 1, end: dash + 1, ..*verb });
        arguments(scene, frame, &units, verb.start, passive, &mut found);
        let (left, right) = units.split_at(before);
        let date = |unit: &Unit| unit.item.is_some_and(|item| item.kind == Kind::Date);
        let dated = !left.is_empty() && left.iter().all(date);
        let parallel = found.all().all(|fill| first.has(fill.slot));
        if !parallel || !(dated || holds(scene, left, &found)) || !holds(scene, right, &found) {
            break;
        }
        let shared: Vec<_> = first.fills.iter().filter(|fill| !found.has(fill.slot)).copied().collect();
        found.add(shared);
        from = found.end;
        told.extend(found.matches(verb));
    }
    told
}

/// Whether one of the noun phrases holds a filler.
fn holds(scene: &Scene, units: &[Unit], found: &Found) -> bool {
    units.iter().any(|unit| {
        let span = scene.cx.layer.span_of(unit.start..unit.end);
        found.all().any(|fill| span.contains(fill.span))
    })
}

/// The comma and the dash of a clause without a verb of its own that begins soon behind `from`.
fn gap(scene: &Scene, from: usize) -> Option<(usize, usize)> {
    let next = |from: usize, mark: &dyn Fn(usize) -> bool| {
        let mut at = from;
        while at < scene.end.min(from + REACH) {
            if mark(at) {
                return Some(at);
            }
            let item = scene.item_starting(at);
            if item.is_none() && (scene.is_break(at) || is_finite(scene, at)) {
                return None;
            }
            at = item.map_or(at + 1, |item| item.end);
        }
        None
    };
    // «15 вагонов в Казахстан и 20 — в Узбекистан».
    let and = |at: usize| scene.cx.is(at, scene.cx.program.common.and);
    let comma = next(from, &|at| matches!(scene.punct(at), Some(',' | ';')) || and(at))?;
    let dash = next(comma + 1, &|at| is_dash(scene, at))?;
    (dash > comma + 1 && !opens_clause(scene, dash + 1)).then_some((comma, dash))
}
