// The app of docs/documents.md on the real server: pages that write at once, with connections that break, end with one text.
//
// BUILDAMP names the binary, target/debug/buildamp otherwise. No browser is needed: the pages are Node's.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";

import { App } from "./support/app.js";

const root = resolve(import.meta.dirname, "..");

let app, folder, generated;

/** The first excerpt of a language. */
function excerpt(language) {
  const page = readFileSync(join(root, "docs/documents.md"), "utf8");
  const found = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "m").exec(
    page,
  );
  return found[1];
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

before(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "buildamp-documents-")), "notes");
  write(join(folder, "models/ws/notes_ws.rs"), excerpt("rust"));
  write(join(folder, "src/WebSocketLogic.elm"), excerpt("elm"));
  write(join(folder, "buildamp.toml"), "[limits]\nmessages_per_minute = 0\n");
  write(join(folder, "web/index.html"), "<!doctype html>");
  cpSync(join(root, "examples/chat/elm.json"), join(folder, "elm.json"));
  app = new App(folder);
  await app.start();
  const module = (name) =>
    import(pathToFileURL(join(folder, "generated/js", name)));
  write(join(folder, "generated/js/package.json"), '{"type":"module"}');
  generated = {
    ...(await module("buildamp.js")),
    ...(await module("documents.js")),
    ot: await module("ot.js"),
  };
});

after(() => app?.remove());

/** Sockets that a test can cut. */
function wire() {
  const sockets = new Set();
  class Wire extends WebSocket {
    constructor(url) {
      super(url);
      sockets.add(this);
      this.on("close", () => sockets.delete(this));
    }
  }
  const cut = () => sockets.forEach((socket) => socket.terminate());
  return { Wire, cut };
}

function open(userId, document) {
  const { Wire, cut } = wire();
  const client = new generated.Client({
    url: `ws://${app.address}/ws`,
    userId,
    WebSocket: Wire,
    backoff: { minMs: 5, maxMs: 40 },
  });
  client.connect();
  const session = generated.openDocument(client, { document, caret: "Caret" });
  return { client, session, cut };
}

/** Waits until all have said that they are as they should be. */
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

test("pages that write at once end with the same text, however often they are cut off", async () => {
  const pages = ["ann", "bob", "eve", "joe", "kim"].map((user) =>
    open(user, "notes"),
  );
  await Promise.all(pages.map(({ session }) => session.ready));
  const luck = luckOf(5);
  for (let made = 0; made < 300; made += 1) {
    const { session, cut } = pages[luck(pages.length)];
    const at = luck(session.text.length + 1);
    const [before, behind] = [
      session.text.slice(0, at),
      session.text.slice(at),
    ];
    const typed = ["a", "bc ", "😀", "e\u0301", "\n"][luck(5)];
    session.setText(
      luck(4) === 0 ? before + behind.slice(2) : before + typed + behind,
    );
    if (luck(20) === 0) cut();
    // A turn of the event loop, so that what has come is heard in between.
    if (luck(2) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const last = pages[0];
  await until(pages, ({ session }) => session.isSaved);
  last.session.edit(
    generated.ot.splice(last.session.text.length, {
      at: 0,
      insert: "THE END ",
    }),
  );
  await until(
    pages,
    ({ session }) =>
      session.isSaved &&
      session.text.startsWith("THE END ") &&
      session.version === last.session.version,
  );
  for (const { session } of pages)
    assert.equal(session.text, last.session.text);

  const late = open("zoe", "notes");
  await late.session.ready;
  assert.equal(late.session.text, last.session.text);
  for (const { client } of [...pages, late]) client.close();
});

test("what is written without a connection is there once it is back, also on a server that was killed", async () => {
  const [ann, bob] = [open("ann", "trip"), open("bob", "trip")];
  await Promise.all([ann.session.ready, bob.session.ready]);
  ann.session.setText("Take the train.");
  await until(
    [ann, bob],
    ({ session }) => session.isSaved && session.text !== "",
  );
  await app.kill();
  ann.session.setText("Take the early train.");
  bob.session.setText("Take the train. Bring tea.");
  await app.startOne();
  await until(
    [ann, bob],
    ({ session }) => session.isSaved && session.text.length === 32,
  );
  assert.equal(ann.session.text, "Take the early train. Bring tea.");
  assert.equal(bob.session.text, ann.session.text);
  for (const { client } of [ann, bob]) client.close();
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
  const script = excerpt("js").replaceAll("./generated/js/", "./");
  write(
    join(folder, "generated/js/page.js"),
    `${script}\nexport { session };\n`,
  );
  const { session } = await import(
    pathToFileURL(join(folder, "generated/js/page.js"))
  );
  await session.ready;
  assert.ok(field.value.startsWith("THE END "), field.value);
  session.close();
  session.client.close();
});
