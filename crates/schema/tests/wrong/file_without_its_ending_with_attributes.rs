// file: models/ws/lunch.rs
#[ws(client)]
pub struct Vote {
    pub dish: String,
}

#[ws(server)]
pub struct Tally {
    pub of: Vec<u32>,
}
// file: models/dinner_ws.rs
#[ws(client)]
pub struct Eat {}
// file: models/webhooks/results.rs
#[target(url = "https://example.com/hook")]
pub struct Ended {}
