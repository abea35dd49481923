//! The public test cases of duckling and Recognizers-Text as JSON Lines: which are in our scope, and which of those the
//! extractor gets right.
//!
//! A case of duckling is a whole phrase with one value and looks ahead, as an assistant does; one of Recognizers-Text is
//! a text with offsets and values, or with none. What is out of scope is told by what a case *asks for* or by a way of
//! speaking (`scope`), never by whether we get it right.

mod scope;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value as Json;
use svodka_model::{DateValue, Day, Kind, Language, Mention, QuantityValue, Value};
use svodka_text::{Layer, Morphology};
use svodka_values::{Direction, Extractor};

/// The extractors that the two sources need.
#[derive(Debug)]
pub struct Tools {
    news: Extractor,
    assistant: Extractor,
    morphology: Morphology,
}

impl Tools {
    /// The extractor for news, and that for phrases told to an assistant.
    ///
    /// # Errors
    /// If a table of the extractor does not read.
    pub fn new(morphology: Morphology) -> Result<Self, svodka_values::Error> {
        let assistant = Extractor::new()?.with_direction(Direction::Future);
        Ok(Self { news: Extractor::new()?, assistant, morphology })
    }
}

/// What came out over a file of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CasesScore {
    /// Right and all, by language and by kind and source.
    pub cells: BTreeMap<(String, String), (usize, usize)>,
    /// Cases out of scope, by language and reason.
    pub left_out: BTreeMap<(String, &'static str), usize>,
    /// The cases in scope that are wrong: text, what was found, what is wanted.
    pub errors: Vec<String>,
}

impl CasesScore {
    /// Right and all in scope, by language.
    pub fn totals(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut totals = BTreeMap::new();
        for ((language, _), (right, all)) in &self.cells {
            let total: &mut (usize, usize) = totals.entry(language.as_str()).or_default();
            *total = (total.0 + right, total.1 + all);
        }
        totals
    }
}

/// Runs all cases of a JSON Lines file.
///
/// # Errors
/// If a line is no JSON.
pub fn run(cases: &str, tools: &Tools) -> Result<CasesScore, serde_json::Error> {
    let mut score = CasesScore::default();
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        let case: Json = serde_json::from_str(line)?;
        let language = case["lang"].as_str().unwrap_or("en").to_owned();
        if let Some(reason) = scope::left_out(&case) {
            *score.left_out.entry((language, reason)).or_default() += 1;
            continue;
        }
        let source = if is_duckling(&case) { "duckling" } else { "recognizers" };
        let cell = score.cells.entry((language, format!("{} {source}", kind(&case)))).or_default();
        cell.1 += 1;
        if tools.right(&case) {
            cell.0 += 1;
        } else {
            score.errors.push(tools.shown(&case));
        }
    }
    Ok(score)
}

fn kind(case: &Json) -> &str {
    case["kind"].as_str().unwrap_or_default()
}

fn text(case: &Json) -> &str {
    case["text"].as_str().unwrap_or_default()
}

fn is_duckling(case: &Json) -> bool {
    case["source"].as_str().is_some_and(|source| source.contains("duckling"))
}

fn reference(case: &Json) -> Option<Day> {
    case["reference"].as_str()?.get(..10)?.parse().ok()
}

fn results(case: &Json) -> impl Iterator<Item = &Json> {
    case["results"].as_array().into_iter().flatten()
}

impl Tools {
    fn layer<'a>(&'a self, case: &'a Json) -> Layer<'a> {
        let language = if case["lang"] == "ru" { Language::Ru } else { Language::En };
        Layer::of_text(text(case), language, &self.morphology)
    }

    fn mentions(&self, case: &Json) -> Vec<Mention> {
        let extractor = if is_duckling(case) { &self.assistant } else { &self.news };
        extractor.extract(&self.layer(case), reference(case))
    }

    fn right(&self, case: &Json) -> bool {
        match kind(case) {
            "number" | "ordinal" => self.right_number(case),
            _ if is_duckling(case) => self.right_phrase(case),
            _ => self.right_offsets(case),
        }
    }

