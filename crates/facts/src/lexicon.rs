//! Lexicons: named sets of words and phrases, compiled together into one index of word classes.
//!
//! Every word pattern of every lexicon goes into one byte trie. Looking a token up gives the id of a precomputed set
//! of *classes*, so that asking "is this token in that lexicon?" is one bit test, however many lexicons there are.

use std::collections::BTreeMap;

use svodka_model::Status;

/// A bit in the class set of a token.
pub(crate) type ClassId = u16;
/// A precomputed set of classes; 0 is the empty set.
pub(crate) type SetId = u32;
/// Index of a lexicon.
pub(crate) type LexiconId = u16;

/// Named groups of endings, for entries such as `подписа~past`.
pub(crate) type Endings = BTreeMap<String, Vec<String>>;

/// One step of a phrase.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// A token of this class.
    Word(ClassId),
    /// Up to so many tokens of any kind.
    Gap(u8),
}

/// A phrase of several words.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub steps: Vec<Step>,
    pub status: Option<Status>,
}

/// A named set of words and phrases.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// Classes of its single words, each with the status that these forms imply ("подпишут" is planned).
    pub singles: Vec<(ClassId, Option<Status>)>,
    /// Its phrases, and the classes of all their first and last words (to refuse quickly).
    pub phrases: Vec<Phrase>,
    pub phrase_first: Option<ClassId>,
    pub phrase_last: Option<ClassId>,
}

/// All lexicons, compiled.
#[derive(Debug)]
pub(crate) struct Lexicons {
    index: WordIndex,
    lexicons: Vec<Lexicon>,
    /// The class sets of words that are an entry, and of those that are or begin one.
    singles: SetTable,
    beginners: SetTable,
}

/// Which class sets belong to which lexicon: a bit for each pair.
#[derive(Debug)]
struct SetTable {
    bits: Vec<u64>,
    /// Words of a row; a row is a lexicon.
    width: usize,
}

impl SetTable {
    /// Of all class sets and lexicons, the pairs where one of the lexicon's classes is in the set.
    fn new(index: &WordIndex, lexicons: &[Lexicon], classes: impl Fn(&Lexicon) -> Vec<ClassId>) -> Self {
        let width = index.sets.len().div_ceil(64);
        let mut owners: Vec<Vec<usize>> = vec![];
        for (row, lexicon) in lexicons.iter().enumerate() {
            for class in classes(lexicon) {
                owners.resize(owners.len().max(class as usize + 1), vec![]);
                owners[class as usize].push(row);
            }
        }
        let mut bits = vec![0; lexicons.len() * width];
        for (set, members) in index.sets.iter().enumerate() {
            for class in members_of(members).filter(|&class| class < owners.len()) {
                for row in &owners[class] {
                    bits[row * width + set / 64] |= 1 << (set % 64);
                }
            }
        }
        Self { bits, width }
    }

    fn holds(&self, set: SetId, id: LexiconId) -> bool {
        let set = set as usize;
        self.bits[id as usize * self.width + set / 64] >> (set % 64) & 1 != 0
    }
}

/// The numbers of the bits of a set.
fn members_of(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter()
        .enumerate()
        .filter(|(_, word)| **word != 0)
        .flat_map(|(at, &word)| (0..64).filter(move |bit| word >> bit & 1 != 0).map(move |bit| at * 64 + bit))
}

impl Lexicons {
    pub fn get(&self, id: LexiconId) -> &Lexicon {
        &self.lexicons[id as usize]
    }

    /// The class set of a folded word.
    pub fn lookup(&self, word: &str) -> SetId {
        self.index.lookup(word)
    }

    /// Whether a class is in a set.
    pub fn has(&self, set: SetId, class: ClassId) -> bool {
        self.index.has(set, class)
    }

    /// For each lexicon, the class sets of words that are or begin an entry of it.
    pub fn beginners(&self) -> Vec<Vec<SetId>> {
        let rows = self.beginners.bits.chunks(self.beginners.width.max(1));
        rows.map(|row| members_of(row).map(|set| set as SetId).collect()).collect()
    }

    /// Adds the classes of a set to a bit set.
    pub fn add_to(&self, bits: &mut Vec<u64>, set: SetId) {
        let own = &self.index.sets[set as usize];
        bits.resize(own.len(), 0);
        bits.iter_mut().zip(own.iter()).for_each(|(bits, own)| *bits |= own);
    }

