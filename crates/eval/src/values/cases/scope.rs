//! What is out of scope among the public cases, one line for each kind, and how such a case is told.

use serde_json::Value as Json;

use super::{is_duckling, kind, results, text};

const HOLIDAY: &str = "holidays and feasts: names of events, left to the knowledge files";
const FROM_NOW: &str = "hours and minutes counted from now: news has a day, not a minute, to count from";
const PART_OF_DAY: &str =
    "parts of the day (this morning, tonight, lunch): the hours meant are a convention; we give the day";
const STORY: &str = "lengths told in a story (3 weeks later, the day before): they count from the reference date, we leave the length";
const ZONE: &str =
    "times moved to the zone of the listener (16:00 CET): we keep the time and zone as written";
const SPOKEN_CLOCK: &str =
    "clock times as people say them without am, pm or a colon (half three, a quarter past noon, 3 to 7)";
const RATE: &str =
    "adverbs of rate (daily, quarterly, once a week): in news they are rates of something, not dates";
const BROKEN: &str = "a broken character in the case";
const ADDRESS: &str = "dates inside addresses and file names";
const TALK: &str = "periods that only the talk knows (the week, this season) and office shorthand (EOY)";
const BARE_DIGITS: &str =
    "month and day in bare digits (5/12, 10.12.): too often a ratio or a decimal in news";
const PARTS: &str =
    "where a part of a period or a season begins: duckling's thirds and equinoxes, our halves and months";
const STRETCHES: &str = "stretches (the last two years): duckling takes whole calendar years, we count back from the day, as Recognizers-Text does";
const WEEKDAYS: &str = "weekdays counted from now (3 fridays from now, Friday after next)";
const RELATIVE_ORDINAL: &str = "places without a number (the last one, the next item)";
const POWERS: &str = "powers and scientific notation";
const FRACTIONS: &str = "fractions in words that count nothing (three twenty-firsts, one over twenty)";
const TELEPHONE: &str = "digits of telephone numbers taken for numbers";
const BARE_UNIT: &str = "a unit without a number (минутка, a litre)";
const VAGUE: &str = "vague numbers (a few), and numbers without a currency taken for money";
const CENTS: &str = "sums whose cents have no name ($20 43)";
const NO_NUMBER: &str = "currencies and units named without a number";

/// Why a case is not ours.
pub(super) fn left_out(case: &Json) -> Option<&'static str> {
    let lower = text(case).to_lowercase();
    if lower.contains("\\x") {
        return Some(BROKEN);
    }
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match kind(case) {
        "datetime" => date(case, &lower, &words),
        "number" | "ordinal" => number(case, &lower, &words),
        "money" => money(case, &lower, &words),
        "dimension" if no_value(case) => Some(NO_NUMBER),
        "duration" | "volume" | "distance" => {
            let one = matches!(case["expect"]["value"].as_f64(), Some(1.0 | 24.0));
            let bare = !lower.chars().any(|c| c.is_ascii_digit()) && words.len() <= 2 && one;
            bare.then_some(BARE_UNIT).or_else(|| has(&words, &["few"]).then_some(VAGUE))
        }
        _ => None,
    }
}

fn has(words: &[&str], list: &[&str]) -> bool {
    words.iter().any(|word| list.contains(word))
}

fn no_value(case: &Json) -> bool {
    results(case).any(|result| result["resolution"]["value"].is_null())
}

fn number(case: &Json, lower: &str, words: &[&str]) -> Option<&'static str> {
    if results(case).any(|result| result["type"] == "ordinal.relative") {
        return Some(RELATIVE_ORDINAL);
    }
    if kind(case) == "ordinal" {
        return None;
    }
    let fraction = || results(case).any(|result| result["resolution"]["subtype"] == "fraction");
    match () {
        () if lower.contains("e1") || lower.contains("e6") || lower.contains('^') => Some(POWERS),
        () if fraction() => Some(FRACTIONS),
        () if lower.contains("phone") => Some(TELEPHONE),
        () if has(words, &["few"]) => Some(VAGUE),
        () => None,
    }
}

