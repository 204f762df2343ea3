// file: models/ws/chess_ws.rs
pub struct Move {
    pub from: u8,
}
// file: models/ws/checkers_ws.rs
pub struct Move {
    pub to: u8,
}
