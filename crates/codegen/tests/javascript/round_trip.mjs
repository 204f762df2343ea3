// Sends every value through a client with a socket that it is given: as JSON from the server to a handler, from
// the handler through `send` into a frame. Prints what the frames say.
import fs from "node:fs";
import * as buildamp from "./client/js/buildamp.js";

class Socket {
  constructor() {
    Socket.last = this;
    this.sent = [];
  }

  send(text) {
    this.sent.push(text);
  }

  close() {}

  tell(text) {
    this.onmessage({ data: text });
  }
}

async function connected(client) {
  client.connect();
  await null;
  Socket.last.tell('{"type":"connected","connection_id":"1","user_id":"u"}');
  client.join("room");
  Socket.last.tell('{"type":"room_state","room":"room","state":null}');
  return Socket.last;
}

const options = {
  url: "ws://localhost",
  WebSocket: Socket,
  queueLimit: Infinity,
};
const cases = JSON.parse(fs.readFileSync("cases.json", "utf8"));
const helpers = {};
for (const { name, message } of cases) {
  if (!message) {
    helpers[name] = { direction: "both", volatile: false, inline: false };
  }
}
const app = new buildamp.Client(options);
const other = new buildamp.RealtimeClient(helpers, options);
const [appSocket, otherSocket] = [await connected(app), await connected(other)];

for (const { name, message, text } of cases) {
  const [client, socket] = message ? [app, appSocket] : [other, otherSocket];
  // Also of messages that clients only send.
  const stop = client.onAny(({ kind, payload }) => {
    // Nobody answers.
    if (kind === "message") {
      client.send("room", name, payload).catch(console.error);
    }
  });
  socket.tell(
    `{"type":"broadcast","room":"room","message":{"type":${JSON.stringify(name)},"payload":${text}}}`,
  );
  stop();
}

const results = { message: appSocket.sent, other: otherSocket.sent };
fs.writeFileSync("results.json", JSON.stringify(results));
// Both clients are open, and would look for signs of life for ever.
process.exit();
