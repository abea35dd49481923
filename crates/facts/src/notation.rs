//! The inline notation of examples: `[Rosatom|organization|party] signed a [contract|-|kind] => planned`.
//!
//! `[surface|kind|slot]` marks a mention of a kind and, if a third part stands, the slot that it is expected to fill;
//! kind `-` marks words that are no mention. `kind*` is a common noun ("the company"), `kind#2` a member of chain 2;
//! names of one kind and wording are one chain anyway. Marks may nest, two slots of one mention are parted by `&`.
//! A first line `# ...` is the headline, an empty line parts paragraphs, a line with tabs is the row of a table, `=> status`
//! at the end gives the status.

use std::collections::BTreeMap;

use svodka_model::{
    Block, BlockKind, Chain, Document, EntitiesRecord, Kind, Language, LanguageRecord, Locator, Mention,
    Metadata, Provenance, Score, Span, Status,
};
use svodka_text::letters;

/// A marked example, taken apart.
#[derive(Debug)]
pub struct Example {
    /// The text without marks, as a document.
    pub document: Document,
    /// Its language, by the letters.
    pub language: LanguageRecord,
    /// The marked mentions.
    pub entities: EntitiesRecord,
    /// Slots with the spans that should fill them.
    pub expected: Vec<(String, Span)>,
    /// The status that the fact should have.
    pub status: Option<Status>,
}

/// Takes an example apart.
///
/// # Errors
/// Tells what is wrong with the marks.
pub fn parse(example: &str) -> Result<Example, String> {
    let (body, status) = match example.rsplit_once("=>") {
        Some((body, name)) => {
            let name = name.trim();
            (body.trim_end(), Some(Status::parse(name).ok_or_else(|| format!("unknown status {name:?}"))?))
        }
        None => (example, None),
    };
    let (title, body) = match body.strip_prefix("# ") {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    let mut reader = Reader::default();
    reader.read(body)?;
    let language = language_of(&reader.text);
    let blocks = blocks(&reader.text, title);
    reader.mentions.sort_by_key(|marked| marked.mention.sort_key());
    let (mentions, chains) = link(reader.mentions);
    let document = Document::new(reader.text, Metadata::default(), blocks, Vec::new())
        .map_err(|error| error.to_string())?;
    let entities = EntitiesRecord { mentions, chains, diagnostics: Vec::new() };
    let language = LanguageRecord {
        language,
        confidence: Score::MAX,
        code: None,
        runs: Vec::new(),
        diagnostics: Vec::new(),
    };
    Ok(Example { document, language, entities, expected: reader.expected, status })
}

struct Marked {
    mention: Mention,
    chain: Option<String>,
}

#[derive(Default)]
struct Reader {
    text: String,
    mentions: Vec<Marked>,
    expected: Vec<(String, Span)>,
}

impl Reader {
    fn read(&mut self, body: &str) -> Result<(), String> {
        let mut open: Vec<usize> = Vec::new();
        let mut rest = body;
        while let Some(c) = rest.chars().next() {
            match c {
                '\\' => {
                    rest = &rest[1..];
                    let next = rest.chars().next().ok_or("the text ends with `\\`")?;
                    self.text.push(next);
                    rest = &rest[next.len_utf8()..];
                    continue;
                }
                '[' => open.push(self.text.len()),
                '|' if !open.is_empty() => {
                    let (label, after) = rest[1..].split_once(']').ok_or("`]` is missing")?;
                    let start = open.pop().ok_or("`|` outside a mark")?;
                    self.close(start, label)?;
                    rest = after;
                    continue;
                }
                ']' => return Err("`]` without a kind".to_owned()),
                _ => self.text.push(c),
            }
            rest = &rest[c.len_utf8()..];
        }
        if open.is_empty() { Ok(()) } else { Err("`[` is not closed".to_owned()) }
    }

    fn close(&mut self, start: usize, label: &str) -> Result<(), String> {
        let span = Span::new(start, self.text.len());
        let (kind, slots) = label.split_once('|').map_or((label, ""), |(kind, slots)| (kind, slots));
        for slot in slots.split('&').filter(|slot| !slot.is_empty()) {
            self.expected.push((slot.to_owned(), span));
        }
        let (kind, chain) =
            kind.split_once('#').map_or((kind, None), |(kind, chain)| (kind, Some(chain.to_owned())));
        let (kind, nominal) = kind.strip_suffix('*').map_or((kind, false), |kind| (kind, true));
        if kind != "-" {
            let kind = Kind::parse(kind).ok_or_else(|| format!("unknown kind {kind:?}"))?;
            let mut mention = Mention::new(&self.text, span, kind, Provenance::new("example", 1000));
            mention.nominal = nominal;
            self.mentions.push(Marked { mention, chain });
        }
        Ok(())
    }
}

fn language_of(text: &str) -> Language {
    let count = |test: fn(char) -> bool| text.chars().filter(|&c| letters::is_letter(c) && test(c)).count();
    let cyrillic = count(letters::is_cyrillic);
    if cyrillic * 2 > count(|_| true) { Language::Ru } else { Language::En }
}

fn blocks(text: &str, title: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive('\n') {
        let kind = match part.trim().is_empty() {
            true => BlockKind::Furniture,
            false if title && at == 0 => BlockKind::Title,
            false if part.contains('\t') => BlockKind::TableRow,
            false => BlockKind::Paragraph,
        };
        let span = Span::new(at, at + part.len());
        blocks.push(Block { kind, span, locator: Locator::default(), reason: None });
        at += part.len();
    }
    blocks
}

/// Joins mentions of one chain mark, or of one kind and wording.
fn link(marked: Vec<Marked>) -> (Vec<Mention>, Vec<Chain>) {
    let mut chains: Vec<Chain> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut mentions = Vec::new();
    for (index, Marked { mut mention, chain }) in marked.into_iter().enumerate() {
        let index = u32::try_from(index).expect("examples are short");
        if mention.kind.is_entity() {
            let key = chain.unwrap_or_else(|| format!("{} {}", mention.kind.name(), mention.norm));
            let number = *numbers.entry(key).or_insert(chains.len());
            if number == chains.len() {
                let name = mention.norm.clone();
                let kind = mention.kind;
                chains.push(Chain {
                    kind,
                    name,
                    mentions: Vec::new(),
                    aliases: Vec::new(),
                    person: None,
                    link: None,
                });
            }
            chains[number].mentions.push(index);
            mention.chain = u32::try_from(number).ok();
        }
        mentions.push(mention);
    }
    (mentions, chains)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_chain() {
        let example =
            parse("[Ministry of [India|location]|organization|party] and [it|organization*#1] => planned")
                .unwrap();
        assert_eq!(example.document.text(), "Ministry of India and it");
        assert_eq!(example.expected, [("party".to_owned(), Span::new(0, 17))]);
        assert_eq!(example.status, Some(Status::Planned));
        assert_eq!(example.entities.mentions.len(), 3);
        assert!(example.entities.mentions[2].nominal);
    }

    #[test]
    fn bad_marks_are_refused() {
        for bad in ["[a", "[a]", "[a|planet]", "a => never"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
