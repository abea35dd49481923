//! An annotated text, and its cutting into a layer of tokens.

use std::ops::Range;

use svodka_model::{
    Block, BlockKind, Document, Kind, Language, LanguageRecord, Locator, Metadata, Score, Span,
};
use svodka_text::{Layer, Morphology};

use crate::quotes;
use crate::train::kind_index;

/// A name marked in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Where.
    pub span: Span,
    /// Person, organisation or location.
    pub kind: Kind,
}

/// A text with its names.
#[derive(Debug, Clone, Default)]
pub struct Annotated {
    /// The text; each line is a block.
    pub text: String,
    /// Its names; where they overlap, the outermost counts.
    pub names: Vec<Name>,
    /// Names of other kinds.
    pub others: Vec<Span>,
    /// Whether `others` has all of them; if not, a capitalised word outside the names may be one.
    pub complete: bool,
    /// Weight of the text, 1 or more.
    pub weight: u8,
    /// Number of the domain, for weights of its own.
    pub domain: u8,
}

impl Annotated {
    /// The text as a document of one block a line.
    pub fn document(&self) -> Document {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let span = Span::new(at, at + line.len());
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                locator: Locator::default(),
                reason: None,
            });
            at += line.len();
        }
        Document::new(self.text.clone(), Metadata::default(), blocks, vec![])
            .expect("the lines of a text tile it")
    }

    /// Calls `use_layer` with the layer of the text and its names as tokens.
    pub fn with_layer<R>(
        &self,
        language: Language,
        morphology: &Morphology,
        use_layer: impl FnOnce(&Layer, &[(Range<usize>, Kind)]) -> R,
    ) -> R {
        let document = self.document();
        let record = LanguageRecord {
            language,
            confidence: Score::MAX,
            code: None,
            runs: Vec::new(),
            diagnostics: Vec::new(),
        };
        let layer = Layer::new(&document, &record, morphology);
        let names = self.tokens_of_names(&layer);
        use_layer(&layer, &names)
    }

    /// The names as ranges of tokens: outermost, in order, quotation marks around them left out.
    fn tokens_of_names(&self, layer: &Layer) -> Vec<(Range<usize>, Kind)> {
        let mut names = self.names.clone();
        names.sort();
        let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
        for name in names.iter().filter(|name| kind_index(name.kind).is_some()) {
            let tokens = quotes::balanced(layer, layer.tokens_in(name.span));
            let beyond = found.last().is_none_or(|(before, _)| before.end <= tokens.start);
            if beyond && !tokens.is_empty() && in_one_sentence(layer, &tokens) {
                found.push((tokens, name.kind));
            }
        }
        found
    }
}

fn in_one_sentence(layer: &Layer, tokens: &Range<usize>) -> bool {
    layer.sentence_of(tokens.start) == layer.sentence_of(tokens.end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::read_inline;

    #[test]
    fn quotation_marks_around_a_name_are_left_out() {
        for (text, expected) in [
            ("выпустило [АО «Заря|organization]» вчера", "АО «Заря»"),
            ("выпустило «[Заря|organization]» вчера", "Заря"),
            ("выпустило [«Заря»|organization] вчера", "Заря"),
            ("from [JSC \"Dawn\"|organization] today", "JSC \"Dawn\""),
            ("from [\"Dawn\"|organization] today", "Dawn"),
        ] {
            let annotated = read_inline(text);
            let morphology = Morphology::embedded();
            annotated.with_layer(Language::Ru, &morphology, |layer, names| {
                assert_eq!(layer.span_of(names[0].0.clone()).of(layer.text()), expected);
            });
        }
    }
}
