//! Plain text to units: paragraphs out of lines, hard wraps joined, lists and tables recognised.

use svodka_model::{BlockKind, Locator, Span};

use crate::draft::Unit;

/// Widths between which a text counts as hard-wrapped, in characters.
const WRAP_WIDTHS: std::ops::RangeInclusive<u32> = 40..=132;
/// Characters and words of the longest label before a colon.
const LONGEST_LABEL: usize = 48;
const LABEL_WORDS: usize = 6;
/// Lines that must speak for a wrap.
const WRAP_EVIDENCE: usize = 3;

struct Line<'a> {
    /// Without the white space at its edges.
    text: &'a str,
    start: usize,
    number: u32,
    /// White space before the first character, in characters.
    indent: u32,
    /// Characters up to its end, with the indent.
    reach: u32,
    first_word: u32,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// The units of `text` from byte `from` on (which begins a line).
pub(crate) fn units(text: &str, from: usize) -> Vec<Unit> {
    let lines = lines(text, from);
    let tabular = tabular(&lines);
    let setting = Setting { width: wrap_width(&lines, &tabular), indents: indents(&lines) };
    let listed = listed(&lines);
    // A text may be all short lines: growing by doubling would cost as much again.
    let mut units: Vec<Unit> = Vec::with_capacity(lines.iter().filter(|line| !line.is_blank()).count());
    let mut apart = true;
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            apart = true;
            continue;
        }
        let kind = if tabular[index] {
            Some(BlockKind::TableRow)
        } else {
            listed[index].then_some(BlockKind::ListItem)
        };
        let goes_on = !apart
            && kind.is_none()
            && index > 0
            && setting.joins(&lines[index - 1], line, tabular[index - 1]);
        let end = line.start + line.text.len();
        match units.last_mut().filter(|_| goes_on) {
            Some(open) => open.span = Span::new(open.span.start(), end),
            None => {
                let column = Some(line.indent.saturating_add(1));
                let locator = Locator { line: Some(line.number), column, ..Locator::default() };
                units.push(Unit { kind, apart, ..Unit::new(Span::new(line.start, end), locator) });
            }
        }
        apart = false;
    }
    units
}

fn lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let count = text[from..].bytes().filter(|&byte| byte == b'\n').count() + 1;
    let mut lines = Vec::with_capacity(count);
    let mut start = from;
    let first = text[..from].bytes().filter(|&byte| byte == b'\n').count();
    for (number, raw) in text[from..].split('\n').enumerate() {
        let begun = raw.trim_start();
        let lead = raw.len() - begun.len();
        let trimmed = begun.trim_end();
        lines.push(Line {
            text: trimmed,
            start: start + lead,
            number: u32::try_from(first + number + 1).unwrap_or(u32::MAX),
            indent: length(&raw[..lead]),
            reach: length(&raw[..lead + trimmed.len()]),
            first_word: trimmed.split(' ').next().map_or(0, length),
        });
        start += raw.len() + 1;
    }
    lines
}

/// Length in characters.
fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// The width at which the text was wrapped by force, if it was: nearly every line that is not the last of its
/// paragraph is so full that the next word would not have fitted, and many break inside a sentence.
fn wrap_width(lines: &[Line], tabular: &[bool]) -> Option<u32> {
    let running =
        |at: &usize| !lines[*at].is_blank() && !lines[at + 1].is_blank() && !tabular[*at] && !tabular[at + 1];
    let pairs: Vec<(&Line, &Line)> =
        (0..lines.len().saturating_sub(1)).filter(running).map(|at| (&lines[at], &lines[at + 1])).collect();
    let mut lengths: Vec<u32> =
        pairs.iter().map(|(line, _)| line.reach).filter(|&reach| reach >= *WRAP_WIDTHS.start()).collect();
    if lengths.len() < WRAP_EVIDENCE {
        return None;
    }
    lengths.sort_unstable();
    let width = lengths[(lengths.len() - 1) * 19 / 20];
    let voting: Vec<_> = pairs.iter().filter(|(line, _)| line.reach * 2 > width).collect();
    let full = voting.iter().filter(|(line, next)| is_full(line, next, width)).count();
    let broken =
        voting.iter().filter(|(line, next)| is_full(line, next, width) && !ends_sentence(line.text)).count();
    let wrapped =
        WRAP_WIDTHS.contains(&width) && full * 4 >= voting.len() * 3 && broken * 5 >= voting.len() * 2;
    wrapped.then_some(width)
}

fn is_full(line: &Line, next: &Line, width: u32) -> bool {
    line.reach.saturating_add(1).saturating_add(next.first_word) > width
}

/// How a text sets its paragraphs.
struct Setting {
    /// The width at which lines were wrapped by force.
    width: Option<u32>,
    /// The first line of a paragraph is indented.
    indents: bool,
}

