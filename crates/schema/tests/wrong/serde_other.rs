#[serde(tag = "type")]
pub enum Event {
    Known,
    #[serde(other)]
    Unknown(String),
}

pub enum Untagged {
    Known,
    #[serde(other)]
    Unknown,
}

#[serde(tag = "type")]
pub enum Twice {
    #[serde(other)]
    One,
    #[serde(other)]
    Two,
}

#[serde(tag = "type")]
pub enum NotLast {
    #[serde(other)]
    Unknown,
    Known,
}
