//! What is known of a file that is there.

use buildamp_engine::Millis;
use serde::{Deserialize, Serialize};

/// A file's record. With it the file is there, without it its bytes are nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) size: u64,
    /// In hexadecimal digits.
    pub(crate) sha256: String,
    pub(crate) room: String,
    pub(crate) user: String,
    /// When it was there, in milliseconds since 1970.
    pub(crate) at: u64,
}

/// Where a file's record is.
pub(crate) fn record_key(id: &str) -> String {
    format!("upload/{id}")
}

/// Whose record is under a key, where one is.
pub(crate) fn record_id(key: &str) -> Option<&str> {
    key.strip_prefix("upload/")
}

/// A day, in milliseconds.
pub(crate) const DAY: u64 = 86_400_000;

/// Where the bytes are counted that a user uploads on a day.
pub(crate) fn day_key(user: &str, now: Millis) -> String {
    format!("uploaded/{}/{user}", now.0 / DAY)
}
