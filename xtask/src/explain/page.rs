//! The explanation of one document as readable text.

use std::fmt::Write;

use serde_json::Value as Json;
use svodka_model::{
    Block, Diagnostic, Document, Fact, Field, Mention, Provenance, Quote, Reason, Records, Slot, Span, Value,
};
use svodka_pipeline::Found;

/// Columns of text that a line shows of a longer passage.
const WIDTH: usize = 90;

/// The whole page.
pub(super) fn page(found: &Found, records: &Records) -> String {
    let mut page = Page { text: found.document.text(), records, out: String::new() };
    page.head(found);
    page.metadata(&found.document);
    page.blocks(found.document.blocks());
    page.language();
    page.mentions();
    page.chains();
    page.quotes();
    page.facts();
    page.remarks(&found.document);
    page.out
}

struct Page<'a> {
    text: &'a str,
    records: &'a Records,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, line: impl AsRef<str>) {
        self.out.push_str(line.as_ref().trim_end());
        self.out.push('\n');
    }

    fn heading(&mut self, heading: &str, number: usize) {
        let _ = write!(self.out, "\n{heading}");
        self.line(if number > 0 { format!(" ({number})") } else { String::new() });
    }

    fn head(&mut self, found: &Found) {
        self.line(&found.source);
        self.line(format!(
            "document {}, {}, {}, {} bytes of text",
            found.document.id(),
            found.media_type,
            found.encoding,
            self.text.len()
        ));
    }

    fn metadata(&mut self, document: &Document) {
        self.heading("METADATA", 0);
        let metadata = document.metadata();
        let plain = [
            ("title", &metadata.title),
            ("byline", &metadata.byline),
            ("publisher", &metadata.publisher),
            ("dateline", &metadata.dateline),
            ("kind", &metadata.kind),
            ("url", &metadata.url),
        ];
        for (name, field) in plain {
            self.field(name, field.as_ref(), String::clone);
        }
        for (name, field) in [("agencies", &metadata.agencies), ("keywords", &metadata.keywords)] {
            self.field(name, field.as_ref(), |values| values.join("; "));
        }
        for (name, field) in [("published", &metadata.published), ("dateline date", &metadata.dateline_date)]
        {
            self.field(name, field.as_ref(), |date| date.iso.clone());
        }
        for lost in &metadata.other_dates {
            self.field("lost date", Some(lost), |date| date.iso.clone());
        }
        for (name, value) in &metadata.other {
            self.line(format!("  {name:<14} {}", self.short(value)));
        }
    }

    fn field<T>(&mut self, name: &str, field: Option<&Field<T>>, show: impl Fn(&T) -> String) {
        let Some(field) = field else { return self.line(format!("  {name:<14} -")) };
        let place = field.span.map(|span| format!(" at {span:?}")).unwrap_or_default();
        let value = self.short(&show(&field.value));
        self.line(format!(
            "  {name:<14} {value}   [{} {}{place}]",
            field.origin,
            field.confidence.thousandths()
        ));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        self.heading("BLOCKS", blocks.len());
        for block in blocks {
            let reason =
                block.reason.as_ref().map(|reason: &Reason| format!(" ({reason})")).unwrap_or_default();
            let kind = format!("{}{reason}", name_of(&block.kind));
            let place = format!("{:?}", block.span);
            self.line(format!("  {place:>13}  {kind:<20} {}", self.passage(block.span)));
        }
    }

    fn language(&mut self) {
        let record = &self.records.language;
        let guess = record.code.as_deref().map(|code| format!(", best guess {code}")).unwrap_or_default();
        self.heading("LANGUAGE", 0);
        self.line(format!("  {} {}{guess}", record.language.code(), record.confidence.thousandths()));
        if record.runs.len() > 1 {
            for run in &record.runs {
                let place = format!("{:?}", run.span);
                let language = format!("{} {}", run.language.code(), run.confidence.thousandths());
                self.line(format!("  {place:>13}  {language:<7} {}", self.passage(run.span)));
            }
        }
    }

    fn mentions(&mut self) {
        let mentions = &self.records.entities.mentions;
        self.heading("MENTIONS", mentions.len());
        for (index, mention) in mentions.iter().enumerate() {
            let place = format!("{:?}", mention.span);
            let kind = format!("{}{}", mention.kind.name(), if mention.nominal { "*" } else { "" });
            let line = format!("  {index:>4} {place:>13}  {kind:<13} {}", described(mention));
            self.line(format!("{line}   [{}]", rule(&mention.provenance)));
        }
        if mentions.iter().any(|mention| mention.nominal) {
            self.line("  * a common noun that stands for a name");
        }
    }

    fn chains(&mut self) {
        let chains = &self.records.entities.chains;
        self.heading("CHAINS", chains.len());
        for (index, chain) in chains.iter().enumerate() {
            let mentions: Vec<String> = chain.mentions.iter().map(u32::to_string).collect();
            let aliases = if chain.aliases.is_empty() {
                String::new()
            } else {
                format!("; also {}", chain.aliases.join(", "))
            };
            let link = chain.link.as_deref().map(|link| format!(" = {link}")).unwrap_or_default();
            let kind = chain.kind.name();
            self.line(format!(
                "  {index:>4}  {kind:<13} {}{link}{aliases}   mentions {}",
                chain.name,
                mentions.join(" ")
            ));
        }
    }

    fn quotes(&mut self) {
        let quotes = &self.records.facts.quotes;
        self.heading("QUOTES", quotes.len());
        for (index, quote) in quotes.iter().enumerate() {
            self.quote(index, quote);
        }
    }

    fn quote(&mut self, index: usize, quote: &Quote) {
        let speaker = match (quote.speaker, quote.unnamed) {
            (Some(speaker), _) => self.name(speaker),
            (None, Some(words)) => self.passage(words),
            (None, None) => "nobody known".into(),
        };
        self.line(format!(
            "  {index:>4}  {}, {speaker}   [{}]",
            name_of(&quote.form),
            rule(&quote.provenance)
        ));
        for span in &quote.spans {
            self.line(format!("        says      {}", self.passage(*span)));
        }
        if let Some(cue) = quote.cue {
            self.line(format!("        cue       {}", self.passage(cue)));
        }
        if let Some(addressee) = quote.addressee {
            self.line(format!("        to        {}", self.name(addressee)));
        }
        if let Some(repaired) = &quote.repaired {
            self.line(format!("        mended    {repaired}"));
        }
    }

    fn facts(&mut self) {
        let facts = &self.records.facts.facts;
        self.heading("FACTS", facts.len());
        for (index, fact) in facts.iter().enumerate() {
            self.fact(index, fact);
        }
    }

    fn fact(&mut self, index: usize, fact: &Fact) {
        let said =
            fact.asserted_by.map(|mention| format!(", says {}", self.name(mention))).unwrap_or_default();
        let head = format!("{} {}{said}", fact.relation, fact.status.name());
        self.line(format!("  {index:>4}  {head}   [{}]", rule(&fact.provenance)));
        for slot in &fact.slots {
            self.slot(slot);
        }
        for note in &fact.notes {
            self.line(format!("        note          {note}"));
        }
        for span in std::iter::once(&fact.evidence).chain(&fact.more_evidence) {
            self.line(format!("        evidence      {:?} {}", span, self.passage(*span)));
        }
    }

    fn slot(&mut self, slot: &Slot) {
        let filled = match (slot.mention, slot.span) {
            (Some(mention), _) => self.name(mention),
            (None, Some(span)) => format!("\u{201c}{}\u{201d}", self.passage(span)),
            (None, None) => "-".to_owned(),
        };
        let inferred =
            slot.inferred.as_deref().map(|rule| format!("   [inferred: {rule}]")).unwrap_or_default();
        self.line(format!("        {:<13} {filled}{inferred}", slot.name));
    }

    fn remarks(&mut self, document: &Document) {
        let records = self.records;
        let lists = [
            document.diagnostics(),
            &records.language.diagnostics,
            &records.entities.diagnostics,
            &records.facts.diagnostics,
        ];
        self.heading("REMARKS, AND WHAT LOST", lists.iter().map(|list| list.len()).sum());
        for diagnostic in lists.into_iter().flatten() {
            self.remark(diagnostic);
        }
    }

    fn remark(&mut self, diagnostic: &Diagnostic) {
        let place = diagnostic.span.map(|span| format!("{span:?} ")).unwrap_or_default();
        let words = diagnostic
            .span
            .map(|span| format!("  \u{201c}{}\u{201d}", self.passage(span)))
            .unwrap_or_default();
        self.line(format!("  {place}{}: {}{words}", diagnostic.code, diagnostic.message));
    }

    /// A mention by name and number.
    fn name(&self, mention: u32) -> String {
        let found = self.records.entities.mentions.get(mention as usize);
        found.map_or_else(|| format!("no mention {mention}"), |found| format!("{} ({mention})", found.norm))
    }

    /// The text of a span on one line, shortened.
    fn passage(&self, span: Span) -> String {
        self.short(span.get(self.text).unwrap_or("(not in the text)"))
    }

    fn short(&self, text: &str) -> String {
        let words: Vec<&str> = text.split_whitespace().take(WIDTH).collect();
        let line = words.join(" ");
        if line.chars().count() <= WIDTH {
            return line;
        }
        let start: String = line.chars().take(WIDTH - 1).collect();
        format!("{}\u{2026}", start.trim_end())
    }
}

