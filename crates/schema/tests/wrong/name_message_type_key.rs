pub struct Move {
    pub message_type: String,
    pub to: u8,
}

pub struct Turn {
    #[serde(rename = "message_type")]
    pub kind: String,
}

pub struct Note {
    #[serde(alias = "message_type")]
    pub kind: String,
}

#[serde(tag = "message_type")]
pub struct Tagged {
    pub kind: String,
}

pub struct Inner {
    pub message_type: String,
}

pub struct Flat {
    #[serde(flatten)]
    pub inner: Inner,
}
