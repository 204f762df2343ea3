#[serde(rename_all = "camelCase")]
#[serde(rename_all = "snake_case")]
pub struct Move {
    #[serde(rename = "a", rename = "b")]
    pub game_id: String,
    #[serde(default)]
    #[serde(default = "other")]
    pub to: u8,
}

#[serde(tag = "a", tag = "b")]
pub enum Step {
    Left,
}