    /// Number of class sets.
    pub fn set_count(&self) -> usize {
        self.index.sets.len()
    }

    /// Whether a token of this class set is, or begins, an entry of the lexicon.
    pub fn may_begin(&self, set: SetId, id: LexiconId) -> bool {
        self.beginners.holds(set, id)
    }

    /// Whether a token of this class set is a one-word entry of the lexicon.
    pub fn is_single(&self, set: SetId, id: LexiconId) -> bool {
        self.singles.holds(set, id)
    }
}

/// Collects lexicons, then compiles them.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    lexicons: Vec<Lexicon>,
    names: BTreeMap<String, LexiconId>,
    classes: ClassId,
    word_classes: BTreeMap<String, ClassId>,
    words: Vec<(String, ClassId)>,
}

impl Builder {
    /// The lexicon of that name.
    pub fn find(&self, name: &str) -> Option<LexiconId> {
        self.names.get(name).copied()
    }

    /// Adds entries to the lexicon `name`, which is made if it is new.
    pub fn add(&mut self, name: &str, entries: &[String], endings: &Endings) -> Result<LexiconId, String> {
        let id = match self.names.get(name) {
            Some(&id) => id,
            None => {
                let id =
                    LexiconId::try_from(self.lexicons.len()).map_err(|_| "too many lexicons".to_owned())?;
                self.lexicons.push(Lexicon::default());
                self.names.insert(name.to_owned(), id);
                id
            }
        };
        for entry in entries {
            self.add_entry(id, entry, endings)?;
        }
        Ok(id)
    }

    fn add_entry(&mut self, id: LexiconId, entry: &str, endings: &Endings) -> Result<(), String> {
        let (text, status) = match entry.rsplit_once('=') {
            Some((text, name)) => {
                let status =
                    Status::parse(name.trim()).ok_or_else(|| format!("unknown status in entry {entry:?}"))?;
                (text.trim(), Some(status))
            }
            None => (entry.trim(), None),
        };
        for variant in expand_alternatives(text)? {
            let words = split_words(&variant);
            match words.as_slice() {
                [] => return Err(format!("entry {entry:?} holds no word")),
                [word] if !word.starts_with("..") => {
                    let class = self.single_class(id, status);
                    self.add_word(word, class, endings)?;
                }
                words => self.add_phrase(id, words, status, endings)?,
            }
        }
        Ok(())
    }

    fn single_class(&mut self, id: LexiconId, status: Option<Status>) -> ClassId {
        let known =
            self.lexicons[id as usize].singles.iter().find(|&&(_, of)| of == status).map(|&(class, _)| class);
        known.unwrap_or_else(|| {
            let class = self.new_class();
            self.lexicons[id as usize].singles.push((class, status));
            class
        })
    }

    fn add_phrase(
        &mut self,
        id: LexiconId,
        words: &[String],
        status: Option<Status>,
        endings: &Endings,
    ) -> Result<(), String> {
        let mut steps = Vec::with_capacity(words.len());
        for word in words {
            steps.push(match word.strip_prefix("..") {
                Some(count) => Step::Gap(count.parse().unwrap_or(3)),
                None => Step::Word(self.word_class(word, endings)?),
            });
        }
        let (Some(Step::Word(_)), Some(Step::Word(_))) = (steps.first(), steps.last()) else {
            return Err(format!("phrase {words:?} begins or ends with a gap"));
        };
        let first = self.lexicons[id as usize].phrase_first.unwrap_or_else(|| self.new_class());
        let last = self.lexicons[id as usize].phrase_last.unwrap_or_else(|| self.new_class());
        self.add_word(&words[0], first, endings)?;
        self.add_word(&words[words.len() - 1], last, endings)?;
        let lexicon = &mut self.lexicons[id as usize];
        lexicon.phrase_first = Some(first);
        lexicon.phrase_last = Some(last);
        lexicon.phrases.push(Phrase { steps, status });
        Ok(())
    }

    fn word_class(&mut self, word: &str, endings: &Endings) -> Result<ClassId, String> {
        if let Some(&class) = self.word_classes.get(word) {
            return Ok(class);
        }
        let class = self.new_class();
        self.word_classes.insert(word.to_owned(), class);
        self.add_word(word, class, endings)?;
        Ok(class)
    }

