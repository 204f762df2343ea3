//! JSON Web Tokens: which keys are trusted, and what a token must say.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

/// A key that signs tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// A shared secret, for HS256. At least 32 bytes.
    Secret(Vec<u8>),
    /// A public key in PEM, for EdDSA.
    Ed25519(Vec<u8>),
    /// The text of a JWKS file, for RS256, ES256 and EdDSA.
    Jwks(String),
}

/// Why a key is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Shorter secrets can be guessed.
    #[error(
        "the secret has {0} bytes, and HS256 needs at least 32: `openssl rand -hex 32` makes one"
    )]
    ShortSecret(usize),
    /// Not what it should be.
    #[error("{0}")]
    Unreadable(String),
}

/// What a good token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `sub`
    pub user: String,
    /// `exp`, in seconds since 1970.
    pub expires: u64,
}

/// Verifies tokens.
pub struct Verifier {
    keys: Vec<(Option<String>, Algorithm, DecodingKey)>,
    issuer: Option<String>,
    audience: Option<String>,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.keys.iter().map(|(id, algorithm, _)| (id, algorithm));
        out.debug_list().entries(names).finish()
    }
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: u64,
}

/// How far clocks may be apart, in seconds.
const LEEWAY: u64 = 5;

impl Verifier {
    /// A verifier that trusts one key, or all of a set.
    ///
    /// # Errors
    /// Where a key is too weak, or can't be read.
    pub fn new(
        key: &Key,
        issuer: Option<String>,
        audience: Option<String>,
    ) -> Result<Verifier, KeyError> {
        let keys = match key {
            Key::Secret(secret) if secret.len() < 32 => {
                return Err(KeyError::ShortSecret(secret.len()));
            }
            Key::Secret(secret) => vec![(None, Algorithm::HS256, DecodingKey::from_secret(secret))],
            Key::Ed25519(pem) => {
                let key = DecodingKey::from_ed_pem(pem);
                let key = key.map_err(|error| {
                    unreadable(format!("the key is no Ed25519 public key in PEM: {error}"))
                })?;
                vec![(None, Algorithm::EdDSA, key)]
            }
            Key::Jwks(text) => set(text)?,
        };
        Ok(Verifier {
            keys,
            issuer,
            audience,
        })
    }

    /// Verifies a token at a time, in seconds since 1970.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub fn verify(&self, token: &str, now: u64) -> Result<Token, String> {
        let header =
            decode_header(token).map_err(|_| "the token is no JSON Web Token".to_owned())?;
        let fits = |(id, algorithm, _): &&(Option<String>, Algorithm, DecodingKey)| {
            *algorithm == header.alg && (id.is_none() || header.kid.is_none() || *id == header.kid)
        };
        let mut reason = format!("no trusted key signs with {:?}", header.alg);
        for (_, algorithm, key) in self.keys.iter().filter(fits) {
            match decode::<Claims>(token, key, &self.validation(*algorithm)) {
                Ok(data) => return self.timely(data.claims, now),
                Err(error) => reason = format!("the token is not valid: {error}"),
            }
        }
        Err(reason)
    }

    /// Times are compared here, by the server's clock.
    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["exp", "sub"]);
        validation.validate_aud = self.audience.is_some();
        if let Some(audience) = &self.audience {
            validation.set_audience(&[audience]);
        }
        if let Some(issuer) = &self.issuer {
            validation.set_issuer(&[issuer]);
        }
        validation
    }

    fn timely(&self, claims: Claims, now: u64) -> Result<Token, String> {
        if claims.exp.saturating_add(LEEWAY) <= now {
            return Err("the token has expired".to_owned());
        }
        if claims.sub.is_empty() {
            return Err("the token's `sub` is empty".to_owned());
        }
        Ok(Token {
            user: claims.sub,
            expires: claims.exp,
        })
    }
}

fn set(text: &str) -> Result<Vec<(Option<String>, Algorithm, DecodingKey)>, KeyError> {
    let set: JwkSet =
        serde_json::from_str(text).map_err(|error| unreadable(format!("no JWKS: {error}")))?;
    let mut keys = Vec::new();
    for jwk in &set.keys {
        let name = jwk.common.key_id.clone();
        let algorithm = jwk
            .common
            .key_algorithm
            .and_then(|name| name.to_string().parse().ok());
        let Some(algorithm @ (Algorithm::RS256 | Algorithm::ES256 | Algorithm::EdDSA)) = algorithm
        else {
            let shown = name.as_deref().unwrap_or("without a `kid`");
            return Err(unreadable(format!(
                "the key {shown} needs an `alg`: RS256, ES256 or EdDSA"
            )));
        };
        let key = DecodingKey::from_jwk(jwk)
            .map_err(|error| unreadable(format!("a key of the JWKS: {error}")))?;
        keys.push((name, algorithm, key));
    }
    match keys.is_empty() {
        true => Err(unreadable("the JWKS holds no key".to_owned())),
        false => Ok(keys),
    }
}

fn unreadable(text: String) -> KeyError {
    KeyError::Unreadable(text)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::json;

    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn token(claims: &serde_json::Value, secret: &[u8]) -> String {
        encode(
            &Header::default(),
            claims,
            &EncodingKey::from_secret(secret),
        )
        .expect("claims are JSON")
    }

    #[test]
    fn takes_the_subject_of_a_good_token_and_nothing_else() {
        let key = Key::Secret(SECRET.to_vec());
        let verifier = Verifier::new(&key, Some("us".to_owned()), None).expect("a good key");
        let good = json!({"sub": "ada", "exp": 1000, "iss": "us"});
        let found = verifier.verify(&token(&good, SECRET), 999);
        assert_eq!(
            found,
            Ok(Token {
                user: "ada".to_owned(),
                expires: 1000
            })
        );
        let refused = |claims, secret, now| verifier.verify(&token(&claims, secret), now).is_err();
        assert!(refused(good.clone(), SECRET, 1005));
        assert!(refused(good, b"another secret, of the same size", 0));
        assert!(refused(
            json!({"sub": "ada", "exp": 1000, "iss": "them"}),
            SECRET,
            0
        ));
        assert!(refused(json!({"sub": "ada", "iss": "us"}), SECRET, 0));
        assert!(refused(json!({"exp": 1000, "iss": "us"}), SECRET, 0));
        assert!(refused(
            json!({"sub": "", "exp": 1000, "iss": "us"}),
            SECRET,
            0
        ));
        // `alg: none`, as an attacker would write it.
        let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJleHAiOjEwMDB9.";
        assert!(verifier.verify(unsigned, 0).is_err());
        assert!(verifier.verify("nonsense", 0).is_err());
    }

    #[test]
    fn refuses_secrets_that_can_be_guessed() {
        let found = Verifier::new(&Key::Secret(b"short".to_vec()), None, None).err();
        assert_eq!(found, Some(KeyError::ShortSecret(5)));
    }
}
