//! Connections without sockets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use buildamp_server::protocol::Frame;
use buildamp_server::{Class, Connection, DirectFrom, Ending, Hello, Peer};
use tokio::sync::Notify;

use super::{Asks, Line, Stage, Transport};

pub struct InMemory;

#[derive(Default)]
struct Inbox {
    frames: Mutex<VecDeque<String>>,
    ended: Mutex<Option<Ending>>,
    news: Notify,
}

struct Ear(Arc<Inbox>);

impl Peer for Ear {
    fn queue(&self, frame: &Frame, _: Class) {
        let text = String::from_utf8(frame.text().to_vec()).unwrap();
        self.0.frames.lock().unwrap().push_back(text);
    }

    fn flush(&self) {
        self.0.news.notify_one();
    }

    fn end(&self, ending: &Ending) {
        *self.0.ended.lock().unwrap() = Some(ending.clone());
        self.0.news.notify_one();
    }
}

pub struct MemoryLine {
    connection: Connection,
    inbox: Arc<Inbox>,
}

impl Transport for InMemory {
    type Line = MemoryLine;

    async fn open(&mut self, stage: &Stage, asks: &Asks) -> MemoryLine {
        let inbox = Arc::new(Inbox::default());
        let hello = Hello {
            host: "localhost".to_owned(),
            token: None,
            session: asks.session.clone(),
            direct: asks.direct.as_deref().map(DirectFrom::read),
        };
        let token = Connection::authenticate(&stage.node, &hello).await;
        let token = token.expect("may connect");
        let peer = Box::new(Ear(inbox.clone()));
        let connection = Connection::open_apart(&stage.node, hello, token, peer).await;
        MemoryLine {
            connection: connection.map_err(|refusal| refusal.text).unwrap(),
            inbox,
        }
    }
}

impl Line for MemoryLine {
    async fn send(&mut self, text: &str) {
        // As a transport does: what follows a join waits for it.
        self.connection.ready().await;
        self.connection.receive(text);
    }

    async fn next(&mut self) -> Option<String> {
        let wait = async {
            loop {
                if let Some(text) = self.inbox.frames.lock().unwrap().pop_front() {
                    return Some(text);
                }
                if self.inbox.ended.lock().unwrap().is_some() {
                    return None;
                }
                self.inbox.news.notified().await;
            }
        };
        tokio::time::timeout(super::server::LONG, wait)
            .await
            .unwrap_or(None)
    }

    async fn unread(&mut self) -> Vec<String> {
        self.inbox.frames.lock().unwrap().drain(..).collect()
    }

    fn ended(&self) -> Option<String> {
        let ended = self.inbox.ended.lock().unwrap();
        ended
            .as_ref()
            .map(|ending| format!("{} {}", ending.code, ending.reason))
    }

    async fn cut(self) {}

    async fn close(self) {
        self.connection.bid_farewell();
    }
}
