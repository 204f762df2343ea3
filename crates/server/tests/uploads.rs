//! Files: who may bring which, what is kept of what is cut off, and how they are read again.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use buildamp_server::transport::Options;
use buildamp_server::uploads::{Access, Settings, Uploads};
use buildamp_server::{Limits, Rate};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::{Value, json};
use support::Stage;
use support::app::Style;
use support::http::{Answer, Events, Wire, ask};
use support::server::{LONG, Server};
use support::store::Tight;
use tokio::io::AsyncWriteExt;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and what follows";

struct Scene {
    stage: Stage,
    server: Server,
    store: Tight,
    uploads: Arc<Uploads>,
}

async fn scene(change: impl FnOnce(&mut Settings)) -> Scene {
    let store = Tight::new(usize::MAX);
    let mut settings = Settings::new(Arc::new(store.clone()));
    settings.piece = 8 << 10;
    change(&mut settings);
    let uploads = Arc::new(Uploads::new(settings));
    let stage = Stage::new(Style::Full, Limits::default());
    let options = Options {
        uploads: Some(uploads.clone()),
        ..Options::default()
    };
    let server = Server::start(&stage, options).await;
    Scene {
        stage,
        server,
        store,
        uploads,
    }
}

impl Scene {
    async fn upload(&self, query: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let path = format!("/uploads?room=lobby&userId=ann{query}");
        ask(self.server.address, "POST", &path, headers, body).await
    }

    async fn get(&self, id: &str, headers: &[(&str, &str)]) -> Answer {
        ask(
            self.server.address,
            "GET",
            &format!("/uploads/{id}"),
            headers,
            b"",
        )
        .await
    }

    /// A message to the lobby.
    async fn say(&self, text: &str) -> Answer {
        let say = json!({"message_type": "Say", "text": text}).to_string();
        let path = "/rooms/lobby/messages?userId=ann";
        ask(self.server.address, "POST", path, &[], say.as_bytes()).await
    }

    async fn listen(&self) -> Events {
        let query = "?room=lobby&userId=bob";
        let mut bob = Events::open(self.server.address, query, &[])
            .await
            .unwrap()
            .0;
        while bob.frame().await["type"] != "room_state" {}
        bob
    }

    /// Waits until the store holds so many files.
    async fn holds(&self, count: usize) {
        let reached = async {
            while self.store.count().await != count {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(LONG, reached).await;
        assert!(
            reached.is_ok(),
            "it holds {}, and not {count}",
            self.store.count().await
        );
    }
}

#[track_caller]
fn id(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn check(answer: &Answer, status: u16, code: &str) {
    let found = answer.json();
    assert_eq!(
        (answer.status, found["code"].as_str().unwrap_or("")),
        (status, code),
        "{found}"
    );
}

async fn heard(events: &mut Events, text: &str) {
    while events.frame().await["message"]["payload"]["text"] != text {}
}

#[test]
fn a_file_that_the_rules_take_is_there_with_their_effects() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let mut bob = scene.listen().await;
        let answer = scene
            .upload("&name=cat.png", &[("content-type", "image/png")], PNG)
            .await;
        let id = id(&answer);
        let said = answer.json();
        assert_eq!(said["type"], "uploaded");
        assert_eq!(said["url"], format!("/uploads/{id}"));
        assert_eq!(answer.header("location"), format!("/uploads/{id}"));
        assert_eq!(
            (&said["name"], &said["room"]),
            (&json!("cat.png"), &json!("lobby"))
        );
        assert_eq!(
            (&said["content_type"], &said["size"]),
            (&json!("image/png"), &json!(PNG.len()))
        );
        // What the rules were told is its id from the beginning.
        assert_eq!(said["response"]["payload"]["text"], id);
        heard(&mut bob, &format!("cat.png image/png {}", PNG.len())).await;
        let file = scene.get(&id, &[]).await;
        assert_eq!((file.status, &*file.body), (200, PNG));
        assert_eq!(file.header("content-type"), "image/png");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(
            file.header("content-security-policy")
                .ends_with("; sandbox")
        );
        assert_eq!(
            file.header("content-disposition"),
            "inline; filename=\"cat.png\"; filename*=UTF-8''cat.png"
        );
        assert_eq!(
            file.header("etag"),
            format!("\"{}\"", said["sha256"].as_str().unwrap())
        );
        assert!(file.header("cache-control").contains("immutable"));
        scene.server.until("buildamp_uploads_total 1").await;
        scene
            .server
            .until(&format!("buildamp_uploaded_bytes_total {}", PNG.len()))
            .await;
    });
}

