// What an app forgets or misspells is told at once, in words that say what was expected.
import assert from "node:assert/strict";
import { test } from "node:test";

import { RealtimeClient } from "../src/runtime.js";
import { MESSAGES, setUp } from "./harness.js";

function check(act, message) {
  assert.throws(act, { name: "TypeError", message });
}

/** As `buildamp gen` writes them. */
class Client extends RealtimeClient {
  constructor(options) {
    super(MESSAGES, options);
  }
  sendMove(room, message, options) {
    return this.send(room, "Move", message, options);
  }
  onMove(room, handler) {
    return this.on(room, "Move", handler);
  }
}

test("a room or a handler that is missing is told by the method's name", () => {
  const client = new Client({ url: "ws://test/ws" });
  const handler = () => {};
  check(
    () => client.onMove(handler),
    "onMove(room, handler): the room is missing",
  );
  check(
    () => client.onMove("r"),
    "onMove(room, handler): the handler is missing",
  );
  check(
    () => client.onMove("r", {}),
    "onMove(room, handler): the handler is an object, not a function",
  );
  check(
    () => client.onMove({ room: "r" }, handler),
    "onMove(room, handler): the room is an object, not a text",
  );
  check(
    () => client.onRoomState(handler),
    "onRoomState(room, handler): the room is missing",
  );
  check(
    () => client.onRoomState("board:1"),
    "onRoomState(room, handler): the handler is missing",
  );
  check(
    () => client.onLeftRoom(handler),
    "onLeftRoom(room, handler): the room is missing",
  );
  check(
    () => client.onPresence(handler),
    "onPresence(room, handler): the room is missing",
  );
  check(() => client.onAny(), "onAny(handler): the handler is missing");
  check(
    () => client.onState("open"),
    "onState(handler): the handler is a text, not a function",
  );
  check(
    () => client.onError(null),
    "onError(handler): the handler is null, not a function",
  );
  check(
    () => client.sendMove({ square: 1 }),
    "sendMove(room, message): the room is missing",
  );
  check(
    () => client.sendMove(),
    "sendMove(room, message): the room is missing",
  );
  check(
    () => client.sendMove(["r"], {}),
    "sendMove(room, message): the room is a list, not a text",
  );
  check(() => client.join(), "join(room): the room is missing");
  check(() => client.join(7), "join(room): the room is a number, not a text");
  check(() => client.leave(), "leave(room): the room is missing");
  check(
    () => client.upload(new Uint8Array(1)),
    "upload(room, file): the room is missing",
  );
});

test("a message that there is not, or that never comes, is told with the one that was meant", () => {
  const { client } = setUp();
  const handler = () => {};
  check(
    () => client.onDirect(handler),
    "onDirect(type, handler): the type is missing",
  );
  check(
    () => client.onDirect("Notice"),
    "onDirect(type, handler): the handler is missing",
  );
  check(
    () => client.onDirect("Notise", handler),
    'onDirect: there is no message "Notise"; did you mean "Notice"?',
  );
  check(
    () => client.onDirect("notice", handler),
    'onDirect: there is no message "notice"; did you mean "Notice"?',
  );
  check(
    () => client.onDirect("Lobster", handler),
    'onDirect: there is no message "Lobster"',
  );
  check(
    () => client.on("r", "Mov", handler),
    'on: there is no message "Mov"; did you mean "Move"?',
  );
  check(
    () => client.onDirect("Say", handler),
    'onDirect: only clients send "Say"',
  );
});

test("options that mean nothing are told", () => {
  check(
    () => new Client("ann"),
    'new Client: expected options, as in { userId: "ann" }, found a text',
  );
  check(
    () => new Client(null),
    'new Client: expected options, as in { userId: "ann" }, found null',
  );
  check(
    () => new Client({ userID: "x" }),
    'new Client: unknown option "userID"; did you mean "userId"?',
  );
  check(
    () => new Client({ tokn: "x" }),
    'new Client: unknown option "tokn"; did you mean "token"?',
  );
  check(
    () => new Client({ constructor: 1 }),
    'new Client: unknown option "constructor"',
  );
  check(
    () => new Client({ room: "lobby" }),
    'new Client: unknown option "room"',
  );
  check(
    () => new Client({ userId: 7 }),
    "new Client: userId: expected a text, found a number",
  );
  check(
    () => new Client({ token: {} }),
    "new Client: token: expected a text or a function, found an object",
  );
  check(
    () => new Client({ transport: "socket" }),
    'new Client: transport: expected "auto", "websocket", "sse", found "socket"',
  );
  // What is not known yet may be left open, and an address may be an object.
  new Client({ userId: undefined, token: null, url: new URL("ws://test/ws") });
  new Client({ url: "ws://test/ws", transport: null });
  new Client();
});

test("a client without messages has no word to compare with", () => {
  const client = new RealtimeClient({}, {});
  check(
    () => client.onDirect("Won", () => {}),
    'onDirect: there is no message "Won"',
  );
});
