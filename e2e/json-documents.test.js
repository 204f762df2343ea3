// JSON documents on the real server, with the rules of docs/documents.md: what pages make of edits, what compiled Elm makes of them and what the
// server makes of them is the same, however often connections break.
//
// BUILDAMP names the binary, target/debug/buildamp otherwise. No browser is needed: the pages are Node's.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";

import { App } from "./support/app.js";
import { conversations, excerpts, lay, write } from "./support/pages.js";

let app, folder, generated;

before(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "buildamp-json-")), "list");
  const [{ files }] = conversations("documents.md");
  const settings =
    "[limits]\nmessages_per_minute = 0\n[documents]\nlength = 100000\n";
  lay(folder, { ...files, "buildamp.toml": settings });
  app = new App(folder);
  await app.start();
  write(join(folder, "generated/js/package.json"), '{"type":"module"}');
  generated = {
    ...(await module("buildamp.js")),
    ...(await module("json-documents.js")),
    json: await module("ot-json.js"),
  };
});

after(() => app?.remove());

function module(name) {
  return import(pathToFileURL(join(folder, "generated/js", name)));
}

/** A page, whose socket a test can cut. */
function open(userId, document) {
  const sockets = new Set();
  class Wire extends WebSocket {
    constructor(url) {
      super(url);
      sockets.add(this);
      this.on("close", () => sockets.delete(this));
    }
  }
  const client = new generated.Client({
    url: `ws://${app.address}/ws`,
    userId,
    WebSocket: Wire,
    backoff: { minMs: 5, maxMs: 40 },
  });
  client.connect();
  const session = generated.openJsonDocument(client, { document });
  const cut = () => sockets.forEach((socket) => socket.terminate());
  return { client, session, cut };
}

/** Waits until all are as they should be. */
async function until(pages, holds) {
  while (!pages.every(holds)) {
    await new Promise((resolve) => {
      const stops = [];
      const done = () => {
        stops.forEach((stop) => stop());
        resolve();
      };
      for (const { session } of pages) {
        stops.push(session.on("change", done), session.on("saved", done));
      }
    });
  }
}

function luckOf(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 48271) + 11) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Somebody does something that fits the document. */
function act(session, luck) {
  const { items } = session.content;
  if (items === undefined) return session.set(["items"], []);
  const what = luck(12);
  const index = luck(9) % Math.max(items.length, 1);
  if (what === 0) session.set(["n"], luck(100));
  else if (what === 1 && "n" in session.content) session.unset(["n"]);
  else if (what === 2) session.undo();
  else if (what === 3) session.set(["\u{1F600}"], ["\u{1F601}", null, 0.1]);
  else if (what === 4 && luck(10) === 0) session.set([], { items: [] });
  else if (what < 8 || items.length === 0) {
    const at = Math.min(luck(12), items.length);
    session.insert(["items", at], { text: "😀", done: false });
  } else if (what === 8) session.delete(["items", index]);
  else if (what === 9) session.set(["items", index, "done"], true);
  else {
    const place = session.textAt(["items", index, "text"]);
    const at = [...place.text].slice(0, luck(6)).join("").length;
    const typed = ["a", "bc ", "😁", "e\u0301"][luck(4)];
    place.setText(place.text.slice(0, at) + typed + place.text.slice(at));
    place.close();
  }
}

test("pages that write at once end with the same document, however often they are cut off", async () => {
  const pages = ["ann", "bob", "eve", "joe"].map((user) => open(user, "todo"));
  await Promise.all(pages.map(({ session }) => session.ready));
  pages[0].session.set(["items"], []);
  await until(pages, ({ session }) => session.get(["items"]) !== undefined);
  const luck = luckOf(7);
  for (let made = 0; made < 300; made += 1) {
    const { session, cut } = pages[luck(pages.length)];
    act(session, luck);
    if (luck(20) === 0) cut();
    // A turn of the event loop, so that what has come is heard in between.
    if (luck(2) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const last = pages[0].session;
  // What is written beside an edit of the whole document gives way to it, so nothing may be on its way any longer.
  await until(
    pages,
    ({ session }) => session.isSaved && session.version === last.version,
  );
  last.set(["end"], "all");
  await until(
    pages,
    ({ session }) =>
      session.isSaved &&
      session.get(["end"]) === "all" &&
      session.version === last.version,
  );
  for (const { session } of pages) {
    assert.deepEqual(session.content, last.content);
  }
  const late = open("zoe", "todo");
  await late.session.ready;
  assert.deepEqual(late.session.content, last.content, "the server's");
  for (const { client } of [...pages, late]) client.close();
});

test("what is written without a connection is there once it is back, also on a server that was killed", async () => {
  const [ann, bob] = [open("ann", "trip"), open("bob", "trip")];
  await Promise.all([ann.session.ready, bob.session.ready]);
  ann.session.set(["stops"], ["Rome", "Pisa"]);
  await until(
    [ann, bob],
    ({ session }) => session.isSaved && session.get(["stops"]) !== undefined,
  );
  await app.kill();
  ann.session.insert(["stops", 0], "Bern");
  ann.session.editText(["stops", 2], [4, "!"]);
  bob.session.delete(["stops", 0]);
  bob.session.set(["by"], "train");
  await app.start();
  await until(
    [ann, bob],
    ({ session }) => session.isSaved && session.version >= 5,
  );
  const content = { stops: ["Bern", "Pisa!"], by: "train" };
  assert.deepEqual(ann.session.content, content);
  assert.deepEqual(bob.session.content, content);
  for (const { client } of [ann, bob]) client.close();
});

test("what is refused is taken back, and what was written after it stays", async () => {
  const { client, session } = open("ann", "large");
  await session.ready;
  const refused = new Promise((resolve) => session.on("refused", resolve));
  session.set(["large"], "x".repeat(100_000));
  session.set(["fine"], 1);
  const { error } = await refused;
  assert.match(error.message, /the document would have 100007 units/);
  await until([{ session }], () => session.isSaved);
  assert.deepEqual(session.content, { fine: 1 });
  client.close();
});

test("the page of the documentation runs", async () => {
  const field = Object.assign(new EventTarget(), {
    value: "",
    selectionStart: 0,
    selectionEnd: 0,
    setSelectionRange() {},
  });
  Object.assign(globalThis, {
    WebSocket,
    location: { href: app.url },
    document: { querySelector: () => field },
  });
  const { text } = excerpts("documents.md").find(
    ({ kind, heading }) => kind === "js" && heading === "JSON documents",
  );
  const script = text.replaceAll("./generated/js/", "./");
  const all = `${script}\nexport { client, session, place };\n`;
  write(join(folder, "generated/js/page.js"), all);
  const { client, session, place } = await module("page.js");
  field.value = "Tea";
  field.dispatchEvent(new Event("input"));
  await until([{ session }], () => session.isSaved);
  assert.equal(place.text, "Tea");
  assert.deepEqual(session.content, {
    title: "Shopping",
    items: [{ text: "Tea", done: false }],
  });
  client.close();
});
