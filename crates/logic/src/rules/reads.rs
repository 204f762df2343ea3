//! What the logic reads: the functions of `BuildAmp.Server` that the host answers where the context is a live one.
//!
//! A call has its snapshot in the thread that it runs on, and only as long as it runs.

use std::sync::Arc;

use buildamp_elm::core::tree::{self, IS_LIVE};
use buildamp_elm::wasm::Layout;
use scoped_tls_hkt::scoped_thread_local;
use wasmtime::{Caller, Linker};

use super::ask::{Fields, union};
use super::plan::Construct;
use super::range::Ranges;
use super::{Context, Json, Reads, Unreadable};
use crate::foreign::LIVE;
use crate::heap::{Heap, Value, as_number, look, number, truth};
use crate::primitives::{Call, Result, run};
use crate::program::{State, broken};
use crate::{Fault, json};

scoped_thread_local!(static mut SNAPSHOT: for<'a> &'a mut dyn Reads);
scoped_thread_local!(static CLAIMS: for<'a> &'a str);
scoped_thread_local!(static JOINED: for<'a> &'a str);

/// Runs a call on its snapshot, with what came with it.
pub(super) fn with<T>(reads: &mut dyn Reads, context: &Context<'_>, call: impl FnOnce() -> T) -> T {
    let joined = || match context.joined {
        None => SNAPSHOT.set(reads, call),
        Some(joined) => JOINED.set(joined, || SNAPSHOT.set(reads, call)),
    };
    match context.claims {
        None => joined(),
        Some(claims) => CLAIMS.set(claims, joined),
    }
}

/// Asks the snapshot of the call that runs.
fn ask<T>(
    question: impl FnOnce(&mut dyn Reads) -> std::result::Result<T, Unreadable>,
) -> Result<T> {
    if !SNAPSHOT.is_set() {
        return Err(Fault::Unreadable("nothing is stored here".to_owned()));
    }
    SNAPSHOT
        .with(question)
        .map_err(|unreadable| Fault::Unreadable(unreadable.0))
}

/// What the token of the call that runs says.
fn claims(call: &mut Call<'_>, maybe: Maybe) -> Result {
    match CLAIMS.is_set() {
        true => CLAIMS.with(|claims| maybe.json(&mut call.heap, Some(claims))),
        false => Ok(maybe.nothing),
    }
}

/// What the connection of the call that runs joined with.
fn joined(call: &mut Call<'_>, maybe: Maybe) -> Result {
    match JOINED.is_set() {
        true => JOINED.with(|joined| maybe.json(&mut call.heap, Some(joined))),
        false => Ok(maybe.nothing),
    }
}

/// Makes a function known to the linker, if it is one that the host answers.
pub(crate) fn link(linker: &mut Linker<State>, layout: &Layout, name: &str) -> Result<bool> {
    if name == IS_LIVE {
        let live = |caller: Caller<'_, State>, token: i64| {
            run(caller, |_| Ok(truth(token.cast_unsigned() == LIVE)))
        };
        linker.func_wrap("elm", name, live).map_err(broken)?;
        return Ok(true);
    }
    let Some(entry) = layout.answered.iter().find(|entry| entry.name == name) else {
        return Ok(false);
    };
    let answer = Answer::of(layout, entry).ok_or_else(|| {
        Fault::Trap(format!(
            "`{name}` is not what this version of buildamp generates"
        ))
    })?;
    let linked = match answer {
        Answer::Claims(maybe) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, _token: i64| run(caller, |call| claims(call, maybe)),
        ),
        Answer::Joined(maybe) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, _token: i64| run(caller, |call| joined(call, maybe)),
        ),
        answer @ (Answer::Since | Answer::Changes(..)) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, id: i64, version: i64, _token: i64| {
                run(caller, |call| {
                    answer.since(call, id.cast_unsigned(), version.cast_unsigned())
                })
            },
        ),
        Answer::ListIn(ranges) => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, range: i64, prefix: i64, _token: i64| {
                run(caller, |call| {
                    let range = ranges.read(&mut call.heap, range.cast_unsigned())?;
                    let prefix = call.heap.units(prefix.cast_unsigned())?.to_text();
                    let found = ask(|reads| reads.list_in(&range, &prefix))?;
                    pairs(&mut call.heap, &found)
                })
            },
        ),
        answer => linker.func_wrap(
            "elm",
            name,
            move |caller: Caller<'_, State>, key: i64, _token: i64| {
                run(caller, |call| answer.give(call, key.cast_unsigned()))
            },
        ),
    };
    linked.map_err(broken)?;
    Ok(true)
}

/// `Maybe`
#[derive(Clone, Copy)]
struct Maybe {
    nothing: Value,
    just: Construct,
}

/// What is read, and how it is given.
#[derive(Clone, Copy)]
enum Answer {
    GameState(Maybe),
    Document(Maybe, Fields<2>),
    Since,
    Changes(Maybe, Fields<2>),
    Value(Maybe),
    List,
    ListIn(Ranges),
    Members,
    Online,
    Claims(Maybe),
    Joined(Maybe),
}

