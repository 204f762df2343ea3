//! The modules of the server's logic: `BuildAmp.Server`, and the typed store, events and webhooks on it.

use std::collections::BTreeSet;

use buildamp_schema::{Reporting, Role, TypeId};

use super::names::{RESERVED, claim, lower};
use super::socket::plural;
use super::{Context, joined, string};

/// `BuildAmp.Server`: the union of all messages, before what is the same for every app.
pub(super) fn module(context: &Context<'_>) -> String {
    let messages: Vec<(TypeId, &str)> = context
        .schema
        .sent_messages()
        .map(|(id, def, _)| (id, def.name.as_str()))
        .collect();
    let claims = context.schema.claims();
    let joins = context.schema.join_messages().next().is_some();
    let decode = match claims.is_some() || joins {
        true => "import Json.Decode as Decode\n",
        false => "",
    };
    let text = include_str!("Server.elm").replace("@DECODE@", decode);
    let text = joined::fill(context, &with_claims(context, claims, &text));
    if messages.is_empty() {
        let text = match claims.is_some() || joins {
            true => text,
            false => text.replace("import BuildAmp.Messages as Messages\n", ""),
        };
        return text
            .replace("@UNION@", "NoMessage Never")
            .replace(
                "@TYPES@",
                "        NoMessage nothing ->\n            never nothing\n",
            )
            .replace(
                "@VALUES@",
                "        NoMessage nothing ->\n            never nothing\n",
            );
    }
    let name = |id: TypeId| context.names.ty(id);
    let union = messages
        .iter()
        .map(|(id, _)| format!("{0}Message Messages.{0}", name(*id)));
    let types = messages.iter().map(|(id, wire)| {
        format!(
            "        {}Message _ ->\n            {}\n",
            name(*id),
            string(wire)
        )
    });
    let values = messages.iter().map(|(id, _)| {
        let encoder = context.names.encoder(*id);
        format!(
            "        {}Message value ->\n            Messages.{encoder} value\n",
            name(*id)
        )
    });
    text.replace("@UNION@", &union.collect::<Vec<_>>().join("\n    | "))
        .replace("@TYPES@", &types.collect::<Vec<_>>().join("\n"))
        .replace("@VALUES@", &values.collect::<Vec<_>>().join("\n"))
}

/// The module with what is there where the models say which claims of a token the app wants, or without it.
fn with_claims(context: &Context<'_>, claims: Option<TypeId>, text: &str) -> String {
    let parts = match claims {
        Some(_) => CLAIMS,
        None => CLAIMS.map(|(hole, _)| (hole, "")),
    };
    let text = parts.iter().fold(text.to_owned(), |text, (hole, part)| {
        text.replace(hole, part)
    });
    match claims {
        Some(id) => text
            .replace("@X@", context.names.ty(id))
            .replace("@ENCODER@", context.names.encoder(id))
            .replace("@DECODER@", context.names.decoder(id)),
        None => text,
    }
}

/// What the module has of claims, by the holes for it.
const CLAIMS: [(&str, &str); 4] = [
    ("@CLAIMS_FIELD@", "        , claims : Maybe Value\n"),
    ("@NO_CLAIMS@", "            , claims = Nothing\n"),
    (
        "@CLAIMS@",
        r#"

{-| What the user's token says, by the model `@X@`. It is the token of the connection, post or upload that the call is made for;
`Nothing` where there is none: of events, ticks and webhooks, and without authentication.
-}
claims : Context -> Maybe Messages.@X@
claims ctx =
    getClaims ctx
        |> Maybe.andThen (Result.toMaybe << Decode.decodeValue Messages.@DECODER@)


{-| The same as JSON.
-}
getClaims : Context -> Maybe Value
getClaims ctx =
    case ctx.snapshot of
        Snapshot data ->
            data.claims
"#,
    ),
    (
        "@WITH_CLAIMS@",
        r#"{-| A context of a user whose token says this.
-}
withClaims : Messages.@X@ -> Context -> Context
withClaims value ctx =
    case ctx.snapshot of
        Snapshot data ->
            { ctx | snapshot = Snapshot { data | claims = Just (Messages.@ENCODER@ value) } }


"#,
    ),
];

