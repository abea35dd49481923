//! JSON Lines, JSON arrays, and objects that hold an array: each object is a record.

use serde_json::{Map, Value};

use crate::error::ErrorKind;
use crate::fields::{FieldRole, Fields, Mapping, role};
use crate::limit::too_much;
use crate::records::{Before, Damage, Record};

/// Deepest nesting of fields and of the array that holds the records.
const DEEPEST: usize = 4;
/// Lines that are looked at to tell lines of JSON from one value over many lines.
const SAMPLE_LINES: usize = 10;

/// Whether a text begins like an object with a name in it, or an array of such.
pub(crate) fn is_json(sample: &[u8]) -> bool {
    let object = |bytes: &[u8]| {
        bytes.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
    };
    let sample = sample.trim_ascii_start();
    object(sample) || sample.strip_prefix(b"[").is_some_and(|rest| object(rest.trim_ascii_start()))
}

/// How a file of JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Each line is an object by itself.
    Lines,
    /// The objects are elements of an array.
    Array,
    /// One value, which may hold the objects somewhere.
    Value,
}

/// The shape of a file that begins so.
pub(crate) fn shape(text: &str) -> Shape {
    match () {
        () if is_lines(text) => Shape::Lines,
        () if text.trim_start().starts_with('[') => Shape::Array,
        () => Shape::Value,
    }
}

/// The records of a file or of a portion of it; parts larger than `max_bytes` are damage.
pub(crate) fn records<'a>(
    text: &'a str,
    shape: Shape,
    before: Before,
    mapping: &'a Mapping,
    max_bytes: usize,
) -> Box<dyn Iterator<Item = Result<Record, Damage>> + 'a> {
    match shape {
        Shape::Lines => {
            let parts = Lines { text, line: before.lines };
            Box::new(numbered(parts, before, mapping, max_bytes))
        }
        Shape::Array => {
            let at = if before.bytes == 0 { first_element(text.as_bytes()) } else { 0 };
            let parts = Elements { text, at, line: (0, before.lines + 1), over: false };
            Box::new(numbered(parts, before, mapping, max_bytes))
        }
        Shape::Value => {
            let whole = text.trim();
            let line = text[..text.len() - text.trim_start().len()].matches('\n').count() + 1;
            match parse(whole, max_bytes) {
                Ok(value) => Box::new(within(value, line_number(line), mapping).into_iter().map(Ok)),
                Err(damage) => Box::new(std::iter::once(Err(damage))),
            }
        }
    }
}

/// Where the elements of an array begin.
fn first_element(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| byte == b'[').map_or(0, |at| at + 1)
}

/// Where the last whole element of a portion ends, with its comma; `first` for the portion with the bracket.
pub(crate) fn end_of_elements(bytes: &[u8], first: bool) -> Option<usize> {
    let (mut at, mut last) = (if first { first_element(bytes) } else { 0 }, None);
    loop {
        let end = at + end_of_element(&bytes[at..]);
        if bytes.get(end) != Some(&b',') {
            return last;
        }
        at = end + 1;
        last = Some(at);
    }
}

fn line_number(line: usize) -> Option<u32> {
    u32::try_from(line).ok()
}

/// Whether each line is an object by itself.
fn is_lines(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    lines().next().is_some_and(|line| line.starts_with('{') && line.trim().len() > 1)
        && lines()
            .take(SAMPLE_LINES)
            .any(|line| line.starts_with('{') && serde_json::from_str::<Value>(line).is_ok())
        || (text.trim_start().starts_with("{\"") && lines().count() == 1)
}

