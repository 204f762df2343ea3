// What becomes of a message: sent, answered, sent again, overtaken or refused.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outcome, setUp } from "./harness.js";

const sentMoves = (socket) =>
  socket.of("send_message").map(({ payload }) => payload.x);

test("a struct's fields stand beside its type, anything else under `value`", async () => {
  const world = setUp();
  const socket = await world.open();
  world.client.send("r", "Move", { x: 1, y: undefined });
  world.client.send("r", "Tags", ["a"]);
  world.client.send("r", "Tags");
  const frames = socket.of("send_message");
  const { id, ...frame } = frames[0];
  const payload = { message_type: "Move", x: 1 };
  const type = "send_message";
  assert.deepEqual(frame, { type, room: "r", userId: "ann", payload });
  assert.deepEqual(frames[1].payload, { message_type: "Tags", value: ["a"] });
  assert.deepEqual(frames[2].payload, { message_type: "Tags", value: null });
  assert.equal(new Set(frames.map((frame) => frame.id)).size, 3);
  assert.ok(id.length <= 64);
});

test("a message says what it said when it was sent", async () => {
  const world = setUp();
  const message = { x: 1 };
  world.client.send("r", "Move", message);
  message.x = 2;
  assert.deepEqual(sentMoves(await world.open()), [1]);
});

test("an answer settles its message", async () => {
  const world = setUp();
  const socket = await world.open();
  const fine = world.client.send("r", "Move", { x: 1 });
  const bad = world.client.send("r", "Move", { x: 2 });
  const silent = world.client.send("r", "Move", { x: 3 });
  const [first, second, third] = socket.of("send_message");
  const rest = { code: "rejected", room: "r", retry_after_ms: 10 };
  socket.tell({ type: "error", error: "Not now", id: second.id, ...rest });
  socket.tell({ type: "ack", id: first.id, response: { score: 3 } });
  socket.tell({ type: "ack", id: first.id, response: "again" });
  socket.tell({ type: "ack", id: third.id });
  socket.tell({ type: "ack", id: "unknown" });
  assert.deepEqual(await fine, { score: 3 });
  assert.equal(await silent, null);
  const { error } = await outcome(bad);
  assert.deepEqual(
    [error.message, error.code, error.room, error.retryAfterMs],
    ["Not now", "rejected", "r", 10],
  );
  assert.deepEqual(world.errors, []);
});

test("messages wait for the connection and for their room, in order", async () => {
  const world = setUp();
  const { client } = world;
  client.join("r").catch(assert.fail);
  client.send("r", "Move", { x: 1 });
  client.send("elsewhere", "Move", { x: 2 });
  const socket = await world.open();
  client.send("r", "Move", { x: 3 });
  // Rooms that were never asked for are the server's to judge.
  assert.deepEqual(sentMoves(socket), [2]);
  world.answerJoin("r");
  client.send("r", "Move", { x: 4 });
  assert.deepEqual(sentMoves(socket), [2, 1, 3, 4]);
});

test("what was not answered is sent again, by the same id, and only once", async () => {
  const world = setUp();
  const first = await world.open();
  await world.enter("r");
  const answered = world.client.send("r", "Move", { x: 1 });
  const open = world.client.send("r", "Move", { x: 2 });
  const [one, two] = first.of("send_message");
  first.tell({ type: "ack", id: one.id, response: null });
  await answered;
  const second = await world.reopen("s1");
  assert.deepEqual(second.of("send_message"), []);
  world.client.send("r", "Move", { x: 3 });
  world.answerJoin("r");
  const again = second.of("send_message");
  assert.deepEqual(again[0], two);
  assert.deepEqual(sentMoves(second), [2, 3]);
  second.tell({ type: "ack", id: two.id, response: "done" });
  assert.equal(await open, "done");
});

test("where the session is lost, what may have taken effect fails, the rest goes on", async () => {
  for (const session of ["s2", undefined]) {
    const world = setUp();
    await world.open("s1");
    const unsure = world.client.send("r", "Move", { x: 1 });
    world.socket().drop();
    const held = world.client.send("r", "Move", { x: 2 });
    await world.clock.advance(250);
    const greeting = { type: "connected", user_id: "ann", session };
    world.socket().tell(greeting);
    assert.equal((await outcome(unsure)).code, "session_lost");
    assert.equal((await outcome(held)).state, "pending");
    assert.deepEqual(sentMoves(world.socket()), [2]);
  }
});

