//! Rows of the tab-separated tables under `data/`: lines that start with `#` are remarks.

/// The rows with exactly `N` columns of an embedded table.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        <[&str; N]>::try_from(columns).expect("embedded tables have the columns that their header names")
    })
}
