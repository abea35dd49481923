//! Numbers in digits and words, before anyone asks what they count.

use rust_decimal::Decimal;
use svodka_text::TokenKind;

use crate::digits::grouped_digits;
use crate::sense::{CalendarSort as Sort, CalendarWord, NumeralClass, Sense, WordClass};
use crate::sets::{Ends, Set};
use crate::view::View;

/// A number, from its first token up to `end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// What it comes to.
    pub(crate) value: Decimal,
    /// The token after it.
    pub(crate) end: usize,
    /// Ends in an ordinal word ("twenty-first").
    pub(crate) ordinal: bool,
    /// Begins in digits.
    pub(crate) digits: bool,
    /// Has a word of thousands or more.
    pub(crate) scale: Option<Decimal>,
    /// Only an article or a small word that is often no number: "one", "a".
    pub(crate) faint: bool,
}

/// The number that begins at `at`, if one does.
pub(crate) fn number(view: &View, at: usize) -> Option<Number> {
    view.number(at, || read(view, at))
}

fn read(view: &View, at: usize) -> Option<Number> {
    match view.token(at)?.kind {
        TokenKind::Number => digit_number(view, at),
        TokenKind::Word if is_numeral(view, at) => word_number(view, at),
        TokenKind::Word => None,
        TokenKind::Punct => vulgar_fraction(view, at),
    }
}

/// Whether a number in words can begin at the word: a numeral, an article, tens and an ordinal in one word.
fn is_numeral(view: &View, at: usize) -> bool {
    const WORDS: u64 = Sense::NUMERAL | Sense::word(WordClass::Article);
    let fused = |word: &str| word.len() > 7 && word.ends_with(['t', 'd', 'h']) && word.contains("ty");
    view.mask(at) & WORDS != 0 || !view.is_known(at) && fused(view.folded(at))
}

/// "7,500", "1,2 млрд", "2 1/2", "5 с половиной тысяч".
fn digit_number(view: &View, at: usize) -> Option<Number> {
    let (mut value, mut end) = grouped_digits(view, at)?;
    end = case_ending(view, at, end);
    if let Some((decimals, after)) = spoken_decimals(view, end) {
        value = value.checked_add(decimals)?;
        end = after;
    }
    if let Some((fraction, after)) = fraction_after(view, end) {
        value = value.checked_add(fraction)?;
        end = after;
    }
    Some(scaled(view, Number { value, end, ordinal: false, digits: true, scale: None, faint: false }))
}

/// «24-х», «20-ти»: the case ending of a cardinal behind its digits.
fn case_ending(view: &View, at: usize, end: usize) -> usize {
    let hyphen = end == at + 1 && view.dash(end) && view.tight(end) && view.tight(end + 1);
    let ending = view.has(end + 1, Set::CardinalEnding)
        // «13-ю филиалами», but «13-ю станцию».
        || view.has(end + 1, Set::CardinalYu) && view.ends(end + 2, Ends::InstrumentalPlural);
    if hyphen && ending && view.integer(at).is_some_and(|(_, digits)| digits <= 3) { end + 2 } else { end }
}

/// "point five", "point seventy-seven": decimals in words or digits.
pub(crate) fn spoken_decimals(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let (_, mut end) = view.numeral(at, NumeralClass::Point)?;
    if let Some((value, digits)) = view.integer(end) {
        return Some((Decimal::new(value.into(), u32::try_from(digits).ok()?), end + 1));
    }
    let mut decimals = String::from("0.");
    while let Some((digit, after)) = view.numeral(end, NumeralClass::Unit).filter(|_| decimals.len() < 20) {
        decimals.push_str(&digit.to_string());
        end = after;
    }
    (decimals.len() > 2).then(|| Some((Decimal::from_str_exact(&decimals).ok()?, end)))?
}

/// Multiplies by the words of scale that follow: "15 billion", "500 thousand crore", "2 million 300 thousand".
fn scaled(view: &View, number: Number) -> Number {
    let mut number = multiplied(view, number);
    if let Some((value, end)) = hundred_and(view, &number).or_else(|| thousand_and(view, &number)) {
        number = Number { value, end, ..number };
    }
    if let Some(scale) = number.scale
        && scale > Decimal::ONE_THOUSAND
        && view.token(number.end).is_some_and(|token| token.kind == TokenKind::Number)
        && let Some((value, end)) = grouped_digits(view, number.end)
        && let rest = multiplied(view, Number { value, end, scale: None, ..number })
        && rest
            .scale
            .is_some_and(|small| small >= Decimal::ONE_THOUSAND && rest.value < scale && small < scale)
        && let Some(value) = number.value.checked_add(rest.value)
    {
        return Number { value, end: rest.end, ..number };
    }
    number
}

