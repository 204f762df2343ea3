// file: models/kv/player_kv.rs
#[ws(client)]
pub struct Player {
    pub name: String,
}
// file: models/shared.rs
#[ws(rate = "10/s")]
pub struct Position {
    pub x: f64,
}
// file: models/ws/game_ws.rs
pub struct Move {
    #[ws(volatile)]
    pub to: Position,
    #[target(url = "https://example.com")]
    pub by: u8,
}

pub enum Step {
    #[ws(client)]
    Left,
}

#[ws(client)]
struct Hidden {
    pub a: u8,
}
