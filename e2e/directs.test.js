// What is sent to one user alone reaches the generated client also over breaks: cut connections, and a server that is killed. No browser is needed.

import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";

import { App } from "./support/app.js";
import { lay } from "./support/pages.js";

const FILES = {
  "models/ws/talk_ws.rs": "pub struct Say {\n    pub text: String,\n}\n",
  "src/WebSocketLogic.elm": `module WebSocketLogic exposing (processMessage)

import BuildAmp.Server exposing (..)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message _ =
    ( [ SendToUser { user_id = "bob", message = message } ], Ack )
`,
};

/** Longer than a test: whoever was cut comes back when told. */
const NEVER = { minMs: 3_600_000, maxMs: 3_600_000 };

describe("what is sent to one user alone", { concurrency: 1 }, () => {
  for (const transport of ["websocket", "sse"]) {
    test(`by ${transport}`, (t) => survives(transport, t));
  }
});

async function survives(transport, t) {
  const folder = join(await mkdtemp(join(tmpdir(), "buildamp-direct-")), "app");
  lay(folder, FILES);
  const app = new App(folder);
  t.after(() => app.remove());
  await app.start("serve");
  const file = join(folder, "generated/js/buildamp.js");
  const { Client } = await import(pathToFileURL(file));
  const ways = new Ways();
  const { url } = app;
  const ann = new Client({ url: `${url}ws`, userId: "ann", WebSocket });
  const bob = new Client({
    url: `${url}ws`,
    userId: "bob",
    transport,
    WebSocket: ways.WebSocket,
    fetch: ways.fetch,
    backoff: NEVER,
  });
  t.after(() => [ann, bob].forEach((client) => client.close()));
  const heard = [];
  const missed = [];
  let wake = () => {};
  bob.onDirect("Say", ({ text }, { seq }) => {
    heard.push([text, seq]);
    wake();
  });
  bob.onAny(({ kind }) => kind === "directs_missed" && missed.push(kind));
  const hears = async (count) => {
    while (heard.length < count) await new Promise((woken) => (wake = woken));
  };
  const say = (text) => ann.sendSay("lobby", { text });
  for (const client of [ann, bob]) client.connect();
  await Promise.all([ann.join("lobby"), bob.join("attic")]);

  await say("one");
  await hears(1);
  ways.cut();
  await state(bob, "waiting");
  await say("two");
  await say("three");
  bob.connect();
  await say("four");
  await hears(4);

  ways.cut();
  await state(bob, "waiting");
  await say("five");
  await app.kill();
  await app.startOne();
  await say("six");
  bob.connect();
  await say("seven");
  await hears(7);
  const texts = ["one", "two", "three", "four", "five", "six", "seven"];
  assert.deepEqual(
    heard,
    texts.map((text, index) => [text, index + 1]),
  );
  assert.deepEqual(missed, []);
}

function state(client, name) {
  return new Promise((resolve) => {
    const look = () => client.state.name === name && resolve();
    client.onState(look);
    look();
  });
}

/** Sockets and streams that can be cut. */
class Ways {
  #open = new Set();

  constructor() {
    const open = this.#open;
    this.WebSocket = class extends WebSocket {
      constructor(...words) {
        super(...words);
        open.add(() => this.terminate());
      }
    };
    this.fetch = (address, request = {}) => {
      if (request.method === "POST") return fetch(address, request);
      const cut = new AbortController();
      open.add(() => cut.abort());
      const signal = AbortSignal.any([request.signal, cut.signal]);
      return fetch(address, { ...request, signal });
    };
  }

  cut() {
    for (const cut of this.#open) cut();
    this.#open.clear();
  }
}
