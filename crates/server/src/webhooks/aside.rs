//! What was given up: listed, and let go once more.

use buildamp_engine::{Aside, JobId, Kind, Unavailable};

use super::envelope::Envelope;
use crate::Node;

/// An event or a webhook that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Its name, for [`Node::replay`].
    pub id: String,
    /// Which of the two.
    pub kind: Kind,
    /// Whose it is.
    pub tenant: String,
    /// The room that it comes from.
    pub room: String,
    /// The event's type, or the webhook's name.
    pub name: String,
    /// The `webhook-id`, of a webhook.
    pub webhook_id: Option<String>,
    /// The key that it was scheduled under.
    pub key: Option<String>,
    /// How often it was tried: an event was handled, or a call was made.
    pub attempts: u32,
    /// Why it was given up.
    pub reason: String,
    /// Its payload, as JSON.
    pub payload: String,
}

impl GivenUp {
    /// What was put aside, as people know it.
    pub(crate) fn of(aside: Aside) -> GivenUp {
        let Aside { job, reason } = aside;
        let envelope = match job.kind {
            Kind::Webhook => Envelope::open(&job.payload),
            Kind::Event => None,
        };
        GivenUp {
            id: (*job.id.0).to_owned(),
            kind: job.kind,
            tenant: (*job.tenant.0).to_owned(),
            room: (*job.room).to_owned(),
            name: (*job.name).to_owned(),
            key: job.key.as_deref().map(str::to_owned),
            attempts: job.attempt,
            reason,
            payload: match &envelope {
                Some(envelope) => envelope.body.get().to_owned(),
                None => (*job.payload).to_owned(),
            },
            webhook_id: envelope.map(|envelope| envelope.id),
        }
    }
}

/// More are not looked through.
const MOST: usize = 100_000;

impl Node {
    /// The events or webhooks that were put aside, the newest first, at most so many.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn given_up(&self, kind: Kind, most: usize) -> Result<Vec<GivenUp>, Unavailable> {
        let all = self.engine.aside(MOST)?.into_iter();
        let some = all.filter(|aside| aside.job.kind == kind).take(most);
        Ok(some.map(GivenUp::of).collect())
    }

    /// Lets one that was put aside be due again, now. False where there is none of this name.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn replay(&self, id: &str) -> Result<bool, Unavailable> {
        let found = self.engine.retry(&JobId(id.into()), self.clock.now())?;
        self.due.notify_one();
        Ok(found)
    }
}
