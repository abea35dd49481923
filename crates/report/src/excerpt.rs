//! Short pieces of a document's text.

use svodka_model::{Analyzed, Fact, Language, Span};

/// The longest evidence shown outside its document, in characters.
pub(crate) const EVIDENCE: usize = 420;

/// How many further places of a fact are shown with the one that proves it.
const FURTHER: usize = 2;

/// How much of the text around a mention a snippet shows, in bytes on each side.
const AROUND: usize = 110;

/// The text with each run of white space made one space, cut with an ellipsis after `limit` characters.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let room = limit.saturating_sub(length);
        let size = word.chars().take(room + 1).count();
        if size > room {
            if out.is_empty() {
                out.extend(word.chars().take(room));
            }
            out.push('…');
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += size + 1;
    }
    out
}

/// The sentence that proves a fact, and behind it the first of those that tell more of it: who "the plant" is, what it cost.
pub(crate) fn evidence(text: &str, fact: &Fact) -> String {
    let shown = |span: &Span| one_line(span.get(text).unwrap_or_default(), EVIDENCE);
    let pieces = std::iter::once(&fact.evidence).chain(fact.more_evidence.iter().take(FURTHER));
    pieces.map(shown).collect::<Vec<_>>().join(" […] ")
}

/// What stands before a mention, the mention, and what stands behind it, within its block.
pub(crate) fn snippet(analyzed: &Analyzed, span: Span) -> [String; 3] {
    let document = &analyzed.document;
    let text = document.text();
    let whole = Span::new(0, text.len());
    let block = document.block_at(span.start()).map_or(whole, |index| document.blocks()[index].span);
    let from = floor(text, block.start().max(span.start().saturating_sub(AROUND))).min(span.start());
    let to = floor(text, block.end().min(span.end() + AROUND)).max(span.end());
    let before = text.get(from..span.start()).unwrap_or_default();
    let after = text.get(span.end()..to).unwrap_or_default();
    let before = match before.split_once(char::is_whitespace) {
        Some((_, words)) if from > block.start() => format!("… {}", keep_edge(words)),
        _ => keep_edge(before),
    };
    let after = match after.rsplit_once(char::is_whitespace) {
        Some((words, _)) if to < block.end() => format!("{} …", keep_edge(words)),
        _ => keep_edge(after),
    };
    [before, one_line(span.get(text).unwrap_or_default(), EVIDENCE), after.trim_end().to_owned()]
}

/// White space collapsed, but kept as one space at the edges.
fn keep_edge(text: &str) -> String {
    let inside = one_line(text, usize::MAX - 1);
    let edge = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    if inside.is_empty() {
        return edge(text.chars().next()).to_owned();
    }
    format!("{}{inside}{}", edge(text.chars().next()), edge(text.chars().next_back()))
}

/// The last char boundary at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The language attribute of what stands at `offset`: the code of the run, else the guess for the document.
pub(crate) fn language_at(analyzed: &Analyzed, offset: usize) -> &str {
    let record = &analyzed.records.language;
    match record.at(offset) {
        Language::Und => record.code.as_deref().unwrap_or_default(),
        known => known.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_and_cut_between_words() {
        assert_eq!(one_line(" a\n\n b\tc ", 100), "a b c");
        assert_eq!(one_line("один два три", 9), "один два…");
        assert_eq!(one_line("нескончаемое", 3), "нес…");
        assert_eq!(one_line("", 3), "");
    }
}
