// Coming into rooms, staying in them over breaks, and leaving them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outcome, setUp } from "./harness.js";

/** What comes of type `Move` to a room: the numbers in it. */
function moves(world, room) {
  const heard = [];
  world.client.on(room, "Move", ({ x }) => heard.push(x));
  return heard;
}

test("a join waits for the connection, and gives the room as it is", async () => {
  const world = setUp();
  const states = [];
  world.client.onRoomState("lobby", (event) => states.push(event));
  const joined = world.client.join("lobby");
  const socket = await world.open();
  const [{ id, ...join }] = socket.of("join_room");
  assert.deepEqual(join, { type: "join_room", room: "lobby", userId: "ann" });
  assert.match(id, /^[0-9a-z]+-\d+$/);
  assert.equal((await outcome(joined)).state, "pending");
  const [state, members] = [{ board: [1] }, ["ann", "bob"]];
  const frame = { type: "room_state", room: "lobby", id, state, members };
  const timestamp = 9;
  socket.tell({ ...frame, epoch: "e1", seq: 4, recovered: false, timestamp });
  const at = { kind: "room_state", room: "lobby", timestamp };
  const event = { ...at, state, members, recovered: false };
  assert.deepEqual((await outcome(joined)).value, event);
  assert.deepEqual(states, [event]);
  assert.deepEqual(world.events[1], event);
});

test("a client without a user's name names none", async () => {
  const world = setUp({ userId: undefined });
  world.client.join("lobby");
  const socket = await world.open();
  assert.equal("userId" in socket.of("join_room")[0], false);
});

test("messages reach the handlers of their room and type, in order", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r1");
  await world.enter("r2");
  const [one, two] = [moves(world, "r1"), moves(world, "r2")];
  const events = [];
  world.client.on("r1", "Move", (...values) => events.push(values));
  world.client.on("r1", "Tags", (tags) => one.push(tags));
  world.broadcast("r1", 1, "Move", { x: 1 });
  world.broadcast("r2", 1, "Move", { x: 2 });
  world.broadcast("r1", 2, "Tags", ["a"]);
  world.broadcast("elsewhere", 1, "Move", { x: 3 });
  assert.deepEqual(one, [1, ["a"]]);
  assert.deepEqual(two, [2]);
  const event = { kind: "message", room: "r1", type: "Move" };
  const rest = { payload: { x: 1 }, seq: 1, timestamp: 7 };
  assert.deepEqual(events, [[{ x: 1 }, { ...event, ...rest }]]);
  assert.deepEqual(world.events[3], { ...event, ...rest });
});

test("a message without a payload has null for one", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r");
  const heard = [];
  world.client.on("r", "Notice", (payload) => heard.push(payload));
  world.broadcast("r", 1, "Notice", undefined);
  assert.deepEqual(heard, [null]);
});

test("a server that numbers nothing is heard all the same, and its times are the client's", async () => {
  const world = setUp();
  const socket = await world.open();
  const joined = world.client.join("r");
  const [{ id }] = socket.of("join_room");
  socket.tell({ type: "room_state", room: "r", state: 1, id });
  assert.deepEqual((await joined).members, []);
  const heard = moves(world, "r");
  const message = { type: "Move", payload: { x: 1 } };
  for (let count = 0; count < 2; count += 1) {
    socket.tell({ type: "broadcast", room: "r", message });
  }
  assert.deepEqual(heard, [1, 1]);
  const { seq, timestamp } = world.events[2];
  assert.deepEqual([seq, timestamp], [null, world.clock.now()]);
});

test("presence is told to its room", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  const heard = [];
  world.client.onPresence("r", (event) => heard.push(event));
  world.client.onPresence("other", (event) => heard.push(event));
  const tell = (seq, message) =>
    socket.tell({ type: "broadcast", room: "r", message, timestamp: 9, seq });
  tell(1, { type: "user_joined", user_id: "bob", timestamp: 8 });
  tell(2, { type: "user_left", user_id: "bob" });
  const kind = "presence";
  const user_id = "bob";
  assert.deepEqual(heard, [
    { kind, room: "r", event: "user_joined", user_id, timestamp: 8 },
    { kind, room: "r", event: "user_left", user_id, timestamp: 9 },
  ]);
  assert.deepEqual(world.events.slice(2), heard);
});

