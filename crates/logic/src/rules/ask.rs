//! What a handler gets: a context, and what it is asked about.

use std::collections::HashMap;

use buildamp_elm::core::tree;
use buildamp_elm::wasm::Layout;
use buildamp_rules::{WEBHOOK_DELIVERED, WEBHOOK_FAILED};
use buildamp_schema::{Checker, Limits, Role, Schema, Tape, TypeId};

use super::build::Build;
use super::plan::{Construct, Dict, NodeId, Planner, alike};
use super::{Call, Context, Handler, Presence, Unfit};
use crate::foreign::LIVE;
use crate::heap::{Heap, Value, number};
use crate::{Fault, json};

/// How the arguments of the handlers are built.
pub(super) struct Asks {
    context: Fields<7>,
    /// By the number of the model.
    messages: Vec<Option<Message>>,
    presence: Option<(Fields<3>, [Value; 2])>,
    tick: Option<Fields<3>>,
    upload: Option<Fields<5>>,
    webhook: Option<(Fields<3>, Dict)>,
    events: Option<Events>,
}

struct Message {
    construct: Construct,
    node: NodeId,
}

struct Events {
    checker: Checker,
    known: HashMap<String, (TypeId, Construct, NodeId)>,
    unknown: (Construct, Fields<2>),
    /// Where a webhook of the models asks for them.
    outcomes: Option<Outcomes>,
}

/// How it is told what became of an outgoing webhook.
struct Outcomes {
    delivered: (Construct, Fields<7>),
    failed: (Construct, Fields<6>),
    nothing: Value,
    just: Construct,
}

/// A record of known fields: its shape, and the place of each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<const N: usize> {
    shape: u32,
    places: [u16; N],
}

impl<const N: usize> Fields<N> {
    /// Those of a type that has to be a record of these and no others.
    pub(super) fn of(
        layout: &Layout,
        id: tree::TypeId,
        what: &str,
        names: [&str; N],
    ) -> Result<Fields<N>, Unfit> {
        let tree::Type::Record(shape, fields) = &layout.types[id.0 as usize] else {
            return Err(unfit(what, "a record"));
        };
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            let field = fields.iter().find(|field| field.name == name);
            *place = field
                .ok_or_else(|| unfit(what, &format!("a record with `{name}`")))?
                .place;
        }
        if fields.len() != N {
            return Err(unfit(what, &format!("a record of {N} fields")));
        }
        let shape = shape.0;
        Ok(Fields { shape, places })
    }

    /// The fields of such a record.
    pub(super) fn read(&self, heap: &Heap<'_>, record: Value) -> Result<[Value; N], Fault> {
        let mut values = [0; N];
        for (value, place) in values.iter_mut().zip(self.places) {
            *value = heap.field(record, place)?;
        }
        Ok(values)
    }

    pub(super) fn build(&self, heap: &mut Heap<'_>, values: [Value; N]) -> Result<Value, Fault> {
        let address = heap.record(self.shape, N)?;
        for (place, value) in self.places.iter().zip(values) {
            heap.set_field(address, *place, value)?;
        }
        Ok(Heap::record_value(address))
    }
}

pub(super) fn unfit(what: &str, expected: &str) -> Unfit {
    Unfit {
        path: what.to_owned(),
        expected: expected.to_owned(),
        found: "another".to_owned(),
    }
}

pub(super) fn union<'l>(
    layout: &'l Layout,
    id: tree::TypeId,
    what: &str,
) -> Result<&'l tree::Union, Unfit> {
    match &layout.types[id.0 as usize] {
        tree::Type::Union(union) => Ok(union),
        _ => Err(unfit(what, "a custom type")),
    }
}

/// The types of a handler's first argument and of its context, if the logic has it.
pub(super) fn entry(layout: &Layout, handler: Handler) -> Option<&tree::Entry> {
    let mut entries = layout.entries.iter();
    entries.find(|entry| entry.name == handler.name() && entry.parameters.len() == 2)
}

