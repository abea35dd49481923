//! Mentions of many documents and two languages to entities; facts of many documents to merged facts.
