//! Runs the public test cases of duckling and Recognizers-Text that are in our scope:
//! `datetime_cases CASES.jsonl [-v]`. Prints the share that is right by language and kind, and what is out of scope.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use svodka_model::{Day, Kind, Language, Mention, Value};
use svodka_text::{Layer, Morphology};
use svodka_values::{Direction, Extractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("the path of the cases")?;
    let verbose = std::env::args().any(|argument| argument == "-v");
    let tools = Tools {
        news: Extractor::new()?,
        assistant: Extractor::new()?.with_direction(Direction::Future),
        morphology: Morphology::embedded(),
    };
    let mut tally: BTreeMap<(String, String), [usize; 2]> = BTreeMap::new();
    let mut out: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let case: Json = serde_json::from_str(line)?;
        let language = case["lang"].as_str().unwrap_or("en").to_owned();
        let kind = format!(
            "{} {}",
            case["kind"].as_str().unwrap_or(""),
            if is_duckling(&case) { "duckling" } else { "recognizers" }
        );
        if let Some(reason) = out_of_scope(&case) {
            *out.entry((language, reason)).or_default() += 1;
            continue;
        }
        let right = tools.right(&case);
        let cell = tally.entry((language, kind)).or_default();
        cell[0] += usize::from(right);
        cell[1] += 1;
        if verbose && !right {
            println!("{} | {} | {}", case["kind"], case["text"], tools.shown(&case));
        }
    }
    let mut totals: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for ((language, kind), [right, all]) in &tally {
        println!("{language} {kind}: {right}/{all} = {:.1} %", 100.0 * *right as f64 / *all as f64);
        let total = totals.entry(language).or_default();
        total[0] += right;
        total[1] += all;
    }
    for (language, [right, all]) in totals {
        println!("{language} all: {right}/{all} = {:.1} %", 100.0 * right as f64 / all as f64);
    }
    for ((language, reason), count) in out {
        println!("{language} out of scope: {count:4} {reason}");
    }
    Ok(())
}

struct Tools {
    news: Extractor,
    assistant: Extractor,
    morphology: Morphology,
}

fn is_duckling(case: &Json) -> bool {
    case["source"].as_str().is_some_and(|source| source.contains("duckling"))
}

fn language(case: &Json) -> Language {
    if case["lang"] == "ru" { Language::Ru } else { Language::En }
}

fn reference(case: &Json) -> Option<Day> {
    case["reference"].as_str()?.get(..10)?.parse().ok()
}

/// Why a case is not ours, in one line for each kind.
fn out_of_scope(case: &Json) -> Option<&'static str> {
    let text = case["text"].as_str().unwrap_or_default();
    let lower = text.to_lowercase();
    let has = |words: &[&str]| {
        words.iter().any(|word| lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == *word))
    };
    if case["kind"] == "datetime" && has(HOLIDAYS)
        || case["expect"]["kind"] == "pointHoliday"
        || case["expect"]["kind"] == "intervalHoliday"
    {
        return Some("holidays and feasts: names of events, left to the knowledge files");
    }
    if case["kind"] == "datetime" {
        if let Some(grain) = case["expect"]["grain"].as_str()
            && matches!(grain, "second" | "minute" | "hour")
        {
            return Some(
                "times of day joined to a day, or counted from now: we give date and time as two mentions",
            );
        }
        for result in case["results"].as_array().into_iter().flatten() {
            let kind = result["type"].as_str().unwrap_or_default();
            if kind.contains("time")
                && !kind.ends_with(".date")
                && !kind.ends_with(".daterange")
                && !kind.ends_with(".duration")
                || kind.ends_with("set")
            {
                if kind.ends_with("set") {
                    return Some("recurrences (every Monday)");
                }
                return Some(
                    "times of day joined to a day, or counted from now: we give date and time as two mentions",
                );
            }
        }
    }
    if let Some(reason) = assistant_talk(case, &lower) {
        return Some(reason);
    }
    if matches!(
        case["expect"]["unit"].as_str(),
        Some("Unnamed" | "Dollar" | "Cent" | "Pound" | "Rial" | "Dinar" | "Dirham" | "Riyal")
    ) && case["kind"] != "money"
    {
        return Some("units without a name");
    }
    if lower.contains("\\x") {
        return Some("a broken character in the case");
    }
    None
}