impl Answer {
    fn of(layout: &Layout, entry: &tree::Entry) -> Option<Answer> {
        let (_, name) = entry.name.rsplit_once('.')?;
        let count = entry.parameters.len();
        Some(match (name, count) {
            ("getGameState", 2) => Answer::GameState(Maybe::of(layout, entry.result)?.0),
            ("getDocument", 2) => {
                let (maybe, document) = Maybe::of(layout, entry.result)?;
                let names = ["version", "content"];
                Answer::Document(maybe, Fields::of(layout, document, name, names).ok()?)
            }
            ("getOperationsSince", 3) => Answer::Since,
            ("getChangesSince", 3) => {
                let (maybe, changes) = Maybe::of(layout, entry.result)?;
                let names = ["version", "operations"];
                Answer::Changes(maybe, Fields::of(layout, changes, name, names).ok()?)
            }
            ("getKVValue", 2) => Answer::Value(Maybe::of(layout, entry.result)?.0),
            ("listKV", 2) => Answer::List,
            ("listKVIn", 3) => Answer::ListIn(Ranges::of(layout, *entry.parameters.first()?)?),
            ("members", 2) => Answer::Members,
            ("isOnline", 2) => Answer::Online,
            ("getClaims", 1) => Answer::Claims(Maybe::of(layout, entry.result)?.0),
            ("getJoined", 1) => Answer::Joined(Maybe::of(layout, entry.result)?.0),
            _ => return None,
        })
    }

    fn give(self, call: &mut Call<'_>, key: Value) -> Result {
        let heap = &mut call.heap;
        let key = heap.units(key)?.to_text();
        match self {
            Answer::GameState(maybe) => maybe.json(heap, ask(|reads| reads.game_state(&key))?),
            Answer::Value(maybe) => maybe.json(heap, ask(|reads| reads.value(&key))?),
            Answer::Document(maybe, fields) => {
                let Some((version, content)) = ask(|reads| reads.document(&key))? else {
                    return Ok(maybe.nothing);
                };
                let values = [whole(version), json::read(heap, &content)?];
                let document = fields.build(heap, values)?;
                maybe.just(heap, document)
            }
            Answer::List => pairs(heap, &ask(|reads| reads.list(&key))?),
            Answer::Members => {
                let users = ask(|reads| reads.members(&key))?;
                let users = users.iter().map(|user| heap.string(user));
                let users: Vec<Value> = users.collect::<Result<_>>()?;
                heap.list(users.into_iter())
            }
            Answer::Online => Ok(truth(ask(|reads| reads.is_online(&key))?)),
            Answer::Since
            | Answer::Changes(..)
            | Answer::ListIn(_)
            | Answer::Claims(_)
            | Answer::Joined(_) => Err(Fault::Corrupt),
        }
    }

    /// What came after a version.
    fn since(self, call: &mut Call<'_>, id: Value, version: Value) -> Result {
        let heap = &mut call.heap;
        let id = heap.units(id)?.to_text();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "less than 0 is 0"
        )]
        let version = as_number(version)? as u64;
        let Answer::Changes(maybe, fields) = self else {
            let operations = ask(|reads| reads.operations_since(&id, version))?;
            return values(heap, &operations);
        };
        let (current, operations) = ask(|reads| reads.changes_since(&id, version))?;
        let Some(operations) = operations else {
            return Ok(maybe.nothing);
        };
        let operations = values(heap, &operations)?;
        let changes = fields.build(heap, [whole(current), operations])?;
        maybe.just(heap, changes)
    }
}

/// `List ( String, Value )`
fn pairs(heap: &mut Heap<'_>, found: &[(Arc<str>, Json)]) -> Result {
    let mut pairs = Vec::with_capacity(found.len());
    for (key, value) in found {
        let key = heap.string(key)?;
        let value = json::read(heap, value)?;
        pairs.push(heap.pair(key, value)?);
    }
    heap.list(pairs.into_iter())
}

/// `List Value`
fn values(heap: &mut Heap<'_>, texts: &[Json]) -> Result {
    let texts = texts.iter().map(|text| json::read(heap, text));
    let texts: Vec<Value> = texts.collect::<Result<_>>()?;
    heap.list(texts.into_iter())
}

#[allow(clippy::cast_precision_loss, reason = "Elm's integers are no finer")]
fn whole(count: u64) -> Value {
    number(count as f64)
}

impl Maybe {
    /// That of a type, and what it may hold.
    fn of(layout: &Layout, id: tree::TypeId) -> Option<(Maybe, tree::TypeId)> {
        let maybe = union(layout, id, "Maybe").ok()?;
        let named = |name: &str| maybe.variants.iter().find(|variant| variant.name == name);
        let (just, nothing) = (named("Just")?, named("Nothing")?);
        let nothing = *layout.constants.get(&nothing.constructor)?;
        look(nothing).ok()?;
        let just = Construct {
            id: just.constructor.0,
            tag: layout.constructors.get(just.constructor.0 as usize)?.tag,
        };
        Some((Maybe { nothing, just }, *maybe.arguments.first()?))
    }

    fn just(self, heap: &mut Heap<'_>, value: Value) -> Result {
        heap.construct(self.just.id, self.just.tag, &[value])
    }

    fn json(self, heap: &mut Heap<'_>, found: Option<impl AsRef<str>>) -> Result {
        match found {
            Some(text) => {
                let value = json::read(heap, text.as_ref())?;
                self.just(heap, value)
            }
            None => Ok(self.nothing),
        }
    }
}
