// file: models/webhooks/results_webhooks.rs
#[target(url = "example.com/hook")]
pub struct NoScheme {
    pub a: u8,
}

#[target(url = "ftp://example.com/hook")]
pub struct OtherScheme {
    pub a: u8,
}

#[target(url = "https://")]
pub struct NoHost {
    pub a: u8,
}

#[target(url = "https://example.com/a b")]
pub struct WithSpace {
    pub a: u8,
}

#[target(url = "https://example.com/{PATH")]
pub struct Unclosed {
    pub a: u8,
}

#[target(url = "https://example.com/PATH}")]
pub struct Unopened {
    pub a: u8,
}

#[target(url = "https://example.com/{}")]
pub struct EmptyHole {
    pub a: u8,
}

#[target(url = "https://example.com/{path}")]
pub struct LowerCase {
    pub a: u8,
}

#[target(url = "https://example.com/{A{B}}")]
pub struct Nested {
    pub a: u8,
}

#[target(url = 5)]
pub struct Number {
    pub a: u8,
}
