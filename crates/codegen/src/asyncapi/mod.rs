//! AsyncAPI 3.0: one document of the socket, its frames and the messages in them.
//!
//! It is written from the server's side, as AsyncAPI asks: the server *receives* what clients send.
//! All frames share one socket; a room is an address inside of it, and what belongs to no room has
//! none. The payloads of messages are the files of `json_schema`, which stand beside this one and name
//! their dialect in `$schema`. The frames use the words of draft 7 alone, which is all that AsyncAPI
//! asks tools to know; so they need no `schemaFormat`.

mod frames;

use buildamp_schema::Schema;
use serde_json::{Map, Value, json};

use crate::{HEADER, Output, json};
use frames::{Channel, Frame, Sender};

/// The document of an app.
pub fn generate(schema: &Schema) -> Output {
    Output::new("schema/asyncapi.json", &json::file(&document(schema)))
}

fn document(schema: &Schema) -> Value {
    let frames = frames::all(schema);
    json!({
        "asyncapi": "3.0.0",
        "x-generated": HEADER,
        "info": {
            "title": "BuildAmp WebSocket",
            "version": "1",
            "description": "The frames of the socket, version 1, and the messages of this app. Each frame is one JSON text.",
        },
        "defaultContentType": "application/json",
        "servers": { "socket": server() },
        "channels": {
            "session": channel(&frames, Channel::Session),
            "room": channel(&frames, Channel::Room),
        },
        "operations": operations(&frames),
        "components": {
            "messages": components(&frames),
            "schemas": frames::shared(),
        },
    })
}

fn server() -> Value {
    json!({
        "host": "{host}",
        "pathname": "/ws",
        "protocol": "ws",
        "description": "`wss` where TLS is ended in front of the server.",
        "variables": {
            "host": {
                "default": "localhost:8080",
                "description": "The server's name and port.",
            },
        },
    })
}

fn channel(frames: &[Frame], channel: Channel) -> Value {
    let here = frames
        .iter()
        .filter(|frame| frame.channels.contains(&channel));
    let reference = |frame: &Frame| {
        let target = format!("#/components/messages/{}", frame.name);
        (frame.name.to_owned(), json!({ "$ref": target }))
    };
    let messages: Map<String, Value> = here.map(reference).collect();
    let servers = json!([{ "$ref": "#/servers/socket" }]);
    match channel {
        Channel::Session => json!({
            "address": null,
            "description": "The connection itself: what belongs to it and to no room.",
            "servers": servers,
            "messages": messages,
        }),
        Channel::Room => json!({
            "address": "{room}",
            "description": "A room, which each frame names; many share a connection.",
            "servers": servers,
            "parameters": {
                "room": {
                    "description": "The room's name.",
                    "location": "$message.payload#/room",
                },
            },
            "messages": messages,
        }),
    }
}

fn operations(frames: &[Frame]) -> Map<String, Value> {
    let operation = |frame: &Frame| {
        let channel = frame.channels[0];
        let action = match frame.sender {
            Sender::Client => "receive",
            Sender::Server => "send",
        };
        let mut operation = json!({
            "action": action,
            "channel": { "$ref": format!("#/channels/{}", channel.name()) },
            "summary": frame.summary,
            "messages": [in_channel(channel, frame.name)],
        });
        if !frame.replies.is_empty() {
            let replies: Vec<Value> = frame
                .replies
                .iter()
                .map(|name| in_channel(channel, name))
                .collect();
            operation["reply"] = json!({
                "channel": { "$ref": format!("#/channels/{}", channel.name()) },
                "messages": replies,
            });
        }
        (frame.name.to_owned(), operation)
    };
    frames.iter().map(operation).collect()
}

fn in_channel(channel: Channel, frame: &str) -> Value {
    json!({ "$ref": format!("#/channels/{}/messages/{frame}", channel.name()) })
}

fn components(frames: &[Frame]) -> Map<String, Value> {
    let message = |frame: &Frame| {
        let mut message = json!({
            "name": frame.name,
            "title": frame.name,
            "summary": frame.summary,
            "contentType": "application/json",
            "payload": frame.payload,
        });
        if frame.is_correlated {
            message["correlationId"] = json!({
                "description": "The sender's own; answers carry it.",
                "location": "$message.payload#/id",
            });
        }
        (frame.name.to_owned(), message)
    };
    frames.iter().map(message).collect()
}
