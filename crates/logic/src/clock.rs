//! The clock by which calls end: one thread for all programs, as long as there are any.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use wasmtime::{Engine, EngineWeak};

/// How often it ticks.
pub(crate) const TICK: Duration = Duration::from_millis(1);

struct Clock {
    engines: Vec<EngineWeak>,
    ticks: bool,
}

static CLOCK: Mutex<Clock> = Mutex::new(Clock {
    engines: Vec::new(),
    ticks: false,
});

/// Lets an engine's time go on until nobody has it any more.
pub(crate) fn watch(engine: &Engine) {
    let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    clock.engines.push(engine.weak());
    if !clock.ticks {
        clock.ticks = true;
        std::thread::spawn(tick);
    }
}

fn tick() {
    loop {
        std::thread::sleep(TICK);
        let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
        clock.engines.retain(|engine| {
            let engine = engine.upgrade();
            engine.inspect(Engine::increment_epoch).is_some()
        });
        if clock.engines.is_empty() {
            clock.ticks = false;
            return;
        }
    }
}
