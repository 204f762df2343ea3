//! A connection: from its first frame to its leaving.
//!
//! It gets texts and a peer to answer to, whatever the transport.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use buildamp_engine::{Space, Tenant};
use serde_json::value::RawValue;

use crate::Node;
use crate::author;
use crate::directs::{DirectFrom, Told};
use crate::identity::{Auth, NotValid, Token};
use crate::joined::Joined;
use crate::metrics;
use crate::node::session_key;
use crate::peer::{Link, Outlet, Session};
use crate::protocol::{self, ClientFrame, Code, Id, Refusal};
use crate::trace::Trace;
use crate::turn::{self, Home, Turn};

/// What a transport knows of a client when it connects.
#[derive(Debug, Clone, Default)]
pub struct Hello {
    /// The host that was asked for.
    pub host: String,
    /// The token, where there is one.
    pub token: Option<String>,
    /// The session that the client would like to go on with.
    pub session: Option<String>,
    /// From where on it wants to hear what is sent to its user alone, where it keeps track of that.
    pub direct: Option<DirectFrom>,
}

/// Why nobody knows who a client is.
pub(crate) struct Unproven {
    pub(crate) refusal: Refusal,
    /// Whether only the key of its token is not known.
    pub(crate) may_be_known: bool,
}

/// A client's connection.
pub struct Connection {
    node: Arc<Node>,
    link: Arc<Link>,
    expires: Option<NonZeroU64>,
}

impl Connection {
    /// How often a token is looked at again whose key was not known.
    pub(crate) const CHANCES: usize = 2;

    /// Who a client says it is, before it gets a connection. Where the token's key is not known, and the keys are those that a service
    /// publishes, they are asked for anew and waited for: a few seconds at most.
    ///
    /// # Errors
    /// Where a token is missing or wrong, or says what the app can't read.
    pub async fn authenticate(node: &Node, hello: &Hello) -> Result<Option<Token>, Refusal> {
        let mut recognized = Connection::recognize(node, hello);
        for _ in 0..Connection::CHANCES {
            let may_be_known = recognized
                .as_ref()
                .is_err_and(|unproven| unproven.may_be_known);
            if !may_be_known || !node.learn_keys().await {
                break;
            }
            recognized = Connection::recognize(node, hello);
        }
        recognized.map_err(|unproven| unproven.refusal)
    }

    /// The same with the keys that are known.
    pub(crate) fn recognize(node: &Node, hello: &Hello) -> Result<Option<Token>, Unproven> {
        let Auth::Jwt(verifier) = &node.settings.auth else {
            return Ok(None);
        };
        let refused = |text: &str, may_be_known| Unproven {
            refusal: Refusal::new(Code::Unauthorized, text.to_owned()),
            may_be_known,
        };
        let Some(token) = &hello.token else {
            let text = "a token is needed: in `Authorization: Bearer`, as the subprotocol `bearer.<token>` or in `?token=`";
            return Err(refused(text, false));
        };
        let verified = verifier
            .verify(token, node.clock.now().0 / 1000)
            .map_err(|wrong| {
                let may_be_known = matches!(wrong, NotValid::UnknownKey(_));
                let mut unproven = refused(&wrong.to_string(), may_be_known);
                unproven.refusal.retry_after = wrong.retry_after();
                unproven
            })?;
        let app = node.app.load();
        let claims = app.claims.as_ref().map(|wanted| {
            let taken = wanted.take(&app.checker, verified.payload.get());
            taken.map_err(|wrong| refused(&wrong.to_string(), false))
        });
        Ok(Some(Token {
            claims: claims.transpose()?,
            ..verified.token
        }))
    }

    /// Begins a connection: the peer gets `connected`.
    ///
    /// # Errors
    /// Where the user has as many connections as they may.
    pub fn open(
        node: &Arc<Node>,
        hello: &Hello,
        token: Option<Token>,
        peer: impl Into<Outlet>,
    ) -> Result<Connection, Refusal> {
        Connection::open_at(node, hello, token, peer.into(), turn::home())
    }

    fn open_at(
        node: &Arc<Node>,
        hello: &Hello,
        token: Option<Token>,
        peer: Outlet,
        home: Option<Arc<Home>>,
    ) -> Result<Connection, Refusal> {
        // What was to be sent first leaves together with this.
        let _turn = Turn::begin();
        let tenant = node.tenant(&hello.host);
        let expires = token.as_ref().map(|token| token.expires);
        let (user, claims) = token.map_or((None, None), |token| (Some(token.user), token.claims));
        node.remember_absent(&tenant);
        let (session, user) = resume(node, &tenant, hello, user);
        let asked = hello.session.as_deref().and_then(Session::read);
        let resumed = asked == Some(session);
        let number = node.number();
        let mut link = Link::new(
            node.connection_id(number),
            number,
            tenant,
            session,
            home,
            peer,
        );
        link.claims = claims;
        link.directs = Told::new(hello.direct.is_some());
        if let Some(from) = hello.direct {
            node.directs.expect(&link, from, resumed);
        }
        node.metrics.connections.inc();
        let connection = Connection {
            node: node.clone(),
            link: Arc::new(link),
            // What expired in the first second of 1970 has expired in the next, too.
            expires: expires.map(|expires| NonZeroU64::new(expires).unwrap_or(NonZeroU64::MIN)),
        };
        if let Some(user) = user
            && let Err(refusal) = connection.name(user.into())
        {
            node.metrics.evict(metrics::USER);
            return Err(refusal);
        }
        let link = &connection.link;
        let user = link.user.get().map(|user| &**user);
        link.tell(&protocol::connected(
            &link.id,
            user,
            &link.session.to_string(),
            node.clock.now(),
        ));
        if link.user.get().is_some() {
            node.open_directs(link);
        }
        Ok(connection)
    }

