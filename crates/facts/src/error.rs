//! What can be wrong with a rule pack.

/// A rule pack that does not load. Every variant names the pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not TOML, or a field that packs do not have; the reason gives line and column.
    #[error("rule pack {pack}: {reason}")]
    Syntax {
        /// Name of the pack.
        pack: String,
        /// What the parser says.
        reason: String,
    },
    /// A pattern that cannot be read.
    #[error("rule pack {pack}, rule {rule}: {reason} in pattern {pattern:?}")]
    Pattern {
        /// Name of the pack.
        pack: String,
        /// Name of the rule.
        rule: String,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A name that nothing has: a relation, slot, lexicon, kind, status.
    #[error("rule pack {pack}, {place}: unknown {what} {name:?}")]
    Unknown {
        /// Name of the pack.
        pack: String,
        /// Where it is used.
        place: String,
        /// What sort of name.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// An example that a rule should have found and did not, or a counter-example that it did find.
    #[error("rule pack {pack}, rule {rule}: example {example:?}: {found}")]
    Example {
        /// Name of the pack.
        pack: String,
        /// Name of the rule.
        rule: String,
        /// The example as written.
        example: String,
        /// What was found instead.
        found: String,
    },
}
