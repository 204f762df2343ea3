// Pages that write at once, over a network that delays, drops and repeats: all end with the same text.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as ot from "../src/ot.js";
import { DocumentState, texts, UndoStack } from "../src/ot-client.js";
import { operation, random, text } from "./ot-support.js";
import { simulate } from "./pages.js";

/** What somebody types: some characters somewhere, or a few deleted. In a short text, as a field tells it: by the whole of it. */
function write(luck, state) {
  const { length } = state;
  const at = luck.below(length + 1);
  const remove = luck.below(3) === 0 ? luck.below(8) : 0;
  const insert = remove > 0 ? "" : text(luck, 4);
  if (length < 1000) {
    const before = state.text;
    const after = before.slice(0, at) + insert + before.slice(at + remove);
    return ot.diff(before, ot.wellFormed(after));
  }
  return ot.splice(length, { at, delete: remove, insert });
}

function agree({ server, pages }) {
  for (const { state } of pages) {
    assert.equal(state.name, "synchronized");
    assert.equal(state.version, server.version);
    assert.equal(state.text, server.content);
    assert.equal(state.base, server.content);
  }
}

test("all end with the same text, whatever the network does", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const content = text(random(seed), 40);
    agree(
      simulate({
        kind: texts,
        write,
        seed,
        pages: 2 + (seed % 5),
        edits: 150,
        content,
      }),
    );
  }
});

test("also where some come back so late that their edits are too old", () => {
  for (let seed = 100; seed <= 140; seed += 1) {
    agree(
      simulate({
        kind: texts,
        write,
        seed,
        pages: 4,
        edits: 150,
        content: "abc",
        kept: 5,
      }),
    );
  }
});

test("10,000 edits of 20 people on 100 KB", () => {
  const content = "Words and words and words.\n".repeat(3800);
  const all = simulate({
    kind: texts,
    write,
    seed: 7,
    pages: 20,
    edits: 10_000,
    content,
  });
  agree(all);
  assert.ok(all.server.version > 2000, `${all.server.version} messages`);
});

test("one edit at a time is on its way, and what is written meanwhile goes as one", () => {
  const page = new DocumentState({ source: "p", content: "ab" });
  assert.equal(page.name, "synchronized");
  const first = page.edit([2, "c"]);
  assert.deepEqual(first, { version: 0, operation: [2, "c"], edit_id: "p-1" });
  assert.equal(page.name, "awaiting");
  assert.equal(page.edit([3, "d"]), null);
  assert.equal(page.edit([4, "e"]), null);
  assert.equal(page.name, "buffering");
  const { changed, send } = page.receive({ ...first, version: 1 });
  assert.ok(ot.isNoop(changed));
  assert.deepEqual(send, { version: 1, operation: [3, "de"], edit_id: "p-2" });
  assert.equal(page.receive({ ...first, version: 1 }), null, "heard before");
  assert.equal(
    page.receive({ version: 3, operation: [5], edit_id: "q-1" }),
    "missed",
  );
});

test("an edit that arrived before the break is not made twice", () => {
  const page = new DocumentState({ source: "p", content: "ab" });
  page.edit([2, "c"]);
  page.edit([3, "d"]);
  const whole = { version: 5, content: "xabc", edits: { p: 1 } };
  const { changed, send } = page.restart(whole);
  assert.deepEqual(changed, ["x", 4]);
  assert.equal(page.text, "xabcd");
  assert.deepEqual(send, { version: 5, operation: [4, "d"], edit_id: "p-2" });
});

test("one that did not arrive is sent for the state that there is now", () => {
  const page = new DocumentState({ source: "p", content: "ab" });
  page.edit([2, "c"]);
  const { send } = page.restart({ version: 5, content: "xab", edits: {} });
  assert.equal(page.text, "xabc");
  assert.deepEqual(send, { version: 5, operation: [3, "c"], edit_id: "p-1" });
});

test("what is refused is taken back, and what was written after it stays", () => {
  const page = new DocumentState({ source: "p", content: "ab" });
  page.edit([2, "c"]);
  page.edit([3, "d"]);
  const { changed, send } = page.refuse();
  assert.equal(page.text, "abd");
  assert.deepEqual(changed, [2, -1, 1]);
  assert.deepEqual(send, { version: 0, operation: [2, "d"], edit_id: "p-2" });
});

test("undo takes back what was written here, and leaves what others wrote", () => {
  let now = 0;
  const stack = new UndoStack({ now: () => now });
  let shown = "";
  const here = (edit) => {
    stack.record(ot.invert(edit, shown));
    shown = ot.apply(edit, shown);
  };
  const there = (edit) => {
    stack.transform(edit);
    shown = ot.apply(edit, shown);
  };
  const takeBack = (edit) => {
    shown = ot.apply(edit, shown);
  };
  here(["Hello"]);
  now += 100;
  here([5, "!"]);
  now += 5000;
  here([6, " Bye"]);
  there(["Ann: ", 10]);
  assert.equal(shown, "Ann: Hello! Bye");
  takeBack(stack.undo(shown));
  assert.equal(shown, "Ann: Hello!");
  there([11, " (Bob)"]);
  takeBack(stack.undo(shown));
  assert.equal(shown, "Ann:  (Bob)", "what was typed in one go is one step");
  assert.equal(stack.undo(shown), null);
  takeBack(stack.redo(shown));
  takeBack(stack.redo(shown));
  assert.equal(shown, "Ann: Hello! Bye (Bob)");
  assert.equal(stack.redo(shown), null);
});

test("undo and redo come back to where they were, whatever others do meanwhile", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const luck = random(seed);
    const stack = new UndoStack({ now: () => 0, pauseMs: 0 });
    let shown = text(luck, 20);
    const texts = [shown];
    const step = (edit) => {
      shown = ot.apply(edit, shown);
    };
    for (let count = 0; count < 12; count += 1) {
      const edit = operation(luck, shown);
      stack.record(ot.invert(edit, shown));
      step(edit);
      texts.push(shown);
    }
    for (let at = 11; at >= 0; at -= 1) {
      step(stack.undo(shown));
      assert.equal(shown, texts[at]);
    }
    for (let at = 1; at <= 12; at += 1) {
      step(stack.redo(shown));
      assert.equal(shown, texts[at]);
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
