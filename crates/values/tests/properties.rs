//! What holds for every text: no panic, spans on char boundaries, values that print and read again.

use proptest::prelude::*;
use svodka_model::{Day, Language, Value};
use svodka_text::{Layer, Morphology};
use svodka_values::{Direction, Extractor};

fn tools() -> &'static (Extractor, Morphology) {
    static TOOLS: std::sync::LazyLock<(Extractor, Morphology)> = std::sync::LazyLock::new(|| {
        (Extractor::new().expect("the embedded tables read"), Morphology::embedded())
    });
    &TOOLS
}

fn values(text: &str, language: Language, reference: Option<Day>) -> Vec<Value> {
    let (extractor, morphology) = tools();
    let layer = Layer::of_text(text, language, morphology);
    extractor.extract(&layer, reference).into_iter().filter_map(|mention| mention.value).collect()
}

/// Words that the rules look at, thrown together at random.
const WORDS: &[&str] = &[
    "12",
    "2019",
    "1,234.5",
    "99999999999999999999999999999999",
    "07.02.2018",
    "31",
    "0",
    "3.14",
    "$",
    "€",
    "%",
    "№",
    "-",
    "–",
    "/",
    ":",
    "(",
    ")",
    "'s",
    ".",
    ",",
    "th",
    "й",
    "million",
    "billion",
    "crore",
    "hundred",
    "and",
    "a",
    "half",
    "two",
    "twenty",
    "dozen",
    "млрд",
    "тыс.",
    "млн",
    "руб.",
    "полтора",
    "двадцать",
    "сто",
    "первый",
    "five",
    "June",
    "May",
    "июня",
    "мая",
    "год",
    "года",
    "гг.",
    "year",
    "years",
    "last",
    "next",
    "past",
    "прошлом",
    "последние",
    "week",
    "неделю",
    "quarter",
    "квартал",
    "Q1",
    "H2",
    "XXVII",
    "век",
    "Monday",
    "вторник",
    "ago",
    "назад",
    "from",
    "to",
    "with",
    "с",
    "по",
    "до",
    "since",
    "about",
    "около",
    "свыше",
    "aircraft",
    "самолётов",
    "Su",
    "30SM",
    "km",
    "км",
    "dollars",
    "долларов",
    "USD",
    "per",
    "barrel",
    "за",
    "@",
    "http",
    "://",
    "example.org",
    "+7",
    "ИНН",
    "early",
    "конец",
    "of",
    "the",
    "tomorrow",
    "x",
    "ft",
    "5th",
    "65-летие",
    "p.m.",
    "MSK",
    "\n",
    "\u{a0}",
    "½",
    "earlier",
    "this",
    "day",
    "на",
    "в",
];

proptest! {
    #[test]
    fn any_string_gives_sorted_values_that_do_not_overlap(text in "\\PC{0,60}", russian: bool) {
        check(&text, russian);
    }

    #[test]
    fn any_mixture_of_words_does_too(words in prop::collection::vec(prop::sample::select(WORDS), 0..24), spaced in prop::collection::vec(any::<bool>(), 24), russian: bool) {
        let mut text = String::new();
        for (word, space) in words.iter().zip(spaced) {
            text.push_str(word);
            if space {
                text.push(' ');
            }
        }
        check(&text, russian);
    }

    #[test]
    fn money_prints_and_reads_again(units in 1i64..1_000_000_000, scale in 0u32..3, code in prop::sample::select(&["USD", "EUR", "RUB", "INR", "CNY", "KZT", "GBP"][..])) {
        let text = format!("{code} {}", units * 10i64.pow(3 * scale));
        prop_assert!(reads_again(&text));
    }

    #[test]
    fn measures_print_and_read_again(whole in 0u32..100_000, hundredths in 0u32..100, unit in prop::sample::select(&["km", "t", "MW", "kg", "m2", "ha", "kWh", "GHz"][..])) {
        let text = format!("{whole}.{hundredths:02} {unit}");
        prop_assert!(reads_again(&text));
    }

    #[test]
    fn percentages_print_and_read_again(whole in 0u32..1000, tenths in 0u32..10, sign in prop::sample::select(&["%", " percentage points", " basis points"][..])) {
        let text = format!("{whole}.{tenths}{sign}");
        prop_assert!(reads_again(&text));
    }

    #[test]
    fn days_print_and_read_again(number in 584_388i32..803_000) {
        let day = Day::from_number(number).unwrap();
        prop_assert!(reads_again(&day.to_string()));
        let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        let text = format!("{} {}, {}", months[usize::from(day.month() - 1)], day.day(), day.year());
        let found = values(&text, Language::En, None);
        prop_assert!(matches!(&found[..], [Value::Date(date)] if date.start == Some(day) && date.end == Some(day)), "{text}: {found:?}");
    }

    #[test]
    fn shifting_the_reference_shifts_relative_dates(number in 584_388i32..803_000, shift in -5000i32..5000) {
        let (day, other) = (Day::from_number(number).unwrap(), Day::from_number(number + shift).unwrap());
        for text in ["yesterday", "tomorrow", "3 days ago", "вчера", "два дня назад", "past 10 days"] {
            let start = |reference| match &values(text, if text.is_ascii() { Language::En } else { Language::Ru }, Some(reference))[..] {
                [Value::Date(date)] => date.start.map(Day::number),
                _ => None,
            };
            let (first, second) = (start(day), start(other));
            prop_assert!(first.is_some() && second == first.map(|first| first + shift), "{text}: {first:?} {second:?}");
        }
    }
}