fn numbered<'a>(
    parts: impl Iterator<Item = (usize, &'a str)> + 'a,
    before: Before,
    mapping: &'a Mapping,
    max_bytes: usize,
) -> impl Iterator<Item = Result<Record, Damage>> + 'a {
    let mut number = before.records;
    parts.flat_map(move |(line, part)| {
        let found = match parse(part, max_bytes) {
            Ok(value) => within(value, line_number(line), mapping).into_iter().map(Ok).collect(),
            Err(damage) => {
                vec![Err(Damage { message: format!("line {line}: {}", damage.message), ..damage })]
            }
        };
        let of = |result: Result<Record, Damage>| {
            number += 1;
            result.map(|record| Record { number, ..record }).map_err(|damage| Damage { number, ..damage })
        };
        found.into_iter().map(of).collect::<Vec<_>>()
    })
}

fn parse(part: &str, max_bytes: usize) -> Result<Value, Damage> {
    let damage = |kind, message| Damage { number: 1, kind, message };
    if part.len() > max_bytes {
        let message = too_much("JSON value", part.len(), max_bytes);
        return Err(damage(ErrorKind::TooLarge, message));
    }
    serde_json::from_str(part).map_err(|error| {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        damage(ErrorKind::Damaged, format!("no valid JSON: {what}"))
    })
}

/// Lines that are not blank, with their numbers.
struct Lines<'a> {
    text: &'a str,
    line: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.text.is_empty() {
            let (line, rest) = self.text.split_once('\n').unwrap_or((self.text, ""));
            self.text = rest;
            self.line += 1;
            if !line.trim().is_empty() {
                return Some((self.line, line.trim()));
            }
        }
        None
    }
}

/// The elements of an array as they are written, so that a damaged one does not hide the others.
struct Elements<'a> {
    text: &'a str,
    at: usize,
    /// Byte and line up to which lines are counted.
    line: (usize, usize),
    over: bool,
}

impl<'a> Iterator for Elements<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let start = self.at;
            let end = start + end_of_element(&self.text.as_bytes()[start..]);
            self.over = self.text.as_bytes().get(end) != Some(&b',');
            self.at = (end + 1).min(self.text.len());
            let element = &self.text[start..end];
            let lead = element.len() - element.trim_start().len();
            if lead < element.len() {
                let begin = start + lead;
                let lines = self.text[self.line.0..begin].bytes().filter(|&byte| byte == b'\n').count();
                self.line = (begin, self.line.1 + lines);
                return Some((self.line.1, element.trim()));
            }
        }
        None
    }
}

/// Where the comma or bracket behind an element stands.
fn end_of_element(bytes: &[u8]) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b',' if depth == 0 => return at,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    bytes.len()
}

/// The records in a value: itself if it has a text, else the objects of the array that it wraps.
fn within(value: Value, line: Option<u32>, mapping: &Mapping) -> Vec<Record> {
    let mut found = vec![];
    search(&value, mapping, 0, &mut found);
    if found.is_empty() {
        found.push(fields_of(&value));
    }
    let record = |(index, fields)| Record { number: index + 1, line, fields };
    found.into_iter().enumerate().map(record).collect()
}

fn search(value: &Value, mapping: &Mapping, depth: usize, found: &mut Vec<Fields>) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Object(object) if has_text(object, mapping) => found.push(fields_of(value)),
        Value::Object(object) => {
            // `{"article": {"text": ...}, "id": 1}`: the outer fields belong to the inner text.
            let inner =
                object.values().find(|inner| inner.as_object().is_some_and(|inner| has_text(inner, mapping)));
            if let Some(inner) = inner {
                let mut fields = fields_of(inner);
                fields.extend(fields_of(value).into_iter().filter(|(name, _)| !name.contains('.')));
                found.push(fields);
                return;
            }
            for inner in object.values().filter(|inner| inner.is_array() || inner.is_object()) {
                search(inner, mapping, depth + 1, found);
            }
        }
        Value::Array(values) => {
            let objects = values.iter().filter(|value| value.is_object());
            objects.for_each(|value| search(value, mapping, depth + 1, found));
        }
        _ => {}
    }
}

