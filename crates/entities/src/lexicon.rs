//! The lexicon: every known name and word of the recognizers in one trie over folded tokens.
//!
//! A document is looked up once; all recognizers read the same hits. No text is kept or compared: a node of the trie is
//! found by the key of the words that lead to it.

use std::ops::Range;

use svodka_model::{Kind, Span};
use svodka_text::fold::{fold, fold_into};
use svodka_text::table::{Sketch, Table};
use svodka_text::{Case, EndingSet, Layer, Token, TokenKind, inflect, keys, letters, tokenize_into};

use crate::endings;
pub use crate::hits::{Hit, Hits};
use crate::hits::{QUOTE, is_mark};
pub use crate::nodes::Met;
use crate::nodes::{Node, Terminal, Word};
use crate::sets::{self, Sets};

/// What an entry of the lexicon is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// A complete name of a thing of this kind.
    Name(Kind),
    /// The adjective or demonym of a country.
    Nationality,
    /// A job title.
    Title,
    /// A word that modifies a title.
    TitlePrefix,
    /// A legal form of an organisation.
    LegalForm,
    /// A word that heads an organisation's name.
    OrgHead,
    /// A word that ends an organisation's name.
    OrgTail,
    /// A word that heads a place's name.
    PlaceHead,
    /// English words beside which names of firms stand.
    FirmCue,
    /// A class of products, before or behind their names.
    ProductHead,
    /// A word that heads an event's name.
    EventHead,
    /// A word that heads a document's name.
    DocumentHead,
    /// A given name.
    GivenName,
    /// A common noun phrase that stands for a name.
    Nominal,
    /// A verb of saying.
    Speech,
    /// A word of the subject of an English office or ministry.
    Subject,
    /// A word that is capitalised only because a sentence or headline begins: no name begins with it.
    Stop,
    /// No entry's, but the token's own: a word with a capital.
    Capital,
    /// The token's own: a number.
    Figure,
    /// The token's own: a mark that can open a quotation.
    Quote,
    /// The token's own: a word with a capital before a full stop that is glued on both sides, as in addresses.
    Dotted,
    /// The token's own: a word that mixes capitals and small letters.
    Mixed,
    /// The token's own: a word with a capital that is built like the names of firms.
    Firm,
    /// The token's own: a word with a capital and an ending of Russian family names.
    FamilyEnding,
    /// The token's own: a word with a capital and an ending of family names in Latin letters.
    LatinFamilyEnding,
    /// The token's own: a word with a capital and an ending of patronymics.
    PatronymicEnding,
}

impl Tag {
    /// The bit of the tag in the sets that [`Hits`] keeps for each token.
    pub const fn bit(self) -> u64 {
        let other = match self {
            Self::Name(kind) => return 1 << (kind as u64 & 31),
            Self::Nationality => 0,
            Self::Title => 1,
            Self::TitlePrefix => 2,
            Self::LegalForm => 3,
            Self::OrgHead => 4,
            Self::OrgTail => 5,
            Self::PlaceHead => 6,
            Self::ProductHead => 7,
            Self::EventHead => 8,
            Self::DocumentHead => 9,
            Self::GivenName => 10,
            Self::Nominal => 11,
            Self::Speech => 12,
            Self::Subject => 13,
            Self::Stop => 14,
            Self::Capital => 15,
            Self::Figure => 16,
            Self::Quote => 17,
            Self::Dotted => 18,
            Self::Firm => 19,
            Self::FamilyEnding => 20,
            Self::LatinFamilyEnding => 21,
            Self::PatronymicEnding => 22,
            Self::FirmCue => 23,
            Self::Mixed => 24,
        };
        1 << (32 + other)
    }

    /// The bits of several tags.
    #[inline]
    pub fn bits(tags: &[Self]) -> u64 {
        tags.iter().fold(0, |bits, tag| bits | tag.bit())
    }
}

/// One thing or word of the lexicon.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is good for.
    pub tag: Tag,
    /// The name or word in citation form, as the table writes it.
    pub norm: String,
    /// Id of the knowledge row.
    pub link: String,
    /// Class of the row (`ministry`, `city`, `of|tail`, `m` ...), by tag.
    pub class: String,
    /// A second attribute, by tag (country of a place, head id).
    pub extra: String,
    /// Whether the word is also an ordinary word or another sort of name.
    pub ambiguous: bool,
}

/// Which tokens of an entry must be capitalised in the text.
#[derive(Debug, Clone, Copy)]
pub enum CaseRule {
    /// None.
    Any,
    /// The tokens whose bit is set.
    Capital(u32),
    /// The first must be all capitals (acronyms).
    Upper,
}

