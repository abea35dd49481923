//! A stream that refuses to give more than it may.

use std::io::{self, Read};

use crate::error::{ErrorKind, IngestError};

/// A number of bytes for people.
pub(crate) fn size(bytes: u64) -> String {
    let tenths = bytes / ((1 << 20) / 10);
    match (tenths / 10, tenths % 10) {
        (0, _) => format!("{bytes} bytes"),
        (whole, 0) => format!("{whole} MiB"),
        (whole, tenth) => format!("{whole}.{tenth} MiB"),
    }
}

/// That something is larger than it may be.
pub(crate) fn too_much(what: &str, bytes: usize, limit: usize) -> String {
    format!("the {what} has {}, more than the limit of {}", size(bytes as u64), size(limit as u64))
}

/// Passes bytes on up to a limit; beyond it reading fails as a `bomb`.
pub(crate) struct Limited<R> {
    stream: R,
    passed: u64,
    limit: u64,
}

impl<R: Read> Limited<R> {
    pub fn new(stream: R, limit: u64) -> Self {
        Self { stream, passed: 0, limit }
    }

    /// Bytes given so far.
    pub fn passed(&self) -> u64 {
        self.passed
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.passed += read as u64;
        if self.passed > self.limit {
            let message = format!("the packed data unpacks to more than {}", size(self.limit));
            return Err(io::Error::other(IngestError::new(ErrorKind::Bomb, message)));
        }
        Ok(read)
    }
}
