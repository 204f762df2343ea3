//! Any bytes as model files: the reader must come back, with reports that lie in their files.
#![no_main]

#[path = "../src/inputs.rs"]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| inputs::read_models(bytes));
