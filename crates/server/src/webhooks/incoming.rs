//! Whether a call of another server is what it says it is: by its signature over the bytes as they came, and by its time.
//!
//! Pure: time is given. Comparisons take as long as they take, whatever is compared.

use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use buildamp_engine::Millis;
use hyper::header::{AUTHORIZATION, HeaderMap, HeaderName};
use serde::Deserialize;

use super::Unusable;
use super::sign::{Secrets, is_tag};

/// How a sender proves who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    Standard,
    /// GitHub: `X-Hub-Signature-256` and `X-GitHub-Delivery`.
    Github,
    /// Stripe: `Stripe-Signature`, with the event's `id` in the body.
    Stripe,
    /// HMAC-SHA256 of the body in a header, as hexadecimal or base64, with `sha256=` before it or not.
    HmacSha256,
    /// A token in `Authorization: Bearer`, or alone in a header of its own.
    Token,
}

/// What the settings say of a webhook that comes in.
#[derive(Debug, Clone)]
pub struct IncomingOptions {
    /// Its name: the last part of its path.
    pub name: String,
    /// How its sender proves who it is.
    pub scheme: Scheme,
    /// The environment variables with its secrets; each is good.
    pub secret_variables: Vec<String>,
    /// The header with the signature or the token, where the scheme has none of its own.
    pub header: Option<String>,
    /// The header with what tells one call from another, where the scheme has none of its own.
    pub id_header: Option<String>,
    /// How far its time may be from ours, where the scheme has a time.
    pub tolerance: Duration,
    /// The room that it is handled in.
    pub room: String,
    /// Bytes that its body may have.
    pub size: usize,
}

/// A webhook that comes in, with its secrets.
pub(crate) struct Incoming {
    proof: Proof,
    id_header: Option<HeaderName>,
    /// Headers that the rules don't see.
    hidden: Vec<HeaderName>,
    tolerance: Duration,
    pub(crate) room: String,
    pub(crate) size: usize,
}

enum Proof {
    Standard(Vec<Secrets>),
    Stripe(Vec<hmac::Key>),
    Body(HeaderName, Vec<hmac::Key>),
    Token(HeaderName, Vec<Vec<u8>>),
}

/// Why a call is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Denied {
    #[error("the header `{0}` is missing, or makes no sense")]
    Header(&'static str),
    #[error("the header with the signature is missing, or makes no sense")]
    Unsigned,
    #[error("the signature is wrong")]
    Signature,
    #[error("the token is wrong")]
    Token,
    #[error("the call was signed too long ago, or in the future")]
    Time,
}

/// Bytes of a secret, at least.
const SECRET: usize = 16;

impl Incoming {
    pub(super) fn new(
        options: &IncomingOptions,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Incoming, Unusable> {
        let setting = |reason: &str| Unusable::Setting {
            webhook: options.name.clone(),
            reason: reason.to_owned(),
        };
        let header = |name: &Option<String>| match name {
            None => Ok(None),
            Some(name) => HeaderName::try_from(name.as_str())
                .map(Some)
                .map_err(|_| setting(&format!("`{name}` is no name of a header"))),
        };
        if options.secret_variables.is_empty() {
            return Err(setting("it needs a `secret_variable`"));
        }
        let chosen = header(&options.header)?;
        let own = matches!(
            options.scheme,
            Scheme::Standard | Scheme::Github | Scheme::Stripe
        );
        if own && (chosen.is_some() || options.id_header.is_some()) {
            return Err(setting(
                "`header` and `id_header` are for the schemes `hmac-sha256` and `token`",
            ));
        }
        let github = HeaderName::from_static("x-github-delivery");
        let proof = proof(options, chosen, variable)?;
        let mut hidden = vec![AUTHORIZATION, HeaderName::from_static("cookie")];
        if let Proof::Token(header, _) = &proof {
            hidden.push(header.clone());
        }
        Ok(Incoming {
            proof,
            id_header: match options.scheme {
                Scheme::Github => Some(github),
                _ => header(&options.id_header)?,
            },
            hidden,
            tolerance: options.tolerance,
            room: options.room.clone(),
            size: options.size,
        })
    }

    /// Believes a call or doesn't; what tells it from others, where there is such a thing.
    pub(crate) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Millis,
    ) -> Result<Option<String>, Denied> {
        match &self.proof {
            Proof::Standard(secrets) => self.standard(secrets, headers, body, now).map(Some),
            Proof::Stripe(keys) => self.stripe(keys, headers, body, now),
            Proof::Body(header, keys) => {
                let tag = headers.get(header).and_then(|value| tag(value.as_bytes()));
                match is_tag(keys, body, &tag.ok_or(Denied::Unsigned)?) {
                    true => Ok(self.id(headers)),
                    false => Err(Denied::Signature),
                }
            }
            Proof::Token(header, tokens) => {
                let given = headers.get(header).ok_or(Denied::Token)?.as_bytes();
                let given = match *header == AUTHORIZATION {
                    true => bearer(given).ok_or(Denied::Token)?,
                    false => given,
                };
                let same = |token: &Vec<u8>| verify_slices_are_equal(token, given).is_ok();
                match tokens.iter().any(same) {
                    true => Ok(self.id(headers)),
                    false => Err(Denied::Token),
                }
            }
        }
    }

