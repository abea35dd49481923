//! The parts of XML that word-processor files use, as a stream of events. Any text gives some events.

use std::borrow::Cow;

use crate::html::decode_entities;

/// What stands in an XML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// A start tag: its name and attributes as written. An empty element gives a start and an end.
    Start(&'a str, &'a str),
    End(&'a str),
    Text(Cow<'a, str>),
}

/// All events of a file.
pub(crate) fn events(xml: &str) -> Vec<Event<'_>> {
    let mut events = vec![];
    let mut rest = xml;
    while let Some(open) = rest.find('<') {
        if open > 0 {
            events.push(Event::Text(decode_entities(&rest[..open])));
        }
        rest = &rest[open..];
        if let Some(cdata) = rest.strip_prefix("<![CDATA[") {
            let end = cdata.find("]]>").unwrap_or(cdata.len());
            events.push(Event::Text(Cow::Borrowed(&cdata[..end])));
            rest = cdata.get(end + 3..).unwrap_or("");
            continue;
        }
        let close = if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 2) } else { rest.find('>') };
        let Some(close) = close else { return events };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        match tag.as_bytes().first() {
            Some(b'!' | b'?') | None => {}
            Some(b'/') => events.push(Event::End(tag[1..].trim())),
            Some(_) => {
                let bare = tag.trim_end_matches('/');
                let (name, attributes) =
                    bare.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((bare, ""));
                events.push(Event::Start(name, attributes));
                if tag.ends_with('/') {
                    events.push(Event::End(name));
                }
            }
        }
    }
    events
}

/// The value of an attribute.
pub(crate) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let found = attributes.match_indices(name).find(|(at, _)| {
        let bounded = *at == 0 || attributes[..*at].ends_with(|c: char| c.is_ascii_whitespace());
        bounded && attributes[at + name.len()..].trim_start().starts_with('=')
    });
    let value = attributes[found?.0 + name.len()..].trim_start()[1..].trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_events() {
        let events = events("<?xml?><a b=\"1\" w:b='2'>x&amp;y<c/><!-- <d> --></a>");
        assert_eq!(
            events,
            [
                Event::Start("a", "b=\"1\" w:b='2'"),
                Event::Text("x&y".into()),
                Event::Start("c", ""),
                Event::End("c"),
                Event::End("a")
            ]
        );
        assert_eq!((attribute("b=\"1\" w:b='2'", "w:b"), attribute("ab='1'", "b")), (Some("2"), None));
    }
}
