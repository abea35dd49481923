//! Lines of a PDF to paragraphs: running heads set apart, lines joined, words broken over lines mended.

use std::collections::{BTreeMap, BTreeSet};

use svodka_model::BlockKind;

use super::layout::Line;
use crate::lines::ends_sentence;
use crate::pieces::Piece;

/// Lines at the top and at the bottom of a page that may be running heads and feet.
const EDGE_LINES: usize = 3;
/// Lines of one size that tell where lines of this size end.
const ENOUGH: usize = 5;
/// Letters that are so much larger than those of the body stand in headings.
const HEADING: f64 = 1.15;
/// Lines farther apart than so many usual distances begin a paragraph.
const APART: f64 = 1.25;
/// Endings that are joined with a hyphen, so that a hyphen before them is no break.
const HYPHENATED: [&str; 14] = [
    "то",
    "либо",
    "нибудь",
    "ка",
    "таки",
    "based",
    "led",
    "owned",
    "backed",
    "built",
    "made",
    "year",
    "term",
    "scale",
];

/// The paragraphs of a file.
pub(crate) fn pieces(mut lines: Vec<Line>) -> Vec<Piece> {
    let reasons = furniture(&lines);
    let body = lines.iter().zip(&reasons).filter(|(_, reason)| reason.is_none()).map(|(line, _)| line);
    let margins = Margins::new(body);
    lines.iter_mut().for_each(|line| margins.set(line));
    let style = Style::new(&lines);
    let words = words(&lines);
    let mut writer = Writer { pieces: vec![], aside: vec![], open: None, words: &words };
    for (line, reason) in lines.iter().zip(reasons) {
        let line = line.clone();
        if let Some(reason) = reason {
            writer.aside(&line, reason);
            continue;
        }
        let goes_on = writer.last().is_some_and(|above| style.joins(above, &line));
        writer.add(line, goes_on, style.body);
    }
    writer.close();
    headings(writer.pieces)
}

/// Paragraphs with the size of their letters where it is that of a heading, else 0.
type Sized = Vec<(Piece, f64)>;

struct Writer<'a> {
    pieces: Sized,
    /// Furniture inside the open paragraph, which follows it.
    aside: Vec<Piece>,
    open: Option<(Piece, f64, Line)>,
    words: &'a BTreeSet<String>,
}

impl Writer<'_> {
    fn last(&self) -> Option<&Line> {
        self.open.as_ref().map(|(.., line)| line)
    }

    fn aside(&mut self, line: &Line, reason: &'static str) {
        let text = line.text.replace('\t', " ");
        let piece = Piece { text, reason: Some(reason), page: Some(line.page), ..Piece::default() };
        match self.open {
            Some(_) => self.aside.push(piece),
            None => self.pieces.push((piece, 0.0)),
        }
    }

    fn add(&mut self, line: Line, goes_on: bool, body: f64) {
        if let Some((piece, _, last)) = self.open.as_mut().filter(|_| goes_on) {
            join(&mut piece.text, &line.text.replace('\t', " "), self.words);
            *last = line;
            return;
        }
        self.close();
        let size = if line.size > body * HEADING { line.size } else { 0.0 };
        let kind = match () {
            () if line.text.contains('\t') => Some(BlockKind::TableRow),
            () if is_bullet(&line.text) => Some(BlockKind::ListItem),
            () => None,
        };
        let piece = Piece { text: line.text.clone(), kind, page: Some(line.page), ..Piece::default() };
        self.open = Some((piece, size, line));
    }

    fn close(&mut self) {
        if let Some((piece, size, _)) = self.open.take() {
            self.pieces.push((piece, size));
        }
        self.pieces.extend(self.aside.drain(..).map(|piece| (piece, 0.0)));
    }
}

/// Where the lines of a column begin and end. Lines of the full width are compared over the whole file, by their size.
struct Margins(BTreeMap<Stretch, (f64, f64)>);

/// A column of a page, or all lines of the full width of one size.
type Stretch = (u32, u32, i64);

