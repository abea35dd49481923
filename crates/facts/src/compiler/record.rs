//! Compiling labels and the kinds of records that they make.

use svodka_model::{Kind, Status};

use super::{Compiler, unknown};
use crate::PackError;
use crate::lexicon::label_forms;
use crate::pack::RecordDef;
use crate::program::{NamedPack, Rule};
use crate::records::{LabelId, RecordKind, Source};
use crate::trust;

impl Compiler {
    /// What the labels of a pack are called. Labels of one name in several packs are one.
    pub(super) fn labels(&mut self, pack: &NamedPack) -> Result<(), PackError> {
        for (name, entries) in &pack.file.label {
            let label = self.label_id(name);
            match name.as_str() {
                "nothing" => self.records.nothing = Some(label),
                "expected" => self.records.expected = Some(label),
                "number" => self.records.number = Some(label),
                "row" => self.records.row = Some(label),
                "measure" => self.records.measure = Some(label),
                "figure" => self.records.figure = Some(label),
                "indicator" => self.records.indicator = Some(label),
                _ => {}
            }
            for entry in entries.all() {
                if let Some(kind) = entry.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                    let kind = Kind::parse(kind);
                    let kind = kind.ok_or_else(|| unknown(pack, &format!("label {name}"), "kind", &entry))?;
                    self.records.mentioned.push((kind, label));
                    continue;
                }
                let forms = label_forms(&entry).map_err(|reason| PackError::Syntax {
                    pack: pack.name.clone(),
                    reason: format!("label {name}: {reason}"),
                })?;
                for form in forms {
                    let meanings = self.records.labels.entry(form).or_default();
                    if !meanings.contains(&label) {
                        meanings.push(label);
                    }
                }
            }
        }
        Ok(())
    }

    fn label_id(&mut self, name: &str) -> LabelId {
        let known = self.label_names.iter().position(|known| known == name);
        let index = known.unwrap_or_else(|| {
            self.label_names.push(name.to_owned());
            self.label_names.len() - 1
        });
        LabelId::try_from(index).expect("packs have few labels")
    }

    fn known_label(&self, pack: &NamedPack, place: &str, name: &str) -> Result<LabelId, PackError> {
        let found = self.label_names.iter().position(|known| known == name);
        let label = found.and_then(|index| LabelId::try_from(index).ok());
        label.ok_or_else(|| unknown(pack, place, "label", name))
    }

    /// A kind of records. What it finds names it like any rule: a rule without patterns stands for it.
    pub(super) fn record(&mut self, pack: &NamedPack, def: &RecordDef) -> Result<RecordKind, PackError> {
        let place = format!("record {}", def.name);
        let relation = self.relation_id(pack, &place, &def.relation)?;
        let status = match &def.status {
            Some(name) => Status::parse(name).ok_or_else(|| unknown(pack, &place, "status", name))?,
            None => Status::Completed,
        };
        let mut slots = Vec::new();
        for (slot, sources) in &def.slots {
            let slot = self.known_slot(pack, &place, relation, slot)?;
            let source = |name: &str| match (name, name.strip_prefix('@')) {
                ("topic", _) => Ok(Source::Topic),
                ("before", _) => Ok(Source::Before),
                ("headline", _) => Ok(Source::Headline),
                (_, Some(label)) => Ok(Source::Words(self.known_label(pack, &place, label)?)),
                (kind, None) if kind.starts_with('{') => {
                    let parsed = Kind::parse(kind.trim_matches(['{', '}']));
                    Ok(Source::Mentioned(parsed.ok_or_else(|| unknown(pack, &place, "kind", kind))?))
                }
                (label, None) => Ok(Source::Value(self.known_label(pack, &place, label)?)),
            };
            let joined = |names: &str| names.split('+').map(|name| source(name.trim())).collect();
            let sources: Result<Vec<Vec<Source>>, PackError> = sources.split('|').map(joined).collect();
            slots.push((slot, sources?));
        }
        let labels = |names: &str| {
            let names = names.split('|').map(str::trim).filter(|name| !name.is_empty());
            names.map(|name| self.known_label(pack, &place, name)).collect::<Result<Vec<_>, _>>()
        };
        let groups = def.requires.split('&').map(str::trim).filter(|group| !group.is_empty());
        let requires = groups.map(labels).collect::<Result<Vec<_>, _>>()?;
        let unless = labels(&def.unless)?;
        let fills = def.fills.iter().map(|slot| self.known_slot(pack, &place, relation, slot));
        let fills = fills.collect::<Result<Vec<_>, _>>()?;
        let under = self.asked_lexicon(pack, &place, def.under.as_ref())?;
        let not_under = self.asked_lexicon(pack, &place, def.not_under.as_ref())?;
        let name = format!("{}.{}", pack.name, def.name);
        let trust = trust::of(&name, def.score);
        self.rules.push(Rule { status, ..Rule::bare(name, relation, def.score, trust) });
        let kind = RecordKind {
            rule: self.rules.len() - 1,
            relation,
            status,
            slots,
            requires,
            unless,
            table: def.table,
            under,
            not_under,
            fills,
        };
        self.records.repeated.extend(kind.each());
        Ok(kind)
    }
}