fn multiplied(view: &View, mut number: Number) -> Number {
    number.end = after_surplus(view, number.end);
    while let Some((scale, end)) = scale_at(view, number.end) {
        let Some(value) = number.value.checked_mul(scale) else { break };
        let product = number.scale.unwrap_or(Decimal::ONE).checked_mul(scale);
        number = Number { value, end, scale: product, ..number };
    }
    number
}

/// The token after words that say that the number is a little more, if it goes on: «сорок с лишним заявок», "20-odd
/// ships".
fn after_surplus(view: &View, at: usize) -> usize {
    let end = view.is(at, WordClass::Surplus).filter(|&end| view.is_word(end) && !view.is_stop(end));
    end.unwrap_or(at)
}

/// «пять с лишним миллиардов»: the words in front of a word of scale are passed over.
fn surplus_before_scale(view: &View, at: usize) -> usize {
    let end = view.is(at, WordClass::Surplus).filter(|&end| scale_at(view, end).is_some());
    end.unwrap_or(at)
}

/// «1 тыс. 240 км»: thousands and the rest in digits, in front of what they count.
fn thousand_and(view: &View, number: &Number) -> Option<(Decimal, usize)> {
    let (rest, _) = view.integer(number.end).filter(|&(rest, digits)| rest > 0 && digits <= 3)?;
    let end = number.end + 1;
    let whole = number.digits && number.scale == Some(Decimal::ONE_THOUSAND) && !view.tight(number.end);
    let counts =
        view.is_word(end) && !view.tight(end) && view.mask(end) & (Sense::CALENDAR | Sense::STOP) == 0;
    let sound = whole && counts && number.value.fract().is_zero() && scale_at(view, end).is_none();
    sound.then(|| Some((number.value.checked_add(rest.into())?, end)))?
}

/// "3 hundred and 21", "3 million and a quarter".
fn hundred_and(view: &View, number: &Number) -> Option<(Decimal, usize)> {
    let scale = number.scale?;
    if let Some((half, end)) = view.numeral(number.end, NumeralClass::Half) {
        return Some((number.value.checked_add(half.checked_mul(scale)?)?, end));
    }
    let rest = read(view, number.end + 1)
        .filter(|rest| view.has(number.end, Set::AndWord) && !rest.ordinal && rest.scale.is_none())?;
    let small = scale == Decimal::ONE_HUNDRED && rest.value < scale && scale_at(view, rest.end).is_none();
    small.then(|| Some((number.value.checked_add(rest.value)?, rest.end)))?
}

/// A word of scale, a hyphen before it allowed ("200-million").
pub(crate) fn scale_at(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let at = if view.dash(at) && view.tight(at) && view.tight(at + 1) { at + 1 } else { at };
    let (scale, end) = view.numeral(at, NumeralClass::Scale)?;
    // «т.» is a thousand only in front of money; the money rule asks for it. A lone letter is never one here.
    (view.word(at)?.chars().count() > 1).then_some((scale, end))
}

/// A thousand, million and so on by a letter: "$5m", «3000К». Only where money or a bare number is asked for.
pub(crate) fn letter_scale(view: &View, number: Number) -> Number {
    let letter = view.numeral(number.end, NumeralClass::Letter).filter(|&(_, end)| {
        view.tight(number.end) && !view.tight(end) || view.tight(number.end) && !view.is_word(end)
    });
    let Some((scale, end)) = letter else { return number };
    match number.value.checked_mul(scale) {
        Some(value) if number.digits && number.scale.is_none() => {
            Number { value, end, scale: Some(scale), ..number }
        }
        _ => number,
    }
}

