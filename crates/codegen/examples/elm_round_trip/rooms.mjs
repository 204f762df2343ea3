// The compiled Elm client with its JavaScript half, on a socket that a script plays: a subscription to one
// room hears no other, also while the page is in both.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";

import { RealtimeClient, connectElm } from "../../../../clients/js/src/runtime.js";

// What Elm's browser events listen on; it has to be there before the program is loaded.
globalThis.document = new EventTarget();

const require = createRequire(import.meta.url);
const { Elm } = require(path.resolve(process.argv[2], "seed/rooms.js"));

class Socket {
  static opened = [];
  sent = [];

  constructor() {
    Socket.opened.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {}

  receive(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const heard = [];
/** What is heard, without its order: which of two subscriptions is told first is Elm's affair. */
async function hears(act, expected) {
  heard.length = 0;
  await act();
  await settle();
  assert.deepEqual([...heard].sort(), [...expected].sort());
}

const app = Elm.Rooms.init();
app.ports.heard.subscribe((text) => heard.push(text));
const messages = { GameMove: { direction: "both", volatile: false, inline: true } };
const client = new RealtimeClient(messages, { url: "ws://localhost/ws", WebSocket: Socket });
connectElm(app, client);
await settle();
const [socket] = Socket.opened;

const state = (room, id) => ({
  type: "room_state",
  room,
  state: null,
  members: ["ann", "bob"],
  epoch: "e",
  seq: 0,
  recovered: false,
  id,
});
const seqs = new Map();
function broadcast(room, message) {
  const seq = (seqs.get(room) ?? 0) + 1;
  seqs.set(room, seq);
  socket.receive({ type: "broadcast", room, message, timestamp: 5, seq });
}
const move = (room, game_id) =>
  broadcast(room, {
    type: "GameMove",
    payload: { game_id, player_id: "bob", move_data: { to: "e4" }, timestamp: 1 },
  });

await hears(
  () => socket.receive({ type: "connected", connection_id: "c", user_id: "ann", session: "s", protocol: 1 }),
  ["connected ann"],
);
const joins = socket.sent.filter(({ type }) => type === "join_room");
assert.deepEqual(joins.map(({ room }) => room).sort(), ["game:1", "game:2"]);

await hears(
  () => joins.forEach(({ room, id }) => socket.receive(state(room, id))),
  ["game:1 state of ann,bob"],
);
const sent = socket.sent.filter(({ type }) => type === "send_message");
assert.deepEqual(
  sent.map(({ room, payload }) => ({ room, payload })),
  [
    {
      room: "game:1",
      payload: { message_type: "GameMove", game_id: "sent", player_id: "ann", move_data: null, timestamp: 1 },
    },
  ],
);

// Within one turn, and in turns of their own.
const both = () => {
  move("game:2", "two");
  move("game:1", "one");
  move("game:2", "two");
};
await hears(both, ["all move two", "game:1 move one", "all move one", "all move two"]);
assert.deepEqual(
  heard.filter((text) => text.startsWith("all")),
  ["all move two", "all move one", "all move two"],
);
await hears(() => move("game:2", "two"), ["all move two"]);
await hears(() => move("game:1", "one"), ["game:1 move one", "all move one"]);

await hears(() => {
  broadcast("game:2", { type: "user_joined", user_id: "cid", timestamp: 3 });
  broadcast("game:1", { type: "user_joined", user_id: "dan", timestamp: 3 });
}, ["game:1 presence dan"]);

// A payload that its model refuses is told as an error, and makes no message.
await hears(
  async () => {
    broadcast("game:1", { type: "GameMove", payload: 5 });
    await settle();
    assert.match(heard[0], /^error Problem with the given value/);
    heard.length = 0;
  },
  [],
);

// Another room's subscription takes the place of the first one.
await hears(() => app.ports.listenTo.send("game:2"), []);
assert.deepEqual(socket.sent.at(-1).type, "leave_room");
assert.deepEqual(socket.sent.at(-1).room, "game:1");
await hears(() => {
  move("game:1", "one");
  move("game:2", "two");
}, ["game:2 move two", "all move two"]);

// A key that somebody presses is none of ours.
await hears(() => document.dispatchEvent(new Event("keypress")), []);
await hears(() => socket.onclose({ code: 1006, reason: "" }), ["disconnected"]);
client.close();
console.log("rooms: a page in game:1 and game:2 heard the moves of the one that it subscribes to alone");