impl Asks {
    pub(super) fn new(
        schema: &Schema,
        layout: &Layout,
        planner: &mut Planner<'_>,
    ) -> Result<Asks, Unfit> {
        let first = |handler| entry(layout, handler).map(|entry| entry.parameters[0]);
        let process = entry(layout, Handler::Message)
            .ok_or_else(|| unfit("WebSocketLogic", "a module that exposes `processMessage`"))?;
        let context = Fields::of(
            layout,
            process.parameters[1],
            "BuildAmp.Server.Context",
            [
                "host",
                "room",
                "user_id",
                "connection_id",
                "timestamp",
                "seed",
                "snapshot",
            ],
        )?;
        let presence = first(Handler::Presence).map(|id| presence(layout, id, planner));
        let record = |id, what, names| Fields::of(layout, id, what, names);
        let tick = first(Handler::Tick)
            .map(|id| record(id, "BuildAmp.Server.Tick", ["room", "count", "elapsed"]));
        let upload = first(Handler::Upload).map(|id| {
            let names = ["id", "room", "name", "content_type", "size"];
            Fields::of(layout, id, "BuildAmp.Server.Upload", names)
        });
        let webhook = first(Handler::Webhook).map(|id| webhook(layout, id, planner));
        let events = first(Handler::Event).map(|id| events(schema, layout, id, planner));
        Ok(Asks {
            context,
            messages: messages(schema, layout, process.parameters[0], planner)?,
            presence: presence.transpose()?,
            tick: tick.transpose()?,
            upload: upload.transpose()?,
            webhook: webhook.transpose()?,
            events: events.transpose()?,
        })
    }

    /// The context of a call.
    pub(super) fn context(
        &self,
        heap: &mut Heap<'_>,
        context: &Context<'_>,
    ) -> Result<Value, Fault> {
        let values = [
            heap.string(context.host)?,
            heap.string(context.room)?,
            heap.string(context.user_id)?,
            heap.string(context.connection_id)?,
            whole(context.timestamp),
            whole(context.seed.into()),
            LIVE,
        ];
        self.context.build(heap, values)
    }

    /// What a handler is asked about. The tape is for payloads that were not checked before.
    pub(super) fn about(
        &self,
        call: &Call<'_>,
        context: &Context<'_>,
        build: &mut Build<'_, '_>,
        tape: &mut Tape,
    ) -> Result<Value, Fault> {
        let heap = &mut *build.heap;
        match call {
            Call::Message { id, tape, .. } => self.message(*id, tape, build),
            Call::Presence(change) => {
                let (fields, changes) = self.presence.as_ref().ok_or(Fault::Corrupt)?;
                let change = match change {
                    Presence::Joined => changes[0],
                    Presence::Left => changes[1],
                };
                let values = [
                    change,
                    heap.string(context.room)?,
                    heap.string(context.user_id)?,
                ];
                fields.build(heap, values)
            }
            Call::Event {
                event_type,
                payload,
            } => self.event(event_type, payload, build, tape),
            Call::Tick { count, elapsed } => {
                let fields = self.tick.as_ref().ok_or(Fault::Corrupt)?;
                let values = [heap.string(context.room)?, whole(*count), whole(*elapsed)];
                fields.build(heap, values)
            }
            Call::Upload {
                id,
                name,
                content_type,
                size,
            } => {
                let fields = self.upload.as_ref().ok_or(Fault::Corrupt)?;
                let values = [
                    heap.string(id)?,
                    heap.string(context.room)?,
                    heap.string(name)?,
                    heap.string(content_type)?,
                    whole(*size),
                ];
                fields.build(heap, values)
            }
            Call::Webhook {
                name,
                headers,
                payload,
            } => {
                let (fields, dict) = self.webhook.as_ref().ok_or(Fault::Corrupt)?;
                let mut pairs = Vec::new();
                for (header, value) in *headers {
                    pairs.push((heap.string(header)?, heap.string(value)?));
                }
                let headers = build.tree(pairs, *dict)?;
                let heap = &mut *build.heap;
                let values = [heap.string(name)?, headers, json::read(heap, payload)?];
                fields.build(heap, values)
            }
        }
    }

    fn message(&self, id: TypeId, tape: &Tape, build: &mut Build<'_, '_>) -> Result<Value, Fault> {
        let message = self.messages.get(id.0 as usize).and_then(Option::as_ref);
        let message = message.ok_or(Fault::Corrupt)?;
        let root = tape.root().ok_or(Fault::Corrupt)?;
        let value = build.value(message.node, root)?;
        let Construct { id, tag } = message.construct;
        build.heap.construct(id, tag, &[value])
    }

