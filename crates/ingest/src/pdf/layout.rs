//! Pieces of a page to lines in reading order: rows, columns, the spaces between words.

use super::content::{Piece, Sheet};

/// Between pieces, in parts of the size: from here on a space, and a gap between cells.
const SPACE: f64 = 0.15;
const CELL: f64 = 1.8;
/// Base lines that differ by less, in parts of the size, are one row: raised and lowered signs belong to their line.
const SAME_ROW: f64 = 0.45;
/// Rows that two columns must have.
const COLUMN_ROWS: usize = 4;
/// Part of a column's width that most of its rows must fill; cells of tables fill less.
const FILLED: f64 = 0.6;
/// Deepest nesting of columns.
const DEPTH: usize = 3;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Cells stand apart by tabs.
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    pub artifact: bool,
    /// Page, from 1.
    pub page: u32,
    /// Which column of the page, from 1 in reading order; 0 = the full width.
    pub column: u32,
    /// Where lines of its column begin and end.
    pub left: f64,
    pub right: f64,
    /// It stands across the page.
    pub turned: bool,
}

/// Pieces side by side.
type Row = Vec<Piece>;

/// The lines of a page in reading order.
pub(crate) fn lines(sheet: Sheet, page: u32) -> Vec<Line> {
    let mut by_turns: [usize; 4] = [0; 4];
    for piece in &sheet.pieces {
        by_turns[usize::from(piece.turns % 4)] += piece.text.len();
    }
    let upright = (0..4u8).rev().max_by_key(|&turns| by_turns[usize::from(turns)]).unwrap_or(0);
    let (straight, turned): (Vec<Piece>, Vec<Piece>) =
        sheet.pieces.into_iter().partition(|piece| piece.turns == upright);
    let mut writer = Writer { lines: vec![], page, columns: 0, turned: false };
    writer.region(rows(straight), 0);
    writer.turned = true;
    for turns in 0..4 {
        let pieces = turned.iter().filter(|piece| piece.turns == turns).cloned().collect();
        writer.plain(&rows(pieces), 0);
    }
    writer.lines
}

/// Pieces to rows, from top to bottom, each from left to right.
fn rows(mut pieces: Vec<Piece>) -> Vec<Row> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Row> = vec![];
    let (mut y, mut size) = (0.0, 0.0);
    for piece in pieces {
        let near = (piece.y - y).abs() < SAME_ROW * piece.size.max(size);
        match rows.last_mut().filter(|_| near) {
            Some(row) => {
                // The line of the largest letters is the base line.
                if piece.size > size * 1.2 {
                    (y, size) = (piece.y, piece.size);
                }
                row.push(piece);
            }
            None => {
                (y, size) = (piece.y, piece.size);
                rows.push(vec![piece]);
            }
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        // Letters drawn twice to look bold.
        row.dedup_by(|b, a| {
            a.text == b.text && (b.x0 - a.x0).abs() < 0.2 * a.size && (b.y - a.y).abs() < 0.2 * a.size
        });
    }
    rows
}

/// Left and right end of rows.
fn extent(rows: &[Row]) -> (f64, f64) {
    let pieces = || rows.iter().flatten().filter(|piece| !piece.text.trim().is_empty());
    let left = pieces().map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let right = pieces().map(|piece| piece.x1).fold(f64::NEG_INFINITY, f64::max);
    if left < right { (left, right) } else { (0.0, 0.0) }
}

/// The size of the largest letters of a row.
fn size_of(row: &Row) -> f64 {
    row.iter().map(|piece| piece.size).fold(0.0, f64::max)
}

/// What a gutter at `x` does to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Both,
    Crossed,
}

fn side(row: &Row, x: f64) -> Side {
    let (mut left, mut right) = (false, false);
    for piece in row.iter().filter(|piece| !piece.text.trim().is_empty()) {
        // Half a letter on each side stays free.
        let room = 0.3 * piece.size;
        match () {
            () if piece.x1 <= x + room && piece.x0 < x - room => left = true,
            () if piece.x0 >= x - room => right = true,
            () => return Side::Crossed,
        }
    }
    match (left, right) {
        (true, true) if gap_at(row, x) < 0.8 => Side::Crossed,
        (true, true) => Side::Both,
        (false, true) => Side::Right,
        _ => Side::Left,
    }
}

/// The gap of a row around `x`, in parts of the size.
fn gap_at(row: &Row, x: f64) -> f64 {
    let visible = || row.iter().filter(|piece| !piece.text.trim().is_empty());
    let middle = |piece: &&Piece| f64::midpoint(piece.x0, piece.x1) < x;
    let left = visible().filter(middle).map(|piece| piece.x1).fold(f64::NEG_INFINITY, f64::max);
    let right = visible().filter(|piece| !middle(piece)).map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let size = visible().map(|piece| piece.size).fold(1.0, f64::max);
    (right - left) / size
}