    /// The headers that the rules see.
    pub(crate) fn shown(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = headers
            .iter()
            .filter(|(name, _)| !self.hidden.contains(name));
        let texts = shown.filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        });
        texts.collect()
    }

    fn id(&self, headers: &HeaderMap) -> Option<String> {
        let id = headers.get(self.id_header.as_ref()?)?.to_str().ok()?;
        Some(id.to_owned())
    }

    fn standard(
        &self,
        secrets: &[Secrets],
        headers: &HeaderMap,
        body: &[u8],
        now: Millis,
    ) -> Result<String, Denied> {
        let id = text(headers, "webhook-id")?;
        let time = text(headers, "webhook-timestamp")?;
        let signatures = text(headers, "webhook-signature")?;
        let seconds = time
            .parse()
            .map_err(|_| Denied::Header("webhook-timestamp"))?;
        let signed = |secrets: &Secrets| secrets.verify(id, time, body, signatures);
        if !secrets.iter().any(signed) {
            return Err(Denied::Signature);
        }
        self.in_time(seconds, now)?;
        Ok(id.to_owned())
    }

    /// `t=…,v1=…`, over `t.body`. https://docs.stripe.com/webhooks#verify-manually
    fn stripe(
        &self,
        keys: &[hmac::Key],
        headers: &HeaderMap,
        body: &[u8],
        now: Millis,
    ) -> Result<Option<String>, Denied> {
        let header = text(headers, "stripe-signature")?;
        let parts = || {
            header
                .split(',')
                .filter_map(|part| part.trim().split_once('='))
        };
        let time = parts().find(|(name, _)| *name == "t").map(|(_, time)| time);
        let wrong = Denied::Header("stripe-signature");
        let time = time.ok_or(wrong)?;
        let seconds = time.parse().map_err(|_| wrong)?;
        let signed = [time.as_bytes(), b".", body].concat();
        let mut tags = parts()
            .filter(|(name, _)| *name == "v1")
            .filter_map(|(_, hex)| from_hex(hex.as_bytes()));
        if !tags.any(|tag| is_tag(keys, &signed, &tag)) {
            return Err(Denied::Signature);
        }
        self.in_time(seconds, now)?;
        #[derive(Deserialize)]
        struct Event {
            id: String,
        }
        let event = serde_json::from_slice::<Event>(body).ok();
        Ok(event.map(|event| event.id))
    }

    fn in_time(&self, seconds: u64, now: Millis) -> Result<(), Denied> {
        let apart = (now.0 / 1_000).abs_diff(seconds);
        match apart <= self.tolerance.as_secs() {
            true => Ok(()),
            false => Err(Denied::Time),
        }
    }
}

