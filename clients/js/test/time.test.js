// What time it is by the server's clock, as far as frames tell.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerTime } from "../src/runtime/time.js";
import { FakeClock, setUp, settled } from "./harness.js";

/** A client whose server's clock is so far ahead. */
async function ahead(offset, { there = 0, back = 0 } = {}) {
  const world = setUp();
  world.client.connect();
  await settled();
  const server = () => world.clock.now() + offset;
  await world.clock.advance(there);
  const timestamp = server();
  await world.clock.advance(back);
  const frame = { type: "connected", user_id: "ann", session: "s1", timestamp };
  world.socket().tell(frame);
  return Object.assign(world, { server });
}

function check(world, tolerance = 0) {
  const wrong = Math.abs(world.client.now() - world.server());
  assert.ok(wrong <= tolerance, `wrong by ${wrong} ms`);
}

test("before the server has said anything it is this machine's time", () => {
  const { client, clock } = setUp();
  assert.equal(client.now(), clock.now());
});

test("the first frame tells the time, as good as its way is short", async () => {
  for (const offset of [0, 60000, -60000]) {
    check(await ahead(offset));
    check(await ahead(offset, { there: 50, back: 50 }));
    check(await ahead(offset, { there: 10, back: 90 }), 50);
  }
});

test("a faster answer tells it better, a slower one no worse", async () => {
  const world = await ahead(5000, { there: 0, back: 800 });
  check(world, 400);
  const join = async (room, there, back) => {
    const joined = world.client.join(room);
    await world.clock.advance(there);
    const timestamp = world.server();
    await world.clock.advance(back);
    world.answerJoin(room, { epoch: "e", seq: 0, timestamp });
    return (await joined).timestamp;
  };
  assert.equal(await join("a", 10, 10), world.server() - 10);
  check(world);
  await join("b", 900, 0);
  check(world);
});

test("a message that was missed has its old time, and changes nothing", async () => {
  const world = await ahead(5000, { there: 5, back: 5 });
  await world.enter("r");
  const before = world.server();
  const old = [];
  world.client.on("r", "Move", (_, { timestamp }) => old.push(timestamp));
  await world.clock.advance(60000);
  const message = { type: "Move", payload: {} };
  const frame = { type: "broadcast", room: "r", message, seq: 1 };
  world.socket().tell({ ...frame, timestamp: before });
  assert.deepEqual(old, [before]);
  check(world);
});

test("a server whose clock was put forward is followed by what it sends", async () => {
  const world = await ahead(0);
  const message = { type: "Notice", payload: {} };
  const timestamp = world.server() + 3000;
  world.socket().tell({ type: "direct", message, timestamp });
  assert.equal(world.client.now(), timestamp);
});

test("back it goes not by little, and by much at once", async () => {
  const clock = new FakeClock();
  const time = new ServerTime(clock);
  const answer = (offset) => time.hear(clock.now() + offset, clock.now());
  answer(500);
  const first = time.now();
  assert.equal(first, clock.now() + 500);
  await clock.advance(100);
  answer(300);
  assert.equal(time.now(), first, "it stands still");
  await clock.advance(200);
  assert.equal(time.now(), clock.now() + 300);
  answer(-60000);
  assert.equal(time.now(), clock.now() - 60000);
});

test("an answer is believed for minutes, for clocks are set", async () => {
  const world = await ahead(0);
  await world.clock.advance(600000);
  const joined = world.client.join("r");
  const timestamp = world.clock.now() - 2000;
  await world.clock.advance(100);
  world.answerJoin("r", { epoch: "e", seq: 0, timestamp });
  await joined;
  assert.equal(world.client.now(), world.clock.now() - 2050);
});

test("a machine's clock that is put forward is noticed, however much is heard", async () => {
  const world = await ahead(0);
  world.isAlive = false; // the test answers
  const put = 20000; // too little to be taken for silence
  world.clock.time += put;
  for (const timer of world.clock.timers.values()) timer.at += put;
  const server = () => world.clock.now() - put;
  const wrong = () => Math.abs(world.client.now() - server());
  assert.equal(wrong(), put);
  const message = { type: "Notice", payload: {} };
  for (let heard = 0; heard < 29; heard += 1) {
    await world.clock.advance(10000);
    const [ping] = world.socket().of("ping");
    if (ping) break;
    world.socket().tell({ type: "direct", message, timestamp: server() });
  }
  assert.equal(world.socket().of("ping").length, 1, "no more is asked");
  world.socket().tell({ type: "pong", timestamp: server() });
  assert.equal(wrong(), 0);
});

test("a server that tells no time is taken to have this machine's", async () => {
  const world = setUp();
  await world.open();
  const joined = world.client.join("r");
  world.answerJoin("r", { epoch: "e", seq: 0 });
  assert.equal((await joined).timestamp, world.clock.now());
  assert.equal(world.client.now(), world.clock.now());
});
