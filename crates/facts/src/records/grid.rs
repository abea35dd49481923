//! Tables of figures: whom they tell of, or what is measured, in the first column, and periods over the others.

use std::ops::Range;

use svodka_model::{BlockKind, Kind, Span};
use svodka_text::TokenKind;

use super::cells::{BEFORE, Cell, Reader, Record};
use super::{HEAD, LabelId, Meanings, YEAR, names_body};

/// Words of a caption that may name what is measured, and tokens of a caption that is that name as a whole.
const LONGEST_MEASURE: usize = 3;
const LONGEST_CAPTION: usize = 4;

/// The head of a table of figures.
pub(super) struct Grid {
    /// Of the columns behind the first.
    periods: Vec<Range<usize>>,
    /// What the caption says is measured.
    measure: Option<Range<usize>>,
    /// Whether the rows are of those whom it tells of.
    rows: bool,
    /// Whether the rows are of measures.
    indicators: bool,
    span: Span,
    sentence: usize,
}

impl Reader<'_> {
    /// The head of a table of figures, if all columns but the first are periods.
    pub fn grid(&self, cells: &[Range<usize>], row: Range<usize>, labels: &[Meanings]) -> Option<Grid> {
        let (_, columns) = cells.split_first()?;
        let periods: Vec<_> = columns.iter().map(|cell| self.period(cell.clone())).collect::<Option<_>>()?;
        let holds = |sought: Option<LabelId>| labels[0].iter().any(|&label| Some(label) == sought);
        let above = row.start.checked_sub(1).map(|above| self.cx.layer.sentences()[above].tokens());
        let titled = || above.is_some_and(|line| self.named_by(&line, self.labels.indicator).is_some());
        let (rows, indicators) = (holds(self.labels.row), holds(self.labels.indicator) || titled());
        let span = self.span(row.clone());
        let measure = self.caption(row.start);
        (!periods.is_empty()).then_some(Grid {
            periods,
            measure,
            rows,
            indicators,
            span,
            sentence: row.start,
        })
    }

    /// What a row of a table of figures tells: a labelled value for each, the label of which is its period.
    pub fn figures(&self, grid: &Grid, cells: &[Range<usize>], labels: &[Meanings]) -> Option<Record> {
        let (first, values) = cells.split_first().filter(|(_, values)| values.len() == grid.periods.len())?;
        let cell = |label: &Range<usize>, value: &Range<usize>, meaning: LabelId| Cell {
            label: label.clone(),
            value: value.clone(),
            meanings: Meanings::from_slice(&[meaning]),
            headed: true,
        };
        let figure = self.labels.figure?;
        let figures = grid.periods.iter().zip(values).map(|(period, value)| cell(period, value, figure));
        let measures = grid.indicators || labels[0].iter().any(|&label| Some(label) == self.labels.measure);
        let (topic, own) = match (measures, grid.measure.clone(), self.labels.row) {
            (true, ..) => (self.before_unit(first.clone()), None),
            (false, Some(measure), Some(row)) if grid.rows => (measure, Some(cell(first, first, row))),
            _ => return None,
        };
        Some(Record {
            cells: own.into_iter().chain(figures).collect(),
            topic: Some(topic),
            before: grid.sentence.saturating_sub(BEFORE)..grid.sentence,
            header: Some(grid.span),
            ..Record::default()
        })
    }

    /// The date that the head of a column names.
    fn period(&self, cell: Range<usize>) -> Option<Range<usize>> {
        let layer = self.cx.layer;
        let span = layer.span_of(cell.clone());
        let from = self.cx.mentions.partition_point(|mention| mention.span.start() < span.start());
        let mut here = self.cx.mentions[from..].iter().take_while(|mention| mention.span.end() <= span.end());
        let date = here.find(|mention| mention.kind == Kind::Date);
        let is_year =
            |at: &usize| self.cx.token(*at).kind == TokenKind::Number && layer.word(*at).len() == YEAR;
        let year = || cell.clone().find(is_year).map(|at| at..at + 1);
        date.map(|date| layer.tokens_in(date.span)).or_else(year)
    }

    /// What is measured by the words with which the line above a table begins, or else the headline.
    fn caption(&self, row: usize) -> Option<Range<usize>> {
        let sentences = self.cx.layer.sentences();
        let head = &sentences[..row.min(HEAD)];
        let title = head.iter().position(|one| self.cx.layer.block_kind(one) == BlockKind::Title);
        let above = [row.checked_sub(1), title];
        let lines = above.into_iter().flatten().map(|index| self.before_unit(sentences[index].tokens()));
        let measured = |line: Range<usize>| {
            let end = self.named_by(&line, self.labels.measure)?;
            let whole = line.len() <= LONGEST_CAPTION && !names_body(self.cx, line.clone());
            Some(line.start..if whole { line.end } else { end })
        };
        lines.into_iter().find_map(measured)
    }

    /// Where the words end with which a line begins and which mean that label.
    fn named_by(&self, line: &Range<usize>, label: Option<LabelId>) -> Option<usize> {
        let longest = line.end.min(line.start + LONGEST_MEASURE);
        let means = |end: &usize| self.meanings(line.start..*end).iter().any(|&known| Some(known) == label);
        (line.start + 1..=longest).rev().find(means)
    }

    /// Words up to the mark behind which the unit stands.
    fn before_unit(&self, words: Range<usize>) -> Range<usize> {
        let ends = |at: &usize| matches!(self.cx.punct(*at), Some(',' | ':' | '(' | '.' | ';' | '|'));
        words.start..words.clone().find(ends).unwrap_or(words.end)
    }
}
