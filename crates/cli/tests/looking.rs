//! A running server looked at: by the command line, and by who may see its dashboard.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]
#![cfg(unix)]

mod common;

use std::io::{Read, Write};
use std::net::TcpStream;

use common::App;
use common::server::{ELM_JSON, start, start_with};
use serde_json::Value;

const LOGIC: &str = r#"module WebSocketLogic exposing (processMessage)

import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage)
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ ctx =
    ( [ KVSet { key = "last/" ++ ctx.user_id, value = Encode.string ctx.room, ttl = Nothing }
      , UpdateGameState { game_id = ctx.room, new_state = Encode.int 7 }
      ]
    , Ack
    )
"#;

fn app() -> App {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    app
}

/// The answer to a request: its status and its body.
fn request(address: &str, head: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), body.to_owned())
}

fn get(address: &str, path: &str, headers: &str) -> (u16, String) {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}");
    request(address, &head, "")
}

/// A message of the app's, of somebody with an unusual name.
fn post(address: &str) {
    let path = "/rooms/lobby/messages?userId=an%1B%5Bn";
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\n");
    let (status, body) = request(address, &head, r#"{"message_type":"Ping"}"#);
    assert_eq!(status, 200, "{body}");
}

#[test]
fn what_is_stored_and_who_is_where_is_shown_at_the_command_line() {
    let app = app();
    app.write("models/ws/ping_ws.rs", "pub struct Ping {}\n");
    let none = app.run(&["state", "list"]).ends_with(2);
    assert!(none.err.contains("start the app with `buildamp serve`"));
    let (serving, address) = start(&app, "serve");
    let empty = app.run(&["state", "list"]).ends_with(0);
    assert_eq!(empty.out, "nothing is stored that is called so\n");
    post(&address);
    let list = app.run(&["state", "list"]).ends_with(0);
    assert_eq!(
        list.out,
        "value  last/an\\u{1b}[n  \"lobby\"\ngame  lobby  7\n"
    );
    let games = app.run(&["state", "list", "--kind", "game", "--json"]);
    let games: Value = serde_json::from_str(&games.ends_with(0).out).unwrap();
    assert_eq!(games[0]["kind"], "game");
    assert_eq!(games[0]["value"]["json"], "7");
    let some = app.run(&["state", "list", "--prefix", "last/", "--limit", "1"]);
    assert_eq!(some.ends_with(0).out.lines().count(), 1);
    let one = app.run(&["state", "get", "lobby"]).ends_with(0);
    assert_eq!(one.out, "7\n");
    let none = app.run(&["state", "get", "nothing"]).ends_with(2);
    assert!(none.err.contains("nothing is stored as `nothing`"));
    let rooms = app.run(&["rooms", "list"]).ends_with(0);
    assert_eq!(
        rooms.out,
        "no room has members on this node; `buildamp rooms get NAME` shows what was said in one\n"
    );
    let room = app.run(&["rooms", "get", "lobby"]).ends_with(0);
    assert_eq!(
        room.out,
        "lobby  0 users, 0 connections of this node, 0 broadcasts\ngame state  7\n"
    );
    drop(serving);
}

const STORES: &str = r#"module WebSocketLogic exposing (processMessage)

import BuildAmp.Server exposing (Context, Effect, Response(..), WebSocketMessage)
import BuildAmp.Store as Store


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ ctx =
    case Store.getLot ctx.room ctx of
        Just lot ->
            ( [ Store.setLot ctx.room { lot | price = lot.price + 1 } ], Ack )

        Nothing ->
            ( [ Store.setLot ctx.room { price = 300 } ], Ack )
"#;

#[test]
fn what_no_longer_fits_its_model_is_told_before_anything_replaces_it() {
    let app = App::new();
    app.write("elm.json", ELM_JSON);
    app.write("models/ws/ping_ws.rs", "pub struct Ping {}\n");
    app.write("src/WebSocketLogic.elm", STORES);
    // What the rules can read fits, whatever a payload would be allowed.
    app.write("models/kv/lots_kv.rs", "pub struct Lot { pub price: u8 }\n");
    let (serving, address) = start(&app, "serve");
    post(&address);
    let list = app.run(&["state", "list"]).ends_with(0);
    assert_eq!(list.out, "value  Lot:lobby  {\"price\":300}\n");
    drop(serving);
    app.write(
        "models/kv/lots_kv.rs",
        "pub struct Lot { pub price: u8, pub name: String }\n",
    );
    let rules = STORES.replace("price = 300", "price = 300, name = \"\"");
    app.write("src/WebSocketLogic.elm", &rules);
    let (serving, _) = start(&app, "serve");
    serving.says("stored entries don't fit their model any more");
    let list = app.run(&["state", "list"]).ends_with(0);
    assert_eq!(
        list.out,
        "value  Lot:lobby  {\"price\":300}  (doesn't fit its model: name: expected a string, found nothing)\n"
    );
    drop(serving);
    app.write(
        "models/kv/lots_kv.rs",
        "pub struct Lot { pub price: u8, #[serde(default)] pub name: String }\n",
    );
    let (serving, _) = start(&app, "serve");
    let list = app.run(&["state", "list"]).ends_with(0);
    assert_eq!(list.out, "value  Lot:lobby  {\"price\":300}\n");
    drop(serving);
}

#[test]
fn the_dashboard_is_there_for_who_writes_the_app() {
    let app = app();
    app.write("models/ws/ping_ws.rs", "pub struct Ping {}\n");
    let (serving, address) = start(&app, "dev");
    let (status, page) = get(&address, "/_buildamp", "");
    assert_eq!(status, 200);
    assert!(page.contains("<title>BuildAmp</title>"), "{page}");
    let (status, seen) = get(&address, "/_buildamp/api/overview", "");
    assert_eq!(status, 200);
    let seen: Value = serde_json::from_str(&seen).unwrap();
    assert_eq!(seen["engine"]["kind"], "embedded");
    assert_eq!(seen["rules"]["version"].as_str().unwrap().len(), 8);
    assert!(
        seen["rules"]["functions"]
            .as_array()
            .unwrap()
            .contains(&"processMessage".into())
    );
    assert_eq!(
        seen["memory"]["process"].is_u64(),
        cfg!(target_os = "linux")
    );
    let (status, script) = get(&address, "/_buildamp/overlay.js", "");
    assert_eq!(status, 200);
    assert!(script.contains("EventSource"), "as before");
    drop(serving);
}

#[test]
fn with_a_password_it_is_there_for_users_servers_too() {
    let app = app();
    app.write("models/ws/ping_ws.rs", "pub struct Ping {}\n");
    let (serving, address) = start(&app, "serve");
    assert_eq!(get(&address, "/_buildamp", "").0, 404);
    drop(serving);
    app.write(
        "buildamp.toml",
        "[dashboard]\npassword_variable = \"LOOKING_TEST_PASSWORD\"",
    );
    let unset = app.run(&["serve"]).ends_with(2);
    assert!(
        unset.err.contains("`password_variable` of `[dashboard]` names the environment variable LOOKING_TEST_PASSWORD, which is not set"),
        "{}",
        unset.err
    );
    let mut short = app.command(&["serve"]);
    short.env("LOOKING_TEST_PASSWORD", "tooshort");
    let short = common::Run::of(short.output().unwrap()).ends_with(2);
    assert!(
        short
            .err
            .contains("it has 8 characters; expected: at least 12"),
        "{}",
        short.err
    );
    assert!(!short.err.contains("tooshort"));
    let variables = [("LOOKING_TEST_PASSWORD", "correct horse")];
    let (serving, address) = start_with(&app, "serve", &variables);
    assert_eq!(get(&address, "/_buildamp", "").0, 401);
    // `me:correct horse`
    let right = "Authorization: Basic bWU6Y29ycmVjdCBob3JzZQ==\r\n";
    let (status, page) = get(&address, "/_buildamp", right);
    assert_eq!(status, 200);
    assert!(page.contains("<title>BuildAmp</title>"));
    drop(serving);
}
