//! Sets of word endings, asked in a time that does not grow with their number.

/// Things by the ending of a word: a trie over the letters from the last on.
#[derive(Debug, Clone)]
pub(crate) struct EndingMap<T> {
    /// The first is the root.
    nodes: Vec<Node<T>>,
}

#[derive(Debug, Clone)]
struct Node<T> {
    /// Nodes by the letter before, sorted.
    before: Vec<(char, usize)>,
    thing: Option<T>,
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self { before: Vec::new(), thing: None }
    }
}

impl<T> Default for EndingMap<T> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl<T> EndingMap<T> {
    /// Puts a thing where an ending leads, in place of what was there.
    pub fn insert(&mut self, ending: &str, thing: T) {
        let mut node = 0;
        for letter in ending.chars().rev() {
            node = match self.nodes[node].before.binary_search_by_key(&letter, |&(letter, _)| letter) {
                Ok(at) => self.nodes[node].before[at].1,
                Err(at) => {
                    let new = self.nodes.len();
                    self.nodes[node].before.insert(at, (letter, new));
                    self.nodes.push(Node::default());
                    new
                }
            };
        }
        self.nodes[node].thing = Some(thing);
    }

    /// The things of the endings that a word has, the shortest first; the word is given by its letters from the last on.
    pub fn of(&self, letters: impl Iterator<Item = char>) -> impl Iterator<Item = &T> {
        let mut node = &self.nodes[0];
        let mut letters = letters;
        let nodes = std::iter::from_fn(move || {
            let letter = letters.next()?;
            let at = node.before.binary_search_by_key(&letter, |&(letter, _)| letter).ok()?;
            node = &self.nodes[node.before[at].1];
            Some(node)
        });
        nodes.filter_map(|node| node.thing.as_ref())
    }
}

/// A set of endings.
///
/// ```
/// let endings: svodka_text::EndingSet = ["ова", "ов", "ский"].into_iter().collect();
/// assert!(endings.end("иванова"));
/// assert!(!endings.end("москва"));
/// assert_eq!(endings.of("иванова").collect::<Vec<_>>(), ["ова"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct EndingSet(EndingMap<Box<str>>);

impl EndingSet {
    /// The endings that `word` has, the shortest first.
    pub fn of(&self, word: &str) -> impl Iterator<Item = &str> {
        self.0.of(word.chars().rev()).map(AsRef::as_ref)
    }

    /// Whether `word` has one of the endings.
    pub fn end(&self, word: &str) -> bool {
        self.end_letters(word.chars().rev())
    }

    /// Whether a text, given by its letters from the last on, has one of the endings.
    pub fn end_letters(&self, letters: impl Iterator<Item = char>) -> bool {
        self.0.of(letters).next().is_some()
    }
}

impl<S: Into<Box<str>>> FromIterator<S> for EndingSet {
    fn from_iter<I: IntoIterator<Item = S>>(endings: I) -> Self {
        let mut set = Self::default();
        set.extend(endings);
        set
    }
}

impl<S: Into<Box<str>>> Extend<S> for EndingSet {
    fn extend<I: IntoIterator<Item = S>>(&mut self, more: I) {
        for ending in more.into_iter().map(Into::into) {
            let ending: Box<str> = ending;
            self.0.insert(&ending.clone(), ending);
        }
    }
}