impl Setting {
    /// Whether a line belongs to the paragraph of the line above.
    fn joins(&self, above: &Line, line: &Line, tabular: bool) -> bool {
        let Some(width) = self.width else { return !tabular && breaks_sentence(above.text, line.text) };
        let quoted = above.text.starts_with('>') != line.text.starts_with('>');
        let indented = line.indent > above.indent && (self.indents || ends_sentence(above.text));
        let form = is_labelled(above.text) && is_labelled(line.text);
        !tabular
            && !form
            && !quoted
            && !indented
            && is_full(above, line, width)
            && above.reach <= width * 3 / 2
    }
}

/// Whether paragraphs begin with an indented line: twice at least such a line follows a sentence that ends, and stands
/// before one that is not indented.
fn indents(lines: &[Line]) -> bool {
    let begins = |lines: &&[Line]| {
        let [above, line, below] = lines else { return false };
        !above.is_blank()
            && ends_sentence(above.text)
            && line.indent > above.indent
            && line.indent > below.indent
            && !below.is_blank()
    };
    lines.windows(3).filter(begins).count() >= 2
}

/// Whether a sentence that begins with a line of words goes on in the next, to its end: small letters and a full stop
/// there, none here. Items of lists have no stops.
fn breaks_sentence(above: &str, line: &str) -> bool {
    above.starts_with(char::is_uppercase)
        && above.ends_with(char::is_alphanumeric)
        && above.contains(' ')
        && line.starts_with(char::is_lowercase)
        && line.ends_with(['.', '!', '?', '…', ':'])
        && !is_labelled(above)
}

pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '»', '”', '’', ')', ']']);
    bare.ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Rows of tables: neighbouring lines that are cut into cells by tabs, bars, wide gaps, or semicolons and dashes about figures.
fn tabular(lines: &[Line]) -> Vec<bool> {
    let mut tabular = vec![false; lines.len()];
    let mut above = None;
    for (at, line) in lines.iter().enumerate() {
        let own = cells(line.text);
        if let (Some((kind, n)), Some((other, m))) = (above, own)
            && kind == other
            && (!matches!(kind, '|' | ';' | '—') || n == m)
            && (!matches!(kind, ';' | '—') || line.text.contains(|c: char| c.is_ascii_digit()))
        {
            (tabular[at - 1], tabular[at]) = (true, true);
        }
        above = own;
    }
    tabular
}

/// How a line is cut into cells, and into how many.
fn cells(line: &str) -> Option<(char, usize)> {
    let count = |separator: &str| line.split(separator).filter(|cell| !cell.trim().is_empty()).count();
    if line.len() > 600 {
        None
    } else if line.contains('\t') {
        Some(('\t', count("\t"))).filter(|(_, cells)| *cells >= 2)
    } else if line.contains('|') {
        Some(('|', count("|"))).filter(|(_, cells)| *cells >= 2)
    } else if line.contains(';') && !ends_sentence(line) {
        Some((';', count(";"))).filter(|(_, cells)| *cells >= 3)
    } else if line.contains(" — ") && !line.starts_with('—') && !ends_sentence(line) {
        Some(('—', count(" — "))).filter(|(_, cells)| *cells >= 3)
    } else if line.contains("  ") {
        // Two spaces behind a full stop are typing habit, not a table.
        Some((' ', count("  "))).filter(|(_, cells)| *cells >= 2 && !line.contains(".  "))
    } else {
        None
    }
}

/// Items of lists. A bullet always makes one; dashes and numbers only in company, since a dash also opens speech.
fn listed(lines: &[Line]) -> Vec<bool> {
    let marks: Vec<Option<char>> = lines.iter().map(|line| marker(line.text)).collect();
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let mut listed = vec![false; lines.len()];
    for (place, &at) in filled.iter().enumerate() {
        let Some(mark) = marks[at] else { continue };
        let neighbour = |offset: isize| {
            let other = place.checked_add_signed(offset).and_then(|place| filled.get(place));
            other.is_some_and(|&other| marks[other] == Some(mark) && !is_speech(lines[other].text))
        };
        listed[at] = mark == '•' || (!is_speech(lines[at].text) && (neighbour(1) || neighbour(-1)));
    }
    listed
}

/// Whether a line begins with a bullet, which makes an item of a list wherever it stands.
pub(crate) fn is_bulleted(line: &str) -> bool {
    marker(line) == Some('•')
}

/// Whether a line is a label with its value: "Contract value: $5 million".
pub(crate) fn is_labelled(line: &str) -> bool {
    let Some((label, value)) = line.split_once(": ") else { return false };
    let label = label
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '•' | '-' | '–'));
    let plain = !label.contains(['.', ',', '!', '?', ';', '"', '«', '“', ':']);
    let short = label.chars().count() <= LONGEST_LABEL && label.split_whitespace().count() <= LABEL_WORDS;
    plain && short && label.starts_with(char::is_uppercase) && !value.trim().is_empty()
}

