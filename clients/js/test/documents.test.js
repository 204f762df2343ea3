// A document in a room: what is sent, what is shown, and what becomes of it when connections break.
import assert from "node:assert/strict";
import { test } from "node:test";

import { bindTextarea, openDocument } from "../src/documents.js";
import { settled, setUp } from "./harness.js";

const ROOM = "document:d";

/** A page with a document that has this text at version 3. */
async function page(content = "abc") {
  const world = setUp();
  await world.open();
  const session = openDocument(world.client, {
    document: "d",
    edit: "Move",
    update: "Notice",
    caret: "Cursor",
    source: "me",
    clock: world.clock,
  });
  const seen = { changes: [], refused: [], carets: 0 };
  session.on("change", ({ operation, origin, text }) =>
    seen.changes.push([origin, operation, text]),
  );
  session.on("refused", (event) => seen.refused.push(event));
  session.on("carets", () => (seen.carets += 1));
  let seq = 0;
  world.state = (state, rest = {}) => {
    const { id } = world.socket().of("join_room").pop();
    const frame = { type: "room_state", room: ROOM, id, state, members: [] };
    world.socket().tell({ ...frame, epoch: "e", seq, ...rest });
  };
  world.update = (version, operation, edit_id) => {
    seq += 1;
    const payload = { document_id: "d", version, operation, edit_id };
    world.broadcast(ROOM, seq, "Notice", payload);
  };
  /** So many broadcasts came otherwise. */
  world.skip = (count) => (seq += count);
  world.edits = () =>
    world
      .socket()
      .of("send_message")
      .map(({ id, payload }) => ({ id, ...payload }))
      .filter(({ message_type }) => message_type === "Move");
  world.ack = () =>
    world.socket().tell({ type: "ack", id: world.edits().pop().id });
  world.refuse = (code = "rejected") => {
    const { id } = world.edits().pop();
    world.socket().tell({ type: "error", error: "no", code, id });
  };
  world.state({ version: 3, content });
  await settled();
  return { world, session, ...seen, seen };
}

test("what is written is sent, and what is written meanwhile goes as one", async () => {
  const { world, session, changes } = await page();
  assert.equal(session.text, "abc");
  session.setText("abcd");
  session.setText("abcde");
  session.setText("abcdef");
  const [{ id, ...first }] = world.edits();
  assert.deepEqual(first, {
    message_type: "Move",
    document_id: "d",
    user_id: "ann",
    version: 3,
    operation: [3, "d"],
    edit_id: "me-1",
  });
  assert.equal(session.isSaved, false);
  world.update(4, ["x", 3], "other-1");
  world.update(5, [4, "d"], "me-1");
  world.ack();
  await settled();
  assert.equal(session.text, "xabcdef");
  assert.deepEqual(world.edits()[1].operation, [5, "ef"]);
  assert.equal(world.edits()[1].version, 5);
  world.update(6, [5, "ef"], "me-2");
  world.ack();
  await settled();
  assert.equal(session.isSaved, true);
  assert.equal(session.version, 6);
  assert.deepEqual(
    changes.map(([origin]) => origin),
    ["open", "here", "here", "here", "there"],
  );
});

test("without a connection it goes on, and what was written is sent once, behind what was missed", async () => {
  const { world, session } = await page();
  session.setText("abcd");
  const [{ id: sent }] = world.edits();
  world.socket().drop();
  session.setText("abcde");
  session.setText("abcdef");
  await world.clock.advance(world.client.state.retryAt - world.clock.now());
  world.greet();
  world.state(null, { recovered: true, seq: 1 });
  await settled();
  assert.deepEqual(
    world.edits().map(({ id, edit_id }) => [id, edit_id]),
    [[sent, "me-1"]],
  );
  world.update(4, ["x", 3], "other-1");
  world.update(5, [4, "d"], "me-1");
  world.ack();
  await settled();
  assert.equal(session.text, "xabcdef");
  assert.deepEqual(
    world.edits().map(({ edit_id }) => edit_id),
    ["me-1", "me-2"],
  );
});

