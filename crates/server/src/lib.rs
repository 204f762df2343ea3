//! The server: who may speak, what happens to what they say, and who hears of it.
//!
//! Owns the protocol, connections, rooms, presence, limits and the one transaction per message. It refuses to know which engine
//! stores the state, and how the rules came to be.

mod app;
mod audience;
mod author;
mod connect;
mod connection;
pub mod dashboard;
mod directs;
mod documents;
mod effects;
mod events;
mod few;
mod heavy;
pub mod identity;
mod joined;
mod limits;
mod metrics;
mod node;
mod pace;
mod peer;
pub mod protocol;
mod recurring;
mod repeats;
mod snapshot;
mod stored;
mod strand;
mod ticks;
mod trace;
mod transaction;
pub mod transport;
mod turn;
pub mod uploads;
mod users;
pub mod webhooks;

pub use app::App;
pub use buildamp_websocket::Class;
pub use connection::{Connection, Hello};
pub use directs::DirectFrom;
pub use documents::DocumentLimits;
pub use limits::{Limits, Rate};
pub use metrics::{Answers, Held, Metrics};
pub use node::{Clock, Node, Settings, SystemClock, Tenancy};
pub use peer::{Ending, Outlet, Peer};
pub use recurring::{Schedule, WrongSchedule, next_time};
pub use stored::Misfits;
pub use turn::Turn;
