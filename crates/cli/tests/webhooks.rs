//! A served app whose webhooks can't be sent: what `buildamp webhooks` shows of it, and what keeps a server from starting.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]
#![cfg(unix)]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};
use std::time::Duration;

use common::{App, wait_until};
use serde_json::Value;

const MODEL: &str = r#"
#[target(url = "https://127.0.0.1:1/{WEBHOOKS_TEST_PATH}")]
pub struct Call {
    pub n: u8,
}
"#;

const LOGIC: &str = r#"module WebSocketLogic exposing (handleEvent, processMessage)

import BuildAmp.Events exposing (Event(..))
import BuildAmp.Server exposing (Context, Effect, Response(..), WebSocketMessage(..))
import BuildAmp.Webhooks as Webhooks


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ _ =
    ( [], Ack )


handleEvent : Event -> Context -> List Effect
handleEvent event _ =
    case event of
        BeginEvent { n } ->
            [ Webhooks.call_ { n = n } ]

        UnknownEvent _ ->
            []
"#;

const SETTINGS: &str = r#"
[[schedule]]
name = "begin"
event = "Begin"
room = "lobby"
cron = "* * * * * *"
payload = { n = 7 }
"#;

fn app() -> App {
    let app = App::new();
    app.write("models/webhooks/all_webhooks.rs", MODEL);
    app.write(
        "models/events/all_events.rs",
        "pub struct Begin {\n    pub n: u8,\n}\n",
    );
    app.write("src/WebSocketLogic.elm", LOGIC);
    app.write("buildamp.toml", SETTINGS);
    app
}

/// Longer than anything takes here, on a machine that is busy with others.
const LONG: Duration = Duration::from_secs(60);

/// A server that ends with the test, however that ends.
struct Served(Child);

impl Served {
    fn new(app: &App) -> Served {
        let mut command = app.command(&["serve", "--address", "127.0.0.1:0"]);
        command.env("WEBHOOKS_TEST_PATH", "a-secret-path");
        let log = std::fs::File::create(app.path("log.txt")).unwrap();
        let child = command.stderr(log).stdout(Stdio::null()).spawn();
        Served(child.unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn what_was_given_up_is_listed_and_sent_once_more() {
    let app = app();
    let served = Served::new(&app);
    let list = || -> Vec<Value> {
        let run = app.run(&["webhooks", "list", "--json"]);
        match run.code {
            0 => serde_json::from_str(&run.out).unwrap(),
            _ => Vec::new(),
        }
    };
    wait_until("a webhook was given up", || !list().is_empty());
    let one = list().pop().unwrap();
    assert_eq!(
        (&one["name"], &one["room"], &one["payload"]["n"]),
        (&"Call".into(), &"lobby".into(), &7.into())
    );
    let reason = one["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("the address 127.0.0.1 is not one of the internet"),
        "{reason}"
    );
    let id = one["id"].as_str().unwrap();
    app.run(&["webhooks", "replay", id]).ends_with(0);
    wait_until("it was tried again", || {
        list()
            .iter()
            .any(|again| again["id"] == id && again["attempts"] == 2)
    });
    let all = app.run(&["webhooks", "replay", "--all"]).ends_with(0);
    assert!(all.err.contains("go once more"), "{}", all.err);
    let missing = app.run(&["webhooks", "replay", "none-0"]).ends_with(2);
    assert!(missing.err.contains("none-0"), "{}", missing.err);
    let told = app.run(&["webhooks", "list"]).ends_with(0);
    assert!(told.out.contains(" Call from lobby, "), "{}", told.out);
    assert!(
        app.run(&["events", "list"])
            .ends_with(0)
            .out
            .contains("no events were given up")
    );
    let mode = std::fs::metadata(app.path("data/admin.sock"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(served);
    assert!(!app.read("log.txt").contains("a-secret-path"));
    let gone = app.run(&["webhooks", "list"]).ends_with(2);
    assert!(
        gone.err.contains("no server of this app answers"),
        "{}",
        gone.err
    );
}

#[test]
fn what_is_missing_keeps_a_server_from_starting() {
    let app = app();
    let serve = || app.run(&["serve", "--address", "127.0.0.1:0"]);
    let missing = serve().ends_with(1);
    let text =
        "the webhook `Call` needs the environment variable WEBHOOKS_TEST_PATH, which is not set";
    assert!(missing.err.contains(text), "{}", missing.err);
    app.write(
        "models/webhooks/all_webhooks.rs",
        MODEL.replace("{WEBHOOKS_TEST_PATH}", ""),
    );
    app.write(
        "buildamp.toml",
        SETTINGS.replace("* * * * * *", "61 * * * *"),
    );
    let schedule = serve().ends_with(2);
    assert!(
        schedule
            .err
            .contains("buildamp.toml: the schedule `begin`: `61 * * * *` is no cron schedule"),
        "{}",
        schedule.err
    );
    app.write("buildamp.toml", "[webhooks]\nallow = [\"10.0.0.0/33\"]\n");
    let allow = serve().ends_with(2);
    assert!(
        allow.err.contains("`10.0.0.0/33` is neither an address"),
        "{}",
        allow.err
    );
    let incoming = "[webhooks.incoming.shop]\nscheme = \"token\"\nsecret_variable = \"PATH\"\n";
    app.write("buildamp.toml", incoming);
    let unheard = serve().ends_with(1);
    assert!(
        unheard.err.contains("expose `handleWebhook"),
        "{}",
        unheard.err
    );
}

const PAID: &str = r#"
#[target(url = "https://localhost:{TLS_PORT}/paid", secret = "{PAID_SECRET}")]
pub struct Call {
    pub n: u8,
}
"#;

/// A receiver over TLS with a certificate that nobody knows but who is told: the head and the body of the first request that comes
/// to it.
async fn receive(listener: tokio::net::TcpListener, tls: tokio_rustls::TlsAcceptor) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(mut stream) = tls.accept(stream).await else {
            continue;
        };
        let mut request = String::new();
        while !request.ends_with("{\"n\":7}") {
            request.push(char::from(stream.read_u8().await.unwrap()));
        }
        let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
        stream.write_all(answer).await.unwrap();
        return request;
    }
}

/// A certificate for `localhost` that it gave itself, and what speaks TLS with it.
fn tls() -> (String, tokio_rustls::TlsAcceptor) {
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![own.cert.der().clone()], key);
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config.unwrap()));
    (own.cert.pem(), acceptor)
}

