//! Which keys are trusted to sign tokens, and what is read of the sets that services publish.

use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};
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
    /// A set of keys all of which are for something else.
    #[error("none of the keys is of use:{0}")]
    NoneOfUse(String),
}

/// The shortest secret, in bytes.
const SECRET: usize = 32;

/// Keys by which tokens are verified.
pub(super) struct Keys(Vec<Known>);

/// A key, and for what.
pub(super) struct Known {
    /// Its `kid`, where it has one.
    pub(super) name: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.0.iter().map(|key| (&key.name, key.algorithm));
        out.debug_list().entries(names).finish()
    }
}

impl Keys {
    /// The one key, or all of a set that are of use.
    pub(super) fn new(key: &Key) -> Result<Keys, KeyError> {
        let (algorithm, key) = match key {
            Key::Secret(secret) if secret.len() < SECRET => {
                return Err(KeyError::ShortSecret(secret.len()));
            }
            Key::Secret(secret) => (Algorithm::HS256, DecodingKey::from_secret(secret)),
            Key::Ed25519(pem) => {
                let key = DecodingKey::from_ed_pem(pem).map_err(|error| {
                    unreadable(format!("the key is no Ed25519 public key in PEM: {error}"))
                })?;
                (Algorithm::EdDSA, key)
            }
            Key::Jwks(text) => return Keys::set(text),
        };
        let name = None;
        Ok(Keys(vec![Known {
            name,
            algorithm,
            key,
        }]))
    }

    /// Those of a JWKS that sign by RS256, ES256 or EdDSA. Services publish others beside them, for other ends, which are left out.
    pub(super) fn set(text: &str) -> Result<Keys, KeyError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set =
            serde_json::from_str(text).map_err(|error| unreadable(format!("no JWKS: {error}")))?;
        if set.keys.is_empty() {
            return Err(unreadable("the JWKS holds no key".to_owned()));
        }
        let (mut keys, mut left_out) = (Vec::new(), String::new());
        for jwk in set.keys {
            let name = jwk["kid"].as_str().map(str::to_owned);
            match known(name.clone(), jwk) {
                Ok(key) => keys.push(key),
                Err(reason) => {
                    let name = name.as_deref().unwrap_or("one without a `kid`");
                    tracing::debug!(kid = name, reason, "a key of the JWKS is left out");
                    left_out.push_str(&format!("\n  {name}: {reason}"));
                }
            }
        }
        match keys.is_empty() {
            true => Err(KeyError::NoneOfUse(left_out)),
            false => Ok(Keys(keys)),
        }
    }

    /// Those that may have signed a token of this `kid`. A key without a name may have signed any, and a token without one may be of any.
    pub(super) fn called(&self, name: Option<&str>) -> impl Iterator<Item = &Known> {
        let fits = move |key: &&Known| match (&key.name, name) {
            (Some(known), Some(name)) => known == name,
            _ => true,
        };
        self.0.iter().filter(fits)
    }
}

/// A key of a set, or why it is left out.
fn known(name: Option<String>, jwk: serde_json::Value) -> Result<Known, String> {
    let jwk: Jwk = serde_json::from_value(jwk).map_err(|error| error.to_string())?;
    let common = &jwk.common;
    if !matches!(&common.public_key_use, None | Some(PublicKeyUse::Signature)) {
        return Err("its `use` is another than `sig`".to_owned());
    }
    let operations = common.key_operations.as_deref();
    if operations.is_some_and(|all| !all.contains(&KeyOperations::Verify)) {
        return Err("its `key_ops` are others than `verify`".to_owned());
    }
    let by_kind = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Some((Algorithm::RS256, KeyAlgorithm::RS256)),
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            Some((Algorithm::ES256, KeyAlgorithm::ES256))
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            Some((Algorithm::EdDSA, KeyAlgorithm::EdDSA))
        }
        _ => None,
    };
    let taken = "RS256, ES256 and EdDSA are taken";
    let (algorithm, named) = by_kind.ok_or_else(|| format!("its kind is another: {taken}"))?;
    if let Some(other) = common.key_algorithm.filter(|other| *other != named) {
        return Err(format!("its `alg` is {other}: {taken}"));
    }
    let key = DecodingKey::from_jwk(&jwk).map_err(|error| error.to_string())?;
    Ok(Known {
        name,
        algorithm,
        key,
    })
}

fn unreadable(text: String) -> KeyError {
    KeyError::Unreadable(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// The names and algorithms that are taken of a set.
    fn check(keys: &Value, expected: &str) {
        let text = json!({"keys": keys}).to_string();
        let found = match Keys::set(&text) {
            Ok(keys) => format!("{keys:?}")
                .replace("Some(\"", "")
                .replace("\")", ""),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    const ED: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    fn rsa(name: &str, more: &Value) -> Value {
        let mut key = json!({"kid": name, "kty": "RSA", "n": "sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exSZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJaynVJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0GaDWFLN-aEAw3vRw", "e": "AQAB"});
        for (name, value) in more.as_object().into_iter().flatten() {
            key[name] = value.clone();
        }
        key
    }

    #[test]
    fn a_key_without_an_algorithm_has_that_of_its_kind() {
        let keys = json!([
            rsa("a", &json!({})),
            rsa("b", &json!({"alg": "RS256", "use": "sig", "x5c": ["x"], "key_ops": ["verify"]})),
            {"kid": "c", "kty": "EC", "crv": "P-256", "x": X, "y": Y},
            {"kid": "d", "kty": "OKP", "crv": "Ed25519", "x": ED},
        ]);
        check(&keys, "[(a, RS256), (b, RS256), (c, ES256), (d, EdDSA)]");
    }

    #[test]
    fn keys_for_other_ends_are_left_out() {
        let others = [
            rsa("enc", &json!({"use": "enc"})),
            rsa("oaep", &json!({"alg": "RSA-OAEP"})),
            rsa("384", &json!({"alg": "RS384"})),
            rsa("wraps", &json!({"key_ops": ["wrapKey"]})),
            json!({"kid": "p384", "kty": "EC", "crv": "P-384", "x": X, "y": Y}),
            json!({"kid": "k1", "kty": "EC", "crv": "secp256k1", "x": X, "y": Y}),
            // A secret that is published is none.
            json!({"kid": "oct", "kty": "oct", "alg": "HS256", "k": "c2VjcmV0"}),
            json!({"kid": "new", "kty": "AKP", "alg": "ML-DSA-44", "pub": "x"}),
            json!({"kid": 7, "kty": 8}),
            json!("nonsense"),
        ];
        for other in others {
            check(&json!([other, rsa("good", &json!({}))]), "[(good, RS256)]");
        }
    }

    #[test]
    fn a_set_without_a_key_of_use_is_refused() {
        check(&json!([]), "the JWKS holds no key");
        let secret = json!([{"kid": "k", "kty": "oct", "k": "c2VjcmV0"}]);
        check(
            &secret,
            "none of the keys is of use:\n  k: its kind is another: RS256, ES256 and EdDSA are taken",
        );
        let found = Keys::set("<html>").err().map(|error| error.to_string());
        assert!(found.is_some_and(|text| text.starts_with("no JWKS: ")));
    }

    #[test]
    fn secrets_that_can_be_guessed_are_refused() {
        let found = Keys::new(&Key::Secret(b"short".to_vec())).err();
        assert_eq!(found, Some(KeyError::ShortSecret(5)));
    }
}
