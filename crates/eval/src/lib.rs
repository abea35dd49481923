//! Scorers and gold formats.
