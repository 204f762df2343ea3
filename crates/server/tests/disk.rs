//! A server on a disk that is full, or that can't be written to: real ones, small and of their own.
//!
//! A test runs itself again where it may mount a file system: as root of a user namespace of its own. Where the system gives none,
//! it says so and ends; what an engine that fails means to clients is held by `faults.rs` everywhere.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]
#![allow(
    clippy::print_stderr,
    reason = "who reads the log has to know what was not tested"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use buildamp_engine::embedded::{Durability, Embedded, Options as Store};
use buildamp_server::Limits;
use buildamp_server::identity::Auth;
use buildamp_server::transport::Options;
use serde_json::{Value, json};
use support::app::Style;
use support::server::Server;
use support::{Line, START, SocketLine, Stage, Standing};

/// Says to a test that it runs inside.
const INSIDE: &str = "BUILDAMP_TEST_DISK";

/// Runs a test again on a disk of its own; false where that is what happens already.
fn elsewhere(name: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return false;
    }
    // Without the right to pass over permissions, or root could write everywhere.
    let apart = [
        "--user",
        "--map-root-user",
        "--mount",
        "setpriv",
        "--bounding-set=-dac_override",
    ];
    let possible = Command::new("unshare").args(apart).arg("true").output();
    if !possible.is_ok_and(|output| output.status.success()) {
        eprintln!("not tested: this system lets nobody mount a file system");
        return true;
    }
    let output = Command::new("unshare")
        .args(apart)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{errors}");
    assert!(text.contains("1 passed"), "{text}");
    true
}

fn mount(folder: &Path, options: &str) {
    let status = Command::new("mount")
        .args(["-t", "tmpfs", "-o", options, "none"])
        .arg(folder)
        .status();
    assert!(status.unwrap().success());
}

fn stage(folder: &Path, durability: Durability) -> Stage {
    let options = Store {
        durability,
        // Short pieces, so that new files are needed now and then.
        log: 64 << 10,
        ..Store::default()
    };
    let engine = Embedded::open(folder, options).unwrap();
    let clock = Arc::new(Standing(AtomicU64::new(START)));
    let limits = Limits {
        messages: None,
        ..Limits::default()
    };
    Stage::over(engine, clock, Style::Plain, limits, Auth::None)
}

async fn frame(line: &mut SocketLine) -> Value {
    let text = line.next().await.expect("the socket stays open");
    serde_json::from_str(&text).unwrap()
}

async fn member(server: &Server, user: &str) -> SocketLine {
    let mut line = server.connect().await;
    assert_eq!(frame(&mut line).await["type"], "connected");
    let join = json!({"type": "join_room", "room": "lobby", "userId": user, "id": 1});
    line.send(&join.to_string()).await;
    while frame(&mut line).await["id"] != 1 {}
    line
}

/// Counts up, with a text that takes room; the code of a refusal.
async fn count(line: &mut SocketLine, id: u32) -> Result<(), String> {
    let payload = json!({"message_type": "Say", "text": format!("/count {}", "x".repeat(2000))});
    let frame_out = json!({"type": "send_message", "room": "lobby", "payload": payload, "id": id});
    line.send(&frame_out.to_string()).await;
    loop {
        let answer = frame(line).await;
        if answer["id"] == id {
            return match answer["code"].as_str() {
                None => Ok(()),
                Some(code) => Err(code.to_owned()),
            };
        }
    }
}

/// What was counted up to, read by who starts the server anew.
async fn counted(folder: &Path, durability: Durability) -> u32 {
    let stage = stage(folder, durability);
    let server = Server::start(&stage, Options::default()).await;
    let mut line = member(&server, "reader").await;
    let payload = json!({"message_type": "Say", "text": "/count"});
    let said = json!({"type": "send_message", "room": "lobby", "payload": payload});
    line.send(&said.to_string()).await;
    loop {
        let heard = frame(&mut line).await;
        if let Some(text) = heard["message"]["payload"]["text"].as_str() {
            let number: u32 = text.strip_prefix("count ").unwrap().parse().unwrap();
            return number - 1;
        }
    }
}

