//! A WebSocket: its messages to the node, the node's frames to it.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use buildamp_websocket::{Class, CloseCode, Ended, Message, Reader, Role, Sender, Stream, open};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::accept::Held;
use super::greet::Begun;
use super::heartbeat::{self, Guard};
use super::http::{Admitted, Gate};
use crate::peer::{Ending, Peer};
use crate::protocol::{Code, Frame, Refusal};
use crate::turn::Turn;
use crate::{Connection, Node, metrics};

/// How long a close may take.
const CLOSING: Duration = Duration::from_secs(5);

/// After how long who comes to a server that stops should try again, in milliseconds.
const LATE: u64 = 1_000;

impl Peer for Sender {
    fn queue(&self, frame: &Frame, class: Class) {
        // A connection that has ended is told so by its reader, which then leaves the rooms.
        let _ = Sender::queue(self, frame.outgoing(), class);
    }

    fn flush(&self) {
        Sender::flush(self);
    }

    fn end(&self, ending: &Ending) {
        self.close(CloseCode(ending.code), &ending.reason);
    }
}

/// What a socket runs over.
pub(super) trait Wire: AsyncRead + AsyncWrite + Send + Unpin + 'static {
    fn into_stream(self) -> Stream;
}

impl Wire for TcpStream {
    fn into_stream(self) -> Stream {
        Stream::undelayed(self)
    }
}

impl Wire for TlsStream<TcpStream> {
    fn into_stream(self) -> Stream {
        Stream::other(self)
    }
}

/// Speaks with a client whose request HTTP has answered.
pub(super) async fn run<S: Wire>(
    gate: Arc<Gate>,
    request: Request<Body>,
    admitted: Admitted,
    held: Option<Held>,
) {
    let Ok(upgraded) = hyper::upgrade::on(request).await else {
        return;
    };
    let Ok(parts) = upgraded.downcast::<TokioIo<Begun<S>>>() else {
        return;
    };
    let (stream, mut read) = parts.io.into_inner().into_parts(0);
    read.extend_from_slice(&parts.read_buf);
    let stream = stream.into_stream().with_read(read);
    let opened = match Talk::open(gate, stream, admitted, held) {
        Opening::Done(talk) => Some(talk),
        Opening::Waits(opening) => opening.await,
    };
    if let Some(talk) = opened {
        talk.run().await;
    }
}

/// A socket whose connection begins.
pub(super) enum Opening {
    /// Almost always.
    Done(Box<Talk>),
    /// `None` in the end where the client is sent away.
    Waits(Pin<Box<dyn Future<Output = Option<Box<Talk>>> + Send>>),
}

/// An open socket with its connection. As small as it can be, for there are many.
pub(super) struct Talk {
    // Each goes before what it needs.
    connection: Option<Connection>,
    reader: Option<Reader>,
    /// What it waits for other than messages: seldom anything.
    waits: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    _guard: Guard,
    _held: Option<Held>,
}

impl Talk {
    /// Begins to speak. Most need not wait for anything then, and a task that could wait here would be larger.
    pub(super) fn open(
        gate: Arc<Gate>,
        stream: Stream,
        admitted: Admitted,
        held: Option<Held>,
    ) -> Opening {
        let (sender, reader) = open(stream, Role::Server, admitted.window(), &gate.config);
        let Admitted { hello, token, .. } = admitted;
        if Connection::waits_for_session(&gate.node, &hello) {
            return Opening::Waits(Box::pin(async move {
                let opening = Connection::open_apart(&gate.node, hello, token, sender.clone());
                match opening.await {
                    Ok(connection) => Some(Talk::begin(&gate, sender, reader, connection, held)),
                    Err(refusal) => close_unopened(gate, sender, reader, held, refusal).await,
                }
            }));
        }
        match Connection::open(&gate.node, &hello, token, sender.clone()) {
            Ok(connection) => Opening::Done(Talk::begin(&gate, sender, reader, connection, held)),
            Err(refusal) => Opening::Waits(Box::pin(close_unopened(
                gate, sender, reader, held, refusal,
            ))),
        }
    }

    fn begin(
        gate: &Gate,
        sender: Sender,
        reader: Reader,
        connection: Connection,
        held: Option<Held>,
    ) -> Box<Talk> {
        let guard = gate.heartbeat.watch(sender.clone(), connection.expires());
        if gate.node.is_draining() {
            // All others have been told already.
            heartbeat::send_away(&sender, LATE);
        }
        Box::new(Talk {
            connection: Some(connection),
            reader: Some(reader),
            waits: None,
            _guard: guard,
            _held: held,
        })
    }

