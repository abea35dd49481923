//! Stamps: short lines that give dates, bylines, kinds and sites, and nothing else.

use std::ops::Range;

use crate::dates::{self, Found, Order};
use crate::letters::{is_letter, is_word};
use crate::lexicon::lexicon;

/// Longest line, in characters, that may be a stamp.
const LONGEST: usize = 180;
/// Words that may be left over when everything known is taken out.
const LEFT_OVER: usize = 4;

/// Words behind an age.
const AGES: [&str; 2] = ["ago", "назад"];

/// What the label before a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateRole {
    Plain,
    Published,
    Modified,
    Crawl,
}

/// A string with its place in the line.
pub(crate) type Part = (String, Range<usize>);

/// What a stamp says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub dates: Vec<(Found, DateRole)>,
    pub kind: Option<Part>,
    pub byline: Option<Part>,
    /// The byline names no person.
    pub generic: bool,
    pub site: Option<Part>,
    pub place: Option<Part>,
    /// Keywords behind a label.
    pub keywords: Option<Part>,
    /// Relative age ("2 minutes ago").
    pub aged: bool,
    /// Words that were not understood.
    pub left_over: usize,
    /// A label introduced the date or byline.
    pub labelled: bool,
}

/// Reads a line as a stamp; `None` where it is something else.
pub(crate) fn read(line: &str, order: Order) -> Option<Stamp> {
    if is_too_long(line) {
        return None;
    }
    if let Some(keywords) = keywords(line) {
        return Some(keywords);
    }
    let mut stamp = Stamp::default();
    let dates = dates::find(line, order);
    if dates.is_empty() && !may_say_more(line) {
        return None;
    }
    let mut role = DateRole::Plain;
    let mut at = 0;
    for found in dates {
        let (start, end) = (found.range.start, found.range.end);
        stamp.segments(line, at..start, &mut role, Beside::Before);
        stamp.dates.push((found, role));
        role = DateRole::Plain;
        at = end;
    }
    let beside = if stamp.dates.is_empty() { Beside::Nothing } else { Beside::Behind };
    stamp.segments(line, at..line.len(), &mut role, beside);
    let said = !stamp.dates.is_empty()
        || stamp.byline.is_some() && stamp.labelled
        || stamp.kind.is_some()
        || stamp.aged;
    let sentence = line.trim_end().ends_with(['.', '!', '?']) && stamp.left_over > 1;
    (said && stamp.left_over <= LEFT_OVER && !sentence).then_some(stamp)
}

/// Whether a line without a date may be a stamp: by its age, or by a part that begins as a label.
fn may_say_more(line: &str) -> bool {
    let mut start = 0;
    let ends = separators(line).into_iter().map(|(at, separator)| (at, at + separator.len()));
    let mut parts = ends.chain([(line.len(), line.len())]).map(|(end, next)| {
        let part = &line[start..end];
        start = next;
        part
    });
    AGES.iter().any(|age| line.contains(age)) || parts.any(|part| lexicon().begins_as_label(part))
}

/// Reads a line of keywords behind their label, and nothing else.
pub(crate) fn keywords(line: &str) -> Option<Stamp> {
    if is_too_long(line) || !line.contains(':') {
        return None;
    }
    let (label, value) = labelled(line, &["keywords"])?;
    let keywords = (line[value.clone()].to_owned(), value);
    let stamp = Stamp { keywords: Some(keywords), ..Stamp::default() };
    line[label].trim_end().ends_with(':').then_some(stamp)
}

fn is_too_long(line: &str) -> bool {
    line.len() > LONGEST * 2 || line.chars().count() > LONGEST || line.contains('\n')
}

/// Where a segment stands relative to the nearest date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Before,
    Behind,
    Nothing,
}

impl Stamp {
    /// Reads the parts of a line between dates.
    fn segments(&mut self, line: &str, range: Range<usize>, role: &mut DateRole, beside: Beside) {
        let part = &line[range.clone()];
        let mut pieces = vec![];
        let mut start = 0;
        for (at, separator) in separators(part) {
            pieces.push((start..at, separator));
            start = at + separator.len();
        }
        pieces.push((start..part.len(), ""));
        for (index, (piece, separator)) in pieces.into_iter().enumerate() {
            // A comma between a name and the date makes it a place: «Москва, 14 марта».
            let comma_behind = separator == ","
                && beside == Beside::Before
                && part[piece.end..].trim_matches([',', ' ']).is_empty();
            let comma_before = index > 0 && beside == Beside::Behind && part[..piece.start].trim() == ",";
            self.segment(
                line,
                range.start + piece.start..range.start + piece.end,
                role,
                comma_behind || comma_before,
            );
        }
    }

