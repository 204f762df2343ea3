// file: models/ws/game.rs
pub struct Move {
    pub to: u8,
}
// file: models/ws/chess_wss.rs
pub struct Castle {
    pub to: u8,
}
// file: models/kv/player.rs
pub struct Player {
    pub name: String,
}
// file: models/ws/shared.rs
pub struct Position {
    pub x: f64,
}
// file: models/ws/real_ws.rs
pub struct Real {
    pub at: Position,
}
