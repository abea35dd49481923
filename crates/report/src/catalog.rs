//! Who is where: the look-ups between documents, entities and facts that all pages share.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use svodka_model::{
    Analyzed, Block, BlockKind, Day, DocumentId, Entity, EntitySlot, Fact, MergedFact, Quote, Slot, Span,
    Value,
};

use crate::Corpus;
use crate::excerpt::{self, floor, one_line};
use crate::phrase::{Filler, Part, Relations};
use crate::words;

/// A document's page shows its text up to here; longer texts go on in the records. In bytes.
const SHOWN: usize = 600_000;

/// The corpus with its look-ups.
pub(crate) struct Catalog<'a> {
    pub corpus: &'a Corpus<'a>,
    pub relations: Relations,
    /// Indices of all documents by date, those without one last.
    pub by_date: Vec<usize>,
    /// For each entity, the documents that name it, by date.
    pub documents_of: Vec<Vec<usize>>,
    /// For each entity, the merged facts in which it fills a slot.
    pub facts_of: Vec<Vec<usize>>,
    documents: BTreeMap<&'a DocumentId, usize>,
    entities: BTreeMap<&'a str, usize>,
    /// Place of each document in `by_date`.
    rank: Vec<usize>,
    /// For each document, the entity of each mention.
    entity_of: Vec<Vec<Option<usize>>>,
    /// For each document, the merged fact of each fact.
    merged_of: Vec<Vec<Option<usize>>>,
    merged: BTreeMap<&'a str, usize>,
    /// Documents that have copies or versions.
    copied: BTreeSet<&'a DocumentId>,
    files: Vec<String>,
}

/// One telling of a fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Telling<'a> {
    /// Index of the document.
    pub document: usize,
    /// Index into its facts.
    pub index: usize,
    /// The fact.
    pub fact: &'a Fact,
}

/// When a fact took place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// In words.
    pub text: String,
    /// First day.
    pub start: Option<Day>,
    /// Last day.
    pub end: Option<Day>,
    /// Whether this is only the day on which it was reported.
    pub reported: bool,
}

impl<'a> Catalog<'a> {
    pub(crate) fn new(corpus: &'a Corpus<'a>) -> Self {
        let documents: BTreeMap<_, _> =
            corpus.documents.iter().enumerate().map(|(i, d)| (d.document.id(), i)).collect();
        let entities =
            corpus.entities.iter().enumerate().map(|(index, entity)| (entity.id.as_str(), index)).collect();
        let merged = corpus.facts.iter().enumerate().map(|(index, fact)| (fact.id.as_str(), index)).collect();
        let mut by_date: Vec<usize> = (0..corpus.documents.len()).collect();
        by_date.sort_by_cached_key(|&index| {
            let day = day(&corpus.documents[index]);
            (day.is_none(), day, index)
        });
        let mut rank = vec![0; by_date.len()];
        for (place, &document) in by_date.iter().enumerate() {
            rank[document] = place;
        }
        let mut catalog = Self {
            corpus,
            relations: Relations::embedded(),
            by_date,
            documents_of: vec![vec![]; corpus.entities.len()],
            facts_of: vec![vec![]; corpus.entities.len()],
            documents,
            entities,
            rank,
            entity_of: corpus
                .documents
                .iter()
                .map(|d| vec![None; d.records.entities.mentions.len()])
                .collect(),
            merged_of: corpus.documents.iter().map(|d| vec![None; d.records.facts.facts.len()]).collect(),
            merged,
            copied: corpus.copies.iter().flatten().collect(),
            files: corpus.entities.iter().map(|entity| file_name(&entity.id)).collect(),
        };
        catalog.index_entities();
        catalog.index_facts();
        catalog
    }

    fn index_entities(&mut self) {
        for (index, entity) in self.corpus.entities.iter().enumerate() {
            let mut places = BTreeSet::new();
            for (id, mention) in &entity.mentions {
                let Some(&document) = self.documents.get(id) else { continue };
                if let Some(of) = self.entity_of[document].get_mut(*mention as usize) {
                    *of = Some(index);
                    places.insert(self.rank[document]);
                }
            }
            self.documents_of[index] = places.into_iter().map(|place| self.by_date[place]).collect();
        }
    }

    fn index_facts(&mut self) {
        for (index, fact) in self.corpus.facts.iter().enumerate() {
            for source in &fact.sources {
                let Some(&document) = self.documents.get(&source.document) else { continue };
                if let Some(of) = self.merged_of[document].get_mut(source.fact as usize) {
                    *of = Some(index);
                }
            }
            let filled = fact.slots.iter().filter_map(|slot| self.entity(slot.entity.as_deref()?));
            for entity in filled.collect::<BTreeSet<_>>() {
                self.facts_of[entity].push(index);
            }
        }
    }

