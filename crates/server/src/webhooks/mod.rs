//! Webhooks: calls to other servers after a commit, and calls of other servers that the rules decide on.
//!
//! Owns how they are signed, where they may go, when they are tried again and what is put aside. Sending happens on a thread of its
//! own: no room waits for a receiver. It refuses to read an environment or a file: values come through a function.

mod aside;
mod endpoint;
mod envelope;
mod guard;
mod held;
mod incoming;
mod outbox;
mod outcome;
mod receive;
mod send;
mod sign;
mod told;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use buildamp_schema::{Role, Schema};

pub use aside::GivenUp;
pub(crate) use endpoint::Endpoint;
pub use endpoint::Unusable;
pub(crate) use envelope::Envelope;
pub(crate) use guard::literal;
pub use guard::{Allow, NotAllowed};
pub(crate) use incoming::Incoming;
pub use incoming::{IncomingOptions, Scheme};
pub(crate) use outbox::Outbox;
pub(crate) use receive::{Answer, Received};

/// What the settings say of webhooks.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which addresses may be called beside those of the internet.
    pub allow: Allow,
    /// How many calls of one webhook may be on their way at once.
    pub at_once: usize,
    /// How long a call is tried whose receiver does not take it.
    pub give_up_after: Duration,
    /// The environment variable with the secrets of webhooks that name none.
    pub secret_variable: Option<String>,
    /// Those that come in.
    pub incoming: Vec<IncomingOptions>,
}

impl Default for Options {
    /// The internet, 8 at once, a day, no secret, none that come in.
    fn default() -> Options {
        Options {
            allow: Allow::default(),
            at_once: 8,
            give_up_after: Duration::from_secs(24 * 60 * 60),
            secret_variable: None,
            incoming: Vec::new(),
        }
    }
}

/// An app's webhooks, with all that they take from the environment.
#[derive(Default)]
pub struct Webhooks {
    pub(crate) endpoints: HashMap<Arc<str>, Arc<Endpoint>>,
    pub(crate) incoming: HashMap<String, Arc<Incoming>>,
    pub(crate) options: Options,
}

impl Webhooks {
    /// The webhooks of these models and settings, with the values of environment variables.
    ///
    /// # Errors
    /// All that makes one of them unusable. No text of these holds a value.
    pub fn new(
        schema: &Schema,
        options: Options,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Webhooks, Vec<Unusable>> {
        let mut unusable = Vec::new();
        let mut endpoints = HashMap::new();
        for (_, def) in schema.iter() {
            if let Role::Webhook(target) = &def.role {
                match Endpoint::new(&def.name, target, &options, variable) {
                    Ok(endpoint) => {
                        endpoints.insert(Arc::from(&*def.name), Arc::new(endpoint));
                    }
                    Err(reasons) => unusable.extend(reasons),
                }
            }
        }
        let mut incoming = HashMap::new();
        for one in &options.incoming {
            match Incoming::new(one, variable) {
                Ok(ready) => {
                    incoming.insert(one.name.clone(), Arc::new(ready));
                }
                Err(reason) => unusable.push(reason),
            }
        }
        match unusable.is_empty() {
            true => Ok(Webhooks {
                endpoints,
                incoming,
                options,
            }),
            false => Err(unusable),
        }
    }
}