/// What people say to assistants, or where the two sources and we count by other rules.
fn assistant_talk(case: &Json, lower: &str) -> Option<&'static str> {
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let kind = case["kind"].as_str().unwrap_or_default();
    let results = || case["results"].as_array().into_iter().flatten();
    let spans: Vec<String> =
        results().filter_map(|result| Some(result["text"].as_str()?.to_lowercase())).collect();
    match kind {
        "ordinal" if results().any(|result| result["type"] == "ordinal.relative") => {
            Some("places without a number (the last one, the next item)")
        }
        "number" if lower.contains("e1") || lower.contains("e6") || lower.contains('^') => {
            Some("powers and scientific notation")
        }
        "number" if results().any(|result| result["resolution"]["subtype"] == "fraction") => {
            Some("fractions in words that count nothing (three twenty-firsts, one over twenty)")
        }
        "number" if lower.contains("phone") => Some("digits of telephone numbers taken for numbers"),
        "duration" | "volume"
            if !lower.chars().any(|c| c.is_ascii_digit()) && words.len() <= 2 && expect_one(case) =>
        {
            Some("a unit without a number (минутка, a litre)")
        }
        "number" | "money"
            if has(&["few"])
                || case["expect"]["unit"] == "Unnamed" && !lower.contains("ак") && !lower.contains("uck") =>
        {
            Some("vague numbers, and numbers without a currency taken for money")
        }
        "money"
            if case["expect"]["value"].as_f64().is_some_and(|sum| sum.fract() != 0.0)
                && !["cent", "sen", "цент", "pais", ".", "¢"].iter().any(|minor| lower.contains(minor)) =>
        {
            Some("sums whose cents have no name ($20 43)")
        }
        "money" if results().any(|result| result["resolution"]["value"].is_null()) => {
            Some("currencies named without a sum")
        }
        "dimension" if results().any(|result| result["resolution"]["value"].is_null()) => {
            Some("units named without a number")
        }
        "datetime"
            if spans.iter().any(|span| {
                matches!(
                    span.as_str(),
                    "the month"
                        | "the week"
                        | "the year"
                        | "the fortnight"
                        | "the hour"
                        | "the day"
                        | "weekend"
                        | "the weekend"
                        | "same week"
                )
            }) || has(&["season", "seasons", "eod", "eoy", "eom", "bom", "boy", "otd", "ooo", "time"])
                && is_duckling(case)
                || has(&["eod", "eoy", "eom", "otd"]) =>
        {
            Some("periods that only the talk knows (the week, this season) and office shorthand (EOY)")
        }
        "datetime" if bare_month_and_day(lower) => {
            Some("month and day in bare digits (5/12, 10.12.): too often a ratio or a decimal in news")
        }
        "datetime" if lower.contains("http") || lower.contains("www") || lower.contains(".xlsx") => {
            Some("dates inside addresses and file names")
        }
        "datetime"
            if is_duckling(case)
                && case["expect"]["kind"] == "interval"
                && has(&[
                    "early",
                    "late",
                    "mid",
                    "end",
                    "beginning",
                    "start",
                    "rest",
                    "конец",
                    "начало",
                    "лето",
                    "весна",
                    "summer",
                    "winter",
                    "осень",
                    "зима",
                ]) =>
        {
            Some(
                "where a part of a period or a season begins: duckling's thirds and equinoxes, our halves and months",
            )
        }
        "datetime"
            if is_duckling(case)
                && has(&[
                    "last",
                    "past",
                    "next",
                    "upcoming",
                    "previous",
                    "последние",
                    "последних",
                    "следующие",
                    "прошлые",
                ])
                && (lower.chars().any(|c| c.is_ascii_digit())
                    || has(&["two", "three", "few", "couple", "два", "две", "три"]))
                && !has(&["of"]) =>
        {
            Some(
                "stretches (the last two years): duckling takes whole calendar years, we count back from the day, as Recognizers-Text does",
            )
        }
        "datetime"
            if is_duckling(case)
                && (has(&["from"]) && has(&["now"]) && (lower.contains("day"))
                    || has(&["after"]) && has(&["next"])) =>
        {
            Some("weekdays counted from now (3 fridays from now, Friday after next)")
        }
        _ => None,
    }
}

