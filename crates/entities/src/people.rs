//! People: given and family names, patronymics, initials, titles before and after.

mod context;
pub mod correspondence;
mod met_again;

use std::cell::OnceCell;

use smallvec::SmallVec;
use svodka_model::{Kind, PersonName, Value};
use svodka_text::{Case, letters};

use crate::candidate::Candidate;
use crate::endings;
use crate::lexicon::Tag;
use crate::scan::Scan;
use crate::sets::{self, Set};
use context::{beside_speech, first_word, followed_by_role, of_place, tells_person};
pub use met_again::again;

/// A word of a possible name.
#[derive(Debug, Clone)]
pub struct Unit {
    /// First token.
    pub start: usize,
    /// One past the last token (the stop of an initial included).
    pub end: usize,
    /// What it looks like.
    pub look: Look,
}

/// What a word of a name looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A known given name.
    Given,
    /// A single capital letter with a stop.
    Initial,
    /// A patronymic.
    Patronymic,
    /// A capitalised word with an ending of family names.
    Surname,
    /// Another capitalised word.
    Capital,
    /// A particle.
    Particle,
}

/// Proposes people.
pub fn propose(scan: &mut Scan<'_>) {
    let mut from = 0;
    while let Some(at) = scan.next(from, &[Tag::Capital]) {
        from = at + 1;
        let Some((units, score, rule)) = name_at(scan, at) else { continue };
        from = units.last().map_or(from, |unit| unit.end.max(from));
        let candidate = person(scan, &units, rule, score);
        scan.propose(candidate);
    }
}

/// The candidate of a range of tokens that another source says is a person.
pub fn of_tokens(
    scan: &Scan<'_>,
    tokens: std::ops::Range<usize>,
    rule: &'static str,
    score: u16,
) -> Candidate {
    let mut units = units_at(scan, tokens.start);
    units.retain(|unit| unit.end <= tokens.end);
    let name = parts(scan, &units);
    Candidate::new(scan.span(tokens), Kind::Person, rule, score).value(Value::Person(name))
}

/// The candidate of a sequence of units.
fn person(scan: &Scan<'_>, units: &[Unit], rule: &'static str, score: u16) -> Candidate {
    let first = units.first().map_or(0, |unit| unit.start);
    let end = units.last().map_or(first + 1, |unit| unit.end);
    let name = parts(scan, units);
    Candidate::new(scan.span(first..end), Kind::Person, rule, score).value(Value::Person(name))
}

/// The parts of a name by the looks of its units, as written.
fn parts(scan: &Scan<'_>, units: &[Unit]) -> PersonName {
    let text = |unit: &Unit| scan.span(unit.start..unit.end).of(scan.layer.text()).to_owned();
    let generation = |unit: &&Unit| scan.has(unit.start, Set::Generation);
    let units = &units[..units.len() - units.iter().skip(1).rev().take_while(generation).count()];
    let mut name = PersonName::default();
    let family_first = units.len() > 1
        && matches!(units[0].look, Look::Surname | Look::Capital)
        && matches!(units[1].look, Look::Given | Look::Initial)
        && units
            .last()
            .is_some_and(|unit| matches!(unit.look, Look::Patronymic | Look::Initial | Look::Given));
    let mut family: Vec<String> = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        let last = index + 1 == units.len();
        match unit.look {
            Look::Patronymic if index > 0 => name.patronymic = Some(text(unit)),
            Look::Initial if name.given.is_none() => name.given = Some(text(unit)),
            // "George H. W. Bush" is not George W. Bush.
            Look::Initial => match &mut name.patronymic {
                Some(before) => before.extend([" ", &text(unit)]),
                None => name.patronymic = Some(text(unit)),
            },
            Look::Given if name.given.is_none() && (!last || family_first || units.len() == 1) => {
                name.given = Some(text(unit))
            }
            _ if index == 0 && !family_first && units.len() > 1 && name.given.is_none() => {
                name.given = Some(text(unit))
            }
            Look::Given | Look::Capital | Look::Surname
                if !last && !family_first && name.given.is_some() && family.is_empty() =>
            {
                name.patronymic.get_or_insert_with(|| text(unit));
            }
            _ => family.push(text(unit)),
        }
    }
    name.family = (!family.is_empty()).then(|| family.join(" "));
    name
}

