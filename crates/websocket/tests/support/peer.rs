//! A connection over a stream in memory, and its peer, who writes and reads bytes as it likes.

#![allow(dead_code, unreachable_pub, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::sync::Arc;
use std::time::Duration;

use buildamp_websocket::codec::Event;
use buildamp_websocket::{
    Close, CloseCode, Config, Ended, Message, Reader, Role, Sender, Stream, open,
};
use tokio::io::{AsyncReadExt, DuplexStream, duplex};
use tokio::task::JoinHandle;

use super::heard;

pub const LIMIT: Duration = Duration::from_secs(5);

pub fn config() -> Arc<Config> {
    Arc::new(Config {
        max_frame: 64 * 1024,
        max_message: 128 * 1024,
        max_queue: 10_000,
        min_deflate: 0,
        ..Config::default()
    })
}

/// A server's end, and the peer's, with so many bytes between them in each direction.
pub fn pair(between: usize) -> (Sender, Reader, DuplexStream) {
    let (ours, peer) = duplex(between);
    let (sender, reader) = open(Stream::other(ours), Role::Server, None, &config());
    (sender, reader, peer)
}

pub fn text(text: &str) -> Message {
    Message::Text(text.to_owned())
}

/// A text, as the peer hears it.
pub fn says(text: &str) -> Event {
    Event::Text(text.to_owned())
}

pub fn closed(code: CloseCode, reason: &str) -> Event {
    let reason = reason.to_owned();
    Event::Close(Some(Close { code, reason }))
}

/// Lets every task run until it waits.
pub async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

/// What so many bytes say, which come soon or not at all.
pub async fn hear(peer: &mut DuplexStream, count: usize) -> Vec<Event> {
    let mut bytes = vec![0; count];
    let read = tokio::time::timeout(LIMIT, peer.read_exact(&mut bytes));
    read.await.expect("the bytes come").unwrap();
    heard(&mut bytes, false)
}

/// Everything that comes until the end of the stream.
pub async fn hear_all(peer: &mut DuplexStream) -> Vec<Event> {
    let mut bytes = Vec::new();
    peer.read_to_end(&mut bytes).await.unwrap();
    heard(&mut bytes, false)
}

/// Reads until the connection ends and ends it in good order; the messages, and how it ended.
pub fn run(mut reader: Reader) -> JoinHandle<(Vec<Message>, Ended)> {
    tokio::spawn(async move {
        let mut messages = Vec::new();
        let ended = loop {
            match reader.recv().await {
                Ok(message) => messages.push(message),
                Err(ended) => break ended,
            }
        };
        reader.finish(LIMIT).await;
        (messages, ended)
    })
}
