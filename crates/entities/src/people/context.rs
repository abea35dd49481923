//! What stands beside the words of a possible name and speaks for a person.

use svodka_model::Kind;

use super::Unit;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::{self, Set};

/// Whether the words begin their sentence.
pub fn first_word(scan: &Scan<'_>, units: &[Unit]) -> bool {
    units[0].start == scan.start_of_sentence(units[0].start)
}

/// A verb of saying right before or behind.
pub fn beside_speech(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return false };
    let before = first.start > scan.start_of_sentence(first.start) && scan.is(first.start - 1, Tag::Speech);
    before || last.end < scan.end_of_sentence(first.start) && scan.is(last.end, Tag::Speech)
}

/// "X Y, Director General of Z": a title behind a comma.
pub fn followed_by_role(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let Some(end) = units.last().map(|unit| unit.end) else { return false };
    let sentence_end = scan.end_of_sentence(units[0].start);
    if end + 1 >= sentence_end || !(scan.is_punct(end, ',') || scan.is_punct(end, '(')) {
        return false;
    }
    for at in end + 1..sentence_end.min(end + 5) {
        if scan.hit(at, &[Tag::Title]).is_some() {
            return true;
        }
        let skip = scan.hit(at, &[Tag::TitlePrefix]).is_some()
            || matches!(scan.folded(at), "the" | "a" | "an" | "who" | "is")
            || scan.is(at, Tag::Nationality)
            || scan.is_capitalized(at);
        if !skip {
            return false;
        }
    }
    false
}

/// "Bolivia's Evo Morales": a known place right before the name, which it says to be its own.
pub fn of_place(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let at = units[0].start;
    let own = at.checked_sub(1).filter(|&own| own > scan.start_of_sentence(at) && scan.is_possessive(own));
    let ends = |own: usize, from: usize| {
        scan.hits_at(from).any(|(hit, entry)| hit.end == own && entry.tag == Tag::Name(Kind::Location))
    };
    own.is_some_and(|own| {
        (scan.start_of_sentence(at).max(own.saturating_sub(3))..own).any(|from| ends(own, from))
    })
}

/// "Haddad, who heads the ministry": what is said behind the comma tells that the words are somebody's name. At the
/// beginning of a sentence a plural may stand so too, behind a preposition whoever comes from there ("the mothers of
/// Khombole, who").
pub fn tells_person(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return false };
    let end = scan.end_of_sentence(first.start);
    let who = units.len() == 1 && !first_word(scan, units) && lone_role(scan, last.end, end)
        || last.end + 1 < end && scan.is_punct(last.end, ',') && scan.word(last.end + 1) == "who";
    let before = || scan.word(first.start - 1);
    let free = match first_word(scan, units) {
        true => units.len() > 1 || !scan.folded(first.start).ends_with('s'),
        false => {
            let place = matches!(before(), "of" | "in" | "from" | "at" | "near" | "across");
            let article = matches!(before(), "the" | "a" | "an" | "one");
            !place && !article && !scan.is_capitalized(first.start - 1)
        }
    };
    who && free && !scan.is(first.start, Tag::Nationality) && scan.word(first.start).chars().nth(2).is_some()
}

/// "Also Rao, a director of the firm": a title with its article behind the comma, none that a firm or a country has as
/// well. At the beginning of a sentence an adverb may stand so too.
fn lone_role(scan: &Scan<'_>, comma: usize, end: usize) -> bool {
    let article = comma + 2 < end && scan.is_punct(comma, ',') && matches!(scan.word(comma + 1), "a" | "an");
    let title = |at: usize| {
        scan.hit(at, &[Tag::Title])
            .is_some_and(|(_, entry)| entry.link == "director" || !sets::has(Set::OrdinaryTitle, &entry.link))
            && !scan.any(at, &[Tag::FirmCue])
    };
    article && title(comma + 2)
}
