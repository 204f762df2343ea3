/// Put a number into the sender's account, and one more into the room's total.
#[ws(client)]
pub struct Add {
    /// Different for each one of a sender; the rules don't look whether it is there already.
    pub number: i64,
}

/// What was put in, and what the room came to.
#[ws(server)]
pub struct Added {
    pub user: String,
    pub number: i64,
    pub total: i64,
}

/// Let something happen in so many milliseconds.
#[ws(client)]
pub struct Later {
    pub key: String,
    pub delay: i64,
}

/// Call the receiver of webhooks.
#[ws(client)]
pub struct Call {
    pub key: String,
}

/// It happened, for the so-manieth time.
#[ws(server)]
pub struct Happened {
    pub key: String,
    pub count: i64,
}

/// Somebody is in the hall now, or not any more.
#[ws(server)]
pub struct Presence {
    pub user: String,
    pub is_here: bool,
}

/// The auditor asks for an account, and for what happened under the keys that begin with its name.
#[ws(client)]
pub struct Ask {
    pub user: String,
}

#[ws(server)]
pub struct Told {
    pub numbers: Vec<i64>,
    pub happened: Vec<Occurrence>,
}

#[ws(helper)]
pub struct Occurrence {
    pub key: String,
    pub count: i64,
}

/// What somebody sees who comes in.
#[ws(helper)]
pub struct State {
    pub total: i64,
}
