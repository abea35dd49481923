//! The per-document function, the stage contract, artifacts and the corpus run.