/// A mention as written, its citation form if it differs, its value and link.
fn described(mention: &Mention) -> String {
    let mut line = mention.surface.split_whitespace().collect::<Vec<_>>().join(" ");
    if mention.norm != mention.surface {
        let _ = write!(line, " -> {}", mention.norm);
    }
    if let Some(value) = &mention.value {
        let _ = write!(line, "  {}", compact(value));
    }
    if let Some(link) = &mention.link {
        let _ = write!(line, "  = {link}");
    }
    if let Some(chain) = mention.chain {
        let _ = write!(line, "  chain {chain}");
    }
    line
}

fn rule(provenance: &Provenance) -> String {
    format!("{} {}", provenance.rule, provenance.score.thousandths())
}

/// The name that JSON gives to a plain enum.
fn name_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The members of a value that are set: `{amount 15000000000, currency USD, qualifier about}`.
fn compact(value: &Value) -> String {
    let Ok(Json::Object(members)) = serde_json::to_value(value) else { return String::new() };
    let set = members
        .iter()
        .filter(|(name, member)| *name != "type" && !member.is_null() && **member != Json::Bool(false));
    let shown: Vec<String> = set.map(|(name, member)| format!("{name} {}", plain(member))).collect();
    format!("{{{}}}", shown.join(", "))
}