fn proof(
    options: &IncomingOptions,
    header: Option<HeaderName>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Proof, Unusable> {
    let mut values = Vec::new();
    for name in &options.secret_variables {
        let value = variable(name).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| Unusable::Missing {
            webhook: options.name.clone(),
            variable: name.clone(),
        })?;
        values.push((name, value));
    }
    let no_secret = |name: &str, reason: String| Unusable::Secret {
        webhook: options.name.clone(),
        variable: name.to_owned(),
        reason,
    };
    if options.scheme == Scheme::Standard {
        let secrets = values.iter().map(|(name, value)| {
            Secrets::read(value).map_err(|reason| no_secret(name, reason.to_string()))
        });
        return Ok(Proof::Standard(secrets.collect::<Result<_, _>>()?));
    }
    if let Some((name, _)) = values.iter().find(|(_, value)| value.len() < SECRET) {
        return Err(no_secret(name, format!("expected {SECRET} bytes at least")));
    }
    let keys = || {
        let keys = values.iter();
        keys.map(|(_, value)| hmac::Key::new(hmac::HMAC_SHA256, value.as_bytes()))
            .collect()
    };
    Ok(match options.scheme {
        Scheme::Standard | Scheme::Stripe => Proof::Stripe(keys()),
        Scheme::Github => Proof::Body(HeaderName::from_static("x-hub-signature-256"), keys()),
        Scheme::HmacSha256 => {
            let header = header.unwrap_or(HeaderName::from_static("x-signature"));
            Proof::Body(header, keys())
        }
        Scheme::Token => {
            let tokens = values.into_iter().map(|(_, value)| value.into_bytes());
            Proof::Token(header.unwrap_or(AUTHORIZATION), tokens.collect())
        }
    })
}

fn text<'h>(headers: &'h HeaderMap, name: &'static str) -> Result<&'h str, Denied> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or(Denied::Header(name))
}

fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(7)?;
    scheme
        .eq_ignore_ascii_case(b"bearer ")
        .then(|| token.trim_ascii())
}

/// A tag in hexadecimal or base64, after `sha256=` or not.
fn tag(value: &[u8]) -> Option<Vec<u8>> {
    let value = value.trim_ascii();
    let value = value.strip_prefix(b"sha256=").unwrap_or(value);
    from_hex(value).or_else(|| STANDARD.decode(value).ok())
}

