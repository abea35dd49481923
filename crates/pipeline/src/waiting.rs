//! Documents between reading and analysis: in memory while they are few, on disk when they are many.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use svodka_model::Document;

/// Bytes of documents that wait in memory.
const HELD_BYTES: usize = 16 << 20;

/// Takes documents in and gives each back once.
pub(crate) struct Waiting {
    /// Where the file of those lies that do not fit into memory; it has no name.
    folder: PathBuf,
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: usize,
    spool: Option<BufWriter<File>>,
    length: u64,
}

/// A document that waits.
pub(crate) enum Ticket {
    /// In memory.
    Here(Box<Document>),
    /// In the file.
    There {
        /// Where its record begins.
        at: u64,
        /// The length of its record.
        bytes: u32,
    },
}

impl Ticket {
    /// About how many bytes the document takes.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Self::Here(document) => document.text().len() as u64,
            Self::There { bytes, .. } => u64::from(*bytes),
        }
    }
}

/// About how many bytes a document takes in memory: a short one is mostly metadata.
pub(crate) fn weight(document: &Document) -> usize {
    size_of::<Document>() + 2 * document.text().len() + 2 * size_of_val(document.blocks())
}

impl Waiting {
    /// `folder` must be there.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, most: HELD_BYTES, state: Mutex::default() }
    }

    /// Takes a document in.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn put(&self, document: Document) -> io::Result<Ticket> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = weight(&document);
        if state.held + bytes <= self.most {
            state.held += bytes;
            return Ok(Ticket::Here(Box::new(document)));
        }
        drop(state);
        let record = serde_json::to_vec(&document)?;
        state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.spool.is_none() {
            state.spool = Some(BufWriter::with_capacity(1 << 18, tempfile::tempfile_in(&self.folder)?));
        }
        let spool = state.spool.as_mut().expect("it was opened above");
        spool.write_all(&record)?;
        let at = state.length;
        state.length += record.len() as u64;
        let bytes = u32::try_from(record.len()).map_err(io::Error::other)?;
        Ok(Ticket::There { at, bytes })
    }

    /// Gives a document back.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn take(&self, ticket: Ticket) -> io::Result<Document> {
        let (at, bytes) = match ticket {
            Ticket::Here(document) => return Ok(*document),
            Ticket::There { at, bytes } => (at, bytes),
        };
        let mut record = vec![0; bytes as usize];
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let spool = state.spool.as_mut().ok_or(io::ErrorKind::NotFound)?;
        spool.flush()?;
        let file = spool.get_mut();
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut record)?;
        file.seek(SeekFrom::End(0))?;
        drop(state);
        Ok(serde_json::from_slice(&record)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toy::document;

    #[test]
    fn what_does_not_fit_into_memory_comes_back_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        let most = ["six ..", ""].map(|text| weight(&document(text))).iter().sum();
        let waiting = Waiting { most, ..Waiting::new(folder.path().to_path_buf()) };
        let texts = ["six ..", "seven .", "пять", "", "eleven bytes"];
        let mut tickets: Vec<Ticket> =
            texts.iter().map(|text| waiting.put(document(text)).unwrap()).collect();
        let here = tickets.iter().map(|ticket| matches!(ticket, Ticket::Here(_)));
        assert_eq!(here.collect::<Vec<_>>(), [true, false, false, true, false]);
        tickets.reverse();
        let last = waiting.take(tickets.remove(0)).unwrap();
        assert_eq!(last.text(), texts[4]);
        tickets.push(waiting.put(last).unwrap());
        let back = tickets.into_iter().map(|ticket| waiting.take(ticket).unwrap().text().to_owned());
        assert_eq!(back.collect::<Vec<_>>(), ["", "пять", "seven .", "six ..", "eleven bytes"]);
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "the file has no name");
    }
}
