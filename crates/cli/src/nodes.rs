//! `buildamp nodes`: which nodes share a running server's state.

use anyhow::Result;
use serde_json::Value;

use crate::Outcome;
use crate::args::NodesOptions;
use crate::print::give;
use crate::running::{ask, harmless};

pub(crate) fn command(options: &NodesOptions) -> Result<Outcome> {
    let found = ask(&options.app, "GET", "/nodes")?;
    if options.json {
        give(found)?;
        return Ok(Outcome::Fine);
    }
    let nodes = found.as_array().map(Vec::as_slice).unwrap_or_default();
    if nodes.is_empty() {
        give(
            "this server shares its state with no other: `engine = \"redis\"` of `[store]` is for several nodes",
        )?;
    }
    for node in nodes {
        give(row(node))?;
    }
    Ok(Outcome::Fine)
}

fn row(node: &Value) -> String {
    let told = &node["told"];
    let text = |name: &str| harmless(told[name].as_str().unwrap_or("-"));
    let seconds = node["silent"].as_u64().unwrap_or_default() / 1000;
    let standing = match node["standing"].as_str() {
        Some("left") => format!("ended {seconds} s ago"),
        Some("lost") => format!("lost, silent for {seconds} s"),
        _ if told["is_stopping"] == true => "stopping".to_owned(),
        _ => "works".to_owned(),
    };
    let own = match node["is_own"] == true {
        true => ", this one",
        false => "",
    };
    format!(
        "{}  {}  {}  {standing}{own}  {} connections, {} rooms, {} messages, version {}, rules {}",
        text("node"),
        text("machine"),
        text("address"),
        told["connections"],
        told["rooms"],
        told["messages"],
        text("version"),
        text("rules"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::row;

    #[test]
    fn a_node_is_a_line() {
        let told = json!({
            "node": "0a1b2c3d", "machine": "web-1\u{1b}", "address": "0.0.0.0:80", "version": "0.1.0", "rules": "ab12",
            "is_stopping": false, "connections": 7, "rooms": 2, "messages": 31,
        });
        let node = json!({"told": told, "standing": "alive", "silent": 400, "is_own": true});
        assert_eq!(
            row(&node),
            "0a1b2c3d  web-1\\u{1b}  0.0.0.0:80  works, this one  7 connections, 2 rooms, 31 messages, version 0.1.0, rules ab12"
        );
        let lost = json!({"told": {}, "standing": "lost", "silent": 61_400});
        assert!(
            row(&lost).contains("lost, silent for 61 s"),
            "{}",
            row(&lost)
        );
    }
}