    /// Speaks until either end ends it.
    pub(super) async fn run(mut self: Box<Talk>) {
        poll_fn(|context| self.poll_run(context)).await;
    }

    /// [`Talk::run`], for those who poll.
    pub(super) fn poll_run(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Some(waits) = &mut self.waits {
                ready!(waits.as_mut().poll(context));
                self.waits = None;
            }
            match &self.connection {
                Some(connection) if !connection.is_ready() => {
                    self.waits = Some(Box::pin(connection.ready()));
                }
                Some(_) => ready!(self.poll_take(context)),
                None => match self.reader.take() {
                    Some(reader) => self.waits = Some(Box::pin(reader.finish(CLOSING))),
                    None => return Poll::Ready(()),
                },
            }
        }
    }

    /// Takes what has come. Once nothing more comes the connection is over.
    fn poll_take(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let (Some(connection), Some(reader)) = (&self.connection, &mut self.reader) else {
            return Poll::Ready(());
        };
        let node = connection.node();
        let longest = node.limits().frame;
        let Some(ended) = ready!(take_all(connection, reader, longest, context)) else {
            return Poll::Ready(());
        };
        match &ended {
            Ended::Ours(_) => count(node, ended.code()),
            Ended::Slow | Ended::Violation(_) => {
                tracing::debug!(%ended, "a connection ended");
                count(node, ended.code());
                node.metrics.evict(reason(&ended));
            }
            Ended::Peer(_) | Ended::Lost(_) => tracing::debug!(%ended, "a connection ended"),
        }
        if says_goodbye(&ended) {
            connection.bid_farewell();
        }
        self.connection = None;
        Poll::Ready(())
    }
}

/// Closes a socket that gets no connection. It counts among the others until it is closed.
async fn close_unopened(
    gate: Arc<Gate>,
    sender: Sender,
    reader: Reader,
    _held: Option<Held>,
    refusal: Refusal,
) -> Option<Box<Talk>> {
    sender.close(CloseCode::POLICY, &refusal.text);
    count(&gate.node, CloseCode::POLICY);
    reader.finish(CLOSING).await;
    None
}

/// Whether the client closed it for good: as programs do, without a code or with 1000. A page that is left or loaded again says 1001.
fn says_goodbye(ended: &Ended) -> bool {
    match ended {
        Ended::Peer(close) => close
            .as_ref()
            .is_none_or(|close| close.code == CloseCode::NORMAL),
        _ => false,
    }
}

/// What a client is ended for by the rules of the WebSocket protocol and its limits.
fn reason(ended: &Ended) -> &'static str {
    match (ended, ended.code()) {
        (Ended::Slow, _) => metrics::SLOW,
        (_, CloseCode::TOO_LONG) => metrics::TOO_LARGE,
        _ => metrics::PROTOCOL,
    }
}

/// Counts a connection that the server ended.
fn count(node: &Node, code: CloseCode) {
    let code = crate::metrics::CloseCode { code: code.0 };
    node.metrics.endings.get_or_create(&code).inc();
}

/// How many messages of one client are taken before others have their turn.
const BATCH: usize = 32;

/// Waits for a message, and takes it with what came together with it: that is answered together. Ready where others may have their
/// turn, with the end where it has come.
fn take_all(
    connection: &Connection,
    reader: &mut Reader,
    longest: usize,
    context: &mut Context<'_>,
) -> Poll<Option<Ended>> {
    let first = match ready!(reader.poll_recv(context)) {
        Ok(message) => message,
        Err(ended) => return Poll::Ready(Some(ended)),
    };
    let _turn = Turn::begin();
    take(connection, first, longest);
    for _ in 1..BATCH {
        if !connection.is_ready() {
            break;
        }
        match reader.poll_recv(context) {
            Poll::Ready(Ok(message)) => take(connection, message, longest),
            Poll::Ready(Err(ended)) => return Poll::Ready(Some(ended)),
            // The reader has left its waker: there is no need to come back for it.
            Poll::Pending => return Poll::Pending,
        }
    }
    Poll::Ready(None)
}

fn take(connection: &Connection, message: Message, longest: usize) {
    match message {
        Message::Text(text) if text.len() > longest => {
            let text = format!("the frame has {} bytes; {longest} are allowed", text.len());
            connection.refuse(&Refusal::new(Code::TooLarge, text));
        }
        Message::Text(text) => connection.receive(&text),
        Message::Binary(_) => {
            connection.refuse(&Refusal::new(
                Code::BadFrame,
                "frames are text, this one is binary",
            ));
        }
        Message::Pong(_) => {}
    }
}
