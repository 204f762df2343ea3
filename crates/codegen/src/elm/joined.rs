//! What `BuildAmp.Server` has of messages that come with a join, where the models have some.

use buildamp_schema::TypeId;

use super::{Context, string};

/// The module with what rules read and tests write of such messages, or without.
pub(super) fn fill(context: &Context<'_>, text: &str) -> String {
    let joins = context.schema.join_messages();
    let joins: Vec<(TypeId, &str)> = joins.map(|(id, def, _)| (id, def.name.as_str())).collect();
    let parts = match joins.is_empty() {
        true => PARTS.map(|(hole, _)| (hole, "")),
        false => PARTS,
    };
    let text = parts.iter().fold(text.to_owned(), |text, (hole, part)| {
        text.replace(hole, part)
    });
    let each = |line: &dyn Fn(&str, TypeId, &str) -> String, between: &str| {
        let lines = joins.iter().map(|(id, wire)| {
            let name = context.names.ty(*id);
            line(name, *id, wire)
        });
        lines.collect::<Vec<_>>().join(between)
    };
    let variants = each(
        &|name, _, _| format!("{name}Message Messages.{name}"),
        "\n    | ",
    );
    let decoders = each(
        &|name, id, wire| {
            let decoder = context.names.decoder(id);
            format!(
                "        {} ->\n            Decode.map {name}Message (Decode.field \"payload\" Messages.{decoder})\n\n",
                string(wire)
            )
        },
        "",
    );
    let encoders = each(
        &|name, id, wire| {
            let encoder = context.names.encoder(id);
            format!(
                "        {name}Message value ->\n            Encode.object [ ( \"type\", Encode.string {} ), ( \"payload\", Messages.{encoder} value ) ]\n",
                string(wire)
            )
        },
        "\n",
    );
    text.replace("@JOIN_VARIANTS@", &variants)
        .replace("@JOIN_DECODERS@", &decoders)
        .replace("@JOIN_ENCODERS@", &encoders)
}

/// By the holes for it.
const PARTS: [(&str, &str); 5] = [
    (
        "@JOIN_MESSAGE@",
        r#"{-| A message that comes with a join, of any type.
-}
type JoinMessage
    = @JOIN_VARIANTS@


"#,
    ),
    (
        "@JOINED@",
        r#"

{-| What the connection that the call is made for joined the context's room with. `Nothing` where it joined with no message, and where there
is no such connection: of a post without a session, of events, ticks and webhooks, and of who is put into the room by `JoinRoom`.
-}
joinedWith : Context -> Maybe JoinMessage
joinedWith ctx =
    getJoined ctx
        |> Maybe.andThen (Result.toMaybe << Decode.decodeValue joinDecoder)


{-| The same as JSON: its `type` and its `payload`.
-}
getJoined : Context -> Maybe Value
getJoined ctx =
    case ctx.snapshot of
        Snapshot data ->
            data.joined


joinDecoder : Decode.Decoder JoinMessage
joinDecoder =
    Decode.andThen joinDecoderOf (Decode.field "type" Decode.string)


joinDecoderOf : String -> Decode.Decoder JoinMessage
joinDecoderOf name =
    case name of
@JOIN_DECODERS@        _ ->
            Decode.fail "a message that comes with no join"
"#,
    ),
    ("@JOINED_FIELD@", "        , joined : Maybe Value\n"),
    ("@NO_JOINED@", "            , joined = Nothing\n"),
    (
        "@WITH_JOINED@",
        r#"{-| A context of a connection that joined its room with this.
-}
withJoined : JoinMessage -> Context -> Context
withJoined message ctx =
    case ctx.snapshot of
        Snapshot data ->
            { ctx | snapshot = Snapshot { data | joined = Just (encodeJoin message) } }


encodeJoin : JoinMessage -> Value
encodeJoin message =
    case message of
@JOIN_ENCODERS@

"#,
    ),
];
