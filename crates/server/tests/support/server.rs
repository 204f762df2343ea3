//! A listener with options of its own, and what speaks to it: WebSocket, HTTP, plain bytes.

use std::net::SocketAddr;
use std::time::Duration;

use buildamp_server::transport::{Drained, Options, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, http};

use super::{SocketLine, Stage};

/// Longer than anything takes here, on a machine that is busy with others.
pub const LONG: Duration = Duration::from_secs(60);

pub struct Server {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Drained>,
}

/// An upgrade that was refused.
#[derive(Debug)]
pub struct Refused {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: String,
}

impl Server {
    pub async fn start(stage: &Stage, options: Options) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            let _ = stopped.await;
        };
        let serving = tokio::spawn(serve(stage.node.clone(), listener, options, stopped));
        Server {
            address,
            stop,
            serving,
        }
    }

    /// Connects; the line and the headers of the answer. `None` where the server cuts the connection without an answer.
    pub async fn try_connect(
        &self,
        query: &str,
        headers: &[(&'static str, &str)],
    ) -> Option<Result<(SocketLine, http::HeaderMap), Refused>> {
        let url = format!("ws://{}/ws{query}", self.address);
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, response)) => {
                Some(Ok((SocketLine::new(socket), response.headers().clone())))
            }
            Err(Error::Http(response)) => Some(Err(Refused {
                status: response.status().as_u16(),
                headers: response.headers().clone(),
                body: String::from_utf8_lossy(response.body().as_deref().unwrap_or_default())
                    .into_owned(),
            })),
            Err(_) => None,
        }
    }

    pub async fn connect(&self) -> SocketLine {
        let answer = self.try_connect("", &[]).await.expect("an answer");
        answer.expect("an upgrade").0
    }

    /// Connects as soon as there is a place.
    pub async fn connect_at_last(&self) -> SocketLine {
        let connected = async {
            loop {
                if let Some(Ok((line, _))) = self.try_connect("", &[]).await {
                    return line;
                }
            }
        };
        let connected = tokio::time::timeout(LONG, connected).await;
        connected.expect("there is a place again")
    }

    /// A WebSocket of which the test sees the bytes. Its receive buffer is small.
    pub async fn raw_socket(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let mut stream = socket.connect(self.address).await.unwrap();
        let request = "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let head = head(&mut stream).await;
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        stream
    }

    /// The answer to a request on a connection of its own: its head and its body.
    pub async fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        get(&mut stream, path).await
    }

    pub async fn metrics(&self) -> String {
        self.get("/metrics").await.1
    }

    /// Waits until a count has a value.
    pub async fn until(&self, sample: &str) {
        let reached = async {
            while !self.metrics().await.lines().any(|line| line == sample) {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(LONG, reached).await;
        if reached.is_err() {
            panic!("never {sample}:\n{}", self.metrics().await);
        }
    }

    /// Tells it to stop.
    pub fn stop(self) -> JoinHandle<Drained> {
        let _ = self.stop.send(());
        self.serving
    }
}

/// The answer to a request on a connection that is kept.
pub async fn get(stream: &mut TcpStream, path: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let head = head(stream).await;
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    (head, String::from_utf8(body).unwrap())
}

/// The head of an answer, and not a byte more.
async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// A client's text frame. Its mask is zero, so that what is written is what is meant.
pub fn text_frame(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    assert!(length < 126, "the test's frames are short");
    let mut frame = vec![0x81, 0x80 | length, 0, 0, 0, 0];
    frame.extend_from_slice(text.as_bytes());
    frame
}

/// Reads until the server closes the stream: the code of its close frame, if it sent one.
pub async fn close_code(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Option<u16> {
    let mut bytes = Vec::new();
    // A reset is an end, too.
    let read = tokio::time::timeout(LONG, stream.read_to_end(&mut bytes)).await;
    assert!(read.is_ok(), "the server never ends it");
    let mut rest = &bytes[..];
    while let [first, length, after @ ..] = rest {
        let (size, after) = match (length, after) {
            (126, [a, b, after @ ..]) => (usize::from(u16::from_be_bytes([*a, *b])), after),
            (127, after) => {
                let size = u64::from_be_bytes(after.get(..8)?.try_into().unwrap());
                (usize::try_from(size).unwrap(), &after[8..])
            }
            (short, after) => (usize::from(*short), after),
        };
        let payload = after.get(..size)?;
        if first & 0x0f == 8 {
            return Some(u16::from_be_bytes([*payload.first()?, *payload.get(1)?]));
        }
        rest = &after[size..];
    }
    None
}
