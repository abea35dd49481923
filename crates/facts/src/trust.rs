//! How often each rule was right on annotated texts, and the confidence that follows.

/// Rule, facts of it that were right, facts of it that were wrong.
const MEASURED: &str = include_str!("../data/trust.tsv");
/// Facts that the word of a rule's writer is worth.
const WRITER: u64 = 10;

/// The confidence, in thousandths, in what a rule finds: between what its writer says and what was measured.
pub(crate) fn of(rule: &str, written: u16) -> u16 {
    let rows = MEASURED.lines().filter(|line| !line.starts_with('#'));
    let mut cells = rows.map(|line| line.split('\t')).find_map(|mut cells| {
        (cells.next() == Some(rule)).then(|| cells.filter_map(|cell| cell.trim().parse::<u64>().ok()))
    });
    let Some((right, wrong)) = cells.as_mut().and_then(|cells| Some((cells.next()?, cells.next()?))) else {
        return written;
    };
    let mean = (right * 1000 + u64::from(written) * WRITER) / (right + wrong + WRITER);
    u16::try_from(mean).unwrap_or(written)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_rows_of_rule_and_two_counts_and_an_unknown_rule_is_taken_at_its_word() {
        for line in super::MEASURED.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 3 && cells[1..].iter().all(|cell| cell.parse::<u64>().is_ok()), "{line}");
        }
        assert_eq!(super::of("none.such", 777), 777);
    }
}
