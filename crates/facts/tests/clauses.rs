//! Reported clauses without "that", and who speaks where the sentence does not say so right before the verb.
#![allow(clippy::unwrap_used)]

mod common;

use common::check;
use svodka_model::QuoteForm::{Direct, Indirect};

#[test]
fn a_clause_that_a_gerund_or_a_pronoun_opens() {
    check(
        "[Ann Bell|person] praised the yard, saying it built ships that last.",
        &[("it built ships that last", "Ann Bell", Indirect)],
    );
    check("[Ann Bell|person] told reporters she feels fine.", &[("she feels fine", "Ann Bell", Indirect)]);
    check(
        "[Ann Bell|person] said that would be the last ship.",
        &[("that would be the last ship", "Ann Bell", Indirect)],
    );
}

#[test]
fn a_clause_whose_verb_has_its_object() {
    check(
        "[Orbis|organization] reported the council sent a message to the port.",
        &[("the council sent a message to the port", "Orbis", Indirect)],
    );
    check(
        "[Orbis|organization] has demanded the charges be dropped.",
        &[("the charges be dropped", "Orbis", Indirect)],
    );
    check("[Orbis|organization] maintains a foothold in the north.", &[]);
}

#[test]
fn times_and_adverbs_before_a_clause() {
    check(
        "[Ann Bell|person] said late on [Monday|date]: \"Eleven ships are in the port.\"",
        &[("Eleven ships are in the port.", "Ann Bell", Direct)],
    );
    check(
        "[Ann Bell|person] says, in particular, the dock could be sold.",
        &[("the dock could be sold", "Ann Bell", Indirect)],
    );
}

#[test]
fn who_goes_before_who() {
    check(
        "[Ann Bell|person] replied to remarks by the auditor, who noted that the yard had lost money.",
        &[("the yard had lost money", "the auditor", Indirect)],
    );
}

#[test]
fn single_marks() {
    check(
        "[Ann Bell|person] told the [Post|organization]: 'We ran out of ships in June.' Others did not.",
        &[("We ran out of ships in June.", "Ann Bell", Direct)],
    );
    check("[Ann Bell|person] met the workers' union and the dockers' leaders.", &[]);
}

#[test]
fn an_office_whose_holder_is_named_later() {
    check(
        "\"We are done with ships,\" the [director|role] of the yard told the paper. [Ann Bell|person], who came in May, said that \
         nobody had bought one.",
        &[("We are done with ships", "Ann Bell", Direct), ("nobody had bought one", "Ann Bell", Indirect)],
    );
}

#[test]
fn whoever_rises_to_say() {
    check(
        "[Ann Bell|person] emerged to announce that ferries would sail at midnight.",
        &[("ferries would sail at midnight", "Ann Bell", Indirect)],
    );
    check("[Ann Bell|person] was expected to announce that ferries would sail.", &[]);
}

#[test]
fn those_who_are_warning_or_said_so_behind_but() {
    check(
        "Meteorologists are warning the storm could turn.",
        &[("the storm could turn", "Meteorologists", Indirect)],
    );
    check(
        "Police arrested sixty men, but said there were no injuries.",
        &[("there were no injuries", "Police", Indirect)],
    );
    check("[Orbis|organization] declared victory before the count was over.", &[]);
}

#[test]
fn a_pronoun_for_those_without_a_name() {
    check(
        "Prosecutors want a trial. They allege that the [yacht|product] was stolen.",
        &[("the yacht was stolen", "Prosecutors", Indirect)],
    );
    check(
        "[Ann Bell|person] assured them the search would go on.",
        &[("the search would go on", "Ann Bell", Indirect)],
    );
}
