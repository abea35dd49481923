//! Products beside the noun that tells their class: «ледокол „Урал“», «дрон Геоскан 401», "the tanker Blue Heron",
//! "KZ8A locomotives".

use std::ops::Range;

use svodka_model::{Kind, ProductValue, Value};
use svodka_text::{Case, Script, TokenKind, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::organizations;
use crate::quoted;
use crate::scan::Scan;
use crate::sets::Set;

/// Words of a name without quotation marks, at most.
const LONGEST: usize = 4;
/// Words that may stand between a designation and the noun behind it: "Hikari-3T magnetic resonance scanner".
const BETWEEN: usize = 2;

/// Words between the comma of an aside and its noun, at most.
const ASIDE: usize = 5;

/// What counts as a name beside a class noun, as the table of these nouns says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    /// Any capitalised word.
    Any,
    /// A word with a mark.
    Mark,
    /// The same, and nothing in quotation marks.
    Sign,
}

/// A word with all that is glued to it: «КамАЗ-5490», "LH621i", "Aventa-U".
struct Piece {
    end: usize,
    /// It has a digit and a letter.
    digit: bool,
    /// It is a number and nothing else.
    number: bool,
    /// It is of Latin letters among Russian ones, or ends in a hyphen and one or two capitals.
    mark: bool,
}

/// A run of pieces that may be the name of a product.
struct Run {
    end: usize,
    pieces: usize,
    digit: bool,
    mark: bool,
}

/// Proposes the products beside class nouns, and ships by the letters before their names ("INS Kulish").
pub fn propose(scan: &mut Scan<'_>) {
    let mut found = Vec::new();
    let mut passed = 0;
    // The next class noun.
    let mut noun = None;
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Capital, Tag::ProductHead]) {
        from = at + 1;
        if noun.is_none_or(|noun| noun <= at) {
            noun = Some(scan.next(at + 1, &[Tag::ProductHead]).unwrap_or(usize::MAX));
        }
        if let Some((hit, entry)) = scan.hit(at, &[Tag::ProductHead]) {
            let names = match entry.extra.as_str() {
                "any" => Names::Any,
                "mark" => Names::Mark,
                _ => Names::Sign,
            };
            behind(scan, hit.start..hit.end, names, &mut found);
            if names == Names::Any && !scan.is_russian(at) {
                found.extend(before_aside(scan, at));
            }
        } else if at >= passed
            && scan.is_capitalized(at)
            && !scan.is_russian(at)
            && let Some(end) = noun.and_then(|noun| before(scan, at, noun)).or_else(|| prefixed(scan, at))
        {
            found.push(candidate(scan, at..end, 800));
            passed = end;
        }
    }
    if !found.is_empty() {
        ordinal_asides(scan, &mut found);
    }
    scan.candidates.extend(found);
}

/// "The second, Meghna Rani, will follow": the further things of a text that has named one beside its class.
fn ordinal_asides(scan: &Scan<'_>, found: &mut Vec<Candidate>) {
    let mut from = 1;
    while let Some(at) = scan.next(from, &[Tag::Capital]) {
        from = at + 1;
        let first = scan.start_of_sentence(at);
        let ordinal = at >= first + 3 && scan.is_punct(at - 1, ',') && scan.has(at - 2, Set::OrdinalWord);
        if !ordinal || scan.folded(at - 3) != "the" || scan.is_russian(at) {
            continue;
        }
        let end = scan.end_of_sentence(at);
        let Some(name) = run(scan, at, end) else { continue };
        if name.end < end && scan.is_punct(name.end, ',') && !scan.any(at, &[Tag::GivenName, Tag::Title]) {
            found.push(candidate(scan, at..name.end, 900));
        }
    }
}

fn candidate(scan: &Scan<'_>, tokens: Range<usize>, score: u16) -> Candidate {
    Candidate::new(scan.span(tokens), Kind::Product, "product.described", score)
        .value(Value::Product(ProductValue::default()))
}

