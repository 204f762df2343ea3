//! Tokens of one's own making, for trying an app out.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::Value;

/// A token with these claims, signed with a shared secret by HS256.
///
/// # Errors
/// Where the claims can't be written.
pub fn sign(claims: &Value, secret: &[u8]) -> Result<String, String> {
    let key = EncodingKey::from_secret(secret);
    encode(&Header::new(Algorithm::HS256), claims, &key).map_err(|error| error.to_string())
}
