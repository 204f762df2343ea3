//! `buildamp rooms`: who is where on a running server.

use anyhow::Result;
use serde_json::Value;

use crate::Outcome;
use crate::args::{RoomsCommand, RoomsGet, RoomsList};
use crate::print::{Printer, give};
use crate::running::{glance, harmless, look};

pub(crate) fn command(command: &RoomsCommand, printer: &Printer) -> Result<Outcome> {
    match command {
        RoomsCommand::List(options) => list(options, printer),
        RoomsCommand::Get(options) => get(options),
    }
}

fn list(options: &RoomsList, printer: &Printer) -> Result<Outcome> {
    let limit = options.limit.to_string();
    let mut query = vec![("prefix", &*options.prefix), ("limit", &*limit)];
    query.extend(options.look.host.as_deref().map(|host| ("host", host)));
    let found = look(&options.app, "rooms", &query)?;
    let rooms = found["rooms"].as_array().map(Vec::as_slice);
    let rooms = rooms.unwrap_or_default();
    if options.look.json {
        give(&found["rooms"])?;
        return Ok(Outcome::Fine);
    }
    if rooms.is_empty() {
        let such = match options.prefix.is_empty() {
            true => "no room",
            false => "no room that is called so",
        };
        give(format_args!(
            "{such} has members on this node; `buildamp rooms get NAME` shows what was said in one"
        ))?;
    }
    for room in rooms {
        give(row(room))?;
    }
    let all = found["found"].as_u64().unwrap_or_default();
    if all > rooms.len() as u64 {
        printer.note(&format!("these are the largest of {all} rooms"));
    }
    Ok(Outcome::Fine)
}

fn row(room: &Value) -> String {
    let name = harmless(room["room"].as_str().unwrap_or_default());
    let mut text = format!("{name}  {} connections", room["connections"]);
    if let Some(seq) = room["seq"].as_u64() {
        text.push_str(&format!(", {seq} broadcasts"));
    }
    if let Some(ticks) = room["ticks"].as_u64() {
        text.push_str(&format!(", {ticks} ticks/s"));
    }
    text
}

fn get(options: &RoomsGet) -> Result<Outcome> {
    let mut query = vec![("room", &*options.room)];
    query.extend(options.look.host.as_deref().map(|host| ("host", host)));
    let room = look(&options.app, "room", &query)?;
    if options.look.json {
        give(room)?;
        return Ok(Outcome::Fine);
    }
    give(format_args!(
        "{}  {} users, {} connections of this node, {} broadcasts",
        harmless(&options.room),
        room["member_count"],
        room["connections"],
        room["seq"]
    ))?;
    for member in room["members"].as_array().into_iter().flatten() {
        let ids = member["connections"].as_array().into_iter().flatten();
        let ids: Vec<&str> = ids.filter_map(Value::as_str).collect();
        let user = harmless(member["user"].as_str().unwrap_or_default());
        give(format_args!("    {user}  {}", harmless(&ids.join(", "))))?;
    }
    for said in room["history"].as_array().into_iter().flatten() {
        give(format_args!(
            "#{}  {}",
            said["seq"],
            glance(&said["message"])
        ))?;
    }
    if room["game"].is_object() {
        give(format_args!("game state  {}", glance(&room["game"])))?;
    }
    if room["document"].is_object() {
        let document = &room["document"];
        let content = glance(&document["content"]);
        give(format_args!(
            "document, version {}  {content}",
            document["version"]
        ))?;
    }
    Ok(Outcome::Fine)
}