fn stretch(line: &Line) -> Stretch {
    match line.column {
        0 => (0, 0, line.size.round() as i64),
        column => (line.page, column, 0),
    }
}

impl Margins {
    fn new<'a>(lines: impl Iterator<Item = &'a Line>) -> Self {
        let mut ends: BTreeMap<Stretch, Vec<(f64, f64)>> = BTreeMap::new();
        for line in lines.filter(|line| !line.text.contains('\t')) {
            ends.entry(stretch(line)).or_default().push((line.x0, line.x1));
        }
        let own: BTreeMap<Stretch, (f64, f64)> =
            ends.iter().map(|(stretch, ends)| (*stretch, margins(ends))).collect();
        let whole = ends.iter().filter(|(stretch, _)| stretch.0 == 0).max_by_key(|(_, ends)| ends.len());
        let usual = whole.map(|(stretch, _)| own[stretch]);
        // A few lines do not tell where others would end.
        let few = |stretch: &Stretch| stretch.0 == 0 && ends[stretch].len() < ENOUGH;
        let wider = |own: (f64, f64)| usual.map_or(own, |usual| (own.0.min(usual.0), own.1.max(usual.1)));
        let margins = own.iter().map(|(key, own)| (*key, if few(key) { wider(*own) } else { *own }));
        Self(margins.collect())
    }

    fn set(&self, line: &mut Line) {
        (line.left, line.right) = self.0.get(&stretch(line)).copied().unwrap_or((line.x0, line.x1));
    }
}

/// The first place at which many of the lines begin, and the last at which two end: one may stand out.
fn margins(ends: &[(f64, f64)]) -> (f64, f64) {
    let mut lefts: Vec<f64> = ends.iter().map(|end| end.0).collect();
    let mut rights: Vec<f64> = ends.iter().map(|end| end.1).collect();
    lefts.sort_by(f64::total_cmp);
    rights.sort_by(f64::total_cmp);
    let near =
        |x: f64| lefts.partition_point(|&left| left <= x + 2.0) - lefts.partition_point(|&left| left < x);
    let left = lefts.iter().copied().find(|&x| near(x) * 4 >= lefts.len()).unwrap_or(lefts[0]);
    (left, rights[rights.len().saturating_sub(2)])
}

/// Ranks of headings by the size of their letters; a lone row of cells is no table, but parts of a line set apart.
fn headings(pieces: Sized) -> Vec<Piece> {
    let rows: Vec<bool> = pieces.iter().map(|(piece, _)| piece.kind == Some(BlockKind::TableRow)).collect();
    let largest = pieces.iter().map(|(_, size)| *size).fold(0.0, f64::max);
    let mut ranked = vec![];
    for (index, (mut piece, size)) in pieces.into_iter().enumerate() {
        let company = (index > 0 && rows[index - 1]) || rows.get(index + 1) == Some(&true);
        if rows[index] && !company {
            let parts =
                piece.text.split('\t').map(|part| Piece { text: part.into(), kind: None, ..piece.clone() });
            ranked.extend(parts);
            continue;
        }
        if size > 0.0 && piece.kind.is_none() && piece.text.chars().count() < 300 {
            piece.kind = Some(BlockKind::Heading);
            piece.rank = Some(if size > largest * 0.95 { 1 } else { 2 });
        }
        ranked.push(piece);
    }
    ranked
}

