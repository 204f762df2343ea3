//! An app as the server sees it: its models, their checker, its rules. Swapped whole when it changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use buildamp_engine::Weight;
use buildamp_rules::Rules;
use buildamp_schema::{Checker, Delivery, Direction, Envelope, Limits, Role, Schema, Tape, TypeId};

use crate::identity::Wanted;
use crate::metrics::Answers;
use crate::stored::Entries;
use crate::webhooks::Webhooks;

/// An app.
pub struct App {
    /// Checks payloads.
    pub(crate) checker: Checker,
    /// Decides.
    pub(crate) rules: Arc<dyn Rules>,
    /// Where webhooks go, and where they come from.
    pub(crate) webhooks: Webhooks,
    /// Which claims of tokens the rules see.
    pub(crate) claims: Option<Wanted>,
    /// What the rules store.
    pub(crate) entries: Entries,
    kinds: Vec<Option<MessageKind>>,
    /// Whether any of its messages comes with a join.
    pub(crate) has_joins: bool,
    /// Tells the apps of this process apart.
    pub(crate) number: u64,
    /// What tells its rules from others.
    pub(crate) version: Option<Arc<str>>,
}

/// What the server has to know of a message type.
#[derive(Debug, Clone)]
pub(crate) struct MessageKind {
    pub(crate) name: Arc<str>,
    pub(crate) direction: Direction,
    pub(crate) envelope: Envelope,
    pub(crate) volatile: bool,
    pub(crate) rate: Option<crate::Rate>,
}

static NUMBERS: AtomicU64 = AtomicU64::new(1);

impl App {
    /// An app of these models and rules.
    pub fn new(schema: &Schema, rules: Arc<dyn Rules>, limits: Limits) -> App {
        let kinds = schema.iter().map(|(id, def)| match &def.role {
            Role::Message(message) => Some(MessageKind {
                name: def.name.as_str().into(),
                direction: message.direction,
                envelope: schema.envelope(id),
                volatile: message.delivery == Delivery::Volatile,
                rate: message.rate.as_ref().map(crate::Rate::of_model),
            }),
            _ => None,
        });
        App {
            checker: Checker::new(schema, limits),
            rules,
            webhooks: Webhooks::default(),
            claims: Wanted::of(schema),
            entries: Entries::of(schema),
            kinds: kinds.collect(),
            has_joins: schema.join_messages().next().is_some(),
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            version: None,
        }
    }

    /// The same app with its webhooks. Without them it sends none and takes none.
    #[must_use]
    pub fn with_webhooks(mut self, webhooks: Webhooks) -> App {
        self.webhooks = webhooks;
        self
    }

    /// The same app with what tells its rules from others, for people.
    #[must_use]
    pub fn with_version(mut self, version: &str) -> App {
        self.version = Some(version.into());
        self
    }

    /// The same app, whose rules' answers are counted.
    pub(crate) fn counted(mut self, answers: &Answers) -> App {
        self.rules = answers.of(self.rules);
        self
    }

    /// Whether the app's rules expose a function.
    pub fn handles(&self, handler: buildamp_rules::Handler) -> bool {
        self.rules.handles(handler)
    }

    /// What is known of a message type; `None` of a model that is no message.
    pub(crate) fn kind(&self, id: TypeId) -> Option<&MessageKind> {
        self.kinds.get(id.0 as usize)?.as_ref()
    }

    /// Whether this is a message of the app that comes with a join, and a value that fits it.
    pub(crate) fn takes_join(&self, name: &str, value: &[u8]) -> bool {
        let is_it = |kind: &MessageKind| kind.direction == Direction::Join && *kind.name == *name;
        let mut kinds = self.kinds.iter();
        let place = kinds.position(|kind| kind.as_ref().is_some_and(is_it));
        let id = place.and_then(|place| u32::try_from(place).ok());
        id.is_some_and(|id| {
            let mut tape = Tape::new();
            self.checker.check(TypeId(id), value, &mut tape).is_ok()
        })
    }

    /// Whether a broadcast of a message must arrive. Of volatile ones a sender's newest replaces its older ones.
    pub(crate) fn weight(&self, id: TypeId, sender: &str) -> Weight {
        match self.kind(id) {
            Some(kind) if kind.volatile => {
                Weight::Volatile(format!("{}\0{sender}", kind.name).into())
            }
            _ => Weight::Normal,
        }
    }
}