    fn segment(&mut self, line: &str, range: Range<usize>, role: &mut DateRole, place: bool) {
        let range = strip_age(line, range, &mut self.aged);
        let range = trimmed(line, range);
        let text = &line[range.clone()];
        if !text.contains(is_letter) {
            return;
        }
        let part = || (text.to_owned(), range.clone());
        let labels = lexicon().labels(text);
        let label = |senses: &[&str]| labels.iter().find(|label| senses.contains(&label.what));
        if let Some(label) = label(&["kind"]) {
            self.kind = Some((label.value.to_owned(), range));
        } else if let Some(label) = label(&["published", "modified", "crawl"]) {
            *role = match label.what {
                "published" => DateRole::Published,
                "modified" => DateRole::Modified,
                _ => DateRole::Crawl,
            };
            self.labelled = true;
        } else if label(&["generic"]).is_some() {
            self.byline = Some(part());
            self.generic = true;
        } else if lexicon().furniture(text).is_some() {
            // "Share", "3 comments" beside the date say nothing.
        } else if let Some((_, value)) = labelled(text, &["byline"]) {
            self.labelled_byline(line, range.start + value.start..range.start + value.end);
        } else if let Some((label, value)) = labelled(text, &["published", "modified", "crawl"]) {
            self.segment(line, range.start + label.start..range.start + label.end, role, false);
            self.segment(line, range.start + value.start..range.start + value.end, role, place);
        } else if is_site(text) {
            self.site = Some(part());
        } else if place && is_name(text, 1..=4) {
            self.place.get_or_insert(part());
        } else if self.byline.is_none() && is_name(text, 2..=4) {
            self.byline = Some(part());
        } else {
            self.left_over += text.split_whitespace().count();
        }
    }

    /// A name behind "By", up to "in Paris", "for Reuters".
    fn labelled_byline(&mut self, line: &str, range: Range<usize>) {
        let text = &line[range.clone()];
        let end = [" in ", " for ", " on ", " at ", ";", " | "].iter().filter_map(|cut| text.find(cut)).min();
        let end = end.unwrap_or(text.trim_end_matches(" on").trim_end_matches(" at").len());
        let range = trimmed(line, range.start..range.start + end);
        let name = &line[range.clone()];
        let generic = lexicon().label(name, &["generic"]).is_some();
        if generic || (is_name(name, 1..=6) || name.contains(',') || name.contains(" and ")) {
            self.byline = Some((name.to_owned(), range));
            self.generic = generic;
            self.labelled = true;
        } else {
            self.left_over += text.split_whitespace().count() + 1;
        }
    }
}

/// A label at the beginning of a line and what stands behind it. One-word labels need a colon, but for "by".
pub(crate) fn labelled(line: &str, senses: &[&str]) -> Option<(Range<usize>, Range<usize>)> {
    if !lexicon().begins_as_label(line) {
        return None;
    }
    let lead = line.len() - line.trim_start().len();
    let value = |at: usize| trimmed(line, at..line.len());
    let introduces = |colon: &usize| {
        *colon <= lead + 60
            && lexicon().label(&line[..*colon], senses).is_some()
            && !value(colon + 1).is_empty()
    };
    if let Some(colon) = line.find(':').filter(introduces) {
        return Some((lead..colon + 1, value(colon + 1)));
    }
    let ends = line.match_indices(' ').map(|(at, _)| at).filter(|&at| at > lead).take(4);
    let fits = |at: usize| {
        let label = line[lead..at].trim();
        let strong = label.contains(' ')
            || label.eq_ignore_ascii_case("by")
            || label.to_lowercase().starts_with("подготовил")
            || label.to_lowercase().starts_with("пресс-");
        let rest = line[at..].trim_start();
        strong
            && rest.starts_with(|c: char| {
                c.is_uppercase() || c.is_ascii_digit() || c == 'a' || senses == ["publisher"]
            })
            && lexicon().label(label, senses).is_some()
    };
    ends.filter(|&at| fits(at)).last().map(|at| (lead..at, value(at)))
}

