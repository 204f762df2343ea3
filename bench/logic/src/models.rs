pub struct Position {
    pub x: f64,
    pub y: f64,
}

/// Where somebody's cursor is.
pub struct CursorUpdate {
    pub item_id: String,
    pub user_id: String,
    pub position: Position,
    pub color: String,
    pub label: Option<String>,
    pub sent_at: i64,
}

/// The same, of which nothing follows.
pub struct CursorIgnored {
    pub item_id: String,
    pub user_id: String,
    pub position: Position,
    pub color: String,
    pub label: Option<String>,
    pub sent_at: i64,
}

/// Counted, so that nobody sends too many.
pub struct ChatMessage {
    pub channel: String,
    pub text: String,
    pub mentions: Vec<String>,
    pub reply_to: Option<String>,
}

/// Nothing at all.
pub struct Ping {}