/// The name that begins at a token, with its score and rule.
fn name_at(scan: &Scan<'_>, at: usize) -> Option<(Units, u16, &'static str)> {
    if !scan.is_capitalized(at) || scan.is_shouted(at) || glued_before(scan, at) {
        return None;
    }
    if scan.is_stop(at) && !is_initial(scan, at) {
        return None;
    }
    let mut units = units_at(scan, at);
    if has_family_behind(&units) {
        return None;
    }
    let titled = OnceCell::new();
    let titled = || *titled.get_or_init(|| title_before(scan, at));
    while !units.is_empty() {
        if let Some((score, rule)) = judge(scan, &units, &titled) {
            let begins =
                !(units.len() > 1 && (ends_other_name(scan, &units) || is_sentence_word(scan, &units)));
            return begins.then_some((units, score, rule));
        }
        units.pop();
    }
    None
}

/// Whether a whole name follows the first word, which is none of it: «ректор ВКТУ Анна Петровна Белова».
fn has_family_behind(units: &[Unit]) -> bool {
    use Look::{Capital, Given, Patronymic, Surname};
    let look = |at: usize| units.get(at).map(|unit| unit.look);
    let looks = [look(0), look(1), look(2), look(3)];
    matches!(looks, [Some(Capital | Surname), Some(Given), Some(Patronymic), Some(Surname)])
}

/// Whether the first of several words is the end of a known name: «Федерации» of «президент Российской Федерации Дмитрий
/// Анатольевич Медведев».
fn ends_other_name(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let (at, end) = (units[0].start, units[0].end);
    let first = scan.start_of_sentence(at).max(at.saturating_sub(6));
    matches!(units[0].look, Look::Surname | Look::Capital)
        && (first..at).any(|from| {
            let mut hits = scan.hits_at(from);
            hits.any(|(hit, entry)| matches!(entry.tag, Tag::Name(_)) && !entry.ambiguous && hit.end == end)
        })
}

/// Whether the first of several words is a common noun that only begins the sentence before somebody's name in another
/// case: «Похороны Людмилы Марковны», «Полёт Гагарина».
fn is_sentence_word(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let second = &units[1];
    matches!(units[0].look, Look::Surname | Look::Capital)
        && (scan.start_of_sentence(units[0].start)..units[0].start).all(|at| !scan.is_word(at))
        && scan.is_russian(second.start)
        && units[0].end == units[0].start + 1
        && endings::is_common_word(scan.layer, scan.folded(units[0].start))
        && is_oblique(scan, second)
}

/// Where a Russian name that another source found begins: behind a known body, or a word that only begins the sentence.
pub fn start_of_name(scan: &Scan<'_>, tokens: std::ops::Range<usize>) -> usize {
    let body = scan.hit(tokens.start, &[Tag::Name(Kind::Organization), Tag::OrgHead]).map(|(hit, _)| hit.end);
    if let Some(end) = body.filter(|&end| end < tokens.end && scan.is(end, Tag::GivenName)) {
        return end;
    }
    let units = units_at(scan, tokens.start);
    let word = units.len() > 1 && units[1].end <= tokens.end && is_sentence_word(scan, &units);
    if word { units[1].start } else { tokens.start }
}

/// Whether a given name in its first form stands at a token.
pub fn is_nominative_given(scan: &Scan<'_>, at: usize) -> bool {
    scan.hits_at(at).any(|(hit, entry)| {
        let first = || svodka_text::fold::fold(&entry.norm) == scan.folded(at);
        entry.tag == Tag::GivenName && hit.end == at + 1 && first()
    })
}

/// Whether a part of a Russian name does not stand in the nominative, as far as lists and endings tell.
fn is_oblique(scan: &Scan<'_>, unit: &Unit) -> bool {
    let word = scan.folded(unit.end - 1);
    let given =
        scan.hits_at(unit.start).find(|(hit, entry)| entry.tag == Tag::GivenName && hit.end == unit.end);
    match given {
        Some((_, entry)) => svodka_text::fold::fold(&entry.norm) != word,
        None => sets::ends(Set::ObliqueFamilyEnding, word),
    }
}

