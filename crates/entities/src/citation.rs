//! Citation forms: every mention's norm, and the parts of people's names.

use svodka_model::Mention;

use crate::scan::Scan;

/// Fills the norms of mentions whose source did not know one.
pub fn normalize(_scan: &Scan<'_>, mentions: &mut [Mention]) {
    for mention in mentions {
        if mention.norm.contains(['\n', '\r', '\u{AD}', '\u{A0}']) {
            mention.norm = mention.norm.replace('\u{AD}', "").split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
}
