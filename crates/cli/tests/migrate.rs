//! `buildamp migrate`, and what is said when Redis can't be used.

mod common;

use buildamp_engine::embedded::{Embedded, Options};
use buildamp_engine::{Batch, Engine, Keep, Millis, Reads, Space, Tenant, Write};
use buildamp_engine_redis::testing::Server;
use common::{Run, buildamp};

fn run(app: &str, arguments: &[&str]) -> Run {
    let mut command = buildamp(arguments);
    command.arg(app);
    Run::of(command.output().expect("the program starts"))
}

#[test]
fn a_state_is_moved_once_and_checked() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let app = folder.path().to_str().expect("a path");
    let settings = format!("name = \"chess\"\n[redis]\nurl = \"{}\"\n", server.url());
    std::fs::write(folder.path().join("buildamp.toml"), settings).expect("it can be written");
    let engine = Embedded::open(folder.path().join("data"), Options::default()).expect("it opens");
    let set = |n: u32| Write::Set {
        space: Space::Games,
        key: n.to_string(),
        value: "1".into(),
        keep: Keep::Always,
    };
    let batch = Batch {
        tenant: Tenant("chess".into()),
        reads: Reads::default(),
        writes: (0..500).map(set).collect(),
        completes: None,
        now: Millis(1),
    };
    engine.commit(batch).expect("nothing was read");
    let migrate = ["migrate", "--from", "embedded", "--to", "redis"];
    let busy = run(app, &migrate).ends_with(2);
    assert!(
        busy.err.contains("the app's state: the data folder"),
        "{}",
        busy.err
    );
    engine.close().expect("it can write");
    let moved = run(app, &migrate).ends_with(0);
    assert!(
        moved.err.contains("500 values, 0 documents"),
        "{}",
        moved.err
    );
    let again = run(app, &migrate).ends_with(2);
    assert!(
        again.err.contains("there is a state already"),
        "{}",
        again.err
    );
    let resumed = run(app, &[&migrate[..], &["--resume"]].concat()).ends_with(0);
    assert!(resumed.err.contains("500 values"), "{}", resumed.err);
    let nowhere = run(app, &["migrate", "--from", "redis", "--to", "redis"]).ends_with(2);
    assert!(nowhere.err.contains("there already"), "{}", nowhere.err);
}
