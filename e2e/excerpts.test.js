// The conversations of docs/ are held with a real server, each with the app that stands above it.
//
// BUILDAMP names the binary, target/debug/buildamp otherwise. No browser is needed.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";

import { App } from "./support/app.js";
import * as conversation from "./support/conversation.js";
import { conversations, lay, pages, write } from "./support/pages.js";
import { freePort } from "./support/port.js";
import { OF_UPLOADS, Ran, WAYS } from "./support/ran.js";

const run = promisify(execFile);
const { hold, Log, Program, Receiver, Speaker } = conversation;

/** What the variables of the pages' settings hold: as a secret has to look, and good for a piece of an address too. */
const SECRET = "whsec_ZG9uJ3QgdGVsbCBhbnlib2R5IGFib3V0IHRoaXM=";
const VARIABLE = /\b[A-Z]+(?:_[A-Z]+)+\b/g;

/** The address of the page's receiver, which is on this machine in a test. */
const RECEIVER = /https:\/\/shop\.example\.com|http:\/\/localhost:9000/g;

/** What their servers have counted. */
const ran = new Ran();

describe("the conversations of docs/", { concurrency: 4 }, () => {
  for (const one of pages().flatMap(conversations)) {
    test(`${one.page}: ${one.heading}`, (t) => held(one, t));
  }
});

async function held({ text, example, files, programs }, t) {
  const folder = join(await mkdtemp(join(tmpdir(), "buildamp-docs-")), "app");
  const receiver = await receives(programs, folder, t);
  const app = example ? await App.copy(example) : new App(folder);
  t.after(() => app.remove());
  if (!example) lay(folder, here(files, receiver.url));
  await app.start("serve", variables(files));
  if (!example) hasMethods(folder, programs.js);
  const tokens = (user, claims) => tokenOf(app, user, claims, files);
  const others = { receiver, log: new Log(app), tokens };
  if (programs.sh) {
    const program = programs.sh.replaceAll("127.0.0.1:8080", app.address);
    others.sh = new Program(
      "env",
      `SHOP_SECRET=${SECRET}`,
      "bash",
      "-c",
      program,
    );
  }
  await hold(text, app.address, others);
  for (const node of app.nodes) await ran.add(node.address);
}

// They stand behind the conversations, which have been held then.
for (const kind of ["effect", "function"]) {
  test(`every ${kind} has run in a conversation, but those of uploads`, () => {
    const known = ran.known(kind);
    assert.ok(known.length >= 8, `only these are counted: ${known}`);
    const rest = known.filter((name) => !OF_UPLOADS[kind].includes(name));
    assert.deepEqual(ran.missing(kind, rest), []);
  });
}

test("every way in for other servers has been used", () => {
  assert.deepEqual(ran.missing("path", WAYS.excerpts), []);
});

/** A token that the command line makes. */
async function tokenOf(app, user, claims, files) {
  const words = ["token", app.folder, "--user", user];
  for (const claim of claims) words.push("--claim", claim);
  const env = { ...process.env, ...variables(files) };
  const { stdout, stderr } = await run(app.binary, words, { env });
  assert.equal(stderr, "");
  return stdout.trim();
}

/** Who gets webhooks: the page's own program, or one that takes them all. */
async function receives({ js }, folder, t) {
  if (!js?.startsWith("// receiver.js\n")) {
    const receiver = await Receiver.listen();
    t.after(() => receiver.close());
    return receiver;
  }
  const port = await freePort();
  const file = join(folder, "receiver.mjs");
  write(file, js.replaceAll("9000", port));
  const environment = { ...process.env, ORDERS_SECRET: SECRET };
  const speaker = new Speaker("node", file, environment);
  t.after(() => speaker.close());
  await speaker.hears("listening");
  return Object.assign(speaker, { url: `http://localhost:${port}` });
}

/** What an excerpt for a page calls of the client is in the client of the app above it. */
function hasMethods(folder, program = "") {
  const types = join(folder, "generated/js/buildamp.d.ts");
  const client = readFileSync(types, "utf8");
  for (const [, name] of program.matchAll(/\bclient\.((?:on|send)\w+)\(/g)) {
    assert.match(client, new RegExp(`\\b${name}\\(`));
  }
}

function here(files, url) {
  const texts = Object.entries(files);
  return Object.fromEntries(
    texts.map(([path, text]) => [path, text.replaceAll(RECEIVER, url)]),
  );
}

function variables(files) {
  const names = Object.values(files).join("\n").match(VARIABLE) ?? [];
  return Object.fromEntries(names.map((name) => [name, SECRET]));
}
