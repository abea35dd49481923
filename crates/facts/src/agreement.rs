//! Agreement in case of Russian names and titles: «главе завода Ивану Белову» is one phrase, «корреспонденту глава
//! завода Иван Белов» is not.

use svodka_model::{Kind, Mention, Value};
use svodka_text::grammar::GrammaticalCase;
use svodka_text::{Case, Script, TokenKind, fold, letters};

use crate::entries::longest_entry;
use crate::frames;
use crate::grammar::{ALL, Cases, DIRECT, bit};
use crate::matcher::{Fill, Match};
use crate::pattern::SlotId;
use crate::scene::{Context, Item, Scene};

/// Tokens from the end of an aside to its verb: auxiliaries and adverbs.
const ASIDE_TO_VERB: usize = 4;
/// Letters of the parts of a short name: «Ван И».
const MAX_RIGID: usize = 4;

/// Whether what a match puts into these slots can stand in one case; of words that are no mention the first one tells.
pub(crate) fn holds(scene: &Scene, slots: &[SlotId], found: &Match) -> bool {
    if slots.is_empty() {
        return true;
    }
    let cx = &scene.cx;
    let cased = |fill: &Fill| match fill.mention {
        Some(mention) => cases(cx, &cx.mentions[mention as usize]),
        None => match cx.grammar(declined(cx, cx.layer.tokens_in(fill.span).start)).cases {
            0 => ALL,
            told => told,
        },
    };
    let named = found.fills.iter().filter(|fill| slots.contains(&fill.slot) && !fill.pronoun);
    named.fold(ALL, |common, fill| common & cased(fill)) != 0
}

/// «вице-президент»: the part that declines of the word that begins at a token.
fn declined(cx: &Context, word: usize) -> usize {
    let mut at = word;
    while cx.punct(at + 1) == Some('-') && !cx.token(at + 1).space_before {
        at += 2;
    }
    at.min(cx.layer.tokens().len() - 1)
}

/// Whether what a match puts into these slots before its anchor can be the subject: no preposition stands before it, it owns
/// nothing ("Ruritania's cabinet"), and a Russian noun phrase can be in the nominative.
pub(crate) fn has_subject(scene: &Scene, slots: &[SlotId], found: &Match) -> bool {
    let mut fills = found.fills.iter().filter(|fill| slots.contains(&fill.slot));
    fills.all(|fill| {
        let tokens = scene.cx.layer.tokens_in(fill.span);
        if tokens.end > found.anchor.0 || is_taken_up(scene, tokens.end, found.anchor.0) {
            return true;
        }
        if is_last_of_several(scene, tokens.start, found) {
            return false;
        }
        if scene.cx.token(tokens.start).script == Script::Cyrillic {
            let cases = scene.cx.grammar(tokens.start).cases;
            // «У банка «Круг» и купил»: «банка» has a nominative, too.
            let acts = |mention: u32| {
                let kind = scene.cx.mentions[mention as usize].kind;
                matches!(kind, Kind::Organization | Kind::Person | Kind::Location)
            };
            let governed = fill.mention.is_none_or(acts) && scene.governor(tokens.start).is_some();
            let nominative = cases == 0 || cases & bit(GrammaticalCase::Nominative) != 0;
            return !governed && nominative && !is_object_before_and(scene, tokens, found.anchor.0);
        }
        let words = &scene.cx.program.common;
        let start = scene.phrase_starts(tokens.start).last().unwrap_or(tokens.start);
        let owns = tokens.end < scene.end && scene.cx.is(tokens.end, words.possessive);
        // "Representatives of X met": who acts through others.
        let free = |at: usize| scene.cx.is(at, words.genitive) || scene.cx.is(at, words.conjunction);
        // "Orbis of Norland": the place of a body that is named.
        let body = |item: &Item| matches!(item.kind, Kind::Organization | Kind::Person) && !item.is_unnamed();
        let seat = |at: usize| scene.cx.is(at, words.genitive) && scene.item_ending(at).is_some_and(body);
        // "At least 40 houses", "about half".
        let hedged = || fill.mention.is_some_and(|index| is_hedged(&scene.cx.mentions[index as usize]));
        let governed = scene.governor(start).is_some_and(|at| !free(at) || seat(at)) && !hedged();
        let other = |fill: &Fill| {
            let at = scene.cx.layer.tokens_in(fill.span).start;
            at >= tokens.end && at < found.anchor.0
        };
        let joined = (tokens.end..found.anchor.0).any(|at| scene.cx.is(at, words.and));
        // "Met X and took part": on X another verb acts.
        if joined && !found.fills.iter().any(other) && is_behind_verb(scene, start) {
            return false;
        }
        if is_asked_of_another(scene, tokens.end, found.anchor.0) {
            return false;
        }
        // "Beat X to win": the aim is that of the one before the verb.
        let aim = tokens.end < scene.end && scene.cx.layer.folded(tokens.end) == "to";
        if aim && frames::beaten(scene, start, tokens.start).is_some() {
            return false;
        }
        !owns && !governed && !closes_aside(scene, tokens.start, tokens.end, found.anchor.0)
    })
}

