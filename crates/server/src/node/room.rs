//! A room of this node: its strand and its audience.

use std::sync::Arc;
use std::sync::Mutex;

use buildamp_engine::Tenant;

use super::linger::Lingering;
use crate::audience::Audience;
use crate::heavy::Heavy;
use crate::strand::Strand;
use crate::ticks::Ticker;

/// A room with members on this node, or with work to do.
pub(crate) struct Room {
    pub(crate) tenant: Tenant,
    pub(crate) name: Arc<str>,
    pub(crate) strand: Strand,
    pub(crate) audience: Audience,
    pub(crate) ticker: Mutex<Option<Ticker>>,
    pub(super) lingering: Lingering,
}

impl Room {
    pub(crate) fn new(tenant: Tenant, name: Arc<str>, heavy: Arc<Heavy>) -> Room {
        Room {
            tenant,
            name,
            strand: Strand::new(heavy),
            audience: Audience::default(),
            ticker: Mutex::new(None),
            lingering: Lingering::default(),
        }
    }

    /// How many connections of this node are in it, or may be back in a moment.
    pub(crate) fn size(&self) -> usize {
        self.audience.len() + self.lingering.len()
    }

    /// How often it ticks in a second, where it does.
    pub(crate) fn ticks(&self) -> Option<u32> {
        let ticker = self.ticker.lock().expect("nobody panics while holding it");
        ticker.as_ref().map(Ticker::rate)
    }

    /// Whether nobody of this node is in it, or may be back in a moment.
    pub(crate) fn is_empty(&self) -> bool {
        self.audience.is_empty() && self.lingering.is_empty()
    }
}
