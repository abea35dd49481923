//! All packs, compiled to one program.

use std::collections::BTreeMap;

use svodka_model::{Language, Status};
use svodka_text::EndingSet;

use crate::PackError;
use crate::frames::{Forms, Frame};
use crate::grammar::Cases;
use crate::lexicon::{Builder, LexiconId, Lexicons};
use crate::outlook::Met;
use crate::pack::{self, PackFile};
use crate::pattern::{Choice, Kinds, SlotId, Variant};
use crate::pool::Pool;
use crate::records::Records;
use crate::status::CueWords;
use crate::topic::Looked;
use crate::triggers::{Beginnings, Triggers};

/// Index of a relation.
pub(crate) type RelationId = usize;

pub(crate) struct Program {
    pub lexicons: Lexicons,
    /// The needs of variants that words and mentions meet.
    pub met: Met,
    pub common: Common,
    pub speech: Speech,
    pub verb_endings: EndingSet,
    pub adjective_endings: EndingSet,
    pub adverb_endings: EndingSet,
    pub noun_endings: EndingSet,
    pub genitive_endings: EndingSet,
    /// Endings of infinitives in which no noun ends.
    pub infinitive_endings: EndingSet,
    /// Endings of masculine nouns and names in their first form.
    pub masculine_endings: EndingSet,
    /// Endings of nouns for women: «благотворительница».
    pub woman_endings: EndingSet,
    pub rigid_endings: EndingSet,
    pub past_genders: Vec<(char, EndingSet)>,
    /// By case, how names in quotation marks end that are declined.
    pub name_endings: Vec<(Cases, EndingSet)>,
    pub slots: Vec<String>,
    pub relations: Vec<Relation>,
    pub rules: Vec<Rule>,
    /// The variants of all rules, in the order of rules.
    pub variants: Vec<Variant>,
    pub pool: Pool,
    /// Sorted by relation.
    pub adjuncts: Vec<Adjunct>,
    pub infers: Vec<Infer>,
    pub derives: Vec<Derive>,
    pub cues: Vec<Cue>,
    pub cue_words: CueWords,
    pub goods: Goods,
    pub sorts: Vec<Sort>,
    pub frames: Vec<Frame>,
    pub forms: Forms,
    pub triggers: Triggers,
    pub records: Records,
}

