//! Throws mutated sentences at the extractor: `mutate SECONDS [SEED]`. The sentences of the gold files are cut, spliced,
//! repeated and sprinkled with characters that rules look at; every result must hold what the property tests ask for.
//! Ends with the number of texts tried; a panic names the text that made it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use svodka_model::{Day, Language};
use svodka_text::{Layer, Morphology};
use svodka_values::{Direction, Extractor};

const GOLD: [&str; 2] =
    [include_str!("../../../data/gold/values/en.txt"), include_str!("../../../data/gold/values/ru.txt")];
const MARKS: &[&str] = &[
    " ",
    "  ",
    "\u{a0}",
    "\n",
    ".",
    ",",
    "-",
    "–",
    "—",
    "/",
    ":",
    "%",
    "$",
    "€",
    "₽",
    "№",
    "'",
    "’",
    "«",
    "»",
    "(",
    ")",
    "0",
    "9",
    "00",
    "1,234",
    "9999999999999999999999",
    "½",
    "e\u{301}",
    "й",
    "ё",
    "\u{200b}",
    "\u{feff}",
    "😀",
    "@",
    "http://",
    "th",
    "го",
    "each ",
    "every ",
    "с ",
    "до ",
    "between ",
    " and ",
    "Q1",
    "XX",
    " in ",
    "тыс. ",
    "million ",
];

/// SplitMix64: small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().ok_or("how many seconds")?.parse()?;
    let mut random = Random(arguments.next().map_or(Ok(1), |seed| seed.parse())?);
    let extractors = [Extractor::new()?, Extractor::new()?.with_direction(Direction::Future)];
    let morphology = Morphology::embedded();
    let sentences: Vec<Vec<char>> = GOLD.iter().flat_map(|file| file.lines()).map(plain).collect();
    let (start, mut tried, mut values) = (Instant::now(), 0_u64, 0_usize);
    while start.elapsed() < Duration::from_secs(seconds) {
        let text = mutant(&sentences, &mut random);
        let language = if random.below(2) == 0 { Language::En } else { Language::Ru };
        let reference = Day::from_number(i32::try_from(random.below(3_000_000))?);
        values += check(&extractors[random.below(2)], &text, language, reference, &morphology);
        tried += 1;
    }
    println!("{tried} texts, {values} values, no violation");
    Ok(())
}

/// A gold sentence without its marks.
fn plain(line: &str) -> Vec<char> {
    let mut text = String::new();
    for part in line.split(['[', ']']) {
        text.push_str(part.split('|').next().unwrap_or_default());
    }
    text.chars().collect()
}

fn mutant(sentences: &[Vec<char>], random: &mut Random) -> String {
    let mut text = sentences[random.below(sentences.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(20)).min(text.len());
        match random.below(5) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, MARKS[random.below(MARKS.len())].chars())),
            2 => {
                let other = &sentences[random.below(sentences.len())];
                let from = random.below(other.len());
                let to = (from + random.below(40)).min(other.len());
                drop(text.splice(at..at, other[from..to].iter().copied()));
            }
            3 => {
                let piece: Vec<char> = text[at..end].to_vec();
                drop(text.splice(at..at, piece));
            }
            _ => text.truncate(at.max(1)),
        }
    }
    text.into_iter().collect()
}

/// How many values the text has; panics where one breaks a law.
fn check(
    extractor: &Extractor,
    text: &str,
    language: Language,
    reference: Option<Day>,
    morphology: &Morphology,
) -> usize {
    let layer = Layer::of_text(text, language, morphology);
    let result =
        catch_unwind(AssertUnwindSafe(|| (extractor.extract(&layer, reference), extractor.numbers(&layer))));
    let Ok((mentions, _)) = result else { panic!("a panic on {text:?} with {reference:?}") };
    let mut end = 0;
    for mention in &mentions {
        let sound = mention.span.start() >= end
            && mention.span.get(text) == Some(mention.surface.as_str())
            && mention.value.is_some()
            && !mention.norm.is_empty();
        assert!(sound, "{mention:?} in {text:?}");
        end = mention.span.end();
    }
    mentions.len()
}