    /// An event that fits no model is unknown.
    fn event(
        &self,
        event_type: &str,
        payload: &str,
        build: &mut Build<'_, '_>,
        tape: &mut Tape,
    ) -> Result<Value, Fault> {
        let events = self.events.as_ref().ok_or(Fault::Corrupt)?;
        if let Some((id, construct, node)) = events.known.get(event_type)
            && events.checker.check(*id, payload.as_bytes(), tape).is_ok()
        {
            let root = tape.root().ok_or(Fault::Corrupt)?;
            let value = build.value(*node, root)?;
            return build.heap.construct(construct.id, construct.tag, &[value]);
        }
        if let Some(outcomes) = &events.outcomes
            && let Some(outcome) = outcome(outcomes, event_type, payload, build.heap)?
        {
            return Ok(outcome);
        }
        let (construct, fields) = &events.unknown;
        let heap = &mut *build.heap;
        let values = [heap.string(event_type)?, json::read(heap, payload)?];
        let record = fields.build(heap, values)?;
        heap.construct(construct.id, construct.tag, &[record])
    }
}

/// `WebhookDelivered` or `WebhookFailed`; `None` of other events, and of payloads that are not the server's.
fn outcome(
    outcomes: &Outcomes,
    event_type: &str,
    payload: &str,
    heap: &mut Heap<'_>,
) -> Result<Option<Value>, Fault> {
    if event_type != WEBHOOK_DELIVERED && event_type != WEBHOOK_FAILED {
        return Ok(None);
    }
    let Ok(told) = serde_json::from_str::<Told>(payload) else {
        return Ok(None);
    };
    let key = match &told.key {
        None => outcomes.nothing,
        Some(key) => {
            let key = heap.string(key)?;
            heap.construct(outcomes.just.id, outcomes.just.tag, &[key])?
        }
    };
    let webhook = heap.string(&told.webhook)?;
    let id = heap.string(&told.id)?;
    let attempts = whole(told.attempts);
    let payload = json::read(heap, &told.payload.to_string())?;
    let (construct, record) = match told.reason {
        None => {
            let (construct, fields) = &outcomes.delivered;
            let (status, answer) = (whole(told.status), heap.string(&told.answer)?);
            let values = [webhook, id, key, attempts, status, answer, payload];
            (construct, fields.build(heap, values)?)
        }
        Some(reason) => {
            let (construct, fields) = &outcomes.failed;
            let reason = heap.string(&reason)?;
            let values = [webhook, id, key, attempts, reason, payload];
            (construct, fields.build(heap, values)?)
        }
    };
    heap.construct(construct.id, construct.tag, &[record])
        .map(Some)
}

/// What the server tells of an outgoing webhook.
#[derive(serde::Deserialize)]
struct Told {
    webhook: String,
    id: String,
    key: Option<String>,
    attempts: u64,
    #[serde(default)]
    status: u64,
    #[serde(default)]
    answer: String,
    reason: Option<String>,
    payload: serde_json::Value,
}

#[allow(clippy::cast_precision_loss, reason = "Elm's integers are no finer")]
fn whole(count: u64) -> Value {
    number(count as f64)
}

fn messages(
    schema: &Schema,
    layout: &Layout,
    id: tree::TypeId,
    planner: &mut Planner<'_>,
) -> Result<Vec<Option<Message>>, Unfit> {
    let what = "BuildAmp.Server.WebSocketMessage";
    let union = union(layout, id, what)?;
    let mut messages: Vec<Option<Message>> = schema.types.iter().map(|_| None).collect();
    let count = schema.sent_messages().count();
    if count > 0 && union.variants.len() != count {
        return Err(unfit(what, &format!("a type of {count} variants")));
    }
    for ((id, def, _), variant) in schema.sent_messages().zip(&union.variants) {
        let name = variant.name.trim_end_matches("Message");
        let [carried] = variant.arguments[..] else {
            return Err(unfit(what, "one message in each variant"));
        };
        if !alike(name, def.name.trim_end_matches("Message")) {
            return Err(unfit(what, &format!("a type with `{}Message`", def.name)));
        }
        messages[id.0 as usize] = Some(Message {
            construct: planner.construct(variant.constructor),
            node: planner.model(id, carried)?,
        });
    }
    Ok(messages)
}

fn presence(
    layout: &Layout,
    id: tree::TypeId,
    planner: &Planner<'_>,
) -> Result<(Fields<3>, [Value; 2]), Unfit> {
    let what = "BuildAmp.Server.PresenceEvent";
    let fields = Fields::of(layout, id, what, ["event_type", "room", "user_id"])?;
    let tree::Type::Record(_, typed) = &layout.types[id.0 as usize] else {
        return Err(unfit(what, "a record"));
    };
    let change = typed.iter().find(|field| field.name == "event_type");
    let change = change.ok_or_else(|| unfit(what, "a record with `event_type`"))?;
    let change = union(layout, change.ty, what)?;
    let changes = [
        planner.constant(change, "UserJoined")?,
        planner.constant(change, "UserLeft")?,
    ];
    Ok((fields, changes))
}

