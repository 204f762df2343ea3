#[serde(renameall = "camelCase")]
pub struct Move {
    #[serde(renam = "to")]
    pub from: u8,
    #[serde(deafult)]
    pub to: u8,
    #[serde(qqq)]
    pub by: u8,
}

pub enum Step {
    #[serde(othr)]
    Left,
}
