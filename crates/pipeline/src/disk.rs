//! Files of the output folder: written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::Error;
use crate::key::Hashing;

/// Ending of files that are not yet whole.
const UNFINISHED: &str = ".tmp";

/// Writes a file through a temporary name, syncs and renames it: a reader sees the old file or the new one. Gives
/// back the digest of what was written.
pub(crate) fn write_whole(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<String, Error> {
    write(path, true, content)
}

/// The same without waiting until the disk has it: for files that are many, and that are made again if a loss of power
/// takes them.
pub(crate) fn write_soon(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<String, Error> {
    write(path, false, content)
}

fn write(
    path: &Path,
    sync: bool,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<String, Error> {
    let unfinished = unfinished(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    }
    let write = || {
        let mut file = BufWriter::with_capacity(1 << 16, Hashing::new(File::create(&unfinished)?));
        content(&mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let digest = file.digest().to_string();
        let file = file.into_inner();
        if sync {
            file.sync_all()?;
        }
        fs::rename(&unfinished, path)?;
        Ok(digest)
    };
    write().map_err(Error::io("write", path))
}

/// Writes a value as indented JSON, for files that people open.
pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<String, Error> {
    write_whole(path, |out| {
        serde_json::to_writer_pretty(&mut *out, value)?;
        out.write_all(b"\n")
    })
}

/// Writes a value as JSON on one line, for files that only programs open.
pub(crate) fn write_compact<T: Serialize>(path: &Path, value: &T) -> Result<String, Error> {
    write_whole(path, |out| Ok(serde_json::to_writer(out, value)?))
}

/// Writes a list of values as JSON Lines.
pub(crate) fn write_lines<T: Serialize>(path: &Path, values: &[T]) -> Result<String, Error> {
    write_whole(path, |out| {
        for value in values {
            serde_json::to_writer(&mut *out, value)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}

/// Removes a file if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Removes every file below `folder` whose path relative to it is not wanted, then folders that are empty.
pub(crate) fn sweep(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<(), Error> {
    for path in files_below(folder)? {
        let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if !wanted(&relative) {
            remove(&path)?;
            remove_empty_folders(path.parent(), folder);
        }
    }
    let _ = fs::remove_dir(folder); // stays where it is not empty
    Ok(())
}

fn remove_empty_folders(mut folder: Option<&Path>, root: &Path) {
    while let Some(path) = folder.filter(|path| *path != root && path.starts_with(root)) {
        if fs::remove_dir(path).is_err() {
            return;
        }
        folder = path.parent();
    }
}

/// All files below a folder, sorted; none where there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = vec![];
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(Error::io("read", &folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(Error::io("read", &folder))?;
            let kind = entry.file_type().map_err(Error::io("read", &entry.path()))?;
            if kind.is_dir() { waiting.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    Ok(files)
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(UNFINISHED);
    path.with_file_name(name)
}

/// A folder of ours for as long as the value lives: no other run can hold it.
pub(crate) struct Held {
    _folder: Option<File>,
}

/// Takes the output folder for this run alone (where the system can lock folders).
pub(crate) fn hold(folder: &Path) -> Result<Held, Error> {
    let Ok(file) = File::open(folder) else { return Ok(Held { _folder: None }) };
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(Error::Busy(folder.to_path_buf())),
        _ => Ok(Held { _folder: Some(file) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.json");
        let digest = write_whole(&path, |out| out.write_all("да".as_bytes())).unwrap();
        assert_eq!(digest, crate::key::digest("да".as_bytes()));
        let failed = write_whole(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.unwrap_err().to_string().contains("the disk is full"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "да");
    }

    #[test]
    fn sweeping_leaves_what_is_wanted_and_no_empty_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("report");
        for name in ["index.html", "old/deep/x.html", "old.html.tmp"] {
            write_whole(&root.join(name), |out| out.write_all(b"x")).unwrap();
        }
        sweep(&root, &|name| name == "index.html").unwrap();
        assert_eq!(files_below(folder.path()).unwrap(), [root.join("index.html")]);
        assert!(!root.join("old").exists());
        sweep(&root, &|_| false).unwrap();
        assert!(!root.exists());
    }

    #[test]
    fn only_one_run_holds_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let held = hold(folder.path()).unwrap();
        assert!(matches!(hold(folder.path()), Err(Error::Busy(_))));
        drop(held);
        assert!(hold(folder.path()).is_ok());
    }
}
