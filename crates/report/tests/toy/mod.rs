//! A made-up corpus for tests and for the example: what the stages before the report would hand over.

#![allow(clippy::unwrap_used)] // test code, which the example shares

use std::collections::BTreeMap;

use svodka_model::{
    Analyzed, Block, BlockKind, DateValue, Decision, DecisionKind, Diagnostic, Document, DocumentId,
    EntitiesRecord, Entity, EntitySlot, Fact, FactSource, FactsRecord, FailureRecord, Field, Kind, Language,
    LanguageRecord, Locator, Mention, MergedFact, Metadata, MoneyValue, Precision, Provenance, Qualifier,
    QuantityValue, Quote, QuoteForm, Records, Run, Score, Slot, SourceRecord, Span, Stage, Status, Value,
};
use svodka_report::{Corpus, RunSummary};

/// Owns what a [`Corpus`] borrows.
pub struct Toy {
    pub documents: Vec<Analyzed>,
    pub entities: Vec<Entity>,
    pub facts: Vec<MergedFact>,
    pub decisions: Vec<Decision>,
    pub failures: Vec<FailureRecord>,
    pub copies: Vec<Vec<DocumentId>>,
    pub run: RunSummary,
}

impl Toy {
    pub fn corpus(&self) -> Corpus<'_> {
        Corpus {
            documents: &self.documents,
            entities: &self.entities,
            facts: &self.facts,
            decisions: &self.decisions,
            failures: &self.failures,
            copies: &self.copies,
            run: &self.run,
        }
    }
}

const ENGLISH: &str = "\
# Ladoga Energy and the [Karelian Port Authority|organization=port] Sign a Ten-Year Wind Agreement
~ Share this story
[PETROZAVODSK|location=petrozavodsk], [14 March 2023|date] - [Ladoga Energy|organization=ladoga] and the \
[Karelian Port Authority|organization=port] signed a framework agreement on [12 wind turbines|quantity] worth \
[about 3.5 billion roubles|money], the [Ministry of Energy of [Karelia|location=karelia]|organization=ministry] said.
The document was signed by [Oleg Vetrov|person=vetrov], [director general|role] of [Ladoga Energy|organization=ladoga], \
and [Nina Sorokina|person=sorokina], who heads the [port authority|organization=port].
\"We waited for this wind for [twenty years|date],\" [Vetrov|person=vetrov] said. \"Now it will work.\"
* Delivery of the first [LV-4|product=lv4] turbine: [May 2024|date]
* Output: up to [48 MW|quantity]
|Year\tOutput
|[2024|date]\t[16 MW|quantity]
~ Related news: Ice on the lake
";

const RUSSIAN: &str = "\
# «[Ладога Энерго|organization=ladoga]» подписала соглашение о ветропарке
[Петрозаводск|location=petrozavodsk]. [14 марта 2023 года|date] компания «[Ладога Энерго|organization=ladoga]» и \
[Управление порта [Карелии|location=karelia]|organization=port] подписали рамочное соглашение о поставке \
[12 ветроустановок|quantity].
Документ подписали [генеральный директор|role] [Олег Ветров|person=vetrov] и [Нина Сорокина|person=sorokina].
«Первая установка [LV-4|product=lv4] приедет в мае», — сообщил [Ветров|person=vetrov].
";

