//! A service that signs tokens and publishes its keys: what it answers is the test's to say.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::{KeyPair, PublicKeyData};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::server::LONG;

/// A key to sign with.
pub struct Pair {
    name: String,
    algorithm: Algorithm,
    private: EncodingKey,
    /// As it is published, without its algorithm.
    pub public: Value,
}

impl Pair {
    pub fn new(name: &str, algorithm: Algorithm) -> Pair {
        let kind = match algorithm {
            Algorithm::RS256 => &rcgen::PKCS_RSA_SHA256,
            Algorithm::ES256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            _ => &rcgen::PKCS_ED25519,
        };
        let pair = KeyPair::generate_for(kind).unwrap();
        let der = STANDARD.encode(pair.serialize_der());
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{der}\n-----END PRIVATE KEY-----\n");
        let private = match algorithm {
            Algorithm::RS256 => EncodingKey::from_rsa_pem(pem.as_bytes()),
            Algorithm::ES256 => EncodingKey::from_ec_pem(pem.as_bytes()),
            _ => EncodingKey::from_ed_pem(pem.as_bytes()),
        };
        let private = private.unwrap();
        let mut public = match algorithm {
            Algorithm::EdDSA => {
                let x = URL_SAFE_NO_PAD.encode(pair.der_bytes());
                json!({"kty": "OKP", "crv": "Ed25519", "x": x})
            }
            _ => {
                serde_json::to_value(Jwk::from_encoding_key(&private, algorithm).unwrap()).unwrap()
            }
        };
        public["kid"] = name.into();
        public.as_object_mut().unwrap().remove("alg");
        Pair {
            name: name.to_owned(),
            algorithm,
            private,
            public,
        }
    }

    /// A token of a user that is good for a while.
    pub fn token(&self, user: &str) -> String {
        self.sign(&self.name, user)
    }

    /// The same, which says that another key has signed it.
    pub fn sign(&self, name: &str, user: &str) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(name.to_owned());
        let claims = json!({"sub": user, "exp": super::START / 1000 + 100});
        encode(&header, &claims, &self.private).unwrap()
    }
}

/// What a service answers.
#[derive(Clone)]
pub enum Answers {
    Keys(Vec<Value>),
    /// The same, with what `Cache-Control` says.
    Kept(Vec<Value>, &'static str),
    Status(u16),
    /// These, one after the other; the last for good.
    InTurn(Vec<Answers>),
    Moved,
    Text(String),
    /// A body that never ends.
    Endless,
    /// Nothing, until it is told something else.
    Nothing,
}

#[derive(Clone)]
pub struct Service {
    pub port: u16,
    answers: Arc<watch::Sender<Answers>>,
    /// What its configuration calls it.
    issuer: Arc<Mutex<String>>,
    count: Arc<watch::Sender<usize>>,
}

impl Service {
    pub async fn start(answers: Answers) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let service = Service {
            port,
            answers: Arc::new(watch::Sender::new(answers)),
            issuer: Arc::new(Mutex::new(format!("http://127.0.0.1:{port}"))),
            count: Arc::new(watch::Sender::new(0)),
        };
        let router = Router::new()
            .route("/keys", get(keys))
            .route("/.well-known/openid-configuration", get(configuration))
            .with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        service
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/keys", self.port)
    }

    pub fn issuer(&self) -> String {
        self.issuer.lock().unwrap().clone()
    }

    pub fn call_itself(&self, issuer: &str) {
        *self.issuer.lock().unwrap() = issuer.to_owned();
    }

    pub fn answer(&self, answers: Answers) {
        self.answers.send_replace(answers);
    }

    /// How often it was asked for keys.
    pub fn asked(&self) -> usize {
        *self.count.borrow()
    }

    /// Waits until it was asked so often.
    pub async fn until(&self, count: usize) {
        let mut counts = self.count.subscribe();
        let enough = counts.wait_for(|asked| *asked >= count);
        let enough = tokio::time::timeout(LONG, enough).await;
        assert!(enough.is_ok(), "it was asked {} times", self.asked());
    }
}

async fn configuration(State(service): State<Service>) -> Response {
    let told = json!({"issuer": service.issuer(), "jwks_uri": service.url(), "x": []});
    told.to_string().into_response()
}

async fn keys(State(service): State<Service>) -> Response {
    service.count.send_modify(|count| *count += 1);
    let mut answers = service.answers.subscribe();
    loop {
        let mut answer = answers.borrow_and_update().clone();
        if let Answers::InTurn(mut all) = answer {
            answer = all.remove(0);
            if !all.is_empty() {
                service.answer(Answers::InTurn(all));
            }
        }
        return match answer {
            Answers::Keys(keys) => json!({"keys": keys}).to_string().into_response(),
            Answers::Kept(keys, kept) => {
                let body = json!({"keys": keys}).to_string();
                ([(header::CACHE_CONTROL, kept)], body).into_response()
            }
            Answers::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
            Answers::InTurn(_) => panic!("turns in turns"),
            Answers::Moved => {
                let there = [(header::LOCATION, "http://example.org/keys")];
                (StatusCode::FOUND, there).into_response()
            }
            Answers::Text(text) => text.into_response(),
            Answers::Endless => {
                let piece = || Ok::<_, std::io::Error>(" ".repeat(1 << 16));
                let pieces = futures_util::stream::repeat_with(piece);
                axum::body::Body::from_stream(pieces).into_response()
            }
            Answers::Nothing => {
                answers.changed().await.unwrap();
                continue;
            }
        };
    }
}
