//! Holds `docs/settings.md` against the settings that there are: the same keys, with the same defaults.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::config::Config;

const PAGE: &str = include_str!("../../../docs/settings.md");
const WEBHOOKS: &str = include_str!("../../../docs/webhooks.md");
const EVENTS: &str = include_str!("../../../docs/events.md");

/// The keys of a part: what its reader says that it expects where it is given another.
fn keys(before: &str) -> BTreeSet<String> {
    let text = format!("{before}\nno_such_key = 1\n");
    let error = toml::from_str::<Config>(&text).expect_err("there is no such key");
    let told = error.message();
    let (_, expected) = told.split_once("expected ").expect(told);
    let names = expected.split('`').skip(1).step_by(2);
    names.map(str::to_owned).collect()
}

/// The first table below a heading: keys and defaults. A row may have several keys of one default.
fn rows<'p>(page: &'p str, heading: &str) -> BTreeMap<&'p str, &'p str> {
    let (_, section) = page.split_once(heading).expect(heading);
    let lines = section.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2);
    let cells = rows.map(|row| row.split('|').map(str::trim).skip(1));
    let mut found = BTreeMap::new();
    for mut cell in cells {
        let (names, default) = (cell.next(), cell.next().expect("a default"));
        let names = names.expect("a key").split('`').skip(1).step_by(2);
        found.extend(names.map(|name| (name, default)));
    }
    found
}

/// Sections that have a table of their own on the page.
fn sections() -> BTreeSet<String> {
    let mut all = keys("");
    assert!(all.remove("name") && all.remove("schedule"));
    all
}

#[test]
fn every_setting_is_on_the_page_and_no_other() {
    let defaults = Table::try_from(Config::default()).expect("settings are TOML");
    assert!(sections().len() >= 10);
    for section in sections() {
        let on_page = rows(PAGE, &format!("\n## `[{section}]`\n"));
        let mut names: BTreeSet<String> = on_page.keys().map(|&name| name.to_owned()).collect();
        if names.remove("[webhooks.incoming.NAME]") {
            names.insert("incoming".to_owned());
        }
        assert_eq!(names, keys(&format!("[{section}]")), "in [{section}]");
        for (name, told) in on_page {
            let found = defaults[&section].get(name);
            assert_eq!(is(told), found.map(Value::to_string), "{section}.{name}");
        }
    }
}

/// A default as a value of TOML, `None` where there is none or it depends.
fn is(told: &str) -> Option<String> {
    let text = told.strip_prefix('`')?.strip_suffix('`')?;
    Some(text.to_owned())
}

#[test]
fn the_keys_of_what_has_a_page_of_its_own_are_there() {
    let schedule = keys("[[schedule]]");
    let on_page: BTreeSet<String> = rows(EVENTS, "## Without a message")
        .into_keys()
        .map(str::to_owned)
        .collect();
    assert_eq!(on_page, schedule);
    let incoming = keys("[webhooks.incoming.shop]");
    let on_page: BTreeSet<String> = rows(WEBHOOKS, "## Incoming")
        .into_keys()
        .map(str::to_owned)
        .collect();
    assert_eq!(on_page, incoming);
}
