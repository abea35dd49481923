//! The inline notation of our own gold: `[Surface|kind]`, which may be nested; a backslash before a bracket or bar
//! makes it text.

use svodka_model::{Kind, Span};

use crate::train::{Annotated, Name};

/// Reads a text in the inline notation. Brackets that close no name are text.
pub fn read_inline(marked: &str) -> Annotated {
    let mut annotated = Annotated { weight: 1, complete: true, ..Annotated::default() };
    let mut open: Vec<usize> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['[', '|', ']', '\\']) {
        annotated.text.push_str(&rest[..at]);
        let mark = &rest[at..];
        rest = &mark[1..];
        match mark.as_bytes()[0] {
            b'\\' if rest.starts_with(['[', '|', ']', '\\']) => {
                annotated.text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
            b'[' => open.push(annotated.text.len()),
            b'|' if let Some((kind, after)) = kind_after(mark)
                && let Some(start) = open.pop() =>
            {
                rest = after;
                let span = Span::new(start, annotated.text.len());
                annotated.names.extend(kind.map(|kind| Name { span, kind }));
            }
            _ => annotated.text.push_str(&mark[..1]),
        }
    }
    annotated.text.push_str(rest);
    annotated.names.sort();
    let other = |name: &Name| matches!(name.kind, Kind::Product | Kind::Event);
    annotated.others = annotated.names.iter().filter(|name| other(name)).map(|name| name.span).collect();
    annotated
}

/// The kind in `|kind]`, and what follows it. Words that are no kind of ours give no name.
fn kind_after(mark: &str) -> Option<(Option<Kind>, &str)> {
    let (name, after) = mark[1..].split_once(']')?;
    let word =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'.'));
    word.then(|| (Kind::ALL.into_iter().find(|kind| kind.name() == name), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_marks_are_text() {
        let read = read_inline(r"a \[b\|c\] [d\]|person]");
        assert_eq!((read.text.as_str(), read.names.len()), ("a [b|c] d]", 1));
        assert_eq!(read.names[0].span.of(&read.text), "d]");
    }

    #[test]
    fn nested_names_and_stray_brackets() {
        let read = read_inline("[правительство [Омской области|location]|organization] и [Я|person] | ok]");
        assert_eq!(read.text, "правительство Омской области и Я | ok]");
        let names: Vec<_> = read.names.iter().map(|name| (name.span.of(&read.text), name.kind)).collect();
        assert_eq!(
            names,
            [
                ("правительство Омской области", Kind::Organization),
                ("Омской области", Kind::Location),
                ("Я", Kind::Person)
            ]
        );
    }
}
