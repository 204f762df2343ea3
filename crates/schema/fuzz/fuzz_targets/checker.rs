//! Any bytes as a payload of a fixture's type: the checker must come back, and agree with serde.
#![no_main]

#[path = "../src/inputs.rs"]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| inputs::check_payload(bytes));
