//! Numbers and dates put into strings digit by digit: every value is written twice, and formatting takes longer than
//! finding does.

use rust_decimal::Decimal;
use svodka_model::Day;

/// Appends a number with zeros in front up to that width.
pub(crate) fn push_padded(out: &mut String, number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut rest = number;
    while rest > 0 || digits.len() - at < width.clamp(1, digits.len()) {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.push_str(str::from_utf8(&digits[at..]).expect("digits are ASCII"));
}

/// Appends a decimal as it is displayed.
pub(crate) fn push_decimal(out: &mut String, number: Decimal) {
    let Ok(mantissa) = u64::try_from(number.mantissa().unsigned_abs()) else {
        out.push_str(&number.to_string());
        return;
    };
    if number.is_sign_negative() {
        out.push('-');
    }
    let scale = number.scale() as usize;
    push_padded(out, mantissa, scale + 1);
    if scale > 0 {
        out.insert(out.len() - scale, '.');
    }
}

/// Appends year and month, `--MM` without a year.
pub(crate) fn push_month(out: &mut String, year: Option<u16>, month: u8) {
    match year {
        Some(year) => push_padded(out, year.into(), 4),
        None => out.push('-'),
    }
    out.push('-');
    push_padded(out, month.into(), 2);
}

/// Appends a day of a month, `--MM-DD` without a year.
pub(crate) fn push_month_day(out: &mut String, year: Option<u16>, month: u8, day: u8) {
    push_month(out, year, month);
    out.push('-');
    push_padded(out, day.into(), 2);
}

/// Appends a day.
pub(crate) fn push_day(out: &mut String, day: Day) {
    push_month_day(out, Some(day.year()), day.month(), day.day());
}

/// Two days with a slash between.
pub(crate) fn days(first: Day, last: Day) -> String {
    let mut out = String::with_capacity(21);
    push_day(&mut out, first);
    out.push('/');
    push_day(&mut out, last);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_days_are_written_as_they_are_displayed() {
        for written in ["0", "0.05", "-12.40", "7", "18446744073709551616.5", "1000000000000", "-0.3"] {
            let number = Decimal::from_str_exact(written).unwrap();
            let mut out = String::new();
            push_decimal(&mut out, number);
            assert_eq!(out, number.to_string());
        }
        let day = Day::new(987, 2, 3).unwrap();
        assert_eq!(days(day, day), format!("{day}/{day}"));
    }
}
