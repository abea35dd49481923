//! The pattern language of rules, and its compilation to linear variants.
//!
//! ```text
//! {party|signatory}+ .. <sign>! .. kind:<agreement> (with|between) {party}+ (on|for) subject:...
//! ```
//!
//! | written | means |
//! | --- | --- |
//! | `word`, `stem*`, `,` | a word as folded (lower case, ё as е), any word that begins so, a mark |
//! | `<a\|b>` | an entry of the lexicon `a` or `b` |
//! | `{slot\|slot}` | a mention of the kinds that the relation declares for these slots; fills them |
//! | `{slot: kind kind}` | the same with kinds of its own; `{: kind}` fills nothing; `named` among them refuses common nouns, `unnamed` takes "customers from 53 countries", `tight` allows no words before the name, `titled` wants a title there, `<a>` a mention that is called by an entry of the lexicon `a` |
//! | `..`, `..9` | up to 5 (9) tokens within the clause; the nearest solution wins |
//! | `( .. \| .. )`, `?` | alternatives; what may be absent |
//! | `+` | behind a slot: all members of an enumeration |
//! | `name:<lexicon>`, `name:( .. )` | fills the slot with the words themselves |
//! | `name:~<lexicon>` | the same with the adjectives before them |
//! | `name:...`, `name:...+` | fills the slot with the phrase that begins here, or with all members of a list of phrases |
//! | `#noun`, `#name` | a noun phrase, capitalised words; `name:#noun`, `name:#name` fill the slot with them |
//! | `!` | the anchor: where matching begins. By default the first word or lexicon that is not optional |
//! | `^`, `$` | the edges of the sentence |
//! | `\x` | the mark `x`, where it means something else in patterns |

use rustc_hash::FxHashMap;
use svodka_model::Kind;

use crate::lexicon::LexiconId;
use crate::outlook::Need;
use crate::pool::{ChoicesId, ListId, Pool};
use crate::tables::to_u32;

/// Index of a slot name.
pub(crate) type SlotId = u16;

/// A set of kinds as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Kinds(u32);

impl Kinds {
    pub fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u32;
    }

    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    pub fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

/// What one slot of a slot element accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Choice {
    /// `None` where nothing is filled.
    pub slot: Option<SlotId>,
    pub kinds: Kinds,
    /// Only names, no "the company".
    pub named: bool,
    /// Also unnamed participants ("customers from 53 countries").
    pub unnamed: bool,
    /// No words of its noun phrase before it.
    pub tight: bool,
    /// Only a name that an earlier rule joined with what stands before it (a title).
    pub titled: bool,
    /// No mention that holds an entry of this lexicon.
    pub except: Option<LexiconId>,
    /// Only mentions that are called by an entry of this lexicon ("Bohunice nuclear [power plant]").
    pub holds: Option<LexiconId>,
}

/// A step of a linear variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Element {
    Lexicon(ListId),
    Slot {
        choices: ChoicesId,
        many: bool,
    },
    Gap(u8),
    /// Where a capture begins; a wide one takes the adjectives before it too.
    Open(SlotId, bool),
    Close(SlotId),
    /// A phrase, or all members of a list of phrases.
    Phrase(SlotId, bool),
    /// A noun phrase, or (`true`) a run of capitalised words.
    Noun(Option<SlotId>, bool),
    Start,
    End,
}

impl Element {
    /// How few places beside an anchor it fits, if it takes any words: certain words or an edge, a name, anything.
    fn narrowness(&self) -> Option<u8> {
        match self {
            Element::Lexicon(_) | Element::Start | Element::End => Some(2),
            Element::Slot { .. } | Element::Noun(..) => Some(1),
            Element::Gap(_) | Element::Phrase(..) => Some(0),
            Element::Open(..) | Element::Close(_) => None,
        }
    }
}