/// «Делегация «Невы» посетила завод «Луч» и провела переговоры»: whether «и» joins the anchor to a verb that has the words for its
/// object, as somebody else who acts stands before it.
fn is_object_before_and(scene: &Scene, words: std::ops::Range<usize>, anchor: usize) -> bool {
    let joined = (words.end..anchor).any(|at| scene.cx.is(at, scene.cx.program.common.and));
    let start = scene.phrase_starts(words.start).last().unwrap_or(words.start);
    let acts = |item: &Item| matches!(item.kind, Kind::Organization | Kind::Person);
    let before = |item: &Item| item.end < start && acts(item) && scene.governor(item.start).is_none();
    joined && is_behind_verb(scene, start) && scene.items.iter().any(before)
}

/// "Invited the guests to take part": whether between the tokens somebody is asked to do what follows.
fn is_asked_of_another(scene: &Scene, from: usize, to: usize) -> bool {
    let asks = |at| longest_entry(scene, &[scene.cx.program.common.invites], at).map(|(end, _)| end);
    let verb = (from..to).find_map(asks);
    verb.is_some_and(|verb| (verb + 1..to).any(|at| scene.cx.layer.folded(at) == "to"))
}

/// Whether a number is given with a hedge, whose last word looks like a preposition.
fn is_hedged(mention: &Mention) -> bool {
    match &mention.value {
        Some(Value::Quantity(value)) => value.qualifier.is_some(),
        Some(Value::Money(value)) => value.qualifier.is_some(),
        Some(Value::Percent(value)) => value.qualifier.is_some(),
        _ => false,
    }
}

/// Whether a verb stands right before a noun phrase.
fn is_behind_verb(scene: &Scene, start: usize) -> bool {
    start.checked_sub(1).filter(|&at| at >= scene.first).is_some_and(|at| {
        scene.cx.token(at).case == Case::Lower
            && scene.item_over(at).is_none()
            && (scene.cx.is(at, scene.cx.program.common.past_form) || scene.looks_like_verb(at))
    })
}

/// "With X, which is part of": whether a relative pronoun right behind a name is the subject in its place.
fn is_taken_up(scene: &Scene, end: usize, verb: usize) -> bool {
    let at = scene.behind_bracket(end);
    let at = if scene.punct(at) == Some(',') { at + 1 } else { at };
    at < verb && scene.cx.is(at, scene.cx.program.common.relative)
}

/// "X and Y signed": whether the name at `start` is joined to another by "and" that the match leaves out.
fn is_last_of_several(scene: &Scene, start: usize, found: &Match) -> bool {
    let start = scene.phrase_starts(start).last().unwrap_or(start);
    let joint =
        start.checked_sub(1).filter(|&at| at > scene.first && scene.cx.is(at, scene.cx.program.common.and));
    let other = joint.and_then(|at| scene.item_ending(at));
    let acts = |kind: Kind| matches!(kind, Kind::Organization | Kind::Location | Kind::Person);
    other.is_some_and(|other| acts(other.kind) && !found.fills.iter().any(|fill| fill.span == other.span))
}

