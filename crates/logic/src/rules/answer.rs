//! What a handler gives: effects and a response, or whether a user may come in.

use buildamp_elm::core::tree;
use buildamp_elm::wasm::Layout;
use buildamp_schema::{Schema, TypeId};

use super::ask::{entry, unfit, union};
use super::plan::{NodeId, Plan, Planner};
use super::write::{Writer, push_text};
use super::{Access, Effect, Handler, Json, Message, Response, Unfit};
use crate::heap::{Heap, Value, as_number, variant};
use crate::{Fault, json};

/// How the results of the handlers are read.
pub(super) struct Answers {
    /// By tag.
    effects: Vec<EffectPlan>,
    /// By tag: what the response is.
    responses: Vec<ResponseKind>,
    /// By tag, where the logic has `authorizeJoin`.
    access: Vec<AccessKind>,
    /// By tag of `WebSocketMessage`.
    messages: Vec<MessagePlan>,
}

struct MessagePlan {
    id: TypeId,
    node: NodeId,
    /// `{"type":T,"payload":`
    prefix: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseKind {
    Ack,
    Reply,
    Reject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AccessKind {
    Allow,
    Deny,
}

/// The most fields that an effect has.
const MOST: usize = 5;

struct EffectPlan {
    kind: Kind,
    /// Of the record that it carries, in the order of [`EFFECTS`].
    places: [u16; MOST],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Broadcast,
    SendToUser,
    UpdateGameState,
    DeleteGameState,
    UpdateDocument,
    DeleteDocument,
    DeleteUpload,
    KvSet,
    KvDelete,
    ScheduleEvent,
    ScheduleKeyedEvent,
    ScheduleEventInMilliseconds,
    ScheduleCron,
    CancelEvent,
    StartTicks,
    StopTicks,
    JoinRoom,
    LeaveRoom,
    Disconnect,
    Webhook,
    KeyedWebhook,
    Log,
}

/// The effects' names in Elm, with the fields of what they carry.
const EFFECTS: [(&str, Kind, &[&str]); 22] = [
    (
        "Broadcast",
        Kind::Broadcast,
        &["room", "message", "exclude"],
    ),
    ("SendToUser", Kind::SendToUser, &["user_id", "message"]),
    (
        "UpdateGameState",
        Kind::UpdateGameState,
        &["game_id", "new_state"],
    ),
    ("DeleteGameState", Kind::DeleteGameState, &["game_id"]),
    (
        "UpdateDocument",
        Kind::UpdateDocument,
        &["document_id", "operation", "new_version"],
    ),
    ("DeleteDocument", Kind::DeleteDocument, &["document_id"]),
    ("DeleteUpload", Kind::DeleteUpload, &["id"]),
    ("KVSet", Kind::KvSet, &["key", "value", "ttl"]),
    ("KVDelete", Kind::KvDelete, &["key"]),
    (
        "ScheduleEvent",
        Kind::ScheduleEvent,
        &["event_type", "payload", "delay"],
    ),
    (
        "ScheduleKeyedEvent",
        Kind::ScheduleKeyedEvent,
        &["key", "event_type", "payload", "delay"],
    ),
    (
        "ScheduleEventInMilliseconds",
        Kind::ScheduleEventInMilliseconds,
        &["key", "event_type", "payload", "delay"],
    ),
    (
        "ScheduleCron",
        Kind::ScheduleCron,
        &["key", "event_type", "payload", "cron", "timezone"],
    ),
    ("CancelEvent", Kind::CancelEvent, &["key"]),
    ("StartTicks", Kind::StartTicks, &["room", "rate"]),
    ("StopTicks", Kind::StopTicks, &["room"]),
    ("JoinRoom", Kind::JoinRoom, &["user_id", "room"]),
    ("LeaveRoom", Kind::LeaveRoom, &["user_id", "room"]),
    ("Disconnect", Kind::Disconnect, &["user_id", "reason"]),
    ("Webhook", Kind::Webhook, &["endpoint", "payload"]),
    (
        "KeyedWebhook",
        Kind::KeyedWebhook,
        &["key", "endpoint", "payload"],
    ),
    ("Log", Kind::Log, &[]),
];

impl Answers {
    pub(super) fn new(
        schema: &Schema,
        layout: &Layout,
        planner: &mut Planner<'_>,
    ) -> Result<Answers, Unfit> {
        let what = "BuildAmp.Server";
        let process = entry(layout, Handler::Message)
            .ok_or_else(|| unfit("WebSocketLogic", "a module that exposes `processMessage`"))?;
        let ty = |id: tree::TypeId| &layout.types[id.0 as usize];
        let (effect, response) = match ty(process.result) {
            tree::Type::Tuple(items) => match (&items[..], items.first().map(|id| ty(*id))) {
                ([_, response], Some(tree::Type::List(effect))) => (*effect, *response),
                _ => return Err(unfit(what, "`( List Effect, Response )`")),
            },
            _ => return Err(unfit(what, "`( List Effect, Response )`")),
        };
        let effects = union(layout, effect, what)?.variants.iter();
        let effects = effects.map(|variant| effect_plan(layout, variant));
        let responses = union(layout, response, what)?.variants.iter();
        let responses = responses.map(|variant| match variant.name.as_str() {
            "Ack" => Ok(ResponseKind::Ack),
            "Reply" => Ok(ResponseKind::Reply),
            "Reject" => Ok(ResponseKind::Reject),
            _ => Err(unfit("BuildAmp.Server.Response", "one with known variants")),
        });
        let access = match entry(layout, Handler::AuthorizeJoin) {
            Some(entry) => access(layout, entry.result)?,
            None => Vec::new(),
        };
        Ok(Answers {
            effects: effects.collect::<Result<_, _>>()?,
            responses: responses.collect::<Result<_, _>>()?,
            access,
            messages: messages(schema, layout, process.parameters[0], planner)?,
        })
    }
}

fn effect_plan(layout: &Layout, variant: &tree::Variant) -> Result<EffectPlan, Unfit> {
    let what = format!("BuildAmp.Server.{}", variant.name);
    let known = EFFECTS.iter().find(|(name, ..)| variant.name == *name);
    let Some((_, kind, names)) = known else {
        return Err(unfit(&what, "no effect"));
    };
    let mut places = [0; MOST];
    let [carried] = variant.arguments[..] else {
        return Err(unfit(&what, "an effect with one argument"));
    };
    match (kind, &layout.types[carried.0 as usize]) {
        (Kind::Log, tree::Type::String) => {}
        (_, tree::Type::Record(_, fields)) if fields.len() == names.len() => {
            for (place, name) in places.iter_mut().zip(*names) {
                let field = fields.iter().find(|field| field.name == *name);
                let field = field.ok_or_else(|| unfit(&what, &format!("one with `{name}`")))?;
                *place = field.place;
            }
        }
        _ => return Err(unfit(&what, "another argument")),
    }
    Ok(EffectPlan {
        kind: *kind,
        places,
    })
}

fn access(layout: &Layout, id: tree::TypeId) -> Result<Vec<AccessKind>, Unfit> {
    let what = "BuildAmp.Server.Access";
    let variants = union(layout, id, what)?.variants.iter();
    let kinds = variants.map(|variant| match variant.name.as_str() {
        "Allow" => Ok(AccessKind::Allow),
        "Deny" => Ok(AccessKind::Deny),
        _ => Err(unfit(what, "`Allow` and `Deny`")),
    });
    kinds.collect()
}

fn messages(
    schema: &Schema,
    layout: &Layout,
    id: tree::TypeId,
    planner: &mut Planner<'_>,
) -> Result<Vec<MessagePlan>, Unfit> {
    let union = union(layout, id, "BuildAmp.Server.WebSocketMessage")?;
    let mut messages = Vec::new();
    for ((id, def, _), variant) in schema.sent_messages().zip(&union.variants) {
        let mut prefix = br#"{"type":"#.to_vec();
        push_text(&mut prefix, &def.name);
        prefix.extend_from_slice(br#","payload":"#);
        messages.push(MessagePlan {
            id,
            node: planner.model(id, variant.arguments[0])?,
            prefix,
        });
    }
    Ok(messages)
}

/// Reads one result.
pub(super) struct Reader<'r, 'm> {
    pub(super) answers: &'r Answers,
    pub(super) plan: &'r Plan,
    pub(super) heap: &'r mut Heap<'m>,
    pub(super) out: &'r mut Vec<u8>,
    /// How many bytes the result may still take. Values share their parts, texts don't.
    pub(super) room: usize,
}

/// What an effect takes beside its texts.
const EFFECT: usize = 64;

type Read<T> = Result<T, Fault>;

impl Reader<'_, '_> {
    /// `( List Effect, Response )`
    pub(super) fn answer(&mut self, value: Value) -> Read<(Vec<Effect>, Response)> {
        let effects = self.heap.item(value, 0)?;
        let response = self.heap.item(value, 1)?;
        Ok((self.effects(effects)?, self.response(response)?))
    }

    /// `List Effect`
    pub(super) fn effects(&mut self, mut list: Value) -> Read<Vec<Effect>> {
        let mut effects = Vec::with_capacity(4);
        while let Some((head, tail)) = self.heap.uncons(list)? {
            effects.push(self.effect(head)?);
            list = tail;
        }
        Ok(effects)
    }

    fn response(&mut self, value: Value) -> Read<Response> {
        let kind = self.answers.responses.get(variant(value)?);
        Ok(match kind.ok_or(Fault::Corrupt)? {
            ResponseKind::Ack => Response::Ack,
            ResponseKind::Reply => {
                let message = self.heap.argument(value, 0)?;
                Response::Reply(self.message(message)?)
            }
            ResponseKind::Reject => {
                let reason = self.heap.argument(value, 0)?;
                Response::Reject(self.text(reason)?)
            }
        })
    }

    pub(super) fn access(&mut self, value: Value) -> Read<Access> {
        let kind = self.answers.access.get(variant(value)?);
        Ok(match kind.ok_or(Fault::Corrupt)? {
            AccessKind::Allow => Access::Allow,
            AccessKind::Deny => {
                let reason = self.heap.argument(value, 0)?;
                Access::Deny(self.text(reason)?)
            }
        })
    }

    fn spend(&mut self, bytes: usize) -> Read<()> {
        self.room = self.room.checked_sub(bytes).ok_or(Fault::Memory)?;
        Ok(())
    }

    fn effect(&mut self, value: Value) -> Read<Effect> {
        self.spend(EFFECT)?;
        let answers = self.answers;
        let plan = answers.effects.get(variant(value)?).ok_or(Fault::Corrupt)?;
        let carried = self.heap.argument(value, 0)?;
        if plan.kind == Kind::Log {
            return Ok(Effect::Log(self.text(carried)?));
        }
        let mut fields = [0; MOST];
        for (field, place) in fields.iter_mut().zip(plan.places) {
            *field = self.heap.field(carried, place)?;
        }
        self.effect_of(plan.kind, fields)
    }

    fn effect_of(&mut self, kind: Kind, [a, b, c, d, e]: [Value; MOST]) -> Read<Effect> {
        Ok(match kind {
            Kind::Broadcast => Effect::Broadcast {
                room: self.text(a)?,
                message: self.message(b)?,
                exclude: self.texts(c)?,
            },
            Kind::SendToUser => Effect::SendToUser {
                user_id: self.text(a)?,
                message: self.message(b)?,
            },
            Kind::UpdateGameState => Effect::UpdateGameState {
                game_id: self.text(a)?,
                new_state: self.json(b)?,
            },
            Kind::DeleteGameState => Effect::DeleteGameState {
                game_id: self.text(a)?,
            },
            Kind::UpdateDocument => Effect::UpdateDocument {
                document_id: self.text(a)?,
                operation: self.json(b)?,
                new_version: whole(c)?,
            },
            Kind::DeleteDocument => Effect::DeleteDocument {
                document_id: self.text(a)?,
            },
            Kind::DeleteUpload => Effect::DeleteUpload { id: self.text(a)? },
            Kind::KvSet => Effect::KvSet {
                key: self.text(a)?,
                value: self.json(b)?,
                ttl: self.maybe_whole(c)?,
            },
            Kind::KvDelete => Effect::KvDelete { key: self.text(a)? },
            Kind::ScheduleEvent => Effect::ScheduleEvent {
                key: None,
                event_type: self.text(a)?,
                payload: self.json(b)?,
                delay: whole(c)?,
            },
            Kind::ScheduleKeyedEvent => Effect::ScheduleEvent {
                key: Some(self.text(a)?),
                event_type: self.text(b)?,
                payload: self.json(c)?,
                delay: whole(d)?,
            },
            Kind::ScheduleEventInMilliseconds => Effect::ScheduleEventInMilliseconds {
                key: self.maybe_text(a)?,
                event_type: self.text(b)?,
                payload: self.json(c)?,
                delay: whole(d)?,
            },
            Kind::ScheduleCron => Effect::ScheduleCron {
                key: self.text(a)?,
                event_type: self.text(b)?,
                payload: self.json(c)?,
                cron: self.text(d)?,
                timezone: self.text(e)?,
            },
            Kind::CancelEvent => Effect::CancelEvent { key: self.text(a)? },
            Kind::StartTicks => Effect::StartTicks {
                room: self.text(a)?,
                rate: whole(b)?,
            },
            Kind::StopTicks => Effect::StopTicks {
                room: self.text(a)?,
            },
            Kind::JoinRoom => Effect::JoinRoom {
                user_id: self.text(a)?,
                room: self.text(b)?,
            },
            Kind::LeaveRoom => Effect::LeaveRoom {
                user_id: self.text(a)?,
                room: self.text(b)?,
            },
            Kind::Disconnect => Effect::Disconnect {
                user_id: self.text(a)?,
                reason: self.text(b)?,
            },
            Kind::Webhook => Effect::Webhook {
                key: None,
                endpoint: self.text(a)?,
                payload: self.json(b)?,
            },
            Kind::KeyedWebhook => Effect::Webhook {
                key: Some(self.text(a)?),
                endpoint: self.text(b)?,
                payload: self.json(c)?,
            },
            Kind::Log => Effect::Log(self.text(a)?),
        })
    }

    fn text(&mut self, value: Value) -> Read<String> {
        self.spend(self.heap.string_length(value)?)?;
        Ok(self.heap.units(value)?.to_text())
    }

    fn texts(&mut self, mut list: Value) -> Read<Vec<String>> {
        let mut texts = Vec::new();
        while let Some((head, tail)) = self.heap.uncons(list)? {
            texts.push(self.text(head)?);
            list = tail;
        }
        Ok(texts)
    }

    pub(super) fn json(&mut self, value: Value) -> Read<Json> {
        let text = json::write(self.heap, 0, value)?;
        self.spend(text.len())?;
        Ok(text.into())
    }

    /// `Nothing` is the only value of a `Maybe` that carries nothing, and comes second.
    fn maybe_whole(&mut self, value: Value) -> Read<Option<i64>> {
        match variant(value)? {
            0 => Ok(Some(whole(self.heap.argument(value, 0)?)?)),
            _ => Ok(None),
        }
    }

    fn maybe_text(&mut self, value: Value) -> Read<Option<String>> {
        match variant(value)? {
            0 => {
                let text = self.heap.argument(value, 0)?;
                Ok(Some(self.text(text)?))
            }
            _ => Ok(None),
        }
    }

    fn message(&mut self, value: Value) -> Read<Message> {
        let answers = self.answers;
        let plan = answers
            .messages
            .get(variant(value)?)
            .ok_or(Fault::Corrupt)?;
        let message = self.heap.argument(value, 0)?;
        self.out.clear();
        self.out.extend_from_slice(&plan.prefix);
        let mut writer = Writer {
            plan: self.plan,
            heap: self.heap,
            out: self.out,
            room: self.room,
            depth: 0,
        };
        writer.value(plan.node, message)?;
        self.out.push(b'}');
        self.spend(self.out.len())?;
        let text = std::str::from_utf8(self.out).map_err(|_| Fault::Corrupt)?;
        Ok(Message {
            id: plan.id,
            json: text.into(),
        })
    }
}

/// A whole number as Rust has it; what is none becomes the nearest, or 0.
#[allow(
    clippy::cast_possible_truncation,
    reason = "as `as` does it, which never fails"
)]
fn whole(value: Value) -> Read<i64> {
    Ok(as_number(value)?.round() as i64)
}
