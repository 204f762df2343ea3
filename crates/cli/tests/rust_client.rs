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
