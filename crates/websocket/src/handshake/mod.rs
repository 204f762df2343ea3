//! The opening handshake (RFC 6455, 4) on headers alone, from both ends; pure.
//!
//! It refuses to route: which path is a socket, who may open one, and which subprotocol is spoken is the caller's.

mod extensions;
mod request;
mod response;

pub use request::{Deflate, Refusal, Upgrade, check};
pub use response::{Rejected, offer, verify};

use http::{HeaderMap, HeaderName};

/// The one version there is (RFC 6455, 4.1).
const VERSION: &str = "13";

/// What `Sec-WebSocket-Accept` answers to a key (RFC 6455, 4.2.2).
fn accept(key: &str) -> String {
    let mut hash = sha1_smol::Sha1::new();
    hash.update(key.as_bytes());
    hash.update(b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    data_encoding::BASE64.encode(&hash.digest().bytes())
}

/// The items of a header that is a list, over all of its lines.
fn items<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(',').map(str::trim))
        .filter(|item| !item.is_empty())
}

fn has(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    items(headers, name).any(|item| item.eq_ignore_ascii_case(token))
}
