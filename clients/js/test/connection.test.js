// How a connection comes about, ends, and is tried again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { BuildAmpError } from "../src/runtime.js";
import { outcome, setUp, settled, withGlobal } from "./harness.js";

test("a client connects when it is told to, and is open when the server greets", async () => {
  const world = setUp({ token: "t 1" });
  assert.deepEqual(world.client.state, { name: "idle" });
  world.client.connect();
  assert.equal(world.client.state.name, "connecting");
  await settled();
  assert.equal(world.socket().url.href, "ws://test/ws?token=t+1&direct=");
  world.greet();
  const open = { name: "open", userId: "ann", connectionId: "c1" };
  assert.deepEqual(world.client.state, open);
  assert.ok(Object.isFrozen(world.client.state));
  assert.deepEqual(world.states, ["connecting", "open"]);
  assert.deepEqual(world.events, [
    { kind: "connected", user_id: "ann", connection_id: "c1" },
  ]);
  world.client.connect();
  await settled();
  assert.equal(world.sockets.length, 1);
});

test("an address of the web becomes one of a socket", async (t) => {
  const world = setUp({ url: "https://app.test/live?a=1" });
  world.client.connect();
  await settled();
  assert.equal(world.socket().url.href, "wss://app.test/live?a=1&direct=");
  withGlobal(t, "location", { href: "http://page.test:8080/games/1" });
  const onPage = setUp({ url: undefined });
  onPage.client.connect();
  await settled();
  assert.equal(onPage.socket().url.href, "ws://page.test:8080/ws?direct=");
});

test("outside of a browser there has to be an address", () => {
  const { client } = setUp({ url: undefined });
  assert.throws(() => client.connect(), /option `url` is needed/);
  assert.equal(client.state.name, "idle");
});

test("each attempt waits up to twice as long, within the limit", async () => {
  const world = setUp({ backoff: { minMs: 100, maxMs: 1000 } });
  world.client.connect();
  await settled();
  const waits = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    world.socket().drop();
    const { name, retryAt } = world.client.state;
    assert.equal(name, "waiting");
    waits.push(retryAt - world.clock.now());
    await world.clock.advance(waits[attempt] - 1);
    assert.equal(world.sockets.length, attempt + 1);
    await world.clock.advance(1);
    assert.equal(world.sockets.length, attempt + 2);
  }
  assert.deepEqual(waits, [50, 100, 200, 400, 500, 500]);
  assert.deepEqual(world.errors, []);
});

test("the wait is anything up to its limit, so that clients don't come back together", async () => {
  for (const [random, wait] of [
    [0, 0],
    [0.25, 125],
    [0.999, 500],
  ]) {
    const world = setUp({ random: () => random });
    world.client.connect();
    await settled();
    world.socket().drop();
    const { retryAt } = world.client.state;
    assert.equal(retryAt - world.clock.now(), wait);
  }
});

test("a connection that is cut at once counts as a failure, one that lasted does not", async () => {
  const world = setUp();
  const wait = () => world.client.state.retryAt - world.clock.now();
  await world.open();
  world.socket().drop();
  assert.equal(wait(), 250);
  await world.clock.advance(250);
  world.greet();
  world.socket().drop();
  assert.equal(wait(), 500);
  await world.clock.advance(500);
  world.greet();
  await world.clock.advance(500);
  world.socket().drop();
  assert.equal(wait(), 250);
});

test("`connect` while waiting tries at once, and the timer is off", async () => {
  const world = setUp();
  await world.open();
  world.socket().drop();
  world.client.connect();
  await settled();
  assert.equal(world.sockets.length, 2);
  await world.clock.advance(5000);
  assert.equal(world.sockets.length, 2);
});

test("a page that is online again tries at once, and only then", async (t) => {
  const target = new EventTarget();
  for (const name of ["addEventListener", "removeEventListener"]) {
    withGlobal(t, name, target[name].bind(target));
  }
  const world = setUp();
  await world.open();
  target.dispatchEvent(new Event("online"));
  world.socket().drop();
  target.dispatchEvent(new Event("online"));
  await settled();
  assert.equal(world.sockets.length, 2);
  target.dispatchEvent(new Event("online"));
  await settled();
  assert.equal(world.sockets.length, 2);
});

