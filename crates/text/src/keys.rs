//! Keys of words and phrases: 64 bits in place of text, for tables that are asked for every word.
//!
//! Of a million different words two share a key once in forty million tries, so that tables keep keys alone: no text is
//! compared, none is fetched from memory. Written out here and never to be changed: trained models find their weights by
//! these keys.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Scrambles the bits of `x`; the high bits are the best.
#[inline]
pub fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 32)).wrapping_mul(GOLDEN);
    x ^ (x >> 29)
}

/// The key of a piece of text.
#[inline]
pub fn text(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut key = (bytes.len() as u64).wrapping_mul(GOLDEN);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        key = mix(key ^ u64::from_le_bytes(*word));
    }
    if rest.is_empty() { key } else { mix(key ^ little_endian(rest)) }
}

/// The number that one to seven bytes are, the first the lowest; long ones in two overlapping parts.
#[inline]
fn little_endian(bytes: &[u8]) -> u64 {
    let last = bytes.len() - 1;
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(end)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*end)) << (8 * (last - 3))
        }
        _ => {
            let middle = u64::from(bytes[last / 2]) << (8 * (last / 2));
            u64::from(bytes[0]) | middle | u64::from(bytes[last]) << (8 * last)
        }
    }
}

/// The key of two things in order.
#[inline]
pub fn pair(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(21) ^ b)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the keys of the models were made: eight bytes at a time, the last ones filled up with zeros.
    fn plain(text: &str) -> u64 {
        text.as_bytes().chunks(8).fold((text.len() as u64).wrapping_mul(GOLDEN), |key, chunk| {
            let mut bytes = [0; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            mix(key ^ u64::from_le_bytes(bytes))
        })
    }

    #[test]
    fn keys_are_those_of_the_models() {
        let letters = "a№Ж1бcдef-ghéijklmnop";
        for end in (0..=letters.len()).filter(|&end| letters.is_char_boundary(end)) {
            for start in (0..=end).filter(|&start| letters.is_char_boundary(start)) {
                assert_eq!(text(&letters[start..end]), plain(&letters[start..end]), "{start}..{end}");
            }
        }
        assert_eq!(text("россия"), 0xD9EB_7327_02D2_CB5D);
    }
}
