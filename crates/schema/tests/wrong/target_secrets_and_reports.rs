// file: models/webhooks/orders_webhooks.rs
#[target(url = "https://example.com/a", secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", report = "always")]
pub struct Written { pub id: String }

#[target(url = "https://example.com/b", secret = "{ONE}{TWO}", headers = {"Webhook-Id" = "7"})]
pub struct Several { pub id: String }

#[target(url = "https://user:{PASSWORD}@example.com/c")]
pub struct Named { pub id: String }

#[target(url = "http://example.com/d")]
pub struct Plain { pub id: String }

#[target(url = "https://example.com/e#part")]
pub struct Part { pub id: String }