/// A trie over folded tokens.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// By key of the words that begin a name.
    nodes: Table<Node>,
    /// The words that begin names or belong to sets: most words of a text do neither.
    starts: Sketch,
    /// The keys of several words that begin names: most words behind one that begins a name do not go on with it.
    further: Sketch,
    /// Further terminals of nodes, each with the one before it as [`Node`] has it.
    links: Vec<(Terminal, u32)>,
    entries: Vec<Entry>,
    surname_endings: EndingSet,
    /// Scratch of insertion.
    tokens: Vec<Token>,
    folded: String,
}

impl Lexicon {
    /// A lexicon with room for so many entries, which knows the words of the sets alone.
    pub fn with_capacity(entries: usize) -> Self {
        let mut lexicon = Self { nodes: Table::with_capacity(entries * 4), ..Self::default() };
        lexicon.entries.reserve(entries);
        sets::keys().for_each(|word| lexicon.starts.note(word));
        lexicon
    }

    /// Adds an entry under each of `surfaces` (any case; folded here).
    pub fn add<S: AsRef<str>>(&mut self, entry: Entry, surfaces: impl IntoIterator<Item = (S, CaseRule)>) {
        let terminal = self.enter(entry);
        for (surface, rule) in surfaces {
            self.insert(surface.as_ref(), Terminal { rule, ..terminal });
        }
    }

    /// Adds an entry under the forms of its name, those of the plural included if told so; that in which the table writes
    /// it if it is not Russian.
    pub fn add_inflected(&mut self, entry: Entry, with_plural: bool, rule: CaseRule) {
        let name = entry.norm.clone();
        let terminal = Terminal { rule, ..self.enter(entry) };
        if name.chars().any(letters::is_cyrillic) {
            inflect::each(&name, with_plural, |form| self.insert_folded(form, form, terminal));
        } else {
            self.insert(&name, terminal);
        }
    }

    fn enter(&mut self, entry: Entry) -> Terminal {
        let terminal = Terminal { entry: number(self.entries.len()), tag: entry.tag, rule: CaseRule::Any };
        self.entries.push(entry);
        terminal
    }

