//! Lengths of time and days at their ends: "three years", "an hour and a half", "two years ago", "16 days after 2 January".

use rust_decimal::Decimal;
use svodka_model::{DateValue, Precision, Value};

use super::relative::{COUNTED, is_plural, precision, shifted};
use super::resolve::{self, Context, Tense};
use super::{reference, unit_at};
use crate::Direction;
use crate::amount::{Letters, amount, is_name, qualifier, whole};
use crate::found::Found;
use crate::ordinal;
use crate::period::{self, Point, Unit, neighbour};
use crate::sense::{CalendarSort as Sort, CalendarUnit, CalendarWord, Sense, WordClass};
use crate::sets::Set;
use crate::view::View;

/// Lengths of time beyond so many units are sums with a word of time behind them.
const LONGEST: u32 = 9_999;

/// «полгода», "half an hour", «трёхлетний».
pub(crate) fn length(view: &View, at: usize) -> Option<Found> {
    let (length, end) =
        view.find_in(
            Sense::LENGTH,
            at,
            |sense| if let Sense::Length(length) = sense { Some(length) } else { None },
        )?;
    // «двухлетняя годовщина» is an ordinal.
    if ordinal::is_anniversary(view, end) {
        return None;
    }
    // «во время Шестидневной войны»: a name.
    let russian = view.word(at).is_some_and(|word| !word.is_ascii());
    if russian && view.capitalized(at) && !view.first_of_sentence(at) && !view.upper(at) {
        return None;
    }
    let value = DateValue {
        iso: view.lexicon.lengths[length as usize].to_owned(),
        start: None,
        end: None,
        precision: Precision::Duration,
        qualifier: qualifier(view, at, end),
        basis: None,
    };
    Some(Found::new(at, end, Value::Date(value), "date.length", 930))
}

