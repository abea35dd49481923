//! Pairs of quotation marks.

use svodka_text::{TokenKind, letters};

use crate::scene::Context;

/// Tokens between single marks.
const SINGLE: usize = 120;

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
    let mut from = first;
    for at in first..end {
        let Some(mark) = cx.punct(at).filter(|_| at >= from) else { continue };
        if let Some(close) = single(cx, at, first, end).filter(|_| stack.is_empty()) {
            segments.push(Segment { open: at, first: at + 1, end: close, after: close + 1 });
            from = close + 1;
            continue;
        }
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

/// The mark that closes a single one at a token: "'We are done,' he said". An apostrophe closes nothing where the words go on
/// behind it ("the workers' union"), unless nothing else does in the sentence.
fn single(cx: Context, open: usize, first: usize, end: usize) -> Option<usize> {
    let single = |at: usize| matches!(cx.punct(at), Some('\'' | '‘' | '’'));
    let space = |at: usize| at >= end || cx.token(at).space_before;
    let word = |at: usize| at < end && cx.token(at).kind == TokenKind::Word;
    let free = open == first || space(open) || is_bracket_or_dash(cx, open - 1);
    let opens = matches!(cx.punct(open), Some('\'' | '‘')) && free && word(open + 1) && !space(open + 1);
    if !opens {
        return None;
    }
    let closes = |&at: &usize| {
        let edge = space(at + 1) || cx.punct(at + 1).is_some();
        single(at) && !space(at) && edge
    };
    let last = end.min(open + SINGLE);
    let apostrophe = |at: usize| cx.layer.folded(at - 1).ends_with('s') && word(at + 1);
    let mut sure = (open + 2..last).filter(closes).filter(|&at| !apostrophe(at));
    sure.next().or_else(|| (open + 2..last).rev().find(closes))
}

fn is_bracket_or_dash(cx: Context, token: usize) -> bool {
    cx.punct(token).is_some_and(|c| matches!(c, '(' | '[' | '«' | '“' | ':') || letters::is_dash(c))
}
