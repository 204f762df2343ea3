//! WebSocket (RFC 6455) with permessage-deflate (RFC 7692), for the server, the Rust client and the load generator.
//!
//! - [`codec`]: bytes → events, and frames → bytes; pure.
//! - [`handshake`]: the headers of an upgrade, from both ends; pure.
//! - [`Outgoing`]: a message encoded once, whose bytes every connection shares.
//! - [`open`]: a connection, as a [`Reader`] that one task polls and a [`Sender`] for whoever has something to say.
//!
//! It refuses to know rooms, JSON or HTTP routing, and spawns no task: whoever holds a [`Reader`] drives its connection.
//! That is best a task which begins behind the upgrade: one that waited for it is as large as the request it held.
//!
//! ```no_run
//! # use std::{sync::Arc, time::Duration};
//! # use buildamp_websocket::{Class, Config, Message, Outgoing, Role, Stream, open};
//! # async fn serve(upgraded: hyper::upgrade::Upgraded, window: Option<buildamp_websocket::Window>) {
//! let stream = Stream::take(upgraded);
//! let (sender, mut reader) = open(stream, Role::Server, window, &Arc::new(Config::default()));
//! while let Ok(message) = reader.recv().await {
//!     if let Message::Text(text) = message {
//!         let _ = sender.send(&Outgoing::text(&text), Class::Normal);
//!     }
//! }
//! reader.finish(Duration::from_secs(5)).await;
//! # }
//! ```

pub mod client;
pub mod codec;
mod connection;
mod deflate;
pub mod handshake;
mod outgoing;

pub use codec::{Close, CloseCode, Role, Violation};
pub use connection::{
    Class, Config, Ended, Flush, Gone, Message, Reader, Rest, Sender, Stream, Transport, open,
};
pub use deflate::Window;
pub use outgoing::Outgoing;
