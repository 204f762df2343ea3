use std::collections::HashMap;

pub struct Scores {
    pub by_player: HashMap<u32, u32>,
}

#[serde(untagged)]
pub enum Loose {
    Scores(Scores),
    Text(String),
}

pub struct Outer {
    #[serde(flatten)]
    pub scores: Scores,
}