#[test]
fn what_the_rules_refuse_is_not_kept_and_has_no_effect() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let answer = scene.upload("&name=refused.txt", &[], b"hello").await;
        check(&answer, 403, "rejected");
        assert_eq!(answer.json()["error"], "no refused.txt here");
        check(
            &scene.upload("&name=crash.txt", &[], b"hello").await,
            500,
            "logic_crashed",
        );
        let path = "/uploads?room=vault&userId=ann";
        let answer = ask(scene.server.address, "POST", path, &[], b"hello").await;
        check(&answer, 403, "access_denied");
        let answer = ask(
            scene.server.address,
            "POST",
            "/uploads?room=lobby",
            &[],
            b"x",
        )
        .await;
        check(&answer, 401, "unauthorized");
        let answer = ask(
            scene.server.address,
            "POST",
            "/uploads?userId=ann",
            &[],
            b"x",
        )
        .await;
        check(&answer, 400, "bad_frame");
        scene.holds(0).await;
        // They decide by what was told before the body: it has not even been sent.
        let mut wire = Wire::open(scene.server.address).await;
        let headers = [("content-length", "1000"), ("expect", "100-continue")];
        wire.head(
            "POST",
            "/uploads?room=lobby&userId=ann&name=refused",
            &headers,
        )
        .await;
        let mut start = [0; 12];
        let read = tokio::io::AsyncReadExt::read_exact(&mut wire.stream, &mut start);
        tokio::time::timeout(LONG, read).await.unwrap().unwrap();
        assert_eq!(&start, b"HTTP/1.1 403");
    });
}

#[test]
fn an_app_without_the_handler_takes_nothing() {
    support::run(async {
        let stage = Stage::new(Style::Plain, Limits::default());
        let settings = Settings::new(Arc::new(Tight::new(1000)));
        let options = Options {
            uploads: Some(Arc::new(Uploads::new(settings))),
            ..Options::default()
        };
        let server = Server::start(&stage, options).await;
        let path = "/uploads?room=lobby&userId=ann";
        let answer = ask(server.address, "POST", path, &[], b"x").await;
        check(&answer, 403, "rejected");
        assert!(answer.text().contains("handleUpload"), "{}", answer.text());
    });
}

#[test]
fn what_changes_while_the_bytes_come_counts_at_the_end() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let mut wire = Wire::open(scene.server.address).await;
        let body = vec![b'x'; 64 << 10];
        let length = body.len().to_string();
        let path = "/uploads?room=lobby&userId=ann&name=late.txt";
        let headers = [("content-length", &*length), ("expect", "100-continue")];
        wire.head("POST", path, &headers).await;
        // That the body is wanted tells that the rules have agreed.
        let mut wanted = [0; 25];
        tokio::io::AsyncReadExt::read_exact(&mut wire.stream, &mut wanted)
            .await
            .unwrap();
        assert_eq!(&wanted, b"HTTP/1.1 100 Continue\r\n\r\n");
        let say = json!({"message_type": "Say", "text": "/close"}).to_string();
        let post = "/rooms/lobby/messages?userId=ann";
        let closed = ask(scene.server.address, "POST", post, &[], say.as_bytes()).await;
        assert_eq!(closed.status, 200);
        wire.stream.write_all(&body).await.unwrap();
        check(&wire.answer(false).await, 403, "rejected");
        scene.holds(0).await;
        scene.server.until("buildamp_uploads_total 0").await;
    });
}

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
fn a_store_that_is_full_keeps_nothing_and_works_again() {
    support::run(async {
        let scene = scene(|_| {}).await;
        scene.store.make_room(20_000);
        for _ in 0..3 {
            let answer = scene.upload("", &[], &vec![b'x'; 30_000]).await;
            check(&answer, 507, "unavailable");
            scene.store.make_room(20_000);
        }
        scene.holds(0).await;
        id(&scene.upload("", &[], &vec![b'x'; 10_000]).await);
        // Where the record can't be written, the bytes go again.
        scene.stage.faults.set("conflicts 1000");
        scene.store.make_room(usize::MAX);
        check(&scene.upload("", &[], b"hello").await, 409, "conflict");
        scene.stage.faults.set("conflicts 0");
        scene.holds(1).await;
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

#[test]
fn files_of_a_room_may_be_for_those_who_may_come_in() {
    support::run(async {
        let scene = scene(|settings| settings.access = Access::Room).await;
        let id = id(&scene.upload("", &[], b"hello").await);
        check(&scene.get(&id, &[]).await, 401, "unauthorized");
        let path = format!("{id}?userId=bob");
        let file = scene.get(&path, &[]).await;
        assert_eq!((file.status, file.text()), (200, "hello".to_owned()));
        assert_eq!(file.header("cache-control"), "private, no-cache");
    });
}

#[test]
fn bytes_without_a_record_are_swept_and_nothing_else() {
    support::run(async {
        let folder = tempfile::TempDir::new().unwrap();
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        let scene = scene(|settings| settings.store = store.clone()).await;
        let kept = id(&scene.upload("&name=kept", &[], b"hello").await);
        // "test" is the tenant.
        let orphan = Path::from("t74657374/ab/ab000000000000000000000000000000");
        let foreign = Path::from("notes/readme.txt");
        for path in [&orphan, &foreign] {
            store
                .put(path, PutPayload::from_static(b"x"))
                .await
                .unwrap();
        }
        assert_eq!(scene.uploads.sweep(&scene.stage.node).await, 0);
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis();
        let later = u64::try_from(now).unwrap() + 2 * 3_600_000;
        scene.stage.clock.0.store(later, Ordering::SeqCst);
        assert_eq!(scene.uploads.sweep(&scene.stage.node).await, 1);
        assert!(store.head(&orphan).await.is_err());
        assert!(store.head(&foreign).await.is_ok());
        assert_eq!(scene.get(&kept, &[]).await.text(), "hello");
    });
}

/// A file of this size may be on its way for more than a day, and S3 dates it to its beginning.
#[test]
fn bytes_that_may_still_be_on_their_way_are_not_swept() {
    support::run(async {
        let scene = scene(|settings| settings.max_size = 1 << 30).await;
        let path = Path::from("t74657374/ab/ab000000000000000000000000000000");
        let put = scene.store.put(&path, PutPayload::from_static(b"x"));
        put.await.unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let hour = 3_600_000;
        let now = u64::try_from(now.as_millis()).unwrap();
        for (hours, swept) in [(2, 0), (36, 0), (39, 1)] {
            let later = now + hours * hour;
            scene.stage.clock.0.store(later, Ordering::SeqCst);
            assert_eq!(
                scene.uploads.sweep(&scene.stage.node).await,
                swept,
                "{hours}"
            );
        }
        scene.holds(0).await;
    });
}

#[test]
fn the_rules_delete_files_and_their_bytes_go() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let first = id(&scene.upload("", &[], b"one").await);
        let second = id(&scene.upload("", &[], b"two").await);
        assert_eq!(scene.say(&format!("/delete {first}")).await.status, 200);
        check(&scene.get(&first, &[]).await, 404, "bad_frame");
        scene.holds(1).await;
        assert_eq!(scene.get(&second, &[]).await.text(), "two");
        // What is not there is not missed; what could never be there is a mistake.
        assert_eq!(scene.say(&format!("/delete {first}")).await.status, 200);
        let answer = scene.say(&format!("/delete /uploads/{second}")).await;
        check(&answer, 403, "rejected");
        assert!(
            answer.text().contains("32 hexadecimal digits"),
            "{}",
            answer.text()
        );
        // The rules that take a file may delete it in the same breath.
        let fleeting = scene.upload("&name=fleeting", &[], b"three").await;
        check(&scene.get(&id(&fleeting), &[]).await, 404, "bad_frame");
        scene.holds(1).await;
        // Where the commit does not happen, all stays.
        scene.stage.faults.set("conflicts 1000");
        check(
            &scene.say(&format!("/delete {second}")).await,
            409,
            "conflict",
        );
        scene.stage.faults.set("conflicts 0");
        assert_eq!(scene.get(&second, &[]).await.text(), "two");
    });
}

