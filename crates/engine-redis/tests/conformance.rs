//! The engine in the suite that every engine passes.

use std::sync::Arc;

use buildamp_engine::conformance::{AGE, OPERATIONS, REMEMBERED, Subject};
use buildamp_engine::{Engine, conformance};
use buildamp_engine_redis::testing::{Server, options};
use buildamp_engine_redis::{Options, Redis};

/// A server, and a prefix that goes with it.
struct OnServer {
    _server: Server,
    options: Options,
}

impl OnServer {
    fn new(partitions: u8, memory: usize) -> Self {
        let server = Server::start();
        let options = Options {
            partitions,
            memory,
            history: REMEMBERED,
            age: AGE,
            operations: OPERATIONS,
            ..options(&server.url())
        };
        Self {
            _server: server,
            options,
        }
    }
}

impl Subject for OnServer {
    fn open(&self) -> Arc<dyn Engine> {
        Arc::new(Redis::open(&self.options).expect("it is there"))
    }
}

conformance!(one, keeps, || OnServer::new(1, 64 << 20));
conformance!(several, keeps, || OnServer::new(3, 64 << 20));
// So little memory that almost everything is read from Redis.
conformance!(forgetful, keeps, || OnServer::new(1, 1000));
