//! An app as the server sees it: its models, their checker, its rules. Swapped whole when it changes.

use std::sync::Arc;

use buildamp_engine::Weight;
use buildamp_rules::Rules;
use buildamp_schema::{Checker, Delivery, Direction, Limits, Role, Schema, TypeId};

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
    /// What tells its rules from others.
    pub(crate) version: Option<Arc<str>>,
}

/// What the server has to know of a message type.
#[derive(Debug, Clone)]
pub(crate) struct MessageKind {
    pub(crate) name: Arc<str>,
    pub(crate) from_clients: bool,
    pub(crate) volatile: bool,
    pub(crate) rate: Option<crate::Rate>,
}

impl App {
    /// An app of these models and rules.
    pub fn new(schema: &Schema, rules: Arc<dyn Rules>, limits: Limits) -> App {
        let kinds = schema.iter().map(|(_, def)| match &def.role {
            Role::Message(message) => Some(MessageKind {
                name: def.name.as_str().into(),
                from_clients: message.direction != Direction::Server,
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
