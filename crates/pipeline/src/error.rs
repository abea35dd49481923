//! What can keep a corpus run or the loading of an analyzer from starting or finishing.

use std::io;
use std::path::{Path, PathBuf};

/// Why the analyzer could not be loaded, or the run could not go on.
///
/// What goes wrong with a single input is not here: it becomes a [`FailureRecord`](svodka_model::FailureRecord)
/// and the run goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Knowledge, rules or other configuration cannot be used; the message names file and line.
    #[error("cannot load {what}: {message}")]
    Load {
        /// What was being loaded: `knowledge`, `rules` ...
        what: &'static str,
        /// The loader's own words.
        message: String,
    },
    /// No input can be read.
    #[error("nothing to read: {}", .0.join("; "))]
    NothingToRead(Vec<String>),
    /// The output folder holds something that no run has made.
    #[error("{} has a folder named {folder:?} but no run.json: it was not made by a run; choose another --out", path.display())]
    Foreign {
        /// The output folder.
        path: PathBuf,
        /// The folder in it that we would have to write into.
        folder: String,
    },
    /// Another run writes to the output folder.
    #[error("another run is writing to {}", .0.display())]
    Busy(PathBuf),
    /// Reading or writing the output failed.
    #[error("cannot {action} {}: {error}", path.display())]
    Io {
        /// `read`, `write`, `create` ...
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        error: io::Error,
    },
    /// A file of the output folder is not what a run writes.
    #[error("{} is not as a run writes it: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_path_buf();
        move |error| Error::Io { action, path, error }
    }

    /// For `map_err` on loaders of other crates.
    pub(crate) fn load<E: std::fmt::Display>(what: &'static str) -> impl FnOnce(E) -> Error {
        move |error| Error::Load { what, message: error.to_string() }
    }
}
