// file: models/ws/game_ws.rs
use crate::shared::text::Position as TextPlace;
use crate::shared::geometry::Position;

pub struct Move {
    pub to: Position,
    pub cursor: TextPlace,
    pub other: TextPosition,
}
// file: models/shared/text.rs
pub struct Position {
    pub line: u32,
}
// file: models/shared/geometry.rs
pub struct Position {
    pub x: f64,
}
// file: models/shared/more.rs
pub struct TextPosition {
    pub offset: u32,
}
