use std::time::{Duration, Instant, SystemTime};

pub struct Timer {
    pub left: Duration,
    pub at: SystemTime,
    pub since: Instant,
    pub path: std::path::PathBuf,
    pub from: std::net::IpAddr,
    pub outcome: Result<u8, String>,
    pub count: std::num::NonZeroU8,
    pub cell: std::cell::Cell<u8>,
    pub offset: time::OffsetDateTime,
    pub associated: <Vec<u8> as IntoIterator>::Item,
    pub own: Option<Box<Self>>,
}
