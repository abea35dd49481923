//! Datelines at the beginning of a lead: place, agencies, date.

use std::ops::Range;

use crate::dates::{self, Found, Order};
use crate::stamp::Part;

/// Longest dateline in bytes.
const LONGEST: usize = 220;
/// Capitalised words that open a sentence with a date, and are no places.
const NO_PLACES: [&str; 22] = [
    "In",
    "On",
    "Today",
    "Yesterday",
    "At",
    "By",
    "From",
    "As",
    "Since",
    "Until",
    "The",
    "After",
    "Before",
    "В",
    "На",
    "С",
    "К",
    "До",
    "Сегодня",
    "Вчера",
    "Завтра",
    "После",
];

/// Last words of what stands in brackets behind a town and is no agency.
const REGIONS: [&str; 9] =
    ["область", "край", "район", "Республика", "республика", "Region", "Oblast", "Territory", "Republic"];

/// A dateline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// Where the text behind it begins.
    pub end: usize,
    pub place: Part,
    pub agencies: Vec<Part>,
    pub date: Option<Found>,
}

/// The dateline at the beginning of a paragraph.
pub(crate) fn read(text: &str, order: Order) -> Option<Dateline> {
    let mut reader =
        Reader { text, limit: text.floor_char_boundary(LONGEST), order, at: 0, line: Dateline::default() };
    reader.read().then_some(reader.line)
}

