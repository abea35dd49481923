//! Makes the rows of `data/name_suffixes.tsv` from a list of masculine family names, one a line, on standard input:
//! `cargo run --release --example learn_name_suffixes < FAMILY_NAMES > ROWS`.

use std::io::Read;

fn main() -> std::io::Result<()> {
    let mut names = String::new();
    std::io::stdin().read_to_string(&mut names)?;
    print!("{}", svodka_text::names::learn::suffix_table(names.lines()));
    Ok(())
}