/// The names behind a class noun, the further members of a list included.
fn behind(scan: &Scan<'_>, head: Range<usize>, names: Names, found: &mut Vec<Candidate>) {
    let end = scan.end_of_sentence(head.start);
    let russian = scan.is_russian(head.start);
    let first = head.start == scan.start_of_sentence(head.start);
    let capital = scan.is_capitalized(head.start) && !scan.is_upper(head.start) && !first;
    let verb = !first && scan.has(head.start - 1, Set::VerbCue);
    if russian && quoted::is_made(scan, head.start) {
        return;
    }
    if scan.is_shouted(head.start) || !russian && (scan.is_title_case(head.start) || capital || verb) {
        return;
    }
    let (mut at, aside) = introduced(scan, head.end, end);
    // «танкеры типа «Афрамакс»», "loaders of the type X", «тральщик проекта 12700 «Семён Агафонов»».
    while at < end && scan.has(at, Set::TypeWord) {
        at += 1;
    }
    if at + 1 < end && scan.has(at, Set::ProjectWord) {
        at = piece(scan, at + 1, end).map_or(at, |piece| piece.end);
    }
    let mut listed = false;
    while at < end {
        let quote = scan.punct(at).is_some_and(letters::is_opening_quote);
        let stop = if quote && names != Names::Sign {
            let Some((stop, inside)) = in_quotes(scan, at) else { return };
            found.push(candidate(scan, inside, 1000));
            stop
        } else if let Some((stop, score)) = unquoted(scan, at, end, names, russian) {
            if aside && !is_aside(scan, at..stop, end, names) {
                return;
            }
            let stop = with_quoted_part(scan, stop, end);
            found.push(candidate(scan, at..stop, score));
            stop
        } else {
            return;
        };
        let joined = stop < end && matches!(scan.folded(stop), "and" | "и" | "или" | "or");
        let comma = stop < end && scan.is_punct(stop, ',') && (quote || listed && !russian);
        if !joined && !comma {
            return;
        }
        listed = true;
        at = stop + 1;
    }
}

/// "Curavance, a cancer medicine": the name before the comma that an aside begins with.
fn before_aside(scan: &Scan<'_>, noun: usize) -> Option<Candidate> {
    let first = scan.start_of_sentence(noun);
    let small = |at: &usize| {
        (scan.is_word(*at) && !scan.is_capitalized(*at)
            || scan.is_hyphen(*at)
            || scan.is(*at, Tag::Nationality))
            && !matches!(scan.word(*at), "and" | "of" | "for" | "with" | "by" | "from" | "on" | "in")
    };
    let start = (first..noun).rev().take(ASIDE).take_while(small).last()?;
    let comma = start.checked_sub(1).filter(|&comma| comma > first && scan.is_punct(comma, ','))?;
    let article = matches!(scan.word(start), "a" | "an" | "the" | "its");
    let length = (first..comma).rev().take(LONGEST).take_while(|&at| scan.is_capitalized(at)).count();
    let name = comma - length..comma;
    let known = |at: usize| {
        let tags = [Tag::GivenName, Tag::Title, Tag::OrgHead, Tag::LegalForm, Tag::Stop, Tag::Nationality];
        scan.any(at, &tags) || scan.begins_name(at, &[Kind::Location, Kind::Organization])
    };
    let named = !name.is_empty() && article && !scan.is_title_case(noun) && !known(name.start);
    named.then(|| candidate(scan, name, 820))
}

/// Where the name behind an English class noun may begin, and whether only a comma leads to it: "the ship, to be
/// called Valentin Pikulev, is", "the fourth ship, Murgap, will".
fn introduced(scan: &Scan<'_>, at: usize, end: usize) -> (usize, bool) {
    if at + 2 >= end || !scan.is_punct(at, ',') {
        return (at, false);
    }
    if scan.is_russian(at - 1) {
        // «второй паром, «Куршская коса», сдадут»
        let close = in_quotes(scan, at + 1).map(|(stop, _)| stop);
        let aside = close.is_some_and(|at| at < end && (scan.is_punct(at, ',') || scan.is_punct(at, '.')));
        return (at + usize::from(aside), false);
    }
    let passed = (at + 1..end.min(at + 4)).take_while(|&at| scan.has(at, Set::NamingLink));
    let next = at + 1 + passed.count();
    if next < end && scan.has(next, Set::TypeWord) {
        return (next, false);
    }
    (at + 1 + usize::from(scan.word(at + 1) == "the"), true)
}