/// "two years ago", «через три года», "three years": a number of units, as a date if the words place it.
pub(crate) fn counted(view: &View, at: usize, context: Context) -> Option<Found> {
    if view.digits(at).is_some() && is_name(view, at) {
        return None;
    }
    let amount = slashed(view, at)
        .or_else(|| amount(view, at, Letters::No).map(|amount| (amount.value, amount.max, amount.end)));
    let article = || {
        let one = view.is(at, WordClass::Article).or_else(|| view.is(at, WordClass::Another));
        one.map(|end| (Decimal::ONE, None, end))
    };
    let ahead = view
        .calendar_before(at, Sort::Ahead.bit(), |word| (word == CalendarWord::Ahead).then_some(()))
        .is_some();
    let bare = || {
        unit_at(view, at)
            .is_some_and(|(unit, end)| {
                (ahead || ago_at(view, end).is_some()) && unit != CalendarUnit::Half && !is_plural(view, at)
            })
            .then_some((Decimal::ONE, None, at))
    };
    let (value, max, next) = amount.or_else(article).or_else(bare)?;
    let next = before_unit(view, next, value);
    // «75-летний юбилей» is an ordinal.
    if view.dash(next) && ordinal::is_anniversary(view, next + 2) {
        return None;
    }
    let glued = unit_at(view, next).or_else(|| parted_years(view, next));
    let hyphen = view.dash(next) && view.tight(next) && view.tight(next + 1) && glued.is_none();
    let (unit, end) = glued.or_else(|| unit_at(view, if hyphen { next + 1 } else { next }))?;
    // "30 Seconds to Mars", "48 Hours": a name.
    let named = view.capitalized(end - 1) && !view.upper(end - 1);
    if named && !hyphen && view.digits(at).is_some() && !crate::count::in_headline(view, end - 1) {
        return None;
    }
    // «на 90 минуте»: which minute, not how many.
    if max.is_none() && view.digits(at).is_some() && view.has(end - 1, Set::WhichMoment) {
        return None;
    }
    if is_some_day(view, at, end, unit) {
        return None;
    }
    let (value, end) =
        and_half(view, value, end).filter(|_| max.is_none() && !hyphen).unwrap_or((value, end));
    // «до 4,7 млрд с 3,9 млрд годом ранее»: nothing lasts that long, the sum ends before the unit.
    if value > Decimal::from(LONGEST)
        || view.tight(end) && view.is_word(end)
        || short_unit(view, if hyphen { next + 1 } else { next })
        || view.tight(next) && !hyphen && !view.dash(next) && next > at && view.digits(at).is_none()
    {
        return None;
    }
    let plain = |end: usize| {
        let mut date = period::duration(value, max, unit);
        let after = longer(view, end, unit, &mut date.iso).filter(|_| max.is_none() && !hyphen);
        let article = after.is_none()
            && value == Decimal::ONE
            && (view.is(at, WordClass::Article).is_some() && !introduces_length(view, at)
                || max.is_none() && next == at);
        let end = after.unwrap_or(end);
        date.qualifier = qualifier(view, at, end).filter(|_| !during(view, at));
        let article = article || unit == CalendarUnit::Second && view.is(at, WordClass::Article).is_some();
        let share = unit == CalendarUnit::Quarter && view.has(end, Set::OfWord);
        let half = unit == CalendarUnit::Half && view.word(end - 1).is_some_and(str::is_ascii);
        (!article && !half && !share).then(|| Found::new(at, end, Value::Date(date), "date.duration", 930))
    };
    let placed = |offset: i32, end: usize| {
        let count = i32::try_from(whole(value)?)
            .ok()
            .filter(|&count| max.is_none() && (unit != CalendarUnit::Year || count < 500))?;
        let point = neighbour(reference(context)?, unit, count.checked_mul(offset)?, COUNTED)?;
        let mut date = point.value();
        date.qualifier = qualifier(view, at, end).filter(|_| value > Decimal::ONE);
        Some(Found::new(at, end, Value::Date(date), "date.ago", 950))
    };
    if let Some((offset, after)) = ago_at(view, end) {
        precision(unit)?;
        if let Some(found) = before_told_year(view, at, value, unit, (end, after), context) {
            return Some(found);
        }
        let told = narrated(view, end, offset, unit) && context.direction == Direction::Nearest;
        if told {
            return plain(end);
        }
        return placed(offset.into(), after).or_else(|| plain(end));
    }
    if let Some((point, after)) = anchored(view, at, value, unit, end, context).filter(|_| max.is_none()) {
        return Some(Found::new(at, after, Value::Date(point.value()), "date.anchored", 930));
    }
    // "for the first time in 25 years" looks back.
    let counted = view.has(at.wrapping_sub(2), Set::Occasion);
    let within = view.has(at.wrapping_sub(1), Set::In) && !counted && future(view, at, end, context);
    let past =
        context.direction == Direction::Nearest && ahead && resolve::tense(view, at, end) == Tense::Past;
    // «через 65 лет после войны»: counted from something else.
    let other = view.calendar(end, Sort::After.bit() | Sort::Before.bit(), |word| {
        matches!(word, CalendarWord::After | CalendarWord::Before).then_some(())
    });
    if (ahead || within) && !past && other.is_none() {
        return placed(1, end).or_else(|| plain(end));
    }
    plain(end)
}

/// "In 2018 exports rose 5% from a year earlier", "the pageant of 1984 ... the year before": counted from the year that
/// the sentence, or the one before it, has named.
fn before_told_year(
    view: &View,
    at: usize,
    value: Decimal,
    unit: CalendarUnit,
    (end, after): (usize, usize),
    context: Context,
) -> Option<Found> {
    let earlier = view.is(end, WordClass::Earlier).is_some();
    let asked = earlier && unit == CalendarUnit::Year && context.direction == Direction::Nearest;
    let sentence = view.sentence(at).filter(|_| asked)?;
    let definite = view.has(at.wrapping_sub(1), Set::The);
    let reach = if definite { TOLD.max(at - sentence.first) } else { at - sentence.first };
    let told = super::year::told(view, at, reach)?;
    let past = context.reference.is_none_or(|reference| told <= reference.year());
    let count = u16::try_from(whole(value)?).ok().filter(|_| past)?;
    let year = Some(told.checked_sub(count)?);
    let basis = Some("counted back from the year named before it");
    let point = Point { basis, ..Point::new(year, Unit::Year) };
    Some(Found::new(at, after, Value::Date(point.value()), "date.ago", 930))
}

