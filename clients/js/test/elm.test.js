// The Elm client's half in JavaScript: commands from a port, events to the page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { connectElm } from "../src/runtime.js";
import { setUp, settled, withGlobal } from "./harness.js";

/** An Elm program's port and the page that it lives on. */
function elm() {
  const listeners = new Set();
  const port = {
    subscribe: (listener) => listeners.add(listener),
    unsubscribe: (listener) => listeners.delete(listener),
  };
  const page = new EventTarget();
  const heard = [];
  page.addEventListener("keypress", ({ detail, bubbles }) => {
    assert.equal(bubbles, false);
    heard.push(detail.buildamp);
  });
  const command = (value) => listeners.forEach((listener) => listener(value));
  const app = { ports: { buildAmpCommand: port } };
  return { app, page, heard, command, listeners };
}

async function joined(options) {
  const world = setUp();
  const program = elm();
  const stop = connectElm(program.app, world.client, { target: program.page });
  await settled();
  world.greet();
  await settled();
  return { world, stop, ...program, ...options };
}

const join = (room) => ({ command: "join", room });
const leave = (room) => ({ command: "leave", room });
const move = (room, x) => {
  return { command: "send", room, type: "Move", message: { x } };
};

test("an Elm program connects its client, and hears of it", async () => {
  const { world, heard } = await joined();
  assert.equal(world.client.state.name, "open");
  const event = { kind: "connected", user_id: "ann", connection_id: "c1" };
  assert.deepEqual(heard, [event]);
});

test("a program that comes later is told that the connection is there", async () => {
  const world = setUp();
  await world.open();
  const { app, page, heard } = elm();
  connectElm(app, world.client, { target: page });
  assert.deepEqual(heard, []);
  await settled();
  assert.equal(heard[0].kind, "connected");
  assert.equal(world.sockets.length, 1);
});

test("a program without the port is told all the same", async () => {
  for (const app of [{}, { ports: {} }]) {
    const world = setUp();
    const { page, heard } = elm();
    const stop = connectElm(app, world.client, { target: page });
    await settled();
    world.greet();
    await settled();
    assert.equal(heard.length, 1);
    stop();
  }
});

test("events are the page's own by default", async (t) => {
  const { app, page, heard } = elm();
  withGlobal(t, "document", page);
  const world = setUp();
  connectElm(app, world.client);
  await settled();
  world.greet();
  await settled();
  assert.equal(heard.length, 1);
});

test("a token that the server refuses is told as an error, once", async () => {
  const error = "the token is no JSON Web Token";
  const frame = { type: "error", code: "unauthorized", error };
  const fetch = async () =>
    new Response(JSON.stringify(frame), { status: 401 });
  const { app, page, heard, command } = elm();
  const world = setUp({ fetch, token: "garbage" });
  connectElm(app, world.client, { target: page });
  command(join("game:1"));
  await settled();
  world.socket().drop();
  for (let turn = 0; turn < 8; turn += 1) await settled();
  assert.deepEqual(heard, [
    { kind: "error", error, code: "unauthorized", room: null },
  ]);
});

test("events carry their room, so that a subscription to one can let the others be", async () => {
  const { world, heard, command } = await joined();
  command(join("game:1"));
  command(join("game:2"));
  await settled();
  world.answerJoin("game:1", { epoch: "e1", seq: 0 });
  world.answerJoin("game:2", { epoch: "e1", seq: 0 });
  world.broadcast("game:2", 1, "Move", { x: 2 });
  world.broadcast("game:1", 1, "Move", { x: 1 });
  await settled();
  const messages = heard.filter(({ kind }) => kind === "message");
  const rest = { kind: "message", type: "Move", seq: 1, timestamp: 7 };
  assert.deepEqual(messages, [
    { ...rest, room: "game:2", payload: { x: 2 } },
    { ...rest, room: "game:1", payload: { x: 1 } },
  ]);
  const states = heard.filter(({ kind }) => kind === "room_state");
  assert.deepEqual(
    states.map(({ room, state }) => [room, state.of]),
    [
      ["game:1", "game:1"],
      ["game:2", "game:2"],
    ],
  );
});

test("events come after the turn in which they happened, in order", async () => {
  const { world, heard } = await joined();
  const direct = (x) => {
    const message = { type: "Move", payload: { x } };
    world.socket().tell({ type: "direct", message });
  };
  direct(1);
  direct(2);
  assert.equal(heard.length, 1);
  await settled();
  assert.deepEqual(
    heard.slice(1).map(({ payload }) => payload.x),
    [1, 2],
  );
});

