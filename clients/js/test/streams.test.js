// A client where sockets don't get through: streams of events, and requests for what is sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setUp, settled } from "./harness.js";

/** A server that is asked by `fetch`; a request without a body opens a stream. */
function fakeServer() {
  const encoder = new TextEncoder();
  const server = { streams: [], posts: [], refuses: null };
  server.fetch = async (
    url,
    { method = "GET", body, headers, signal } = {},
  ) => {
    const request = { url: new URL(url), method, headers, body };
    if (server.refuses !== null) {
      if (server.refuses === 0) throw new TypeError("no network");
      return new Response("{}", { status: server.refuses });
    }
    if (method === "POST") {
      server.posts.push(request);
      if (server.held) await server.held;
      return new Response(null, { status: 204 });
    }
    let controller;
    const readable = new ReadableStream({ start: (c) => (controller = c) });
    signal.addEventListener("abort", () => {
      request.isCut = true;
      controller.error(new Error("aborted"));
    });
    request.say = (text) => controller.enqueue(encoder.encode(text));
    request.tell = (frame) =>
      request.say(`id: x\ndata: ${JSON.stringify(frame)}\n\n`);
    request.end = () => controller.close();
    server.streams.push(request);
    return new Response(readable, {
      headers: { "Content-Type": "text/event-stream" },
    });
  };
  server.stream = () => server.streams.at(-1);
  server.greet = async (session = "s1") => {
    server.stream().tell({
      type: "connected",
      connection_id: "c1",
      user_id: "ann",
      session,
      protocol: 1,
    });
    await long();
  };
  server.frames = () =>
    server.posts.flatMap(({ body }) =>
      body.split("\n").map((line) => JSON.parse(line)),
    );
  return server;
}

/** A body is read through several promises. */
async function long() {
  for (let turn = 0; turn < 5; turn += 1) await settled();
}

function streaming(options = {}) {
  const server = fakeServer();
  const world = setUp({ transport: "sse", fetch: server.fetch, ...options });
  return { ...world, server };
}

test("a stream brings frames, and requests take them", async () => {
  const { client, server, sockets } = streaming({
    token: "t 1",
    url: "wss://test/live/ws?a=1",
  });
  client.connect();
  await long();
  const { url, headers } = server.stream();
  assert.equal(url.href, "https://test/live/sse?a=1&direct=");
  assert.deepEqual(headers, { Authorization: "Bearer t 1" });
  await server.greet();
  assert.equal(client.state.name, "open");
  assert.equal(client.transport, "sse");
  const joined = client.join("r");
  await long();
  const [{ url: posted, method }] = server.posts;
  assert.equal(method, "POST");
  assert.equal(posted.href, "https://test/live/sse?a=1&session=s1");
  const [join] = server.frames();
  assert.equal(join.type, "join_room");
  const room = {
    type: "room_state",
    room: "r",
    id: join.id,
    state: 7,
    members: ["ann"],
    epoch: "e",
    seq: 0,
  };
  server.stream().tell(room);
  assert.equal((await joined).state, 7);
  assert.equal(sockets.length, 0);
});

test("events come in pieces, in lines, and between signs of life", async () => {
  const { client, server } = streaming();
  const heard = [];
  client.onDirect("Notice", ({ text }) => heard.push(text));
  client.connect();
  await long();
  await server.greet();
  const { say } = server.stream();
  say('retry: 1000\n\n:\n\ndata: {"type":"direct",\nda');
  say('ta: "message":{"type":"Notice","payload":{"text":"gr\u00fc');
  await long();
  assert.deepEqual(heard, []);
  say('\u00df"}}}\n\n');
  await long();
  assert.deepEqual(heard, ["gr\u00fc\u00df"]);
});

test("frames leave in their order, together where they wait", async () => {
  const { client, server } = streaming();
  client.connect();
  await long();
  await server.greet();
  let release;
  server.held = new Promise((resolve) => (release = resolve));
  for (const text of ["a", "b", "c"]) client.send("r", "Say", { text });
  await long();
  assert.equal(server.posts.length, 1);
  release();
  await long();
  assert.equal(server.posts.length, 2);
  const texts = server.frames().map(({ payload }) => payload.text);
  assert.deepEqual(texts, ["a", "b", "c"]);
});

test("what is lost with a stream is sent again in the same session", async () => {
  const { client, server, clock } = streaming();
  client.connect();
  await long();
  await server.greet();
  const sent = client.send("r", "Say", { text: "a" });
  await long();
  server.stream().end();
  await long();
  assert.equal(client.state.name, "waiting");
  await clock.advance(client.state.retryAt - clock.now());
  await long();
  assert.equal(server.stream().url.searchParams.get("session"), "s1");
  await server.greet();
  const [first, again] = server.frames();
  assert.deepEqual(again, first);
  server.stream().tell({ type: "ack", id: again.id, response: null });
  assert.equal(await sent, null);
});

test("a request that fails ends the stream, and a stream that ends says why", async () => {
  const { client, server, clock, errors } = streaming({ token: "t" });
  client.connect();
  await long();
  await server.greet();
  server.refuses = 404;
  client.send("r", "Say", { text: "a" }).catch(() => {});
  await long();
  assert.equal(client.state.name, "waiting");
  assert.ok(server.stream().isCut);
  server.refuses = null;
  await clock.advance(client.state.retryAt - clock.now());
  await long();
  await server.greet();
  server
    .stream()
    .say('event: end\ndata: {"code":1012,"reason":"retry_after_ms=700"}\n\n');
  await long();
  assert.equal(client.state.retryAt - clock.now(), 950);
  await clock.advance(950);
  await long();
  await server.greet();
  server
    .stream()
    .say(
      'event: end\ndata: {"code":4001,"reason":"the token has expired"}\n\n',
    );
  await long();
  assert.equal(client.state.name, "closed");
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["token_expired"],
  );
});