test("a message to this user alone belongs to no room", async () => {
  const world = setUp();
  const socket = await world.open();
  const heard = [];
  world.client.onDirect("Notice", (...values) => heard.push(values));
  world.client.onDirect("Move", (...values) => heard.push(values));
  const message = { type: "Notice", payload: { text: "hi" } };
  socket.tell({ type: "direct", message, timestamp: 5 });
  const event = { kind: "direct", ...message, seq: null, timestamp: 5 };
  assert.deepEqual(heard, [[{ text: "hi" }, event]]);
});

test("what was sent to this user alone during a break comes once", async () => {
  const world = setUp();
  const first = await world.open();
  assert.equal(first.url.searchParams.get("direct"), "");
  const heard = [];
  world.client.onDirect("Move", ({ x }, { seq }) => heard.push([x, seq]));
  const tell = (x, seq) => {
    const message = { type: "Move", payload: { x } };
    world.socket().tell({ type: "direct", message, timestamp: 5, seq });
  };
  const begin = (rest) =>
    world.socket().tell({ type: "direct", epoch: "e1", ...rest });
  begin({ seq: 4 });
  tell(5, 5);
  tell(0);
  const second = await world.reopen();
  assert.equal(second.url.searchParams.get("direct"), "e1.5");
  begin({ seq: 5, recovered: true });
  for (const seq of [6, 7, 7, 6, 8]) tell(seq, seq);
  assert.deepEqual(heard, [
    [5, 5],
    [0, null],
    [6, 6],
    [7, 7],
    [8, 8],
  ]);
  const missed = () =>
    world.events.filter(({ kind }) => kind === "directs_missed").length;
  assert.equal(missed(), 0);
  // Cut off before it was told where it is, it asks as before.
  await world.reopen();
  const fourth = await world.reopen();
  assert.equal(fourth.url.searchParams.get("direct"), "e1.8");
  world
    .socket()
    .tell({ type: "direct", epoch: "e2", seq: 2, recovered: false });
  assert.equal(missed(), 1);
  tell(3, 3);
  assert.deepEqual(heard.at(-1), [3, 3]);
  world.client.close();
  const last = await world.open();
  assert.equal(last.url.searchParams.get("direct"), "");
});

test("after a break each room goes on where it was", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r1", { epoch: "e1", seq: 4 });
  await world.enter("r2", { epoch: "e2", seq: 0 });
  const heard = moves(world, "r1");
  const states = [];
  world.client.onRoomState("r1", (event) => states.push(event));
  world.broadcast("r1", 5, "Move", { x: 5 });
  const socket = await world.reopen();
  assert.deepEqual(
    socket.of("join_room").map(({ room, since }) => [room, since]),
    [
      ["r1", { epoch: "e1", seq: 5 }],
      ["r2", { epoch: "e2", seq: 0 }],
    ],
  );
  const recovered = { epoch: "e1", seq: 7, recovered: true };
  world.answerJoin("r1", recovered);
  for (const seq of [6, 7, 8]) world.broadcast("r1", seq, "Move", { x: seq });
  assert.deepEqual(heard, [5, 6, 7, 8]);
  assert.deepEqual(states, []);
  const told = world.events.filter(({ kind }) => kind === "room_state");
  assert.equal(told[2].recovered, true);
});

test("what a recovery leaves out is not asked for again, a gap after it is", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 2 });
  const heard = moves(world, "r");
  const socket = await world.reopen();
  world.answerJoin("r", { epoch: "e1", seq: 6, recovered: true });
  world.broadcast("r", 4, "Move", { x: 4 });
  world.broadcast("r", 6, "Move", { x: 6 });
  world.broadcast("r", 7, "Move", { x: 7 });
  assert.deepEqual(heard, [4, 6, 7]);
  assert.equal(socket.of("join_room").length, 1);
  world.broadcast("r", 9, "Move", { x: 9 });
  assert.deepEqual(heard, [4, 6, 7]);
  assert.deepEqual(socket.of("join_room")[1].since, { epoch: "e1", seq: 7 });
});