    fn insert(&mut self, surface: &str, terminal: Terminal) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        fold_into(surface, &mut folded);
        self.insert_folded(surface, &folded, terminal);
        self.folded = folded;
    }

    /// Inserts a surface that is given as it is written and folded.
    fn insert_folded(&mut self, surface: &str, folded: &str, terminal: Terminal) {
        let mut path = None;
        if is_plain(folded) {
            for word in folded.split(' ') {
                path = Some(self.step(path, keys::text(word)));
            }
        } else {
            let mut tokens = std::mem::take(&mut self.tokens);
            tokens.clear();
            tokenize_into(surface, Span::new(0, surface.len()), &mut tokens);
            for token in &tokens {
                path = Some(self.step(path, key_of(token.span.of(surface))));
            }
            self.tokens = tokens;
        }
        if let Some(key) = path {
            self.nodes.entry(key).enter(terminal, &mut self.links);
        }
    }

    /// The key of the node behind some words and one more, which is made if there is none.
    fn step(&mut self, words: Option<u64>, word: u64) -> u64 {
        match words {
            None => self.starts.note(word),
            Some(words) => self.nodes.entry(words).lead_to(word),
        }
        let key = longer(words, word);
        if words.is_some() {
            self.further.note(key);
        }
        self.nodes.entry(key);
        key
    }

    /// The entry of a hit.
    pub fn entry(&self, hit: &Hit) -> &Entry {
        &self.entries[hit.entry as usize]
    }

    /// Sets the endings of family names in Latin letters, folded.
    pub fn set_surname_endings(&mut self, endings: impl IntoIterator<Item = String>) {
        self.surname_endings = endings.into_iter().collect();
    }

    /// Whether a folded word in Latin letters ends like a family name.
    pub fn is_surname_ending(&self, word: &str) -> bool {
        self.surname_endings.of(word).any(|ending| word.len() > ending.len() + 1)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Looks a document up: all hits, by start, longer first.
    pub fn hits(&self, layer: &Layer<'_>, met: &mut Met) -> Hits {
        let count = layer.tokens().len();
        let mut hits = Hits {
            hits: Vec::with_capacity(count),
            first: Vec::with_capacity(count + 1),
            tags: vec![0; count],
            sets: vec![Sets::default(); count],
        };
        let keys = hits.keys(layer);
        let mut begun: Vec<(usize, Node)> = Vec::new();
        for sentence in layer.sentences() {
            // The processor looks many words up at a time if nothing waits for one of them.
            begun.clear();
            for at in sentence.tokens() {
                let capital = hits.tags[at] & Tag::Capital.bit() != 0;
                if !(capital || self.starts.may_have(keys[at])) {
                    continue;
                }
                let Word { node, sets, endings } =
                    met.word(keys[at], || self.word(keys[at], layer.folded(at)));
                hits.sets[at] = sets;
                hits.tags[at] |= if capital { endings } else { 0 };
                if !node.is_none() {
                    begun.push((at, node));
                }
            }
            for &(start, node) in &begun {
                let from = hits.hits.len();
                hits.first.resize(start + 1, number(from));
                self.walk(layer, start..sentence.end, node, &keys, &mut hits.hits);
                hits.hits[from..].reverse();
                hits.tags[start] |= hits.hits[from..].iter().fold(0, |tags, hit| tags | hit.tag.bit());
            }
        }
        hits.first.resize(count + 1, number(hits.hits.len()));
        hits
    }

    /// What is known of a folded word.
    fn word(&self, key: u64, folded: &str) -> Word {
        let node = self.nodes.get(key).copied().unwrap_or_default();
        Word { node, sets: sets::of_key(key), endings: self.ending_tags(folded) }
    }

    /// The bits of the tags that the ending of a folded word tells.
    pub fn ending_tags(&self, word: &str) -> u64 {
        let tags = [
            (Tag::Firm, endings::is_firm(word)),
            (Tag::FamilyEnding, endings::is_surname(word)),
            (Tag::LatinFamilyEnding, self.is_surname_ending(word)),
            (Tag::PatronymicEnding, endings::is_patronymic(word)),
        ];
        tags.into_iter().filter(|(_, has)| *has).fold(0, |bits, (tag, _)| bits | tag.bit())
    }

    /// The longest place that begins at the first of the tokens, whatever its capitals, with the end of its tokens.
    pub fn place_in_small(&self, layer: &Layer<'_>, tokens: Range<usize>) -> Option<(usize, &Entry)> {
        let place = |node: &Node| {
            let mut terminals = node.terminals(&self.links);
            terminals.find(|terminal| terminal.tag == Tag::Name(Kind::Location))
        };
        let mut words = layer.key(tokens.start);
        let mut node = self.nodes.get(words)?;
        let mut end = tokens.start + 1;
        let mut longest = None;
        loop {
            longest = place(node).map(|place| (end, place.entry)).or(longest);
            let next = if end < tokens.end { Some(layer.key(end)) } else { None };
            let Some(next) = next.filter(|&next| node.may_lead_to(next)) else { break };
            words = keys::pair(words, next);
            let Some(further) = self.nodes.get(words) else { break };
            node = further;
            end += 1;
        }
        longest.map(|(end, entry)| (end, &self.entries[entry as usize]))
    }

    /// Appends the hits that begin at the first of the tokens, which leads to `node`, shorter first.
    fn walk(
        &self,
        layer: &Layer<'_>,
        tokens: Range<usize>,
        mut node: Node,
        keys: &[u64],
        hits: &mut Vec<Hit>,
    ) {
        let start = tokens.start;
        let mut words = keys[start];
        let mut end = start + 1;
        loop {
            for terminal in node.terminals(&self.links) {
                if terminal.rule.allows(layer, start..end) {
                    hits.push(Hit { start, end, tag: terminal.tag, entry: terminal.entry });
                }
            }
            if end == tokens.end {
                return;
            }
            let may_go_on = node.may_lead_to(keys[end]);
            words = keys::pair(words, keys[end]);
            let next = if may_go_on && self.further.may_have(words) { self.nodes.get(words) } else { None };
            let Some(&next) = next else { return };
            node = next;
            end += 1;
        }
    }
}

/// The key of some words and one more.
#[inline]
fn longer(words: Option<u64>, word: u64) -> u64 {
    words.map_or(word, |words| keys::pair(words, word))
}

/// The key of a word, folded; quotation marks of all shapes are one.
fn key_of(word: &str) -> u64 {
    if is_quotation_mark(word) { keys::text(QUOTE) } else { keys::text(&fold(word)) }
}

/// Whether a folded text is words of English and Russian letters with one space between, and nothing else.
fn is_plain(folded: &str) -> bool {
    let mut word = false;
    for c in folded.chars() {
        match c {
            'a'..='z' | 'а'..='я' => word = true,
            ' ' if word => word = false,
            _ => return false,
        }
    }
    word
}

