//! Over `wss://`, with certificates made for the test; the server is a foreign one.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use buildamp_client::{Client, Event, Options, TlsError, Trust};
use futures_util::{SinkExt, StreamExt};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_tungstenite::tungstenite::Message;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Its certificate as a file has it.
fn pem(by: &Authority) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = "-----BEGIN CERTIFICATE-----\n".to_owned();
    for (place, three) in by.der().chunks(3).enumerate() {
        let bits = three
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 63;
            let known = digit <= three.len();
            text.push(if known {
                DIGITS[value as usize].into()
            } else {
                '='
            });
        }
        if place % 16 == 15 {
            text.push('\n');
        }
    }
    write!(text, "\n-----END CERTIFICATE-----\n").unwrap();
    text
}

fn acceptor(by: &Authority) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, by).unwrap();
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private);
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

async fn options(trust: Trust) -> (TcpListener, Options) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "wss://localhost:{}/ws",
        listener.local_addr().unwrap().port()
    );
    let pause = Duration::from_millis(1);
    let options = Options::new(url).user("ann").pauses(pause, pause);
    (listener, options.trust(trust))
}

#[tokio::test]
async fn who_is_believed_is_spoken_to() {
    let by = authority();
    let trust = Trust::authorities(pem(&by).as_bytes()).unwrap();
    let (listener, options) = options(trust).await;
    let (client, mut events) = Client::connect(options);
    let join = client.join("lobby");
    let (stream, _) = listener.accept().await.unwrap();
    let stream = acceptor(&by).accept(stream).await.unwrap();
    let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
    let connected =
        json!({"type": "connected", "connection_id": "c", "session": "s", "protocol": 1});
    socket
        .send(Message::text(connected.to_string()))
        .await
        .unwrap();
    let asked = socket.next().await.unwrap().unwrap();
    let asked: Value = serde_json::from_str(asked.to_text().unwrap()).unwrap();
    let state = "x".repeat(100_000);
    let answer = json!({
        "type": "room_state", "room": "lobby", "state": state, "members": [], "epoch": "e",
        "seq": 1, "recovered": false, "id": asked["id"],
    });
    socket
        .send(Message::text(answer.to_string()))
        .await
        .unwrap();
    assert_eq!(join.await.unwrap().state, state);
    assert!(matches!(events.next().await, Some(Event::Connected { .. })));
}

#[tokio::test]
async fn who_is_not_believed_is_not_tried_again() {
    let (by, another) = (authority(), authority());
    let trust = Trust::authorities(pem(&another).as_bytes()).unwrap();
    let (listener, options) = options(trust).await;
    let (_client, mut events) = Client::connect(options);
    let (stream, _) = listener.accept().await.unwrap();
    assert!(acceptor(&by).accept(stream).await.is_err());
    let Some(Event::Disconnected { reason, retry_in }) = events.next().await else {
        panic!("it is told");
    };
    assert!(reason.contains("the server's certificate"), "{reason}");
    assert_eq!(retry_in, None);
}

#[test]
fn what_holds_no_certificate_is_refused() {
    let error = Trust::authorities(b"nothing").unwrap_err();
    assert!(matches!(error, TlsError::Authorities(_)));
    assert!(error.to_string().contains("found none"), "{error}");
}
