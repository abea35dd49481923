//! Requests, asides that close an English sentence, and those who go on speaking in the next one.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn requests() {
    check(
        "[Ann Bell|person] said the dock was full and asked the port to wait.",
        &[("the dock was full and asked the port to wait", "Ann Bell", Indirect)],
    );
    check(
        "The regulator has asked the operator to explain itself.",
        &[("explain itself", "The regulator", Indirect)],
    );
    check(
        "\"Every day counts,\" [Ann Bell|person] said, appealing to the strikers to return.",
        &[("Every day counts", "Ann Bell", Direct), ("return", "Ann Bell", Indirect)],
    );
    check("[Ann Bell|person] was asked to wait.", &[]);
    check("[Ann Bell|person] asked for time to pay.", &[]);
    check("[Ann Bell|person], who asked not to be named, left.", &[]);
}

#[test]
fn closing_asides() {
    check(
        "The strait may freeze in May, the authors warn.",
        &[("The strait may freeze in May", "the authors", Indirect)],
    );
    check(
        "The board was split over the rate, minutes showed.",
        &[("The board was split over the rate", "minutes", Indirect)],
    );
    check(
        "[Kama Bank|organization] is sure that rates will fall, [Ann Bell|person] told reporters.",
        &[("Kama Bank is sure that rates will fall", "Ann Bell", Indirect)],
    );
    check("The sisters lied, a charge the bank denies.", &[]);
    check(
        "The dock will shut, said [Ann Bell|person], a pilot from Perm.",
        &[("The dock will shut", "Ann Bell", Indirect)],
    );
}

#[test]
fn papers_and_names_nobody_knew() {
    check(
        "A draft seen by this newspaper says the quotas would be cut. It also proposes that nets be banned.",
        &[
            ("the quotas would be cut", "A draft seen by this newspaper", Indirect),
            ("nets be banned", "A draft", Indirect),
        ],
    );
    check(
        "[Kama Bank|organization] ([KMB|organization]) said that profit rose.",
        &[("profit rose", "Kama Bank", Indirect)],
    );
    check("Xu warned that the dam would leak.", &[("the dam would leak", "Xu", Indirect)]);
    check("Nobody said that the dam would leak.", &[]);
}
