// Why the server takes nobody: what a page learns of it, by sockets and by streams.
import assert from "node:assert/strict";
import { test } from "node:test";

import { outcome, setUp, settled } from "./harness.js";

const TEXT = "the token is no JSON Web Token";

/** A server that refuses every token but one, over HTTP. */
function refusing({ status = 401, good = null, ...more } = {}) {
  const asked = [];
  const fetch = async (url, request = {}) => {
    asked.push({ url: new URL(url), method: request.method ?? "GET" });
    const token = new URL(url).searchParams.get("token");
    if (good !== null && token === good)
      return new Response("{}", { status: 404 });
    const frame = { type: "error", code: "unauthorized", error: TEXT, ...more };
    return new Response(JSON.stringify(frame), { status });
  };
  return { asked, fetch };
}

async function long() {
  for (let turn = 0; turn < 8; turn += 1) await settled();
}

/** A browser tells of a refused upgrade just that there is no connection. */
async function attempt(world) {
  await long();
  world.socket().drop();
  await long();
}

test("a text that the server refuses ends the client, and says why", async () => {
  const { asked, fetch } = refusing();
  const world = setUp({ token: "garbage", fetch, url: "ws://test/app/ws?a=1" });
  const joined = world.client.join("r");
  joined.catch(() => {});
  world.client.connect();
  await attempt(world);
  const { name, error } = world.client.state;
  assert.equal(name, "closed");
  assert.equal(error.code, "unauthorized");
  assert.equal(error.message, TEXT);
  assert.deepEqual(world.errors, [error]);
  assert.deepEqual(await outcome(joined), {
    state: "rejected",
    code: "unauthorized",
    error,
  });
  assert.deepEqual(
    asked.map(({ url, method }) => [url.href, method]),
    [["http://test/app/sse?a=1&token=garbage", "POST"]],
  );
  assert.equal(world.clock.timers.size, 0, "it is tried no more");
});

test("no token at all is refused alike, and another attempt is the app's", async () => {
  const world = setUp({ fetch: refusing().fetch });
  world.client.connect();
  await attempt(world);
  assert.equal(world.client.state.error.code, "unauthorized");
  world.client.connect();
  await long();
  world.greet();
  assert.equal(world.client.state.name, "open");
});

test("a function is asked for another token, and the state says what was wrong", async () => {
  const tokens = ["old", "older", "good"];
  const world = setUp({ fetch: refusing().fetch, token: () => tokens.shift() });
  const joined = world.client.join("r");
  world.client.connect();
  for (let refused = 1; refused <= 2; refused += 1) {
    await attempt(world);
    const { name, error, retryAt } = world.client.state;
    assert.equal(name, "waiting");
    assert.equal(error.message, TEXT);
    assert.ok(Object.isFrozen(world.client.state));
    assert.equal(world.errors.length, refused);
    assert.equal((await outcome(joined)).state, "pending");
    await world.clock.advance(retryAt - world.clock.now());
  }
  await long();
  assert.equal(world.socket().url.searchParams.get("token"), "good");
  world.greet();
  assert.equal(world.client.state.name, "open");
});

test("what may pass is tried again with the same token", async () => {
  const cases = [
    refusing({ status: 403 }),
    refusing({ retry_after_ms: 30000 }),
  ];
  for (const server of cases) {
    const world = setUp({ fetch: server.fetch, token: "early" });
    world.client.connect();
    await attempt(world);
    assert.equal(world.client.state.name, "waiting");
    assert.equal(world.client.state.error.code, "unauthorized");
    assert.equal(world.errors.length, 1);
  }
});

test("a refusal that is no frame is told as it is", async () => {
  for (const [body, told] of [
    ["pages of this origin may not ask\n", "pages of this origin may not ask"],
    ["", "status 403"],
    ["null", "null"],
  ]) {
    const fetch = async () => new Response(body, { status: 403 });
    const world = setUp({ fetch });
    world.client.connect();
    await attempt(world);
    assert.equal(world.client.state.error.message, told);
  }
});

