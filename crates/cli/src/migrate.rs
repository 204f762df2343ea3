//! `migrate`: an app's state from one engine to another.

use std::path::Path;

use anyhow::{Context, Result, bail};
use buildamp_engine::transfer::{Meeting, Summary, Transfer, TransferError, transfer};

use crate::Outcome;
use crate::args::{EngineKind, MigrateOptions};
use crate::config::{self, Config, Durability};
use crate::print::Printer;
use crate::serve::engine::{open_embedded, open_redis};

/// `buildamp migrate`
pub(crate) fn command(options: &MigrateOptions, printer: &Printer) -> Result<Outcome> {
    if options.from == options.to {
        bail!("the state is there already\n\nhelp: `--from embedded --to redis`, or the other way");
    }
    let app = options.app.as_path();
    let config = config::load(app, std::env::vars())?;
    let from = open(app, &config, options.from)?;
    let to = open(app, &config, options.to)?;
    let expected = Summary::of(&*from).context("the state can't be read")?;
    let meeting = match options.resume {
        true => Meeting::Resume,
        false => Meeting::Refuse,
    };
    let bar = printer.bar(expected.all(), "things");
    let moved = transfer(&*from, &*to, meeting, &mut || bar.inc(1));
    bar.finish_and_clear();
    match moved {
        Ok(_) => {}
        Err(TransferError::NotEmpty(found)) => bail!(
            "there is a state already where it should go: {found} things\n\nhelp: `--resume` goes on with a move that was broken off; else another `folder` or `prefix` in {} is empty",
            config::FILE
        ),
        Err(error) => {
            return Err(error).context("a part has moved\n\nhelp: `--resume` goes on with it");
        }
    }
    to.close().context("the state can't be made durable")?;
    drop(to);
    let arrived =
        Summary::of(&*open(app, &config, options.to)?).context("what has arrived can't be read")?;
    if arrived != expected {
        bail!(
            "what has arrived is not what there was: {} of {}\n\nhelp: is a server of the app running, or was there something else?",
            told(&arrived),
            told(&expected)
        );
    }
    let name = match options.to {
        EngineKind::Embedded => "embedded",
        EngineKind::Redis => "redis",
    };
    printer.note(&format!("moved and checked: {}", told(&arrived)));
    printer.note(&format!(
        "now set `engine = \"{name}\"` of `[store]` in {}",
        config::FILE
    ));
    Ok(Outcome::Fine)
}

fn told(summary: &Summary) -> String {
    format!(
        "{} values, {} documents, {} jobs, {} put aside",
        summary.values, summary.documents, summary.jobs, summary.aside
    )
}

fn open(app: &Path, config: &Config, kind: EngineKind) -> Result<Box<dyn Transfer>> {
    match kind {
        EngineKind::Embedded => {
            if config.store.durability == Durability::Memory {
                bail!(
                    "with `durability = \"memory\"` of `[store]` nothing is kept that could be moved"
                );
            }
            Ok(Box::new(open_embedded(app, config)?))
        }
        EngineKind::Redis => {
            let engine = open_redis(app, config)?;
            let others = engine.others().context("Redis can't be asked")?;
            if others > 0 {
                bail!(
                    "{others} nodes of the app are running on Redis\n\nhelp: stop them first; one that ended without a word is forgotten after its `lease`"
                );
            }
            Ok(Box::new(engine))
        }
    }
}