/// Serves the app that calls a port, trusting what is in a file.
fn serve_to(app: &App, port: u16, trusted: &str) -> Served {
    let mut command = app.command(&["serve", "--address", "127.0.0.1:0"]);
    command
        .env("TLS_PORT", port.to_string())
        .env("PAID_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        .env("SSL_CERT_FILE", app.path(trusted))
        .stderr(std::fs::File::create(app.path("log.txt")).unwrap())
        .stdout(Stdio::null());
    Served(command.spawn().unwrap())
}

#[tokio::test]
async fn a_webhook_goes_over_tls_to_whom_the_machine_trusts() {
    let app = app();
    let ((trusted, acceptor), (_, impostor)) = (tls(), tls());
    app.write("trusted.pem", trusted);
    app.write("models/webhooks/all_webhooks.rs", PAID);
    app.write(
        "buildamp.toml",
        format!("[webhooks]\nallow = [\"localhost\"]\n{SETTINGS}"),
    );
    let listen = async || {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    };
    let (listener, port) = listen().await;
    let served = serve_to(&app, port, "trusted.pem");
    let came = tokio::time::timeout(LONG, receive(listener, acceptor)).await;
    drop(served);
    let came = came.expect("it comes");
    assert!(came.starts_with("POST /paid HTTP/1.1\r\n"), "{came}");
    for header in [
        "webhook-id: msg_",
        "webhook-signature: v1,",
        "webhook-timestamp: ",
    ] {
        assert!(came.contains(header), "{came}");
    }
    // Whose certificate is another's gets nothing.
    let (listener, port) = listen().await;
    let receiving = tokio::spawn(receive(listener, impostor));
    let served = serve_to(&app, port, "trusted.pem");
    let refused = async {
        while !app.read("log.txt").contains("no TLS with 127.0.0.1") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LONG, refused)
        .await
        .expect("TLS is refused");
    drop(served);
    assert!(!receiving.is_finished(), "nothing came");
}
