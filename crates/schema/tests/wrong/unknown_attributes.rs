// file: models/ws/game_ws.rs
#[sw(server)]
pub struct Scores {
    #[valdate(length(max = 8))]
    pub names: Vec<String>,
}

#[wss(server)]
pub struct A {}

#[WS(server)]
pub struct B {}

#[websocket(server)]
pub struct C {}

#[client]
#[rate = "10/s"]
pub struct D {
    #[range(min = 0)]
    pub a: u8,
    #[sered(rename = "x")]
    pub b: u8,
    #[rename = "c"]
    pub c: u8,
}

#[sqlx(type_name = "e")]
pub enum E {
    #[Default]
    One(#[validatr(length(max = 1))] String),
    #[serd(rename = "two")]
    Two { #[garde(ascii)] name: String },
}

#[buildamp::ws(server)]
#[sqlx::test]
pub struct F(#[cfg_attr(feature = "x", validate(length(max = 1)))] pub String);

/// The derive may have attributes of its own, but none that is nearly ours.
#[derive(Clone, sqlx::FromRow)]
#[sqlx(rename_all = "x")]
#[w(server)]
pub struct G {}
// file: models/kv/player_kv.rs
#[kv]
pub struct Player {
    #[length(max = 8)]
    pub name: String,
}
// file: models/webhooks/results_webhooks.rs
#[targt(url = "https://example.com/hook")]
pub struct Ended {}
