//! The server's half: a request for an upgrade → the headers of the response, or a refusal.

use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};

use super::{VERSION, accept, extensions, has, items};
use crate::deflate::Window;

/// Whether permessage-deflate is accepted where it is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deflate {
    /// As the client wishes.
    Accept,
    /// Never.
    Decline,
}

/// A request that may be answered by 101.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    accept: String,
    protocols: Vec<String>,
    deflate: Option<(Window, String)>,
}

/// Why a request can't become a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// 405.
    #[error("a WebSocket is opened by GET")]
    Method,
    /// 400.
    #[error("a WebSocket is opened over HTTP/1.1")]
    HttpVersion,
    /// 426.
    #[error(
        "this address is a WebSocket: `Connection: Upgrade` and `Upgrade: websocket` are needed"
    )]
    NoUpgrade,
    /// 426.
    #[error("`Sec-WebSocket-Version: 13` is needed")]
    Version,
    /// 400.
    #[error("one `Sec-WebSocket-Key` is needed: 16 bytes in base64")]
    Key,
    /// 400.
    #[error("one `Host` is needed")]
    Host,
    /// 400.
    #[error("`Sec-WebSocket-Protocol` must list different tokens")]
    Protocols,
}

impl Refusal {
    /// The status to answer with. The refusal's text is fit for the body.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::NoUpgrade | Refusal::Version => StatusCode::UPGRADE_REQUIRED,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The headers that the status asks for.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        match self.status() {
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET"));
            }
            StatusCode::UPGRADE_REQUIRED => {
                // RFC 9110, 7.8: `Upgrade` is a hop's own header, and says so.
                headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
                headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
                let version = HeaderValue::from_static(VERSION);
                headers.insert(header::SEC_WEBSOCKET_VERSION, version);
            }
            _ => {}
        }
        headers
    }
}

/// Checks a request (RFC 6455, 4.2.1).
///
/// # Errors
/// What is wrong with it first, with the status and headers to answer.
pub fn check(
    method: &Method,
    version: Version,
    headers: &HeaderMap,
    deflate: Deflate,
) -> Result<Upgrade, Refusal> {
    if method != Method::GET {
        return Err(Refusal::Method);
    }
    if version != Version::HTTP_11 {
        return Err(Refusal::HttpVersion);
    }
    let upgrade = has(headers, &header::UPGRADE, "websocket");
    if !upgrade || !has(headers, &header::CONNECTION, "upgrade") {
        return Err(Refusal::NoUpgrade);
    }
    only(headers, &header::HOST).ok_or(Refusal::Host)?;
    if only(headers, &header::SEC_WEBSOCKET_VERSION) != Some(VERSION) {
        return Err(Refusal::Version);
    }
    let key = only(headers, &header::SEC_WEBSOCKET_KEY).filter(|key| is_key(key));
    Ok(Upgrade {
        accept: accept(key.ok_or(Refusal::Key)?),
        protocols: protocols(headers)?,
        deflate: match deflate {
            Deflate::Accept => extensions::accept(headers),
            Deflate::Decline => None,
        },
    })
}

impl Upgrade {
    /// The subprotocols that the client offers, those it likes best first.
    #[must_use]
    pub fn protocols(&self) -> &[String] {
        &self.protocols
    }

    /// The window to compress with, where permessage-deflate was agreed on: goes to [`crate::open`].
    #[must_use]
    pub fn window(&self) -> Option<Window> {
        self.deflate.as_ref().map(|(window, _)| *window)
    }

    /// The headers of the response, whose status is 101. `protocol` is one of those offered; one that wasn't is left
    /// out, as the client would have to fail the connection.
    #[must_use]
    pub fn headers(&self, protocol: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        for (name, value) in self.answers(protocol) {
            if let Some(value) = value.and_then(|value| value.parse().ok()) {
                headers.insert(name, value);
            }
        }
        headers
    }

    /// The response with [`Upgrade::headers`] as it is sent, for those who write it themselves.
    #[must_use]
    pub fn response(&self, protocol: Option<&str>) -> Vec<u8> {
        const BEGIN: &str =
            "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n";
        let mut out = Vec::with_capacity(256);
        out.extend_from_slice(BEGIN.as_bytes());
        for (name, value) in self.answers(protocol) {
            if let Some(value) = value {
                for part in [name.as_str(), ": ", value, "\r\n"] {
                    out.extend_from_slice(part.as_bytes());
                }
            }
        }
        out.extend_from_slice(b"\r\n");
        out
    }

    /// The headers that answer those of the request. Their values are tokens and what is made of them: fit for a header as they are.
    fn answers<'u>(
        &'u self,
        protocol: Option<&'u str>,
    ) -> [(http::HeaderName, Option<&'u str>); 3] {
        let offered = protocol.filter(|p| self.protocols.iter().any(|offered| offered == p));
        let deflate = self.deflate.as_ref();
        [
            (header::SEC_WEBSOCKET_ACCEPT, Some(self.accept.as_str())),
            (header::SEC_WEBSOCKET_PROTOCOL, offered),
            (
                header::SEC_WEBSOCKET_EXTENSIONS,
                deflate.map(|(_, answer)| answer.as_str()),
            ),
        ]
    }
}

/// The value of a header that may come once.
fn only<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().map(str::trim),
        _ => None,
    }
}

fn is_key(key: &str) -> bool {
    data_encoding::BASE64
        .decode(key.as_bytes())
        .is_ok_and(|bytes| bytes.len() == 16)
}

fn protocols(headers: &HeaderMap) -> Result<Vec<String>, Refusal> {
    let mut all: Vec<String> = Vec::new();
    for protocol in items(headers, &header::SEC_WEBSOCKET_PROTOCOL) {
        let known = all.iter().any(|other| other == protocol);
        if known || !protocol.bytes().all(is_token) {
            return Err(Refusal::Protocols);
        }
        all.push(protocol.to_owned());
    }
    Ok(all)
}

/// RFC 9110, 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
