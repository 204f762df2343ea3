//! The effects of a decision → the writes of a batch.

use buildamp_engine::{Control, Keep, Kind, Millis, Space, Write};
use buildamp_rules::{Effect, Message};

use crate::App;

/// Where effects come from.
pub(crate) struct Origin<'a> {
    pub(crate) app: &'a App,
    pub(crate) room: &'a str,
    pub(crate) user: &'a str,
    pub(crate) now: Millis,
}

impl Origin<'_> {
    /// The writes that make these effects happen, in their order. What is for the log goes there.
    pub(crate) fn writes(&self, effects: Vec<Effect>, writes: &mut Vec<Write>) {
        writes.extend(effects.into_iter().filter_map(|effect| self.write(effect)));
    }

    fn write(&self, effect: Effect) -> Option<Write> {
        Some(match effect {
            Effect::Broadcast {
                room,
                message,
                exclude,
            } => self.broadcast(room, message, exclude),
            Effect::SendToUser { user_id, message } => Write::Direct {
                user: user_id,
                message: message.json,
            },
            Effect::UpdateGameState { game_id, new_state } => Write::Set {
                space: Space::Games,
                key: game_id,
                value: new_state,
                keep: Keep::Always,
            },
            Effect::DeleteGameState { game_id } => Write::Delete {
                space: Space::Games,
                key: game_id,
            },
            Effect::UpdateDocument {
                document_id,
                operation,
                new_version,
            } => Write::Operation {
                document: document_id,
                operation,
                version: u64::try_from(new_version).unwrap_or(0),
                content: None,
            },
            Effect::KvSet { key, value, ttl } => self.set(key, value, ttl),
            Effect::KvDelete { key } => Write::Delete {
                space: Space::Values,
                key,
            },
            Effect::ScheduleEvent {
                key,
                event_type,
                payload,
                delay,
            } => Write::Schedule {
                kind: Kind::Event,
                room: self.room.to_owned(),
                key,
                name: event_type,
                payload,
                due: self.after(delay),
            },
            Effect::CancelEvent { key } => Write::Cancel { key },
            Effect::Webhook { endpoint, payload } => Write::Schedule {
                kind: Kind::Webhook,
                room: self.room.to_owned(),
                key: None,
                name: endpoint,
                payload,
                due: self.now,
            },
            Effect::Log(text) => {
                let trace = crate::trace::current();
                tracing::info!(target: "logic", %trace, room = self.room, user = self.user, "{text}");
                return None;
            }
            control => Write::Control(control_of(control)?),
        })
    }

    fn broadcast(&self, room: String, message: Message, exclude: Vec<String>) -> Write {
        Write::Broadcast {
            room,
            weight: self.app.weight(message.id, self.user),
            message: message.json,
            exclude,
        }
    }

    /// A time to live that has ended before it began leaves nothing.
    fn set(&self, key: String, value: buildamp_rules::Json, ttl: Option<i64>) -> Write {
        let space = Space::Values;
        match ttl {
            Some(seconds) if seconds <= 0 => Write::Delete { space, key },
            Some(seconds) => Write::Set {
                space,
                key,
                value,
                keep: Keep::Until(self.after(seconds)),
            },
            None => Write::Set {
                space,
                key,
                value,
                keep: Keep::Always,
            },
        }
    }

    fn after(&self, seconds: i64) -> Millis {
        let millis = u64::try_from(seconds).unwrap_or(0).saturating_mul(1000);
        Millis(self.now.0.saturating_add(millis))
    }
}

fn control_of(effect: Effect) -> Option<Control> {
    match effect {
        Effect::JoinRoom { user_id, room } => Some(Control::Join {
            user: user_id,
            room,
        }),
        Effect::LeaveRoom { user_id, room } => Some(Control::Leave {
            user: user_id,
            room,
        }),
        Effect::Disconnect { user_id, reason } => Some(Control::Disconnect {
            user: user_id,
            reason,
        }),
        Effect::StartTicks { room, rate } => Some(Control::StartTicks {
            room,
            rate: u32::try_from(rate).unwrap_or(0),
        }),
        Effect::StopTicks { room } => Some(Control::StopTicks { room }),
        _ => None,
    }
}
