// A client of no library: WebSocket frames as the protocol's first version has them, the user's name in each, and no `id`.

import WebSocket from "ws";

import { PATIENCE_MS } from "./app.js";

export class SeedClient {
  #user;
  #socket;
  #frames = [];
  #waiting = [];

  /** Connects as a user. Who that is, the first frame tells the server. */
  static async connect(address, user) {
    const client = new SeedClient();
    client.#user = user;
    client.#socket = new WebSocket(`ws://${address}/ws`);
    client.#socket.on("message", (data) => client.#hear(JSON.parse(data)));
    await new Promise((resolve, reject) => {
      client.#socket.on("open", resolve);
      client.#socket.on("error", reject);
    });
    return client;
  }

  #hear(frame) {
    this.#frames.push(frame);
    for (const look of [...this.#waiting]) look();
  }

  join(room) {
    this.#write({ type: "join_room", room });
  }

  send(room, message_type, fields) {
    const payload = { message_type, ...fields };
    this.#write({ type: "send_message", room, payload });
  }

  #write(frame) {
    this.#socket.send(JSON.stringify({ ...frame, userId: this.#user }));
  }

  /** The next frame of a type, those before it dropped. */
  next(type) {
    return new Promise((resolve, reject) => {
      const settle = (how, value) => {
        this.#waiting = this.#waiting.filter((other) => other !== look);
        clearTimeout(timer);
        how(value);
      };
      const look = () => {
        const place = this.#frames.findIndex((frame) => frame.type === type);
        if (place < 0) return;
        settle(resolve, this.#frames.splice(0, place + 1).at(-1));
      };
      const late = () =>
        settle(
          reject,
          new Error(`no ${type}, but ${JSON.stringify(this.#frames)}`),
        );
      const timer = setTimeout(late, PATIENCE_MS);
      this.#waiting.push(look);
      look();
    });
  }

  close() {
    this.#socket.terminate();
  }
}
