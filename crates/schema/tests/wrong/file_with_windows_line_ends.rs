// file: models/ws/game_ws.rs with CRLF
pub struct Move {
    pub name: String,
    pub to: i128,
}