fn has_text(object: &Map<String, Value>, mapping: &Mapping) -> bool {
    let fields = object.iter().filter(|(_, value)| value.is_string() || is_paragraphs(value));
    let roles: Vec<FieldRole> =
        fields.filter_map(|(name, _)| role(name, mapping)).map(|(role, _)| role).collect();
    let mapped =
        mapping.get(&FieldRole::Text).is_some_and(|path| path.contains('.') && at(object, path).is_some());
    mapped
        || roles.contains(&FieldRole::Text)
        || (roles.contains(&FieldRole::Summary) && roles.contains(&FieldRole::Title))
}

fn is_paragraphs(value: &Value) -> bool {
    value.as_array().is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_string))
}

/// The value at a path of names.
fn at<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let (first, rest) = path.split_once('.')?;
    rest.split('.').try_fold(object.get(first)?, |value, name| value.get(name))
}

/// All simple values of an object with their paths.
fn fields_of(value: &Value) -> Fields {
    let mut fields = vec![];
    flatten("", value, 0, &mut fields);
    fields
}

fn flatten(path: &str, value: &Value, depth: usize, fields: &mut Fields) {
    match value {
        _ if depth > DEEPEST => {}
        Value::String(text) => fields.push((path.to_owned(), text.clone())),
        Value::Number(number) => fields.push((path.to_owned(), number.to_string())),
        Value::Bool(_) | Value::Null => {}
        Value::Array(values) => values.iter().for_each(|value| flatten(path, value, depth + 1, fields)),
        Value::Object(object) => {
            for (name, value) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, value, depth + 1, fields);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number, line and text of each record, or the damage.
    fn drawn(text: &str) -> Vec<String> {
        let mapping = Mapping::new();
        let draw = |result: Result<Record, Damage>| match result {
            Err(damage) => format!("{} {}", damage.number, damage.message),
            Ok(record) => {
                let fields: Vec<String> =
                    record.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{}@{} {}", record.number, record.line.unwrap_or(0), fields.join("; "))
            }
        };
        records(text, shape(text), Before::default(), &mapping, 1000).map(draw).collect()
    }

    #[test]
    fn reads_lines() {
        assert_eq!(
            drawn(
                "{\"text\":\"a\"}\n\n{\"text\":\"b\n{\"text\":\"c\", \"author\":{\"name\":\"N\"}, \"tags\":[\"x\",\"y\"]}"
            ),
            [
                "1@1 text=a",
                "2 line 3: no valid JSON: EOF while parsing a string",
                "3@4 author.name=N; tags=x; tags=y; text=c"
            ]
        );
        assert_eq!(drawn("{\"text\":\"cut"), ["1 line 1: no valid JSON: EOF while parsing a string"]);
    }

    #[test]
    fn reads_arrays() {
        assert_eq!(
            drawn("[\n {\"text\":\"a, ]\\\"\"},\n {\"text\":1 2},\n {\"text\":\"c\"}\n]"),
            ["1@2 text=a, ]\"", "2 line 3: no valid JSON: expected `,` or `}`", "3@4 text=c"]
        );
        assert_eq!(
            drawn("[{\"text\":\"a\"},{\"te"),
            ["1@1 text=a", "2 line 1: no valid JSON: EOF while parsing a string"]
        );
    }

    #[test]
    fn reads_wrapped_records() {
        assert_eq!(
            drawn(
                "{\n \"version\": 1,\n \"items\": [{\"content_html\": \"<p>a\", \"title\": \"t\"}, {\"content_html\": \"b\"}]\n}"
            ),
            ["1@1 content_html=<p>a; title=t", "2@1 content_html=b"]
        );
        assert_eq!(drawn("{\n\"_id\": 7, \"_source\": {\"text\": \"a\"}}"), ["1@1 text=a; _id=7"]);
    }

    #[test]
    fn tells_json_by_its_beginning() {
        assert!(is_json(b" [ { \"a\"") && is_json(b"{\n\"a\": 1"));
        assert!(!is_json(b"{\\rtf") && !is_json(b"[1] See below") && !is_json(b"{a}"));
    }
}
