//! Files in S3: an app that is served keeps them in a bucket of a server in this process, which speaks as much of S3 as is needed.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use common::server::{ELM_JSON, start_with};
use common::{App, wait_until};

const MODELS: &str = "pub struct Forget {\n    pub id: String,\n}\n";

const LOGIC: &str = r#"module WebSocketLogic exposing (handleUpload, processMessage)

import BuildAmp.Server exposing (Context, Effect(..), Response(..), Upload, WebSocketMessage(..))


handleUpload : Upload -> Context -> ( List Effect, Response )
handleUpload _ _ =
    ( [], Ack )


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message _ =
    case message of
        ForgetMessage { id } ->
            ( [ DeleteUpload { id = id } ], Ack )
"#;

/// By their numbers.
type Parts = Vec<(u32, Vec<u8>)>;

/// A bucket, its uploads in parts, and whether it works.
#[derive(Default)]
struct Bucket {
    objects: Mutex<HashMap<String, Vec<u8>>>,
    parts: Mutex<HashMap<String, Parts>>,
    began: AtomicUsize,
    most_parts: AtomicUsize,
    fails: AtomicBool,
}

impl Bucket {
    /// Serves it; where.
    fn start() -> (Arc<Bucket>, String) {
        let bucket = Arc::<Bucket>::default();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(bucket.clone());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await.unwrap();
            });
        });
        (bucket, format!("http://{address}"))
    }

    fn keys(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }
}

fn xml(text: String) -> Response {
    ([("content-type", "application/xml")], text).into_response()
}

async fn answer(State(bucket): State<Arc<Bucket>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let header = |name: &str| {
        let value = head.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap()).to_owned()
    };
    let signature = header("authorization");
    if !signature.starts_with("AWS4-HMAC-SHA256 Credential=a-key/")
        || header("x-amz-content-sha256").is_empty()
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    if bucket.fails.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let path = head.uri.path().strip_prefix("/files").unwrap();
    let key = path.trim_start_matches('/').to_owned();
    let query = head.uri.query().unwrap_or_default().to_owned();
    let find = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
    };
    let upload = find("uploadId");
    match (&head.method, upload, find("partNumber")) {
        (&Method::POST, None, _) if query.starts_with("uploads") => {
            let id = bucket.began.fetch_add(1, Ordering::SeqCst).to_string();
            bucket.parts.lock().unwrap().insert(id.clone(), Vec::new());
            xml(format!(
                "<InitiateMultipartUploadResult><Bucket>files</Bucket><Key>{key}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
            ))
        }
        (&Method::PUT, Some(id), Some(number)) => {
            let mut parts = bucket.parts.lock().unwrap();
            let part = (number.parse().unwrap(), body.to_vec());
            parts.get_mut(&id).unwrap().push(part);
            [("etag", format!("\"{number}\""))].into_response()
        }
        (&Method::POST, Some(id), _) => {
            let mut parts = bucket.parts.lock().unwrap().remove(&id).unwrap();
            parts.sort();
            // S3 takes no parts below 5 MiB but the last.
            let (_, others) = parts.split_last().unwrap();
            assert!(others.iter().all(|(_, part)| part.len() >= 5 << 20));
            bucket.most_parts.fetch_max(parts.len(), Ordering::SeqCst);
            let whole = parts.into_iter().flat_map(|(_, part)| part).collect();
            bucket.objects.lock().unwrap().insert(key, whole);
            xml("<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>".to_owned())
        }
        (&Method::DELETE, Some(id), _) => {
            bucket.parts.lock().unwrap().remove(&id);
            StatusCode::NO_CONTENT.into_response()
        }
        (&Method::POST, None, _) if query.starts_with("delete") => {
            xml(delete_all(&bucket, std::str::from_utf8(&body).unwrap()))
        }
        (&Method::GET, None, _) if key.is_empty() => xml(list(&bucket)),
        (&Method::GET, None, _) => read(&bucket, &key, &header("range")),
        (method, ..) => panic!("{method} {} is none of what is needed", head.uri),
    }
}

fn delete_all(bucket: &Bucket, wanted: &str) -> String {
    let keys = wanted.split("<Key>").skip(1);
    let mut done = String::from("<DeleteResult>");
    for key in keys.map(|rest| rest.split('<').next().unwrap()) {
        bucket.objects.lock().unwrap().remove(key);
        done.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
    }
    done + "</DeleteResult>"
}

fn list(bucket: &Bucket) -> String {
    let objects = bucket.objects.lock().unwrap();
    let contents = objects.iter().map(|(key, bytes)| {
        let size = bytes.len();
        format!("<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag></Contents>")
    });
    let contents: String = contents.collect();
    format!("<ListBucketResult><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>")
}

