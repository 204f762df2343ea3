pub struct Ledger {
    pub total: i128,
    pub parts: Vec<Option<u128>>,
}
