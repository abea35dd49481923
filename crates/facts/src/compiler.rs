//! Compiling packs: names become numbers, patterns become variants, triggers are indexed.

use std::collections::BTreeMap;

use svodka_model::{Kind, Language, Status};
use svodka_text::EndingSet;
use svodka_text::grammar::GrammaticalCase;

use crate::PackError;
use crate::frames::{Forms, Frame};
use crate::grammar::{Cases, bit};
use crate::lexicon::{Builder, Endings, LexiconId};
use crate::outlook::Collector;
use crate::pack::{AdjunctDef, CueDef, DeriveDef, OneOrMany, RelationDef, RuleDef};
use crate::pattern::{self, Choice, Kinds, Names, SlotId, Variant};
use crate::pool::Pool;
use crate::program::{
    Adjunct, Common, Cue, Derive, Goods, Infer, NamedPack, Need, Program, Relation, RelationId, Rule,
    SlotRule, Sort, Speech,
};
use crate::records::Records;
use crate::status::CueWords;
use crate::tables::to_u32;
use crate::triggers::{Beginnings, Starts, Triggers};
use crate::trust;

mod frame;
mod infer;
mod record;

/// What has been read of the packs so far.
#[derive(Default)]
pub(crate) struct Compiler {
    builder: Builder,
    endings: Endings,
    verb_endings: EndingSet,
    adjective_endings: EndingSet,
    adverb_endings: EndingSet,
    noun_endings: EndingSet,
    genitive_endings: EndingSet,
    infinitive_endings: EndingSet,
    masculine_endings: EndingSet,
    woman_endings: EndingSet,
    rigid_endings: EndingSet,
    past_genders: Vec<(char, EndingSet)>,
    name_endings: Vec<(Cases, EndingSet)>,
    slots: Vec<String>,
    relations: Vec<Relation>,
    rules: Vec<Rule>,
    variants: Vec<Variant>,
    pool: Pool,
    frames: Vec<Frame>,
    forms: Forms,
    adjuncts: Vec<Adjunct>,
    infers: Vec<Infer>,
    derives: Vec<Derive>,
    cues: Vec<Cue>,
    sorts: Vec<Sort>,
    label_names: Vec<String>,
    records: Records,
}

impl Compiler {
    /// Lexicons and relations, which all packs may use.
    pub fn declare(&mut self, pack: &NamedPack) -> Result<(), PackError> {
        self.endings.extend(pack.file.endings.clone());
        self.verb_endings.extend(pack.file.verb_endings.clone());
        self.adjective_endings.extend(pack.file.adjective_endings.clone());
        self.adverb_endings.extend(pack.file.adverb_endings.clone());
        self.noun_endings.extend(pack.file.noun_endings.clone());
        self.genitive_endings.extend(pack.file.genitive_endings.clone());
        self.infinitive_endings.extend(pack.file.infinitive_endings.clone());
        self.masculine_endings.extend(pack.file.masculine_endings.clone());
        self.woman_endings.extend(pack.file.woman_endings.clone());
        self.rigid_endings.extend(pack.file.rigid_endings.clone());
        for (&gender, endings) in &pack.file.past_genders {
            self.past_genders.push((gender, endings.iter().map(String::as_str).collect()));
        }
        for (name, endings) in &pack.file.name_endings {
            let case = GrammaticalCase::parse(name);
            let case = case.ok_or_else(|| unknown(pack, "name_endings", "case", name))?;
            self.name_endings.push((bit(case), endings.iter().map(String::as_str).collect()));
        }
        self.forms.extend_rare(&pack.file.rare_lemmas);
        self.forms
            .extend(&pack.file.verb_forms)
            .map_err(|name| unknown(pack, "verb_forms", "form of a verb", &name))?;
        for (name, entries) in &pack.file.lexicon {
            let full = format!("{}.{name}", pack.name);
            self.builder.add(&full, &entries.all(), &self.endings).map_err(|reason| PackError::Syntax {
                pack: pack.name.clone(),
                reason: format!("lexicon {name}: {reason}"),
            })?;
        }
        for (name, def) in &pack.file.relation {
            let relation = self.relation(pack, name, def)?;
            self.relations.push(relation);
        }
        self.labels(pack)
    }

