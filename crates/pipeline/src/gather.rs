//! Inputs to files: folders are walked in sorted order, and what cannot be read is named.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use svodka_model::{FailureRecord, Stage};

use crate::key::hash;
use crate::record::Skipped;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputFile {
    /// Its path as it appears in records: the input as given, parts of the path joined by `/`.
    pub name: String,
    /// Bytes, as the file system says.
    pub bytes: u64,
}

impl InputFile {
    /// Where to open it.
    pub fn path(&self) -> &Path {
        Path::new(&self.name)
    }
}

/// The files of a run, sorted by name, and what was left out.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Files to read, sorted by name; each once, however many inputs lead to it.
    pub files: Vec<InputFile>,
    /// What cannot be read, sorted.
    pub failures: Vec<FailureRecord>,
    /// What was passed over on purpose, sorted.
    pub skipped: Vec<Skipped>,
}

/// Finds the files under `inputs` (files and folders), leaving out what lies in `out`.
///
/// The result does not depend on the order of the inputs. In folders, hidden entries and links to folders are
/// passed over (and listed as such), so that a loop of links cannot catch us.
pub fn gather(inputs: &[PathBuf], out: &Path) -> Gathered {
    let mut walk = Walk { found: Gathered::default(), out: fs::canonicalize(out).ok() };
    for input in inputs {
        walk.input(input);
    }
    walk.finish()
}

struct Walk {
    found: Gathered,
    out: Option<PathBuf>,
}

impl Walk {
    fn input(&mut self, path: &Path) {
        match fs::metadata(path) {
            Err(error) => self.fail(path, "unreadable", &reason(&error)),
            Ok(metadata) if metadata.is_dir() => self.folders(path),
            Ok(metadata) => self.file(path, &metadata),
        }
    }

    /// Walks a folder and all below it, without recursion: depth is the input's choice, not ours.
    fn folders(&mut self, root: &Path) {
        let mut waiting = vec![root.to_path_buf()];
        while let Some(folder) = waiting.pop() {
            match fs::read_dir(&folder) {
                Err(error) => self.fail(
                    &folder,
                    "unreadable",
                    &format!("the folder cannot be read: {}", reason(&error)),
                ),
                Ok(entries) => {
                    for entry in entries {
                        match entry {
                            Ok(entry) => waiting.extend(self.entry(&entry)),
                            Err(error) => self.fail(&folder, "unreadable", &reason(&error)),
                        }
                    }
                }
            }
        }
    }

    /// Takes an entry of a folder; a folder to walk is given back.
    fn entry(&mut self, entry: &fs::DirEntry) -> Option<PathBuf> {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            self.skip(&path, "hidden");
            return None;
        }
        let linked = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        match fs::metadata(&path) {
            Err(error) if linked => {
                self.fail(&path, "unreadable", &format!("the link leads nowhere: {}", reason(&error)))
            }
            Err(error) => self.fail(&path, "unreadable", &reason(&error)),
            Ok(metadata) if metadata.is_dir() && linked => {
                self.skip(&path, "a link to a folder; name the folder itself as an input to read it");
            }
            Ok(metadata) if metadata.is_dir() => {
                if self.out.is_none() || fs::canonicalize(&path).ok() != self.out {
                    return Some(path);
                }
                self.skip(&path, "the output folder of this run");
            }
            Ok(metadata) => self.file(&path, &metadata),
        }
        None
    }

    fn file(&mut self, path: &Path, metadata: &fs::Metadata) {
        if !metadata.is_file() {
            return self.fail(path, "not_a_file", "neither a file nor a folder (a device, pipe or socket)");
        }
        match name_of(path) {
            Some(name) => {
                self.found.files.push(InputFile { name, bytes: metadata.len() });
            }
            None => self.fail(
                path,
                "name_not_utf8",
                "the name is not UTF-8, so no record could cite it; rename the file",
            ),
        }
    }

    fn fail(&mut self, path: &Path, code: &str, message: &str) {
        self.found.failures.push(FailureRecord {
            source: shown(path),
            stage: Stage::Ingest,
            code: code.to_owned(),
            message: format!("{}: {message}", shown(path)),
        });
    }

    fn skip(&mut self, path: &Path, reason: &str) {
        self.found.skipped.push(Skipped { source: shown(path), reason: reason.to_owned() });
    }

    /// Sorts, and keeps of several names of one file the first.
    fn finish(mut self) -> Gathered {
        let mut files = std::mem::take(&mut self.found.files);
        files.sort();
        files.dedup();
        // Digests of real paths and places in the list: there may be a million files.
        let mut first: BTreeMap<[u8; 32], usize> = BTreeMap::new();
        for file in files {
            let real = fs::canonicalize(file.path()).unwrap_or_else(|_| file.path().to_path_buf());
            match first.entry(*hash(real.as_os_str().as_encoded_bytes()).as_bytes()) {
                Entry::Vacant(entry) => {
                    entry.insert(self.found.files.len());
                    self.found.files.push(file);
                }
                Entry::Occupied(known) => {
                    let known = self.found.files[*known.get()].name.clone();
                    self.skip(file.path(), &format!("the same file as {known}"));
                }
            }
        }
        self.found.files.shrink_to_fit();
        sort_once(&mut self.found.failures);
        sort_once(&mut self.found.skipped);
        self.found
    }
}

