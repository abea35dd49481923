//! A forgiving parser: any text gives a tree, in linear time, of limited depth.
//!
//! It does not follow the standard's algorithm for broken tables and overlapping formatting; for reading text
//! it need not.

use std::borrow::Cow;

use crate::html::entities::decode;

/// Deeper elements are kept, but as siblings.
const DEEPEST: usize = 200;

/// Index of a node; the root is 0. Parents come before their children.
pub(crate) type Id = usize;

pub(crate) struct Node<'a> {
    pub parent: Id,
    pub data: Data<'a>,
    /// Byte of the page at which it begins.
    pub start: usize,
}

pub(crate) enum Data<'a> {
    Element(&'static str),
    /// Text as written, references not yet decoded.
    Text(&'a str),
    /// The content of a script or style element.
    Raw(&'a str),
}

/// A parsed page.
pub(crate) struct Tree<'a> {
    pub nodes: Vec<Node<'a>>,
    /// Attributes that we use: (node, name, value), sorted by node.
    attributes: Vec<(Id, &'static str, Cow<'a, str>)>,
    /// For each node, one past the last node below it.
    ends: Vec<Id>,
}

const TAGS: [&str; 96] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "math",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
];
const ATTRIBUTES: [&str; 20] = [
    "aria-hidden",
    "charset",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemtype",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "title",
    "type",
];
const VOID: [&str; 10] = ["base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"];
const BLOCKS: [&str; 47] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether an element makes a block of its own.
pub(crate) fn is_block(tag: &str) -> bool {
    BLOCKS.binary_search(&tag).is_ok()
}

impl<'a> Tree<'a> {
    pub fn parse(page: &'a str) -> Self {
        let root = Node { parent: 0, data: Data::Element("html"), start: 0 };
        let mut parser = Parser {
            page,
            at: 0,
            tree: Tree { nodes: vec![root], attributes: vec![], ends: vec![] },
            open: vec![0],
        };
        parser.run();
        parser.tree.ends = ends(&parser.tree.nodes);
        parser.tree
    }

