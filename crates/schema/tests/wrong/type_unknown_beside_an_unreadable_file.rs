// file: models/ws/game_ws.rs
pub struct Move {
    pub from: Square,
    pub total: i128,
}
// file: models/shared.rs
pub struct Square {
    pub file: u8
    pub rank: u8,
}
