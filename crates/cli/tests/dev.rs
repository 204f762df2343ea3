//! `buildamp dev`: what an open page is told when sources change.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use common::server::{ELM_JSON, LOGIC, start};
use common::{App, GAME};

#[test]
fn pages_are_loaded_again_when_models_change() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    app.write("web/index.html", "<p>hi");
    let (_dev, address) = start(&app, "dev");
    let mut page = TcpStream::connect(&address).unwrap();
    page.set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    write!(
        page,
        "GET /_buildamp/dev HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    .unwrap();
    let mut told = BufReader::new(page).lines().map(Result::unwrap);
    told.find(|line| line == "event: fine").unwrap();
    app.write("models/ws/game_ws.rs", GAME.replace("winner", "victor"));
    let events: Vec<String> = told
        .filter(|line| line.starts_with("event: "))
        .take(2)
        .collect();
    assert_eq!(events, ["event: fine", "event: reload"]);
    let client = app.read("generated/js/buildamp.d.ts");
    assert!(client.contains("victor"), "{client}");
}

#[test]
fn a_page_that_is_not_there_is_told() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    let (_dev, address) = start(&app, "dev");
    let mut page = TcpStream::connect(&address).unwrap();
    write!(
        page,
        "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut told = String::new();
    page.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 404 "), "{told}");
    assert!(
        told.contains("there is no /nowhere: pages are files of web/"),
        "{told}"
    );
}
