/// All that was added in a room, the last one first.
pub struct Ledger {
    pub entries: Vec<String>,
    pub total: i64,
}