test("a client that is closed cuts its stream", async () => {
  const { client, server } = streaming();
  client.connect();
  await long();
  await server.greet();
  client.close();
  await long();
  assert.ok(server.stream().isCut);
  assert.equal(client.state.name, "closed");
});

test("where sockets don't get through, a stream is tried, and sockets again after a break", async () => {
  const server = fakeServer();
  const { client, clock, sockets } = setUp({
    fetch: server.fetch,
    transport: "auto",
  });
  const wait = async () => {
    await clock.advance(client.state.retryAt - clock.now());
    await long();
  };
  client.connect();
  await long();
  sockets.at(-1).drop();
  await wait();
  sockets.at(-1).drop();
  assert.equal(client.transport, "sse");
  await wait();
  assert.deepEqual([sockets.length, server.streams.length], [2, 1]);
  await server.greet();
  assert.equal(client.state.name, "open");
  server.stream().end();
  await long();
  assert.equal(client.transport, "websocket");
  await wait();
  assert.deepEqual([sockets.length, server.streams.length], [3, 1]);
  sockets.at(-1).drop();
  await wait();
  assert.deepEqual([sockets.length, server.streams.length], [3, 2]);
});

test("a server that is not there is looked for by both ways in turn", async () => {
  const server = fakeServer();
  server.refuses = 0;
  const { client, clock, sockets } = setUp({
    fetch: server.fetch,
    transport: "auto",
  });
  client.connect();
  const ways = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await long();
    ways.push(client.state.name === "waiting" ? "sse" : "websocket");
    if (client.state.name === "connecting") sockets.at(-1).drop();
    await clock.advance(client.state.retryAt - clock.now());
  }
  assert.deepEqual(ways, [
    "websocket",
    "websocket",
    "sse",
    "websocket",
    "websocket",
    "sse",
  ]);
});

test("sockets that were greeted, or closed for a reason, are no reason for a stream", async () => {
  const server = fakeServer();
  const world = setUp({ fetch: server.fetch, transport: "auto" });
  await world.open();
  for (let round = 0; round < 3; round += 1) {
    await world.reopen();
    assert.equal(world.client.transport, "websocket");
    world.socket().drop(1008, "no");
    await world.clock.advance(world.client.state.retryAt - world.clock.now());
    world.greet();
  }
  const only = setUp({ fetch: server.fetch, transport: "websocket" });
  only.client.connect();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await settled();
    only.socket().drop();
    await only.clock.advance(only.client.state.retryAt - only.clock.now());
  }
  assert.deepEqual([only.sockets.length, server.streams.length], [6, 0]);
});

test("a file is uploaded, and its failure has the server's code", async () => {
  const asked = [];
  let answer = {
    status: 201,
    body: { type: "uploaded", id: "f1", url: "/uploads/f1" },
  };
  const fetch = async (url, request) => {
    asked.push({ url: new URL(url), ...request });
    if (answer === null) throw new TypeError("no network");
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  };
  const { client } = setUp({ fetch, token: () => "t" });
  const file = new Blob(["hello"], { type: "text/plain" });
  const uploaded = await client.upload("r 1", file, { name: "a b.txt" });
  assert.equal(uploaded.id, "f1");
  const [{ url, method, headers, body }] = asked;
  assert.equal(
    url.href,
    "http://test/uploads?room=r+1&name=a+b.txt&userId=ann",
  );
  assert.equal(method, "POST");
  assert.equal(body, file);
  assert.deepEqual(headers, {
    "Content-Type": "text/plain",
    Authorization: "Bearer t",
  });
  answer = {
    status: 429,
    body: { error: "slow down", code: "rate_limited", retry_after_ms: 7 },
  };
  await assert.rejects(client.upload("r", "text"), {
    code: "rate_limited",
    room: "r",
    retryAfterMs: 7,
  });
  answer = null;
  await assert.rejects(client.upload("r", "text"), { code: "upload_failed" });
  const signal = AbortSignal.abort();
  await assert.rejects(client.upload("r", "text", { signal }), {
    code: "aborted",
  });
});

test("what a room was joined with comes again with the next stream", async () => {
  const { client, server, clock } = streaming();
  client.connect();
  await long();
  await server.greet();
  client.join("r", { type: "Enter", payload: { invite: "plum" } });
  await long();
  const [{ id, payload }] = server.frames();
  assert.deepEqual(payload, { message_type: "Enter", invite: "plum" });
  const state = { type: "room_state", room: "r", id, state: 1, epoch: "e" };
  server.stream().tell({ ...state, seq: 0 });
  await long();
  server.stream().end();
  await long();
  await clock.advance(client.state.retryAt - clock.now());
  await long();
  await server.greet();
  await long();
  const again = server.frames().pop();
  assert.deepEqual(again.payload, payload);
  assert.deepEqual(again.since, { epoch: "e", seq: 0 });
});

test("a file beside a connection names its session", async () => {
  const asked = [];
  const fetch = async (url) => {
    asked.push(new URL(url).searchParams.get("session"));
    return new Response("{}", { status: 201 });
  };
  const world = setUp({ fetch });
  await world.client.upload("r", "text");
  await world.open("s7");
  await world.client.upload("r", "text");
  assert.deepEqual(asked, [null, "s7"]);
});