test("a socket that does not greet in time is given up", async () => {
  const world = setUp();
  world.client.connect();
  await settled();
  const first = world.socket();
  await world.clock.advance(14999);
  assert.equal(world.client.state.name, "connecting");
  await world.clock.advance(1);
  assert.equal(world.client.state.name, "waiting");
  assert.deepEqual(first.closes, [undefined]);
  const { state } = world.client;
  first.drop(1011);
  assert.equal(world.client.state, state);
  await world.clock.advance(1000);
  world.greet();
  first.tell({ type: "error", error: "late", code: "late" });
  first.drop();
  assert.equal(world.client.state.name, "open");
  assert.deepEqual(world.errors, []);
});

test("a socket that is lost before it greets is given up once", async () => {
  const world = setUp();
  world.client.connect();
  await settled();
  world.socket().drop(1008);
  const { state } = world.client;
  await world.clock.advance(20000);
  assert.equal(world.client.state, state);
  assert.equal(world.sockets.length, 1);
});

test("a socket that greets is not given up later", async () => {
  const world = setUp();
  await world.open();
  await world.clock.advance(100000);
  assert.equal(world.client.state.name, "open");
  assert.equal(world.sockets.length, 1);
});

test("who hears nothing for long asks for a sign of life, and looks elsewhere where none comes", async () => {
  const world = setUp({ silence: { quietMs: 30000, answerMs: 5000 } });
  const socket = await world.open();
  await world.clock.advance(29999);
  assert.equal(socket.of("ping").length, 0);
  await world.clock.advance(1);
  assert.equal(socket.of("ping").length, 1);
  await world.clock.advance(29999);
  assert.equal(socket.of("ping").length, 1, "the answer was heard");
  world.isAlive = false;
  await world.clock.advance(1);
  assert.equal(socket.of("ping").length, 2);
  assert.equal(world.client.state.name, "open");
  await world.clock.advance(5000);
  assert.equal(world.client.state.name, "waiting");
  assert.deepEqual(socket.closes, [undefined]);
  await world.clock.advance(1000);
  world.greet();
  assert.equal(world.client.state.name, "open");
  assert.deepEqual(world.errors, []);
});

test("who waits for an answer asks sooner, and any frame is a sign of life", async () => {
  const world = setUp({ silence: { quietMs: 30000, answerMs: 5000 } });
  const socket = await world.open();
  await world.enter("r", { epoch: "e1", seq: 0 });
  world.isAlive = false;
  const sent = world.client.send("r", "Say", { text: "hi" });
  await world.clock.advance(5000);
  assert.equal(socket.of("ping").length, 1);
  world.broadcast("r", 1, "Move", { x: 1 });
  await world.clock.advance(5000);
  assert.equal(world.client.state.name, "open");
  assert.equal(socket.of("ping").length, 2);
  await world.clock.advance(5000);
  assert.equal(world.client.state.name, "waiting");
  await world.clock.advance(1000);
  world.greet();
  world.answerJoin("r", { epoch: "e1", seq: 1, recovered: true });
  const [{ id }] = world.socket().of("send_message");
  world.socket().tell({ type: "ack", id, response: null });
  assert.equal(await sent, null);
});

test("a client that is closed asks for nothing any more", async () => {
  const world = setUp();
  await world.open();
  world.client.close();
  assert.equal(world.clock.timers.size, 0);
});

test("an error of the socket is followed by its close, and is none by itself", async () => {
  const world = setUp();
  await world.open();
  world.socket().onerror(new Event("error"));
  assert.equal(world.client.state.name, "open");
});

test("a function gives each connection its token", async () => {
  let count = 0;
  const token = async () => `t${(count += 1)}`;
  const world = setUp({ token });
  const first = await world.open();
  const second = await world.reopen();
  assert.equal(first.url.searchParams.get("token"), "t1");
  assert.equal(second.url.searchParams.get("token"), "t2");
});

test("no token is no part of the address", async () => {
  const world = setUp({ token: () => null });
  const socket = await world.open();
  assert.equal(socket.url.searchParams.get("token"), null);
});

test("a token that can't be had is an error, and tried again", async () => {
  for (const [thrown, text] of [
    [new Error("offline"), /offline/],
    [undefined, /undefined/],
    ["no session", /no session/],
  ]) {
    let fails = true;
    const token = () => (fails ? Promise.reject(thrown) : "t");
    const world = setUp({ token });
    world.client.connect();
    await settled();
    assert.equal(world.client.state.name, "waiting");
    assert.equal(world.errors[0].code, "connect_failed");
    assert.match(world.errors[0].message, text);
    fails = false;
    await world.clock.advance(1000);
    world.greet();
    assert.equal(world.client.state.name, "open");
  }
});

