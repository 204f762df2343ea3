// The same load for BuildAmp and for Socket.IO: rooms with members spread over the nodes, of whom some send, each its next message
// once it has heard its last one. A process of its own, so that its processor is not counted.
// Usage: node load.mjs '{"protocol", "ports", "rooms", "members", "senders", "bytes"}', then lines on its input: `count` prints the
// messages sent and heard so far as JSON. With `everyMs` a sender waits so long before its next; with `waits` they begin at a line `go`;
// `name` is what its rooms begin with.

import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(import.meta.dirname, "../reference/package.json"));
const WebSocket = require("ws");
const { protocol, ports, rooms, members, senders, bytes, everyMs = 0, waits = false, name = "bench" } = JSON.parse(process.argv[2]);
const filling = "x".repeat(Math.max(0, bytes - 60));

/** What is said and heard of each protocol. */
const protocols = {
  buildamp: {
    path: "/ws",
    join: (room, user) => JSON.stringify({ type: "join_room", room, userId: user }),
    isConnected: (text) => text.startsWith('{"type":"connected"'),
    isJoined: (text) => text.startsWith('{"type":"room_state"'),
    isNote: (text) => text.includes('"Note"'),
    say: (room, text) =>
      `{"type":"send_message","room":"${room}","payload":{"message_type":"Note","text":"${text}","x":1.5,"y":2.5}}`,
    error: (text) => text.startsWith('{"type":"error"'),
  },
  socketio: {
    path: "/socket.io/?EIO=4&transport=websocket",
    hello: "40",
    join: (room) => `42["join","${room}"]`,
    isConnected: (text) => text.startsWith("40"),
    isJoined: (text) => text.startsWith('42["joined"'),
    isNote: (text) => text.startsWith('42["Note"'),
    say: (room, text) => `42["say","${room}",{"text":"${text}","x":1.5,"y":2.5}]`,
    error: (text) => text.startsWith("44"),
  },
};
const speak = protocols[protocol];
const times = [];
let sent = 0;
let heard = 0;
let isMeasured = false;

class Member {
  constructor(room, place) {
    this.room = `${name}-${room}`;
    this.user = `${name}-user-${room}-${place}`;
    this.isSender = place < senders;
    this.mark = `~${this.user}~`;
    this.port = ports[(room + place) % ports.length];
  }

  enter() {
    return new Promise((done, failed) => {
      this.socket = new WebSocket(`ws://127.0.0.1:${this.port}${speak.path}`, { perMessageDeflate: false });
      this.socket.on("error", failed);
      this.socket.on("close", (code) => failed(new Error(`${this.user} was closed: ${code}`)));
      this.socket.on("message", (data) => {
        const text = data.toString("latin1");
        if (speak.isNote(text)) return this.#hear(text);
        if (text === "2") return this.socket.send("3");
        if (text.startsWith("0{")) return this.socket.send(speak.hello);
        if (speak.isConnected(text)) return this.socket.send(speak.join(this.room, this.user));
        if (speak.isJoined(text)) return done();
        if (speak.error(text)) throw new Error(`${this.user} was refused: ${text}`);
      });
    });
  }

  say() {
    this.at = performance.now();
    sent += 1;
    this.socket.send(speak.say(this.room, this.mark + filling));
  }

  #hear(text) {
    heard += 1;
    if (!this.isSender || !text.includes(this.mark)) return;
    if (isMeasured) times.push(performance.now() - this.at);
    if (everyMs === 0) return this.say();
    setTimeout(() => this.say(), everyMs);
  }
}

// Rooms at once, the members of each one after the other: so many at the same door is another question. Of a crowd several come at once.
const AT_ONCE = 20;
const ABREAST = members > 1000 ? 16 : 1;
const all = [];
for (let from = 0; from < rooms; from += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, rooms - from) }, (_, step) => from + step);
  await Promise.all(
    some.map(async (room) => {
      for (let place = 0; place < members; place += ABREAST) {
        const some = Array.from({ length: Math.min(ABREAST, members - place) }, (_, step) => new Member(room, place + step));
        await Promise.all(some.map((member) => member.enter()));
        all.push(...some);
      }
    }),
  );
}
const begin = () => all.forEach((member) => member.isSender && member.say());
if (!waits) begin();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "go") {
    begin();
    continue;
  }
  if (line !== "count") break;
  isMeasured = !isMeasured;
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)] ?? 0;
  console.log(JSON.stringify({ sent, heard, p50: at(0.5), p99: at(0.99) }));
  times.length = 0;
}
process.exit(0);
