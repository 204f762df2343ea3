//! The generated Elm as it is, file by file, and what has to hold of it whatever it is. The official compiler's
//! word on it is `tools/elm-round-trip`'s to get.

use std::collections::BTreeMap;

use buildamp_codegen::elm;
use buildamp_diagnostics::Sources;
use buildamp_fixtures::{seed_sources, sources};
use buildamp_schema::{Schema, read};

fn schema(sources: &Sources) -> Schema {
    let reading = read(sources);
    assert_eq!(reading.reports, []);
    reading.schema
}

fn modules(sources: &Sources) -> BTreeMap<String, String> {
    let outputs = elm::generate(&schema(sources)).into_iter();
    let named = outputs.map(|output| {
        let name = output.path.trim_start_matches("elm/BuildAmp/");
        (name.trim_end_matches(".elm").to_owned(), output.text)
    });
    named.collect()
}

fn models(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(*path, *text);
    }
    sources
}

#[test]
fn the_modules_of_the_models_that_the_product_was_asked_for_with() {
    for (name, text) in modules(&seed_sources()) {
        insta::assert_snapshot!(format!("seed_{name}"), text);
    }
}

#[test]
fn entries_events_and_webhooks() {
    let all = modules(&sources());
    for name in ["Store", "Events", "Webhooks"] {
        insta::assert_snapshot!(format!("fixtures_{name}"), all[name]);
    }
}

/// Recursion, flattening, defaults, every tagging, names that Elm has, docs.
#[test]
fn types_that_are_hard_to_say_in_elm() {
    let sources = models(&[("models/ws/hard_ws.rs", include_str!("elm/hard_ws.rs"))]);
    insta::assert_snapshot!("hard_Messages", modules(&sources)["Messages"]);
}

/// No two functions of a module may have one name, though all are made of the names of types.
#[test]
fn names_that_would_clash_are_told_apart() {
    let sources = models(&[
        (
            "models/kv/some_kv.rs",
            "pub struct All { pub a: i32 }\npub struct X { pub a: i32 }\npub struct XFor { pub a: i32 }",
        ),
        (
            "models/events/some_events.rs",
            "pub struct Unknown { pub a: i32 }\npub struct Y { pub a: i32 }\npub struct YAs { pub a: i32 }",
        ),
        (
            "models/ws/some_ws.rs",
            "pub struct Room { pub a: i32 }\npub struct DirectMessage { pub a: i32 }\npub struct RoomState { pub a: i32 }",
        ),
    ]);
    let all = modules(&sources);
    for (name, text) in &all {
        let annotations = text.lines().filter_map(|line| line.split_once(" : "));
        let functions = annotations.filter(|(name, _)| !name.starts_with([' ', '-']));
        let mut names: Vec<&str> = functions.map(|(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "two functions of one name in {name}");
    }
    for expected in ["deleteAll_ :", "setX :", "setXFor :", "setXFor_ :"] {
        assert!(all["Store"].contains(expected), "no {expected}");
    }
    for expected in [
        "scheduleYAs :",
        "scheduleYAs_ :",
        "UnknownEvent_ Messages.Unknown",
    ] {
        assert!(all["Events"].contains(expected), "no {expected}");
    }
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    for sources in [sources(), seed_sources()] {
        let mut reversed = Sources::new();
        let files: Vec<_> = sources.iter().map(|(_, file)| file).collect();
        for file in files.iter().rev() {
            reversed.add(file.path.as_str(), file.text.as_str());
        }
        assert_eq!(modules(&sources), modules(&reversed));
    }
}

/// Word for word from the text that the product was asked for with.
#[test]
fn the_client_has_every_name_of_the_seed() {
    let client = &modules(&seed_sources())["WebSocket"];
    let exposed = &client[..client.find("{-|").expect("the module has a doc comment")];
    for message in ["GameMove", "CursorUpdate", "LiveEdit", "TypingIndicator"] {
        for text in [
            format!("{message}Received Messages.{message}\n"),
            format!("\nsend{message} : String -> Messages.{message} -> Cmd msg\n"),
            format!("\nsubscribeTo{message}s : String -> (Messages.{message} -> msg) -> Sub msg\n"),
        ] {
            assert!(client.contains(&text), "no {text}");
        }
        assert!(exposed.contains(&format!(" send{message}\n")));
        assert!(exposed.contains(&format!(" subscribeTo{message}s\n")));
    }
    for text in [
        "port module BuildAmp.WebSocket exposing",
        "\ntype WebSocketMsg\n    = ",
        "    | WebSocketError String\n",
        "    | WebSocketConnected String\n",
        "    | WebSocketDisconnected\n",
        "\nconnectToRoom : String -> Cmd msg\n",
        "\ndisconnectFromRoom : String -> Cmd msg\n",
    ] {
        assert!(client.contains(text), "no {text}");
    }
    for name in ["WebSocketMsg(..)", "connectToRoom", "disconnectFromRoom"] {
        assert!(exposed.contains(&format!(" {name}\n")), "{name} is hidden");
    }
}

#[test]
fn the_logic_has_every_name_that_it_is_promised() {
    let all = modules(&seed_sources());
    for text in [
        "GameMoveMessage Messages.GameMove\n",
        "\ntype alias Context =\n",
        "{ host : String\n",
        ", room : String\n",
        ", user_id : String\n",
        ", connection_id : String\n",
        ", timestamp : Int\n",
        ", seed : Int\n",
        "Broadcast { room : String, message : WebSocketMessage, exclude : List String }\n",
        "SendToUser { user_id : String, message : WebSocketMessage }\n",
        "UpdateGameState { game_id : String, new_state : Value }\n",
        "DeleteGameState { game_id : String }\n",
        "UpdateDocument { document_id : String, operation : Value, new_version : Int }\n",
        "KVSet { key : String, value : Value, ttl : Maybe Int }\n",
        "KVDelete { key : String }\n",
        "ScheduleEvent { event_type : String, payload : Value, delay : Int }\n",
        "CancelEvent {",
        "StartTicks {",
        "StopTicks {",
        "JoinRoom {",
        "LeaveRoom {",
        "Disconnect {",
        "Webhook { endpoint : String, payload : Value }\n",
        "Log String\n",
        "\ntype Response\n    = Ack\n    | Reply WebSocketMessage\n    | Reject String\n",
        "\ntype Access\n    = Allow\n    | Deny String\n",
        "    = UserJoined\n    | UserLeft\n",
        "\ntype alias PresenceEvent =\n",
        "\ntype alias Tick =\n",
        "\ntype alias Upload =\n",
        "\ntype alias Webhook =\n",
        "\ngetGameState : String -> Context -> Maybe Value\n",
        "\ngetDocument : String -> Context -> Maybe Document\n",
        "\ngetOperationsSince : String -> Int -> Context -> List Value\n",
        "\ngetKVValue : String -> Context -> Maybe Value\n",
        "\nlistKV : String -> Context -> List ( String, Value )\n",
        "\nmembers : String -> Context -> List String\n",
        "\nisOnline : String -> Context -> Bool\n",
    ] {
        assert!(all["Server"].contains(text), "no {text}");
    }
    assert!(all["Events"].contains("\ntype Event\n"));
}

/// An Elm module can't be empty, and can't import one that isn't there.
#[test]
fn without_models_no_module_names_messages() {
    for output in elm::generate(&Schema::default()) {
        assert!(!output.path.ends_with("Messages.elm"));
        let imports = output.text.contains("import BuildAmp.Messages");
        assert!(!imports, "{}", output.path);
    }
}
