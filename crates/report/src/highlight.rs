//! Marks over text: mentions, quotes and evidence as nested elements, whatever way they overlap.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use svodka_model::Span;

use crate::html::Html;

/// A stretch of text to be marked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mark {
    /// Class of the element.
    pub class: String,
    /// Anchor; the first piece of the mark carries it.
    pub id: String,
    /// What is shown on hovering.
    pub title: String,
    /// Where the text under it leads, if no mark inside leads elsewhere.
    pub target: Option<String>,
    /// Number of the fact to which a small number behind the mark leads.
    pub reference: Option<usize>,
}

/// Writes marked text piece by piece, in ascending order.
///
/// Marks become properly nested elements: a mark that would cross another is parted at its end, and the pieces
/// behind the first point to its anchor by `data-of`. Links cannot nest in HTML, so each run of text is a link of
/// its own, to the target of the innermost mark that has one.
pub(crate) struct Pen<'a> {
    text: &'a str,
    marks: Vec<(Span, Mark)>,
    /// Whether a piece of the mark stands already.
    begun: Vec<bool>,
    /// The first mark that has not been reached.
    next: usize,
    /// Marks that go on beyond the text written so far.
    carried: Vec<usize>,
}

/// A piece of a mark that waits to be opened, in order: where it starts, longer first, then by the mark's order.
type Waiting = BTreeSet<(usize, Reverse<usize>, usize)>;

impl<'a> Pen<'a> {
    /// Marks over `text`; those that are empty or leave the text are dropped. Of equal spans, the first is outside.
    pub(crate) fn new(text: &'a str, mut marks: Vec<(Span, Mark)>) -> Self {
        marks.retain(|(span, _)| !span.is_empty() && span.get(text).is_some());
        marks.sort_by_key(|(span, _)| *span);
        Self { text, begun: vec![false; marks.len()], marks, next: 0, carried: vec![] }
    }

    /// Writes the text under `range` with its marks. Ranges must come in ascending order.
    pub(crate) fn write(&mut self, h: &mut Html, range: Span) {
        let mut waiting = self.reach(range);
        let mut open: Vec<(usize, usize)> = vec![];
        let mut at = range.start();
        loop {
            let next = waiting.first().map_or(range.end(), |(start, ..)| *start);
            while let Some((end, mark)) = open.pop_if(|(end, _)| *end <= next) {
                at = self.run(h, at, end, &open, Some(mark));
                h.close();
                self.refer(h, end, mark);
            }
            let inner = open.last().map(|(_, mark)| *mark);
            at = self.run(h, at, next, &open, inner);
            let Some((start, Reverse(end), mark)) = waiting.pop_first() else { break };
            let end = match open.last() {
                Some(&(limit, _)) if limit < end => {
                    waiting.insert((limit, Reverse(end), mark));
                    limit
                }
                _ => end,
            };
            debug_assert_eq!(start, at);
            self.begin(h, mark);
            open.push((end, mark));
        }
    }

    /// The pieces of marks that stand in `range`.
    fn reach(&mut self, range: Span) -> Waiting {
        let mut indices = std::mem::take(&mut self.carried);
        while self.marks.get(self.next).is_some_and(|(span, _)| span.start() < range.end()) {
            indices.push(self.next);
            self.next += 1;
        }
        let mut waiting = Waiting::new();
        for index in indices {
            let span = self.marks[index].0;
            if span.end() > range.end() {
                self.carried.push(index);
            }
            let (start, end) = (span.start().max(range.start()), span.end().min(range.end()));
            if start < end {
                waiting.insert((start, Reverse(end), index));
            }
        }
        waiting
    }

    /// Writes text up to `to` as a link to the innermost target; `inner` is the mark around it.
    fn run(
        &self,
        h: &mut Html,
        from: usize,
        to: usize,
        open: &[(usize, usize)],
        inner: Option<usize>,
    ) -> usize {
        let text = self.text.get(from..to).unwrap_or_default();
        if text.is_empty() {
            return to.max(from);
        }
        let around = inner.into_iter().chain(open.iter().rev().map(|(_, mark)| *mark));
        match around.filter_map(|mark| self.marks[mark].1.target.as_deref()).next() {
            Some(target) => h.link(target, text),
            None => h.text(text),
        }
        to
    }

    fn begin(&mut self, h: &mut Html, index: usize) {
        let mark = &self.marks[index].1;
        let again = std::mem::replace(&mut self.begun[index], true);
        let anchor = if again { "data-of" } else { "id" };
        h.open("span", &[("class", &mark.class), (anchor, &mark.id), ("title", &mark.title)]);
    }

    /// Behind the last piece of a mark, writes the number that leads to its fact.
    fn refer(&self, h: &mut Html, end: usize, index: usize) {
        let (span, mark) = &self.marks[index];
        if let Some(fact) = mark.reference.filter(|_| span.end() == end) {
            let number = fact.to_string();
            let (href, label) = (format!("#fact-{number}"), format!("fact {number}"));
            h.leaf(
                "a",
                &[("class", "ref"), ("href", &href), ("data-n", &number), ("aria-label", &label)],
                "",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks `text` at the given ranges with classes `a`, `b` ... and writes it in pieces cut at `cuts`.
    fn check(text: &str, ranges: &[(usize, usize, &str)], cuts: &[usize], expected: &str) {
        let marks = ranges.iter().zip('a'..).map(|(&(start, end, target), name)| {
            let target = Some(target.to_owned()).filter(|target| !target.is_empty());
            (
                Span::new(start, end),
                Mark { class: name.to_string(), id: name.to_string(), target, ..Mark::default() },
            )
        });
        let mut pen = Pen::new(text, marks.collect());
        let mut h = Html::new("");
        let mut at = 0;
        for &cut in cuts.iter().chain([&text.len()]) {
            pen.write(&mut h, Span::new(at, cut));
            at = cut;
        }
        let page = String::from_utf8(h.finish()).unwrap();
        let short = page.replace("<!DOCTYPE html>\n", "").replace("span class=", "").replace('"', "");
        assert_eq!(short, expected);
    }

    #[test]
    fn nested_marks_are_nested_elements() {
        check(
            "Ministry of India",
            &[(0, 17, ""), (12, 17, "")],
            &[],
            "<a id=a>Ministry of <b id=b>India</span></span>",
        );
        check("Омск", &[(0, 8, ""), (0, 8, "")], &[], "<a id=a><b id=b>Омск</span></span>");
    }

    #[test]
    fn crossing_marks_are_parted() {
        check(
            "abcdef",
            &[(0, 4, ""), (2, 6, "")],
            &[],
            "<a id=a>ab<b id=b>cd</span></span><b data-of=b>ef</span>",
        );
    }

    #[test]
    fn marks_go_on_over_pieces() {
        check(
            "abcdef",
            &[(1, 5, "")],
            &[2, 4],
            "a<a id=a>b</span><a data-of=a>cd</span><a data-of=a>e</span>f",
        );
    }

    #[test]
    fn links_never_nest() {
        check(
            "Ministry of India!",
            &[(0, 17, "x"), (12, 17, "y")],
            &[],
            "<a id=a><a href=x>Ministry of </a><b id=b><a href=y>India</a></span></span>!",
        );
    }

    #[test]
    fn marks_outside_the_text_are_dropped() {
        check("ёж", &[(1, 3, ""), (0, 9, ""), (2, 2, "")], &[], "ёж");
    }
}