/// "One day he met a friend": no one says which day; "a hundredth of one second" is less than that.
fn is_some_day(view: &View, at: usize, end: usize, unit: CalendarUnit) -> bool {
    use CalendarWord::{After, Ago, Before, Stretch};
    if !view.has(at, Set::One) || end != at + 2 {
        return false;
    }
    let placed = |word| matches!(word, After | Ago(_) | Before).then_some(());
    let asked = view.has(at.wrapping_sub(1), Set::BeforeLength)
        || view
            .calendar_before(at, Sort::Stretch.bit(), |word| matches!(word, Stretch(_)).then_some(()))
            .is_some()
        || view.calendar(end, Sort::Ago.bit() | Sort::After.bit() | Sort::Before.bit(), placed).is_some()
        || qualifier(view, at, end).is_some();
    match unit {
        CalendarUnit::Day => !asked && !view.has(at.wrapping_sub(1), Set::In) && !view.has(end, Set::OfWord),
        CalendarUnit::Second => view.has(at.wrapping_sub(1), Set::OfWord),
        _ => false,
    }
}

/// How many tokens back "the year before" looks for the year that it is counted from.
const TOLD: usize = 40;

/// "1/2 hour".
fn slashed(view: &View, at: usize) -> Option<(Decimal, Option<Decimal>, usize)> {
    view.integer(at).filter(|_| view.punct(at + 1) == Some('/'))?;
    let (value, end) = crate::number::fraction(view, at).filter(|(value, _)| *value < Decimal::ONE)?;
    Some((value, None, end))
}

/// The unit's token: "three (more) years", "five consecutive days", "one and a quarter (of) hours".
fn before_unit(view: &View, at: usize, value: Decimal) -> usize {
    if view.has(at, Set::OfWord) && value != value.trunc() {
        return at + 1;
    }
    view.is(at, WordClass::Filler).filter(|&next| unit_at(view, next).is_some()).unwrap_or(at)
}

/// «10-и летний»: a compound written apart behind the ending of its number.
fn parted_years(view: &View, at: usize) -> Option<(CalendarUnit, usize)> {
    let ending = view.has(at.wrapping_sub(1), Set::CardinalEnding) && view.dash(at.wrapping_sub(2));
    (ending && view.has(at, Set::YearsLong)).then_some((CalendarUnit::Year, at + 1))
}

/// "a year and a half", "one hour and half".
fn and_half(view: &View, value: Decimal, at: usize) -> Option<(Decimal, usize)> {
    let (half, end) = view.numeral(at, crate::sense::NumeralClass::Half)?;
    Some((value.checked_add(half)?, end))
}

/// "3 hours [30 minutes]", «2 года [и 6 месяцев]», "2 years 1 month 21 days": smaller units go on with the length; puts
/// them into the ISO form and gives the token after them.
fn longer(view: &View, at: usize, unit: CalendarUnit, iso: &mut String) -> Option<usize> {
    let mark = view.is(at, WordClass::And).or((view.punct(at) == Some(',')).then_some(at + 1));
    let amount = amount(view, mark.unwrap_or(at), Letters::No)
        .filter(|amount| amount.max.is_none() && amount.number.scale.is_none())?;
    let (smaller, end) = unit_at(view, amount.end).filter(|&(smaller, _)| goes_on(unit, smaller))?;
    let own = period::duration(amount.value, None, smaller).iso;
    let own = own.strip_prefix('P')?;
    iso.push_str(own.strip_prefix('T').filter(|_| iso.contains('T')).unwrap_or(own));
    Some(longer(view, end, smaller, iso).unwrap_or(end))
}

