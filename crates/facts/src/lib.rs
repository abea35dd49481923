//! Quotes and facts: rule packs as data and the engine that runs them.
