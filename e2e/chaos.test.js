// Clients on a bad network, with a server that is killed: whatever was confirmed took effect once, and in the end all agree.
//
// The clients are the generated JavaScript client in Node; each sends through a proxy of its own. SEED chooses another storm.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";

import { App } from "./support/app.js";
import { ChaosProxy, seeded } from "./support/chaos.js";

const ROOM = "ledger:1";
const CLIENTS = 6;
const EACH = 60;
const seed = Number(process.env.SEED ?? 20261129);

let app, Client;
const proxies = [];
const clients = [];

before(async () => {
  app = await App.ours("ledger");
  await app.start();
  const generated = join(app.folder, "generated/js");
  await writeFile(join(generated, "package.json"), '{"type":"module"}');
  ({ Client } = await import(pathToFileURL(join(generated, "buildamp.js"))));
});

after(async () => {
  for (const { client } of clients) client.close();
  for (const proxy of proxies) proxy.close();
  await app?.remove();
});

/** A client on a network of its own, and what it knows of the ledger. */
async function newcomer(number) {
  const proxy = await ChaosProxy.before(() => app.address, seed + number);
  proxies.push(proxy);
  const client = new Client({
    url: `ws://${proxy.address}/ws`,
    userId: `user-${number}`,
    WebSocket,
    transport: "websocket",
    backoff: { minMs: 20, maxMs: 300 },
    random: seeded(seed * 7 + number),
  });
  const one = { client, proxy, entries: [], total: 0 };
  client.onRoomState(ROOM, ({ state }) => {
    one.entries = [...state.entries];
    one.total = state.total;
  });
  client.onAdded(ROOM, ({ tag, total }) => {
    one.entries.push(tag);
    one.total = total;
  });
  client.join(ROOM);
  client.connect();
  clients.push(one);
  return one;
}

/** Sends all of a client's, some at once, and tells what became of each. */
async function work({ client }, number, tell) {
  const random = seeded(seed + 100 + number);
  const sent = [];
  for (let count = 0; count < EACH; count += 1) {
    const tag = `${number}-${count}`;
    const amount = 1 + ((number * EACH + count) % 9);
    sent.push(
      client.sendAdd(ROOM, { tag, amount }).then(
        () => tell(tag, amount, "confirmed"),
        ({ code }) => tell(tag, amount, code),
      ),
    );
    await new Promise((go) => setTimeout(go, random() * 60));
  }
  await Promise.all(sent);
}

test("what is confirmed took effect once, and all agree in the end", async (t) => {
  const fates = new Map();
  const all = await Promise.all(
    Array.from({ length: CLIENTS }, (_, number) => newcomer(number)),
  );
  for (const { proxy } of all) proxy.storm(true);
  const working = all.map((one, number) =>
    work(one, number, (tag, amount, fate) => fates.set(tag, { amount, fate })),
  );
  for (let kill = 0; kill < 2; kill += 1) {
    await new Promise((go) => setTimeout(go, 1200));
    await app.kill();
    await app.start();
  }
  await new Promise((go) => setTimeout(go, 1500));
  for (const { proxy } of all) proxy.storm(false);
  await Promise.all(working);

  // Somebody who was never in the storm.
  const judge = new Client({
    url: `ws://${app.address}/ws`,
    userId: "judge",
    WebSocket,
    transport: "websocket",
  });
  judge.connect();
  const { state } = await judge.join(ROOM);
  judge.close();

  const harm = {};
  for (const { proxy } of all)
    for (const [name, count] of Object.entries(proxy.done))
      harm[name] = (harm[name] ?? 0) + count;
  const counts = {};
  for (const { fate } of fates.values()) counts[fate] = (counts[fate] ?? 0) + 1;
  t.diagnostic(
    `seed ${seed}: ${JSON.stringify(harm)}, ${JSON.stringify(counts)}`,
  );

  assert.equal(fates.size, CLIENTS * EACH, "each is told what became of it");
  assert.equal(new Set(state.entries).size, state.entries.length, "none twice");
  const there = new Set(state.entries);
  let total = 0;
  for (const [tag, { amount, fate }] of fates) {
    if (fate === "confirmed") assert.ok(there.has(tag), `${tag} was confirmed`);
    else assert.equal(fate, "session_lost", tag);
    if (there.has(tag)) total += amount;
  }
  assert.equal(state.total, total, "nothing is added by half");
  // Each client's own are in the order in which it sent them.
  for (let number = 0; number < CLIENTS; number += 1) {
    const own = state.entries
      .filter((tag) => tag.startsWith(`${number}-`))
      .map((tag) => Number(tag.split("-")[1]));
    assert.deepEqual(
      own,
      own.toSorted((a, b) => a - b),
    );
  }
  // Broadcasts may still be on their way.
  const late = Date.now() + 30_000;
  const agrees = (one) =>
    one.total === state.total && one.entries.length === state.entries.length;
  while (!all.every(agrees) && Date.now() < late)
    await new Promise((go) => setTimeout(go, 50));
  for (const one of all) assert.deepEqual(one.entries, state.entries);
  assert.ok(harm.cut + harm.half + harm.stall + harm.dead > 5);
});
