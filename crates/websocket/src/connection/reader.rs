//! The way in: messages as they come. It answers pings, and ends the connection where the peer breaks a rule.
//!
//! Its task is also the one that goes on writing what a slow peer did not take at once; meanwhile a server reads
//! nothing more from that peer. Idle, it holds no buffer: bytes are read into one that the thread owns.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::ReadBuf;

use super::ended::Ended;
use super::queue::{BATCH, Key, Replaced};
use super::{Flush, Shared};
use crate::codec::{Close, CloseCode, Decoder, Event, Limits, OpCode, Role};
use crate::outgoing::control;

/// What is read at once, in bytes.
const SCRATCH: usize = 64 * 1024;

/// How much is still read and thrown away after our close frame, in bytes: a socket that is closed with bytes unread
/// resets the connection, and the peer may lose the frame.
const MAX_DRAINED: usize = 1 << 20;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
}

/// What comes from a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Vec<u8>),
    /// The answer to a ping of ours, with its payload, or one that nobody asked for.
    Pong(Vec<u8>),
}

/// The reading end of a connection. Dropped, it closes the stream; [`Reader::finish`] does so in good order.
#[derive(Debug)]
pub struct Reader {
    shared: Arc<Shared>,
    decoder: Decoder,
    rest: Option<Box<Rest>>,
    /// Whether a pong waits to be flushed.
    owes_pong: bool,
}

/// What was read and is not decoded yet, from `at` on: never nothing.
#[derive(Debug)]
struct Rest {
    bytes: Vec<u8>,
    at: usize,
}

impl Rest {
    fn new(bytes: Vec<u8>) -> Option<Box<Rest>> {
        (!bytes.is_empty()).then(|| Box::new(Rest { bytes, at: 0 }))
    }
}

impl Reader {
    pub(super) fn new(shared: Arc<Shared>, rest: Vec<u8>, limits: Limits) -> Reader {
        Reader {
            decoder: Decoder::new(shared.role, shared.window.is_some(), limits),
            shared,
            rest: Rest::new(rest),
            owes_pong: false,
        }
    }

    /// The next message. Cancelled, it loses nothing.
    ///
    /// # Errors
    /// How the connection ended; from then on always the same. A close frame is on its way by then where one is due,
    /// and [`Reader::finish`] is to be called.
    pub async fn recv(&mut self) -> Result<Message, Ended> {
        poll_fn(|cx| self.poll_recv(cx)).await
    }

    /// [`Reader::recv`], for those who poll.
    pub fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Result<Message, Ended>> {
        loop {
            ready!(self.poll_attend(cx))?;
            let event = if self.rest.is_none() {
                ready!(self.poll_fill(cx))
            } else {
                self.decode_rest()
            };
            match event.and_then(|event| self.take(event)) {
                Ok(None) => {}
                Ok(Some(message)) => {
                    if std::mem::take(&mut self.owes_pong) {
                        self.shared.outbox().flush();
                    }
                    return Poll::Ready(Ok(message));
                }
                Err(ended) => return Poll::Ready(Err(self.end(ended))),
            }
        }
    }

    /// Ends the connection in good order: writes what waits with the close frame last, waits for the peer's, and reads
    /// on for a while until the peer has closed. After `limit` it gives up. An open connection is closed with 1001.
    pub fn finish(mut self, limit: Duration) -> impl Future<Output = ()> + Send {
        // Boxed, so that a task that ends with this is small as long as the connection lives.
        Box::pin(async move {
            let ended = self.end(Ended::Ours(Close::new(CloseCode::AWAY, "")));
            let mut answered = !matches!(ended, Ended::Ours(_) | Ended::Slow);
            let mut left = MAX_DRAINED;
            let finish = poll_fn(|cx| self.poll_finish(cx, &mut answered, &mut left));
            if !matches!(ended, Ended::Lost(_)) {
                // Out of time, the stream is closed as it is.
                let _ = tokio::time::timeout(limit, finish).await;
            }
        })
    }