    fn add_word(&mut self, word: &str, class: ClassId, endings: &Endings) -> Result<(), String> {
        match word.split_once('~') {
            Some((stem, group)) => {
                let group =
                    endings.get(group).ok_or_else(|| format!("unknown endings ~{group} in {word:?}"))?;
                self.words.extend(group.iter().map(|ending| (format!("{stem}{ending}"), class)));
            }
            None => self.words.push((word.to_owned(), class)),
        }
        Ok(())
    }

    fn new_class(&mut self) -> ClassId {
        self.classes = self.classes.checked_add(1).expect("packs hold fewer than 65 thousand distinct words");
        self.classes - 1
    }

    /// Compiles everything that was added.
    pub fn build(self) -> Lexicons {
        let (index, lexicons) = (WordIndex::new(&self.words), self.lexicons);
        let singles = |lexicon: &Lexicon| lexicon.singles.iter().map(|&(class, _)| class).collect::<Vec<_>>();
        let beginners =
            |lexicon: &Lexicon| [singles(lexicon), lexicon.phrase_first.into_iter().collect()].concat();
        Lexicons {
            singles: SetTable::new(&index, &lexicons, singles),
            beginners: SetTable::new(&index, &lexicons, beginners),
            index,
            lexicons,
        }
    }
}

/// `sign(|s|ed)` -> `sign`, `signs`, `signed`. Brackets do not nest.
fn expand_alternatives(text: &str) -> Result<Vec<String>, String> {
    if text.chars().count() == 1 {
        return Ok(vec![text.to_owned()]);
    }
    let mut depth = 0;
    for bracket in text.chars().filter(|c| matches!(c, '(' | ')')) {
        depth += if bracket == '(' { 1 } else { -1 };
        if !(0..=1).contains(&depth) {
            return Err(format!("brackets nest or do not match in {text:?}"));
        }
    }
    let mut done = vec![String::new()];
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let close = rest[open..].find(')').ok_or_else(|| format!("bracket not closed in {text:?}"))? + open;
        let alternatives: Vec<&str> = rest[open + 1..close].split('|').collect();
        done = done
            .iter()
            .flat_map(|head| alternatives.iter().map(move |tail| format!("{head}{}{tail}", &rest[..open])))
            .collect();
        rest = &rest[close + 1..];
    }
    done.iter_mut().for_each(|head| head.push_str(rest));
    Ok(done)
}

/// Cuts a phrase as the tokenizer cuts text: hyphens, stops and other marks are words of their own.
fn split_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in text.split_whitespace() {
        if part.starts_with("..") && part[2..].bytes().all(|b| b.is_ascii_digit()) {
            words.push(part.to_owned());
            continue;
        }
        let mut word = String::new();
        for c in part.chars() {
            if c.is_alphanumeric() || matches!(c, '\'' | '*' | '~' | '_') {
                word.push(c);
            } else {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push(c.to_string());
            }
        }
        match word.strip_suffix("'s") {
            Some(owner) if !owner.is_empty() => words.extend([owner.to_owned(), "'s".to_owned()]),
            _ => words.extend((!word.is_empty()).then_some(word)),
        }
    }
    words.iter().map(|word| svodka_text::fold::fold(word)).collect()
}

/// A byte trie over all word patterns. `stem*` matches every word that begins so.
#[derive(Debug)]
struct WordIndex {
    /// Edges of node `n` are `edges[starts[n]..starts[n + 1]]`, sorted by byte.
    starts: Vec<u32>,
    edges: Vec<(u8, u32)>,
    /// Set of a word that leaves the trie at this node, and of one that ends here.
    inherited: Vec<SetId>,
    exact: Vec<SetId>,
    /// Bit sets, all of one length.
    sets: Vec<Box<[u64]>>,
}

#[derive(Default)]
struct Node {
    edges: BTreeMap<u8, u32>,
    prefix: Vec<ClassId>,
    exact: Vec<ClassId>,
}

impl WordIndex {
    fn new(words: &[(String, ClassId)]) -> Self {
        let mut nodes = vec![Node::default()];
        for (word, class) in words {
            let (stem, prefix) = word.strip_suffix('*').map_or((word.as_str(), false), |stem| (stem, true));
            let mut at = 0usize;
            for byte in stem.bytes() {
                let next = u32::try_from(nodes.len()).expect("lexicons are small");
                let found = *nodes[at].edges.entry(byte).or_insert(next);
                if found == next {
                    nodes.push(Node::default());
                }
                at = found as usize;
            }
            if prefix { nodes[at].prefix.push(*class) } else { nodes[at].exact.push(*class) }
        }
        Self::flatten(&nodes)
    }

