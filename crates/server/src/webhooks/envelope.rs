//! A webhook as it waits: its body with what tells it from others.

use buildamp_engine::{Json, Millis};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The payload of a webhook's job.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// The `webhook-id`: the same for each attempt, and never another's.
    pub(crate) id: String,
    /// When it was first due, in milliseconds.
    pub(crate) at: u64,
    /// What is sent.
    pub(crate) body: Box<RawValue>,
}

impl Envelope {
    pub(crate) fn seal(body: &str, at: Millis) -> Json {
        let id = format!("msg_{:032x}", rand::random::<u128>());
        format!(r#"{{"id":"{id}","at":{},"body":{body}}}"#, at.0).into()
    }

    pub(crate) fn open(payload: &str) -> Option<Envelope> {
        serde_json::from_str(payload).ok()
    }
}