/// "X, who was on a tour of Y, met", "X, formed by the merger of Y and Z, employs": whether the comma right behind a name, and
/// nothing else before the verb, closes what an earlier one opened.
fn closes_aside(scene: &Scene, start: usize, end: usize, verb: usize) -> bool {
    let comma = |at: usize| scene.punct(at) == Some(',');
    let near = verb <= end + ASIDE_TO_VERB && !(end + 1..verb).any(comma);
    let opens = |at: usize| {
        let next = at + 1;
        let words = &scene.cx.program.common;
        // "The route, known as X, may": but "Orbis, once known as X, may" has a name.
        let named = || scene.item_ending(at).is_some_and(|item| !item.nominal);
        let participle = || scene.is_participle(next) && (named() || !scene.cx.is(next, words.naming));
        // "The spaceport, on the island of Unst, employs".
        let place = || at > scene.first && scene.cx.is(next, words.preposition);
        comma(at) && (scene.cx.is(next, words.relative) || place() || participle())
    };
    comma(end) && near && (scene.first..start).any(|at| at + 1 < start && opens(at))
}

/// Whether a name can be the subject of a sentence: nothing says that it stands in the dative or instrumental. A form
/// that looks like a genitive proves nothing: «Османов» is also the genitive plural of «Осман».
pub(crate) fn may_be_subject(cx: &Context, mention: &Mention) -> bool {
    let (found, oblique) =
        (cases(cx, mention), bit(GrammaticalCase::Dative) | bit(GrammaticalCase::Instrumental));
    found & bit(GrammaticalCase::Nominative) != 0 || found & oblique == 0
}

/// Whether a name is written as in its first form, in whatever letters («ИННОПРОМ» of «Иннопром»).
pub(crate) fn in_first_form(mention: &Mention) -> bool {
    fold::same(&mention.norm, &mention.surface)
}

/// The cases in which a mention can stand.
pub(crate) fn cases(cx: &Context, mention: &Mention) -> Cases {
    match &mention.value {
        Some(Value::Person(name)) => {
            // Of a name that stands in its first form, other readings («Амина» of «Амин») prove nothing.
            let first_form =
                if mention.norm == mention.surface { bit(GrammaticalCase::Nominative) } else { 0 };
            of_person(cx, mention, name.gender) | first_form
        }
        _ => of_title(cx, mention),
    }
}

/// The cases of a title are those of its first word that declines; with a name in quotation marks it is one thing.
fn of_title(cx: &Context, mention: &Mention) -> Cases {
    let tokens = cx.layer.tokens_in(mention.span);
    let one = tokens.clone().any(|at| cx.punct(at).is_some_and(letters::is_opening_quote));
    for at in tokens.clone() {
        let joined = |mark: char| cx.punct(at + 1) == Some(mark) && !cx.token(at + 1).space_before;
        // Of «Ростов-на-Дону» the first part is declined, of «вице-президент» the last.
        let compound = joined('-') && !cx.is(at + 2, cx.program.common.preposition);
        if cx.token(at).kind != TokenKind::Word || compound {
            continue;
        }
        if joined('.') || cx.is(at, cx.program.common.indeclinable) {
            return ALL;
        }
        let word = cx.grammar(at);
        // «ГУ МЧС по Пермскому краю»: capitals that the dictionary does not know stand in any case.
        if cx.token(at).case == Case::Upper && !word.known {
            return ALL;
        }
        if word.cases != 0 {
            // «Перми» is no plural.
            let single = (one || mention.kind == Kind::Location) && word.singular != 0;
            let own = if single { word.singular } else { word.cases };
            let own = if word.is_noun() { own } else { with_noun(cx, at + 1..tokens.end, own) };
            let oblique = own & !bit(GrammaticalCase::Nominative);
            // «Администрации Ильмска», of which the first form is «администрация»: no nominative plural.
            return if oblique != 0
                && mention.norm != mention.surface
                && is_changed(mention, cx.layer.folded(at))
            {
                oblique
            } else {
                own
            };
        }
    }
    ALL
}

/// «Узбекским железным дорогам»: of the cases of an adjective those that what follows up to its noun can have, too.
fn with_noun(cx: &Context, rest: std::ops::Range<usize>, adjective: Cases) -> Cases {
    let mut common = adjective;
    for word in rest.map(|at| cx.grammar(at)) {
        if common & word.cases == 0 {
            break;
        }
        common &= word.cases;
        if word.is_noun() {
            break;
        }
    }
    common
}

