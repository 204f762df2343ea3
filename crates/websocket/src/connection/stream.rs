//! What a connection runs over. TCP is told apart from the rest because most run over it: it takes no memory of its own.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Anything bytes come from and go to: a TLS stream, or one in memory.
pub trait Transport: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Transport for T {}

/// A stream on which the handshake is done, and what was read of it already.
pub struct Stream {
    io: Wire,
    read: Vec<u8>,
    unsent: Vec<u8>,
}

impl Stream {
    /// A TCP stream, on which Nagle's algorithm is switched off: what is written is whole frames.
    #[must_use]
    pub fn tcp(stream: TcpStream) -> Stream {
        // It fails only where the connection is gone, which the first read tells.
        let _ = stream.set_nodelay(true);
        Stream::undelayed(stream)
    }

    /// A TCP stream on which Nagle's algorithm is switched off already, as it is where the listener says so.
    #[must_use]
    pub fn undelayed(stream: TcpStream) -> Stream {
        Stream {
            io: Wire::Tcp(stream),
            read: Vec::new(),
            unsent: Vec::new(),
        }
    }

    /// Any other.
    #[must_use]
    pub fn other(stream: impl Transport + 'static) -> Stream {
        Stream {
            io: Wire::Other(Box::new(stream)),
            read: Vec::new(),
            unsent: Vec::new(),
        }
    }

    /// The same, with bytes that were read of it before.
    #[must_use]
    pub fn with_read(mut self, read: Vec<u8>) -> Stream {
        self.read = read;
        self
    }

    /// The same, with bytes that leave in front of all messages: the end of a handshake that leaves together with the first of them.
    /// They are owed a flush like a message that was queued.
    #[must_use]
    pub fn with_unsent(mut self, unsent: Vec<u8>) -> Stream {
        self.unsent = unsent;
        self
    }

    /// The TCP stream below a connection that hyper served as `TokioIo<TcpStream>`. Over anything else hyper's own
    /// object is kept, at the price of its size; for TLS there is [`Stream::take_other`].
    #[must_use]
    pub fn take(upgraded: Upgraded) -> Stream {
        match upgraded.downcast::<TokioIo<TcpStream>>() {
            Ok(parts) => Stream::tcp(parts.io.into_inner()).with_read(parts.read_buf.to_vec()),
            Err(upgraded) => Stream::other(TokioIo::new(upgraded)),
        }
    }

    /// The stream below a connection that hyper served as `TokioIo<T>`, such as a TLS stream, or as in
    /// [`Stream::take`].
    #[must_use]
    pub fn take_other<T: Transport + 'static>(upgraded: Upgraded) -> Stream {
        match upgraded.downcast::<TokioIo<T>>() {
            // A copy, so that hyper's buffer of 8 KiB goes even where a few bytes of it are left.
            Ok(parts) => Stream::other(parts.io.into_inner()).with_read(parts.read_buf.to_vec()),
            Err(upgraded) => Stream::take(upgraded),
        }
    }

    /// What it runs over, what was read, and what is to be sent first.
    pub(super) fn into_parts(self) -> (Wire, Vec<u8>, Vec<u8>) {
        (self.io, self.read, self.unsent)
    }
}

/// What bytes come from and go to. Both under one lock: who has something to say seldom comes while something is read, and waits no longer
/// then than for one call.
pub(super) enum Wire {
    Tcp(TcpStream),
    Other(Box<dyn Transport>),
    Gone,
}

impl Wire {
    /// Writes as much as fits. Pending, the context's waker is told when there is space.
    pub(super) fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = match self {
            Wire::Tcp(stream) => loop {
                let written = match slices {
                    [one] => stream.try_write(one),
                    _ => stream.try_write_vectored(slices),
                };
                match written {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        ready!(stream.poll_write_ready(cx))?;
                    }
                    written => break written?,
                }
            },
            Wire::Other(stream) => ready!(Pin::new(stream).poll_write_vectored(cx, slices))?,
            Wire::Gone => 0,
        };
        Poll::Ready(match written {
            0 => Err(io::ErrorKind::WriteZero.into()),
            written => Ok(written),
        })
    }

    /// Ready once what was written has left us. TCP has no buffer of its own.
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Wire::Other(stream) => Pin::new(stream).poll_flush(cx),
            _ => Poll::Ready(Ok(())),
        }
    }

    /// Tells the peer that nothing more comes.
    pub(super) fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Wire::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
            Wire::Other(stream) => Pin::new(stream).poll_shutdown(cx),
            Wire::Gone => Poll::Ready(Ok(())),
        }
    }

    /// Reads as much as there is.
    pub(super) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self {
            Wire::Tcp(stream) => Pin::new(stream).poll_read(cx, buffer),
            Wire::Other(stream) => Pin::new(stream).poll_read(cx, buffer),
            Wire::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Wire::Tcp(_) => "Tcp",
            Wire::Other(_) => "Other",
            Wire::Gone => "Gone",
        })
    }
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream")
            .field("read", &self.read.len())
            .finish_non_exhaustive()
    }
}
