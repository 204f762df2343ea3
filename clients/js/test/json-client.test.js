// Pages that write one JSON document at once: all end with the same, and what is taken back is one's own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { documents } from "../src/json-documents.js";
import { same } from "../src/json-values.js";
import { DocumentState, UndoStack } from "../src/ot-client.js";
import * as json from "../src/ot-json.js";
import { document, operation, random } from "./json-support.js";
import { simulate } from "./pages.js";

const kind = documents;

/** What somebody does: some steps, or now and then what an app says that the whole document is. */
function write(luck, state) {
  const made = operation(luck, state.content, 2);
  if (luck.below(5) > 0) return made;
  return json.diff(state.content, json.apply(made, state.content));
}

function agree({ server, pages }) {
  for (const { state } of pages) {
    assert.equal(state.name, "synchronized");
    assert.equal(state.version, server.version);
    const told = JSON.stringify([state.content, server.content]);
    assert.ok(same(state.content, server.content), told);
    assert.ok(same(state.base, server.content), told);
  }
}

test("all end with the same document, whatever the network does", () => {
  for (let seed = 1; seed <= 80; seed += 1) {
    const content = document(random(seed));
    const pages = 2 + (seed % 5);
    agree(simulate({ kind, write, seed, pages, edits: 120, content }));
  }
});

test("also where some come back so late that their edits are too old", () => {
  for (let seed = 100; seed <= 140; seed += 1) {
    const content = document(random(seed));
    agree(
      simulate({ kind, write, seed, pages: 4, edits: 120, content, kept: 5 }),
    );
  }
});

function page(content) {
  return new DocumentState({ source: "p", content, kind });
}

const one = (step) => ({ json: [step] });

test("what is made and filled before it is sent goes as one step", () => {
  const state = page({ items: [] });
  state.edit(one({ at: ["title"], set: "" }));
  state.edit(one({ at: ["items", 0], insert: { text: "", done: false } }));
  state.edit(one({ at: ["items", 0, "text"], edit: ["Milk"] }));
  state.edit(one({ at: ["items", 0, "text"], edit: ["Oat m", -1, 3] }));
  const sent = state.outgoing;
  const { send } = state.receive({ ...sent, version: 1 });
  const insert = { text: "Oat milk", done: false };
  assert.deepEqual(send.operation, one({ at: ["items", 0], insert }));
});

test("so many steps go in several messages", () => {
  const state = page({});
  state.edit(one({ at: ["first"], set: 0 }));
  for (let step = 0; step < 450; step += 1) {
    state.edit(one({ at: [`key ${step}`], set: step }));
  }
  const sizes = [];
  for (let version = 1; state.outgoing !== null; version += 1) {
    sizes.push(state.outgoing.operation.json.length);
    state.receive({ ...state.outgoing, version });
  }
  assert.deepEqual(sizes, [1, 200, 200, 50]);
  assert.equal(Object.keys(state.base).length, 451);
});

test("a whole state instead of what was missed keeps what was written here", () => {
  const state = page({ items: [{ t: "one" }, { t: "two" }] });
  state.edit(one({ at: ["items", 1, "t"], edit: [3, "!"] }));
  state.edit(one({ at: ["items", 2], insert: { t: "mine" } }));
  const items = [{ t: "zero" }, { t: "one" }, { t: "two" }];
  const { send } = state.restart({ version: 9, content: { items } });
  assert.deepEqual(state.content.items, [
    { t: "zero" },
    { t: "one" },
    { t: "two!" },
    { t: "mine" },
  ]);
  assert.deepEqual(send, {
    version: 9,
    operation: one({ at: ["items", 2, "t"], edit: [3, "!"] }),
    edit_id: "p-1",
  });
});

test("what is refused is taken back, with what was written into it", () => {
  const state = page({ n: 1 });
  state.edit(one({ at: ["box"], set: {} }));
  state.edit(one({ at: ["box", "x"], set: 1 }));
  state.edit(one({ at: ["n"], set: 2 }));
  const { send } = state.refuse();
  assert.deepEqual(state.content, { n: 2 });
  assert.deepEqual(send.operation, one({ at: ["n"], set: 2 }));
});

test("undo leaves what others have set since", () => {
  const stack = new UndoStack({ now: () => 0, pauseMs: 0, kind });
  let shown = { a: 1, b: 1, t: "hi" };
  const here = (step) => {
    stack.record(json.invert(one(step), shown));
    shown = json.apply(one(step), shown);
  };
  const there = (step) => {
    stack.transform(one(step));
    shown = json.apply(one(step), shown);
  };
  const back = (operation) => {
    shown = json.apply(operation, shown);
  };
  here({ at: ["a"], set: 2 });
  here({ at: ["b"], set: 2 });
  here({ at: ["t"], edit: [2, "!"] });
  there({ at: ["b"], set: 3 });
  there({ at: ["t"], edit: ["oh ", 3] });
  back(stack.undo(shown));
  assert.deepEqual(shown, { a: 2, b: 3, t: "oh hi" });
  back(stack.undo(shown));
  assert.deepEqual(shown, { a: 1, b: 3, t: "oh hi" });
  assert.equal(stack.canUndo, false);
  back(stack.redo(shown));
  back(stack.redo(shown));
  assert.deepEqual(shown, { a: 2, b: 3, t: "oh hi!" });
});

test("undo and redo come back to where they were, whatever others do meanwhile", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const luck = random(seed);
    const stack = new UndoStack({ now: () => 0, pauseMs: 0, kind });
    let shown = document(luck);
    const was = [shown];
    const step = (edit) => {
      shown = json.apply(edit, shown);
    };
    for (let count = 0; count < 8; count += 1) {
      const edit = operation(luck, shown);
      stack.record(json.invert(edit, shown));
      step(edit);
      was.push(shown);
    }
    for (let at = 7; at >= 0; at -= 1) {
      step(stack.undo(shown));
      assert.ok(same(shown, was[at]));
    }
    for (let at = 1; at <= 8; at += 1) {
      step(stack.redo(shown));
      assert.ok(same(shown, was[at]));
    }
    while (stack.canUndo) {
      const there = operation(luck, shown);
      stack.transform(there);
      step(there);
      const back = stack.undo(shown);
      if (back !== null) step(back);
    }
    while (stack.canRedo) step(stack.redo(shown));
  }
});
