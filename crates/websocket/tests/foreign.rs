//! Against another implementation, `tokio-tungstenite`, over real sockets and hyper's upgrade.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use buildamp_websocket::codec::Event;
use buildamp_websocket::handshake::{Deflate, check};
use buildamp_websocket::{
    Class, Close, CloseCode, Config, Ended, Message, Outgoing, Reader, Role, Sender, Stream,
    Window, client, open,
};
use futures_util::{SinkExt, StreamExt};
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use support::{client as frame, heard};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode as Code, Data, OpCode};
use tokio_tungstenite::tungstenite::{Message as Foreign, protocol::CloseFrame};
use tokio_tungstenite::{WebSocketStream, client_async};

const LIMIT: Duration = Duration::from_secs(5);

/// A server that echoes, and tells how connections end.
async fn serve() -> (SocketAddr, mpsc::UnboundedReceiver<Ended>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, ended) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let tell = tell.clone();
            let service = service_fn(move |request| answer(request, tell.clone()));
            let http = hyper::server::conn::http1::Builder::new();
            let connection = http.serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection.with_upgrades());
        }
    });
    (address, ended)
}

async fn answer(
    request: Request<Incoming>,
    tell: mpsc::UnboundedSender<Ended>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut response = Response::new(Full::default());
    match check(
        request.method(),
        request.version(),
        request.headers(),
        Deflate::Accept,
    ) {
        Ok(upgrade) => {
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            let protocol = upgrade.protocols().first().cloned();
            *response.headers_mut() = upgrade.headers(protocol.as_deref());
            tokio::spawn(async move {
                let stream = Stream::take(hyper::upgrade::on(request).await.unwrap());
                let (sender, reader) = open(stream, Role::Server, upgrade.window(), &config());
                let _ = tell.send(echo(&sender, reader).await);
            });
        }
        Err(refusal) => {
            *response.status_mut() = refusal.status();
            *response.headers_mut() = refusal.headers();
            *response.body_mut() = Full::from(refusal.to_string());
        }
    }
    Ok(response)
}

fn config() -> Arc<Config> {
    Arc::new(Config {
        max_message: 2 << 20,
        ..Config::default()
    })
}

/// Answers each message with itself; "close" with a close, "ping" with a ping.
async fn echo(sender: &Sender, mut reader: Reader) -> Ended {
    let ended = loop {
        let answer = match reader.recv().await {
            Ok(Message::Text(text)) if text == "close" => {
                sender.close(CloseCode(4321), "as you wish");
                continue;
            }
            Ok(Message::Text(text)) if text == "ping" => {
                sender.ping(b"are you there?").unwrap();
                continue;
            }
            Ok(Message::Text(text)) => Outgoing::text(&text),
            Ok(Message::Binary(bytes)) => Outgoing::binary(&bytes),
            Ok(Message::Pong(payload)) => Outgoing::binary(&payload),
            Err(ended) => break ended,
        };
        let _ = sender.send(&answer, Class::Normal);
    };
    reader.finish(LIMIT).await;
    ended
}

async fn connect(address: SocketAddr) -> WebSocketStream<TcpStream> {
    let stream = TcpStream::connect(address).await.unwrap();
    let url = format!("ws://{address}/socket");
    client_async(url, stream).await.unwrap().0
}

async fn next(socket: &mut WebSocketStream<TcpStream>) -> Foreign {
    socket.next().await.unwrap().unwrap()
}

#[tokio::test]
async fn messages_of_every_length() {
    let (address, _) = serve().await;
    let mut socket = connect(address).await;
    for length in [0, 1, 125, 126, 65_535, 65_536, 1_000_000] {
        let text = Foreign::text("é".repeat(length / 2));
        socket.send(text.clone()).await.unwrap();
        assert_eq!(next(&mut socket).await, text);
        let binary = Foreign::binary(vec![0xff; length]);
        socket.send(binary.clone()).await.unwrap();
        assert_eq!(next(&mut socket).await, binary);
    }
}

#[tokio::test]
async fn fragments_with_a_ping_between() {
    let (address, _) = serve().await;
    let mut socket = connect(address).await;
    let piece = |text: &'static str, data, last| {
        Foreign::Frame(Frame::message(text, OpCode::Data(data), last))
    };
    socket.send(piece("Hel", Data::Text, false)).await.unwrap();
    socket.send(Foreign::Ping("between".into())).await.unwrap();
    socket
        .send(piece("lo", Data::Continue, true))
        .await
        .unwrap();
    assert_eq!(next(&mut socket).await, Foreign::Pong("between".into()));
    assert_eq!(next(&mut socket).await, Foreign::text("Hello"));
}

#[tokio::test]
async fn pings_of_the_server_are_answered() {
    let (address, _) = serve().await;
    let mut socket = connect(address).await;
    socket.send(Foreign::text("ping")).await.unwrap();
    assert_eq!(
        next(&mut socket).await,
        Foreign::Ping("are you there?".into())
    );
    assert_eq!(next(&mut socket).await, Foreign::binary("are you there?"));
}