fn of_role<'c>(context: &'c Context<'_>, wanted: fn(&Role) -> bool) -> Vec<(TypeId, &'c str)> {
    let fits = context.schema.iter().filter(|(_, def)| wanted(&def.role));
    fits.map(|(id, def)| (id, def.name.as_str())).collect()
}

/// The names of each type's functions, so that no two clash: `setX` and, for a while, `setXFor`, where
/// there is a type `XFor` too. What is claimed first keeps its plain name.
fn claim_all<const N: usize>(
    context: &Context<'_>,
    types: &[(TypeId, &str)],
    taken: &mut BTreeSet<String>,
    names: impl Fn(&str) -> [String; N],
) -> Vec<[String; N]> {
    types
        .iter()
        .map(|(id, _)| names(context.names.ty(*id)).map(|name| claim(name, taken)))
        .collect()
}

fn header(name: &str, about: &str, imports: &[&str]) -> String {
    let imports = imports.join("\n");
    format!(
        "module BuildAmp.{name} exposing (..)\n\n{{-| {about}\n\n@HEADER@\n\n-}}\n\n{imports}\n"
    )
}

/// `BuildAmp.Store`: typed entries of the key-value store.
pub(super) fn store(context: &Context<'_>) -> String {
    let entries = of_role(context, |role| *role == Role::Entry);
    let mut imports = vec!["import BuildAmp.Server as Server exposing (Context, Effect(..))"];
    if !entries.is_empty() {
        imports.insert(0, "import BuildAmp.Messages as Messages");
        imports.insert(1, "import BuildAmp.Range as Range exposing (Range)");
        imports.push("import Json.Decode as Decode");
    }
    let mut text = header(
        "Store",
        "Typed access to the key-value store.\n\nAn entry of type `X` with the key `k` is stored under `X:k`.",
        &imports,
    );
    text.push_str(DELETE_ALL);
    if !entries.is_empty() {
        text.push_str(LIST_FITTING);
    }
    let mut taken = BTreeSet::from(["deleteAll".to_owned(), "listFitting".to_owned()]);
    let plain = claim_all(context, &entries, &mut taken, |name| {
        ["get", "set", "delete"].map(|verb| format!("{verb}{name}"))
    });
    let longer = claim_all(context, &entries, &mut taken, |name| {
        [format!("list{}", plural(name)), format!("set{name}For")]
    });
    let finer = claim_all(context, &entries, &mut taken, |name| {
        [format!("list{}In", plural(name))]
    });
    let names = plain.into_iter().zip(longer).zip(finer);
    for ((id, wire), (([get, set, delete], [list, set_for]), [list_in])) in
        entries.into_iter().zip(names)
    {
        let name = context.names.ty(id);
        let entry = STORE
            .replace("@GET@", &get)
            .replace("@LIST@", &list)
            .replace("@LISTIN@", &list_in)
            .replace("@SET@", &set)
            .replace("@SETFOR@", &set_for)
            .replace("@DELETE@", &delete)
            .replace("@X@", name)
            .replace("@PREFIX@", wire)
            .replace("@ENCODER@", context.names.encoder(id))
            .replace("@DECODER@", context.names.decoder(id));
        text.push_str(&entry);
    }
    text
}

const DELETE_ALL: &str = r#"

{-| Remove every entry whose key starts with this.
-}
deleteAll : String -> Context -> List Effect
deleteAll prefix ctx =
    List.map (\( key, _ ) -> KVDelete { key = key }) (Server.listKV prefix ctx)
"#;

const LIST_FITTING: &str = r#"

{-| What `list..In` gives behind what was found before: entries of a range that fit their model. What doesn't fit is passed over, and
others come in its place: of these at most as many as the first range says.
-}
listFitting : Decode.Decoder a -> String -> Range -> Range -> String -> Context -> List ( String, a ) -> List ( String, a )
listFitting decoder model wanted range prefix ctx before =
    let
        found =
            Server.listKVIn range prefix ctx

        fit ( key, value ) =
            Decode.decodeValue decoder value
                |> Result.toMaybe
                |> Maybe.map (\entry -> ( String.dropLeft (String.length model) key, entry ))

        fitting =
            before ++ List.filterMap fit found
    in
    case Range.rest wanted (List.map Tuple.first found) (List.length fitting) range of
        Just more ->
            listFitting decoder model wanted more prefix ctx fitting

        Nothing ->
            Range.cut wanted fitting
