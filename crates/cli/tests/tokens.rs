//! Tokens: those that `buildamp token` prints, and keys that another server publishes.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use common::server::{ELM_JSON, LOGIC, start, start_with};
use common::{App, Run};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

const CLAIMS: &str = "\
pub struct Claims {
    pub role: Option<Role>,
    #[serde(default)]
    pub level: u8,
}

pub enum Role {
    #[serde(rename = \"moderator\")]
    Moderator,
}
";

/// Moderators speak.
const MODERATED: &str = "\
module WebSocketLogic exposing (processMessage)

import BuildAmp.Messages exposing (Role(..))
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage, claims)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    if Maybe.andThen .role (claims ctx) == Just Moderator then
        ( [ Broadcast { room = ctx.room, message = message, exclude = [] } ], Ack )

    else
        ( [], Reject \"moderators speak\" )
";

const WITH_SECRET: &str = "[auth]\nkind = \"jwt\"\nsecret_variable = \"APP_SECRET\"\nissuer = \"us\"\naudience = \"game\"\n";

fn app(settings: &str, logic: &str) -> App {
    let app = App::new();
    app.write("src/WebSocketLogic.elm", logic);
    app.write("elm.json", ELM_JSON);
    app.write("buildamp.toml", settings);
    app
}

fn token(app: &App, secret: Option<&str>, arguments: &[&str]) -> Run {
    let mut command = app.command(&[&["token"], arguments].concat());
    command.env_remove("APP_SECRET");
    if let Some(secret) = secret {
        command.env("APP_SECRET", secret);
    }
    Run::of(command.output().unwrap())
}

/// The answer to a message that a token's bearer posts.
fn post(address: &str, token: &str) -> String {
    let body = r#"{"message_type":"GameOver"}"#;
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /rooms/lobby/messages HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_token_opens_the_app_that_it_was_made_for() {
    let app = app(WITH_SECRET, MODERATED);
    app.write("models/auth/claims_auth.rs", CLAIMS);
    let (_serving, address) = start_with(&app, "serve", &[("APP_SECRET", SECRET)]);
    let ask = |claims: &[&str]| {
        let arguments = [&[".", "--user", "ada", "--for", "1h"], claims].concat();
        let run = token(&app, Some(SECRET), &arguments).ends_with(0);
        let answer = post(&address, run.out.trim());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().to_owned();
        (status, body.to_owned(), run.err)
    };
    let (status, body, said) = ask(&["--claim", "role=moderator", "--claim", "level=3"]);
    assert_eq!((&*status, &*said), ("200", ""), "{body}");
    let (status, body, _) = ask(&[]);
    assert_eq!(status, "403");
    assert!(body.contains("moderators speak"), "{body}");
    // What the server refuses is told where the token is made.
    let (status, body, said) = ask(&["--claim", "role=boss", "--claim", "level=x"]);
    assert_eq!(status, "401");
    for told in [
        r#"role: expected "moderator", found the string "boss""#,
        r#"level: expected an integer from 0 to 255, found the string "x""#,
    ] {
        assert!(said.contains(told), "{said}");
        assert!(body.contains(&told.replace('"', "\\\"")), "{body}");
    }
    // A claim may be said in the place of a setting.
    let (status, _, _) = ask(&["--claim", "iss=them", "--claim", "role=moderator"]);
    assert_eq!(status, "401");
}

#[test]
fn where_there_is_no_secret_there_is_no_token() {
    let none = app("", LOGIC);
    let with_secret = app(WITH_SECRET, LOGIC);
    let public = app(
        "[auth]\nkind = \"jwt\"\njwks = \"https://example.org/jwks.json\"\n",
        LOGIC,
    );
    let ada = ["--user", "ada"];
    let cases = [
        (token(&none, None, &ada), "the app asks for no tokens"),
        (
            token(&with_secret, None, &ada),
            "APP_SECRET, which is not set",
        ),
        (
            token(&with_secret, Some("short"), &ada),
            "HS256 needs at least 32",
        ),
        (token(&public, None, &ada), "nobody can sign with those"),
        (
            token(
                &with_secret,
                Some(SECRET),
                &["--user", "ada", "--claim", "sub=eve"],
            ),
            "the claim `sub` is what --user says",
        ),
        (
            token(
                &with_secret,
                Some(SECRET),
                &["--user", "ada", "--claim", "role"],
            ),
            "expected a name and a value",
        ),
        (
            token(
                &with_secret,
                Some(SECRET),
                &["--user", "ada", "--for", "soon"],
            ),
            "expected a time with its unit",
        ),
    ];
    for (run, reason) in cases {
        let run = run.ends_with(2);
        assert!(run.err.contains(reason), "{run:#?}");
        assert_eq!(run.out, "");
    }
}

#[test]
fn that_nobody_has_claims_is_said_at_the_start() {
    let app = app("", MODERATED);
    app.write("models/auth/claims_auth.rs", CLAIMS);
    let mut command = app.command(&["serve", ".", "--address", "127.0.0.1:0"]);
    let mut serving = command.stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(serving.stderr.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    let said = lines.find(|line| line.contains("`claims` is always `Nothing`"));
    serving.kill().unwrap();
    serving.wait().unwrap();
    assert!(said.is_some());
}

/// A key of no one's, as a service publishes it.
const JWKS: &str = r#"{"keys":[{"kid":"k","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;

/// A server whose page is a JWKS, over HTTPS; who vouches for it.
fn service() -> App {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let by = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &by).unwrap();
    let service = app(
        "[server]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n",
        LOGIC,
    );
    service.write("web/jwks.json", JWKS);
    service.write("authority.pem", by.pem());
    service.write("certificate.pem", certificate.pem());
    service.write("key.pem", key.serialize_pem());
    service
}

#[test]
fn keys_are_had_over_https_from_a_service() {
    let service = service();
    let (_serving, there) = start(&service, "serve");
    let (_, port) = there.rsplit_once(':').unwrap();
    let settings = |path: &str| {
        format!("[auth]\nkind = \"jwt\"\njwks = \"https://localhost:{port}/{path}\"\n")
    };
    let app = app(&settings("jwks.json"), LOGIC);
    let authority = service.path("authority.pem");
    let trusts = [("SSL_CERT_FILE", authority.to_str().unwrap())];
    let (_serving, address) = start_with(&app, "serve", &trusts);
    // Nobody has signed this one.
    let unsigned =
        "eyJhbGciOiJFZERTQSIsImtpZCI6ImsifQ.eyJzdWIiOiJhZGEiLCJleHAiOjk5OTk5OTk5OTl9.AAAA";
    let answer = post(&address, unsigned);
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(answer.contains("the token is not valid"), "{answer}");
    // A wrong address is told at once.
    app.write("buildamp.toml", settings("keys.json"));
    let mut command = app.command(&["serve", ".", "--address", "127.0.0.1:0"]);
    command.envs(trusts);
    let run = Run::of(command.output().unwrap()).ends_with(2);
    let told = format!("https://localhost:{port}/keys.json: the answer is 404 Not Found");
    assert!(run.err.contains(&told), "{run:#?}");
    assert!(run.err.contains("`[auth]` in buildamp.toml"), "{run:#?}");
}

#[test]
fn keys_that_anybody_could_change_on_their_way_are_refused() {
    for (settings, reason) in [
        (
            "jwks = \"http://example.org/jwks.json\"",
            "`jwks` of `[auth]` in buildamp.toml: keys come over https://",
        ),
        ("issuer = \"http://example.org\"", "`issuer` of `[auth]`"),
        ("issuer = \"us\"", "needs keys"),
        (
            "secret_variable = \"APP_SECRET\"\npublic_key = \"key.pem\"",
            "names keys twice",
        ),
    ] {
        let app = app(&format!("[auth]\nkind = \"jwt\"\n{settings}\n"), LOGIC);
        let run = app.run(&["serve", "."]).ends_with(2);
        assert!(run.err.contains(reason), "{run:#?}");
    }
}