/// Whether a name behind a comma is an aside that tells what a thing is called: a comma or a bracket closes it, and
/// it is nobody's.
fn is_aside(scan: &Scan<'_>, name: Range<usize>, end: usize, names: Names) -> bool {
    let closed = name.end < end && (scan.is_punct(name.end, ',') || scan.is_punct(name.end, '('));
    let known = |at: usize| {
        scan.hits_at(at).any(|(_, entry)| matches!(entry.tag, Tag::GivenName | Tag::Name(_) | Tag::Title))
    };
    names == Names::Any && closed && !known(name.start)
}

/// One past the closing mark of a short name in quotation marks, and the tokens inside.
fn in_quotes(scan: &Scan<'_>, at: usize) -> Option<(usize, Range<usize>)> {
    let (stop, inside) = organizations::quoted(scan, at, 7)?;
    let first = inside.start;
    let named = scan.is_capitalized(first) || scan.token(first).kind == TokenKind::Number;
    (named && !scan.is_stop(first)).then_some((stop, inside))
}

/// «РА-5 «Рябинушка»»: the name in quotation marks right behind a designation belongs to it.
pub fn with_quoted_part(scan: &Scan<'_>, at: usize, end: usize) -> usize {
    let opens = at < end && scan.punct(at).is_some_and(letters::is_opening_quote);
    opens.then(|| in_quotes(scan, at)).flatten().map_or(at, |(stop, _)| stop)
}

/// One past a name without quotation marks behind a class noun, and how sure it is.
fn unquoted(scan: &Scan<'_>, at: usize, end: usize, names: Names, russian: bool) -> Option<(usize, u16)> {
    if let Some(stop) = prefixed(scan, at) {
        return Some((stop, 985));
    }
    let run = run(scan, at, end)?;
    let maker = scan.hit(at, &[Tag::Name(Kind::Organization)]).filter(|(_, entry)| !entry.ambiguous);
    if maker.is_some_and(|(hit, _)| hit.end >= run.end) {
        return None;
    }
    if run.digit {
        return Some((run.end, 900));
    }
    let acronym = run.pieces == 1 && scan.is_upper(at);
    let fits = match (russian, names) {
        (true, _) if !scan.is_russian(at) => run.mark && !acronym,
        (true, Names::Any) => {
            run.mark || maker.is_none() && (at..run.end).all(|at| is_unknown_noun(scan, at))
        }
        (false, Names::Any) => maker.is_none() && !acronym,
        _ => run.mark,
    };
    fits.then_some((run.end, if names == Names::Any && !russian { 980 } else { 780 }))
}

/// Whether a Russian word can be the name of a thing in the nominative: no other name is known to begin with it, and
/// it ends in a consonant, as genitives do not.
fn is_unknown_noun(scan: &Scan<'_>, at: usize) -> bool {
    let last = scan.folded(at).chars().next_back();
    let known = scan.hits_at(at).any(|(_, entry)| matches!(entry.tag, Tag::Name(_) | Tag::GivenName));
    last.is_some_and(|c| "бвгдзклмнпрстфхцчш".contains(c)) && !known && !scan.is_upper(at)
}

/// One past a designation, if a class noun follows it: "KZ8A locomotives", "six Embraer 120 planes"; `noun` is the next one.
fn before(scan: &Scan<'_>, at: usize, noun: usize) -> Option<usize> {
    if noun >= scan.end_of_sentence(at)
        || scan.is_shouted(at)
        || at > scan.start_of_sentence(at) && scan.is_hyphen(at - 1)
    {
        return None;
    }
    let end = scan.end_of_sentence(at);
    let run = run(scan, at, end)?;
    if !run.digit {
        return plain_before(scan, at, run.end, end);
    }
    let known = |tag| scan.hit(at, &[tag]).is_some_and(|(hit, _)| hit.end < run.end);
    if known(Tag::Name(Kind::Location)) || known(Tag::Nationality) {
        return None;
    }
    for next in run.end..=run.end + BETWEEN {
        if next >= end || !scan.is_word(next) || scan.is_capitalized(next) || scan.is_stop(next) {
            return None;
        }
        if scan.hit(next, &[Tag::ProductHead]).is_some() {
            return Some(run.end);
        }
    }
    None
}

