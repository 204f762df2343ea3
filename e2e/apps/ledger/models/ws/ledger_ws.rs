/// Add an amount.
#[ws(client)]
pub struct Add {
    /// Different for each one that is added, so that a test can tell them apart; the rules don't look at it.
    pub tag: String,
    pub amount: i64,
}

/// What was added, and what it came to.
#[ws(server)]
pub struct Added {
    pub tag: String,
    pub total: i64,
}

/// What somebody sees who comes in.
#[ws(helper)]
pub struct State {
    pub entries: Vec<String>,
    pub total: i64,
}