    /// A document by its index.
    pub(crate) fn document(&self, index: usize) -> &'a Analyzed {
        &self.corpus.documents[index]
    }

    /// A document's index by its id.
    pub(crate) fn document_index(&self, id: &DocumentId) -> Option<usize> {
        self.documents.get(id).copied()
    }

    /// An entity's index by its id.
    pub(crate) fn entity(&self, id: &str) -> Option<usize> {
        self.entities.get(id).copied()
    }

    /// A merged fact's index by its id.
    pub(crate) fn merged(&self, id: &str) -> Option<usize> {
        self.merged.get(id).copied()
    }

    /// The merged fact to which a document's fact belongs.
    pub(crate) fn merged_of(&self, document: usize, fact: usize) -> Option<usize> {
        *self.merged_of[document].get(fact)?
    }

    /// Whether other documents are copies or versions of this one.
    pub(crate) fn is_copied(&self, document: usize) -> bool {
        self.copied.contains(self.document(document).document.id())
    }

    /// The entity of a mention.
    pub(crate) fn entity_of(&self, document: usize, mention: u32) -> Option<usize> {
        *self.entity_of[document].get(mention as usize)?
    }

    /// Path of an entity's page.
    pub(crate) fn file(&self, entity: usize) -> &str {
        &self.files[entity]
    }

    /// An entity's other names, without the one that is shown.
    pub(crate) fn other_names(&self, entity: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        let entity: &Entity = &self.corpus.entities[entity];
        let all = entity
            .names
            .iter()
            .flat_map(|(code, names)| names.iter().map(move |name| (code.as_str(), name.as_str())));
        all.filter(|(_, name)| *name != entity.name)
    }

    /// Path of a document's page.
    pub(crate) fn page(&self, document: usize) -> String {
        format!("d/{}.html", self.document(document).document.id())
    }

    /// Path of a place in a document's page; of the page alone where its text is not shown that far.
    pub(crate) fn place(&self, document: usize, span: Span, anchor: &str) -> String {
        let page = self.page(document);
        if self.is_shown(document, span) { format!("{page}#{anchor}") } else { page }
    }

    /// Up to which byte a document's text is shown.
    pub(crate) fn shown(&self, document: usize) -> usize {
        let text = self.document(document).document.text();
        floor(text, SHOWN.min(text.len()))
    }

    /// Whether a span is marked on the document's page.
    pub(crate) fn is_shown(&self, document: usize, span: Span) -> bool {
        let text = self.document(document).document.text();
        !span.is_empty() && span.start() < self.shown(document) && span.get(text).is_some()
    }

    /// A document's headline; its first words, or its source, where it has none.
    pub(crate) fn title(&self, document: usize) -> String {
        let analyzed = self.document(document);
        if let Some(title) =
            analyzed.document.metadata().title.as_ref().filter(|title| !title.value.trim().is_empty())
        {
            return one_line(&title.value, 200);
        }
        let content = |block: &&Block| block.kind != BlockKind::Furniture;
        let text = analyzed.document.text();
        let mut lines =
            analyzed.document.blocks().iter().filter(content).filter_map(|block| block.span.get(text));
        let words = lines.find(|line| !line.trim().is_empty()).map(|line| one_line(line, 90));
        words
            .or_else(|| Some(analyzed.sources.first()?.source.clone()))
            .unwrap_or_else(|| "Empty document".to_owned())
    }

    /// The language attribute of a document's headline.
    pub(crate) fn language(&self, document: usize) -> &'a str {
        excerpt::language_at(self.document(document), 0)
    }

    /// The day of a document.
    pub(crate) fn day(&self, document: usize) -> Option<Day> {
        day(self.document(document))
    }

    /// The tellings of a merged fact, earliest document first.
    pub(crate) fn tellings(&self, fact: &MergedFact) -> Vec<Telling<'a>> {
        let mut tellings: Vec<Telling> = fact
            .sources
            .iter()
            .filter_map(|source| {
                let document = self.document_index(&source.document)?;
                let index = source.fact as usize;
                let fact = self.corpus.documents[document].records.facts.facts.get(index)?;
                Some(Telling { document, index, fact })
            })
            .collect();
        tellings.sort_by_key(|telling| (self.rank[telling.document], telling.index));
        tellings
    }

    /// Path of the evidence of a telling.
    pub(crate) fn evidence(&self, telling: Telling<'_>) -> String {
        self.place(telling.document, telling.fact.evidence, &format!("e{}", telling.index + 1))
    }

    /// When a merged fact took place: what its slots say, else when it was first reported.
    pub(crate) fn when(&self, fact: &MergedFact, tellings: &[Telling<'_>]) -> Option<When> {
        let dated = |name: &str| {
            let slots = fact.slots.iter().filter(|slot| slot.name == name);
            slots
                .filter_map(|slot| if let Some(Value::Date(date)) = &slot.value { Some(date) } else { None })
                .next()
        };
        let told = dated("date")
            .or_else(|| dated("period"))
            .filter(|date| !date.iso.starts_with(['P', 'R']))
            .and_then(|date| {
                let start = date.start.or(date.end);
                Some(When { text: words::date(date)?, start, end: date.end.or(start), reported: false })
            });
        told.or_else(|| {
            let leading = leading(fact, tellings).and_then(|telling| self.day(telling.document));
            let day = leading.or_else(|| tellings.iter().find_map(|telling| self.day(telling.document)))?;
            Some(When { text: day.to_string(), start: Some(day), end: Some(day), reported: true })
        })
    }

    /// A merged fact in words, as its leading telling has them.
    pub(crate) fn phrase(&self, fact: &'a MergedFact, tellings: &[Telling<'a>]) -> Vec<Part<'a>> {
        self.relations.phrase(&fact.relation, &self.fillers(fact, tellings))
    }

    /// What fills the slots of a merged fact. Of words that each telling chooses for itself (a subject in two languages)
    /// there are only those of the leading one, and counts stand as it has written them.
    pub(crate) fn fillers(&self, fact: &'a MergedFact, tellings: &[Telling<'a>]) -> Vec<Filler<'a>> {
        let told = leading(fact, tellings).map(|telling| self.told(*telling)).unwrap_or_default();
        let written = |slot: &EntitySlot| {
            let same = |(name, norm, _): &&(&str, &str, &str)| {
                *name == slot.name && same_words(slot.text.as_deref().unwrap_or_default(), norm)
            };
            told.iter().find(same).map(|(_, _, written)| *written)
        };
        let measured = |slot: &EntitySlot| slot.value.as_ref().is_some_and(words::is_measured);
        let worded = |name: &str| {
            let mut slots = fact.slots.iter().filter(|slot| slot.name == name);
            slots.all(|slot| slot.entity.is_none() && !measured(slot))
        };
        let led = |name: &str| fact.slots.iter().any(|slot| slot.name == name && written(slot).is_some());
        let chosen = |slot: &&EntitySlot| written(slot).is_some() || !led(&slot.name) || !worded(&slot.name);
        let filler = |slot| self.filler_as(slot, written(slot).filter(|_| measured(slot)));
        fact.slots.iter().filter(chosen).map(filler).collect()
    }

    /// The slots of a telling: name, text in citation form, and as written.
    fn told(&self, telling: Telling<'a>) -> Vec<(&'a str, &'a str, &'a str)> {
        let analyzed = self.document(telling.document);
        let texts = |slot: &'a Slot| match slot.mention {
            Some(mention) => {
                let mention = analyzed.records.entities.mentions.get(mention as usize)?;
                Some((slot.name.as_str(), mention.norm.as_str(), mention.surface.as_str()))
            }
            None => {
                let text = slot.span?.get(analyzed.document.text())?;
                Some((slot.name.as_str(), text, text))
            }
        };
        telling.fact.slots.iter().filter_map(texts).collect()
    }

    /// What fills a slot of a merged fact.
    pub(crate) fn filler(&self, slot: &'a EntitySlot) -> Filler<'a> {
        self.filler_as(slot, None)
    }

    fn filler_as(&self, slot: &'a EntitySlot, written: Option<&'a str>) -> Filler<'a> {
        let entity = slot.entity.as_deref().and_then(|id| self.entity(id));
        let written = written.or(slot.text.as_deref()).unwrap_or_default();
        let text: Cow<str> = match (entity, &slot.entity, &slot.value) {
            (Some(entity), ..) => self.corpus.entities[entity].name.as_str().into(),
            (None, Some(id), _) if written.is_empty() => id.as_str().into(),
            (None, _, Some(value)) => {
                let written = one_line(written, 240);
                words::value_as_written(value, &written).unwrap_or(written).into()
            }
            _ => one_line(written, 240).into(),
        };
        let hint = if *text == *written { String::new() } else { one_line(written, 240) };
        Filler { slot: &slot.name, text, hint, entity }
    }

    /// A document's own fact in words.
    pub(crate) fn local_phrase(&self, document: usize, fact: &'a Fact) -> Vec<Part<'a>> {
        let fillers: Vec<Filler> = fact.slots.iter().map(|slot| self.local_filler(document, slot)).collect();
        self.relations.phrase(&fact.relation, &fillers)
    }

    fn local_filler(&self, document: usize, slot: &'a Slot) -> Filler<'a> {
        let mut filler = match slot.mention {
            Some(mention) => self.named(document, mention),
            None => {
                let text = self.document(document).document.text();
                let span = slot.span.and_then(|span| span.get(text)).unwrap_or_default();
                Filler { slot: "", text: one_line(span, 240).into(), hint: String::new(), entity: None }
            }
        };
        if let Some(rule) = &slot.inferred {
            let gap = if filler.hint.is_empty() { "" } else { "; " };
            filler.hint.extend([gap, "inferred: ", &words::plain(rule)]);
        }
        Filler { slot: &slot.name, ..filler }
    }

    /// A mention by the name of its entity, by its value in words, or in citation form.
    pub(crate) fn named(&self, document: usize, mention: u32) -> Filler<'a> {
        let entity = self.entity_of(document, mention);
        let Some(mention) = self.document(document).records.entities.mentions.get(mention as usize) else {
            return Filler { slot: "", text: "?".into(), hint: String::new(), entity: None };
        };
        let written = one_line(&mention.surface, 240);
        let value = mention.value.as_ref().and_then(|value| words::value_as_written(value, &written));
        let text: Cow<str> = match entity {
            Some(entity) => self.corpus.entities[entity].name.as_str().into(),
            None => value.map_or_else(|| mention.norm.as_str().into(), Cow::from),
        };
        let hint = if *text == *written { String::new() } else { written };
        Filler { slot: "", text, hint, entity }
    }

    /// The words of a quote.
    pub(crate) fn quoted(&self, document: usize, quote: &Quote) -> String {
        let text = self.document(document).document.text();
        let pieces: Vec<&str> = quote.spans.iter().filter_map(|span| span.get(text)).collect();
        one_line(&pieces.join(" … "), 1200)
    }
}

