//! How long the search for the objects of a damaged file may take.
//!
//! The library finds the objects of a file whose table is lost by trying each place at which one may begin. A string, a
//! number in hexadecimal or a remark that is never closed is then read to its end from every such place, which is more than
//! linear in the size of the file. This is an estimate of it, made in one pass from the end.

/// Bytes behind the beginning of an object in which the opening of something long is met.
const NEAR: usize = 1024;
/// Most bytes that a search may pass: for a file whose table cannot be found, and for one whose table seems to be there.
const LOST: u64 = 2_000_000_000;
const THERE: u64 = 50_000_000_000;
/// Bytes at the end of a file among which the place of its table is told.
const TAIL: usize = 2048;
/// Most closing brackets that are remembered.
const CLOSED: usize = 1 << 20;

/// Whether the search for lost objects would take too long.
pub(super) fn is_endless(bytes: &[u8]) -> bool {
    let most = if has_table(bytes) { THERE } else { LOST };
    // Each place costs at most the whole file, and takes three bytes.
    let size = bytes.len() as u64;
    size * size / 3 > most && passed(bytes) > most
}

/// Whether a table stands where the end of the file says.
fn has_table(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let mark = b"startxref";
    let Some(at) = tail.windows(mark.len()).rposition(|window| window == mark) else { return false };
    let digits = tail[at + mark.len()..].trim_ascii_start();
    let place = digits.iter().take_while(|byte| byte.is_ascii_digit()).take(12);
    let place = place.fold(0usize, |place, digit| place * 10 + usize::from(digit - b'0'));
    let table = bytes.get(place..).unwrap_or_default().trim_ascii_start();
    table.starts_with(b"xref") || table.first().is_some_and(u8::is_ascii_digit)
}

/// Something that is open from one byte to another.
#[derive(Clone, Copy, Default)]
struct Open {
    at: usize,
    bytes: usize,
}

/// The bytes that would be passed, about.
fn passed(bytes: &[u8]) -> u64 {
    let end = bytes.len();
    let (mut closed, mut angle, mut line) = (Vec::new(), end, end);
    let mut open = [Open { at: usize::MAX, bytes: 0 }; 3];
    let mut passed = 0;
    for at in (0..end).rev() {
        let next = bytes.get(at + 1).copied();
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        match bytes[at] {
            b')' if !escaped && closed.len() < CLOSED => closed.push(at),
            b'(' if !escaped => open[0] = Open { at, bytes: closed.pop().unwrap_or(end) - at },
            b'>' => angle = at,
            b'\n' | b'\r' => line = at,
            b'%' => open[1] = Open { at, bytes: line - at },
            b'<' if next != Some(b'<') && (at == 0 || bytes[at - 1] != b'<') => {
                open[2] = Open { at, bytes: angle - at }
            }
            _ => {}
        }
        if bytes[at..].starts_with(b"<<") || bytes[at..].starts_with(b"obj") {
            let near = open.iter().filter(|open| open.at.saturating_sub(at) <= NEAR);
            passed += near.map(|open| open.bytes as u64).sum::<u64>();
        }
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_closed_is_passed_again_and_again() {
        for opening in ["<< /A (", "1 0 obj (", "<< /A <41 ", "<< % "] {
            let endless = opening.repeat(300_000);
            assert!(is_endless(endless.as_bytes()), "{opening}");
            let closed =
                opening.replace("41 ", "41>").replace('(', "()").replace("% ", "%\n").repeat(300_000);
            assert!(!is_endless(closed.as_bytes()), "{opening}");
        }
        assert!(!is_endless("<< /A (".repeat(100).as_bytes()));
    }

    #[test]
    fn a_table_is_where_the_end_says() {
        assert!(has_table(b"%PDF-1.4\nxref\n0 1\nstartxref\n9\n%%EOF"));
        assert!(!has_table(b"%PDF-1.4\nxref\n0 1\nstartxref\n1\n%%EOF"));
        assert!(!has_table(b"%PDF-1.4\nxref\n0 1\nstartxref\n99999999999999999999\n%%EOF"));
    }
}