/// "½", "1/2", "and a half", «с половиной» behind a number.
fn fraction_after(view: &View, at: usize) -> Option<(Decimal, usize)> {
    if let Some(half) = view.numeral(at, NumeralClass::Half) {
        return Some(half);
    }
    if let Some(value) = view.punct(at).and_then(vulgar) {
        return Some((value, at + 1));
    }
    let (above, _) = view.integer(at).filter(|_| !view.tight(at))?;
    let (below, _) = view.integer(at + 2)?;
    let slash =
        view.punct(at + 1) == Some('/') && view.tight(at + 1) && view.tight(at + 2) && !view.tight(at + 3);
    let small = (1..10).contains(&above) && (2..=10).contains(&below) && above < below;
    (slash && small).then(|| (Decimal::from(above) / Decimal::from(below), at + 3))
}

fn vulgar(c: char) -> Option<Decimal> {
    Some(match c {
        '½' => Decimal::new(5, 1),
        '¼' => Decimal::new(25, 2),
        '¾' => Decimal::new(75, 2),
        '⅓' => Decimal::new(333_333, 6),
        '⅔' => Decimal::new(666_667, 6),
        '⅛' => Decimal::new(125, 3),
        _ => return None,
    })
}

fn vulgar_fraction(view: &View, at: usize) -> Option<Number> {
    let value = view.punct(at).and_then(vulgar)?;
    Some(scaled(view, Number { value, end: at + 1, ordinal: false, digits: true, scale: None, faint: false }))
}

/// Size of the last word of a group below a thousand: what may follow must be smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    Nothing,
    Units,
    Tens,
    Hundreds,
}

/// A number in words being read: thousands and more already closed, and the open group below.
struct Reading {
    total: Decimal,
    group: Decimal,
    size: Size,
    words: usize,
    scale: Option<Decimal>,
}

/// "two and a half million", "twenty-five", «двести тысяч», «полтора миллиарда», "half a billion", "two dozen".
fn word_number(view: &View, at: usize) -> Option<Number> {
    if let Some(number) = fraction_of_scale(view, at) {
        return Some(number);
    }
    let number = cardinal_or_ordinal(view, at)?;
    if number.ordinal {
        return Some(number);
    }
    if let Some((decimals, end)) = spoken_decimals(view, number.end) {
        let value = number.value.checked_add(decimals)?;
        return Some(scaled(view, Number { value, end, faint: false, ..number }));
    }
    Some(number)
}

/// A number in words without decimals.
fn cardinal_or_ordinal(view: &View, at: usize) -> Option<Number> {
    let (start, article) = match view.is(at, WordClass::Article) {
        Some(next) => (next, true),
        None => (at, false),
    };
    if let Some((value, end)) = view.numeral(start, NumeralClass::Pair).filter(|_| {
        article || view.word(start) != view.word(at) || is_russian(view, start) || after_stretch(view, start)
    }) {
        let end = view.is(end, WordClass::Of).filter(|&next| next == end + 1).unwrap_or(end);
        return Some(Number { value, end, ordinal: false, digits: false, scale: None, faint: false });
    }
    let mut reading =
        Reading { total: Decimal::ZERO, group: Decimal::ZERO, size: Size::Nothing, words: 0, scale: None };
    let mut end = start;
    if article || is_dozen(view, start) {
        let (scale, after) =
            view.numeral(start, NumeralClass::Scale).filter(|_| is_singular_scale(view, start))?;
        reading.scale_by(scale, true)?;
        end = after;
    } else if let Some((value, after)) =
        view.numeral(start, NumeralClass::Bare).or_else(|| hedged_scale(view, start))
    {
        reading.scale_by(value, true)?;
        end = after;
    }
    let mut ordinal = false;
    if !article && let Some((value, end)) = fused_ordinal(view, start) {
        return Some(Number { value, end, ordinal: true, digits: false, scale: None, faint: false });
    }
    loop {
        let next = skip_joint(view, end, &reading);
        if let Some((value, after)) = ordinal_word(view, next, &reading) {
            reading.group = reading.group.checked_add(value)?;
            reading.words += 1;
            (end, ordinal) = (after, true);
            break;
        }
        match reading.take(view, next) {
            Some(after) => end = surplus_before_scale(view, after),
            None => break,
        }
        if let Some((half, after)) =
            view.numeral(end, NumeralClass::Half).filter(|_| reading.group > Decimal::ZERO)
        {
            reading.group = reading.group.checked_add(half)?;
            reading.size = Size::Units;
            end = after;
        }
    }
    if let Some((half, after)) =
        view.numeral(end, NumeralClass::Half).filter(|_| reading.group.is_zero() && !ordinal)
        && let Some(scale) = reading.scale
    {
        reading.total = reading.total.checked_add(half.checked_mul(scale)?)?;
        end = after;
    }
    if reading.words == 0 {
        return None;
    }
    if !ordinal {
        end = after_surplus(view, end);
    }
    let value = reading.total.checked_add(reading.group)?;
    let faint = !ordinal && reading.words == 1 && value == Decimal::ONE;
    Some(Number { value, end, ordinal, digits: false, scale: reading.scale, faint })
}

