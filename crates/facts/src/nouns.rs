//! Noun phrases of common words ("diesel locomotives", «маневровых тепловозов») and runs of capitalised words, where no
//! mention stands: what is bought and sold is seldom a name.

use svodka_model::Kind;
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, Script, TokenKind};

use crate::frames::Form;
use crate::scene::{Item, Scene};

/// Tokens of a noun phrase at most.
const MAX_NOUN: usize = 8;
/// Letters that two forms of a Russian noun share at least, and letters behind these in which they may differ.
const STEM: usize = 4;
const ENDING: usize = 3;

/// The noun phrase that begins at `at`, behind its article; with `name` the capitalised words. Gives both edges.
pub(crate) fn right(scene: &Scene, at: usize, name: bool) -> Option<(usize, usize)> {
    let mut from = at;
    while from < scene.end && scene.cx.is(from, scene.cx.program.common.article) {
        from += 1;
    }
    let mut end = from;
    // Behind a name a noun need not be its genitive: «заказал Балтийскому заводу ледокол».
    let titled = |at: usize| scene.item_over(at).is_none_or(|item| item.kind == Kind::Role);
    let noun_before = |at: usize| is_noun(scene, at) && titled(at);
    let mut declined = !name && from == at && from > scene.first && noun_before(from - 1);
    while end < scene.end && end - from < MAX_NOUN {
        let next = match scene.item_starting(end) {
            Some(item) if item.kind == Kind::Product || name && names(item.kind) => item.end,
            // "Kashmiri political leaders", and not "the plant director Ann Bell".
            Some(item) if item.kind == Kind::Role && end > from && !is_title(scene, item) => item.end,
            Some(_) => break,
            None if scene.behind_quoted(end) > end => scene.behind_quoted(end),
            None if name && !is_capital(scene, end) => break,
            None if end > from && scene.cx.is(end, scene.cx.program.common.adverb) => break,
            None if belongs(scene, end, declined) => end + 1,
            None => break,
        };
        declined |= is_noun(scene, end);
        end = next;
    }
    trim(scene, from, end)
}

/// Whether a name follows a post.
fn is_title(scene: &Scene, post: &Item) -> bool {
    scene.item_starting(post.end).is_some_and(|item| item.kind == Kind::Person)
}

/// The noun phrase that ends before `at`. Gives where it begins, and where it begins with its article.
pub(crate) fn left(scene: &Scene, at: usize) -> Option<(usize, usize)> {
    let mut from = at;
    while from > scene.first && at - from < MAX_NOUN {
        from = match scene.item_ending(from) {
            Some(item) if item.kind == Kind::Product => item.start,
            Some(_) => break,
            None if scene.before_quoted(from) < from => scene.before_quoted(from),
            None if belongs(scene, from - 1, false)
                && !scene.cx.is(from - 1, scene.cx.program.common.article)
                && (!is_noun(scene, from - 1) || may_be_genitive(scene, from, at)) =>
            {
                from - 1
            }
            None => break,
        };
    }
    let (first, end) = trim(scene, from, at)?;
    // "The Severodvinsk-based yard".
    let seat = first > scene.first && first + 1 < end && scene.punct(first - 1) == Some('-');
    let first = first + usize::from(seat && scene.cx.is(first, scene.cx.program.common.based));
    let article = first > scene.first && scene.cx.is(first - 1, scene.cx.program.common.article);
    (end == at).then_some((first, if article { first - 1 } else { first }))
}

/// Kinds of what has a name.
/// Whether two folded words, by their first letters, can be forms of one Russian noun: «аппаратом», «аппарат».
pub(crate) fn are_forms(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(x, y)| x == y).count();
    common >= STEM && common + ENDING >= one.chars().count().max(other.chars().count())
}

fn names(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Person
            | Kind::Organization
            | Kind::Location
            | Kind::Product
            | Kind::Event
            | Kind::Nationality
            | Kind::Role
    )
}

/// Whether the first noun of these tokens can be the genitive of a noun before them: «за год | выручка».
fn may_be_genitive(scene: &Scene, from: usize, to: usize) -> bool {
    let noun = (from..to).find(|&at| scene.item_over(at).is_none() && is_noun(scene, at));
    noun.is_none_or(|at| scene.cx.grammar(at).may_be(GrammaticalCase::Genitive))
}

/// Without marks at its edges, and not without a word.
fn trim(scene: &Scene, from: usize, end: usize) -> Option<(usize, usize)> {
    let is_mark = |at: usize| {
        let quoted = scene.behind_quoted(at) > at || scene.before_quoted(at + 1) <= at;
        scene.cx.token(at).kind == TokenKind::Punct && scene.item_over(at).is_none() && !quoted
    };
    let (mut from, mut end) = (from, end);
    while from < end && is_mark(from) {
        from += 1;
    }
    while end > from && is_mark(end - 1) {
        end -= 1;
    }
    let words = (from..end).any(|at| scene.cx.token(at).kind == TokenKind::Word);
    words.then_some((from, end))
}

/// Whether the token goes on a noun phrase. Behind a Russian noun only what may be its genitive does.
fn belongs(scene: &Scene, token: usize, behind_noun: bool) -> bool {
    let shape = scene.cx.token(token);
    let russian = shape.kind == TokenKind::Word && shape.script == Script::Cyrillic;
    if !russian {
        return scene.is_premodifier(token);
    }
    let grammar = scene.cx.grammar(token);
    let stops = scene.cx.is(token, scene.cx.program.common.np_stop);
    if stops || !grammar.known && !scene.is_premodifier(token) || is_adverbial(scene, token) {
        return false;
    }
    match grammar.first {
        None => shape.case != Case::Lower,
        Some(_) if behind_noun => grammar.may_be(GrammaticalCase::Genitive),
        Some(_) => grammar.cases != 0,
    }
}

fn is_noun(scene: &Scene, token: usize) -> bool {
    let shape = scene.cx.token(token);
    let russian = shape.kind == TokenKind::Word && shape.script == Script::Cyrillic;
    russian && scene.cx.grammar(token).is_noun() && !is_adverbial(scene, token)
}

/// «Превысив»: the dictionary has few adverbial participles, and what is not in it is guessed to be a noun.
fn is_adverbial(scene: &Scene, token: usize) -> bool {
    scene.form(token) == Form::Adverbial && !scene.cx.grammar(token).known
}

fn is_capital(scene: &Scene, token: usize) -> bool {
    let shape = scene.cx.token(token);
    matches!(shape.kind, TokenKind::Word) && shape.case != Case::Lower
        || scene.punct(token).is_some_and(|c| matches!(c, '-' | '«' | '“' | '&')) && token + 1 < scene.end
}
