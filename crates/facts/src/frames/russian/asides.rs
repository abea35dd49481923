//! What stands within a Russian clause and belongs to another: asides between commas and dashes.

use svodka_model::Kind;
use svodka_text::grammar::GrammaticalCase;
use svodka_text::letters;

use crate::agreement;
use crate::entries::begins_entry;
use crate::frames::{Form, phrase_start};
use crate::grammar::bit;
use crate::nouns;
use crate::scene::{Item, Scene};

use super::{is_finite, relative};

/// Tokens of an aside between dashes, and of one that says whose the words are.
const DASHED: usize = 16;
/// Tokens of a participle's clause that holds a list.
const LISTED: usize = 40;

/// For the comma at `comma` that closes an aside, where the aside begins: a relative clause, or words without a verb.
pub(super) fn aside(scene: &Scene, comma: usize) -> Option<usize> {
    let before = scene.before_apposition(comma)?;
    let (words, first) = (&scene.cx.program.common, before + 1);
    let relative =
        [words.relative, words.whom, words.whereby, words.whose].iter().any(|&word| scene.cx.is(first, word));
    let opens = relative || relative::pronoun_opens(scene, first);
    let plain = !has_verb(scene, first, comma);
    let of_list = || participle_before(scene, before, comma);
    if opens { Some(before) } else { plain.then(|| of_list().unwrap_or(before)) }
}

/// «Орбис», принадлежащий Белову, Лису и Белл, купил»: where the participle begins whose own list holds the comma at `inner`.
fn participle_before(scene: &Scene, inner: usize, close: usize) -> Option<usize> {
    let comma = |at: &usize| scene.punct(*at) == Some(',') && scene.item_over(*at).is_none();
    let commas = (scene.first.max(close.saturating_sub(LISTED))..inner).rev().filter(comma);
    let participle = |at: usize| matches!(scene.form(at), Form::Attribute | Form::Active);
    let mut opening = commas.take_while(|&at| !has_verb(scene, at + 1, inner));
    opening.find(|&at| {
        participle(at + 1) && scene.item_over(at + 1).is_none() && scene.item_ending(at).is_some()
    })
}

/// «компания «Круг» — завод из Перми — купила»: the dash that closes the aside without a verb which the one at `open` opens.
pub(super) fn dash_behind(scene: &Scene, open: usize) -> Option<usize> {
    let aside = open + 1..scene.end.min(open + 1 + DASHED);
    let close = aside.clone().find(|&at| scene.is_break(at))?;
    (is_dash(scene, open) && is_dash(scene, close) && !has_verb(scene, open + 1, close)).then_some(close)
}

/// The dash that opens the aside without a verb which the one at `close` closes.
pub(super) fn dash_before(scene: &Scene, close: usize) -> Option<usize> {
    let aside = scene.first.max(close.saturating_sub(DASHED))..close;
    let open = aside.rev().find(|&at| scene.is_break(at))?;
    (is_dash(scene, open) && is_dash(scene, close) && !has_verb(scene, open + 1, close)).then_some(open)
}

pub(super) fn is_dash(scene: &Scene, at: usize) -> bool {
    scene.punct(at).is_some_and(letters::is_dash)
}

fn has_verb(scene: &Scene, from: usize, to: usize) -> bool {
    (from..to).any(|at| scene.item_over(at).is_none() && is_finite(scene, at))
}

/// «Контракт, как ожидается, подпишут», «по данным газеты»: where the words begin that say whose the words around them are, and that
/// end before the comma at `close`.
pub(super) fn parenthesis_before(scene: &Scene, close: usize) -> Option<usize> {
    let before = scene.first.max(close.saturating_sub(DASHED))..close;
    let open = before.rev().find(|&at| scene.punct(at) == Some(','))?;
    opens_parenthesis(scene, open).then_some(open)
}

/// The comma that closes what the one at `open` opens.
pub(super) fn parenthesis_behind(scene: &Scene, open: usize) -> Option<usize> {
    let behind = open + 1..scene.end.min(open + 1 + DASHED);
    let told = scene.punct(open) == Some(',') && opens_parenthesis(scene, open);
    behind.filter(|_| told).find(|&at| scene.punct(at) == Some(','))
}

fn opens_parenthesis(scene: &Scene, comma: usize) -> bool {
    begins_entry(scene, &[scene.cx.program.common.parenthesis], comma + 1)
}

/// «Дивизион холдинга «Нева» — завод «Луч» — отгрузил»: whether the name before a mark is the genitive of a noun.
fn owns_noun(scene: &Scene, mark: usize) -> bool {
    let owner = scene.item_ending(mark).filter(|item| item.start > scene.first);
    owner.is_some_and(|owner| {
        let start = phrase_start(scene, owner.start);
        let mention = owner.mention.map(|index| &scene.cx.mentions[index as usize]);
        let genitive = mention.is_some_and(|mention| {
            agreement::cases(&scene.cx, mention) & bit(GrammaticalCase::Genitive) != 0
        });
        let nouns = [start, owner.start].into_iter().filter_map(|at| nouns::left(scene, at));
        genitive && nouns.into_iter().any(|(first, _)| first < owner.start)
    })
}

/// «новый оператор, ООО «Луч», получил», «глава «Круга» — Иван Белов — принял»: the name that is all that the aside between two
/// marks says, where the noun before it has none of its kind.
pub(super) fn aside_name(scene: &Scene, open: usize, close: usize) -> Option<Item> {
    let name = *scene.item_ending(close)?;
    let whole = !name.nominal && !name.pronoun && phrase_start(scene, name.start) <= open + 1;
    let noun = match scene.item_ending(open).map(|item| item.kind) {
        Some(Kind::Organization) if name.kind == Kind::Organization => owns_noun(scene, open),
        Some(kind) => name.kind == Kind::Person && matches!(kind, Kind::Organization | Kind::Role),
        None => {
            let named = matches!(name.kind, Kind::Organization | Kind::Person);
            named && nouns::left(scene, open).is_some_and(|(first, _)| first < open)
        }
    };
    (whole && noun).then_some(name)
}
