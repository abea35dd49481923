//! RSS (0.9 to 2.0) and Atom: each item is a record.

use crate::error::ErrorKind;
use crate::fields::{FieldRole, Mapping, role};
use crate::records::{Damage, Record};
use crate::xml::{Event, Events, attribute, events};

/// Open elements that an end tag may close; feeds are not nested more deeply.
const REACH: usize = 8;

/// The items of a feed, in order.
pub(crate) struct Feed<'a> {
    xml: &'a str,
    events: Events<'a>,
    /// Byte and line up to which lines are counted.
    counted: (usize, u32),
    number: usize,
    /// Names of the open elements without those around items, or within an item.
    open: Vec<&'a str>,
    /// What was written in the innermost field.
    value: String,
    title: Option<String>,
    item: Option<Record>,
}

/// Whether bytes begin with a feed: the name of the first element says so.
pub(crate) fn is_feed(sample: &[u8]) -> bool {
    if !sample.starts_with(b"<") {
        return false;
    }
    let text = String::from_utf8_lossy(sample);
    let first = events(&text).find_map(|event| match event {
        Event::Start(name, attributes) => Some((name, attributes)),
        _ => None,
    });
    match first {
        Some(("rss", _)) => true,
        Some((name, attributes)) if local(name) == "feed" => attributes.contains("Atom"),
        Some((name, attributes)) if local(name) == "RDF" => attributes.contains("purl.org/rss"),
        _ => false,
    }
}

/// The items of a feed; one that is cut off is damage.
pub(crate) fn items(xml: &str) -> Feed<'_> {
    Feed {
        xml,
        events: events(xml),
        counted: (0, 1),
        number: 0,
        open: vec![],
        value: String::new(),
        title: None,
        item: None,
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl<'a> Feed<'a> {
    fn line(&mut self) -> Option<u32> {
        let (from, line) = self.counted;
        let to = self.events.offset();
        let lines = self.xml.as_bytes()[from..to].iter().filter(|&&byte| byte == b'\n').count();
        self.counted = (to, line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX)));
        Some(self.counted.1)
    }

    fn start(&mut self, name: &'a str, attributes: &'a str) {
        if self.item.is_none() && matches!(name, "item" | "entry" | "rss:item" | "atom:entry") {
            self.number += 1;
            let line = self.line();
            self.item = Some(Record { number: self.number, line, fields: vec![] });
            self.open.clear();
            return;
        }
        self.open.push(name);
        match &mut self.item {
            Some(item) if self.open.len() == 1 => {
                self.value.clear();
                item.fields.extend(attribute_field(name, attributes));
            }
            // Mark-up inside a field: XHTML, or HTML that should have been escaped.
            Some(_) if !is_person(self.open[0]) => {
                self.value.push_str(&format!("<{name} {attributes}>"));
            }
            _ => self.value.clear(),
        }
    }

    /// Closes an element; an item that ends is returned.
    fn end(&mut self, name: &str) -> Option<Record> {
        if matches!(name, "item" | "entry" | "rss:item" | "atom:entry") {
            self.open.clear();
            return self.item.take();
        }
        let depth = self.open.len();
        let back = self.open.iter().rev().take(REACH).position(|open| *open == name)?;
        self.open.truncate(depth - back - 1);
        let Some(item) = &mut self.item else {
            let within = self.open.last().is_some_and(|parent| matches!(local(parent), "channel" | "feed"));
            if within && local(name) == "title" {
                self.title.get_or_insert(std::mem::take(&mut self.value));
            }
            return None;
        };
        match self.open.first() {
            None => {
                let value = std::mem::take(&mut self.value);
                if !value.trim().is_empty() {
                    item.fields.push((name.to_owned(), value));
                }
            }
            // `<author><name>`, `<source><title>`
            Some(parent) if is_person(parent) => {
                if self.open.len() == 1 && matches!(local(name), "name" | "title") {
                    item.fields.push(((*parent).to_owned(), std::mem::take(&mut self.value)));
                }
                self.value.clear();
            }
            Some(_) => self.value.push_str(&format!("</{name}>")),
        }
        None
    }

    /// An item that names no source is of the feed.
    fn finish(&self, mut item: Record) -> Record {
        let none = Mapping::new();
        let has_source =
            item.fields.iter().any(|(name, _)| matches!(role(name, &none), Some((FieldRole::Source, _))));
        if let Some(title) = self.title.as_ref().filter(|_| !has_source) {
            item.fields.push(("source".to_owned(), title.clone()));
        }
        item
    }
}