    fn right_number(&self, case: &Json) -> bool {
        let found = self.news.numbers(&self.layer(case));
        let has = |wanted: &Json| found.iter().any(|number| same(&number.value, wanted));
        if is_duckling(case) {
            has(&case["expect"]["value"])
        } else {
            results(case).all(|result| has(&result["resolution"]["value"]))
        }
    }

    /// A whole phrase with one value.
    fn right_phrase(&self, case: &Json) -> bool {
        let expect = &case["expect"];
        let found = self.mentions(case);
        let any = |fits: &dyn Fn(&Value) -> bool| found.iter().filter_map(|m| m.value.as_ref()).any(fits);
        match kind(case) {
            "money" => any(&|value| {
                matches!(value, Value::Money(money) if {
                    let unit = expect["unit"].as_str().unwrap_or_default();
                    let amount = if unit == "Cent" { money.amount * Decimal::ONE_HUNDRED } else { money.amount };
                    let low = if expect["value"].is_null() { &expect["from"] } else { &expect["value"] };
                    (same(&amount, low) || same(&amount, &expect["to"])) && currency_fits(unit, &money.currency)
                })
            }),
            "distance" | "volume" => any(&|value| {
                matches!(value, Value::Quantity(quantity)
                if measures(quantity, &expect["value"], expect["unit"].as_str()))
            }),
            "duration" => any(&|value| matches!(value, Value::Date(date) if lasts(date, expect))),
            _ => {
                // An interval that begins now ("by 2 pm") is told by its end.
                let now = case["reference"].as_str();
                let mut moments = expect["values"].as_array().into_iter().flatten();
                let wanted = moments.find(|moment| moment.as_str().is_some() && moment.as_str() != now);
                wanted.and_then(Json::as_str).is_some_and(|wanted| {
                    // Half of their Russian cases have months and days "00".
                    let wanted = wanted.replace("-00", "-01");
                    let clock = matches!(expect["grain"].as_str(), Some("hour" | "minute" | "second"));
                    is_at(&found, &wanted, clock, reference(case))
                })
            }
        }
    }

    /// A text with offsets and values: each expected value must be found, and none where none is expected.
    fn right_offsets(&self, case: &Json) -> bool {
        let found = self.mentions(case);
        let of_kind = |mention: &&Mention| match kind(case) {
            "datetime" => matches!(mention.kind, Kind::Date | Kind::Time),
            "money" => mention.kind == Kind::Money,
            "percent" => mention.kind == Kind::Percent,
            // Temperatures are a kind of their own with them.
            "dimension" => {
                matches!(&mention.value, Some(Value::Quantity(q)) if !matches!(q.unit.as_deref(), Some("°C" | "°F")))
            }
            _ => mention.kind == Kind::Quantity,
        };
        if results(case).next().is_none() {
            return !found.iter().any(|mention| of_kind(&mention));
        }
        let ours: Vec<Mention> = found.iter().filter(of_kind).cloned().collect();
        results(case).all(|result| match result["type"].as_str().unwrap_or_default() {
            kind if kind.contains("time")
                && !kind.ends_with("date")
                && !kind.ends_with("daterange")
                && !kind.ends_with("duration")
                && !kind.ends_with("set") =>
            {
                clock_found(&ours, result, reference(case))
            }
            _ => ours.iter().any(|mention| resolves(mention, &result["resolution"])),
        })
    }

    fn shown(&self, case: &Json) -> String {
        let found: Vec<String> =
            self.mentions(case).iter().map(|m| format!("{} = {}", m.surface, m.norm)).collect();
        let wanted = if case["expect"].is_null() { &case["results"] } else { &case["expect"] };
        let wanted: String = wanted.to_string().chars().take(300).collect();
        format!("{} | {} | found {} | wanted {wanted}", kind(case), text(case), found.join("; "))
    }
}

