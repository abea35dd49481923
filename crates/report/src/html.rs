//! A writer of HTML that escapes everything but literals: tags and attribute names are `&'static str`.

/// Elements without content.
const VOID: [&str; 5] = ["meta", "link", "input", "br", "rect"];

/// A growing piece of HTML.
pub(crate) struct Html {
    out: String,
    open: Vec<&'static str>,
    /// Path from the page to the root of the site: empty, or `../`.
    root: &'static str,
}

/// Attributes: those with an empty value are left out.
pub(crate) type Attributes<'a> = [(&'static str, &'a str)];

impl Html {
    /// An empty page that lies where `root` leads back from.
    pub(crate) fn new(root: &'static str) -> Self {
        Self { out: String::from("<!DOCTYPE html>\n"), open: vec![], root }
    }

    /// Starts an element.
    pub(crate) fn open(&mut self, tag: &'static str, attributes: &Attributes<'_>) {
        self.start(tag, attributes);
        self.open.push(tag);
    }

    /// Ends the element started last.
    pub(crate) fn close(&mut self) {
        let tag = self.open.pop().expect("every close has its open");
        self.out.extend(["</", tag, ">"]);
        if matches!(
            tag,
            "p" | "li" | "tr" | "dd" | "div" | "section" | "table" | "ul" | "ol" | "dl" | "option" | "head"
        ) {
            self.out.push('\n');
        }
    }

    /// An element with what `body` writes.
    pub(crate) fn within(
        &mut self,
        tag: &'static str,
        attributes: &Attributes<'_>,
        body: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        body(self);
        self.close();
    }

    /// An element with text alone.
    pub(crate) fn leaf(&mut self, tag: &'static str, attributes: &Attributes<'_>, text: &str) {
        self.within(tag, attributes, |h| h.text(text));
    }

    /// An element that has no content.
    pub(crate) fn void(&mut self, tag: &'static str, attributes: &Attributes<'_>) {
        debug_assert!(VOID.contains(&tag), "{tag} has content");
        self.start(tag, attributes);
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    /// A link to a page of the site, by its path below the root.
    pub(crate) fn link(&mut self, path: &str, text: &str) {
        self.link_with(path, &[], text);
    }

    /// A link to a page of the site, with further attributes.
    pub(crate) fn link_with(&mut self, path: &str, attributes: &Attributes<'_>, text: &str) {
        let href = self.path(path);
        self.start("a", &[("href", &href)]);
        self.out.pop(); // the ">" of the start tag, for the further attributes
        self.attributes(attributes);
        self.out.push('>');
        self.text(text);
        self.out.push_str("</a>");
    }

    /// The path from this page to a page of the site.
    pub(crate) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// The whole page.
    pub(crate) fn finish(self) -> Vec<u8> {
        debug_assert!(self.open.is_empty(), "still open: {:?}", self.open);
        self.out.into_bytes()
    }

    fn start(&mut self, tag: &'static str, attributes: &Attributes<'_>) {
        self.out.extend(["<", tag]);
        self.attributes(attributes);
        self.out.push('>');
    }

    fn attributes(&mut self, attributes: &Attributes<'_>) {
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.out.extend([" ", name, "=\""]);
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
    }
}

/// Appends text so that no character of it is mark-up, in content and in quoted attributes alike. Control characters
/// that HTML forbids become U+FFFD.
fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        out.push_str(&rest[..at]);
        let special = rest[at..].chars().next().expect("find points at a character");
        out.push_str(match special {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            _ => "\u{FFFD}",
        });
        rest = &rest[at + special.len_utf8()..];
    }
    out.push_str(rest);
}

fn special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'') || (c.is_control() && !matches!(c, '\t' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut h = Html::new("../");
        h.within("p", &[("title", "a\"><script>'"), ("class", "")], |h| {
            h.text("<script>&\u{0}\u{8}\r</script>\n")
        });
        h.link("d/1.html#e1", "\"so\"");
        let page = String::from_utf8(h.finish()).unwrap();
        let expected = "<!DOCTYPE html>\n<p title=\"a&quot;&gt;&lt;script&gt;&#39;\">&lt;script&gt;&amp;\u{FFFD}\u{FFFD}\u{FFFD}\
                        &lt;/script&gt;\n</p>\n<a href=\"../d/1.html#e1\">&quot;so&quot;</a>";
        assert_eq!(page, expected);
    }
}
