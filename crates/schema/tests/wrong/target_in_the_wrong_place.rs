// file: models/ws/game_ws.rs
#[target(url = "https://example.com/hook")]
pub struct Move {
    pub to: u8,
}
// file: models/events/game_events.rs
#[target(url = "https://example.com/hook")]
pub struct GameEnded {
    pub winner: u8,
}