macro_rules! lexicon_table {
    ($(#[$doc:meta])* $name:ident from $pack:literal: $($field:ident),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct $name { $(pub $field: LexiconId),+ }

        impl $name {
            pub fn find(builder: &Builder) -> Result<Self, PackError> {
                $(let $field = builder.find(concat!($pack, ".", stringify!($field))).ok_or_else(|| PackError::Unknown {
                    pack: $pack.to_owned(),
                    place: "lexicons that the engine needs".to_owned(),
                    what: "lexicon",
                    name: stringify!($field).to_owned(),
                })?;)+
                Ok(Self { $($field),+ })
            }
        }
    };
}

lexicon_table! {
    /// Function words that the engine itself knows.
    Common from "common":
    and, of, preposition, np_stop, np_word, phrase_stop, clause_break, pronoun, feminine, unnamed, body, article, place_preposition, indeclinable, numeral, possessive, followers, genitive, conjunction, by, be, verb_group, adverb, past_form, participle_form, relative, subject_pronoun, it, control_noun, aimed, lot, invites, talks_of, funds, light_verb, performs, infinitive, based, unit, before_number, determiner, approximate, distributive, dimension, container, whereby, whom, whom_oblique, whose, parenthesis, complex_preposition, with, naming, with_gerund, auxiliary, indefinite, content, oblique, but, there, compared, occasion, takes_person, authority, fleet, lets, place_of, national_body, owned_by, settlement
}

lexicon_table! {
    /// Words of saying, for quotes.
    Speech from "speech":
    say, utter, urge, according, like, that, claim, told, audience, bare, first_person, label, not_speech, anaphor, negation, complement, plain, beside, joint, citing, his, nominal, body, anonymous, source_rest, finite, interview, sources, expert, medium, outlet, circumstance, seat, determiner, seats, topic, plural, gerund, they, norms, opinion, there, authority, official, interlocutor, inanimate, definite, public, its, gerundial, portray, heads, ask, question, whether, artist, impersonal, moment, capitals, pointing, ruling, court, oblique, premises, vow, agent, cites, author, colleague, partisan, one_of, both, two_bodies, two_people, two_sides, so_that, going_on, hears, hearing, wordless, boon, nameless, paper, some, refuse, demand, rises, asked_one, closing, sovereign, seizes, follows, out_of, replies, press, some_of, interposed, reaches, quoting, papers, in_it, courtly, that_one, latter, party, later, regional, governs, us
}

lexicon_table! {
    /// Words around goods that were named before.
    Goods from "goods":
    definite, heads, subject, object
}

/// A sort of goods, and what they are called once they have been named.
pub(crate) struct Sort {
    pub called: LexiconId,
    pub of: LexiconId,
    pub classes: Vec<String>,
}

impl Speech {
    /// Words that say that somebody speaks.
    pub fn cues(&self) -> Vec<LexiconId> {
        vec![
            self.say,
            self.utter,
            self.urge,
            self.according,
            self.plural,
            self.gerund,
            self.portray,
            self.ask,
            self.closing,
            self.follows,
            self.interposed,
        ]
    }
}

pub(crate) struct Relation {
    pub name: String,
    pub slots: BTreeMap<SlotId, SlotRule>,
    pub needs: Vec<Need>,
    pub same: Vec<SlotId>,
    pub same_count: usize,
    pub conflict: Vec<SlotId>,
    /// A filler of these tells one fact in its sentence.
    pub sole: Vec<SlotId>,
    /// Lexicons of which the fillers of a slot of two facts must not hold different ones.
    pub apart: Vec<(SlotId, Vec<LexiconId>)>,
    /// Whether plans around it are not its own.
    pub standing: bool,
    /// A fact of this relation falls where what fills this slot has been lent to one of another relation.
    pub yields: Option<SlotId>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct SlotRule {
    pub kinds: Kinds,
    pub many: bool,
    pub unnamed: bool,
    pub named: bool,
    pub except: Option<LexiconId>,
    /// Words right before an entry of it do not fill the slot.
    pub not_before: Option<LexiconId>,
}

impl SlotRule {
    /// What a rule or frame may fill the slot with.
    pub fn choice(&self, slot: SlotId) -> Choice {
        let Self { kinds, unnamed, named, except, .. } = *self;
        Choice { slot: Some(slot), kinds, named, unnamed, except, ..Choice::default() }
    }
}

pub(crate) struct Need {
    pub names: String,
    pub slots: Vec<SlotId>,
    pub count: usize,
    pub doubtful: usize,
    /// Slot and lexicon: only where the filler holds an entry.
    pub when: Option<(SlotId, LexiconId)>,
}

pub(crate) struct Rule {
    /// `pack.rule`.
    pub name: String,
    pub relation: RelationId,
    pub language: Option<Language>,
    pub status: Status,
    pub chunk: Option<SlotId>,
    pub agree: Vec<SlotId>,
    /// Filled before the anchor, these must be able to be the subject.
    pub subject: Vec<SlotId>,
    pub each: Option<SlotId>,
    /// Sees brackets open, as rules for chunks do.
    pub open: bool,
    pub fragment: bool,
    /// Sentences back in which a fragment looks for its fact, if not as many as any.
    pub within: Option<usize>,
    /// Told within the clause of another fact of the relation.
    pub aside: bool,
    /// What its writer thinks of it: which of several rules wins.
    pub score: u16,
    /// What was measured of it: the confidence in what it finds.
    pub trust: u16,
    pub notes: Vec<String>,
}

impl Rule {
    /// A rule without patterns, which stands for what is found otherwise.
    pub fn bare(name: String, relation: RelationId, score: u16, trust: u16) -> Self {
        Self {
            name,
            relation,
            language: None,
            status: Status::Completed,
            chunk: None,
            agree: Vec::new(),
            subject: Vec::new(),
            each: None,
            open: false,
            fragment: false,
            within: None,
            aside: false,
            score,
            trust,
            notes: Vec::new(),
        }
    }
}

pub(crate) struct Adjunct {
    pub relation: RelationId,
    pub language: Option<Language>,
    pub variants: Vec<Variant>,
    pub sentence: bool,
    /// Where one of its variants may begin.
    pub begins: Beginnings,
}

pub(crate) struct Infer {
    /// `pack.rule`.
    pub name: String,
    pub relation: RelationId,
    pub slot: SlotId,
    pub below: usize,
    pub from: usize,
    pub unless: Vec<SlotId>,
    /// Only for facts with this note.
    pub note: Option<String>,
    /// Only for facts that one of these rules found, where any are given.
    pub rules: Vec<usize>,
    /// Fillers of determiners and words of it alone ("the forum") count for nothing.
    pub over: Option<LexiconId>,
    pub source: Source,
}

pub(crate) enum Source {
    /// `slot` is `None` for the speaker of a first-person sentence.
    Through {
        slot: Option<SlotId>,
        relation: RelationId,
        key: SlotId,
        take: SlotId,
    },
    Preceding {
        slots: Vec<Lent>,
        within: usize,
        lexicon: Option<LexiconId>,
        /// Only from a fact that has one of these slots in common with this one.
        shared: bool,
    },
    /// The last mention of these kinds behind one of the words `behind`, meant `by` a word beside the fact.
    Meant {
        kinds: Kinds,
        within: usize,
        by: LexiconId,
        behind: LexiconId,
    },
    /// The two of these kinds that the nearest sentence before joins, or the only ones that it names.
    Pair {
        kinds: Kinds,
        within: usize,
        lexicon: LexiconId,
    },
    Nested {
        slot: SlotId,
        kinds: Kinds,
        /// In the bracket behind the mention instead of inside it.
        bracketed: bool,
    },
    Counted {
        slot: SlotId,
    },
    /// What is measured in the unit of a quantity.
    Measured {
        slot: SlotId,
    },
    /// What the sentences before are about.
    Topic {
        looked: Looked,
        lexicon: Option<LexiconId>,
    },
}

/// A slot of another fact that lends its fillers.
pub(crate) struct Lent {
    pub relation: RelationId,
    pub slot: SlotId,
    /// Only those that are called by an entry of it.
    pub called: Option<LexiconId>,
}

pub(crate) struct Derive {
    /// The rule that stands for it.
    pub rule: usize,
    pub from: RelationId,
    pub status: Status,
    pub note: Option<String>,
    pub notes: Vec<String>,
    /// New slot, old slot.
    pub slots: Vec<(SlotId, SlotId)>,
}

pub(crate) struct Cue {
    pub status: Option<Status>,
    pub note: Option<String>,
    pub lexicon: LexiconId,
    pub reach: usize,
    pub after: bool,
    pub crosses: bool,
    /// Its status holds whatever other cues say.
    pub decides: bool,
    /// Entries that begin like it and are none.
    pub except: Option<LexiconId>,
}

/// A pack with its name.
pub(crate) struct NamedPack {
    pub name: String,
    pub file: PackFile,
}

impl Program {
    pub fn compile(packs: &[NamedPack]) -> Result<Self, PackError> {
        let mut compiler = crate::compiler::Compiler::default();
        for pack in packs {
            compiler.declare(pack)?;
        }
        for pack in packs {
            compiler.compile(pack)?;
        }
        compiler.finish()
    }

    /// The adjuncts of a relation, in the order of packs.
    pub fn adjuncts_of(&self, relation: RelationId) -> &[Adjunct] {
        let from = self.adjuncts.partition_point(|adjunct| adjunct.relation < relation);
        let own = self.adjuncts[from..].partition_point(|adjunct| adjunct.relation == relation);
        &self.adjuncts[from..from + own]
    }

    pub fn slot_name(&self, slot: SlotId) -> &str {
        &self.slots[slot as usize]
    }
}

/// The packs that come with this crate.
const EMBEDDED: &[(&str, &str)] = &[
    ("common", include_str!("../rules/common.toml")),
    ("goods", include_str!("../rules/goods.toml")),
    ("speech", include_str!("../rules/speech.toml")),
    ("status", include_str!("../rules/status.toml")),
    ("role", include_str!("../rules/role.toml")),
    ("structure", include_str!("../rules/structure.toml")),
    ("membership", include_str!("../rules/membership.toml")),
    ("ownership", include_str!("../rules/ownership.toml")),
    ("creation", include_str!("../rules/creation.toml")),
    ("place", include_str!("../rules/place.toml")),
    ("agreement", include_str!("../rules/agreement.toml")),
    ("trade", include_str!("../rules/trade.toml")),
    ("order", include_str!("../rules/order.toml")),
    ("delivery", include_str!("../rules/delivery.toml")),
    ("gathering", include_str!("../rules/gathering.toml")),
    ("meeting", include_str!("../rules/meeting.toml")),
    ("attendance", include_str!("../rules/attendance.toml")),
    ("statistic", include_str!("../rules/statistic.toml")),
    ("frames", include_str!("../rules/frames.toml")),
    ("activity", include_str!("../rules/activity.toml")),
    ("records", include_str!("../rules/records.toml")),
];

/// The embedded packs, parsed.
pub(crate) fn embedded() -> Result<Vec<NamedPack>, PackError> {
    EMBEDDED
        .iter()
        .map(|&(name, text)| Ok(NamedPack { name: name.to_owned(), file: pack::parse(name, text)? }))
        .collect()
}
