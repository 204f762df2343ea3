//! Who a connection speaks as.
//!
//! Owns tokens and their verification. A connection's user never changes: it is the token's subject, or,
//! without authentication, the first name that the connection gives itself.

mod credentials;
mod jwt;

pub use credentials::{Credentials, Origins};
pub use jwt::{Key, KeyError, Token, Verifier};

/// How users prove who they are.
#[derive(Debug)]
pub enum Auth {
    /// Not at all. For development.
    None,
    /// By a JSON Web Token.
    Jwt(Box<Verifier>),
}
