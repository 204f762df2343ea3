// A JSON document in a room: what is sent, what is shown, and texts inside of it in fields.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bindTextarea } from "../src/documents.js";
import { openJsonDocument } from "../src/json-documents.js";
import { settled, setUp } from "./harness.js";

const ROOM = "document:d";
const ITEMS = { items: [{ text: "tea" }, { text: "milk" }] };

/** A page with a document at version 3. */
async function page(content = ITEMS) {
  const world = setUp();
  await world.open();
  const { clock } = world;
  const session = openJsonDocument(world.client, {
    document: "d",
    source: "me",
    edit: "Move",
    update: "Notice",
    clock,
  });
  const changes = [];
  session.on("change", (change) => changes.push(change.origin));
  let seq = 0;
  world.state = (state, rest = {}) => {
    const { id } = world.socket().of("join_room").pop();
    const frame = { type: "room_state", room: ROOM, id, state, members: [] };
    world.socket().tell({ ...frame, epoch: "e", seq, ...rest });
  };
  world.update = (version, steps, edit_id) => {
    seq += 1;
    const operation = { json: steps };
    const payload = { document_id: "d", version, operation, edit_id };
    world.broadcast(ROOM, seq, "Notice", payload);
  };
  world.edits = () =>
    world
      .socket()
      .of("send_message")
      .map(({ id, payload }) => ({ id, ...payload }));
  world.refuse = () => {
    const { id } = world.edits().pop();
    world.socket().tell({ type: "error", error: "no", code: "rejected", id });
  };
  world.state({ version: 3, content });
  await settled();
  return { world, session, changes };
}

const steps = (world) => world.edits().map(({ operation }) => operation.json);

test("what is written is sent, and what is written meanwhile goes as one", async () => {
  const { world, session, changes } = await page();
  session.set(["title"], "Shopping");
  session.insert(["items", 2], { text: "", done: false });
  session.editText(["items", 2, "text"], ["bread"]);
  const [{ id, ...first }] = world.edits();
  assert.deepEqual(first, {
    message_type: "Move",
    document_id: "d",
    user_id: "ann",
    version: 3,
    operation: { json: [{ at: ["title"], set: "Shopping" }] },
    edit_id: "me-1",
  });
  world.update(4, [{ at: ["items", 0], delete: true }], "other-1");
  world.update(5, [{ at: ["title"], set: "Shopping" }], "me-1");
  await settled();
  const bread = { text: "bread", done: false };
  assert.deepEqual(steps(world)[1], [{ at: ["items", 1], insert: bread }]);
  assert.deepEqual(session.content, {
    title: "Shopping",
    items: [{ text: "milk" }, bread],
  });
  assert.deepEqual(changes, ["open", "here", "here", "here", "there"]);
});

test("what does not fit is told at once, and nothing is sent", async () => {
  const { world, session } = await page();
  const told = (act, message) =>
    assert.throws(act, { name: "OperationError", message });
  told(() => session.insert(["items", 3], "x"), /2 elements, and index 3/);
  told(() => session.unset(["none"]), /has no key "none"/);
  told(() => session.set([], "x"), /has to be an object or a list/);
  told(() => session.set(["n"], NaN), /NaN is no JSON value/);
  assert.equal(session.content, session.state.base);
  assert.deepEqual(world.edits(), []);
});

test("what was given to the session is not changed with it", async () => {
  const { session } = await page({});
  const mine = { tags: ["a"] };
  session.set(["x"], mine);
  mine.tags.push("b");
  assert.deepEqual(session.get(["x", "tags"]), ["a"]);
  session.setContent({ x: { tags: ["a", "c"] }, y: 1 });
  assert.deepEqual(session.content, { x: { tags: ["a", "c"] }, y: 1 });
});

test("an edit that is refused is tried with the present state, and then taken back", async () => {
  const { world, session } = await page();
  const refused = [];
  session.on("refused", ({ operation }) => refused.push(operation.json));
  session.set(["title"], "x");
  session.set(["other"], "y");
  world.refuse();
  await settled();
  world.state({ version: 7, content: { items: [] }, edits: {} });
  await settled();
  world.refuse();
  await settled();
  assert.deepEqual(refused, [[{ at: ["title"], set: "x" }]]);
  assert.deepEqual(session.content, { items: [], other: "y" });
  assert.deepEqual(steps(world)[2], [{ at: ["other"], set: "y" }]);
});

test("undo takes back what was written here alone", async () => {
  const { world, session } = await page();
  session.set(["a"], 1);
  await world.clock.advance(1000);
  session.set(["b"], 1);
  world.update(4, [{ at: ["a"], set: 1 }], "me-1");
  world.update(5, [{ at: ["a"], set: 5 }], "other-1");
  session.undo();
  session.undo();
  assert.deepEqual(session.content, { ...ITEMS, a: 5 });
  assert.equal(session.canUndo, false);
});

test("a state that is no JSON document is told, and none is an empty object", async () => {
  const { world, session } = await page(null);
  assert.deepEqual(session.content, {});
  const errors = [];
  session.on("error", (error) => errors.push(error.message));
  session.refresh();
  world.state({ version: 4, content: "a text" });
  assert.match(errors[0], /`content` that is an object or a list/);
  assert.deepEqual(session.content, {});
});

/** What a binding needs of a field. */
class Field extends EventTarget {
  value = "";
  selectionStart = 0;
  selectionEnd = 0;

  setSelectionRange(start, end) {
    this.selectionStart = start;
    this.selectionEnd = end;
  }

  type(value, caret) {
    this.value = value;
    this.setSelectionRange(caret, caret);
    this.dispatchEvent(new Event("input"));
  }
}

test("a field shows a text inside, and goes with its element", async () => {
  const { world, session } = await page();
  const place = session.textAt(["items", 1, "text"]);
  const field = new Field();
  bindTextarea(place, field);
  assert.equal(field.value, "milk");
  field.type("oat milk", 4);
  assert.deepEqual(steps(world)[0], [
    { at: ["items", 1, "text"], edit: ["oat ", 4] },
  ]);
  world.update(4, [{ at: ["items", 0], insert: { text: "new" } }], "b-1");
  assert.deepEqual(place.path, ["items", 2, "text"]);
  const theirs = [{ at: ["items", 2, "text"], edit: ["2 ", 4, "!"] }];
  world.update(5, theirs, "b-2");
  assert.equal(field.value, "oat 2 milk!");
  assert.equal(field.selectionStart, 4);
  field.type("oat 2 milk!!", 12);
  session.set(["items", 2, "text"], "cheese");
  assert.equal(field.value, "cheese", "by another part of the page");
  const key = new Event("keydown", { cancelable: true });
  field.dispatchEvent(Object.assign(key, { key: "z", ctrlKey: true }));
  assert.equal(field.value, "2 milk!", "all was one go");
  world.update(6, [{ at: ["items", 2], delete: true }], "b-3");
  assert.equal(place.isThere, false);
  assert.equal(field.value, "");
  field.type("lost", 4);
  assert.equal(session.content.items.length, 2);
  place.close();
});