    fn flatten(nodes: &[Node]) -> Self {
        let mut interned: BTreeMap<Vec<ClassId>, SetId> = BTreeMap::from([(Vec::new(), 0)]);
        let mut intern = |mut classes: Vec<ClassId>| {
            classes.sort_unstable();
            classes.dedup();
            let next = u32::try_from(interned.len()).expect("lexicons are small");
            *interned.entry(classes).or_insert(next)
        };
        let mut prefixes: Vec<Vec<ClassId>> = vec![Vec::new(); nodes.len()];
        let (mut inherited, mut exact) = (vec![0; nodes.len()], vec![0; nodes.len()]);
        // Children have higher numbers than their parents, so one pass in order sees parents first.
        for (at, node) in nodes.iter().enumerate() {
            let mut own = std::mem::take(&mut prefixes[at]);
            own.extend(&node.prefix);
            inherited[at] = intern(own.clone());
            exact[at] = intern(own.iter().chain(&node.exact).copied().collect());
            for &child in node.edges.values() {
                prefixes[child as usize] = own.clone();
            }
        }
        let mut starts = vec![0];
        let mut edges = Vec::new();
        for node in nodes {
            edges.extend(node.edges.iter().map(|(&byte, &child)| (byte, child)));
            starts.push(u32::try_from(edges.len()).expect("lexicons are small"));
        }
        let width =
            interned.keys().filter_map(|set| set.last()).max().map_or(1, |&last| last as usize / 64 + 1);
        let mut sets = vec![vec![0u64; width].into_boxed_slice(); interned.len()];
        for (classes, id) in interned {
            for class in classes {
                sets[id as usize][class as usize / 64] |= 1 << (class % 64);
            }
        }
        Self { starts, edges, inherited, exact, sets }
    }

    fn lookup(&self, word: &str) -> SetId {
        let mut at = 0usize;
        for byte in word.bytes() {
            let edges = &self.edges[self.starts[at] as usize..self.starts[at + 1] as usize];
            match edges.binary_search_by_key(&byte, |edge| edge.0) {
                Ok(found) => at = edges[found].1 as usize,
                Err(_) => return self.inherited[at],
            }
        }
        self.exact[at]
    }

    fn has(&self, set: SetId, class: ClassId) -> bool {
        self.sets[set as usize][class as usize / 64] & (1 << (class % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(entries: &[&str]) -> Lexicons {
        let endings = Endings::from([("past".to_owned(), ["л", "ла", "ли"].map(str::to_owned).to_vec())]);
        let entries: Vec<String> = entries.iter().map(|&entry| entry.to_owned()).collect();
        let mut builder = Builder::default();
        builder.add("test", &entries, &endings).unwrap();
        builder.build()
    }

    #[test]
    fn words_stems_and_endings() {
        let lexicons = compile(&["sign(|s|ed)", "соглашени*", "подписа~past", "подпиш*=planned"]);
        let single = |word: &str| lexicons.is_single(lexicons.lookup(word), 0);
        for word in ["sign", "signed", "соглашение", "соглашениями", "подписали", "подпишут"]
        {
            assert!(single(word), "{word}");
        }
        for word in ["signing", "", "соглаше", "подписан", "подпис", "s"] {
            assert!(!single(word), "{word}");
        }
    }

    #[test]
    fn phrases_are_cut_like_text() {
        assert_eq!(
            split_words("пресс-служба и.о. put ..3 X's"),
            ["пресс", "-", "служба", "и", ".", "о", ".", "put", "..3", "x", "'s"]
        );
        let lexicons = compile(&["пресс-служб*"]);
        assert!(
            lexicons.may_begin(lexicons.lookup("пресс"), 0)
                && !lexicons.is_single(lexicons.lookup("пресс"), 0)
        );
    }

    #[test]
    fn bad_entries_are_refused() {
        for entry in ["a(b", "word=maybe", "слов~none", "..3 word", ""] {
            let mut builder = Builder::default();
            assert!(builder.add("test", &[entry.to_owned()], &Endings::new()).is_err(), "{entry}");
        }
    }
}