/// A single capital letter with a stop glued to it («В. Путин» is no preposition).
fn is_initial(scan: &Scan<'_>, at: usize) -> bool {
    let dot =
        at + 1 < scan.end_of_sentence(at) && scan.is_punct(at + 1, '.') && !scan.token(at + 1).space_before;
    dot && scan.word(at).chars().filter(|&c| letters::is_letter(c)).count() == 1
}

/// A part of a hyphenated word or designation cannot begin a name.
fn glued_before(scan: &Scan<'_>, at: usize) -> bool {
    at > 0
        && !scan.token(at).space_before
        && scan.punct(at - 1).is_some_and(|c| letters::is_dash(c) && !scan.token(at - 1).space_before)
}

/// Tokens from a title to the comma behind what it is for, at most.
const POST: usize = 7;
/// Units of a name, at most.
const LONGEST: usize = 5;

/// The units of a name.
type Units = SmallVec<[Unit; LONGEST]>;

/// The units from a token on, all in one script.
fn units_at(scan: &Scan<'_>, at: usize) -> Units {
    let end = scan.end_of_sentence(at);
    let mut units = Units::new();
    let mut next = at;
    while next < end && units.len() < LONGEST {
        let Some(unit) = unit_at(scan, next, end, units.is_empty()) else { break };
        if units.first().is_some_and(|first| scan.is_russian(first.start) != scan.is_russian(unit.start)) {
            break;
        }
        next = unit.end;
        units.push(unit);
    }
    while units.last().is_some_and(|unit| unit.look == Look::Particle) {
        units.pop();
    }
    units
}

fn unit_at(scan: &Scan<'_>, at: usize, end: usize, first: bool) -> Option<Unit> {
    let word = scan.word(at);
    if !scan.is_word(at) || scan.is_possessive(at) {
        return None;
    }
    if !first && scan.token(at).case == Case::Lower {
        let hyphen = at + 1 < end && scan.is_hyphen(at + 1);
        let stop = if hyphen { at + 3 } else { at + 1 };
        // «аль-Асад», "al-Sisi": the particle is bound to the name by a hyphen.
        let particle = scan.has(at, Set::Particle);
        if particle && hyphen && stop <= end && scan.is_capitalized(stop - 1) {
            return Some(Unit { start: at, end: stop, look: Look::Capital });
        }
        return particle.then_some(Unit { start: at, end: at + 1, look: Look::Particle });
    }
    if !scan.is_capitalized(at) {
        return None;
    }
    let letters = word.chars().filter(|&c| letters::is_letter(c)).take(3).count();
    if letters == 1 {
        return is_initial(scan, at).then_some(Unit { start: at, end: at + 2, look: Look::Initial });
    }
    // «Дж.», «Ю.», "Wm."
    if letters <= 2
        && at + 1 < end
        && scan.is_punct(at + 1, '.')
        && at + 2 < end
        && (scan.is_capitalized(at + 2))
        && word != "St"
    {
        return Some(Unit { start: at, end: at + 2, look: Look::Initial });
    }
    let mut stop = at + 1;
    while stop + 1 < end && scan.is_hyphen(stop) && scan.is_word(stop + 1) && scan.is_capitalized(stop + 1) {
        stop += 2;
    }
    let stop = with_second_syllable(scan, stop).min(end);
    let look = look_of(scan, at, stop);
    if look != Look::Given && !first && scan.is_stop(at) {
        return None;
    }
    Some(Unit { start: at, end: stop, look })
}

/// One past "Jae-in" where `at` is one past its first syllable: Korean given names go on in small letters.
pub fn with_second_syllable(scan: &Scan<'_>, at: usize) -> usize {
    let end = scan.end_of_sentence(at.saturating_sub(1));
    let second = at + 1 < end
        && scan.is_hyphen(at)
        && scan.token(at + 1).case == Case::Lower
        && scan.has(at + 1, Set::KoreanSyllable)
        && scan.token(at - 1).case == Case::Title
        && scan.has(at - 1, Set::KoreanSyllable);
    // "Moon Jae-in": the hyphen is glued on both sides, so that no word follows at once.
    let glued = second && at + 2 < end && !scan.token(at + 2).space_before && scan.is_hyphen(at + 2);
    if second && !glued { at + 2 } else { at }
}

