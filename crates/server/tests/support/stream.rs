//! Connections over streams of events: frames come in the stream, and are posted.

use std::net::SocketAddr;

use buildamp_server::transport::{Options, serve};
use tokio::net::TcpListener;

use super::http::{Events, ask};
use super::{Asks, Line, Stage, Transport};

#[derive(Default)]
pub struct OverStreams {
    address: Option<SocketAddr>,
}

pub struct StreamLine {
    address: SocketAddr,
    events: Events,
    session: String,
    ended: Option<String>,
}

impl Transport for OverStreams {
    type Line = StreamLine;

    async fn open(&mut self, stage: &Stage, asks: &Asks) -> StreamLine {
        let address = match self.address {
            Some(address) => address,
            None => {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = listener.local_addr().unwrap();
                let options = Options::default();
                let node = stage.node.clone();
                tokio::spawn(serve(node, listener, options, std::future::pending()));
                *self.address.insert(address)
            }
        };
        let (events, _) = Events::open(address, &asks.query(), &[])
            .await
            .expect("a stream");
        StreamLine {
            address,
            events,
            session: String::new(),
            ended: None,
        }
    }
}

impl StreamLine {
    async fn hear(&mut self) -> Option<String> {
        let event = self.events.next().await?;
        let data: serde_json::Value = serde_json::from_str(&event.data).unwrap();
        if event.kind == "end" {
            let reason = data["reason"].as_str().unwrap();
            self.ended = Some(format!("{} {reason}", data["code"]));
            return None;
        }
        if data["type"] == "connected" {
            data["session"]
                .as_str()
                .unwrap()
                .clone_into(&mut self.session);
        }
        Some(event.data)
    }
}

impl Line for StreamLine {
    async fn send(&mut self, text: &str) {
        let path = format!("/sse?session={}", self.session);
        let answer = ask(self.address, "POST", &path, &[], text.as_bytes()).await;
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    async fn next(&mut self) -> Option<String> {
        self.hear().await
    }

    /// What is refused is answered after all that was said before it.
    async fn unread(&mut self) -> Vec<String> {
        let mut unread = Vec::new();
        let path = format!("/sse?session={}", self.session);
        let answer = ask(self.address, "POST", &path, &[], b"\"over and out\"").await;
        if answer.status != 204 {
            return unread;
        }
        while let Some(frame) = self.hear().await {
            if frame.contains("over and out") {
                break;
            }
            unread.push(frame);
        }
        unread
    }

    fn ended(&self) -> Option<String> {
        self.ended.clone()
    }

    async fn cut(self) {
        drop(self.events);
    }

    /// A stream can't say goodbye: its end is a break. Whoever wants to go leaves the rooms first.
    async fn close(self) {
        self.cut().await;
    }
}
