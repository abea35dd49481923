//! Numbers, values, dates and languages in words that a person reads.

use svodka_model::{
    DateValue, Decimal, Kind, MoneyValue, PercentValue, Qualifier, QuantityValue, Status, TimeValue, Value,
};

use crate::table;

const LANGUAGES: &str = include_str!("../data/languages.tsv");
const NOTES: &str = include_str!("../data/notes.tsv");
const REASONS: &str = include_str!("../data/reasons.tsv");
const ATTRIBUTES: &str = include_str!("../data/attributes.tsv");

/// The English name of a language by its code; the code itself where we know no name.
pub(crate) fn language(code: &str) -> &str {
    table::rows::<2>(LANGUAGES).find(|[known, _]| *known == code).map_or(code, |[_, name]| name)
}

/// The language attribute for a name or phrase that stands alone, told by its letters.
pub(crate) fn script(text: &str) -> &'static str {
    if text.chars().any(|c| ('\u{400}'..='\u{52F}').contains(&c)) { "ru" } else { "en" }
}

/// "1 document", "2,310 documents": a count with its noun.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(&number.to_string()), if number == 1 { one } else { many })
}

/// All statuses, surest first.
pub(crate) fn statuses() -> [Status; 5] {
    [Status::Signed, Status::Completed, Status::Planned, Status::Discussed, Status::Denied]
}

/// Heading for things of a kind.
pub(crate) fn kinds(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "People",
        Kind::Organization => "Organisations",
        Kind::Location => "Places",
        Kind::Event => "Events",
        Kind::Product => "Products",
        Kind::Role => "Roles",
        Kind::Document => "Papers",
        Kind::Date => "Dates",
        Kind::Time => "Times",
        Kind::Money => "Sums",
        Kind::Percent => "Percentages",
        Kind::Quantity => "Quantities",
        Kind::Ordinal => "Ordinals",
        Kind::Contact => "Contacts",
        Kind::Nationality => "Nationalities",
    }
}

/// A name of ours (`dateline_date`, `too_large`) as words.
pub(crate) fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// A name of ours as a label.
pub(crate) fn label(name: &str) -> String {
    let name = plain(name);
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A remark on a fact as a reader should see it.
pub(crate) fn remark(note: &str) -> &str {
    table::rows::<2>(NOTES).find(|[known, _]| *known == note).map_or(note, |[_, words]| words)
}

/// Why an input was not read, from the code of its failure.
pub(crate) fn reason(code: &str) -> &str {
    table::rows::<2>(REASONS).find(|[known, _]| *known == code).map_or(code, |[_, words]| words)
}

/// Place and label of an attribute of entities; `None` for those that are not shown.
pub(crate) fn attribute(name: &str) -> Option<(usize, String)> {
    match table::rows::<2>(ATTRIBUTES).enumerate().find(|(_, [known, _])| *known == name) {
        Some((_, [_, ""])) => None,
        Some((place, [_, label])) => Some((place, label.to_owned())),
        None => Some((usize::MAX, self::label(name))),
    }
}

/// A value in words, or `None` for kinds whose text says it all, and for what could not be resolved.
pub(crate) fn value(value: &Value) -> Option<String> {
    match value {
        Value::Date(date) => self::date(date),
        Value::Time(TimeValue { iso, zone }) => Some(spaced([Some(iso.as_str()), zone.as_deref()])),
        Value::Money(money) => Some(self::money(money)),
        Value::Percent(percent) => Some(self::percent(percent)),
        Value::Quantity(quantity) => Some(self::quantity(quantity)),
        Value::Contact(contact) => Some(contact.value.clone()),
        _ => None,
    }
}

/// Whether a value is a number or a time, which means the same in any words.
pub(crate) fn is_measured(value: &Value) -> bool {
    use Value::{Date, Money, Percent, Quantity, Time};
    matches!(value, Date(_) | Money(_) | Percent(_) | Quantity(_) | Time(_))
}

fn spaced<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn hedge(qualifier: Option<Qualifier>) -> Option<&'static str> {
    Some(match qualifier? {
        Qualifier::About => "about",
        Qualifier::Over => "over",
        Qualifier::Under => "under",
        Qualifier::UpTo => "up to",
        Qualifier::AtLeast => "at least",
    })
}

