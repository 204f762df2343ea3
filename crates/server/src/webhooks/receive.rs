//! A believed call of another server: one transaction in its room, which takes effect once.

use std::cell::Cell;
use std::sync::Arc;

use buildamp_engine::{Keep, Millis, Receipt, Space, Tenant, Write};
use buildamp_rules::{Call, Handler, Response};
use tokio::sync::oneshot;

use crate::Node;
use crate::effects::{Origin, debugged};
use crate::node::{Room, Who};
use crate::protocol::{Code, Refusal};
use crate::snapshot::Recorded;
use crate::transaction::{Outcome, failed, unavailable, unknown};
use crate::turn::Turn;

/// For how long the same call is answered as before, in milliseconds.
const MEMORY: u64 = 24 * 60 * 60 * 1000;

/// What the caller hears: a message that the rules reply with, or that there is none, or why nothing happened.
pub(crate) type Answer = Result<Option<Arc<str>>, Refusal>;

/// A believed call.
pub(crate) struct Received {
    pub(crate) name: String,
    pub(crate) headers: Vec<(String, String)>,
    /// JSON.
    pub(crate) payload: String,
    /// What tells it from others.
    pub(crate) id: Option<String>,
}

impl Node {
    /// Lets the rules decide on a call when its room has time for it. The answer comes when it is as durable as configured.
    pub(crate) async fn take_in(
        self: &Arc<Node>,
        tenant: &Tenant,
        room: &str,
        received: Received,
    ) -> Answer {
        let room = self.room(tenant, room);
        let (answer, answered) = oneshot::channel();
        let (node, inside) = (self.clone(), room.clone());
        room.strand.run(self.clock.now(), move || {
            let _turn = Turn::begin();
            node.decide_call(&inside, received, answer);
            node.forget(&inside);
        });
        drop(room);
        answered.await.unwrap_or_else(|_| {
            Err(Refusal::new(
                Code::Unavailable,
                "the server stops; send it again",
            ))
        })
    }

    fn decide_call(
        self: &Arc<Node>,
        room: &Arc<Room>,
        received: Received,
        answer: oneshot::Sender<Answer>,
    ) {
        let slow = Cell::new(false);
        let result = self.attempt_call(room, &received, &slow);
        if slow.get() {
            let (node, inside) = (self.clone(), room.clone());
            let again = move || {
                let _turn = Turn::begin();
                node.decide_call(&inside, received, answer);
            };
            return self.put_aside(room, Box::new(again));
        }
        match result {
            Ok((Some(receipt), reply)) => self.engine.when_settled(
                receipt,
                Box::new(move |settled| {
                    let settled = settled.map(|()| reply).map_err(unknown);
                    let _ = answer.send(settled);
                }),
            ),
            Ok((None, reply)) => drop(answer.send(Ok(reply))),
            Err(refusal) => drop(answer.send(Err(refusal))),
        }
    }

    fn attempt_call(
        &self,
        room: &Room,
        received: &Received,
        slow: &Cell<bool>,
    ) -> Result<(Option<Receipt>, Option<Arc<str>>), Refusal> {
        let app = self.app.load();
        if !app.rules.handles(Handler::Webhook) {
            let text = "the app's logic exposes no `handleWebhook`";
            return Err(Refusal::new(Code::Unavailable, text));
        }
        let now = self.clock.now();
        let call = Call::Webhook {
            name: &received.name,
            headers: &received.headers,
            payload: &received.payload,
        };
        let known = received.id.as_ref().map(|id| entry(&received.name, id));
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            slow.set(false);
            if let Some(key) = &known
                && let Some(before) = snapshot.get(Space::Server, key).map_err(unavailable)?
            {
                // It took effect before.
                return Ok(Outcome {
                    writes: Vec::new(),
                    value: (*before != *"null").then_some(before),
                });
            }
            let mut context = self.context(&app, &room.tenant, &room.name, Who::default(), now);
            context.budget = Node::budget();
            let decision = app.rules.decide(&call, &context, &mut Recorded(snapshot));
            if let Err(failure) = &decision {
                slow.set(Node::is_slow(failure, &context));
            }
            let decision = decision.map_err(|failure| match slow.get() {
                true => failed(&failure),
                false => self.fault(Handler::Webhook, &failure, &context),
            })?;
            debugged(&room.name, "", &decision.log);
            let value = match decision.response {
                Response::Ack => None,
                Response::Reply(message) => Some(message.json),
                Response::Reject(reason) => return Err(Refusal::new(Code::Rejected, reason)),
            };
            let mut writes = Vec::with_capacity(decision.effects.len() + 1);
            let origin = Origin {
                app: &app,
                room: &room.name,
                user: "",
                now,
                longest: self.settings.limits.user_name,
            };
            origin.writes(decision.effects, &mut writes)?;
            writes.extend(known.as_ref().map(|key| Write::Set {
                space: Space::Server,
                key: key.clone(),
                value: value.clone().unwrap_or_else(|| Arc::from("null")),
                keep: Keep::Until(Millis(now.0 + MEMORY)),
            }));
            Ok(Outcome { writes, value })
        })?;
        Ok((done.receipt, done.value))
    }
}

fn entry(name: &str, id: &str) -> String {
    format!("webhook/{name}/{id}")
}
