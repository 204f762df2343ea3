// docs/authentication.md: its own program signs a token, and a server with its settings takes that one and no other.
//
// BUILDAMP names the binary. No browser is needed.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import WebSocket from "ws";

import { App } from "./support/app.js";
import { excerpts, lay, read, write } from "./support/pages.js";

const PAGE = "authentication.md";
const SECRET = randomBytes(32).toString("hex");

/** What stands behind the first line of the page's excerpt of this name. */
function excerpt(name) {
  const texts = excerpts(PAGE).map(({ text }) => text);
  return texts.find((text) => text.split("\n", 1)[0].endsWith(` ${name}`));
}

let app, tokenFor;

before(async () => {
  app = await App.copy("chat");
  lay(app.folder, { "buildamp.toml": excerpt("buildamp.toml") });
  process.env.APP_SECRET = SECRET;
  const program = join(app.folder, "token.mjs");
  write(program, excerpt("token.js"));
  ({ tokenFor } = await import(pathToFileURL(program)));
  await app.start("serve", { APP_SECRET: SECRET });
});

after(() => app?.remove());

/** The status and text of a refusal, or the first frame. */
function answer(token) {
  const query = token === undefined ? "" : `?token=${token}`;
  const socket = new WebSocket(`ws://${app.address}/ws${query}`);
  return new Promise((resolve, reject) => {
    socket.on("message", (data) => {
      socket.terminate();
      resolve(JSON.parse(data));
    });
    socket.on("unexpected-response", (_, response) => {
      let text = `${response.statusCode} `;
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve(text));
    });
    socket.on("error", reject);
  });
}

test("a token of the page's program says who the user is", async () => {
  const { type, user_id } = await answer(tokenFor("ann"));
  assert.deepEqual([type, user_id], ["connected", "ann"]);
});

test("what is refused is told as the page says", async () => {
  const forged = `${tokenFor("ann").slice(0, -4)}AAAA`;
  for (const [token, told] of [
    [undefined, "a token is needed: "],
    ["nonsense", "the token is no JSON Web Token"],
    [forged, "the token is not valid: "],
    [tokenFor("ann", -60), "the token has expired"],
  ]) {
    const text = await answer(token);
    assert.ok(text.startsWith(`401 ${told}`), text);
    assert.ok(read(PAGE).includes(told.trim()), `the page has no "${told}"`);
  }
});

test("a page is told too, though browsers tell it no status", async () => {
  const generated = join(app.folder, "generated/js");
  write(join(generated, "package.json"), '{"type":"module"}');
  const client = await import(pathToFileURL(join(generated, "buildamp.js")));
  const url = `ws://${app.address}/ws`;
  /** The first state that a client comes to rest in. */
  const rest = async (token) => {
    const one = new client.Client({ url, WebSocket, token });
    const errors = [];
    one.onError(({ code, message }) => errors.push([code, message]));
    const state = await new Promise((resolve) => {
      one.onState((found) => {
        if (found.name === "open" || found.error) resolve(found);
      });
      one.connect();
    });
    one.close();
    return { state, errors };
  };
  const reason = "the token is no JSON Web Token";
  const fixed = await rest("nonsense");
  assert.equal(fixed.state.name, "closed");
  assert.equal(fixed.state.error.message, reason);
  const asked = await rest(() => "nonsense");
  assert.equal(asked.state.name, "waiting");
  assert.deepEqual(asked.errors, [["unauthorized", reason]]);
  const none = await rest();
  assert.match(none.state.error.message, /^a token is needed: /);
  const good = await rest(tokenFor("ann"));
  assert.equal(good.state.userId, "ann");
  await app.says(/refused a connection: 401 the token is no JSON Web Token/);
});