fn separators(part: &str) -> Vec<(usize, &'static str)> {
    const SEPARATORS: [&str; 12] = ["|", "·", "•", ",", " - ", " – ", " — ", "//", ";", "   ", " / ", "\t"];
    let mut found = vec![];
    let mut at = 0;
    // Each separator is told by its first byte, which no other character has inside; a dash is told by the space.
    let begins = |byte: &u8| matches!(byte, b'|' | b',' | b' ' | b'/' | b';' | b'\t' | 0xC2 | 0xE2);
    while let Some(next) = part.as_bytes()[at..].iter().position(begins) {
        at += next;
        match SEPARATORS.iter().find(|separator| part[at..].starts_with(**separator)) {
            Some(separator) => {
                found.push((at, *separator));
                at += separator.len();
            }
            None => at += part[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The range without white space and marks at its edges.
fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let text = &line[range.clone()];
    let edge =
        |c: char| c.is_whitespace() || (!is_word(c) && !matches!(c, '«' | '»' | '"' | '.' | ')' | '“' | '”'));
    let left = text.trim_start_matches(|c: char| edge(c) || c == '.' || c == ')');
    let start = range.start + text.len() - left.len();
    let right = left.trim_end_matches(edge);
    start..start + right.len()
}

/// Takes "2 minutes ago", «5 минут назад» off the end or beginning of a segment.
fn strip_age(line: &str, range: Range<usize>, aged: &mut bool) -> Range<usize> {
    let text = &line[range.clone()];
    let Some(at) = AGES.iter().find_map(|word| {
        let at = text.find(word)?;
        let bounded = !text[at + word.len()..].starts_with(is_word) && text[..at].ends_with(' ');
        bounded.then_some(at + word.len())
    }) else {
        return range;
    };
    let words: Vec<(usize, &str)> = text[..at]
        .split(' ')
        .scan(0, |start, word| {
            let here = *start;
            *start += word.len() + 1;
            Some((here, word))
        })
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let Some(&[(start, count), _, _]) = words.last_chunk::<3>() else { return range };
    if !(count.starts_with(|c: char| c.is_ascii_digit()) || matches!(count, "a" | "an")) {
        return range;
    }
    *aged = true;
    if start > 0 { range.start..range.start + start } else { range.start + at..range.end }
}

/// `UrduPoint.com`, `www.site.ru`.
pub(crate) fn is_site(text: &str) -> bool {
    let Some((name, top)) = text.rsplit_once('.') else { return false };
    !text.contains([' ', '@', '/'])
        && name.len() >= 2
        && name.chars().all(|c| is_word(c) || c == '-' || c == '.')
        && (2..=8).contains(&top.chars().count())
        && top.chars().all(is_letter)
        && top.chars().all(char::is_lowercase)
}

/// Whether every word begins like one of a name. Particles may be lower case.
pub(crate) fn is_name(text: &str, words: std::ops::RangeInclusive<usize>) -> bool {
    let particle = |word: &str| {
        matches!(
            word,
            "de" | "von"
                | "van"
                | "der"
                | "den"
                | "bin"
                | "binti"
                | "al"
                | "la"
                | "да"
                | "фон"
                | "г."
                | "на"
                | "of"
                | "область"
                | "край"
                | "район"
        )
    };
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        let shaped = word.chars().all(|c| is_letter(c) || matches!(c, '-' | '.' | '\'' | '’' | '‑'));
        if !shaped || !(word.starts_with(char::is_uppercase) || particle(word)) {
            return false;
        }
    }
    let article = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
    words.contains(&count) && !article && text.starts_with(|c: char| c.is_uppercase() || c == 'г')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let drawn = read(line, Order::MonthFirst).map_or("-".to_owned(), |stamp| {
            let mut parts: Vec<String> =
                stamp.dates.iter().map(|(date, role)| format!("{:?} {}", role, date.value.iso)).collect();
            let mut part = |name: &str, part: &Option<Part>| {
                if let Some((text, range)) = part {
                    assert!(name == "kind" || line[range.clone()] == *text);
                    parts.push(format!("{name} {text}"));
                }
            };
            part("kind", &stamp.kind);
            part(if stamp.generic { "generic" } else { "by" }, &stamp.byline);
            part("site", &stamp.site);
            part("place", &stamp.place);
            part("tags", &stamp.keywords);
            if stamp.aged {
                parts.push("aged".to_owned());
            }
            parts.join("; ")
        });
        assert_eq!(drawn, expected, "{line}");
    }

    #[test]
    fn reads_stamps() {
        check("07.02.2018 Press release", "Plain 2018-02-07; kind press release");
        check(
            "Sumaira FH 2 minutes ago Wed 26th June 2019 | 12:19 PM",
            "Plain 2019-06-26T12:19; by Sumaira FH; aged",
        );
        check("date 2019-06-26 UrduPoint.com", "Published 2019-06-26; site UrduPoint.com");
        check("By Staff Correspondent", "generic Staff Correspondent");
        check("By Claire Dunstable in Paris", "by Claire Dunstable");
        check(
            "Posted by admin on 03-Oct-2024 at 08:45 | 3 comments",
            "Plain 2024-10-03T08:45; generic admin",
        );
        check("16 октября 2018 г., Великий Новгород", "Plain 2018-10-16; place Великий Новгород");
        check("Москва, 14 марта 2019 года", "Plain 2019-03-14; place Москва");
        check("15 сентября 2022, 09:12   👁 1 204   💬 0", "Plain 2022-09-15T09:12");
        check("Published: 20 November 2023", "Published 2023-11-20");
        check("Обновлено 5 мая 2020 в 10:30", "Modified 2020-05-05T10:30");
        check("tags: VTS,", "tags VTS");
        check("Автор: Иван Петров", "by Иван Петров");
        check("ПРЕСС-РЕЛИЗ", "kind press release");
        check("2 minutes ago", "aged");
    }

    #[test]
    fn leaves_other_lines() {
        check("ARMY-2019 forum to be opened near Moscow on June 25, 2019 by the minister", "-");
        check("By the end of the year the plant will double its output", "-");
        check("The contract was signed on 5 May 2020.", "-");
        check("Rosatom builds a plant", "-");
    }
}