/// Whether a length in the one unit goes on with the other: years with months, not with hours.
pub(super) fn goes_on(unit: CalendarUnit, smaller: CalendarUnit) -> bool {
    use CalendarUnit::{Day, Hour, Minute, Month, Second, Week, Year};
    const ORDER: [CalendarUnit; 7] = [Year, Month, Week, Day, Hour, Minute, Second];
    let place = |unit| ORDER.iter().position(|known| *known == unit);
    let Some((first, second)) = place(unit).zip(place(smaller)) else { return false };
    (first + 1..=first + 2).contains(&second) || unit == Year && smaller == Day
}

/// "three weeks from tomorrow", "16 days after 2 January 2018": counted from another day; "for 10 days from 18 December",
/// "two weeks starting 20 May": the days from that day on.
fn anchored(
    view: &View,
    at: usize,
    value: Decimal,
    unit: CalendarUnit,
    end: usize,
    context: Context,
) -> Option<(Point, usize)> {
    use CalendarWord::{After, Before, Since};
    let sign = |word| match word {
        After => Some(1),
        Before => Some(-1),
        _ => None,
    };
    let since =
        view.calendar(end, Sort::Since.bit(), |word| (word == Since).then_some(())).map(|((), next)| next);
    let lasts = since.is_some() || view.has(end, Set::FromWord) && view.has(at.wrapping_sub(1), Set::For);
    let (sign, next) = view
        .calendar(end, Sort::After.bit() | Sort::Before.bit(), sign)
        .or_else(|| (view.has(end, Set::FromWord)).then_some((1, end + 1)))
        .or_else(|| {
            since.filter(|_| view.language(end) != svodka_model::Language::Ru).map(|next| (1, next))
        })?;
    let next = if lasts && view.has(next, Set::On) { next + 1 } else { next };
    let (anchor, after, _) = super::point::point(view, next, context)?;
    let anchor = resolve::resolve(anchor, context, || Tense::Unknown);
    let (day, _) = anchor.days().filter(|(first, last)| first == last)?;
    let count = i32::try_from(whole(value)?).ok()?.checked_mul(sign)?;
    let other = shifted(day, unit, count)?;
    let basis = "counted from the day named beside it";
    if lasts {
        return Some((Point::between(day, other.plus(-1)?, basis)?, after));
    }
    Some((Point::exact(other, basis), after))
}

/// "repayable over 15 years" says in what time; "for over 15 years" says more than.
fn during(view: &View, at: usize) -> bool {
    view.has(at.wrapping_sub(1), Set::OverWord) && !view.follows(at - 1, WordClass::Lasting)
}

/// "for an hour", "about a year": an article before a unit is a length behind such words only.
fn introduces_length(view: &View, at: usize) -> bool {
    view.has(at.wrapping_sub(1), Set::BeforeLength)
}

fn future(view: &View, at: usize, end: usize, context: Context) -> bool {
    context.direction == Direction::Future || resolve::tense(view, at, end) == Tense::Future
}

/// "two years later", "three days earlier" in a story count from its last date, which is not known; a year earlier
/// is what business news compares with.
fn narrated(view: &View, at: usize, offset: i8, unit: CalendarUnit) -> bool {
    match view.has(at, Set::Later) {
        true => offset > 0,
        false => unit != CalendarUnit::Year && view.is(at, WordClass::Earlier).is_some(),
    }
}

fn ago_at(view: &View, at: usize) -> Option<(i8, usize)> {
    view.calendar(
        at,
        Sort::Ago.bit(),
        |word| if let CalendarWord::Ago(offset) = word { Some(offset) } else { None },
    )
}

/// «кв.», «г.», "mo": abbreviations that are a unit of time only in other places.
fn short_unit(view: &View, at: usize) -> bool {
    view.has(at, Set::ShortUnit)
}
