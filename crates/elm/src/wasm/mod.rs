//! The core tree → a WebAssembly module and the layouts by which the host reads its values.

mod apply;
mod code;
mod constant;
mod data;
mod decide;
mod expr;
mod functions;
mod module;
mod primitives;
mod runtime;
mod switch;
pub mod value;

pub use self::primitives::imports as host_functions;
pub use module::{APPLY, Layout, RUN_THUNK, Wasm, emit};
