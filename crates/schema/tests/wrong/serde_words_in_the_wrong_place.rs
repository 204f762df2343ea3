#[serde(flatten)]
pub struct Move {
    #[serde(rename_all = "camelCase")]
    pub from: u8,
    #[serde(tag = "kind")]
    pub to: u8,
    #[serde(deny_unknown_fields)]
    pub by: u8,
}

#[serde(rename_all_fields = "camelCase")]
pub struct Turn {
    pub at: u8,
}

#[serde(transparent)]
pub enum Step {
    #[serde(default)]
    Left,
    #[serde(skip_serializing_if = "Option::is_none")]
    Right,
    #[serde(flatten)]
    Up(u8),
}