    /// The element's name; empty for text.
    pub fn tag(&self, id: Id) -> &'static str {
        match self.nodes[id].data {
            Data::Element(tag) => tag,
            _ => "",
        }
    }

    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.attributes(id).find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Names and values of an element's attributes.
    pub fn attributes(&self, id: Id) -> impl Iterator<Item = (&'static str, &str)> {
        let first = self.attributes.partition_point(|(node, ..)| *node < id);
        let own = self.attributes[first..].iter().take_while(move |(node, ..)| *node == id);
        own.map(|(_, name, value)| (*name, &**value))
    }

    /// The decoded text below an element, white space made single.
    pub fn text_of(&self, id: Id) -> String {
        let mut text = String::new();
        for child in self.below(id) {
            if let Data::Text(raw) = self.nodes[child].data {
                text.push_str(&decode(raw));
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// All nodes below an element, in order.
    pub fn below(&self, id: Id) -> std::ops::Range<Id> {
        id + 1..self.ends[id]
    }
}

fn ends(nodes: &[Node]) -> Vec<Id> {
    let mut ends: Vec<Id> = (1..=nodes.len()).collect();
    for id in (1..nodes.len()).rev() {
        let parent = nodes[id].parent;
        ends[parent] = ends[parent].max(ends[id]);
    }
    ends
}

struct Parser<'a> {
    page: &'a str,
    at: usize,
    tree: Tree<'a>,
    /// The open elements, outermost first.
    open: Vec<Id>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) {
        while self.at < self.page.len() {
            let rest = &self.page[self.at..];
            let text = rest.find('<').unwrap_or(rest.len());
            if text > 0 {
                self.text(self.at, self.at + text);
                self.at += text;
                continue;
            }
            self.markup();
        }
    }

    fn text(&mut self, from: usize, to: usize) {
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { parent, data: Data::Text(&self.page[from..to]), start: from });
    }

    /// Reads what begins with `<`; a lone one is text.
    fn markup(&mut self) {
        let rest = &self.page[self.at..];
        let skip_to =
            |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
        let next = rest.as_bytes().get(1).copied().unwrap_or(0);
        if rest.starts_with("<!--") {
            // `<!-->` closes itself.
            self.at += if rest.starts_with("<!-->") { 5 } else { skip_to("-->", 4) };
        } else if rest.starts_with("<![CDATA[") {
            let end = rest.find("]]>").unwrap_or(rest.len());
            self.text(self.at + 9, self.at + end);
            self.at += (end + 3).min(rest.len());
        } else if next == b'!' || next == b'?' {
            self.at += skip_to(">", 2);
        } else if next == b'/' && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
            let name = name_at(&rest[2..]);
            self.at += skip_to(">", 2);
            self.close(known(name, &TAGS));
        } else if next.is_ascii_alphabetic() {
            self.element();
        } else {
            self.text(self.at, self.at + 1);
            self.at += 1;
        }
    }

    fn element(&mut self) {
        let start = self.at;
        let name = name_at(&self.page[start + 1..]);
        let tag = known(name, &TAGS);
        self.at = start + 1 + name.len();
        self.close_implied(tag);
        let id = self.tree.nodes.len();
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { parent, data: Data::Element(tag), start });
        let closed = self.attributes(id);
        if matches!(tag, "script" | "style" | "textarea" | "title" | "iframe") && !closed {
            self.raw(id, tag);
        } else if !VOID.contains(&tag) && !tag.is_empty() && self.open.len() < DEEPEST {
            self.open.push(id);
        }
    }

    /// Reads attributes up to the end of the tag; returns whether it closes itself.
    fn attributes(&mut self, id: Id) -> bool {
        let bytes = self.page.as_bytes();
        loop {
            while bytes.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                self.at += 1;
            }
            match bytes.get(self.at) {
                None => return false,
                Some(b'>') => {
                    self.at += 1;
                    return false;
                }
                Some(b'/') if bytes.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    return true;
                }
                Some(b'/') => self.at += 1,
                Some(b'<') => return false,
                Some(_) => self.attribute(id),
            }
        }
    }

    fn attribute(&mut self, id: Id) {
        let bytes = self.page.as_bytes();
        let start = self.at;
        while bytes
            .get(self.at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/' | b'<'))
        {
            self.at += 1;
        }
        if self.at == start {
            self.at += 1; // a stray `=`
        }
        let name = known(self.page.get(start..self.at).unwrap_or(""), &ATTRIBUTES);
        let mut at = self.at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            (value, self.at) = self.value(at);
        }
        if !name.is_empty() {
            self.tree.attributes.push((id, name, decode(value)));
        }
    }

    /// The value at `at`, and where it ends.
    fn value(&self, at: usize) -> (&'a str, usize) {
        let rest = &self.page[at..];
        match rest.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let end = rest[1..].find(char::from(*quote)).map_or(rest.len(), |end| end + 1);
                (&rest[1..end], (at + end + 1).min(self.page.len()))
            }
            _ => {
                let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len());
                (&rest[..end], at + end)
            }
        }
    }

    /// Content in which no tags are read, up to the end tag.
    fn raw(&mut self, id: Id, tag: &'static str) {
        let bytes = self.page.as_bytes();
        let mut end = self.at;
        let close = loop {
            let Some(found) = self.page[end..].find("</") else { break self.page.len() };
            let name = bytes.get(end + found + 2..end + found + 2 + tag.len());
            if name.is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes())) {
                break end + found;
            }
            end += found + 2;
        };
        let content = &self.page[self.at..close];
        let data = if tag == "title" { Data::Text(content) } else { Data::Raw(content) };
        self.tree.nodes.push(Node { parent: id, data, start: self.at });
        self.at = self.page[close..].find('>').map_or(self.page.len(), |at| close + at + 1);
    }

    /// Closes what a start tag closes without saying so.
    fn close_implied(&mut self, tag: &'static str) {
        let (closes, within): (&[&str], &[&str]) = match tag {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "tr" => (&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "option" => (&["option"], &["select"]),
            "body" => (&["head"], &[]),
            _ => (&[], &[]),
        };
        if !closes.is_empty() {
            self.close_within(closes, within);
        }
        if is_block(tag) && !matches!(tag, "html" | "body") {
            self.close_within(
                &["p"],
                &[
                    "td",
                    "th",
                    "table",
                    "body",
                    "li",
                    "div",
                    "section",
                    "article",
                    "blockquote",
                    "button",
                    "caption",
                ],
            );
        }
    }

    /// Closes the innermost of `tags` unless one of `within` is nearer.
    fn close_within(&mut self, tags: &[&str], within: &[&str]) {
        for depth in (1..self.open.len()).rev() {
            let tag = self.tree.tag(self.open[depth]);
            if tags.contains(&tag) {
                self.open.truncate(depth);
                return;
            }
            if within.contains(&tag) {
                return;
            }
        }
    }

    /// An end tag closes its element, but an inline one no block, and none a table cell around it.
    fn close(&mut self, tag: &'static str) {
        if tag.is_empty() || matches!(tag, "html" | "body") {
            return;
        }
        let structural = matches!(tag, "table" | "tr" | "tbody" | "thead" | "tfoot" | "td" | "th");
        for depth in (1..self.open.len()).rev() {
            let other = self.tree.tag(self.open[depth]);
            if other == tag {
                self.open.truncate(depth);
                return;
            }
            let barrier = if is_block(tag) {
                !structural && matches!(other, "td" | "th" | "table")
            } else {
                is_block(other)
            };
            if barrier {
                return;
            }
        }
    }
}

