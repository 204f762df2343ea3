// file: models/ws/player_ws.rs
pub struct Player {
    pub name: String,
}
// file: models/kv/player_kv.rs
pub struct Player {
    pub score: u32,
}
