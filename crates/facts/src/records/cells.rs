//! Labels with their values, and the records that they make together.

use std::ops::Range;

use svodka_model::{BlockKind, Mention, Span};
use svodka_text::{Script, Sentence, TokenKind, letters};

use super::grid::Grid;
use super::{Meanings, Records};
use crate::scene::Context;

/// Tokens of a label, and of the words before the first label that tell what a record is about, at most.
const LONGEST_LABEL: usize = 9;
const LONGEST_TOPIC: usize = 14;
/// Tokens of a label behind the title with which it begins.
const LONGEST_REST: usize = 3;
/// Tokens of a bracket behind a label.
const LONGEST_ASIDE: usize = 12;
/// Labelled values of one record: a longer list is cut.
const MOST_CELLS: usize = 100;
/// Tokens of a line that tells what a table is.
const LONGEST_CAPTION: usize = 14;
/// Tokens of a line above a record that may name what it is about.
const LONGEST_NAME: usize = 8;
/// Sentences before a record in which the body is sought whose record it is.
pub(super) const BEFORE: usize = 2;

/// A label with its value.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// Tokens.
    pub label: Range<usize>,
    pub value: Range<usize>,
    pub meanings: Meanings,
    /// Whether the label stands in the first row of a table.
    pub headed: bool,
}

impl Cell {
    /// The label and the value, or the value alone where the label stands elsewhere.
    pub fn tokens(&self) -> Range<usize> {
        let start = if self.headed { self.value.start } else { self.label.start };
        start..self.value.end.max(start + 1)
    }
}

/// Labelled values that belong together.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub cells: Vec<Cell>,
    /// The words before its first label: "3. Amal, lunar relay. Buyer: ...".
    pub topic: Option<Range<usize>>,
    /// The line above it, which may name what it is about.
    pub line: Option<Range<usize>>,
    /// The sentences just before it.
    pub before: Range<usize>,
    /// The row of labels, of a table.
    pub header: Option<Span>,
    /// The line above the table.
    pub caption: Option<Range<usize>>,
}

impl Record {
    /// From the first to the last of its values, where two labels at least are known.
    pub fn tokens(&self) -> Option<Range<usize>> {
        let known = self.cells.iter().filter(|cell| !cell.meanings.is_empty()).count();
        let (first, last) = (self.cells.first()?, self.cells.last()?);
        (known > 1).then(|| first.tokens().start..last.tokens().end)
    }
}

/// The records of a document.
pub(crate) fn records(cx: Context) -> Vec<Record> {
    let mut reader = Reader {
        cx,
        labels: &cx.program.records,
        done: Vec::new(),
        open: Record::default(),
        header: None,
        grid: None,
        line: None,
    };
    let sentences = cx.layer.sentences();
    let mut at = 0;
    while at < sentences.len() {
        let block = sentences[at].block;
        let end = at + sentences[at..].iter().take_while(|sentence| sentence.block == block).count();
        match cx.layer.block_kind(&sentences[at]) {
            BlockKind::TableRow => reader.row(at..end),
            kind => reader.block(at..end, kind),
        }
        at = end;
    }
    reader.close();
    reader.done
}

pub(super) struct Reader<'a> {
    pub cx: Context<'a>,
    pub labels: &'a Records,
    done: Vec<Record>,
    open: Record,
    /// Of the table that is being read: the labels of its columns, the number of the columns.
    header: Option<Row>,
    /// The head of a table of figures that is being read.
    grid: Option<Grid>,
    /// The short line before, which may name what the next record is about.
    line: Option<Range<usize>>,
}

/// The first row of a table.
struct Row {
    labels: Vec<(Range<usize>, Meanings)>,
    span: Span,
    /// Its first sentence.
    sentence: usize,
    /// The line above it.
    caption: Option<Range<usize>>,
}

