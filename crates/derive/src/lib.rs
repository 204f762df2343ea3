//! A derive that lets BuildAmp's model attributes compile in your own crate.
//!
//! BuildAmp reads model files as text and never compiles them. Where the same files are part of a crate
//! of yours, `rustc` has to be told that `#[ws(..)]`, `#[validate(..)]` and `#[target(..)]` are
//! known words. That is all this derive does; it adds no code.
//!
//! ```rust
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
//! # What the words say
//! - `#[ws(..)]` above a message: `client` or `server` for who may send it, `join` for what comes with a join, `volatile` where only the newest
//!   counts, `rate = "10/s"` and `burst = 20` for how often, `helper` for a type that never travels by itself.
//! - `#[target(..)]` above a webhook: where it goes, and how.
//! - `#[validate(..)]` on a field: `length(min, max, equal)` and `range(min, max)`, both ends included. What a
//!   client sends is checked by BuildAmp before any of your code runs. In your own crate this derive checks nothing.
//!
//! A misspelt word is no error of `rustc`, as the derive doesn't look at it; `buildamp check` tells it.
//!
//! # With the `validator` crate
//! Derive both, in either order: they read the same attribute in the same spelling, and `validate()` checks in your
//! code what BuildAmp checks on arrival. `message` and `code` are `validator`'s alone. Validators that BuildAmp
//! doesn't have (`email`, `regex`, `custom`, ..) are errors of `buildamp check`, since it would not enforce them.
//!
//! ```rust
//! use buildamp_derive::Model;
//! use validator::Validate;
//!
//! #[derive(Validate, Model)]
//! pub struct Rename {
//!     #[validate(length(min = 1, max = 20, message = "a name has 1 to 20 letters"))]
//!     pub name: String,
//! }
//!
//! assert!(Rename { name: "Ada".to_owned() }.validate().is_ok());
//! assert!(Rename { name: String::new() }.validate().is_err());
//! ```
//!
//! Without this derive, and without `validator`'s, the attributes don't compile:
//!
//! ```compile_fail
//! #[derive(Clone)]
//! pub struct ChatMessage {
//!     #[validate(length(max = 500))]
//!     pub text: String,
//! }
//! ```

use proc_macro::TokenStream;

/// Makes `#[ws(..)]`, `#[validate(..)]` and `#[target(..)]` known to `rustc`. Adds no code.
#[proc_macro_derive(Model, attributes(ws, validate, target))]
pub fn model(_item: TokenStream) -> TokenStream {
    TokenStream::new()
}