/// Why a line is furniture: told by the file, a running head or foot, a page number, text across the page.
fn furniture(lines: &[Line]) -> Vec<Option<&'static str>> {
    let length =
        |kept: fn(&&Line) -> bool| -> usize { lines.iter().filter(kept).map(|line| line.text.len()).sum() };
    // Some programs call everything an artifact.
    let told = length(|line| line.artifact) * 2 < length(|_| true);
    let edges = edges(lines);
    let mut seen: BTreeMap<(&str, String), BTreeSet<u32>> = BTreeMap::new();
    for (line, edge) in lines.iter().zip(&edges) {
        if let Some(edge) = *edge {
            seen.entry((edge, shape(line))).or_default().insert(line.page);
        }
    }
    let pages = lines.iter().map(|line| line.page).collect::<BTreeSet<_>>().len();
    // A page printed by a browser has its address at the foot, and the day of printing at the head.
    let printed: BTreeSet<u32> = lines
        .iter()
        .zip(&edges)
        .filter(|(line, edge)| **edge == Some("footer") && is_address(&line.text))
        .map(|(line, _)| line.page)
        .collect();
    let reason = |(line, edge): (&Line, &Option<&'static str>)| {
        let edge = *edge;
        let recurs = edge
            .and_then(|edge| seen.get(&(edge, shape(line))))
            .is_some_and(|on| on.len() >= 2 && on.len() * 3 >= pages);
        match edge {
            _ if line.turned => Some("turned"),
            Some(_) if has_page_number(&line.text) => Some("page_number"),
            Some(edge) if recurs => Some(edge),
            Some("footer") if is_address(&line.text) => Some("footer"),
            Some("header") if printed.contains(&line.page) && is_clock(&line.text) => Some("header"),
            _ if line.artifact && told => Some("artifact"),
            _ => None,
        }
    };
    lines.iter().zip(&edges).map(reason).collect()
}

/// Whether each line is at the top (`header`) or at the bottom (`footer`) of its page.
fn edges(lines: &[Line]) -> Vec<Option<&'static str>> {
    let mut by_page: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        by_page.entry(line.page).or_default().push(index);
    }
    let mut edges = vec![None; lines.len()];
    for indices in by_page.values_mut() {
        indices.sort_by(|&a, &b| lines[a].y.total_cmp(&lines[b].y));
        let count = EDGE_LINES.min(indices.len() / 2 + 1);
        for &index in indices.iter().take(count) {
            edges[index] = Some("header");
        }
        for &index in indices.iter().rev().take(count) {
            edges[index] = Some("footer");
        }
    }
    edges
}

/// A line without its numbers, with the size of its letters: what running heads have in common.
fn shape(line: &Line) -> String {
    let mut shape = format!("{:.0} ", line.size);
    let mut digits = false;
    for c in line.text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            shape.push(c);
        } else if !digits {
            shape.push('0');
        }
        digits = c.is_ascii_digit();
    }
    shape
}

/// An address, with or without the number of the page.
fn is_address(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let address = words.next().is_some_and(|word| word.contains("://") || word.starts_with("www."));
    address && words.next().is_none_or(is_page_number) && words.next().is_none()
}

/// The number of a page, alone or named so in a corner beside other short words.
fn has_page_number(text: &str) -> bool {
    let named = |cell: &str| cell.contains(char::is_alphabetic) && is_page_number(cell);
    is_page_number(text)
        || text.contains('\t')
            && text.split('\t').any(named)
            && text.split('\t').all(|cell| !ends_sentence(cell))
}

/// A line that begins with a day in figures and a time.
fn is_clock(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let figures = |word: Option<&str>, mark: &[char]| {
        word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(mark))
    };
    figures(words.next(), &['/', '.', '-']) && figures(words.next(), &[':'])
}

/// `12`, `- 12 -`, `Page 3 of 5`, `стр. 3`, `3/5`.
fn is_page_number(text: &str) -> bool {
    const WORDS: [&str; 8] = ["page", "p", "of", "pg", "стр", "страница", "из", "с"];
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &&&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = words.iter().filter(number).count();
    let known = |word: &&str| WORDS.contains(&word.to_lowercase().as_str());
    (1..=2).contains(&numbers)
        && words.len() <= 4
        && words.iter().all(|word| number(&word) || known(word))
        && (numbers == words.len() || known(&words[0]) || words.len() == 3)
        && !text.contains(['.', ',']) | known(&words[0])
}

/// How the file sets its text.
struct Style {
    /// The size of most letters.
    body: f64,
    /// The usual distance of base lines, in parts of the size.
    leading: f64,
    /// Paragraphs begin with an indented line.
    indents: bool,
}

