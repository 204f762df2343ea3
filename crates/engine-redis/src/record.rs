//! A commit as Redis tells it to all nodes: what it changed, and what it delivers.

use std::sync::Arc;

use buildamp_engine::{
    Broadcast, Control, Delivery, Direct, Json, Millis, Position, Tenant, Weight,
};

use crate::names;
use crate::pack::{Packed, Packer};
use crate::state::{Change, Stored, Text, What, content, no_content};

/// A commit.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) number: u64,
    /// Whose it is: unique.
    pub(crate) by: Arc<str>,
    /// When the next job is due, where that has changed.
    pub(crate) due: Option<Option<Millis>>,
    /// The rooms' new numbering, where it has one.
    pub(crate) epoch: Option<u64>,
    pub(crate) changes: Vec<Change>,
    pub(crate) tenant: Tenant,
    /// Broadcasts get their epoch when it is known.
    pub(crate) deliveries: Vec<Delivery>,
}

impl Record {
    /// Reads what Redis tells: some commits, one behind the other. `None` where they are not of this version.
    pub(crate) fn read_all(mut payload: &[u8]) -> Option<Vec<Record>> {
        let mut all = Vec::new();
        while !payload.is_empty() {
            all.push(Self::read(&mut payload)?);
        }
        Some(all)
    }

