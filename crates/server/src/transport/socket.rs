//! A WebSocket: its messages to the node, the node's frames to it.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use buildamp_websocket::{
    Class, CloseCode, Ended, Message, Reader, Role, Sender, Stream, Window, open,
};
use tokio::io::{AsyncRead, AsyncWrite};

use super::accept::Held;
use super::heartbeat;
use super::http::Gate;
use crate::identity::Token;
use crate::peer::{Ending, Peer, Turn};
use crate::protocol::{Code, Frame, Refusal};
use crate::{Connection, Hello, Node, metrics};

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

/// Speaks with a client from the upgrade on.
pub(super) async fn run<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    gate: Arc<Gate>,
    request: Request<Body>,
    window: Option<Window>,
    hello: Hello,
    token: Option<Token>,
    held: Option<Held>,
) {
    // Boxed, for these futures are large, and the task keeps the size of its largest.
    let Ok(upgraded) = Box::pin(hyper::upgrade::on(request)).await else {
        return;
    };
    let stream = Stream::take_other::<S>(upgraded);
    let (sender, reader) = open(stream, Role::Server, window, &gate.config);
    let connection = Connection::open(&gate.node, &hello, token, Box::new(sender.clone()));
    drop(hello);
    let connection = match connection {
        Ok(connection) => connection,
        Err(refusal) => {
            sender.close(CloseCode::POLICY, &refusal.text);
            count(&gate.node, CloseCode::POLICY);
            return reader.finish(CLOSING).await;
        }
    };
    let guard = gate.heartbeat.watch(sender.clone(), connection.expires());
    if gate.node.is_draining() {
        // All others have been told already.
        heartbeat::send_away(&sender, LATE);
    }
    drop(sender);
    // A task of its own, for this one keeps the size of the request that it waited with.
    tokio::spawn(async move {
        converse(&gate, connection, reader).await;
        drop((guard, held));
    });
}

async fn converse(gate: &Gate, connection: Connection, mut reader: Reader) {
    let longest = gate.node.limits().frame;
    let ended = loop {
        connection.ready().await;
        match reader.recv().await {
            Ok(message) => {
                // What came together is answered together.
                let turn = Turn::begin();
                take(&connection, message, longest);
                let ended = take_rest(&connection, &mut reader, longest).await;
                drop(turn);
                if let Some(ended) = ended {
                    break ended;
                }
            }
            Err(ended) => break ended,
        }
    };
    match &ended {
        Ended::Ours(_) => count(&gate.node, ended.code()),
        Ended::Slow | Ended::Violation(_) => {
            tracing::debug!(%ended, "a connection ended");
            count(&gate.node, ended.code());
            gate.node.metrics.evict(reason(&ended));
        }
        Ended::Peer(_) | Ended::Lost(_) => tracing::debug!(%ended, "a connection ended"),
    }
    if says_goodbye(&ended) {
        connection.bid_farewell();
    }
    drop(connection);
    reader.finish(CLOSING).await;
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

/// Takes what has been read already, without waiting.
fn take_rest<'a>(
    connection: &'a Connection,
    reader: &'a mut Reader,
    longest: usize,
) -> impl Future<Output = Option<Ended>> + 'a {
    poll_fn(move |context| {
        for _ in 1..BATCH {
            if !connection.is_ready() {
                break;
            }
            match reader.poll_recv(context) {
                Poll::Ready(Ok(message)) => take(connection, message, longest),
                Poll::Ready(Err(ended)) => return Poll::Ready(Some(ended)),
                Poll::Pending => break,
            }
        }
        Poll::Ready(None)
    })
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
