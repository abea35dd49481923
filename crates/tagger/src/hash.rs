//! Hashes of features.
//!
//! Never to be changed: the rows of a trained model are found by them.

pub(crate) use svodka_text::keys::{mix, pair, text};

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hash of the value of a feature of the given template.
#[inline]
pub(crate) fn feature(template: u64, value: u64) -> u64 {
    mix(value ^ (template + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93))
}

/// The row of a table of 2^`bits` rows that a feature lies in.
#[inline]
pub(crate) fn row(feature: u64, bits: u32) -> usize {
    (feature.wrapping_mul(GOLDEN) >> (64 - bits)) as usize
}
