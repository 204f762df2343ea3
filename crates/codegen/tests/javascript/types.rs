//! TypeScript accepts the types, every method, and what serde writes as a value of its type; and it refuses mistakes.

use std::fmt::Write as _;

use buildamp_codegen::javascript::type_name;
use buildamp_fixtures::{fixtures, seed_sources, sources};
use buildamp_schema::Schema;

use crate::long_names::long_names;
use crate::tools::{Folder, node_module, one_file, schema};
use crate::values::written;

/// Of each type.
const VALUES: u64 = 8;

pub(crate) const CONFIG: &str = r#"{
  "compilerOptions": {
    "strict": true,
    "noEmit": true,
    "noUncheckedIndexedAccess": true,
    "target": "ES2020",
    "lib": ["ES2020"],
    "types": [],
    "module": "nodenext",
    "skipLibCheck": false
  }
}
"#;

#[test]
fn typescript_agrees() {
    let folder = Folder::new("types");
    let fixtures = schema(&sources());
    folder.client("fixtures", &fixtures);
    folder.client("seed", &schema(&seed_sources()));
    folder.client("empty", &Schema::default());
    folder.client("long", &long_names());
    let clashes = one_file("models/ws/clashes_ws.rs", include_str!("clashes_ws.rs"));
    folder.client("clashes", &clashes);
    let shapes = one_file("models/ws/shapes_ws.rs", include_str!("shapes_ws.rs"));
    folder.client("shapes", &shapes);
    let joins = one_file(
        "models/ws/joins_ws.rs",
        include_str!("../models/joins_ws.rs"),
    );
    folder.client("joins", &joins);
    folder.write("joins_usage.ts", include_str!("joins_usage.ts"));
    folder.write("package.json", "{ \"type\": \"module\" }");
    folder.write("tsconfig.json", CONFIG);
    folder.write("fixtures_usage.ts", &usage("fixtures", &fixtures));
    folder.write("seed_usage.ts", &usage("seed", &schema(&seed_sources())));
    folder.write("values.ts", &values(&fixtures));
    folder.write("clashes_usage.ts", include_str!("clashes_usage.ts"));
    folder.write("mistakes.ts", include_str!("mistakes.ts"));
    node_module("tsc", &["--project", "."], folder.path());
}

/// Calls every method with a value of the type that it wants.
fn usage(folder: &str, schema: &Schema) -> String {
    let mut text = format!(
        "import * as app from \"./{folder}/js/buildamp.js\";\nconst client = new app.Client({{ url: \"ws://localhost\" }});\n"
    );
    for (_, def, message) in schema.messages() {
        let name = &def.name;
        if message.direction.is_from_clients() {
            writeln!(
                text,
                "{{ const message = null! as app.SentMessages[\"{name}\"]; const answer: Promise<unknown> = client.send{name}(\"room\", message, {{ volatile: true }}); client.send(\"room\", \"{name}\", message); answer; }}"
            )
            .unwrap();
        }
        if message.direction.is_from_server() {
            let ty = type_name(schema, name).unwrap();
            writeln!(
                text,
                "{{ const stop: () => void = client.on{name}(\"room\", (message, event) => {{ const same: app.{ty} = message; const payload: app.{ty} = event.payload; const type: \"{name}\" = event.type; same; payload; type; }}); stop(); }}"
            )
            .unwrap();
            writeln!(
                text,
                "client.onDirect(\"{name}\", (message: app.{ty}) => message);"
            )
            .unwrap();
            writeln!(text, "client.onAny((event) => {{ if (event.kind === \"message\" && event.type === \"{name}\") {{ const message: app.{ty} = event.payload; message; }} }});").unwrap();
        }
    }
    text
}

/// What serde writes, as literals, in which TypeScript accepts no key that a type does not have.
fn values(schema: &Schema) -> String {
    let mut text = String::from("import type * as app from \"./fixtures/js/buildamp.js\";\n");
    for fixture in fixtures() {
        let ty = type_name(schema, fixture.name).unwrap();
        for seed in 0..VALUES {
            let value = written(schema, &fixture, seed);
            writeln!(
                text,
                "export const {}_{seed}: app.{ty} = {value};",
                fixture.name
            )
            .unwrap();
        }
    }
    text
}