    /// Writes what waits, and tells whether to read on.
    fn poll_attend(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Ended>> {
        let mut outbox = self.shared.outbox();
        outbox.watch(cx);
        // Pongs to pings that were read at once leave at once.
        let enough = self.rest.is_none() || outbox.frames() >= BATCH;
        let mut written = Poll::Ready(());
        let owes = self.owes_pong || self.shared.config.flush == Flush::ByReader;
        if outbox.is_blocked() || outbox.frames() > 0 && enough && owes {
            let before = outbox.bytes();
            written = outbox.poll_flush(cx);
            self.owes_pong = false;
            if outbox.bytes() < before {
                self.shared.hear();
            }
        }
        if let Some(ended) = outbox.ended() {
            return Poll::Ready(Err(ended.clone()));
        }
        // A client reads on: if both ends stopped, neither would ever write again.
        match self.shared.role {
            Role::Server => written.map(Ok),
            Role::Client => Poll::Ready(Ok(())),
        }
    }

    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Event>, Ended>> {
        BUFFER.with_borrow_mut(|buffer| {
            let count = match ready!(self.poll_read(cx, buffer)) {
                Ok(0) => return Poll::Ready(Err(Ended::Lost(io::ErrorKind::UnexpectedEof))),
                Ok(count) => count,
                Err(error) => return Poll::Ready(Err(Ended::Lost(error.kind()))),
            };
            self.shared.hear();
            let bytes = &mut buffer[..count];
            let (used, event) = self.decoder.decode(bytes).map_err(Ended::Violation)?;
            if used < count {
                // The buffer is the thread's, so what belongs to the next message is kept apart.
                self.rest = Rest::new(bytes[used..].to_vec());
            }
            Poll::Ready(Ok(event))
        })
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buffer = ReadBuf::new(buffer);
        let read = self.shared.outbox().wire.poll_read(cx, &mut buffer);
        read.map_ok(|()| buffer.filled().len())
    }

    fn decode_rest(&mut self) -> Result<Option<Event>, Ended> {
        let Some(rest) = &mut self.rest else {
            return Ok(None);
        };
        let decoded = self.decoder.decode(&mut rest.bytes[rest.at..]);
        let (used, event) = decoded.map_err(Ended::Violation)?;
        rest.at += used;
        self.rest.take_if(|rest| rest.at == rest.bytes.len());
        Ok(event)
    }

    fn take(&mut self, event: Option<Event>) -> Result<Option<Message>, Ended> {
        Ok(Some(match event {
            None => return Ok(None),
            Some(Event::Text(text)) => Message::Text(text),
            Some(Event::Binary(bytes)) => Message::Binary(bytes),
            Some(Event::Pong(payload)) => Message::Pong(payload),
            Some(Event::Ping(payload)) => {
                let pong = control(self.shared.role, OpCode::Pong, &payload);
                // Where it has ended, the next look at the outbox tells.
                let _ = self
                    .shared
                    .outbox()
                    .queue(pong, Some(Key::Pong), Replaced::Gone);
                self.owes_pong = true;
                return Ok(None);
            }
            Some(Event::Close(close)) => return Err(Ended::Peer(close)),
        }))
    }

    /// Ends the connection; how it has ended, for another end may have been first.
    fn end(&self, ended: Ended) -> Ended {
        let mut outbox = self.shared.outbox();
        match &ended {
            Ended::Lost(error) => outbox.lose(*error),
            _ => outbox.close(ended.clone()),
        }
        outbox.ended().cloned().unwrap_or(ended)
    }

    /// `answered`: whether nothing more is of interest. `left`: how many bytes are still read.
    fn poll_finish(
        &mut self,
        cx: &mut Context<'_>,
        answered: &mut bool,
        left: &mut usize,
    ) -> Poll<()> {
        loop {
            let mut outbox = self.shared.outbox();
            outbox.watch(cx);
            ready!(outbox.poll_flush(cx));
            // RFC 6455, 7.1.1: it is the server that closes the stream first. Where it fails, so does reading.
            if *answered && self.shared.role == Role::Server {
                let _ = ready!(outbox.wire.poll_shutdown(cx));
            }
            drop(outbox);
            let count = ready!(self.poll_drain(cx, answered));
            *left = left.saturating_sub(count);
            if count == 0 || *left == 0 {
                return Poll::Ready(());
            }
        }
    }

    /// Reads and throws away, but for the peer's close frame; how many bytes.
    fn poll_drain(&mut self, cx: &mut Context<'_>, answered: &mut bool) -> Poll<usize> {
        if let Some(mut rest) = self.rest.take() {
            let bytes = &mut rest.bytes[rest.at..];
            let count = bytes.len();
            self.look_for_close(bytes, answered);
            return Poll::Ready(count);
        }
        BUFFER.with_borrow_mut(|buffer| {
            let count = ready!(self.poll_read(cx, buffer)).unwrap_or(0);
            self.look_for_close(&mut buffer[..count], answered);
            Poll::Ready(count)
        })
    }

    fn look_for_close(&mut self, mut bytes: &mut [u8], answered: &mut bool) {
        while !*answered && !bytes.is_empty() {
            match self.decoder.decode(bytes) {
                Ok((used, event)) => {
                    bytes = &mut bytes[used..];
                    *answered = matches!(event, Some(Event::Close(_)));
                }
                Err(_) => *answered = true,
            }
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.shared.outbox().drop_stream();
    }
}
