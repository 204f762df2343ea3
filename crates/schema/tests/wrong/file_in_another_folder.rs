// file: models/game_ws.rs
pub struct Move {
    pub to: u8,
}
// file: models/websocket/chess_ws.rs
pub struct Castle {
    pub to: u8,
}
// file: models/webhook/results_webhooks.rs
#[target(url = "https://example.com")]
pub struct Hook {
    pub to: u8,
}
// file: models/event/game_events.rs
pub struct Ended {
    pub to: u8,
}
// file: models/kv/ui_ws.rs
pub struct Select {
    pub to: u8,
}
