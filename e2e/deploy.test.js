// What deploy/ says: its nginx.conf before three nodes, for real; and that its files name settings that there are, and give a node that stops
// the time that it takes.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";

import { App } from "./support/app.js";
import { Nginx } from "./support/nginx.js";
import { read, root } from "./support/pages.js";

const ROOM = "ledger:1";
const MEGABYTE = 1024 * 1024;

describe("nginx before three nodes", () => {
  let app, nginx, Client, base;
  const clients = [];

  before(async () => {
    app = await App.ours("ledger", { nodes: 3 });
    await app.start();
    nginx = await Nginx.before(app.nodes, { bodySize: "61m" });
    base = `http://${nginx.address}`;
    const generated = join(app.folder, "generated/js");
    await writeFile(join(generated, "package.json"), '{"type":"module"}');
    ({ Client } = await import(pathToFileURL(join(generated, "buildamp.js"))));
  });

  after(async () => {
    for (const client of clients) client.close();
    await nginx?.close();
    await app?.remove();
  });

  async function come(userId, transport) {
    const client = new Client({
      url: `ws://${nginx.address}/ws`,
      userId,
      WebSocket,
      transport,
      backoff: { minMs: 20, maxMs: 300 },
    });
    const one = { client, tags: [] };
    client.onRoomState(ROOM, ({ state }) => (one.tags = [...state.entries]));
    client.onAdded(ROOM, ({ tag }) => {
      one.tags.push(tag);
      one.wake?.();
    });
    clients.push(client);
    client.connect();
    await client.join(ROOM);
    return one;
  }

  async function hears(one, tag) {
    while (!one.tags.includes(tag)) {
      await new Promise((wake) => (one.wake = wake));
    }
  }

  async function post(tag) {
    const answer = await fetch(`${base}/rooms/${ROOM}/messages?userId=joe`, {
      method: "POST",
      body: JSON.stringify({ message_type: "Add", tag, amount: 1 }),
    });
    return answer.status;
  }

  test("sockets are on all nodes, and a stream of events is heard as it comes", async () => {
    const all = [];
    for (const name of ["ann", "bob", "cyd"]) {
      all.push(await come(name, "websocket"));
    }
    const each = app.nodes.map((node) => node.metric("connections"));
    assert.deepEqual(await Promise.all(each), [1, 1, 1]);
    all.push(await come("dan", "sse"));
    await all[3].client.sendAdd(ROOM, { tag: "by a stream", amount: 1 });
    await Promise.all(all.map((one) => hears(one, "by a stream")));
    assert.equal(await post("by a post"), 200);
    await Promise.all(all.map((one) => hears(one, "by a post")));
  });

  test("50 MB go up, and are read from every node; more than is allowed is refused", async () => {
    const bytes = randomBytes(50 * MEGABYTE);
    const upload = (body) =>
      fetch(`${base}/uploads?room=${ROOM}&userId=ann&name=big.bin`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream" },
        body,
      });
    const answer = await upload(bytes);
    const { url, size } = await answer.json();
    assert.deepEqual([answer.status, size], [201, bytes.length]);
    const digest = (data) => createHash("sha256").update(data).digest("hex");
    for (const { address } of [nginx, ...app.nodes]) {
      const file = await fetch(`http://${address}${url}`);
      assert.equal(
        digest(Buffer.from(await file.arrayBuffer())),
        digest(bytes),
      );
    }
    const tooLarge = await upload(Buffer.alloc(62 * MEGABYTE)).then(
      ({ status }) => status,
      // It may have closed while it was still being sent to.
      () => 413,
    );
    assert.equal(tooLarge, 413);
  });

  test("a node that is killed costs no request, and its sockets come back by another", async () => {
    const tags = [];
    const work = async (number) => {
      for (let count = 0; count < 15; count += 1) {
        const tag = `${number}-${count}`;
        tags.push(tag);
        assert.equal(await post(tag), 200, tag);
      }
    };
    await app.nodes[1].kill();
    await Promise.all([0, 1, 2, 3].map(work));
    const answers = Array.from({ length: 30 }, () => fetch(`${base}/readyz`));
    for (const { status } of await Promise.all(answers)) {
      assert.equal(status, 200);
    }
    const late = await come("eve", "websocket");
    const added = late.tags.filter((tag) => tag.includes("-"));
    assert.deepEqual(added.toSorted(), tags.toSorted());
    const sockets = clients.filter(({ state }) => state.name !== "closed");
    await Promise.all(sockets.map((client) => client.join(ROOM)));
    await app.nodes[1].start();
  });

  test("metrics are not for the public", async () => {
    assert.equal((await fetch(`${base}/metrics`)).status, 404);
  });
});

const files = ["kubernetes.yaml", "compose.yaml", "buildamp.service"];
const source = (file) => readFile(join(root, "deploy", file), "utf8");

test("variables in deploy/ are settings", async () => {
  const known = new Set();
  let section = "";
  for (const line of read("settings.md").split("\n")) {
    section = /^## `\[(\w+)\]`/.exec(line)?.[1] ?? section;
    const [, keys] = /^\| ((?:`\w+`(?:, )?)+) \|/.exec(line) ?? [];
    for (const [, key] of keys?.matchAll(/`(\w+)`/g) ?? []) {
      known.add(`BUILDAMP_${section}_${key}`.toUpperCase());
    }
  }
  for (const file of files) {
    const named = (await source(file)).match(/BUILDAMP_\w+/g);
    assert.ok(named.length > 0, file);
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
      file,
    );
  }
});

test("who stops a node gives it the time that it takes", async () => {
  const [, grace] = /^\| `grace` \| `"(\d+)s"` \| how long connections/m.exec(
    read("settings.md"),
  );
  const seconds = async (file, pattern) => {
    const found = pattern.exec(await source(file));
    assert.ok(found, `${file} does not say ${pattern}`);
    return Number(found[1]);
  };
  const before = await seconds("kubernetes.yaml", /\["sleep", "(\d+)"\]/);
  const waits = [
    (await seconds("kubernetes.yaml", /GracePeriodSeconds: (\d+)/)) - before,
    await seconds("compose.yaml", /stop_grace_period: (\d+)s/),
    await seconds("buildamp.service", /TimeoutStopSec=(\d+)/),
  ];
  for (const wait of waits) assert.ok(wait >= 2 * Number(grace), `${waits}`);
});