    fn relation(&mut self, pack: &NamedPack, name: &str, def: &RelationDef) -> Result<Relation, PackError> {
        let place = format!("relation {name}");
        let mut slots = BTreeMap::new();
        for (slot, rule) in &def.slots {
            let kinds = kinds_of(pack, &place, &rule.kinds)?;
            let except = self.asked_lexicon(pack, &place, rule.except.as_ref())?;
            let (many, unnamed, named) = (rule.many, rule.unnamed, rule.named);
            let not_before = self.asked_lexicon(pack, &place, rule.not_before.as_ref())?;
            let rule = SlotRule { kinds, many, unnamed, named, except, not_before };
            slots.insert(self.slot_id(slot), rule);
        }
        let find = |compiler: &Self, slot: &str| {
            let id = compiler
                .slots
                .iter()
                .position(|known| known == slot)
                .and_then(|id| SlotId::try_from(id).ok());
            id.filter(|id| slots.contains_key(id)).ok_or_else(|| unknown(pack, &place, "slot", slot))
        };
        let mut needs = Vec::new();
        for need in &def.needs {
            let ids: Result<Vec<SlotId>, PackError> =
                need.slots.split('|').map(|slot| find(self, slot.trim())).collect();
            let doubtful = need.doubtful.unwrap_or(need.count);
            let when = need.when.as_ref().map(|when| {
                let lexicon = find_lexicon(&self.builder, &pack.name, &when.lexicon);
                let lexicon = lexicon.ok_or_else(|| unknown(pack, &place, "lexicon", &when.lexicon));
                find(self, &when.slot).and_then(|slot| Ok((slot, lexicon?)))
            });
            let (names, count, when) = (need.slots.clone(), need.count, when.transpose()?);
            needs.push(Need { names, slots: ids?, count, doubtful, when });
        }
        let list =
            |names: &[String]| names.iter().map(|slot| find(self, slot)).collect::<Result<Vec<_>, _>>();
        let (same, conflict) = (list(&def.same.slots)?, list(&def.same.conflict)?);
        let sole = list(&def.same.sole)?;
        let sorts = |names: &Vec<String>| {
            let found = |name: &String| {
                find_lexicon(&self.builder, &pack.name, name)
                    .ok_or_else(|| unknown(pack, &place, "lexicon", name))
            };
            names.iter().map(found).collect::<Result<Vec<_>, _>>()
        };
        let apart = def.same.apart.iter().map(|(slot, names)| Ok((find(self, slot)?, sorts(names)?)));
        let apart = apart.collect::<Result<Vec<_>, PackError>>()?;
        let yields = def.yields.as_ref().map(|slot| find(self, slot)).transpose()?;
        Ok(Relation {
            name: name.to_owned(),
            slots,
            needs,
            same,
            same_count: def.same.count,
            conflict,
            sole,
            apart,
            standing: def.standing,
            yields,
        })
    }

    fn slot_id(&mut self, name: &str) -> SlotId {
        let found = self.slots.iter().position(|known| known == name);
        let index = found.unwrap_or_else(|| {
            self.slots.push(name.to_owned());
            self.slots.len() - 1
        });
        SlotId::try_from(index).expect("relations have few slots")
    }

