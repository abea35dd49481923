//! Tokens, sentences, morphology, folding, transliteration and numerals for English and Russian.
