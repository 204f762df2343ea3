//! The messages of the app. Every `pub` struct here travels over the socket.

/// Somebody points at something. Of a sender who is faster than a receiver only the newest counts.
#[ws(volatile)]
#[ws(rate = "30/s", burst = 30)]
pub struct Point {
    #[validate(range(min = 0.0, max = 1.0))]
    pub x: f64,
    #[validate(range(min = 0.0, max = 1.0))]
    pub y: f64,
}

/// Somebody presses the button.
#[ws(client)]
#[ws(rate = "5/s", burst = 5)]
pub struct Press {}

/// Where somebody points.
#[ws(server)]
pub struct Pointed {
    pub user: String,
    pub x: f64,
    pub y: f64,
}

/// How often the button was pressed, and by whom last.
#[ws(server)]
pub struct Pressed {
    pub count: u32,
    pub by: String,
}