struct Reader<'a> {
    text: &'a str,
    limit: usize,
    order: Order,
    at: usize,
    line: Dateline,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..self.limit]
    }

    fn read(&mut self) -> bool {
        if !self.place() {
            return false;
        }
        let capitals = !self.line.place.0.contains(char::is_lowercase);
        let mut dashed = false;
        loop {
            let before = self.at;
            self.date();
            self.agencies_in_brackets();
            if self.dash() {
                dashed = true;
                self.agency_behind_dash();
                break;
            }
            if self.full_stop() {
                self.capital_agency();
                if self.line.date.is_none()
                    && self.line.agencies.is_empty()
                    && !self.rest().starts_with(['-', '–', '—', '(', '/'])
                {
                    // "MOSCOW. 14 March. INTERFAX - ": a date must follow here, or this is a sentence.
                    let saved = self.at;
                    self.date();
                    if self.at == saved {
                        return false;
                    }
                }
            }
            if self.at == before {
                break;
            }
        }
        self.line.end = self.at + self.text[self.at..].len() - self.text[self.at..].trim_start().len();
        let full_date = self.line.date.is_some();
        let ended = dashed || self.text[..self.at].trim_end().ends_with([')', '.', '/']);
        let follows = self.line.end < self.text.len();
        let agency = !self.line.agencies.is_empty();
        ended
            && follows
            && (full_date
                || (agency && (dashed || capitals))
                || (capitals && dashed && self.line.place.0.chars().count() >= 3))
    }

    /// One to six capitalised words, commas between them; up to a date, bracket, dash or full stop.
    fn place(&mut self) -> bool {
        let mut end = 0;
        let mut words = 0;
        while words < 6 {
            let start = self.at + self.rest().len() - self.rest().trim_start().len();
            let word: &str = {
                let rest = &self.text[start..self.limit];
                let length = rest
                    .find(|c: char| !(c.is_alphabetic() || matches!(c, '-' | '\'' | '’')))
                    .unwrap_or(rest.len());
                &rest[..length]
            };
            let particle = words > 0
                && matches!(
                    word,
                    "de" | "of" | "the" | "на" | "la" | "am" | "обл" | "область" | "край" | "район" | "р-н"
                );
            let local = matches!(word, "г" | "пос" | "с" | "д" | "ст");
            let named = word.starts_with(char::is_uppercase)
                || particle
                || (local && self.text[start + word.len()..].starts_with('.'));
            let word = word.trim_end_matches('-');
            let window = &self.text[start..self.text.floor_char_boundary((start + 48).min(self.limit))];
            let dated = dates::first(window, self.order).is_some();
            if word.is_empty() || !named || dated || (words == 0 && NO_PLACES.contains(&word)) {
                break;
            }
            words += 1;
            end = start + word.len();
            self.at = end;
            let abbreviated = local || matches!(word, "St" | "ST" | "Ft" | "Mt" | "FT");
            if abbreviated && self.rest().starts_with('.') {
                self.at += 1;
                end = self.at;
            } else if self.rest().starts_with(", ") {
                self.at += 1;
            } else if !self.rest().starts_with([' ', '\u{A0}']) {
                break;
            }
        }
        if words == 0 {
            return false;
        }
        self.at = end;
        if self.text[..end].trim().chars().count() < 3 {
            return false;
        }
        let place = Range { start: 0, end };
        self.line.place = (self.text[place.clone()].trim().to_owned(), place);
        true
    }

    fn date(&mut self) {
        let lead = self.rest().len() - self.rest().trim_start_matches([',', ' ', '\u{A0}']).len();
        if self.line.date.is_some() || (lead == 0 && !self.text[..self.at].ends_with(' ')) {
            return;
        }
        if let Some(mut date) = dates::first(&self.rest()[lead..], self.order) {
            let shift = self.at + lead;
            date.range = date.range.start + shift..date.range.end + shift;
            self.at = date.range.end;
            self.line.date = Some(date);
        }
    }

    /// `(Reuters)`, `(UrduPoint News / Sputnik - 25th June, 2019)`, `/TASS/`.
    fn agencies_in_brackets(&mut self) {
        let lead = self.rest().len() - self.rest().trim_start_matches([' ', '.', ',', '\u{A0}']).len();
        let rest = &self.text[self.at + lead..self.limit];
        let close = match rest.chars().next() {
            Some('(') => ')',
            Some('/') => '/',
            _ => return,
        };
        let Some(length) = rest[1..].find(close).filter(|&length| length < 90) else { return };
        let start = self.at + lead + 1;
        let inside = &self.text[start..start + length];
        let dates = dates::find(inside, self.order);
        let names_end = dates.first().map_or(inside.len(), |date| date.range.start);
        let mut agencies = vec![];
        let mut from = 0;
        for name in inside[..names_end].split_inclusive(['/', ',', ';']) {
            let bare = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let offset = from + name.find(bare).unwrap_or(0);
            from += name.len();
            if bare.is_empty() {
                continue;
            }
            if REGIONS.iter().any(|region| bare.ends_with(region)) {
                continue;
            }
            if !bare.starts_with(char::is_uppercase) || bare.split_whitespace().count() > 4 {
                return;
            }
            agencies.push((bare.to_owned(), start + offset..start + offset + bare.len()));
        }
        let region = REGIONS.iter().any(|region| inside.ends_with(region));
        if agencies.is_empty() && dates.is_empty() && !region {
            return;
        }
        self.line.agencies.extend(agencies);
        if let Some(mut date) = dates.into_iter().next().filter(|_| self.line.date.is_none()) {
            date.range = date.range.start + start..date.range.end + start;
            self.line.date = Some(date);
        }
        self.at = start + length + 1;
    }

    fn dash(&mut self) -> bool {
        let lead = self.rest().len() - self.rest().trim_start_matches([' ', '.', ',', '\u{A0}']).len();
        let rest = &self.rest()[lead..];
        let dashes = rest.len() - rest.trim_start_matches(['-', '–', '—']).len();
        let spaced = lead > 0 || self.text[..self.at].ends_with([')', '/']);
        if dashes == 0 || !spaced || !rest[dashes..].starts_with([' ', '\u{A0}']) {
            return false;
        }
        self.at += lead + dashes;
        self.at += self.rest().len() - self.rest().trim_start().len();
        true
    }

    fn full_stop(&mut self) -> bool {
        let stops = self.rest().starts_with(". ");
        if stops {
            self.at += 2;
        }
        stops
    }

    /// «— РИА Новости. Текст»: one to three words with a full stop.
    fn agency_behind_dash(&mut self) {
        let Some(stop) = self.rest().find(". ").filter(|&stop| stop <= 60 && self.line.date.is_some()) else {
            return;
        };
        let name = &self.rest()[..stop];
        if name.split_whitespace().count() <= 3
            && name.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '«'))
        {
            let range = self.at..self.at + stop;
            self.line.agencies.push((name.trim_matches(['«', '»', '/']).to_owned(), range));
            self.at += stop + 2;
        }
    }

    /// «ИНТЕРФАКС - »: an agency in capitals before the dash.
    fn capital_agency(&mut self) {
        let rest = self.rest();
        let Some(length) = rest.find([' ', '\n']) else { return };
        let name = &rest[..length];
        let behind = rest[length..].trim_start();
        if length >= 4
            && !name.contains(char::is_lowercase)
            && name.chars().all(|c| c.is_alphabetic() || c == '-')
            && behind.starts_with(['-', '–', '—'])
        {
            let range = self.at..self.at + length;
            self.line.agencies.push((name.to_owned(), range.clone()));
            self.at = range.end;
        }
    }
}

