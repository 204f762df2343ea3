// file: models/ws/game_ws.rs with a byte order mark
pub struct Move {
    pub from: u8 pub to: u8,
}
