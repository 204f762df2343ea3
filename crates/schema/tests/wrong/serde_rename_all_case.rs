#[serde(rename_all = "camelcase")]
pub struct Move {
    pub game_id: String,
}

#[serde(rename_all = "kebab")]
pub struct Turn {
    pub game_id: String,
}

#[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"))]
pub struct Two {
    pub game_id: String,
}

#[serde(rename_all = "Title Case", rename_all_fields = "qqq")]
pub enum Step {
    Left { at: u8 },
}

#[serde(rename_all)]
pub struct Bare {
    pub game_id: String,
}
