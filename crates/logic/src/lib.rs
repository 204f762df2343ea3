//! The host of compiled Elm: limits, primitives, values in and out.
//!
//! Owns `wasmtime` and what the compiled code asks of it. It refuses to know what a program is for: rooms, messages
//! and effects are the server's.

mod chars;
mod content;
mod equal;
mod foreign;
mod heap;
mod number;
mod primitives;
mod program;
mod show;
mod text;

pub use heap::{Heap, Shown, Value, look};
pub use primitives::json;
pub use program::{Guest, Limits, Program};
pub use text::Units;

/// Why a call ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It took longer than it may.
    #[error("it took longer than it may; is there a loop that never ends?")]
    Time,
    /// It needed more memory than it may.
    #[error("it needed more memory than it may; is there a list without an end?")]
    Memory,
    /// It called too deep.
    #[error(
        "it called too deep; a recursion that is not in tail position needs stack for every step"
    )]
    Stack,
    /// `Debug.todo`
    #[error("Debug.todo: {0}")]
    Todo(String),
    /// Functions were compared.
    #[error("functions can't be compared with `==`")]
    EqualFunctions,
    /// `modBy 0`
    #[error("modBy 0 has no result")]
    ModByZero,
    /// A value that the compiler makes none of. A defect of ours.
    #[error("a value that makes no sense; this is a defect of BuildAmp")]
    Corrupt,
    /// Anything else that `wasmtime` says. A defect of ours.
    #[error("{0}")]
    Trap(String),
}