impl Reader<'_> {
    /// Ends the record that is open.
    fn close(&mut self) {
        let record = std::mem::take(&mut self.open);
        if record.cells.iter().any(|cell| !cell.meanings.is_empty()) {
            self.done.push(record);
        }
    }

    /// A block of text: its sentences are labelled values, or end the record.
    fn block(&mut self, sentences: Range<usize>, kind: BlockKind) {
        (self.header, self.grid) = (None, None);
        if kind == BlockKind::Heading || !self.is_near(sentences.start) {
            self.close();
        }
        let cells: Vec<Vec<Cell>> =
            sentences.clone().map(|index| self.cells(&self.cx.layer.sentences()[index])).collect();
        let known = cells.iter().flatten().filter(|cell| !cell.meanings.is_empty()).count();
        let opens = cells.first().is_some_and(Vec::is_empty) || kind == BlockKind::ListItem;
        if known > 1 && opens {
            self.close();
        }
        for (index, cells) in sentences.clone().zip(cells) {
            let tokens = self.cx.layer.sentences()[index].tokens();
            let more = known > 1 && index + 1 < sentences.end;
            // "Buyer: X. The price is not told. Closing: May.": the record of an item goes on.
            let inside = more && index > sentences.start && !self.open.cells.is_empty();
            if cells.is_empty() && !inside {
                self.plain(tokens, more);
            }
            for cell in cells {
                self.add(cell, index);
            }
        }
        let whole = self.cx.layer.sentences()[sentences.start].first
            ..self.cx.layer.sentences()[sentences.end - 1].end;
        self.line = Some(whole).filter(|line| known == 0 && line.len() <= LONGEST_NAME);
    }

    /// A sentence without a label: the value of a label that has none yet, what a record is about, or the end of one.
    fn plain(&mut self, tokens: Range<usize>, before_labels: bool) {
        let is_word = |at: usize| self.cx.token(at).kind == TokenKind::Word;
        if !tokens.clone().any(is_word) {
            return;
        }
        if let Some(cell) = self.open.cells.last_mut().filter(|cell| cell.value.is_empty())
            && tokens.len() <= LONGEST_TOPIC
        {
            cell.value = tokens;
            return;
        }
        self.close();
        let start = self.behind_marker(tokens.start, tokens.end);
        let numbers =
            |at: usize| self.meanings(at..at + 1).iter().any(|&label| Some(label) == self.labels.number);
        if before_labels && tokens.len() <= LONGEST_TOPIC && start < tokens.end && !numbers(start) {
            self.open.topic = Some(start..tokens.end);
        }
    }

    /// Whether nothing but one line end parts a block from what was read before, where the open record has no empty lines.
    fn is_near(&self, sentence: usize) -> bool {
        let [.., a, b] = self.open.cells.as_slice() else { return true };
        let layer = self.cx.layer;
        let between =
            |a: usize, b: usize| &layer.text()[layer.tokens()[a].span.end()..layer.tokens()[b].span.start()];
        let is_empty_line = |gap: &str| gap.matches('\n').count() > 1;
        let (inside, here) = (a.tokens().end - 1, layer.sentences()[sentence].first);
        !is_empty_line(between(here - 1, here)) || is_empty_line(between(inside, b.tokens().start))
    }

    fn add(&mut self, cell: Cell, sentence: usize) {
        let words = |cell: &Cell| self.words(cell.label.clone());
        let is_repeated = |known: &Cell| {
            let listed = known.meanings.iter().any(|label| self.labels.repeated.contains(label));
            let same = if listed { words(known) == words(&cell) } else { known.meanings == cell.meanings };
            same && !known.meanings.is_empty()
        };
        let full = self.open.cells.len() >= MOST_CELLS;
        if full || !cell.meanings.is_empty() && self.open.cells.iter().any(is_repeated) {
            self.close();
        }
        if self.open.cells.is_empty() {
            self.open.before = sentence.saturating_sub(BEFORE)..sentence;
            self.open.line = self.line.take();
        }
        self.open.cells.push(cell);
    }

    /// The labelled values of a sentence, if it begins with a label; unknown labels too.
    fn cells(&self, sentence: &Sentence) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut at = sentence.first;
        while at < sentence.end {
            let first = at == sentence.first;
            let cell = self.label(at, sentence.end).filter(|cell| first || !cell.meanings.is_empty());
            match cell {
                Some(cell) => {
                    if let Some(last) = cells.last_mut() {
                        last.value.end = at;
                    }
                    at = cell.value.start;
                    cells.push(cell);
                }
                None if first => return cells,
                None => {}
            }
            // A further label stands behind a mark or at a new line.
            at = (at + 1..sentence.end).find(|&at| self.begins_cell(at)).unwrap_or(sentence.end);
        }
        cells
    }

    fn begins_cell(&self, at: usize) -> bool {
        let gap = || {
            let tokens = self.cx.layer.tokens();
            &self.cx.layer.text()[tokens[at - 1].span.end()..tokens[at].span.start()]
        };
        matches!(self.cx.punct(at - 1), Some(';' | ',' | '.' | '|' | '•')) || gap().contains('\n')
    }

    /// The label at a token with its value, which goes on to `end`. With a dash only one that is known.
    fn label(&self, at: usize, end: usize) -> Option<Cell> {
        let start = self.behind_marker(at, end);
        let limit = end.min(start + LONGEST_LABEL);
        let mut at = start;
        let (mut stop, mut comma) = (start, false);
        while at < limit {
            match self.cx.punct(at) {
                Some(':') if at + 1 == end || self.cx.token(at + 1).space_before => break,
                Some('(') => {
                    at = (at..end.min(at + LONGEST_ASIDE)).find(|&at| self.cx.punct(at) == Some(')'))?
                }
                Some(mark) if letters::is_dash(mark) && self.cx.token(at).space_before => break,
                Some('-' | '/' | '‑' | '№') => stop = at + 1,
                Some(',') => comma = true,
                Some(_) => return None,
                None => stop = at + 1,
            }
            at += 1;
        }
        let label = start..stop;
        let colon = at < limit && self.cx.punct(at) == Some(':');
        if at >= limit || label.is_empty() {
            return None;
        }
        let mut meanings = self.meanings(label.clone());
        meanings.retain(|label| Some(*label) != self.labels.row);
        let capital = self.cx.token(start).is_capitalized();
        // "The board of Orbis:" begins a list and is no label.
        let unknown = colon && capital && !comma && at + 1 < end;
        (!meanings.is_empty() || unknown).then_some(Cell {
            label,
            value: at + 1..end,
            meanings,
            headed: false,
        })
    }

    /// Behind the number or bullet of an item.
    fn behind_marker(&self, at: usize, end: usize) -> usize {
        let is_number = |at: usize| self.cx.token(at).kind == TokenKind::Number;
        let numbered = at + 1 < end && is_number(at) && matches!(self.cx.punct(at + 1), Some('.' | ')'));
        let at = if numbered { at + 2 } else { at };
        let is_mark = |at: &usize| {
            self.cx.token(*at).kind == TokenKind::Punct && !self.cx.punct(*at).is_some_and(letters::is_quote)
        };
        (at..end).find(|at| !is_mark(at)).unwrap_or(end)
    }

    /// What some words mean as a label.
    pub fn meanings(&self, label: Range<usize>) -> Meanings {
        let mut meanings = self.labels.labels.get(&self.words(label.clone())).cloned().unwrap_or_default();
        if meanings.is_empty() && !label.is_empty() {
            let span = self.cx.layer.span_of(label.clone());
            let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
            let here = self.cx.mentions[from..].iter().take_while(|mention| mention.span.end() <= span.end());
            // «Начальник отдела дорог», "Company secretary": words beside what was found of a title, in Russian behind it.
            let beside = |mention: &Mention| {
                let russian = self.cx.token(label.start).script == Script::Cyrillic;
                let edge = if russian {
                    mention.span.start() == span.start()
                } else {
                    mention.span.end() == span.end()
                };
                edge && label.len() <= self.cx.layer.tokens_in(mention.span).len() + LONGEST_REST
            };
            let kinds =
                here.filter(|mention| mention.span == span || beside(mention)).map(|mention| mention.kind);
            let of_kind = |kind| {
                self.labels.mentioned.iter().filter(move |(of, _)| *of == kind).map(|(_, label)| *label)
            };
            meanings.extend(kinds.flat_map(of_kind));
        }
        meanings
    }

    /// Folded words of a label, without what stands in brackets.
    fn words(&self, label: Range<usize>) -> String {
        let mut words = String::new();
        let mut bracket = false;
        for at in label {
            match self.cx.punct(at) {
                Some('(') => bracket = true,
                Some(')') => bracket = false,
                Some(':' | '.' | ',') => {}
                _ if bracket => {}
                _ => {
                    words.push_str(if words.is_empty() { "" } else { " " });
                    words.push_str(self.cx.layer.folded(at));
                }
            }
        }
        words
    }

    /// A row of a table: its labels, or values under the labels of the first row, or a label with its value.
    fn row(&mut self, sentences: Range<usize>) {
        let cells = self.columns(sentences.clone());
        let first = sentences.start == 0 || {
            let before = &self.cx.layer.sentences()[sentences.start - 1];
            self.cx.layer.block_kind(before) != BlockKind::TableRow
        };
        let labels: Vec<Meanings> = cells.iter().map(|cell| self.head(cell.clone())).collect();
        let known = labels.iter().filter(|label| !label.is_empty()).count();
        if first && known > 1 {
            self.close();
            let span = self.span(sentences.clone());
            let labels = cells.into_iter().zip(labels).collect();
            let above = sentences.start.checked_sub(1).map(|above| self.cx.layer.sentences()[above].tokens());
            let caption = above.filter(|line| line.len() <= LONGEST_CAPTION);
            self.header = Some(Row { labels, span, sentence: sentences.start, caption });
        } else if let Some(grid) = first.then(|| self.grid(&cells, sentences.clone(), &labels)).flatten() {
            self.close();
            self.grid = Some(grid);
        } else if let Some(grid) = &self.grid {
            self.done.extend(self.figures(grid, &cells, &labels));
        } else if let Some(header) = &self.header {
            if header.labels.len() == cells.len() {
                let cell = |((label, meanings), value): (&(Range<usize>, Meanings), Range<usize>)| Cell {
                    label: label.clone(),
                    value,
                    meanings: meanings.clone(),
                    headed: true,
                };
                let cells = header.labels.iter().zip(cells).map(cell).collect();
                let before = header.sentence.saturating_sub(BEFORE)..header.sentence;
                let (header, caption) = (Some(header.span), header.caption.clone());
                self.done.push(Record { cells, before, header, caption, ..Record::default() });
            }
        } else if let [label, value] = cells.as_slice() {
            let cell = Cell {
                label: label.clone(),
                value: value.clone(),
                meanings: labels[0].clone(),
                headed: false,
            };
            self.add(cell, sentences.start);
        } else {
            self.close();
        }
    }

    /// What the sentences of a row cover.
    pub fn span(&self, row: Range<usize>) -> Span {
        let all = self.cx.layer.sentences();
        all[row.start].span.cover(all[row.end - 1].span)
    }

    /// What the head of a column means, without the unit behind a comma.
    fn head(&self, cell: Range<usize>) -> Meanings {
        let comma = cell.clone().find(|&at| self.cx.punct(at) == Some(','));
        self.meanings(cell.start..comma.unwrap_or(cell.end))
    }

    /// The cells of a row, as tokens.
    fn columns(&self, sentences: Range<usize>) -> Vec<Range<usize>> {
        let row = self.span(sentences);
        let text = row.of(self.cx.layer.text());
        let separator = if text.contains('\t') {
            "\t"
        } else if text.contains('|') {
            "|"
        } else if text.contains(';') {
            ";"
        } else if text.contains(" — ") {
            " — "
        } else {
            "  "
        };
        let mut cells = Vec::new();
        let mut start = row.start();
        for piece in text.split(separator) {
            let span = Span::new(start, start + piece.len());
            start += piece.len() + separator.len();
            // Wide gaps have any width, and a bar may stand at the edges.
            if separator == "\t" || !piece.trim().is_empty() {
                cells.push(if piece.trim().is_empty() { 0..0 } else { self.cx.layer.tokens_in(span) });
            }
        }
        cells
    }
}