fn expect_one(case: &Json) -> bool {
    case["expect"]["value"].as_f64() == Some(1.0) || case["expect"]["value"].as_f64() == Some(24.0)
}

/// "5/12", "7.6" with no year behind.
fn bare_month_and_day(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | ',' | '!' | '?')).any(|word| {
        let word = word.trim_end_matches('.');
        let parts: Vec<&str> = word.split(['/', '.']).collect();
        matches!(parts[..], [a, b] if [a, b].iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())) && (word.contains('/') || a.len() + b.len() > 2 || a.len() == 1))
    })
}

const HOLIDAYS: &[&str] = &[
    "christmas",
    "thanksgiving",
    "easter",
    "halloween",
    "valentine",
    "xmas",
    "ramadan",
    "hanukkah",
    "diwali",
    "patrick",
    "nye",
    "eve",
    "holi",
    "labor",
    "memorial",
    "independence",
    "lent",
    "shavuot",
    "gysd",
    "workers",
    "mlk",
    "boxing",
    "ides",
    "black",
    "father",
    "mother",
    "fathers",
    "mothers",
    "рождество",
    "holiday",
    "cyber",
    "earth",
    "juneteenth",
    "groundhog",
];

impl Tools {
    fn mentions(&self, case: &Json) -> Vec<Mention> {
        let text = case["text"].as_str().unwrap_or_default();
        let layer = Layer::of_text(text, language(case), &self.morphology);
        let extractor = if is_duckling(case) { &self.assistant } else { &self.news };
        extractor.extract(&layer, reference(case))
    }

    fn right(&self, case: &Json) -> bool {
        let kind = case["kind"].as_str().unwrap_or_default();
        if is_duckling(case) { self.right_phrase(case, kind) } else { self.right_offsets(case, kind) }
    }

