//! Rule packs as they stand in TOML. What the fields mean is told in the README of this crate.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::PackError;
use crate::lexicon::Endings;

/// A rule pack file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackFile {
    /// What the pack is about, for people.
    #[serde(default, rename = "about")]
    _about: String,
    #[serde(default)]
    pub endings: Endings,
    #[serde(default)]
    pub verb_endings: Vec<String>,
    #[serde(default)]
    pub adjective_endings: Vec<String>,
    #[serde(default)]
    pub adverb_endings: Vec<String>,
    #[serde(default)]
    pub noun_endings: Vec<String>,
    #[serde(default)]
    pub genitive_endings: Vec<String>,
    #[serde(default)]
    pub infinitive_endings: Vec<String>,
    #[serde(default)]
    pub masculine_endings: Vec<String>,
    #[serde(default)]
    pub woman_endings: Vec<String>,
    /// By gender, the endings of Russian past tenses of the singular.
    #[serde(default)]
    pub past_genders: BTreeMap<char, Vec<String>>,
    /// The endings of short names that stand so in every case.
    #[serde(default)]
    pub rigid_endings: Vec<String>,
    #[serde(default)]
    pub rare_lemmas: Vec<String>,
    #[serde(default)]
    pub lexicon: BTreeMap<String, Entries>,
    #[serde(default)]
    pub relation: BTreeMap<String, RelationDef>,
    #[serde(default)]
    pub rule: Vec<RuleDef>,
    #[serde(default)]
    pub frame: Vec<FrameDef>,
    /// Endings that tell which form of a verb a word is, by the name of the form.
    #[serde(default)]
    pub verb_forms: BTreeMap<String, Vec<String>>,
    /// By case: how names in quotation marks end that are declined.
    #[serde(default)]
    pub name_endings: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub adjunct: Vec<AdjunctDef>,
    #[serde(default)]
    pub infer: Vec<InferDef>,
    #[serde(default)]
    pub derive: Vec<DeriveDef>,
    #[serde(default)]
    pub cue: Vec<CueDef>,
    #[serde(default)]
    pub sort: Vec<SortDef>,
    /// What labels are called, by their names: words as in lexicons, or `{kind}` for a mention of a kind alone. `nothing`:
    /// what stands for no value; `expected`: with what one begins that is to come; `number`: words of a number that does not name a thing ("Lot 3").
    #[serde(default)]
    pub label: BTreeMap<String, Entries>,
    #[serde(default)]
    pub record: Vec<RecordDef>,
}

/// A sort of goods.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SortDef {
    /// Nouns that stand for any goods of the sort.
    pub called: String,
    /// Nouns that tell the sort beside a name.
    pub of: String,
    /// Classes of the knowledge tables.
    pub class: Vec<String>,
}

/// The entries of a lexicon: one list, or one a language.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Entries {
    List(Vec<String>),
    ByLanguage {
        #[serde(default)]
        en: Vec<String>,
        #[serde(default)]
        ru: Vec<String>,
    },
}