/// The 32 bytes of 64 digits.
fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pairs = text.chunks_exact(2);
    let bytes = pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
    match text.len() {
        64 => bytes.collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_614_265_330_500);

    fn incoming(scheme: Scheme, secrets: &[&str], header: Option<&str>) -> Incoming {
        let options = IncomingOptions {
            name: "in".to_owned(),
            scheme,
            secret_variables: (0..secrets.len()).map(|n| n.to_string()).collect(),
            header: header.map(str::to_owned),
            id_header: header.map(|_| "X-Id".to_owned()),
            tolerance: Duration::from_secs(300),
            room: "orders".to_owned(),
            size: 1 << 20,
        };
        let variable = |name: &str| {
            let place: usize = name.parse().ok()?;
            secrets.get(place).map(|secret| (*secret).to_owned())
        };
        Incoming::new(&options, &variable)
            .map_err(|wrong| wrong.to_string())
            .expect("of use")
    }

    fn check(
        incoming: &Incoming,
        headers: &[(&'static str, &str)],
        body: &[u8],
    ) -> Result<Option<String>, Denied> {
        let headers = headers.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                value.parse().expect("a value"),
            )
        });
        incoming.verify(&headers.collect(), body, NOW)
    }

    #[test]
    fn standard_webhooks() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let body = br#"{"test": 2432232314}"#;
        let id = ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
        let time = ("webhook-timestamp", "1614265330");
        let signature = (
            "webhook-signature",
            "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        );
        for secrets in [&[secret][..], &[other, secret]] {
            let ours = incoming(Scheme::Standard, secrets, None);
            assert_eq!(
                check(&ours, &[id, time, signature], body),
                Ok(Some(id.1.to_owned()))
            );
            assert_eq!(
                check(&ours, &[id, time, signature], b"{}"),
                Err(Denied::Signature)
            );
            assert_eq!(
                check(&ours, &[time, signature], body),
                Err(Denied::Header("webhook-id"))
            );
            let never = ("webhook-timestamp", "yesterday");
            assert_eq!(
                check(&ours, &[id, never, signature], body),
                Err(Denied::Header("webhook-timestamp"))
            );
        }
        let secrets = Secrets::read(secret).expect("a secret");
        let ours = incoming(Scheme::Standard, &[secret], None);
        for (seconds, expected) in [(-301, false), (-300, true), (300, true), (301, false)] {
            let seconds = 1_614_265_330_u64
                .checked_add_signed(seconds)
                .expect("a time");
            let signature = secrets.sign("m", seconds, body);
            let headers = [
                ("webhook-id", "m"),
                ("webhook-timestamp", &seconds.to_string()),
                ("webhook-signature", &signature),
            ];
            assert_eq!(check(&ours, &headers, body).is_ok(), expected, "{seconds}");
        }
    }

    /// The vector of GitHub's documentation.
    #[test]
    fn github() {
        let ours = incoming(Scheme::Github, &["It's a Secret to Everybody"], None);
        let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        let headers = [
            ("x-hub-signature-256", signature),
            ("x-github-delivery", "72d3162e"),
        ];
        assert_eq!(
            check(&ours, &headers, b"Hello, World!"),
            Ok(Some("72d3162e".to_owned()))
        );
        assert_eq!(
            check(&ours, &headers, b"Hello, World?"),
            Err(Denied::Signature)
        );
        assert_eq!(
            check(&ours, &headers[1..], b"Hello, World!"),
            Err(Denied::Unsigned)
        );
        let sha1 = [("x-hub-signature-256", "sha1=757107ea")];
        assert_eq!(check(&ours, &sha1, b"Hello, World!"), Err(Denied::Unsigned));
    }

    #[test]
    fn stripe() {
        let secret = "whsec_test_secret_of_stripe";
        let ours = incoming(Scheme::Stripe, &[secret], None);
        let body = br#"{"id": "evt_1", "object": "event"}"#;
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let hex = |time: u64| {
            let tag = hmac::sign(&key, &[time.to_string().as_bytes(), b".", body].concat());
            tag.as_ref()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        };
        let signed = |text: String| check(&ours, &[("stripe-signature", &text)], body);
        let now = 1_614_265_330;
        let (tag, zeros) = (hex(now), "0".repeat(64));
        assert_eq!(
            signed(format!("t={now},v1={tag},v0=6ffb")),
            Ok(Some("evt_1".to_owned()))
        );
        assert_eq!(
            signed(format!("t={now},v1={zeros},v1={tag}")),
            Ok(Some("evt_1".to_owned()))
        );
        assert_eq!(
            signed(format!("t={now},v1={zeros}")),
            Err(Denied::Signature)
        );
        assert_eq!(
            signed(format!("t={},v1={tag}", now + 1)),
            Err(Denied::Signature)
        );
        assert_eq!(signed(format!("t={now},v0={tag}")), Err(Denied::Signature));
        assert_eq!(
            signed(format!("v1={tag}")),
            Err(Denied::Header("stripe-signature"))
        );
        let old = now - 301;
        assert_eq!(
            signed(format!("t={old},v1={}", hex(old))),
            Err(Denied::Time)
        );
    }

    #[test]
    fn a_signature_in_a_header_of_ones_own() {
        let secret = "a secret of sixteen bytes or more";
        let ours = incoming(
            Scheme::HmacSha256,
            &["another secret, of before", secret],
            Some("X-Shop-Hmac"),
        );
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, b"{}");
        let base64 = STANDARD.encode(tag.as_ref());
        let hex: String = tag
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        for text in [base64, format!("sha256={hex}"), hex.to_lowercase()] {
            let headers = [("x-shop-hmac", text.as_str()), ("x-id", "7")];
            assert_eq!(
                check(&ours, &headers, b"{}"),
                Ok(Some("7".to_owned())),
                "{text}"
            );
            assert_eq!(check(&ours, &headers[..1], b"{}"), Ok(None));
            assert_eq!(check(&ours, &headers, b"[]"), Err(Denied::Signature));
        }
    }

    #[test]
    fn a_token() {
        let token = "a token of sixteen bytes or more";
        let ours = incoming(Scheme::Token, &[token], None);
        let given = |text: &str| check(&ours, &[("authorization", text)], b"{}");
        assert_eq!(given(&format!("Bearer {token}")), Ok(None));
        assert_eq!(given(&format!("bearer  {token} ")), Ok(None));
        assert_eq!(given(token), Err(Denied::Token));
        assert_eq!(
            given("Bearer a token of sixteen bytes or less"),
            Err(Denied::Token)
        );
        assert_eq!(given("Bearer "), Err(Denied::Token));
        let own = incoming(Scheme::Token, &[token], Some("X-Token"));
        assert_eq!(check(&own, &[("x-token", token)], b"{}"), Ok(None));
        let headers: HeaderMap = [
            ("x-token", token),
            ("x-other", "1"),
            ("authorization", "Basic x"),
        ]
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                value.parse().expect("a value"),
            )
        })
        .into_iter()
        .collect();
        assert_eq!(
            own.shown(&headers),
            [("x-other".to_owned(), "1".to_owned())]
        );
    }

    /// Headers and bodies are foreign bytes: whatever they are, they are denied, and nothing else happens.
    #[test]
    fn what_is_no_signature_is_denied_whatever_it_is() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let names = [
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-hub-signature-256",
            "stripe-signature",
            "x-signature",
            "authorization",
        ];
        let pieces: [&[u8]; 16] = [
            b"v1,",
            b"t=",
            b"v1=",
            b",",
            b"=",
            b" ",
            b"sha256=",
            b"Bearer ",
            b"1614265330",
            b"0",
            b"ff",
            b"\xff\xfe",
            b"-1",
            b"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            b"757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            b"99999999999999999999",
        ];
        let schemes = [
            Scheme::Standard,
            Scheme::Github,
            Scheme::Stripe,
            Scheme::HmacSha256,
            Scheme::Token,
        ];
        let all = schemes.map(|scheme| incoming(scheme, &[secret], None));
        let mut state = 7_u64;
        let mut below = |most: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(state >> 33).expect("31 bits") % most
        };
        for _ in 0..5_000 {
            let mut headers = HeaderMap::new();
            for name in names {
                let count = below(6);
                let value: Vec<u8> = (0..count)
                    .flat_map(|_| pieces[below(16)].to_vec())
                    .collect();
                if let Ok(value) = value.as_slice().try_into() {
                    headers.insert(name, value);
                }
            }
            let body = pieces[below(16)];
            for one in &all {
                assert!(one.verify(&headers, body, NOW).is_err(), "{headers:?}");
            }
        }
    }

    #[test]
    fn settings_that_make_no_sense_are_refused() {
        let options = IncomingOptions {
            name: "in".to_owned(),
            scheme: Scheme::Token,
            secret_variables: vec!["SHORT".to_owned()],
            header: None,
            id_header: None,
            tolerance: Duration::from_secs(300),
            room: "orders".to_owned(),
            size: 1,
        };
        let told = |options: &IncomingOptions| {
            let variable = |name: &str| (name == "SHORT").then(|| "short".to_owned());
            let wrong = Incoming::new(options, &variable)
                .err()
                .expect("it is wrong");
            wrong.to_string()
        };
        assert_eq!(
            told(&options),
            "the webhook `in`: the environment variable SHORT holds no secret: expected 16 bytes at least"
        );
        let none = IncomingOptions {
            secret_variables: vec!["NONE".to_owned()],
            ..options.clone()
        };
        assert_eq!(
            told(&none),
            "the webhook `in` needs the environment variable NONE, which is not set"
        );
        let header = IncomingOptions {
            header: Some("a b".to_owned()),
            ..options.clone()
        };
        assert!(told(&header).contains("`a b` is no name of a header"));
        let github = IncomingOptions {
            scheme: Scheme::Github,
            header: Some("x".to_owned()),
            ..options
        };
        assert!(told(&github).contains("are for the schemes"));
    }
}
