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
mod tests;
