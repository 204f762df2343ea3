#[cfg_attr(feature = "x", serde(rename_all = "camelCase"))]
pub struct Move {
    pub game_id: u8,
}

pub struct Turn {
    #[cfg(feature = "x")]
    pub game_id: u8,
}

pub enum Step {
    #[cfg(unix)]
    Left,
    Right,
}