fn plain(member: &Json) -> String {
    match member {
        Json::String(text) => text.clone(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use svodka_model::{
        BlockKind, DocumentId, EntitiesRecord, FactsRecord, Kind, Language, LanguageRecord, Locator,
        Metadata, QuoteForm, Score, Status,
    };

    #[test]
    fn a_page_shows_rules_slots_evidence_and_what_lost() {
        let text = "Эльбрус said \u{201c}yes\u{201d}";
        let whole = Span::new(0, text.len());
        let block = Block { kind: BlockKind::Title, span: whole, locator: Locator::default(), reason: None };
        let document = Document::new(text.into(), Metadata::default(), vec![block], vec![]).unwrap();
        let mention =
            Mention::new(text, Span::new(0, 14), Kind::Organization, Provenance::new("org.quoted", 870));
        let quote = Quote {
            spans: vec![Span::new(23, 26)],
            speaker: Some(0),
            unnamed: None,
            form: QuoteForm::Direct,
            cue: Some(Span::new(15, 19)),
            addressee: None,
            evidence: whole,
            repaired: None,
            provenance: Provenance::new("quotes.after", 900),
        };
        let fact = Fact {
            relation: "agreement".into(),
            status: Status::Planned,
            slots: vec![Slot::mention("party", 0), Slot::span("subject", Span::new(23, 26)).inferred("next")],
            asserted_by: Some(0),
            evidence: whole,
            more_evidence: vec![],
            notes: vec![],
            provenance: Provenance::new("agreement.sign", 810),
        };
        let lost = Diagnostic::at("entities.overlap", "lost against org.quoted", Span::new(0, 14));
        let records = Records {
            language: LanguageRecord {
                language: Language::En,
                confidence: Score::new(998),
                code: None,
                runs: vec![],
                diagnostics: vec![],
            },
            entities: EntitiesRecord { mentions: vec![mention], chains: vec![], diagnostics: vec![lost] },
            facts: FactsRecord { quotes: vec![quote], facts: vec![fact], diagnostics: vec![] },
        };
        let found = Found {
            document,
            source: "a.txt".into(),
            media_type: "text/plain".into(),
            encoding: "UTF-8".into(),
        };
        let page = page(&found, &records);
        let id = DocumentId::of_text(text);
        for expected in [
            &format!("document {id}, text/plain, UTF-8"),
            "title                Эльбрус said",
            "org.quoted 870",
            "direct, Эльбрус (0)   [quotes.after 900]",
            "agreement planned, says Эльбрус (0)   [agreement.sign 810]",
            "party         Эльбрус (0)",
            "subject       \u{201c}yes\u{201d}   [inferred: next]",
            "entities.overlap: lost against org.quoted  \u{201c}Эльбрус\u{201d}",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
    }
}