fn name_at(text: &str) -> &str {
    let end =
        text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(text.len());
    &text[..end]
}

/// The name from the sorted list that equals `name` but for case; empty if there is none.
fn known(name: &str, names: &[&'static str]) -> &'static str {
    if name.len() > 12 {
        return "";
    }
    let compare =
        |other: &&'static str| other.bytes().cmp(name.bytes().map(|byte| byte.to_ascii_lowercase()));
    names.binary_search_by(compare).map_or("", |index| names[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws a tree as nested brackets.
    fn draw(page: &str) -> String {
        let tree = Tree::parse(page);
        let mut drawn = String::new();
        let mut open: Vec<Id> = vec![0];
        for id in 1..tree.nodes.len() {
            while open.last() != Some(&tree.nodes[id].parent) {
                open.pop();
                drawn.push(')');
            }
            match tree.nodes[id].data {
                Data::Element(tag) => {
                    drawn.push_str(if tag.is_empty() { "?" } else { tag });
                    drawn.push('(');
                    open.push(id);
                }
                Data::Text(text) | Data::Raw(text) => drawn.push_str(text),
            }
        }
        drawn.push_str(&")".repeat(open.len() - 1));
        drawn
    }

    #[test]
    fn lists_are_sorted() {
        assert!(TAGS.is_sorted() && ATTRIBUTES.is_sorted() && BLOCKS.is_sorted());
    }

    #[test]
    fn closes_what_is_left_open() {
        assert_eq!(draw("<p>a<p>b<b>c</p>d"), "p(a)p(bb(c))d");
        assert_eq!(draw("<ul><li>a<li>b</ul>c"), "ul(li(a)li(b))c");
        assert_eq!(draw("<table><tr><td>a<td>b<tr><td>c</table>d"), "table(tr(td(a)td(b))tr(td(c)))d");
        assert_eq!(draw("<div><b>a</div>b"), "div(b(a))b");
        assert_eq!(draw("<td><div>a</table>b"), "td(div(ab))");
    }

    #[test]
    fn survives_anything() {
        assert_eq!(draw("a < b <3 <"), "a < b <3 <");
        assert_eq!(draw("<script>if (a</b) <p></script>x<style>"), "script(if (a</b) <p>)xstyle()");
        assert_eq!(draw("<p class=x id='y' =>t<!-- <p> -->u<!DOCTYPE z><br/>v"), "p(tubr()v)");
        assert_eq!(draw("<custom-tag>a</custom-tag>"), "?()a");
        for page in [
            "<",
            "</",
            "<a",
            "<a ",
            "<a b",
            "<a b=",
            "<a b=\"",
            "<!--",
            "<![CDATA[",
            "<script>",
            "&#",
            "<p>\u{FFFD}<",
        ] {
            Tree::parse(page);
        }
    }

    #[test]
    fn is_not_deep() {
        let page = "<div>".repeat(100_000);
        let tree = Tree::parse(&page);
        let depth = |mut id: Id| {
            let mut depth = 0;
            while id > 0 {
                id = tree.nodes[id].parent;
                depth += 1;
            }
            depth
        };
        assert!((0..tree.nodes.len()).step_by(999).map(depth).max() <= Some(DEEPEST));
    }

    #[test]
    fn reads_attributes() {
        let tree = Tree::parse("<META Name=a CONTENT='b &amp; c' other=d hidden>");
        let attributes: Vec<_> =
            ["name", "content", "hidden", "other"].map(|name| tree.attribute(1, name)).to_vec();
        assert_eq!(attributes, [Some("a"), Some("b & c"), Some(""), None]);
    }
}