    /// As [`Connection::open`], without holding up others where a session has to be looked up over a network.
    ///
    /// # Errors
    /// As there.
    pub async fn open_apart(
        node: &Arc<Node>,
        hello: Hello,
        token: Option<Token>,
        peer: impl Into<Outlet>,
    ) -> Result<Connection, Refusal> {
        let peer = peer.into();
        if !Connection::waits_for_session(node, &hello) {
            return Connection::open(node, &hello, token, peer);
        }
        // It lives here, wherever its session is looked up.
        let home = turn::home();
        let opened = node.apart(move |node| Connection::open_at(node, &hello, token, peer, home));
        let broken = || {
            Err(Refusal::new(
                Code::Unavailable,
                "the session can't be looked up",
            ))
        };
        opened.await.unwrap_or_else(broken)
    }

    /// Whether a session, or what was missed, has to be looked up over a network, which may take a while.
    pub(crate) fn waits_for_session(node: &Node, hello: &Hello) -> bool {
        (hello.session.is_some() || hello.direct.is_some()) && node.engine.waits()
    }

    /// When the connection's token expires, in seconds since 1970.
    pub fn expires(&self) -> Option<u64> {
        self.expires.map(NonZeroU64::get)
    }

    /// The session that it speaks for.
    pub(crate) fn session(&self) -> String {
        self.link.session.to_string()
    }

    /// Whose state it sees.
    pub(crate) fn tenant(&self) -> &Tenant {
        &self.link.tenant
    }

    /// The user, or nobody's empty name.
    pub(crate) fn user(&self) -> &str {
        self.link.user_name()
    }

    pub(crate) fn link(&self) -> &Arc<Link> {
        &self.link
    }

    /// Takes a frame. What is sent in return is queued at the peer; it leaves with the caller's [`Turn`].
    pub fn receive(&self, text: &str) {
        let _turn = Turn::begin();
        let (mark, link) = (self.node.mark, &self.link);
        let _trace = Trace::frame(mark, link.number, link.count_frame()).begin();
        self.node.metrics.received.inc();
        match protocol::read(text) {
            Ok(frame) => {
                if let Err((refusal, id, room)) = self.take(frame) {
                    self.node
                        .refuse(&self.link, &refusal, id.as_ref(), room.as_deref());
                    if refusal.code == Code::RateLimited {
                        self.node.count_flood(&self.link);
                    }
                }
            }
            Err((refusal, id)) => self.node.refuse(&self.link, &refusal, id.as_ref(), None),
        }
    }

    /// The client says that it goes for good: its user leaves the rooms at once, without the grace of who may be back.
    pub fn bid_farewell(&self) {
        self.link.bid_farewell();
    }

    /// Refuses something that is no frame at all.
    pub fn refuse(&self, refusal: &Refusal) {
        self.node.refuse(&self.link, refusal, None, None);
    }

    /// Whether more may be read now; see [`Connection::ready`].
    pub fn is_ready(&self) -> bool {
        is_ready(&self.node, &self.link)
    }

    /// Waits while too many of the connection's messages wait for their rooms, or it waits itself to join or leave one. Nothing more
    /// should be read meanwhile.
    pub fn ready(&self) -> impl Future<Output = ()> + Send + use<> {
        let (node, link) = (self.node.clone(), self.link.clone());
        async move {
            while !is_ready(&node, &link) {
                link.settled.notified().await;
            }
        }
    }

    /// Where it is.
    pub(crate) fn node(&self) -> &Arc<Node> {
        &self.node
    }

