//! The effects of a decision → the writes of a batch.
//!
//! What can't be written, such as a schedule that makes no sense, refuses the whole.

use buildamp_engine::{Control, Keep, Kind, Millis, Space, Weight, Write, personal};
use buildamp_rules::{Effect, Message};

use crate::App;
use crate::documents::save_key;
use crate::protocol::{Code, Refusal};
use crate::recurring::{self, Parts, Recurring, plain_name};
use crate::uploads::{is_id, record_key};
use crate::webhooks::Envelope;

/// Where effects come from.
pub(crate) struct Origin<'a> {
    pub(crate) app: &'a App,
    pub(crate) room: &'a str,
    pub(crate) user: &'a str,
    pub(crate) now: Millis,
    /// The most bytes of a user's name.
    pub(crate) longest: usize,
}

/// What `Debug.log` said in a call goes to the log, whatever becomes of the call.
pub(crate) fn debugged(room: &str, user: &str, lines: &[String]) {
    for line in lines {
        let trace = crate::trace::current();
        tracing::info!(target: "logic", %trace, room, user, "{line}");
    }
}

impl Origin<'_> {
    /// The writes that make these effects happen, in their order. What is for the log goes there.
    ///
    /// # Errors
    /// Where one of them makes no sense: nothing of it may happen.
    pub(crate) fn writes(
        &self,
        effects: Vec<Effect>,
        writes: &mut Vec<Write>,
    ) -> Result<(), Refusal> {
        for effect in effects {
            if let Some(write) = self.write(effect, writes)? {
                writes.push(write);
            }
        }
        Ok(())
    }

    /// The last write of an effect, after those that come before it.
    fn write(&self, effect: Effect, before: &mut Vec<Write>) -> Result<Option<Write>, Refusal> {
        Ok(Some(match effect {
            Effect::Broadcast {
                room,
                message,
                exclude,
            } => {
                check_room("Broadcast", &room)?;
                self.broadcast(room, message, exclude)
            }
            Effect::SendToUser { user_id, message } => {
                // Nobody can be called so, and a number would be kept for ever.
                if user_id.is_empty() || user_id.len() > self.longest {
                    return Ok(None);
                }
                self.direct(user_id, message)
            }
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
            Effect::DeleteDocument { document_id } => Write::DeleteDocument {
                document: document_id,
            },
            Effect::DeleteUpload { id } => delete_upload(&id)?,
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
            } => {
                let due = self.after(delay);
                let key = key.or_else(|| save_key(&event_type, &payload));
                self.event(key, event_type, payload, due, before)
            }
            Effect::ScheduleEventInMilliseconds {
                key,
                event_type,
                payload,
                delay,
            } => {
                let delay = u64::try_from(delay).unwrap_or(0);
                let due = Millis(self.now.0.saturating_add(delay));
                self.event(key, event_type, payload, due, before)
            }
            Effect::ScheduleCron {
                key,
                event_type,
                payload,
                cron,
                timezone,
            } => {
                let recurring = Recurring::new(Parts {
                    id: format!("{:032x}", rand::random::<u128>()),
                    key,
                    room: self.room,
                    event_type: plain_name(event_type),
                    payload: &payload,
                    cron,
                    timezone,
                });
                recurring
                    .begin(self.now, before)
                    .map_err(recurring::wrong)?;
                return Ok(None);
            }
            Effect::CancelEvent { key } => {
                before.push(recurring::end(&key));
                Write::Cancel { key }
            }
            Effect::Webhook {
                key,
                endpoint,
                payload,
            } => Write::Schedule {
                kind: Kind::Webhook,
                room: self.room.to_owned(),
                key,
                name: endpoint,
                payload: Envelope::seal(&payload, self.now),
                due: self.now,
            },
            Effect::Log(text) => {
                let trace = crate::trace::current();
                tracing::info!(target: "logic", %trace, room = self.room, user = self.user, "{text}");
                return Ok(None);
            }
            Effect::JoinRoom { user_id, room } => {
                check_room("JoinRoom", &room)?;
                let user = user_id;
                Write::Control(Control::Join { user, room })
            }
            control => return Ok(control_of(control).map(Write::Control)),
        }))
    }

    /// An event that is due once. It takes the place of one that recurs under its key.
    fn event(
        &self,
        key: Option<String>,
        event_type: String,
        payload: buildamp_rules::Json,
        due: Millis,
        before: &mut Vec<Write>,
    ) -> Write {
        before.extend(key.as_deref().map(recurring::end));
        Write::Schedule {
            kind: Kind::Event,
            room: self.room.to_owned(),
            key,
            name: plain_name(event_type),
            payload,
            due,
        }
    }

    fn broadcast(&self, room: String, message: Message, exclude: Vec<String>) -> Write {
        Write::Broadcast {
            room,
            weight: self.app.weight(message.id, self.user),
            message: message.json,
            exclude,
        }
    }

    /// To one user alone: numbered and remembered in a room of their own, unless only the newest counts.
    fn direct(&self, user: String, message: Message) -> Write {
        match self.app.weight(message.id, self.user) {
            Weight::Volatile(_) => Write::Direct {
                user,
                message: message.json,
            },
            Weight::Normal => Write::Broadcast {
                room: personal::room_of(&user),
                message: message.json,
                exclude: Vec::new(),
                weight: Weight::Normal,
            },
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

/// Names of the server's own are not for rules to name.
fn check_room(effect: &str, room: &str) -> Result<(), Refusal> {
    if !personal::is_reserved(room) {
        return Ok(());
    }
    let text = format!(
        "`{effect}` names a room that begins with the character U+0000, and such names are the server's own; `SendToUser` reaches one user"
    );
    Err(Refusal::new(Code::Rejected, text))
}

/// With its record a file is gone; its bytes go after the commit.
fn delete_upload(id: &str) -> Result<Write, Refusal> {
    if !is_id(id) {
        let text = format!(
            "`DeleteUpload` takes the `id` of an upload, which has 32 hexadecimal digits, and `{}` is none",
            id.chars().take(100).collect::<String>()
        );
        return Err(Refusal::new(Code::Rejected, text));
    }
    Ok(Write::Delete {
        space: Space::Server,
        key: record_key(id),
    })
}

fn control_of(effect: Effect) -> Option<Control> {
    match effect {
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
