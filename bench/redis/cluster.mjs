// Nodes of one kind on one Redis, a load on them, and what the three of them spend.
//
// Owns the processes of one measurement, and ends them. It refuses to know what is compared with what.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const here = import.meta.dirname;
const reference = join(here, "../reference");
const app = join(here, "../app");
const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const persistence = ["--appendonly", "yes", "--appendfsync", "everysec"];

const target = process.env.CARGO_TARGET_DIR ?? join(here, "target");

/** Builds the load, and installs what is measured beside. */
export function prepare() {
  execFileSync("cargo", ["build", "--release", "--quiet", "--target-dir", target], { cwd: here, stdio: ["ignore", 2, 2] });
  if (!existsSync(join(reference, "node_modules/socket.io")))
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: reference, stdio: ["ignore", 2, 2] });
}

/**
 * One measurement. `kind` is `buildamp`, or `socketio-` and an adapter. Gives messages and deliveries a second, microseconds of
 * processor a message and a delivery of all nodes together, of Redis and of the load, calls of Redis a message, and times in milliseconds.
 * With a `crowd`, a load as the program takes it, there is another one beside, which is not counted; it waits for the first measurement,
 * and `beside` is a second one.
 */
export async function measure({ binary, kind, nodes, rooms, members, senders, bytes, seconds, everyMs, crowd }) {
  const folder = mkdtempSync(join(tmpdir(), "buildamp-redis-bench-"));
  const first = 21000 + Math.floor(Math.random() * 8000);
  const redisPort = first + 9;
  const ports = Array.from({ length: nodes }, (_, number) => first + number);
  const running = [];
  const start = (command, args, options = {}) => {
    const child = spawn(command, args.map(String), { stdio: ["pipe", "pipe", "inherit"], ...options });
    running.push(child);
    return child;
  };
  try {
    const redis = start("redis-server", ["--port", redisPort, "--dir", folder, "--save", "", ...persistence]);
    redis.stdout.resume();
    await until(() => ask(redisPort, "PING").then((answer) => answer.startsWith("+PONG")));
    const servers = ports.map((port, number) => serve(start, { binary, kind, port, redisPort, folder, number }));
    await Promise.all(ports.map((port) => until(() => listens(port))));
    const [protocol] = kind.split("-");
    const put = async (what, ...before) => {
      const told = JSON.stringify({ protocol, ports, ...what });
      const [program, ...rest] = [...before, join(target, "release/redis-load"), told];
      const load = start(program, rest);
      const lines = createInterface({ input: load.stdout })[Symbol.asyncIterator]();
      const next = async () => {
        const { value, done } = await lines.next();
        if (done) throw new Error("the load has ended");
        return value;
      };
      if ((await next()) !== "ready") throw new Error("the load is not ready");
      return { load, next };
    };
    // It reads when nobody else wants the processor: the nodes are measured, not it.
    const other = crowd && (await put({ ...crowd, waits: true }, "nice", "-n", 19));
    const { load, next } = await put({ rooms, members, senders, bytes, everyMs });
    await pause(1500);
    const look = async () => {
      load.stdin.write("count\n");
      const counts = JSON.parse(await next());
      return { ...counts, at: performance.now(), servers: sum(servers.map(cpu)), redis: cpu(redis), load: cpu(load), calls: await calls(redisPort, kind) };
    };
    const during = async () => {
      const before = await look();
      await pause(seconds * 1000);
      return report(before, await look());
    };
    const alone = await during();
    if (!other) return alone;
    other.load.stdin.write("go\n");
    await pause(1500);
    return { ...alone, beside: await during() };
  } finally {
    await Promise.all(running.map(end));
    // A child of Redis' that writes a shorter log outlives it for a moment.
    await until(() => rm(folder, { recursive: true, force: true }).then(() => true));
  }
}

function serve(start, { binary, kind, port, redisPort, folder, number }) {
  const url = `redis://127.0.0.1:${redisPort}`;
  if (kind !== "buildamp") {
    const server = start("node", [join(reference, "socketio.mjs"), port, url, kind.split("-")[1]]);
    server.stdout.resume();
    return server;
  }
  const own = join(folder, `app${number}`);
  cpSync(app, own, { recursive: true, filter: (path) => !/[/\\](data|generated)$/.test(path) });
  const env = { ...process.env, BUILDAMP_STORE_ENGINE: "redis", BUILDAMP_REDIS_URL: url };
  const server = start(binary, ["serve", own, "--address", `127.0.0.1:${port}`], { env, stdio: ["pipe", "pipe", "ignore"] });
  server.stdout.resume();
  return server;
}

function report(before, after) {
  const sent = after.sent - before.sent;
  const heard = after.heard - before.heard;
  const seconds = (after.at - before.at) / 1000;
  const calls = {};
  for (const [name, count] of Object.entries(after.calls)) if (count > (before.calls[name] ?? 0)) calls[name] = (count - (before.calls[name] ?? 0)) / sent;
  return {
    messages: sent / seconds,
    deliveries: heard / seconds,
    nodeMicros: ((after.servers - before.servers) * 1e6) / sent,
    deliveryMicros: ((after.servers - before.servers) * 1e6) / heard,
    redisMicros: ((after.redis - before.redis) * 1e6) / sent,
    loadMicros: ((after.load - before.load) * 1e6) / sent,
    calls,
    callsEach: sum(Object.values(calls)),
    p50: after.p50,
    p99: after.p99,
  };
}

/** How often clients called Redis, by command. What a script calls is counted by Redis as well, and is no call of a client. */
async function calls(port, kind) {
  const text = await ask(port, "INFO commandstats");
  const found = [...text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, count]) => [name, Number(count)]);
  const own = new Set(["info", "ping", "quit"]);
  const isCall = (name) => (kind === "buildamp" ? name.startsWith("evalsha") : !own.has(name));
  return Object.fromEntries(found.filter(([name]) => isCall(name)));
}

/** Seconds of processor that a process has had, in it and in the kernel for it. */
function cpu({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function sum(numbers) {
  return numbers.reduce((all, one) => all + one, 0);
}

async function until(condition) {
  for (const late = Date.now() + 30_000; Date.now() < late; await pause(50)) if (await condition().catch(() => false)) return;
  throw new Error("a server never came up");
}

function listens(port) {
  return new Promise((done) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.on("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.on("error", () => done(false));
  });
}

function ask(port, command) {
  return new Promise((done, failed) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    let text = "";
    socket.on("connect", () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.on("data", (bytes) => (text += bytes));
    socket.on("end", () => done(text));
    socket.on("error", failed);
  });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
