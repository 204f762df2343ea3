pub struct Position {
    pub x: i128,
}

pub struct Move {
    pub from: Position,
    #[serde(default)]
    pub to: Position,
    #[serde(flatten)]
    pub flat: Position,
    pub all: std::collections::HashSet<Position>,
}

#[serde(tag = "type")]
pub enum Step {
    Move(Move),
    Place(Position),
}