impl Style {
    fn new(lines: &[Line]) -> Self {
        let body = body_size(lines);
        let begins = |pair: &&[Line]| {
            let same = pair[0].page == pair[1].page && pair[0].column == pair[1].column;
            same && !is_indented(&pair[0]) && is_indented(&pair[1]) && ends_sentence(&pair[0].text)
        };
        let indents = lines.windows(2).filter(begins).count() >= 2;
        Self { body, leading: leading(lines, body), indents }
    }
}

/// The size of most letters.
fn body_size(lines: &[Line]) -> f64 {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for line in lines {
        *sizes.entry((line.size * 2.0).round() as i64).or_default() += line.text.len();
    }
    let most = sizes.iter().max_by_key(|&(size, letters)| (*letters, std::cmp::Reverse(*size)));
    most.map_or(10.0, |(size, _)| *size as f64 / 2.0)
}

/// The usual distance of base lines in the body, in parts of the size.
fn leading(lines: &[Line], body: f64) -> f64 {
    let mut distances: Vec<f64> = lines
        .windows(2)
        .filter(|pair| pair[0].page == pair[1].page && pair[0].column == pair[1].column)
        .filter(|pair| pair.iter().all(|line| (line.size - body).abs() < 0.6))
        .map(|pair| (pair[1].y - pair[0].y) / body)
        .filter(|distance| (0.8..3.0).contains(distance))
        .collect();
    distances.sort_by(f64::total_cmp);
    // Paragraphs of one line stand farther apart than lines: the lower part tells.
    distances.get(distances.len() / 3).copied().unwrap_or(1.3)
}

impl Style {
    /// Whether a line goes on with the paragraph of the line above it.
    fn joins(&self, above: &Line, line: &Line) -> bool {
        let cells = above.text.contains('\t') || line.text.contains('\t');
        let item = is_bullet(&line.text) || (is_dashed(&line.text) && above.text.ends_with([':', ';']));
        if cells || item || (above.size - line.size).abs() > 0.12 * above.size {
            return false;
        }
        let large = above.size > self.body * HEADING;
        let open = !ends_sentence(&above.text);
        let small = line.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        let fits = above.x1 + first_word(line) + 0.25 * above.size < above.right - 0.3 * above.size;
        if above.page != line.page || above.column != line.column {
            // Over a break a sentence goes on that is not at its end, and a paragraph that shows no new beginning.
            let goes_on = if open { small || !fits } else { self.indents && !fits };
            return goes_on && !large && !is_indented(line);
        }
        let leading = if large { self.leading.max(1.3) } else { self.leading };
        let distance = (line.y - above.y) / above.size;
        if distance < 0.0 || distance > leading * APART {
            return false;
        }
        if large || (open && line.text.starts_with(char::is_lowercase)) {
            return true;
        }
        let deeper = line.x0 > above.x0 + 0.8 * above.size && !is_bullet(&above.text);
        let begins = (deeper && !open) || (self.indents && is_indented(line));
        !fits && !begins
    }
}

fn is_indented(line: &Line) -> bool {
    line.x0 > line.left + 0.8 * line.size
}

/// The width of the first word of a line.
fn first_word(line: &Line) -> f64 {
    let word = line.text.split(' ').next().unwrap_or("").chars().count();
    let all = line.text.chars().count().max(1);
    (line.x1 - line.x0) * word as f64 / all as f64
}

fn is_bullet(text: &str) -> bool {
    text.starts_with(['•', '▪', '●', '◦', '■', '‣', '▫', '✓', '▸']) || text.starts_with("* ")
}

/// A dash opens an item, or goes on with a speech.
fn is_dashed(text: &str) -> bool {
    ["- ", "– ", "— "].iter().any(|dash| text.starts_with(dash))
}

