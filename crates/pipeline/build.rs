//! Digests of the code and data of each crate, so that the artifacts of an older program are not taken for ours.
//!
//! A stage's fingerprint must change whenever its code, its embedded data or a library below it changes. Nobody
//! has to remember to raise a number: this script digests the files of the sibling crates and the lock file. Where
//! the siblings are not beside us (a packaged crate), the version number alone stands for them.

use std::fs;
use std::path::{Path, PathBuf};

const CRATES: [&str; 13] = [
    "model",
    "dict-ru",
    "text",
    "knowledge",
    "ingest",
    "langid",
    "values",
    "tagger",
    "entities",
    "facts",
    "resolve",
    "report",
    "pipeline",
];

/// What stands in a crate's folder and changes no output.
const IDLE: [&str; 6] = ["README.md", "benches", "examples", "scripts", "target", "tests"];

fn main() {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder of the manifest");
    let crates = Path::new(&manifest).parent().map(Path::to_path_buf).unwrap_or_default();
    let lock = crates.join("../Cargo.lock");
    println!("cargo::rerun-if-changed=build.rs");
    for name in CRATES {
        let mut digest = Fnv::new();
        feed(&crates.join(name), name, &mut digest);
        println!("cargo::rustc-env=SVODKA_DIGEST_{}={:016x}", variable(name), digest.0);
    }
    let mut digest = Fnv::new();
    feed(&lock, "Cargo.lock", &mut digest);
    println!("cargo::rustc-env=SVODKA_DIGEST_LOCK={:016x}", digest.0);
}

fn variable(name: &str) -> String {
    name.to_uppercase().replace('-', "_")
}

/// Adds a file, or a folder with all that is in it, under `name`.
fn feed(path: &Path, name: &str, digest: &mut Fnv) {
    let Ok(metadata) = fs::metadata(path) else { return };
    // Not the root of a crate: cargo would look into its tests and examples as well.
    if name.contains('/') || metadata.is_file() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    if metadata.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in entries {
            let file = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !file.starts_with('.') && !IDLE.contains(&file.as_str()) {
                feed(&entry, &format!("{name}/{file}"), digest);
            }
        }
    } else if let Ok(bytes) = fs::read(path) {
        digest.add(name.as_bytes());
        digest.add(&(bytes.len() as u64).to_le_bytes());
        digest.add(&bytes);
    }
}

/// The 64-bit FNV-1a digest over words of eight bytes: enough to tell versions of our own files apart.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
            self.0 ^= self.0 >> 32;
        }
    }
}