/// Where the page is cut into columns, if it is: at the place that most rows leave free with text on either side.
fn gutter(rows: &[Row]) -> Option<f64> {
    let (left, right) = extent(rows);
    if rows.len() < COLUMN_ROWS || right - left < 100.0 {
        return None;
    }
    let mut best: Option<(usize, f64)> = None;
    // Places where a piece begins: only there a right column can begin.
    let mut starts: Vec<i64> = rows.iter().flatten().map(|piece| piece.x0.round() as i64).collect();
    starts.sort_unstable();
    let mut counted: Vec<(i64, usize)> = vec![];
    for start in starts {
        match counted.last_mut().filter(|(last, _)| start - *last <= 1) {
            Some((_, count)) => *count += 1,
            None => counted.push((start, 1)),
        }
    }
    counted.retain(|&(start, count)| {
        let part = (start as f64 - left) / (right - left);
        count >= COLUMN_ROWS && (0.15..0.85).contains(&part)
    });
    counted.sort_by_key(|&(start, count)| (std::cmp::Reverse(count), start));
    for &(start, _) in counted.iter().take(12) {
        let x = start as f64 - 2.0;
        let (mut one, mut other, mut both) = (0, 0, 0);
        for row in rows {
            match side(row, x) {
                Side::Left => one += 1,
                Side::Right => other += 1,
                Side::Both => both += 1,
                Side::Crossed => {}
            }
        }
        let score = (one + both).min(other + both);
        if score >= COLUMN_ROWS && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, x));
        }
    }
    best.map(|(_, x)| x)
}

/// The rows on either side of a gutter: two lines of one column may stand beside one large line of the other.
fn split(whole: &[Row], x: f64) -> (Vec<Row>, Vec<Row>) {
    let part = |keep: fn(f64, f64) -> bool| -> Vec<Row> {
        let kept = |piece: &&Piece| keep(f64::midpoint(piece.x0, piece.x1), x);
        rows(whole.iter().flatten().filter(kept).cloned().collect())
    };
    (part(|middle, x| middle < x), part(|middle, x| middle >= x))
}

/// Whether rows are running text in a column, and not cells.
fn is_text(rows: &[Row]) -> bool {
    let (left, right) = extent(rows);
    let width = right - left;
    let full = |row: &&Row| {
        let (from, to) = extent(std::slice::from_ref(*row));
        to - from >= FILLED * width
    };
    rows.len() >= COLUMN_ROWS - 1 && rows.iter().filter(full).count() * 2 >= rows.len() && width > 60.0
}

struct Writer {
    lines: Vec<Line>,
    page: u32,
    columns: u32,
    turned: bool,
}

impl Writer {
    /// Writes rows, column by column where there are columns.
    fn region(&mut self, rows: Vec<Row>, depth: usize) {
        let Some(x) = (depth < DEPTH).then(|| gutter(&rows)).flatten() else {
            return self.plain(&rows, depth);
        };
        let mut band: Vec<Row> = vec![];
        let mut whole: Vec<Row> = vec![];
        for row in rows {
            if side(&row, x) == Side::Crossed {
                self.band(std::mem::take(&mut band), &mut whole, x, depth);
                whole.push(row);
            } else {
                band.push(row);
            }
        }
        self.band(band, &mut whole, x, depth);
        self.plain(&whole, depth);
    }

    /// Writes rows that a gutter leaves whole: columns, or else they go to the rows of the full width.
    fn band(&mut self, mut band: Vec<Row>, whole: &mut Vec<Row>, x: f64, depth: usize) {
        // The last line of a headline may end before the gutter.
        if let Some(above) = whole.last().map(size_of) {
            let body = band.last().map_or(0.0, size_of);
            let same = |row: &&Row| above > 1.1 * body && (size_of(row) - above).abs() < 0.5;
            let rest = band.split_off(band.iter().take_while(same).count());
            whole.extend(std::mem::replace(&mut band, rest));
        }
        let (left, right) = split(&band, x);
        if !is_text(&left) || !is_text(&right) {
            whole.extend(band);
            return;
        }
        self.plain(whole, depth);
        whole.clear();
        for column in [left, right] {
            self.columns += 1;
            self.region(column, depth + 1);
        }
    }

    fn plain(&mut self, rows: &[Row], depth: usize) {
        let (left, right) = extent(rows);
        let column = if depth == 0 { 0 } else { self.columns };
        for row in rows {
            if let Some(line) = line(row) {
                let (page, turned) = (self.page, self.turned);
                self.lines.push(Line { page, column, left, right, turned, ..line });
            }
        }
    }
}