test("a gap right after a recovery that brought nothing is seen", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 2 });
  const heard = moves(world, "r");
  const socket = await world.reopen();
  world.answerJoin("r", { epoch: "e1", seq: 2, recovered: true });
  world.broadcast("r", 4, "Move", { x: 4 });
  assert.deepEqual(heard, []);
  assert.deepEqual(socket.of("join_room")[1].since, { epoch: "e1", seq: 2 });
});

test("a recovery that does not say how far it goes is trusted once", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 2 });
  const heard = moves(world, "r");
  const socket = await world.reopen();
  world.answerJoin("r", { epoch: "e1", recovered: true });
  world.broadcast("r", 4, "Move", { x: 4 });
  world.broadcast("r", 6, "Move", { x: 6 });
  assert.deepEqual(heard, [4]);
  assert.equal(socket.of("join_room").length, 2);
});

test("a room of another epoch is a fresh one, whatever it says", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 9 });
  const heard = moves(world, "r");
  const states = [];
  world.client.onRoomState("r", ({ recovered }) => states.push(recovered));
  await world.reopen();
  world.answerJoin("r", { epoch: "e2", seq: 1, recovered: true });
  world.broadcast("r", 2, "Move", { x: 2 });
  assert.deepEqual(heard, [2]);
  assert.deepEqual(states, [false]);
});

test("what was seen is not told twice", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { seq: 3 });
  const heard = moves(world, "r");
  for (const seq of [3, 4, 4, 2, 5])
    world.broadcast("r", seq, "Move", { x: seq });
  assert.deepEqual(heard, [4, 5]);
});

test("a gap is filled before anything after it is told", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r", { epoch: "e1", seq: 1 });
  const heard = moves(world, "r");
  world.broadcast("r", 3, "Move", { x: 3 });
  world.broadcast("r", 4, "Move", { x: 4 });
  assert.deepEqual(heard, []);
  const joins = socket.of("join_room");
  assert.equal(joins.length, 2);
  assert.deepEqual(joins[1].since, { epoch: "e1", seq: 1 });
  world.answerJoin("r", { epoch: "e1", seq: 4, recovered: true });
  for (const seq of [2, 3, 4, 5]) world.broadcast("r", seq, "Move", { x: seq });
  assert.deepEqual(heard, [2, 3, 4, 5]);
});

test("a frame that was for others moves the position alone", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  const heard = moves(world, "r");
  const count = world.events.length;
  world.broadcast("r", 1);
  assert.equal(world.events.length, count);
  world.broadcast("r", 2, "Move", { x: 2 });
  assert.deepEqual(heard, [2]);
  assert.equal(socket.of("join_room").length, 1);
});

test("a join of a room that the client is in asks for a fresh state", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r", { seq: 5 });
  const again = world.client.join("r");
  const third = world.client.join("r");
  const joins = socket.of("join_room");
  assert.equal(joins.length, 2);
  assert.equal(joins[1].since, undefined);
  world.answerJoin("r", { epoch: "e1", seq: 6 });
  assert.deepEqual((await again).state, { of: "r" });
  assert.equal(await third, await again);
});

test("who joins during a break gets the state, also where the room is recovered", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 5 });
  world.socket().drop();
  const again = world.client.join("r");
  await world.clock.advance(250);
  world.greet();
  world.answerJoin("r", { epoch: "e1", seq: 5, recovered: true });
  assert.equal((await outcome(again)).state, "pending");
  const joins = world.socket().of("join_room");
  assert.deepEqual(
    joins.map(({ since }) => since),
    [{ epoch: "e1", seq: 5 }, undefined],
  );
  world.answerJoin("r", { epoch: "e1", seq: 5 });
  assert.equal((await outcome(again)).value.recovered, false);
});

test("a room that was left is not heard any more, and not come back to", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  const heard = moves(world, "r");
  const count = world.events.length;
  world.client.leave("r");
  const [{ id, ...leave }] = socket.of("leave_room");
  assert.deepEqual(leave, { type: "leave_room", room: "r" });
  world.broadcast("r", 1, "Move", { x: 1 });
  world.answerJoin("r");
  socket.tell({ type: "ack", id, response: null });
  world.client.leave("r");
  assert.equal(socket.of("leave_room").length, 1);
  assert.deepEqual(heard, []);
  assert.equal(world.events.length, count);
  const next = await world.reopen();
  assert.deepEqual(next.sent, []);
});

