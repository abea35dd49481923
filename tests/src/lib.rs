//! Golden, law and black-box tests.