#[tokio::test]
async fn the_peer_closes() {
    let (address, mut ended) = serve().await;
    for (frame, expected) in [
        (None, None),
        (Some((Code::Normal, "")), Some((1000, ""))),
        (Some((Code::Library(4001), "bye")), Some((4001, "bye"))),
    ] {
        let mut socket = connect(address).await;
        let frame = frame.map(|(code, reason)| CloseFrame {
            code,
            reason: reason.into(),
        });
        let code = frame.as_ref().map(|frame| frame.code);
        socket.close(frame).await.unwrap();
        match next(&mut socket).await {
            Foreign::Close(answer) => assert_eq!(answer.map(|answer| answer.code), code),
            other => panic!("{other:?}"),
        }
        assert!(socket.next().await.is_none(), "the server ends the stream");
        drop(socket);
        let close = expected.map(|(code, reason)| Close::new(CloseCode(code), reason));
        assert_eq!(ended.recv().await, Some(Ended::Peer(close)));
    }
}

#[tokio::test]
async fn the_server_closes() {
    let (address, mut ended) = serve().await;
    let mut socket = connect(address).await;
    socket.send(Foreign::text("close")).await.unwrap();
    let close = CloseFrame {
        code: Code::Library(4321),
        reason: "as you wish".into(),
    };
    assert_eq!(next(&mut socket).await, Foreign::Close(Some(close)));
    assert!(socket.next().await.is_none());
    drop(socket);
    let close = Close::new(CloseCode(4321), "as you wish");
    assert_eq!(ended.recv().await, Some(Ended::Ours(close)));
}

#[tokio::test]
async fn violations_are_told_to_the_peer() {
    let (address, _) = serve().await;
    let bad_text = Foreign::Frame(Frame::message(vec![0xff], OpCode::Data(Data::Text), true));
    let stray = Foreign::Frame(Frame::message("a", OpCode::Data(Data::Continue), true));
    let long = Foreign::binary(vec![0; 3 << 20]);
    for (message, code) in [
        (bad_text, Code::Invalid),
        (stray, Code::Protocol),
        (long, Code::Size),
    ] {
        let mut socket = connect(address).await;
        let (mut write, mut read) = (&mut socket).split();
        // The server may be gone before a long message is written, but its close frame is there.
        let (_, answer) = tokio::join!(write.send(message), read.next());
        match answer {
            Some(Ok(Foreign::Close(Some(close)))) => assert_eq!(close.code, code),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn requests_that_open_no_socket_are_refused() {
    let (address, _) = serve().await;
    let ask = |request: String| async move {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer.to_lowercase()
    };
    let end = "Host: a\r\nConnection: close\r\n\r\n";
    let answer = ask(format!("GET / HTTP/1.1\r\n{end}")).await;
    assert!(answer.starts_with("http/1.1 426 "), "{answer}");
    assert!(
        answer.contains("\r\nsec-websocket-version: 13\r\n"),
        "{answer}"
    );
    let answer = ask(format!("PUT / HTTP/1.1\r\n{end}")).await;
    assert!(answer.starts_with("http/1.1 405 "), "{answer}");
}

/// The frame comes with the request, so that hyper has read it already when the connection is upgraded.
#[tokio::test]
async fn frames_behind_the_request_are_not_lost() {
    let (address, _) = serve().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n\r\n";
    // "Hello", compressed, in two fragments: RFC 7692, 7.2.3.1.
    let hello = [
        frame(0x41, b"\xf2\x48\xcd"),
        frame(0x80, b"\xc9\xc9\x07\x00"),
        frame(0x88, ""),
    ]
    .concat();
    stream
        .write_all(&[request.as_bytes(), &hello].concat())
        .await
        .unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let head = answer
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .unwrap()
        + 4;
    let text = String::from_utf8_lossy(&answer[..head]).into_owned();
    assert!(text.starts_with("HTTP/1.1 101 "), "{text}");
    assert!(text.contains("server_max_window_bits=9\r\n"), "{text}");
    let events = heard(&mut answer[head..], true);
    assert_eq!(
        events,
        [Event::Text("Hello".to_owned()), Event::Close(None)]
    );
}

/// Our client's end, at that server.
async fn our_client(
    address: SocketAddr,
    more: &HeaderMap,
    deflate: Deflate,
) -> (Sender, Reader, client::Opened) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let host = address.to_string();
    let opened = client::upgrade(&mut stream, &host, "/socket?a=b", more, deflate);
    let opened = opened.await.unwrap();
    let stream = Stream::tcp(stream).with_read(opened.read.clone());
    let (sender, reader) = open(stream, Role::Client, opened.window, &config());
    (sender, reader, opened)
}

#[tokio::test]
async fn our_client_at_our_server() {
    let (address, mut ended) = serve().await;
    for (deflate, window) in [
        (Deflate::Accept, Some(Window::LARGEST)),
        (Deflate::Decline, None),
    ] {
        let mut more = HeaderMap::new();
        more.insert("sec-websocket-protocol", "buildamp.1".parse().unwrap());
        let (sender, mut reader, opened) = our_client(address, &more, deflate).await;
        assert_eq!(opened.window, window);
        assert_eq!(opened.headers["sec-websocket-protocol"], "buildamp.1");
        for length in [0, 10, 600, 100_000, 1_000_000] {
            let text: String = ('a'..='z').cycle().take(length).collect();
            sender.send(&Outgoing::text(&text), Class::Normal).unwrap();
            assert_eq!(reader.recv().await, Ok(Message::Text(text)));
        }
        sender.close(CloseCode::NORMAL, "enough");
        reader.finish(LIMIT).await;
        let close = Close::new(CloseCode::NORMAL, "enough");
        assert_eq!(ended.recv().await, Some(Ended::Peer(Some(close))));
    }
}

#[tokio::test]
async fn our_client_at_a_foreign_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        socket.send(Foreign::text("welcome")).await.unwrap();
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() || message.is_binary() {
                socket.send(message).await.unwrap();
            }
        }
    });
    let (sender, mut reader, opened) =
        our_client(address, &HeaderMap::new(), Deflate::Accept).await;
    assert_eq!(opened.window, None);
    assert_eq!(reader.recv().await, Ok(Message::Text("welcome".to_owned())));
    sender
        .send(&Outgoing::binary(&[7; 70_000]), Class::Normal)
        .unwrap();
    assert_eq!(reader.recv().await, Ok(Message::Binary(vec![7; 70_000])));
    sender.ping(b"p").unwrap();
    assert_eq!(reader.recv().await, Ok(Message::Pong(b"p".to_vec())));
    sender.close(CloseCode::NORMAL, "");
    reader.finish(LIMIT).await;
    server.await.unwrap();
}