/// A date or period: ISO 8601 with words for what is open or has no year; durations in words.
pub(crate) fn date(date: &DateValue) -> Option<String> {
    if !date.iso.contains(|c: char| c.is_ascii_digit()) {
        return None; // not resolved
    }
    if let Some(recurring) = date.iso.strip_prefix("R/") {
        let (from, period) =
            recurring.split_once('/').map_or((None, recurring), |(day, period)| (Some(day), period));
        let period = duration(period)?;
        let every = format!("every {}", period.strip_prefix("1 ").unwrap_or(&period));
        return Some(from.map_or_else(|| every.clone(), |day| format!("{every} from {day} on")));
    }
    let about = |day: &str| {
        if date.qualifier == Some(Qualifier::About) { format!("about {day}") } else { day.to_owned() }
    };
    let yearless = date.iso.contains("--");
    let iso = date.iso.replace("--", "").replace('T', " ");
    let words = match iso.split_once('/') {
        Some((from, "..")) => format!("since {}", about(from)),
        Some(("..", to)) => format!("by {}", about(to)),
        Some((from, to)) => about(&format!("{from} to {to}")),
        None => {
            let words = duration(&date.iso).unwrap_or(iso);
            let length = date.iso.starts_with('P');
            let hedge = match date.qualifier {
                Some(Qualifier::Under) if !length => Some("before"),
                Some(Qualifier::UpTo) if !length => Some("until"),
                Some(Qualifier::Over) if !length => Some("after"),
                Some(Qualifier::AtLeast) if !length => Some("since"),
                other => hedge(other),
            };
            spaced([hedge, Some(&words)])
        }
    };
    Some(if yearless { format!("{words} (no year)") } else { words })
}

/// A duration of one unit in words: `P18M` is "18 months".
fn duration(iso: &str) -> Option<String> {
    let length = iso.strip_prefix('P')?;
    let (time, length) = length.strip_prefix('T').map_or((false, length), |length| (true, length));
    let unit = length.chars().next_back()?;
    let number = length.strip_suffix(unit)?;
    let name = match (unit, time) {
        ('Y', false) => "year",
        ('M', false) => "month",
        ('W', false) => "week",
        ('D', false) => "day",
        ('H', true) => "hour",
        ('M', true) => "minute",
        _ => return None,
    };
    let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| format!("{number} {name}{}", if number == "1" { "" } else { "s" }))
}

fn money(money: &MoneyValue) -> String {
    let amount = range(money.amount, money.max, large);
    let per = money.per.as_ref().map(|unit| format!("per {unit}"));
    spaced([hedge(money.qualifier), Some(&amount), Some(&money.currency), per.as_deref()])
}

fn percent(percent: &PercentValue) -> String {
    let exact = |number: Decimal| grouped(&number.normalize().to_string());
    let (number, unit) = match (percent.unit.as_str(), percent.max) {
        ("ratio", Some(other)) => (format!("{}/{}", exact(percent.number), exact(other)), ""),
        ("point", _) => (range(percent.number, percent.max, exact), "percentage points"),
        ("basis_point", _) => (range(percent.number, percent.max, exact), "basis points"),
        _ => (range(percent.number, percent.max, exact), "%"),
    };
    spaced([hedge(percent.qualifier), Some(&number), Some(unit)])
}

fn quantity(quantity: &QuantityValue) -> String {
    let number = range(quantity.number, quantity.max, large);
    spaced([hedge(quantity.qualifier), Some(&number), quantity.unit.as_deref(), quantity.counted.as_deref()])
}

/// A value in words beside the words of the text. Counts read best as written ("1000 current contracts"), with the
/// number behind where it is spelled out; all else reads best normalised.
pub(crate) fn value_as_written(value: &Value, written: &str) -> Option<String> {
    match value {
        Value::Quantity(QuantityValue { counted: Some(_), unit: None, number, max, qualifier, .. })
            if !written.is_empty() =>
        {
            let number = range(*number, *max, large);
            let spelled = !written.contains(|c: char| c.is_ascii_digit());
            let behind = spelled.then(|| format!("({})", spaced([hedge(*qualifier), Some(&number)])));
            Some(spaced([Some(written), behind.as_deref()]))
        }
        other => self::value(other),
    }
}

