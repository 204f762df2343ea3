//! What is taken for a file, in which forms, and how it is read again.

use crate::scene::{PNG, check, heard, id, scene};
use crate::support;
use crate::support::http::{Wire, ask};
use serde_json::json;
use tokio::io::AsyncWriteExt;

#[test]
fn names_lead_nowhere_and_types_don_t_lie() {
    support::run(async {
        let scene = scene(|_| {}).await;
        for (name, clean) in [
            ("..%2F..%2Fetc%2Fpasswd", "passwd"),
            ("..%5C..%5Cx.txt", "x.txt"),
            ("%00%0D%0Aa.txt", "a.txt"),
            ("", "file"),
        ] {
            let answer = scene.upload(&format!("&name={name}"), &[], b"hello").await;
            id(&answer);
            assert_eq!(answer.json()["name"], clean, "{name}");
        }
        let disposition = "attachment; filename=\"x\"; filename*=UTF-8''na%C3%AFve.txt";
        let headers = [
            ("content-disposition", disposition),
            ("content-type", "text/plain"),
        ];
        let answer = scene.upload("", &headers, "grüß".as_bytes()).await;
        assert_eq!(answer.json()["name"], "naïve.txt");
        let file = scene.get(&id(&answer), &[]).await;
        assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
        // What could bring a script along is shown by no browser.
        for (kind, body) in [
            ("text/html", "<html><script>1</script>"),
            ("image/svg+xml", "<svg/>"),
        ] {
            let answer = scene
                .upload("", &[("content-type", kind)], body.as_bytes())
                .await;
            let file = scene.get(&id(&answer), &[]).await;
            assert!(
                file.header("content-disposition")
                    .starts_with("attachment;"),
                "{kind}"
            );
        }
        for (kind, body) in [
            ("image/png", &b"<html><script>1</script>"[..]),
            ("image/gif", PNG),
            ("text/plain", PNG),
        ] {
            let answer = scene.upload("", &[("content-type", kind)], body).await;
            check(&answer, 415, "invalid_payload");
        }
        check(
            &scene.upload("", &[("content-type", "png")], PNG).await,
            400,
            "bad_frame",
        );
        scene.holds(7).await;
        for path in [
            "x",
            "..%2F..%2Fetc%2Fpasswd",
            "00000000000000000000000000000000",
            "%00",
        ] {
            check(&scene.get(path, &[]).await, 404, "bad_frame");
        }
    });
}

#[test]
fn only_types_that_are_listed_are_taken() {
    support::run(async {
        let types = vec!["image/*".to_owned(), "application/pdf".to_owned()];
        let scene = scene(|settings| settings.types = types).await;
        id(&scene
            .upload("", &[("content-type", "image/png")], PNG)
            .await);
        id(&scene.upload("", &[], PNG).await);
        id(&scene
            .upload("", &[("content-type", "application/pdf")], b"%PDF-1.7")
            .await);
        check(
            &scene
                .upload("", &[("content-type", "text/plain")], b"x")
                .await,
            415,
            "invalid_payload",
        );
        check(
            &scene.upload("", &[], b"what is this?").await,
            415,
            "invalid_payload",
        );
        scene.holds(3).await;
    });
}

#[test]
fn lengths_are_told_and_true_and_within_the_limit() {
    support::run(async {
        let scene = scene(|settings| settings.max_size = 20_000).await;
        let chunked = [("transfer-encoding", "chunked")];
        let answer = scene.upload("", &chunked, b"5\r\nhello\r\n0\r\n\r\n").await;
        check(&answer, 411, "bad_frame");
        check(
            &scene.upload("", &[], &vec![b'x'; 20_001]).await,
            413,
            "too_large",
        );
        id(&scene.upload("", &[], &vec![b'x'; 20_000]).await);
        scene.holds(1).await;
        // Told more than comes: the rest never does.
        let head = [("content-length", "20000")];
        for sent in [10, 15_000] {
            let mut wire = Wire::open(scene.server.address).await;
            wire.head("POST", "/uploads?room=lobby&userId=ann", &head)
                .await;
            wire.stream.write_all(&vec![b'x'; sent]).await.unwrap();
            wire.stream.shutdown().await.unwrap();
            drop(wire);
        }
        // A form may lie about neither.
        let boundary = [("content-type", "multipart/form-data; boundary=b")];
        let whole = form("a.txt", &"x".repeat(21_000));
        check(&scene.upload("", &boundary, &whole).await, 413, "too_large");
        let cut = &form("a.txt", "hello")[..90];
        check(&scene.upload("", &boundary, cut).await, 400, "bad_frame");
        scene.server.until("buildamp_uploads_total 1").await;
        scene.holds(1).await;
    });
}

