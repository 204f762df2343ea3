//! How slow a peer may be that sends a body, or takes one: how long it may pause, and how long all of it may take.

use std::time::Duration;

/// How long a body may pause.
pub(crate) const PAUSE: Duration = Duration::from_secs(30);

/// The fewest bytes a second, on the whole.
const SLOWEST: u64 = 8 << 10;

/// How long a body of so many bytes may take.
pub(crate) fn time(bytes: u64) -> Duration {
    PAUSE + Duration::from_secs(bytes / SLOWEST)
}
