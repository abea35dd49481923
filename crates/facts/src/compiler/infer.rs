//! Compiling what fills slots from outside the clause.

use super::{Compiler, kinds_of, unknown};
use crate::PackError;
use crate::pack::InferDef;
use crate::pattern::SlotId;
use crate::program::{Infer, NamedPack, Source};

impl Compiler {
    /// How a slot is filled from outside the clause.
    pub(super) fn infer(&mut self, pack: &NamedPack, def: &InferDef) -> Result<Infer, PackError> {
        let place = format!("infer {}", def.name);
        let relation = self.relation_id(pack, &place, &def.relation)?;
        let slot = self.known_slot(pack, &place, relation, &def.slot)?;
        let source = match (&def.through, &def.preceding, &def.nested, &def.counted, &def.topic) {
            (Some(through), None, None, None, None) => {
                let other = self.relation_id(pack, &place, &through.relation)?;
                Source::Through {
                    slot: match through.slot.as_str() {
                        "speaker" => None,
                        slot => Some(self.known_slot(pack, &place, relation, slot)?),
                    },
                    relation: other,
                    key: self.known_slot(pack, &place, other, &through.key)?,
                    take: self.known_slot(pack, &place, other, &through.take)?,
                }
            }
            (None, Some(preceding), None, None, None) => {
                let mut slots = Vec::new();
                for path in &preceding.slots {
                    let (of, name) = path.split_once('.').unwrap_or((&def.relation, path));
                    let other = self.relation_id(pack, &place, of)?;
                    slots.push((other, self.known_slot(pack, &place, other, name)?));
                }
                let lexicon = self.asked_lexicon(pack, &place, preceding.lexicon.as_ref())?;
                Source::Preceding { slots, within: preceding.within, lexicon }
            }
            (None, None, Some(nested), None, None) => {
                let kinds = kinds_of(pack, &place, &nested.kinds)?;
                let slot = self.known_slot(pack, &place, relation, &nested.slot)?;
                Source::Nested { slot, kinds, bracketed: nested.bracketed }
            }
            (None, None, None, None, Some(topic)) => {
                let lexicon = self.asked_lexicon(pack, &place, topic.lexicon.as_ref())?;
                let kinds = kinds_of(pack, &place, &topic.kinds)?;
                Source::Topic { kinds, within: topic.within, lexicon, here: topic.here }
            }
            (None, None, None, Some(slot), None) => {
                Source::Counted { slot: self.known_slot(pack, &place, relation, slot)? }
            }
            _ => {
                return Err(unknown(
                    pack,
                    &place,
                    "source: give one of `through`, `preceding`, `nested`, `counted`, `topic`, not",
                    "several",
                ));
            }
        };
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
}
