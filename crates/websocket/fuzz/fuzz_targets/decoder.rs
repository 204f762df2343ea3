//! Any bytes from a peer: the decoder must come back, within its limits, and the same however they are split.
#![no_main]

#[path = "../src/inputs.rs"]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| inputs::decode(bytes));
