//! Text → tokens → source tree.

pub mod source;
