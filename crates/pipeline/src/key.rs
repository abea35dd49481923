//! Digests: fingerprints of stages, keys of artifacts, digests of payloads and sources.
//!
//! ```text
//! fingerprint(stage) = digest(name, version, code and data of its crates, configuration that it reads)
//! key(artifact)      = digest(fingerprint, inputs)       inputs: digests of what it was made from, by name
//! ```
//!
//! An artifact whose key is the expected one need not be made again. Inputs are digests of *content*: a stage whose
//! input was made anew but came out the same is not run again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use svodka_model::Stage;

/// Names and digests of what an artifact was made from.
pub type Inputs = BTreeMap<String, String>;

/// A BLAKE3 digest.
pub(crate) use blake3::{Hash as Digest, hash};

/// The BLAKE3 digest of some bytes, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    hash(bytes).to_string()
}

/// The key of an artifact made from `inputs` by a stage of that fingerprint.
pub fn key(fingerprint: &str, inputs: &Inputs) -> String {
    let mut parts = vec![fingerprint];
    parts.extend(inputs.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
    digest_of_parts(&parts)
}

/// The digest of a list of strings; no two lists share their bytes.
pub fn digest_of_parts(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// The fingerprint of a stage of this program under a configuration given by its parts.
pub fn fingerprint(stage: Stage, configuration: &[&str]) -> String {
    let mut parts = vec![stage.name(), env!("CARGO_PKG_VERSION"), LOCK];
    parts.extend(code(stage));
    parts.extend(configuration);
    digest_of_parts(&parts)
}

const LOCK: &str = env!("SVODKA_DIGEST_LOCK");
const MODEL: &str = env!("SVODKA_DIGEST_MODEL");
const DICT: &str = env!("SVODKA_DIGEST_DICT_RU");
const TEXT: &str = env!("SVODKA_DIGEST_TEXT");
const KNOWLEDGE: &str = env!("SVODKA_DIGEST_KNOWLEDGE");
const INGEST: &str = env!("SVODKA_DIGEST_INGEST");
const LANGID: &str = env!("SVODKA_DIGEST_LANGID");
const VALUES: &str = env!("SVODKA_DIGEST_VALUES");
const TAGGER: &str = env!("SVODKA_DIGEST_TAGGER");
const ENTITIES: &str = env!("SVODKA_DIGEST_ENTITIES");
const FACTS: &str = env!("SVODKA_DIGEST_FACTS");
const RESOLVE: &str = env!("SVODKA_DIGEST_RESOLVE");
const REPORT: &str = env!("SVODKA_DIGEST_REPORT");
const PIPELINE: &str = env!("SVODKA_DIGEST_PIPELINE");

/// Digests of the crates that a stage is made of.
fn code(stage: Stage) -> &'static [&'static str] {
    match stage {
        Stage::Ingest => &[PIPELINE, MODEL, DICT, TEXT, INGEST],
        Stage::Language => &[PIPELINE, MODEL, LANGID],
        Stage::Entities => &[PIPELINE, MODEL, DICT, TEXT, KNOWLEDGE, VALUES, TAGGER, ENTITIES],
        Stage::Facts => &[PIPELINE, MODEL, DICT, TEXT, KNOWLEDGE, FACTS],
        Stage::Resolve => &[PIPELINE, MODEL, DICT, TEXT, KNOWLEDGE, RESOLVE],
        Stage::Report => &[PIPELINE, MODEL, REPORT],
    }
}

/// A writer that digests what passes through.
pub(crate) struct Hashing<W> {
    inner: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Hashing<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self { inner, hasher: blake3::Hasher::new() }
    }

    pub(crate) fn into_inner(self) -> W {
        self.inner
    }

    /// The digest of all that was written.
    pub(crate) fn digest(&self) -> Digest {
        self.hasher.finalize()
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_names_values_and_fingerprints_apart() {
        let inputs = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Inputs>()
        };
        let keys = [
            key("f", &inputs(&[("a", "b")])),
            key("f", &inputs(&[("a", "c")])),
            key("f", &inputs(&[("ab", "")])),
            key("f", &inputs(&[("b", "a")])),
            key("g", &inputs(&[("a", "b")])),
            key("f", &inputs(&[])),
        ];
        let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
        assert_eq!(keys[0], key("f", &inputs(&[("a", "b")])));
    }

    #[test]
    fn fingerprints_follow_stage_and_configuration() {
        let all: std::collections::BTreeSet<_> = Stage::ALL
            .iter()
            .flat_map(|&stage| [fingerprint(stage, &[]), fingerprint(stage, &["x"])])
            .collect();
        assert_eq!(all.len(), 12);
    }

    #[test]
    fn hashing_writer_agrees_with_digest() {
        let mut writer = Hashing::new(Vec::new());
        writer.write_all("сводка".as_bytes()).unwrap();
        writer.write_all(b" 1").unwrap();
        assert_eq!(writer.digest().to_string(), digest("сводка 1".as_bytes()));
    }
}