impl Entries {
    pub fn all(&self) -> Vec<String> {
        match self {
            Entries::List(list) => list.clone(),
            Entries::ByLanguage { en, ru } => en.iter().chain(ru).cloned().collect(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelationDef {
    pub slots: BTreeMap<String, SlotDef>,
    /// Each group of slots must hold so many fillers, or the candidate is only a near miss.
    #[serde(default)]
    pub needs: Vec<NeedDef>,
    /// When two facts of one document tell the same.
    #[serde(default)]
    pub same: SameDef,
    /// A state of things, which what is planned around it leaves as it is: "they will be built by the plant in X".
    #[serde(default)]
    pub standing: bool,
    /// A slot whose filler tells nothing of its own where another sentence has lent it to a fact of another relation: the price
    /// of an order is no statistic.
    pub yields: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlotDef {
    #[serde(default)]
    pub kinds: Vec<String>,
    /// May be filled more than once.
    #[serde(default)]
    pub many: bool,
    /// Takes unnamed participants.
    #[serde(default)]
    pub unnamed: bool,
    /// Refuses common nouns.
    #[serde(default)]
    pub named: bool,
    /// A lexicon: refuses mentions that hold one of its entries.
    pub except: Option<String>,
    /// A lexicon: refuses words right before one of its entries ("the trade bloc").
    pub not_before: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NeedDef {
    /// Slot names parted by `|`.
    pub slots: String,
    #[serde(default = "one")]
    pub count: usize,
    /// With fewer, down to this, the fact is kept and marked doubtful.
    pub doubtful: Option<usize>,
    /// Only where the filler of a slot holds an entry of a lexicon.
    pub when: Option<WhenDef>,
}

/// A condition on the filler of a slot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhenDef {
    pub slot: String,
    pub lexicon: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SameDef {
    #[serde(default)]
    pub slots: Vec<String>,
    #[serde(default)]
    pub count: usize,
    #[serde(default)]
    pub conflict: Vec<String>,
    /// Slots of which one filler tells one fact of the relation in its sentence, whatever else is told of it.
    #[serde(default)]
    pub sole: Vec<String>,
    /// By slot, lexicons of which two facts must not hold different ones: a memorandum is no contract.
    #[serde(default)]
    pub apart: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleDef {
    pub name: String,
    pub relation: String,
    pub lang: Option<String>,
    pub status: Option<String>,
    /// One pattern, or several that mean the same.
    pub pattern: OneOrMany,
    /// The slot whose mention stands for the whole match in later rules.
    pub chunk: Option<String>,
    /// Slots whose fillers must agree in case, where they are Russian.
    #[serde(default)]
    pub agree: Vec<String>,
    /// Slots, parted by `|`, whose fillers, where they stand before the anchor, must be able to be the subject of the
    /// clause: not behind a preposition, in Russian not in another case than the nominative.
    pub subject: Option<String>,
    /// A slot of which each filler makes a fact of its own ("engineers Ann Bell and Ivan Belov").
    pub each: Option<String>,
    /// Sees what stands in brackets behind mentions, as rules for chunks do, and makes no chunk.
    #[serde(default)]
    pub open: bool,
    /// Only adds to a fact told before; alone it is none.
    #[serde(default)]
    pub fragment: bool,
    /// Sentences back in which a fragment looks for its fact.
    pub within: Option<usize>,
    /// Told within the clause of another fact of the relation: neither takes adjuncts where the other stands.
    #[serde(default)]
    pub aside: bool,
    /// Confidence in thousandths before context is weighed.
    #[serde(default = "default_score")]
    pub score: u16,
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter_examples: Vec<String>,
}

/// A verb or noun with its arguments, wherever the syntax of its language puts them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameDef {
    pub name: String,
    pub relation: String,
    pub lang: String,
    pub status: Option<String>,
    /// Entries of a lexicon, all forms of the verb or of the noun; or `<lexicon>`.
    #[serde(default)]
    pub verb: Vec<String>,
    #[serde(default)]
    pub noun: Vec<String>,
    /// Slots parted by `|`, `slot~lexicon` for noun phrases without a name that hold a word of the lexicon (`*`: any,
    /// `#name`: capitalised words that are no mention, `#number`: a number alone, `#goods`: only behind a quantity), and
    /// `slot<lexicon>` for mentions that are called so.
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub object: String,
    /// Lexicon behind whose entries the noun tells nothing ("a contract for [the delivery]").
    #[serde(default)]
    pub not_behind: String,
    /// Lexicon whose entries right behind the object show that the verb means something else ("ordered the ship [to turn]").
    #[serde(default)]
    pub not_before: String,
    /// Lexicon of verbs that have the noun for their object ("signed with Orbis a contract"): what stands around them
    /// belongs to the noun, and `object` is what stands within its noun phrase ("a $5 million contract").
    #[serde(default)]
    pub light: String,
    /// What the subject of such a verb fills in the passive ("Orbis was awarded a contract").
    #[serde(default)]
    pub receiver: String,
    /// Slots parted by `|`, of which one must be filled; `a+b` asks for both.
    #[serde(default)]
    pub requires: String,
    /// The slot that the verb itself fills where nothing else does ("carried 12 million passengers").
    #[serde(default)]
    pub itself: String,
    /// The verb may stand without an object.
    #[serde(default)]
    pub intransitive: bool,
    /// By preposition (several parted by `|`; in Russian with `+case`), or by a Russian case alone.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    #[serde(default = "default_score")]
    pub score: u16,
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter_examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

/// What may stand anywhere in the clause of a match and fill one more slot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdjunctDef {
    pub name: String,
    pub relation: String,
    pub lang: Option<String>,
    pub pattern: OneOrMany,
    /// Looked for in the whole sentence, not only in the clause.
    #[serde(default)]
    pub sentence: bool,
}

/// How a slot is filled from outside the clause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InferDef {
    pub name: String,
    pub relation: String,
    pub slot: String,
    /// Only while the slot holds fewer fillers than this.
    #[serde(default = "one")]
    pub below: usize,
    /// Only while it holds at least so many.
    #[serde(default)]
    pub from: usize,
    /// Only while these slots are empty.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Only for facts with this note.
    pub note: Option<String>,
    /// Only for facts that one of these rules of the pack found; none: any.
    #[serde(default)]
    pub rules: Vec<String>,
    /// A lexicon: a filler that is nothing but its words ("the forum") yields to what is inferred.
    #[serde(default)]
    pub over: String,
    pub through: Option<ThroughDef>,
    pub preceding: Option<PrecedingDef>,
    pub nested: Option<NestedDef>,
    /// What the text is about there.
    pub topic: Option<TopicDef>,
    /// What "there" means.
    pub meant: Option<MeantDef>,
    /// Whom "the two" means.
    pub pair: Option<PairDef>,
    /// The slot of a quantity: what is counted ("two [heavy helicopters]").
    pub counted: Option<String>,
    /// The slot of a quantity in units: what is measured in them ("60 tonnes of wheat").
    pub measured: Option<String>,
}

/// A fact that follows from another one: an appointment gives its person a post.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeriveDef {
    pub name: String,
    /// The relation that it follows from, and the one that follows.
    pub from: String,
    pub relation: String,
    /// Only from facts with this status, and this note.
    pub status: String,
    pub note: Option<String>,
    /// Notes of the new fact.
    #[serde(default)]
    pub notes: Vec<String>,
    #[serde(default = "default_score")]
    pub score: u16,
    /// Slot of the new fact, slot of the old one.
    pub slots: BTreeMap<String, String>,
}

/// From another relation of the same document: the `take` slot of the fact whose `key` slot holds what our `slot` holds.
/// The slot `speaker` is who says it, in a sentence with "we".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThroughDef {
    pub slot: String,
    pub relation: String,
    pub key: String,
    pub take: String,
}

/// What the sentences before are about: the first mention that can be a subject of the nearest one that has such.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicDef {
    pub kinds: Vec<String>,
    /// Sentences back.
    pub within: usize,
    /// What stands before the fact in its own sentence is looked at first.
    #[serde(default)]
    pub here: bool,
    /// Only where the fact's sentence holds a word of it.
    pub lexicon: Option<String>,
    /// The first mention of the sentence will do, be it a subject or not.
    #[serde(default)]
    pub any: bool,
    /// Only where the sentence names nothing else of these kinds.
    #[serde(default)]
    pub only: bool,
}

/// From the nearest fact before, at most `within` sentences away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrecedingDef {
    /// `relation.slot`; with `<lexicon>` behind it only fillers that are called by an entry of it.
    pub slots: Vec<String>,
    #[serde(default = "one")]
    pub within: usize,
    /// Only if the sentence holds an entry of this lexicon.
    pub lexicon: Option<String>,
    /// Only from a fact that has one of these slots in common with this fact: its other side.
    #[serde(default)]
    pub shared: bool,
}

/// Whom words like "the two companies" mean: the two of these kinds that the nearest sentence before joins, or the only
/// ones that it names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairDef {
    pub kinds: Vec<String>,
    /// Sentences back.
    pub within: usize,
    /// The sentence holds one of these words.
    pub lexicon: String,
}

