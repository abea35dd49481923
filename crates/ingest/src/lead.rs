//! The publication date of a text that heads with none: a day told in its lead, or the year of a dateline that names
//! only day and month, which the weekday in the lead and the years in the text leave open or not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use svodka_model::{BlockKind, Day};

use crate::dates::{self, Found, Order, day_value, yearless};
use crate::draft::{Claim, DateClaim, Draft};
use crate::letters::{fold, is_letter, is_word, small};
use crate::structure::date_claim;
use crate::table::rows;

/// Bytes of a text in which years are looked for.
const REACH: usize = 20_000;
/// Bytes of the lead in which the weekday of the news stands.
const LEAD: usize = 1200;
/// Words between a preposition and its year: `before the end of 2024`.
const NEAR: usize = 5;
/// Words between a verb of saying and the day: `wrote in a letter on January 30`.
const SAID_NEAR: usize = 4;

/// Adds a claim where the head, the mail, the page named no day.
pub(crate) fn dates(draft: &mut Draft, order: Order, today: Option<Day>) {
    let claims = &draft.claims;
    let dated = claims.dates.iter().any(|claim| claim.barred.is_none() && claim.claim.value.start.is_some());
    if dated || claims.dateline_date.as_ref().is_some_and(|claim| claim.claim.value.start.is_some()) {
        return;
    }
    let body = || {
        (0..draft.units.len())
            .filter(|&index| matches!(draft.units[index].kind, None | Some(BlockKind::Paragraph)))
    };
    let found = match &claims.dateline_date {
        Some(line) => {
            let lead = body().take(2).map(|index| draft.content(index)).collect::<Vec<_>>().join("\n");
            with_year(line, &lead, &draft.text, today)
        }
        None => body().take(2).find_map(|index| told(draft, index, order)),
    };
    draft.claims.dates.extend(found);
}

/// A full date in a lead: with its weekday, behind a verb of saying, or as the first words.
fn told(draft: &Draft, index: usize, order: Order) -> Option<DateClaim> {
    let text = &draft.content(index)[..draft.content(index).floor_char_boundary(LEAD)];
    let full = |found: &Found| found.value.start.is_some() && found.value.start == found.value.end;
    let found = dates::find(text, order).into_iter().filter(full).find(|found| {
        let before = words(&text[..found.range.start]);
        let said = before.iter().rev().take(SAID_NEAR).any(|word| is("said", word));
        found.weekday_fits == Some(true) || said || before.is_empty()
    })?;
    Some(date_claim(&found, "lead", 400, draft.units[index].span.start(), None))
}

/// The dateline's day in the only year that fits.
fn with_year(line: &DateClaim, lead: &str, text: &str, today: Option<Day>) -> Option<DateClaim> {
    let (month, day) = yearless(&line.claim.value)?;
    let years = Years::of(&text[..text.floor_char_boundary(REACH)]);
    let days =
        |range: std::ops::RangeInclusive<u16>| range.filter_map(move |year| Day::new(year, month, day));
    let past = |day: &Day| today.is_none_or(|today| *day <= today);
    let weekday = weekday(&lead[..lead.floor_char_boundary(LEAD)]);
    let edition = years.editions.last().filter(|_| years.editions.len() == 1).copied();
    let named = edition
        .and_then(|year| Day::new(year, month, day))
        .filter(past)
        .filter(|day| weekday.is_none_or(|weekday| day.weekday() == weekday || eve(*day) == weekday));
    let (day, weight, basis) = match (named, weekday) {
        (Some(day), _) => (day, if weekday.is_some() { 500 } else { 350 }, "year of an event in the text"),
        (None, Some(weekday)) => {
            let range = years.bounds(today)?;
            let mut same = days(range.clone()).filter(past).filter(|day| day.weekday() == weekday);
            let (day, None) = (same.next()?, same.next()) else { return None };
            // The news may be of the day before; a year that the text names is then the likelier one.
            let rival = days(range).any(|other| eve(other) == weekday && years.named.contains(&other.year()));
            (!rival || years.named.contains(&day.year())).then_some((
                day,
                450,
                "weekday in the lead and years in the text",
            ))?
        }
        _ => return None,
    };
    let mut value = day_value(day, None);
    value.basis = Some(basis.to_owned());
    let claim = Claim { span: line.claim.span, ..Claim::new(value, "dateline_year", weight) };
    Some(DateClaim { claim, ..line.clone() })
}

