//! Our gold notation: plain text with `[surface|label]`, nested where mentions nest. A backslash takes the meaning
//! from a bracket or bar.

use svodka_model::Span;

use crate::corpus::{CorpusError, GoldDocument, GoldSpan};

/// Reads an annotated text.
///
/// # Errors
/// With the byte, where a bracket does not close or a label is missing.
///
/// ```
/// let gold = svodka_eval::inline::read("note", "[правительство [Тульской области|location]|organization] решило").unwrap();
/// assert_eq!(gold.text, "правительство Тульской области решило");
/// assert_eq!(gold.spans.len(), 2);
/// ```
pub fn read(id: &str, annotated: &str) -> Result<GoldDocument, CorpusError> {
    let mut text = String::with_capacity(annotated.len());
    let mut spans = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(c) = annotated[at..].chars().next() {
        let unbalanced = || CorpusError::Bracket { document: id.to_owned(), at };
        let mut next = at + c.len_utf8();
        match c {
            '\\' => {
                let escaped = annotated[next..].chars().next();
                next += escaped.map_or(0, char::len_utf8);
                text.extend(escaped);
            }
            '[' => open.push((text.len(), at)),
            '|' if !open.is_empty() => {
                let close = annotated[next..].find(']').ok_or_else(unbalanced)?;
                let (start, _) = open.pop().ok_or_else(unbalanced)?;
                let label = annotated[next..next + close].to_owned();
                spans.push(GoldSpan { span: Span::new(start, text.len()), label });
                next += close + 1;
            }
            _ => text.push(c),
        }
        at = next;
    }
    match open.pop() {
        Some((_, at)) => Err(CorpusError::Bracket { document: id.to_owned(), at }),
        None => {
            spans.sort();
            Ok(GoldDocument { id: id.to_owned(), text, spans })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_errors() {
        let gold = read("a", r"\[sic\] [Анна|person]").unwrap();
        assert_eq!(gold.text, "[sic] Анна");
        assert_eq!(gold.spans[0].span.of(&gold.text), "Анна");
        assert!(read("a", "[Анна").is_err() && read("a", "[Анна|person").is_err());
    }
}