/// Whether a date and, for a clock time, a time of day come to that moment; the day of a clock time may be unsaid.
fn is_at(found: &[Mention], wanted: &str, clock: bool, reference: Option<Day>) -> bool {
    let Some(day) = wanted.get(..10).and_then(|day| day.parse::<Day>().ok()) else { return false };
    let dates: Vec<&DateValue> = found
        .iter()
        .filter_map(|m| if let Some(Value::Date(d)) = &m.value { Some(d) } else { None })
        .collect();
    let starts = |date: &&DateValue| {
        date.start.or(date.end) == Some(day)
            || counted(date) && date.start <= Some(day) && Some(day) <= date.end
    };
    if !clock {
        return dates.iter().any(starts);
    }
    let unsaid =
        dates.is_empty() && reference.is_some_and(|today| (0..=1).contains(&(day.number() - today.number())));
    let time = wanted.get(11..16).unwrap_or_default();
    let said = found.iter().any(|m| matches!(&m.value, Some(Value::Time(t)) if t.iso.get(..5) == Some(time)));
    (unsaid || dates.iter().any(starts)) && said
}

/// Whether a clock time, or both ends of a range of them, were found, with their day if it is said.
fn clock_found(found: &[Mention], result: &Json, reference: Option<Day>) -> bool {
    let values = result["resolution"]["values"].as_array();
    values.into_iter().flatten().any(|value| {
        ["value", "start", "end"].iter().filter_map(|key| value[key].as_str()).all(|moment| {
            let (day, time) = moment.rsplit_once(' ').map_or((None, moment), |(day, time)| (Some(day), time));
            match day {
                Some(day) => is_at(found, &format!("{day}T{time}"), true, reference),
                None => {
                    found.iter().any(|m| matches!(&m.value, Some(Value::Time(t)) if time.starts_with(&t.iso)))
                }
            }
        })
    })
}

fn same(number: &Decimal, expected: &Json) -> bool {
    let wanted = expected.as_f64().or_else(|| expected.as_str()?.replace('%', "").parse().ok());
    let found: f64 = number.to_string().parse().unwrap_or(f64::NAN);
    wanted.is_some_and(|wanted| (wanted - found).abs() <= 1e-5 * wanted.abs().max(1.0))
}

/// The number, or either end of a range, of which they mark one; or the same length in inches as in feet.
fn measures(quantity: &QuantityValue, wanted: &Json, unit: Option<&str>) -> bool {
    let inches = matches!(unit, Some("Foot" | "foot")) && quantity.unit.as_deref() == Some("in");
    same(&quantity.number, wanted)
        || quantity.max.as_ref().is_some_and(|max| same(max, wanted))
        || inches && same(&(quantity.number / Decimal::from(12)), wanted)
}

/// Whether the length of time is that of the phrase, in its unit or, for parts of one, the next smaller.
fn lasts(date: &DateValue, expect: &Json) -> bool {
    const UNITS: [(&str, f64); 10] = [
        ("year", 31_536_000.0),
        ("quarter", 7_884_000.0),
        ("month", 2_628_000.0),
        ("week", 604_800.0),
        ("day", 86_400.0),
        ("hour", 3_600.0),
        ("minute", 60.0),
        ("second", 1.0),
        ("час", 3_600.0),
        ("минута", 60.0),
    ];
    let unit = expect["unit"].as_str().unwrap_or_default();
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, seconds)| *seconds);
    let (Some(factor), Some(value)) = (factor, expect["value"].as_f64()) else { return false };
    seconds(&date.iso).is_some_and(|found| (found - value * factor).abs() <= 1e-3 * found)
}

