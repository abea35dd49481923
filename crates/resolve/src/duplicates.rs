//! Near-copies: MinHash over word shingles with fixed seeds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use svodka_model::{Analyzed, BlockKind, DocumentId};
use svodka_text::fold::fold;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::union::Union;

/// Number of hash functions.
const HASHES: usize = 96;
/// Hashes a band: two documents are compared if one band agrees (similarity of about one half upwards).
const BAND: usize = 4;
/// Words a shingle.
const SHINGLE: usize = 4;
/// Similarity from which two documents are versions of each other, in thousandths.
const ALIKE: u32 = 600;

/// Documents that are copies or versions of each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DuplicateCluster {
    /// Its members, the first published (else the smallest id) first.
    pub members: Vec<DuplicateMember>,
}

/// A document in a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DuplicateMember {
    /// The document.
    pub document: DocumentId,
    /// What it is to the first member.
    pub kind: DuplicateKind,
    /// Estimated share of shingles in common with the first member, in thousandths.
    pub similarity: u32,
}

/// What a document is to the first of its cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateKind {
    /// The first member itself.
    Original,
    /// The same text but for its furniture.
    SameText,
    /// Nearly the same text.
    Copy,
    /// A rewritten or extended version.
    Version,
}

/// Clusters of near-copies, by their first member.
pub fn clusters(documents: &[&Analyzed]) -> Vec<DuplicateCluster> {
    let signatures: Vec<Option<Vec<u64>>> = documents.iter().map(|document| signature(document)).collect();
    let mut bands: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for (document, signature) in signatures.iter().enumerate() {
        let Some(signature) = signature else { continue };
        for (band, hashes) in signature.chunks(BAND).enumerate() {
            let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
            bands.entry((band, xxh3_64_with_seed(&bytes, 0))).or_default().push(document);
        }
    }
    let mut union = Union::new(documents.len());
    for members in bands.into_values() {
        for pair in members.windows(2) {
            if similarity(&signatures, pair[0], pair[1]) >= ALIKE {
                union.join(pair[0], pair[1]);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for document in 0..documents.len() {
        groups.entry(union.root(document)).or_default().push(document);
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .map(|group| cluster(documents, &signatures, group))
        .collect()
}

fn cluster(
    documents: &[&Analyzed],
    signatures: &[Option<Vec<u64>>],
    mut group: Vec<usize>,
) -> DuplicateCluster {
    let published = |index: usize| {
        documents[index].document.metadata().published.as_ref().and_then(|field| field.value.start)
    };
    group.sort_by_key(|&index| {
        (published(index).is_none(), published(index), documents[index].document.id().clone())
    });
    let first = group[0];
    let members = group.into_iter().map(|index| {
        let similarity = similarity(signatures, first, index);
        let kind = match similarity {
            _ if index == first => DuplicateKind::Original,
            1000 => DuplicateKind::SameText,
            850.. => DuplicateKind::Copy,
            _ => DuplicateKind::Version,
        };
        DuplicateMember { document: documents[index].document.id().clone(), kind, similarity }
    });
    DuplicateCluster { members: members.collect() }
}

fn similarity(signatures: &[Option<Vec<u64>>], a: usize, b: usize) -> u32 {
    let (Some(a), Some(b)) = (&signatures[a], &signatures[b]) else { return 0 };
    let equal = a.iter().zip(b).filter(|(x, y)| x == y).count();
    u32::try_from(equal * 1000 / HASHES).unwrap_or(0)
}

/// The smallest hash of the shingles of a document's content under each hash function; none for very short texts.
fn signature(analyzed: &Analyzed) -> Option<Vec<u64>> {
    let document = &analyzed.document;
    let content = document.blocks().iter().filter(|block| block.kind != BlockKind::Furniture);
    let words: Vec<String> = content
        .flat_map(|block| block.span.of(document.text()).split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(fold)
        .collect();
    if words.len() < SHINGLE * 5 {
        return None;
    }
    let mut smallest = vec![u64::MAX; HASHES];
    for shingle in words.windows(SHINGLE) {
        let base = xxh3_64_with_seed(shingle.join(" ").as_bytes(), 0);
        for (hash, seed) in smallest.iter_mut().zip(1u64..) {
            *hash = (*hash).min(mix(base, seed));
        }
    }
    Some(smallest)
}

/// A hash function of the family: a finalizer over base and seed (constants of SplitMix64, Steele et al. 2014).
fn mix(base: u64, seed: u64) -> u64 {
    let mut z = base ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
