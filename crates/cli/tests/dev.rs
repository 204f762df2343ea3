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
    let mut page = Page::open(&address);
    page.until("fine");
    app.write("models/ws/game_ws.rs", GAME.replace("winner", "victor"));
    let events: Vec<String> = page
        .0
        .filter(|line| line.starts_with("event: "))
        .take(2)
        .collect();
    assert_eq!(events, ["event: fine", "event: reload"]);
    let client = app.read("generated/js/buildamp.d.ts");
    assert!(client.contains("victor"), "{client}");
}

/// What an open page is told, one after the other.
struct Page(Box<dyn Iterator<Item = String>>);

impl Page {
    fn open(address: &str) -> Page {
        let mut page = TcpStream::connect(address).unwrap();
        page.set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        write!(
            page,
            "GET /_buildamp/dev HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        .unwrap();
        let told = BufReader::new(page).lines().map(Result::unwrap);
        Page(Box::new(told))
    }

    fn until(&mut self, news: &str) {
        let line = format!("event: {news}");
        assert!(self.0.any(|told| told == line), "it ends without {line}");
    }
}

/// Rules that fail for each message.
fn failing() -> String {
    LOGIC.replace(
        "    ( [",
        "    if modBy (String.length \"\") 7 == 0 then\n        ( [], Ack )\n\n    else\n        ( [",
    )
}

/// Posts a message as a user; the status of the answer.
fn post(address: &str) -> String {
    let mut line = TcpStream::connect(address).unwrap();
    let body = r#"{"message_type":"GameOver","winner":"ann"}"#;
    write!(
        line,
        "POST /rooms/r/messages?userId=ann HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut told = String::new();
    line.read_to_string(&mut told).unwrap();
    told.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_fault_of_the_rules_is_told_to_pages_once_and_goes_with_other_rules() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", failing());
    app.write("elm.json", ELM_JSON);
    let (_dev, address) = start(&app, "dev");
    let mut page = Page::open(&address);
    page.until("fine");
    for _ in 0..3 {
        assert_eq!(post(&address), "HTTP/1.1 500 Internal Server Error");
    }
    page.until("fault");
    let fault = "data: WebSocketLogic.processMessage: modBy 0 has no result (room r, message)";
    assert_eq!(page.0.next().as_deref(), Some(fault));
    // A page that comes now is shown it, too.
    let mut late = Page::open(&address);
    late.until("fault");
    assert_eq!(late.0.next().as_deref(), Some(fault));
    app.write("src/WebSocketLogic.elm", LOGIC);
    let next = page.0.find(|line| line.starts_with("event: "));
    assert_eq!(next.as_deref(), Some("event: fine"), "it was told once");
}

#[test]
fn folders_that_come_or_come_back_are_watched() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    let (_dev, address) = start(&app, "dev");
    let mut page = Page::open(&address);
    page.until("fine");
    // The pages come later than the server.
    app.write("web/img/dot.txt", "1");
    page.until("reload");
    // Whatever of that comes late is told before this is.
    app.write("src/WebSocketLogic.elm", LOGIC.replace("module", "modul"));
    page.until("errors");
    app.write("src/WebSocketLogic.elm", LOGIC);
    page.until("fine");
    app.write("web/img/dot.txt", "2");
    page.until("reload");
    // The rules go, others take their place, and one in a new folder has a mistake.
    let (rules, away) = (app.path("src"), app.path("away"));
    std::fs::rename(&rules, &away).unwrap();
    page.until("errors");
    std::fs::rename(&away, &rules).unwrap();
    page.until("fine");
    let import = "module WebSocketLogic exposing (processMessage)\n\nimport Pages.New\n";
    let (_, rest) = LOGIC.split_once('\n').unwrap();
    app.write("src/WebSocketLogic.elm", format!("{import}{rest}"));
    page.until("errors");
    app.write(
        "src/Pages/New.elm",
        "module Pages.New exposing (one)\n\n\none : Int\none =\n    1\n",
    );
    page.until("fine");
    app.write(
        "models/db/thing_db.rs",
        "pub struct Thing {\n    pub n: i128,\n}\n",
    );
    page.until("errors");
    app.write(
        "models/db/thing_db.rs",
        "pub struct Thing {\n    pub n: u8,\n}\n",
    );
    page.until("fine");
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

#[test]
fn settings_are_told_to_wait_only_where_they_differ() {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("elm.json", ELM_JSON);
    app.write("buildamp.toml", "name = \"lunch\"\n");
    let (dev, address) = start(&app, "dev");
    // Pages are served once sources are watched.
    Page::open(&address).until("fine");
    let save = |text: &str| {
        // At once, so that nobody reads half of it.
        app.write("saved", text);
        std::fs::rename(app.path("saved"), app.path("buildamp.toml")).unwrap();
    };
    let waits = "buildamp.toml has changed: it counts from the next start on";
    save("# Its name.\nname = \"lunch\"\n");
    dev.says("compiled and swapped");
    save("nam = \"lunch\"\n");
    let before = dev.says("unknown field `nam`");
    assert!(
        !before.iter().any(|told| told.contains(waits)),
        "{before:#?}"
    );
    save("name = \"dinner\"\n");
    dev.says(waits);
}