/// "the next couple of weeks".
fn after_stretch(view: &View, at: usize) -> bool {
    view.calendar_before(at, Sort::Stretch.bit(), |word| {
        matches!(word, CalendarWord::Stretch(_)).then_some(())
    })
    .is_some()
}

fn is_russian(view: &View, at: usize) -> bool {
    view.token(at).is_some_and(|token| token.script == svodka_text::Script::Cyrillic)
}

/// «более тысячи», «около сотни»: the genitive is a number of its own behind a hedge.
fn hedged_scale(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let genitive = view.has(at, Set::HedgedScale);
    let hedged = || {
        view.find_before(Sense::QUALIFIER, at, |sense| matches!(sense, Sense::Qualifier(..)).then_some(()))
            .is_some()
    };
    view.numeral(at, NumeralClass::Scale).filter(|_| genitive && hedged())
}

/// "dozen" alone is a number ("dozen aircraft" after "a" or a word that says how many).
fn is_dozen(view: &View, at: usize) -> bool {
    view.numeral(at, NumeralClass::Scale).is_some_and(|(scale, _)| scale == Decimal::from(12))
        && view.follows(at, WordClass::Article)
}

/// "a million", not "a millions".
fn is_singular_scale(view: &View, at: usize) -> bool {
    !view.has(at, Set::ScalesMany)
}

/// "half a million", "quarter of a billion", "half million", «половина миллиона».
fn fraction_of_scale(view: &View, at: usize) -> Option<Number> {
    let start = view.is(at, WordClass::Article).unwrap_or(at);
    let (fraction, after) = view.numeral(start, NumeralClass::Fraction)?;
    let of = view.is(after, WordClass::Of).filter(|&next| next == after + 1).unwrap_or(after);
    let article = view.is(of, WordClass::Article).unwrap_or(of);
    let (scale, end) = scale_or_bare(view, article)?;
    Some(Number {
        value: fraction.checked_mul(scale)?,
        end,
        ordinal: false,
        digits: false,
        scale: Some(scale),
        faint: false,
    })
}

fn scale_or_bare(view: &View, at: usize) -> Option<(Decimal, usize)> {
    view.numeral(at, NumeralClass::Scale).or_else(|| view.numeral(at, NumeralClass::Bare))
}

/// The hyphen of "twenty-five" and the "and" of "two hundred and five".
fn skip_joint(view: &View, at: usize, reading: &Reading) -> usize {
    if reading.words == 0 {
        return at;
    }
    // Some print the hyphen between blanks.
    let even = view.dash(at) && view.tight(at) == view.tight(at + 1);
    let hyphen = even
        && reading.size == Size::Tens
        && (view.tight(at)
            || view.punct(at) == Some('-') && view.numeral(at + 1, NumeralClass::Unit).is_some());
    let and = view.has(at, Set::AndWord)
        && (reading.size == Size::Hundreds || reading.scale.is_some() && reading.size == Size::Nothing);
    if hyphen || and && small_numeral(view, at + 1) { at + 1 } else { at }
}

fn small_numeral(view: &View, at: usize) -> bool {
    use NumeralClass::{Ordinal, Teen, Ten, Unit};
    [Unit, Teen, Ten, Ordinal].into_iter().any(|class| view.numeral(at, class).is_some())
}

/// "twentyfifth": tens and ordinal in one word.
fn fused_ordinal(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let word = view.folded(at);
    let tens = word.find("ty").filter(|_| word.is_ascii() && word.len() > 7)? + 2;
    let value = |word: &str, class: NumeralClass| view.lexicon.numeral(word, class);
    let sum =
        value(&word[..tens], NumeralClass::Ten)?.checked_add(value(&word[tens..], NumeralClass::Ordinal)?)?;
    (sum < Decimal::ONE_HUNDRED).then_some((sum, at + 1))
}