test("of one turn, rooms are joined first and left last, whatever the order", async () => {
  const { world, command } = await joined();
  command(join("a"));
  await settled();
  world.answerJoin("a");
  const socket = world.socket();
  socket.sent.length = 0;
  command(leave("a"));
  command(move("a", 1));
  command(join("b"));
  assert.deepEqual(socket.sent, []);
  await settled();
  assert.deepEqual(
    socket.sent.map(({ type, room }) => [type, room]),
    [
      ["join_room", "b"],
      ["send_message", "a"],
      ["leave_room", "a"],
    ],
  );
  assert.deepEqual(socket.of("send_message")[0].payload, {
    message_type: "Move",
    x: 1,
  });
});

test("a room that is left and joined in one turn stays joined", async () => {
  const { world, command } = await joined();
  command(join("a"));
  await settled();
  world.answerJoin("a");
  const socket = world.socket();
  for (const turn of [
    [leave("a"), join("a")],
    [join("a"), leave("a")],
    [join("a"), join("a")],
  ]) {
    socket.sent.length = 0;
    turn.forEach(command);
    await settled();
    const types = socket.sent.map(({ type }) => type);
    assert.deepEqual(types, ["join_room"]);
    world.answerJoin("a");
  }
});

test("what fails is told, with its room", async () => {
  const { world, heard, command } = await joined();
  command({ command: "send", room: "a", type: "Notice", message: {} });
  command(move("b", 1));
  command(join("c"));
  await settled();
  const socket = world.socket();
  const [{ id: sent }] = socket.of("send_message");
  const [{ id: asked }] = socket.of("join_room");
  socket.tell({ type: "error", error: "no", code: "rejected", id: sent });
  socket.tell({ type: "error", error: "no", code: "access_denied", id: asked });
  socket.tell({ type: "error", error: "general", code: "unavailable" });
  await settled();
  const failures = heard.filter(({ kind }) => kind === "error");
  assert.deepEqual(failures.map(({ code, room }) => [code, room]).sort(), [
    ["access_denied", "c"],
    ["not_client_message", "a"],
    ["rejected", "b"],
    ["unavailable", null],
  ]);
});

test("a room that is left before it was come into is no failure, a message that it costs is", async () => {
  const { heard, command } = await joined();
  command(join("a"));
  await settled();
  command(leave("a"));
  await settled();
  assert.equal(heard.filter(({ kind }) => kind === "error").length, 0);
  command(join("b"));
  command(move("b", 1));
  await settled();
  command(leave("b"));
  await settled();
  const failures = heard.filter(({ kind }) => kind === "error");
  assert.deepEqual(
    failures.map(({ code, room }) => [code, room]),
    [["left", "b"]],
  );
});

test("a break is told, and the rooms are come back to", async () => {
  const { world, heard, command } = await joined();
  command(join("a"));
  await settled();
  world.answerJoin("a", { epoch: "e1", seq: 3 });
  const socket = await world.reopen();
  await settled();
  assert.deepEqual(
    heard.map(({ kind }) => kind),
    ["connected", "room_state", "disconnected", "connected"],
  );
  assert.deepEqual(socket.of("join_room")[0].since, { epoch: "e1", seq: 3 });
});

test("a program that is parted from its client neither commands it nor hears of it", async () => {
  const { world, heard, command, stop, listeners } = await joined();
  world.socket().tell({ type: "error", error: "general", code: "unavailable" });
  stop();
  assert.equal(listeners.size, 0);
  command(join("a"));
  world.socket().drop();
  await settled();
  assert.equal(heard.length, 1);
  assert.deepEqual(world.sockets[0].sent, []);
  assert.equal(world.client.state.name, "waiting");
});

test("where there are no custom events, plain ones do", async (t) => {
  withGlobal(t, "CustomEvent", undefined);
  const { heard } = await joined();
  assert.equal(heard[0].kind, "connected");
});

test("a room is joined with a message, whatever the order in which a turn asks for it", async () => {
  const { world, command } = await joined();
  const message = { invite: "plum" };
  command({ ...join("r"), type: "Enter", message });
  command(join("r"));
  await settled();
  const payload = { message_type: "Enter", invite: "plum" };
  assert.deepEqual(
    world
      .socket()
      .of("join_room")
      .map((frame) => frame.payload),
    [payload],
  );
});
