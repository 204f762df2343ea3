//! The Rust of `docs/clients.md`: it stands here, is held against the page, and plays with a real server.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

mod common;

use common::App;
use common::server::{ELM_JSON, LOGIC, start};

// The page's excerpt begins here.
use buildamp_client::{Client, Error, Event, Options};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
struct GameMove<'a> {
    game_id: &'a str,
    player_id: &'a str,
    move_data: Value,
    timestamp: i64,
}

/// Makes a move, and gives what all in the room hear of it.
async fn play(url: &str) -> Result<Option<Value>, Error> {
    let (client, mut events) = Client::connect(Options::new(url).user("ann"));
    let game = client.join("game:1").await?;
    assert_eq!(game.members, ["ann"]);
    let message = GameMove {
        game_id: "1",
        player_id: "ann",
        move_data: json!({ "square": 5 }),
        timestamp: 0,
    };
    client.send("game:1", "GameMove", &message).await?;
    while let Some(event) = events.next().await {
        if let Event::Broadcast { message, .. } = event {
            return Ok(Some(message));
        }
    }
    Ok(None)
}
// The page's excerpt ends here.

#[test]
fn the_excerpt_stands_on_the_page() {
    let here = include_str!("rust_client.rs");
    let (_, after) = here.split_once("begins here.\n").unwrap();
    let (excerpt, _) = after.split_once("// The page's").unwrap();
    let page = include_str!("../../../docs/clients.md");
    assert!(page.contains(&format!("```rust client\n{excerpt}```\n")));
}

#[test]
fn it_plays_with_a_real_server() {
    let app = App::empty();
    for (path, text) in [
        (
            "models/shared.rs",
            include_str!("../../../examples/collaboration/models/shared.rs"),
        ),
        (
            "models/ws/game_ws.rs",
            include_str!("../../../examples/collaboration/models/ws/game_ws.rs"),
        ),
        ("src/WebSocketLogic.elm", LOGIC),
        ("elm.json", ELM_JSON),
    ] {
        app.write(path, text);
    }
    let (_serving, address) = start(&app, "serve");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let heard = runtime
        .block_on(play(&format!("ws://{address}/ws")))
        .unwrap();
    let payload =
        json!({ "game_id": "1", "player_id": "ann", "move_data": { "square": 5 }, "timestamp": 0 });
    assert_eq!(
        heard,
        Some(json!({ "type": "GameMove", "payload": payload }))
    );
}

const TABLE: &str = "\
#[ws(join)]
pub struct Sit {
    pub invitation: String,
}

#[ws(client)]
pub struct Ask {}

#[ws(server)]
pub struct Told {
    pub invitation: Option<String>,
    pub places: u8,
}
";

/// Who is invited comes in, and is told by what.
const INVITED: &str = "\
module WebSocketLogic exposing (authorizeJoin, processMessage)

import BuildAmp.Server exposing (..)


authorizeJoin : String -> Context -> Access
authorizeJoin _ ctx =
    if invitation ctx == Nothing then
        Deny \"by invitation only\"

    else
        Allow


invitation : Context -> Maybe String
invitation ctx =
    Maybe.map (\\(SitMessage sit) -> sit.invitation) (joinedWith ctx)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage _ ctx =
    ( [], Reply (ToldMessage { invitation = invitation ctx, places = List.length (members ctx.room ctx) }) )
";

#[derive(Serialize)]
struct Sit {
    invitation: &'static str,
}

/// The text of the rules' reply.
async fn told(client: &Client) -> Value {
    let reply = client.send("table", "Ask", &json!({})).await.unwrap();
    reply["payload"]["invitation"].clone()
}

/// Lets what comes through to the server until it is told to cut all that goes on.
async fn between(server: String, mut cut: tokio::sync::mpsc::Receiver<()>) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut near, _) = listener.accept().await.unwrap();
            let mut far = tokio::net::TcpStream::connect(&server).await.unwrap();
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                more = cut.recv() => if more.is_none() { return },
            }
        }
    });
    address
}

#[test]
fn compiled_rules_see_what_was_joined_with_before_and_after_a_break() {
    let app = App::empty();
    for (path, text) in [
        ("models/ws/table_ws.rs", TABLE),
        ("src/WebSocketLogic.elm", INVITED),
        ("elm.json", ELM_JSON),
    ] {
        app.write(path, text);
    }
    let (_serving, server) = start(&app, "serve");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (cut, cuts) = tokio::sync::mpsc::channel(1);
        let address = between(server.trim_end_matches('/').to_owned(), cuts).await;
        let url = format!("ws://{address}/ws");
        let (client, mut events) = Client::connect(Options::new(url).user("ann"));
        let refused = client.join("table").await;
        assert!(matches!(refused, Err(Error::Refused { .. })), "{refused:?}");
        let wrong = client
            .join_with("table", "Sit", &json!({ "invitation": 7 }))
            .await;
        let Err(Error::Refused { code, text, .. }) = wrong else {
            panic!("{wrong:?}");
        };
        assert_eq!(code, "invalid_payload", "{text}");
        let sit = Sit { invitation: "plum" };
        client.join_with("table", "Sit", &sit).await.unwrap();
        assert_eq!(told(&client).await, "plum");
        cut.send(()).await.unwrap();
        // It comes back by itself, which the rules have to let it.
        let mut connections = 0;
        while connections < 2 {
            if let Event::Connected { .. } = events.next().await.unwrap() {
                connections += 1;
            }
        }
        assert_eq!(told(&client).await, "plum");
        let other = Sit { invitation: "pear" };
        client.join_with("table", "Sit", &other).await.unwrap();
        assert_eq!(told(&client).await, "pear");
    });
}
