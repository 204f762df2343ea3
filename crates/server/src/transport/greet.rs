//! A connection's first request, read by ourselves: what asks for a socket is answered here at once.
//!
//! Sockets are what the server is for, and thousands may come in a moment. All else (pages, refusals, heads that come in many pieces)
//! goes to HTTP proper with the bytes that were read: this owns no answer but 101.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Version};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

/// The longest head that is read here, in bytes.
const LONGEST: usize = 4096;

/// The most headers that a request may have to be read here.
const HEADERS: usize = 48;

/// What a request for a socket begins with.
const BEGIN: &[u8] = b"GET /ws";

/// What came first on a stream.
pub(super) struct First<S> {
    /// The stream, as if nothing had been read.
    pub(super) begun: Begun<S>,
    /// Where it is a request for the socket: its head, and the head's length.
    pub(super) socket: Option<(Box<Parts>, usize)>,
}

/// Reads the head of the first request; nothing where the client goes without a word.
///
/// # Errors
/// Where the stream fails, or ends amid a head.
pub(super) async fn first<S: AsyncRead + Unpin>(mut stream: S) -> io::Result<Option<First<S>>> {
    let mut read = Vec::with_capacity(512);
    let socket = loop {
        if stream.read_buf(&mut read).await? == 0 {
            return match read.is_empty() {
                true => Ok(None),
                false => Err(io::ErrorKind::UnexpectedEof.into()),
            };
        }
        match head(&read) {
            Head::Socket(parts, length) => break Some((parts, length)),
            Head::Partial if read.len() < LONGEST => {}
            _ => break None,
        }
    };
    let begun = Begun {
        read,
        at: 0,
        stream,
    };
    Ok(Some(First { begun, socket }))
}

enum Head {
    Socket(Box<Parts>, usize),
    Partial,
    Other,
}

fn head(read: &[u8]) -> Head {
    let shared = BEGIN.len().min(read.len());
    if read[..shared] != BEGIN[..shared] {
        return Head::Other;
    }
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(read) {
        Ok(httparse::Status::Complete(length)) => match parts(&request) {
            Some(parts) if parts.uri.path() == "/ws" => Head::Socket(Box::new(parts), length),
            _ => Head::Other,
        },
        Ok(httparse::Status::Partial) => Head::Partial,
        Err(_) => Head::Other,
    }
}

fn parts(request: &httparse::Request<'_, '_>) -> Option<Parts> {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.method = Method::GET;
    parts.uri = request.path?.parse().ok()?;
    parts.version = match request.version? {
        1 => Version::HTTP_11,
        _ => return None,
    };
    parts.headers = HeaderMap::with_capacity(request.headers.len());
    for header in request.headers.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        // A body comes before the next frame, and what that would mean is for HTTP to say.
        if name == "content-length" || name == "transfer-encoding" {
            return None;
        }
        parts
            .headers
            .append(name, HeaderValue::from_bytes(header.value).ok()?);
    }
    Some(parts)
}

/// A stream of which something was read already.
pub(super) struct Begun<S> {
    read: Vec<u8>,
    at: usize,
    stream: S,
}

impl<S> Begun<S> {
    /// The stream, and what was read of it from a place on and by nobody yet.
    pub(super) fn into_parts(self, from: usize) -> (S, Vec<u8>) {
        let rest = self.read.get(self.at + from..).unwrap_or_default();
        (self.stream, rest.to_vec())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Begun<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let rest = &self.read[self.at..];
        if rest.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let count = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..count]);
        self.at += count;
        if self.at == self.read.len() {
            self.read = Vec::new();
            self.at = 0;
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Begun<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKS: &str = "GET /ws?session=1 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n";

    /// What is read, in pieces as they come.
    async fn check(pieces: &[&str], expected: &str) {
        let (mut client, server) = tokio::io::duplex(1 << 16);
        let sent: String = pieces.concat();
        let reading = tokio::spawn(first(server));
        for piece in pieces {
            tokio::io::AsyncWriteExt::write_all(&mut client, piece.as_bytes())
                .await
                .expect("it is read");
            tokio::task::yield_now().await;
        }
        drop(client);
        let found = match reading.await.expect("it ends") {
            Ok(Some(First {
                begun,
                socket: Some((parts, length)),
            })) => {
                let (_, rest) = begun.into_parts(length);
                format!("{} {} {}", parts.uri, parts.headers.len(), rest.len())
            }
            Ok(Some(First { mut begun, .. })) => {
                let mut all = String::new();
                begun.read_to_string(&mut all).await.expect("text");
                assert_eq!(all, sent, "nothing is lost");
                "other".to_owned()
            }
            Ok(None) => "nothing".to_owned(),
            Err(error) => error.kind().to_string(),
        };
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn a_request_for_the_socket_is_read_however_it_comes() {
        check(&[ASKS], "/ws?session=1 2 0").await;
        check(
            &[&ASKS[..3], &ASKS[3..30], &ASKS[30..]],
            "/ws?session=1 2 0",
        )
        .await;
        let more = format!("{ASKS}\u{1}abc");
        check(&[&more], "/ws?session=1 2 4").await;
    }

    #[tokio::test]
    async fn all_else_is_handed_on_whole() {
        check(&["GET / HTTP/1.1\r\n\r\n"], "other").await;
        check(&["GET /wsx HTTP/1.1\r\n\r\n"], "other").await;
        check(&["GET /ws HTTP/1.0\r\n\r\n"], "other").await;
        check(
            &["GET /ws HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"],
            "other",
        )
        .await;
        check(&["GET /ws HTTP/1.1\r\nA b: c\r\n\r\n"], "other").await;
        check(&["\u{16}\u{3}\u{1}"], "other").await;
        let long = "a".repeat(LONGEST);
        check(&["GET /ws HTTP/1.1\r\nA: ", &long], "other").await;
        check(&["GET /ws"], "unexpected end of file").await;
        check(&[], "nothing").await;
    }
}
