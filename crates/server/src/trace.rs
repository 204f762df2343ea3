//! Which message a line of the log belongs to: from its arrival over the rules and the commit to those who hear of it.
//!
//! A trace is three numbers that the thread has while it works on the message. It becomes text only in a line that is written, so that it
//! costs nothing where nothing is.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard};

use buildamp_engine::{Json, Write};

/// The target of the lines that tell a message's way.
pub(crate) const TARGET: &str = "buildamp_server::trace";

/// Whether the ways of messages are logged.
pub(crate) fn is_on() -> bool {
    tracing::enabled!(target: TARGET, tracing::Level::DEBUG)
}

/// A line about the way of the message that this thread works on.
macro_rules! step {
    ($($rest:tt)+) => {
        tracing::debug!(target: $crate::trace::TARGET, trace = %$crate::trace::current(), $($rest)+)
    };
}
pub(crate) use step;

/// What brought something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Nothing,
    Connection(u64),
    Event,
    Tick,
}

/// The name of a frame, an event or a tick: unique over all nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trace {
    node: u32,
    source: Source,
    number: u64,
}

const NOTHING: Trace = Trace {
    node: 0,
    source: Source::Nothing,
    number: 0,
};

thread_local! {
    static CURRENT: Cell<Trace> = const { Cell::new(NOTHING) };
}

/// What this thread works on.
pub(crate) fn current() -> Trace {
    CURRENT.get()
}

impl Trace {
    /// The frame of this number of a connection.
    pub(crate) fn frame(node: u32, connection: u64, number: u64) -> Trace {
        Trace {
            node,
            source: Source::Connection(connection),
            number,
        }
    }

    /// An event.
    pub(crate) fn event(node: u32, number: u64) -> Trace {
        Trace {
            node,
            source: Source::Event,
            number,
        }
    }

    /// A tick.
    pub(crate) fn tick(node: u32, number: u64) -> Trace {
        Trace {
            node,
            source: Source::Tick,
            number,
        }
    }

    /// This thread works on it until the guard is dropped.
    pub(crate) fn begin(self) -> Begun {
        Begun(CURRENT.replace(self))
    }
}

impl fmt::Display for Trace {
    /// A connection's as the connection's id and the frame's number, `5f0c2a11-1.7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Trace { node, number, .. } = self;
        match self.source {
            Source::Nothing => f.write_str("-"),
            Source::Connection(connection) => write!(f, "{node:08x}-{connection:x}.{number}"),
            Source::Event => write!(f, "{node:08x}-event.{number}"),
            Source::Tick => write!(f, "{node:08x}-tick.{number}"),
        }
    }
}

/// What the thread worked on before goes on when it is dropped.
pub(crate) struct Begun(Trace);

impl Drop for Begun {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// Messages that are committed and not delivered yet, by where their text lies: another thread may deliver them. Only while it is logged.
#[derive(Default)]
pub(crate) struct Underway(Mutex<HashMap<usize, (Json, Trace)>>);

/// More than these are not followed: an engine that hands over other texts than it was given lets them gather.
const MOST: usize = 10_000;

impl Underway {
    fn held(&self) -> MutexGuard<'_, HashMap<usize, (Json, Trace)>> {
        self.0.lock().expect("nobody panics while holding it")
    }

    /// These are about to be committed.
    pub(crate) fn begin(&self, writes: &[Write]) {
        let mut held = self.held();
        for text in writes.iter().filter_map(said) {
            if held.len() >= MOST {
                held.clear();
            }
            held.insert(place(text), (text.clone(), current()));
        }
    }

    /// What a text that is delivered came from.
    pub(crate) fn end(&self, text: &Json) -> Trace {
        let found = self.held().remove(&place(text));
        found.map_or(NOTHING, |(_, trace)| trace)
    }
}

fn said(write: &Write) -> Option<&Json> {
    match write {
        Write::Broadcast { message, .. } | Write::Direct { message, .. } => Some(message),
        _ => None,
    }
}

fn place(text: &Json) -> usize {
    text.as_ptr().addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_the_threads_until_its_guard_is_dropped() {
        assert_eq!(current().to_string(), "-");
        let outer = Trace::frame(0xab, 16, 7).begin();
        assert_eq!(current().to_string(), "000000ab-10.7");
        let inner = Trace::event(0xab, 2).begin();
        assert_eq!(current().to_string(), "000000ab-event.2");
        drop(inner);
        assert_eq!(current().to_string(), "000000ab-10.7");
        drop(outer);
        assert_eq!(current().to_string(), "-");
    }
}