/// One past a name without a digit: before "-class", or right before a noun that makers and owners seldom stand before.
fn plain_before(scan: &Scan<'_>, at: usize, stop: usize, end: usize) -> Option<usize> {
    if stop >= end {
        return None;
    }
    let head = |at: usize| scan.any(at, &[Tag::ProductHead]);
    if stop + 1 < end && scan.is_hyphen(stop) && scan.folded(stop + 1) == "class" {
        let named = !scan.is_title_case(at) && (stop + 2..end.min(stop + 5)).any(head);
        return named.then_some(stop);
    }
    let first = at == scan.start_of_sentence(at) || scan.is_title_case(at);
    let named = |at: usize| {
        scan.hits_at(at).any(|(_, entry)| {
            matches!(
                entry.tag,
                Tag::Name(_) | Tag::GivenName | Tag::Title | Tag::PlaceHead | Tag::ProductHead
            )
        })
    };
    let noun = scan.hit(stop, &[Tag::ProductHead]).filter(|(_, entry)| entry.class == "yes");
    let fits = !first && stop <= at + 2 && !scan.is_capitalized(stop) && !(at..stop).any(named);
    noun.filter(|_| fits).map(|_| stop)
}

/// One past the name of a ship behind the letters that tell whose it is: "INS Kulish", "MV Baltic Trader".
fn prefixed(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let end = scan.end_of_sentence(at);
    let prefix = scan.is_upper(at) && scan.has(at, Set::ShipPrefix) && at + 1 < end;
    let name = prefix.then(|| run(scan, at + 1, end)).flatten()?;
    (!scan.is_shouted(at) && !scan.is_russian(at + 1)).then_some(name.end)
}

/// The capitalised words and designations from a token on, one writing only.
fn run(scan: &Scan<'_>, start: usize, end: usize) -> Option<Run> {
    let mut run = Run { end: start, pieces: 0, digit: false, mark: false };
    while run.end < end && run.pieces < LONGEST {
        let at = run.end;
        let Some(piece) = piece(scan, at, end) else { break };
        if piece.number {
            // "Embraer 120", but no years and no counts of what comes next.
            let number = run.pieces > 0 && scan.word(at).len() <= 4 && !is_year(scan.word(at));
            if number && !counts(scan, piece.end, end) {
                (run.end, run.digit, run.pieces) = (piece.end, true, run.pieces + 1);
            }
            break;
        }
        let writing = run.pieces == 0 || scan.is_russian(at) == scan.is_russian(start);
        if !piece.digit && (!scan.is_capitalized(at) || refuses(scan, at) || !writing) {
            break;
        }
        run.end = piece.end;
        run.pieces += 1;
        run.digit |= piece.digit;
        run.mark |= piece.mark;
    }
    (run.pieces > 0).then_some(run)
}

/// Words that begin no product's name.
fn refuses(scan: &Scan<'_>, at: usize) -> bool {
    let tags = [Tag::OrgHead, Tag::LegalForm, Tag::Nationality, Tag::EventHead];
    scan.is_stop(at)
        || tags.into_iter().any(|tag| scan.is(at, tag))
        || scan.is_russian(at) && scan.is(at, Tag::Title)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

/// Whether what stands behind a number is counted by it: a Russian genitive that is no class noun.
fn counts(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    let counted = at < end && scan.is_word(at) && scan.is_russian(at) && !scan.is_capitalized(at);
    at < end && scan.is_punct(at, '%')
        || counted
            && endings::is_genitive_word(scan.layer, scan.folded(at))
            && scan.hit(at, &[Tag::ProductHead]).is_none()
}

/// The piece that begins at a token.
fn piece(scan: &Scan<'_>, at: usize, end: usize) -> Option<Piece> {
    if at >= end || !matches!(scan.token(at).kind, TokenKind::Word | TokenKind::Number) {
        return None;
    }
    let stop = super::glued_end(scan, at + 1).min(end);
    let tokens = at..stop;
    let numbers = tokens.clone().filter(|&at| scan.token(at).kind == TokenKind::Number).count();
    let capital = tokens.clone().any(|at| scan.is_capitalized(at));
    let short = scan.is_word(stop - 1) && scan.word(stop - 1).chars().nth(2).is_none();
    let suffix = tokens.len() > 2 && short && scan.is_hyphen(stop - 2) && scan.is_capitalized(stop - 1);
    let latin = scan.token(at).script == Script::Latin && scan.token(at).case != Case::Lower;
    let first = scan.start_of_sentence(at);
    Some(Piece {
        end: stop,
        digit: numbers > 0 && capital,
        number: numbers > 0 && tokens.len() == 1,
        mark: suffix || latin && first < at && scan.is_russian(at - 1),
    })
}