test("an edit whose fate is open is looked for in the state, and not made twice", async () => {
  for (const arrived of [true, false]) {
    const { world, session } = await page();
    session.setText("abcd");
    session.setText("abcde");
    // Another session: the server has forgotten what this one sent.
    await world.reopen("s2");
    const edits = arrived ? { me: 1 } : {};
    const content = arrived ? "xabcd" : "xabc";
    world.state({ version: 9, content, edits }, { epoch: "e2" });
    await settled();
    assert.equal(session.text, "xabcde");
    const [{ id, ...again }] = world.edits();
    assert.equal(again.edit_id, arrived ? "me-2" : "me-1");
    assert.deepEqual(again.operation, arrived ? [5, "e"] : [4, "d"]);
    assert.equal(again.version, 9);
  }
});

test("an edit that is refused is tried with the present state, and then taken back", async () => {
  const { world, session, refused } = await page();
  session.setText("abcd");
  session.setText("abcde");
  world.refuse();
  await settled();
  world.state({ version: 7, content: "xabc", edits: {} });
  await settled();
  assert.equal(world.edits().length, 2);
  assert.deepEqual(world.edits()[1].operation, [4, "d"]);
  assert.equal(world.edits()[1].version, 7);
  world.refuse();
  await settled();
  assert.equal(session.text, "xabce");
  assert.equal(refused.length, 1);
  assert.deepEqual(refused[0].operation, [4, "d"]);
  assert.deepEqual(world.edits()[2].operation, [4, "e"]);
});

test("an edit that came too fast is sent again when it is told to", async () => {
  const { world, session } = await page();
  session.setText("abcd");
  const { id } = world.edits().pop();
  const frame = { type: "error", error: "slow", code: "rate_limited", id };
  world.socket().tell({ ...frame, retry_after_ms: 500 });
  await settled();
  assert.equal(world.edits().length, 1);
  await world.clock.advance(500);
  assert.deepEqual(
    world.edits().map(({ edit_id }) => edit_id),
    ["me-1", "me-1"],
  );
  assert.equal(session.text, "abcd");
});

test("where an update is missing, the whole state is asked for", async () => {
  const { world, session } = await page();
  const joins = () => world.socket().of("join_room").length;
  const before = joins();
  world.update(6, [3, "z"], "other-1");
  assert.equal(joins(), before + 1);
  world.state({ version: 6, content: "abyz" });
  assert.equal(session.text, "abyz");
  assert.equal(session.version, 6);
});

test("a state that is no document is told, and changes nothing", async () => {
  const { world, session } = await page();
  const errors = [];
  session.on("error", (error) => errors.push(error.message));
  session.refresh();
  world.state({ board: [] });
  assert.match(errors[0], /has to have a `version` and a `content`/);
  assert.equal(session.text, "abc");
});

test("undo takes back what was written here alone", async () => {
  const { world, session } = await page();
  session.setText("abcd");
  world.update(4, ["x", 3], "other-1");
  session.undo();
  assert.equal(session.text, "xabc");
  assert.equal(session.canUndo, false);
  session.redo();
  assert.equal(session.text, "xabcd");
});

test("carets are told in the server's text, and shown in this page's", async () => {
  const { world, session, seen } = await page();
  session.setText("abXc");
  session.sendCaret({ anchor: 3, head: 4 });
  const caret = world.socket().of("send_message").pop().payload;
  assert.deepEqual(caret, {
    message_type: "Cursor",
    document_id: "d",
    version: 3,
    source: "me",
    anchor: 2,
    head: 3,
  });
  const payload = { source: "bob", user_id: "bob", version: 3 };
  world.broadcast(ROOM, 1, "Cursor", { ...payload, anchor: 2, head: 3 });
  assert.deepEqual(session.carets.get("bob"), {
    user: "bob",
    anchor: 2,
    head: 4,
  });
  session.setText("_abXc");
  assert.equal(session.carets.get("bob").anchor, 3);
  assert.equal(seen.carets, 1);
  session.removeCarets("bob");
  assert.equal(session.carets.size, 0);
});

