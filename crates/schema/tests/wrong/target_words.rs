// file: models/webhooks/results_webhooks.rs
#[target(url = "https://example.com", method = "SEND")]
pub struct Method {
    pub a: u8,
}

#[target(url = "https://example.com", method = "post")]
pub struct LowerMethod {
    pub a: u8,
}

#[target(url = "https://example.com", method = POST)]
pub struct BareMethod {
    pub a: u8,
}

#[target(url = "https://example.com", timeout = "soon")]
pub struct Timeout {
    pub a: u8,
}

#[target(url = "https://example.com", timeout = 30)]
pub struct NumberTimeout {
    pub a: u8,
}

#[target(url = "https://example.com", timeout = "11min")]
pub struct LongTimeout {
    pub a: u8,
}

#[target(url = "https://example.com", timeout = "0s")]
pub struct NoTimeout {
    pub a: u8,
}

#[target(url = "https://example.com", auth = "Bearer {token}")]
pub struct Auth {
    pub a: u8,
}

#[target(url = "https://example.com", headers = {"X Source" = "a", X-Key = "b"})]
pub struct HeaderName {
    pub a: u8,
}

#[target(url = "https://example.com", headers = {"X-Source" = 5, "X-Key" = "{"})]
pub struct HeaderValue {
    pub a: u8,
}

#[target(url = "https://example.com", headers = "X-Key: a")]
pub struct HeaderText {
    pub a: u8,
}

#[target(url = "https://example.com", methud = "POST")]
pub struct Unknown {
    pub a: u8,
}

#[target(url = "https://example.com", url = "https://example.org")]
pub struct Twice {
    pub a: u8,
}

#[target(uri = "https://example.com", method = "SEND", timeout = "soon")]
pub struct Several {
    pub a: u8,
}

#[target(url = "https://example.com", headers = {"X-Key" = "a", "x-key" = "b"}, auth = "B", headers = {"Authorization" = "a"})]
pub struct HeaderTwice {
    pub a: u8,
}