"#;

const STORE: &str = r#"

{-| The `@X@` under this key, if there is one.
-}
@GET@ : String -> Context -> Maybe Messages.@X@
@GET@ key ctx =
    Server.getKVValue ("@PREFIX@:" ++ key) ctx
        |> Maybe.andThen (Result.toMaybe << Decode.decodeValue Messages.@DECODER@)


{-| Every `@X@` whose key starts with this, with the keys, in their order.
-}
@LIST@ : String -> Context -> List ( String, Messages.@X@ )
@LIST@ prefix ctx =
    Server.listKV ("@PREFIX@:" ++ prefix) ctx
        |> List.filterMap
            (\( key, value ) ->
                Decode.decodeValue Messages.@DECODER@ value
                    |> Result.toMaybe
                    |> Maybe.map (\entry -> ( String.dropLeft (String.length "@PREFIX@:") key, entry ))
            )


{-| The same of a range: its bounds are keys as they are given here, and its count is of entries that are a `@X@`.

    @LISTIN@ (Range.first 10) "" ctx

-}
@LISTIN@ : Range -> String -> Context -> List ( String, Messages.@X@ )
@LISTIN@ range prefix ctx =
    listFitting Messages.@DECODER@ "@PREFIX@:" range (Range.within "@PREFIX@:" range) ("@PREFIX@:" ++ prefix) ctx []


{-| Store a `@X@` under this key for good.
-}
@SET@ : String -> Messages.@X@ -> Effect
@SET@ key value =
    KVSet { key = "@PREFIX@:" ++ key, value = Messages.@ENCODER@ value, ttl = Nothing }


{-| Store a `@X@` under this key for so many seconds.
-}
@SETFOR@ : Int -> String -> Messages.@X@ -> Effect
@SETFOR@ seconds key value =
    KVSet { key = "@PREFIX@:" ++ key, value = Messages.@ENCODER@ value, ttl = Just seconds }


{-| Remove the `@X@` under this key.
-}
@DELETE@ : String -> Effect
@DELETE@ key =
    KVDelete { key = "@PREFIX@:" ++ key }
"#;