/// A pattern without alternatives: a list of elements and the one at which matching begins.
#[derive(Debug, Clone)]
pub(crate) struct Variant {
    /// The rule that it belongs to; adjuncts have none.
    pub rule: u32,
    pub elements: Box<[Element]>,
    pub anchor: usize,
    /// What a sentence must hold before the anchor, and from it on.
    pub needs: Box<[Need]>,
    /// The numbers of what precedes the anchor, and of the anchor with what follows it: equal ones are shared.
    pub left: u32,
    pub right: u32,
    /// Whether what precedes the anchor is looked at first: it is asked for more narrowly than what follows.
    pub left_first: bool,
}

impl Variant {
    fn new(elements: Vec<Element>, anchor: usize) -> Self {
        let before = elements[..anchor].iter().rev().find_map(Element::narrowness);
        let behind = elements[anchor + 1..].iter().find_map(Element::narrowness);
        let (elements, needs) = (elements.into(), Box::default());
        Self { rule: 0, elements, anchor, needs, left: 0, right: 0, left_first: before > behind }
    }

    /// Numbers the sides of variants.
    pub fn number_sides(variants: &mut [Variant]) {
        let mut known = FxHashMap::default();
        let mut number = |side| {
            let next = to_u32(known.len());
            *known.entry(side).or_insert(next)
        };
        let sides = variants.iter().map(Self::sides);
        let numbers: Vec<(u32, u32)> = sides.map(|(left, right)| (number(left), number(right))).collect();
        for (variant, numbers) in variants.iter_mut().zip(numbers) {
            (variant.left, variant.right) = numbers;
        }
    }

    /// What precedes the anchor, and the anchor with what follows it.
    pub fn sides(&self) -> (&[Element], &[Element]) {
        self.elements.split_at(self.anchor)
    }
}

/// What names in a pattern stand for.
pub(crate) trait Names {
    /// Where lists are kept.
    fn pool(&mut self) -> &mut Pool;
    /// The lexicon of that name.
    fn lexicon(&mut self, name: &str) -> Option<LexiconId>;
    /// The lexicon that holds only this word or mark.
    fn literal(&mut self, word: &str) -> Result<LexiconId, String>;
    /// The slot of that name and what the relation says it takes.
    fn slot(&mut self, name: &str) -> Option<Choice>;
}

/// Most variants that the alternatives of one pattern may multiply to.
const MAX_VARIANTS: usize = 512;
/// Tokens that `..` skips at most.
const DEFAULT_GAP: u8 = 5;

/// Compiles a pattern. With `anchored`, each variant must have an anchor; otherwise matching begins at its first element.
pub(crate) fn compile(pattern: &str, names: &mut impl Names, anchored: bool) -> Result<Vec<Variant>, String> {
    let mut parser = Parser { rest: pattern, names };
    let nodes = parser.sequence()?;
    if !parser.rest.is_empty() {
        return Err(format!("{:?} is left over", parser.rest));
    }
    let variants = expand(&nodes)?;
    variants
        .into_iter()
        .map(|leaves| {
            let marked = leaves.iter().position(|leaf| leaf.anchor);
            let first = leaves.iter().position(|leaf| leaf.by_default);
            let elements: Vec<Element> = leaves.into_iter().map(|leaf| leaf.element).collect();
            let anchor = if anchored { marked.or(first) } else { Some(0) };
            let anchor = anchor.ok_or("no word, lexicon or `!` to begin at")?;
            if elements.is_empty() {
                return Err("all of it is optional".to_owned());
            }
            Ok(Variant::new(elements, anchor))
        })
        .collect()
}

#[derive(Debug, Clone)]
struct Leaf {
    element: Element,
    anchor: bool,
    by_default: bool,
}

#[derive(Debug, Clone)]
enum Node {
    Leaf(Leaf),
    Alternatives(Vec<Vec<Node>>),
    Capture(SlotId, bool, Vec<Node>),
}

