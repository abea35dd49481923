//! Hashes of features.
//!
//! Written out here and never to be changed: the rows of a trained model are found by them.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Scrambles the bits of `x`; the high bits are the best.
#[inline]
pub(crate) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 32)).wrapping_mul(GOLDEN);
    x ^ (x >> 29)
}

/// Hash of a piece of text.
#[inline]
pub(crate) fn text(text: &str) -> u64 {
    let mut hash = (text.len() as u64).wrapping_mul(GOLDEN);
    for chunk in text.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash ^ u64::from_le_bytes(bytes));
    }
    hash
}

/// Hash of two things in order.
#[inline]
pub(crate) fn pair(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(21) ^ b)
}

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