    pub fn compile(&mut self, pack: &NamedPack) -> Result<(), PackError> {
        for def in &pack.file.rule {
            let rule = self.rule(pack, def)?;
            self.rules.push(rule);
        }
        for def in &pack.file.frame {
            let frame = self.frame(pack, def)?;
            self.frames.push(frame);
        }
        for def in &pack.file.adjunct {
            let adjunct = self.adjunct(pack, def)?;
            self.adjuncts.push(adjunct);
        }
        for def in &pack.file.infer {
            let infer = self.infer(pack, def)?;
            self.infers.push(infer);
        }
        for def in &pack.file.derive {
            let derive = self.derive(pack, def)?;
            self.derives.push(derive);
        }
        for def in &pack.file.cue {
            let cue = self.cue(pack, def)?;
            self.cues.push(cue);
        }
        for def in &pack.file.sort {
            let find = |name: &str| {
                let lexicon = find_lexicon(&self.builder, &pack.name, name);
                lexicon.ok_or_else(|| unknown(pack, "sort", "lexicon", name))
            };
            let (called, of) = (find(&def.called)?, find(&def.of)?);
            self.sorts.push(Sort { called, of, classes: def.class.clone() });
        }
        for def in &pack.file.record {
            let kind = self.record(pack, def)?;
            self.records.kinds.push(kind);
        }
        Ok(())
    }

    fn rule(&mut self, pack: &NamedPack, def: &RuleDef) -> Result<Rule, PackError> {
        let place = format!("rule {}", def.name);
        let relation = self.relation_id(pack, &place, &def.relation)?;
        let status = match &def.status {
            Some(name) => Status::parse(name).ok_or_else(|| unknown(pack, &place, "status", name))?,
            None => Status::Completed,
        };
        let slot = |compiler: &mut Self, name: &Option<String>| {
            name.as_ref().map(|name| compiler.known_slot(pack, &place, relation, name)).transpose()
        };
        let (chunk, each) = (slot(self, &def.chunk)?, slot(self, &def.each)?);
        let agree: Result<Vec<SlotId>, PackError> =
            def.agree.iter().map(|name| self.known_slot(pack, &place, relation, name)).collect();
        let subject = def.subject.iter().flat_map(|slots| slots.split('|'));
        let subject: Result<Vec<SlotId>, PackError> =
            subject.map(|name| self.known_slot(pack, &place, relation, name)).collect();
        let number = to_u32(self.rules.len());
        let own = self.variants(pack, &def.name, relation, &def.pattern, true)?;
        self.variants.extend(own.into_iter().map(|variant| Variant { rule: number, ..variant }));
        Ok(Rule {
            name: format!("{}.{}", pack.name, def.name),
            relation,
            language: parse_language(pack, &place, def.lang.as_deref())?,
            status,
            chunk,
            agree: agree?,
            subject: subject?,
            each,
            open: def.open,
            fragment: def.fragment,
            within: def.within,
            aside: def.aside,
            score: def.score,
            trust: trust::of(&format!("{}.{}", pack.name, def.name), def.score),
            notes: def.notes.clone(),
        })
    }

    fn adjunct(&mut self, pack: &NamedPack, def: &AdjunctDef) -> Result<Adjunct, PackError> {
        let place = format!("adjunct {}", def.name);
        let relation = self.relation_id(pack, &place, &def.relation)?;
        Ok(Adjunct {
            relation,
            language: parse_language(pack, &place, def.lang.as_deref())?,
            variants: self.variants(pack, &def.name, relation, &def.pattern, false)?,
            sentence: def.sentence,
            begins: Beginnings::default(),
        })
    }

    fn asked_lexicon(
        &self,
        pack: &NamedPack,
        place: &str,
        name: Option<&String>,
    ) -> Result<Option<LexiconId>, PackError> {
        let found = name.map(|name| {
            find_lexicon(&self.builder, &pack.name, name).ok_or_else(|| unknown(pack, place, "lexicon", name))
        });
        found.transpose()
    }