#[tokio::test]
async fn our_client_tells_why_no_connection_opens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answers = [
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 12\r\n\r\nno token\nhere",
        "SSH-2.0-dropbear\r\n",
        "HTTP/1.1 101 Switching Proto",
    ];
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.read_buf(&mut Vec::new()).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let ask = || async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let more = HeaderMap::new();
        let opened = client::upgrade(&mut stream, "a", "/", &more, Deflate::Decline);
        opened.await.unwrap_err()
    };
    for (expected, text) in [
        (StatusCode::FORBIDDEN, ""),
        (StatusCode::UNAUTHORIZED, "no token her"),
    ] {
        match ask().await {
            client::ConnectError::Refused { status, reason } => {
                assert_eq!((status, &*reason), (expected, text));
            }
            other => panic!("{other}"),
        }
    }
    assert!(matches!(ask().await, client::ConnectError::NotHttp));
    assert!(matches!(ask().await, client::ConnectError::Io(_)));
}

/// One compressed frame for everyone, and a plain one for those who can't inflate.
#[tokio::test]
async fn a_message_is_encoded_once_for_all() {
    let message = Outgoing::text(&"shared ".repeat(500));
    let plain = message.frame(Role::Server, None);
    let window = Window::new(12);
    let compressed = message.frame(Role::Server, window);
    assert!(compressed.len() < plain.len() / 10);
    assert_eq!(
        plain.as_ptr(),
        message.clone().frame(Role::Server, None).as_ptr()
    );
    assert_eq!(
        compressed.as_ptr(),
        message.clone().frame(Role::Server, window).as_ptr()
    );
    assert_ne!(
        compressed.as_ptr(),
        message.frame(Role::Server, Window::new(9)).as_ptr()
    );
}

/// hyper's own object serves where the stream below is none that we know.
#[tokio::test]
async fn streams_that_are_not_tcp_are_taken_too() {
    for known in [true, false] {
        let (ours, mut peer) = tokio::io::duplex(1000);
        let service = service_fn(move |request| answer_over_memory(request, known));
        let http = hyper::server::conn::http1::Builder::new();
        tokio::spawn(
            http.serve_connection(TokioIo::new(ours), service)
                .with_upgrades(),
        );
        let more = HeaderMap::new();
        let opened = client::upgrade(&mut peer, "a", "/", &more, Deflate::Decline);
        let opened = opened.await.unwrap();
        let stream = Stream::other(peer).with_read(opened.read);
        let (sender, mut reader) = open(stream, Role::Client, None, &config());
        sender
            .send(&Outgoing::text("over memory"), Class::Normal)
            .unwrap();
        assert_eq!(
            reader.recv().await,
            Ok(Message::Text("over memory".to_owned()))
        );
    }
}

async fn answer_over_memory(
    request: Request<Incoming>,
    known: bool,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let upgrade = check(
        request.method(),
        request.version(),
        request.headers(),
        Deflate::Decline,
    )
    .unwrap();
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    *response.headers_mut() = upgrade.headers(None);
    tokio::spawn(async move {
        let upgraded = hyper::upgrade::on(request).await.unwrap();
        let stream = match known {
            true => Stream::take_other::<tokio::io::DuplexStream>(upgraded),
            false => Stream::take(upgraded),
        };
        let (sender, reader) = open(stream, Role::Server, None, &config());
        echo(&sender, reader).await;
    });
    Ok(response)
}