const DENIAL: &str = "\
# <script>alert('title')</script> & \"no deal\"
[Nina Sorokina|person=sorokina] denied that the [Karelian Port Authority|organization=port] had signed anything with \
[Ladoga </script><img src=x onerror=alert(1)>Energy|organization=evil]. =HYPERLINK(\"http://example.org\") {{x}} ${y}
~ <b onmouseover=alert(2)>menu</b>
";

const GERMAN: &str = "# Windpark am Ladogasee\nDie Vereinbarung wurde am Dienstag unterzeichnet.\n";

const DULL: &str = "# Weather\nIt rained in [Petrozavodsk|location=petrozavodsk].\n";

/// The corpus.
pub fn toy() -> Toy {
    let english = Draft::new(ENGLISH, Language::En)
        .dated("2023-03-14", "dateline")
        .fact(
            "agreement",
            Status::Signed,
            "Ladoga Energy and the Karelian Port Authority signed a framework agreement",
            &[
                ("kind", "framework agreement"),
                ("party", "Ladoga Energy"),
                ("party", "Karelian Port Authority"),
                ("signatory", "Oleg Vetrov"),
                ("signatory", "Nina Sorokina"),
                ("date", "14 March 2023"),
                ("place", "PETROZAVODSK"),
                ("value", "about 3.5 billion roubles"),
            ],
        )
        .fact(
            "role",
            Status::Completed,
            "signed by Oleg Vetrov, director general of Ladoga Energy",
            &[("person", "Oleg Vetrov"), ("title", "director general"), ("organization", "Ladoga Energy")],
        )
        .fact(
            "delivery",
            Status::Planned,
            "Delivery of the first LV-4 turbine: May 2024",
            &[("item", "LV-4"), ("date", "May 2024")],
        )
        .fact(
            "statistic",
            Status::Planned,
            "Output: up to 48 MW",
            &[("measure", "Output"), ("value", "48 MW"), ("subject", "Ladoga Energy")],
        )
        .quote(&["We waited for this wind for twenty years,", "Now it will work."], "Vetrov");
    let russian = Draft::new(RUSSIAN, Language::Ru)
        .dated("2023-03-15", "masthead")
        .fact(
            "agreement",
            Status::Signed,
            "компания «Ладога Энерго» и Управление порта Карелии подписали рамочное соглашение",
            &[
                ("kind", "рамочное соглашение"),
                ("party", "Ладога Энерго"),
                ("party", "Управление порта Карелии"),
                ("date", "14 марта 2023 года"),
            ],
        )
        .fact(
            "role",
            Status::Completed,
            "генеральный директор Олег Ветров",
            &[("person", "Олег Ветров"), ("title", "генеральный директор")],
        )
        .quote(&["Первая установка LV-4 приедет в мае"], "Ветров");
    let denial = Draft::new(DENIAL, Language::En)
        .dated("2023-04-01", "meta")
        .fact("agreement", Status::Denied, "denied that the Karelian Port Authority had signed anything with Ladoga </script><img src=x onerror=alert(1)>Energy",
            &[("party", "Karelian Port Authority"), ("party", "Ladoga </script><img src=x onerror=alert(1)>Energy"), ("<slot>", "Nina Sorokina")]);
    let dull = Draft::new(DULL, Language::En);
    let german = Draft::new(GERMAN, Language::Und);
    let documents = finish([english, russian, denial, dull, german]);
    let entities = entities(&documents);
    let facts = facts(&documents, &entities);
    let copies = vec![documents.iter().take(2).map(|analyzed| analyzed.document.id().clone()).collect()];
    Toy {
        facts,
        copies,
        decisions: decisions(&entities),
        entities,
        documents,
        failures: failures(),
        run: run(),
    }
}

/// A corpus of many documents, each with a fact of its own about the same two.
#[allow(dead_code)] // the example has no use for it
pub fn many(number: usize) -> Toy {
    let draft = |index: usize| {
        let text = format!(
            "# Report {index}\n[Ladoga Energy|organization=ladoga] sold [{index} turbines|quantity] to the \
             [Karelian Port Authority|organization=port].\n"
        );
        let (turbines, day) =
            (format!("{index} turbines"), format!("2023-{:02}-{:02}", index % 12 + 1, index % 28 + 1));
        let slots = [
            ("supplier", "Ladoga Energy"),
            ("recipient", "Karelian Port Authority"),
            ("quantity", &*turbines),
        ];
        Draft::new(&text, Language::En).dated(&day, "meta").fact(
            "delivery",
            Status::Completed,
            "Ladoga Energy sold",
            &slots,
        )
    };
    let documents = finish((0..number).map(draft));
    let entities = entities(&documents);
    let mut facts = vec![];
    for analyzed in &documents {
        let fact = &analyzed.records.facts.facts[0];
        facts.push(MergedFact {
            id: analyzed.document.id().to_string(),
            relation: fact.relation.clone(),
            status: fact.status,
            slots: fact.slots.iter().map(|slot| entity_slot(analyzed, &entities, slot)).collect(),
            sources: vec![FactSource { document: analyzed.document.id().clone(), fact: 0 }],
            independent_sources: 1,
            contradicts: vec![],
            notes: vec![],
        });
    }
    Toy { documents, entities, facts, decisions: vec![], failures: vec![], copies: vec![], run: run() }
}

fn finish(drafts: impl IntoIterator<Item = Draft>) -> Vec<Analyzed> {
    let drafts = drafts.into_iter().enumerate();
    let mut documents: Vec<Analyzed> = drafts.map(|(index, draft)| draft.finish(index)).collect();
    documents.sort_by(|a, b| a.document.id().cmp(b.document.id()));
    documents
}

fn run() -> RunSummary {
    let skipped = vec![("toy/.hidden".to_owned(), "hidden file".to_owned())];
    RunSummary { version: "0.1.0".into(), inputs: vec!["toy".into()], files: 7, skipped }
}

fn failures() -> Vec<FailureRecord> {
    let failure = |source: &str, code: &str, message: &str| FailureRecord {
        source: source.into(),
        stage: Stage::Ingest,
        code: code.into(),
        message: message.into(),
    };
    vec![
        failure("toy/<i>photo</i>.jpg", "binary", "the file holds no text (image/jpeg)"),
        failure("toy/empty.txt", "empty", "the file is empty"),
    ]
}

fn decisions(entities: &[Entity]) -> Vec<Decision> {
    let decision = |decision, left: &str, right: &str, a: &Entity, b: &Entity, why: &str| Decision {
        decision,
        kind: a.kind.name().into(),
        left: left.into(),
        right: right.into(),
        ids: (a.id.clone(), b.id.clone()),
        reasons: vec![why.into(), "the same organisation in both documents".into()],
    };
    let find = |id: &str| entities.iter().find(|entity| entity.id.ends_with(id)).unwrap();
    let (vetrov, ladoga, evil) = (find("/vetrov"), find("/ladoga"), find("/evil"));
    vec![
        decision(
            DecisionKind::Merged,
            "Oleg Vetrov",
            "Олег Ветров",
            vetrov,
            vetrov,
            "the same name in both alphabets",
        ),
        decision(
            DecisionKind::Apart,
            "Ladoga Energy",
            "Ladoga </script>Energy",
            ladoga,
            evil,
            "the names differ in a word",
        ),
    ]
}

/// A document that is being made.
struct Draft {
    text: String,
    blocks: Vec<Block>,
    mentions: Vec<(Mention, Option<String>)>,
    facts: Vec<Fact>,
    quotes: Vec<Quote>,
    metadata: Metadata,
    language: Language,
}

impl Draft {
    /// Reads the notation: a line is a block of the kind that its first character says; `[words|kind=key]` is a mention.
    fn new(notation: &str, language: Language) -> Self {
        let mut draft = Self {
            text: String::new(),
            blocks: vec![],
            mentions: vec![],
            facts: vec![],
            quotes: vec![],
            metadata: Metadata::default(),
            language,
        };
        for line in notation.lines() {
            let kind = match line.as_bytes()[0] {
                b'#' => BlockKind::Title,
                b'~' => BlockKind::Furniture,
                b'*' => BlockKind::ListItem,
                b'|' => BlockKind::TableRow,
                _ => BlockKind::Paragraph,
            };
            draft.block(kind, if kind == BlockKind::Paragraph { line } else { line[1..].trim_start() });
        }
        let title = Span::new(0, draft.blocks[0].span.end() - 1);
        let (value, title) = (title.of(&draft.text).to_owned(), Some(title));
        draft.metadata.title =
            Some(Field { value, span: title, origin: "first_line".into(), confidence: Score::new(900) });
        draft.mentions.sort_by_key(|(mention, _)| mention.sort_key());
        draft
    }

    fn block(&mut self, kind: BlockKind, line: &str) {
        let start = self.text.len();
        let mut open = vec![];
        let mut rest = line;
        while let Some(at) = rest.find(['[', '|', ']']) {
            self.text.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(inside) = rest.strip_prefix('[') {
                open.push(self.text.len());
                rest = inside;
            } else {
                let (label, behind) = rest[1..].split_once(']').unwrap();
                let span = Span::new(open.pop().unwrap(), self.text.len());
                self.mention(span, label);
                rest = behind;
            }
        }
        self.text.push_str(rest);
        self.text.push('\n');
        let reason = (kind == BlockKind::Furniture).then(|| "share".to_owned());
        let span = Span::new(start, self.text.len());
        self.blocks.push(Block { kind, span, locator: Locator::default(), reason });
    }

    fn mention(&mut self, span: Span, label: &str) {
        let (kind, key) =
            label.split_once('=').map_or((label, None), |(kind, key)| (kind, Some(key.to_owned())));
        let kind = Kind::parse(kind).unwrap();
        let mut mention = Mention::new(&self.text, span, kind, Provenance::new("toy.notation", 912));
        mention.nominal = mention.surface == "port authority";
        mention.value = value(kind, &mention.surface);
        self.mentions.push((mention, key));
    }

    fn dated(mut self, day: &str, origin: &str) -> Self {
        let value = date(day);
        self.metadata.published =
            Some(Field { value, span: None, origin: origin.into(), confidence: Score::new(850) });
        self.metadata.url = Some(Field {
            value: "javascript:alert(3)".into(),
            span: None,
            origin: "meta".into(),
            confidence: Score::MAX,
        });
        self
    }

    fn find(&self, words: &str) -> Span {
        let body = self.blocks[0].span.end();
        let start =
            self.text[body..].find(words).map(|at| at + body).or_else(|| self.text.find(words)).unwrap();
        Span::new(start, start + words.len())
    }

    fn slot(&self, name: &str, words: &str) -> Slot {
        let span = self.find(words);
        match self.mentions.iter().position(|(mention, _)| mention.span == span) {
            Some(index) => Slot::mention(name, u32::try_from(index).unwrap()),
            None => Slot::span(name, span),
        }
    }

    fn fact(mut self, relation: &str, status: Status, evidence: &str, slots: &[(&str, &str)]) -> Self {
        self.facts.push(Fact {
            relation: relation.into(),
            status,
            slots: slots.iter().map(|(name, words)| self.slot(name, words)).collect(),
            asserted_by: None,
            evidence: self.find(evidence),
            more_evidence: vec![self.blocks[0].span],
            notes: if status == Status::Denied { vec!["reported".into()] } else { vec![] },
            provenance: Provenance::new(format!("{relation}.toy"), 870),
        });
        self
    }

    fn quote(mut self, words: &[&str], speaker: &str) -> Self {
        let spans: Vec<Span> = words.iter().map(|words| self.find(words)).collect();
        let speaker = self.mentions.iter().rposition(|(mention, _)| mention.surface == speaker);
        self.quotes.push(Quote {
            evidence: spans.iter().fold(spans[0], |all, span| all.cover(*span)),
            spans,
            speaker: speaker.map(|index| u32::try_from(index).unwrap()),
            unnamed: None,
            form: QuoteForm::Direct,
            cue: None,
            addressee: None,
            repaired: Some("closing mark added".into()),
            provenance: Provenance::new("quote.toy", 900),
        });
        self
    }

    fn finish(self, index: usize) -> Analyzed {
        let whole = Span::new(0, self.text.len());
        let remark = Diagnostic::at("ingest.toy", "the <toy> is odd", self.blocks[0].span);
        let (mentions, keys): (Vec<Mention>, Vec<Option<String>>) = self.mentions.into_iter().unzip();
        // The key of the entity travels in the link, as a linked mention's would.
        let mentions =
            mentions.into_iter().zip(keys).map(|(mention, link)| Mention { link, ..mention }).collect();
        let document = Document::new(self.text, self.metadata, self.blocks, vec![remark]).unwrap();
        let code = if self.language == Language::Und { "de" } else { self.language.code() };
        let source = SourceRecord {
            document: document.id().clone(),
            source: format!("toy/{index} & co.txt"),
            digest: "0".repeat(64),
            media_type: "text/plain".into(),
            encoding: "UTF-8".into(),
            bytes: document.text().len() as u64,
        };
        let language = LanguageRecord {
            language: self.language,
            confidence: Score::new(990),
            code: Some(code.into()),
            runs: vec![Run { span: whole, language: self.language, confidence: Score::new(990) }],
            diagnostics: vec![],
        };
        let entities = EntitiesRecord { mentions, ..EntitiesRecord::default() };
        let facts = FactsRecord { quotes: self.quotes, facts: self.facts, diagnostics: vec![] };
        Analyzed { document, records: Records { language, entities, facts }, sources: vec![source] }
    }
}

fn date(iso: &str) -> DateValue {
    let day = iso.parse().ok();
    DateValue {
        iso: iso.into(),
        start: day,
        end: day,
        precision: Precision::Day,
        qualifier: None,
        basis: None,
    }
}

fn value(kind: Kind, surface: &str) -> Option<Value> {
    Some(match (kind, surface) {
        (Kind::Date, "14 March 2023" | "14 марта 2023 года") => Value::Date(date("2023-03-14")),
        (Kind::Date, "May 2024") => Value::Date(date("2024-05")),
        (Kind::Money, _) => Value::Money(MoneyValue {
            amount: 3_500_000_000_i64.into(),
            max: None,
            currency: "RUB".into(),
            qualifier: Some(Qualifier::About),
            per: None,
            equivalent: false,
        }),
        (Kind::Quantity, "48 MW") => Value::Quantity(QuantityValue {
            number: 48.into(),
            max: None,
            unit: Some("MW".into()),
            counted: None,
            si: None,
            qualifier: Some(Qualifier::UpTo),
        }),
        _ => return None,
    })
}

/// Entities by the keys of the notation, as resolution would make them.
fn entities(documents: &[Analyzed]) -> Vec<Entity> {
    let mut entities: BTreeMap<String, Entity> = BTreeMap::new();
    for analyzed in documents {
        for (index, mention) in (0_u32..).zip(&analyzed.records.entities.mentions) {
            let Some(key) = &mention.link else { continue };
            let id = format!("{}/{key}", mention.kind.name());
            let entity = entities.entry(id.clone()).or_insert_with(|| Entity {
                id,
                kind: mention.kind,
                name: mention.surface.clone(),
                names: BTreeMap::new(),
                mentions: vec![],
                attributes: BTreeMap::from([("country".into(), vec!["RU".into()])]),
                link: Some(key.clone()),
            });
            entity.mentions.push((analyzed.document.id().clone(), index));
            let code = analyzed.records.language.language.code();
            let names = entity.names.entry(code.into()).or_default();
            if !names.contains(&mention.surface) && !mention.nominal {
                names.push(mention.surface.clone());
            }
        }
    }
    entities.into_values().collect()
}

/// Facts with two tellings where their relation and status agree; the denial contradicts the agreement.
fn facts(documents: &[Analyzed], entities: &[Entity]) -> Vec<MergedFact> {
    let mut merged: BTreeMap<String, MergedFact> = BTreeMap::new();
    for analyzed in documents {
        for (index, fact) in (0_u32..).zip(&analyzed.records.facts.facts) {
            let id = format!("{}-{}", fact.relation, fact.status.name());
            let entry = merged.entry(id.clone()).or_insert_with(|| MergedFact {
                id,
                relation: fact.relation.clone(),
                status: fact.status,
                slots: fact.slots.iter().map(|slot| entity_slot(analyzed, entities, slot)).collect(),
                sources: vec![],
                independent_sources: 1,
                contradicts: vec![],
                notes: fact.notes.clone(),
            });
            if fact.slots.len() > entry.slots.len() {
                entry.slots = fact.slots.iter().map(|slot| entity_slot(analyzed, entities, slot)).collect();
            }
            entry.sources.push(FactSource { document: analyzed.document.id().clone(), fact: index });
        }
    }
    let mut facts: Vec<MergedFact> = merged.into_values().collect();
    for (one, other) in [("agreement-signed", "agreement-denied"), ("agreement-denied", "agreement-signed")] {
        facts.iter_mut().find(|fact| fact.id == one).unwrap().contradicts.push(other.into());
    }
    facts
}

fn entity_slot(analyzed: &Analyzed, entities: &[Entity], slot: &Slot) -> EntitySlot {
    let mention = slot.mention.map(|index| &analyzed.records.entities.mentions[index as usize]);
    let of = |mention: &Mention| Some(format!("{}/{}", mention.kind.name(), mention.link.as_ref()?));
    let entity = mention.and_then(of).filter(|id| entities.iter().any(|entity| entity.id == *id));
    let span = slot.span.or(mention.map(|mention| mention.span));
    EntitySlot {
        name: slot.name.clone(),
        entity,
        value: mention.and_then(|mention| mention.value.clone()),
        text: span.map(|span| span.of(analyzed.document.text()).to_owned()),
    }
}
