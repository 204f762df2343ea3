// A conversation as the documentation writes it, held with a real server.
//
//     ann → {"type":"join_room","room":"lobby","userId":"ann"}     what a client sends, on a socket of its own
//     ann ← {"type":"room_state","room":"lobby",…}                 what it gets next, `…` for anything
//     ann ← closed 1008 "too slow"                                 how the server ends it
//     ann + role=guest team=red                                    the token that a client connects with: its further claims
//     ann ✕                                                        the client closes its socket
//     ann ↺ session=…                                              it connects, with this in the query
//     receiver ← {"order_id":"o7"}                                 the body of a call that arrives at http://localhost:9000
//     log ← ann said hi                                            a line of the log has this
//     sh ← 204                                                     the program above it is run, and says this
//
// A text `‹code›` in what a client gets is whatever came there; from then on it stands for that.
//
// Each client gets exactly the frames that are written for it, in their order, and none behind them. `connected`, `user_joined` and `user_left`
// are passed over where they are not written. It refuses to know what the frames mean.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { promisify } from "node:util";
import WebSocket from "ws";

import { PATIENCE_MS } from "./app.js";

/** The lines of a conversation: who, which way, what. One that begins with a space goes on with the line before. */
export function steps(text) {
  const lines = text.trimEnd().replace(/\n +/g, "").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const found = /^(\w*) ?([→←✕+↺]) ?(.*)$/.exec(line);
      if (!found) throw new Error(`no step of a conversation: ${line}`);
      const [, who, way, what] = found;
      return { line, who, way, what };
    });
}