test("a room that is joined again right after it was left takes no old answer", async () => {
  const world = setUp();
  const socket = await world.open();
  const first = outcome(world.client.join("r"));
  world.client.leave("r");
  const second = world.client.join("r");
  const types = socket.sent.map(({ type }) => type);
  assert.deepEqual(types, ["join_room", "leave_room", "join_room"]);
  assert.equal((await first).code, "left");
  const [{ id: old }, { id }] = socket.of("join_room");
  const frame = { type: "room_state", room: "r", members: [] };
  socket.tell({ ...frame, id: old, state: "old" });
  assert.equal((await outcome(second)).state, "pending");
  world.broadcast("r", 1, "Move", { x: 1 });
  socket.tell({ ...frame, id, state: "new" });
  assert.equal((await outcome(second)).value.state, "new");
  assert.deepEqual(world.errors, []);
});

test("a room that was left may be come into by the server's doing", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  world.client.leave("r");
  const [{ id }] = socket.of("leave_room");
  socket.tell({ type: "ack", id, response: null });
  socket.tell({ type: "room_state", room: "r", state: "new", members: [] });
  assert.equal(world.events.pop().state, "new");
});

test("a leave that the server refuses is no error of anybody", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  world.client.leave("r");
  const [{ id }] = socket.of("leave_room");
  socket.tell({ type: "error", error: "no", code: "not_in_room", id });
  assert.deepEqual(world.errors, []);
  await world.enter("r");
});

test("a join that is refused fails, and is not tried again", async () => {
  const world = setUp();
  const socket = await world.open();
  const joined = outcome(world.client.join("secret"));
  const sent = outcome(world.client.send("secret", "Move", { x: 1 }));
  const [{ id }] = socket.of("join_room");
  const frame = { type: "error", error: "Not for you", id, room: "secret" };
  socket.tell({ ...frame, code: "access_denied" });
  const { error } = await joined;
  assert.deepEqual([error.code, error.room], ["access_denied", "secret"]);
  assert.equal((await sent).code, "access_denied");
  assert.deepEqual(world.errors, []);
  const next = await world.reopen();
  assert.deepEqual(next.sent, []);
});

test("a refused join of a room that the client is in costs that join alone", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  const heard = moves(world, "r");
  for (const code of ["access_denied", "unavailable"]) {
    const again = world.client.join("r");
    const { id } = socket.of("join_room").pop();
    socket.tell({ type: "error", error: "no", code, id });
    assert.equal((await outcome(again)).code, code);
  }
  world.broadcast("r", 1, "Move", { x: 1 });
  assert.deepEqual(heard, [1]);
  assert.deepEqual(world.errors, []);
});

test("a busy server does not cost a room that the client was in", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 3 });
  const socket = await world.reopen();
  const refuse = (code, rest) => {
    const { id } = socket.of("join_room").pop();
    socket.tell({ type: "error", error: "busy", code, id, ...rest });
  };
  refuse("rate_limited", { retry_after_ms: 2000 });
  await world.clock.advance(1999);
  assert.equal(socket.of("join_room").length, 1);
  await world.clock.advance(1);
  assert.equal(socket.of("join_room").length, 2);
  assert.deepEqual(socket.of("join_room")[1].since, { epoch: "e1", seq: 3 });
  refuse("unavailable");
  await world.clock.advance(750);
  assert.equal(socket.of("join_room").length, 3);
  refuse("access_denied", { room: "r" });
  await world.clock.advance(100000);
  assert.equal(socket.of("join_room").length, 3);
  assert.deepEqual(
    world.errors.map(({ code, room }) => [code, room]),
    [["access_denied", "r"]],
  );
});

