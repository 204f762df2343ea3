//! `buildamp`: the command line, where everything is put together.
//!
//! Owns the files, the terminal and the exit codes. It refuses to know what a model means or how a
//! client looks; it brings sources to `schema`, and what `codegen` makes of them to the disk.

mod app;
mod args;
mod aside;
mod bench;
mod changes;
mod config;
mod elm;
mod generate;
mod migrate;
mod new;
mod nodes;
mod print;
mod rooms;
mod running;
mod serve;
#[cfg(test)]
mod settings_page;
mod state;
mod token;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use print::Printer;

/// Threads take and give back with each message, often what another one took: this allocator takes less time over it than the C
/// library's, and leaves less unused. How it is set up is in `.cargo/config.toml`.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The exit code for problems in the user's models.
const PROBLEMS: u8 = 1;
/// The exit code for what could not be done: a missing folder, a disk that is full. `clap` uses it for wrong usage, too.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let printer = Printer::new(&args.output());
    let result = match &args.command {
        Command::Gen(options) => generate::command(options, &printer),
        Command::Check(options) => generate::check_command(options, &printer),
        Command::New(options) => new::command(options, &printer),
        Command::Serve(options) => serve::command(options, serve::Mode::Serve, &printer),
        Command::Dev(options) => serve::command(options, serve::Mode::Dev, &printer),
        Command::Config(options) => {
            config::print(&options.app, options.output.report).map(|()| Outcome::Fine)
        }
        Command::Migrate(options) => migrate::command(options, &printer),
        Command::Token(options) => token::command(options, &printer).map(|()| Outcome::Fine),
        Command::Bench(options) => bench::command(options, &printer),
        Command::Webhooks(command) => aside::command(aside::What::Webhooks, command, &printer),
        Command::Events(command) => aside::command(aside::What::Events, command, &printer),
        Command::State(command) => state::command(command, &printer),
        Command::Rooms(command) => rooms::command(command, &printer),
        Command::Nodes(options) => nodes::command(options),
        Command::Elm(command) => elm::command(command),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(PROBLEMS),
        Err(error) => {
            printer.failure(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// The user's models have errors, or generated files were edited by hand.
    Problems,
}