fn read(bucket: &Bucket, key: &str, range: &str) -> Response {
    let objects = bucket.objects.lock().unwrap();
    let Some(bytes) = objects.get(key) else {
        let text = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
        return (StatusCode::NOT_FOUND, text).into_response();
    };
    let modified = ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT".to_owned());
    let tag = ("etag", "\"whole\"".to_owned());
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|r| r.split_once('-')) else {
        return ([modified, tag], Bytes::copy_from_slice(bytes)).into_response();
    };
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let told = format!("bytes {first}-{last}/{}", bytes.len());
    let part = Bytes::copy_from_slice(&bytes[first..=last]);
    let headers = [modified, tag, ("content-range", told)];
    (StatusCode::PARTIAL_CONTENT, headers, part).into_response()
}

/// The status of an answer, and its body.
fn ask(address: &str, head: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(address).unwrap();
    let (first, headers) = head.split_once('\n').unwrap_or((head, ""));
    let length = body.len();
    let head = format!(
        "{first} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let status = std::str::from_utf8(&answer[9..12]).unwrap();
    (status.parse().unwrap(), answer.split_off(end + 4))
}

fn upload(address: &str, body: &[u8]) -> (u16, serde_json::Value) {
    let (status, answer) = ask(address, "POST /uploads?room=lobby&userId=ann", body);
    (status, serde_json::from_slice(&answer).unwrap())
}

#[test]
fn files_lie_in_a_bucket_and_a_bucket_that_fails_is_told() {
    let (bucket, endpoint) = Bucket::start();
    let app = App::empty();
    app.write("models/ws/files_ws.rs", MODELS);
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    app.write(
        "buildamp.toml",
        "[uploads]\nstore = \"s3://files/of-the-app\"\n[store]\ndurability = \"memory\"\n",
    );
    let variables = [
        ("AWS_ENDPOINT", endpoint.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "a-key"),
        ("AWS_SECRET_ACCESS_KEY", "a-secret"),
    ];
    let (_serving, address) = start_with(&app, "serve", &variables);
    // Two parts, as S3 has them.
    let body: Vec<u8> = (0..6_u32 << 20).map(|n| (n % 251) as u8).collect();
    let (status, file) = upload(&address, &body);
    assert_eq!(status, 201, "{file}");
    let id = file["id"].as_str().unwrap();
    let keys = bucket.keys();
    assert_eq!(keys.len(), 1);
    assert!(
        keys[0].starts_with("of-the-app/t") && keys[0].ends_with(id),
        "{keys:?}"
    );
    assert!(bucket.objects.lock().unwrap()[&keys[0]] == body);
    assert_eq!(bucket.most_parts.load(Ordering::SeqCst), 2);
    let get = format!("GET /uploads/{id}");
    let (status, whole) = ask(&address, &get, b"");
    assert!(status == 200 && whole == body);
    let range = format!("{get}\nrange: bytes=5242870-5242889\r\n");
    let (status, part) = ask(&address, &range, b"");
    assert_eq!((status, &*part), (206, &body[5_242_870..5_242_890]));
    // What is cut off leaves nothing behind.
    let mut cut = TcpStream::connect(&address).unwrap();
    let head = "POST /uploads?room=lobby&userId=ann HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n";
    cut.write_all(head.as_bytes()).unwrap();
    cut.write_all(&body).unwrap();
    wait_until("its first part is there", || {
        !bucket.parts.lock().unwrap().is_empty()
    });
    drop(cut);
    wait_until("it is gone", || bucket.parts.lock().unwrap().is_empty());
    assert_eq!(bucket.keys().len(), 1);
    bucket.fails.store(true, Ordering::SeqCst);
    let (status, refused) = upload(&address, b"hello");
    assert_eq!(
        (status, refused["code"].as_str()),
        (503, Some("unavailable"))
    );
    assert_eq!(ask(&address, &get, b"").0, 503);
    bucket.fails.store(false, Ordering::SeqCst);
    assert_eq!(upload(&address, b"hello").0, 201);
    assert_eq!(bucket.keys().len(), 2);
    // What the rules delete is deleted there.
    let forget = format!(r#"{{"message_type":"Forget","id":"{id}"}}"#);
    let (status, _) = ask(
        &address,
        "POST /rooms/lobby/messages?userId=ann",
        forget.as_bytes(),
    );
    assert_eq!(status, 200);
    wait_until("it is deleted", || bucket.keys().len() == 1);
    assert_eq!(ask(&address, &get, b"").0, 404);
}