fn expand(nodes: &[Node]) -> Result<Vec<Vec<Leaf>>, String> {
    let mut done: Vec<Vec<Leaf>> = vec![Vec::new()];
    for node in nodes {
        let tails = match node {
            Node::Leaf(leaf) => vec![vec![leaf.clone()]],
            Node::Alternatives(sequences) => {
                let mut tails = Vec::new();
                for sequence in sequences {
                    tails.extend(expand(sequence)?);
                }
                tails
            }
            Node::Capture(slot, wide, sequence) => {
                let mark = |element| Leaf { element, anchor: false, by_default: false };
                let inner = expand(sequence)?;
                let wrap = |mut leaves: Vec<Leaf>| {
                    leaves.insert(0, mark(Element::Open(*slot, *wide)));
                    leaves.push(mark(Element::Close(*slot)));
                    leaves
                };
                inner.into_iter().map(wrap).collect()
            }
        };
        if done.len() * tails.len() > MAX_VARIANTS {
            return Err(format!("more than {MAX_VARIANTS} combinations of alternatives"));
        }
        done = done
            .iter()
            .flat_map(|head| tails.iter().map(move |tail| [head.as_slice(), tail].concat()))
            .collect();
    }
    Ok(done)
}

struct Parser<'a, N> {
    rest: &'a str,
    names: &'a mut N,
}

