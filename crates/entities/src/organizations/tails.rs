//! What follows the head of a Russian organisation: «обороны РФ», «по Омской области», «имени Ломоносова».

use svodka_model::Kind;

use crate::endings;
use crate::lexicon::{Entry, Hit, Tag};
use crate::scan::Scan;
use crate::sets::{self, Set};

/// The end of the genitive words behind a head: «обороны РФ», «промышленности и торговли», «по военно-техническому
/// сотрудничеству», «Иркутской области».
pub fn genitive_tail(scan: &Scan<'_>, start: usize, end: usize) -> Option<usize> {
    let mut at = start;
    let mut dative = false;
    // Behind a place only «по» goes on, another name or a second place.
    let mut placed = false;
    while at < end && at - start < 14 {
        if let Some((hit, entry)) = scan
            .hit(at, &[Tag::Name(Kind::Location), Tag::Name(Kind::Organization)])
            .filter(|(hit, entry)| hit.end <= end && !entry.ambiguous)
        {
            // «порт Сабетта»: what stands in the nominative owns nothing.
            if at == start && is_nominative(scan, hit, entry) {
                return None;
            }
            at = hit.end;
            placed = entry.tag == Tag::Name(Kind::Location);
            continue;
        }
        let word = scan.folded(at);
        if (word == "по" || word == "при")
            && at + 1 < end
            && (at == start || !dative)
            && scan.is_word(at + 1)
            && scan.is_russian(at + 1)
            && !(word == "по" && scan.has(at + 1, Set::Circumstance))
        {
            let next = phrase_word(scan, at + 1, end, word == "по");
            let Some(next) = next else { break };
            dative = word == "по";
            at = next;
            placed = false;
            continue;
        }
        if word == "и" && placed {
            // «по Калмыкии и Астраханской области»: one body for two places.
            let second = (dative && at + 1 < end).then(|| scan.hit(at + 1, &[Tag::Name(Kind::Location)]));
            match second.flatten().filter(|(hit, entry)| hit.end <= end && !entry.ambiguous) {
                Some((hit, _)) => {
                    at = hit.end;
                    continue;
                }
                None => break,
            }
        }
        if word == "и" && at > start && at + 1 < end {
            let joins = !heads_name(scan, at + 1, end)
                && !scan.is(at + 1, Tag::LegalForm)
                && scan.hit(at + 1, &[Tag::Title]).is_none()
                && !scan.is_capitalized(at + 1);
            match phrase_word(scan, at + 1, end, dative).filter(|_| joins) {
                Some(next) => {
                    at = next;
                    continue;
                }
                None => break,
            }
        }
        if placed && !scan.is_capitalized(at) || sets::has(Set::Building, word) {
            break;
        }
        let Some(next) = phrase_word(scan, at, end, dative) else { break };
        at = next;
    }
    (at > start).then_some(at)
}

/// Whether a known place stands in its first form, where that is no other form as well: «Вашингтон», but not «Баку».
fn is_nominative(scan: &Scan<'_>, hit: Hit, place: &Entry) -> bool {
    let surface = scan.span(hit.start..hit.end).of(scan.layer.text());
    place.tag == Tag::Name(Kind::Location)
        && !scan.is_upper(hit.end - 1)
        && sets::ends(Set::DeclinedEnding, scan.folded(hit.end - 1))
        && surface == place.norm
}

/// Whether another name's head begins at a word, with adjectives before it or without: «и государственной корпорацией».
fn heads_name(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    let adjective = |&word: &usize| word < end && endings::is_oblique_adjective(scan.folded(word));
    let noun = at + (at..end).take_while(adjective).take(2).count();
    scan.any(at, &[Tag::OrgHead]) || noun > at && noun < end && scan.is(noun, Tag::OrgHead)
}

/// One past a word (with its hyphenated parts) that can stand in the tail of a name.
fn phrase_word(scan: &Scan<'_>, at: usize, end: usize, dative: bool) -> Option<usize> {
    let dedication = at < end && matches!(scan.folded(at), "им" | "имени");
    if at >= end || !scan.is_word(at) || !scan.is_russian(at) || scan.is_stop(at) || dedication {
        return None;
    }
    if scan.has(at, Set::VerbLikeGenitive) && !scan.is_capitalized(at) {
        return None;
    }
    let mut stop = at + 1;
    while stop + 1 < end && scan.is_hyphen(stop) && scan.is_word(stop + 1) {
        stop += 2;
    }
    let last = scan.folded(stop - 1);
    let fits = if scan.is_capitalized(at) {
        // A capitalised word that is no adjective is most likely a person or the next name.
        scan.is_upper(at) && scan.word(at).chars().count() <= 5
            || endings::is_oblique_adjective(last)
            || endings::is_genitive(last)
                && !scan.is(at, Tag::GivenName)
                && scan.hit(at, &[Tag::Title]).is_none()
    } else {
        dative && endings::is_dative(scan.layer, last) || endings::is_genitive_word(scan.layer, last)
    };
    fits.then_some(stop)
}

/// One past «им. Ломоносова», «имени академика Е. О. Патона», «имени Кирилла и Мефодия» behind a name.
pub fn memorial_end(scan: &Scan<'_>, at: usize, end: usize) -> usize {
    if at >= end || !matches!(scan.folded(at), "им" | "имени") {
        return at;
    }
    let mut stop = at + 1;
    let mut named = false;
    while stop < end && stop - at < 9 {
        let dot = scan.is_punct(stop, '.') && !scan.token(stop).space_before && is_cut(scan, stop - 1);
        let name = scan.is_capitalized(stop);
        let rank = !named && scan.is_word(stop) && scan.hit(stop, &[Tag::Title]).is_some();
        let and = named && joins_namesake(scan, stop, end);
        if !(dot || name || rank || and || scan.is_hyphen(stop)) {
            break;
        }
        // After the name itself, a further capital belongs to what follows unless an initial came last.
        if name && named && !scan.is_punct(stop - 1, '.') && !scan.is_hyphen(stop - 1) {
            break;
        }
        named |= name && scan.word(stop).chars().count() > 1;
        stop += if and { 2 } else { 1 };
    }
    if named { stop } else { at }
}

/// Whether a word is cut short, so that a stop behind it does not end the sentence: «им.», «Н.», «акад.».
fn is_cut(scan: &Scan<'_>, at: usize) -> bool {
    let letters = scan.word(at).chars().count();
    if scan.is_capitalized(at) { letters <= 2 } else { letters <= 5 }
}

/// Whether «и» joins a second person that a body is named after: «имени Станиславского и Немировича-Данченко».
fn joins_namesake(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    at + 1 < end
        && scan.folded(at) == "и"
        && scan.is_capitalized(at + 1)
        && endings::is_genitive(scan.folded(at + 1))
        && !scan.any(at + 1, &[Tag::OrgHead, Tag::LegalForm, Tag::Name(Kind::Organization), Tag::Title])
}
