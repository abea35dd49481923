//! Disjoint sets.

/// Sets of numbers that grow together.
#[derive(Debug)]
pub struct Union {
    parents: Vec<usize>,
}

impl Union {
    /// Each of `count` numbers alone.
    pub fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// The smallest number of a set, which stands for it.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    /// Joins two sets; whether they were apart before.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
        a != b
    }
}
