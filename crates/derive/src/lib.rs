//! A derive that lets BuildAmp's model attributes compile in your own crate.
//!
//! BuildAmp reads model files as text and never compiles them. Where the same files are part of a crate
//! of yours, `rustc` has to be told that `#[ws(..)]`, `#[validate(..)]` and `#[target(..)]` are
//! known words. That is all this derive does; it adds no code.
//!
//! ```
//! use buildamp_derive::Model;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize, Model)]
//! #[ws(client, rate = "10/s", burst = 20)]
//! pub struct ChatMessage {
//!     #[validate(length(min = 1, max = 500))]
//!     pub text: String,
//! }
//!
//! #[derive(Serialize, Deserialize, Model)]
//! #[target(
//!     url = "https://example.com/{HOOK_PATH}",
//!     method = "POST",
//!     auth = "Bearer {TOKEN}",
//!     headers = {"X-Source" = "buildamp"},
//!     timeout = "30s"
//! )]
//! pub struct MatchEnded {
//!     pub winner: String,
//! }
//! ```
//!
//! With the `validator` crate in the same file, leave its `Validate` derive in place: both read
//! `#[validate(..)]` in the same spelling.

use proc_macro::TokenStream;

/// Makes `#[ws(..)]`, `#[validate(..)]` and `#[target(..)]` known to `rustc`. Adds no code.
#[proc_macro_derive(Model, attributes(ws, validate, target))]
pub fn model(_item: TokenStream) -> TokenStream {
    TokenStream::new()
}
