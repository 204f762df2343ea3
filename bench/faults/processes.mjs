// Processes on hosts: Redis with its replicas and sentinels, and BuildAmp's nodes.
//
// Owns what it has started and ends it by its id. It refuses to know why something is killed.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createConnection } from "node:net";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const running = new Set();

/** Ends all that is still there. */
export function endAll() {
  for (const child of running) child.kill("SIGKILL");
}

export function pause(millis) {
  return new Promise((done) => setTimeout(done, millis));
}

/** Asks again until it is so. */
export async function until(what, condition, millis = 20_000) {
  for (const late = Date.now() + millis; Date.now() < late; await pause(50)) if (await condition()) return;
  throw new Error(`never within ${millis} ms: ${what}`);
}

class Program {
  said = "";
  #child = null;
  #ended = null;

  run(host, command, args, env = {}) {
    const child = host.spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    running.add(child);
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.said = (this.said + text).slice(-20_000)));
    this.#ended = new Promise((done) => {
      child.on("error", done);
      child.on("close", () => {
        running.delete(child);
        this.#child = null;
        done();
      });
    });
  }

  get isRunning() {
    return this.#child !== null;
  }

  signal(name) {
    this.#child?.kill(name);
  }

  async end(name = "SIGKILL") {
    this.#child?.kill(name);
    await this.#ended;
  }
}

/** One Redis server with its folder; when it is started again, it has what it had. */
export class Redis extends Program {
  constructor(host, folder, name, settings) {
    super();
    this.host = host;
    this.port = host.port(6379);
    this.folder = join(folder, name);
    this.settings = settings;
    mkdirSync(this.folder, { recursive: true });
  }

  get url() {
    return `redis://${this.host.back}:${this.port}`;
  }

  async start(more = []) {
    const settings = ["--port", this.port, "--bind", "0.0.0.0", "--protected-mode", "no", "--dir", this.folder, "--save", ""];
    this.run(this.host, "redis-server", [...settings, ...this.settings, ...more]);
    await until("Redis answers", () => this.#answers());
  }

  async #answers() {
    if (!this.isRunning) throw new Error(`Redis has ended:\n${this.said}`);
    return (await ask(this, "PING").catch(() => "")).startsWith("+PONG");
  }
}

/** One sentinel that watches a primary by the name of `main`. */
export class Sentinel extends Program {
  constructor(host, folder, name) {
    super();
    this.host = host;
    this.port = host.port(26379);
    this.file = join(folder, `${name}.conf`);
  }

  start(primary) {
    const lines = [
      `port ${this.port}`,
      "bind 0.0.0.0",
      "protected-mode no",
      `sentinel monitor main ${primary.host.back} ${primary.port} 2`,
      "sentinel down-after-milliseconds main 1000",
      "sentinel failover-timeout main 4000",
    ];
    writeFileSync(this.file, `${lines.join("\n")}\n`);
    this.run(this.host, "redis-server", [this.file, "--sentinel"]);
  }

  /** Where it takes the primary to be, and how many others it knows. */
  async view() {
    const answer = await ask(this, "SENTINEL MASTER main");
    const words = answer.split("\r\n").filter((word) => !/^[*$:+-]/.test(word));
    return Object.fromEntries(words.flatMap((word, place) => (place % 2 === 0 ? [[word, words[place + 1]]] : [])));
  }
}

/** A `buildamp serve`. */
export class Server extends Program {
  constructor(binary, host, app) {
    super();
    this.binary = binary;
    this.host = host;
    this.app = app;
    this.port = host.port(8080);
  }

  /** `clock` is by how many seconds its wall clock is wrong. */
  async start({ redis, replicas, clock, receiver }) {
    const env = { BUILDAMP_REDIS_URL: redis, BUILDAMP_REDIS_REPLICAS: String(replicas), FAULTS_RECEIVER: receiver, BUILDAMP_LOG: process.env.BUILDAMP_LOG ?? "warn" };
    if (clock) Object.assign(env, wrongClock(clock));
    this.said = "";
    this.run(this.host, this.binary, ["serve", this.app, "--address", `${this.host.front}:${this.port}`], env);
    await until(`a node is ready:\n${this.said}`, () => this.isReady());
  }

  async isReady() {
    if (!this.isRunning) throw new Error(`a node has ended:\n${this.said}`);
    const url = `http://${this.host.front}:${this.port}/readyz`;
    return fetch(url, { signal: AbortSignal.timeout(1000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}

/** Where webhooks arrive: how often each, by its key. */
export class Receiver {
  arrived = new Map();
  #server;

  static async listen(host) {
    const receiver = new Receiver();
    receiver.#server = createServer(async (request, answer) => {
      let text = "";
      for await (const piece of request.setEncoding("utf8")) text += piece;
      const { key } = JSON.parse(text);
      receiver.arrived.set(key, (receiver.arrived.get(key) ?? 0) + 1);
      answer.writeHead(204).end();
    });
    receiver.#server.listen(0, host);
    await once(receiver.#server, "listening");
    return receiver;
  }

  get address() {
    const { address, port } = this.#server.address();
    return `${address}:${port}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** What libfaketime needs to shift the wall clock and leave the others; empty where it is not installed. */
export function wrongClock(seconds) {
  const found = execFileSync("find", ["/usr/lib", "-name", "libfaketimeMT.so.1"], { encoding: "utf8" }).split("\n")[0];
  if (!found) return null;
  return { LD_PRELOAD: found, FAKETIME: `${seconds >= 0 ? "+" : ""}${seconds}s`, DONT_FAKE_MONOTONIC: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1" };
}

/** One command to a server, and its whole answer. */
export function ask({ host, port }, command) {
  return new Promise((done, failed) => {
    const socket = createConnection({ host: host.back, port, timeout: 1000 });
    let text = "";
    const end = () => {
      socket.destroy();
      done(text);
    };
    socket.on("connect", () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.on("data", (bytes) => (text += bytes));
    socket.on("end", end);
    socket.on("timeout", end);
    socket.on("error", failed);
  });
}
