//! Compiling frames: lexicons of their own, arguments by preposition and case.

use std::collections::BTreeMap;

use svodka_model::{Language, Status};
use svodka_text::grammar::GrammaticalCase;

use super::{Compiler, find_lexicon, kinds_of, parse_language, unknown};
use crate::PackError;
use crate::frames::{Argument, Frame, Words};
use crate::lexicon::LexiconId;
use crate::pack::FrameDef;
use crate::pattern::{Choice, SlotId};
use crate::program::{NamedPack, RelationId, Rule};
use crate::trust;

/// Arguments behind prepositions, and those in a case alone.
type Further = (Vec<(LexiconId, Option<GrammaticalCase>, Argument)>, Vec<(GrammaticalCase, Argument)>);

impl Compiler {
    /// A frame, and the rule without patterns that stands for it.
    pub(super) fn frame(&mut self, pack: &NamedPack, def: &FrameDef) -> Result<Frame, PackError> {
        let place = format!("frame {}", def.name);
        let relation = self.relation_id(pack, &place, &def.relation)?;
        let status = match &def.status {
            Some(name) => Status::parse(name).ok_or_else(|| unknown(pack, &place, "status", name))?,
            None => Status::Completed,
        };
        let language = parse_language(pack, &place, Some(&def.lang))?;
        let name = format!("{}.{}", pack.name, def.name);
        let verb = self.words(pack, &place, &format!("{name}.verb"), &def.verb)?;
        let noun = self.words(pack, &place, &format!("{name}.noun"), &def.noun)?;
        let (prepositions, cases) = self.further(pack, &place, &name, relation, &def.with)?;
        let subject = self.argument(pack, &place, relation, &def.subject)?;
        let object = self.argument(pack, &place, relation, &def.object)?;
        let receiver = self.argument(pack, &place, relation, &def.receiver)?;
        let [not_behind, not_before, light] =
            [&def.not_behind, &def.not_before, &def.light].map(|name| self.one_lexicon(pack, &place, name));
        let itself = Some(&def.itself).filter(|slot| !slot.is_empty());
        let itself = itself.map(|slot| self.known_slot(pack, &place, relation, slot)).transpose()?;
        let place_of = |(_, _, argument): &(LexiconId, _, Argument)| argument.clone();
        let at_place = def.with.keys().filter(|key| GrammaticalCase::parse(key).is_none());
        let at_place = at_place.zip(&prepositions).find(|(key, _)| says_where(key));
        let at_place = at_place.map(|(_, argument)| place_of(argument));
        let requires = def.requires.split('|').map(str::trim).filter(|slot| !slot.is_empty());
        let all = |group: &str| -> Result<Vec<SlotId>, PackError> {
            group.split('+').map(|slot| self.known_slot(pack, &place, relation, slot.trim())).collect()
        };
        let requires: Result<Vec<Vec<SlotId>>, PackError> = requires.map(all).collect();
        let trust = trust::of(&name, def.score);
        let (score, notes) = (def.score, def.notes.clone());
        self.rules.push(Rule { status, language, notes, ..Rule::bare(name, relation, score, trust) });
        Ok(Frame {
            rule: self.rules.len() - 1,
            language: language.unwrap_or(Language::En),
            verb,
            noun,
            not_behind: not_behind?,
            not_before: not_before?,
            light: light?,
            receiver,
            place: at_place,
            requires: requires?,
            itself,
            transitive: !def.intransitive && !object.is_empty(),
            subject,
            object,
            prepositions,
            cases,
        })
    }

    /// The lexicon of that name; none for an empty name.
    pub(super) fn one_lexicon(
        &self,
        pack: &NamedPack,
        place: &str,
        name: &str,
    ) -> Result<Option<LexiconId>, PackError> {
        let known = || find_lexicon(&self.builder, &pack.name, name);
        if name.is_empty() {
            return Ok(None);
        }
        known().map(Some).ok_or_else(|| unknown(pack, place, "lexicon", name))
    }

