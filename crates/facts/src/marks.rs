//! Pairs of quotation marks.

use svodka_text::letters;

use crate::scene::Context;

/// A pair of quotation marks and what is inside, as tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    /// The opening mark.
    pub open: usize,
    /// What is inside.
    pub first: usize,
    pub end: usize,
    /// One past the closing mark; equal to `end` where it is missing.
    pub after: usize,
}

impl Segment {
    /// Whether the closing mark is there.
    pub fn is_closed(&self) -> bool {
        self.after > self.end
    }
}

/// Pairs of marks that are not inside other pairs.
pub(crate) fn segments(cx: Context, first: usize, end: usize) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut stack: Vec<(char, usize)> = Vec::new();
    for at in first..end {
        let Some(mark) = cx.punct(at) else { continue };
        let space_after = at + 1 >= end || cx.token(at + 1).space_before;
        let opens = match mark {
            '«' | '„' => true,
            '“' => stack.last().is_none_or(|&(open, _)| open != '„') && (stack.is_empty() || !space_after),
            '"' | '”' => {
                let free = at == first || cx.token(at).space_before || is_bracket_or_dash(cx, at - 1);
                free && !space_after && (mark == '"' || stack.is_empty())
            }
            _ => false,
        };
        let closes = matches!(mark, '»' | '”' | '"' | '“');
        if opens {
            stack.push((mark, at));
        } else if closes
            && let Some((_, open)) = stack.pop()
            && stack.is_empty()
        {
            segments.push(Segment { open, first: open + 1, end: at, after: at + 1 });
        }
    }
    if let Some(&(_, open)) = stack.first() {
        segments.push(Segment { open, first: open + 1, end, after: end });
    }
    segments.retain(|segment| segment.first < segment.end);
    segments
}

fn is_bracket_or_dash(cx: Context, token: usize) -> bool {
    cx.punct(token).is_some_and(|c| matches!(c, '(' | '[' | '«' | '“' | ':') || letters::is_dash(c))
}