/// Whether two texts differ in white space and in «ё» at the most.
fn same_words(one: &str, other: &str) -> bool {
    let letters = |word: &'_ str| word.chars().map(|c| if c == 'ё' { 'е' } else { c }).collect::<Vec<_>>();
    one.split_whitespace().map(letters).eq(other.split_whitespace().map(letters))
}

/// The telling that stands for a merged fact: the first that tells it with the status that it has now.
pub(crate) fn leading<'t, 'a>(fact: &MergedFact, tellings: &'t [Telling<'a>]) -> Option<&'t Telling<'a>> {
    tellings.iter().find(|telling| telling.fact.status == fact.status).or(tellings.first())
}

fn day(analyzed: &Analyzed) -> Option<Day> {
    let metadata = analyzed.document.metadata();
    let published = metadata.published.as_ref().and_then(|field| field.value.start);
    published.or_else(|| metadata.reference_date())
}

/// The path of an entity's page: its id where any file system takes that, else what is left of it and a digest.
fn file_name(id: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let mut name: String = id.replacen('/', "-", 1);
    let kind = id.split('/').next().unwrap_or_default();
    if id.len() > 100 || !name.chars().all(plain) || !kind.chars().all(|c| c.is_ascii_lowercase()) {
        name = id.to_ascii_lowercase().chars().filter(|c| plain(*c) || *c == '/').take(60).collect();
        name = format!("{}.{:016x}", name.replace('/', "-"), digest(id));
    }
    format!("e/{name}.html")
}

/// FNV-1a, 64 bits.
fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_entities_have_names_that_differ_on_any_file_system() {
        assert_eq!(file_name("organization/rosoboronexport"), "e/organization-rosoboronexport.html");
        let ids = [
            "a/b-c", "a/b/c", "a-b/c", "A/b-c", "a/b.c", "a/RU-IRK", "a/ru-irk", "a/ёж", "a/уж", "", "..",
            "a/../b",
        ];
        let names: BTreeSet<String> = ids.iter().map(|id| file_name(id)).collect();
        assert_eq!(names.len(), ids.len(), "{names:?}");
        for name in names {
            assert!(!name.contains("..") && name.matches('/').count() == 1 && name.is_ascii(), "{name}");
        }
    }
}
