// A client with a clock that stands still and sockets that say what the test says. Nothing here waits for time.
import { RealtimeClient } from "../src/runtime.js";

export const MESSAGES = {
  Move: { direction: "both", volatile: false, inline: true },
  Cursor: { direction: "both", volatile: true, inline: true },
  Tags: { direction: "both", volatile: false, inline: false },
  Say: { direction: "client", volatile: false, inline: true },
  Enter: { direction: "join", volatile: false, inline: true },
  Watch: { direction: "join", volatile: false, inline: false },
  Notice: { direction: "server", volatile: false, inline: true },
};

export class FakeClock {
  constructor() {
    this.time = 1000000;
    this.timers = new Map();
    this.ids = 0;
  }

  now() {
    return this.time;
  }

  setTimeout(act, ms) {
    this.ids += 1;
    this.timers.set(this.ids, { at: this.time + ms, act });
    return this.ids;
  }

  clearTimeout(timer) {
    this.timers.delete(timer);
  }

  /** Lets time pass, and what was to happen in it happen. */
  async advance(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= end);
      if (due.length === 0) break;
      due.sort(([, a], [, b]) => a.at - b.at);
      const [id, { at, act }] = due[0];
      this.timers.delete(id);
      this.time = at;
      act();
      await settled();
    }
    this.time = end;
  }
}

/** Whatever promises lead to has happened then. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A client, and all that can be seen of it from outside. */
export function setUp(options = {}) {
  const sockets = [];
  const world = {};
  class Socket {
    constructor(url) {
      this.url = new URL(url);
      this.sent = [];
      this.closes = [];
      sockets.push(this);
    }

    send(text) {
      const frame = JSON.parse(text);
      this.sent.push(frame);
      if (frame.type === "ping" && world.isAlive) this.tell({ type: "pong" });
    }

    close(code) {
      this.closes.push(code);
    }

    /** A frame from the server. */
    tell(frame) {
      const data = typeof frame === "string" ? frame : JSON.stringify(frame);
      this.onmessage({ data });
    }

    drop(code = 1006, reason = "") {
      this.onclose({ code, reason });
    }

    /** The frames of a type that were sent. */
    of(type) {
      return this.sent.filter((frame) => frame.type === type);
    }
  }
  const clock = new FakeClock();
  const client = new RealtimeClient(MESSAGES, {
    url: "ws://test/ws",
    userId: "ann",
    transport: "websocket",
    WebSocket: Socket,
    // Where nothing else is said, nobody is there to be asked why a socket was refused.
    fetch: async () => {
      throw new TypeError("no network");
    },
    clock,
    random: () => 0.5,
    ...options,
  });
  const seen = { events: [], errors: [], states: [] };
  client.onAny((event) => seen.events.push(event));
  client.onError((error) => seen.errors.push(error));
  client.onState(({ name }) => seen.states.push(name));
  /** `isAlive`: whether the server gives signs of life. */
  Object.assign(world, { client, clock, sockets, isAlive: true, ...seen });

  /** The newest socket. */
  world.socket = () => sockets[sockets.length - 1];

  /** The server greets on the newest socket. */
  world.greet = (session = "s1") => {
    const [user_id, connection_id] = ["ann", `c${sockets.length}`];
    world.socket().tell({
      type: "connected",
      user_id,
      connection_id,
      session,
      protocol: 1,
    });
  };

  world.open = async (session) => {
    client.connect();
    await settled();
    world.greet(session);
    return world.socket();
  };

  /** Cut off, and there again on another socket. */
  world.reopen = async (session) => {
    world.socket().drop();
    await clock.advance(client.state.retryAt - clock.now());
    world.greet(session);
    return world.socket();
  };

  /** Comes into a room; the server's answer says where it is. */
  world.enter = async (room, { epoch = "e1", seq = 0 } = {}) => {
    const joined = client.join(room);
    world.answerJoin(room, { epoch, seq });
    await joined;
  };

  world.answerJoin = (room, rest = {}) => {
    const joins = world.socket().of("join_room");
    const { id } = joins.filter((frame) => frame.room === room).pop();
    const [state, members] = [{ of: room }, ["ann"]];
    world
      .socket()
      .tell({ type: "room_state", room, id, state, members, ...rest });
  };

  world.broadcast = (room, seq, type, payload) => {
    const message = type === undefined ? undefined : { type, payload };
    const frame = { type: "broadcast", room, message, timestamp: 7 };
    world.socket().tell({ ...frame, seq });
  };
  return world;
}

/** The outcome of a promise so far. */
export async function outcome(promise) {
  let result = { state: "pending" };
  promise.then(
    (value) => (result = { state: "resolved", value }),
    (error) => (result = { state: "rejected", code: error.code, error }),
  );
  await settled();
  return result;
}

/** Gives a global a value until the test ends. */
export function withGlobal(t, name, value) {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => {
    if (before) Object.defineProperty(globalThis, name, before);
    else delete globalThis[name];
  });
}