/// The weekday before a day's.
fn eve(day: Day) -> u8 {
    (day.weekday() + 5) % 7 + 1
}

/// The weekday of this week that a lead names first.
fn weekday(lead: &str) -> Option<u8> {
    let (number, range) = dates::weekday(lead)?;
    let of_another_week = words(&lead[..range.start]).last().is_some_and(|word| is("other", word));
    (!of_another_week).then_some(number)
}

/// What the years of a text say about the year of its writing.
#[derive(Default)]
struct Years {
    /// Years of events that carry them in their names: `MAKS-2021`.
    editions: BTreeSet<u16>,
    /// Years that are named otherwise than as years to come.
    named: BTreeSet<u16>,
    /// The last year that is over or under way.
    since: Option<u16>,
    /// The first year that is to come or under way.
    until: Option<u16>,
}

impl Years {
    fn of(text: &str) -> Self {
        let mut years = Self::default();
        sentences(text).for_each(|sentence| years.read(sentence));
        years
    }

    fn read(&mut self, sentence: &str) {
        if !has_four_digits(sentence) {
            return;
        }
        let words = words(sentence);
        let ahead = words.iter().any(|word| is("ahead", word));
        let back = words.iter().any(|word| is("back", word));
        let year_at = |at: usize| words.get(at).and_then(|word| year_of(word));
        for (at, word) in words.iter().enumerate() {
            let Some((year, hyphened)) = year_of(word) else { continue };
            let edition = hyphened || (at > 0 && is_acronym(words[at - 1]));
            let near = &words[at.saturating_sub(NEAR)..at];
            let behind = near.last().is_some_and(|word| is("since", word));
            let until = near.iter().any(|word| is("until", word));
            let to_come = (ahead || until) && !back;
            if !to_come {
                self.named.insert(year);
            }
            if edition {
                self.editions.insert(year);
            } else if is_period(word) || year_at(at + 1).is_some() || (at > 0 && year_at(at - 1).is_some()) {
                // Periods and lists of years are over as often as not.
            } else if to_come {
                self.until = Some(self.until.map_or(year, |least| least.min(year)));
            } else if !ahead {
                self.since = self.since.max(Some(year + u16::from(behind)));
            }
        }
    }

    /// The years in which the text may be written, if it is bound on both sides.
    fn bounds(&self, today: Option<Day>) -> Option<std::ops::RangeInclusive<u16>> {
        Some(self.since?..=self.until.or(today.map(Day::year))?)
    }
}

/// Whether four digits follow one another, as in a year.
fn has_four_digits(text: &str) -> bool {
    let mut digits = 0;
    text.bytes().any(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits == 4
    })
}

/// The year that a word is or ends in, and whether it belongs to a name.
fn year_of(word: &str) -> Option<(u16, bool)> {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('-');
    let digits = match name {
        Some(name) if name.ends_with(char::is_alphabetic) => &word[name.len() + 1..],
        // «2021-м»
        _ => word.split('-').next().unwrap_or(word),
    };
    let year: u16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (1980..=2060)
        .contains(&year)
        .then_some((year, name.is_some_and(|name| name.ends_with(char::is_alphabetic))))
}

/// `LIMA` before a year: an event.
fn is_acronym(word: &str) -> bool {
    word.chars().count() >= 4 && word.chars().all(char::is_uppercase)
}

