//! What is made once and used many times, by one at a time.

use std::sync::{Mutex, PoisonError};

/// Things that wait for their next use. The one that was used last is the first to be used again: it is warm.
pub(crate) struct Pool<T> {
    idle: Mutex<Vec<T>>,
    most: usize,
}

impl<T> Pool<T> {
    /// An empty one, in which at most so many wait.
    pub(crate) fn new(most: usize) -> Pool<T> {
        Pool {
            idle: Mutex::new(Vec::with_capacity(most)),
            most,
        }
    }

    /// One that waits.
    pub(crate) fn take(&self) -> Option<T> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.pop()
    }

    /// Lets one wait; it goes where enough do.
    pub(crate) fn give(&self, one: T) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.most {
            idle.push(one);
        }
    }
}