    /// A derived fact names what made it like any other: a rule without patterns stands for that.
    fn derive(&mut self, pack: &NamedPack, def: &DeriveDef) -> Result<Derive, PackError> {
        let place = format!("derive {}", def.name);
        let from = self.relation_id(pack, &place, &def.from)?;
        let relation = self.relation_id(pack, &place, &def.relation)?;
        let slots: Result<Vec<(SlotId, SlotId)>, PackError> = def
            .slots
            .iter()
            .map(|(new, old)| {
                Ok((self.known_slot(pack, &place, relation, new)?, self.known_slot(pack, &place, from, old)?))
            })
            .collect();
        let status =
            Status::parse(&def.status).ok_or_else(|| unknown(pack, &place, "status", &def.status))?;
        let name = format!("{}.{}", pack.name, def.name);
        let trust = trust::of(&name, def.score);
        self.rules.push(Rule::bare(name, relation, def.score, trust));
        let rule = self.rules.len() - 1;
        let (note, notes) = (def.note.clone(), def.notes.clone());
        Ok(Derive { rule, from, status, note, notes, slots: slots? })
    }

    fn cue(&mut self, pack: &NamedPack, def: &CueDef) -> Result<Cue, PackError> {
        let place = format!("cue {}", def.name);
        let status = match &def.status {
            Some(name) => Some(Status::parse(name).ok_or_else(|| unknown(pack, &place, "status", name))?),
            None => None,
        };
        let name = format!("{}.cue:{}", pack.name, def.name);
        let lexicon = self.builder.add(&name, &def.words, &self.endings).map_err(|reason| {
            PackError::Syntax { pack: pack.name.clone(), reason: format!("{place}: {reason}") }
        })?;
        let except = match def.except.as_slice() {
            [] => None,
            words => Some(self.lexicon(pack, &place, &format!("{name}:except"), words)?),
        };
        let (note, reach, after, crosses) = (def.note.clone(), def.reach, def.after, def.crosses);
        Ok(Cue { status, note, lexicon, reach, after, crosses, decides: def.decides, except })
    }

    fn variants(
        &mut self,
        pack: &NamedPack,
        rule: &str,
        relation: RelationId,
        patterns: &OneOrMany,
        anchored: bool,
    ) -> Result<Vec<Variant>, PackError> {
        let mut variants = Vec::new();
        for text in patterns.as_slice() {
            let mut scope = Scope {
                pack: &pack.name,
                builder: &mut self.builder,
                pool: &mut self.pool,
                endings: &self.endings,
                slots: &self.slots,
                relation: &self.relations[relation],
            };
            let compiled =
                pattern::compile(text, &mut scope, anchored).map_err(|reason| PackError::Pattern {
                    pack: pack.name.clone(),
                    rule: rule.to_owned(),
                    pattern: text.clone(),
                    reason,
                })?;
            variants.extend(compiled);
        }
        Ok(variants)
    }

    fn relation_id(&self, pack: &NamedPack, place: &str, name: &str) -> Result<RelationId, PackError> {
        let found = self.relations.iter().position(|relation| relation.name == name);
        found.ok_or_else(|| unknown(pack, place, "relation", name))
    }

    fn known_slot(
        &self,
        pack: &NamedPack,
        place: &str,
        relation: RelationId,
        name: &str,
    ) -> Result<SlotId, PackError> {
        let id = self.slots.iter().position(|known| known == name).and_then(|id| SlotId::try_from(id).ok());
        id.filter(|id| self.relations[relation].slots.contains_key(id))
            .ok_or_else(|| unknown(pack, place, "slot", name))
    }