test("a newer volatile message takes the place of one that waits", async () => {
  const world = setUp();
  const { client } = world;
  const old = client.send("r", "Cursor", { x: 1 });
  client.send("other", "Cursor", { x: 2 });
  client.send("r", "Move", { x: 3 });
  client.send("r", "Cursor", { x: 4 });
  assert.deepEqual(await outcome(old), { state: "resolved", value: undefined });
  const socket = await world.open();
  assert.deepEqual(sentMoves(socket), [2, 3, 4]);
  // What is on its way is not taken back.
  client.send("r", "Cursor", { x: 5 });
  assert.deepEqual(sentMoves(socket), [2, 3, 4, 5]);
});

test("a volatile message that was sent goes with its connection", async () => {
  const world = setUp();
  await world.open();
  const sent = world.client.send("r", "Cursor", { x: 1 });
  assert.equal((await outcome(sent)).state, "pending");
  const socket = await world.reopen("s1");
  assert.deepEqual(await outcome(sent), {
    state: "resolved",
    value: undefined,
  });
  assert.deepEqual(socket.sent, []);
});

test("the sender may say otherwise than the model what is volatile", async () => {
  const world = setUp();
  const { client } = world;
  client.send("r", "Cursor", { x: 1 }, { volatile: false });
  client.send("r", "Move", { x: 2 }, { volatile: true });
  client.send("r", "Cursor", { x: 3 });
  client.send("r", "Move", { x: 4 }, { volatile: true });
  assert.deepEqual(sentMoves(await world.open()), [1, 3, 4]);
});

test("the queue has an end, and a newer volatile message needs no further place", async () => {
  const world = setUp({ queueLimit: 2 });
  const { client } = world;
  client.send("r", "Move", { x: 1 });
  client.send("r", "Cursor", { x: 2 });
  client.send("r", "Cursor", { x: 3 });
  const { code, error } = await outcome(client.send("r", "Move", { x: 4 }));
  assert.deepEqual([code, error.room], ["queue_full", "r"]);
  const socket = await world.open();
  assert.deepEqual(sentMoves(socket), [1, 3]);
  const [{ id }] = socket.of("send_message");
  socket.tell({ type: "ack", id });
  client.send("r", "Move", { x: 5 });
  assert.deepEqual(sentMoves(socket), [1, 3, 5]);
});

test("what can't be a message is refused before it is sent", async () => {
  const world = setUp();
  const socket = await world.open();
  const circular = {};
  circular.self = circular;
  for (const [type, message, code] of [
    ["Nothing", {}, "unknown_message"],
    ["toString", {}, "unknown_message"],
    ["__proto__", {}, "unknown_message"],
    ["Notice", { text: "hi" }, "not_client_message"],
    ["Move", circular, "invalid_payload"],
    ["Move", { x: 1n }, "invalid_payload"],
    ["Move", null, "invalid_payload"],
    ["Move", undefined, "invalid_payload"],
    ["Move", [1], "invalid_payload"],
    ["Move", "text", "invalid_payload"],
    ["Move", { message_type: "Say" }, "invalid_payload"],
  ]) {
    const refused = await outcome(world.client.send("r", type, message));
    assert.equal(refused.code, code, `${type} ${refused.state}`);
    assert.equal(refused.error.room, "r");
  }
  assert.deepEqual(socket.sent, []);
  // A message may be handed on with the type that it came with.
  world.client.send("r", "Move", { message_type: "Move", x: 1 });
  world.client.send("r", "Say", { text: "hi" });
  assert.equal(socket.sent.length, 2);
});

test("a room that is left takes along what waited for it, not what was sent", async () => {
  const world = setUp();
  const { client } = world;
  const socket = await world.open();
  await world.enter("r");
  const sent = client.send("r", "Move", { x: 1 });
  const joined = outcome(client.join("r2"));
  const held = outcome(client.send("r2", "Move", { x: 2 }));
  client.leave("r");
  client.leave("r2");
  assert.equal((await held).code, "left");
  assert.equal((await joined).code, "left");
  const [{ id }] = socket.of("send_message");
  socket.tell({ type: "ack", id, response: 1 });
  assert.equal(await sent, 1);
});

test("methods of an app may be called as those of the runtime would be", async () => {
  const world = setUp();
  const { client } = world;
  // As a generated subclass might.
  client.onError = client.onState = client.onAny = () => assert.fail("called");
  client.sendMove = () => assert.fail("called");
  const socket = await world.open();
  await world.enter("r");
  world.broadcast("r", 1, "Move", { x: 1 });
  socket.tell("{");
  assert.equal(world.errors.length, 1);
});

test("what may have taken effect is sent again although its room was left meanwhile", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r");
  const sent = world.client.send("r", "Move", { x: 1 });
  const socket = await world.reopen();
  assert.deepEqual(socket.of("send_message"), []);
  world.client.leave("r");
  const [{ id }] = socket.of("send_message");
  socket.tell({ type: "ack", id, response: 1 });
  assert.equal(await sent, 1);
});
