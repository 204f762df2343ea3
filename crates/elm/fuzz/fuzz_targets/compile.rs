//! Any bytes as the module `Main`: the whole compiler must come back, with reports or a module.
#![no_main]

#[path = "../src/inputs.rs"]
#[allow(dead_code)]
mod inputs;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    inputs::compile_module(&String::from_utf8_lossy(bytes));
});
