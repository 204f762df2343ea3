//! Who a connection speaks as.
//!
//! Owns tokens and their verification, the keys for it wherever they come from, and what an app wants to know of a token. A
//! connection's user never changes: it is the token's subject, or, without authentication, the first name that the connection gives
//! itself. No request waits here for a network but one whose token names a key that nobody knows.

mod claims;
mod credentials;
mod fetch;
mod jwt;
mod keys;
mod service;
mod sign;

pub(crate) use claims::without_values;
pub use claims::{Claims, Unfit, Wanted};
pub use credentials::{Credentials, Origins};
pub use fetch::{FetchError, NoAddress};
pub use jwt::{NotValid, Token, Verified, Verifier};
pub use keys::{Key, KeyError};
pub use service::{KeyService, Refreshing};
pub use sign::sign;

/// How users prove who they are.
#[derive(Debug)]
pub enum Auth {
    /// Not at all. For development.
    None,
    /// By a JSON Web Token.
    Jwt(Box<Verifier>),
}
