// file: models/kv/players_kv.rs
pub struct Player {
    pub name: String,
    pub place: Place,
}
pub struct Place {
    pub x: i32,
}
pub struct Team {
    pub name: String,
}
// file: models/ws/game_ws.rs
pub struct Joined {
    pub player: Player,
}
