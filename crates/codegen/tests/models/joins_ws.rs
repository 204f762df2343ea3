/// Into a game.
#[ws(join)]
pub struct EnterGame {
    pub invite: Option<String>,
    #[serde(default)]
    pub team: u8,
    #[serde(skip_serializing)]
    pub password: String,
}

/// Only watching.
#[ws(join)]
pub struct Watch;

/// Looking for others.
#[ws(join)]
pub enum Seek {
    Anyone,
    Friends { least: u8 },
}

pub struct Say {
    pub text: String,
}