/// A credit fused with the lead behind an agency's dateline ("Name Surname - The ministry said"): where it ends.
pub(crate) fn fused_credit(text: &str) -> Option<usize> {
    let window = &text[..text.floor_char_boundary(60)];
    let (name, rest) = window.split_once(" - ")?;
    let sentence =
        &text[name.len() + 3..text[name.len() + 3..].find(". ").map_or(text.len(), |at| at + name.len() + 3)];
    let person =
        crate::stamp::is_name(name, 2..=3) && name.split(' ').all(|word| word.contains(char::is_lowercase));
    (person && rest.starts_with(char::is_uppercase) && !sentence.contains(" - ")).then_some(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let drawn = read(text, Order::MonthFirst).map_or("-".to_owned(), |line| {
            let agencies: Vec<&str> = line
                .agencies
                .iter()
                .map(|(name, range)| {
                    assert!(text[range.clone()].contains(name));
                    name.as_str()
                })
                .collect();
            let date = line.date.map_or(String::new(), |date| date.value.iso);
            format!("{} | {} | {} | {}", line.place.0, agencies.join(", "), date, &text[line.end..])
        });
        assert_eq!(drawn, expected, "{text}");
    }

    #[test]
    fn reads_english_datelines() {
        check(
            "PATRIOT PARK (UrduPoint News / Sputnik - 25th June, 2019) The deal",
            "PATRIOT PARK | UrduPoint News, Sputnik | 2019-06-25 | The deal",
        );
        check("MOSCOW, June 26 (TASS) - The deal", "MOSCOW | TASS | --06-26 | The deal");
        check("MOSCOW, June 26. /TASS/. The deal", "MOSCOW | TASS | --06-26 | The deal");
        check(
            "ST. PETERSBURG. June 16 (Delo-Press) - The bank",
            "ST. PETERSBURG | Delo-Press | --06-16 | The bank",
        );
        check("St. Petersburg, April 10, 2019. The yard", "St. Petersburg |  | 2019-04-10 | The yard");
        check(
            "VELIKY NOVGOROD, Russia, Oct. 17, 2018 -- A plant",
            "VELIKY NOVGOROD, Russia |  | 2018-10-17 | A plant",
        );
        check("LONDON, 5 March 2024 /PRNewswire/ -- Bank", "LONDON | PRNewswire | 2024-03-05 | Bank");
        check("Innopolis, 12 August 2024 - Berth", "Innopolis |  | 2024-08-12 | Berth");
        check("MADRID — Rafael", "MADRID |  |  | Rafael");
        check("PERM. - The bank", "PERM |  |  | The bank");
    }

    #[test]
    fn reads_russian_datelines() {
        check("МОСКВА, 14 марта 2019 г. — Завод", "МОСКВА |  | 2019-03-14 | Завод");
        check("МОСКВА, 14 мар — РИА Новости. Завод", "МОСКВА | РИА Новости | --03-14 | Завод");
        check("МОСКВА, 14 марта. /ТАСС/. Завод", "МОСКВА | ТАСС | --03-14 | Завод");
        check("Москва. 14 марта. ИНТЕРФАКС - Завод", "Москва | ИНТЕРФАКС | --03-14 | Завод");
        check("КУБИНКА (Московская область), 13 августа. Завод", "КУБИНКА |  | --08-13 | Завод");
        check("г. Пермь, 5 мая 2020 г. – Завод", "г. Пермь |  | 2020-05-05 | Завод");
    }

    #[test]
    fn leaves_sentences() {
        for text in [
            "In June 2019 - as before - the plant stood.",
            "Moscow is the capital. It is large.",
            "A: (Laughs.) The ministry agreed.",
            "Rosatom, a company, builds. It sells.",
            "Сегодня, 14 марта, завод открыт.",
            "On March 14, 2019. we met",
            "NATO will leave. So it said.",
            "The Government of the Irkutsk Region and others met.",
        ] {
            check(text, "-");
        }
    }

    #[test]
    fn sees_fused_credits() {
        assert_eq!(fused_credit("Ivan Petrov - The ministry met on Tuesday."), Some(11));
        assert_eq!(fused_credit("Moscow Exchange - Russia's largest - said"), None);
        assert_eq!(fused_credit("The ministry - as before"), None);
    }
}
