//! The app's `Client`: its class in JavaScript with the table of messages, and the class's type.
//!
//! Owns which methods there are. What they do is the runtime's.

use buildamp_schema::{Delivery, Direction, Envelope, Message, TypeDef, TypeId};

use super::layout::{
    Doc, WIDTH, bracketed, concat, group, if_broken, indent, join, print, text, width,
};
use super::sides::Side;
use super::text::{doc_comment, key, string};
use super::tree::{Member, Ts, interface, parameter};
use super::types::Types;

type Entry<'s> = (TypeId, &'s TypeDef, &'s Message);

fn sent<'s>(types: &Types<'s>) -> Vec<Entry<'s>> {
    let messages = types.schema.messages();
    messages
        .filter(|(.., message)| message.direction.is_from_clients())
        .collect()
}

fn received<'s>(types: &Types<'s>) -> Vec<Entry<'s>> {
    let messages = types.schema.messages();
    messages
        .filter(|(.., message)| message.direction.is_from_server())
        .collect()
}

/// What follows the runtime in `buildamp.js`.
pub(super) fn module(types: &Types<'_>) -> String {
    let mut module = String::from("/** How each message travels. */\n");
    module.push_str(&table(types));
    module
        .push_str("\n\n/** This app's client. */\nexport class Client extends RealtimeClient {\n");
    module.push_str("  constructor(options) {\n    super(MESSAGES, options);\n  }\n");
    for (id, def, _) in sent(types) {
        let name = types.names.send(id);
        let call = ["room", "message", "options"];
        module.push_str(&method(
            name,
            &call,
            "send",
            &["room", &string(&def.name), "message", "options"],
        ));
    }
    for (id, def, _) in received(types) {
        let name = types.names.on(id);
        let call = ["room", "handler"];
        module.push_str(&method(
            name,
            &call,
            "on",
            &["room", &string(&def.name), "handler"],
        ));
    }
    module + "}\n"
}

fn table(types: &Types<'_>) -> String {
    let entry = |(id, def, message): Entry<'_>| {
        let direction = match message.direction {
            Direction::Both => "both",
            Direction::Client => "client",
            Direction::Server => "server",
            Direction::Join => "join",
        };
        let volatile = message.delivery == Delivery::Volatile;
        let inline = types.schema.envelope(id) == Envelope::Inline;
        let fields = [
            text(format!("direction: \"{direction}\"")),
            text(format!("volatile: {volatile}")),
            text(format!("inline: {inline}")),
        ];
        let object = group([
            text("{"),
            indent([Doc::Line, join(&[text(","), Doc::Line], fields)]),
            if_broken([text(",")]),
            Doc::Line,
            text("}"),
        ]);
        let key = format!("{}:", own_key(&def.name));
        // Where not even its brace fits, the whole object goes below.
        let value = match 2 + width(&key) + " {".len() > WIDTH {
            true => indent([Doc::Hard, object]),
            false => concat([text(" "), object]),
        };
        concat([text(key), value, text(",")])
    };
    let entries: Vec<Doc> = types.schema.messages().map(entry).collect();
    if entries.is_empty() {
        return "const MESSAGES = {};".to_owned();
    }
    let lines = entries.into_iter().flat_map(|entry| [Doc::Hard, entry]);
    print(&concat([
        text("const MESSAGES = {"),
        indent(lines),
        Doc::Hard,
        text("};"),
    ]))
}

/// A literal's `__proto__` would be its prototype, unless it is computed.
fn own_key(name: &str) -> String {
    match name {
        "__proto__" => "[\"__proto__\"]".to_owned(),
        name => key(name),
    }
}

fn method(name: &str, parameters: &[&str], of: &str, arguments: &[&str]) -> String {
    let docs = |words: &[&str]| words.iter().map(|word| text(*word)).collect();
    let doc = indent([
        Doc::Hard,
        text(name),
        bracketed("(", docs(parameters), ",", ")"),
        text(" {"),
        indent([
            Doc::Hard,
            text(format!("return this.{of}")),
            bracketed("(", docs(arguments), ",", ")"),
            text(";"),
        ]),
        Doc::Hard,
        text("}"),
    ]);
    format!("{}\n", print(&doc))
}

/// What follows the types of the models in `buildamp.d.ts`.
pub(super) fn declaration(types: &Types<'_>) -> String {
    let of = |entries: &[Entry<'_>], side: Side| {
        let member = |(id, def, _): &Entry<'_>| Member {
            doc: String::new(),
            key: key(&def.name),
            ty: types.named(*id, side),
        };
        entries.iter().map(member).collect::<Vec<Member>>()
    };
    let (sent, received) = (sent(types), received(types));
    let joins: Vec<Entry<'_>> = types.schema.join_messages().collect();
    let mut text_ = String::from("\n/** What comes from the server, by its type. */\n");
    text_.push_str(&interface(
        "ReceivedMessages",
        &of(&received, Side::Arrives),
    ));
    text_.push_str("\n\n/** What clients may send, by its type. */\n");
    text_.push_str(&interface("SentMessages", &of(&sent, Side::Sent)));
    let mut parameters = String::from("ReceivedMessages, SentMessages");
    if !joins.is_empty() {
        text_.push_str("\n\n/** What clients may join a room with, by its type. */\n");
        text_.push_str(&interface("JoinMessages", &of(&joins, Side::Sent)));
        parameters = String::from("\n  ReceivedMessages,\n  SentMessages,\n  JoinMessages\n");
    }
    text_.push_str(&format!("\n\n/** This app's client. */\nexport class Client extends RealtimeClient<{parameters}> {{\n  constructor(options?: ClientOptions);\n"));
    for entry in sent {
        text_.push_str(&send(types, entry));
    }
    for entry in received {
        text_.push_str(&on(types, entry));
    }
    text_ + "}\n"
}

fn send(types: &Types<'_>, (id, def, message): Entry<'_>) -> String {
    let volatile = match message.delivery {
        Delivery::Reliable => "",
        Delivery::Volatile => " A newer one may take its place.",
    };
    let doc = format!("Sends `{}` to a room; see `send`.{volatile}", def.name);
    let parameters = vec![
        text("room: string"),
        parameter("message", &types.named(id, Side::Sent)),
        text("options?: SendOptions"),
    ];
    signature(&doc, types.names.send(id), parameters, "Promise<any>")
}

fn on(types: &Types<'_>, (id, def, _): Entry<'_>) -> String {
    let doc = format!("Calls the handler with each `{}` to a room.", def.name);
    let payload = types.named(id, Side::Arrives);
    let handler = Ts::Apply("RoomHandler", vec![Ts::Literal(string(&def.name)), payload]);
    let parameters = vec![text("room: string"), parameter("handler", &handler)];
    signature(&doc, types.names.on(id), parameters, "Stop")
}

fn signature(doc: &str, name: &str, parameters: Vec<Doc>, result: &str) -> String {
    let doc = indent([
        Doc::Hard,
        text(doc_comment(doc)),
        Doc::Hard,
        text(name),
        bracketed("(", parameters, ",", ")"),
        text(format!(": {result};")),
    ]);
    format!("{}\n", print(&doc))
}