/// `2022-2024`, `2018-19`.
fn is_period(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(_, end)| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
        && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Words; hyphens inside them are kept, as are points and commas inside numbers.
fn words(text: &str) -> Vec<&str> {
    let inside = |c: char| is_word(c) || matches!(c, '-' | '.' | ',' | '%');
    text.split(|c| !inside(c))
        .map(|word| word.trim_matches(|c: char| !is_word(c)))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Stretches that end in a full stop before a capital letter, or with their line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| {
        let mut cuts = vec![0];
        cuts.extend(
            line.match_indices(". ")
                .map(|(at, _)| at + 2)
                .filter(|&at| line[at..].starts_with(|c: char| c.is_uppercase() || "«\"“—–-".contains(c))),
        );
        cuts.push(line.len());
        cuts.windows(2).map(|cut| &line[cut[0]..cut[1]]).collect::<Vec<_>>()
    })
}

/// Words and beginnings of words of one sense.
#[derive(Default)]
struct Cues {
    whole: BTreeSet<&'static str>,
    begun: Vec<&'static str>,
    /// The letters with which they begin.
    initials: BTreeSet<char>,
}

static CUES: LazyLock<BTreeMap<&'static str, Cues>> = LazyLock::new(|| {
    let mut cues: BTreeMap<_, Cues> = BTreeMap::new();
    for row in rows(include_str!("../data/year_cues.tsv")) {
        let own = cues.entry(row[0]).or_default();
        for form in row[1].split(' ') {
            own.initials.extend(form.chars().next());
            match form.strip_suffix('*') {
                Some(beginning) => own.begun.push(beginning),
                None => drop(own.whole.insert(form)),
            }
        }
    }
    cues
});

fn is(sense: &str, word: &str) -> bool {
    let Some(cues) = CUES.get(sense) else { return false };
    // Most words are told by their first letter.
    let begins = |c: char| !is_letter(c) || c == 'ё' || c == 'Ё' || cues.initials.contains(&small(c));
    if !word.starts_with(begins) {
        return false;
    }
    let word = fold(word);
    cues.whole.contains(word.as_str()) || cues.begun.iter().any(|beginning| word.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use crate::{Options, ingest};

    fn check(text: &str, expected: &str) {
        let document = ingest("a.txt", text.as_bytes(), &Options::default()).unwrap().remove(0).document;
        let date = document.metadata().published.as_ref();
        let found = date.map_or("-".to_owned(), |field| format!("{} {}", field.value.iso, field.origin));
        assert_eq!(found, expected, "{text}");
    }

    const TITLE: &str = "Zarya Yard signs a contract for two tankers\n\n";

    #[test]
    fn finds_the_year_of_a_dateline() {
        let lead = "KAZAN, July 21 (Volga Wire) - Zarya Yard signed on Wednesday a contract for two tankers, it said.";
        check(
            &format!(
                "{TITLE}{lead}\n\nSales reached 5 billion roubles in 2020. The ships will be built by 2024."
            ),
            "2021-07-21 dateline_year",
        );
        check(&format!("{TITLE}{lead}\n\nSales have risen since 1990."), "-");
        check(
            &format!("{TITLE}{lead}\n\nThe plan for 2022-2024 remains. The yard is to be sold by 2024."),
            "-",
        );
        check(&format!("{TITLE}{lead}\n\nNothing else is known about the deal."), "-");
    }

    #[test]
    fn takes_the_year_of_an_event() {
        let lead = "КАЗАНЬ, 13 августа. Верфь «Заря» подписала контракт на два танкера на форуме «Море-2024», сообщила компания.";
        check(&format!("Верфь «Заря» подписала контракт\n\n{lead}"), "2024-08-13 dateline_year");
    }

    #[test]
    fn reads_a_day_told_in_the_lead() {
        let rest = "Zarya Yard has signed a contract for two tankers, the head of its sales department";
        check(&format!("{TITLE}{rest} wrote on January 30, 2025."), "2025-01-30 lead");
        check(&format!("{TITLE}{rest}, founded on January 30, 2015, told reporters."), "-");
    }
}