    fn read(payload: &mut &[u8]) -> Option<Record> {
        let number = Packed::take(payload)?;
        let due = Packed::take(payload)?;
        let results = Packed::take(payload)?;
        let body = Packed::take(payload)?.items()?;
        let [by, at, tenant, writes] = <[Packed<'_>; 4]>::try_from(body).ok()?;
        let mut record = Record {
            number: number.count()?,
            by: by.str()?.into(),
            due: match due {
                Packed::Truth(_) => Some(None),
                Packed::Text(due) => Some(time(due)),
                _ => None,
            },
            epoch: None,
            changes: Vec::new(),
            tenant: Tenant(tenant.str()?.into()),
            deliveries: Vec::new(),
        };
        let at = Millis(at.count()?);
        for (write, result) in writes.items()?.into_iter().zip(results.items()?) {
            record.take(&write.items()?, result, at)?;
        }
        Some(record)
    }

    fn take(&mut self, write: &[Packed<'_>], result: Packed<'_>, at: Millis) -> Option<()> {
        match write {
            [Packed::Number(1), name, stored, ..] => {
                let new = Stored::read(stored.str()?);
                self.value(name.str()?, new, &result);
            }
            [Packed::Number(2), name] => self.value(name.str()?, None, &result),
            [Packed::Number(3), name, version, operation, content] => {
                let what = operated(version.count()?, operation.str()?, content.str()?, result)?;
                self.change(name.str()?.into(), what);
            }
            [Packed::Number(4), room, message, ..] => {
                let (room, seq) = (room.str()?, result.count()?);
                self.change(names::of('r', room), What::Numbered);
                let position = Position { epoch: 0, seq };
                let (_, room) = names::split(room)?;
                let broadcast = read_broadcast(room, position, message.raw()?)?;
                self.deliveries.push(Delivery::Broadcast(broadcast));
            }
            [Packed::Number(5), user, message] => {
                let (user, message) = (user.str()?.into(), message.str()?.into());
                self.deliveries
                    .push(Delivery::Direct(Direct { user, message, at }));
            }
            [Packed::Number(8 | 9), room, user, seat] => {
                let enters = write[0] == Packed::Number(8);
                self.moved(
                    room.str()?,
                    user.str()?,
                    seat.str()?,
                    enters,
                    result.count()?,
                )?;
            }
            [Packed::Number(10), control @ ..] => {
                self.deliveries
                    .push(Delivery::Control(read_control(control)?));
            }
            [
                Packed::Number(12),
                name,
                version,
                content_version,
                content,
                operations,
            ] => {
                let (version, content_version) = (version.count()?, content_version.count()?);
                let operations = operations.clone().items()?.into_iter();
                let operations = operations.map(|o| o.str().map(Json::from));
                let text = Text {
                    version,
                    content: (content_version, content.str()?.into()),
                    operations: Arc::new(operations.collect::<Option<_>>()?),
                };
                self.change(name.str()?.into(), What::Adopted(text));
            }
            [Packed::Number(13), name, version, content] => {
                let what = stored(version.count()?, content.str()?, result)?;
                self.change(name.str()?.into(), what);
            }
            [Packed::Number(14), name] => {
                if let Some(what) = deleted(result) {
                    self.change(name.str()?.into(), what);
                }
            }
            [Packed::Number(11), epoch] => self.epoch = epoch.count(),
            // Jobs are in Redis alone.
            _ => {}
        }
        Some(())
    }

    fn change(&mut self, name: Arc<str>, what: What) {
        self.changes.push(Change { name, what });
    }

    fn value(&mut self, name: &str, new: Option<Stored>, old: &Packed<'_>) {
        let old = old.str().and_then(Stored::read);
        self.change(name.into(), What::Value { new, old });
    }

    fn moved(
        &mut self,
        room: &str,
        user: &str,
        seat: &str,
        enters: bool,
        result: u64,
    ) -> Option<()> {
        let (name, connection) = names::member(seat)?;
        let (name, connection) = (name.into(), connection.into());
        if result > 0 {
            let what = if enters { What::Enter } else { What::Leave };
            self.change(names::of('m', room), what(name, connection));
        }
        if result > 1 {
            self.change(names::of('u', user), What::Online(enters));
        }
        Some(())
    }
}

/// A time as Redis writes a score.
pub(crate) fn time(score: &str) -> Option<Millis> {
    let score: f64 = score.parse().ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // `as` stops at the ends.
    Some(Millis(score as u64))
}

fn operated(version: u64, operation: &str, new: &str, result: Packed<'_>) -> Option<What> {
    let mut result = result.items()?.into_iter();
    let old = result.next()?;
    let kept = result.next()?.count()?;
    Some(What::Operation {
        version,
        operation: operation.into(),
        content: (!new.is_empty()).then(|| new.into()),
        old: old.str().and_then(content).unwrap_or_else(no_content),
        kept,
        gone: texts(result),
    })
}

fn stored(version: u64, new: &str, result: Packed<'_>) -> Option<What> {
    let mut result = result.items()?.into_iter();
    let old = result.next()?;
    Some(What::Content {
        content: (version, new.into()),
        old: old.str().and_then(content).unwrap_or_else(no_content),
        kept: result.next()?.count()?,
        gone: texts(result),
    })
}

/// `None` where there was no such document.
fn deleted(result: Packed<'_>) -> Option<What> {
    let mut result = result.items()?.into_iter();
    let version = result.next()?.count()?;
    let old = result.next()?;
    Some(What::Deleted {
        version,
        old: old.str().and_then(content).unwrap_or_else(no_content),
        gone: texts(result),
    })
}

fn texts<'p>(packed: impl Iterator<Item = Packed<'p>>) -> Vec<Json> {
    packed
        .filter_map(|text| text.str().map(Json::from))
        .collect()
}

/// A broadcast without its place, as it is remembered.
pub(crate) fn write_broadcast(
    message: &str,
    exclude: &[String],
    weight: &Weight,
    at: Millis,
) -> Vec<u8> {
    let mut packer = Packer::default();
    packer
        .array(4)
        .text(message)
        .number(at.0)
        .array(exclude.len());
    for user in exclude {
        packer.text(user);
    }
    match weight {
        Weight::Normal => packer.array(0),
        Weight::Volatile(key) => packer.array(1).text(&**key),
    };
    packer.0
}

/// What [`write_broadcast`] wrote.
pub(crate) fn read_broadcast(
    room: &str,
    position: Position,
    mut packed: &[u8],
) -> Option<Broadcast> {
    let parts = Packed::take(&mut packed)?.items()?;
    let [message, at, exclude, weight] = <[Packed<'_>; 4]>::try_from(parts).ok()?;
    let exclude = exclude.items()?.into_iter();
    Some(Broadcast {
        room: room.into(),
        position,
        message: message.str()?.into(),
        exclude: exclude
            .map(|user| user.str().map(str::to_owned))
            .collect::<Option<_>>()?,
        weight: match weight.items()?.first() {
            Some(key) => Weight::Volatile(key.str()?.into()),
            None => Weight::Normal,
        },
        at: Millis(at.count()?),
    })
}

/// Packs a control as a write.
pub(crate) fn write_control(packer: &mut Packer, control: &Control) {
    let texts = match control {
        Control::Join { user, room } => ["join", user, room],
        Control::Leave { user, room } => ["leave", user, room],
        Control::Disconnect { user, reason } => ["disconnect", user, reason],
        Control::StartTicks { room, rate } => ["start", room, &rate.to_string()],
        Control::StopTicks { room } => ["stop", room, ""],
    };
    packer.array(4).number(10);
    for text in texts {
        packer.text(text);
    }
}

fn read_control(parts: &[Packed<'_>]) -> Option<Control> {
    let [kind, first, second] = parts else {
        return None;
    };
    let (first, second) = (first.str()?.to_owned(), second.str()?.to_owned());
    Some(match kind.str()? {
        "join" => Control::Join {
            user: first,
            room: second,
        },
        "leave" => Control::Leave {
            user: first,
            room: second,
        },
        "disconnect" => Control::Disconnect {
            user: first,
            reason: second,
        },
        "start" => Control::StartTicks {
            room: first,
            rate: second.parse().ok()?,
        },
        "stop" => Control::StopTicks { room: first },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broadcast_comes_back() {
        let position = Position { epoch: 3, seq: 4 };
        for weight in [Weight::Normal, Weight::Volatile("k".into())] {
            let exclude = ["alice".to_owned(), "böb".to_owned()];
            let packed = write_broadcast("{\"type\":\"Hi\"}", &exclude, &weight, Millis(1 << 50));
            let read = read_broadcast("lobby", position, &packed).expect("it was written");
            let expected = Broadcast {
                room: "lobby".into(),
                position,
                message: "{\"type\":\"Hi\"}".into(),
                exclude: exclude.into(),
                weight,
                at: Millis(1 << 50),
            };
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn controls_come_back() {
        let (user, room) = ("u".to_owned(), "r".to_owned());
        let controls = [
            Control::Join {
                user: user.clone(),
                room: room.clone(),
            },
            Control::Leave {
                user: user.clone(),
                room: room.clone(),
            },
            Control::Disconnect {
                user,
                reason: "late".to_owned(),
            },
            Control::StartTicks {
                room: room.clone(),
                rate: 30,
            },
            Control::StopTicks { room },
        ];
        for control in controls {
            let mut packer = Packer::default();
            write_control(&mut packer, &control);
            let packed = Packed::take(&mut &packer.0[..])
                .and_then(Packed::items)
                .expect("an array");
            assert_eq!(read_control(&packed[1..]), Some(control));
        }
    }
}
