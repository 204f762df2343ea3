//! A client's way to a connection: the handshake over a stream that is connected already.
//!
//! It refuses to resolve names, to dial and to try again: that is the caller's.

use std::io;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::deflate::Window;
use crate::handshake::{self, Deflate, Rejected};

/// The longest response head that is read, in bytes.
const MAX_RESPONSE: usize = 16 * 1024;

/// What is read of a refusal's text, in bytes.
const MAX_REASON: usize = 1024;

/// Why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The stream failed, or ended before the response did.
    #[error("the connection failed during the handshake: {0}")]
    Io(#[from] io::Error),
    /// The response is no HTTP/1.1, or longer than 16 KiB.
    #[error("the server's answer is no HTTP response")]
    NotHttp,
    /// The server answers another status than 101, and perhaps says why.
    #[error("{}{}", Rejected::Status(*status), after_colon(reason))]
    Refused {
        /// The answer's status.
        status: StatusCode,
        /// The first KiB of its body as one line; empty where its length isn't told.
        reason: String,
    },
    /// The server's answer fits no request for a WebSocket.
    #[error(transparent)]
    Rejected(#[from] Rejected),
}

fn after_colon(reason: &str) -> String {
    match reason {
        "" => String::new(),
        reason => format!(": {reason}"),
    }
}

/// What a handshake came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The window to compress with, where deflate was agreed on.
    pub window: Option<Window>,
    /// All of the response's headers, the chosen subprotocol among them.
    pub headers: HeaderMap,
    /// What the server sent already behind its response; goes to [`crate::Stream::with_read`].
    pub read: Vec<u8>,
}

/// Asks for an upgrade. `host` is the value of `Host`, `path` starts with `/` and may have a query; `more` are headers
/// like `Authorization`, `Origin` and `Sec-WebSocket-Protocol`.
///
/// # Errors
/// Where the stream fails, or the server doesn't answer 101 with the right headers.
pub async fn upgrade<T: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut T,
    host: &str,
    path: &str,
    more: &HeaderMap,
    deflate: Deflate,
) -> Result<Opened, ConnectError> {
    let (mut headers, key) = handshake::offer(deflate);
    headers.extend(more.clone());
    stream.write_all(&request(host, path, &headers)).await?;
    stream.flush().await?;
    let (status, headers, read) = response(stream).await?;
    let window = match handshake::verify(status, &headers, &key, deflate) {
        Ok(window) => window,
        Err(Rejected::Status(status)) => {
            let reason = reason(stream, &headers, read).await;
            return Err(ConnectError::Refused { status, reason });
        }
        Err(rejected) => return Err(rejected.into()),
    };
    Ok(Opened {
        window,
        headers,
        read,
    })
}

fn request(host: &str, path: &str, headers: &HeaderMap) -> Vec<u8> {
    let mut out = format!("GET {path} HTTP/1.1\r\n").into_bytes();
    for (name, value) in [(&header::HOST, host.as_bytes())]
        .into_iter()
        .chain(headers.iter().map(|(name, value)| (name, value.as_bytes())))
    {
        out.extend([name.as_str().as_bytes(), b": ", value, b"\r\n"].concat());
    }
    out.extend(b"\r\n");
    out
}

async fn response<T: AsyncRead + Unpin>(
    stream: &mut T,
) -> Result<(StatusCode, HeaderMap, Vec<u8>), ConnectError> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        if let Some((status, headers, used)) = parse(&bytes)? {
            return Ok((status, headers, bytes.split_off(used)));
        }
        if bytes.len() > MAX_RESPONSE {
            return Err(ConnectError::NotHttp);
        }
    }
}

/// The beginning of a refusal's body, as far as the stream has it.
async fn reason<T: AsyncRead + Unpin>(
    stream: &mut T,
    headers: &HeaderMap,
    mut read: Vec<u8>,
) -> String {
    let told = headers.get(header::CONTENT_LENGTH);
    let length = told.and_then(|length| length.to_str().ok()?.parse().ok());
    let length = length.unwrap_or(0).min(MAX_REASON);
    while read.len() < length {
        // What is there is better than nothing.
        match stream.read_buf(&mut read).await {
            Ok(1..) => {}
            Ok(0) | Err(_) => break,
        }
    }
    read.truncate(length);
    let text = String::from_utf8_lossy(&read);
    text.trim().replace(char::is_control, " ")
}

/// `None` where the head isn't whole yet.
fn parse(bytes: &[u8]) -> Result<Option<(StatusCode, HeaderMap, usize)>, ConnectError> {
    let mut lines = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut lines);
    let used = match response.parse(bytes).map_err(|_| ConnectError::NotHttp)? {
        httparse::Status::Partial => return Ok(None),
        httparse::Status::Complete(used) => used,
    };
    let status = StatusCode::from_u16(response.code.unwrap_or_default());
    let mut headers = HeaderMap::new();
    for line in response.headers.iter() {
        let name = HeaderName::from_bytes(line.name.as_bytes());
        let value = HeaderValue::from_bytes(line.value);
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let status = status.map_err(|_| ConnectError::NotHttp)?;
    Ok(Some((status, headers, used)))
}
