// file: models/ws/game_ws.rs
pub struct Move {
    pub to: Squar,
    pub total: i128,
}
// file: models/shared.rs
pub struct Square {
    #[serde(rename = "y")]
    pub x: u8,
    pub y: u8,
}
// file: models/webhooks/results_webhooks.rs
pub struct MatchEnded {
    pub winner: Option<Option<String>>,
}
// file: models/kv/player_kv.rs
pub struct Player {
    #[validate(length(min = 2, max = 1))]
    pub name: String,
}