test("a join that is to be tried again ends with its room and its connection", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r");
  const busy = (socket) => {
    const { id } = socket.of("join_room").pop();
    socket.tell({ type: "error", error: "busy", code: "unavailable", id });
  };
  busy(await world.reopen());
  const socket = await world.reopen();
  assert.equal(socket.of("join_room").length, 1);
  busy(socket);
  world.client.leave("r");
  await world.clock.advance(100000);
  assert.equal(socket.of("join_room").length, 1);
  // The server never let it in on this connection.
  assert.deepEqual(socket.of("leave_room"), []);
});

test("a join by the app takes the place of one that is to be tried again", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r", { epoch: "e1", seq: 1 });
  const socket = await world.reopen();
  const [{ id }] = socket.of("join_room");
  socket.tell({ type: "error", error: "busy", code: "unavailable", id });
  const again = world.client.join("r");
  world.answerJoin("r", { epoch: "e1", seq: 1 });
  await again;
  await world.clock.advance(100000);
  assert.equal(socket.of("join_room").length, 2);
  world.broadcast("r", 3, "Move", { x: 3 });
  assert.equal(socket.of("join_room").length, 3);
});

test("a leave without an answer ends with its connection", async () => {
  const world = setUp();
  await world.open();
  await world.enter("r");
  world.client.leave("r");
  const socket = await world.reopen();
  // The app's logic puts the user there anew.
  socket.tell({ type: "room_state", room: "r", state: "new", members: [] });
  assert.equal(world.events.pop().state, "new");
});

test("a room that the server put the user into is one like any other", async () => {
  const world = setUp();
  const socket = await world.open();
  const frame = { type: "room_state", room: "match:1", state: 0 };
  socket.tell({ ...frame, members: [], epoch: "e1", seq: 1 });
  const heard = moves(world, "match:1");
  world.broadcast("match:1", 2, "Move", { x: 2 });
  assert.deepEqual(heard, [2]);
  const next = await world.reopen();
  const [{ room, since }] = next.of("join_room");
  assert.deepEqual([room, since], ["match:1", { epoch: "e1", seq: 2 }]);
});

test("a number without a message tells how far nothing is missing", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r", { seq: 3 });
  const heard = moves(world, "r");
  // Of many that newer ones replaced only the last number comes.
  world.broadcast("r", 9);
  world.broadcast("r", 10, "Move", { x: 10 });
  assert.deepEqual(heard, [10]);
  assert.equal(socket.of("join_room").length, 1);
  // While a gap is being filled, it says nothing of what is in the gap.
  world.broadcast("r", 12, "Move", { x: 12 });
  world.broadcast("r", 13);
  const [, { since }] = socket.of("join_room");
  assert.deepEqual(since, { epoch: "e1", seq: 10 });
  world.answerJoin("r", { epoch: "e1", seq: 13, recovered: true });
  world.broadcast("r", 11, "Move", { x: 11 });
  assert.deepEqual(heard, [10, 11]);
});

test("a room that the logic put the user out of is over", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  const events = [];
  world.client.onLeftRoom("r", (event) => events.push(event));
  socket.tell({ type: "left_room", room: "r" });
  socket.tell({ type: "left_room", room: "elsewhere" });
  const event = { kind: "left_room", room: "r" };
  assert.deepEqual(events, [event]);
  assert.deepEqual(world.events.at(-1), event);
  const next = await world.reopen();
  assert.deepEqual(next.sent, []);
});

test("a room that is joined anew is not lost to an old word of the logic", async () => {
  const world = setUp();
  const socket = await world.open();
  await world.enter("r");
  const joined = world.client.join("r");
  socket.tell({ type: "left_room", room: "r" });
  world.answerJoin("r", { epoch: "e1", seq: 1 });
  assert.equal((await outcome(joined)).state, "resolved");
});

/** What the joins of a room came with, on the newest socket. */
function offers(world) {
  return world
    .socket()
    .of("join_room")
    .map(({ payload }) => payload);
}

const enter = (invite) => ({ type: "Enter", payload: { invite } });
const entered = (invite) => ({ message_type: "Enter", invite });