fn check(text: &str, russian: bool) {
    let (extractor, morphology) = tools();
    let language = if russian { Language::Ru } else { Language::En };
    let layer = Layer::of_text(text, language, morphology);
    let mut end = 0;
    for mention in extractor.extract(&layer, Day::new(2019, 6, 26)) {
        assert!(mention.span.start() >= end, "{text:?}");
        assert_eq!(mention.span.get(text), Some(mention.surface.as_str()));
        assert!(mention.value.is_some() && !mention.norm.is_empty());
        end = mention.span.end();
    }
    extractor.numbers(&layer);
}

/// Whether the norm of the only value of `text` is read as that same value.
fn reads_again(text: &str) -> bool {
    let (extractor, morphology) = tools();
    let first = extractor.extract(&Layer::of_text(text, Language::En, morphology), None);
    let [mention] = &first[..] else { panic!("{text}: {first:?}") };
    let second = extractor.extract(&Layer::of_text(&mention.norm, Language::En, morphology), None);
    let same = matches!(&second[..], [again] if again.value == mention.value);
    assert!(same, "{text} -> {} -> {second:?}", mention.norm);
    same
}

#[test]
fn a_weekday_is_looked_for_where_the_direction_says() {
    let morphology = Morphology::embedded();
    let layer = Layer::of_text("on Friday", Language::En, &morphology);
    let day = |direction| {
        let extractor = Extractor::new().expect("the embedded tables read").with_direction(direction);
        let found = extractor.extract(&layer, Day::new(2019, 6, 26));
        match &found[0].value {
            Some(Value::Date(date)) => date.iso.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(day(Direction::Future), "2019-06-28");
    assert_eq!(day(Direction::Past), "2019-06-21");
}

#[test]
fn long_lines_take_linear_time() {
    let (extractor, morphology) = tools();
    for piece in [
        "1 ",
        "1,",
        "two hundred and ",
        "$",
        "5 million ",
        "from 1 to ",
        "first of the ",
        "a@b.c.",
        "+7(9",
        "Monday ",
        "1-",
        "ab-1/",
    ] {
        let time = |count: usize| {
            let text = piece.repeat(count);
            let layer = Layer::of_text(&text, Language::En, morphology);
            // The best of some, for the machine has other work too.
            let seconds = || {
                let start = std::time::Instant::now();
                extractor.extract(&layer, Day::new(2019, 6, 26));
                start.elapsed().as_secs_f64()
            };
            (0..3).map(|_| seconds()).fold(f64::INFINITY, f64::min)
        };
        let (short, long) = (time(1_000), time(10_000));
        assert!(long < 60.0 * short.max(0.005), "{piece:?}: {short} s, ten times that text {long} s");
    }
}
