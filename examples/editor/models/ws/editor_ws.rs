// What travels between the pages and the rules. Who sends a message, and to which room, the server knows already.

/// Somebody has written something. `BuildAmp.Documents` and `documents.js` know these four fields.
#[ws(client, rate = "20/s", burst = 60)]
pub struct LiveEdit {
    pub document_id: String,
    /// The version that the page had.
    pub version: u32,
    /// `[3, "x", -1, 2]`: what is kept, inserted and deleted.
    pub operation: serde_json::Value,
    /// The page's own name for the edit. Sent again under the same one, it takes effect once.
    #[validate(length(min = 3, max = 60))]
    pub edit_id: String,
}

/// An edit took effect. All hear of it, its page too.
#[ws(server)]
pub struct DocumentUpdate {
    pub document_id: String,
    pub version: u32,
    pub operation: serde_json::Value,
    pub edit_id: String,
    pub user_id: String,
}

/// Where somebody's caret or selection is, in the text of this version. Worth nothing a moment later.
#[ws(volatile, rate = "15/s", burst = 30)]
pub struct Caret {
    pub document_id: String,
    pub version: u32,
    /// The page, for one person may have several.
    #[validate(length(max = 40))]
    pub source: String,
    pub anchor: u32,
    pub head: u32,
    /// Put in by the rules.
    #[serde(default)]
    pub user_id: String,
}

/// What the sender wants to be called.
#[ws(client, rate = "1/s", burst = 3)]
pub struct Rename {
    #[validate(length(min = 1, max = 24))]
    pub name: String,
}

/// Somebody has come, has gone, or has another name.
#[ws(server)]
pub struct PersonChanged {
    pub user_id: String,
    pub name: String,
    pub is_here: bool,
}

/// Somebody who is here. It travels in the room's state, not as a message.
#[ws(helper)]
pub struct Person {
    pub user_id: String,
    pub name: String,
}