/// What a word like "there" means: the last mention of these kinds in the nearest sentence before that has one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MeantDef {
    pub kinds: Vec<String>,
    /// Sentences back.
    pub within: usize,
    /// The words that mean it; they stand beside the fact.
    pub by: String,
    /// Only mentions right behind an entry of this lexicon.
    pub behind: String,
}

/// A mention inside the one that fills `slot`, or in the bracket behind it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NestedDef {
    pub slot: String,
    pub kinds: Vec<String>,
    #[serde(default)]
    pub bracketed: bool,
}

/// What a record of labelled values tells: "Buyer: X. Maker: Y. Price: $5 million".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordDef {
    pub name: String,
    pub relation: String,
    pub status: Option<String>,
    /// By slot, the labels whose values fill it, parted by `|`, best first, or by `+`, all of them: `@label` for the words of the label itself,
    /// each value of which makes a fact of its own; `{kind}` for the first mention of a kind in its topic or labels; `topic` for what the record is about; `before` for the only body that
    /// the sentence before it names.
    pub slots: BTreeMap<String, String>,
    /// Labels, parted by `|`, of which the record holds one; several such groups are parted by `&`.
    #[serde(default)]
    pub requires: String,
    /// Labels that it does not hold.
    #[serde(default)]
    pub unless: String,
    /// Only rows of tables under a row of labels.
    #[serde(default)]
    pub table: bool,
    /// A lexicon of which the line above the table must hold a word; one of which it must hold none.
    pub under: Option<String>,
    pub not_under: Option<String>,
    /// Slots that must be filled, beyond what the relation needs.
    #[serde(default)]
    pub fills: Vec<String>,
    #[serde(default = "default_score")]
    pub score: u16,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub counter_examples: Vec<String>,
}

/// Words that change the status of facts near them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CueDef {
    pub name: String,
    pub status: Option<String>,
    /// A remark to add.
    pub note: Option<String>,
    #[serde(default)]
    pub words: Vec<String>,
    /// Tokens before (or after) the anchor at which the cue still counts.
    #[serde(default = "default_reach")]
    pub reach: usize,
    #[serde(default)]
    pub after: bool,
    /// Whether it reaches over clause boundaries.
    #[serde(default)]
    pub crosses: bool,
    /// Its status holds whatever other cues say.
    #[serde(default)]
    pub decides: bool,
    /// Entries that begin like the cue and are none ("not only").
    #[serde(default)]
    pub except: Vec<String>,
}

fn one() -> usize {
    1
}

fn default_score() -> u16 {
    880
}

fn default_reach() -> usize {
    6
}

/// Reads a pack.
pub(crate) fn parse(name: &str, text: &str) -> Result<PackFile, PackError> {
    toml::from_str(text)
        .map_err(|error| PackError::Syntax { pack: name.to_owned(), reason: error.to_string() })
}