/// Whether a unit is a Korean given name of two syllables.
fn is_korean(scan: &Scan<'_>, unit: &Unit) -> bool {
    unit.end == unit.start + 3 && with_second_syllable(scan, unit.start + 1) == unit.end
}

fn look_of(scan: &Scan<'_>, at: usize, stop: usize) -> Look {
    let russian = scan.is_russian(at);
    let ends = |ending: Tag| scan.ends_like(stop - 1, ending);
    if russian && ends(Tag::PatronymicEnding) {
        return Look::Patronymic;
    }
    if scan.hits_at(at).any(|(hit, entry)| entry.tag == Tag::GivenName && hit.end <= stop) {
        return Look::Given;
    }
    let surname = if russian { Tag::FamilyEnding } else { Tag::LatinFamilyEnding };
    if ends(surname) { Look::Surname } else { Look::Capital }
}

/// Score and rule of a sequence of units as a whole name; `None` if it is none.
fn judge(scan: &Scan<'_>, units: &[Unit], titled: &impl Fn() -> bool) -> Option<(u16, &'static str)> {
    use Look::{Capital, Given, Initial, Particle, Patronymic, Surname};
    let mut looks = [Particle; LONGEST];
    let mut count = 0;
    for unit in units.iter().filter(|unit| unit.look != Particle) {
        looks[count] = unit.look;
        count += 1;
    }
    // "The chairman, Sir Alan Pritchard": the name begins behind the form of address.
    let first = units[0].start;
    if units.len() > 1 && units[0].look == Capital && !scan.is_russian(first) && honorific(scan, first, first)
    {
        return None;
    }
    let other = || units.iter().any(|unit| unit.look == Capital && names_other(scan, unit));
    let known_thing = || {
        let mut words = units.iter().filter(|unit| matches!(unit.look, Capital | Surname));
        words.any(|unit| known_elsewhere(scan, unit))
    };
    let told = || tells_person(scan, units);
    let base: (u16, &'static str) = match &looks[..count] {
        [Given, Capital | Surname, .., Capital | Surname]
            if count < units.len() && count < 5 && !other() && !known_thing() =>
        {
            (900, "person.particle")
        }
        [Capital | Surname | Given, Capital | Surname | Given] if is_korean(scan, &units[1]) => {
            (900, "person.korean")
        }
        [Given, Patronymic, Surname | Capital] => (970, "person.full"),
        // «Директор Игорь Костюкевич», «глава Росавтодора Игорь Костюкевич»: a family name that looks like a patronymic.
        [Surname | Capital, Given, Patronymic] if !other() && !known_thing() => (970, "person.full"),
        [Given, Patronymic] => (900, "person.given_patronymic"),
        [Given, Surname | Capital]
            if !other()
                && (post_before(scan, units[0].start)
                    || !scan.is_russian(first) && honoured(scan, units)) =>
        {
            (930, "person.apposed")
        }
        [Given, Surname] | [Given, Initial, Surname | Capital] | [Given, Given, Surname] => {
            (930, "person.given_family")
        }
        [Given, Capital, Surname] | [Given, Initial, Initial, Surname | Capital] => {
            (880, "person.given_family")
        }
        [Initial, Surname] | [Initial, Initial, Surname] => (920, "person.initials"),
        [Surname, Initial, Initial] => (900, "person.initials"),
        [Initial, Capital] | [Initial, Initial, Capital] if !other() => (840, "person.initials"),
        [Initial, Given] | [Initial, Initial, Given] => (800, "person.initials"),
        [Capital, Initial, Initial] if !other() => (780, "person.initials"),
        [Given, Given] => (800, "person.given_given"),
        [Surname, Given] if units.iter().all(|unit| scan.is_russian(unit.start)) => {
            (860, "person.family_given")
        }
        [Given, Capital] if !other() && honoured(scan, units) => (900, "person.told"),
        [Given, Capital] if units.len() == 2 && !other() && (titled() || of_place(scan, units)) => {
            (870, "person.titled_given")
        }
        [Given, Capital] if !other() => (850, "person.given_capital"),
        [Given, Capital, Capital] if !other() && !known_thing() => (740, "person.given_capital"),
        [Given, Given, Capital] if !other() => (800, "person.given_capital"),
        [Capital, Surname] if !other() && !first_word(scan, units) => (720, "person.surname_ending"),
        [Capital, Surname] if !other() && followed_by_role(scan, units) => (760, "person.surname_ending"),
        [Capital, Capital] | [Capital, Surname] if !other() && honoured(scan, units) => {
            (860, "person.honoured")
        }
        [Capital, Capital] if !other() && titled() => (760, "person.titled"),
        [Capital, Capital, Capital] if !other() && titled() && !known_thing() => (700, "person.titled"),
        [Capital, Surname, Surname] if !other() && titled() => (760, "person.titled"),
        // «Посол Данг Минь Кхой».
        [Capital, Given, Capital | Surname] if !other() && titled() && !known_thing() => {
            (790, "person.titled")
        }
        [Capital, Given] if !other() && titled() => (780, "person.titled"),
        [Capital, Given] if !other() && !first_word(scan, units) && !known_thing() => {
            (660, "person.capital_given")
        }
        [Capital, Capital] | [Capital, Capital, Capital]
            if !other() && !known_thing() && followed_by_role(scan, units) =>
        {
            (690, "person.before_role")
        }
        [Capital, Surname] | [Capital, Capital]
            if !other()
                && !known_thing()
                && beside_speech(scan, units)
                && !honorific(scan, units[0].start, units[0].start) =>
        {
            (680, "person.speaker")
        }
        [Capital | Surname | Given] if !other() && honoured(scan, units) => (860, "person.honoured"),
        [Capital | Surname] | [Capital, Capital | Surname] | [Capital, Capital, Capital | Surname]
            if !other() && !known_thing() && told() =>
        {
            (760, "person.told")
        }
        [Surname] if titled() => (830, "person.titled"),
        [Capital] if titled() && !other() && !scan.is_upper(units[0].start) => (700, "person.titled"),
        [Given] if titled() => (640, "person.titled"),
        [Given | Capital | Surname] if !other() && !known_thing() && of_kin(scan, units) => {
            (760, "person.told")
        }
        _ => return None,
    };
    let penalty = if known_thing() { 150 } else { 0 };
    Some((base.0 - penalty, base.1))
}

