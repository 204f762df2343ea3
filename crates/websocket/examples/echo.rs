//! Answers every message with itself: what `tools/autobahn` tests. `echo [ADDRESS]`

#![allow(clippy::print_stdout, reason = "it says where it listens")]

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use buildamp_websocket::handshake::{Deflate, Upgrade, check};
use buildamp_websocket::{Class, Config, Message, Outgoing, Role, Stream, open};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:9001")).await?;
    println!("listening on {}", listener.local_addr()?);
    // Autobahn sends 16 MiB at once, and judges the compression of the shortest answers.
    let config = Arc::new(Config {
        max_frame: 64 << 20,
        max_message: 64 << 20,
        max_queue: 64 << 20,
        min_deflate: 0,
        flush: buildamp_websocket::Flush::ByReader,
    });
    loop {
        let (stream, _) = listener.accept().await?;
        let config = Arc::clone(&config);
        let service = service_fn(move |request| answer(request, Arc::clone(&config)));
        let http = hyper::server::conn::http1::Builder::new();
        let connection = http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connection.with_upgrades());
    }
}

async fn answer(
    request: Request<Incoming>,
    config: Arc<Config>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (method, version) = (request.method(), request.version());
    let mut response = Response::new(Full::default());
    match check(method, version, request.headers(), Deflate::Accept) {
        Ok(upgrade) => {
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            *response.headers_mut() = upgrade.headers(None);
            tokio::spawn(echo(request, upgrade, config));
        }
        Err(refusal) => {
            *response.status_mut() = refusal.status();
            *response.headers_mut() = refusal.headers();
            *response.body_mut() = Full::from(refusal.to_string());
        }
    }
    Ok(response)
}

async fn echo(request: Request<Incoming>, upgrade: Upgrade, config: Arc<Config>) {
    let Ok(upgraded) = hyper::upgrade::on(request).await else {
        return;
    };
    let stream = Stream::take(upgraded);
    let (sender, mut reader) = open(stream, Role::Server, upgrade.window(), &config);
    while let Ok(message) = reader.recv().await {
        let answer = match message {
            Message::Text(text) => Outgoing::text(&text),
            Message::Binary(bytes) => Outgoing::binary(&bytes),
            Message::Pong(_) => continue,
        };
        if sender.send(&answer, Class::Normal).is_err() {
            break;
        }
    }
    reader.finish(Duration::from_secs(5)).await;
}
