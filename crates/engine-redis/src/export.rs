//! All that is kept in Redis, for another engine.

use buildamp_engine::transfer::{Item, Transfer};
use buildamp_engine::{Engine, Keep, Space, Tenant, Unavailable};
use redis::Value;

use crate::link::Args;
use crate::partition::{Partition, text};
use crate::state::{NEVER, State, Stored};
use crate::view::read_document;
use crate::{Redis, jobs, names};

/// How many values are asked for at once.
const PAGE: u64 = 500;

fn broken() -> Unavailable {
    Unavailable("what is stored is not what this version stores".to_owned())
}

impl Transfer for Redis {
    fn export(&self, visit: &mut dyn FnMut(Item)) -> Result<(), Unavailable> {
        for partition in &self.partitions {
            values(partition, visit)?;
            documents(partition, visit)?;
        }
        let mut aside = self.aside(usize::MAX >> 12)?;
        aside.reverse();
        aside
            .into_iter()
            .for_each(|aside| visit(Item::Aside(aside)));
        let waiting = jobs::waiting(&self.partitions)?;
        waiting.into_iter().for_each(|job| visit(Item::Job(job)));
        Ok(())
    }
}

fn items(partition: &Partition, args: &Args) -> Result<Vec<Value>, Unavailable> {
    match partition.ask(args)? {
        Value::Array(items) => Ok(items),
        _ => Err(broken()),
    }
}

fn values(partition: &Partition, visit: &mut dyn FnMut(Item)) -> Result<(), Unavailable> {
    let mut last = String::new();
    loop {
        let found = items(partition, &Args::of("values").and(&*last).number(PAGE))?;
        let Some(name) = found.iter().rev().nth(1).and_then(text) else {
            return Ok(());
        };
        last = name.to_owned();
        for pair in found.chunks_exact(2) {
            visit(value(&pair[0], &pair[1]).ok_or_else(broken)?);
        }
    }
}

fn value(name: &Value, stored: &Value) -> Option<Item> {
    let (kind, name) = text(name)?.split_at_checked(1)?;
    let (tenant, key) = names::split(name)?;
    let Stored { until, value } = Stored::read(text(stored)?)?;
    Some(Item::Value {
        tenant,
        space: match kind {
            "v" => Space::Values,
            "g" => Space::Games,
            _ => Space::Server,
        },
        key: key.to_owned(),
        value,
        keep: match until {
            NEVER => Keep::Always,
            until => Keep::Until(until),
        },
    })
}

fn documents(partition: &Partition, visit: &mut dyn FnMut(Item)) -> Result<(), Unavailable> {
    for name in items(partition, &Args::of("documents"))? {
        let name = text(&name).ok_or_else(broken)?;
        let epoch = partition.replica().epoch;
        let read = Args::of("read")
            .number(epoch)
            .and("document")
            .and(name)
            .number(0);
        let answer = items(partition, &read)?;
        let (tenant, document) = name.get(1..).and_then(names::split).ok_or_else(broken)?;
        let state = answer.get(2).and_then(read_document).ok_or_else(broken)?;
        if let State::Document(Some(found)) = state {
            visit(item(tenant, document, &found));
        }
    }
    Ok(())
}

fn item(tenant: Tenant, document: &str, found: &crate::state::Text) -> Item {
    Item::Document {
        tenant,
        document: document.to_owned(),
        version: found.version,
        content: found.content.1.clone(),
        content_version: found.content.0,
        operations: found.operations.iter().cloned().collect(),
    }
}
