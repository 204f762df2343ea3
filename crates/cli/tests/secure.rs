//! `buildamp bench` over TLS, on a server whose certificate was made for the test.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use common::App;
use common::server::{ELM_JSON, LOGIC, start};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

/// Bytes as a PEM file has them.
fn pem(label: &str, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = format!("-----BEGIN {label}-----\n");
    for (place, three) in bytes.chunks(3).enumerate() {
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
    text + &format!("\n-----END {label}-----\n")
}

#[test]
fn a_load_goes_over_tls() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let by = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &by).unwrap();
    app.write("authority.pem", pem("CERTIFICATE", by.der()));
    app.write("certificate.pem", pem("CERTIFICATE", certificate.der()));
    app.write("key.pem", pem("PRIVATE KEY", &key.serialize_der()));
    app.write(
        "buildamp.toml",
        "[server]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n[limits]\nmessages_per_minute = 0\n",
    );
    let (_serving, address) = start(&app, "serve");
    let (_, port) = address.rsplit_once(':').unwrap();
    let url = format!("wss://localhost:{port}/ws");
    let payload = r#"{"message_type":"GameOver","winner":"$time"}"#;
    let load = [
        "--members",
        "3",
        "--warm-up",
        "100ms",
        "--duration",
        "500ms",
    ];
    let bench = ["bench", "--json", "--url", &url, "--payload", payload];
    let all = [&bench[..], &load, &["--ca", "authority.pem"]].concat();
    let run = app.run(&all).ends_with(0);
    let delivered = run.json()["delivered_per_second"].as_f64().unwrap();
    assert!(delivered > 3.0, "{run:#?}");
    // Whom nobody vouches for is not spoken to.
    let run = app.run(&[&bench[..], &load].concat()).ends_with(2);
    assert!(run.out.contains("certificate"), "{run:#?}");
    assert!(run.out.contains("--ca FILE"), "{run:#?}");
    // A file without a certificate is named.
    let wrong = [&bench[..], &load, &["--ca", "key.pem"]].concat();
    let run = app.run(&wrong).ends_with(2);
    assert!(run.out.contains("key.pem"), "{run:#?}");
}
