//! JSON Web Tokens: by whom they are signed, and what they must say.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use jsonwebtoken::{Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::claims::Claims;
use super::fetch::FetchError;
use super::keys::{Key, KeyError, Keys};
use super::service::KeyService;

/// What a good token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `sub`
    pub user: String,
    /// `exp`, in seconds since 1970.
    pub expires: u64,
    /// Of the rest what the app wants to know, once it is held against its model.
    pub claims: Option<Claims>,
}

/// A token whose signature is right, and that is good now.
#[derive(Debug)]
pub struct Verified {
    /// Without what the app wants to know.
    pub token: Token,
    /// All claims, as JSON.
    pub payload: Box<RawValue>,
}

/// What is wrong with a token, for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotValid {
    /// Whatever the keys.
    #[error("{0}")]
    Wrong(String),
    /// It names a key that is not among those of the service.
    #[error("no trusted key is called `{0}`")]
    UnknownKey(String),
    /// It counts only from so many seconds on.
    #[error("the token is not good yet: its `nbf` is later than now")]
    TooEarly(u64),
}

/// After how many seconds a service may have been asked for a key that nobody knew.
const KEY_SOON: u64 = 30;

impl NotValid {
    /// When the same token may be taken, if ever.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            NotValid::Wrong(_) => None,
            NotValid::UnknownKey(_) => Some(Duration::from_secs(KEY_SOON)),
            NotValid::TooEarly(seconds) => Some(Duration::from_secs(*seconds)),
        }
    }
}

/// Verifies tokens.
#[derive(Debug)]
pub struct Verifier {
    keys: ArcSwap<Keys>,
    /// Where the keys come from that are not given.
    service: Option<KeyService>,
    issuer: Option<String>,
    audience: Option<String>,
}

#[derive(Deserialize)]
struct Registered {
    sub: String,
    exp: u64,
    /// A number of seconds, perhaps with a fraction.
    nbf: Option<f64>,
}

/// How far clocks may be apart, in seconds.
const LEEWAY: u64 = 5;

/// Characters of a key's name that are told.
const SHOWN: usize = 64;

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
        Ok(Verifier {
            keys: ArcSwap::from_pointee(Keys::new(key)?),
            service: None,
            issuer,
            audience,
        })
    }

    /// A verifier that trusts the keys that a service publishes: those of now, which are asked for until they are there or the service's
    /// patience is over, and those of later while [`Node::refresh_keys`](crate::Node::refresh_keys) runs.
    ///
    /// # Errors
    /// Why there are none.
    pub async fn of_service(
        service: KeyService,
        issuer: Option<String>,
        audience: Option<String>,
    ) -> Result<Verifier, FetchError> {
        Ok(Verifier {
            keys: ArcSwap::from_pointee(service.first().await?),
            service: Some(service),
            issuer,
            audience,
        })
    }

    /// Verifies a token at a time, in seconds since 1970.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(&self, token: &str, now: u64) -> Result<Verified, NotValid> {
        let wrong = |text: String| NotValid::Wrong(text);
        let header =
            decode_header(token).map_err(|_| wrong("the token is no JSON Web Token".to_owned()))?;
        let keys = self.keys.load();
        let mut known = false;
        let mut reason = format!("no trusted key signs with {:?}", header.alg);
        for key in keys.called(header.kid.as_deref()) {
            // One without a name may have signed it, or not.
            known |= key.name.is_some();
            if key.algorithm != header.alg {
                continue;
            }
            match decode::<Box<RawValue>>(token, &key.key, &self.validation(header.alg)) {
                Ok(data) => return timely(data.claims, now),
                Err(error) => reason = format!("the token is not valid: {error}"),
            }
        }
        match header.kid {
            Some(name) if !known && self.service.is_some() => {
                Err(NotValid::UnknownKey(name.chars().take(SHOWN).collect()))
            }
            _ => Err(wrong(reason)),
        }
    }

    /// Times are compared here, by the server's clock.
    fn validation(&self, algorithm: jsonwebtoken::Algorithm) -> Validation {
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

    /// Waits until the service's keys have been asked for once more, a few seconds at most; false where it has been asked a moment ago, or
    /// there is none.
    pub(crate) async fn learn(&self) -> bool {
        match &self.service {
            Some(service) => service.learn().await,
            None => false,
        }
    }

    /// Asks the service for its keys whenever that is due, for ever. Tells what came of it. Ends at once where there is no service.
    pub(crate) async fn refresh(&self, told: impl Fn(&'static str)) {
        let Some(service) = &self.service else {
            return;
        };
        let mut wait = service.wait_at_first();
        loop {
            service.wait(wait).await;
            wait = match service.fetch().await {
                Ok(fetched) => {
                    self.keys.store(Arc::new(fetched.keys));
                    told(FETCHED);
                    fetched.good_for
                }
                Err(error) => {
                    tracing::warn!(%error, "{service} gave no keys; those that were known go on");
                    told(FAILED);
                    service.wait_after_failure()
                }
            };
            service.finish();
        }
    }
}

/// What comes of asking for keys, as it is counted.
const FETCHED: &str = "fetched";
const FAILED: &str = "failed";

fn timely(payload: Box<RawValue>, now: u64) -> Result<Verified, NotValid> {
    let registered: Registered = serde_json::from_str(payload.get())
        .map_err(|error| NotValid::Wrong(format!("the token is not valid: {error}")))?;
    if registered.exp.saturating_add(LEEWAY) <= now {
        return Err(NotValid::Wrong("the token has expired".to_owned()));
    }
    #[allow(clippy::cast_precision_loss, reason = "seconds since 1970")]
    let soonest = (now + LEEWAY) as f64;
    if let Some(begins) = registered.nbf.filter(|begins| *begins > soonest) {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is positive, and what is too large is cut off"
        )]
        return Err(NotValid::TooEarly((begins - soonest).ceil() as u64));
    }
    if registered.sub.is_empty() {
        return Err(NotValid::Wrong("the token's `sub` is empty".to_owned()));
    }
    let token = Token {
        user: registered.sub,
        expires: registered.exp,
        claims: None,
    };
    Ok(Verified { token, payload })
}

/// How long a token waits for keys that are asked for.
pub(super) const WAIT: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sign;
    use super::*;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    #[test]
    fn takes_the_subject_of_a_good_token_and_nothing_else() {
        let key = Key::Secret(SECRET.to_vec());
        let verifier = Verifier::new(&key, Some("us".to_owned()), None).expect("a good key");
        let token = |claims, secret| sign(&claims, secret).expect("claims are JSON");
        let good = json!({"sub": "ada", "exp": 1000, "iss": "us"});
        let found = verifier.verify(&token(good.clone(), SECRET), 999);
        let found = found.expect("it is good");
        let expected = Token {
            user: "ada".to_owned(),
            expires: 1000,
            claims: None,
        };
        assert_eq!(found.token, expected);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(found.payload.get()).ok(),
            Some(good.clone())
        );
        let refused = |claims, secret, now| verifier.verify(&token(claims, secret), now).is_err();
        assert!(refused(good.clone(), SECRET, 1005));
        let later = json!({"sub": "ada", "exp": 1000, "iss": "us", "nbf": 500.5});
        assert!(refused(later.clone(), SECRET, 495));
        assert!(!refused(later, SECRET, 496));
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
}
