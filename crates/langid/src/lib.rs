//! Language of a document and of its runs.
