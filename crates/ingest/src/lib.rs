//! Bytes to documents: decoding, mark-up, structure, metadata, furniture.
