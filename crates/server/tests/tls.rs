//! HTTPS and WSS, with certificates made for the test.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use buildamp_server::Limits;
use buildamp_server::transport::Options;
use futures_util::{SinkExt, StreamExt};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use support::Stage;
use support::app::Style;
use support::server::Server;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio_rustls::{TlsAcceptor, TlsConnector};
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

/// Who vouches for certificates.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A server whose certificate is for these names.
async fn serve(stage: &Stage, by: &CertifiedIssuer<'static, KeyPair>, name: &str) -> Server {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new([name.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, by).unwrap();
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let options = Options {
        tls: Some(TlsAcceptor::from(Arc::new(config))),
        handshake: Duration::from_secs(1),
        ..Options::default()
    };
    Server::start(stage, options).await
}

/// What a client that believes this authority comes to.
async fn connect(
    server: &Server,
    by: &CertifiedIssuer<'static, KeyPair>,
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(by.der().clone()).unwrap();
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(server.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

fn refused(stage: &Stage, reason: &str) -> bool {
    let sample = format!("connections_refused_total{{reason=\"{reason}\"}} 1\n");
    stage.node.metrics().text().contains(&sample)
}

async fn until(mut reached: impl FnMut() -> bool) {
    let reached = async {
        while !reached() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(support::server::LONG, reached)
        .await
        .expect("it is counted");
}

#[test]
fn messages_go_over_tls() {
    support::run(async {
        let (stage, by) = (Stage::new(Style::Plain, Limits::default()), authority());
        let server = serve(&stage, &by, "localhost").await;
        let stream = connect(&server, &by).await.unwrap();
        let (mut socket, _) = client_async("wss://localhost/ws", stream).await.unwrap();
        let mut heard = Vec::new();
        for said in [
            r#"{"type":"join_room","room":"lobby","userId":"ann"}"#.to_owned(),
            // More than a TLS record holds.
            format!(
                r#"{{"type":"send_message","room":"lobby","payload":{{"message_type":"Say","text":"{}"}},"id":1}}"#,
                "x".repeat(100_000)
            ),
        ] {
            socket.send(Message::text(said)).await.unwrap();
        }
        while heard.len() < 4 {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                heard.push(text.to_string());
            }
        }
        let types = ["connected", "room_state", "broadcast", "ack"];
        for (frame, name) in heard.iter().zip(types) {
            assert!(
                frame.starts_with(&format!(r#"{{"type":"{name}""#)),
                "{frame:.200}"
            );
        }
        assert!(heard[2].len() > 100_000);
    });
}

#[test]
fn who_does_not_believe_the_certificate_is_told_and_counted() {
    support::run(async {
        let (stage, by, another) = (
            Stage::new(Style::Plain, Limits::default()),
            authority(),
            authority(),
        );
        let server = serve(&stage, &by, "localhost").await;
        let error = connect(&server, &another).await.unwrap_err();
        assert!(error.to_string().contains("certificate"), "{error}");
        until(|| refused(&stage, "tls")).await;
        connect(&server, &by).await.unwrap();
        let elsewhere = serve(&stage, &by, "example.org").await;
        let error = connect(&elsewhere, &by).await.unwrap_err();
        assert!(error.to_string().contains("not valid for name"), "{error}");
    });
}

#[test]
fn who_speaks_no_tls_or_never_ends_it_is_cut() {
    support::run(async {
        let (stage, by) = (Stage::new(Style::Plain, Limits::default()), authority());
        let server = serve(&stage, &by, "localhost").await;
        let mut plain = TcpStream::connect(server.address).await.unwrap();
        plain
            .write_all(b"GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        until(|| refused(&stage, "tls")).await;
        let _silent = TcpStream::connect(server.address).await.unwrap();
        until(|| refused(&stage, "handshake")).await;
        connect(&server, &by).await.unwrap();
    });
}
