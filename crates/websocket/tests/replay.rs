//! What the fuzz targets start from and what they found worth keeping, in every run of the tests.
//!
//! Owns no rule of its own: what must hold is said in `fuzz/src/inputs.rs`. It refuses to make inputs up.

#![allow(clippy::unwrap_used, reason = "a test stops at what it can't do")]

use std::path::Path;

#[path = "../fuzz/src/inputs.rs"]
mod inputs;

fn replay(target: &str, run: fn(&[u8])) {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(manifest.join("fuzz/corpus").join(target)).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let run = std::panic::catch_unwind(|| run(&bytes));
        run.unwrap_or_else(|_| panic!("by the input {}", path.display()));
        count += 1;
    }
    assert!(count >= 50, "only {count} inputs for {target}");
}

#[test]
fn the_decoder_comes_back_from_every_input() {
    replay("decoder", inputs::decode);
}

#[test]
fn the_negotiation_comes_back_from_every_input() {
    replay("extensions", inputs::negotiate);
}
