//! An app's rules, compiled: `WebSocketLogic.elm` behind the seam that a server calls.
//!
//! Owns the way of values from a checked payload to Elm's memory, and of effects from there. The types of both
//! sides of a call are the seam's, the crate `rules`.

mod answer;
mod app;
mod ask;
mod build;
mod plan;
mod range;
pub(crate) mod reads;
mod write;

pub use app::{App, Refused};
pub use buildamp_rules::*;

/// Where the generated Elm modules and the models don't fit each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the generated Elm modules are not those of the models: `{path}` should be {expected}, and is {found}; run `buildamp gen`"
)]
pub struct Unfit {
    /// The model, and where in it.
    pub path: String,
    /// What the models say.
    pub expected: String,
    /// What Elm has.
    pub found: String,
}