/** JSON with `…` in it: `…` for a value, for the rest of an object, or for a part of a text. */
export function pattern(text) {
  const whole = text
    .replace(/([,{]\s*)…\s*}/g, '$1"…":"…"}')
    .replace(/([:[,]\s*)…/g, '$1"…"');
  return JSON.parse(whole);
}

const NAME = /‹(\w+)›/g;

/** What has a name in the expected is put into `names`. */
export function matches(expected, found, names = new Map()) {
  if (typeof expected === "string") {
    if (expected === "…") return true;
    if (typeof found !== "string") return false;
    const [name] = expected.match(NAME) ?? [];
    if (name !== expected) return textMatches(expected, found);
    names.set(name, found);
    return true;
  }
  if (expected === null || typeof expected !== "object") {
    return expected === found;
  }
  if (found === null || typeof found !== "object") return false;
  if (Array.isArray(expected) !== Array.isArray(found)) return false;
  const open = "…" in expected;
  const keys = Object.keys(expected).filter((key) => key !== "…");
  return (
    (open || keys.length === Object.keys(found).length) &&
    keys.every(
      (key) => key in found && matches(expected[key], found[key], names),
    )
  );
}

function textMatches(expected, found) {
  const parts = expected.split("…");
  if (parts.length === 1) return expected === found;
  let from = 0;
  const held = parts.every((part) => {
    const at = found.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
  return held && found.startsWith(parts[0]) && found.endsWith(parts.at(-1));
}

/** What somebody hears, one thing after the other. */
class Ear {
  #heard = [];
  #waiting = null;

  push(thing) {
    this.#heard.push(thing);
    this.#waiting?.();
  }

  async next() {
    if (this.#heard.length === 0) {
      const late = new Error(`nothing came for ${PATIENCE_MS} ms`);
      await new Promise((resolve, reject) => {
        const timer = setTimeout(reject, PATIENCE_MS, late);
        this.#waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#heard.shift();
  }
}

class Caller {
  #socket;
  #names;
  #ear = new Ear();
  isOpen = true;

  constructor(names) {
    this.#names = names;
  }

  static async connect(address, names, query = "") {
    const caller = new Caller(names);
    const socket = new WebSocket(`ws://${address}/ws?${query}`);
    caller.#socket = socket;
    socket.on("message", (data) => caller.#ear.push(JSON.parse(String(data))));
    socket.on("close", (code, reason) => {
      caller.isOpen = false;
      caller.#ear.push(`closed ${code} ${JSON.stringify(String(reason))}`);
    });
    await once(socket, "open");
    return caller;
  }

  send(text) {
    this.#socket.send(text);
  }

  close() {
    this.isOpen = false;
    this.#socket.close();
  }

  /** The next frame that isn't passed over. */
  async hears(expected) {
    for (;;) {
      const found = await this.#ear.next();
      if (matches(expected, found, this.#names)) return;
      const type = found.message?.type ?? found.type;
      if (!["connected", "user_joined", "user_left"].includes(type)) {
        throw new Error(`what came is ${JSON.stringify(found)}`);
      }
    }
  }

  /** Nothing has come that was not asked for. */
  async hearsNothingElse() {
    this.send('{"type":"nothing"}');
    await this.hears({ "…": "…", type: "error", code: "unknown_type" });
  }
}

/** Where webhooks arrive. */
export class Receiver {
  #server;
  #ear = new Ear();

  static async listen() {
    const receiver = new Receiver();
    receiver.#server = createServer(async (request, response) => {
      let body = "";
      for await (const piece of request.setEncoding("utf8")) body += piece;
      response.writeHead(204).end();
      receiver.#ear.push(JSON.parse(body));
    });
    receiver.#server.listen(0, "localhost");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get url() {
    return `http://localhost:${this.#server.address().port}`;
  }

  async hears(expected) {
    const found = await this.#ear.next();
    if (!matches(expected, found)) {
      throw new Error(`what came is ${JSON.stringify(found)}`);
    }
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/**
 * Holds a conversation. Whoever is not among the others, who only hear, is a client. It fails at the line that is not so.
 */
export async function hold(text, address, others) {
  const callers = new Map();
  const names = new Map();
  const caller = async (who) => {
    if (!callers.has(who)) {
      callers.set(who, await Caller.connect(address, names));
    }
    return callers.get(who);
  };
  const step = async ({ who, way, what: written }) => {
    const what = written.replace(NAME, (name) => names.get(name) ?? name);
    if (way === "→") return (await caller(who)).send(what);
    if (way === "✕") return (await caller(who)).close();
    if (way === "+") {
      const token = await others.tokens(who, what.split(" ").filter(Boolean));
      callers.set(who, await Caller.connect(address, names, `token=${token}`));
      return;
    }
    if (way === "↺") {
      callers.set(who, await Caller.connect(address, names, what));
      return;
    }
    const isJson = /^[{["…\d]/.test(what) && !others[who]?.isText;
    const hearer = others[who] ?? (await caller(who));
    return hearer.hears(isJson ? pattern(what) : what);
  };
  try {
    for (const one of steps(text)) {
      await step(one).catch((error) => {
        throw new Error(`${one.line}\n${error.message}`);
      });
    }
    for (const [who, one] of callers) {
      if (!one.isOpen) continue;
      await one.hearsNothingElse().catch((error) => {
        throw new Error(`${who} gets more than is written: ${error.message}`);
      });
    }
  } finally {
    for (const one of callers.values()) one.close();
  }
}

/** The log of an app. */
export class Log {
  isText = true;
  #app;

  constructor(app) {
    this.#app = app;
  }

  async hears(text) {
    const parts = text
      .split("…")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    await this.#app.says(new RegExp(parts.join("[^\\n]*")));
  }
}

/** A program that is run each time, and says something. */
export class Program {
  isText = true;
  #words;

  constructor(...words) {
    this.#words = words;
  }

  async hears(expected) {
    const [program, ...words] = this.#words;
    const { stdout } = await promisify(execFile)(program, words);
    const said = stdout.trim();
    if (!matches(expected, said)) throw new Error(`what it says is ${said}`);
  }
}

/** A program that goes on, and says a line each time. */
export class Speaker {
  isText = true;
  #child;
  #ear = new Ear();
  #rest = "";

  constructor(program, file, env) {
    const stdio = ["ignore", "pipe", "inherit"];
    this.#child = spawn(program, [file], { env, stdio });
    this.#child.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = (this.#rest + text).split("\n");
      this.#rest = lines.pop();
      for (const line of lines) this.#ear.push(line);
    });
  }

  async hears(expected) {
    const found = await this.#ear.next();
    if (!matches(expected, found)) throw new Error(`what it says is ${found}`);
  }

  close() {
    this.#child.kill();
  }
}