/// The cases of a name in quotation marks: as its ending tells where that is not the one of its first form («Атоммашем»); one
/// that ends in a consonant otherwise is in its first form, one in «-а» may be a genitive; of others nothing is known.
pub(crate) fn of_quoted(cx: &Context, mention: &Mention) -> Cases {
    let Some(last) = cx.layer.tokens_in(mention.span).rfind(|&at| cx.token(at).kind == TokenKind::Word)
    else {
        return ALL;
    };
    let word = cx.layer.folded(last);
    if cx.token(last).script != Script::Cyrillic {
        return ALL;
    }
    if mention.norm == mention.surface {
        return match word.chars().next_back() {
            Some('а' | 'я') => bit(GrammaticalCase::Nominative) | bit(GrammaticalCase::Genitive),
            _ if cx.program.masculine_endings.end(word) => DIRECT,
            _ => ALL,
        };
    }
    let endings = cx.program.name_endings.iter().filter(|(_, endings)| endings.end(word));
    let told = endings.fold(0, |cases, &(case, _)| cases | case);
    // The first form of a name that is not known is a guess: «Автоком» is no «Авток».
    let guessed = if mention.link.is_none() && cx.program.masculine_endings.end(word) { DIRECT } else { 0 };
    if told == 0 { ALL } else { told | guessed }
}

/// The cases that all parts of a name can have; of a name that is not known, all. Where one part is declined («Фам Минь Тинем»),
/// parts that are not («Фам») tell nothing, and where the last cannot be, none does («Ван И»).
fn of_person(cx: &Context, mention: &Mention, gender: Option<char>) -> Cases {
    let words = cx.layer.tokens_in(mention.span).filter(|&at| cx.token(at).kind == TokenKind::Word);
    let changed = |at: usize| is_changed(mention, cx.token(at).span.of(cx.layer.text()));
    let declined = mention.norm != mention.surface && words.clone().any(changed);
    if is_rigid(cx, words.clone()) {
        return ALL;
    }
    words.fold(ALL, |common, at| {
        let (names, word) = (cx.grammar(at).name_cases, cx.layer.folded(at));
        let found = match names {
            _ if declined && !changed(at) => ALL,
            0 if declined => of_changed(cx, word),
            0 => of_unknown(cx, word, gender),
            _ => names,
        };
        if common & found != 0 { common & found } else { common }
    })
}

/// «Ван И», «Хо Лу»: a short name that stands so in every case, for only its last part could decline.
fn is_rigid(cx: &Context, mut words: impl DoubleEndedIterator<Item = usize>) -> bool {
    let letters = |at: usize| cx.layer.folded(at).chars().count();
    let last = words.next_back().filter(|&at| cx.program.rigid_endings.end(cx.layer.folded(at)));
    let first = words.next();
    last.is_some_and(|at| letters(at) <= MAX_RIGID) && first.is_some_and(|at| letters(at) <= MAX_RIGID)
}

/// Whether a word of a name is not as in the first form.
fn is_changed(mention: &Mention, word: &str) -> bool {
    !mention.norm.split([' ', '-']).any(|own| fold::same(own, word))
}

/// «Хёном», of which the first form is «Хён»: no first form that was guessed wrong is likely to end so. Other endings tell nothing.
fn of_changed(cx: &Context, word: &str) -> Cases {
    let instrumental = bit(GrammaticalCase::Instrumental);
    let mut endings = cx.program.name_endings.iter().filter(|(case, _)| *case == instrumental);
    let told = cx.program.masculine_endings.end(word) && endings.any(|(_, endings)| endings.end(word));
    if told { instrumental } else { ALL }
}

/// A man's name that ends in a consonant is in its first form; of others the form tells nothing.
fn of_unknown(cx: &Context, word: &str, gender: Option<char>) -> Cases {
    let first = gender == Some('m') && cx.program.masculine_endings.end(word);
    if first { bit(GrammaticalCase::Nominative) } else { ALL }
}
