//! Files as they are opened: their bytes or a handle, their digest, and whether they stay what they were.

use std::fs::{self, File, Metadata};
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use crate::key::{self, Digest, Hashing};
use crate::stages::Source;

/// Files above this size are read one at a time and never taken into memory as a whole.
pub(crate) const HEAVY_BYTES: u64 = 4 << 20;

/// What a failure says of a file that is not what it was.
pub(crate) const CHANGED: &str = "the file changed while it was read";

/// A file that is being read.
pub(crate) struct Open {
    pub source: Box<dyn Source>,
    pub digest: Digest,
    /// Bytes that were read.
    pub bytes: u64,
    metadata: Metadata,
    /// It changed under our eyes.
    torn: bool,
}

impl Open {
    /// Opens a file; its bytes are taken into memory if they are few.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        // Whoever opens a pipe waits for its other end.
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::other("it is no longer a file"));
        }
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.len() > HEAVY_BYTES {
            let mut hashing = Hashing::new(io::sink());
            let bytes = io::copy(&mut file, &mut hashing)?;
            file.rewind()?;
            return Ok(Self {
                source: Box::new(file),
                digest: hashing.digest(),
                bytes,
                metadata,
                torn: false,
            });
        }
        let mut read = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
        file.by_ref().take(HEAVY_BYTES + 1).read_to_end(&mut read)?;
        let bytes = read.len() as u64;
        let torn = bytes != metadata.len() || !same(&metadata, &file.metadata()?);
        Ok(Self { digest: key::hash(&read), source: Box::new(Cursor::new(read)), bytes, metadata, torn })
    }

    /// Whether the file is no longer what it was when it was opened; what lies in memory cannot change any more.
    pub(crate) fn changed(&self, path: &Path) -> bool {
        let in_memory = self.metadata.len() <= HEAVY_BYTES;
        self.torn
            || !in_memory
                && (self.bytes != self.metadata.len()
                    || !fs::metadata(path).is_ok_and(|now| same(&self.metadata, &now)))
    }
}

/// Whether a file has the same size and time of change in both.
fn same(before: &Metadata, now: &Metadata) -> bool {
    before.len() == now.len() && before.modified().ok() == now.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_something_else_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Open::new(folder.path()).is_err());
        #[cfg(unix)]
        {
            let path = folder.path().join("socket");
            let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
            let error = Open::new(&path).err().map(|error| error.to_string());
            assert_eq!(error.as_deref(), Some("it is no longer a file"));
        }
    }
}