test("a socket that can't be made is an error, and tried again", async () => {
  class Broken {
    constructor() {
      throw new SyntaxError("bad address");
    }
  }
  const world = setUp({ WebSocket: Broken });
  world.client.connect();
  await settled();
  assert.equal(world.client.state.name, "waiting");
  assert.match(world.errors[0].message, /bad address/);
});

test("a client that is closed while its token comes makes no socket", async () => {
  let give;
  const world = setUp({ token: () => new Promise((r) => (give = r)) });
  world.client.connect();
  world.client.close();
  give("late");
  await settled();
  assert.equal(world.sockets.length, 0);
  assert.equal(world.client.state.name, "closed");
});

test("a token that fails after the client was closed is nobody's error", async () => {
  let fail;
  const token = () => new Promise((_, reject) => (fail = reject));
  const world = setUp({ token });
  world.client.connect();
  world.client.close();
  fail(new Error("late"));
  await settled();
  assert.equal(world.client.state.name, "closed");
  assert.deepEqual(world.errors, []);
});

test("an expired token is replaced at once, if there is another", async () => {
  let count = 0;
  const world = setUp({ token: () => `t${(count += 1)}` });
  await world.open();
  await world.clock.advance(1000);
  world.socket().drop(4001, "token expired");
  await settled();
  assert.equal(world.sockets.length, 2);
  assert.equal(world.socket().url.searchParams.get("token"), "t2");
  assert.deepEqual(world.errors, []);
});

test("tokens that are all refused are not asked for in a busy loop", async () => {
  const world = setUp({ token: () => "expired already" });
  await world.open();
  world.socket().drop(4001);
  await settled();
  assert.equal(world.client.state.name, "waiting");
  assert.equal(world.sockets.length, 1);
});

test("an expired token without another is the end", async () => {
  const world = setUp({ token: "t" });
  await world.open();
  const sent = world.client.send("room", "Move", { x: 1 });
  world.socket().drop(4001);
  const { name, error } = world.client.state;
  assert.deepEqual([name, error.code], ["closed", "token_expired"]);
  assert.equal((await outcome(sent)).code, "token_expired");
  assert.deepEqual(
    world.errors.map(({ code }) => code),
    ["token_expired"],
  );
  await world.clock.advance(100000);
  assert.equal(world.sockets.length, 1);
});

test("a server that restarts or is overloaded says when to come back", async () => {
  for (const code of [1012, 1013]) {
    const world = setUp();
    await world.open();
    world.socket().drop(code, "restarting, retry_after_ms=4000");
    const { retryAt } = world.client.state;
    assert.equal(retryAt - world.clock.now(), 4250);
    assert.deepEqual(world.errors, []);
  }
});

test("who broke a rule waits long, and is told", async () => {
  const world = setUp();
  await world.open();
  world.socket().drop(1008, "flood");
  const { retryAt } = world.client.state;
  assert.equal(retryAt - world.clock.now(), 22500);
  assert.equal(world.errors[0].code, "connection_closed");
  assert.match(world.errors[0].message, /1008.*flood/);
});

test("closes of every day are no errors, strange ones are", async () => {
  for (const [code, errors] of [
    [1000, 0],
    [1001, 0],
    [1005, 0],
    [1006, 0],
    [1009, 1],
    [1011, 1],
    [4999, 1],
  ]) {
    const world = setUp();
    await world.open();
    world.socket().drop(code);
    assert.equal(world.errors.length, errors, `code ${code}`);
    assert.equal(world.client.state.name, "waiting");
    assert.deepEqual(world.events[1], { kind: "disconnected" });
  }
});

test("the session is resumed, until the client is closed", async () => {
  const world = setUp();
  const first = await world.open("s1");
  assert.equal(first.url.searchParams.get("session"), null);
  const second = await world.reopen("s2");
  assert.equal(second.url.searchParams.get("session"), "s1");
  world.client.close();
  assert.deepEqual(second.closes, [1000]);
  const third = await world.open("s3");
  assert.equal(third.url.searchParams.get("session"), null);
  assert.equal(world.client.state.name, "open");
});

