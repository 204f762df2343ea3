// file: models/webhooks/results_webhooks.rs
pub struct NoTarget {
    pub a: u8,
}

#[target(method = "POST")]
pub struct NoUrl {
    pub a: u8,
}

#[target(url = "")]
pub struct EmptyUrl {
    pub a: u8,
}

#[target]
pub struct Bare {
    pub a: u8,
}

#[target()]
pub struct Parens {
    pub a: u8,
}