fn sort_once<T: Ord>(list: &mut Vec<T>) {
    let sorted: BTreeSet<T> = std::mem::take(list).into_iter().collect();
    list.extend(sorted);
}

/// The path for records, or `None` where it is not UTF-8.
fn name_of(path: &Path) -> Option<String> {
    let name = path.to_str()?;
    Some(if std::path::MAIN_SEPARATOR == '/' {
        name.to_owned()
    } else {
        name.replace(std::path::MAIN_SEPARATOR, "/")
    })
}

/// The path for a reader, with a mark for each byte that is not UTF-8.
fn shown(path: &Path) -> String {
    name_of(path).unwrap_or_else(|| path.to_string_lossy().into_owned())
}

/// The system's words for a reader.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(gathered: &Gathered) -> Vec<String> {
        gathered.files.iter().map(|file| file.name.rsplit('/').next().unwrap().to_owned()).collect()
    }

    fn codes(gathered: &Gathered) -> Vec<&str> {
        gathered.failures.iter().map(|failure| failure.code.as_str()).collect()
    }

    #[test]
    fn walks_in_order_whatever_the_order_of_inputs() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("b")).unwrap();
        for name in ["b/2.txt", "b/1.txt", "a.txt", ".hidden"] {
            fs::write(root.join(name), name).unwrap();
        }
        let out = root.join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("run.json"), "{}").unwrap();
        let inputs = [root.to_path_buf(), root.join("b"), root.join("missing")];
        let once = gather(&inputs, &out);
        assert_eq!(names(&once), ["a.txt", "1.txt", "2.txt"]);
        assert_eq!(codes(&once), ["unreadable"]);
        assert!(
            once.failures[0].message.contains("missing") && once.failures[0].message.contains("no such file")
        );
        let reasons: Vec<&str> = once.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
        assert_eq!(reasons, ["hidden", "the output folder of this run"]);
        let mut turned = inputs.clone();
        turned.reverse();
        assert_eq!(gather(&turned, &out).files, once.files);
    }

    #[cfg(unix)]
    #[test]
    fn links_cannot_loop_and_odd_things_are_named() {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a.txt"), "a").unwrap();
        symlink(root, root.join("loop")).unwrap();
        symlink(root.join("a.txt"), root.join("b.txt")).unwrap();
        symlink(root.join("nowhere"), root.join("c.txt")).unwrap();
        fs::write(root.join(std::ffi::OsStr::from_bytes(b"\xff\xfe.txt")), "d").unwrap();
        symlink(root.join("self"), root.join("self")).unwrap();
        symlink("/dev/zero", root.join("zeros")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
        let gathered = gather(&[root.to_path_buf()], &root.join("out"));
        assert_eq!(names(&gathered), ["a.txt"]);
        assert_eq!(
            codes(&gathered),
            ["unreadable", "unreadable", "not_a_file", "not_a_file", "name_not_utf8"]
        );
        assert_eq!(gathered.skipped.len(), 2, "{:?}", gathered.skipped);
    }
}
