//! CSV as RFC 4180 says, safe to open in a spreadsheet.

use std::io::{self, Write};

/// Writes a row. Cells are quoted where they must be; rows end with CR LF.
pub(crate) fn row(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        write_cell(out, cell)?;
    }
    out.write_all(b"\r\n")
}

fn write_cell(out: &mut dyn Write, cell: &str) -> io::Result<()> {
    let guard = if is_formula(cell) { "'" } else { "" };
    if !cell.contains(['"', ',', '\r', '\n', '\t']) {
        return write!(out, "{guard}{cell}");
    }
    write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// Whether a spreadsheet could take the cell for a formula: it starts with a sign of one, and is no plain number.
/// Full-width signs count too, since some spreadsheets read them alike.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(cell)
}

fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[&str], expected: &str) {
        let mut out = vec![];
        row(&mut out, cells).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn quotes_where_it_must() {
        check(&["a", "", "б в"], "a,,б в\r\n");
        check(&["a,b", "say \"so\"", "two\r\nlines"], "\"a,b\",\"say \"\"so\"\"\",\"two\r\nlines\"\r\n");
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_left() {
        check(&["=1+1", "+7 495", "-x", "@sum(A1)"], "'=1+1,'+7 495,'-x,'@sum(A1)\r\n");
        check(&["=HYPERLINK(\"http://x\",\"y\")"], "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
        check(&["\t=1", "\r=1", "－1"], "\"'\t=1\",\"'\r=1\",'－1\r\n");
        check(&["-12", "+3.4", "-1-1", "-", "5"], "-12,+3.4,'-1-1,'-,5\r\n");
    }
}