fn money(case: &Json, lower: &str, words: &[&str]) -> Option<&'static str> {
    let unnamed = case["expect"]["unit"] == "Unnamed" && !lower.contains("ак") && !lower.contains("uck");
    let sums = results(case).filter_map(|result| result["resolution"]["value"].as_str()?.parse().ok());
    let cents = case["expect"]["value"].as_f64().into_iter().chain(sums).any(|sum: f64| sum.fract() != 0.0)
        && !["cent", "sen", "цент", "pais", "¢"].iter().any(|minor| lower.contains(minor))
        && !words_with_decimals(lower);
    match () {
        () if has(words, &["few"]) || unnamed => Some(VAGUE),
        () if cents => Some(CENTS),
        () if no_value(case) => Some(NO_NUMBER),
        () => None,
    }
}

/// "10.50", as against "15 dollars 50."
fn words_with_decimals(text: &str) -> bool {
    text.split_whitespace().any(|word| word.trim_end_matches('.').contains(['.', ',']))
}

fn date(case: &Json, lower: &str, words: &[&str]) -> Option<&'static str> {
    let holiday = matches!(case["expect"]["kind"].as_str(), Some("pointHoliday" | "intervalHoliday"));
    if holiday || has(words, HOLIDAYS) {
        return Some(HOLIDAY);
    }
    if lower.contains("http") || lower.contains("www") || lower.contains(".xlsx") {
        return Some(ADDRESS);
    }
    let spans: Vec<String> =
        results(case).filter_map(|result| Some(result["text"].as_str()?.to_lowercase())).collect();
    let sets = results(case).any(|result| result["type"].as_str().is_some_and(|kind| kind.ends_with("set")));
    if sets && spans.iter().any(|span| is_rate(span)) {
        return Some(RATE);
    }
    if let Some(reason) = clock(case, lower, words) {
        return Some(reason);
    }
    let talk = spans.iter().any(|span| TALK_SPANS.contains(&span.as_str()))
        || has(words, &["eod", "eoy", "eom", "otd"])
        || is_duckling(case) && has(words, &["season", "seasons", "bom", "boy", "ooo", "time"]);
    match () {
        () if has(words, &["few"]) => Some(VAGUE),
        () if talk => Some(TALK),
        () if bare_month_and_day(lower) => Some(BARE_DIGITS),
        () if is_duckling(case) => convention(case, lower, words),
        () if spans.iter().any(|span| span.ends_with(" later") || span == "the day before") => Some(STORY),
        () => None,
    }
}

/// Adverbs and «once a week»; "every Monday" and "each year" are ours.
fn is_rate(span: &str) -> bool {
    const WORDS: [&str; 12] = [
        "weekly",
        "daily",
        "monthly",
        "yearly",
        "annually",
        "annual",
        "quarterly",
        "biweekly",
        "everyday",
        "once",
        "mornings",
        "weekends",
    ];
    span.split_whitespace().any(|word| WORDS.contains(&word)) || span.starts_with("one a ")
}

