//! Connections over real sockets, with a foreign client.

use std::net::SocketAddr;

use buildamp_server::transport::{Options, serve};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{Asks, Line, Stage, Transport};

#[derive(Default)]
pub struct OverSockets {
    address: Option<SocketAddr>,
}

pub struct SocketLine {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    ended: Option<String>,
}

impl SocketLine {
    pub fn new(socket: WebSocketStream<MaybeTlsStream<TcpStream>>) -> SocketLine {
        SocketLine {
            socket,
            ended: None,
        }
    }

    pub async fn send_binary(&mut self, bytes: &[u8]) {
        let message = Message::binary(bytes.to_vec());
        self.socket.send(message).await.unwrap();
    }
}

impl Transport for OverSockets {
    type Line = SocketLine;

    async fn open(&mut self, stage: &Stage, asks: &Asks) -> SocketLine {
        let address = match self.address {
            Some(address) => address,
            None => {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = listener.local_addr().unwrap();
                tokio::spawn(serve(
                    stage.node.clone(),
                    listener,
                    Options::default(),
                    std::future::pending(),
                ));
                *self.address.insert(address)
            }
        };
        let (socket, _) = connect_async(format!("ws://{address}/ws{}", asks.query()))
            .await
            .unwrap();
        SocketLine {
            socket,
            ended: None,
        }
    }
}

impl Line for SocketLine {
    async fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    async fn next(&mut self) -> Option<String> {
        loop {
            let next = tokio::time::timeout(super::server::LONG, self.socket.next())
                .await
                .ok()??;
            match next {
                Ok(Message::Text(text)) => return Some(text.to_string()),
                Ok(Message::Close(Some(close))) => {
                    self.ended = Some(format!("{} {}", u16::from(close.code), close.reason));
                    return None;
                }
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// A ping's answer comes after all that was sent before it.
    async fn unread(&mut self) -> Vec<String> {
        let mut unread = Vec::new();
        if self
            .socket
            .send(Message::Ping(Vec::new().into()))
            .await
            .is_err()
        {
            return unread;
        }
        while let Ok(Some(Ok(message))) =
            tokio::time::timeout(super::server::LONG, self.socket.next()).await
        {
            match message {
                Message::Text(text) => unread.push(text.to_string()),
                Message::Pong(_) => break,
                _ => {}
            }
        }
        unread
    }

    fn ended(&self) -> Option<String> {
        self.ended.clone()
    }

    async fn cut(self) {
        drop(self.socket);
    }

    /// As browsers do where a page calls `close()`.
    async fn close(mut self) {
        self.socket.close(None).await.unwrap();
        while let Some(Ok(_)) = self.socket.next().await {}
    }
}
