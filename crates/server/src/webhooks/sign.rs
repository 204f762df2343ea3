//! Signatures after the Standard Webhooks specification: `v1`, HMAC-SHA256 over id, time and body.
//!
//! https://github.com/standard-webhooks/standard-webhooks, version 1. Comparisons take as long as they take, whatever is compared.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// Bytes of a secret, by the specification.
const SIZES: std::ops::RangeInclusive<usize> = 24..=64;

/// Secrets, the newest first. Calls are signed with each of them, so that a receiver may change over when it likes.
pub(crate) struct Secrets(Vec<hmac::Key>);

/// Why a text holds no secrets. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected `whsec_` and the base64 of 24 to 64 bytes; several secrets are told apart by a space"
)]
pub(crate) struct NoSecret;

impl Secrets {
    pub(crate) fn read(text: &str) -> Result<Secrets, NoSecret> {
        let keys = text.split_whitespace().map(|secret| {
            let secret = secret.strip_prefix(PREFIX).ok_or(NoSecret)?;
            let bytes = STANDARD.decode(secret).map_err(|_| NoSecret)?;
            match SIZES.contains(&bytes.len()) {
                true => Ok(hmac::Key::new(hmac::HMAC_SHA256, &bytes)),
                false => Err(NoSecret),
            }
        });
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        match keys.is_empty() {
            true => Err(NoSecret),
            false => Ok(Secrets(keys)),
        }
    }

    /// The value of `webhook-signature`.
    pub(crate) fn sign(&self, id: &str, seconds: u64, body: &[u8]) -> String {
        let signed = signed(id, &seconds.to_string(), body);
        let signatures = self.0.iter().map(|key| {
            let tag = hmac::sign(key, &signed);
            format!("v1,{}", STANDARD.encode(tag.as_ref()))
        });
        signatures.collect::<Vec<_>>().join(" ")
    }

    /// Whether one of the signatures is of one of the secrets. The time is as it was written.
    pub(crate) fn verify(&self, id: &str, seconds: &str, body: &[u8], signatures: &str) -> bool {
        let signed = signed(id, seconds, body);
        signatures.split_whitespace().any(|signature| {
            let tag = signature
                .strip_prefix("v1,")
                .and_then(|tag| STANDARD.decode(tag).ok());
            tag.is_some_and(|tag| is_tag(&self.0, &signed, &tag))
        })
    }
}

/// Whether it is the tag of one of the keys.
pub(super) fn is_tag(keys: &[hmac::Key], signed: &[u8], tag: &[u8]) -> bool {
    keys.iter()
        .any(|key| hmac::verify(key, signed, tag).is_ok())
}

fn signed(id: &str, seconds: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", seconds.as_bytes(), b".", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const OTHER: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    /// The vector of the specification's reference libraries.
    #[test]
    fn signs_as_the_reference_libraries_do() {
        let secrets = Secrets::read(SECRET).expect("a secret");
        assert_eq!(secrets.sign(ID, 1_614_265_330, BODY), SIGNATURE);
        assert!(secrets.verify(ID, "1614265330", BODY, SIGNATURE));
    }

    #[test]
    fn anything_else_is_no_signature() {
        let secrets = Secrets::read(SECRET).expect("a secret");
        assert!(!secrets.verify("msg_other", "1614265330", BODY, SIGNATURE));
        assert!(!secrets.verify(ID, "1614265331", BODY, SIGNATURE));
        assert!(!secrets.verify(ID, "1614265330", b"{}", SIGNATURE));
        assert!(!secrets.verify(ID, "1614265330", BODY, ""));
        assert!(!secrets.verify(ID, "1614265330", BODY, "v1,"));
        assert!(!secrets.verify(ID, "1614265330", BODY, &SIGNATURE.replace("v1,", "v1a,")));
        assert!(!secrets.verify(ID, "1614265330", BODY, &SIGNATURE[..20]));
        let other = Secrets::read(OTHER).expect("a secret");
        assert!(!other.verify(ID, "1614265330", BODY, SIGNATURE));
    }

    #[test]
    fn secrets_are_changed_over_without_a_gap() {
        let both = Secrets::read(&format!("{OTHER} {SECRET}")).expect("secrets");
        let signature = both.sign(ID, 1_614_265_330, BODY);
        assert_eq!(signature.split(' ').count(), 2);
        assert!(signature.ends_with(SIGNATURE));
        for one in [SECRET, OTHER] {
            let one = Secrets::read(one).expect("a secret");
            assert!(one.verify(ID, "1614265330", BODY, &signature));
        }
        assert!(both.verify(ID, "1614265330", BODY, SIGNATURE));
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        let long = format!("whsec_{}", STANDARD.encode([1; 65]));
        for text in [
            "",
            " ",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_",
            "whsec_!",
            "whsec_c2hvcnQ=",
            &long,
        ] {
            assert!(Secrets::read(text).is_err(), "{text}");
        }
    }
}
