//! The laws that the records of one document keep, checked without trust in who made them.

use svodka_model::{
    Diagnostic, Document, EntitiesRecord, Fact, FactsRecord, LanguageRecord, Mention, Quote, Span,
};

/// What is wrong with the records of a document, in readable sentences; nothing if all laws hold.
///
/// That the blocks tile the text is checked by [`Document`] itself, whenever one is made or read.
pub fn check_records(
    document: &Document,
    language: Option<&LanguageRecord>,
    entities: Option<&EntitiesRecord>,
    facts: Option<&FactsRecord>,
) -> Vec<String> {
    let mut check = Check { text: document.text(), wrong: vec![] };
    if let Some(language) = language {
        check.language(language);
    }
    if let Some(entities) = entities {
        check.entities(entities);
        if let Some(facts) = facts {
            check.facts(facts, entities.mentions.len());
        }
    }
    check.wrong
}

struct Check<'a> {
    text: &'a str,
    wrong: Vec<String>,
}

impl Check<'_> {
    fn require(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(otherwise());
        }
    }

    fn span(&mut self, what: &str, span: Span) {
        let inside = span.get(self.text).is_some();
        self.require(inside, || format!("{what}: span {span:?} is not on characters of the text"));
    }

    fn index(&mut self, what: &str, index: u32, length: usize, of: &str) {
        self.require((index as usize) < length, || format!("{what}: there is no {of} {index} (of {length})"));
    }

    fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            if let Some(span) = diagnostic.span {
                self.span(&format!("diagnostic {}", diagnostic.code), span);
            }
        }
    }

    fn language(&mut self, record: &LanguageRecord) {
        let mut at = 0;
        for run in &record.runs {
            self.span("language run", run.span);
            self.require(run.span.start() == at, || {
                format!("language runs do not tile the text at byte {at}")
            });
            at = run.span.end();
        }
        let length = self.text.len();
        self.require(at == length, || format!("language runs end at byte {at} of {length}"));
        self.diagnostics(&record.diagnostics);
    }

    fn entities(&mut self, record: &EntitiesRecord) {
        for (index, mention) in record.mentions.iter().enumerate() {
            self.mention(index, mention, record);
        }
        let sorted = record.mentions.is_sorted_by_key(Mention::sort_key);
        self.require(sorted, || "mentions are not sorted by span and kind".to_owned());
        self.nesting(&record.mentions);
        for (index, chain) in record.chains.iter().enumerate() {
            let what = format!("chain {index} ({})", chain.name);
            self.require(!chain.mentions.is_empty(), || format!("{what}: it has no mention"));
            let sorted = chain.mentions.is_sorted_by(|a, b| a < b);
            self.require(sorted, || format!("{what}: its mentions are not ascending"));
            for mention in &chain.mentions {
                self.index(&what, *mention, record.mentions.len(), "mention");
                let back = record.mentions.get(*mention as usize).and_then(|mention| mention.chain);
                self.require(back.is_some() && back == u32::try_from(index).ok(), || {
                    format!("{what}: mention {mention} does not say that it belongs to it")
                });
            }
        }
        self.diagnostics(&record.diagnostics);
    }

    /// Mentions may lie in each other, they may not cross.
    fn nesting(&mut self, mentions: &[Mention]) {
        let mut open: Vec<Span> = vec![];
        for mention in mentions {
            while open.last().is_some_and(|outer| outer.end() <= mention.span.start()) {
                open.pop();
            }
            let crossed = open.last().copied().filter(|outer| !outer.contains(mention.span));
            self.require(crossed.is_none(), || format!("mention {:?} crosses {crossed:?}", mention.span));
            open.push(mention.span);
        }
    }

    fn mention(&mut self, index: usize, mention: &Mention, record: &EntitiesRecord) {
        let what = format!("mention {index} ({} {:?})", mention.kind.name(), mention.surface);
        self.span(&what, mention.span);
        self.require(!mention.span.is_empty(), || format!("{what}: it is empty"));
        if let Some(under) = mention.span.get(self.text) {
            self.require(under == mention.surface, || {
                format!("{what}: the text under its span is {under:?}")
            });
        }
        if let Some(chain) = mention.chain {
            self.index(&what, chain, record.chains.len(), "chain");
            let members = record.chains.get(chain as usize).map(|chain| chain.mentions.as_slice());
            let member = u32::try_from(index)
                .is_ok_and(|index| members.is_none_or(|all| all.binary_search(&index).is_ok()));
            self.require(member, || format!("{what}: chain {chain} does not hold it"));
        }
    }

    fn facts(&mut self, record: &FactsRecord, mentions: usize) {
        for (index, quote) in record.quotes.iter().enumerate() {
            self.quote(&format!("quote {index}"), quote, mentions);
        }
        for (index, fact) in record.facts.iter().enumerate() {
            self.fact(&format!("fact {index} ({})", fact.relation), fact, mentions);
        }
        self.diagnostics(&record.diagnostics);
    }

    fn quote(&mut self, what: &str, quote: &Quote, mentions: usize) {
        self.require(!quote.spans.is_empty(), || format!("{what}: it quotes nothing"));
        for span in quote.spans.iter().chain(&quote.cue).chain(&quote.unnamed) {
            self.span(what, *span);
        }
        self.evidence(what, quote.evidence);
        for mention in quote.speaker.iter().chain(&quote.addressee) {
            self.index(what, *mention, mentions, "mention");
        }
    }

    fn fact(&mut self, what: &str, fact: &Fact, mentions: usize) {
        self.evidence(what, fact.evidence);
        for span in &fact.more_evidence {
            self.evidence(what, *span);
        }
        if let Some(mention) = fact.asserted_by {
            self.index(what, mention, mentions, "mention");
        }
        for slot in &fact.slots {
            let what = format!("{what}, slot {}", slot.name);
            self.require(slot.mention.is_some() != slot.span.is_some(), || {
                format!("{what}: it holds not exactly one of a mention and a span")
            });
            if let Some(mention) = slot.mention {
                self.index(&what, mention, mentions, "mention");
            }
            if let Some(span) = slot.span {
                self.span(&what, span);
            }
        }
    }

    fn evidence(&mut self, what: &str, span: Span) {
        self.span(&format!("{what}, evidence"), span);
        let blank = span.get(self.text).is_some_and(|words| words.trim().is_empty());
        self.require(!blank, || format!("{what}: its evidence is empty"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::Stages;
    use crate::toy::{Toy, document};

    /// The complaints about a good record after `spoil` has had its way with it.
    fn complaints(spoil: impl FnOnce(&mut EntitiesRecord, &mut FactsRecord)) -> Vec<String> {
        let document = document("Сводка met Toy");
        let mut records = Toy::new("1").analyze(&document);
        spoil(&mut records.entities, &mut records.facts);
        check_records(&document, Some(&records.language), Some(&records.entities), Some(&records.facts))
    }

    #[test]
    fn good_records_give_no_complaint() {
        assert_eq!(complaints(|_, _| ()), Vec::<String>::new());
    }

    #[test]
    fn each_broken_law_is_named() {
        let cases = [
            ("not on characters", complaints(|entities, _| entities.mentions[0].span = Span::new(1, 12))),
            ("under its span", complaints(|entities, _| entities.mentions[1].surface = "Joy".into())),
            ("not sorted", complaints(|entities, _| entities.mentions.reverse())),
            ("crosses", complaints(|entities, _| entities.mentions[0].span = Span::new(0, 18))),
            ("no mention 7", complaints(|_, facts| facts.facts[0].slots[0].mention = Some(7))),
            ("exactly one", complaints(|_, facts| facts.facts[0].slots[0].span = Some(Span::new(0, 2)))),
            ("evidence is empty", complaints(|_, facts| facts.facts[0].evidence = Span::new(12, 13))),
            ("no chain 9", complaints(|entities, _| entities.mentions[0].chain = Some(9))),
            ("does not hold it", complaints(|entities, _| entities.mentions[0].chain = Some(1))),
            ("does not say", complaints(|entities, _| entities.mentions[0].chain = None)),
        ];
        for (expected, found) in cases {
            assert!(found.iter().any(|complaint| complaint.contains(expected)), "{expected}: {found:?}");
        }
    }
}