/// An ordinal word that can close the number.
fn ordinal_word(view: &View, at: usize, reading: &Reading) -> Option<(Decimal, usize)> {
    let (value, end) = view.numeral(at, NumeralClass::Ordinal)?;
    if value == Decimal::ONE_HUNDRED && view.has(at, Set::Hundredth) && reading.size == Size::Units {
        return Some((reading.group.checked_mul(Decimal::from(99))?, end));
    }
    let size = size_of(value);
    (reading.size == Size::Nothing || size < reading.size && fits(reading, value)).then_some((value, end))
}

fn size_of(value: Decimal) -> Size {
    match value {
        v if v < Decimal::TEN => Size::Units,
        v if v < Decimal::ONE_HUNDRED => Size::Tens,
        _ => Size::Hundreds,
    }
}

/// After tens only units follow, not teens.
fn fits(reading: &Reading, value: Decimal) -> bool {
    reading.size != Size::Tens || value < Decimal::TEN
}

impl Reading {
    /// Takes the numeral word at `at`; the token after it.
    fn take(&mut self, view: &View, at: usize) -> Option<usize> {
        use NumeralClass::{Hundred, Scale, Teen, Ten, Unit};
        let small = [Unit, Teen, Ten, Hundred];
        for (class, size) in small.into_iter().zip([Size::Units, Size::Units, Size::Tens, Size::Hundreds]) {
            if let Some((value, end)) = view.numeral(at, class) {
                let free = self.size == Size::Nothing || size < self.size && fits(self, value);
                if !free {
                    return None;
                }
                self.group = self.group.checked_add(value)?;
                self.size = size;
                self.words += 1;
                return Some(end);
            }
        }
        if self.words == 0 {
            return None;
        }
        let hyphen = view.dash(at) && view.tight(at) && view.tight(at + 1);
        let (scale, end) = view.numeral(if hyphen { at + 1 } else { at }, Scale)?;
        self.scale_by(scale, false)?;
        Some(end)
    }

    /// Multiplies the open group (or everything, for "thousand million") by a word of scale.
    fn scale_by(&mut self, scale: Decimal, bare: bool) -> Option<()> {
        self.words += 1;
        if bare {
            self.group = Decimal::ONE;
        }
        if scale < Decimal::ONE_THOUSAND {
            self.group = self.group.checked_mul(scale)?;
            self.size = Size::Hundreds;
            return Some(());
        }
        if self.group == Decimal::ZERO {
            self.total = self.total.checked_mul(scale)?;
        } else {
            self.total = self.total.checked_add(self.group.checked_mul(scale)?)?;
        }
        self.group = Decimal::ZERO;
        self.size = Size::Nothing;
        self.scale = Some(self.scale.map_or(scale, |known| known.max(scale)));
        Some(())
    }
}

/// A share in words: "two thirds", "one-fifth", "3/4", «три четверти»; also mixed ("two and three fifths").
pub(crate) fn fraction(view: &View, at: usize) -> Option<(Decimal, usize)> {
    if let Some((above, _)) = view.integer(at)
        && view.punct(at + 1) == Some('/')
        && view.tight(at + 1)
        && let Some((below, _)) = view.integer(at + 2).filter(|&(below, _)| below > 0 && view.tight(at + 2))
    {
        return Some((Decimal::from(above).checked_div(below.into())?, at + 3));
    }
    let above = number(view, at).filter(|number| !number.ordinal)?;
    if view.has(above.end, Set::AndWord)
        && let Some((rest, end)) =
            plain_fraction(view, above.end + 1).filter(|(rest, _)| *rest < Decimal::ONE)
    {
        return Some((above.value.checked_add(rest)?, end));
    }
    plain_fraction(view, at)
}

fn plain_fraction(view: &View, at: usize) -> Option<(Decimal, usize)> {
    let article = view.is(at, WordClass::Article);
    let (above, next) = match article {
        Some(next) => (Decimal::ONE, next),
        None => number(view, at).filter(|number| !number.ordinal).map(|number| (number.value, number.end))?,
    };
    let next = if view.dash(next) { next + 1 } else { next };
    let (below, end) = view.numeral(next, NumeralClass::Denominator)?;
    Some((above.checked_div(below)?, end))
}
