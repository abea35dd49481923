//! The parts of XML that word-processor files and feeds use, as a stream of events. Any text gives some events.

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

/// All events of a file, one by one.
pub(crate) fn events(xml: &str) -> Events<'_> {
    Events { xml, at: 0, end: None }
}

/// The events of a file in the making.
pub(crate) struct Events<'a> {
    xml: &'a str,
    at: usize,
    /// The end of an empty element whose start was given.
    end: Option<&'a str>,
}

impl<'a> Events<'a> {
    /// Byte of the file up to which it was read.
    pub fn offset(&self) -> usize {
        self.at
    }

    fn tag(&mut self, tag: &'a str) -> Option<Event<'a>> {
        match tag.as_bytes().first() {
            Some(b'!' | b'?') | None => None,
            Some(b'/') => Some(Event::End(tag[1..].trim())),
            Some(_) => {
                let bare = tag.trim_end_matches('/');
                let (name, attributes) =
                    bare.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((bare, ""));
                self.end = tag.ends_with('/').then_some(name);
                Some(Event::Start(name, attributes))
            }
        }
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(name) = self.end.take() {
            return Some(Event::End(name));
        }
        loop {
            let rest = &self.xml[self.at..];
            let open = rest.find('<')?;
            if open > 0 {
                self.at += open;
                return Some(Event::Text(decode_entities(&rest[..open])));
            }
            if let Some(cdata) = rest.strip_prefix("<![CDATA[") {
                let end = cdata.find("]]>").unwrap_or(cdata.len());
                self.at = self.xml.len() - cdata.get(end + 3..).unwrap_or("").len();
                return Some(Event::Text(Cow::Borrowed(&cdata[..end])));
            }
            let close =
                if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 2) } else { rest.find('>') };
            let Some(close) = close else {
                self.at = self.xml.len();
                return None;
            };
            self.at += close + 1;
            if let Some(event) = self.tag(&rest[1..close]) {
                return Some(event);
            }
        }
    }
}

/// Whether a file ends with the end of its outermost element: it is neither cut off nor closed in the wrong order.
pub(crate) fn is_whole(xml: &str) -> bool {
    let root = events(xml).find_map(|event| match event {
        Event::Start(name, _) => Some(name),
        _ => None,
    });
    let last = xml.rfind("</").and_then(|at| xml[at + 2..].split('>').next());
    root.is_none_or(|root| last.map_or(xml.trim_end().ends_with("/>"), |last| last.trim() == root))
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
        let events: Vec<Event> = events("<?xml?><a b=\"1\" w:b='2'>x&amp;y<c/><!-- <d> --></a>").collect();
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
        let whole = ["<?xml?><a><b/></a>\n", "<a/>", ""].map(is_whole);
        let cut = ["<a><b/>text</b>", "<a><b>text"].map(is_whole);
        assert_eq!((whole, cut), ([true; 3], [false; 2]));
        assert_eq!((attribute("b=\"1\" w:b='2'", "w:b"), attribute("ab='1'", "b")), (Some("2"), None));
    }
}
