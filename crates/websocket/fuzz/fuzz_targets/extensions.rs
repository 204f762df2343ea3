//! Any bytes as headers of a handshake, of either end: it must come back, and agree to what it can keep.
#![no_main]

#[path = "../src/inputs.rs"]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| inputs::negotiate(bytes));
