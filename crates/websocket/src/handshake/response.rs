//! The client's half: the headers of a request, and what the server made of it.

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Deflate, VERSION, accept, extensions, has};
use crate::deflate::Window;

/// Why a server's response opens no WebSocket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Another status than 101.
    #[error("the server answers {0} instead of 101 Switching Protocols")]
    Status(StatusCode),
    /// The headers don't fit the request.
    #[error("the server's answer is no answer to this request: its `{0}` is missing or wrong")]
    Header(&'static str),
}

/// The headers with which a client asks for an upgrade, less `Host` and what the caller adds: the key with them.
#[must_use]
pub fn offer(deflate: Deflate) -> (HeaderMap, String) {
    let mut bytes = [0; 16];
    fastrand::fill(&mut bytes);
    let key = data_encoding::BASE64.encode(&bytes);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    let version = HeaderValue::from_static(VERSION);
    headers.insert(header::SEC_WEBSOCKET_VERSION, version);
    if let Ok(key) = key.parse() {
        headers.insert(header::SEC_WEBSOCKET_KEY, key);
    }
    if deflate == Deflate::Accept {
        let offer = HeaderValue::from_static(extensions::OFFER);
        headers.insert(header::SEC_WEBSOCKET_EXTENSIONS, offer);
    }
    (headers, key)
}

/// Checks the response to [`offer`] (RFC 6455, 4.1): the window to compress with, where deflate was agreed on.
///
/// # Errors
/// Where it is not 101, or its headers answer another request.
pub fn verify(
    status: StatusCode,
    headers: &HeaderMap,
    key: &str,
    deflate: Deflate,
) -> Result<Option<Window>, Rejected> {
    if status != StatusCode::SWITCHING_PROTOCOLS {
        return Err(Rejected::Status(status));
    }
    if !has(headers, &header::UPGRADE, "websocket") {
        return Err(Rejected::Header("Upgrade"));
    }
    if !has(headers, &header::CONNECTION, "upgrade") {
        return Err(Rejected::Header("Connection"));
    }
    let accepted = headers.get(header::SEC_WEBSOCKET_ACCEPT);
    if accepted.is_none_or(|value| value.as_bytes() != accept(key).as_bytes()) {
        return Err(Rejected::Header("Sec-WebSocket-Accept"));
    }
    match extensions::agreed(headers) {
        Ok(Some(_)) if deflate == Deflate::Decline => {
            Err(Rejected::Header("Sec-WebSocket-Extensions"))
        }
        Ok(window) => Ok(window),
        Err(()) => Err(Rejected::Header("Sec-WebSocket-Extensions")),
    }
}