async fn ready(server: &Server) -> bool {
    server.get("/readyz").await.0.starts_with("HTTP/1.1 200 ")
}

async fn assert_ready(server: &Server) {
    let (head, body) = server.get("/readyz").await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{body}");
}

#[test]
fn a_full_disk_costs_no_connection_and_nothing_that_was_acknowledged() {
    if elsewhere("a_full_disk_costs_no_connection_and_nothing_that_was_acknowledged") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    mount(folder.path(), "size=24m");
    for durability in [Durability::Interval, Durability::Fsync] {
        let store = folder.path().join(format!("{durability:?}"));
        let filler = folder.path().join("filler");
        support::run(async {
            let stage = stage(&store, durability);
            let server = Server::start(&stage, Options::default()).await;
            let mut alice = member(&server, "alice").await;
            let mut acknowledged = 0;
            for id in 2..30 {
                count(&mut alice, id).await.unwrap();
                acknowledged += 1;
            }
            assert!(ready(&server).await);
            fs::write(&filler, vec![1; 24 << 20]).unwrap_err();
            let mut id = 100;
            let mut refused = 0;
            // What is short may still find a place now and then.
            while refused < 5 || ready(&server).await {
                id += 1;
                assert!(id < 100_000, "it never gets full");
                match count(&mut alice, id).await {
                    Ok(()) => acknowledged += 1,
                    Err(code) => {
                        assert_eq!(code, "unavailable");
                        refused += 1;
                    }
                }
            }
            assert!(server.get("/healthz").await.0.starts_with("HTTP/1.1 200 "));
            // Who comes now is connected, and told.
            let mut bob = server.connect().await;
            assert_eq!(frame(&mut bob).await["type"], "connected");
            let join = json!({"type": "join_room", "room": "lobby", "userId": "bob", "id": 1});
            bob.send(&join.to_string()).await;
            let told = frame(&mut bob).await;
            assert!(
                told["code"] == "unavailable" || told["type"] == "room_state",
                "{told}"
            );
            fs::remove_file(&filler).unwrap();
            while count(&mut alice, id).await.is_err() {
                stage.node.sweep();
                id += 1;
            }
            acknowledged += 1;
            bob.send(&join.to_string()).await;
            while frame(&mut bob).await["type"] != "room_state" {}
            while !ready(&server).await {
                stage.node.sweep();
            }
            stage.node.engine().close().unwrap();
            drop((alice, bob, server, stage));
            let found = counted(&store, durability).await;
            assert!(found >= acknowledged, "{found} of {acknowledged}");
            // In `fsync` mode nobody knows of what the disk did not confirm; otherwise what is refused has not happened.
            if durability == Durability::Interval {
                assert_eq!(found, acknowledged);
            }
        });
    }
}

#[test]
fn a_folder_that_becomes_read_only_costs_nothing_and_one_that_is_is_refused() {
    if elsewhere("a_folder_that_becomes_read_only_costs_nothing_and_one_that_is_is_refused") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    mount(folder.path(), "size=64m,mode=755");
    let store = folder.path().join("store");
    let writable = |mode| fs::set_permissions(&store, fs::Permissions::from_mode(mode)).unwrap();
    support::run(async {
        let stage = stage(&store, Durability::Interval);
        let server = Server::start(&stage, Options::default()).await;
        let mut alice = member(&server, "alice").await;
        writable(0o555);
        assert!(fs::write(store.join("new"), "").is_err(), "it is read-only");
        // Far more than a piece of the log has: it grows beyond that, for no new one can be begun.
        for id in 2..2000 {
            count(&mut alice, id).await.unwrap();
            if id % 50 == 0 {
                assert_ready(&server).await;
            }
        }
        stage.node.sweep();
        assert_ready(&server).await;
        writable(0o755);
        count(&mut alice, 2000).await.unwrap();
        stage.node.engine().close().unwrap();
        drop((alice, server, stage));
        assert_eq!(counted(&store, Durability::Interval).await, 1999);
        // From the beginning it is told where.
        writable(0o555);
        let refused = Embedded::open(store.join("below"), Store::default());
        let text = refused.err().expect("it can't be opened").to_string();
        assert!(text.contains("below"), "{text}");
    });
}