/// `BuildAmp.Events`: scheduled events.
pub(super) fn events(context: &Context<'_>) -> String {
    let events = of_role(context, |role| *role == Role::Event);
    let mut imports = vec![
        "import BuildAmp.Server exposing (Effect(..))",
        "import Json.Decode as Decode exposing (Decoder, Value)",
    ];
    if !events.is_empty() {
        imports[0] = "import BuildAmp.Server exposing (Context, Effect(..))";
        imports.insert(0, "import BuildAmp.Messages as Messages");
    }
    let mut text = header(
        "Events",
        "What the logic schedules for later, and gets in `handleEvent` when it is due.",
        &imports,
    );
    let reports = context.schema.iter().any(|(_, def)| {
        matches!(&def.role, Role::Webhook(target) if target.report != Reporting::Nothing)
    });
    // Constructors of this module, and those of effects that it uses.
    let own = [
        "UnknownEvent",
        "WebhookDelivered",
        "WebhookFailed",
        "ScheduleEvent",
        "ScheduleKeyedEvent",
        "ScheduleEventInMilliseconds",
        "ScheduleCron",
        "CancelEvent",
    ];
    let mut taken: BTreeSet<String> = own.iter().map(|name| (*name).to_owned()).collect();
    let plain = claim_all(context, &events, &mut taken, |name| {
        [format!("{name}Event"), format!("schedule{name}")]
    });
    let keyed = claim_all(context, &events, &mut taken, |name| {
        [format!("schedule{name}As"), format!("cancel{name}")]
    });
    let finer = claim_all(context, &events, &mut taken, |name| {
        [
            format!("schedule{name}InMilliseconds"),
            format!("every{name}"),
        ]
    });
    let timed = claim_all(context, &events, &mut taken, |name| {
        [format!("schedule{name}At")]
    });
    text.push_str("\n\n{-| An event that is due.\n-}\ntype Event\n    = ");
    for ((id, _), [constructor, _]) in events.iter().zip(&plain) {
        let name = context.names.ty(*id);
        text.push_str(&format!("{constructor} Messages.{name}\n    | "));
    }
    if reports {
        text.push_str(OUTCOMES);
    }
    text.push_str("UnknownEvent { event_type : String, payload : Value }\n");
    let names = plain.iter().zip(&keyed).zip(finer.iter().zip(&timed));
    for ((id, wire), (([_, schedule], [keyed, cancel]), ([finer, every], [timed]))) in
        events.iter().zip(names)
    {
        let event = EVENT
            .replace("@AT@", timed)
            .replace("@INMILLISECONDS@", finer)
            .replace("@EVERY@", every)
            .replace("@SCHEDULE@", schedule)
            .replace("@SCHEDULEAS@", keyed)
            .replace("@CANCEL@", cancel)
            .replace("@X@", context.names.ty(*id))
            .replace("@WIRE@", wire)
            .replace("@ENCODER@", context.names.encoder(*id));
        text.push_str(&event);
    }
    text.push_str("\n\n{-| An event as the server keeps it. One that fits no model is unknown.\n-}\neventDecoder : Decoder Event\neventDecoder =\n    Decode.oneOf\n        [ Decode.andThen knownDecoder (Decode.field \"event_type\" Decode.string)\n        , Decode.map2 (\\name payload -> UnknownEvent { event_type = name, payload = payload })\n            (Decode.field \"event_type\" Decode.string)\n            (Decode.field \"payload\" Decode.value)\n        ]\n\n\nknownDecoder : String -> Decoder Event\nknownDecoder name =\n    case name of\n");
    for ((id, wire), [constructor, _]) in events.iter().zip(&plain) {
        let decoder = context.names.decoder(*id);
        text.push_str(&format!(
            "        {} ->\n            Decode.map {constructor} (Decode.field \"payload\" Messages.{decoder})\n\n",
            string(wire)
        ));
    }
    if reports {
        text.push_str(OUTCOME_DECODERS);
    }
    text.push_str("        _ ->\n            Decode.fail \"an event of no model\"\n");
    text
}

/// What becomes of webhooks, where a model asks for it.
const OUTCOMES: &str = "WebhookDelivered { webhook : String, id : String, key : Maybe String, attempts : Int, status : Int, answer : String, payload : Value }
    | WebhookFailed { webhook : String, id : String, key : Maybe String, attempts : Int, reason : String, payload : Value }
    | ";

const OUTCOME_DECODERS: &str = r#"        "buildamp:webhook_delivered" ->
            Decode.map7
                (\webhook id key attempts status answer payload ->
                    WebhookDelivered { webhook = webhook, id = id, key = key, attempts = attempts, status = status, answer = answer, payload = payload }
                )
                (Decode.at [ "payload", "webhook" ] Decode.string)
                (Decode.at [ "payload", "id" ] Decode.string)
                (Decode.at [ "payload", "key" ] (Decode.nullable Decode.string))
                (Decode.at [ "payload", "attempts" ] Decode.int)
                (Decode.at [ "payload", "status" ] Decode.int)
                (Decode.at [ "payload", "answer" ] Decode.string)
                (Decode.at [ "payload", "payload" ] Decode.value)

        "buildamp:webhook_failed" ->
            Decode.map6
                (\webhook id key attempts reason payload ->
                    WebhookFailed { webhook = webhook, id = id, key = key, attempts = attempts, reason = reason, payload = payload }
                )
                (Decode.at [ "payload", "webhook" ] Decode.string)
                (Decode.at [ "payload", "id" ] Decode.string)
                (Decode.at [ "payload", "key" ] (Decode.nullable Decode.string))
                (Decode.at [ "payload", "attempts" ] Decode.int)
                (Decode.at [ "payload", "reason" ] Decode.string)
                (Decode.at [ "payload", "payload" ] Decode.value)

"#;

const EVENT: &str = r#"

{-| Let a `@X@` be due in so many seconds.
-}
@SCHEDULE@ : Int -> Messages.@X@ -> Effect
@SCHEDULE@ delay event =
    ScheduleEvent { event_type = "@WIRE@", payload = Messages.@ENCODER@ event, delay = delay }