/// A row as a line of text.
fn line(row: &Row) -> Option<Line> {
    let mut text = String::new();
    let mut end = f64::NEG_INFINITY;
    // Letters by size: the most frequent one is the line's.
    let mut sizes: Vec<(f64, f64, usize)> = vec![];
    for piece in row {
        let size = piece.size;
        let gap = (piece.x0 - end) / size.max(1.0);
        let spaced = text.ends_with([' ', '\t']) || piece.text.starts_with(' ');
        if end.is_finite() && gap > CELL && !piece.text.trim().is_empty() {
            text.truncate(text.trim_end().len());
            text.push('\t');
        } else if end.is_finite() && gap > SPACE && !spaced {
            text.push(' ');
        }
        text.push_str(&piece.text);
        if !piece.text.trim().is_empty() {
            end = end.max(piece.x1);
        }
        let letters = piece.text.chars().filter(|c| !c.is_whitespace()).count();
        match sizes.iter_mut().find(|(known, ..)| (known - size).abs() < 0.3) {
            Some((.., count)) => *count += letters,
            None => sizes.push((size, piece.y, letters)),
        }
    }
    let &(size, y, _) = sizes.iter().max_by(|a, b| a.2.cmp(&b.2).then(b.0.total_cmp(&a.0)))?;
    let cells: Vec<String> = text.split('\t').map(crate::structure::one_line).collect();
    let text = cells.join("\t").trim().to_owned();
    let visible = || row.iter().filter(|piece| !piece.text.trim().is_empty());
    let x0 = visible().map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let x1 = visible().map(|piece| piece.x1).fold(f64::NEG_INFINITY, f64::max);
    let artifact = visible().all(|piece| piece.artifact);
    (!text.is_empty()).then_some(Line {
        text,
        x0,
        x1,
        y,
        size,
        artifact,
        page: 0,
        column: 0,
        left: x0,
        right: x1,
        turned: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x0: f64, y: f64) -> Piece {
        let x1 = x0 + 5.0 * text.chars().count() as f64;
        Piece { text: text.into(), x0, x1, y, size: 10.0, artifact: false, turns: 0 }
    }

    fn drawn(pieces: Vec<Piece>) -> Vec<String> {
        let sheet = Sheet { pieces, width: 600.0, height: 800.0, ..Sheet::default() };
        lines(sheet, 1).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn gaps_become_spaces_and_cells() {
        let pieces = vec![
            piece("ву", 60.5, 100.0),
            piece("За", 50.0, 100.0),
            piece("од", 73.0, 100.0),
            piece("12", 150.0, 100.0),
            piece("2", 83.0, 96.5),
        ];
        assert_eq!(drawn(pieces), ["Заву од2\t12"]);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut pieces = vec![piece(&"headline ".repeat(10), 50.0, 50.0)];
        for row in 0..6 {
            let y = 80.0 + 12.0 * f64::from(row);
            pieces.push(piece(&format!("left {row} {}", "word ".repeat(6)), 50.0, y));
            pieces.push(piece(&format!("right {row} {}", "word ".repeat(6)), 300.0, y + 3.0));
        }
        let drawn = drawn(pieces);
        let starts: Vec<&str> = drawn.iter().map(|line| line.split(" word").next().unwrap_or("")).collect();
        assert_eq!(starts[1..7], ["left 0", "left 1", "left 2", "left 3", "left 4", "left 5"]);
        assert_eq!(starts[7..], ["right 0", "right 1", "right 2", "right 3", "right 4", "right 5"]);
    }

    #[test]
    fn a_large_line_beside_two_small_ones_leaves_them_two() {
        let mut pieces = vec![Piece { size: 16.0, ..piece(&"large ".repeat(7), 50.0, 100.0) }];
        for row in 0..6 {
            let words = "word ".repeat(7);
            pieces.push(piece(&format!("left {row} {words}"), 50.0, 120.0 + 13.0 * f64::from(row)));
            pieces.push(piece(&format!("right {row} {words}"), 300.0, 94.0 + 13.0 * f64::from(row)));
        }
        let drawn = drawn(pieces);
        let starts: Vec<&str> = drawn.iter().map(|line| line.split(" word").next().unwrap_or("")).collect();
        assert_eq!(
            starts[7..],
            ["right 0", "right 1", "right 2", "right 3", "right 4", "right 5"],
            "{starts:?}"
        );
    }

    #[test]
    fn tables_are_read_row_by_row() {
        let row = |index: i32| {
            let y = 80.0 + 12.0 * f64::from(index);
            [piece("Coal and other goods of the region", 50.0, y), piece(&format!("{index}.5"), 400.0, y)]
        };
        let drawn = drawn((0..6).flat_map(row).collect());
        assert_eq!(drawn[0], "Coal and other goods of the region\t0.5");
    }
}
