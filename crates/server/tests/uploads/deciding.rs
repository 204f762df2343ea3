//! What the rules decide on a file, and what then is there of it.

use std::sync::Arc;

use crate::scene::{PNG, check, heard, id, scene};
use crate::support;
use crate::support::Stage;
use crate::support::app::Style;
use crate::support::http::{Wire, ask};
use crate::support::server::{LONG, Server};
use crate::support::store::Tight;
use buildamp_server::Limits;
use buildamp_server::transport::Options;
use buildamp_server::uploads::{Access, Settings, Uploads};
use serde_json::json;
use tokio::io::AsyncWriteExt;

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
