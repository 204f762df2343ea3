// file: models/ws/game_ws.rs
pub struct Move {
    pub to: Position,
}
// file: models/shared/text.rs
pub struct Position {
    pub line: u32,
}
// file: models/shared/geometry.rs
pub struct Position {
    pub x: f64,
}