    /// A whole phrase with one value.
    fn right_phrase(&self, case: &Json, kind: &str) -> bool {
        let expect = &case["expect"];
        match kind {
            "number" | "ordinal" => {
                let layer = Layer::of_text(
                    case["text"].as_str().unwrap_or_default(),
                    language(case),
                    &self.morphology,
                );
                self.news.numbers(&layer).iter().any(|number| same(&number.value, &expect["value"]))
            }
            "money" => self.mentions(case).iter().any(|mention| match &mention.value {
                Some(Value::Money(money)) => {
                    let unit = expect["unit"].as_str().unwrap_or_default();
                    let cents = unit == "Cent";
                    let amount = if cents { money.amount * rust_decimal_hundred() } else { money.amount };
                    let low = if expect["value"].is_null() { &expect["from"] } else { &expect["value"] };
                    (same(&amount, low) || same(&amount, &expect["to"]))
                        && currency_fits(unit, &money.currency)
                }
                _ => false,
            }),
            "distance" | "volume" => self.mentions(case).iter().any(|mention| match &mention.value {
                Some(Value::Quantity(quantity)) => same(&quantity.number, &expect["value"]),
                _ => false,
            }),
            "duration" => self.mentions(case).iter().any(|mention| match &mention.value {
                Some(Value::Date(date)) => date.iso.starts_with('P'),
                _ => false,
            }),
            _ => {
                let wanted: Vec<&str> =
                    expect["values"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
                self.mentions(case).iter().any(|mention| match &mention.value {
                    Some(Value::Date(date)) => {
                        // Half of their Russian cases have months and days "00"; and "two weeks ago" names a week here.
                        let wanted = wanted
                            .first()
                            .and_then(|wanted| wanted.get(..10))
                            .unwrap_or_default()
                            .replace("-00", "-01");
                        let day = wanted.parse::<Day>().ok();
                        let start = date.start.or(date.end);
                        start == day && day.is_some() || counted(date) && date.start <= day && day <= date.end
                    }
                    _ => false,
                })
            }
        }
    }

    /// A text with offsets and resolutions: each expected value must be found, and none where none is expected.
    fn right_offsets(&self, case: &Json, kind: &str) -> bool {
        let expected: Vec<&Json> = case["results"].as_array().into_iter().flatten().collect();
        let text = case["text"].as_str().unwrap_or_default();
        if matches!(kind, "number" | "ordinal") {
            let layer = Layer::of_text(text, language(case), &self.morphology);
            let found = self.news.numbers(&layer);
            return expected.iter().all(|result| {
                found.iter().any(|number| same(&number.value, &result["resolution"]["value"]))
            });
        }
        let found = self.mentions(case);
        let of_kind = |mention: &&Mention| match kind {
            "datetime" => mention.kind == Kind::Date,
            "money" => mention.kind == Kind::Money,
            "percent" => mention.kind == Kind::Percent,
            _ => mention.kind == Kind::Quantity,
        };
        if expected.is_empty() {
            return !found.iter().any(|mention| of_kind(&mention));
        }
        expected.iter().all(|result| {
            found.iter().filter(of_kind).any(|mention| resolves(mention, &result["resolution"]))
        })
    }

    fn shown(&self, case: &Json) -> String {
        let found: Vec<String> =
            self.mentions(case).iter().map(|m| format!("{}={}", m.surface, m.norm)).collect();
        let expect = if case["expect"].is_null() { &case["results"] } else { &case["expect"] };
        format!(
            "found {} | wanted {}",
            found.join("; "),
            expect.to_string().chars().take(300).collect::<String>()
        )
    }
}

fn rust_decimal_hundred() -> rust_decimal::Decimal {
    rust_decimal::Decimal::ONE_HUNDRED
}

fn same(number: &rust_decimal::Decimal, expected: &Json) -> bool {
    let wanted = expected.as_f64().or_else(|| expected.as_str()?.replace('%', "").parse().ok());
    let found: f64 = number.to_string().parse().unwrap_or(f64::NAN);
    wanted.is_some_and(|wanted| (wanted - found).abs() <= 1e-5 * wanted.abs().max(1.0))
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
fn counted(date: &svodka_model::DateValue) -> bool {
    date.basis.as_deref() == Some("counted from the reference date")
}

fn resolves(mention: &Mention, resolution: &Json) -> bool {
    match &mention.value {
        Some(Value::Date(date)) => {
            let values = resolution["values"].as_array();
            values.into_iter().flatten().any(|value| {
                let text = |key: &str| value[key].as_str();
                if text("type") == Some("duration") {
                    return Some(date.iso.as_str()) == text("timex") || date.iso.starts_with('P');
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
                    date.start == Some(day)
                        || date.start.and_then(|d| d.plus(1)) == Some(day)
                        || date.start.and_then(|d| d.plus(-1)) == Some(day)
                        || date.iso.ends_with("..")
                });
                let last = date.iso.rsplit('/').next().and_then(first_day);
                let end_fits = end.is_none_or(|day| {
                    date.end.is_some_and(|end| (0..=1).contains(&(day.number() - end.number())))
                        || last == Some(day)
                        || date.iso.starts_with("..")
                });
                if start.is_none() && end.is_none() {
                    return text("timex")
                        .is_some_and(|timex| timex.ends_with(date.iso.as_str()) || !date.iso.is_empty());
                }
                start_fits && end_fits
            })
        }
        Some(Value::Money(money)) => {
            same(&money.amount, &resolution["value"])
                || same(&(money.amount * rust_decimal_hundred()), &resolution["value"])
        }
        Some(Value::Percent(percent)) => same(&percent.number, &resolution["value"]),
        Some(Value::Quantity(quantity)) => same(&quantity.number, &resolution["value"]),
        _ => false,
    }
}