/// The length of an ISO 8601 duration, with years of 365 days and months a twelfth of that.
fn seconds(iso: &str) -> Option<f64> {
    let (mut total, mut number, mut clock) = (0.0, String::new(), false);
    for c in iso.strip_prefix('P')?.chars() {
        let unit = match (c, clock) {
            ('T', _) => {
                clock = true;
                continue;
            }
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            ('Y', _) => 31_536_000.0,
            ('M', false) => 2_628_000.0,
            ('W', _) => 604_800.0,
            ('D', _) => 86_400.0,
            ('H', _) => 3_600.0,
            ('M', true) => 60.0,
            ('S', _) => 1.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    Some(total)
}

/// Signs that several countries use are one unit to duckling.
fn currency_fits(unit: &str, code: &str) -> bool {
    match unit {
        "Dollar" | "Cent" | "Unnamed" => code == "USD",
        "Pound" => code == "GBP",
        "Rial" => code == "IRR",
        "Dinar" => code == "RSD",
        "Dirham" => code == "AED",
        "Riyal" => code == "SAR",
        unit => unit == code,
    }
}

/// First day of an ISO date without its day or month: their ranges of months and years end there.
fn first_day(iso: &str) -> Option<Day> {
    format!("{iso}-01-01").get(..10)?.parse().ok()
}

/// Counted in units from the reference date: we give the unit that holds the day.
fn counted(date: &DateValue) -> bool {
    date.basis.as_deref() == Some("counted from the reference date")
}

fn resolves(mention: &Mention, resolution: &Json) -> bool {
    match &mention.value {
        Some(Value::Date(date)) => {
            resolution["values"].as_array().into_iter().flatten().any(|value| date_resolves(date, value))
        }
        Some(Value::Money(money)) => {
            same(&money.amount, &resolution["value"])
                || same(&(money.amount * Decimal::ONE_HUNDRED), &resolution["value"])
        }
        Some(Value::Percent(percent)) => same(&percent.number, &resolution["value"]),
        Some(Value::Quantity(quantity)) => {
            measures(quantity, &resolution["value"], resolution["unit"].as_str())
        }
        _ => false,
    }
}

fn date_resolves(date: &DateValue, value: &Json) -> bool {
    let text = |key: &str| value[key].as_str();
    let timex = text("timex").unwrap_or_default();
    if text("type") == Some("duration") {
        return date.iso == timex || seconds(&date.iso).is_some() && seconds(&date.iso) == seconds(timex);
    }
    if text("type") == Some("set") {
        return recurs(&date.iso, timex);
    }
    let day = |key: &str| text(key).and_then(|day| day.get(..10)?.parse::<Day>().ok());
    if let Some(day) = day("value") {
        return date.start == Some(day)
            || date.end == Some(day)
            || counted(date) && date.start <= Some(day) && Some(day) <= date.end;
    }
    // Their ends are exclusive.
    let (start, end) = (day("start"), day("end"));
    let start_fits = start.is_none_or(|day| {
        date.start.is_some_and(|start| (-1..=1).contains(&(start.number() - day.number())))
            || date.iso.ends_with("..")
    });
    let last = date.iso.rsplit('/').next().and_then(first_day);
    let end_fits = end.is_none_or(|day| {
        date.end.is_some_and(|end| (0..=1).contains(&(day.number() - end.number())))
            || last == Some(day)
            || date.iso.starts_with("..")
    });
    if start.is_none() && end.is_none() {
        return is_season(&date.iso, timex) || timex.ends_with(date.iso.as_str()) && !date.iso.is_empty();
    }
    start_fits && end_fits
}

/// "2016-SU": their seasons have no days; ours are three months.
fn is_season(iso: &str, timex: &str) -> bool {
    const SEASONS: [(&str, &str); 4] = [("-SP", "-03/"), ("-SU", "-06/"), ("-FA", "-09/"), ("-WI", "-12/")];
    let same = |(theirs, ours): &(&str, &str)| {
        timex.strip_suffix(theirs).is_some_and(|year| iso.starts_with(&format!("{year}{ours}")))
    };
    SEASONS.iter().any(same)
}

/// Whether a repeating interval has the period of theirs: "P1W", or a weekday or day of a month by its mask.
fn recurs(iso: &str, timex: &str) -> bool {
    let Some(period) = iso.strip_prefix('R').and_then(|rest| rest.rsplit('/').next()) else { return false };
    match timex {
        _ if timex.starts_with("XXXX-WXX-") => matches!(period, "P1W" | "P2W"),
        _ if timex.starts_with("XXXX-XX-") => period == "P1M",
        _ if timex.starts_with("XXXX-") => period == "P1Y",
        _ if timex.starts_with('T') => period == "P1D",
        _ => period == timex,
    }
}