fn webhook(
    layout: &Layout,
    id: tree::TypeId,
    planner: &Planner<'_>,
) -> Result<(Fields<3>, Dict), Unfit> {
    let what = "BuildAmp.Server.IncomingWebhook";
    let fields = Fields::of(layout, id, what, ["name", "headers", "payload"])?;
    let tree::Type::Record(_, typed) = &layout.types[id.0 as usize] else {
        return Err(unfit(what, "a record"));
    };
    let headers = typed.iter().find(|field| field.name == "headers");
    let headers = headers.ok_or_else(|| unfit(what, "a record with `headers`"))?;
    let headers = union(layout, headers.ty, what)?;
    Ok((fields, planner.dict(headers)?))
}

fn events(
    schema: &Schema,
    layout: &Layout,
    id: tree::TypeId,
    planner: &mut Planner<'_>,
) -> Result<Events, Unfit> {
    let what = "BuildAmp.Events.Event";
    let union = union(layout, id, what)?;
    let models = schema.iter().filter(|(_, def)| def.role == Role::Event);
    let mut known = HashMap::new();
    let mut variants = union.variants.iter();
    for (id, def) in models {
        let variant = variants.next();
        let (variant, carried) = match variant.map(|variant| (variant, &variant.arguments[..])) {
            Some((variant, [carried]))
                if alike(
                    variant.name.trim_end_matches("Event"),
                    def.name.trim_end_matches("Event"),
                ) =>
            {
                (variant, *carried)
            }
            _ => return Err(unfit(what, &format!("a type with `{}Event`", def.name))),
        };
        let construct = planner.construct(variant.constructor);
        known.insert(
            def.name.clone(),
            (id, construct, planner.model(id, carried)?),
        );
    }
    let mut variants = variants.peekable();
    let outcomes = match variants.peek() {
        Some(variant) if variant.name == "WebhookDelivered" => {
            let delivered = variants.next();
            let both = delivered.zip(variants.next());
            let (delivered, failed) =
                both.ok_or_else(|| unfit(what, "a type with `WebhookFailed`"))?;
            Some(outcomes_of(layout, delivered, failed, planner)?)
        }
        _ => None,
    };
    let unknown = match variants
        .next()
        .map(|variant| (variant, &variant.arguments[..]))
    {
        Some((variant, [carried])) if variant.name == "UnknownEvent" => (
            planner.construct(variant.constructor),
            Fields::of(layout, *carried, what, ["event_type", "payload"])?,
        ),
        _ => return Err(unfit(what, "a type with `UnknownEvent`")),
    };
    Ok(Events {
        checker: Checker::new(schema, Limits::default()),
        known,
        unknown,
        outcomes,
    })
}

fn outcomes_of(
    layout: &Layout,
    delivered: &tree::Variant,
    failed: &tree::Variant,
    planner: &Planner<'_>,
) -> Result<Outcomes, Unfit> {
    let what = "BuildAmp.Events.WebhookDelivered";
    let ([arrived], [given_up]) = (&delivered.arguments[..], &failed.arguments[..]) else {
        return Err(unfit(what, "one record in each variant"));
    };
    let names = [
        "webhook", "id", "key", "attempts", "status", "answer", "payload",
    ];
    let fields = Fields::of(layout, *arrived, what, names)?;
    let names = ["webhook", "id", "key", "attempts", "reason", "payload"];
    let other = Fields::of(layout, *given_up, "BuildAmp.Events.WebhookFailed", names)?;
    let tree::Type::Record(_, typed) = &layout.types[arrived.0 as usize] else {
        return Err(unfit(what, "a record"));
    };
    let key = typed.iter().find(|field| field.name == "key");
    let key = key.ok_or_else(|| unfit(what, "a record with `key`"))?;
    let maybe = union(layout, key.ty, what)?;
    Ok(Outcomes {
        delivered: (planner.construct(delivered.constructor), fields),
        failed: (planner.construct(failed.constructor), other),
        nothing: planner.constant(maybe, "Nothing")?,
        just: planner.variant(maybe, "Just")?,
    })
}
