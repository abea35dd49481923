//! Compiling what fills slots from outside the clause.

use super::{Compiler, kinds_of, unknown};
use crate::PackError;
use crate::pack::{InferDef, TopicDef};
use crate::pattern::SlotId;
use crate::program::{Infer, Lent, NamedPack, RelationId, Source};
use crate::topic::Looked;

impl Compiler {
    /// How a slot is filled from outside the clause.
    pub(super) fn infer(&mut self, pack: &NamedPack, def: &InferDef) -> Result<Infer, PackError> {
        let place = format!("infer {}", def.name);
        let relation = self.relation_id(pack, &place, &def.relation)?;
        let slot = self.known_slot(pack, &place, relation, &def.slot)?;
        let source = self.source(pack, &place, relation, def)?;
        let unless: Result<Vec<SlotId>, PackError> =
            def.unless.iter().map(|name| self.known_slot(pack, &place, relation, name)).collect();
        let over = self.one_lexicon(pack, &place, &def.over)?;
        let rule = |name: &String| {
            let full = format!("{}.{name}", pack.name);
            let found = self.rules.iter().position(|rule| rule.name == full);
            found.ok_or_else(|| unknown(pack, &place, "rule", name))
        };
        let rules: Result<Vec<usize>, PackError> = def.rules.iter().map(rule).collect();
        Ok(Infer {
            name: format!("{}.{}", pack.name, def.name),
            relation,
            slot,
            below: def.below,
            from: def.from,
            unless: unless?,
            note: def.note.clone(),
            rules: rules?,
            over,
            source,
        })
    }

    /// Where it comes from; one of several ways is given.
    fn source(
        &self,
        pack: &NamedPack,
        place: &str,
        relation: RelationId,
        def: &InferDef,
    ) -> Result<Source, PackError> {
        let slot = |relation, name: &str| self.known_slot(pack, place, relation, name);
        let lexicon = |name: Option<&String>| self.asked_lexicon(pack, place, name);
        let needed =
            |name: &String| lexicon(Some(name))?.ok_or_else(|| unknown(pack, place, "lexicon", name));
        let kinds = |names: &[String]| kinds_of(pack, place, names);
        let mut given = Vec::new();
        if let Some(through) = &def.through {
            let other = self.relation_id(pack, place, &through.relation)?;
            let own = match through.slot.as_str() {
                "speaker" => None,
                name => Some(slot(relation, name)?),
            };
            let (key, take) = (slot(other, &through.key)?, slot(other, &through.take)?);
            given.push(Source::Through { slot: own, relation: other, key, take });
        }
        if let Some(preceding) = &def.preceding {
            let lent = |path: &String| self.lent(pack, place, &def.relation, path);
            let slots: Result<Vec<Lent>, PackError> = preceding.slots.iter().map(lent).collect();
            let lexicon = lexicon(preceding.lexicon.as_ref())?;
            let (within, shared) = (preceding.within, preceding.shared);
            given.push(Source::Preceding { slots: slots?, within, lexicon, shared });
        }
        if let Some(nested) = &def.nested {
            let (slot, kinds) = (slot(relation, &nested.slot)?, kinds(&nested.kinds)?);
            given.push(Source::Nested { slot, kinds, bracketed: nested.bracketed });
        }
        if let Some(counted) = &def.counted {
            given.push(Source::Counted { slot: slot(relation, counted)? });
        }
        if let Some(measured) = &def.measured {
            given.push(Source::Measured { slot: slot(relation, measured)? });
        }
        if let Some(topic) = &def.topic {
            let (kinds, lexicon) = (kinds(&topic.kinds)?, lexicon(topic.lexicon.as_ref())?);
            let &TopicDef { within, here, any, only, .. } = topic;
            given.push(Source::Topic { looked: Looked { kinds, within, here, any, only }, lexicon });
        }
        if let Some(meant) = &def.meant {
            let (by, behind) = (needed(&meant.by)?, needed(&meant.behind)?);
            given.push(Source::Meant { kinds: kinds(&meant.kinds)?, within: meant.within, by, behind });
        }
        if let Some(pair) = &def.pair {
            let (kinds, lexicon) = (kinds(&pair.kinds)?, needed(&pair.lexicon)?);
            given.push(Source::Pair { kinds, within: pair.within, lexicon });
        }
        let ways = "source: give one of `through`, `preceding`, `nested`, `counted`, `measured`, `topic`, `meant`, `pair`, not";
        match (given.pop(), given.len()) {
            (Some(source), 0) => Ok(source),
            (Some(_), _) => Err(unknown(pack, place, ways, "several")),
            (None, _) => Err(unknown(pack, place, ways, "none")),
        }
    }

    /// `relation.slot`, `slot`, either with `<lexicon>`.
    fn lent(&self, pack: &NamedPack, place: &str, own: &str, path: &str) -> Result<Lent, PackError> {
        let (path, called) = match path.strip_suffix('>').and_then(|path| path.split_once('<')) {
            Some((path, lexicon)) => (path, Some(lexicon.to_owned())),
            None => (path, None),
        };
        let (of, name) = path.split_once('.').unwrap_or((own, path));
        let relation = self.relation_id(pack, place, of)?;
        let slot = self.known_slot(pack, place, relation, name)?;
        Ok(Lent { relation, slot, called: self.asked_lexicon(pack, place, called.as_ref())? })
    }
}