    pub fn finish(self) -> Result<Program, PackError> {
        let (common, speech) = (Common::find(&self.builder)?, Speech::find(&self.builder)?);
        let goods = Goods::find(&self.builder)?;
        let lexicons = self.builder.build();
        let (rules, mut variants) = (self.rules, self.variants);
        let mut adjuncts = self.adjuncts;
        adjuncts.sort_by_key(|adjunct| adjunct.relation);
        Variant::number_sides(&mut variants);
        let mut needs = Collector::new(&self.pool);
        for variant in
            variants.iter_mut().chain(adjuncts.iter_mut().flat_map(|adjunct| &mut adjunct.variants))
        {
            variant.needs = needs.needs(variant);
        }
        let met = needs.met(&lexicons);
        let starts = Starts::new(&lexicons, &self.pool);
        let triggers = Triggers::new(&starts, &met, &rules, &variants, &self.frames, &speech.cues());
        for adjunct in &mut adjuncts {
            adjunct.begins = starts.beginnings(&adjunct.variants);
        }
        let cue_words = CueWords::new(&self.cues, &starts);
        Ok(Program {
            met,
            lexicons,
            common,
            speech,
            verb_endings: self.verb_endings,
            adjective_endings: self.adjective_endings,
            adverb_endings: self.adverb_endings,
            noun_endings: self.noun_endings,
            genitive_endings: self.genitive_endings,
            infinitive_endings: self.infinitive_endings,
            masculine_endings: self.masculine_endings,
            woman_endings: self.woman_endings,
            rigid_endings: self.rigid_endings,
            past_genders: self.past_genders,
            name_endings: self.name_endings,
            slots: self.slots,
            relations: self.relations,
            rules,
            variants,
            pool: self.pool,
            frames: self.frames,
            forms: self.forms,
            adjuncts,
            infers: self.infers,
            derives: self.derives,
            cue_words,
            cues: self.cues,
            goods,
            sorts: self.sorts,
            records: self.records,
            triggers,
        })
    }
}

/// What names mean inside one rule.
struct Scope<'a> {
    pack: &'a str,
    builder: &'a mut Builder,
    pool: &'a mut Pool,
    endings: &'a Endings,
    slots: &'a [String],
    relation: &'a Relation,
}

impl Names for Scope<'_> {
    fn pool(&mut self) -> &mut Pool {
        self.pool
    }

    fn lexicon(&mut self, name: &str) -> Option<LexiconId> {
        find_lexicon(self.builder, self.pack, name)
    }

    fn literal(&mut self, word: &str) -> Result<LexiconId, String> {
        let name = format!("'{word}");
        match self.builder.find(&name) {
            Some(id) => Ok(id),
            None => self.builder.add(&name, &[word.to_owned()], self.endings),
        }
    }

    fn slot(&mut self, name: &str) -> Option<Choice> {
        let id = SlotId::try_from(self.slots.iter().position(|known| known == name)?).ok()?;
        let rule = self.relation.slots.get(&id)?;
        Some(rule.choice(id))
    }
}

/// A lexicon of the pack itself, of `common`, or by its full name.
fn find_lexicon(builder: &Builder, pack: &str, name: &str) -> Option<LexiconId> {
    let own = builder.find(&format!("{pack}.{name}"));
    own.or_else(|| builder.find(&format!("common.{name}"))).or_else(|| builder.find(name))
}

fn unknown(pack: &NamedPack, place: &str, what: &'static str, name: &str) -> PackError {
    PackError::Unknown { pack: pack.name.clone(), place: place.to_owned(), what, name: name.to_owned() }
}

fn kinds_of(pack: &NamedPack, place: &str, names: &[String]) -> Result<Kinds, PackError> {
    let mut kinds = Kinds::default();
    for name in names {
        kinds.add(parse_kind(pack, place, name)?);
    }
    Ok(kinds)
}

fn parse_kind(pack: &NamedPack, place: &str, name: &str) -> Result<Kind, PackError> {
    Kind::parse(name).ok_or_else(|| unknown(pack, place, "kind", name))
}

fn parse_language(pack: &NamedPack, place: &str, name: Option<&str>) -> Result<Option<Language>, PackError> {
    match name {
        None => Ok(None),
        Some("en") => Ok(Some(Language::En)),
        Some("ru") => Ok(Some(Language::Ru)),
        Some(other) => Err(unknown(pack, place, "language", other)),
    }
}
