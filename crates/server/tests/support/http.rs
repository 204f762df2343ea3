//! Plain HTTP of which the test says every byte: requests, answers, streams of events.

use std::collections::HashMap;
use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};

use super::server::LONG;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Asks on a connection of its own. The length is told unless the headers tell something else of the body.
pub async fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut wire = Wire::open(address).await;
    let told = headers.iter().any(|(name, _)| {
        name.eq_ignore_ascii_case("content-length")
            || name.eq_ignore_ascii_case("transfer-encoding")
    });
    let length = body.len().to_string();
    let mut headers = headers.to_vec();
    if !told && method != "GET" && method != "HEAD" {
        headers.push(("content-length", &length));
    }
    wire.head(method, path, &headers).await;
    // Who refuses early may not read the rest.
    let _ = wire.stream.write_all(body).await;
    wire.answer(method == "HEAD").await
}

/// A TCP connection.
pub struct Wire {
    pub stream: BufReader<TcpStream>,
}

impl Wire {
    pub async fn open(address: SocketAddr) -> Wire {
        let stream = TcpStream::connect(address).await.unwrap();
        Wire {
            stream: BufReader::new(stream),
        }
    }

    /// Its receive buffer is small.
    pub async fn open_small(address: SocketAddr) -> Wire {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let stream = socket.connect(address).await.unwrap();
        Wire {
            stream: BufReader::with_capacity(1, stream),
        }
    }

    pub async fn head(&mut self, method: &str, path: &str, headers: &[(&str, &str)]) {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        self.stream.write_all(head.as_bytes()).await.unwrap();
    }

    /// The status and the headers of an answer.
    pub async fn answer_head(&mut self) -> (u16, HashMap<String, String>) {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await.expect("a head");
            match line.is_empty() {
                // What only says that the body is wanted is no answer yet.
                true if lines
                    .first()
                    .is_some_and(|line: &String| line.contains(" 100 ")) =>
                {
                    lines.clear();
                }
                true => break,
                false => lines.push(line),
            }
        }
        let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines[1..].iter().map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        (status, headers.collect())
    }

    pub async fn answer(&mut self, without_body: bool) -> Answer {
        let (status, headers) = self.answer_head().await;
        let mut body = Vec::new();
        let length = headers.get("content-length");
        if without_body || matches!(status, 204 | 304) {
        } else if let Some(length) = length {
            body.resize(length.parse().unwrap(), 0);
            self.stream.read_exact(&mut body).await.unwrap();
        } else if headers
            .get("transfer-encoding")
            .is_some_and(|how| how == "chunked")
        {
            while let Some(chunk) = self.chunk().await {
                body.extend_from_slice(&chunk);
            }
        } else {
            self.stream.read_to_end(&mut body).await.unwrap();
        }
        Answer {
            status,
            headers,
            body,
        }
    }

    /// A line, without its end; `None` where the connection has ended.
    async fn line(&mut self) -> Option<String> {
        let mut line = Vec::new();
        let read = tokio::time::timeout(LONG, self.stream.read_until(b'\n', &mut line));
        let count = read.await.expect("something comes").ok()?;
        let text = String::from_utf8(line).unwrap();
        (count > 0).then(|| text.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// A chunk of a body; `None` where it has ended.
    pub async fn chunk(&mut self) -> Option<Vec<u8>> {
        let size = usize::from_str_radix(&self.line().await?, 16).unwrap();
        let mut chunk = vec![0; size];
        self.stream.read_exact(&mut chunk).await.ok()?;
        self.line().await?;
        (size > 0).then_some(chunk)
    }
}

/// One event of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    pub kind: String,
    pub id: Option<String>,
    pub data: String,
    pub retry: Option<u64>,
    pub comment: bool,
}

/// A stream of events that is being read.
pub struct Events {
    wire: Wire,
    text: String,
}

impl Events {
    /// Opens one of a client's; the answer instead where there is none.
    pub async fn open(
        address: SocketAddr,
        query: &str,
        headers: &[(&str, &str)],
    ) -> Result<(Events, HashMap<String, String>), Answer> {
        Events::at(address, &format!("/sse{query}"), headers).await
    }

    /// Opens one at any path; the answer instead where there is none.
    pub async fn at(
        address: SocketAddr,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<(Events, HashMap<String, String>), Answer> {
        let mut wire = Wire::open(address).await;
        wire.head("GET", path, headers).await;
        let (status, headers) = wire.answer_head().await;
        if status == 200 {
            let events = Events {
                wire,
                text: String::new(),
            };
            return Ok((events, headers));
        }
        let length: usize = headers["content-length"].parse().unwrap();
        let mut body = vec![0; length];
        wire.stream.read_exact(&mut body).await.unwrap();
        Err(Answer {
            status,
            headers,
            body,
        })
    }

    /// The next event, comment or note; `None` where the stream has ended.
    pub async fn any(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = read(event);
                self.text = rest.to_owned();
                return Some(event);
            }
            let chunk = self.wire.chunk().await?;
            self.text.push_str(&String::from_utf8(chunk).unwrap());
        }
    }

    /// The next event with data. Signs of life don't count as one.
    pub async fn next(&mut self) -> Option<Event> {
        let next = async {
            loop {
                let event = self.any().await?;
                if !event.data.is_empty() {
                    return Some(event);
                }
            }
        };
        tokio::time::timeout(LONG, next).await.expect("an event")
    }

    /// The next frame.
    pub async fn frame(&mut self) -> Value {
        let event = self.next().await.expect("a frame");
        serde_json::from_str(&event.data).unwrap()
    }
}

fn read(text: &str) -> Event {
    let mut event = Event::default();
    let mut data = Vec::new();
    for line in text.lines() {
        match line.split_once(':').unwrap() {
            ("", _) => event.comment = true,
            ("event", kind) => kind.trim().clone_into(&mut event.kind),
            ("id", id) => event.id = Some(id.trim().to_owned()),
            ("retry", wait) => event.retry = Some(wait.trim().parse().unwrap()),
            ("data", text) => data.push(text.strip_prefix(' ').unwrap()),
            other => panic!("what is {other:?}?"),
        }
    }
    event.data = data.join("\n");
    event
}
