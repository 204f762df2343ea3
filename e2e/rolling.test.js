// All nodes are replaced in turn, while clients send: nothing that was confirmed is lost, nothing takes effect twice, and nobody misses a
// broadcast or has to begin anew.
//
// The clients are the generated JavaScript client in Node.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { App } from "./support/app.js";
import { Numbers } from "./support/numbers.js";

const ROOM = "ledger:rolling";
const CLIENTS = 4;
const PERIOD_MS = 50;

let app, Client;
const clients = [];

before(async () => {
  const variables = { BUILDAMP_STORE_HISTORY: "2000" };
  app = await App.ours("ledger", { nodes: 3, variables });
  await app.start();
  const generated = join(app.folder, "generated/js");
  await writeFile(join(generated, "package.json"), '{"type":"module"}');
  ({ Client } = await import(pathToFileURL(join(generated, "buildamp.js"))));
});

after(async () => {
  for (const { client } of clients) client.close();
  await app?.remove();
});

function newcomer(number) {
  const numbers = new Numbers(ROOM);
  const client = new Client({
    url: `ws://${app.address}/ws`,
    userId: `user-${number}`,
    WebSocket: numbers.WebSocket,
    transport: "websocket",
    backoff: { minMs: 20, maxMs: 300 },
  });
  const one = { client, numbers, entries: [], again: 0 };
  client.onRoomState(ROOM, ({ state }) => (one.entries = [...state.entries]));
  client.onAdded(ROOM, ({ tag }) => one.entries.push(tag));
  clients.push(one);
  client.connect();
  return one;
}

/** Sends one, again where the server says that nothing has happened. */
async function add(one, tag) {
  for (;;) {
    try {
      return await one.client.sendAdd(ROOM, { tag, amount: 1 });
    } catch (error) {
      if (error.code !== "unavailable") throw error;
      one.again += 1;
    }
  }
}

/** Sends until it is told to stop; all tags that were confirmed, in their order. */
async function work(one, number, isOver) {
  const sent = [];
  for (let count = 0; !isOver(); count += 1) {
    const tag = `${number}-${count}`;
    sent.push(add(one, tag).then(() => tag));
    await new Promise((go) => setTimeout(go, PERIOD_MS));
  }
  return Promise.all(sent);
}

test("a restart of all nodes in turn loses nothing and repeats nothing", async (t) => {
  const all = Array.from({ length: CLIENTS }, (_, number) => newcomer(number));
  await Promise.all(all.map(({ client }) => client.join(ROOM)));
  let isOver = false;
  const working = all.map((one, number) => work(one, number, () => isOver));
  const pause = () => new Promise((go) => setTimeout(go, 500));
  for (const node of app.nodes) {
    await pause();
    assert.equal(await node.stop(), 0, "it ends in order");
    await pause();
    await node.start();
  }
  await pause();
  isOver = true;
  const confirmed = (await Promise.all(working)).flat();

  const judge = newcomer("judge");
  const { state } = await judge.client.join(ROOM);
  const again = all.reduce((sum, one) => sum + one.again, 0);
  const sockets = all.map(({ numbers }) => numbers.sockets);
  t.diagnostic(
    `${confirmed.length} confirmed, ${again} sent again, sockets ${sockets}`,
  );
  assert.deepEqual(state.entries.toSorted(), confirmed.toSorted());
  assert.equal(new Set(confirmed).size, confirmed.length);
  assert.equal(state.total, confirmed.length);
  const late = Date.now() + 30_000;
  while (
    all.some(({ entries }) => entries.length < state.entries.length) &&
    Date.now() < late
  )
    await pause();
  for (const { entries, numbers } of all) {
    assert.deepEqual(entries, state.entries);
    assert.deepEqual(numbers.problems, []);
    assert.equal(numbers.states, 1, "nobody begins anew");
    assert.ok(numbers.sockets > 1, "everybody had to come back");
    const { comings } = numbers;
    assert.equal(new Set(comings).size, comings.length, "nobody comes twice");
    assert.ok(!comings.some((coming) => coming.startsWith("user_left")));
  }
});
