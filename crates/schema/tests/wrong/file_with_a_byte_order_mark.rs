// file: models/ws/game_ws.rs with a byte order mark
pub struct Move { pub to: i128 }