fn form(name: &str, text: &str) -> Vec<u8> {
    format!(
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--b\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b--\r\n"
    )
    .into_bytes()
}

#[test]
fn a_plain_form_uploads_one_file() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let mut bob = scene.listen().await;
        let boundary = [("content-type", "multipart/form-data; boundary=b")];
        let answer = scene
            .upload("", &boundary, &form("../a.txt", "hello"))
            .await;
        let file = scene.get(&id(&answer), &[]).await;
        assert_eq!(
            (file.text(), answer.json()["name"].clone()),
            ("hello".to_owned(), json!("a.txt"))
        );
        heard(&mut bob, "a.txt text/plain 5").await;
        check(
            &scene.upload("", &boundary, &form("refused", "hello")).await,
            403,
            "rejected",
        );
        check(
            &scene.upload("", &boundary, b"--b--\r\n").await,
            400,
            "bad_frame",
        );
        let mut two = form("a.txt", "hello");
        two.truncate(two.len() - 4);
        two.extend_from_slice(b"\r\n");
        two.extend_from_slice(&form("b.txt", "hello"));
        check(&scene.upload("", &boundary, &two).await, 400, "bad_frame");
        scene.holds(1).await;
    });
}

/// Whoever parses a form holds a head until it ends.
#[test]
fn a_form_has_little_beside_its_file() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let boundary = [("content-type", "multipart/form-data; boundary=b")];
        let much = "x".repeat(1 << 20);
        for form in [
            // No part begins, no head ends, another field goes on and on.
            much.clone(),
            format!("--b\r\nContent-Disposition: form-data; name=\"{much}"),
            format!("--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{much}\r\n--b--\r\n"),
        ] {
            check(
                &scene.upload("", &boundary, form.as_bytes()).await,
                413,
                "too_large",
            );
        }
        // A file may be longer than that, and what is beside it may come behind it.
        let mut long = form("a.txt", &much);
        long.truncate(long.len() - 4);
        long.extend_from_slice(
            b"\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nhi\r\n--b--\r\n",
        );
        let answer = scene.upload("", &boundary, &long).await;
        assert_eq!(scene.get(&id(&answer), &[]).await.body.len(), 1 << 20);
        scene.holds(1).await;
    });
}

#[test]
fn checksums_are_held_against_the_bytes() {
    support::run(async {
        let scene = scene(|_| {}).await;
        // Of `hello`.
        let right = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
        for (header, value, status) in [
            ("content-digest", format!("sha-256=:{right}:"), 201),
            ("digest", format!("sha-256={right}"), 201),
            (
                "content-digest",
                format!("sha-256=:{}:", right.replace('L', "M")),
                400,
            ),
            ("content-digest", "sha-256=:AAAA:".to_owned(), 400),
        ] {
            let answer = scene.upload("", &[(header, &value)], b"hello").await;
            assert_eq!(answer.status, status, "{value}: {}", answer.text());
        }
        scene.holds(2).await;
    });
}

#[test]
fn a_file_is_read_in_parts_and_only_when_it_is_new() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let body: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
        let answer = scene.upload("", &[], &body).await;
        let id = id(&answer);
        let tag = format!("\"{}\"", answer.json()["sha256"].as_str().unwrap());
        for (range, status, told, part) in [
            ("bytes=0-9", 206, "bytes 0-9/100000", &body[..10]),
            (
                "bytes=99990-",
                206,
                "bytes 99990-99999/100000",
                &body[99_990..],
            ),
            ("bytes=-5", 206, "bytes 99995-99999/100000", &body[99_995..]),
            ("bytes=100000-", 416, "bytes */100000", &[][..]),
            ("bytes=0-1,5-6", 200, "", &body[..]),
        ] {
            let answer = scene.get(&id, &[("range", range)]).await;
            assert_eq!(
                (answer.status, answer.header("content-range")),
                (status, told),
                "{range}"
            );
            assert_eq!(answer.header("accept-ranges"), "bytes");
            assert!(answer.body == part, "{range}");
        }
        let known = scene.get(&id, &[("if-none-match", &tag)]).await;
        assert_eq!((known.status, known.header("etag")), (304, &*tag));
        let path = format!("/uploads/{id}");
        let head = ask(scene.server.address, "HEAD", &path, &[], b"").await;
        assert_eq!(
            (head.status, head.header("content-length")),
            (200, "100000")
        );
        let empty = scene.upload("&name=empty", &[], b"").await;
        let empty = empty.json()["id"].as_str().unwrap().to_owned();
        let file = scene.get(&empty, &[]).await;
        assert_eq!((file.status, file.body.len()), (200, 0));
        assert_eq!(
            scene.get(&empty, &[("range", "bytes=0-")]).await.status,
            416
        );
    });
}
