//! What commits deliver, to the connections of this node.

use std::sync::{Arc, Weak};

use buildamp_engine::{Broadcast, Control, Delivery, Json, Listener, Tenant, personal};

use super::Node;
use crate::metrics;
use crate::peer::{Ending, Link};
use crate::trace;
use crate::turn::Turn;

/// Listens to the engine for a node, without keeping it alive.
pub(super) struct Ear(pub(super) Weak<Node>);

impl Listener for Ear {
    fn deliver(&self, tenant: &Tenant, delivery: Delivery) {
        let Some(node) = self.0.upgrade() else {
            return;
        };
        match delivery {
            Delivery::Broadcast(broadcast) if personal::is_reserved(&broadcast.room) => {
                node.deliver_numbered(tenant, &broadcast);
            }
            Delivery::Broadcast(broadcast) => {
                let key = (tenant.clone(), broadcast.room.clone());
                // The room's lock is not held while its members are told.
                let room = node.rooms.get(&key).map(|room| room.clone());
                if let Some(room) = room {
                    let heard = room.audience.deliver(&broadcast);
                    node.metrics.delivered.inc_by(heard as u64);
                    if trace::is_on() {
                        let trace = node.underway.end(&broadcast.message);
                        let seq = broadcast.position.seq;
                        tracing::debug!(target: trace::TARGET, %trace, room = &*broadcast.room, seq, heard, "delivered");
                    }
                }
            }
            Delivery::Direct(direct) => {
                node.trace_direct(&direct.user, &direct.message);
                node.deliver_direct(tenant, &direct.user, None, &direct.message, direct.at);
            }
            Delivery::Control(control) => node.control(tenant, control),
        }
    }

    fn together(&self, deliver: &mut dyn FnMut()) {
        let _turn = Turn::begin();
        deliver();
    }

    fn missed(&self) {
        if let Some(node) = self.0.upgrade() {
            // A version of a document may be another one's by now.
            node.documents.forget();
            node.begin_anew();
            node.begin_directs_anew();
            node.tell_again();
        }
    }

    fn forgotten(&self) {
        if let Some(node) = self.0.upgrade() {
            node.enter_again();
        }
    }
}

impl Node {
    /// What was sent to a user, and numbered in a room of their own.
    fn deliver_numbered(&self, tenant: &Tenant, broadcast: &Broadcast) {
        let Some(user) = personal::user_of(&broadcast.room) else {
            return;
        };
        let (message, seq) = (&broadcast.message, broadcast.position.seq);
        self.trace_direct(user, message);
        self.deliver_direct(tenant, user, Some(seq), message, broadcast.at);
    }

    fn trace_direct(&self, user: &str, message: &Json) {
        if trace::is_on() {
            let trace = self.underway.end(message);
            tracing::debug!(target: trace::TARGET, %trace, user, "delivered");
        }
    }

    /// Joining and leaving are commits of their own, so they are done apart from the one that asked for them.
    fn control(self: &Arc<Node>, tenant: &Tenant, control: Control) {
        match control {
            Control::Join { user, room } => self.for_each_link(tenant, &user, move |node, link| {
                node.join(&link, &room, None, None, None);
            }),
            Control::Leave { user, room } => {
                self.for_each_link(tenant, &user, move |node, link| {
                    node.put_out(&link, &room);
                })
            }
            Control::Disconnect { user, reason } => {
                let ending = Ending { code: 1008, reason };
                for link in self.users.links(tenant, &user) {
                    self.metrics.evict(metrics::RULES);
                    link.bid_farewell();
                    link.peer.end(&ending);
                }
            }
            Control::StartTicks { room, rate } => self.start_ticks(tenant, &room, rate),
            Control::StopTicks { room } => self.stop_ticks(tenant, &room),
        }
    }

    fn for_each_link(
        self: &Arc<Node>,
        tenant: &Tenant,
        user: &str,
        act: impl Fn(&Arc<Node>, Arc<Link>) + Send + 'static,
    ) {
        let links = self.users.links(tenant, user);
        if links.is_empty() {
            return;
        }
        let node = self.clone();
        self.runtime.spawn(async move {
            for link in links {
                act(&node, link);
            }
        });
    }
}