/// Times of the clock are ours where they are written: with a colon, am, pm or a word like "o'clock" or «часов».
fn clock(case: &Json, lower: &str, words: &[&str]) -> Option<&'static str> {
    let grain = matches!(case["expect"]["grain"].as_str(), Some("second" | "minute" | "hour"));
    let timed = |result: &Json| {
        let kind = result["type"].as_str().unwrap_or_default();
        kind.contains("time")
            && !["date", "daterange", "duration", "set"].iter().any(|end| kind.ends_with(end))
            || kind.ends_with("set")
                && result["resolution"]["values"][0]["timex"]
                    .as_str()
                    .is_some_and(|t| t.contains('T') && t != "PT")
    };
    if !grain && !results(case).any(timed) {
        return None;
    }
    if is_duckling(case) && has(words, &["gmt", "utc", "cet", "ist", "pst", "est"]) {
        return Some(ZONE);
    }
    if has(words, &["через", "назад", "ago"]) {
        return Some(FROM_NOW);
    }
    if has(words, PARTS_OF_DAY) {
        return Some(PART_OF_DAY);
    }
    if !written_clock(lower) {
        let units = [
            "second",
            "minute",
            "hour",
            "now",
            "ago",
            "day",
            "week",
            "minut",
            "hr",
            "sec",
            "час",
            "минут",
            "секунд",
            "сейчас",
        ];
        let counted = words.iter().any(|word| units.iter().any(|unit| word.starts_with(unit)));
        return Some(if counted { FROM_NOW } else { SPOKEN_CLOCK });
    }
    let spoken = has(
        words,
        &[
            "past", "quarter", "half", "after", "til", "till", "thirty", "fifteen", "ish", "around", "later",
            "before", "more", "within", "hours", "hour", "minutes",
        ],
    );
    spoken.then_some(SPOKEN_CLOCK)
}

/// "5:30", "7pm", "2.30 p.m.", "9 o'clock", «в 15 часов».
fn written_clock(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let after_digits = |at: usize| {
        let before = lower[..at].trim_end_matches([' ', '.']);
        before.ends_with(|c: char| c.is_ascii_digit())
    };
    let colon = lower.match_indices(':').any(|(at, _)| at > 0 && digit(at - 1) && digit(at + 1));
    let marked = ["am", "pm", "a.m", "p.m", "o'clock", "oclock", "часов", "час", "утра", "вечера"]
        .iter()
        .any(|mark| lower.match_indices(mark).any(|(at, _)| after_digits(at)));
    colon || marked
}

/// Where duckling and we count by other rules.
fn convention(case: &Json, lower: &str, words: &[&str]) -> Option<&'static str> {
    let interval = case["expect"]["kind"] == "interval";
    let many = lower.chars().any(|c| c.is_ascii_digit())
        || has(words, &["two", "three", "couple", "два", "две", "три"]);
    let from_now = has(words, &["from"]) && has(words, &["now"]) && lower.contains("day");
    match () {
        () if interval && has(words, PART_WORDS) => Some(PARTS),
        () if has(words, STRETCH_WORDS) && many && !has(words, &["of"]) => Some(STRETCHES),
        () if from_now || has(words, &["after"]) && has(words, &["next"]) => Some(WEEKDAYS),
        () => None,
    }
}

/// "5/12", "7.6" with no year behind.
fn bare_month_and_day(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | ',' | '!' | '?')).any(|word| {
        let word = word.trim_end_matches('.');
        let parts: Vec<&str> = word.split(['/', '.']).collect();
        let [a, b] = parts[..] else { return false };
        let small = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        small(a) && small(b) && (word.contains('/') || a.len() + b.len() > 2 || a.len() == 1)
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
    "rosh",
    "navaratri",
];

const TALK_SPANS: &[&str] = &[
    "the month",
    "the week",
    "the year",
    "the fortnight",
    "the hour",
    "the day",
    "weekend",
    "the weekend",
    "same week",
];

const PARTS_OF_DAY: &[&str] = &[
    "morning",
    "mornings",
    "afternoon",
    "evening",
    "night",
    "tonight",
    "lunch",
    "lunchtime",
    "breakfast",
    "dinner",
    "noonish",
    "nite",
    "late",
    "утром",
    "вечером",
    "днем",
    "днём",
    "ночью",
    "утро",
    "вечер",
    "ночь",
    "eod",
];

const PART_WORDS: &[&str] = &[
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
];

const STRETCH_WORDS: &[&str] =
    &["last", "past", "next", "upcoming", "previous", "последние", "последних", "следующие", "прошлые"];
