//! The host of compiled Elm: limits, primitives, values in and out.
//!
//! Owns `wasmtime` and what the compiled code asks of it. It refuses to know what a program is for: rooms, messages
//! and effects are the server's.

mod chars;
mod clock;
mod content;
mod equal;
mod foreign;
mod heap;
mod number;
mod pool;
mod primitives;
mod program;
pub mod rules;
mod show;
mod text;

pub use buildamp_rules::Fault;
pub use heap::{Heap, Shown, Value, look};
pub use primitives::json;
pub use program::{Guest, Limits, Program};
pub use text::Units;
