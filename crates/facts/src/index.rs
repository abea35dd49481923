//! The word index: from a folded word to the set of its classes, by one walk along its letters.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::lexicon::{ClassId, SetId};
use crate::tables::{BitTable, to_u32};

/// A trie over the letters of all word patterns. `stem*` matches every word that begins so.
#[derive(Debug)]
pub(crate) struct WordIndex {
    /// Edges of node `n` are `edges[starts[n]..starts[n + 1]]`, sorted by letter.
    starts: Vec<u32>,
    edges: Vec<(char, u32)>,
    /// By letter, of the most common alphabets: the child of the root, or 0.
    roots: Vec<u32>,
    /// Set of a word that leaves the trie at this node, and of one that ends here.
    inherited: Vec<SetId>,
    exact: Vec<SetId>,
    /// The classes of each set.
    pub sets: BitTable,
}

/// Letters below this have a table of their own: Latin and Cyrillic.
const ROOTS: usize = 0x500;

/// A node of the trie while it is built.
#[derive(Default)]
struct Node {
    letter: char,
    first_child: Option<u32>,
    next_sibling: Option<u32>,
    /// Index in the table of class lists, where patterns end here.
    classes: Option<u32>,
}

/// Classes of the patterns that end at a node: of stems, and of whole words.
#[derive(Default)]
struct Ended {
    stems: Vec<ClassId>,
    words: Vec<ClassId>,
}

/// Numbers the distinct class sets.
struct Interner {
    known: BTreeMap<Rc<[ClassId]>, SetId>,
    sets: Vec<Rc<[ClassId]>>,
}

impl Interner {
    fn new() -> Self {
        let empty: Rc<[ClassId]> = Rc::new([]);
        Self { known: BTreeMap::from([(Rc::clone(&empty), 0)]), sets: vec![empty] }
    }

    /// The number of a set with more classes in it.
    fn with(&mut self, set: SetId, more: &[ClassId]) -> SetId {
        let mut classes = [&self.sets[set as usize], more].concat();
        classes.sort_unstable();
        classes.dedup();
        if let Some(&known) = self.known.get(classes.as_slice()) {
            return known;
        }
        let (next, classes) = (to_u32(self.sets.len()), Rc::from(classes));
        self.known.insert(Rc::clone(&classes), next);
        self.sets.push(classes);
        next
    }

    /// The sets as bits.
    fn bits(&self) -> BitTable {
        let width = self.sets.iter().filter_map(|set| set.last()).max().map_or(1, |&last| last as usize + 1);
        let classes = |set: &Rc<[ClassId]>| set.iter().map(|&class| class as usize).collect();
        BitTable::new(width, self.sets.iter().map(classes))
    }
}

impl WordIndex {
    /// The index of words and stems (`stem*`) with their classes.
    pub fn new(words: &[(String, ClassId)]) -> Self {
        let (mut nodes, mut ended) = (vec![Node::default()], Vec::<Ended>::new());
        for (word, class) in words {
            let (stem, prefix) = word.strip_suffix('*').map_or((word.as_str(), false), |stem| (stem, true));
            let at = stem.chars().fold(0, |at, letter| child(&mut nodes, at, letter));
            let own = *nodes[at].classes.get_or_insert_with(|| {
                ended.push(Ended::default());
                to_u32(ended.len() - 1)
            });
            let own = &mut ended[own as usize];
            if prefix { own.stems.push(*class) } else { own.words.push(*class) }
        }
        Self::flatten(&nodes, &ended)
    }

    fn flatten(nodes: &[Node], ended: &[Ended]) -> Self {
        let mut interner = Interner::new();
        let (mut inherited, mut exact) = (vec![0; nodes.len()], vec![0; nodes.len()]);
        let (mut starts, mut edges) = (vec![0], Vec::with_capacity(nodes.len()));
        // Children have higher numbers than their parents, so one pass in order sees parents first.
        for (at, node) in nodes.iter().enumerate() {
            if let Some(own) = node.classes.map(|own| &ended[own as usize]) {
                inherited[at] = interner.with(inherited[at], &own.stems);
                exact[at] = interner.with(inherited[at], &own.words);
            } else {
                exact[at] = inherited[at];
            }
            let from = edges.len();
            let mut next = node.first_child;
            while let Some(child) = next {
                edges.push((nodes[child as usize].letter, child));
                inherited[child as usize] = inherited[at];
                next = nodes[child as usize].next_sibling;
            }
            edges[from..].sort_unstable();
            starts.push(to_u32(edges.len()));
        }
        let mut roots = vec![0; ROOTS];
        for &(letter, child) in &edges[..starts[1] as usize] {
            roots.get_mut(letter as usize).into_iter().for_each(|root| *root = child);
        }
        Self { starts, edges, roots, inherited, exact, sets: interner.bits() }
    }

    /// The class set of a folded word.
    pub fn lookup(&self, word: &str) -> SetId {
        let mut letters = word.chars();
        let mut at = match letters.clone().next().and_then(|first| self.roots.get(first as usize)) {
            Some(&root) if root != 0 => root as usize,
            Some(_) => return self.inherited[0],
            None => 0,
        };
        if at != 0 {
            letters.next();
        }
        for letter in letters {
            let edges = &self.edges[self.starts[at] as usize..self.starts[at + 1] as usize];
            match edges.binary_search_by_key(&letter, |edge| edge.0) {
                Ok(found) => at = edges[found].1 as usize,
                Err(_) => return self.inherited[at],
            }
        }
        self.exact[at]
    }

    /// The classes of a set.
    pub fn classes(&self, set: SetId) -> impl Iterator<Item = ClassId> {
        self.sets.members(set).map(|class| ClassId::try_from(class).expect("classes are numbered so"))
    }

    /// Whether a class is in a set.
    pub fn has(&self, set: SetId, class: ClassId) -> bool {
        self.sets.holds(self.sets.row(set), class as usize)
    }
}

/// The child of a node under a letter, which is made if it is new.
fn child(nodes: &mut Vec<Node>, at: usize, letter: char) -> usize {
    let mut next = nodes[at].first_child;
    while let Some(known) = next {
        if nodes[known as usize].letter == letter {
            return known as usize;
        }
        next = nodes[known as usize].next_sibling;
    }
    let new = to_u32(nodes.len());
    let next_sibling = nodes[at].first_child.replace(new);
    nodes.push(Node { letter, next_sibling, ..Node::default() });
    new as usize
}
