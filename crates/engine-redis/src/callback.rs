//! Calling what others have given to the engine: answers, listeners, whoever waits for a delivery.
//!
//! One that panics ends there. Others' answers and deliveries come after it on the same thread, and must not go with it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls somebody back, who has been told `what`. A panic is told, and goes no further.
pub(crate) fn call(what: &str, callback: impl FnOnce()) {
    // What it had in hand has gone with it, and nobody else's is touched.
    if let Err(panic) = catch_unwind(AssertUnwindSafe(callback)) {
        let panic = said(&*panic);
        tracing::error!(panic, "who was told {what} has panicked; all else goes on");
    }
}

/// What a panic says.
fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a text")
}