/// Elements that hold parts with names of their own.
fn is_person(name: &str) -> bool {
    matches!(local(name), "author" | "contributor" | "source" | "group" | "credit" | "image")
}

/// What Atom and RSS say in attributes.
fn attribute_field(name: &str, attributes: &str) -> Option<(String, String)> {
    let value = match local(name) {
        "link" if matches!(attribute(attributes, "rel"), None | Some("alternate")) => {
            attribute(attributes, "href")
        }
        "category" => attribute(attributes, "label").or_else(|| attribute(attributes, "term")),
        _ => None,
    }?;
    Some((name.to_owned(), crate::html::decode_entities(value).into_owned()))
}

impl Iterator for Feed<'_> {
    type Item = Result<Record, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(name, attributes) => self.start(name, attributes),
                Event::Text(text) => self.value.push_str(&text),
                Event::End(name) => {
                    if let Some(item) = self.end(name) {
                        return Some(Ok(self.finish(item)));
                    }
                }
            }
        }
        let number = self.item.take()?.number;
        let message = "the feed ends inside the item".to_owned();
        Some(Err(Damage { number, kind: ErrorKind::Damaged, message }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(xml: &str) -> Vec<String> {
        let draw = |item: Result<Record, Damage>| match item {
            Err(damage) => format!("{} {}", damage.number, damage.message),
            Ok(record) => {
                let fields: Vec<String> =
                    record.fields.iter().map(|(name, value)| format!("{name}={}", value.trim())).collect();
                format!("{}@{} {}", record.number, record.line.unwrap_or(0), fields.join("; "))
            }
        };
        items(xml).map(draw).collect()
    }

    #[test]
    fn reads_rss() {
        let xml = "<?xml version='1.0'?>\n<rss><channel><title>News</title><image><title>no</title></image>\n\
            <item><title>A &amp;amp; B</title><link>http://a.example/1</link><category>x</category><category>y</category>\
            <content:encoded><![CDATA[<p>Text]]></content:encoded><source url='u'>Paper</source></item>\n\n<item><title>Cut";
        assert_eq!(
            drawn(xml),
            [
                "1@3 title=A &amp; B; link=http://a.example/1; category=x; category=y; content:encoded=<p>Text; source=Paper",
                "2 the feed ends inside the item"
            ]
        );
    }

    #[test]
    fn reads_atom() {
        let xml = "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><author><name>no</name></author><entry>\
            <link rel='self' href='s'/><link href='http://a.example/?a=1&amp;b=2'/><author><name>Anna</name><email>e</email></author>\
            <category term='sea'/><content type='xhtml'><div class='x'><p>One</p><br/></div></content></entry></feed>";
        assert_eq!(
            drawn(xml),
            [
                "1@1 link=http://a.example/?a=1&b=2; author=Anna; category=sea; content=<div class='x'><p >One</p><br ></br></div>; source=News"
            ]
        );
    }

    #[test]
    fn tells_feeds_by_the_first_element() {
        assert!(is_feed(b"<?xml version='1.0'?><!-- x --><rss version='2.0'>"));
        assert!(is_feed(b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>"));
        assert!(!is_feed(b"<html><body><rss>"));
        assert!(!is_feed(b"no <rss"));
    }
}