/// The sort of list mark at the beginning of a line: `•`, `-` for any dash, `1` for a number, `a` for a letter.
fn marker(line: &str) -> Option<char> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let spaced = chars.as_str().starts_with([' ', '\t', '\u{A0}']);
    match first {
        '•' | '▪' | '●' | '◦' | '■' | '‣' => Some('•'),
        '*' | '·' if spaced => Some('•'),
        '-' | '–' | '—' if spaced => Some('-'),
        '0'..='9' => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            (line.len() - rest.len() <= 2 && (rest.starts_with(") ") || rest.starts_with(". ")))
                .then_some('1')
        }
        _ if first.is_lowercase() && chars.as_str().starts_with(") ") => Some('a'),
        _ => None,
    }
}

/// «- ..., - сказал он»: a dash that opens speech.
pub(crate) fn is_speech(line: &str) -> bool {
    let inside = line.trim_start_matches(['-', '–', '—', ' ']);
    [", - ", ", – ", ", — ", "! — ", "? — ", ". — "].iter().any(|cue| inside.contains(cue))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws each unit as a line: a letter for its kind, and its text with `/` for the line ends inside.
    fn check(text: &str, expected: &[&str]) {
        let drawn: Vec<String> = units(text, 0)
            .iter()
            .map(|unit| {
                let kind = match unit.kind {
                    Some(BlockKind::TableRow) => "T ",
                    Some(BlockKind::ListItem) => "L ",
                    _ => "",
                };
                format!("{kind}{}", unit.span.of(text).replace('\n', "/"))
            })
            .collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn joins_hard_wraps_only() {
        let wrapped = "The yard said on Monday that it had signed the\ncontract with the ministry for two vessels and\nthat the first of them will be ready in spring\nof the next year.\n\nThe second one follows later.";
        let joined = wrapped[..wrapped.find("\n\n").unwrap()].replace('\n', "/");
        check(wrapped, &[&joined, "The second one follows later."]);
        let paragraphs = "The yard said on Monday that it had signed the contract.\nThe ministry did not comment on the news at once, though it was asked to do so.\nThe first vessel will be ready in spring.\nA second one follows.";
        check(paragraphs, &paragraphs.split('\n').collect::<Vec<_>>());
        check("It was a cold\nnight in the city.", &["It was a cold/night in the city."]);
        check("Made by the yard\ntugs\nbarges", &["Made by the yard", "tugs", "barges"]);
    }

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        let text = "Zarya Shipyard has handed over the second ferry to its owner\n    MOSCOW, March 14. Zarya Shipyard has handed over the\nsecond ferry, its head said on Tuesday at a meeting that was\nheld in the port.\n    The ferry has a length of a hundred and twelve metres\nand takes on board forty cars and two hundred people on\nevery trip.\n    A third one will be laid down in the autumn of the year,\nthe yard said.";
        let firsts: Vec<&str> =
            units(text, 0).iter().map(|unit| unit.span.of(text).split(' ').next().unwrap()).collect();
        assert_eq!(firsts, ["Zarya", "MOSCOW,", "The", "A"]);
    }

    #[test]
    fn knows_lists_and_speech() {
        check("Goals:\n- to build;\n- to sell.", &["Goals:", "L - to build;", "L - to sell."]);
        check("• одно\nтекст", &["L • одно", "текст"]);
        check(
            "— Да, — сказал он.\n— Нет, — ответила она.",
            &["— Да, — сказал он.", "— Нет, — ответила она."],
        );
        check("1. Steel\n2. Coal", &["L 1. Steel", "L 2. Coal"]);
    }

    #[test]
    fn knows_tables() {
        check("Head\nCoal\t12\nSteel\t30\nText", &["Head", "T Coal\t12", "T Steel\t30", "Text"]);
        check(
            "Netherlands      31.7%\nChina            18.9%",
            &["T Netherlands      31.7%", "T China            18.9%"],
        );
        check("Порт; 2024; 2025\nИлим; 310; 298", &["T Порт; 2024; 2025", "T Илим; 310; 298"]);
        check("Порт — 2024 — 2025\nИлим — 310 — 298", &["T Порт — 2024 — 2025", "T Илим — 310 — 298"]);
        check("Илим — порт — 310\nСудно — не лодка", &["Илим — порт — 310", "Судно — не лодка"]);
        let goals = ["We shall build; sell; and mend", "We shall rest; wait; and see"];
        check(&goals.join("\n"), &goals);
    }

    #[test]
    fn lines_of_a_form_stay_apart() {
        let text = "Client: the harbour board of the northern city of Tarn\nContractor: Brightwater Dredging and Marine Works Ltd\nContract: deepening of the northern approach channel\nAward: May";
        check(text, &text.split('\n').collect::<Vec<_>>());
    }

    #[test]
    fn locates_lines_and_columns() {
        let found = units("\n\n  Title\nБ", 0);
        let places: Vec<_> = found.iter().map(|unit| (unit.locator.line, unit.locator.column)).collect();
        assert_eq!(places, [(Some(3), Some(3)), (Some(4), Some(1))]);
    }
}
