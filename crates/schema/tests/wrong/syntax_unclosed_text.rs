#[serde(rename_all = "camelCase)]
pub struct Move {
    pub from: u8,
}