impl<'a, N: Names> Parser<'a, N> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn until(&mut self, close: char) -> Result<&'a str, String> {
        let (inside, rest) = self.rest.split_once(close).ok_or_else(|| format!("{close:?} is missing"))?;
        self.rest = rest;
        Ok(inside)
    }

    fn sequence(&mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with([')', '|']) {
                return Ok(nodes);
            }
            let mut node = self.node()?;
            if self.eat("!") {
                match &mut node {
                    Node::Leaf(leaf) => leaf.anchor = true,
                    Node::Capture(_, _, inner) => {
                        if let Some(Node::Leaf(leaf)) = inner.first_mut() {
                            leaf.anchor = true;
                        }
                    }
                    Node::Alternatives(sequences) => {
                        for sequence in sequences {
                            if let Some(Node::Leaf(leaf)) = sequence.first_mut() {
                                leaf.anchor = true;
                            }
                        }
                    }
                }
            }
            nodes.push(if self.eat("?") { Node::Alternatives(vec![vec![node], vec![]]) } else { node });
        }
    }

    fn node(&mut self) -> Result<Node, String> {
        if self.eat("(") {
            return Ok(Node::Alternatives(self.alternatives()?));
        }
        if self.eat("<") {
            return self.lexicon();
        }
        if self.eat("{") {
            return self.slot();
        }
        if self.eat("..") {
            let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (count, rest) = self.rest.split_at(digits);
            self.rest = rest;
            let most =
                if count.is_empty() { DEFAULT_GAP } else { count.parse().map_err(|_| "gap too wide")? };
            return Ok(plain(Element::Gap(most)));
        }
        if self.eat("#noun") {
            return Ok(plain(Element::Noun(None, false)));
        }
        if self.eat("#name") {
            return Ok(plain(Element::Noun(None, true)));
        }
        if self.eat("^") {
            return Ok(plain(Element::Start));
        }
        if self.eat("$") {
            return Ok(plain(Element::End));
        }
        self.word()
    }

    fn alternatives(&mut self) -> Result<Vec<Vec<Node>>, String> {
        let mut sequences = vec![self.sequence()?];
        while self.eat("|") {
            sequences.push(self.sequence()?);
        }
        if self.eat(")") {
            join_words(self.names.pool(), sequences)
        } else {
            Err("`)` is missing".to_owned())
        }
    }

    fn lexicon(&mut self) -> Result<Node, String> {
        let names = self.until('>')?;
        let ids: Result<Vec<LexiconId>, String> = names
            .split('|')
            .map(|name| {
                self.names.lexicon(name.trim()).ok_or_else(|| format!("unknown lexicon <{}>", name.trim()))
            })
            .collect();
        let element = Element::Lexicon(self.names.pool().add_list(ids?)?);
        Ok(Node::Leaf(Leaf { element, anchor: false, by_default: true }))
    }

    /// What a slot takes besides what its relation says: kinds, conditions, a lexicon that the mention must hold.
    fn restrict(&mut self, mut choice: Choice, kinds: &str) -> Result<Choice, String> {
        let mut own = Kinds::default();
        choice.unnamed = false;
        for name in kinds.split_whitespace() {
            match name {
                "named" => choice.named = true,
                "unnamed" => choice.unnamed = true,
                "tight" => choice.tight = true,
                "titled" => choice.titled = true,
                _ if name.starts_with('<') => {
                    let lexicon = name.trim_matches(['<', '>']);
                    let holds = self.names.lexicon(lexicon);
                    choice.holds = Some(holds.ok_or_else(|| format!("unknown lexicon {lexicon:?}"))?);
                }
                _ => own.add(Kind::parse(name).ok_or_else(|| format!("unknown kind {name:?}"))?),
            }
        }
        if own != Kinds::default() {
            choice.kinds = own;
        }
        Ok(choice)
    }

    fn slot(&mut self) -> Result<Node, String> {
        let inside = self.until('}')?;
        let (slots, kinds) =
            inside.split_once(':').map_or((inside, None), |(slots, kinds)| (slots, Some(kinds)));
        let mut choices = Vec::new();
        for name in slots.split('|').map(str::trim) {
            let mut choice = match name {
                "" if kinds.is_some() => Choice::default(),
                _ => self.names.slot(name).ok_or_else(|| format!("unknown slot {name:?}"))?,
            };
            if let Some(kinds) = kinds {
                choice = self.restrict(choice, kinds)?;
            }
            choices.push(choice);
        }
        let many = self.eat("+");
        let choices = self.names.pool().add_choices(choices)?;
        Ok(plain(Element::Slot { choices, many }))
    }

    fn word(&mut self) -> Result<Node, String> {
        let escaped = self.eat("\\");
        let marks = ['(', ')', '|', '<', '>', '{', '}', '?', '!', '+', '^', '$', ':'];
        let first = self.rest.chars().next().ok_or("a word is missing")?;
        let end = if escaped || !(first.is_alphanumeric() || first == '\'') {
            first.len_utf8()
        } else {
            self.rest
                .find(|c: char| c.is_whitespace() || c == ',' || marks.contains(&c))
                .unwrap_or(self.rest.len())
        };
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if !escaped && self.eat(":") {
            return self.capture(word);
        }
        if word.is_empty() || (!escaped && marks.contains(&first)) {
            return Err(format!("{first:?} out of place"));
        }
        let id = self.names.literal(word)?;
        let by_default = word.chars().any(char::is_alphabetic);
        let element = Element::Lexicon(self.names.pool().add_list(vec![id])?);
        Ok(Node::Leaf(Leaf { element, anchor: false, by_default }))
    }

    fn capture(&mut self, name: &str) -> Result<Node, String> {
        let slot = self.names.slot(name).and_then(|choice| choice.slot);
        let slot = slot.ok_or_else(|| format!("unknown slot {name:?}"))?;
        if self.eat("...") {
            let many = self.eat("+");
            return Ok(plain(Element::Phrase(slot, many)));
        }
        if self.eat("#noun") {
            return Ok(plain(Element::Noun(Some(slot), false)));
        }
        if self.eat("#name") {
            return Ok(plain(Element::Noun(Some(slot), true)));
        }
        let wide = self.eat("~");
        match self.node()? {
            Node::Alternatives(mut sequences) if sequences.len() == 1 => {
                Ok(Node::Capture(slot, wide, sequences.pop().unwrap_or_default()))
            }
            node => Ok(Node::Capture(slot, wide, vec![node])),
        }
    }
}

/// Alternatives of one word or lexicon each are one element: fewer variants.
fn join_words(pool: &mut Pool, sequences: Vec<Vec<Node>>) -> Result<Vec<Vec<Node>>, String> {
    let mut ids = Vec::new();
    let mut default = true;
    for sequence in &sequences {
        match sequence.as_slice() {
            [Node::Leaf(Leaf { element: Element::Lexicon(own), anchor: false, by_default })] => {
                ids.extend_from_slice(pool.lexicons(*own));
                default &= by_default;
            }
            _ => return Ok(sequences),
        }
    }
    let element = Element::Lexicon(pool.add_list(ids)?);
    Ok(vec![vec![Node::Leaf(Leaf { element, anchor: false, by_default: default })]])
}

fn plain(element: Element) -> Node {
    Node::Leaf(Leaf { element, anchor: false, by_default: false })
}
