//! How much one user may bring, and at once.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::scene::{Scene, check, id, scene};
use crate::support;
use crate::support::http::{Wire, ask};
use buildamp_server::Rate;
use tokio::io::AsyncWriteExt;

#[test]
fn users_have_a_rate_and_bytes_for_a_day() {
    support::run(async {
        let scene = scene(|settings| {
            settings.rate = Rate::new(4, Duration::from_secs(60));
            settings.bytes_per_day = 25;
        })
        .await;
        id(&scene.upload("", &[], &[b'x'; 10]).await);
        id(&scene.upload("", &[], &[b'x'; 10]).await);
        let answer = scene.upload("", &[], &[b'x'; 10]).await;
        check(&answer, 429, "rate_limited");
        assert!(answer.text().contains("20 are used"), "{}", answer.text());
        // The day ends at midnight.
        let left = 86_400 - support::START / 1000;
        assert_eq!(answer.header("retry-after"), left.to_string());
        id(&scene.upload("", &[], &[b'x'; 5]).await);
        let answer = scene.upload("", &[], b"x").await;
        check(&answer, 429, "rate_limited");
        assert_eq!(answer.header("retry-after"), "15");
        scene.stage.clock.0.fetch_add(86_400_000, Ordering::SeqCst);
        id(&scene.upload("", &[], &[b'x'; 10]).await);
        scene.holds(4).await;
    });
}

/// A request that is under way: its head is sent, and its body is wanted.
async fn begin(scene: &Scene, user: &str) -> Wire {
    let mut wire = Wire::open(scene.server.address).await;
    let path = format!("/uploads?room=lobby&userId={user}");
    let headers = [("content-length", "5"), ("expect", "100-continue")];
    wire.head("POST", &path, &headers).await;
    let mut wanted = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut wire.stream, &mut wanted)
        .await
        .unwrap();
    assert_eq!(&wanted, b"HTTP/1.1 100 Continue\r\n\r\n");
    wire
}

#[test]
fn a_user_uploads_so_many_at_once_and_leaves_some_to_others() {
    support::run(async {
        let scene = scene(|settings| {
            settings.at_once = 3;
            settings.at_once_per_user = 2;
        })
        .await;
        let mut first = begin(&scene, "ann").await;
        let _second = begin(&scene, "ann").await;
        let answer = scene.upload("", &[], b"third").await;
        check(&answer, 429, "rate_limited");
        assert_eq!(answer.header("retry-after"), "1");
        let _bob = begin(&scene, "bob").await;
        let path = "/uploads?room=lobby&userId=carol";
        let answer = ask(scene.server.address, "POST", path, &[], b"hello").await;
        check(&answer, 503, "unavailable");
        first.stream.write_all(b"hello").await.unwrap();
        assert_eq!(first.answer(false).await.status, 201);
        let answer = ask(scene.server.address, "POST", path, &[], b"hello").await;
        assert_eq!(answer.status, 201);
    });
}

/// Who still writes can't read an answer, and one whose connection is cut may lose it.
#[test]
fn a_refusal_is_heard_before_the_body_is_sent_and_the_body_is_read_all_the_same() {
    support::run(async {
        let scene = scene(|settings| settings.max_size = 10 << 20).await;
        let boundary = ("content-type", "multipart/form-data; boundary=b");
        let file =
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"refused\"\r\n\r\nx";
        for (query, headers, begin, length, status) in [
            ("&name=refused", vec![], "hello", 8 << 20, 403),
            ("", vec![], "", 20 << 20, 413),
            ("", vec![("content-type", "png")], "", 8 << 20, 400),
            ("", vec![boundary], file, 8 << 20, 403),
        ] {
            let mut wire = Wire::open(scene.server.address).await;
            let told = length.to_string();
            let mut headers = headers;
            headers.push(("content-length", &told));
            let path = format!("/uploads?room=lobby&userId=ann{query}");
            wire.head("POST", &path, &headers).await;
            wire.stream.write_all(begin.as_bytes()).await.unwrap();
            let answer = wire.answer(false).await;
            assert_eq!(answer.status, status, "{}", answer.text());
            let rest = vec![b'x'; length - begin.len()];
            wire.stream.write_all(&rest).await.unwrap();
            // All of it was read: the next request on the connection is understood.
            wire.head("GET", "/healthz", &[]).await;
            assert_eq!(wire.answer(false).await.text(), "ok\n");
        }
        scene.holds(0).await;
    });
}