/// A count of terminals, hits or entries, as it is kept.
pub fn number(count: usize) -> u32 {
    u32::try_from(count).expect("fewer terminals and hits than 2^32")
}

fn is_quotation_mark(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_mark) && chars.next().is_none()
}

impl CaseRule {
    /// The rule for a proper name as a table writes it. English names keep every capital; of a Russian name of
    /// several words, the first may be small (a descriptor), the others keep theirs.
    pub fn of_name(name: &str) -> Self {
        let mut tokens = Vec::new();
        tokenize_into(name, Span::new(0, name.len()), &mut tokens);
        let first = tokens.first().filter(|token| token.kind == TokenKind::Word);
        if tokens.len() == 1
            && first.is_some_and(|t| t.case == Case::Upper && t.span.of(name).chars().count() <= 6)
        {
            return CaseRule::Upper;
        }
        let russian = name.chars().any(letters::is_cyrillic);
        let mut mask = 0;
        for (index, token) in tokens.iter().enumerate().take(32) {
            if token.is_capitalized() && !(russian && index == 0 && tokens.len() > 1) {
                mask |= 1 << index;
            }
        }
        if mask == 0 && !russian { CaseRule::Any } else { CaseRule::Capital(mask) }
    }

    fn allows(self, layer: &Layer<'_>, tokens: Range<usize>) -> bool {
        match self {
            CaseRule::Any => true,
            CaseRule::Upper => {
                layer.tokens()[tokens.start].case == Case::Upper || is_declined_acronym(layer, tokens.start)
            }
            CaseRule::Capital(_) if tokens.len() == 1 && is_short_acronym(layer, tokens.start) => false,
            CaseRule::Capital(mask) => tokens
                .enumerate()
                .take(32)
                .all(|(index, token)| mask & (1 << index) == 0 || layer.tokens()[token].case != Case::Lower),
        }
    }
}

/// A word of capitals with a Russian case ending: МИДа, ГОКом.
fn is_declined_acronym(layer: &Layer<'_>, at: usize) -> bool {
    let word = layer.word(at);
    let ending = word.trim_start_matches(letters::is_upper);
    let capitals = word.len() - ending.len();
    layer.tokens()[at].case == Case::Mixed
        && capitals >= 4
        && !ending.is_empty()
        && ending.chars().count() <= 2
        && ending.chars().all(letters::is_cyrillic)
}

/// A short word of capitals among words that are not, with or without a case ending: КУБ and КУБа are no forms of Куба.
fn is_short_acronym(layer: &Layer<'_>, at: usize) -> bool {
    let upper = |at: usize| layer.tokens().get(at).is_some_and(|token| token.case == Case::Upper);
    let words = |at: usize| layer.tokens().get(at).is_some_and(|token| token.kind == TokenKind::Word);
    let beside = [at.wrapping_sub(1), at + 1].into_iter().any(|near| words(near) && upper(near));
    let ending =
        layer.tokens()[at].case == Case::Mixed && layer.word(at).chars().take(2).all(letters::is_upper);
    (upper(at) || ending) && !beside && layer.word(at).chars().count() <= 4 + usize::from(ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use svodka_model::Language;
    use svodka_text::Morphology;

    fn entry(norm: &str) -> Entry {
        Entry {
            tag: Tag::Name(Kind::Organization),
            norm: norm.to_owned(),
            link: String::new(),
            class: String::new(),
            extra: String::new(),
            ambiguous: false,
        }
    }

    fn check(names: &[&str], text: &str, expected: &[&str]) {
        let mut lexicon = Lexicon::default();
        for name in names {
            lexicon.add(entry(name), [(*name, CaseRule::of_name(name))]);
        }
        let morphology = Morphology::embedded();
        let layer = Layer::of_text(text, Language::En, &morphology);
        let hits = lexicon.hits(&layer, &mut Met::default());
        let found: Vec<_> = hits.hits.iter().map(|hit| layer.span_of(hit.tokens()).of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn longer_hits_come_first_and_case_counts() {
        check(&["Air Force", "Air Force One"], "Air Force One, air force", &["Air Force One", "Air Force"]);
        check(
            &["РАН", "Совет Федерации"],
            "ран РАН совет Федерации совет федерации",
            &["РАН", "совет Федерации"],
        );
    }

    #[test]
    fn hits_do_not_cross_sentences() {
        check(&["Rosatom Energy"], "It met Rosatom. Energy rose.", &[]);
    }
}
