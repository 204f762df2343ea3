pub struct Move {
    #[serde(rename = "to")]
    pub from: u8,
    pub to: u8,
}

#[serde(rename_all = "camelCase")]
pub struct Turn {
    pub game_id: u8,
    pub gameId: u8,
}

pub struct Alias {
    #[serde(alias = "b")]
    pub a: u8,
    pub b: u8,
    #[serde(alias = "a")]
    pub c: u8,
}

pub enum Step {
    #[serde(rename = "Right")]
    Left,
    Right,
    #[serde(alias = "Left", alias = "Up")]
    Up,
    #[serde(alias = "Up")]
    Down,
}
