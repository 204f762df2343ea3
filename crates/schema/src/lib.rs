//! Rust model files → [`Schema`], and the check of a payload by it.
//!
//! Owns what a model means: Rust's syntax, serde's attributes, BuildAmp's own.
//! It refuses to read files (the command line brings the sources), and to know
//! any target language.

mod check;
mod form;
mod reader;
mod schema;

pub use check::{Checker, Kind, Limits, MESSAGE_TYPE, Problem, ProblemKind, Tape, VALUE, ValueRef};
pub use reader::{Reading, read};
pub use schema::*;