/// Whether a capitalised unit is surely no part of a person's name: head, legal form, nationality, another title, a word
/// built like names of offices («глава Госатомнадзора»).
fn names_other(scan: &Scan<'_>, unit: &Unit) -> bool {
    scan.hits_at(unit.start).any(|(hit, entry)| {
        hit.end >= unit.end.min(unit.start + 1)
            && matches!(
                entry.tag,
                Tag::OrgHead
                    | Tag::LegalForm
                    | Tag::Nationality
                    | Tag::PlaceHead
                    | Tag::EventHead
                    | Tag::DocumentHead
                    | Tag::Title
                    | Tag::TitlePrefix
                    | Tag::Subject
                    | Tag::Stop
            )
            && hit.end == unit.start + 1
    }) || scan.is_upper(unit.start) && scan.word(unit.start).chars().count() <= 4
        || scan.is_russian(unit.start) && scan.any(unit.start, &[Tag::Firm])
}

/// Whether a unit is a known place, organisation, event or product that no person is named after.
fn known_elsewhere(scan: &Scan<'_>, unit: &Unit) -> bool {
    scan.hits_at(unit.start)
        .any(|(hit, entry)| matches!(entry.tag, Tag::Name(_)) && !entry.ambiguous && hit.end >= unit.end)
}