test("a socket that fails for another reason is no refusal", async () => {
  const world = setUp({
    fetch: refusing({ good: "good" }).fetch,
    token: "good",
  });
  world.client.connect();
  await attempt(world);
  assert.equal(world.client.state.name, "waiting");
  assert.equal(world.client.state.error, null);
  assert.deepEqual(world.errors, []);
});

test("an answer that comes too late changes nothing", async () => {
  let answer;
  const fetch = () => new Promise((resolve) => (answer = resolve));
  const refuse = () => answer(new Response("{}", { status: 401 }));
  const world = setUp({ fetch, token: "t" });
  world.client.connect();
  await attempt(world);
  await world.clock.advance(1000);
  world.greet();
  refuse();
  await long();
  assert.equal(world.client.state.name, "open");
  // Of a token that a function gave, another may be on its way.
  const tokens = ["old", "new"];
  const asked = setUp({ fetch, token: () => tokens.shift() });
  asked.client.connect();
  await attempt(asked);
  await asked.clock.advance(1000);
  refuse();
  await long();
  assert.equal(asked.client.state.name, "connecting");
  assert.deepEqual(asked.errors, []);
});

test("questions don't pile up where nothing is answered", async () => {
  let asked = 0;
  const fetch = () => new Promise(() => (asked += 1));
  const world = setUp({ fetch, token: "t" });
  world.client.connect();
  for (let failure = 0; failure < 4; failure += 1) {
    await attempt(world);
    await world.clock.advance(world.client.state.retryAt - world.clock.now());
  }
  await long();
  assert.equal(world.sockets.length, 5);
  assert.equal(asked, 1);
});

/** A server that takes questions and never answers. */
function silent() {
  const asked = [];
  const fetch = (_, { signal }) =>
    new Promise((_, reject) => {
      asked.push(signal);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { asked, fetch };
}

test("a question that hangs is given up, and is not the last", async () => {
  const { asked, fetch } = silent();
  const world = setUp({ fetch, token: "t" });
  world.client.connect();
  await attempt(world);
  await world.clock.advance(14000);
  assert.equal(asked[0].aborted, false);
  await world.clock.advance(1000);
  assert.equal(asked[0].aborted, true);
  await attempt(world);
  assert.equal(asked.length, 2);
  assert.deepEqual(world.errors, []);
});

test("who closes the client waits for no reason any more", async () => {
  const { asked, fetch } = silent();
  const world = setUp({ fetch, token: "t" });
  world.client.connect();
  await attempt(world);
  world.client.close();
  await long();
  assert.equal(asked[0].aborted, true);
  assert.equal(world.clock.timers.size, 0);
});

test("a connection that was there and is cut is no refusal", async () => {
  const server = refusing();
  const world = setUp({ fetch: server.fetch, token: "t" });
  await world.open();
  world.socket().drop();
  await long();
  assert.equal(world.client.state.name, "waiting");
  assert.deepEqual(server.asked, []);
});

test("a stream that is refused says so itself", async () => {
  const server = refusing();
  const fixed = setUp({
    fetch: server.fetch,
    token: "garbage",
    transport: "sse",
  });
  fixed.client.connect();
  await long();
  assert.equal(fixed.client.state.name, "closed");
  assert.equal(fixed.client.state.error.message, TEXT);
  assert.deepEqual(
    server.asked.map(({ method }) => method),
    ["GET"],
  );
  const token = () => "garbage";
  const again = setUp({ fetch: server.fetch, token, transport: "sse" });
  again.client.connect();
  await long();
  assert.equal(again.client.state.name, "waiting");
  assert.equal(again.client.state.error.message, TEXT);
});

test("sockets that are refused are no reason for a stream", async () => {
  const server = refusing();
  const world = setUp({
    fetch: server.fetch,
    token: () => "t",
    transport: "auto",
  });
  world.client.connect();
  for (let refused = 1; refused <= 4; refused += 1) {
    await attempt(world);
    await world.clock.advance(world.client.state.retryAt - world.clock.now());
    assert.equal(world.client.transport, "websocket");
  }
  assert.equal(world.errors.length, 4);
});
