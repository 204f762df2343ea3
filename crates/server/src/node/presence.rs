//! Coming and going: what the rules say of it, or the two broadcasts where they say nothing.

use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};

use buildamp_engine::{Keep, Millis, Snapshot, Space, Weight, Write};
use buildamp_rules::{Call, Fault, Handler, Presence, Response};

use super::{Node, Room, Who};
use crate::effects::Origin;
use crate::heavy;
use crate::peer::{Link, Session};
use crate::protocol::{Refusal, quote};
use crate::repeats::Manner;
use crate::snapshot::Recorded;
use crate::trace;
use crate::transaction::failed;

/// How long a session is known after it was last remembered, and an answer after it was given. No session outlives an answer to one of
/// its messages, or a message that is sent again could take effect twice.
pub(super) const MEMORY: u64 = 60 * 60 * 1000;
/// How old the memory of a session may get before it is renewed.
pub(super) const RENEWAL: u64 = MEMORY / 4;

/// What is stored where only the key counts: all share the memory of the value.
pub(super) fn yes() -> Arc<str> {
    static TRUE: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from("true"));
    TRUE.clone()
}

impl Node {
    /// Adds what a user's first coming, or last leaving, brings.
    pub(super) fn presence(
        &self,
        room: &Room,
        who: Who<'_>,
        change: Presence,
        now: Millis,
        snapshot: &mut dyn Snapshot,
        writes: &mut Vec<Write>,
    ) -> Result<(), Refusal> {
        let (app, user) = (self.app.load(), who.user);
        if !app.rules.handles(Handler::Presence) {
            writes.push(announcement(room, user, change, now));
            return Ok(());
        }
        let context = self.context(&app, &room.tenant, &room.name, who, now);
        let decision = app
            .rules
            .decide(&Call::Presence(change), &context, &mut Recorded(snapshot));
        let decision =
            decision.map_err(|failure| self.fault(Handler::Presence, &failure, &context))?;
        let trace = trace::current();
        for line in &decision.log {
            tracing::info!(target: "logic", %trace, room = &*room.name, user, "{line}");
        }
        match decision.response {
            Response::Reject(reason) => {
                tracing::info!(target: "logic", %trace, room = &*room.name, user, reason, "handleUserPresence rejected a change of presence: its effects are dropped");
            }
            Response::Ack | Response::Reply(_) => {
                let origin = Origin {
                    app: &app,
                    room: &room.name,
                    user,
                    now,
                    longest: self.settings.limits.user_name,
                };
                origin.writes(decision.effects, writes)?;
            }
        }
        Ok(())
    }

    /// Notes a fault, and says what a client hears of it.
    pub(crate) fn fault(
        &self,
        during: Handler,
        failure: &buildamp_rules::Failure,
        context: &buildamp_rules::Context<'_>,
    ) -> Refusal {
        let refusal = failed(failure);
        if matches!(failure.fault, Fault::Time | Fault::Memory) {
            self.expect_slow(context.host, context.room);
            heavy::overran();
        }
        let code = crate::metrics::Code {
            code: refusal.code.name(),
        };
        self.metrics.faults.get_or_create(&code).inc();
        let now = self.clock.now();
        self.live.fault(now, context, failure, code.code);
        let line = failure.to_string();
        self.tell_fault(&line, context.room, during);
        // A fault that comes again and again is counted.
        let manner = Manner::fault(context.room, &failure.function);
        if !self.repeats.is_new(now, &line, manner) {
            return refusal;
        }
        let trace = trace::current();
        tracing::error!(
            target: "logic",
            %trace,
            room = context.room,
            user = context.user_id,
            function = failure.function,
            "{}",
            failure.fault
        );
        for line in &failure.log {
            tracing::info!(target: "logic", %trace, room = context.room, "{line}");
        }
        refusal
    }
}

fn announcement(room: &Room, user: &str, change: Presence, now: Millis) -> Write {
    let kind = match change {
        Presence::Joined => "user_joined",
        Presence::Left => "user_left",
    };
    let mut message = format!(r#"{{"type":"{kind}","user_id":"#);
    quote(&mut message, user);
    message.push_str(&format!(r#","timestamp":{}}}"#, now.0));
    Write::Broadcast {
        room: room.name.to_string(),
        message: message.into(),
        exclude: match change {
            Presence::Joined => vec![user.to_owned()],
            Presence::Left => Vec::new(),
        },
        weight: Weight::Normal,
    }
}

/// Lets a session be known for a while longer.
pub(super) fn remember(link: &Link, now: Millis, writes: &mut Vec<Write>) {
    if !is_due(link, now) {
        return;
    }
    let mut user = String::with_capacity(link.user_name().len() + 2);
    quote(&mut user, link.user_name());
    writes.push(Write::Set {
        space: Space::Server,
        key: session_key(link.session),
        value: user.into(),
        keep: Keep::Until(Millis(now.0 + MEMORY)),
    });
}

/// What [`remember`] wrote is committed. Not said earlier: a commit that fails is tried again, and has to write it again.
pub(super) fn remembered(link: &Link, now: Millis) {
    if is_due(link, now) {
        link.remembered.store(now.0, Ordering::Relaxed);
    }
}

fn is_due(link: &Link, now: Millis) -> bool {
    let last = link.remembered.load(Ordering::Relaxed);
    last == 0 || now.0.saturating_sub(last) >= RENEWAL
}

/// Where the store has whose a session is, as a string of JSON.
pub(crate) fn session_key(session: Session) -> String {
    format!("session/{session}")
}
