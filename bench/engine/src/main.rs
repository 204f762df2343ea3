//! What an engine's commits cost, and what they would cost in stores by others.

mod cycle;
mod stores;

use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["fill", store, path] => stores::fill(store, &PathBuf::from(path)),
        ["stores"] => {
            let folder = tempfile::tempdir_in(".").unwrap();
            stores::run(folder.path());
        }
        ["cycle"] => {
            let folder = tempfile::tempdir_in(".").unwrap();
            cycle::run(folder.path());
        }
        _ => eprintln!("cycle: a message in the engine\nstores: fjall beside redb"),
    }
}