/** What a binding needs of a field. */
class Field extends EventTarget {
  value = "";
  selectionStart = 0;
  selectionEnd = 0;
  selectionDirection = "none";
  scrollTop = 0;

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

test("a field shows what others write, and its caret stays where it was", async () => {
  const { world, session } = await page();
  const field = new Field();
  const part = bindTextarea(session, field);
  assert.equal(field.value, "abc");
  field.type("abXc", 3);
  assert.equal(session.text, "abXc");
  world.update(4, ["__", 3], "other-1");
  assert.equal(field.value, "__abXc");
  assert.equal(field.selectionStart, 5);
  const key = Object.assign(new Event("keydown", { cancelable: true }), {
    key: "z",
    ctrlKey: true,
  });
  field.dispatchEvent(key);
  assert.ok(key.defaultPrevented);
  assert.equal(field.value, "__abc");
  part();
  world.update(5, [5], "other-2");
  session.setText("other");
  assert.equal(field.value, "__abc");
});

test("a word that is being composed is left alone until it is done", async () => {
  const { world, session } = await page();
  const field = new Field();
  bindTextarea(session, field);
  field.dispatchEvent(new Event("compositionstart"));
  field.type("abcに", 4);
  world.update(4, ["__", 3], "other-1");
  assert.equal(field.value, "abcに");
  field.type("abc日", 4);
  field.dispatchEvent(new Event("compositionend"));
  assert.equal(field.value, "__abc日");
  assert.equal(field.selectionStart, 6);
  assert.equal(session.text, "__abc日");
  assert.equal(world.edits().length, 1);
});

test("halves of pairs don't travel", async () => {
  const { session } = await page();
  const field = new Field();
  bindTextarea(session, field);
  field.type("abc\ud83d", 4);
  assert.equal(field.value, "abc\ufffd");
  assert.equal(session.text, "abc\ufffd");
});

test("a document that has begun anew on the server begins anew here, with what was written here", async () => {
  const { world, session } = await page();
  session.setText("abcd");
  await world.reopen("s2");
  world.state({ version: 0, content: null, edits: {} }, { epoch: "e2" });
  await settled();
  assert.equal(session.text, "d");
  assert.equal(session.version, 0);
  assert.deepEqual(world.edits()[0].operation, ["d"]);
});

test("a caret goes with what its own page writes, in whatever order both come", async () => {
  const { world, session } = await page();
  const caret = { source: "bob", user_id: "bob", anchor: 3, head: 3 };
  world.broadcast(ROOM, 1, "Cursor", { ...caret, version: 3 });
  world.skip(1);
  world.update(4, [3, "de"], "bob-1");
  assert.equal(session.carets.get("bob").head, 5);
  world.broadcast(ROOM, 3, "Cursor", { ...caret, version: 3 });
  assert.equal(session.carets.get("bob").head, 5);
});

test("a caret within what is not saved is told again once it is", async () => {
  const { world, session } = await page();
  session.setText("abcdef");
  session.sendCaret({ anchor: 5, head: 5 });
  const carets = () =>
    world
      .socket()
      .of("send_message")
      .map(({ payload }) => payload)
      .filter(({ message_type }) => message_type === "Cursor");
  assert.deepEqual(
    carets().map(({ version, head }) => [version, head]),
    [[3, 3]],
  );
  world.update(4, [3, "def"], "me-1");
  assert.deepEqual(
    carets().map(({ version, head }) => [version, head]),
    [
      [3, 3],
      [4, 5],
    ],
  );
});
