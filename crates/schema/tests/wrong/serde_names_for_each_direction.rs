pub struct Move {
    #[serde(rename(serialize = "gameId", deserialize = "game"))]
    pub game_id: String,
    #[serde(rename(serialize = "out"))]
    pub to: String,
    #[serde(rename(deserialize = "in"))]
    pub from: String,
    #[serde(rename = 5)]
    pub by: String,
}
