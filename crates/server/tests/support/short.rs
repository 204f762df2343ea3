//! Frames in short, as conversations write them.

use serde_json::Value;

pub fn frame(text: &str) -> String {
    let frame: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let string = |key: &str| frame[key].as_str().unwrap_or_default().to_owned();
    let id = match &frame["id"] {
        Value::Null => String::new(),
        id => format!(" #{id}"),
    };
    let mut short = match frame["type"].as_str().expect("a type") {
        "room_state" => state(&frame),
        "broadcast" => broadcast(&frame),
        "direct" => direct(&frame),
        "left_room" => format!("put out of {}", string("room")),
        "ack" => match &frame["response"] {
            Value::Null => "ack".to_owned(),
            reply => format!(
                "ack {} {}",
                reply["type"].as_str().unwrap(),
                reply["payload"]
            ),
        },
        "error" => {
            let retry = match frame["retry_after_ms"].as_u64() {
                Some(millis) => format!(" retry {millis}"),
                None => String::new(),
            };
            format!("error {}{retry}: {}", string("code"), string("error"))
        }
        "pong" => "pong".to_owned(),
        other => panic!("a frame of type {other}"),
    };
    short.push_str(&id);
    short
}

/// The same, of `connected` too.
pub fn frame_or(text: &str) -> String {
    match text.contains(r#""type":"connected""#) {
        true => "connected".to_owned(),
        false => frame(text),
    }
}

fn state(frame: &Value) -> String {
    let members: Vec<&str> = frame["members"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let recovered = if frame["recovered"] == true {
        "recovered"
    } else {
        "joined"
    };
    let state = match &frame["state"] {
        Value::Null => String::new(),
        state => format!(", state {state}"),
    };
    format!(
        "{recovered} {} at {}, here: {}{state}",
        frame["room"].as_str().unwrap(),
        frame["seq"],
        members.join(" ")
    )
}

/// `direct`, with its number where it has one; without a message: where the numbers go on.
fn direct(frame: &Value) -> String {
    let seq = frame["seq"].as_u64();
    let recovered = match frame["recovered"].as_bool() {
        Some(true) => ", recovered",
        Some(false) => ", not recovered",
        None => "",
    };
    let message = &frame["message"];
    match (message["type"].as_str(), seq) {
        (None, seq) => format!("directs from {}{recovered}", seq.unwrap()),
        (Some(kind), Some(seq)) => format!("direct {seq} {kind} {}", message["payload"]),
        (Some(kind), None) => format!("direct {kind} {}", message["payload"]),
    }
}

/// Notes where a frame leaves who follows what is sent to them alone.
pub fn follow(text: &str, at: &mut (String, u64)) {
    let frame: Value = serde_json::from_str(text).unwrap();
    if frame["type"] != "direct" {
        return;
    }
    if let Some(epoch) = frame["epoch"].as_str() {
        epoch.clone_into(&mut at.0);
    }
    if let Some(seq) = frame["seq"].as_u64() {
        at.1 = seq;
    }
}

fn broadcast(frame: &Value) -> String {
    let (room, seq, message) = (
        frame["room"].as_str().unwrap(),
        &frame["seq"],
        &frame["message"],
    );
    let what = match message["type"].as_str() {
        None => "passed".to_owned(),
        Some("user_joined") => format!("+{}", message["user_id"].as_str().unwrap()),
        Some("user_left") => format!("-{}", message["user_id"].as_str().unwrap()),
        Some("Said") => {
            let payload = &message["payload"];
            format!(
                "{}: {}",
                payload["user"].as_str().unwrap(),
                payload["text"].as_str().unwrap()
            )
        }
        Some(other) => format!("{other} {}", message["payload"]),
    };
    format!("{room} {seq} {what}")
}

/// The room and epoch that a frame tells.
pub fn epoch(text: &str) -> Option<(String, String)> {
    let frame: Value = serde_json::from_str(text).ok()?;
    Some((
        frame["room"].as_str()?.to_owned(),
        frame["epoch"].as_str()?.to_owned(),
    ))
}