test("a join brings its message, as it was then, and again after each break", async () => {
  const world = setUp();
  await world.open();
  const message = enter("plum");
  const joined = world.client.join("r", message);
  message.payload.invite = "pear";
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  assert.deepEqual((await joined).members, ["ann"]);
  assert.deepEqual(offers(world), [entered("plum")]);
  await world.reopen();
  world.answerJoin("r", { epoch: "e1", seq: 0, recovered: true });
  await world.reopen("s2");
  assert.deepEqual(offers(world), [entered("plum")]);
});

test("a message that is no object stands under `value`", async () => {
  const world = setUp();
  world.client.join("r", { type: "Watch", payload: null });
  await world.open();
  assert.deepEqual(offers(world), [{ message_type: "Watch", value: null }]);
});

test("what was joined with stays, is replaced, and stays where the replacement is refused", async () => {
  const world = setUp();
  const socket = await world.open();
  world.client.join("r", enter("one"));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  world.client.join("r");
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  const other = world.client.join("r", enter("two"));
  assert.deepEqual(offers(world), ["one", "one", "two"].map(entered));
  const { id } = socket.of("join_room").pop();
  socket.tell({ type: "error", error: "no", code: "access_denied", id });
  assert.equal((await outcome(other)).code, "access_denied");
  await world.reopen();
  assert.deepEqual(offers(world), [entered("one")]);
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  world.client.join("r", enter("three"));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  await world.reopen();
  assert.deepEqual(offers(world), [entered("three")]);
  world.client.leave("r");
  world.client.join("r");
  assert.deepEqual(offers(world).pop(), undefined);
});

test("another message that is refused after a break does not cost the room", async () => {
  for (const [code, pause] of [
    ["access_denied", 0],
    ["rate_limited", 100],
  ]) {
    const world = setUp();
    await world.open();
    world.client.join("r", enter("one"));
    world.answerJoin("r", { epoch: "e1", seq: 3 });
    const other = world.client.join("r", enter("two"));
    const socket = await world.reopen();
    const sent = world.client.send("r", "Move", { x: 1 });
    assert.deepEqual(offers(world), [entered("two")]);
    const { id } = socket.of("join_room").pop();
    const error = { type: "error", error: "no", code, id };
    socket.tell({ ...error, retry_after_ms: pause || undefined });
    assert.equal((await outcome(other)).code, code);
    await world.clock.advance(pause);
    assert.deepEqual(offers(world), ["two", "one"].map(entered));
    const { since } = socket.of("join_room").pop();
    assert.deepEqual(since, { epoch: "e1", seq: 3 });
    world.answerJoin("r", { epoch: "e1", seq: 3, recovered: true });
    // What was sent meanwhile has waited for it.
    socket.tell({ type: "ack", id: socket.of("send_message").pop().id });
    assert.equal((await outcome(sent)).state, "resolved");
    assert.deepEqual(world.errors, []);
    await world.reopen();
    assert.deepEqual(offers(world), [entered("one")]);
  }
});

test("a room that is refused with what it was let in with before is over", async () => {
  const world = setUp();
  await world.open();
  world.client.join("r", enter("one"));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  const other = world.client.join("r", enter("two"));
  const socket = await world.reopen();
  for (let count = 0; count < 2; count += 1) {
    const { id } = socket.of("join_room").pop();
    const code = "access_denied";
    socket.tell({ type: "error", error: "no", code, id });
    assert.equal((await outcome(other)).code, code);
  }
  assert.deepEqual(offers(world), ["two", "one"].map(entered));
  assert.deepEqual(
    world.errors.map(({ code }) => code),
    ["access_denied"],
  );
  await world.reopen();
  assert.deepEqual(offers(world), []);
});

test("a join with another message waits for the one on its way, whatever becomes of it", async () => {
  const world = setUp();
  const socket = await world.open();
  const first = world.client.join("r", enter("one"));
  const second = world.client.join("r", enter("two"));
  assert.deepEqual(offers(world), ["one"].map(entered));
  const refuse = () => {
    const { id } = socket.of("join_room").pop();
    socket.tell({ type: "error", error: "no", code: "access_denied", id });
  };
  refuse();
  assert.equal((await outcome(first)).code, "access_denied");
  assert.deepEqual(offers(world), ["one", "two"].map(entered));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  assert.deepEqual((await second).state, { of: "r" });
  const third = world.client.join("r", enter("three"));
  const fourth = world.client.join("r", enter("four"));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  assert.deepEqual((await third).state, { of: "r" });
  refuse();
  assert.equal((await outcome(fourth)).code, "access_denied");
  await world.reopen();
  assert.deepEqual(offers(world), ["three"].map(entered));
});

