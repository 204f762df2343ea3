//! How the program ends when it is asked to, and when nobody listens to it any more.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};

use common::App;
use common::server::{ELM_JSON, LOGIC};

/// A server of its own, what it says, and where it listens.
fn serve(app: &App) -> (Child, Lines<BufReader<ChildStderr>>, String) {
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    let mut command = app.command(&["serve", ".", "--address", "127.0.0.1:0"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = lines
        .find_map(|line| Some(line.unwrap().split_once("://")?.1.to_owned()))
        .unwrap();
    until(&mut lines, "Ctrl+C stops it");
    (child, lines, address)
}

fn until(lines: &mut Lines<BufReader<ChildStderr>>, what: &str) {
    assert!(lines.any(|line| line.unwrap().contains(what)), "no {what}");
}

fn interrupt(child: &Child) {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &pid]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_second_interrupt_ends_it_at_once() {
    let app = App::new();
    let (mut child, mut lines, address) = serve(&app);
    // One who does not go when it is told to.
    let mut stubborn = TcpStream::connect(&address).unwrap();
    write!(
        stubborn,
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    .unwrap();
    stubborn.read_exact(&mut [0; 12]).unwrap();
    interrupt(&child);
    until(&mut lines, "Ctrl+C again ends it at once");
    while child.try_wait().unwrap().is_none() {
        interrupt(&child);
        std::thread::yield_now();
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn it_stops_in_order_though_nobody_reads_what_it_says() {
    let app = App::new();
    let (mut child, lines, _) = serve(&app);
    drop(lines);
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cant_be_written_is_an_error_and_no_crash() {
    let app = App::new();
    let full = || Stdio::from(std::fs::File::create("/dev/full").unwrap());
    let mut config = app.command(&["config"]);
    let output = config.stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: can't write the result: "),
        "{said}"
    );
    let mut check = app.command(&["check"]);
    let status = check.stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(0));
}
