//! Values of every model: what is built from a checked payload is what the generated decoder gives, and what is written is
//! what the generated encoder gives.

use buildamp_fixtures::{Random, seed_sources, sources};
use buildamp_logic::rules::Effect;
use buildamp_schema::{Envelope, Schema, TypeId};
use serde_json::{Value, json};

use crate::support::{Talk, schema};

/// Payloads of each message.
const VALUES: u64 = 25;

const LOGIC: &str = r#"module WebSocketLogic exposing (processMessage)

import BuildAmp.Messages as Messages
import BuildAmp.Server exposing (..)
import Json.Decode as Decode exposing (Decoder)
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    ( [ Broadcast { room = ctx.room, message = message, exclude = [] }
      , Log (written message)
      , Log (compared message (getKVValue "payload" ctx))
      ]
    , Ack
    )


compared : WebSocketMessage -> Maybe Encode.Value -> String
compared message payload =
    case Maybe.map (Decode.decodeValue (decoder (messageType message))) payload of
        Just (Ok decoded) ->
            if written decoded == written message && Debug.toString decoded == Debug.toString message then
                "same"

            else
                Debug.toString message ++ " is not " ++ Debug.toString decoded

        Just (Err error) ->
            Decode.errorToString error

        Nothing ->
            "no payload"


{-| `==` tells JSON values apart that only look alike.
-}
written : WebSocketMessage -> String
written message =
    Encode.encode 0 (encodeWebSocketMessage message)


decoder : String -> Decoder WebSocketMessage
decoder name =
    case name of
@CASES@
        _ ->
            Decode.fail name
"#;

fn logic(schema: &Schema) -> String {
    let case = |(_, def, _): (TypeId, &buildamp_schema::TypeDef, _)| {
        let (decoder, encoder) =
            buildamp_codegen::elm::codec(schema, &def.name).expect("it is a model");
        let name = encoder.trim_start_matches("encode");
        format!(
            "        \"{}\" ->\n            Decode.map {name}Message Messages.{decoder}\n\n",
            def.name
        )
    };
    let cases: String = schema.messages().map(case).collect();
    LOGIC.replace("@CASES@", &cases)
}

/// A value as a frame's payload has it.
fn payload(schema: &Schema, id: TypeId, value: &Value) -> String {
    let name = &schema.get(id).name;
    match (schema.envelope(id), value) {
        (Envelope::Inline, Value::Object(fields)) => {
            let mut object = serde_json::Map::new();
            object.insert("message_type".to_owned(), json!(name));
            object.extend(fields.clone());
            Value::Object(object).to_string()
        }
        _ => json!({ "message_type": name, "value": value }).to_string(),
    }
}

#[test]
fn payloads_are_the_values_that_the_decoders_give_and_the_encoders_write() {
    for sources in [sources(), seed_sources()] {
        let models = schema(&sources);
        let mut talk = Talk::new(&sources, &logic(&models));
        let mut wrong = Vec::new();
        let mut count = 0;
        for (id, def, _) in models.messages() {
            for seed in 0..VALUES {
                let value = Random::new(&models, seed).value(id);
                let text: Value = value.clone();
                talk.snapshot
                    .values
                    .insert("payload".to_owned(), text.to_string().into());
                let decision = talk.send(&payload(&models, id, &value));
                let effects = decision.map(|decision| decision.effects);
                let problem = match effects.as_deref() {
                    Ok(
                        [
                            Effect::Broadcast { message, .. },
                            Effect::Log(written),
                            Effect::Log(same),
                        ],
                    ) if message.id == id => {
                        match (&*message.json == written.as_str(), same.as_str()) {
                            (true, "same") => None,
                            (true, other) => Some(other.to_owned()),
                            (false, _) => Some(format!("{} is not {written}", message.json)),
                        }
                    }
                    other => Some(format!("{other:?}")),
                };
                count += 1;
                wrong.extend(problem.map(|problem| format!("{} {value}:\n  {problem}", def.name)));
            }
        }
        assert!(count > 100);
        assert!(
            wrong.is_empty(),
            "{} of {count}:\n{}",
            wrong.len(),
            wrong[..wrong.len().min(3)].join("\n")
        );
    }
}