{-| The same under a key: what was scheduled under it before is replaced.
-}
@SCHEDULEAS@ : String -> Int -> Messages.@X@ -> Effect
@SCHEDULEAS@ key delay event =
    ScheduleKeyedEvent
        { key = key
        , event_type = "@WIRE@"
        , payload = Messages.@ENCODER@ event
        , delay = delay
        }


{-| Let a `@X@` be due at a time, in milliseconds since 1970, under a key: what was scheduled under it before is replaced. One that is past is due at once.
-}
@AT@ : String -> Int -> Context -> Messages.@X@ -> Effect
@AT@ key time ctx event =
    ScheduleEventInMilliseconds
        { key = Just key
        , event_type = "@WIRE@"
        , payload = Messages.@ENCODER@ event
        , delay = max 0 (time - ctx.timestamp)
        }


{-| Let a `@X@` be due in so many milliseconds.
-}
@INMILLISECONDS@ : Int -> Messages.@X@ -> Effect
@INMILLISECONDS@ delay event =
    ScheduleEventInMilliseconds
        { key = Nothing
        , event_type = "@WIRE@"
        , payload = Messages.@ENCODER@ event
        , delay = delay
        }


{-| Let a `@X@` be due again and again, until it is cancelled: `cron` as in `"0 9 * * MON-FRI"`, `timezone` as in `"Europe/Berlin"`.
-}
@EVERY@ : { key : String, cron : String, timezone : String } -> Messages.@X@ -> Effect
@EVERY@ { key, cron, timezone } event =
    ScheduleCron
        { key = key
        , event_type = "@WIRE@"
        , payload = Messages.@ENCODER@ event
        , cron = cron
        , timezone = timezone
        }


{-| Take back the `@X@` that was scheduled under this key: what is not due yet, and what recurs.
-}
@CANCEL@ : String -> Effect
@CANCEL@ key =
    CancelEvent { key = key }
"#;

/// `BuildAmp.Webhooks`: outgoing webhooks.
pub(super) fn webhooks(context: &Context<'_>) -> String {
    let webhooks = of_role(context, |role| matches!(role, Role::Webhook(_)));
    let mut imports = vec!["import BuildAmp.Server exposing (Effect(..))"];
    match webhooks.is_empty() {
        true => imports.push("import Json.Encode as Encode"),
        false => {
            imports.insert(0, "import BuildAmp.Messages as Messages");
            imports.push("import Json.Encode as Encode");
        }
    }
    let mut text = header(
        "Webhooks",
        "Calls to other servers, after the commit.",
        &imports,
    );
    text.push_str(CALL);
    let mut taken: BTreeSet<String> = RESERVED.map(str::to_owned).into();
    taken.extend(["call", "callAs"].map(str::to_owned));
    let plain = claim_all(context, &webhooks, &mut taken, |name| [lower(name)]);
    let keyed = claim_all(context, &webhooks, &mut taken, |name| {
        [format!("{}As", lower(name))]
    });
    for (((id, wire), [plain]), [keyed]) in webhooks.into_iter().zip(plain).zip(keyed) {
        let webhook = WEBHOOK
            .replace("@PLAIN@", &plain)
            .replace("@KEYED@", &keyed)
            .replace("@X@", context.names.ty(id))
            .replace("@WIRE@", &string(wire))
            .replace("@ENCODER@", context.names.encoder(id));
        text.push_str(&webhook);
    }
    text
}

const CALL: &str = r#"

{-| Call a webhook by its name.
-}
call : String -> Encode.Value -> Effect
call endpoint payload =
    Webhook { endpoint = endpoint, payload = payload }


{-| The same under a key: what waits to be sent under it is replaced.
-}
callAs : String -> String -> Encode.Value -> Effect
callAs key endpoint payload =
    KeyedWebhook { key = key, endpoint = endpoint, payload = payload }
"#;

const WEBHOOK: &str = r#"

{-| Call the webhook `@X@`.
-}
@PLAIN@ : Messages.@X@ -> Effect
@PLAIN@ payload =
    call @WIRE@ (Messages.@ENCODER@ payload)


{-| The same under a key: what waits to be sent under it is replaced.
-}
@KEYED@ : String -> Messages.@X@ -> Effect
@KEYED@ key payload =
    callAs key @WIRE@ (Messages.@ENCODER@ payload)
"#;
