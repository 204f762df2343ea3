//! What the rules hear of a webhook: an event in the room that the call came from.

use std::time::Duration;

use buildamp_engine::{Job, Kind, Millis, Write};
use buildamp_schema::Reporting;
use serde::Serialize;
use serde_json::value::RawValue;

use super::envelope::Envelope;

/// What is sent, and what is to be done about it.
pub(super) struct Letter {
    pub(super) envelope: Envelope,
    pub(super) report: Reporting,
    pub(super) give_up_after: Duration,
}

/// What the rules hear of a webhook.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    pub(super) webhook: &'a str,
    pub(super) id: &'a str,
    pub(super) key: Option<&'a str>,
    pub(super) attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<&'a str>,
    pub(super) payload: &'a RawValue,
}

impl Told<'_> {
    pub(super) fn of<'a>(job: &'a Job, letter: &'a Letter) -> Told<'a> {
        Told {
            webhook: &job.name,
            id: &letter.envelope.id,
            key: job.key.as_deref(),
            attempts: job.attempt,
            status: None,
            answer: None,
            reason: None,
            payload: &letter.envelope.body,
        }
    }
}

/// The event that tells it.
pub(super) fn event(job: &Job, event_type: &str, told: &Told<'_>, now: Millis) -> Write {
    Write::Schedule {
        kind: Kind::Event,
        room: (*job.room).to_owned(),
        // Told twice of the same, the second takes the place of the first.
        key: Some(format!("buildamp/webhook/{}", job.id.0)),
        name: event_type.to_owned(),
        payload: serde_json::to_string(told).expect("texts are JSON").into(),
        due: now,
    }
}