    /// The lexicons of a verb or noun: those named as `<lexicon>`, and one of the other entries.
    fn words(
        &mut self,
        pack: &NamedPack,
        place: &str,
        name: &str,
        entries: &[String],
    ) -> Result<Vec<LexiconId>, PackError> {
        let named = |entry: &String| entry.strip_prefix('<')?.strip_suffix('>').map(str::to_owned);
        let own: Vec<String> = entries.iter().filter(|entry| named(entry).is_none()).cloned().collect();
        let find = |lexicon: String| {
            find_lexicon(&self.builder, &pack.name, &lexicon)
                .ok_or_else(|| unknown(pack, place, "lexicon", &lexicon))
        };
        let mut lexicons: Vec<LexiconId> =
            entries.iter().filter_map(named).map(find).collect::<Result<_, _>>()?;
        if !own.is_empty() {
            lexicons.push(self.lexicon(pack, place, name, &own)?);
        }
        Ok(lexicons)
    }

    pub(super) fn lexicon(
        &mut self,
        pack: &NamedPack,
        place: &str,
        name: &str,
        entries: &[String],
    ) -> Result<LexiconId, PackError> {
        self.builder.add(name, entries, &self.endings).map_err(|reason| PackError::Syntax {
            pack: pack.name.clone(),
            reason: format!("{place}: {reason}"),
        })
    }

    /// `to|into`, `в|на+accusative`, `dative`.
    fn further(
        &mut self,
        pack: &NamedPack,
        place: &str,
        name: &str,
        relation: RelationId,
        with: &BTreeMap<String, String>,
    ) -> Result<Further, PackError> {
        let (mut prepositions, mut cases) = (Vec::new(), Vec::new());
        for (key, slots) in with {
            let argument = self.argument(pack, place, relation, slots)?;
            if let Some(case) = GrammaticalCase::parse(key) {
                cases.push((case, argument));
                continue;
            }
            let (words, case) = match key.split_once('+') {
                Some((words, case)) => (words, Some(parse_case(pack, place, case)?)),
                None => (key.as_str(), None),
            };
            let entries: Vec<String> = words.split('|').map(str::to_owned).collect();
            let lexicon = self.lexicon(pack, place, &format!("{name}.with:{key}"), &entries)?;
            prepositions.push((lexicon, case, argument));
        }
        Ok((prepositions, cases))
    }

    /// `slot|slot~lexicon`, `slot~*` for any noun phrase, `slot~#name` and `slot~#number`, `slot<lexicon>` for a mention that is
    /// called so, `slot:kind` for one of that kind.
    fn argument(
        &mut self,
        pack: &NamedPack,
        place: &str,
        relation: RelationId,
        text: &str,
    ) -> Result<Argument, PackError> {
        let mut argument = Argument::default();
        for part in text.split('|').map(str::trim).filter(|part| !part.is_empty()) {
            let (part, lexicon) = match part.split_once('~') {
                Some((part, lexicon)) => (part, Some(lexicon)),
                None => (part, None),
            };
            let called = part.strip_suffix('>').and_then(|part| part.split_once('<'));
            let (name, class) = called.map_or((part, None), |(name, class)| (name, Some(class)));
            let (name, kinds) = match name.split_once(':') {
                Some((name, kind)) => (name, Some(kinds_of(pack, place, &[kind.to_owned()])?)),
                None => (name, None),
            };
            let slot = self.known_slot(pack, place, relation, name)?;
            let find = |lexicon: &str| find_lexicon(&self.builder, &pack.name, lexicon);
            if let Some(lexicon) = lexicon {
                let words = match lexicon {
                    "*" => Words::Any,
                    "#name" => Words::Name,
                    "#number" => Words::Number,
                    "#goods" => Words::Goods,
                    name => Words::Of(find(name).ok_or_else(|| unknown(pack, place, "lexicon", name))?),
                };
                argument.common.push((slot, words));
            }
            let known = |class: &str| find(class).ok_or_else(|| unknown(pack, place, "lexicon", class));
            let holds = class.map(known).transpose()?;
            let choice = self.relations[relation].slots[&slot].choice(slot);
            argument.choices.push(Choice { holds, kinds: kinds.unwrap_or(choice.kinds), ..choice });
        }
        Ok(argument)
    }
}

/// Whether what stands behind these prepositions is where something happens.
fn says_where(prepositions: &str) -> bool {
    let words = prepositions.split('+').next().unwrap_or_default();
    words.split('|').any(|word| matches!(word, "in" | "at" | "в" | "на"))
}

fn parse_case(pack: &NamedPack, place: &str, name: &str) -> Result<GrammaticalCase, PackError> {
    GrammaticalCase::parse(name).ok_or_else(|| unknown(pack, place, "case", name))
}