    fn take(&self, frame: ClientFrame<'_>) -> Result<(), (Refusal, Option<Id>, Option<String>)> {
        let (node, link) = (&self.node, &self.link);
        if let ClientFrame::Ping = frame {
            link.tell(&protocol::pong(node.clock.now()));
            return Ok(());
        }
        if node.is_draining() {
            let text = "the server is about to restart; nothing happened, try again";
            return Err((Refusal::new(Code::Unavailable, text), id_of(&frame), None));
        }
        match frame {
            ClientFrame::Ping => {}
            ClientFrame::Join {
                room,
                user,
                since,
                payload,
                id,
            } => match self
                .identify(user.as_deref())
                .and_then(|()| self.within_rate())
                .and_then(|()| self.joined(payload))
            {
                Ok(joined) => node.join(link, &room, since, id, joined),
                Err(refusal) => return Err((refusal, id, Some(room.into_owned()))),
            },
            ClientFrame::Leave { room, id } => {
                if let Err(refusal) = self.within_rate() {
                    return Err((refusal, id, Some(room.into_owned())));
                }
                if !node.leave(link, &room, id.clone()) {
                    let refusal =
                        Refusal::new(Code::NotInRoom, "the connection is not in this room");
                    return Err((refusal, id, Some(room.into_owned())));
                }
            }
            ClientFrame::Send {
                room,
                user,
                payload,
                id,
            } => {
                if let Err(refusal) = self.identify(user.as_deref()) {
                    return Err((refusal, id, Some(room.into_owned())));
                }
                let payload = payload.get().as_bytes();
                let arrived = Instant::now();
                node.send(
                    link,
                    &room,
                    crate::node::Sent {
                        payload,
                        id,
                        arrived,
                        counted: crate::node::Counted::NotYet,
                        admission: crate::node::Admission::Member,
                        losses: 0,
                    },
                );
            }
        }
        Ok(())
    }

    /// Holds a name that a frame gives against the connection's user. Without authentication the first name is the user.
    pub(crate) fn identify(&self, named: Option<&str>) -> Result<(), Refusal> {
        match (self.link.user.get(), named) {
            (Some(user), Some(named)) if **user != *named => {
                let text = "the `userId` is not this connection's user";
                Err(Refusal::new(Code::IdentityMismatch, text))
            }
            (Some(_), _) => Ok(()),
            (None, Some(named)) => {
                self.name(named.into())?;
                self.node.begin_directs(&self.link);
                Ok(())
            }
            (None, None) => {
                let text = "say who you are first: join with a `userId`";
                Err(Refusal::new(Code::Unauthorized, text))
            }
        }
    }

    /// What a join comes with, if anything.
    fn joined(&self, payload: Option<&RawValue>) -> Result<Option<Joined>, Refusal> {
        let read = |payload: &RawValue| {
            let app = self.node.app.load();
            Joined::read(&app, payload.get().as_bytes())
        };
        payload.map(read).transpose()
    }

    /// Holds a join or a leave against the user's rate. Nobody is in no room, and costs nothing.
    fn within_rate(&self) -> Result<(), Refusal> {
        let (node, link) = (&self.node, &self.link);
        let (Some(rate), Some(user)) = (node.settings.limits.moves, link.user.get()) else {
            return Ok(());
        };
        let taken = node
            .users
            .take_move(&link.tenant, user, rate, node.clock.now());
        match taken {
            Ok(()) => {
                link.refused.store(0, Ordering::Relaxed);
                Ok(())
            }
            Err(wait) => {
                let reached = rate.exceeded("joins and leaves");
                node.advise_on_rate(&reached, author::MOVES, None);
                let text = format!("{reached} ({}); slow down", author::MOVES);
                Err(Refusal {
                    retry_after: Some(wait),
                    ..Refusal::new(Code::RateLimited, text)
                })
            }
        }
    }

    fn name(&self, user: Arc<str>) -> Result<(), Refusal> {
        let limits = &self.node.settings.limits;
        if user.is_empty() || user.len() > limits.user_name {
            let text = format!("a user's name has 1 to {} bytes", limits.user_name);
            return Err(Refusal::new(Code::Unauthorized, text));
        }
        if !self.node.users.add(&self.link, &user, limits.connections) {
            let text = format!(
                "a user can have {} connections; close one first",
                limits.connections
            );
            return Err(Refusal::new(Code::AccessDenied, text));
        }
        // Frames of a connection come one after the other, so nobody else has named it meanwhile.
        let _ = self.link.user.set(user);
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let _turn = Turn::begin();
        self.node.gone(&self.link);
        self.node.metrics.connections.dec();
    }
}

fn is_ready(node: &Node, link: &Link) -> bool {
    let most = u32::try_from(node.settings.limits.waiting).unwrap_or(u32::MAX);
    link.waiting.load(Ordering::Acquire) < most && !link.is_moving()
}

fn id_of(frame: &ClientFrame<'_>) -> Option<Id> {
    match frame {
        ClientFrame::Join { id, .. }
        | ClientFrame::Leave { id, .. }
        | ClientFrame::Send { id, .. } => id.clone(),
        ClientFrame::Ping => None,
    }
}

/// The session that a client asks for where it is still known, else a new one. Without authentication a known session tells who its user is.
fn resume(
    node: &Node,
    tenant: &Tenant,
    hello: &Hello,
    user: Option<String>,
) -> (Session, Option<String>) {
    let wanted = hello.session.as_deref().and_then(Session::read);
    let known = wanted.and_then(|session| {
        let mut snapshot = node.engine.snapshot(tenant, node.clock.now()).ok()?;
        let found = snapshot.get(Space::Server, &session_key(session)).ok()?;
        let theirs: String = serde_json::from_str(&found?).ok()?;
        // Nobody goes on with another's.
        let is_own = user.as_ref().is_none_or(|user| *user == theirs);
        is_own.then_some((session, theirs))
    });
    match known {
        Some((session, user)) => (session, Some(user)),
        None => (Session(rand::random()), user),
    }
}