/// As where the process ends between the commit and the deletion.
#[test]
fn bytes_that_outlive_their_record_are_swept() {
    support::run(async {
        let scene = scene(|_| {}).await;
        let gone = id(&scene.upload("", &[], b"one").await);
        let kept = id(&scene.upload("", &[], b"two").await);
        scene.store.keep(true);
        assert_eq!(scene.say(&format!("/delete {gone}")).await.status, 200);
        let tried = async {
            while scene.store.kept() == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, tried)
            .await
            .expect("it is tried");
        check(&scene.get(&gone, &[]).await, 404, "bad_frame");
        scene.holds(2).await;
        scene.store.keep(false);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let later = u64::try_from(now.as_millis()).unwrap() + 2 * 3_600_000;
        scene.stage.clock.0.store(later, Ordering::SeqCst);
        assert_eq!(scene.uploads.sweep(&scene.stage.node).await, 1);
        scene.holds(1).await;
        assert_eq!(scene.get(&kept, &[]).await.text(), "two");
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

#[test]
fn on_a_disk_nothing_stays_of_what_is_cut_off() {
    support::run(async {
        let folder = tempfile::TempDir::new().unwrap();
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        let scene = scene(|settings| settings.store = store.clone()).await;
        let mut wire = Wire::open(scene.server.address).await;
        let head = [("content-length", "1000000")];
        wire.head("POST", "/uploads?room=lobby&userId=ann", &head)
            .await;
        wire.stream.write_all(&vec![b'x'; 100_000]).await.unwrap();
        let files = || walk(folder.path());
        let reached = async {
            while files() == 0 {
                tokio::task::yield_now().await;
            }
            drop(wire);
            while files() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, reached)
            .await
            .expect("it comes and goes");
        let said: Value = scene.upload("", &[], b"hello").await.json();
        assert_eq!(said["size"], 5);
        assert_eq!(files(), 1);
    });
}

/// How many files there are below a folder.
fn walk(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let count = |entry: std::fs::DirEntry| match entry.path().is_dir() {
        true => walk(&entry.path()),
        false => 1,
    };
    entries.flatten().map(count).sum()
}
