//! The negotiation of permessage-deflate (RFC 7692, 5 and 7.1).
//!
//! Context takeover is never agreed to, so that codecs belong to threads and a compressed frame to everyone.

use http::{HeaderMap, header};

use crate::deflate::Window;

const NAME: &str = "permessage-deflate";
const SERVER_NO_TAKEOVER: &str = "server_no_context_takeover";
const CLIENT_NO_TAKEOVER: &str = "client_no_context_takeover";
const SERVER_BITS: &str = "server_max_window_bits";
const CLIENT_BITS: &str = "client_max_window_bits";

/// What a client that uses this crate offers.
pub(super) const OFFER: &str =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

/// One offer, or the answer to one, as far as it concerns us.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parameters {
    server_no_takeover: bool,
    client_no_takeover: bool,
    server_bits: Option<u8>,
    /// `Some(None)` without a value.
    client_bits: Option<Option<u8>>,
}

/// The first offer that can be accepted: its window and the header that answers it.
pub(super) fn accept(headers: &HeaderMap) -> Option<(Window, String)> {
    extensions(headers).find_map(|offer| {
        let offer = Parameters::parse(offer.as_deref()?)?;
        let window = match offer.server_bits {
            None => Window::LARGEST,
            Some(bits) => Window::new(bits)?,
        };
        let limit = match offer.server_bits {
            None => String::new(),
            Some(bits) => format!("; {SERVER_BITS}={bits}"),
        };
        Some((window, format!("{OFFER}{limit}")))
    })
}

/// What a server's answer to [`OFFER`] agrees on. `Err` where it is no answer to that.
pub(super) fn agreed(headers: &HeaderMap) -> Result<Option<Window>, ()> {
    let mut answers = extensions(headers);
    let Some(answer) = answers.next() else {
        return Ok(None);
    };
    let answer = answer.as_deref().and_then(Parameters::parse).ok_or(())?;
    // A limit on our own window may only come where we offered to heed one.
    let unasked = answer.client_bits.is_some() || !answer.server_no_takeover;
    match answers.next() {
        None if !unasked => Ok(Some(Window::LARGEST)),
        _ => Err(()),
    }
}

/// The parameters of each extension that is named; `None` for another than ours.
fn extensions(headers: &HeaderMap) -> impl Iterator<Item = Option<String>> {
    super::items(headers, &header::SEC_WEBSOCKET_EXTENSIONS).map(|extension| {
        let (name, parameters) = extension.split_once(';').unwrap_or((extension, ""));
        let ours = name.trim().eq_ignore_ascii_case(NAME);
        ours.then(|| parameters.to_owned())
    })
}

impl Parameters {
    /// `None` where one is unknown, comes twice, or has a value it may not have.
    fn parse(text: &str) -> Option<Parameters> {
        let mut all = Parameters::default();
        for parameter in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, value) = match parameter.split_once('=') {
                Some((name, value)) => (name.trim(), Some(value.trim().trim_matches('"'))),
                None => (parameter, None),
            };
            all.set(&name.to_ascii_lowercase(), value)?;
        }
        Some(all)
    }

    fn set(&mut self, name: &str, value: Option<&str>) -> Option<()> {
        let first = match (name, value) {
            (SERVER_NO_TAKEOVER, None) => !std::mem::replace(&mut self.server_no_takeover, true),
            (CLIENT_NO_TAKEOVER, None) => !std::mem::replace(&mut self.client_no_takeover, true),
            (SERVER_BITS, Some(value)) => self.server_bits.replace(bits(value)?).is_none(),
            (CLIENT_BITS, None) => self.client_bits.replace(None).is_none(),
            (CLIENT_BITS, Some(value)) => self.client_bits.replace(Some(bits(value)?)).is_none(),
            _ => false,
        };
        first.then_some(())
    }
}

/// From 8 to 15, without leading zeros (RFC 7692, 7.1.2.1).
fn bits(value: &str) -> Option<u8> {
    let bits = value.parse().ok()?;
    let plain = value.bytes().all(|b| b.is_ascii_digit()) && !value.starts_with('0');
    (plain && (8..=15).contains(&bits)).then_some(bits)
}