test("a join that waits for another ends where the room is left", async () => {
  const world = setUp();
  await world.open();
  const first = world.client.join("r", enter("one"));
  const second = world.client.join("r", enter("two"));
  world.client.leave("r");
  const outcomes = await Promise.all([first, second].map(outcome));
  assert.deepEqual(
    outcomes.map(({ code }) => code),
    ["left", "left"],
  );
  assert.deepEqual(offers(world), ["one"].map(entered));
});

test("a join that waits for another ends where the client is closed", async () => {
  const expired = setUp({ token: "t" });
  await expired.open();
  const both = ["one", "two"].map((invite) =>
    outcome(expired.client.join("r", enter(invite))),
  );
  expired.socket().drop(4001);
  const code = "token_expired";
  assert.deepEqual(
    (await Promise.all(both)).map((ended) => ended.code),
    [code, code],
  );
  await expired.open("s2");
  assert.deepEqual(offers(expired), []);

  const world = setUp();
  await world.open();
  world.client.onRoomState("r", () => world.client.close());
  const first = outcome(world.client.join("r", enter("one")));
  const second = outcome(world.client.join("r", enter("two")));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  assert.equal((await first).state, "resolved");
  assert.equal((await second).code, "closed");
});

test("a state that nobody asked for says nothing of the join on its way", async () => {
  const world = setUp();
  const socket = await world.open();
  world.client.join("r", enter("one"));
  world.answerJoin("r", { epoch: "e1", seq: 0 });
  const tell = (state) => {
    const frame = { type: "room_state", room: "r", members: [], epoch: "e1" };
    socket.tell({ ...frame, state, seq: 3 });
    assert.equal(world.events.at(-1).state, state);
  };
  const second = world.client.join("r", enter("two"));
  const { id } = socket.of("join_room").pop();
  tell("by the rules");
  assert.equal((await outcome(second)).state, "pending");
  socket.tell({ type: "error", error: "no", code: "access_denied", id });
  assert.equal((await outcome(second)).code, "access_denied");
  assert.deepEqual(world.errors, []);
  const third = world.client.join("r", enter("three"));
  tell("once more");
  world.answerJoin("r", { epoch: "e1", seq: 4 });
  assert.deepEqual((await outcome(third)).value.state, { of: "r" });
  await world.reopen();
  assert.deepEqual(offers(world), [entered("three")]);
});

test("a first join that is refused does not cost a room that the rules put the user into meanwhile", async () => {
  const world = setUp();
  const socket = await world.open();
  const joined = world.client.join("r", enter("one"));
  const frame = { type: "room_state", room: "r", members: [], state: 0 };
  socket.tell({ ...frame, epoch: "e1", seq: 3 });
  const { id } = socket.of("join_room").pop();
  socket.tell({ type: "error", error: "no", code: "access_denied", id });
  assert.equal((await outcome(joined)).code, "access_denied");
  const heard = moves(world, "r");
  world.broadcast("r", 4, "Move", { x: 4 });
  assert.deepEqual(heard, [4]);
  await world.reopen();
  assert.deepEqual(offers(world), [undefined]);
});

test("what comes with no join is refused at once, and what does is not sent", async () => {
  const world = setUp();
  await world.open();
  const refused = async (promise, code) =>
    assert.equal((await outcome(promise)).code, code);
  const { client } = world;
  await refused(
    client.join("r", { type: "Say", payload: {} }),
    "unknown_message",
  );
  await refused(
    client.join("r", { type: "Nobody", payload: {} }),
    "unknown_message",
  );
  await refused(
    client.join("r", { type: "Enter", payload: 7 }),
    "invalid_payload",
  );
  await refused(
    client.send("r", "Enter", { invite: "x" }),
    "not_client_message",
  );
  assert.deepEqual(world.socket().sent, []);
});