/// Words inside lines, by which a broken word is known.
fn words(lines: &[Line]) -> BTreeSet<String> {
    let inner = |line: &Line| -> Vec<String> {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let last = words.len().saturating_sub(1);
        words.iter().take(last).skip(1).map(|word| bare(word)).collect()
    };
    lines.iter().flat_map(inner).collect()
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Puts a line behind a paragraph; a word that was broken becomes whole.
fn join(text: &mut String, line: &str, words: &BTreeSet<String>) {
    let hyphen = text.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{AD}'));
    let Some(hyphen) = hyphen else {
        text.push(' ');
        return text.push_str(line);
    };
    let stem = &text[..text.len() - hyphen.len_utf8()];
    let head = stem.rsplit(char::is_whitespace).next().unwrap_or("");
    let tail = line.split(char::is_whitespace).next().unwrap_or("");
    let letters = stem.ends_with(char::is_alphabetic) && tail.starts_with(char::is_alphabetic);
    let (whole, compound) = (bare(&format!("{head}{tail}")), bare(&format!("{head}-{tail}")));
    let broken = match () {
        () if hyphen == '\u{AD}' => true,
        () if !letters => false,
        () if words.contains(&compound) => false,
        () if words.contains(&whole) => true,
        () if [head, tail].iter().all(|part| part.chars().count() > 2 && words.contains(&bare(part))) => {
            false
        }
        () => tail.starts_with(char::is_lowercase) && !HYPHENATED.contains(&bare(tail).as_str()),
    };
    if !letters && hyphen != '\u{AD}' && stem.ends_with(char::is_whitespace) {
        // A dash, not a hyphen.
        text.push(' ');
    } else if broken {
        text.truncate(stem.len());
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, page: u32, y: f64) -> Line {
        let x1 = 50.0 + 5.0 * text.chars().count() as f64;
        let (left, right) = (50.0, 300.0);
        Line {
            text: text.into(),
            x0: 50.0,
            x1,
            y,
            size: 10.0,
            artifact: false,
            page,
            column: 0,
            left,
            right,
            turned: false,
        }
    }

    fn drawn(lines: Vec<Line>) -> Vec<String> {
        let draw = |piece: Piece| match piece.reason {
            Some(reason) => format!("[{reason}] {}", piece.text),
            None => piece.text,
        };
        pieces(lines).into_iter().map(draw).collect()
    }

    #[test]
    fn lines_become_paragraphs() {
        let lines = vec![
            line("Завод передал заказчику паром, который был за-", 1, 100.0),
            line("ложен в прошлом году, сообщили в пресс-службе, и", 1, 112.0),
            line("добавили.", 1, 124.0),
            line("Второй паром будет готов через год, отметил кто-", 1, 136.0),
            line("то из них.", 1, 148.0),
            line("Новый абзац.", 1, 175.0),
        ];
        assert_eq!(
            drawn(lines),
            [
                "Завод передал заказчику паром, который был заложен в прошлом году, сообщили в пресс-службе, и добавили.",
                "Второй паром будет готов через год, отметил кто-то из них.",
                "Новый абзац."
            ]
        );
    }

    #[test]
    fn heads_and_numbers_do_not_break_a_paragraph() {
        let long = "The yard has handed over the ferry to its customer";
        let page = |page: u32, body: [&str; 2]| {
            vec![
                line("Zarya Shipyard", page, 30.0),
                line(body[0], page, 100.0),
                line(body[1], page, 112.0),
                line(&format!("- {page} -"), page, 800.0),
            ]
        };
        let lines = [
            page(1, [long, "and the second one will follow in spring of the"]),
            page(2, ["next year.", "It is large."]),
        ];
        assert_eq!(
            drawn(lines.concat()),
            [
                "[header] Zarya Shipyard".to_owned(),
                format!("{long} and the second one will follow in spring of the next year."),
                "[page_number] - 1 -".to_owned(),
                "[header] Zarya Shipyard".to_owned(),
                "It is large.".to_owned(),
                "[page_number] - 2 -".to_owned(),
            ]
        );
    }

    #[test]
    fn page_numbers_are_told_from_numbers() {
        for text in ["12", "- 12 -", "Page 3 of 5", "стр. 3", "3/5", "Страница 2 из 7"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["12 ships", "1 234,5", "12.03", "no", "12345"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
