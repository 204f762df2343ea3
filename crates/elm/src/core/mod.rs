//! Resolved trees and their types → one core tree of all that a program needs.
//!
//! [`lower`] takes names, types and patterns out; `optimize` makes it quicker; [`lift`] takes local functions out, `outline` what branches a lot; [`tail`] makes loops of
//! functions that call themselves last.

pub(crate) mod cycles;
pub mod lift;
pub mod lower;
mod optimize;
mod outline;
pub mod print;
pub mod tail;
pub mod tree;
pub(crate) mod walk;

pub use lower::{Answered, Entry, Input, Signature, Types, Wanted};

/// The core tree of everything that the entries need.
pub fn build(modules: &[Input<'_>], wanted: &Wanted) -> tree::Program {
    let mut program = lower::lower(modules, wanted);
    optimize::optimize(&mut program);
    lift::lift(&mut program);
    outline::outline(&mut program);
    tail::loops(&mut program);
    program
}
