//! Any bytes as a module: the parser must come back, with problems that lie in the text and can be told.
#![no_main]

#[path = "../src/inputs.rs"]
#[allow(dead_code)]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| inputs::parse_module(&String::from_utf8_lossy(bytes)));
