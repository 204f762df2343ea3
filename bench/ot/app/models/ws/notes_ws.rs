/// Somebody has written something.
#[ws(client)]
pub struct LiveEdit {
    pub document_id: String,
    pub version: u32,
    pub operation: serde_json::Value,
    pub edit_id: String,
}

/// It took effect.
#[ws(server)]
pub struct DocumentUpdate {
    pub document_id: String,
    pub version: u32,
    pub operation: serde_json::Value,
    pub edit_id: String,
    pub user_id: String,
}