fn range(low: Decimal, high: Option<Decimal>, show: impl Fn(Decimal) -> String) -> String {
    match high {
        Some(high) => format!("{} to {}", show(low), show(high)),
        None => show(low),
    }
}

/// A number in full with thousands parted, or in millions and above where that takes at most three decimals.
pub(crate) fn large(number: Decimal) -> String {
    const SCALES: [(i64, &str); 3] =
        [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million")];
    for (size, name) in SCALES {
        let size = Decimal::from(size);
        if number.abs() < size {
            continue;
        }
        let scaled = (number / size).normalize();
        if scaled.scale() <= 3 {
            return format!("{} {name}", grouped(&scaled.to_string()));
        }
    }
    grouped(&number.normalize().to_string())
}

/// Parts the thousands of a plain decimal number of four digits and more.
pub(crate) fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("\u{2212}", digits));
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len() > 3 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.extend([".", fraction]);
    }
    out
}

#[cfg(test)]
mod tests {
    use svodka_model::Precision;

    use super::*;

    #[test]
    fn numbers_are_grouped_and_scaled() {
        let shown = |number: &str| large(number.parse().unwrap());
        assert_eq!(shown("15000000000"), "15 billion");
        assert_eq!(shown("1234500"), "1,234,500");
        assert_eq!(shown("-2500000"), "\u{2212}2.5 million");
        assert_eq!(shown("7500.50"), "7,500.5");
        assert_eq!(shown("53"), "53");
    }

    #[test]
    fn dates_say_what_is_open() {
        let shown = |iso: &str| {
            let (start, end, qualifier, basis) = (None, None, None, None);
            date(&DateValue { iso: iso.into(), start, end, precision: Precision::Year, qualifier, basis })
        };
        assert_eq!(shown("R/2019-07-01/P1W").unwrap(), "every week from 2019-07-01 on");
        assert_eq!(shown("R/P3M").unwrap(), "every 3 months");
        let hedged = |iso: &str, qualifier| {
            let (start, end, basis, qualifier) = (None, None, None, Some(qualifier));
            date(&DateValue { iso: iso.into(), start, end, precision: Precision::Year, qualifier, basis })
                .unwrap()
        };
        assert_eq!(hedged("../2030", Qualifier::Under), "by 2030");
        assert_eq!(hedged("../2030", Qualifier::About), "by about 2030");
        assert_eq!(hedged("2030", Qualifier::Under), "before 2030");
        assert_eq!(hedged("P3Y", Qualifier::Over), "over 3 years");
        assert_eq!(shown("2001/..").unwrap(), "since 2001");
        assert_eq!(shown("../2030").unwrap(), "by 2030");
        assert_eq!(shown("2024-06-25/2024-06-30").unwrap(), "2024-06-25 to 2024-06-30");
        assert_eq!(shown("--05-08").unwrap(), "05-08 (no year)");
        assert_eq!(shown("--01/--10").unwrap(), "01 to 10 (no year)");
        assert_eq!(shown("2019-06-26T12:19").unwrap(), "2019-06-26 12:19");
        assert_eq!(shown("P18M").unwrap(), "18 months");
        assert_eq!(shown("PT1H").unwrap(), "1 hour");
        assert_eq!(shown("P1Y6M").unwrap(), "P1Y6M");
        assert_eq!((shown(""), shown("../")), (None, None));
    }

    #[test]
    fn counts_stand_as_written() {
        let count = Value::Quantity(QuantityValue {
            number: 12.into(),
            max: None,
            unit: None,
            counted: Some("nation".into()),
            si: None,
            qualifier: None,
        });
        assert_eq!(value_as_written(&count, "twelve nations").unwrap(), "twelve nations (12)");
        assert_eq!(value_as_written(&count, "12 стран").unwrap(), "12 стран");
        assert_eq!(value_as_written(&count, "").unwrap(), "12 nation");
    }

    #[test]
    fn sums_keep_hedge_range_and_unit() {
        let sum = MoneyValue {
            amount: 15_000_000_000_i64.into(),
            max: Some(18_000_000_000_i64.into()),
            currency: "USD".into(),
            qualifier: Some(Qualifier::About),
            per: Some("year".into()),
            equivalent: false,
        };
        assert_eq!(money(&sum), "about 15 billion to 18 billion USD per year");
    }
}