/// Whether a title, or a title with its organisation, ends right before a token.
fn title_before(scan: &Scan<'_>, at: usize) -> bool {
    let first = scan.start_of_sentence(at);
    if at == first || is_maker(scan, at, first) {
        return false;
    }
    if scan.role_ends_at(at) {
        return true;
    }
    let ends_here = |from: usize| {
        scan.any(from, &[Tag::Title])
            && scan.hits_at(from).any(|(hit, entry)| {
                matches!(entry.tag, Tag::Title)
                    && (hit.end == at || hit.end + 1 == at && scan.is_punct(hit.end, '.'))
            })
    };
    if (first.max(at.saturating_sub(5))..at).any(ends_here) {
        return true;
    }
    honorific(scan, at - 1, first) || title_with_place(scan, at, first)
}

/// "The gold producer", "the Scottish rocket builder": behind what it makes, the noun is a firm's and no title.
fn is_maker(scan: &Scan<'_>, at: usize, first: usize) -> bool {
    let firm = scan.hits_at(at - 1).any(|(hit, entry)| entry.tag == Tag::FirmCue && hit.end == at);
    let goods = (at - 1).checked_sub(1).filter(|&goods| goods > first);
    let goods = goods.filter(|&goods| scan.is_word(goods) && !scan.is_capitalized(goods));
    firm && goods.is_some_and(|goods| {
        !scan.any(goods, &[Tag::TitlePrefix, Tag::Stop]) && !scan.has(goods, Set::Preposition)
    })
}

/// Whether a form of address stands right before the name.
fn honoured(scan: &Scan<'_>, units: &[Unit]) -> bool {
    is_honoured(scan, units[0].start)
}

/// Whether a form of address stands right before a token.
pub fn is_honoured(scan: &Scan<'_>, at: usize) -> bool {
    let first = scan.start_of_sentence(at);
    at > first && honorific(scan, at - 1, first)
}

/// "Mr.", "Ms", «господин», «г-н».
fn honorific(scan: &Scan<'_>, at: usize, first: usize) -> bool {
    let word = if scan.is_punct(at, '.') && at > first { at - 1 } else { at };
    let cut_off = || scan.folded(word) == "н" && !(word > first && scan.is_hyphen(word - 1));
    scan.has(word, Set::Honorific) && !cut_off()
}

/// «губернатор Иркутской области Ерощенко»: a title, then a known place or organisation that ends here.
fn title_with_place(scan: &Scan<'_>, at: usize, first: usize) -> bool {
    if !scan.is_russian(at) {
        return false;
    }
    (first.max(at.saturating_sub(6))..at).any(|from| {
        let place = scan.hits_at(from).any(|(hit, entry)| {
            hit.end == at && matches!(entry.tag, Tag::Name(Kind::Location | Kind::Organization))
        });
        let title = |from: usize| {
            (first.max(from.saturating_sub(4))..from)
                .any(|t| scan.hits_at(t).any(|(hit, entry)| hit.end == from && entry.tag == Tag::Title))
        };
        // «Посол Вьетнама в России».
        let there = || from > first + 1 && scan.has(from - 1, Set::Preposition);
        place && (title(from) || there() && title_with_place(scan, from - 1, first))
    })
}

/// "Bell's daughter, Imogen, said": a name between two commas behind a noun for kin.
fn of_kin(scan: &Scan<'_>, units: &[Unit]) -> bool {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return false };
    let start = scan.start_of_sentence(first.start);
    let comma = |at: usize| scan.is_punct(at, ',');
    first.start > start + 2
        && comma(first.start - 1)
        && last.end < scan.len()
        && comma(last.end)
        && scan.has(first.start - 2, Set::Kin)
}

/// "Russia's ambassador to Laos, Vladimir Kalinin": a title, what it is for, and the comma before the name.
fn post_before(scan: &Scan<'_>, at: usize) -> bool {
    let first = scan.start_of_sentence(at);
    let Some(comma) = at.checked_sub(1).filter(|&comma| comma > first && scan.is_punct(comma, ',')) else {
        return false;
    };
    let inside = (first.max(comma.saturating_sub(POST))..comma).rev().take_while(|&at| scan.is_word(at));
    let mut titles = inside.filter_map(|at| scan.hit(at, &[Tag::Title]).map(|(hit, _)| hit.end));
    !scan.is_russian(at) && titles.any(|end| end < comma && scan.has(end, Set::Preposition))
}