test("what a closed client still had to do fails, and so does what it is told to", async () => {
  const world = setUp();
  await world.open();
  const { client } = world;
  const joined = client.join("room");
  const held = client.send("room", "Move", { x: 1 });
  const sent = client.send("elsewhere", "Move", { x: 1 });
  client.close();
  const promises = [joined, held, sent, client.join("room")];
  for (const { code, error } of await Promise.all(promises.map(outcome))) {
    assert.equal(code, "closed");
    assert.ok(error instanceof BuildAmpError);
  }
  const { code } = await outcome(client.send("room", "Move", { x: 1 }));
  assert.equal(code, "closed");
  client.close();
  assert.deepEqual(world.states, ["connecting", "open", "closed"]);
  assert.deepEqual(world.errors, []);
  await world.clock.advance(100000);
  assert.equal(world.sockets.length, 1);
});

test("a state's handlers find the client as the state says, and may close it", async () => {
  const world = setUp();
  world.client.onState((state) => {
    assert.equal(world.client.state, state);
    if (state.name === "waiting") world.client.close();
  });
  await world.open();
  world.socket().drop();
  await world.clock.advance(100000);
  assert.equal(world.client.state.name, "closed");
  assert.equal(world.sockets.length, 1);
});

test("a handler that throws is reported, and disturbs no other", async (t) => {
  const reported = [];
  withGlobal(t, "reportError", (error) => reported.push(error.message));
  const world = setUp();
  const heard = [];
  world.client.onState(() => {
    throw new Error("mine");
  });
  world.client.onState(({ name }) => heard.push(name));
  await world.open();
  await settled();
  assert.deepEqual(heard, ["connecting", "open"]);
  assert.deepEqual(reported, ["mine", "mine"]);
});

test("a handler that was taken away hears nothing more, also of what is being told", async () => {
  const world = setUp();
  const heard = [];
  const handler = ({ name }) => heard.push(name);
  const stops = [];
  world.client.onState(() => stops.forEach((stop) => stop()));
  stops.push(world.client.onState(handler));
  const other = world.client.onState(handler);
  await world.open();
  assert.deepEqual(heard, ["connecting", "open"]);
  other();
  other();
  world.socket().drop();
  assert.deepEqual(heard, ["connecting", "open"]);
});

test("frames that make no sense are errors, and end nothing", async () => {
  const world = setUp();
  const socket = await world.open();
  const frames = [
    ["{", "bad_json"],
    ["null", "bad_frame"],
    ["5", "bad_frame"],
    ['{"type":7}', "bad_frame"],
    ['{"type":"room_state"}', "bad_frame"],
    ['{"type":"broadcast","room":1}', "bad_frame"],
    ['{"type":"direct","message":null}', "bad_frame"],
    ['{"type":"direct","seq":1}', "bad_frame"],
  ];
  for (const [text] of frames) socket.tell(text);
  const codes = world.errors.map(({ code }) => code);
  assert.deepEqual(
    codes,
    frames.map(([, code]) => code),
  );
  assert.equal(world.client.state.name, "open");
});

test("frames of a later protocol are ignored, with one warning for each type", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const world = setUp();
  const socket = await world.open();
  for (const type of ["later", "later", "toString", "constructor"]) {
    socket.tell({ type });
  }
  assert.equal(warn.mock.callCount(), 3);
  assert.deepEqual(world.errors, []);
});

test("a second greeting changes nothing", async () => {
  const world = setUp();
  await world.open();
  world.greet("other");
  assert.deepEqual(world.states, ["connecting", "open"]);
});

test("an error of no message is told to everybody", async () => {
  const world = setUp();
  const socket = await world.open();
  const frame = { type: "error", error: "Slow down", code: "rate_limited" };
  socket.tell({ ...frame, retry_after_ms: 200, room: "r" });
  const [error] = world.errors;
  assert.deepEqual(
    { ...error },
    {
      name: "BuildAmpError",
      code: "rate_limited",
      room: "r",
      retryAfterMs: 200,
    },
  );
  assert.equal(error.message, "Slow down");
  const kind = "error";
  const [code, room] = ["rate_limited", "r"];
  assert.deepEqual(world.events[1], { kind, error: "Slow down", code, room });
});

test("only a server that restarts or is overloaded may say when", async () => {
  const world = setUp();
  await world.open();
  world.socket().drop(1001, "retry_after_ms=4000");
  const { retryAt } = world.client.state;
  assert.equal(retryAt - world.clock.now(), 250);
});

test("a client that is connected anew has no failures behind it", async () => {
  const world = setUp();
  await world.open();
  world.socket().drop();
  world.client.close();
  await world.open();
  world.socket().drop();
  const { retryAt } = world.client.state;
  assert.equal(retryAt - world.clock.now(), 250);
});
