//! Who writes the app is told more while it is under development than who runs it: how limits are changed, and faults in words for a page.

use std::sync::OnceLock;

use buildamp_rules::Handler;

use crate::repeats::Manner;
use crate::{Node, Rate};

type Tell = Box<dyn Fn(&str) + Send + Sync>;

/// Whoever writes the app, where it is under development.
#[derive(Default)]
pub(crate) struct Author(OnceLock<Tell>);

impl Node {
    /// The app is under development from now on: whoever writes it is told of each fault of the rules in a line, however often it comes. Only
    /// the first to ask is told.
    pub fn tell_author(&self, tell: impl Fn(&str) + Send + Sync + 'static) {
        // Somebody is told already.
        let _ = self.author.0.set(Box::new(tell));
    }

    /// Tells a fault: `WebSocketLogic.step: modBy 0 has no result (room snake:1, tick)`.
    pub(crate) fn tell_fault(&self, fault: &str, room: &str, during: Handler) {
        if let Some(tell) = self.author.0.get() {
            tell(&format!("{fault} (room {room}, {})", in_words(during)));
        }
    }

    /// Says once how a limit is changed that a user of an app under development has met.
    pub(crate) fn advise_on_rate(&self, reached: &str, setting: &str, own: Option<(&str, Rate)>) {
        if self.author.0.get().is_none() {
            return;
        }
        let advice = match own {
            Some((kind, rate)) => format!(
                "`{}` in the model of {kind} says so; a larger one lets it be sent more often",
                rate.attribute()
            ),
            None if setting == MESSAGES => format!(
                "what is sent oftener than once a second needs a rate in its model, as in `#[ws(rate = \"30/s\")]`; `{setting}` in buildamp.toml is for all types without one"
            ),
            None => format!("`{setting}` in buildamp.toml changes that"),
        };
        let line = format!("rate_limited: {reached}: {advice}");
        if self
            .repeats
            .is_new(self.clock.now(), &line, Manner::notice())
        {
            tracing::info!("{line}");
        }
    }
}

/// What a handler is there for.
fn in_words(handler: Handler) -> &'static str {
    match handler {
        Handler::Message => "message",
        Handler::AuthorizeJoin => "join",
        Handler::RoomState => "room state",
        Handler::Presence => "presence",
        Handler::Event => "event",
        Handler::Tick => "tick",
        Handler::Upload => "upload",
        Handler::Webhook => "webhook",
    }
}

/// The setting for all messages whose type has no rate of its own, and for moves.
pub(crate) const MESSAGES: &str = "messages_per_minute of [limits]";
pub(crate) const MOVES: &str = "joins_per_minute of [limits]";
