//! Reading the data files of this crate: tab-separated, `#` comments, one header row.

/// The rows of a file without comments, blank lines and header.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .skip(1)
        .map(|line| line.split('\t').collect())
}
